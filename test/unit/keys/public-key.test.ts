import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../../lib/asn1/pem.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { type DerWriter, encodeDer } from '../../../lib/asn1/writer.ts';
import { encodePublicKey, parsePublicKey } from '../../../lib/keys/public-key.ts';
import { readSubjectPublicKeyInfo } from '../../../lib/keys/spki.ts';
import type { PublicKey } from '../../../lib/keys/types.ts';
import { furtherKeys } from '../../support/further-keys.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

// RFC 8410 10.1.
const ED25519 = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
`;

function der(pem: string): Uint8Array {
  const block = decodePem(pem)[0];
  assert.ok(block !== undefined);
  return block.der;
}

function spki(algorithm: (writer: DerWriter) => void, key: Uint8Array): Uint8Array {
  return encodeDer((writer) => writer.sequence((info) => info.sequence(algorithm).bitString(key)));
}

const RSA = (writer: DerWriter): void => void writer.oid(oid('1.2.840.113549.1.1.1')).null();
const P256 = (writer: DerWriter): void => void writer.oid(oid('1.2.840.10045.2.1')).oid(oid('1.2.840.10045.3.1.7'));
const EDWARDS = (writer: DerWriter): void => void writer.oid(oid('1.3.101.112'));

function rsaPublicKey(n: bigint, e: bigint): Uint8Array {
  return encodeDer((writer) => writer.sequence((inner) => inner.integer(n).integer(e)));
}

describe('public keys', () => {
  for (const [name, pem, kind] of [
    ['RSA', keys.rsaPublic, 'rsa'],
    ['P-256', keys.p256Public, 'ec'],
    ['P-256, compressed', keys.p256Compressed, 'ec'],
    ['P-384', keys.p384Public, 'ec'],
    ['P-521', keys.p521Public, 'ec'],
    ['Ed25519', ED25519, 'ed25519'],
    ['secp256k1', keys.secp256k1Public, 'ec'],
    ['X25519', keys.x25519Public, 'x25519'],
    ...furtherKeys.map(([name, kind, , pem]) => [`${name} of genpkey`, pem, kind] as const),
  ] as const) {
    it(`reads and writes ${name} as OpenSSL does`, () => {
      const key = parsePublicKey(der(pem));
      assert.equal(key.kind, kind);
      assert.equal(encodePem('PUBLIC KEY', encodePublicKey(key)), pem);
    });
  }

  it('has the numbers and points of the input', () => {
    const rsa = parsePublicKey(der(keys.rsaPublic));
    assert.ok(rsa.kind === 'rsa');
    assert.equal(rsa.e, 65_537n);
    assert.equal(rsa.n.toString(2).length, 1024);
    const ec = parsePublicKey(der(keys.p521Public));
    assert.ok(ec.kind === 'ec');
    assert.deepEqual([ec.curve, ec.point.length, ec.point[0]], ['P-521', 133, 4]);
    const edwards = parsePublicKey(der(ED25519));
    assert.ok(edwards.kind === 'ed25519');
    assert.equal(toHex(edwards.point), '19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1');
  });

  it('takes the view of a certificate as well', () => {
    const view = readDer(der(keys.p256Public), (reader) => readSubjectPublicKeyInfo(reader, ''));
    assert.deepEqual(parsePublicKey(view), parsePublicKey(der(keys.p256Public)));
    assert.deepEqual(view.der, der(keys.p256Public));
  });

  const point = fromHex(`04${'11'.repeat(64)}`);
  const secp160r1 = spki((w) => w.oid(oid('1.2.840.10045.2.1')).oid(oid('1.3.132.0.8')), fromHex(`04${'11'.repeat(40)}`));
  const unknownAlgorithm = spki((w) => w.oid(oid('1.3.101.114')), new Uint8Array(32));
  const bad: readonly (readonly [why: string, der: Uint8Array, code: string])[] = [
    ['a curve by its parameters (CVE-2020-0601)', der(keys.p256ExplicitPublic), 'explicit-curve-parameters'],
    ['secp160r1', secp160r1, 'unsupported-curve'],
    ['a key of an unknown algorithm', unknownAlgorithm, 'unsupported-key-algorithm'],
    ['X25519 of 31 octets', spki((w) => w.oid(oid('1.3.101.110')), new Uint8Array(31)), 'bad-key-length'],
    ['Ed448 of 56 octets', spki((w) => w.oid(oid('1.3.101.113')), new Uint8Array(56)), 'bad-key-length'],
    ['X448 with NULL', spki((w) => w.oid(oid('1.3.101.111')).null(), new Uint8Array(56)), 'bad-algorithm-parameters'],
    ['a hybrid point', der(keys.p256Hybrid), 'bad-ec-point'],
    ['the point at infinity', spki(P256, Uint8Array.of(0)), 'bad-ec-point'],
    ['no point', spki(P256, new Uint8Array(0)), 'bad-ec-point'],
    ['a point cut by an octet', spki(P256, point.subarray(0, 64)), 'bad-ec-point'],
    ['a compressed point in full length', spki(P256, fromHex(`02${'11'.repeat(64)}`)), 'bad-ec-point'],
    ['a point of another form', spki(P256, fromHex(`05${'11'.repeat(64)}`)), 'bad-ec-point'],
    ['EC without a curve', spki((w) => w.oid(oid('1.2.840.10045.2.1')), point), 'bad-algorithm-parameters'],
    ['DSA', spki((w) => w.oid(oid('1.2.840.10040.4.1')).sequence((p) => p.integer(7).integer(3).integer(2)), fromHex('020104')), 'dsa-key'],
    ['DSA with parameters inherited', spki((w) => w.oid(oid('1.2.840.10040.4.1')), fromHex('020104')), 'dsa-key'],
    ['EC with NULL', spki((w) => w.oid(oid('1.2.840.10045.2.1')).null(), point), 'bad-algorithm-parameters'],
    ['RSA without NULL', spki((w) => w.oid(oid('1.2.840.113549.1.1.1')), rsaPublicKey(33n, 3n)), 'bad-algorithm-parameters'],
    [
      'RSA with other parameters',
      spki((w) => w.oid(oid('1.2.840.113549.1.1.1')).integer(1), rsaPublicKey(33n, 3n)),
      'bad-algorithm-parameters',
    ],
    [
      'RSA with a NULL that holds something',
      spki((w) => w.oid(oid('1.2.840.113549.1.1.1')).raw(fromHex('050100')), rsaPublicKey(33n, 3n)),
      'bad-algorithm-parameters',
    ],
    ['Ed25519 with NULL', spki((w) => w.oid(oid('1.3.101.112')).null(), new Uint8Array(32)), 'bad-algorithm-parameters'],
    ['Ed25519 of 31 octets', spki(EDWARDS, new Uint8Array(31)), 'bad-key-length'],
    ['Ed25519 of 33 octets', spki(EDWARDS, new Uint8Array(33)), 'bad-key-length'],
    ['RSA with modulus 0', spki(RSA, rsaPublicKey(0n, 3n)), 'bad-rsa-key'],
    ['RSA with a negative modulus', spki(RSA, rsaPublicKey(-33n, 3n)), 'bad-rsa-key'],
    ['RSA with exponent 0', spki(RSA, rsaPublicKey(33n, 0n)), 'bad-rsa-key'],
    ['RSA with a negative exponent', spki(RSA, rsaPublicKey(33n, -3n)), 'bad-rsa-key'],
    ['RSA above 65,536 bits', spki(RSA, rsaPublicKey(1n << 65_536n, 3n)), 'key-too-large'],
    [
      'RSA with a third number',
      spki(
        RSA,
        encodeDer((w) => w.sequence((x) => x.integer(33).integer(3).integer(1))),
      ),
      'trailing-bytes',
    ],
    ['RSA with octets behind', spki(RSA, fromHex('300602012102010300')), 'trailing-bytes'],
    ['a third member of the algorithm', spki((w) => w.oid(oid('1.3.101.112')).null().null(), new Uint8Array(32)), 'trailing-bytes'],
    ['octets behind', Uint8Array.from([...der(ED25519), 0]), 'trailing-bytes'],
    ['nothing', new Uint8Array(0), 'missing-field'],
  ];
  for (const [why, input, code] of bad) it(`refuses ${why}`, () => void throwsCode(code, () => parsePublicKey(input)));

  it('names the place of an error', () => {
    assert.equal(throwsCode('unsupported-curve', () => parsePublicKey(secp160r1)).path, 'algorithm/parameters');
    assert.equal(throwsCode('unsupported-key-algorithm', () => parsePublicKey(unknownAlgorithm)).path, 'algorithm/algorithm');
    assert.equal(throwsCode('bad-rsa-key', () => parsePublicKey(spki(RSA, rsaPublicKey(0n, 3n)))).path, 'subjectPublicKey/modulus');
    assert.match(
      throwsCode('bad-ec-point', () => parsePublicKey(der(keys.p256Hybrid))).message,
      /expected a point of P-256 in 65 octets \(or 33 compressed\), found 65 octets of form [67]/,
    );
  });

  it('does not write what cannot be a key', () => {
    const wrong: readonly (readonly [PublicKey, string])[] = [
      [{ kind: 'ec', curve: 'P-256', point: point.subarray(1) }, 'bad-ec-point'],
      [{ kind: 'ec', curve: 'P-384', point }, 'bad-ec-point'],
      [{ kind: 'ed25519', point }, 'bad-key-length'],
    ];
    for (const [key, code] of wrong) throwsCode(code, () => encodePublicKey(key));
  });
});
