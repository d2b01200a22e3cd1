/**
 * How the key commands write keys: PKCS#8 plain or encrypted, or the older forms (`-traditional`), PKCS #1 and SEC 1, whose PEM is encrypted by headers.
 * Encryption is OpenSSL 3.0's: PBES2, PBKDF2 with HMAC-SHA-256 and 2,048 iterations.
 */
import { encodePem } from '../asn1/pem.ts';
import { encodeDer } from '../asn1/writer.ts';
import { randomBytes } from '../api/random.ts';
import { utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { publicKeyOf } from '../crypto/public-half.ts';
import { curveOid } from '../keys/curves.ts';
import { encodePkcs1PrivateKey, encodePkcs1PublicKey } from '../keys/pkcs1.ts';
import { encodePkcs8 } from '../keys/pkcs8.ts';
import { encodePublicKey } from '../keys/public-key.ts';
import { encodeSec1 } from '../keys/sec1.ts';
import type { CurveName, PrivateKey, PublicKey } from '../keys/types.ts';
import { encryptPrivateKey } from '../keystore/encrypted-key.ts';
import { encodeLegacyPem } from '../keystore/legacy-pem.ts';
import type { WrittenCipher } from '../keystore/pbes2-cipher.ts';
import type { FileFormat } from './files.ts';
import type { OpensslHost } from './host.ts';
import { askNewPassphrase } from './passphrase.ts';

/** Iterations of PBKDF2 in a key file: OpenSSL 3.0's PKCS5_DEFAULT_ITER, so that both take the same time to open. */
export const KEY_FILE_ITERATIONS = 2048;

/** What to encrypt with. */
export interface Lock {
  readonly cipher: WrittenCipher;
  readonly passphrase: Uint8Array;
}

/** What to encrypt with: nothing without a cipher; the passphrase is asked for, with `prompt`, where none was given. */
export async function lockOf(
  cipher: WrittenCipher | undefined,
  passphrase: Uint8Array | undefined,
  host: OpensslHost,
  prompt?: string,
): Promise<Lock | undefined> {
  return cipher === undefined ? undefined : { cipher, passphrase: passphrase ?? (await askNewPassphrase(host, prompt)) };
}

/** Says that a cipher does nothing for DER of these kinds: OpenSSL writes the key in the clear and says nothing. */
export function noteOpenDer(host: OpensslHost, format: FileFormat, cipher: WrittenCipher | undefined): void {
  if (format === 'DER' && cipher !== undefined)
    host.stderr('certwright: the key is NOT encrypted: the cipher has no effect on DER here; pkcs8 -topk8 -outform DER encrypts\n');
}

/** The public half of a key as its file has it: the point of an EC key in the form it was written in. Throws `bad-private-key`. */
export function publicHalf(key: PrivateKey): PublicKey {
  if (key.kind === 'ec' && key.point !== undefined) return { kind: 'ec', curve: key.curve, point: key.point };
  return publicKeyOf(key);
}

/** PKCS#8 as OpenSSL writes it: version 1, keys of RFC 8410 without their point. */
export function pkcs8Octets(key: PrivateKey): Uint8Array {
  if (key.kind === 'ec' || !('point' in key)) return encodePkcs8(key);
  const { point: _point, ...bare } = key;
  return encodePkcs8(bare);
}

/** The older form of a key: PKCS #1 or SEC 1; undefined for kinds that have none. */
export function traditionalOctets(key: PrivateKey): { readonly label: string; readonly der: Uint8Array } | undefined {
  if (key.kind === 'rsa') return { label: 'RSA PRIVATE KEY', der: encodePkcs1PrivateKey(key) };
  return key.kind === 'ec' ? { label: 'EC PRIVATE KEY', der: encodeSec1(key) } : undefined;
}

/** A private key as PKCS#8. Throws `PkiError`. */
export function pkcs8File(key: PrivateKey, format: FileFormat, lock?: Lock): Uint8Array {
  const plain = pkcs8Octets(key);
  const der =
    lock === undefined
      ? plain
      : encryptPrivateKey(plain, lock.passphrase, {
          random: randomBytes,
          iterations: KEY_FILE_ITERATIONS,
          cipher: lock.cipher,
          prf: 'SHA-256',
        });
  return format === 'DER' ? der : utf8(encodePem(lock === undefined ? 'PRIVATE KEY' : 'ENCRYPTED PRIVATE KEY', der));
}

/** A private key in its older form; DER is never encrypted. Throws `unsupported-key-kind` for a kind that has none. */
export function traditionalFile(key: PrivateKey, format: FileFormat, lock?: Lock): Uint8Array {
  const traditional = traditionalOctets(key);
  if (traditional === undefined) throw new PkiError('unsupported-key-kind', `keys of kind ${key.kind} have no form but PKCS#8`);
  const { label, der } = traditional;
  if (format === 'DER') return der;
  return utf8(lock === undefined ? encodePem(label, der) : encodeLegacyPem(label, der, lock.passphrase, lock.cipher, randomBytes));
}

/** DER as i2d_PrivateKey writes it: the older form where there is one. */
export function privateKeyDer(key: PrivateKey): Uint8Array {
  return traditionalOctets(key)?.der ?? pkcs8Octets(key);
}

/** A public key: SubjectPublicKeyInfo, or PKCS #1 for RSA. Throws `PkiError`. */
export function publicKeyFile(key: PublicKey, format: FileFormat, form: 'spki' | 'pkcs1' = 'spki'): Uint8Array {
  if (form === 'spki') {
    const der = encodePublicKey(key);
    return format === 'DER' ? der : utf8(encodePem('PUBLIC KEY', der));
  }
  if (key.kind !== 'rsa' && key.kind !== 'rsa-pss') throw new PkiError('unsupported-key-kind', `a key of kind ${key.kind} is no RSA key`);
  const der = encodePkcs1PublicKey(key);
  return format === 'DER' ? der : utf8(encodePem('RSA PUBLIC KEY', der));
}

/** `EC PARAMETERS`: the identifier of a named curve. Throws `unsupported-key-kind` where there is none. */
export function curveFile(curve: CurveName | undefined, format: FileFormat): Uint8Array {
  if (curve === undefined) throw new PkiError('unsupported-key-kind', 'a key that is not on a named curve has no parameters');
  const der = encodeDer((writer) => writer.oid(curveOid(curve)));
  return format === 'DER' ? der : utf8(encodePem('EC PARAMETERS', der));
}
