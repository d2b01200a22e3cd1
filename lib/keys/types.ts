/** Keys as data: numbers and octets, no arithmetic. */
import type { Oid } from '../asn1/oid.ts';

/** Named curves: those of NIST (SP 800-186 3.2.1), secp256k1 (SEC 2 2.4.1), and the random ones of Brainpool (RFC 5639 3). Their digits are the bits of field and order. */
export type CurveName =
  | 'P-224'
  | 'P-256'
  | 'P-384'
  | 'P-521'
  | 'secp256k1'
  | 'brainpoolP224r1'
  | 'brainpoolP256r1'
  | 'brainpoolP320r1'
  | 'brainpoolP384r1'
  | 'brainpoolP512r1';

/** Parameter sets of ML-DSA (FIPS 204 section 4). */
export type MlDsaName = 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/** Parameter sets of SLH-DSA (FIPS 205 section 11). */
export type SlhDsaName = `SLH-DSA-${'SHA2' | 'SHAKE'}-${128 | 192 | 256}${'s' | 'f'}`;

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

/** An Ed448 public key (RFC 8032 5.2.5): 57 octets. */
export interface Ed448PublicKey {
  readonly kind: 'ed448';
  readonly point: Uint8Array;
}

/** A public key for agreement on Curve25519 (RFC 7748 5): the u-coordinate in 32 octets. */
export interface X25519PublicKey {
  readonly kind: 'x25519';
  readonly point: Uint8Array;
}

/** A public key for agreement on Curve448 (RFC 7748 5): the u-coordinate in 56 octets. */
export interface X448PublicKey {
  readonly kind: 'x448';
  readonly point: Uint8Array;
}

/** An ML-DSA public key (FIPS 204 7.2, RFC 9881 section 4). */
export interface MlDsaPublicKey {
  readonly kind: 'ml-dsa';
  readonly parameterSet: MlDsaName;
  readonly octets: Uint8Array;
}

/** An SLH-DSA public key (FIPS 205 9.1, RFC 9909 section 5). */
export interface SlhDsaPublicKey {
  readonly kind: 'slh-dsa';
  readonly parameterSet: SlhDsaName;
  readonly octets: Uint8Array;
}

/** A public key of a kind this library reads and writes. What it can do with it, descriptors say. */
export type PublicKey =
  | RsaPublicKey
  | RsaPssPublicKey
  | EcPublicKey
  | Ed25519PublicKey
  | Ed448PublicKey
  | X25519PublicKey
  | X448PublicKey
  | MlDsaPublicKey
  | SlhDsaPublicKey;

/** A further prime of an RSA key of more than two (RFC 8017 3.2): r_i, d_i = d modulo r_i - 1, and t_i, the inverse of the product of all primes before it. */
export interface RsaOtherPrime {
  readonly r: bigint;
  readonly d: bigint;
  readonly t: bigint;
}

/** An RSA private key with its CRT values (RFC 8017 3.2). */
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
  /** Primes from the third on; absent for a key of two. */
  readonly otherPrimes?: readonly RsaOtherPrime[];
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

/** An Ed448 private key (RFC 8032 5.2.5): the 57-octet seed. */
export interface Ed448PrivateKey {
  readonly kind: 'ed448';
  readonly seed: Uint8Array;
  /** The public key that came with it (PKCS#8 version 2), where one did; not checked to belong to the seed. */
  readonly point?: Uint8Array;
}

/** An X25519 private key (RFC 7748 5): 32 octets, not yet clamped. */
export interface X25519PrivateKey {
  readonly kind: 'x25519';
  readonly scalar: Uint8Array;
  /** The public key that came with it (PKCS#8 version 2), where one did; not checked to belong to the scalar. */
  readonly point?: Uint8Array;
}

/** An X448 private key (RFC 7748 5): 56 octets, not yet clamped. */
export interface X448PrivateKey {
  readonly kind: 'x448';
  readonly scalar: Uint8Array;
  /** The public key that came with it (PKCS#8 version 2), where one did; not checked to belong to the scalar. */
  readonly point?: Uint8Array;
}

/** An ML-DSA private key (FIPS 204 7.2, RFC 9881 section 6): the seed, the expanded key, or both; not checked to belong together. */
export interface MlDsaPrivateKey {
  readonly kind: 'ml-dsa';
  readonly parameterSet: MlDsaName;
  /** 32 octets. */
  readonly seed?: Uint8Array;
  /** The private key of FIPS 204; absent where the seed stands for it. */
  readonly expanded?: Uint8Array;
}

/** An SLH-DSA private key (FIPS 205 9.1, RFC 9909 section 7): both seeds and the public key. */
export interface SlhDsaPrivateKey {
  readonly kind: 'slh-dsa';
  readonly parameterSet: SlhDsaName;
  readonly octets: Uint8Array;
}

/** A private key of a kind this library reads and writes. */
export type PrivateKey =
  | RsaPrivateKey
  | RsaPssPrivateKey
  | EcPrivateKey
  | Ed25519PrivateKey
  | Ed448PrivateKey
  | X25519PrivateKey
  | X448PrivateKey
  | MlDsaPrivateKey
  | SlhDsaPrivateKey;

/** The two halves of one key. */
export interface KeyPair {
  readonly publicKey: PublicKey;
  readonly privateKey: PrivateKey;
}

/** Which numbers an RSA key is to have. */
export interface RsaKeyShape {
  /** Length of the modulus, even, 1,024 to 8,192. */
  readonly bits: number;
  /** Number of primes, 2 where absent; at most 3 below 4,096 bits, 4 below 8,192 and 5 from there on. */
  readonly primes?: number;
  /** Public exponent, odd, 3 or more and below 2^256; 65,537 where absent. */
  readonly exponent?: bigint;
}

/** What key to make. Those of ML-DSA and SLH-DSA are made by `certwright/post-quantum`. */
export type KeyKind =
  | ({ readonly kind: 'rsa' } & RsaKeyShape)
  | ({ readonly kind: 'rsa-pss'; readonly restrictions?: RsaPssRestrictions } & RsaKeyShape)
  | { readonly kind: 'ec'; readonly curve: CurveName }
  | { readonly kind: 'ed25519' | 'ed448' | 'x25519' | 'x448' };
