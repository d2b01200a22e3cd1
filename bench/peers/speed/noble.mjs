/** @noble/curves: elliptic curves in BigInt. Its public keys are octets, decoded at each verification. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { inTurn } from './tools.mjs';

const options = { lowS: false };

const ecdsa = (id, curve) => ({
  [`${id}-sign`]:
    ({ message, [id]: [key] }) =>
    () =>
      curve.sign(message, key.octets.d, { ...options, format: 'der' }),
  [`${id}-verify-fresh`]: ({ message, [id]: keys }) => inTurn(keys, ({ other, point }) => curve.verify(other, message, point, options)),
  [`${id}-verify-same`]:
    ({ message, [id]: [key] }) =>
    () =>
      curve.verify(key.other, message, key.point, options),
});

export const peer = {
  name: '@noble/curves',
  package: '@noble/curves',
  items: {
    ...ecdsa('p256', p256),
    ...ecdsa('p384', p384),
    'ed25519-sign':
      ({ message, ed25519: [key] }) =>
      () =>
        ed25519.sign(message, key.octets.d),
    'ed25519-verify': ({ message, ed25519: keys }) =>
      inTurn(keys, ({ signature, octets }) => ed25519.verify(signature, message, octets.x, { zip215: false })),
  },
};
