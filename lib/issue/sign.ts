/**
 * The one place where something is signed: a structure is prepared, its signature is asked for, and the finished structure is read back. The signer
 * may answer at once or with a promise; both run through the same two halves.
 *
 *     SIGNED{ToBeSigned} ::= SEQUENCE {
 *          toBeSigned           ToBeSigned,
 *          algorithmIdentifier  AlgorithmIdentifier,
 *          signature            BIT STRING }
 */
import { type DerWriter, encodeSequence } from '../asn1/writer.ts';
import { equalBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import { encodePublicKey, parsePublicKey } from '../keys/public-key.ts';
import type { Issued, PublicKeyInput, SignerAnswer, SignerIdentity } from './types.ts';

/** A structure that waits for its signature. */
export interface Prepared<T> {
  /** The octets to sign. */
  readonly tbs: Uint8Array;
  /** Makes the signed structure of the signature, reads it back and checks it. */
  finish(signature: Uint8Array): T;
}

/** Asks `signer` for the signature of `prepared` and finishes it, at once or when the promise is kept. */
export function signPrepared<T, R extends SignerAnswer>(prepared: Prepared<T>, signer: Signer<R>): Issued<T, R> {
  const signature: SignerAnswer = signer.sign(prepared.tbs);
  const result = signature instanceof Uint8Array ? prepared.finish(signature) : signature.then((octets) => prepared.finish(octets));
  return result as Issued<T, R>;
}

/** DER of the AlgorithmIdentifier that this algorithm writes. */
export function writtenIdentifier(algorithm: SignatureAlgorithm): Uint8Array {
  const [der] = algorithm.encodings;
  if (der === undefined) throw new PkiError('algorithm-without-encoding', `the algorithm ${algorithm.label} lists no encoding`);
  return der;
}

/**
 * DER of the signed structure. The signature is verified first, so that a broken signer, a key of the wrong token or a fault in the arithmetic
 * never leaves this place. `further` writes what stands behind the signature. Throws `signature-does-not-verify`.
 */
export function encodeSigned(
  tbs: Uint8Array,
  { publicKey, algorithm }: SignerIdentity,
  signature: Uint8Array,
  further: (signed: DerWriter) => void = () => {},
): Uint8Array {
  if (!algorithm.verify(parsePublicKey(publicKey), tbs, signature))
    throw new PkiError('signature-does-not-verify', `the signature (${algorithm.label}) does not verify with the signer's own public key`);
  return encodeSequence((signed) => further(signed.raw(tbs).raw(writtenIdentifier(algorithm)).bitString(signature)));
}

/** DER of the SubjectPublicKeyInfo of a key in any form. */
export function publicKeyDer(key: PublicKeyInput): Uint8Array {
  if (key instanceof Uint8Array) return key;
  return 'der' in key ? key.der : encodePublicKey(key);
}

/** Throws `signer-key-mismatch` unless the signer's key is `key`, the one that verifiers will use. */
export function assertSignerKey(signer: SignerIdentity, key: Uint8Array, whose: string): void {
  if (!equalBytes(signer.publicKey, key))
    throw new PkiError('signer-key-mismatch', `the signer's key is not the public key of ${whose}; nobody could verify the signature`);
}

/** Throws `read-back-differs`: what was written is not what reads back, a fault of this library. */
export function assertReadBack(same: boolean, field: string): void {
  if (!same) throw new PkiError('read-back-differs', `the ${field} read back differs from the one written`, { path: field });
}
