/** JSON Web Keys between node:crypto, WebCrypto and us, both ways. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, webcrypto } from 'node:crypto';
import { encodePkcs8, parsePrivateKey } from '../../lib/keys/pkcs8.ts';
import { encodePublicKey, parsePublicKey } from '../../lib/keys/public-key.ts';
import { fromJwk, toJwk } from '../../lib/keystore/jwk.ts';

const MAKE: Readonly<Record<string, () => { privateKey: KeyObject; publicKey: KeyObject }>> = {
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  secp256k1: () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
  Ed448: () => generateKeyPairSync('ed448'),
  X25519: () => generateKeyPairSync('x25519'),
  X448: () => generateKeyPairSync('x448'),
};

/** The same keys out of DER: of a key that it generated itself, Node 20 makes a JWK with a risk to wait for ever, if the collector comes in between. */
function readBack({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): {
  privateKey: KeyObject;
  publicKey: KeyObject;
} {
  return {
    privateKey: createPrivateKey({ key: privateKey.export({ format: 'der', type: 'pkcs8' }), format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: publicKey.export({ format: 'der', type: 'spki' }), format: 'der', type: 'spki' }),
  };
}

/** Member by member, in any order. */
function sameJwk(ours: object, theirs: object): void {
  assert.deepEqual({ ...ours }, { ...theirs });
}

describe('JSON Web Keys between node:crypto and certwright', () => {
  for (const [name, make] of Object.entries(MAKE)) {
    it(`${name}: each writes what the other writes and reads what the other wrote`, () => {
      for (let round = 0; round < (name === 'RSA' ? 2 : 20); round++) {
        const { privateKey, publicKey } = readBack(make());
        const theirPrivate = privateKey.export({ format: 'jwk' });
        const theirPublic = publicKey.export({ format: 'jwk' });
        const ourPrivate = parsePrivateKey(privateKey.export({ format: 'der', type: 'pkcs8' }));
        const ourPublic = parsePublicKey(publicKey.export({ format: 'der', type: 'spki' }));
        sameJwk(toJwk(ourPrivate), theirPrivate);
        sameJwk(toJwk(ourPublic), theirPublic);
        const read = fromJwk(theirPrivate);
        assert.ok(read.privateKey !== undefined);
        assert.deepEqual(encodePublicKey(read.publicKey), encodePublicKey(ourPublic));
        assert.deepEqual(fromJwk(theirPublic), { publicKey: read.publicKey });
        const again = createPrivateKey({ key: toJwk(read.privateKey) as JsonWebKey, format: 'jwk' });
        assert.ok(again.equals(privateKey));
        assert.ok(createPrivateKey({ key: Buffer.from(encodePkcs8(read.privateKey)), format: 'der', type: 'pkcs8' }).equals(privateKey));
        assert.ok(createPublicKey({ key: toJwk(read.publicKey) as JsonWebKey, format: 'jwk' }).equals(publicKey));
      }
    });
  }

  it('WebCrypto takes ours and gives what we read', async () => {
    for (const namedCurve of ['P-256', 'P-384', 'P-521']) {
      const algorithm = { name: 'ECDSA', namedCurve };
      const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const theirs = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
      const { privateKey, publicKey } = fromJwk(theirs);
      assert.ok(privateKey !== undefined);
      const jwk = toJwk(privateKey, { key_ops: ['sign'] });
      const imported = await webcrypto.subtle.importKey('jwk', jwk as webcrypto.JsonWebKey, algorithm, true, ['sign']);
      const signature = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, imported, Uint8Array.of(1));
      const verifier = await webcrypto.subtle.importKey('jwk', toJwk(publicKey) as webcrypto.JsonWebKey, algorithm, true, ['verify']);
      assert.ok(await webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, verifier, signature, Uint8Array.of(1)));
    }
  });
});
