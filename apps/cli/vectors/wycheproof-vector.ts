/** Test vectors of Project Wycheproof and their groups, and what checks of all schemas need. */
import { PkiError } from '../../../lib/index.ts';
import {
  type HashFunction,
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
  sha512,
  sha512_224,
  sha512_256,
  shake128,
  shake256,
} from '../../../lib/crypto/index.ts';
import { CURVE_NAMES, type CurveName } from '../../../lib/keys/index.ts';
import { hexBytes } from './bytes.ts';

/** A test vector; its fields are hexadecimal unless they are numbers, or PEM or JSON Web Keys where the schema says so. */
export interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly [field: string]: unknown;
}

/** The parameters that the vectors of a group share. */
export interface VectorGroup {
  readonly curve?: string;
  readonly encoding?: string;
  readonly sha?: string;
  readonly mgf?: string;
  readonly mgfSha?: string;
  readonly sLen?: number;
  readonly tagSize?: number;
  /** Numbers of the key by name; of ML-DSA, its octets, and null where the private key is none. */
  readonly publicKey?: { readonly curve?: string } | string | null;
  /** Older files have `keyDer`. */
  readonly publicKeyDer?: string;
  readonly keyDer?: string;
  /** Of ML-DSA: the expanded key. */
  readonly privateKey?: unknown;
  readonly privateSeed?: string;
  readonly privateKeyPkcs8?: string | null;
  /** The same keys once more. */
  readonly publicKeyJwk?: object;
  readonly keyJwk?: object;
  readonly privateKeyJwk?: object;
}

/** True where the vector comes out valid; a text says why it is skipped. */
export type Check = (vector: Vector) => boolean | string;

/** All hashes of the library. */
export const HASHES: readonly HashFunction[] = [
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
  shake128,
  shake256,
];

/** The hash of a name such as `SHA-256` or `SHAKE128`. */
export function hashOf(name: string | undefined): HashFunction | undefined {
  return HASHES.find((hash) => hash.label === name);
}

/** The hash in names such as HMACSHA512/224, HMACSHA3-256 and PbeWithHmacSha512AndAes_256. */
export function hashNamedIn(pattern: RegExp, algorithm: string): HashFunction | undefined {
  const name = pattern
    .exec(algorithm)?.[1]
    ?.toUpperCase()
    .replace(/^SHA-?(?!3-)/, 'SHA-')
    .replace('_', '/');
  return hashOf(name);
}

/** Names of NIST's curves in SEC 2, by ours. */
const SEC_NAMES: Readonly<Record<string, CurveName>> = { secp224r1: 'P-224', secp256r1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** Our name of a curve, or undefined for one that the library does not have. */
export function curveNamed(name: string | undefined): CurveName | undefined {
  const known = name !== undefined && Object.hasOwn(SEC_NAMES, name) ? SEC_NAMES[name] : name;
  return CURVE_NAMES.find((curve) => curve === known);
}

/** Why a group or vector on a curve is skipped. */
export function unsupportedCurve(name: string | undefined): string {
  return `curve ${name ?? '(unnamed)'} is not supported`;
}

/** The curve of a group's public key. */
export function curveOfKey({ publicKey }: VectorGroup): string | undefined {
  return typeof publicKey === 'object' ? publicKey?.curve : undefined;
}

/** What the library gives, or undefined where it refuses its input. */
export function orUndefined<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

/** The octets of a hexadecimal field. */
export function bytesOf(field: unknown): Uint8Array {
  if (typeof field !== 'string') throw new Error('a field of the vector is missing');
  return hexBytes(field);
}
