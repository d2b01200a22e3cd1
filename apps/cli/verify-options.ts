/** The options of `certwright verify`, checked while they are read. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { KEY_USAGE_NAMES, type KeyUsageName } from '../../lib/x509/index.ts';
import { collect, duration, instant, number, PURPOSES } from './arguments.ts';

/** What the command line says, file names as given. */
export interface VerifyOptions {
  readonly anchors: readonly string[];
  readonly intermediates?: readonly string[];
  readonly crls?: readonly string[];
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly purpose?: readonly string[];
  readonly keyUsage?: readonly KeyUsageName[];
  readonly host?: readonly string[];
  readonly ip?: readonly string[];
  readonly email?: readonly string[];
  readonly uri?: readonly string[];
  readonly srv?: readonly string[];
  readonly revocation?: 'off' | 'if-available' | 'require';
  readonly requireRevocation?: true;
  readonly revocationScope?: 'leaf' | 'chain' | 'chain-and-anchor';
  /** Milliseconds. */
  readonly maxAge?: number;
  readonly policy?: readonly string[];
  readonly requireExplicitPolicy?: true;
  readonly inhibitAnyPolicy?: true;
  readonly inhibitMapping?: true;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly profile: 'rfc5280' | 'webpki';
  readonly maxDepth?: number;
  readonly minRsaBits?: number;
  readonly anchorConstraints: boolean;
  readonly budget?: Readonly<Partial<Record<(typeof BUDGETS)[number], number>>>;
  readonly allPaths?: true;
  readonly json?: true;
}

const BUDGETS = ['signatures', 'steps', 'comparisons'] as const;

const EXAMPLES = `
Examples:
  certwright verify server.crt --anchors root.crt --purpose serverAuth --host db.example.com
  certwright verify alice.crt --anchors root.crt --crls root.crl --json

Files hold PEM, DER or PKCS #7. Options for files, names, purposes, usages and policies may be given several times.
docs/verification.md tells how to read the answer.`;

/** Adds the options to the command. */
export function withVerifyOptions(command: Command): Command {
  return command
    .argument('<file>', 'the certificate; certificates behind it count as intermediates')
    .optionsGroup('Files:')
    .requiredOption('-a, --anchors <file>', 'trusted certificates', collect)
    .option('-i, --intermediates <file>', 'further certificates, in any order', collect)
    .option('-c, --crls <file>', 'revocation lists; given, every certificate below the anchor needs one, or an OCSP response', collect)
    .addOption(new Option('--crl <file>', 'the same').argParser(collect).hideHelp())
    .option('--ocsp <file>', 'an OCSP response, DER', collect)
    .optionsGroup('What the certificate must be good for:')
    .option('-p, --purpose <purpose>', `${PURPOSES.join(', ')}, or an object identifier`, purposes)
    .option('--key-usage <usage>', 'digitalSignature, keyAgreement, ... where it has a keyUsage', usages)
    .option('--host <name>', 'host name or address it must carry', collect)
    .option('--ip <address>', 'address it must carry', collect)
    .option('--email <address>', 'mailbox it must carry', collect)
    .option('--uri <uri>', 'URI it must carry', collect)
    .option('--srv <name>', 'service it must carry, such as _imaps.example.com', collect)
    .optionsGroup('Revocation:')
    .addOption(
      new Option('--revocation <mode>', 'how it is judged; default: require with --crls or --ocsp, else off').choices([
        'off',
        'if-available',
        'require',
      ]),
    )
    .addOption(new Option('--require-revocation', 'the same as --revocation require').conflicts('revocation'))
    .addOption(
      new Option('--revocation-scope <scope>', 'of which certificates').choices(['leaf', 'chain', 'chain-and-anchor']).default('chain'),
    )
    .option('--max-age <time>', 'how old an answer may be, such as 7d, 12h or 30m', duration)
    .optionsGroup('Policies:')
    .option('--policy <oid>', 'a certificate policy that is accepted; default: any', oids)
    .option('--require-explicit-policy', 'a policy must be valid for the whole path')
    .option('--inhibit-any-policy', 'anyPolicy stands for no policy')
    .option('--inhibit-mapping', 'policies are not mapped')
    .optionsGroup('Rules and limits:')
    .option('--at <time>', 'the moment of the judgement, such as 2026-11-23 or 2026-11-23T10:00:00Z; default: now', instant)
    .addOption(new Option('--profile <profile>', 'rules of the judgement').choices(['rfc5280', 'webpki']).default('rfc5280'))
    .option('--max-depth <number>', 'intermediates between the certificate and its anchor at most', number)
    .option('--min-rsa-bits <number>', 'size of RSA keys at least', number)
    .option('--no-anchor-constraints', 'take anchors for their name and key only, not for their validity and extensions')
    .option('--budget <kind=number>', `${BUDGETS.join(', ')}: how much a judgement may cost`, budgets)
    .optionsGroup('Output:')
    .option('--all-paths', 'look for all valid paths, not for one')
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', EXAMPLES);
}

function purposes(value: string, before?: readonly string[]): string[] {
  if (!(PURPOSES as readonly string[]).includes(value) && !isOid(value))
    throw new InvalidArgumentError(`it is none of ${PURPOSES.join(', ')}, nor an object identifier.`);
  return collect(value, before);
}

function usages(value: string, before?: readonly string[]): string[] {
  if (!(KEY_USAGE_NAMES as readonly string[]).includes(value))
    throw new InvalidArgumentError(`it is none of ${KEY_USAGE_NAMES.join(', ')}.`);
  return collect(value, before);
}

function oids(value: string, before?: readonly string[]): string[] {
  if (!isOid(value)) throw new InvalidArgumentError('it is no object identifier such as 2.23.140.1.2.1.');
  return collect(value, before);
}

function isOid(value: string): boolean {
  return /^[012](?:\.\d+)+$/.test(value);
}

function budgets(value: string, before: Readonly<Record<string, number>> = {}): Record<string, number> {
  const [kind = '', limit = ''] = value.split('=');
  if (!(BUDGETS as readonly string[]).includes(kind))
    throw new InvalidArgumentError(`it is none of ${BUDGETS.join(', ')} with = and a number.`);
  return { ...before, [kind]: number(limit) };
}
