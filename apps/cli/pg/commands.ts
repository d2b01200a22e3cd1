/**
 * `certwright pg`: what concerns a PostgreSQL server. The options of a command stand in `<command>-options.ts`, which is read at once; what it does in
 * `<command>.ts`, which is loaded when it is called. Exit codes: 0 yes, 1 no, 2 could not tell.
 */
import type { Command } from 'commander';
import { type DecideOptions, withDecideOptions } from './decide-options.ts';
import {
  type RenewOptions,
  type RevokeOptions,
  type SetupOptions,
  withRenewOptions,
  withRevokeOptions,
  withSetupOptions,
} from './setup-options.ts';
import { type DoctorOptions, withDoctorOptions } from './doctor-options.ts';

/** Adds the commands to the group. */
export function addPgCommands(group: Command): void {
  withDecideOptions(
    group
      .command('decide')
      .description('decide one login as a PostgreSQL server does, and show every step; exit code 0 accepted, 1 rejected, 2 not decided'),
  ).action(async (options: DecideOptions) => {
    const { runDecide } = await import('./decide.ts');
    process.exitCode = runDecide(options);
  });
  withDoctorOptions(
    group
      .command('doctor')
      .description(
        "look at a server's TLS set-up and tell what is wrong, and what it will do; exit code 0 nothing found, 1 something, 2 cannot read",
      ),
  ).action(async (folder: string | undefined, options: DoctorOptions) => {
    const { runDoctor } = await import('./doctor.ts');
    process.exitCode = runDoctor(folder, options);
  });
  withSetupOptions(
    group
      .command('setup')
      .description('make a root CA, an intermediate CA, certificates for a server and its users, CRLs, and the lines of its configuration'),
  ).action(async (folder: string, options: SetupOptions) => {
    const { runSetup } = await import('./setup.ts');
    process.exitCode = await runSetup(folder, options);
  });
  withRenewOptions(group.command('renew').description('renew certificates and CRLs that certwright pg setup made')).action(
    async (folder: string, options: RenewOptions) => {
      const { runRenew } = await import('./renew.ts');
      process.exitCode = await runRenew(folder, options);
    },
  );
  withRevokeOptions(group.command('revoke').description("revoke a user's certificates that certwright pg setup made")).action(
    async (folder: string, options: RevokeOptions) => {
      const { runRevoke } = await import('./revoke.ts');
      process.exitCode = await runRevoke(folder, options);
    },
  );
}
