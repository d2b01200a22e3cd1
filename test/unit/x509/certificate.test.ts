import assert from 'node:assert/strict';
import { toHex } from '../../../lib/base/bytes.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { formatInstant } from '../../../lib/asn1/time.ts';
import { DerWriter } from '../../../lib/asn1/writer.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { readExtension } from '../../../lib/x509/extension.ts';
import { basicConstraints, keyUsage } from '../../../lib/x509/extensions/usage.ts';
import { fingerprint } from '../../../lib/x509/fingerprint.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { throwsCode } from '../../support/throws.ts';
import { derOf, FULL_CERTIFICATE_PEM } from './samples.ts';

const ALGORITHM = Uint8Array.of(0x30, 5, 6, 3, 0x2b, 0x65, 0x70);
const SPKI = new DerWriter().sequence((inner) => inner.raw(ALGORITHM).bitString(new Uint8Array(32))).finish();
const BASIC_FALSE = Uint8Array.of(0x30, 3, 1, 1, 0);
const BASIC_CA = Uint8Array.of(0x30, 3, 1, 1, 0xff);
const BASIC_OID = Uint8Array.of(6, 3, 0x55, 0x1d, 0x13);

interface Parts {
  /** [0] EXPLICIT version, as encoded. */
  readonly version?: Uint8Array;
  readonly serial?: Uint8Array;
  readonly notBefore?: Uint8Array;
  /** Between key and extensions. */
  readonly uniqueIds?: Uint8Array;
  /** Values of basicConstraints extensions; undefined for no list. */
  readonly extensions?: readonly Uint8Array[];
  /** What stands between an extension's identifier and its value. */
  readonly criticality?: Uint8Array;
}

const V3 = Uint8Array.of(0xa0, 3, 2, 1, 2);
const UTC = new DerWriter().time(1_767_225_600_000).finish();

/** A certificate with odd parts. */
function build({
  version = V3,
  serial = Uint8Array.of(2, 1, 5),
  notBefore = UTC,
  uniqueIds,
  extensions,
  criticality = new Uint8Array(0),
}: Parts): Uint8Array {
  const name = parseName('CN=odd').der;
  return new DerWriter()
    .sequence((outer) =>
      outer
        .sequence((tbs) => {
          tbs.raw(version).raw(serial).raw(ALGORITHM).raw(name);
          tbs.sequence((validity) => validity.raw(notBefore).raw(UTC));
          tbs.raw(name).raw(SPKI);
          if (uniqueIds !== undefined) tbs.raw(uniqueIds);
          if (extensions === undefined) return;
          tbs.constructed(0xa3, (wrapper) =>
            wrapper.sequence((list) =>
              extensions.forEach((value) => list.sequence((inner) => inner.raw(BASIC_OID).raw(criticality).octetString(value))),
            ),
          );
        })
        .raw(ALGORITHM)
        .bitString(new Uint8Array(64)),
    )
    .finish();
}

describe('x509/certificate', () => {
  const der = derOf(FULL_CERTIFICATE_PEM);
  const certificate = parseCertificate(der);

  it('reads every field', () => {
    assert.equal(certificate.version, 3);
    assert.equal(toHex(certificate.serialNumber), '008123456789abcdef');
    assert.equal(certificate.signatureAlgorithm.oid, '1.2.840.10045.4.3.2');
    assert.equal(certificate.tbsSignatureAlgorithm.oid, '1.2.840.10045.4.3.2');
    assert.equal(formatInstant(certificate.notBefore), '2026-11-23T11:50:54Z');
    assert.equal(formatInstant(certificate.notAfter), '2126-10-30T11:50:54Z');
    assert.equal(certificate.notBeforeForm, 'utc');
    assert.equal(certificate.notAfterForm, 'generalized');
    assert.equal(formatName(certificate.subject, 'oneline'), formatName(certificate.issuer, 'oneline'));
    assert.equal(certificate.publicKey.algorithm.oid, '1.2.840.10045.2.1');
    assert.equal(certificate.publicKey.key.length, 65);
    assert.equal(certificate.extensions.length, 22);
    assert.equal(certificate.signature[0], 0x30);
    assert.equal(certificate.deviations, undefined);
    assert.equal(certificate.issuerUniqueId, undefined);
  });

  it('aliases its input', () => {
    assert.equal(certificate.der.buffer, der.buffer);
    assert.equal(certificate.tbs.buffer, der.buffer);
    assert.equal(certificate.tbs[0], 0x30);
    assert.equal(certificate.tbs.byteOffset - der.byteOffset, 4);
  });

  it('knows where each extension stands', () => {
    for (const [index, { offset, value, path }] of certificate.extensions.entries()) {
      assert.deepEqual(der.subarray(offset, offset + value.length), value);
      assert.equal(path, `tbsCertificate/extensions/${index}`);
    }
  });

  it('gives the digest of all octets as fingerprint', () => {
    assert.deepEqual(fingerprint(certificate, { digest: (data) => Uint8Array.of(data.length & 0xff) }), Uint8Array.of(der.length & 0xff));
  });

  it('names the place of an error', () => {
    const damaged = der.slice();
    const validity = der.findIndex((octet, index) => octet === 0x17 && der[index + 1] === 13);
    damaged[validity + 2] = 0x41;
    const error = throwsCode('bad-time', () => parseCertificate(damaged));
    assert.equal(error.path, 'tbsCertificate/validity/notBefore');
    assert.equal(error.offset, validity);
    assert.equal(throwsCode('trailing-bytes', () => parseCertificate(Uint8Array.of(...der, 0))).offset, der.length);
    assert.equal(throwsCode('truncated', () => parseCertificate(der.subarray(0, -1))).path, '');
  });

  it('names the place of an error inside an extension', () => {
    const odd = parseCertificate(build({ extensions: [Uint8Array.of(0x30, 3, 1, 1, 7)] }));
    const error = throwsCode('non-canonical-boolean', () => readExtension(odd, basicConstraints));
    assert.equal(error.path, 'tbsCertificate/extensions/0/cA');
    assert.equal(error.offset, (odd.extensions[0]?.offset ?? 0) + 2);
  });

  describe('class 3: against the profile but DER, parses', () => {
    const cases: readonly (readonly [string, Parts, (parsed: ReturnType<typeof parseCertificate>) => void])[] = [
      ['serial number 0', { serial: Uint8Array.of(2, 1, 0) }, ({ serialNumber }) => assert.equal(toHex(serialNumber), '00')],
      ['negative serial number', { serial: Uint8Array.of(2, 1, 0x80) }, ({ serialNumber }) => assert.equal(toHex(serialNumber), '80')],
      [
        'serial number of 30 octets',
        { serial: new DerWriter().integer(new Uint8Array(30).fill(1)).finish() },
        ({ serialNumber }) => assert.equal(serialNumber.length, 30),
      ],
      ['version 1 with extensions', { version: new Uint8Array(0), extensions: [BASIC_CA] }, ({ version }) => assert.equal(version, 1)],
      ['version -1', { version: Uint8Array.of(0xa0, 3, 2, 1, 0xfe) }, ({ version }) => assert.equal(version, -1)],
      ['version 10', { version: Uint8Array.of(0xa0, 3, 2, 1, 9) }, ({ version }) => assert.equal(version, 10)],
      [
        'GeneralizedTime before 2050',
        { notBefore: Uint8Array.of(0x18, 15, ...Array.from('20260101000000Z', (char) => char.charCodeAt(0))) },
        ({ notBefore, notBeforeForm }) => assert.deepEqual([notBefore, notBeforeForm], [1_767_225_600_000, 'generalized']),
      ],
      [
        'unique identifiers',
        { uniqueIds: Uint8Array.of(0x81, 2, 0, 1, 0x82, 2, 4, 0xf0) },
        ({ issuerUniqueId, subjectUniqueId }) =>
          assert.deepEqual([issuerUniqueId, subjectUniqueId], [Uint8Array.of(1), Uint8Array.of(0xf0)]),
      ],
    ];
    for (const [title, parts, check] of cases) it(title, () => check(parseCertificate(build(parts))));
  });

  describe('class 2: decodable but not DER, refused or noted', () => {
    const cases: readonly (readonly [string, string, Parts, string])[] = [
      ['version 1 encoded', 'encoded-default', { version: Uint8Array.of(0xa0, 3, 2, 1, 0) }, 'tbsCertificate/version'],
      ['duplicate extensions', 'duplicate-extension', { extensions: [BASIC_CA, BASIC_CA] }, 'tbsCertificate/extensions/1'],
      [
        'critical FALSE encoded',
        'encoded-default',
        { extensions: [BASIC_CA], criticality: Uint8Array.of(1, 1, 0) },
        'tbsCertificate/extensions/0/critical',
      ],
      ['an empty list of extensions', 'empty-sequence', { extensions: [] }, 'tbsCertificate/extensions'],
    ];
    for (const [title, code, parts, path] of cases) {
      it(title, () => {
        const bytes = build(parts);
        assert.equal(throwsCode(code, () => parseCertificate(bytes)).path, path);
        const { deviations } = parseCertificate(bytes, { reading: 'openssl' });
        assert.deepEqual(
          deviations?.map((deviation) => [deviation.code, deviation.path]),
          [[code, path]],
        );
      });
    }

    it('an indefinite length, and octets behind the certificate', () => {
      const bytes = build({});
      const content = readDer(bytes, (reader) => reader.any('')).content;
      const indefinite = Uint8Array.of(0x30, 0x80, ...content, 0, 0);
      throwsCode('indefinite-length', () => parseCertificate(indefinite));
      const lenient = parseCertificate(Uint8Array.of(...indefinite, 1), { reading: 'openssl' });
      assert.deepEqual(lenient.der, indefinite);
      assert.deepEqual(lenient.tbs, parseCertificate(bytes).tbs);
      assert.deepEqual(
        lenient.deviations?.map(({ code }) => code),
        ['indefinite-length', 'trailing-bytes'],
      );
      throwsCode('truncated', () => parseCertificate(indefinite.subarray(0, -1), { reading: 'openssl' }));
      throwsCode('trailing-bytes', () => parseCertificate(Uint8Array.of(...bytes, 1)));
    });

    it('notes deviations inside extensions when they are read', () => {
      const lenient = parseCertificate(build({ extensions: [BASIC_FALSE] }), { reading: 'openssl' });
      assert.deepEqual(lenient.deviations, []);
      assert.deepEqual(readExtension(lenient, basicConstraints), { ca: false });
      assert.deepEqual(
        lenient.deviations.map(({ code, path }) => [code, path]),
        [['encoded-default', 'tbsCertificate/extensions/0/cA']],
      );
    });
  });

  it('class 1: refuses in both readings', () => {
    for (const reading of ['der', 'openssl'] as const) {
      throwsCode(reading === 'der' ? 'indefinite-length' : 'missing-field', () =>
        parseCertificate(Uint8Array.of(0x30, 0x80, 0, 0), { reading }),
      );
      throwsCode('missing-field', () => parseCertificate(new Uint8Array(0), { reading }));
      throwsCode('missing-field', () => parseCertificate(Uint8Array.of(0x30, 0), { reading }));
      throwsCode('wrong-tag', () => parseCertificate(build({ serial: Uint8Array.of(5, 0) }), { reading }));
      throwsCode('integer-out-of-range', () =>
        parseCertificate(build({ version: Uint8Array.of(0xa0, 10, 2, 8, 1, 0, 0, 0, 0, 0, 0, 0) }), { reading }),
      );
      throwsCode('non-minimal-integer', () => parseCertificate(build({ serial: Uint8Array.of(2, 2, 0, 5) }), { reading }));
    }
  });

  it('survives a hundred thousand nested sequences', () => {
    // Each level claims all that is left: lengths in three octets, five octets a level.
    const levels = 100_000;
    const nested = new Uint8Array(5 * levels);
    for (let i = 0; i < levels; i++) {
      const left = nested.length - 5 * (i + 1);
      nested.set([0x30, 0x83, left >> 16, (left >> 8) & 255, left & 255], 5 * i);
    }
    assert.throws(() => parseCertificate(nested), PkiError);
    assert.throws(() => parseCertificate(nested, { reading: 'openssl' }), PkiError);
  });

  it('gives undefined for an extension that is not there', () => {
    assert.equal(readExtension(parseCertificate(build({})), keyUsage), undefined);
  });
});
