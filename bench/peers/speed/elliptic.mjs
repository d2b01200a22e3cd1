/** elliptic, with @noble/hashes for the digest. */
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import elliptic from 'elliptic';
import { inTurn } from './tools.mjs';

function ecdsa(id, hash) {
  const curve = new elliptic.ec(id);
  return {
    [`${id}-sign`]: ({ message, [id]: [key] }) => {
      const secret = curve.keyFromPrivate(key.octets.d);
      return () => Uint8Array.from(curve.sign(hash(message), secret).toDER());
    },
    [`${id}-verify-fresh`]: ({ message, [id]: keys }) =>
      inTurn(keys, ({ signature, point }) => curve.verify(hash(message), signature, curve.keyFromPublic(point))),
    [`${id}-verify-same`]: ({ message, [id]: [key] }) => {
      const point = curve.keyFromPublic(key.point);
      return () => curve.verify(hash(message), key.signature, point);
    },
  };
}

export const peer = { name: 'elliptic', package: 'elliptic', items: { ...ecdsa('p256', sha256), ...ecdsa('p384', sha384) } };
