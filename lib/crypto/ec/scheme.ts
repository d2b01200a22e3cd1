/**
 * Signing with ECDSA (FIPS 186-5 6.4.1, SEC 1 4.1.3) with the deterministic nonces of RFC 6979 3.2. Whatever is done with the key or a nonce is done by
 * secret-curve.ts, which says what is masked and what is left; random numbers blind it, and the signature does not depend on them.
 */
import { bigIntToBytes, concatBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { encodePublicKey } from '../../keys/public-key.ts';
import type { EcPrivateKey } from '../../keys/types.ts';
import type { Signer } from '../types.ts';
import type { EcdsaAlgorithm } from './ecdsa.ts';
import { nonces, type SigningTerms } from './nonces.ts';
import { checkedScalar, ecPublicKeyOf } from './points.ts';
import { secretCurve } from './secret-curve.ts';
import { encodeEcdsaSignature } from './signature.ts';
import { leftmostBits } from './verification.ts';

/**
 * What `createSigner` gives for a key on a curve, but the arithmetic of all other kinds of key stays out of the bundle: a page that has keys on curves only pays a third
 * less. Blinding draws on `random`. Throws `wrong-key-kind` where the algorithm does not take the curve, and `bad-private-key` where the key is none.
 *
 * ```ts
 * import { issueRequest, parseName, randomBytes } from 'certwright';
 * import { createEcdsaSigner, ecdsaSha256, generateEcKey } from 'certwright/crypto';
 * const signer = createEcdsaSigner(generateEcKey('P-256', randomBytes), { algorithm: ecdsaSha256, random: randomBytes });
 * const request = issueRequest({ subject: parseName('CN=alice') }, signer);
 * if (request.der.length === 0) throw new Error('a request was due');
 * ```
 */
export function createEcdsaSigner(
  key: EcPrivateKey,
  { algorithm, random }: { readonly algorithm: EcdsaAlgorithm; readonly random: RandomBytes },
): Signer<Uint8Array> {
  const { label, takes } = algorithm;
  if (takes?.(key) === false)
    throw new PkiError('wrong-key-kind', `${label} takes no key on ${key.curve}; ecdsaSha256AnyCurve and its like take all curves`);
  return { publicKey: encodePublicKey(ecPublicKeyOf(key)), algorithm, sign: (tbs) => signEcdsa(algorithm, key, tbs, random) };
}

/** A DER signature with a descriptor of ECDSA. Throws `bad-private-key` where the scalar is out of range. */
export function signEcdsa(algorithm: EcdsaAlgorithm, key: EcPrivateKey, data: Uint8Array, random: RandomBytes): Uint8Array {
  return encodeEcdsaSignature(signDigest(key, algorithm, algorithm.hashFunction.digest(data), random));
}

/** `r || s` over a digest. Throws `bad-private-key` where the scalar is out of range. */
export function signDigest(key: EcPrivateKey, terms: SigningTerms, digest: Uint8Array, random: RandomBytes): Uint8Array {
  const { n, bits, octets, isInRange, abscissa, quotient } = secretCurve(key.curve);
  const d = checkedScalar(key);
  const message = leftmostBits(digest, bits) % n;
  // The blinding of the points, and that of the inversion: eight octets more than the order make the bias of the reduction negligible (FIPS 186-5 A.2.1).
  const blinds = random(2 * octets + 8).slice();
  blinds[blinds.length - 1] = (blinds[blinds.length - 1] as number) | 1;
  for (const nonce of nonces(d, bigIntToBytes(message, octets), terms, bits)) {
    if (!isInRange(nonce)) continue;
    const r = abscissa(nonce, blinds.subarray(0, octets)) % n;
    const s = quotient(nonce, message, r, d, blinds.subarray(octets));
    if (r === 0n || s === 0n) continue;
    return concatBytes(bigIntToBytes(r, octets), bigIntToBytes(terms.lowS === true && 2n * s > n ? n - s : s, octets));
  }
  throw new PkiError('no-nonce', 'the nonce generator of RFC 6979 gave no usable number in 64 tries');
}
