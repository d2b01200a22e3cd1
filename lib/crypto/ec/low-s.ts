/**
 * ECDSA with one signature per nonce instead of two: where (r, s) is good, (r, n - s) is too, and who identifies things by the octets of their signatures, as
 * Bitcoin did (BIP 62), wants the smaller s only. Certificates have no such rule (SEC 1 4.1.3).
 */
import { bytesToBigInt } from '../../base/bytes.ts';
import { curveFieldOctets } from '../../keys/curves.ts';
import type { EcPublicKey } from '../../keys/types.ts';
import { anyCurveParameters } from './further-parameters.ts';
import type { EcdsaAlgorithm } from './ecdsa.ts';
import { decodeEcdsaSignature } from './signature.ts';

/**
 * The same algorithm, refusing signatures whose s is above half the order of the curve, and signing with the lower s. A `SignatureMemo` does not tell the two
 * apart: do not share one.
 *
 * ```ts
 * import { createSigner, generateKeyPair, verifySignature } from 'certwright';
 * import { ecdsaSha256AnyCurve, withLowS } from 'certwright/crypto';
 * const { publicKey, privateKey } = generateKeyPair({ kind: 'ec', curve: 'secp256k1' });
 * const algorithm = withLowS(ecdsaSha256AnyCurve);
 * const data = new TextEncoder().encode('a payment');
 * const signature = createSigner(privateKey, { algorithm }).sign(data);
 * if (!verifySignature(publicKey, algorithm, data, signature)) throw new Error('the signature must be good');
 * ```
 */
export function withLowS(algorithm: EcdsaAlgorithm): EcdsaAlgorithm {
  return {
    ...algorithm,
    label: `${algorithm.label}-low-s`,
    lowS: true,
    verify: (key, data, signature) =>
      key.kind === 'ec' && algorithm.takes?.(key) === true && hasLowS(key, signature) && algorithm.verify(key, data, signature),
  };
}

function hasLowS({ curve }: EcPublicKey, signature: Uint8Array): boolean {
  const octets = curveFieldOctets(curve);
  const compact = decodeEcdsaSignature(signature, octets);
  return compact !== undefined && 2n * bytesToBigInt(compact.subarray(octets)) < anyCurveParameters(curve).n;
}
