/** What all three ways of issuing share: signers, results, options. */
import type { RandomBytes } from '../base/bytes.ts';
import type { Signer } from '../crypto/types.ts';
import type { PublicKey } from '../keys/types.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';

/** What a signer gives: the signature, or a promise of it. */
export type SignerAnswer = Uint8Array | Promise<Uint8Array>;

/** What issuing gives: the view where the signer is synchronous, a promise of it where the signer answers one. */
export type Issued<T, R extends SignerAnswer> = R extends Promise<Uint8Array> ? Promise<T> : T;

/** A signer's key and algorithm, all that is needed before its signature. */
export type SignerIdentity = Pick<Signer, 'publicKey' | 'algorithm'>;

/** A public key in any of the forms it is met in: DER of a SubjectPublicKeyInfo, its view, or numbers. */
export type PublicKeyInput = Uint8Array | SubjectPublicKeyInfo | PublicKey;

/** How issuing goes about its work. */
export interface IssueOptions {
  /** Source of serial numbers. */
  readonly random: RandomBytes;
  /**
   * Whether the template must fit RFC 5280 and its issuer: `rfc5280` (default) refuses what no verifier would take, `none` signs whatever can be
   * encoded, as `openssl x509 -req` does.
   */
  readonly rules?: IssueRules;
}

/** Which rules a template must keep before it is signed. */
export type IssueRules = 'rfc5280' | 'none';
