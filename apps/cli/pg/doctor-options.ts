/** The options of `certwright pg doctor`, checked while they are read. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, instant } from '../arguments.ts';

/** What the command line says, file names as given. */
export interface DoctorOptions {
  readonly conf?: string;
  readonly hba?: string;
  readonly ident?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly crl?: string;
  readonly crlDir?: string;
  /** Settings as name=value. */
  readonly setting?: Readonly<Record<string, string>>;
  readonly serverVersion?: number;
  readonly platform: 'unix' | 'windows';
  readonly securityLevel: 0 | 1 | 2 | 3 | 4 | 5;
  readonly host?: readonly string[];
  readonly user?: string;
  readonly days: number;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  certwright pg doctor /var/lib/postgresql/17/main --conf /etc/postgresql/17/main/postgresql.conf
  certwright pg doctor "$PGDATA" --host db.example.com --days 60 --json
  certwright pg doctor --hba pg_hba.conf --ca root.crt --crl root.crl --cert server.crt --key server.key

Exit codes: 0 nothing found, 1 something found, 2 the files cannot be read. Nothing is changed. docs/doctor.md lists all findings.`;

/** Adds argument and options to the command. */
export function withDoctorOptions(command: Command): Command {
  return command
    .argument('[folder]', 'the data folder, as for postgres -D; without it the files named are looked at alone')
    .optionsGroup('Files that lie elsewhere:')
    .option('--conf <file>', 'postgresql.conf; default: the one in the folder, or in /etc/postgresql where Debian has it')
    .option('--hba <file>', 'pg_hba.conf (hba_file)')
    .option('--ident <file>', 'pg_ident.conf (ident_file)')
    .option('--cert <file>', "the server's certificate (ssl_cert_file)")
    .option('--key <file>', "the server's private key (ssl_key_file)")
    .option('--ca <file>', 'roots of client certificates (ssl_ca_file)')
    .option('--crl <file>', 'revocation lists (ssl_crl_file)')
    .option('--crl-dir <folder>', 'folder of revocation lists (ssl_crl_dir)')
    .option('-c, --setting <name=value>', 'a setting of the command line of postgres, which beats the files', settings)
    .optionsGroup('The server:')
    .option('--server-version <major>', 'major version, 12 to 18; default: what PG_VERSION says, else 17', major)
    .addOption(new Option('--platform <platform>', 'what it runs on').choices(['unix', 'windows']).default('unix'))
    .option('--security-level <level>', 'security level of its OpenSSL, 0 to 5; Debian has 2, OpenSSL before 3.2 has 1', level, 2)
    .option('--user <name>', 'whom it runs as; default: the owner of the data folder')
    .option('--host <name>', 'a name or address under which clients connect with sslmode=verify-full', collect)
    .optionsGroup('What to tell:')
    .option('--days <count>', 'tell what ends within so many days', days, 30)
    .option('--at <time>', 'the moment, such as 2026-11-23 or 2026-11-23T10:00:00Z; default: now', instant)
    .option('--json', 'print findings and predictions as JSON')
    .addHelpText('after', EXAMPLES);
}

function settings(value: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('it is not of the form name=value.');
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

function major(value: string): number {
  if (!/^1[2-8]$/.test(value)) throw new InvalidArgumentError('it is none of the major versions 12 to 18.');
  return Number(value);
}

function level(value: string): number {
  if (!/^[0-5]$/.test(value)) throw new InvalidArgumentError('it is no level from 0 to 5.');
  return Number(value);
}

function days(value: string): number {
  if (!/^\d{1,5}$/.test(value)) throw new InvalidArgumentError('it is no number of days.');
  return Number(value);
}
