/** Keys that `req`, `genpkey`, `genrsa` and `ecparam` make: what their options ask for, and how `req` writes the key file. */
import { generateKeyPairSteps } from '../api/keys.ts';
import { PkiError } from '../base/error.ts';
import { parseEcParameters } from '../keys/sec1.ts';
import type { CurveName, KeyKind, PrivateKey, RsaPssRestrictions } from '../keys/types.ts';
import { SHA1 } from '../oids/algorithms.ts';
import { curveOfName } from './curve-names.ts';
import { lookUpDigest } from './digests.ts';
import { CommandFailure, failureOf } from './failure.ts';
import type { OpensslHost } from './host.ts';
import { pkcs8File } from './key-output.ts';
import { readOrFail } from './files.ts';
import { firstBlock } from './pem-blocks.ts';

/** Algorithms that keys are made for, by all of OpenSSL's names in small letters. */
const ALGORITHMS: Readonly<Record<string, KeyKind['kind']>> = {
  rsa: 'rsa',
  rsaencryption: 'rsa',
  'rsa-pss': 'rsa-pss',
  'rsassa-pss': 'rsa-pss',
  ec: 'ec',
  'id-ecpublickey': 'ec',
  ed25519: 'ed25519',
  ed448: 'ed448',
  x25519: 'x25519',
  x448: 'x448',
};

/** Kinds of keys that OpenSSL makes and this toolkit does not. */
const OTHER_ALGORITHMS = /^(?:dsa|dsaencryption|dh|dhx|x9\.42 dh|dhkeyagreement|sm2|hmac|siphash|poly1305|cmac)$/;

/** How a command words what is wrong with a key's options. */
export interface KeyWords {
  /** A `-pkeyopt` that is unknown or has a bad value. */
  setting(text: string): string;
  /** A key that cannot be made. */
  readonly making: string;
}

/** Bits of an RSA key where nobody says. */
export const DEFAULT_BITS = 2048;

/** Smallest RSA key that OpenSSL makes; what is smaller is a bad setting. */
const MIN_BITS = 512;

/** The algorithm of a name, in any letter case. Throws a `CommandFailure`; `unknown` is what OpenSSL says of a name that is none. */
export function keyAlgorithmOf(name: string, unknown: string): KeyKind['kind'] {
  const lower = name.toLowerCase();
  const known = Object.hasOwn(ALGORITHMS, lower) ? ALGORITHMS[lower] : undefined;
  if (known !== undefined) return known;
  if (OTHER_ALGORITHMS.test(lower)) throw new CommandFailure([`Keys of the kind ${name} are not supported by certwright`]);
  throw new CommandFailure([unknown, `certwright: ${name} is no kind of key`]);
}

/** What key an algorithm and its `-pkeyopt` settings ask for; `bits` and `curve` are what other options said. Throws a `CommandFailure`. */
export function keyKindWith(
  kind: KeyKind['kind'],
  settings: readonly string[],
  words: KeyWords,
  { bits = DEFAULT_BITS, curve }: { readonly bits?: number | undefined; readonly curve?: CurveName | undefined } = {},
): KeyKind {
  if (kind === 'rsa' || kind === 'rsa-pss') return rsaKind(kind, bits, settings, words);
  if (kind === 'ec') return { kind, curve: chosenCurve(curve, settings, words) };
  for (const setting of settings) throw settingFailure(words, setting);
  return { kind };
}

/** What key `req` is to make, by `-newkey`, `-pkeyopt` and `default_bits`. Throws a `CommandFailure`. */
export async function keyKindOf(
  host: OpensslHost,
  newkey: string | undefined,
  settings: readonly string[],
  defaultBits: number | undefined,
): Promise<KeyKind> {
  const text = newkey ?? 'rsa';
  const wordsOf = (name: string): KeyWords => ({
    setting: (setting) => `Key parameter error "${setting}"`,
    making: `req: Error generating ${name} key`,
  });
  if (/^[0-9]+$/.test(text)) return keyKindWith('rsa', settings, wordsOf('rsa'), { bits: Number(text) });
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  if (name === 'param') {
    if (argument === undefined) throw new CommandFailure(['Error allocating keygen context', 'certwright: param:file names no file']);
    return keyKindWith('ec', settings, wordsOf('EC'), { curve: await loadParameters(host, argument, parameterMessages(argument)) });
  }
  const kind = keyAlgorithmOf(name, 'Error allocating keygen context');
  if (argument === undefined) return keyKindWith(kind, settings, wordsOf(name), { bits: defaultBits });
  if ((kind === 'rsa' || kind === 'rsa-pss') && /^[0-9]+$/.test(argument))
    return keyKindWith(kind, settings, wordsOf(name), { bits: Number(argument) });
  const curve = await loadParameters(host, argument, parameterMessages(argument));
  if (kind !== 'ec') throw new CommandFailure(['Key type does not match parameters']);
  return keyKindWith('ec', settings, wordsOf(name), { curve });
}

interface ParameterMessages {
  readonly open: string;
  readonly read: string;
}

function parameterMessages(path: string): ParameterMessages {
  return { open: `Cannot open parameter file ${path}`, read: `Error reading parameter file ${path}` };
}

/** The curve of a parameter file (`EC PARAMETERS`). Throws a `CommandFailure` with one of the messages. */
export async function loadParameters(host: OpensslHost, path: string, { open, read }: ParameterMessages): Promise<CurveName> {
  const octets = await readOrFail(host, path, open);
  try {
    return parseEcParameters(firstBlock(octets, ['EC PARAMETERS']).der);
  } catch (error) {
    throw failureOf(error, read);
  }
}

function rsaKind(kind: 'rsa' | 'rsa-pss', given: number, settings: readonly string[], words: KeyWords): KeyKind {
  const shape: { bits: number; primes?: number; exponent?: bigint } = { bits: given };
  let restrictions: RsaPssRestrictions | undefined;
  const restrict = (change: Partial<RsaPssRestrictions>): void => {
    restrictions = { hash: SHA1, mgfHash: SHA1, minSaltLength: 20, ...restrictions, ...change };
  };
  for (const setting of settings) {
    const [name, value] = splitSetting(setting);
    const number = /^(?:0x[0-9a-f]{1,99}|[0-9]{1,99})$/i.test(value) ? BigInt(value) : undefined;
    const hash = name.endsWith('_md') ? lookUpDigest(value)?.oid : undefined;
    if ((name === 'rsa_keygen_bits' || name === 'bits') && number !== undefined && number >= MIN_BITS) shape.bits = Number(number);
    else if ((name === 'rsa_keygen_primes' || name === 'primes') && number !== undefined) shape.primes = Number(number);
    else if (name === 'rsa_keygen_pubexp' && number !== undefined) shape.exponent = number;
    else if (kind === 'rsa-pss' && name === 'rsa_pss_keygen_md' && hash !== undefined) restrict({ hash });
    else if (kind === 'rsa-pss' && name === 'rsa_pss_keygen_mgf1_md' && hash !== undefined) restrict({ mgfHash: hash });
    else if (kind === 'rsa-pss' && name === 'rsa_pss_keygen_saltlen' && number !== undefined) restrict({ minSaltLength: Number(number) });
    else throw settingFailure(words, setting);
  }
  return kind === 'rsa' || restrictions === undefined ? { kind, ...shape } : { kind, ...shape, restrictions };
}

function chosenCurve(given: CurveName | undefined, settings: readonly string[], words: KeyWords): CurveName {
  let curve = given;
  let problem = 'name a curve with -pkeyopt ec_paramgen_curve:P-256';
  for (const setting of settings) {
    const [name, value] = splitSetting(setting);
    if ((name === 'ec_paramgen_curve' || name === 'group') && value !== '') {
      curve = curveOfName(value);
      problem = `the curve ${value} is not known; ecparam -list_curves names those that are`;
    } else if ((name === 'ec_param_enc' || name === 'encoding') && value !== '') {
      if (value !== 'named_curve')
        throw new CommandFailure([words.making, `certwright: parameters encoded as ${value}; named_curve is supported (RFC 5480 2.1.1)`]);
    } else throw settingFailure(words, setting);
  }
  if (curve === undefined) throw new CommandFailure([words.making, `certwright: ${problem}`]);
  return curve;
}

function splitSetting(setting: string): readonly [name: string, value: string] {
  const colon = setting.indexOf(':');
  return colon < 0 ? [setting, ''] : [setting.slice(0, colon), setting.slice(colon + 1)];
}

function settingFailure(words: KeyWords, setting: string): CommandFailure {
  return new CommandFailure([words.setting(setting)]);
}

/**
 * Makes the key, unless `quiet` with a dot for each candidate tested and a plus for each prime found, as OpenSSL shows it. `message` is said where it cannot be
 * made. Throws a `CommandFailure`.
 */
export function makeKey(
  kind: KeyKind,
  host: OpensslHost,
  { quiet = false, message }: { readonly quiet?: boolean; readonly message?: string } = {},
): PrivateKey {
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
      if (quiet) continue;
      host.stderr(step.value.prime > prime ? '+\n.' : '.');
      ({ prime } = step.value);
      shown = true;
    }
  } catch (error) {
    throw failureOf(error, message ?? (kind.kind === 'rsa' || kind.kind === 'rsa-pss' ? 'Error setting keysize' : 'Error generating key'));
  }
}

/**
 * The PEM of a key file of `req`: PKCS#8, encrypted where a passphrase is given. OpenSSL 3.0 encrypts with triple DES here; this toolkit takes AES-256-CBC, with the
 * same key derivation (PBKDF2, HMAC-SHA-256, 2,048 iterations). Throws a `CommandFailure`.
 */
export function keyFile(key: PrivateKey, passphrase: Uint8Array | undefined): Uint8Array {
  try {
    return pkcs8File(key, 'PEM', passphrase === undefined ? undefined : { cipher: 'AES-256-CBC', passphrase });
  } catch (error) {
    if (error instanceof PkiError) throw failureOf(error, 'Could not write the private key');
    throw error;
  }
}
