/** Rust's RSA as WebAssembly, and a reader of certificates by the same author. */
import { RsaWasm } from '@hazae41/rsa.wasm';
import { sha256 } from '@noble/hashes/sha2.js';
// By its path: version 1.2.14 names files in its exports that it does not have.
import { readAndResolveFromBytesOrThrow, X509 } from '../node_modules/@hazae41/x509/dist/esm/index.mjs';
import { both } from './tools.mjs';

await RsaWasm.initBundled();
const { Memory, RsaPrivateKey, RsaPublicKey } = RsaWasm;
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const digestInfo = (message) => new Uint8Array([...DIGEST_INFO, ...sha256(message)]);

const rsa = (id) => ({
  [`${id}-sign`]: (fx) => {
    const key = RsaPrivateKey.from_pkcs8_der(new Memory(fx[id].pkcs8));
    return () => Uint8Array.from(key.sign_pkcs1v15_unprefixed(new Memory(digestInfo(fx.message))).bytes);
  },
  [`${id}-verify`]: (fx) => {
    const key = RsaPublicKey.from_public_key_der(new Memory(fx[id].spki));
    return () => key.verify_pkcs1v15_unprefixed(new Memory(digestInfo(fx.message)), new Memory(fx[id].signature));
  },
});

function fields(der) {
  const { subject, issuer, serialNumber, validity, subjectPublicKeyInfo, extensions } = readAndResolveFromBytesOrThrow(
    X509.Certificate,
    der,
  ).tbsCertificate;
  return {
    subject: subject.toX501OrThrow(),
    issuer: issuer.toX501OrThrow(),
    serial: serialNumber.value.toString(16),
    notBefore: Number(validity.notBefore.value),
    notAfter: Number(validity.notAfter.value),
    spki: subjectPublicKeyInfo,
    san: extensions?.extensions,
  };
}

export const peer = {
  name: '@hazae41 (wasm)',
  package: '@hazae41/rsa.wasm',
  mark: 'wasm',
  items: {
    ...both(rsa),
    'rsa2048-keygen': () => () => new RsaPrivateKey(2048),
    'parse-rsa-leaf': (fx) => Object.assign(() => fields(fx.rsaChain.leaf), { note: 'its extensions are not decoded' }),
    'parse-ec-leaf': (fx) => Object.assign(() => fields(fx.ecChain.leaf), { note: 'its extensions are not decoded' }),
  },
};
