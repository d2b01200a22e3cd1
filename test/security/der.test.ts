/**
 * Attacks on readers of DER, by name: deep nesting (CVE-2025-66031 and its like), identifiers that wrap (CVE-2025-66030), lengths that promise gigabytes,
 * numbers and bit lists that cost more than their octets.
 */
import assert from 'node:assert/strict';
import { concatBytes } from '../../lib/base/bytes.ts';
import { PkiError } from '../../lib/base/error.ts';
import { berToDer } from '../../lib/asn1/ber.ts';
import { dumpDer } from '../../lib/asn1/dump.ts';
import { encodeOid, oid } from '../../lib/asn1/oid.ts';
import { type DerReader, readDer } from '../../lib/asn1/reader.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { parsePkcs1PrivateKey, parsePkcs1PublicKey } from '../../lib/keys/pkcs1.ts';
import { parsePrivateKey } from '../../lib/keys/pkcs8.ts';
import { parsePublicKey } from '../../lib/keys/public-key.ts';
import { parseEcParameters, parseSec1 } from '../../lib/keys/sec1.ts';
import { parseEncryptedPrivateKey } from '../../lib/keystore/encrypted-key.ts';
import { loadPrivateKey } from '../../lib/keystore/load.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import { parseRequest } from '../../lib/x509/request.ts';
import { throwsCode } from '../support/throws.ts';

const READERS: Readonly<Record<string, (der: Uint8Array) => unknown>> = {
  dumpDer,
  berToDer,
  parsePublicKey,
  parsePrivateKey,
  parsePkcs1PublicKey,
  parsePkcs1PrivateKey,
  parseSec1,
  parseEcParameters,
  parseEncryptedPrivateKey,
  loadPrivateKey,
  parseCertificate,
  parseRequest,
  parseCrl,
};

/** `depth` values of identifier octet `tag` inside of each other, built from the inside in linear time. */
function nested(tag: number, depth: number): Uint8Array {
  const headers: Uint8Array[] = [];
  let length = 0;
  for (let i = 0; i < depth; i++) {
    const octets =
      length < 0x80
        ? [length]
        : length < 0x100
          ? [0x81, length]
          : length < 0x1_0000
            ? [0x82, length >> 8, length & 0xff]
            : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
    headers.push(Uint8Array.of(tag, ...octets));
    length += 1 + octets.length;
  }
  const out = new Uint8Array(length);
  let position = length;
  for (const [index, header] of headers.entries()) {
    position = index === 0 ? length - header.length : position - header.length;
    out.set(header, position);
  }
  return out;
}

describe('attacks on DER', () => {
  describe('100,000 values inside of each other (CVE-2025-66031)', () => {
    const inputs = {
      SEQUENCE: nested(0x30, 100_000),
      '[0]': nested(0xa0, 100_000),
      SET: nested(0x31, 100_000),
      'OCTET STRING in segments': nested(0x24, 100_000),
    };
    for (const [name, input] of Object.entries(inputs)) {
      it(`${name}: refused by every parser`, () => {
        for (const [reader, read] of Object.entries(READERS))
          assert.throws(
            () => read(input),
            (error) => error instanceof PkiError,
            reader,
          );
      });
    }

    it('are "nesting-too-deep" where a reader descends', () => {
      for (const input of Object.values(inputs)) for (const read of [dumpDer, berToDer]) throwsCode('nesting-too-deep', () => read(input));
      const descend = (reader: DerReader): unknown => (reader.done ? undefined : reader.sequence('x', descend));
      const error = throwsCode('nesting-too-deep', () => readDer(inputs.SEQUENCE, descend));
      assert.ok(error.path.length < 1000);
    });
  });

  describe('identifiers that wrap (CVE-2025-66030)', () => {
    for (const bits of [31n, 32n, 53n, 63n, 64n, 128n])
      for (const k of [0n, 15n, 19n, 37n, 2n ** 16n])
        it(`2.5.29.(2^${bits} + ${k}) is not 2.5.29.${k}`, () => {
          const content = encodeOid(oid(`2.5.29.${2n ** bits + k}`));
          const read = readDer(
            encodeDer((writer) => writer.value(6, content)),
            (reader) => reader.oid(''),
          );
          assert.equal(read, `2.5.29.${2n ** bits + k}`);
        });

    it('an arc of a megabyte is refused by its length', () => {
      const content = new Uint8Array(1_000_000).fill(0xff);
      content[999_999] = 0x7f;
      throwsCode('bad-oid', () =>
        readDer(
          encodeDer((writer) => writer.value(6, content)),
          (reader) => reader.oid(''),
        ),
      );
    });
  });

  describe('lengths that promise more than there is (CVE-2025-58185)', () => {
    for (const length of [
      '7f',
      '81ff',
      '82ffff',
      '83ffffff',
      '847fffffff',
      '84ffffffff',
      '85ffffffffff',
      '88ffffffffffffffff',
      '8f' + 'ff'.repeat(15),
    ])
      it(`0x${length} is refused by every parser without an allocation`, () => {
        const octets = Uint8Array.from(length.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
        for (const tag of [0x30, 0x02, 0x04, 0x31]) {
          const input = concatBytes(Uint8Array.of(tag), octets, Uint8Array.of(0, 0));
          for (const [reader, read] of Object.entries(READERS))
            assert.throws(
              () => read(input),
              (error) => error instanceof PkiError,
              reader,
            );
        }
      });
  });

  describe('values that cost more than their octets', () => {
    const huge = new Uint8Array(20_000_000).fill(0x55);

    it('an INTEGER of 20 MB makes no number', () => {
      const der = encodeDer((writer) => writer.value(2, huge));
      throwsCode('integer-too-large', () => readDer(der, (reader) => reader.bigInteger('')));
      throwsCode('integer-out-of-range', () => readDer(der, (reader) => reader.smallInteger('')));
      throwsCode('key-too-large', () =>
        parsePkcs1PublicKey(encodeDer((writer) => writer.sequence((key) => key.value(2, huge).integer(3)))),
      );
    });

    it('a million values make no tree', () => {
      const der = Uint8Array.from({ length: 2_000_002 }, (_, i) => (i % 2 === 0 ? 5 : 0));
      throwsCode('too-many-values', () => dumpDer(der));
    });
  });
});
