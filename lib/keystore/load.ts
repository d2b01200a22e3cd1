/**
 * One door for private key files: PEM or DER, PKCS#8 plain or encrypted, PKCS#1, SEC 1.
 *
 * In PEM the first private key counts; certificates and other blocks around it are stepped over. DER tells its kind by its first members:
 *
 *     SEQUENCE { SEQUENCE …                EncryptedPrivateKeyInfo
 *     SEQUENCE { INTEGER, SEQUENCE …       PKCS#8
 *     SEQUENCE { INTEGER, INTEGER …        PKCS#1
 *     SEQUENCE { INTEGER, OCTET STRING …   SEC 1
 *
 * Left out: the encryption of RFC 1421 headers (`DEK-Info`), which derives keys by one round of MD5, is refused by name; OpenSSH's and PuTTY's formats; PKCS#12.
 */
import { PkiError } from '../base/error.ts';
import { looksLikeDer, type PemBlock, pemText, scanPem } from '../asn1/pem.ts';
import { readDer } from '../asn1/reader.ts';
import { INTEGER, OCTET_STRING, SEQUENCE } from '../asn1/tags.ts';
import { parsePkcs1PrivateKey } from '../keys/pkcs1.ts';
import { parsePrivateKey } from '../keys/pkcs8.ts';
import { parseEcParameters, parseSec1 } from '../keys/sec1.ts';
import type { CurveName, PrivateKey } from '../keys/types.ts';
import { decryptPrivateKey, parseEncryptedPrivateKey, type Passphrase } from './encrypted-key.ts';

/** How a key file is opened. */
export interface LoadOptions {
  /** Opens an encrypted key; not looked at where the key is not encrypted. */
  readonly passphrase?: Passphrase | undefined;
}

/**
 * The private key in a file's content.
 *
 * Throws `passphrase-required` for an encrypted key without passphrase, `wrong-passphrase`, `no-private-key` where there is none, `unsupported-key-format` for key
 * blocks of other formats, `legacy-pem-encryption` for `DEK-Info` headers, and what the parsers and `decodePem` throw.
 *
 * ```ts
 * import { loadPrivateKey } from 'certwright';
 * const key = loadPrivateKey(`-----BEGIN PRIVATE KEY-----
 * MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
 * -----END PRIVATE KEY-----`);
 * if (key.kind !== 'ed25519') throw new Error('RFC 8410 10.3 holds an Ed25519 key');
 * ```
 */
export function loadPrivateKey(pemOrDer: string | Uint8Array, { passphrase }: LoadOptions = {}): PrivateKey {
  if (typeof pemOrDer !== 'string' && looksLikeDer(pemOrDer)) return loadDer(pemOrDer, passphrase);
  const labels: string[] = [];
  let curve: CurveName | undefined;
  for (const { block, error } of scanPem(pemText(pemOrDer))) {
    if (error !== undefined) throw error;
    if (block.label === 'EC PARAMETERS') curve = parseEcParameters(block.der);
    else if (block.label.endsWith('PRIVATE KEY')) return loadBlock(block, curve, passphrase);
    labels.push(block.label);
  }
  const found =
    labels.length === 0 ? 'no PEM block' : `only ${[...new Set(labels.map((label) => label.slice(0, 64)))].slice(0, 5).join(', ')}`;
  throw new PkiError('no-private-key', `expected a private key, found ${found}`);
}

function loadBlock({ label, der, headers }: PemBlock, curve: CurveName | undefined, passphrase: Passphrase | undefined): PrivateKey {
  if (headers.some(([name, value]) => name === 'DEK-Info' || (name === 'Proc-Type' && value.includes('ENCRYPTED'))))
    throw new PkiError('legacy-pem-encryption', `${label} encrypted by RFC 1421 headers; convert it with "openssl pkcs8 -topk8"`);
  switch (label) {
    case 'PRIVATE KEY':
      return parsePrivateKey(der);
    case 'ENCRYPTED PRIVATE KEY':
      return unlock(der, passphrase);
    case 'RSA PRIVATE KEY':
      return parsePkcs1PrivateKey(der);
    case 'EC PRIVATE KEY':
      return parseSec1(der, curve === undefined ? {} : { curve });
    default:
      throw new PkiError('unsupported-key-format', `a private key as ${label.slice(0, 64)}; PKCS#8, PKCS#1 and SEC 1 are supported`);
  }
}

function loadDer(der: Uint8Array, passphrase: Passphrase | undefined): PrivateKey {
  const [first, second] = firstTags(der);
  if (first === SEQUENCE) return unlock(der, passphrase);
  if (first === INTEGER && second === SEQUENCE) return parsePrivateKey(der);
  if (first === INTEGER && second === INTEGER) return parsePkcs1PrivateKey(der);
  if (first === INTEGER && second === OCTET_STRING) return parseSec1(der);
  throw new PkiError('no-private-key', 'expected a private key as PKCS#8, PKCS#1 or SEC 1, found other DER');
}

/** Identifier octets of the first two members, -1 where there are fewer. */
function firstTags(der: Uint8Array): readonly [number, number] {
  const content = readDer(der, (reader) => reader.read(SEQUENCE, ''));
  return readDer(content, (reader) => {
    const first = reader.peek();
    if (!reader.done) reader.any('');
    const second = reader.peek();
    while (!reader.done) reader.any('');
    return [first, second];
  });
}

function unlock(der: Uint8Array, passphrase: Passphrase | undefined): PrivateKey {
  const encrypted = parseEncryptedPrivateKey(der);
  if (passphrase === undefined) throw new PkiError('passphrase-required', 'the private key is encrypted and no passphrase was given');
  return decryptPrivateKey(encrypted, passphrase);
}
