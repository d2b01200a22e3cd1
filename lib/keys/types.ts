/** Keys as data: numbers and octets, no arithmetic. */

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
export type PublicKey = RsaPublicKey | EcPublicKey | Ed25519PublicKey;

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
export type PrivateKey = RsaPrivateKey | EcPrivateKey | Ed25519PrivateKey;

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
