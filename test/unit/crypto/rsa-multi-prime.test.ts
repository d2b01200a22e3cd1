/** RSA keys of three to five primes (RFC 8017 3.2, A.1.2): both ways through DER, checked, and used. */
import assert from 'node:assert/strict';
import { fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { findKeyDefect } from '../../../lib/crypto/key-check.ts';
import { modInverse } from '../../../lib/crypto/rsa/arithmetic.ts';
import { rsaPkcs1Sha256 } from '../../../lib/crypto/rsa/pkcs1.ts';
import { isProbablePrime } from '../../../lib/crypto/rsa/primality.ts';
import { rsaPublicKeyOf } from '../../../lib/crypto/rsa/private.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import { encodePkcs1PrivateKey, parsePkcs1PrivateKey } from '../../../lib/keys/pkcs1.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import type { RsaOtherPrime, RsaPrivateKey } from '../../../lib/keys/types.ts';
import { throwsCode } from '../../support/throws.ts';
import { rsaKey } from './rsa-fixture.ts';
import { furtherSignatures, threePrimesDer, threePrimesKey } from './rsa-further-fixture.ts';
import { testRandom } from './test-random.ts';

const ABC = utf8('abc');
const [third] = threePrimesKey.otherPrimes as [RsaOtherPrime];
const sign = (key: RsaPrivateKey): Uint8Array => createSigner(key, { algorithm: rsaPkcs1Sha256, random: testRandom('blinding') }).sign(ABC);

/** The primes above 2^bits, one after the other. */
function primesAbove(bits: number, count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = (1n << BigInt(bits)) + 1n; found.length < count; candidate += 2n)
    if (candidate % 65_537n !== 1n && isProbablePrime(candidate, testRandom('bases'), 4)) found.push(candidate);
  return found;
}

/** The key of these primes. */
function keyOf(primes: readonly bigint[]): RsaPrivateKey {
  const [p, q, ...others] = primes as [bigint, bigint];
  const n = primes.reduce((all, prime) => all * prime, 1n);
  const d = modInverse(
    65_537n,
    primes.reduce((all, prime) => all * (prime - 1n), 1n),
  );
  let before = p * q;
  const otherPrimes = others.map((r: bigint) => {
    const prime = { r, d: d % (r - 1n), t: modInverse(before, r) };
    before *= r;
    return prime;
  });
  return { kind: 'rsa', n, e: 65_537n, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: modInverse(q, p), otherPrimes };
}

describe('RSA keys of more than two primes', () => {
  it('come back octet for octet, in PKCS#1 and in PKCS#8', () => {
    assert.equal(threePrimesKey.p * threePrimesKey.q * third.r, threePrimesKey.n);
    assert.deepEqual(encodePkcs1PrivateKey(threePrimesKey), threePrimesDer);
    assert.deepEqual(parsePrivateKey(encodePkcs8(threePrimesKey)), threePrimesKey);
    assert.equal(toHex(encodePkcs1PrivateKey(rsaKey)).slice(8, 14), '020100', 'two primes are version 0');
    assert.deepEqual(encodePkcs1PrivateKey({ ...rsaKey, otherPrimes: [] }), encodePkcs1PrivateKey(rsaKey));
  });

  it('sign as OpenSSL does', () => {
    assert.equal(toHex(sign(threePrimesKey)), furtherSignatures['three-primes-pkcs1-sha256']);
    assert.ok(rsaPkcs1Sha256.verify(rsaPublicKeyOf(threePrimesKey), ABC, sign(threePrimesKey)));
  });

  it('of four and five primes sign', () => {
    for (const count of [4, 5]) {
      const key = keyOf(primesAbove(256, count));
      assert.deepEqual(parsePkcs1PrivateKey(encodePkcs1PrivateKey(key)), key);
      assert.ok(rsaPkcs1Sha256.verify(rsaPublicKeyOf(key), ABC, sign(key)), String(count));
    }
  });

  it('of six primes are refused, in a file and in use', () => {
    const key = keyOf(primesAbove(128, 6));
    throwsCode('multi-prime-rsa', () => parsePkcs1PrivateKey(encodePkcs1PrivateKey(key)));
    throwsCode('bad-rsa-key', () => sign(key));
  });

  it('are refused where version and primes do not go together', () => {
    const numbers = [threePrimesKey.n, 3n, 5n, 7n, 11n, 3n, 5n, 7n];
    const key = (version: number, others: readonly (readonly bigint[])[] | undefined): Uint8Array =>
      encodeDer((writer) =>
        writer.sequence((all) => {
          for (const number of [version, ...numbers]) all.integer(number);
          if (others !== undefined)
            all.sequence((list) => others.forEach((values) => list.sequence((one) => values.forEach((value) => one.integer(value)))));
        }),
      );
    assert.equal(parsePkcs1PrivateKey(key(1, [[13n, 5n, 3n]])).otherPrimes?.length, 1);
    throwsCode('missing-field', () => parsePkcs1PrivateKey(key(1, undefined)));
    throwsCode('bad-rsa-key', () => parsePkcs1PrivateKey(key(1, [])));
    throwsCode('trailing-bytes', () => parsePkcs1PrivateKey(key(0, [[13n, 5n, 3n]])));
    throwsCode('missing-field', () => parsePkcs1PrivateKey(key(1, [[13n, 5n]])));
    throwsCode('trailing-bytes', () => parsePkcs1PrivateKey(key(1, [[13n, 5n, 3n, 1n]])));
    for (const at of [0, 1, 2])
      for (const value of [0n, -1n])
        throwsCode('bad-rsa-key', () => parsePkcs1PrivateKey(key(1, [[13n, 5n, 3n].map((good, i) => (i === at ? value : good))])));
    // A hundred thousand of them cost no more than the fourth.
    throwsCode('multi-prime-rsa', () =>
      parsePkcs1PrivateKey(
        key(
          1,
          Array.from({ length: 100_000 }, () => [13n, 5n, 3n]),
        ),
      ),
    );
  });

  it('are checked', () => {
    const random = testRandom('bases');
    assert.equal(findKeyDefect(threePrimesKey, random), undefined);
    const withThird = (change: Partial<RsaOtherPrime>): RsaPrivateKey => ({ ...threePrimesKey, otherPrimes: [{ ...third, ...change }] });
    const { otherPrimes: _, ...twoOfThree } = threePrimesKey;
    const four = keyOf(primesAbove(256, 4));
    const [p, q, r, s] = primesAbove(400, 4) as [bigint, bigint, bigint, bigint];
    const cases: readonly (readonly [RsaPrivateKey, string])[] = [
      [twoOfThree, 'rsa-factors-wrong'],
      [withThird({ r: third.r + 2n }), 'rsa-factors-wrong'],
      [withThird({ d: third.d + 2n }), 'rsa-crt-value-wrong'],
      [withThird({ t: third.t + 1n }), 'rsa-crt-value-wrong'],
      [withThird({ t: third.t + third.r }), 'rsa-crt-value-wrong'],
      [{ ...threePrimesKey, d: threePrimesKey.d + 2n }, 'rsa-exponent-wrong'],
      [four, 'rsa-too-many-primes'],
      [{ ...keyOf(primesAbove(300, 2)), otherPrimes: [third] }, 'rsa-too-many-primes'],
      [keyOf([p, q, r * s]), 'rsa-factor-composite'],
    ];
    for (const [key, expected] of cases) assert.equal(findKeyDefect(key, random), expected);
  });

  it('never let a faulty part leave (Boneh, DeMillo, Lipton 1997)', () => {
    for (const change of [{ d: third.d ^ 2n }, { t: third.t ^ 2n }])
      throwsCode('rsa-fault', () => sign({ ...threePrimesKey, otherPrimes: [{ ...third, ...change }] }));
    throwsCode('bad-rsa-key', () => sign({ ...threePrimesKey, otherPrimes: [{ ...third, t: 0n }] }));
  });

  it('do not sign without their third prime', () => {
    const { otherPrimes: _, ...twoOfThree } = threePrimesKey;
    throwsCode('bad-rsa-key', () => sign(twoOfThree));
    assert.ok(!rsaPkcs1Sha256.verify(rsaPublicKeyOf(rsaKey), ABC, fromHex(furtherSignatures['three-primes-pkcs1-sha256'] as string)));
  });
});
