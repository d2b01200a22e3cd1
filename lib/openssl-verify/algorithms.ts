/**
 * Signature algorithms as OpenSSL knows them (objects/obj_xref.txt): by their identifiers alone, whatever the
 * parameters are (those of RSASSA-PSS count, and 1.1.1 wants none of Ed25519 and Ed448). What is not listed is
 * unknown to it, RSA with SHA-512/256 and ECDSA with SHA-3 among them; what is listed without a descriptor has a strength, and no signature of it verifies here.
 */
import { equalBytes } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import {
  ecdsaSha1AnyCurve,
  ecdsaSha224AnyCurve,
  ecdsaSha256AnyCurve,
  ecdsaSha384AnyCurve,
  ecdsaSha512AnyCurve,
} from '../crypto/ec/any-curve.ts';
import { ed448 } from '../crypto/ed448.ts';
import { ed25519 } from '../crypto/eddsa.ts';
import { type HashFunction, md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../crypto/hash.ts';
import { rsaPkcs1Md5, rsaPkcs1Sha1, rsaPkcs1Sha224, rsaPkcs1Sha256, rsaPkcs1Sha384, rsaPkcs1Sha512 } from '../crypto/rsa/pkcs1.ts';
import { rsaPkcs1Sha3_224, rsaPkcs1Sha3_256, rsaPkcs1Sha3_384, rsaPkcs1Sha3_512 } from '../crypto/rsa/pkcs1-sha3.ts';
import { rsaPss } from '../crypto/rsa/pss.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '../crypto/sha3.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { parsePssRestrictions } from '../keys/pss-parameters.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { KeyFacts, KeyType } from './keys.ts';
import type { OpensslVersion } from './types.ts';

/** What OpenSSL knows of a signature algorithm. */
export interface SignatureFacts {
  readonly keyType: KeyType;
  /** Half the bits of the digest, less where collisions are known; -1 where it has no digest of that name. */
  readonly securityBits: number;
  /** Absent where this toolkit does not compute it. */
  readonly algorithm?: SignatureAlgorithm;
}

type Entry = readonly [keyType: KeyType, digest: string, algorithm?: SignatureAlgorithm];

const KNOWN: Readonly<Record<string, Entry>> = {
  '1.2.840.113549.1.1.2': ['RSA', 'MD2'],
  '1.2.840.113549.1.1.3': ['RSA', 'MD4'],
  '1.2.840.113549.1.1.4': ['RSA', 'MD5', rsaPkcs1Md5],
  '1.3.14.3.2.3': ['RSA', 'MD5', rsaPkcs1Md5],
  '1.3.14.3.2.15': ['RSA', 'SHA'],
  '1.2.840.113549.1.1.5': ['RSA', 'SHA-1', rsaPkcs1Sha1],
  '1.3.14.3.2.29': ['RSA', 'SHA-1', rsaPkcs1Sha1],
  '1.2.840.113549.1.1.14': ['RSA', 'SHA-224', rsaPkcs1Sha224],
  '1.2.840.113549.1.1.11': ['RSA', 'SHA-256', rsaPkcs1Sha256],
  '1.2.840.113549.1.1.12': ['RSA', 'SHA-384', rsaPkcs1Sha384],
  '1.2.840.113549.1.1.13': ['RSA', 'SHA-512', rsaPkcs1Sha512],
  '2.5.8.3.100': ['RSA', 'MDC2'],
  '1.3.36.3.3.1.2': ['RSA', 'RIPEMD-160'],
  '2.16.840.1.101.3.4.3.13': ['RSA', 'SHA3-224', rsaPkcs1Sha3_224],
  '2.16.840.1.101.3.4.3.14': ['RSA', 'SHA3-256', rsaPkcs1Sha3_256],
  '2.16.840.1.101.3.4.3.15': ['RSA', 'SHA3-384', rsaPkcs1Sha3_384],
  '2.16.840.1.101.3.4.3.16': ['RSA', 'SHA3-512', rsaPkcs1Sha3_512],
  '1.3.14.3.2.13': ['DSA', 'SHA'],
  '1.2.840.10040.4.3': ['DSA', 'SHA-1'],
  '1.3.14.3.2.27': ['DSA', 'SHA-1'],
  '2.16.840.1.101.3.4.3.1': ['DSA', 'SHA-224'],
  '2.16.840.1.101.3.4.3.2': ['DSA', 'SHA-256'],
  '1.2.840.10045.4.1': ['EC', 'SHA-1', ecdsaSha1AnyCurve],
  '1.2.840.10045.4.2': ['EC', ''],
  '1.2.840.10045.4.3': ['EC', ''],
  '1.2.840.10045.4.3.1': ['EC', 'SHA-224', ecdsaSha224AnyCurve],
  '1.2.840.10045.4.3.2': ['EC', 'SHA-256', ecdsaSha256AnyCurve],
  '1.2.840.10045.4.3.3': ['EC', 'SHA-384', ecdsaSha384AnyCurve],
  '1.2.840.10045.4.3.4': ['EC', 'SHA-512', ecdsaSha512AnyCurve],
};

const DIGEST_BITS: Readonly<Record<string, number>> = {
  MD4: 64,
  MD5: 39,
  MDC2: 64,
  'SHA-1': 63,
  'RIPEMD-160': 80,
  'SHA-224': 112,
  'SHA-512/224': 112,
  'SHA3-224': 112,
  'SHA-256': 128,
  'SHA-512/256': 128,
  'SHA3-256': 128,
  'SHA-384': 192,
  'SHA3-384': 192,
  'SHA-512': 256,
  'SHA3-512': 256,
};

/** 1.1.1 knew of no collisions. */
const OLD_DIGEST_BITS: Readonly<Record<string, number>> = { ...DIGEST_BITS, MD5: 64, 'SHA-1': 80 };

function digestBits(digest: string, openssl: OpensslVersion): number {
  return (openssl === '3.0' ? DIGEST_BITS : OLD_DIGEST_BITS)[digest] ?? -1;
}

const PSS = '1.2.840.113549.1.1.10';
const PSS_HASHES: readonly HashFunction[] = [
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  sha512_224,
  sha512_256,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
];

/** What OpenSSL knows of an AlgorithmIdentifier of a signature; undefined where it has no name for it. */
export function signatureFactsOf(identifier: AlgorithmIdentifier, openssl: OpensslVersion): SignatureFacts | undefined {
  const { oid, parameters } = identifier;
  if (oid === PSS) return pssFacts(identifier, openssl);
  const edwards =
    oid === '1.3.101.112' ? (['ED25519', 128, ed25519] as const) : oid === '1.3.101.113' ? (['ED448', 224, ed448] as const) : undefined;
  if (edwards !== undefined) {
    const [keyType, securityBits, algorithm] = edwards;
    return { keyType, securityBits, ...(parameters === undefined || openssl === '3.0' ? { algorithm } : {}) };
  }
  const entry = Object.hasOwn(KNOWN, oid) ? KNOWN[oid] : undefined;
  if (entry === undefined) return undefined;
  const [keyType, digest, algorithm] = entry;
  return { keyType, securityBits: digestBits(digest, openssl), ...(algorithm === undefined ? {} : { algorithm }) };
}

function pssFacts({ parameters }: AlgorithmIdentifier, openssl: OpensslVersion): SignatureFacts {
  const read = parameters === undefined ? undefined : catchMalformed(() => parsePssRestrictions(parameters, ''));
  if (read === undefined || read instanceof PkiError) return { keyType: 'RSA-PSS', securityBits: -1 };
  const hash = PSS_HASHES.find(({ oid }) => oid === read.hash);
  const mgfHash = PSS_HASHES.find(({ oid }) => oid === read.mgfHash);
  if (hash === undefined || mgfHash === undefined) return { keyType: 'RSA-PSS', securityBits: -1 };
  return {
    keyType: 'RSA-PSS',
    securityBits: digestBits(hash.label, openssl),
    algorithm: rsaPss({ hash, mgfHash, saltLength: read.minSaltLength }),
  };
}

/** Whether a key is of the type that a signature names (check_sig_alg_match); RSA keys sign with RSASSA-PSS too. */
export function takesKey(signature: SignatureFacts | undefined, key: KeyFacts | undefined): boolean {
  if (signature === undefined || key === undefined) return false;
  return key.type === signature.keyType || (key.type === 'RSA' && signature.keyType === 'RSA-PSS');
}

/** Whether the signature of a certificate verifies under a key (X509_verify). */
export function isSignedBy(certificate: Certificate, key: KeyFacts, openssl: OpensslVersion): boolean {
  const { signatureAlgorithm, tbsSignatureAlgorithm, tbs, signature } = certificate;
  if (!sameAlgorithm(signatureAlgorithm, tbsSignatureAlgorithm)) return false;
  return isGoodSignature(signatureAlgorithm, tbs, signature, key, openssl);
}

/** Whether a signature verifies under a key (ASN1_item_verify). */
export function isGoodSignature(
  identifier: AlgorithmIdentifier,
  data: Uint8Array,
  signature: Uint8Array,
  key: KeyFacts,
  openssl: OpensslVersion,
): boolean {
  const facts = signatureFactsOf(identifier, openssl);
  if (key.key === undefined || facts?.algorithm === undefined || !takesKey(facts, key)) return false;
  return facts.algorithm.verify(key.key, data, signature);
}

/** X509_ALGOR_cmp: the same identifier with the same parameters. */
export function sameAlgorithm(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  if (a.oid !== b.oid) return false;
  if (a.parameters === undefined || b.parameters === undefined) return a.parameters === b.parameters;
  return equalBytes(a.parameters.der, b.parameters.der);
}
