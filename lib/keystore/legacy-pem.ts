/**
 * OpenSSL's encryption of PEM blocks by the headers of RFC 1421 4.6.1, both ways:
 *
 *     Proc-Type: 4,ENCRYPTED
 *     DEK-Info: AES-256-CBC,5F1A…     cipher and initialization vector
 *
 * The cipher's key is the MD5 of the passphrase and the first eight octets of the initialization vector, one round: a guess costs an attacker nothing. Read for
 * old files; written where `openssl rsa -aes128 -traditional` would. DES and the mode of old are read only; Camellia, IDEA, SEED and RC2 are left out.
 */
import { fromHex, type RandomBytes, toHex } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { encodePem, type PemBlock } from '../asn1/pem.ts';
import { evpBytesToKey } from '../crypto/kdf-old.ts';
import { assertDecrypted } from './encrypted-key.ts';
import { type EncryptionFacts, type Passphrase, passphraseForms } from './encryption.ts';
import { cipherFindings } from './findings.ts';
import { type CipherChoice, ciphertextDefect, ivOctets, keyOctets, openWith, sealWith, type WrittenCipher } from './pbes2-cipher.ts';

/** Ciphers of encrypted PEM blocks. */
const CIPHERS = ['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'DES-EDE3-CBC', 'DES-CBC'] as const;

/** Octets of the initialization vector that salt the derivation. */
const SALT_OCTETS = 8;

/** True where a PEM block says by its headers that it is encrypted. */
export function isLegacyEncrypted({ headers }: PemBlock): boolean {
  return headers.some(([name, value]) => name === 'DEK-Info' || (name === 'Proc-Type' && value.includes('ENCRYPTED')));
}

/** The cipher of an encrypted PEM block. Throws `bad-pem-encryption` where the headers are not as above, `unsupported-cipher`, `bad-ciphertext-length`. */
export function parseLegacyEncryption({ label, headers, der }: PemBlock): CipherChoice {
  const [type, info] = ['Proc-Type', 'DEK-Info'].map((wanted) => headers.filter(([name]) => name === wanted));
  const dekInfo = info?.[0]?.[1];
  if (type?.length !== 1 || info?.length !== 1 || dekInfo === undefined || type[0]?.[1].replaceAll(' ', '') !== '4,ENCRYPTED')
    throw new PkiError('bad-pem-encryption', `${label} is encrypted by other headers than one "Proc-Type: 4,ENCRYPTED" and one DEK-Info`);
  const comma = dekInfo.indexOf(',');
  const name = dekInfo.slice(0, comma < 0 ? undefined : comma).trim();
  const cipher = CIPHERS.find((known) => known === name.toUpperCase());
  if (cipher === undefined)
    throw new PkiError('unsupported-cipher', `${label} encrypted with ${name.slice(0, 64)}; ${CIPHERS.join(', ')} are supported`);
  const iv = comma < 0 ? undefined : hexOctets(dekInfo.slice(comma + 1).trim());
  if (iv?.length !== ivOctets(cipher))
    throw new PkiError(
      'bad-pem-encryption',
      `${label}: ${cipher} wants an initialization vector of ${ivOctets(cipher)} octets in hexadecimal`,
    );
  const defect = ciphertextDefect({ cipher, iv }, der.length);
  if (defect !== undefined) throw new PkiError('bad-ciphertext-length', `${label}: ${defect}`);
  return { cipher, iv };
}

/** What can be said of the encryption of a PEM block without the passphrase. */
export function describeLegacyEncryption({ cipher }: CipherChoice): EncryptionFacts {
  const message = 'the key of the cipher is derived by one round of MD5, which any guessing program does a thousand million times a second';
  return { label: `PEM ${cipher}, MD5`, iterations: 1, findings: [...cipherFindings(cipher), { code: 'weak-derivation', message }] };
}

/** The DER in an encrypted PEM block. Throws `wrong-passphrase` (or damage that looks like it) and what `parseLegacyEncryption` throws. */
export function decryptLegacyPem(block: PemBlock, passphrase: Passphrase): Uint8Array {
  const choice = parseLegacyEncryption(block);
  return assertDecrypted(openOrUndefined(choice, keyOf(choice, passphrase), block.der));
}

/**
 * A PEM block encrypted by headers, as `openssl rsa -aes256 -traditional` writes it. Nothing new should be kept so: `encryptPrivateKey` is for that.
 * Throws `cipher-read-only` and `bad-pem-label`.
 *
 * ```ts
 * import { generateKeyPair, loadPrivateKey } from 'certwright';
 * import { encodeSec1 } from 'certwright/keys';
 * import { encodeLegacyPem } from 'certwright/keystore';
 * const { privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
 * if (privateKey.kind !== 'ec') throw new Error('an EC key was asked for');
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
 * const pem = encodeLegacyPem('EC PRIVATE KEY', encodeSec1(privateKey), 'secret', 'AES-256-CBC', random);
 * if (loadPrivateKey(pem, { passphrase: 'secret' }).kind !== 'ec') throw new Error('the key comes back');
 * ```
 */
export function encodeLegacyPem(
  label: string,
  der: Uint8Array,
  passphrase: Passphrase,
  cipher: WrittenCipher,
  random: RandomBytes,
): string {
  const choice = { cipher, iv: random(ivOctets(cipher)) };
  const pem = encodePem(label, sealWith(choice, keyOf(choice, passphrase), der));
  const body = pem.indexOf('\n') + 1;
  return `${pem.slice(0, body)}Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher},${toHex(choice.iv).toUpperCase()}\n\n${pem.slice(body)}`;
}

function keyOf(choice: CipherChoice, passphrase: Passphrase): Uint8Array {
  return evpBytesToKey(passphraseForms(passphrase).octets, choice.iv.subarray(0, SALT_OCTETS), keyOctets(choice));
}

function openOrUndefined(choice: CipherChoice, key: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  try {
    return openWith(choice, key, data);
  } catch (error) {
    if (error instanceof PkiError && error.code === 'bad-padding') return undefined;
    throw error;
  }
}

function hexOctets(text: string): Uint8Array | undefined {
  return text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text) ? fromHex(text) : undefined;
}
