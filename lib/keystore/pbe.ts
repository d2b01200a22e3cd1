/**
 * Password-based encryption before PBES2: PBES1 (RFC 8018 6.1, A.3) and the schemes of PKCS#12 (RFC 7292 appendix C). All are read; triple DES of PKCS#12 is
 * written too, for readers that know nothing newer.
 *
 *     PBEParameter ::= SEQUENCE {               -- RFC 8018 A.3; pkcs-12PbeParams of RFC 7292 has the same members
 *         salt            OCTET STRING (SIZE(8)),
 *         iterationCount  INTEGER }
 *
 * A salt of another length is taken, as OpenSSL takes it. Left out: MD2.
 */
import type { RandomBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Oid } from '../asn1/oid.ts';
import { readSequence } from '../asn1/reader.ts';
import type { DerWriter } from '../asn1/writer.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import {
  PBE_MD5_DES,
  PBE_MD5_RC2,
  PBE_SHA1_2DES,
  PBE_SHA1_3DES,
  PBE_SHA1_DES,
  PBE_SHA1_RC2,
  PBE_SHA1_RC2_128,
  PBE_SHA1_RC2_40,
  PBE_SHA1_RC4_128,
  PBE_SHA1_RC4_40,
} from '../oids/encryption.ts';
import { desCbcDecrypt, desEde3CbcDecrypt, desEde3CbcEncrypt, rc2CbcDecrypt, rc4Decrypt } from '../crypto/cipher.ts';
import { md5, sha1 } from '../crypto/hash.ts';
import { pbkdf1, pkcs12Kdf } from '../crypto/kdf-old.ts';
import { readCount } from './count.ts';

/** Ciphers of PBES1 and PKCS#12, RC2 and RC4 with the bits of their keys. */
export type PbeCipher = 'DES-CBC' | 'RC2-64-CBC' | 'DES-EDE3-CBC' | 'DES-EDE2-CBC' | 'RC2-128-CBC' | 'RC2-40-CBC' | 'RC4-128' | 'RC4-40';

/** A passphrase as the schemes take it. */
export interface PassphraseForms {
  /** For PBES1 and PBES2. */
  readonly octets: Uint8Array;
  /** For PKCS#12: as `bmpPassword` makes it. */
  readonly wide: Uint8Array;
}

/** What PBES1, or a scheme of PKCS#12, needs besides the passphrase. */
export interface PbeParameters {
  readonly scheme: 'PBES1' | 'PKCS12';
  readonly hash: 'MD5' | 'SHA-1';
  readonly cipher: PbeCipher;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** Choices for new encryption by a scheme of PKCS#12. */
export interface PbeOptions {
  /** Where the salt comes from. */
  readonly random: RandomBytes;
  readonly scheme: 'PKCS12';
  /** Triple DES with three keys where absent. */
  readonly cipher?: 'DES-EDE3-CBC' | 'DES-EDE2-CBC';
  /** 1 to 10,000,000; 100,000 where absent. */
  readonly iterations?: number;
}

type PbeScheme = Pick<PbeParameters, 'scheme' | 'hash' | 'cipher'>;

const SCHEMES: readonly (readonly [Oid, PbeScheme])[] = [
  [PBE_MD5_DES, { scheme: 'PBES1', hash: 'MD5', cipher: 'DES-CBC' }],
  [PBE_MD5_RC2, { scheme: 'PBES1', hash: 'MD5', cipher: 'RC2-64-CBC' }],
  [PBE_SHA1_DES, { scheme: 'PBES1', hash: 'SHA-1', cipher: 'DES-CBC' }],
  [PBE_SHA1_RC2, { scheme: 'PBES1', hash: 'SHA-1', cipher: 'RC2-64-CBC' }],
  [PBE_SHA1_3DES, { scheme: 'PKCS12', hash: 'SHA-1', cipher: 'DES-EDE3-CBC' }],
  [PBE_SHA1_2DES, { scheme: 'PKCS12', hash: 'SHA-1', cipher: 'DES-EDE2-CBC' }],
  [PBE_SHA1_RC2_128, { scheme: 'PKCS12', hash: 'SHA-1', cipher: 'RC2-128-CBC' }],
  [PBE_SHA1_RC2_40, { scheme: 'PKCS12', hash: 'SHA-1', cipher: 'RC2-40-CBC' }],
  [PBE_SHA1_RC4_128, { scheme: 'PKCS12', hash: 'SHA-1', cipher: 'RC4-128' }],
  [PBE_SHA1_RC4_40, { scheme: 'PKCS12', hash: 'SHA-1', cipher: 'RC4-40' }],
];

/** Octets of the key of each cipher. */
const KEY_OCTETS: Readonly<Record<PbeCipher, number>> = {
  'DES-CBC': 8,
  'RC2-64-CBC': 8,
  'DES-EDE3-CBC': 24,
  'DES-EDE2-CBC': 16,
  'RC2-128-CBC': 16,
  'RC2-40-CBC': 5,
  'RC4-128': 16,
  'RC4-40': 5,
};

/** Octets of a new salt: what RFC 8018 A.3 has, and the old readers these files are for. */
const SALT_OCTETS = 8;

/** Octets of the initialization vector of all block ciphers here. */
const BLOCK = 8;

/** The parameters in an AlgorithmIdentifier of PBES1 or PKCS#12; undefined for another algorithm. Throws `bad-algorithm-parameters` and the codes of the DER reader. */
export function decodePbe({ oid, parameters }: AlgorithmIdentifier, path: string): PbeParameters | undefined {
  const scheme = SCHEMES.find(([known]) => known === oid)?.[1];
  if (scheme === undefined) return undefined;
  if (parameters === undefined)
    throw new PkiError('bad-algorithm-parameters', `${scheme.scheme} without parameters`, { path: `${path}/parameters` });
  return readSequence(
    parameters.der,
    (inner) => ({ ...scheme, salt: inner.octetString('salt'), iterations: readCount(inner, 'iterationCount') }),
    { path: `${path}/parameters`, offset: parameters.offset },
  );
}

/** Writes the AlgorithmIdentifier of PBES1 or PKCS#12. */
export function writePbe(writer: DerWriter, { scheme, hash, cipher, salt, iterations }: PbeParameters): void {
  const entry = SCHEMES.find(([, known]) => known.scheme === scheme && known.hash === hash && known.cipher === cipher);
  if (entry === undefined) throw new PkiError('unsupported-encryption-scheme', `there is no ${scheme} with ${hash} and ${cipher}`);
  writer.sequence((algorithm) => algorithm.oid(entry[0]).sequence((inner) => inner.octetString(salt).integer(iterations)));
}

/** New parameters with a fresh salt. */
export function makePbeParameters({ random, cipher = 'DES-EDE3-CBC', iterations = 100_000 }: PbeOptions): PbeParameters {
  return { scheme: 'PKCS12', hash: 'SHA-1', cipher, salt: random(SALT_OCTETS), iterations };
}

/** Why a ciphertext cannot be one of a scheme, by its length alone; undefined where it can. */
export function pbeCiphertextDefect({ cipher }: PbeParameters, length: number): string | undefined {
  if (cipher.startsWith('RC4')) return length > 0 ? undefined : 'expected at least one octet';
  return length > 0 && length % BLOCK === 0 ? undefined : `expected whole blocks of ${BLOCK} octets, found ${length} octets`;
}

/** The ciphertext of `data` under triple DES. Throws `cipher-read-only` for the other ciphers, `kdf-too-costly` and `bad-kdf-parameters` before any work. */
export function pbeEncrypt(parameters: PbeParameters, passphrase: PassphraseForms, data: Uint8Array): Uint8Array {
  const { cipher } = parameters;
  if (cipher !== 'DES-EDE3-CBC' && cipher !== 'DES-EDE2-CBC')
    throw new PkiError('cipher-read-only', `${cipher} is read and not written; DES-EDE3-CBC is`);
  const { key, iv } = deriveKeyAndIv(parameters, passphrase);
  return desEde3CbcEncrypt(key, iv, data);
}

/**
 * The plaintext. Throws `bad-padding` where the passphrase is wrong or the data damaged (RC4 never does),
 * `bad-ciphertext-length`, `kdf-too-costly` (above 10,000,000 iterations or 1 MiB of salt) and `bad-kdf-parameters` before any work.
 */
export function pbeDecrypt(parameters: PbeParameters, passphrase: PassphraseForms, data: Uint8Array): Uint8Array {
  const { key, iv } = deriveKeyAndIv(parameters, passphrase);
  switch (parameters.cipher) {
    case 'RC4-128':
    case 'RC4-40':
      return rc4Decrypt(key, data);
    case 'DES-CBC':
      return desCbcDecrypt(key, iv, data);
    case 'DES-EDE3-CBC':
    case 'DES-EDE2-CBC':
      return desEde3CbcDecrypt(key, iv, data);
    default:
      return rc2CbcDecrypt(key, 8 * key.length, iv, data);
  }
}

function deriveKeyAndIv(
  { scheme, hash, cipher, salt, iterations }: PbeParameters,
  passphrase: PassphraseForms,
): { readonly key: Uint8Array; readonly iv: Uint8Array } {
  const keyLength = KEY_OCTETS[cipher];
  if (scheme === 'PBES1') {
    const derived = pbkdf1(hash === 'MD5' ? md5 : sha1, passphrase.octets, { salt, iterations, keyLength: keyLength + BLOCK });
    return { key: derived.subarray(0, keyLength), iv: derived.subarray(keyLength) };
  }
  return {
    key: pkcs12Kdf(sha1, passphrase.wide, 'key', { salt, iterations, keyLength }),
    iv: pkcs12Kdf(sha1, passphrase.wide, 'iv', { salt, iterations, keyLength: BLOCK }),
  };
}
