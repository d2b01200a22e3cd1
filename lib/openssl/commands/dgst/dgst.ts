/**
 * `openssl dgst` (3.0), and the digests as commands of their own: digests of files, HMAC, signatures and their verification.
 *
 * Left out, refused by name: BLAKE2, RIPEMD-160, SM3 and MD4; other MACs than HMAC. As in OpenSSL 3.0, Ed25519 and Ed448 do not sign here: they take no digest.
 */
import { createSigner } from '../../../api/keys.ts';
import { fromHex, toHex, utf8 } from '../../../base/bytes.ts';
import { PkiError } from '../../../base/error.ts';
import { type HashFunction, sha256 } from '../../../crypto/hash.ts';
import { hmac } from '../../../crypto/kdf.ts';
import { shakeOctets } from '../../../crypto/sha3.ts';
import type { SignatureAlgorithm } from '../../../crypto/types.ts';
import type { PrivateKey, PublicKey } from '../../../keys/types.ts';
import { dgstOptions } from './options.ts';
import { algorithmFor, type SignatureChoice, signatureChoice } from './signature.ts';
import { digestNames, findDigest } from '../../digests.ts';
import { CommandFailure, failureOf } from '../../failure.ts';
import { assertWritable, type FileFormat, loadKey, loadPublicKey, writeOutput } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { publicHalf } from '../../key-output.ts';
import { type CommandLine, givenFormat, hasOption, optionNumber, optionValue, optionValues, readOptions } from '../../options.ts';
import { readPassphrases } from '../../passphrase.ts';
import { Output } from '../../print.ts';

/** The key that a program's own integrity is checked with (`-fips-fingerprint`), which is public. */
const FINGERPRINT_KEY = 'etaonrishdlcupfm';

/** The name of standard input, which no file has. */
const STDIN = '';

/** What is done with each file. */
interface Task {
  /** Octets from a file's octets. */
  of(data: Uint8Array): Uint8Array;
  /** Name in front of the file's: `SHA2-256`. */
  readonly name: string;
  /** What stands in front of that, but not for standard input: `RSA-`. */
  readonly prefix?: string;
  /** Says whether a signature is good, in place of showing octets. */
  verify?(data: Uint8Array): boolean;
}

/** The keys of `-sign`, `-verify` and `-prverify`. */
interface Keys {
  readonly privateKey?: PrivateKey;
  readonly publicKey: PublicKey;
}

/** Runs `dgst`, or a digest's own command, and gives its exit code. Throws a `CommandFailure`. */
export async function dgstCommand(words: readonly string[], host: OpensslHost, command = 'dgst'): Promise<number> {
  const line = readOptions(words, dgstOptions(command));
  if (hasOption(line, 'list')) {
    host.stdout(utf8(digestList()));
    return 0;
  }
  const named = line.digests.at(-1) ?? (command === 'dgst' ? undefined : command);
  const keyOption = line.options.filter(({ name }) => name === 'sign' || name === 'verify' || name === 'prverify').at(-1);
  if (keyOption !== undefined && line.rest.length > 1) throw new CommandFailure([`${command}: Can only sign or verify one file.`]);
  const verifies = hasOption(line, 'verify', 'prverify');
  const signature = optionValue(line, 'signature');
  if (verifies && signature === undefined) throw new CommandFailure(['No signature to verify: use the -signature option']);
  const { input } = await readPassphrases(host, optionValue(line, 'passin'), undefined, 'Error getting password');
  const path = optionValue(line, 'out');
  await assertWritable(host, path);
  const macKey = macKeyOf(line, named);
  if (macKey !== undefined && keyOption !== undefined) throw new CommandFailure(['MAC and signing key cannot both be specified']);
  const keys =
    keyOption === undefined ? undefined : await loadKeys(keyOption, host, { passphrase: input, format: givenFormat(line, 'keyform') });
  const task =
    keys === undefined
      ? digestTask(line, named, macKey)
      : signatureTask(line, named, keys, verifies ? await readSignature(host, signature as string) : undefined);
  const output = new Output();
  const exitCode = await run(line, host, task, { output, signs: keys !== undefined });
  await writeOutput(host, path, output.finish());
  return exitCode;
}

async function loadKeys(
  { name, value }: { readonly name: string; readonly value: string },
  host: OpensslHost,
  { passphrase, format }: { readonly passphrase: Uint8Array | undefined; readonly format: FileFormat | undefined },
): Promise<Keys> {
  const privateKey = name === 'verify' ? undefined : await loadKey(host, value, 'private key', passphrase, format);
  const publicKey = privateKey === undefined ? await loadPublicKey(host, value, 'public key', { format }) : publicHalf(privateKey);
  if (publicKey.kind === 'ed25519' || publicKey.kind === 'ed448') throw new CommandFailure(['Key type not supported for this operation']);
  return privateKey === undefined ? { publicKey } : { privateKey, publicKey };
}

async function readSignature(host: OpensslHost, path: string): Promise<Uint8Array> {
  try {
    return await host.readFile(path);
  } catch (error) {
    throw failureOf(error, `Error opening signature file ${path}`);
  }
}

/** The key of an HMAC, undefined where none is asked for. Throws a `CommandFailure`. */
function macKeyOf(line: CommandLine, named: string | undefined): Uint8Array | undefined {
  const mac = optionValue(line, 'mac');
  const key = hasOption(line, 'fips-fingerprint') ? FINGERPRINT_KEY : optionValue(line, 'hmac');
  if (mac === undefined) return key === undefined ? undefined : utf8(key);
  if (key !== undefined) throw new CommandFailure(['MAC and signing key cannot both be specified']);
  if (mac.toUpperCase() !== 'HMAC') throw new CommandFailure([`Error initializing ${mac} context`, 'certwright: HMAC is supported']);
  let octets: Uint8Array | undefined;
  for (const option of optionValues(line, 'macopt')) {
    const hex = /^hexkey:((?:[0-9a-f]{2})*)$/i.exec(option);
    if (hex !== null) octets = fromHex(hex[1] as string);
    else if (option.startsWith('key:')) octets = utf8(option.slice(4));
    else throw new CommandFailure([`MAC parameter error "${option}"`]);
  }
  if (octets === undefined) throw new CommandFailure([`${line.command}: Error generating HMAC key`]);
  if (named === undefined) throw new CommandFailure(['Error setting context', 'certwright: name a message digest, such as -sha256']);
  return octets;
}

function digestTask(line: CommandLine, named: string | undefined, macKey: Uint8Array | undefined): Task {
  const length = optionNumber(line, 'xoflen');
  const [, strength] = /^shake-?(128|256)$/i.exec(named ?? '') ?? [];
  if (macKey !== undefined && strength !== undefined)
    throw new CommandFailure(['Error setting context', 'certwright: HMAC is for digests of one length']);
  const hash = named === undefined || strength !== undefined ? sha256 : findDigest(named);
  if (length !== undefined && strength === undefined) throw new CommandFailure(['Length can only be specified for XOF']);
  if (strength !== undefined) {
    const octets = length ?? Number(strength) / 8;
    return { name: `SHAKE-${strength}`, of: (data) => shakeOctets(strength === '128' ? 128 : 256, data, octets) };
  }
  const name = named === undefined ? 'SHA256' : providerName(hash);
  return macKey === undefined
    ? { name, of: (data) => hash.digest(data) }
    : { name, prefix: 'HMAC-', of: (data) => hmac(hash, macKey, data) };
}

function signatureTask(
  line: CommandLine,
  named: string | undefined,
  { privateKey, publicKey }: Keys,
  signature: Uint8Array | undefined,
): Task {
  if (/^shake/i.test(named ?? '')) throw new CommandFailure(['Error setting context', 'certwright: SHAKE is no digest to sign with here']);
  const choice: SignatureChoice = signatureChoice(
    publicKey,
    named === undefined ? undefined : findDigest(named),
    optionValues(line, 'sigopt'),
  );
  if (hasOption(line, 'xoflen')) throw new CommandFailure(['Length can only be specified for XOF']);
  const kind = publicKey.kind === 'ec' ? 'EC' : publicKey.kind === 'rsa' ? 'RSA' : 'RSA-PSS';
  const names = { name: providerName(choice.hash), prefix: `${kind}-` };
  const algorithm = algorithmFor(publicKey, choice, signature);
  if (signature !== undefined) return { ...names, of: () => signature, verify: (data) => algorithm.verify(publicKey, data, signature) };
  return { ...names, of: (data) => signed(privateKey as PrivateKey, algorithm, data) };
}

function signed(key: PrivateKey, algorithm: SignatureAlgorithm, data: Uint8Array): Uint8Array {
  try {
    return createSigner(key, { algorithm }).sign(data);
  } catch (error) {
    throw failureOf(error, 'Error signing data');
  }
}

/** Names of digests as the providers of OpenSSL 3.0 have them. */
function providerName({ label }: HashFunction): string {
  return label.startsWith('SHA-1') ? 'SHA1' : label.replace(/^SHA-/, 'SHA2-');
}

async function run(
  line: CommandLine,
  host: OpensslHost,
  task: Task,
  { output, signs }: { readonly output: Output; readonly signs: boolean },
): Promise<number> {
  if (line.rest.length === 0) return show(line, task, { output, signs, file: STDIN, data: await host.readStdin() });
  let exitCode = 0;
  for (const file of line.rest) {
    try {
      const data = await host.readFile(file);
      exitCode = Math.max(exitCode, show(line, task, { output, signs, file, data }));
    } catch (error) {
      if (!(error instanceof PkiError) || error.code !== 'file-unavailable') throw error;
      const folder = (await host.stat(file)) === 'folder';
      host.stderr(folder ? `Read error in ${file}\ncertwright: ${error.message}\n` : `${file}: ${error.message}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

/** What was found in one file. */
interface Found {
  readonly output: Output;
  readonly signs: boolean;
  readonly file: string;
  readonly data: Uint8Array;
}

function show(line: CommandLine, task: Task, { output, signs, file, data }: Found): number {
  if (task.verify !== undefined) {
    const good = task.verify(data);
    output.add(good ? 'Verified OK\n' : 'Verification failure\n');
    return good ? 0 : 1;
  }
  const octets = task.of(data);
  const last = line.options.filter(({ name }) => name === 'hex' || name === 'binary').at(-1)?.name ?? (signs ? 'binary' : 'hex');
  if (last === 'binary') {
    output.add(octets);
    return 0;
  }
  const style = line.options.filter(({ name }) => name === 'c' || name === 'r').at(-1)?.name;
  if (style === 'r') {
    const shown = file === STDIN ? 'stdin' : file;
    const escaped = shown.replaceAll('\n', '\\n');
    output.add(`${escaped === shown ? '' : '\\'}${toHex(octets)} *${escaped}\n`);
  } else
    output.add(
      `${file === STDIN ? '' : (task.prefix ?? '')}${task.name}(${file === STDIN ? 'stdin' : file})= ${toHex(octets, style === 'c' ? ':' : '')}\n`,
    );
  return 0;
}

/** Three digests a line. */
function digestList(): string {
  const cells = digestNames().map((name) => `-${name.padEnd(25)}`);
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += 3) lines.push(`${cells.slice(at, at + 3).join(' ')}\n`);
  return `Supported digests:\n${lines.join('')}`;
}
