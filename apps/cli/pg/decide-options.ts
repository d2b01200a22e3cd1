/** The options of `certwright pg decide`, checked while they are read. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SslMode } from '../../../lib/postgres/index.ts';
import { collect, instant } from '../arguments.ts';

/** A role that is a direct member of another. */
export interface Membership {
  readonly role: string;
  readonly group: string;
}

/** What the command line says, file names as given. */
export interface DecideOptions {
  readonly data?: string;
  readonly hba?: string;
  readonly ident?: string;
  readonly ca?: string;
  readonly crl?: string;
  readonly crlDir?: string;
  /** Major version. */
  readonly serverVersion?: number;
  readonly openssl: '1.1.1' | '3.0';
  readonly securityLevel: 0 | 1 | 2 | 3 | 4 | 5;
  readonly type: 'hostssl' | 'hostnossl' | 'hostgssenc' | 'local';
  readonly address?: string;
  readonly user: string;
  readonly database?: string;
  readonly replication?: true;
  readonly cert?: string;
  readonly password?: 'right' | 'wrong';
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly roles?: string;
  readonly member?: readonly Membership[];
  readonly serverAddress?: readonly string[];
  readonly subnet?: readonly string[];
  readonly clientName?: readonly string[];
  readonly host?: string;
  readonly sslmode?: SslMode;
  readonly root?: string;
  readonly rootCrl?: string;
  readonly serverCert?: string;
  readonly json?: true;
}

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const satisfies readonly SslMode[];

const EXAMPLES = `
Examples:
  certwright pg decide --hba pg_hba.conf --ca root.crt --crl root.crl --cert alice.crt --user alice --address 192.0.2.7
  certwright pg decide --data /var/lib/postgresql/17/main --user alice --type local --json
  certwright pg decide --hba pg_hba.conf --user alice --host db.example.com --root root.crt --server-cert server.crt

Exit codes: 0 accepted, 1 rejected, 2 not decided, because the server would refuse a file or a fact is missing.
With --host both sides have to accept. Options for addresses, names and members may be given several times. docs/pg-setup.md tells more.`;

/** Adds the options to the command. */
export function withDecideOptions(command: Command): Command {
  return command
    .optionsGroup('Files of the server:')
    .option('--data <folder>', 'its data folder: the files that its postgresql.conf names, but for those that are given here')
    .option('--hba <file>', 'pg_hba.conf; files that it includes are read too')
    .option('--ident <file>', 'pg_ident.conf')
    .option('--ca <file>', 'ssl_ca_file; without it the server asks for no certificate')
    .option('--crl <file>', 'ssl_crl_file')
    .option('--crl-dir <folder>', 'ssl_crl_dir')
    .optionsGroup('The login:')
    .requiredOption('--user <role>', 'the role asked for')
    .option('--database <name>', 'the database asked for; default: named like the role')
    .option('--address <ip>', "the client's address as the server sees it; default: 127.0.0.1, but for --type local")
    .addOption(
      new Option('--type <type>', 'how the client connects').choices(['hostssl', 'hostnossl', 'hostgssenc', 'local']).default('hostssl'),
    )
    .option('--cert <file>', 'what the client sends: its certificate, then its intermediates; default: none')
    .addOption(
      new Option('--password <answer>', 'what the client answers where it is asked for one; default: nothing').choices(['right', 'wrong']),
    )
    .option('--replication', 'it is a physical replication connection')
    .option('--at <time>', 'the moment of the login, such as 2026-11-23 or 2026-11-23T10:00:00Z; default: now', instant)
    .optionsGroup('The server:')
    .option('--server-version <major>', 'major version, 12 to 18; default: what --data says, else 17', major)
    .addOption(new Option('--openssl <version>', 'its OpenSSL').choices(['1.1.1', '3.0']).default('3.0'))
    .option('--security-level <level>', 'security level of its TLS, 0 to 5; Debian has 2, OpenSSL before 3.2 has 1', level, 2)
    .option('--roles <file>', 'its roles as JSON: {"alice": {"memberOf": ["staff"], "canLogin": true}}; default: every role exists')
    .option('--member <role=group>', 'a membership, where --roles is not given', members)
    .option('--server-address <ip>', 'an address of the server, for samehost', collect)
    .option('--subnet <cidr>', 'a network of the server, for samenet', collect)
    .option('--client-name <name>', "a name of the client's address that resolves back to it, for lines with host names", collect)
    .optionsGroup('What libpq does about the server, before it logs in:')
    .option('--host <name>', 'the host that the client connects to; given, its side is decided too')
    .addOption(new Option('--sslmode <mode>', "the client's sslmode; default: verify-full").choices(SSL_MODES))
    .option('--root <file>', "the client's sslrootcert (~/.postgresql/root.crt)")
    .option('--root-crl <file>', "the client's sslcrl (~/.postgresql/root.crl)")
    .option('--server-cert <file>', 'what the server sends (ssl_cert_file); default: that of --data')
    .optionsGroup('Output:')
    .option('--json', 'print the decision as JSON')
    .addHelpText('after', EXAMPLES);
}

function major(value: string): number {
  if (!/^1[2-8]$/.test(value)) throw new InvalidArgumentError('it is none of the major versions 12 to 18.');
  return Number(value);
}

function level(value: string): number {
  if (!/^[0-5]$/.test(value)) throw new InvalidArgumentError('it is no level from 0 to 5.');
  return Number(value);
}

function members(value: string, before: readonly Membership[] = []): Membership[] {
  const at = value.indexOf('=');
  const [role, group] = [value.slice(0, at), value.slice(at + 1)];
  if (at < 1 || group === '') throw new InvalidArgumentError('it is not of the form role=group.');
  return [...before, { role, group }];
}
