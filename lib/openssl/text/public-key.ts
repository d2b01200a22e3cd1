/**
 * Public keys in `-text` dumps (X509_PUBKEY and EVP_PKEY_print_public of OpenSSL 3.0): RSA, RSASSA-PSS, EC on named curves, Ed25519 and Ed448, X25519
 * and X448, DSA. For others OpenSSL prints its error queue, of which only the first line stands here.
 */
import { readDer } from '../../asn1/reader.ts';
import { OBJECT_IDENTIFIER, SEQUENCE } from '../../asn1/tags.ts';
import { decodeOid } from '../../asn1/oid.ts';
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
  '1.3.36.3.3.2.8.1.1.7': [256],
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

/** `Subject Public Key Info:` with what belongs to it. */
export function publicKeyText(key: SubjectPublicKeyInfo): string {
  const head = `        Subject Public Key Info:\n            Public Key Algorithm: ${objectText(key.algorithm.oid)}\n`;
  try {
    return head + keyText(key);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return `${head}${' '.repeat(12)}Unable to load Public Key\n`;
  }
}

const INDENT = 16;
const pad: string = ' '.repeat(INDENT);

function keyText({ algorithm, key }: SubjectPublicKeyInfo): string {
  const { oid, parameters } = algorithm;
  const octets = OCTET_KEYS[oid];
  if (octets !== undefined) return `${pad}${octets} Public-Key:\n${pad}pub:\n${hexLines(key, 15, INDENT + 4)}`;
  if (oid === '1.2.840.113549.1.1.1') return rsaText(key);
  if (oid === '1.2.840.113549.1.1.10') return rsaText(key) + pssRestrictionsText(parameters?.der, INDENT);
  if (oid === '1.2.840.10045.2.1' && parameters?.tag === OBJECT_IDENTIFIER) return ecText(key, parameters.content);
  if (oid === '1.2.840.10040.4.1' && parameters?.tag === SEQUENCE) return dsaText(key, parameters.der);
  throw new PkiError('unsupported-key-algorithm', `no text for keys of ${oid}`);
}

function rsaText(key: Uint8Array): string {
  const [n, e] = readDer(key, (reader) =>
    reader.sequence('', (inner) => [inner.bigInteger('modulus'), inner.bigInteger('publicExponent')] as const),
  );
  return `${pad}Public-Key: (${n.toString(2).length} bit)\n${numberText('Modulus:', n)}${numberText('Exponent:', e)}`;
}

function ecText(key: Uint8Array, curveOctets: Uint8Array): string {
  const curve = decodeOid(curveOctets, 0, curveOctets.length);
  const known = typeof curve === 'string' ? CURVES[curve] : undefined;
  if (typeof curve !== 'string' || known === undefined) throw new PkiError('unsupported-curve', 'no text for keys on this curve');
  const [bits, nist] = known;
  const point = `${pad}pub:\n${hexLines(key, 15, INDENT + 4)}`;
  const line = nist === undefined ? '' : `${pad}NIST CURVE: ${nist}\n`;
  return `${pad}Public-Key: (${bits} bit)\n${point}${pad}ASN1 OID: ${displayName(curve)?.short ?? curve}\n${line}`;
}

function dsaText(key: Uint8Array, parameters: Uint8Array): string {
  const y = readDer(key, (reader) => reader.bigInteger(''));
  const [p, q, g] = readDer(parameters, (reader) =>
    reader.sequence('', (inner) => [inner.bigInteger('p'), inner.bigInteger('q'), inner.bigInteger('g')] as const),
  );
  const numbers = [numberText('pub: ', y), numberText('P:   ', p), numberText('Q:   ', q), numberText('G:   ', g)];
  return `${pad}Public-Key: (${p.toString(2).length} bit)\n${numbers.join('')}`;
}

/** print_labeled_bignum: in decimal and hexadecimal where 64 bits hold it, else in lines of 15 octets. */
function numberText(label: string, value: bigint): string {
  if (value < 1n << 64n) return `${pad}${label} ${value} (0x${value.toString(16)})\n`;
  return `${pad}${label}\n${hexLines(positiveOctets(value), 15, INDENT + 4)}`;
}
