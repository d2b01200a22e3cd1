/** micro-rsa-dsa-dh: RSA in BigInt. Its private key is n and d, so that it signs without the primes. */
import { sha256 } from '@noble/hashes/sha2.js';
import { keygen, mgf1, PKCS1_SHA256, PSS } from 'micro-rsa-dsa-dh/rsa.js';
import { big, both } from './tools.mjs';

const pss = PSS(sha256, mgf1(sha256), 32);
const secret = ({ octets: { n, d } }) => ({ n: big(n), d: big(d) });
const open = ({ octets: { n, e } }) => ({ n: big(n), e: big(e) });

const signing = (id, scheme) => (fx) => {
  const key = secret(fx[id]);
  return () => scheme.sign(key, fx.message);
};
const verifying = (id, scheme, which) => (fx) => {
  const key = open(fx[id]);
  const signature = fx[id][which];
  return () => scheme.verify(key, fx.message, signature);
};

export const peer = {
  name: 'micro-rsa-dsa-dh',
  package: 'micro-rsa-dsa-dh',
  items: {
    ...both((id) => ({ [`${id}-sign`]: signing(id, PKCS1_SHA256), [`${id}-verify`]: verifying(id, PKCS1_SHA256, 'signature') })),
    'rsa2048-pss-sign': signing('rsa2048', pss),
    'rsa2048-pss-verify': verifying('rsa2048', pss, 'other'),
    'rsa2048-keygen': () => () => keygen(2048),
  },
};
