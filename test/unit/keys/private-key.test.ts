import assert from 'node:assert/strict';
import { concatBytes, equalBytes, fromHex, toHex } from '../../../lib/base/bytes.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../../lib/asn1/pem.ts';
import { type DerWriter, encodeDer } from '../../../lib/asn1/writer.ts';
import { curveFieldOctets, curveOfOid, curveOid } from '../../../lib/keys/curves.ts';
import { encodePkcs1PrivateKey, encodePkcs1PublicKey, parsePkcs1PrivateKey, parsePkcs1PublicKey } from '../../../lib/keys/pkcs1.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encodeSec1, parseEcParameters, parseSec1 } from '../../../lib/keys/sec1.ts';
import { furtherKeys } from '../../support/further-keys.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

// RFC 8410 10.3: version 1, and version 2 with an attribute and the public key.
const ED25519 = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
`;
const ED25519_V2 = `-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
`;

function der(pem: string, index = 0): Uint8Array {
  const block = decodePem(pem)[index];
  assert.ok(block !== undefined);
  return block.der;
}

/** A PKCS#8 structure of the given parts. */
function pkcs8(
  algorithm: (writer: DerWriter) => void,
  key: Uint8Array,
  { version = 0, more = '' }: { version?: number; more?: string } = {},
): Uint8Array {
  return encodeDer((writer) => writer.sequence((outer) => outer.integer(version).sequence(algorithm).octetString(key).raw(fromHex(more))));
}

const RSA = (writer: DerWriter): void => void writer.oid(oid('1.2.840.113549.1.1.1')).null();
const P256 = (writer: DerWriter): void => void writer.oid(oid('1.2.840.10045.2.1')).oid(oid('1.2.840.10045.3.1.7'));
const P384 = (writer: DerWriter): void => void writer.oid(oid('1.2.840.10045.2.1')).oid(oid('1.3.132.0.34'));
const EDWARDS = (writer: DerWriter): void => void writer.oid(oid('1.3.101.112'));
/** A curve that is none of ours (SEC 2 version 1, 2.4.2). */
const SECP160R1 = oid('1.3.132.0.8');
const SEED = `0420${'11'.repeat(32)}`;

function sec1(body: (writer: DerWriter) => void): Uint8Array {
  return encodeDer((writer) => writer.sequence(body));
}

describe('PKCS #8', () => {
  for (const [name, pem] of Object.entries({
    RSA: keys.rsaPkcs8,
    'P-256': keys.p256Pkcs8,
    'P-384': keys.p384Pkcs8,
    'P-521': keys.p521Pkcs8,
    Ed25519: ED25519,
    X25519: keys.x25519Pkcs8,
    ...Object.fromEntries(furtherKeys.map(([name, , pem]) => [name, pem])),
  })) {
    it(`reads and writes ${name} as OpenSSL does`, () => {
      assert.equal(encodePem('PRIVATE KEY', encodePkcs8(parsePrivateKey(der(pem)))), pem);
    });
  }

  it('reads the example of RFC 8410 10.3 with attributes and public key', () => {
    const key = parsePrivateKey(der(ED25519_V2));
    assert.ok(key.kind === 'ed25519' && key.point !== undefined);
    assert.equal(toHex(key.seed), 'd4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842');
    assert.equal(toHex(key.point), '19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1');
    assert.deepEqual(parsePrivateKey(encodePkcs8(key)), key);
    assert.equal(encodePkcs8(key)[4], 1, 'version 2 is written as 1');
  });

  it('reads an RSA key with its public key beside it', () => {
    const inner = der(keys.rsaPkcs1);
    const key = parsePkcs1PrivateKey(inner);
    const outer = (e: bigint): string =>
      toHex(encodeDer((writer) => writer.bitString(encodePkcs1PublicKey({ kind: 'rsa', n: key.n, e }), 0x81)));
    assert.deepEqual(parsePrivateKey(pkcs8(RSA, inner, { version: 1, more: outer(key.e) })), key);
    throwsCode('public-key-mismatch', () => parsePrivateKey(pkcs8(RSA, inner, { version: 1, more: outer(3n) })));
  });

  it('reads an EC key with its public key beside it', () => {
    const key = parseSec1(der(keys.p256Sec1, 1));
    assert.ok(key.point !== undefined);
    const beside = (point: Uint8Array): string => toHex(encodeDer((writer) => writer.bitString(point, 0x81)));
    const without = der(keys.p256WithoutPoint);
    assert.deepEqual(parsePrivateKey(pkcs8(P256, without, { version: 1, more: beside(key.point) })), key);
    assert.deepEqual(parsePrivateKey(pkcs8(P256, encodeSec1(key), { version: 1, more: beside(key.point) })), key);
    const other = Uint8Array.from(key.point);
    other[64] = (other[64] as number) ^ 1;
    throwsCode('public-key-mismatch', () => parsePrivateKey(pkcs8(P256, encodeSec1(key), { version: 1, more: beside(other) })));
    throwsCode('bad-ec-point', () => parsePrivateKey(pkcs8(P256, without, { version: 1, more: beside(other.subarray(1)) })));
  });

  const bad: readonly (readonly [why: string, der: Uint8Array, code: string])[] = [
    ['version 3', pkcs8(EDWARDS, fromHex(SEED), { version: 2 }), 'unsupported-version'],
    [
      'a public key in version 1',
      pkcs8(EDWARDS, fromHex(SEED), { more: `8121 00 ${'22'.repeat(32)}`.replaceAll(' ', '') }),
      'unsupported-version',
    ],
    ['a key of an unknown algorithm', pkcs8((w) => w.oid(oid('1.3.101.114')), fromHex(SEED)), 'unsupported-key-algorithm'],
    ['a seed without its inner OCTET STRING', pkcs8(EDWARDS, new Uint8Array(32)), 'wrong-tag'],
    ['a seed of 31 octets', pkcs8(EDWARDS, fromHex(`041f${'11'.repeat(31)}`)), 'bad-key-length'],
    ['octets behind the seed', pkcs8(EDWARDS, fromHex(`${SEED}00`)), 'trailing-bytes'],
    [
      'an Ed25519 public key of 31 octets',
      pkcs8(EDWARDS, fromHex(SEED), { version: 1, more: `8120 00 ${'22'.repeat(31)}`.replaceAll(' ', '') }),
      'bad-key-length',
    ],
    ['Ed25519 with NULL', pkcs8((w) => w.oid(oid('1.3.101.112')).null(), fromHex(SEED)), 'bad-algorithm-parameters'],
    ['RSA without NULL', pkcs8((w) => w.oid(oid('1.2.840.113549.1.1.1')), der(keys.rsaPkcs1)), 'bad-algorithm-parameters'],
    ['a curve told twice and differently', pkcs8(P384, der(keys.p256Sec1, 1)), 'curve-mismatch'],
    [
      'an EC key of another curve\u2019s length',
      pkcs8(P384, encodeSec1(parseSec1(der(keys.p256Sec1, 1)), { parameters: false })),
      'bad-ec-point',
    ],
    ['malformed attributes', pkcs8(EDWARDS, fromHex(SEED), { more: 'a003020500' }), 'truncated'],
    ['something behind', pkcs8(EDWARDS, fromHex(SEED), { version: 1, more: '820100' }), 'trailing-bytes'],
  ];
  for (const [why, input, code] of bad) it(`refuses ${why}`, () => void throwsCode(code, () => parsePrivateKey(input)));

  it('names place and offset of an error in the inner structure', () => {
    const error = throwsCode('bad-rsa-key', () =>
      parsePrivateKey(
        pkcs8(
          RSA,
          encodeDer((writer) => writer.sequence((key) => key.integer(0).integer(0))),
        ),
      ),
    );
    assert.equal(error.path, 'privateKey/modulus');
    assert.equal(error.offset, 2 + 3 + 15 + 2 + 2 + 3);
  });

  it('does not write what cannot be a key', () => {
    throwsCode('bad-key-length', () => encodePkcs8({ kind: 'ed25519', seed: new Uint8Array(31) }));
    throwsCode('bad-key-length', () => encodePkcs8({ kind: 'ed25519', seed: new Uint8Array(32), point: new Uint8Array(33) }));
    throwsCode('bad-ec-key', () => encodePkcs8({ kind: 'ec', curve: 'P-256', d: new Uint8Array(31) }));
    throwsCode('bad-ec-point', () => encodePkcs8({ kind: 'ec', curve: 'P-256', d: new Uint8Array(32), point: new Uint8Array(64) }));
  });

  it('keeps the secret out of error messages', () => {
    const secret = 'd4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842';
    const good = der(ED25519);
    for (let position = 0; position < good.length - 32; position++) {
      const damaged = Uint8Array.from(good);
      damaged[position] = (damaged[position] as number) ^ 0x55;
      try {
        parsePrivateKey(damaged);
      } catch (error) {
        assert.ok(error instanceof Error && !error.message.includes(secret.slice(0, 6)), String(error));
      }
    }
    assert.ok(equalBytes(good, der(ED25519)));
  });
});

describe('PKCS #1', () => {
  it('reads and writes private keys as OpenSSL does', () => {
    const key = parsePkcs1PrivateKey(der(keys.rsaPkcs1));
    assert.deepEqual(key, parsePrivateKey(der(keys.rsaPkcs8)));
    assert.equal(key.p * key.q, key.n);
    assert.equal(key.dp, key.d % (key.p - 1n));
    assert.equal((key.qi * key.q) % key.p, 1n);
    assert.equal(encodePem('RSA PRIVATE KEY', encodePkcs1PrivateKey(key)), keys.rsaPkcs1);
  });

  it('reads and writes public keys', () => {
    const der33 = fromHex('3006020121020103');
    assert.deepEqual(parsePkcs1PublicKey(der33), { kind: 'rsa', n: 33n, e: 3n });
    assert.deepEqual(encodePkcs1PublicKey({ kind: 'rsa', n: 33n, e: 3n }), der33);
  });

  const numbers = (version: number, values: readonly number[]): Uint8Array =>
    encodeDer((writer) => writer.sequence((key) => values.reduce((inner, value) => inner.integer(value), key.integer(version))));
  it('refuses version 1 without a third prime', () =>
    void throwsCode('missing-field', () => parsePkcs1PrivateKey(numbers(1, [1, 1, 1, 1, 1, 1, 1, 1]))));
  it('refuses other versions', () =>
    void throwsCode('unsupported-version', () => parsePkcs1PrivateKey(numbers(2, [1, 1, 1, 1, 1, 1, 1, 1]))));
  it('refuses missing and further numbers', () => {
    throwsCode('missing-field', () => parsePkcs1PrivateKey(numbers(0, [1, 1, 1, 1, 1, 1, 1])));
    throwsCode('trailing-bytes', () => parsePkcs1PrivateKey(numbers(0, [1, 1, 1, 1, 1, 1, 1, 1, 1])));
  });
  it('refuses each number that is not positive', () => {
    for (let i = 0; i < 8; i++)
      for (const value of [0, -1])
        throwsCode('bad-rsa-key', () =>
          parsePkcs1PrivateKey(
            numbers(
              0,
              Array.from({ length: 8 }, (_, at) => (at === i ? value : 1)),
            ),
          ),
        );
  });
});

describe('SEC 1', () => {
  it('reads and writes keys as OpenSSL does', () => {
    const key = parseSec1(der(keys.p256Sec1, 1));
    assert.equal(encodePem('EC PARAMETERS', der(keys.p256Sec1)) + encodePem('EC PRIVATE KEY', encodeSec1(key)), keys.p256Sec1);
    assert.deepEqual(key, parsePrivateKey(der(keys.p256Pkcs8)));
    assert.equal(parseEcParameters(der(keys.p256Sec1)), 'P-256');
  });

  it('reads keys without their point', () => {
    const key = parseSec1(der(keys.p256WithoutPoint));
    assert.equal(key.point, undefined);
    assert.deepEqual(encodeSec1(key), der(keys.p256WithoutPoint));
  });

  it('takes the curve from outside where it is not inside', () => {
    const key = parseSec1(der(keys.p256Sec1, 1));
    const bare = encodeSec1(key, { parameters: false });
    assert.deepEqual(parseSec1(bare, { curve: 'P-256' }), key);
    throwsCode('missing-curve', () => parseSec1(bare));
    throwsCode('curve-mismatch', () => parseSec1(encodeSec1(key), { curve: 'P-384' }));
  });

  const d = new Uint8Array(32).fill(1);
  const curve = fromHex('a00a06082a8648ce3d030107');

  it('puts leading zeros of the scalar right, as OpenSSL does', () => {
    const short = Uint8Array.of(0, 0, ...d.subarray(2));
    for (const octets of [short.subarray(2), short.subarray(1), short, concatBytes(new Uint8Array(3), short)])
      assert.deepEqual(parseSec1(sec1((w) => w.integer(1).octetString(octets).raw(curve))), { kind: 'ec', curve: 'P-256', d: short });
  });

  const bad: readonly (readonly [why: string, der: Uint8Array, code: string])[] = [
    ['a curve by its parameters', der(keys.p256Explicit), 'explicit-curve-parameters'],
    ['version 0', sec1((w) => w.integer(0).octetString(d).raw(curve)), 'unsupported-version'],
    ['version 2', sec1((w) => w.integer(2).octetString(d).raw(curve)), 'unsupported-version'],
    [
      'a scalar of an octet too many',
      sec1((w) =>
        w
          .integer(1)
          .octetString(concatBytes(Uint8Array.of(1), d))
          .raw(curve),
      ),
      'bad-ec-key',
    ],
    ['an empty scalar', sec1((w) => w.integer(1).octetString(new Uint8Array(0)).raw(curve)), 'bad-ec-key'],
    ['no scalar', sec1((w) => w.integer(1).raw(curve)), 'wrong-tag'],
    [
      'another curve',
      sec1((w) =>
        w
          .integer(1)
          .octetString(d)
          .constructed(0xa0, (x) => x.oid(SECP160R1)),
      ),
      'unsupported-curve',
    ],
    [
      'two curves',
      sec1((w) =>
        w
          .integer(1)
          .octetString(d)
          .constructed(0xa0, (x) => x.oid(oid('1.3.132.0.34')).null()),
      ),
      'trailing-bytes',
    ],
    [
      'a NULL curve',
      sec1((w) =>
        w
          .integer(1)
          .octetString(d)
          .constructed(0xa0, (x) => x.null()),
      ),
      'bad-algorithm-parameters',
    ],
    [
      'a point of the wrong length',
      sec1((w) =>
        w
          .integer(1)
          .octetString(d)
          .raw(curve)
          .constructed(0xa1, (x) => x.bitString(d)),
      ),
      'bad-ec-point',
    ],
    [
      'point before curve',
      sec1((w) =>
        w
          .integer(1)
          .octetString(d)
          .constructed(0xa1, (x) => x.bitString(d))
          .raw(curve),
      ),
      'missing-curve',
    ],
    ['something behind', sec1((w) => w.integer(1).octetString(d).raw(curve).null()), 'trailing-bytes'],
  ];
  for (const [why, input, code] of bad) it(`refuses ${why}`, () => void throwsCode(code, () => parseSec1(input)));

  it('refuses EC PARAMETERS that name no curve', () => {
    throwsCode('explicit-curve-parameters', () => parseEcParameters(fromHex('3003020101')));
    throwsCode('unsupported-curve', () => parseEcParameters(fromHex('06052b81040008')));
    throwsCode('bad-algorithm-parameters', () => parseEcParameters(fromHex('0500')));
    throwsCode('trailing-bytes', () => parseEcParameters(fromHex('06082a8648ce3d03010700')));
  });
});

describe('curves', () => {
  it('have identifiers and sizes', () => {
    for (const [curve, octets] of [
      ['P-224', 28],
      ['P-256', 32],
      ['P-384', 48],
      ['P-521', 66],
      ['secp256k1', 32],
      ['brainpoolP224r1', 28],
      ['brainpoolP256r1', 32],
      ['brainpoolP320r1', 40],
      ['brainpoolP384r1', 48],
      ['brainpoolP512r1', 64],
    ] as const) {
      assert.equal(curveOfOid(curveOid(curve)), curve);
      assert.equal(curveFieldOctets(curve), octets);
    }
    assert.equal(curveOfOid(SECP160R1), undefined);
  });
});
