import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { encodePkcs1PrivateKey, parsePkcs1PrivateKey } from '../../lib/keys/pkcs1.ts';
import { encodePkcs8, parsePrivateKey } from '../../lib/keys/pkcs8.ts';
import { encodePublicKey, parsePublicKey } from '../../lib/keys/public-key.ts';
import { encodeSec1, parseSec1 } from '../../lib/keys/sec1.ts';
import type { EcPrivateKey, PrivateKey, PublicKey, RsaPrivateKey } from '../../lib/keys/types.ts';
import { decryptPkcs8, encryptPrivateKey } from '../../lib/keystore/encrypted-key.ts';
import { fromJwk, toJwk } from '../../lib/keystore/jwk.ts';
import { encodeLegacyPem } from '../../lib/keystore/legacy-pem.ts';
import { loadPrivateKey } from '../../lib/keystore/load.ts';
import { encodePem } from '../../lib/asn1/pem.ts';
import { holds, titled } from '../support/properties.ts';

const number = fc.bigInt({ min: 1n, max: 2n ** 1030n });
const octets = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const curve = fc.constantFrom(['P-256', 32] as const, ['P-384', 48] as const, ['P-521', 66] as const);
const pointOf = (size: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    octets(2 * size).map((xy) => Uint8Array.from([4, ...xy])),
    fc.tuple(fc.constantFrom(2, 3), octets(size)).map(([form, x]) => Uint8Array.from([form, ...x])),
  );

const rsa: fc.Arbitrary<RsaPrivateKey> = fc
  .tuple(number, number, number, number, number, number, number, number)
  .map(([n, e, d, p, q, dp, dq, qi]) => ({ kind: 'rsa', n, e, d, p, q, dp, dq, qi }));
const ec: fc.Arbitrary<EcPrivateKey> = curve.chain(([name, size]) =>
  fc
    .tuple(octets(size), fc.option(pointOf(size), { nil: undefined }))
    .map(([d, point]) => (point === undefined ? { kind: 'ec', curve: name, d } : { kind: 'ec', curve: name, d, point })),
);
const edwards: fc.Arbitrary<PrivateKey> = fc
  .tuple(octets(32), fc.option(octets(32), { nil: undefined }))
  .map(([seed, point]) => (point === undefined ? { kind: 'ed25519', seed } : { kind: 'ed25519', seed, point }));
const publicKey: fc.Arbitrary<PublicKey> = fc.oneof(
  fc.tuple(number, number).map(([n, e]): PublicKey => ({ kind: 'rsa', n, e })),
  curve.chain(([name, size]) => pointOf(size).map((point): PublicKey => ({ kind: 'ec', curve: name, point }))),
  octets(32).map((point): PublicKey => ({ kind: 'ed25519', point })),
);

describe(titled('keys'), () => {
  it('SubjectPublicKeyInfo: what is written is read', () => {
    holds(fc.property(publicKey, (key) => assert.deepEqual(parsePublicKey(encodePublicKey(key)), key)));
  });

  it('PKCS #8: what is written is read, by its own parser and by shape', () => {
    holds(
      fc.property(fc.oneof(rsa, ec, edwards), (key) => {
        const der = encodePkcs8(key);
        assert.deepEqual(parsePrivateKey(der), key);
        assert.deepEqual(loadPrivateKey(der), key);
        assert.deepEqual(loadPrivateKey(encodePem('PRIVATE KEY', der)), key);
      }),
    );
  });

  it('PKCS #1 and SEC 1: what is written is read, by its own parser and by shape', () => {
    holds(
      fc.property(rsa, ec, (rsaKey, ecKey) => {
        assert.deepEqual(parsePkcs1PrivateKey(encodePkcs1PrivateKey(rsaKey)), rsaKey);
        assert.deepEqual(loadPrivateKey(encodePkcs1PrivateKey(rsaKey)), rsaKey);
        assert.deepEqual(parseSec1(encodeSec1(ecKey)), ecKey);
        assert.deepEqual(loadPrivateKey(encodeSec1(ecKey)), ecKey);
        assert.deepEqual(parseSec1(encodeSec1(ecKey, { parameters: false }), { curve: ecKey.curve }), ecKey);
      }),
    );
  });

  it('encryption: what is locked opens with its passphrase', () => {
    const prf = fc.constantFrom('SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA-512/224', 'SHA-512/256');
    const cipher = fc.constantFrom('AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC');
    const any = fc.record({ key: fc.oneof(ec, edwards), passphrase: fc.string({ unit: 'grapheme' }), prf, cipher, salt: octets(16) });
    holds(
      fc.property(any, fc.integer({ min: 1, max: 20 }), (choice, iterations) => {
        const der = encodePkcs8(choice.key);
        const locked = encryptPrivateKey(der, choice.passphrase, {
          random: () => choice.salt,
          iterations,
          prf: choice.prf,
          cipher: choice.cipher,
        });
        assert.deepEqual(decryptPkcs8(locked, choice.passphrase), der);
        assert.deepEqual(loadPrivateKey(locked, { passphrase: choice.passphrase }), choice.key);
      }),
      200,
    );
  });

  it('encryption for old readers and by scrypt: what is locked opens with its passphrase and with no other', () => {
    const options = fc.oneof(
      fc.record({
        scheme: fc.constant('PKCS12' as const),
        cipher: fc.constantFrom('DES-EDE3-CBC', 'DES-EDE2-CBC'),
        iterations: fc.integer({ min: 1, max: 9 }),
      }),
      fc.record({
        kdf: fc.constant('scrypt' as const),
        cost: fc.constantFrom(2, 8, 32),
        blockSize: fc.integer({ min: 1, max: 9 }),
        parallelization: fc.integer({ min: 1, max: 5 }),
      }),
      fc.record({ cipher: fc.constant('DES-EDE3-CBC' as const), iterations: fc.integer({ min: 1, max: 9 }) }),
    );
    holds(
      fc.property(fc.oneof(ec, edwards), fc.string({ unit: 'grapheme' }), options, octets(16), (key, passphrase, choice, salt) => {
        const locked = encryptPrivateKey(key, passphrase, { ...choice, random: (length) => salt.subarray(0, length) });
        assert.deepEqual(loadPrivateKey(locked, { passphrase }), key);
        assert.throws(() => loadPrivateKey(locked, { passphrase: `${passphrase}.` }), { code: 'wrong-passphrase' });
      }),
      150,
    );
  });

  it('PEM headers: what is locked opens with its passphrase', () => {
    const cipher = fc.constantFrom('AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'DES-EDE3-CBC');
    holds(
      fc.property(ec, fc.string({ unit: 'grapheme' }), cipher, octets(16), (key, passphrase, name, iv) => {
        const pem = encodeLegacyPem('EC PRIVATE KEY', encodeSec1(key), passphrase, name, (length) => iv.subarray(0, length));
        assert.deepEqual(loadPrivateKey(pem, { passphrase }), key);
      }),
    );
  });

  it('JSON Web Keys: what is written is read', () => {
    holds(
      fc.property(
        rsa,
        fc.option(fc.array(fc.record({ r: number, d: number, t: number }, { noNullPrototype: true }), { minLength: 1, maxLength: 3 }), {
          nil: undefined,
        }),
        (key, otherPrimes) => {
          const whole = otherPrimes === undefined ? key : { ...key, otherPrimes };
          const { publicKey, privateKey } = fromJwk(JSON.parse(JSON.stringify(toJwk(whole))) as object);
          assert.deepEqual([publicKey, privateKey], [{ kind: 'rsa', n: key.n, e: key.e }, whole]);
        },
      ),
    );
  });
});
