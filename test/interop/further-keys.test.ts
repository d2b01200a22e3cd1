/** Ed448, X25519, X448 and the curves beyond the usual three, both ways with node:crypto, which is OpenSSL: keys, signatures and shared secrets of each are those of the other. */
import assert from 'node:assert/strict';
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
  randomBytes as nodeRandom,
  sign,
  verify,
} from 'node:crypto';
import * as crypto from '../../lib/crypto/index.ts';
import {
  createSigner,
  encodePkcs8,
  encodePublicKey,
  findKeyDefect,
  findKeyMismatch,
  generateKeyPair,
  parsePublicKey,
  sharedSecret,
  verifySignature,
} from '../../lib/index.ts';
import { CURVE_NAMES } from '../../lib/keys/curves.ts';
import { parsePrivateKey } from '../../lib/keys/index.ts';
import type { CurveName, KeyPair } from '../../lib/keys/types.ts';

const OPENSSL_NAMES: Readonly<Partial<Record<CurveName, string>>> = { 'P-224': 'secp224r1' };
const opensslName = (curve: CurveName): string => OPENSSL_NAMES[curve] ?? curve;

const { ecdsaSha1AnyCurve, ecdsaSha224AnyCurve, ecdsaSha256AnyCurve, ecdsaSha384AnyCurve, ecdsaSha512AnyCurve } = crypto;
const { ecdsaSha3_224, ecdsaSha3_256, ecdsaSha3_384, ecdsaSha3_512 } = crypto;
const hashes: readonly (readonly [crypto.SignatureAlgorithm, string])[] = [
  [ecdsaSha1AnyCurve, 'sha1'],
  [ecdsaSha224AnyCurve, 'sha224'],
  [ecdsaSha256AnyCurve, 'sha256'],
  [ecdsaSha384AnyCurve, 'sha384'],
  [ecdsaSha512AnyCurve, 'sha512'],
  [ecdsaSha3_224, 'sha3-224'],
  [ecdsaSha3_256, 'sha3-256'],
  [ecdsaSha3_384, 'sha3-384'],
  [ecdsaSha3_512, 'sha3-512'],
];

/** A pair in both forms. */
interface Pair extends KeyPair {
  readonly open: KeyObject;
  readonly secret: KeyObject;
}

function ofNode({ publicKey, privateKey }: KeyPairKeyObjectResult): Pair {
  return {
    publicKey: parsePublicKey(publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: parsePrivateKey(privateKey.export({ type: 'pkcs8', format: 'der' })),
    open: publicKey,
    secret: privateKey,
  };
}

function ofOurs({ publicKey, privateKey }: KeyPair): Pair {
  return {
    publicKey,
    privateKey,
    open: createPublicKey({ key: Buffer.from(encodePublicKey(publicKey)), format: 'der', type: 'spki' }),
    secret: createPrivateKey({ key: Buffer.from(encodePkcs8(privateKey)), format: 'der', type: 'pkcs8' }),
  };
}

function fits({ publicKey, privateKey, open, secret }: Pair): void {
  assert.equal(findKeyDefect(privateKey), undefined);
  assert.equal(findKeyMismatch(publicKey, privateKey), undefined);
  assert.deepEqual(encodePublicKey(publicKey), new Uint8Array(open.export({ type: 'spki', format: 'der' })));
  assert.deepEqual(createPublicKey(secret).export({ type: 'spki', format: 'der' }), open.export({ type: 'spki', format: 'der' }));
}

function signBothWays({ publicKey, privateKey, open, secret }: Pair, algorithm: crypto.SignatureAlgorithm, hash: string | null): void {
  const data = nodeRandom(100);
  assert.ok(verify(hash, data, open, createSigner(privateKey, { algorithm }).sign(data)), `node verifies ${algorithm.label}`);
  const theirs = sign(hash, data, secret);
  assert.ok(verifySignature(publicKey, algorithm, data, theirs), `we verify ${algorithm.label}`);
  assert.ok(!verifySignature(publicKey, algorithm, data.subarray(1), theirs));
}

function agreeBothWays(ours: Pair, theirs: Pair): void {
  const secret = diffieHellman({ privateKey: ours.secret, publicKey: theirs.open });
  assert.deepEqual(sharedSecret(ours.privateKey, theirs.publicKey), new Uint8Array(secret));
  assert.deepEqual(sharedSecret(theirs.privateKey, ours.publicKey), new Uint8Array(secret));
}

describe('further keys both ways with node:crypto', () => {
  for (const curve of CURVE_NAMES) {
    it(`ECDSA and ECDH on ${curve}, keys of both`, () => {
      const pairs = [
        ofNode(generateKeyPairSync('ec', { namedCurve: opensslName(curve) })),
        ofOurs(generateKeyPair({ kind: 'ec', curve })),
      ] as const;
      for (const pair of pairs) {
        fits(pair);
        for (const [algorithm, hash] of hashes) signBothWays(pair, algorithm, hash);
      }
      agreeBothWays(...pairs);
    });
  }

  it('Ed448, keys of both', () => {
    for (const pair of [ofNode(generateKeyPairSync('ed448')), ofOurs(generateKeyPair({ kind: 'ed448' }))]) {
      fits(pair);
      for (let i = 0; i < 5; i++) signBothWays(pair, crypto.ed448, null);
    }
  });

  it('X25519 and X448, keys of both', () => {
    for (let i = 0; i < 5; i++) {
      for (const [ours, theirs] of [
        [ofOurs(generateKeyPair({ kind: 'x25519' })), ofNode(generateKeyPairSync('x25519'))],
        [ofOurs(generateKeyPair({ kind: 'x448' })), ofNode(generateKeyPairSync('x448'))],
      ] as const) {
        fits(ours);
        fits(theirs);
        agreeBothWays(ours, theirs);
      }
    }
  });

  it('an RSA key for RSASSA-PSS only, restricted and not', () => {
    const restrictions = { hash: crypto.sha256.oid, mgfHash: crypto.sha256.oid, minSaltLength: 32 };
    for (const more of [{}, { restrictions }]) {
      const pair = ofOurs(generateKeyPair({ kind: 'rsa-pss', bits: 1024, ...more }));
      assert.equal(pair.open.asymmetricKeyType, 'rsa-pss');
      assert.deepEqual(pair.publicKey, parsePublicKey(pair.open.export({ type: 'spki', format: 'der' })));
      const data = nodeRandom(50);
      const saltLength = { saltLength: 32 };
      const signer = createSigner(pair.privateKey);
      assert.ok(verify('sha256', data, { key: pair.open, ...saltLength }, signer.sign(data)));
      assert.ok(verifySignature(pair.publicKey, signer.algorithm, data, sign('sha256', data, { key: pair.secret, ...saltLength })));
    }
  });
});
