/**
 * `openssl pkeyutl` (3.0): signs and verifies messages (`-rawin`) and digests made elsewhere, encrypts and decrypts with RSA, and derives shared secrets.
 *
 * Left out, refused by name: with RSA and without `-rawin`, signatures over what is no digest, and RSASSA-PSS; `-verifyrecover`, key derivation functions (`-kdf`),
 * `-asn1parse`.
 */
import { createSigner } from '../../api/keys.ts';
import { randomBytes } from '../../api/random.ts';
import { utf8 } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { sharedSecret } from '../../crypto/agreement.ts';
import { ed448 } from '../../crypto/ed448.ts';
import { ed25519 } from '../../crypto/eddsa.ts';
import { type HashFunction, sha1 } from '../../crypto/hash.ts';
import { decryptRsaOaep, encryptRsaOaep, type RsaOaepOptions } from '../../crypto/rsa/oaep.ts';
import { decryptRsaPkcs1, encryptRsaPkcs1 } from '../../crypto/rsa/pkcs1-encryption.ts';
import type { SignatureAlgorithm } from '../../crypto/types.ts';
import { parsePublicKey } from '../../keys/public-key.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { algorithmFor, signatureChoice } from './dgst/signature.ts';
import { lookUpDigest } from '../digests.ts';
import { CommandFailure, failureOf, usageFailure } from '../failure.ts';
import { assertWritable, loadCertificate, loadKey, loadPublicKey, readOrFail, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { publicHalf } from '../key-output.ts';
import {
  type CommandLine,
  givenFormat,
  hasOption,
  optionTable,
  optionValue,
  optionValues,
  type OptionTable,
  readOptions,
} from '../options.ts';
import { readPassphrases } from '../passphrase.ts';
import { octetDump } from '../text/options.ts';

const pkeyutlOptions: OptionTable = /* @__PURE__ */ optionTable('pkeyutl', {
  flag: 'help sign verify encrypt decrypt derive rawin pubin certin rev hexdump',
  value: 'in inkey passin peerkey sigfile out digest pkeyopt',
  'any-format': 'keyform peerform',
  unsupported: 'engine_impl verifyrecover asn1parse',
  'unsupported-value': 'engine config pkeyopt_passin kdf kdflen rand writerand provider-path provider propquery',
});

type Operation = 'sign' | 'verify' | 'encrypt' | 'decrypt' | 'derive';

const OPERATIONS: readonly Operation[] = ['sign', 'verify', 'encrypt', 'decrypt', 'derive'];

const NO_CONTEXT = 'pkeyutl: Error initializing context';

/** What an operation works with. */
interface Work {
  readonly line: CommandLine;
  readonly key: PrivateKey | undefined;
  readonly publicKey: PublicKey;
}

/** Runs `pkeyutl` and gives its exit code. Throws a `CommandFailure`. */
export async function pkeyutlCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, pkeyutlOptions);
  if (line.rest.length > 0) throw usageFailure('pkeyutl');
  const operation =
    line.options
      .map(({ name }) => name as Operation)
      .filter((name) => OPERATIONS.includes(name))
      .at(-1) ?? 'sign';
  checkOptions(line, operation);
  const loaded = await loadKeys(line, host, operation);
  const peer = hasOption(line, 'peerkey') ? await loadPeer(line, host, loaded) : undefined;
  const work = prepared({ line, ...loaded }, operation, peer);
  const sigfile = optionValue(line, 'sigfile');
  if (operation !== 'verify' && sigfile !== undefined) throw new CommandFailure(['pkeyutl: Signature file specified for non verify']);
  if (operation === 'verify' && sigfile === undefined) throw new CommandFailure(['pkeyutl: No signature file specified for verify']);
  const input = operation === 'derive' ? new Uint8Array(0) : await readInput(line, host);
  const path = optionValue(line, 'out');
  await assertWritable(host, path);
  const signature = sigfile === undefined ? undefined : await readOrFail(host, sigfile, `Can't open signature file ${sigfile}`);
  const { octets, exitCode } = work(input, signature);
  await writeOutput(host, path, hasOption(line, 'hexdump') && operation !== 'verify' ? utf8(octetDump(octets, 0)) : octets);
  return exitCode;
}

function checkOptions(line: CommandLine, operation: Operation): void {
  const raw = hasOption(line, 'rawin');
  const signs = operation === 'sign' || operation === 'verify';
  if (raw && !signs) throw usageFailure('pkeyutl', '-rawin can only be used with -sign or -verify');
  if (hasOption(line, 'digest') && !raw) throw usageFailure('pkeyutl', '-digest can only be used with -rawin');
  if (raw && hasOption(line, 'rev')) throw usageFailure('pkeyutl', '-rev cannot be used with raw input');
  if (!hasOption(line, 'inkey')) throw usageFailure('pkeyutl', 'no private key given (-inkey parameter).');
}

async function loadKeys(line: CommandLine, host: OpensslHost, operation: Operation): Promise<Omit<Work, 'line'>> {
  const path = optionValue(line, 'inkey') as string;
  const format = givenFormat(line, 'keyform');
  const needsPrivate = operation === 'sign' || operation === 'decrypt' || operation === 'derive';
  try {
    const { input } = await readPassphrases(host, optionValue(line, 'passin'), undefined, 'Error getting password');
    if (!hasOption(line, 'pubin', 'certin')) {
      const key = await loadKey(host, path, 'private key', input, format);
      return { key, publicKey: publicHalf(key) };
    }
    const publicKey = hasOption(line, 'certin')
      ? parsePublicKey((await loadCertificate(host, path, 'Certificate', format === undefined ? {} : { format })).publicKey)
      : await loadPublicKey(host, path, 'public key', { format });
    if (needsPrivate) throw new CommandFailure(['A private key is needed for this operation']);
    return { key: undefined, publicKey };
  } catch (error) {
    if (error instanceof PkiError) throw failureOf(error, NO_CONTEXT);
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure([...error.lines, NO_CONTEXT]);
  }
}

async function loadPeer(line: CommandLine, host: OpensslHost, { publicKey }: Omit<Work, 'line'>): Promise<PublicKey> {
  const path = optionValue(line, 'peerkey') as string;
  const closing = 'pkeyutl: Error setting up peer key';
  let peer: PublicKey;
  try {
    peer = await loadPublicKey(host, path, 'peer key', { opening: 'public key of peer key', format: givenFormat(line, 'peerform') });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure([...error.lines, `Error reading peer key ${path}`, closing]);
  }
  if (peer.kind !== publicKey.kind || (peer.kind === 'ec' && publicKey.kind === 'ec' && peer.curve !== publicKey.curve))
    throw new CommandFailure([closing, 'certwright: the two keys are of different kinds or on different curves']);
  return peer;
}

/** What to do with the input and the signature. Throws a `CommandFailure` where key, operation and `-pkeyopt` do not fit. */
function prepared(
  work: Work,
  operation: Operation,
  peer: PublicKey | undefined,
): (input: Uint8Array, signature: Uint8Array | undefined) => { readonly octets: Uint8Array; readonly exitCode: number } {
  const { line, key, publicKey } = work;
  const plain = (body: (input: Uint8Array) => Uint8Array) => (input: Uint8Array) => ({ octets: operated(() => body(input)), exitCode: 0 });
  if (operation === 'derive') {
    if (!['ec', 'x25519', 'x448'].includes(publicKey.kind)) throw new CommandFailure([NO_CONTEXT]);
    for (const option of optionValues(line, 'pkeyopt')) throw optionFailure(option);
    if (peer === undefined) throw new CommandFailure(['Key derivation failed', 'certwright: name the other key with -peerkey']);
    return plain(() => sharedSecret(key as PrivateKey, peer));
  }
  if (operation === 'encrypt' || operation === 'decrypt') {
    if (publicKey.kind !== 'rsa') throw new CommandFailure([NO_CONTEXT]);
    const oaep = encryptionOptions(line);
    const random = { random: randomBytes };
    if (operation === 'encrypt')
      return plain((input) => (oaep === undefined ? encryptRsaPkcs1(publicKey, input, random) : encryptRsaOaep(publicKey, input, oaep)));
    return plain((input) =>
      oaep === undefined ? decryptRsaPkcs1(key as PrivateKey, input, random) : decryptRsaOaep(key as PrivateKey, input, oaep),
    );
  }
  const algorithmOf = hasOption(line, 'rawin') ? signatureAlgorithm(work) : digestAlgorithm(work);
  if (operation === 'sign') return plain((input) => createSigner(key as PrivateKey, { algorithm: algorithmOf() }).sign(input));
  return (input, signature = new Uint8Array(0)) => {
    const good = catchMalformed(() => algorithmOf(signature).verify(publicKey, input, signature)) === true;
    return { octets: utf8(good ? 'Signature Verified Successfully\n' : 'Signature Verification Failure\n'), exitCode: good ? 0 : 1 };
  };
}

function signatureAlgorithm({ line, publicKey }: Work): (signature?: Uint8Array) => SignatureAlgorithm {
  const digest = optionValue(line, 'digest');
  const options = optionValues(line, 'pkeyopt');
  if (publicKey.kind === 'ed25519' || publicKey.kind === 'ed448') {
    if (digest !== undefined) throw new CommandFailure([NO_CONTEXT, `certwright: keys of kind ${publicKey.kind} take no digest`]);
    for (const option of options) throw optionFailure(option);
    const algorithm = publicKey.kind === 'ed25519' ? ed25519 : ed448;
    return () => algorithm;
  }
  const hash = digest === undefined ? undefined : lookUpDigest(digest);
  if (digest !== undefined && hash === undefined)
    throw new CommandFailure([NO_CONTEXT, `certwright: the digest ${digest} is not supported`]);
  try {
    const choice = signatureChoice(publicKey, hash, options, optionFailure);
    return (signature) => algorithmFor(publicKey, choice, signature);
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.lines[0] !== 'Error setting context') throw error;
    throw new CommandFailure([NO_CONTEXT, ...error.lines.slice(1)]);
  }
}

/** For a digest in place of a message: ECDSA takes octets of any length, RSA those of the digest that `-pkeyopt digest:` names. Throws a `CommandFailure`. */
function digestAlgorithm({ line, publicKey }: Work): () => SignatureAlgorithm {
  if (publicKey.kind !== 'ec' && publicKey.kind !== 'rsa' && publicKey.kind !== 'rsa-pss') throw new CommandFailure([NO_CONTEXT]);
  let named: HashFunction | undefined;
  const others: string[] = [];
  for (const option of optionValues(line, 'pkeyopt')) {
    if (!option.startsWith('digest:')) others.push(option);
    else if ((named = lookUpDigest(option.slice('digest:'.length))) === undefined) throw optionFailure(option);
  }
  const { hash, pss } = signatureChoice(publicKey, named, others, optionFailure);
  if (pss !== undefined || (named === undefined && publicKey.kind !== 'ec'))
    throw new CommandFailure([
      NO_CONTEXT,
      'certwright: without -rawin RSA signs digests by PKCS #1 v1.5 only; name the digest with -pkeyopt digest:sha256',
    ]);
  const given: HashFunction = { ...hash, digest: (data) => checkedDigest(data, named) };
  const algorithm = algorithmFor(publicKey, { hash: given });
  return () => algorithm;
}

function checkedDigest(data: Uint8Array, named: HashFunction | undefined): Uint8Array {
  if (named !== undefined && data.length !== named.outputLength)
    throw new PkiError('bad-digest-length', `a digest of ${named.label} has ${named.outputLength} octets, not ${data.length}`);
  return data;
}

/** The parameters of RSAES-OAEP, undefined for PKCS #1 v1.5. Throws a `CommandFailure`. */
function encryptionOptions(line: CommandLine): RsaOaepOptions | undefined {
  let oaep = false;
  let hash: HashFunction = sha1;
  let mgfHash: HashFunction | undefined;
  for (const option of optionValues(line, 'pkeyopt')) {
    const [, name, value = ''] = /^([^:]+):(.*)$/s.exec(option) ?? [];
    const digest = lookUpDigest(value);
    if (name === 'rsa_padding_mode' && (value === 'oaep' || value === 'pkcs1')) oaep = value === 'oaep';
    else if (name === 'rsa_oaep_md' && digest !== undefined && oaep) hash = digest;
    else if (name === 'rsa_mgf1_md' && digest !== undefined && oaep) mgfHash = digest;
    else throw optionFailure(option);
  }
  if (!oaep) return undefined;
  return { hash, ...(mgfHash === undefined ? {} : { mgfHash }), random: randomBytes };
}

function optionFailure(option: string): CommandFailure {
  return new CommandFailure([`pkeyutl: Can't set parameter "${option}":`]);
}

function operated(body: () => Uint8Array): Uint8Array {
  try {
    return body();
  } catch (error) {
    throw failureOf(error, 'Public Key operation error');
  }
}

async function readInput(line: CommandLine, host: OpensslHost): Promise<Uint8Array> {
  const path = optionValue(line, 'in');
  const octets = await readOrFail(host, path, `Can't open "${path ?? '<stdin>'}" for reading`);
  return hasOption(line, 'rev') ? octets.slice().reverse() : octets;
}
