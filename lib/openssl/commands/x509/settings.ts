/** What the options of `openssl x509` say about signing, checked and loaded in OpenSSL's order. */
import { PkiError } from '../../../base/error.ts';
import { encodePublicKey } from '../../../keys/public-key.ts';
import type { PrivateKey } from '../../../keys/types.ts';
import type { Name } from '../../../x509/name.ts';
import { type Config, configValue } from '../../config/config.ts';
import { checkSection } from '../../extension-check.ts';
import { CommandFailure, usageFailure } from '../../failure.ts';
import { loadConfig, loadKey, loadPublicKey } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { parseSubjectText } from '../../name-text.ts';
import { octetText, readable } from '../../octets.ts';
import { type CommandLine, hasOption, optionValue, optionValues } from '../../options.ts';
import { readPassphrases } from '../../passphrase.ts';
import { parseSerialOption } from '../../serial-file.ts';
import { DEFAULT_DAYS } from '../../signing.ts';

/** What the options say about signing, files read and passphrases asked for in OpenSSL's order. */
export interface Settings {
  readonly line: CommandLine;
  readonly host: OpensslHost;
  readonly passphrase: Uint8Array | undefined;
  readonly days: number;
  readonly serialNumber: Uint8Array | undefined;
  /** Flags of names, for the subject that is printed. */
  readonly names: number;
  /** `-copy_extensions`; undefined where it is not given. */
  readonly copies: CopyRule | undefined;
  /** The key of `-signkey`. */
  readonly key: PrivateKey | undefined;
  /** The key of `-force_pubkey`: DER of a SubjectPublicKeyInfo. */
  readonly forcedKey: Uint8Array | undefined;
  readonly subject: Name | undefined;
  readonly caFile: string | undefined;
  readonly extensionFile: ExtensionFile | undefined;
}

/** `-extfile`, and the section that is used of it. */
export interface ExtensionFile {
  readonly config: Config;
  readonly section: string;
}

/** Reads them; `names` are the flags of names. Throws a `CommandFailure`. */
export async function readSettings(line: CommandLine, host: OpensslHost, names: number): Promise<Settings> {
  const days = daysOf(line);
  const serials = optionValues(line, 'set_serial');
  if (serials.length > 1) throw new CommandFailure(['Serial number supplied twice', 'x509: Use -help for summary.']);
  const serialNumber = serials[0] === undefined ? undefined : parseSerialOption('x509', serials[0]);
  const copies = copyRule(line);
  for (const option of optionValues(line, 'vfyopt')) throw usageFailure('x509', `Option -vfyopt ${option} is not supported by certwright`);
  if (hasOption(line, 'preserve_dates') && hasOption(line, 'days'))
    throw new CommandFailure(['Cannot use -preserve_dates with -days option']);
  const { input: passphrase } = await readPassphrases(host, optionValue(line, 'passin'), undefined);
  const fresh = hasOption(line, 'new');
  for (const name of ['in', 'req'])
    if (fresh && hasOption(line, name)) throw new CommandFailure([`The -${name} option cannot be used with -new`]);
  const keyFile = optionValue(line, 'key', 'signkey');
  const key = keyFile === undefined ? undefined : await loadKey(host, keyFile, 'private key', passphrase);
  const forced = optionValue(line, 'force_pubkey');
  const forcedKey = forced === undefined ? undefined : encodePublicKey(await loadPublicKey(host, forced, 'explicitly set public key'));
  if (fresh && !hasOption(line, 'subj')) throw new CommandFailure(['The -new option requires a subject to be set using -subj']);
  if (fresh && key === undefined && forced === undefined)
    throw new CommandFailure(['The -new option requires using the -key or -force_pubkey option']);
  const subject = subjectOf(line, host);
  const caFile = optionValue(line, 'CA');
  if (caFile !== undefined && keyFile !== undefined) throw new CommandFailure(['Cannot use both -key/-signkey and -CA option']);
  if (caFile === undefined) warnWithoutCa(line, host);
  const extensionFile = await loadExtensionFile(line, host);
  return { line, host, passphrase, days, serialNumber, names, copies, key, forcedKey, subject, caFile, extensionFile };
}

/** `-extfile` with its section, whose syntax is checked before anything is asked or made. */
async function loadExtensionFile(line: CommandLine, host: OpensslHost): Promise<ExtensionFile | undefined> {
  const path = optionValue(line, 'extfile');
  const named = optionValue(line, 'extensions');
  if (path === undefined) {
    if (named !== undefined) host.stderr('Warning: ignoring -extensions option without -extfile\n');
    return undefined;
  }
  const config = await loadConfig(host, path, 'x509');
  const section = named ?? configValue(config, 'default', 'extensions') ?? 'default';
  checkSection(config, section, `Error checking extension section ${section}`);
  return { config, section };
}

/** `-subj`. */
function subjectOf(line: CommandLine, host: OpensslHost): Name | undefined {
  const text = optionValue(line, 'subj');
  if (text === undefined) return undefined;
  try {
    return parseSubjectText(octetText(text), { utf8: true, onWarning: (warning) => host.stderr(`x509 warning: ${readable(warning)}\n`) });
  } catch (error) {
    if (error instanceof PkiError) throw new CommandFailure([`x509: ${error.message}`]);
    throw error;
  }
}

function daysOf(line: CommandLine): number {
  const text = optionValue(line, 'days');
  if (text === undefined) return DEFAULT_DAYS;
  // OpenSSL checks the number with strtol and then reads it with atoi: decimal behind a leading zero, and nothing of a hexadecimal one.
  if (/x/i.test(text)) throw usageFailure('x509', `Can't parse "${text}" as a number`);
  const days = Number(text);
  if (days < -1) throw new CommandFailure(['x509: -days parameter arg must be >= -1']);
  return days;
}

/** Values of `-copy_extensions`. */
export type CopyRule = 'none' | 'copy' | 'copyall';

/** `-copy_extensions`: what a request asks for goes into the certificate. */
function copyRule(line: CommandLine): CopyRule | undefined {
  const value = optionValue(line, 'copy_extensions');
  if (value === undefined || value === 'none' || value === 'copy' || value === 'copyall') return value;
  throw new CommandFailure([`Invalid extension copy option: ${value}`]);
}

function warnWithoutCa(line: CommandLine, host: OpensslHost): void {
  for (const name of ['CAkey', 'CAkeyform', 'CAform', 'CAserial', 'CAcreateserial'])
    if (hasOption(line, name)) host.stderr(`Warning: ignoring -${name} option since -CA option is not given\n`);
}
