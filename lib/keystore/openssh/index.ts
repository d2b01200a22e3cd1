/** Entry point `certwright/openssh`: OpenSSH's public keys, their fingerprints, and its private keys. */
export type { OpensshCipher } from './ciphers.ts';
export { type OpensshOptions, type OpensshPrivateKey, readOpensshPrivateKey, writeOpensshPrivateKey } from './private-key.ts';
export {
  encodeOpensshBlob,
  formatOpensshPublicKey,
  opensshFingerprint,
  type OpensshPublicKey,
  parseOpensshBlob,
  parseOpensshPublicKey,
} from './public-key.ts';
