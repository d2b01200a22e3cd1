/** Signatures both ways against node:crypto, which is OpenSSL: what we sign it verifies, what it signs we verify; triple DES and PBKDF2 beside. */
import assert from 'node:assert/strict';
import {
  constants,
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyPairKeyObjectResult,
  pbkdf2Sync,
  randomBytes as nodeRandom,
  sign,
  verify,
} from 'node:crypto';
import { createSigner, encodePkcs8, encodePublicKey, generateKeyPair, parsePublicKey, verifySignature } from '../../lib/index.ts';
import * as crypto from '../../lib/crypto/index.ts';
import { parsePrivateKey } from '../../lib/keys/index.ts';
import type { KeyPair } from '../../lib/keys/types.ts';

const { rsaPkcs1Sha1, rsaPkcs1Sha224, rsaPkcs1Sha256, rsaPkcs1Sha384, rsaPkcs1Sha512, rsaPkcs1Sha512_224, rsaPkcs1Sha512_256 } = crypto;
const { rsaPssSha256, rsaPssSha384, rsaPssSha512, ecdsaSha1, ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512 } = crypto;
const pkcs1 = [rsaPkcs1Sha1, rsaPkcs1Sha224, rsaPkcs1Sha256, rsaPkcs1Sha384, rsaPkcs1Sha512, rsaPkcs1Sha512_224, rsaPkcs1Sha512_256];
const pss: readonly crypto.SignatureAlgorithm[] = [rsaPssSha256, rsaPssSha384, rsaPssSha512];
const ecdsa = [ecdsaSha1, ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512];

function checkBothWays({ publicKey, privateKey }: KeyPair, algorithm: crypto.SignatureAlgorithm): void {
  const spki = createPublicKey({ key: Buffer.from(encodePublicKey(publicKey)), format: 'der', type: 'spki' });
  const pkcs8 = createPrivateKey({ key: Buffer.from(encodePkcs8(privateKey)), format: 'der', type: 'pkcs8' });
  const hash = algorithm.hash?.toLowerCase().replace('sha-', 'sha').replace('/', '-') ?? null;
  const padding = pss.includes(algorithm) ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
  const data = nodeRandom(100);
  const ours = createSigner(privateKey, { algorithm }).sign(data);
  assert.ok(verify(hash, data, { key: spki, ...padding }, ours), 'node verifies what we sign');
  const theirs = sign(hash, data, { key: pkcs8, ...padding });
  assert.ok(verifySignature(publicKey, algorithm, data, theirs), 'we verify what node signs');
  assert.ok(!verifySignature(publicKey, algorithm, data.subarray(1), theirs));
}

function nodeKey({ publicKey, privateKey }: KeyPairKeyObjectResult): KeyPair {
  return {
    publicKey: parsePublicKey(publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: parsePrivateKey(privateKey.export({ type: 'pkcs8', format: 'der' })),
  };
}

describe('signatures both ways with node:crypto', () => {
  for (const [modulusLength, publicExponent] of [
    [1024, 65_537],
    [1025, 65_537],
    [1031, 3],
    [2048, 65_537],
    [2048, 3],
    [3072, 65_537],
  ] as const) {
    it(`RSA of ${modulusLength} bits made by node, e = ${publicExponent}`, function () {
      this.timeout(60_000);
      const pair = nodeKey(generateKeyPairSync('rsa', { modulusLength, publicExponent }));
      assert.equal(crypto.findKeyDefect(pair.privateKey, nodeRandom), undefined);
      assert.equal(crypto.findKeyMismatch(pair.publicKey, pair.privateKey), undefined);
      for (const algorithm of [...pkcs1, ...pss]) if (modulusLength > 1040 || algorithm !== rsaPssSha512) checkBothWays(pair, algorithm);
    });
  }

  for (const bits of [1024, 2048]) {
    it(`RSA of ${bits} bits made by us`, () => {
      const pair = generateKeyPair({ kind: 'rsa', bits });
      for (const algorithm of [rsaPkcs1Sha256, rsaPssSha256]) checkBothWays(pair, algorithm);
    });
  }

  for (const curve of ['P-256', 'P-384', 'P-521'] as const) {
    it(`ECDSA on ${curve}, keys of both`, () => {
      const theirs = nodeKey(generateKeyPairSync('ec', { namedCurve: curve }));
      for (const pair of [theirs, generateKeyPair({ kind: 'ec', curve })]) for (const algorithm of ecdsa) checkBothWays(pair, algorithm);
    });
  }

  it('Ed25519, keys of both', () => {
    const theirs = nodeKey(generateKeyPairSync('ed25519'));
    for (const pair of [theirs, generateKeyPair({ kind: 'ed25519' })]) checkBothWays(pair, crypto.ed25519);
  });
});

describe('ciphers and PBKDF2 against node:crypto', () => {
  it('DES-EDE3-CBC and AES-CBC of every length to 100', () => {
    for (let length = 0; length <= 100; length++) {
      const [data, desKey, desIv, aesIv] = [nodeRandom(length), nodeRandom(24), nodeRandom(8), nodeRandom(16)];
      const aesKey = nodeRandom([16, 24, 32][length % 3] as number);
      const des = createCipheriv('des-ede3-cbc', desKey, desIv);
      const aes = createCipheriv(`aes-${aesKey.length * 8}-cbc`, aesKey, aesIv);
      const [desSealed, aesSealed] = [des, aes].map((cipher) => Buffer.concat([cipher.update(data), cipher.final()])) as [Buffer, Buffer];
      assert.ok(data.equals(crypto.desEde3CbcDecrypt(desKey, desIv, desSealed)));
      assert.ok(data.equals(crypto.aesCbcDecrypt(aesKey, aesIv, aesSealed)));
      assert.ok(aesSealed.equals(crypto.aesCbcEncrypt(aesKey, aesIv, data)));
    }
  });

  it('PBKDF2 with every hash', () => {
    const hashes = [crypto.sha1, crypto.sha224, crypto.sha256, crypto.sha384, crypto.sha512, crypto.sha512_224, crypto.sha512_256];
    for (const hash of hashes) {
      const [password, salt] = [nodeRandom(20), nodeRandom(16)];
      const name = hash.label.toLowerCase().replace('sha-', 'sha').replace('/', '-');
      const theirs = pbkdf2Sync(password, salt, 1000, 77, name);
      assert.ok(theirs.equals(crypto.pbkdf2(hash, password, { salt, iterations: 1000, keyLength: 77 })), hash.label);
    }
  });
});
