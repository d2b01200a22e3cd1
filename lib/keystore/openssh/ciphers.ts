/** The encryption of OpenSSH's private keys: its ciphers by OpenSSH's names, and bcrypt as the derivation. */
import type { RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { aesGcmDecrypt, aesGcmEncrypt } from '../../crypto/cipher.ts';
import { aesCbcBlocks, aesCtr, chachaPolyDecrypt, chachaPolyEncrypt } from '../../crypto/cipher-openssh.ts';
import { desCbcBlocks } from '../../crypto/des.ts';
import { bcryptPbkdf } from '../../crypto/kdf-bcrypt.ts';
import { type Passphrase, passphraseForms } from '../encryption.ts';

/** Ciphers that are read and written. */
export type OpensshCipher =
  | `aes${128 | 192 | 256}-${'ctr' | 'cbc'}`
  | `aes${128 | 256}-gcm@openssh.com`
  | 'chacha20-poly1305@openssh.com'
  | '3des-cbc';

/** How a private key is encrypted. */
export interface OpensshEncryption {
  readonly cipher: OpensshCipher;
  readonly salt: Uint8Array;
  readonly rounds: number;
}

interface CipherFacts {
  /** Octets of the key. */
  readonly key: number;
  /** Octets of the initialization vector, derived with the key. */
  readonly iv: number;
  /** What the plaintext is padded to. */
  readonly block: number;
  /** Octets of the tag behind the ciphertext. */
  readonly tag: number;
}

const CIPHERS: Readonly<Record<OpensshCipher, CipherFacts>> = {
  'aes128-ctr': { key: 16, iv: 16, block: 16, tag: 0 },
  'aes192-ctr': { key: 24, iv: 16, block: 16, tag: 0 },
  'aes256-ctr': { key: 32, iv: 16, block: 16, tag: 0 },
  'aes128-cbc': { key: 16, iv: 16, block: 16, tag: 0 },
  'aes192-cbc': { key: 24, iv: 16, block: 16, tag: 0 },
  'aes256-cbc': { key: 32, iv: 16, block: 16, tag: 0 },
  'aes128-gcm@openssh.com': { key: 16, iv: 12, block: 16, tag: 16 },
  'aes256-gcm@openssh.com': { key: 32, iv: 12, block: 16, tag: 16 },
  'chacha20-poly1305@openssh.com': { key: 64, iv: 0, block: 8, tag: 16 },
  '3des-cbc': { key: 24, iv: 8, block: 8, tag: 0 },
};

/** The block of a key that is not encrypted. */
const PLAIN_BLOCK = 8;

/** The cipher of a name. Throws `unsupported-cipher`. */
export function opensshCipherOf(name: string): OpensshCipher {
  if (Object.hasOwn(CIPHERS, name)) return name as OpensshCipher;
  throw new PkiError(
    'unsupported-cipher',
    `encrypted with ${JSON.stringify(name.slice(0, 64))}; ${Object.keys(CIPHERS).join(', ')} are read`,
  );
}

/** What the plaintext is padded to, in octets. */
export function opensshBlock(cipher: OpensshCipher | undefined): number {
  return cipher === undefined ? PLAIN_BLOCK : CIPHERS[cipher].block;
}

/** Octets of the tag behind a ciphertext. */
export function opensshTag(cipher: OpensshCipher | undefined): number {
  return cipher === undefined ? 0 : CIPHERS[cipher].tag;
}

/** A new encryption with a fresh salt. */
export function makeOpensshEncryption(random: RandomBytes, cipher: OpensshCipher = 'aes256-ctr', rounds = 24): OpensshEncryption {
  return { cipher: opensshCipherOf(cipher), salt: random(16), rounds };
}

/** The ciphertext, its tag behind it. Throws `bad-kdf-parameters`, for an empty passphrase too, and `kdf-too-costly`. */
export function opensshEncrypt(encryption: OpensshEncryption, passphrase: Passphrase, data: Uint8Array): Uint8Array {
  const { key, iv } = derive(encryption, passphrase);
  switch (familyOf(encryption.cipher)) {
    case 'ctr':
      return aesCtr(key, iv, data);
    case 'cbc':
      return aesCbcBlocks('encrypt', key, iv, data);
    case 'gcm':
      return aesGcmEncrypt(key, iv, data);
    case 'chacha':
      return chachaPolyEncrypt(key, data);
    default:
      return desCbcBlocks('encrypt', key, iv, data);
  }
}

/** The plaintext of whole blocks and a tag. Throws `bad-tag` where there is one and it does not fit, `bad-kdf-parameters` and `kdf-too-costly` before any work. */
export function opensshDecrypt(encryption: OpensshEncryption, passphrase: Passphrase, data: Uint8Array): Uint8Array {
  const { key, iv } = derive(encryption, passphrase);
  switch (familyOf(encryption.cipher)) {
    case 'ctr':
      return aesCtr(key, iv, data);
    case 'cbc':
      return aesCbcBlocks('decrypt', key, iv, data);
    case 'gcm':
      return aesGcmDecrypt(key, iv, data);
    case 'chacha':
      return chachaPolyDecrypt(key, data);
    default:
      return desCbcBlocks('decrypt', key, iv, data);
  }
}

function familyOf(cipher: OpensshCipher): 'ctr' | 'cbc' | 'gcm' | 'chacha' | '3des' {
  if (cipher === '3des-cbc') return '3des';
  if (cipher.startsWith('chacha')) return 'chacha';
  return cipher.includes('gcm') ? 'gcm' : cipher.endsWith('ctr') ? 'ctr' : 'cbc';
}

function derive(
  { cipher, salt, rounds }: OpensshEncryption,
  passphrase: Passphrase,
): { readonly key: Uint8Array; readonly iv: Uint8Array } {
  const { key, iv } = CIPHERS[cipher];
  const derived = bcryptPbkdf(passphraseForms(passphrase).octets, { salt, rounds, keyLength: key + iv });
  return { key: derived.subarray(0, key), iv: derived.subarray(key) };
}
