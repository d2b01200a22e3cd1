import assert from 'node:assert/strict';
import { concatBytes, fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { formatInstant } from '../../../lib/asn1/time.ts';
import { DerWriter } from '../../../lib/asn1/writer.ts';
import { findRevoked, readEntries, scanEntries } from '../../../lib/x509/crl-entries.ts';
import { buildCrlIndex, findIndexed } from '../../../lib/x509/crl-index.ts';
import { type CertificateList, parseCrl } from '../../../lib/x509/crl.ts';
import { type Extension, makeExtension, writeExtensions } from '../../../lib/x509/extension.ts';
import { certificateIssuer, invalidityDate, reasonCode } from '../../../lib/x509/extensions/crl-entry-extensions.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import type { Name } from '../../../lib/x509/name.ts';
import { mutations } from '../../support/mutations.ts';
import { throwsCode } from '../../support/throws.ts';
import { CRL_PEM, derOf } from './samples.ts';

const ALGORITHM = Uint8Array.of(0x30, 5, 6, 3, 0x2b, 0x65, 0x70);
const DATE = Uint8Array.of(0x17, 13, ...utf8('250119235959Z'));

/** A CRL of these entries, each already encoded. */
function crlOf(entries: readonly Uint8Array[]): Uint8Array {
  return new DerWriter()
    .sequence((outer) =>
      outer
        .sequence((tbs) => {
          tbs.integer(1).raw(ALGORITHM).raw(parseName('CN=issuer').der).raw(DATE).raw(DATE);
          tbs.value(0x30, concatBytes(...entries));
        })
        .raw(ALGORITHM)
        .bitString(new Uint8Array(64)),
    )
    .finish();
}

function entry(serial: bigint | Uint8Array, extensions: readonly Extension[] = [], date: Uint8Array = DATE): Uint8Array {
  const writer = new DerWriter();
  writer.sequence((inner) => {
    inner.integer(serial).raw(date);
    if (extensions.length > 0) writeExtensions(inner, extensions);
  });
  return writer.finish();
}

function issuedBy(name: Name): Extension {
  return makeExtension(certificateIssuer, [{ kind: 'directoryName', name }]);
}

describe('x509/crl', () => {
  const der = derOf(CRL_PEM);
  const crl = parseCrl(der);

  it('reads the header', () => {
    assert.equal(crl.version, 2);
    assert.equal(formatInstant(crl.thisUpdate), '2026-11-23T11:51:11Z');
    assert.equal(formatInstant(crl.nextUpdate ?? 0), '2026-12-23T11:51:11Z');
    assert.equal(crl.thisUpdateForm, 'utc');
    assert.equal(crl.nextUpdateForm, 'utc');
    assert.equal(formatName(crl.issuer), 'CN=full example+emailAddress=a@example.com,OU=Two,OU=One,O=Exämple GmbH,C=DE');
    assert.equal(crl.extensions.length, 4);
    assert.equal(crl.extensions[1]?.path, 'tbsCertList/crlExtensions/1');
    assert.deepEqual(der.subarray(crl.entriesOffset, crl.entriesOffset + crl.entries.length), crl.entries);
  });

  it('reads every entry as OpenSSL shows it', () => {
    assert.deepEqual(
      [...readEntries(crl)].map(({ serialNumber, revokedAt, reason }) => [toHex(serialNumber), formatInstant(revokedAt), reason]),
      [
        ['01', '2025-01-01T00:00:00Z', undefined],
        ['05', '2025-03-03T00:00:00Z', 'superseded'],
        ['0222', '2025-01-31T23:59:59Z', 'keyCompromise'],
        ['00ff3344', '2025-03-01T00:00:00Z', 'keyCompromise'],
        ['7f00000000000000000000000000000000000001', '2025-03-02T00:00:00Z', 'cACompromise'],
      ],
    );
  });

  const look: readonly (readonly [
    string,
    (list: CertificateList, serial: bigint | Uint8Array, issuer?: Name) => ReturnType<typeof findRevoked>,
  ])[] = [
    ['findRevoked', (list, serial, issuer) => findRevoked(list, serial, issuer === undefined ? {} : { issuer })],
    ['findIndexed', (list, serial, issuer) => findIndexed(buildCrlIndex(list), serial, issuer === undefined ? {} : { issuer })],
  ];
  for (const [title, find] of look) {
    describe(title, () => {
      it('finds serial numbers as octets and as integers', () => {
        assert.equal(find(crl, 0x0222n)?.reason, 'keyCompromise');
        assert.equal(find(crl, Uint8Array.of(2, 0x22))?.reason, 'keyCompromise');
        assert.equal(find(crl, 0xff3344n)?.extensions.length, 2);
        assert.equal(find(crl, 1n)?.reason, undefined);
        assert.equal(find(crl, 1n)?.revokedAt, Date.UTC(2025, 0, 1));
        assert.equal(find(crl, fromHex('7f00000000000000000000000000000000000001'))?.reason, 'cACompromise');
      });

      it('finds nothing else', () => {
        for (const serial of [0n, 2n, 0x22n, -1n, 0x7f00000000000000000000000000000000000000n]) assert.equal(find(crl, serial), undefined);
        assert.equal(find(crl, Uint8Array.of(0, 1)), undefined);
        assert.equal(find(crl, new Uint8Array(0)), undefined);
      });

      it('finds in an empty list nothing', () => {
        assert.equal(find(parseCrl(crlOf([])), 1n), undefined);
      });

      it('takes serial numbers of any length', () => {
        const long = new Uint8Array(300).fill(0x11);
        const list = parseCrl(crlOf([entry(5n), entry(long), entry(-5n), entry(0n)]));
        assert.equal(find(list, long)?.serialNumber.length, 300);
        assert.equal(toHex(find(list, -5n)?.serialNumber ?? long), 'fb');
        assert.equal(toHex(find(list, 0n)?.serialNumber ?? long), '00');
      });

      it('inherits the certificate issuer in indirect CRLs', () => {
        const [a, b] = [parseName('CN=a'), parseName('CN=b')];
        const list = parseCrl(crlOf([entry(1n), entry(2n, [issuedBy(a)]), entry(3n), entry(2n, [issuedBy(b)]), entry(1n)]));
        const issuers = (serial: bigint, issuer?: Name): string | undefined => {
          const found = find(list, serial, issuer);
          return found === undefined ? 'none' : found.certificateIssuer?.map((name) => formatName(name)).join('|');
        };
        assert.equal(issuers(1n), undefined);
        assert.equal(issuers(1n, parseName('cn=ISSUER')), undefined);
        assert.equal(issuers(1n, b), 'CN=b');
        assert.equal(issuers(1n, a), 'none');
        assert.equal(issuers(2n), 'CN=a');
        assert.equal(issuers(2n, b), 'CN=b');
        assert.equal(issuers(3n, a), 'CN=a');
        assert.equal(issuers(3n, parseName('CN=issuer')), 'none');
        assert.deepEqual(
          [...readEntries(list)].map((item) => item.certificateIssuer?.map((name) => formatName(name)).join('|')),
          [undefined, 'CN=a', 'CN=a', 'CN=b', 'CN=b'],
        );
      });

      it('refuses a CRL with an unknown critical entry extension, wherever it stands', () => {
        const unknown: Extension = { oid: oid('1.2.3'), critical: true, value: Uint8Array.of(5, 0), offset: 0, path: '' };
        const list = parseCrl(crlOf([entry(1n), entry(2n, [unknown])]));
        throwsCode('unknown-critical-entry-extension', () => find(list, 1n));
        assert.equal(find(parseCrl(crlOf([entry(1n, [{ ...unknown, critical: false }])])), 1n)?.extensions.length, 1);
        assert.deepEqual(scanEntries(list, 1n).unknownCritical, ['1.2.3']);
        assert.equal(scanEntries(list, 1n).count, 2);
      });

      const bad: readonly (readonly [string, string, Uint8Array])[] = [
        ['an impossible date', 'bad-time', entry(9n, [], Uint8Array.of(0x17, 13, ...utf8('250229000000Z')))],
        ['the 31st of April', 'bad-time', entry(9n, [], Uint8Array.of(0x17, 13, ...utf8('250431000000Z')))],
        ['month 13', 'bad-time', entry(9n, [], Uint8Array.of(0x17, 13, ...utf8('251301000000Z')))],
        ['hour 24', 'bad-time', entry(9n, [], Uint8Array.of(0x17, 13, ...utf8('250101240000Z')))],
        ['second 60', 'bad-time', entry(9n, [], Uint8Array.of(0x17, 13, ...utf8('250101000060Z')))],
        ['letters in a date', 'bad-time', entry(9n, [], Uint8Array.of(0x17, 13, ...utf8('25010100000xZ')))],
        ['a long serial number', 'non-minimal-integer', Uint8Array.of(0x30, 19, 2, 2, 0, 9, ...DATE)],
        ['a serial number without octets', 'bad-integer', Uint8Array.of(0x30, 17, 2, 0, ...DATE)],
        [
          'a reason without meaning',
          'bad-reason-code',
          entry(9n, [{ ...makeExtension(reasonCode, 'superseded'), value: Uint8Array.of(10, 1, 7) }]),
        ],
        [
          'a reason twice',
          'duplicate-extension',
          entry(9n, [makeExtension(reasonCode, 'superseded'), makeExtension(reasonCode, 'superseded')]),
        ],
        [
          'something behind the extensions',
          'trailing-bytes',
          Uint8Array.of(0x30, 34, 2, 1, 9, ...DATE, 0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1d, 0x15, 4, 3, 10, 1, 1, 5, 0),
        ],
        ['an empty list of extensions', 'empty-sequence', Uint8Array.of(0x30, 20, 2, 1, 9, ...DATE, 0x30, 0)],
        ['no date', 'missing-field', Uint8Array.of(0x30, 3, 2, 1, 9)],
        ['no entry', 'wrong-tag', Uint8Array.of(5, 0)],
      ];
      for (const [what, code, octets] of bad) {
        it(`refuses ${what} with its place`, () => {
          const list = parseCrl(crlOf([entry(1n), octets]));
          const error = throwsCode(code, () => find(list, 1n));
          assert.match(error.path, /^tbsCertList\/revokedCertificates\/1/);
          assert.ok((error.offset ?? 0) >= list.entriesOffset + entry(1n).length);
        });
      }
    });
  }

  it('takes the 29th of February in leap years, and GeneralizedTime', () => {
    const list = parseCrl(
      crlOf([
        entry(1n, [], Uint8Array.of(0x17, 13, ...utf8('240229000000Z'))),
        entry(2n, [], Uint8Array.of(0x18, 15, ...utf8('20500101000000Z'))),
      ]),
    );
    assert.equal(formatInstant(findRevoked(list, 1n)?.revokedAt ?? 0), '2024-02-29T00:00:00Z');
    assert.equal(formatInstant(findRevoked(list, 2n)?.revokedAt ?? 0), '2050-01-01T00:00:00Z');
  });

  it('tells an absent entry list from an empty one', () => {
    assert.ok(parseCrl(crlOf([])).entriesOffset > 0);
    const name = parseName('CN=x').der;
    const absent = new DerWriter()
      .sequence((outer) =>
        outer
          .sequence((tbs) => tbs.raw(ALGORITHM).raw(name).raw(DATE))
          .raw(ALGORITHM)
          .bitString(new Uint8Array(1)),
      )
      .finish();
    const list = parseCrl(absent);
    assert.deepEqual([list.entriesOffset, list.version, list.nextUpdate, list.nextUpdateForm], [0, 1, undefined, undefined]);
  });

  it('the walk and the reader accept the same octets: every mutation of an entry', () => {
    const samples = [
      entry(0x1234n),
      entry(0x1234n, [makeExtension(reasonCode, 'keyCompromise')]),
      entry(0x1234n, [makeExtension(reasonCode, 'keyCompromise'), makeExtension(invalidityDate, 0)]),
    ];
    let parsed = 0;
    let refused = 0;
    for (const sample of samples) {
      for (const mutant of mutations(sample)) {
        const list = { ...crl, entries: mutant };
        const read = outcome(() => [...readEntries(list)].length);
        assert.deepEqual(
          outcome(() => scanEntries(list, 1n).count),
          read,
        );
        if (typeof read === 'number') parsed++;
        else refused++;
      }
    }
    assert.ok(parsed > 100 && refused > 100, `${parsed} parsed, ${refused} refused`);
  });

  it('an index finds each of ten thousand, and of hostile serial numbers too', () => {
    const honest = Array.from({ length: 10_000 }, (_, i) => entry(BigInt(i) * 7n + 1n));
    const index = buildCrlIndex(parseCrl(crlOf(honest)));
    assert.equal(index.layout, 'hashed');
    assert.equal(index.count, 10_000);
    for (let i = 0; i < 10_000; i += 97) assert.ok(findIndexed(index, BigInt(i) * 7n + 1n) !== undefined);
    assert.equal(findIndexed(index, 2n), undefined);

    const equal = buildCrlIndex(
      parseCrl(crlOf([...Array.from({ length: 2000 }, () => entry(77n)), entry(78n), entry(76n), entry(0x1_0000n)])),
    );
    assert.equal(equal.layout, 'sorted');
    for (const serial of [76n, 77n, 78n, 0x1_0000n]) assert.ok(findIndexed(equal, serial) !== undefined, String(serial));
    for (const serial of [75n, 79n, 0n, 0x1_0001n]) assert.equal(findIndexed(equal, serial), undefined);
  });

  it('notes deviations in the OpenSSL reading', () => {
    const nonMinimal = Uint8Array.of(0x30, 0x81, 18, 2, 1, 9, ...DATE);
    const octets = crlOf([nonMinimal]);
    throwsCode('non-minimal-length', () => findRevoked(parseCrl(octets), 9n));
    const lenient = parseCrl(octets, { reading: 'openssl' });
    assert.equal(toHex(findRevoked(lenient, 9n)?.serialNumber ?? new Uint8Array(0)), '09');
    assert.deepEqual(
      lenient.deviations?.map(({ code }) => code),
      ['non-minimal-length'],
    );
    assert.equal(toHex(findIndexed(buildCrlIndex(lenient), 9n)?.serialNumber ?? new Uint8Array(0)), '09');
  });
});

function outcome(act: () => number): number | string {
  try {
    return act();
  } catch (error) {
    if (error instanceof PkiError) return `${error.code} ${error.path} ${error.offset}`;
    throw error;
  }
}
