/**
 * Attacks on RSA signatures, by name. Most of them forge: with e = 3 and a parser that overlooks a part of the padded message, a cube root is a signature.
 * Here the messages are signed with the real key wherever that is easier; a verifier must refuse them all the same.
 */
import assert from 'node:assert/strict';
import type { Oid } from '../../lib/asn1/oid.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { bigIntToBytes, bytesToBigInt, concatBytes, fromHex, toHex, utf8 } from '../../lib/base/bytes.ts';
import { PkiError } from '../../lib/base/error.ts';
import { sha1, sha256, sha512_256 } from '../../lib/crypto/hash.ts';
import { modInverse, modPow } from '../../lib/crypto/rsa/arithmetic.ts';
import { generateRsaKey } from '../../lib/crypto/rsa/generate.ts';
import { rsaPkcs1Sha256 } from '../../lib/crypto/rsa/pkcs1.ts';
import { rsaPssSha256 } from '../../lib/crypto/rsa/pss.ts';
import { signRsa } from '../../lib/crypto/rsa/signing.ts';
import type { RsaPrivateKey, RsaPublicKey } from '../../lib/keys/types.ts';
import { rsaKey } from '../unit/crypto/rsa-fixture.ts';
import { testRandom } from '../unit/crypto/test-random.ts';

const data = utf8('pay 1000 to mallory');
const digest = sha256.digest(data);
const publicKey: RsaPublicKey = { kind: 'rsa', n: rsaKey.n, e: rsaKey.e };
const LENGTH = 128;
const coded = (code: string) => (error: unknown) => error instanceof PkiError && error.code === code;

/** DigestInfo with the parts given; by default the right ones. */
function digestInfo({
  oid = sha256.oid,
  parameters = fromHex('0500'),
  value = digest,
  extra = new Uint8Array(0),
}: {
  readonly oid?: Oid;
  readonly parameters?: Uint8Array;
  readonly value?: Uint8Array;
  readonly extra?: Uint8Array;
} = {}): Uint8Array {
  return encodeDer((writer) =>
    writer.sequence((info) =>
      info
        .sequence((algorithm) => algorithm.oid(oid).raw(parameters))
        .octetString(value)
        .raw(extra),
    ),
  );
}

/** Head, `padding` octets 0xFF, a zero, then the rest; filled up at the end with `filler` to the length of the modulus. */
function padded(rest: Uint8Array, { head = '0001', padding = LENGTH - rest.length - 3, separator = '00', filler = 0xff } = {}): Uint8Array {
  const message = concatBytes(fromHex(head), new Uint8Array(padding).fill(0xff), fromHex(separator), rest);
  return concatBytes(message, new Uint8Array(Math.max(0, LENGTH - message.length)).fill(filler));
}

/** A raw RSA signature of any encoded message, as only the key's owner can make it. */
function signRaw(encoded: Uint8Array, key: RsaPrivateKey = rsaKey): Uint8Array {
  return bigIntToBytes(modPow(bytesToBigInt(encoded), key.d, key.n), LENGTH);
}

describe('security: RSA PKCS#1 v1.5 padding', () => {
  it('the right encoding is accepted, so that the refusals below mean something', () => {
    assert.ok(rsaPkcs1Sha256.verify(publicKey, data, signRaw(padded(digestInfo()))));
  });

  const junk = fromHex('deadbeef');
  const octets = (der: string): Uint8Array => concatBytes(fromHex(der), digest);
  const forgeries: readonly (readonly [string, Uint8Array])[] = [
    [
      'CVE-2022-24771: junk in the parameters of the digest algorithm',
      padded(digestInfo({ parameters: concatBytes(fromHex('0404'), junk) })),
    ],
    ['CVE-2022-24772: trailing octets behind the DigestInfo', padded(concatBytes(digestInfo(), junk))],
    ['CVE-2022-24773: a second field where the structure has none', padded(digestInfo({ extra: fromHex('020101') }))],
    ['CVE-2026-33894: an extra field inside the DigestInfo', padded(digestInfo({ extra: fromHex('0400') }))],
    ['CVE-2026-33894: seven octets of padding', padded(digestInfo(), { padding: 7 })],
    ['CVE-2006-4339: eight octets of padding, the rest behind the digest', padded(digestInfo(), { padding: 8 })],
    ['CVE-2006-4339: no padding at all', padded(digestInfo(), { padding: 0 })],
    ['CVE-2006-4339: the rest of zeros', padded(digestInfo(), { padding: 8, filler: 0 })],
    ['CVE-2021-30246: block type 2', padded(digestInfo(), { head: '0002' })],
    ['CVE-2021-30246: block type 0', padded(digestInfo(), { head: '0000' })],
    ['a first octet that is not zero', padded(digestInfo(), { head: '0101' })],
    ['no separator', padded(digestInfo(), { separator: 'ff' })],
    ['parameters absent (RFC 8017 A.2.4 wants NULL)', padded(digestInfo({ parameters: new Uint8Array(0) }))],
    ['NULL twice', padded(digestInfo({ parameters: fromHex('05000500') }))],
    ['NULL with content', padded(digestInfo({ parameters: fromHex('050100') }))],
    ['NULL with a long length', padded(digestInfo({ parameters: fromHex('058100') }))],
    ['another hash named', padded(digestInfo({ oid: sha512_256.oid }))],
    ['SHA-1 named and used', padded(digestInfo({ oid: sha1.oid, value: sha1.digest(data) }))],
    ['the digest cut short', padded(digestInfo({ value: digest.subarray(0, 31) }))],
    ['an empty digest', padded(digestInfo({ value: new Uint8Array(0) }))],
    ['the digest of something else', padded(digestInfo({ value: sha256.digest(utf8('pay 1')) }))],
    ['the bare digest', padded(digest)],
    ['a long length in BER', padded(octets('308131300d06096086480165030402010500' + '0420'))],
    ['an indefinite length in BER', padded(concatBytes(octets('3080300d060960864801650304020105000420'), fromHex('0000')))],
    ['a constructed OCTET STRING in BER', padded(octets('3033300d0609608648016503040201050024220420'))],
  ];
  for (const [title, encoded] of forgeries) {
    it(title, () => {
      assert.equal(encoded.length, LENGTH);
      assert.equal(rsaPkcs1Sha256.verify(publicKey, data, signRaw(encoded)), false);
    });
  }

  it('every octet of the encoded message counts', () => {
    const good = padded(digestInfo());
    for (let i = 1; i < LENGTH; i++) {
      const bad = good.slice();
      bad[i] = (bad[i] as number) ^ 0x40;
      assert.equal(rsaPkcs1Sha256.verify(publicKey, data, signRaw(bad)), false, `octet ${i}`);
    }
  });
});

describe('security: cube roots (CVE-2006-4339, Bleichenbacher 2006)', () => {
  for (const bits of [2048, 3072]) {
    const length = bits / 8;
    // Any odd number of the right size serves as modulus: the forger needs no factors.
    const n = bytesToBigInt(testRandom(`modulus ${bits}`)(length)) | (1n << BigInt(bits - 1)) | 1n;
    const prefixes = [8, 0, 1, 11].map((count) =>
      concatBytes(fromHex('0001'), new Uint8Array(count).fill(0xff), fromHex('00'), digestInfo()),
    );
    for (const prefix of prefixes) {
      it(`${bits} bits, ${prefix.length - digestInfo().length - 3} octets of padding: a forgery that begins right is refused`, () => {
        const start = bytesToBigInt(prefix) << BigInt(8 * (length - prefix.length));
        const root = cubeRoot(start) + 1n;
        const cube = bigIntToBytes(root ** 3n, length);
        assert.equal(toHex(cube.subarray(0, prefix.length)), toHex(prefix), 'the forgery is well made');
        assert.ok(root ** 3n < n);
        assert.equal(rsaPkcs1Sha256.verify({ kind: 'rsa', n, e: 3n }, data, bigIntToBytes(root, length)), false);
      });
    }
  }

  it('e = 1: the padded message would be its own signature', () => {
    assert.equal(rsaPkcs1Sha256.verify({ kind: 'rsa', n: rsaKey.n, e: 1n }, data, padded(digestInfo())), false);
  });
});

/** The largest integer whose cube is not above the value, by halving intervals. */
function cubeRoot(value: bigint): bigint {
  let low = 0n;
  let high = 1n << BigInt(Math.ceil(value.toString(2).length / 3) + 1);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** 3n <= value) low = middle;
    else high = middle;
  }
  return low;
}

describe('security: the length of an RSA signature (CVE-2020-14967, CVE-2020-14968)', () => {
  for (const algorithm of [rsaPkcs1Sha256, rsaPssSha256]) {
    const sign = (message: Uint8Array): Uint8Array => signRsa(algorithm, rsaKey, message, testRandom('salt'));

    it(`${algorithm.label}: leading zeros are refused`, () => {
      const signature = sign(data);
      assert.ok(algorithm.verify(publicKey, data, signature));
      for (const count of [1, 2, 128])
        assert.equal(algorithm.verify(publicKey, data, concatBytes(new Uint8Array(count), signature)), false);
      assert.equal(algorithm.verify(publicKey, data, concatBytes(signature, new Uint8Array(1))), false);
      assert.equal(algorithm.verify(publicKey, data, new Uint8Array(0)), false);
    });

    it(`${algorithm.label}: a leading zero must not be cut`, () => {
      const found = firstWith((message) => sign(message)[0] === 0);
      assert.ok(algorithm.verify(publicKey, found, sign(found)));
      assert.equal(algorithm.verify(publicKey, found, sign(found).subarray(1)), false);
    });

    it(`${algorithm.label}: a number not below the modulus is refused`, () => {
      // n has its top bit set: only small signatures leave room for n more in the same octets.
      const found = firstWith((message) => bytesToBigInt(sign(message)) + rsaKey.n < 1n << 1024n);
      const raised = bigIntToBytes(bytesToBigInt(sign(found)) + rsaKey.n, LENGTH);
      assert.ok(algorithm.verify(publicKey, found, sign(found)));
      assert.equal(algorithm.verify(publicKey, found, raised), false);
    });

    it(`${algorithm.label}: 0, 1, n - 1 and n are refused`, () => {
      for (const value of [0n, 1n, rsaKey.n - 1n, rsaKey.n])
        assert.equal(algorithm.verify(publicKey, data, bigIntToBytes(value, LENGTH)), false);
    });
  }
});

function firstWith(test: (message: Uint8Array) => boolean): Uint8Array {
  for (let i = 0; i < 5000; i++) {
    const message = utf8(`message ${i}`);
    if (test(message)) return message;
  }
  throw new Error('no such message among 5,000');
}

describe('security: RSASSA-PSS encodings', () => {
  const good = signRsa(rsaPssSha256, rsaKey, data, testRandom('salt'));
  const encoded = bigIntToBytes(modPow(bytesToBigInt(good), rsaKey.e, rsaKey.n), LENGTH);
  const changes: readonly (readonly [string, number, number])[] = [
    ['another trailer', LENGTH - 1, 0x01],
    ['another hash', LENGTH - 2, 0x01],
    ['another salt', LENGTH - 34, 0x01],
    ['no separator before the salt', LENGTH - 66, 0x01],
    ['padding that is not zero', 5, 0x01],
    ['a top bit set', 0, 0x80],
  ];
  for (const [title, index, bits] of changes) {
    it(title, () => {
      const bad = encoded.slice();
      bad[index] = (bad[index] as number) ^ bits;
      const value = bytesToBigInt(bad);
      if (value < rsaKey.n) assert.equal(rsaPssSha256.verify(publicKey, data, signRaw(bad)), false);
      else assert.equal(rsaPssSha256.verify(publicKey, data, bigIntToBytes(value % rsaKey.n, LENGTH)), false);
      assert.ok(rsaPssSha256.verify(publicKey, data, good));
    });
  }
});

describe('security: RSA numbers', () => {
  it('CVE-2026-33891: modInverse(0) ends, and so do all its kin', () => {
    for (const [value, modulus] of [
      [0n, 7n],
      [0n, 1n],
      [7n, 7n],
      [6n, 9n],
      [5n, 0n],
      [5n, 1n],
      [5n, -7n],
      [0n, 0n],
      [-7n, 7n],
    ] as const)
      assert.throws(() => modInverse(value, modulus), coded('not-invertible'), `${value} mod ${modulus}`);
  });

  it('Boneh, DeMillo, Lipton 1997: a faulty half never leaves', () => {
    const { dp, dq, qi } = rsaKey;
    for (const key of [
      { ...rsaKey, dp: dp ^ 2n },
      { ...rsaKey, dq: dq ^ 2n },
      { ...rsaKey, qi: qi ^ 2n },
    ]) {
      assert.throws(() => signRsa(rsaPkcs1Sha256, key, data, testRandom('x')), coded('rsa-fault'));
      assert.throws(() => signRsa(rsaPssSha256, key, data, testRandom('x')), coded('rsa-fault'));
    }
  });

  it('error oracle: errors say nothing of the key', () => {
    const key = generateRsaKey(1024, testRandom('secret'));
    const secrets = [key.d, key.p, key.q, key.dp, key.dq, key.qi].flatMap((number) => [number.toString(), number.toString(16)]);
    for (const broken of [
      { ...key, dp: key.dp + 2n },
      { ...key, q: key.q + 2n },
      { ...key, p: 0n },
    ]) {
      assert.throws(
        () => signRsa(rsaPkcs1Sha256, broken, data, testRandom('x')),
        (error) => error instanceof PkiError && secrets.every((secret) => !error.message.includes(secret)),
      );
    }
  });

  it('a hostile key costs bounded time', () => {
    const start = performance.now();
    const huge = (1n << 65_536n) + 1n;
    const keys = [
      [huge, 3n],
      [(1n << 16_383n) + 1n, (1n << 16_000n) + 1n],
      [rsaKey.n, rsaKey.n - 2n],
    ] as const;
    for (const [n, e] of keys) assert.equal(rsaPkcs1Sha256.verify({ kind: 'rsa', n, e }, data, new Uint8Array(2048)), false);
    assert.ok(performance.now() - start < 1000);
  });
});
