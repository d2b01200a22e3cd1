/** The keys of Wycheproof's groups: in DER, and where they stand there as JSON Web Keys too, the same. */
import { encodePkcs8, encodePublicKey } from '../../../lib/index.ts';
import { fromJwk, type JwkKeys } from '../../../lib/keystore/jwk.ts';
import { parsePrivateKey, parsePublicKey, type PrivateKey, type PublicKey } from '../../../lib/keys/index.ts';
import { sameBytes } from './bytes.ts';
import { bytesOf, orUndefined, type VectorGroup } from './wycheproof-vector.ts';

/** The public key of a group; undefined where the library refuses it or its JWK is another key. What no JWK can be here is let be. */
export function publicKeyOf({ publicKeyDer, keyDer, publicKeyJwk, keyJwk }: VectorGroup): PublicKey | undefined {
  return orUndefined(() => {
    const key = parsePublicKey(bytesOf(publicKeyDer ?? keyDer));
    const other = keysOf(publicKeyJwk ?? keyJwk)?.publicKey ?? key;
    return sameBytes(encodePublicKey(key), encodePublicKey(other)) ? key : undefined;
  });
}

/** The private key of a group; undefined where the library refuses it or its JWK is another key. */
export function privateKeyOf({ privateKeyPkcs8, privateKeyJwk }: VectorGroup): PrivateKey | undefined {
  return orUndefined(() => {
    const key = parsePrivateKey(bytesOf(privateKeyPkcs8));
    const other = keysOf(privateKeyJwk)?.privateKey ?? key;
    return sameBytes(encodePkcs8(key), encodePkcs8(other)) ? key : undefined;
  });
}

function keysOf(jwk: object | undefined): JwkKeys | undefined {
  return jwk === undefined ? undefined : orUndefined(() => fromJwk(jwk));
}
