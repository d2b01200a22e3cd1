/** `openssl pkcs8` (3.0): puts private keys into PKCS#8, plain or encrypted, and takes them out again. */
import { encodePem, looksLikeDer } from '../../asn1/pem.ts';
import { randomBytes } from '../../api/random.ts';
import { utf8 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { parsePrivateKey } from '../../keys/pkcs8.ts';
import type { PrivateKey } from '../../keys/types.ts';
import { decryptPkcs8, encryptPrivateKey } from '../../keystore/encrypted-key.ts';
import type { EncryptionOptions } from '../../keystore/encryption.ts';
import type { Pbes2Prf } from '../../keystore/pbkdf2.ts';
import { findCipher } from '../ciphers.ts';
import { CommandFailure, failureOf, usageFailure } from '../failure.ts';
import { assertWritable, type FileFormat, loadKey, readOrFail, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { KEY_FILE_ITERATIONS, pkcs8File, pkcs8Octets, privateKeyDer, traditionalFile } from '../key-output.ts';
import {
  type CommandLine,
  formatOption,
  givenFormat,
  hasOption,
  optionNumber,
  optionTable,
  optionValue,
  type OptionTable,
  readOptions,
} from '../options.ts';
import { askNewPassphrase, type Passphrases, readPassphrases } from '../passphrase.ts';
import { firstBlock } from '../pem-blocks.ts';

const pkcs8Options: OptionTable = /* @__PURE__ */ optionTable('pkcs8', {
  flag: 'help nocrypt topk8 traditional noiter scrypt',
  value: 'in out passin passout v1 v2 v2prf',
  positive: 'iter',
  wide: 'scrypt_N scrypt_r scrypt_p',
  format: 'inform outform',
  'unsupported-value': 'engine rand writerand provider-path provider propquery',
});

/** Runs `pkcs8` and gives its exit code. Throws a `CommandFailure`. */
export async function pkcs8Command(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, pkcs8Options);
  const encryption = encryptionOf(line);
  if (line.rest.length > 0) throw usageFailure('pkcs8');
  const passphrases = await readPassphrases(host, optionValue(line, 'passin'), optionValue(line, 'passout'));
  await assertReadable(host, optionValue(line, 'in'));
  await assertWritable(host, optionValue(line, 'out'), 'pkcs8');
  const octets = hasOption(line, 'topk8') ? await wrapped(line, host, passphrases, encryption) : await unwrapped(line, host, passphrases);
  await writeOutput(host, optionValue(line, 'out'), octets, { secret: true, command: 'pkcs8' });
  return 0;
}

/** The input file is looked for before anything else. */
async function assertReadable(host: OpensslHost, path: string | undefined): Promise<void> {
  if (path !== undefined && path !== '-') await readOrFail(host, path, `Can't open "${path}" for reading`);
}

/** `-topk8`: any private key as PKCS#8. */
async function wrapped(line: CommandLine, host: OpensslHost, passphrases: Passphrases, encryption: EncryptionOptions): Promise<Uint8Array> {
  const path = optionValue(line, 'in');
  const key = await loadKey(host, path, 'key', passphrases.input, givenFormat(line, 'inform'));
  const outform = formatOption(line, 'outform');
  if (hasOption(line, 'nocrypt')) return pkcs8File(key, outform);
  const passphrase = passphrases.output ?? (await askNewPassphrase(host, 'Enter Encryption Password:'));
  const der = encrypted(pkcs8Octets(key), passphrase, encryption);
  return outform === 'DER' ? der : utf8(encodePem('ENCRYPTED PRIVATE KEY', der));
}

function encrypted(pkcs8: Uint8Array, passphrase: Uint8Array, encryption: EncryptionOptions): Uint8Array {
  try {
    return encryptPrivateKey(pkcs8, passphrase, encryption);
  } catch (error) {
    throw failureOf(
      error,
      error instanceof PkiError && error.code === 'bad-kdf-parameters' ? 'Error setting PBE algorithm' : 'Error encrypting key',
    );
  }
}

/** Without `-topk8`: what is in PKCS#8, under a passphrase unless `-nocrypt`. */
async function unwrapped(line: CommandLine, host: OpensslHost, passphrases: Passphrases): Promise<Uint8Array> {
  const path = optionValue(line, 'in');
  const octets = await readOrFail(host, path, `Can't open "${path ?? '<stdin>'}" for reading`);
  const inform = formatOption(line, 'inform');
  const open = hasOption(line, 'nocrypt');
  const der = sealedOctets(octets, inform, open);
  const key = open ? opened(() => parsePrivateKey(der)) : await unlocked(der, host, passphrases.input);
  const outform = formatOption(line, 'outform');
  if (outform === 'DER') return privateKeyDer(key);
  try {
    return hasOption(line, 'traditional') ? traditionalFile(key, 'PEM') : pkcs8File(key, 'PEM');
  } catch (error) {
    throw failureOf(error);
  }
}

async function unlocked(der: Uint8Array, host: OpensslHost, given: Uint8Array | undefined): Promise<PrivateKey> {
  const answer = given ?? (await host.prompt('Enter Password:', { echo: false }));
  if (answer === undefined) throw new CommandFailure(["Can't read Password"]);
  return opened(() => parsePrivateKey(decryptPkcs8(der, answer)));
}

function opened(body: () => PrivateKey): PrivateKey {
  try {
    return body();
  } catch (error) {
    throw failureOf(error, 'Error decrypting key');
  }
}

/** The DER of the one kind of block that is looked for. */
function sealedOctets(octets: Uint8Array, format: FileFormat, open: boolean): Uint8Array {
  const label = open ? 'PRIVATE KEY' : 'ENCRYPTED PRIVATE KEY';
  const message = open ? 'Error decrypting key' : 'Error reading key';
  try {
    if (format === 'DER') {
      if (!looksLikeDer(octets)) throw new PkiError('wrong-format', 'expected DER, found PEM');
      return assertSealed(octets, open);
    }
    return firstBlock(octets, [label]).der;
  } catch (error) {
    throw failureOf(error, message);
  }
}

/** Octets that are sealed where they ought to be. Throws `wrong-format`: an AlgorithmIdentifier comes first, where a plain key has its version. */
function assertSealed(der: Uint8Array, open: boolean): Uint8Array {
  const lengthOctets = (der[1] as number) < 0x80 ? 0 : (der[1] as number) & 0x7f;
  if (!open && der[2 + lengthOctets] !== 0x30) throw new PkiError('wrong-format', 'expected an encrypted key, found a plain one');
  return der;
}

const PRFS: Readonly<Record<string, Pbes2Prf>> = {
  hmacwithsha1: 'SHA-1',
  hmacwithsha224: 'SHA-224',
  hmacwithsha256: 'SHA-256',
  hmacwithsha384: 'SHA-384',
  hmacwithsha512: 'SHA-512',
  'hmacwithsha512-224': 'SHA-512/224',
  'hmacwithsha512-256': 'SHA-512/256',
};

/** Schemes that OpenSSL has and certwright does not write. */
const OLD_SCHEMES =
  /^(?:PBE-(?:MD2-DES|MD5-DES|SHA1-RC2-64|MD2-RC2-64|MD5-RC2-64|SHA1-DES|SHA1-RC4-128|SHA1-RC4-40|SHA1-RC2-128|SHA1-RC2-40))$/i;

/** How the options want a key encrypted. Throws a `CommandFailure`. */
function encryptionOf(line: CommandLine): EncryptionOptions {
  const random = randomBytes;
  const iterations = hasOption(line, 'noiter') ? 1 : (optionNumber(line, 'iter') ?? KEY_FILE_ITERATIONS);
  const cipher = findCipher('pkcs8', optionValue(line, 'v2')) ?? 'AES-256-CBC';
  const prfName = optionValue(line, 'v2prf');
  const prf = prfName === undefined ? 'SHA-256' : PRFS[prfName.toLowerCase()];
  if (prf === undefined) throw usageFailure('pkcs8', `Unknown PRF algorithm ${prfName}`);
  const old = optionValue(line, 'v1');
  for (const name of ['scrypt_N', 'scrypt_r', 'scrypt_p']) if ((optionNumber(line, name) ?? 1) <= 0) throw usageFailure('pkcs8');
  if (hasOption(line, 'scrypt', 'scrypt_N', 'scrypt_r', 'scrypt_p'))
    return {
      random,
      cipher,
      kdf: 'scrypt',
      cost: optionNumber(line, 'scrypt_N') ?? 16_384,
      blockSize: optionNumber(line, 'scrypt_r') ?? 8,
      parallelization: optionNumber(line, 'scrypt_p') ?? 1,
    };
  if (old === undefined) return { random, cipher, prf, iterations };
  if (/^PBE-SHA1-3DES$/i.test(old)) return { random, scheme: 'PKCS12', cipher: 'DES-EDE3-CBC', iterations };
  if (/^PBE-SHA1-2DES$/i.test(old)) return { random, scheme: 'PKCS12', cipher: 'DES-EDE2-CBC', iterations };
  if (OLD_SCHEMES.test(old)) throw usageFailure('pkcs8', `The PBE algorithm ${old} is not supported by certwright`);
  throw usageFailure('pkcs8', `Unknown PBE algorithm ${old}`);
}
