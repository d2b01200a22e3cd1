/**
 * Signing by the masked combs against noble, whose signatures are deterministic as ours: 2,000 keys on each curve with a signature of each, and numbers at which a
 * comb could trip. `CERTWRIGHT_SEED` chooses others, `CERTWRIGHT_SIGNATURES` how many.
 */
import assert from 'node:assert/strict';
import { ed25519 as nobleEd25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { bigIntToBytes, bytesToBigInt } from '../../lib/base/bytes.ts';
import { ecPublicKeyOf } from '../../lib/crypto/ec/points.ts';
import { signDigest } from '../../lib/crypto/ec/scheme.ts';
import { ed25519PublicKeyOf, ed25519Signer } from '../../lib/crypto/eddsa-signing.ts';
import { type HashFunction, sha256, sha384, sha512 } from '../../lib/crypto/hash.ts';
import { seed, seededNumbers, seededOctets } from './seeded.ts';

const SIGNATURES = Number(process.env['CERTWRIGHT_SIGNATURES'] ?? 2000);

for (const [curve, noble, hashFunction] of [
  ['P-256', p256, sha256],
  ['P-384', p384, sha384],
  ['P-521', p521, sha512],
] as const) {
  const { Fn } = noble.Point;
  const { ORDER: n, BYTES: size } = Fn;

  /** Key and signature must be noble's, whatever blinds them. */
  const check = (secret: bigint, digest: Uint8Array, random: (length: number) => Uint8Array, why: string): void => {
    const d = bigIntToBytes(secret, size);
    const terms: { readonly hashFunction: HashFunction } = { hashFunction };
    assert.deepEqual(ecPublicKeyOf({ kind: 'ec', curve, d }).point, noble.getPublicKey(d, false), `key ${why}`);
    const wanted = noble.sign(digest, d, { prehash: false, lowS: false });
    assert.deepEqual(signDigest({ kind: 'ec', curve, d }, terms, digest, random), wanted, `signature ${why}`);
  };

  describe(`kernels: signing on ${curve}, seed ${seed}`, () => {
    it(`${SIGNATURES} keys and signatures`, function () {
      this.timeout(1_200_000);
      const octets = seededOctets(`${curve} signing`);
      for (let i = 0; i < SIGNATURES; i++)
        check(1n + (bytesToBigInt(octets(size + 8)) % (n - 1n)), octets(hashFunction.outputLength), octets, `${i}`);
    });

    it('keys of few bits, of nearly n, of runs of equal bits', function () {
      this.timeout(120_000);
      const octets = seededOctets(`${curve} ends`);
      const below = seededNumbers(`${curve} ends`);
      const bits = n.toString(2).length;
      const keys = [1n, 2n, 3n, n - 1n, n - 2n, n - 3n, (n - 1n) / 2n, (n + 1n) / 2n];
      for (let i = 0; i < bits - 1; i += 3) keys.push(1n << BigInt(i), (1n << BigInt(i + 1)) - 1n, n - (1n << BigInt(i)));
      for (let i = 0; i < 30; i++) keys.push(((1n << BigInt(1 + below(60))) - 1n) << BigInt(below(150)));
      for (const key of keys) check(key, octets(hashFunction.outputLength), octets, `${key}`);
    });

    it('whatever the source of randomness gives', () => {
      const octets = seededOctets(`${curve} blinds`);
      for (const fill of [0, 1, 0x80, 0xff])
        check(
          bytesToBigInt(octets(size - 2)) + 1n,
          octets(hashFunction.outputLength),
          (length) => new Uint8Array(length).fill(fill),
          `${fill}`,
        );
    });
  });
}

describe(`kernels: signing with Ed25519, seed ${seed}`, () => {
  it(`${SIGNATURES} keys and signatures`, function () {
    this.timeout(1_200_000);
    const octets = seededOctets('ed25519 signing');
    const below = seededNumbers('ed25519 signing');
    for (let i = 0; i < SIGNATURES; i++) {
      const key = { kind: 'ed25519', seed: octets(32) } as const;
      const message = octets(below(200));
      assert.deepEqual(ed25519PublicKeyOf(key).point, nobleEd25519.getPublicKey(key.seed), `key ${i}`);
      assert.deepEqual(ed25519Signer(key)(message), nobleEd25519.sign(message, key.seed), `signature ${i}`);
    }
  });
});
