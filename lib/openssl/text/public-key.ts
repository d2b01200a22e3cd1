/**
 * Public keys in `-text` dumps (X509_PUBKEY and EVP_PKEY_print_public of OpenSSL 3.0): RSA, RSASSA-PSS, EC, Ed25519 and Ed448, X25519
 * and X448, DSA, DH. For others OpenSSL prints its error queue, of which only the first line stands here.
 */
import { DerReader } from '../../asn1/reader.ts';
import { PkiError } from '../../base/error.ts';
import type { SubjectPublicKeyInfo } from '../../keys/spki.ts';
import { ecText } from './ec-key.ts';
import { dhText, dhxText, dsaText } from './finite-field-key.ts';
import { objectText } from './names.ts';
import { bitsOf, numberText, octetsText, unsignedInteger } from './numbers.ts';
import { pssRestrictionsText } from './pss.ts';

/** Names of keys that are octets and nothing else, and how many, by their algorithm. */
const OCTET_KEYS: Readonly<Record<string, readonly [name: string, length: number]>> = {
  '1.3.101.110': ['X25519', 32],
  '1.3.101.111': ['X448', 56],
  '1.3.101.112': ['ED25519', 32],
  '1.3.101.113': ['ED448', 57],
};

/** Columns in front of a key in a certificate. */
const INDENT = 16;

/** `Subject Public Key Info:` with what belongs to it. */
export function publicKeyText(key: SubjectPublicKeyInfo): string {
  const head = `        Subject Public Key Info:\n            Public Key Algorithm: ${objectText(key.algorithm.oid)}\n`;
  try {
    return head + keyText(key, INDENT);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return `${head}${' '.repeat(12)}Unable to load Public Key\n`;
  }
}

/** The key itself (EVP_PKEY_print_public), behind `indent` blanks. Throws `PkiError` for a key that does not decode or has no text. */
export function keyText({ algorithm, key }: SubjectPublicKeyInfo, indent: number): string {
  const { oid, parameters } = algorithm;
  const pad = ' '.repeat(indent);
  const octets = OCTET_KEYS[oid];
  if (octets !== undefined) {
    const [name, length] = octets;
    if (parameters !== undefined || key.length !== length) throw new PkiError('bad-key-length', `no key of ${name}`);
    return `${pad}${name} Public-Key:\n${octetsText('pub:', key, indent)}`;
  }
  if (oid === '1.2.840.113549.1.1.1' || oid === '2.5.8.1.1') return rsaText(key, indent);
  if (oid === '1.2.840.113549.1.1.10') return rsaText(key, indent) + pssRestrictionsText(parameters?.der, indent);
  if (oid === '1.2.840.10045.2.1' && parameters !== undefined) return ecText(key, parameters, indent);
  if (oid === '1.2.840.10040.4.1' && parameters !== undefined) return dsaText(key, parameters.der, indent);
  if (oid === '1.2.840.113549.1.3.1' && parameters !== undefined) return dhText(key, parameters.der, indent);
  if (oid === '1.2.840.10046.2.1' && parameters !== undefined) return dhxText(key, parameters.der, indent);
  throw new PkiError('unsupported-key-algorithm', `no text for keys of ${oid}`);
}

function rsaText(key: Uint8Array, indent: number): string {
  const [n, e] = new DerReader(key, { deviations: [] }).sequence('', (inner) => [unsignedInteger(inner), unsignedInteger(inner)] as const);
  const head = `${' '.repeat(indent)}Public-Key: (${bitsOf(n)} bit)\n`;
  return head + numberText('Modulus:', n, indent) + numberText('Exponent:', e, indent);
}
