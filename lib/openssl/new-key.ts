/** Keys that `req` makes: what `-newkey`, `-pkeyopt` and `default_bits` ask for, and how the key file is written. */
import { encodePem } from '../asn1/pem.ts';
import { generateKeyPairSteps } from '../api/keys.ts';
import { randomBytes } from '../api/random.ts';
import { utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { encodePkcs8 } from '../keys/pkcs8.ts';
import type { CurveName, KeyKind, PrivateKey } from '../keys/types.ts';
import { encryptPrivateKey } from '../keystore/encrypted-key.ts';
import { CommandFailure, failureOf } from './failure.ts';
import type { OpensslHost } from './host.ts';

/** Iterations of PBKDF2 in a key file: OpenSSL 3.0's PKCS5_DEFAULT_ITER, so that both take the same time to open. */
const ITERATIONS = 2048;

const CURVES: ReadonlyMap<string, CurveName> = /* @__PURE__ */ new Map<string, CurveName>([
  ['P-256', 'P-256'],
  ['prime256v1', 'P-256'],
  ['P-384', 'P-384'],
  ['secp384r1', 'P-384'],
  ['P-521', 'P-521'],
  ['secp521r1', 'P-521'],
]);

/** What key to make. Throws a `CommandFailure`. */
export function keyKindOf(newkey: string | undefined, settings: readonly string[], defaultBits: number | undefined): KeyKind {
  const text = newkey ?? 'rsa';
  const colon = text.indexOf(':');
  const algorithm = (colon < 0 ? text : text.slice(0, colon)).toLowerCase();
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  if (/^[0-9]+$/.test(text)) return rsaKind(Number(text), settings);
  switch (algorithm) {
    case 'rsa':
      if (argument !== undefined && !/^[0-9]+$/.test(argument)) throw new CommandFailure([`Cannot open parameter file ${argument}`]);
      return rsaKind(argument === undefined ? (defaultBits ?? 2048) : Number(argument), settings);
    case 'ec':
      if (argument !== undefined) throw new CommandFailure([`Parameter files (-newkey ${text}) are not supported by certwright`]);
      return ecKind(settings);
    case 'ed25519':
      for (const setting of settings) throw parameterError(setting);
      return { kind: 'ed25519' };
    case 'param':
    case 'dsa':
    case 'rsa-pss':
    case 'ed448':
    case 'x25519':
    case 'x448':
      throw new CommandFailure([`Keys of the kind ${algorithm} are not supported by certwright`]);
    default:
      throw new CommandFailure(['Error allocating keygen context', `certwright: ${algorithm} is no kind of key`]);
  }
}

function rsaKind(bits: number, settings: readonly string[]): KeyKind {
  let size = bits;
  for (const setting of settings) {
    const match = /^rsa_keygen_bits:([0-9]+)$/.exec(setting);
    if (match === null && setting !== 'rsa_keygen_pubexp:65537') throw parameterError(setting);
    if (match !== null) size = Number(match[1]);
  }
  return { kind: 'rsa', bits: size };
}

function ecKind(settings: readonly string[]): KeyKind {
  let curve: CurveName | undefined;
  for (const setting of settings) {
    const match = /^ec_paramgen_curve:(.+)$/.exec(setting);
    if (match === null && setting !== 'ec_param_enc:named_curve') throw parameterError(setting);
    if (match === null) continue;
    curve = CURVES.get(match[1] as string);
    if (curve === undefined)
      throw new CommandFailure(['req: Error generating ec key', `certwright: the curve ${match[1]} is not supported by certwright`]);
  }
  if (curve === undefined)
    throw new CommandFailure(['req: Error generating ec key', 'certwright: name a curve with -pkeyopt ec_paramgen_curve:P-256']);
  return { kind: 'ec', curve };
}

function parameterError(setting: string): CommandFailure {
  return new CommandFailure([`Key parameter error "${setting}"`]);
}

/** Makes the key, with a dot for each candidate tested and a plus for each prime found, as OpenSSL shows it. Throws a `CommandFailure`. */
export function makeKey(kind: KeyKind, host: OpensslHost): PrivateKey {
  const steps = generateKeyPairSteps(kind);
  let prime = 1;
  let shown = false;
  try {
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        if (shown) host.stderr('+\n');
        return step.value.privateKey;
      }
      host.stderr(step.value.prime > prime ? '+\n.' : '.');
      ({ prime } = step.value);
      shown = true;
    }
  } catch (error) {
    throw failureOf(error, kind.kind === 'rsa' ? 'Error setting keysize' : 'Error generating key');
  }
}

/**
 * The PEM of a key file: PKCS#8, under PBES2 where a passphrase is given. OpenSSL 3.0 encrypts with triple DES here; this toolkit reads that and writes
 * AES-256-CBC, with the same key derivation (PBKDF2, HMAC-SHA-256, 2,048 iterations). Throws a `CommandFailure`.
 */
export function keyFile(key: PrivateKey, passphrase: Uint8Array | undefined): Uint8Array {
  const pkcs8 = encodePkcs8(key);
  if (passphrase === undefined) return utf8(encodePem('PRIVATE KEY', pkcs8));
  try {
    const encrypted = encryptPrivateKey(pkcs8, passphrase, {
      random: randomBytes,
      iterations: ITERATIONS,
      cipher: 'AES-256-CBC',
      prf: 'SHA-256',
    });
    return utf8(encodePem('ENCRYPTED PRIVATE KEY', encrypted));
  } catch (error) {
    if (error instanceof PkiError) throw failureOf(error, 'Could not write the private key');
    throw error;
  }
}
