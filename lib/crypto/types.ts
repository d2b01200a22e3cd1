/** The types that signing and verifying share; no algorithm is imported here. */
import type { Oid } from '../asn1/oid.ts';
import type { RandomBytes } from '../base/bytes.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import type { PrivateKey, PublicKey } from '../keys/types.ts';

/** A hash function: octets in, digest out. */
export interface Hash {
  /** Its usual name, such as `SHA-256`. */
  readonly label: HashName;
  /** Its identifier (RFC 8017 appendix C, RFC 8702 section 3, NIST CSOR). */
  readonly oid: Oid;
  /** Digest length in octets. */
  readonly outputLength: number;
  /** Block length in octets, as HMAC needs it. */
  readonly blockLength: number;
  digest(data: Uint8Array): Uint8Array;
}

/** Names of hash functions; SHAKE128 gives 32 octets and SHAKE256 64, as RFC 8702 uses them. */
export type HashName =
  | 'MD5'
  | 'SHA-1'
  | 'SHA-224'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'SHA-512/224'
  | 'SHA-512/256'
  | 'SHA3-224'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512'
  | 'SHAKE128'
  | 'SHAKE256';

/**
 * One way to sign and verify, as a verifier needs it. Descriptors are constants; a caller widens or narrows what is accepted by passing another array of them.
 */
export interface SignatureAlgorithm {
  /** Stable name, such as `ecdsa-sha256`. */
  readonly label: string;
  /** DER of every AlgorithmIdentifier that means this algorithm; the first is the one written. */
  readonly encodings: readonly Uint8Array[];
  /** Where a descriptor stands for many sets of parameters: the one that an AlgorithmIdentifier means, or undefined. Never throws. */
  resolve?(identifier: AlgorithmIdentifier): SignatureAlgorithm | undefined;
  /** Kind of key it works with; what RSASSA-PSS works with besides, `takes` says. */
  readonly keyKind: Exclude<PublicKey['kind'], 'rsa-pss'>;
  /** Whether a key is one for this algorithm; absent: a key of `keyKind` is. `fitsKey` asks it, and `verify` and signing hold to it. */
  takes?(key: PublicKey | PrivateKey): boolean;
  /** The hash of the message, undefined for EdDSA, ML-DSA and SLH-DSA, which name none; strength rules read it. */
  readonly hash: HashName | undefined;
  /** Work of one verification, in verifications of P-256 (0.4 ms); undefined or absent: the budget's own number for such a key. */
  cost?(key: PublicKey): number | undefined;
  /** True only if the signature is good; a key of another kind or a malformed signature is false. Never throws. */
  verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * An algorithm that signs by itself, as those do that a caller brings along (ML-DSA, SLH-DSA). The others do not: their arithmetic with secrets is
 * `createSigner`'s, and who only verifies does without.
 */
export interface SigningAlgorithm extends SignatureAlgorithm {
  /** Signs; `random` serves salts and blinding. Throws `wrong-key-kind`, `key-too-small`, or `bad-rsa-key` or `bad-private-key` for a key that is none. */
  sign(key: PrivateKey, data: Uint8Array, random: RandomBytes): Uint8Array;
  /** The public half of a key; absent: what `publicKeyOf` of this folder tells. Throws `wrong-key-kind` or `bad-private-key`. */
  publicKeyOf?(key: PrivateKey): PublicKey;
}

/** Something that signs: a local key, or a key held elsewhere that answers a promise. */
export interface Signer<R extends Uint8Array | Promise<Uint8Array> = Uint8Array | Promise<Uint8Array>> {
  /** DER of the SubjectPublicKeyInfo that verifies what it signs. */
  readonly publicKey: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  sign(tbs: Uint8Array): R;
}
