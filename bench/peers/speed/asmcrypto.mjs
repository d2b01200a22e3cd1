/** asmcrypto.js: RSA and hashes in asm.js. Its verify throws where a signature is wrong. */
import { createRequire } from 'node:module';
import { both, random } from './tools.mjs';

// Its ES modules are not readable to Node.
const { RSA_PKCS1_v1_5, RSA_PSS, Sha256 } = createRequire(import.meta.url)('asmcrypto.js');
const secret = ({ octets }) => ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].map((member) => octets[member]);
const open = ({ octets }) => [octets.n, octets.e];

const signing = (id) => (fx) => () => new RSA_PKCS1_v1_5(secret(fx[id]), new Sha256()).sign(fx.message);
const verifying = (id) => (fx) => () => {
  new RSA_PKCS1_v1_5(open(fx[id]), new Sha256()).verify(fx[id].signature, fx.message);
  return true;
};

export const peer = {
  name: 'asmcrypto.js',
  package: 'asmcrypto.js',
  items: {
    ...both((id) => ({ [`${id}-sign`]: signing(id), [`${id}-verify`]: verifying(id) })),
    'rsa2048-pss-sign': (fx) => () => new RSA_PSS(secret(fx.rsa2048), new Sha256(), 32).sign(fx.message, random(32)),
    'rsa2048-pss-verify': (fx) => () => {
      new RSA_PSS(open(fx.rsa2048), new Sha256(), 32).verify(fx.rsa2048.other, fx.message);
      return true;
    },
    'sha256-40mb': (fx) => () => new Sha256().process(fx.large).finish().result,
  },
};
