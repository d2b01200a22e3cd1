/** Keys as data: numbers and octets, no arithmetic. */
import type { Oid } from '../asn1/oid.ts';

/** Named curves, by their NIST names. Later issues add more. */
export type CurveName = 'P-256' | 'P-384' | 'P-521';

/** An RSA public key (RFC 8017 3.1). */
export interface RsaPublicKey {
  readonly kind: 'rsa';
  /** Modulus. */
  readonly n: bigint;
  /** Public exponent. */
  readonly e: bigint;
}

/** What an RSASSA-PSS key allows (RFC 4055 3.1, 3.3); hashes by their identifiers. */
export interface RsaPssRestrictions {
  /** Hash of the message: this one only. */
  readonly hash: Oid;
  /** Hash of the mask generation function MGF1: this one only. */
  readonly mgfHash: Oid;
  /** Octets of salt at least. */
  readonly minSaltLength: number;
}

/** An RSA public key for RSASSA-PSS and nothing else (RFC 4055 1.2): a kind of its own, so that nothing takes it for one that is good for PKCS#1 v1.5. */
export interface RsaPssPublicKey {
  readonly kind: 'rsa-pss';
  /** Modulus. */
  readonly n: bigint;
  /** Public exponent. */
  readonly e: bigint;
  /** Absent: any parameters of RSASSA-PSS. */
  readonly restrictions?: RsaPssRestrictions;
}

/** A point on a named curve (SEC 1 2.3.3), compressed or not, as it stood in the input; not yet checked to lie on the curve. */
export interface EcPublicKey {
  readonly kind: 'ec';
  readonly curve: CurveName;
  readonly point: Uint8Array;
}

/** An Ed25519 public key (RFC 8032 5.1.5): 32 octets. */
export interface Ed25519PublicKey {
  readonly kind: 'ed25519';
  readonly point: Uint8Array;
}

/** A public key of a kind this library computes with. */
export type PublicKey = RsaPublicKey | RsaPssPublicKey | EcPublicKey | Ed25519PublicKey;

/** An RSA private key of two primes with its CRT values (RFC 8017 3.2). */
export interface RsaPrivateKey {
  readonly kind: 'rsa';
  readonly n: bigint;
  readonly e: bigint;
  readonly d: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly dp: bigint;
  readonly dq: bigint;
  readonly qi: bigint;
}

/** The private half of an RSASSA-PSS key. */
export interface RsaPssPrivateKey extends Omit<RsaPrivateKey, 'kind'> {
  readonly kind: 'rsa-pss';
  /** Absent: any parameters of RSASSA-PSS. */
  readonly restrictions?: RsaPssRestrictions;
}

/** An elliptic curve private key (SEC 1 C.4): the scalar in as many octets as the group order has. */
export interface EcPrivateKey {
  readonly kind: 'ec';
  readonly curve: CurveName;
  readonly d: Uint8Array;
  /** The public point that came with the key, where one did; not checked to belong to the scalar. */
  readonly point?: Uint8Array;
}

/** An Ed25519 private key (RFC 8032 5.1.5): the 32-octet seed. */
export interface Ed25519PrivateKey {
  readonly kind: 'ed25519';
  readonly seed: Uint8Array;
  /** The public key that came with it (PKCS#8 version 2), where one did; not checked to belong to the seed. */
  readonly point?: Uint8Array;
}

/** A private key of a kind this library computes with. */
export type PrivateKey = RsaPrivateKey | RsaPssPrivateKey | EcPrivateKey | Ed25519PrivateKey;

/** The two halves of one key. */
export interface KeyPair {
  readonly publicKey: PublicKey;
  readonly privateKey: PrivateKey;
}

/** What key to make. */
export type KeyKind =
  | { readonly kind: 'rsa'; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: CurveName }
  | { readonly kind: 'ed25519' };
