/** Node's WebCrypto: OpenSSL on a pool of threads, whose time is counted. */
import { both, inTurn } from './tools.mjs';

const { subtle } = globalThis.crypto;
const PKCS1 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const PSS = { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 };
const open = ({ spki }, algorithm) => subtle.importKey('spki', spki, algorithm, false, ['verify']);

const signing = (pick, algorithm) => async (fx) => {
  const key = await subtle.importKey('pkcs8', pick(fx).pkcs8, algorithm, false, ['sign']);
  return () => subtle.sign(algorithm, key, fx.message);
};
const verifying = (pick, algorithm, which) => async (fx) => {
  const key = await open(pick(fx), algorithm);
  return () => subtle.verify(algorithm, key, pick(fx)[which], fx.message);
};

function ecdsa(id, namedCurve, hash) {
  const algorithm = { name: 'ECDSA', namedCurve, hash };
  return {
    [`${id}-sign`]: signing((fx) => fx[id][0], algorithm),
    [`${id}-verify-fresh`]: (fx) =>
      inTurn(fx[id], async (key) => subtle.verify(algorithm, await open(key, algorithm), key.other, fx.message)),
    [`${id}-verify-same`]: verifying((fx) => fx[id][0], algorithm, 'other'),
  };
}

const rsa = (id) => ({
  [`${id}-sign`]: signing((fx) => fx[id], PKCS1),
  [`${id}-verify`]: verifying((fx) => fx[id], PKCS1, 'signature'),
});

const rsaKey = { ...PKCS1, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };

export const peer = {
  name: 'WebCrypto',
  mark: 'native',
  items: {
    ...both(rsa),
    'rsa2048-pss-sign': signing((fx) => fx.rsa2048, PSS),
    'rsa2048-pss-verify': verifying((fx) => fx.rsa2048, PSS, 'other'),
    'rsa2048-keygen': () => () => subtle.generateKey(rsaKey, true, ['sign', 'verify']),
    ...ecdsa('p256', 'P-256', 'SHA-256'),
    ...ecdsa('p384', 'P-384', 'SHA-384'),
    'sha256-40mb': (fx) => () => subtle.digest('SHA-256', fx.large),
  },
};
