/** The options of `certwright pg setup`, `renew` and `revoke`, checked while they are read. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, instant, number } from '../arguments.ts';

/** What the command line of `setup` says. */
export interface SetupOptions {
  readonly host: readonly string[];
  readonly user: readonly string[];
  readonly address?: readonly string[];
  readonly method: 'cert' | 'scram-sha-256';
  /** A name, or true for the usual one. */
  readonly map?: string | true;
  readonly name?: string;
  readonly keyType: string;
  readonly days: number;
  readonly crlDays: number;
  readonly rootPassphrase?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly json?: boolean;
}

/** What the command line of `renew` says. */
export interface RenewOptions {
  readonly intermediate?: true;
  readonly server?: true;
  readonly user?: readonly string[];
  readonly crls?: true;
  readonly newKey?: true;
  readonly days: number;
  readonly crlDays: number;
  readonly root?: string;
  readonly rootPassphrase?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly json?: boolean;
}

/** What the command line of `revoke` says. */
export interface RevokeOptions {
  readonly user: string;
  readonly reason: (typeof REVOCATION_REASONS)[number];
  readonly crlDays: number;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly json?: boolean;
}

/** Kinds of keys by their names on the command line. */
export const KEY_TYPES = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;

/** Reasons of a revocation; the list of RFC 5280 5.3.1 without what is said of CAs, and of certificates that come back. */
export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const;

const PASSPHRASE = "where the passphrase of the root's key comes from: prompt, file:NAME (first line) or env:NAME";

const SETUP_EXAMPLES = `
Examples:
  certwright pg setup certs --host db.example.com --user alice --user bob
  certwright pg setup certs --host db.example.com --host 192.0.2.5 --user bob=bob@example.com --address 10.0.0.0/8 --root-passphrase prompt

Writes a new folder and says what to copy where; an existing one is never touched. docs/pg-setup.md tells more.`;

const RENEW_EXAMPLES = `
Examples:
  certwright pg renew certs --server
  certwright pg renew certs --user alice --new-key
  certwright pg renew certs --intermediate --root /media/usb/root-offline --root-passphrase prompt
  certwright pg renew certs --crls

Old files stay beside the new ones, with .old- and the time behind their names. Keys stay the same but for --new-key.`;

const REVOKE_EXAMPLES = `
Examples:
  certwright pg revoke certs --user alice
  certwright pg revoke certs --user bob --reason cessationOfOperation

All certificates issued to the user are revoked; copy server/root.crl to the server and reload it. A user comes back with
certwright pg renew --user alice --new-key.`;

/** Adds the options of `setup`. */
export function withSetupOptions(command: Command): Command {
  return command
    .argument('<folder>', 'the folder to make')
    .requiredOption('--host <name>', 'host name or address of the server, as clients call it; may be given several times', collect)
    .requiredOption(
      '--user <role[=name]>',
      'a role of the database, and the common name of its certificate where it is another; several times',
      collect,
    )
    .optionsGroup('Lines for pg_hba.conf and pg_ident.conf:')
    .option('--address <cidr>', 'where users come from, such as 10.0.0.0/8; several times; default: all', collect)
    .addOption(
      new Option('--method <method>', 'scram-sha-256 wants a password besides the certificate')
        .choices(['cert', 'scram-sha-256'])
        .default('cert'),
    )
    .option('--map [name]', 'name users by a map; always so where a common name is not the role (default: certwright)')
    .optionsGroup('Certificates:')
    .option('--name <text>', 'what the CAs are called; default: the first host')
    .addOption(new Option('--key-type <type>', 'of all keys').choices(KEY_TYPES).default('ec-p256'))
    .option('--days <number>', 'how long certificates of server and users are valid; root 3650 days, intermediate 1825', days, 365)
    .option('--crl-days <number>', "how long the intermediate's CRL is current", days, 365)
    .option('--root-passphrase <source>', `encrypts the root's key; ${PASSPHRASE}`, passphraseSource)
    .addOption(moment())
    .optionsGroup('Output:')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', SETUP_EXAMPLES);
}

/** Adds the options of `renew`. */
export function withRenewOptions(command: Command): Command {
  return command
    .argument('<folder>', 'a folder that certwright pg setup made')
    .optionsGroup('What is renewed, one or more:')
    .option('--server', "the server's certificate")
    .option('--user <role>', "a user's certificate; several times", collect)
    .option(
      '--intermediate',
      "the intermediate CA's certificate, for the same key, with the chains it stands in and the root's CRL; needs the root's key",
    )
    .option('--crls', "the intermediate's CRL, and the root's where its key is at hand")
    .optionsGroup('How:')
    .option('--new-key', 'a new key for server and users')
    .option('--days <number>', 'how long certificates of server and users are valid', days, 365)
    .option('--crl-days <number>', "how long the intermediate's CRL is current", days, 365)
    .option('--root <folder>', 'where the folder root-offline is now')
    .option('--root-passphrase <source>', PASSPHRASE, passphraseSource)
    .addOption(moment())
    .optionsGroup('Output:')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', RENEW_EXAMPLES);
}

/** Adds the options of `revoke`. */
export function withRevokeOptions(command: Command): Command {
  return command
    .argument('<folder>', 'a folder that certwright pg setup made')
    .requiredOption('--user <role>', 'whose certificates are revoked')
    .addOption(new Option('--reason <reason>', 'stands in the CRL').choices(REVOCATION_REASONS).default('unspecified'))
    .option('--crl-days <number>', 'how long the CRL is current', days, 365)
    .addOption(moment())
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', REVOKE_EXAMPLES);
}

function moment(): Option {
  return new Option('--at <time>', 'take this moment for now, for trials').argParser(instant);
}

/** A day at least; certificates end before the year 10000. */
function days(value: string): number {
  const count = number(value);
  if (count < 1 || count > 36_500) throw new InvalidArgumentError('it is no number of days from 1 to 36500.');
  return count;
}

function passphraseSource(value: string): string {
  if (!/^(?:prompt|(?:file|env):.+)$/s.test(value)) throw new InvalidArgumentError('it is none of prompt, file:NAME and env:NAME.');
  return value;
}
