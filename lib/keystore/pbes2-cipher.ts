/**
 * The ciphers of PBES2 as AlgorithmIdentifiers: AES in CBC mode (RFC 8018 B.2.5) and GCM (RFC 5084 3.2), triple DES, DES (B.2.1, B.2.2), and RC2 (B.2.3).
 *
 *     RC2-CBC-Parameter ::= SEQUENCE {
 *         rc2ParameterVersion INTEGER OPTIONAL,
 *         iv OCTET STRING (SIZE(8)) }
 *
 *     GCMParameters ::= SEQUENCE {
 *         aes-nonce        OCTET STRING, -- recommended size is 12 octets
 *         aes-ICVlen       AES-GCM-ICVlen DEFAULT 12 }
 *
 * GCM, DES and RC2 are read and not written: the first, OpenSSL does not read, the others nobody should. Left out: RC5, Camellia, ARIA, SM4, GOST, AES-CCM.
 */
import { PkiError } from '../base/error.ts';
import type { Oid } from '../asn1/oid.ts';
import type { DerReader } from '../asn1/reader.ts';
import { INTEGER } from '../asn1/tags.ts';
import type { DerWriter } from '../asn1/writer.ts';
import { AES_128_CBC, AES_192_CBC, AES_256_CBC, DES_EDE3_CBC } from '../oids/algorithms.ts';
import { AES_128_GCM, AES_192_GCM, AES_256_GCM, DES_CBC, RC2_CBC } from '../oids/encryption.ts';
import {
  aesCbcDecrypt,
  aesCbcEncrypt,
  aesGcmDecrypt,
  desCbcDecrypt,
  desEde3CbcDecrypt,
  desEde3CbcEncrypt,
  rc2CbcDecrypt,
} from '../crypto/cipher.ts';

/** Ciphers of PBES2 that are written. */
export type WrittenCipher = 'AES-128-CBC' | 'AES-192-CBC' | 'AES-256-CBC' | 'DES-EDE3-CBC';

/** Ciphers of PBES2 that are read. */
export type Pbes2Cipher = WrittenCipher | 'AES-128-GCM' | 'AES-192-GCM' | 'AES-256-GCM' | 'DES-CBC' | 'RC2-CBC';

/** A cipher with its parameters. */
export interface CipherChoice {
  readonly cipher: Pbes2Cipher;
  /** Initialization vector, one block of the cipher; for GCM the nonce of 12 octets. */
  readonly iv: Uint8Array;
  /** Octets of the tag, 12 to 16: of GCM. */
  readonly tagLength?: number;
  /** Bits of the key that are of effect: of RC2. */
  readonly effectiveBits?: number;
}

interface CipherFacts {
  readonly oid: Oid;
  /** Octets of the key; undefined for RC2, whose keys have any length. */
  readonly keyLength?: number;
  /** Octets of the initialization vector, and but for GCM of a block. */
  readonly iv: number;
}

const CIPHERS: Readonly<Record<Pbes2Cipher, CipherFacts>> = {
  'AES-128-CBC': { oid: AES_128_CBC, keyLength: 16, iv: 16 },
  'AES-192-CBC': { oid: AES_192_CBC, keyLength: 24, iv: 16 },
  'AES-256-CBC': { oid: AES_256_CBC, keyLength: 32, iv: 16 },
  'AES-128-GCM': { oid: AES_128_GCM, keyLength: 16, iv: 12 },
  'AES-192-GCM': { oid: AES_192_GCM, keyLength: 24, iv: 12 },
  'AES-256-GCM': { oid: AES_256_GCM, keyLength: 32, iv: 12 },
  'DES-EDE3-CBC': { oid: DES_EDE3_CBC, keyLength: 24, iv: 8 },
  'DES-CBC': { oid: DES_CBC, keyLength: 8, iv: 8 },
  'RC2-CBC': { oid: RC2_CBC, iv: 8 },
};

/** Versions that stand for a number of effective bits below 256 (RFC 8018 B.2.3). */
const RC2_VERSIONS: Readonly<Record<number, number>> = { 160: 40, 120: 64, 58: 128 };

/** Octets of an initialization vector of a cipher. */
export function ivOctets(cipher: Pbes2Cipher): number {
  return CIPHERS[cipher].iv;
}

/** Octets of the key that is to be derived for a cipher, where the file says no other number: for RC2 as many as hold its effective bits. */
export function keyOctets({ cipher, effectiveBits = 0 }: CipherChoice): number {
  return CIPHERS[cipher].keyLength ?? Math.ceil(effectiveBits / 8);
}

/** True where a cipher takes keys of this many octets. */
export function takesKeyOctets(cipher: Pbes2Cipher, octets: number): boolean {
  const wanted = CIPHERS[cipher].keyLength;
  return wanted === undefined ? octets >= 1 && octets <= 128 : octets === wanted;
}

/** Why a ciphertext cannot be one of a cipher, by its length alone; undefined where it can. */
export function ciphertextDefect({ cipher, iv, tagLength }: CipherChoice, length: number): string | undefined {
  if (tagLength !== undefined)
    return length > tagLength ? undefined : `expected more than a tag of ${tagLength} octets, found ${length} octets`;
  const block = cipher.startsWith('AES') ? 16 : iv.length;
  return length > 0 && length % block === 0 ? undefined : `expected whole blocks of ${block} octets, found ${length} octets`;
}

/** Reads the AlgorithmIdentifier of a cipher. Throws `unsupported-cipher` and `bad-algorithm-parameters`. */
export function readCipher(reader: DerReader, field: string): CipherChoice {
  return reader.sequence(field, (scheme: DerReader) => {
    const oid = scheme.oid('algorithm');
    const cipher = (Object.keys(CIPHERS) as Pbes2Cipher[]).find((name) => CIPHERS[name].oid === oid);
    if (cipher === undefined)
      scheme.fail('unsupported-cipher', `cipher ${oid}; AES-CBC, AES-GCM, DES-EDE3-CBC, DES-CBC and RC2-CBC are supported`, 'algorithm');
    if (cipher === 'RC2-CBC') return scheme.sequence('parameters', readRc2Parameters);
    if (cipher.endsWith('GCM')) return scheme.sequence('parameters', (parameters) => readGcmParameters(parameters, cipher));
    return { cipher, iv: readIv(scheme, 'parameters', cipher) };
  });
}

function readGcmParameters(parameters: DerReader, cipher: Pbes2Cipher): CipherChoice {
  const iv = readIv(parameters, 'aes-nonce', cipher);
  const tagLength = parameters.optional(INTEGER, () => parameters.smallInteger('aes-ICVlen')) ?? 12;
  if (tagLength < 12 || tagLength > 16)
    parameters.fail('bad-algorithm-parameters', `a tag of GCM has 12 to 16 octets, not ${tagLength}`, 'aes-ICVlen');
  return { cipher, iv, tagLength };
}

function readRc2Parameters(parameters: DerReader): CipherChoice {
  const version = parameters.optional(INTEGER, () => parameters.smallInteger('rc2ParameterVersion'));
  const effectiveBits = version === undefined ? 32 : version < 256 ? RC2_VERSIONS[version] : version;
  if (effectiveBits === undefined || effectiveBits > 1024)
    parameters.fail('bad-algorithm-parameters', `version ${version} of RC2; 160, 120, 58 and 256 to 1024 are known`, 'rc2ParameterVersion');
  return { cipher: 'RC2-CBC', iv: readIv(parameters, 'iv', 'RC2-CBC'), effectiveBits };
}

function readIv(reader: DerReader, field: string, cipher: Pbes2Cipher): Uint8Array {
  const iv = reader.octetString(field);
  const wanted = CIPHERS[cipher].iv;
  if (iv.length !== wanted)
    reader.fail('bad-algorithm-parameters', `an initialization vector of ${cipher} has ${wanted} octets, not ${iv.length}`, field);
  return iv;
}

/** Writes the AlgorithmIdentifier of a cipher. Throws `cipher-read-only` for GCM, DES and RC2. */
export function writeCipher(writer: DerWriter, { cipher, iv }: CipherChoice): void {
  assertWritten(cipher);
  writer.sequence((scheme) => scheme.oid(CIPHERS[cipher].oid).octetString(iv));
}

/** The ciphertext of `data`. Throws `cipher-read-only` for GCM, DES and RC2. */
export function sealWith({ cipher, iv }: CipherChoice, key: Uint8Array, data: Uint8Array): Uint8Array {
  assertWritten(cipher);
  return cipher === 'DES-EDE3-CBC' ? desEde3CbcEncrypt(key, iv, data) : aesCbcEncrypt(key, iv, data);
}

/** The plaintext of `data`. Throws `bad-padding` or `bad-tag` where key or data are wrong, and `bad-ciphertext-length`. */
export function openWith({ cipher, iv, tagLength, effectiveBits = 0 }: CipherChoice, key: Uint8Array, data: Uint8Array): Uint8Array {
  switch (cipher) {
    case 'DES-EDE3-CBC':
      return desEde3CbcDecrypt(key, iv, data);
    case 'DES-CBC':
      return desCbcDecrypt(key, iv, data);
    case 'RC2-CBC':
      return rc2CbcDecrypt(key, effectiveBits, iv, data);
    default:
      return tagLength === undefined ? aesCbcDecrypt(key, iv, data) : aesGcmDecrypt(key, iv, data, tagLength);
  }
}

/** Throws `cipher-read-only` unless a cipher is written. */
export function assertWritten(cipher: Pbes2Cipher): asserts cipher is WrittenCipher {
  if (cipher === 'DES-CBC' || cipher === 'RC2-CBC' || cipher.endsWith('GCM'))
    throw new PkiError('cipher-read-only', `${cipher} is read and not written; AES-CBC and DES-EDE3-CBC are`);
}
