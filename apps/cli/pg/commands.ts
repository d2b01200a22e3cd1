/**
 * `certwright pg`: what concerns a PostgreSQL server. The options of a command stand in `<command>-options.ts`, which is read at once; what it does in
 * `<command>.ts`, which is loaded when it is called. Exit codes: 0 yes, 1 no, 2 could not tell.
 */
import type { Command } from 'commander';
import { type DecideOptions, withDecideOptions } from './decide-options.ts';

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
}
