import assert from 'node:assert/strict';
import { readDer } from '../../../lib/asn1/reader.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { concatBytes } from '../../../lib/base/bytes.ts';
import { type SignedCertificateTimestamp, signedCertificateTimestamps } from '../../../lib/x509/extensions/timestamps.ts';
import { throwsCode } from '../../support/throws.ts';

const one: SignedCertificateTimestamp = {
  logId: new Uint8Array(32).fill(7),
  timestamp: 1_767_225_600_123,
  extensions: new Uint8Array(0),
  hash: 4,
  signatureAlgorithm: 3,
  signature: Uint8Array.of(0x30, 0),
};

function encode(list: readonly SignedCertificateTimestamp[]): Uint8Array {
  return encodeDer((writer) => signedCertificateTimestamps.encode(list, writer));
}

function decode(der: Uint8Array): readonly SignedCertificateTimestamp[] {
  return readDer(der, (reader) => signedCertificateTimestamps.decode(reader, ''));
}

describe('signed certificate timestamps', () => {
  it('read and write', () => {
    const list = [one, { ...one, extensions: Uint8Array.of(1, 2), signatureAlgorithm: 1 }];
    assert.deepEqual(decode(encode(list)), list);
    // The list, the first timestamp, its version: 2 + 2 octets of lengths behind the header.
    assert.equal(encode([one])[6], 0);
  });

  it('are not rounded: times beyond 2^53 are refused, both ways, and so are lengths beyond 65,535', () => {
    const latest = { ...one, timestamp: Number.MAX_SAFE_INTEGER };
    assert.deepEqual(decode(encode([latest])), [latest]);
    const beyond = encode([latest]);
    // The time begins behind the version and the log: 2^53.
    beyond.set([0, 0x20, 0, 0, 0, 0, 0, 0], 6 + 33);
    throwsCode('bad-timestamp-list', () => decode(beyond));
    for (const changed of [
      { timestamp: 2 ** 53 },
      { timestamp: -1 },
      { timestamp: Number.NaN },
      { logId: new Uint8Array(31) },
      { signature: new Uint8Array(65_536) },
    ])
      throwsCode('bad-timestamp-list', () => encode([{ ...one, ...changed }]));
  });

  it('refuse other versions, algorithms that are none, and every cut', () => {
    const good = encode([one]);
    for (const [place, value] of [
      [6, 1],
      [good.length - 6, 0],
      [good.length - 5, 0],
      [good.length - 6, 7],
      [good.length - 3, 1],
      [good.length - 3, 3],
      [3, 200],
    ] as const) {
      const bad = good.slice();
      bad[place] = value;
      throwsCode('bad-timestamp-list', () => decode(bad));
    }
    const body = good.subarray(2);
    for (let length = 0; length < body.length; length++)
      throwsCode('bad-timestamp-list', () => decode(encodeDer((writer) => writer.octetString(body.subarray(0, length)))));
    throwsCode('bad-timestamp-list', () => decode(encodeDer((writer) => writer.octetString(concatBytes(body, Uint8Array.of(0))))));
    throwsCode('bad-timestamp-list', () => decode(encodeDer((writer) => writer.octetString(Uint8Array.of(0, 0)))));
  });
});
