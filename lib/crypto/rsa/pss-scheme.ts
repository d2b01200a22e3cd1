/** RSASSA-PSS itself (RFC 8017 8.1): a descriptor of whatever parameters; their encodings are the caller's. */
import { bitLength } from '../../base/bytes.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { isPssEncoding, type RsaPssParameters } from './pss-encoding.ts';
import { recoverEncodedMessage } from './public.ts';

/** A descriptor of RSASSA-PSS; `createSigner` signs with it. */
export interface RsaPssAlgorithm extends SignatureAlgorithm {
  readonly pss: RsaPssParameters;
}

type RsaKey<K> = Extract<K, { readonly kind: 'rsa' | 'rsa-pss' }>;

/** A descriptor of RSASSA-PSS with `pss`, for RSA keys, and for those for RSASSA-PSS only that `allows` lets pass. */
export function pssAlgorithm(
  label: string,
  encodings: readonly Uint8Array[],
  pss: RsaPssParameters,
  allows: (key: RsaKey<PublicKey | PrivateKey>) => boolean,
): RsaPssAlgorithm {
  const takes = <K extends PublicKey | PrivateKey>(key: K): key is RsaKey<K> =>
    (key.kind === 'rsa' || key.kind === 'rsa-pss') && allows(key);
  return {
    label,
    encodings,
    keyKind: 'rsa',
    hash: pss.hash.label,
    pss,
    takes,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      if (!takes(key)) return false;
      const message = recoverEncodedMessage(key, signature);
      if (message === undefined) return false;
      const bits = bitLength(key.n) - 1;
      // Where the modulus has 8m + 1 bits, the encoded message has one octet less than it (RFC 8017 8.1.2 step 2c).
      const spare = message.length - Math.ceil(bits / 8);
      return message.subarray(0, spare).every((octet) => octet === 0) && isPssEncoding(pss, data, message.subarray(spare), bits);
    },
  };
}
