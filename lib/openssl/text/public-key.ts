/**
 * Public keys in `-text` dumps (X509_PUBKEY and EVP_PKEY_print_public of OpenSSL 3.0): RSA, RSASSA-PSS, EC on named curves, Ed25519 and Ed448, X25519
 * and X448, DSA. For others OpenSSL prints its error queue, of which only the first line stands here.
 */
import { readDer } from '../../asn1/reader.ts';
import { OBJECT_IDENTIFIER, SEQUENCE } from '../../asn1/tags.ts';
import { decodeOid, type Oid } from '../../asn1/oid.ts';
import { PkiError } from '../../base/error.ts';
import type { SubjectPublicKeyInfo } from '../../keys/spki.ts';
import { displayName } from '../../oids/display-names.ts';
import { hexLines, positiveOctets } from './hex.ts';
import { objectText } from './names.ts';
import { pssRestrictionsText } from './pss.ts';

/** Bits of the order, and NIST's name, of the curves OpenSSL has words for. */
const CURVES: Readonly<Record<string, readonly [bits: number, nist?: string]>> = {
  '1.2.840.10045.3.1.1': [192, 'P-192'],
  '1.3.132.0.33': [224, 'P-224'],
  '1.2.840.10045.3.1.7': [256, 'P-256'],
  '1.3.132.0.34': [384, 'P-384'],
  '1.3.132.0.35': [521, 'P-521'],
  '1.3.132.0.10': [256],
  '1.3.36.3.3.2.8.1.1.5': [224],
  '1.3.36.3.3.2.8.1.1.7': [256],
  '1.3.36.3.3.2.8.1.1.9': [320],
  '1.3.36.3.3.2.8.1.1.11': [384],
  '1.3.36.3.3.2.8.1.1.13': [512],
};

/** Keys that are octets and nothing else, by their algorithm. */
const OCTET_KEYS: Readonly<Record<string, string>> = {
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'ED25519',
  '1.3.101.113': 'ED448',
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
  if (octets !== undefined) return `${pad}${octets} Public-Key:\n${octetsText('pub:', key, indent)}`;
  if (oid === '1.2.840.113549.1.1.1') return rsaText(key, indent);
  if (oid === '1.2.840.113549.1.1.10') return rsaText(key, indent) + pssRestrictionsText(parameters?.der, indent);
  if (oid === '1.2.840.10045.2.1' && parameters?.tag === OBJECT_IDENTIFIER) return ecText(key, parameters.content, indent);
  if (oid === '1.2.840.10040.4.1' && parameters?.tag === SEQUENCE) return dsaText(key, parameters.der, indent);
  throw new PkiError('unsupported-key-algorithm', `no text for keys of ${oid}`);
}

function rsaText(key: Uint8Array, indent: number): string {
  const [n, e] = readDer(key, (reader) =>
    reader.sequence('', (inner) => [inner.bigInteger('modulus'), inner.bigInteger('publicExponent')] as const),
  );
  const head = `${' '.repeat(indent)}Public-Key: (${n.toString(2).length} bit)\n`;
  return head + numberText('Modulus:', n, indent) + numberText('Exponent:', e, indent);
}

function ecText(key: Uint8Array, curveOctets: Uint8Array, indent: number): string {
  const curve = decodeOid(curveOctets, 0, curveOctets.length);
  const words = typeof curve === 'string' ? curveWords(curve) : undefined;
  if (typeof curve !== 'string' || words === undefined) throw new PkiError('unsupported-curve', 'no text for keys on this curve');
  const head = `${' '.repeat(indent)}Public-Key: (${words.bits} bit)\n`;
  return head + octetsText('pub:', key, indent) + curveLines(curve, indent);
}

/** Bits of a curve's order and the names OpenSSL has for it; undefined for a curve it prints no name of. */
export function curveWords(curve: Oid): { readonly bits: number; readonly short: string; readonly nist?: string } | undefined {
  const known = Object.hasOwn(CURVES, curve) ? CURVES[curve] : undefined;
  if (known === undefined) return undefined;
  const [bits, nist] = known;
  return { bits, short: displayName(curve)?.short ?? curve, ...(nist === undefined ? {} : { nist }) };
}

/** `ASN1 OID:` and `NIST CURVE:` of a curve. */
export function curveLines(curve: Oid, indent: number): string {
  const pad = ' '.repeat(indent);
  const { short = curve, nist } = curveWords(curve) ?? {};
  return `${pad}ASN1 OID: ${short}\n${nist === undefined ? '' : `${pad}NIST CURVE: ${nist}\n`}`;
}

function dsaText(key: Uint8Array, parameters: Uint8Array, indent: number): string {
  const y = readDer(key, (reader) => reader.bigInteger(''));
  const [p, q, g] = readDer(parameters, (reader) =>
    reader.sequence('', (inner) => [inner.bigInteger('p'), inner.bigInteger('q'), inner.bigInteger('g')] as const),
  );
  const numbers = [
    ['pub: ', y],
    ['P:   ', p],
    ['Q:   ', q],
    ['G:   ', g],
  ] as const;
  const head = `${' '.repeat(indent)}Public-Key: (${p.toString(2).length} bit)\n`;
  return head + numbers.map(([label, value]) => numberText(label, value, indent)).join('');
}

/** print_labeled_buf: lines of 15 octets. */
export function octetsText(label: string, octets: Uint8Array, indent: number): string {
  return `${' '.repeat(indent)}${label}\n${hexLines(octets, 15, indent + 4)}`;
}

/** print_labeled_bignum: in decimal and hexadecimal where 64 bits hold it, else in lines of 15 octets. */
export function numberText(label: string, value: bigint, indent: number): string {
  if (value < 1n << 64n) return `${' '.repeat(indent)}${label} ${value} (0x${value.toString(16)})\n`;
  return octetsText(label, positiveOctets(value), indent);
}
