/** Entry point `certwright/webcrypto`: signing with keys that the platform's WebCrypto holds, extractable or not. */
import { PkiError } from '../base/error.ts';
import type { Signer } from '../crypto/types.ts';
import {
  createWebCryptoSigner as createWebCryptoSignerWith,
  type WebCryptoKey,
  type WebCryptoPair,
  type WebCryptoSubtle,
} from '../crypto/webcrypto-signer.ts';

export type { WebCryptoKey, WebCryptoPair, WebCryptoSubtle } from '../crypto/webcrypto-signer.ts';

/** How a key of WebCrypto is to sign. */
export interface WebCryptoOptions<K extends WebCryptoKey = WebCryptoKey> {
  /** What holds the keys; absent: the platform's `crypto.subtle`. */
  readonly subtle?: WebCryptoSubtle<K>;
  /** Hash of ECDSA, `SHA-256`, `SHA-384` or `SHA-512`; absent: that of the curve's size. An RSA key brings its own. */
  readonly hash?: string;
}

/**
 * A signer over a key of WebCrypto: RSASSA-PKCS1-v1_5, RSA-PSS (the salt as long as the hash) and ECDSA on P-256, P-384 and P-521, each with SHA-256, SHA-384
 * or SHA-512, and Ed25519. The key may be one that cannot be extracted. Everything issued with it is a promise.
 *
 * Throws (as a refused promise) `no-webcrypto` where the platform has none (a page has it in secure contexts only), `wrong-key-kind` for a key that does not
 * sign or whose halves differ in kind, `unsupported-algorithm` for a key of another algorithm or hash, and what the platform throws.
 *
 * ```ts
 * import { issueCertificate, parseName, rootProfile } from 'certwright';
 * import { createWebCryptoSigner } from 'certwright/webcrypto';
 * const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
 * const signer = await createWebCryptoSigner(pair);
 * const validity = { notBefore: 1_767_225_600_000, notAfter: 1_798_761_600_000 };
 * const extensions = rootProfile({ publicKey: signer.publicKey });
 * const root = await issueCertificate({ subject: parseName('CN=Root'), publicKey: signer.publicKey, issuer: 'self', ...validity, extensions }, signer);
 * if (root.version !== 3) throw new Error('a root was to be made');
 * ```
 */
export async function createWebCryptoSigner<K extends WebCryptoKey>(
  pair: WebCryptoPair<K>,
  { subtle, hash }: WebCryptoOptions<K> = {},
): Promise<Signer<Promise<Uint8Array>>> {
  const platform = (globalThis as unknown as { readonly crypto?: { readonly subtle?: WebCryptoSubtle<K> } }).crypto?.subtle;
  const held = subtle ?? platform;
  if (held === undefined)
    throw new PkiError('no-webcrypto', 'this platform has no crypto.subtle; a page has it in secure contexts (https, localhost) only');
  return await createWebCryptoSignerWith(pair, { subtle: held, ...(hash === undefined ? {} : { hash }) });
}
