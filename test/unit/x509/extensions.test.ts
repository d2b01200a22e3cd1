import assert from 'node:assert/strict';
import { fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { DerReader } from '../../../lib/asn1/reader.ts';
import { DerWriter } from '../../../lib/asn1/writer.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { type ExtensionType, makeExtension, readExtension, readExtensions, writeExtensions } from '../../../lib/x509/extension.ts';
import * as x509 from '../../../lib/x509/index.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { mutations } from '../../support/mutations.ts';
import { throwsCode } from '../../support/throws.ts';
import { CRL_PEM, derOf, FULL_CERTIFICATE_PEM } from './samples.ts';

const TYPES = (Object.values(x509) as unknown[]).filter(
  (value): value is ExtensionType<unknown> => typeof value === 'object' && value !== null && 'decode' in value && 'encode' in value,
);

/** Reads a value given in hexadecimal. */
function read<T>(type: ExtensionType<T>, hex: string): T | undefined {
  return readExtension({ extensions: [{ oid: type.oid, critical: false, value: fromHex(hex), offset: 0, path: type.label }] }, type);
}

describe('x509/extensions', () => {
  const certificate = parseCertificate(derOf(FULL_CERTIFICATE_PEM));
  const crl = x509.parseCrl(derOf(CRL_PEM));

  it('has one type for each identifier', () => {
    assert.equal(new Set(TYPES.map((type) => type.oid)).size, TYPES.length);
    assert.equal(new Set(TYPES.map((type) => type.label)).size, TYPES.length);
    assert.ok(TYPES.length >= 27);
  });

  it('has a reader for every type that the verifier reads, of the same name, identifier and decoder', () => {
    const exported = x509 as Readonly<Record<string, unknown>>;
    const readers = Object.keys(exported).filter((name) => /^[a-z]\w+Reader$/.test(name));
    assert.equal(readers.length, 24);
    for (const name of readers) {
      const { oid: identifier, label, decode, ...rest } = exported[name] as ExtensionType<unknown>;
      const type = exported[name.replace(/Reader$/, '')] as ExtensionType<unknown>;
      assert.deepEqual([type.oid, type.label, type.decode, rest], [identifier, label, decode, {}], name);
    }
  });

  it('writes every extension of OpenSSL back, octet by octet', () => {
    let count = 0;
    for (const { extensions } of [certificate, crl]) {
      for (const { oid: identifier, value, critical } of extensions) {
        const type = TYPES.find((candidate) => candidate.oid === identifier);
        if (type === undefined) continue;
        const made = makeExtension(type, readExtension({ extensions }, type), { critical });
        assert.equal(toHex(made.value), toHex(value), type.label);
        count++;
      }
    }
    assert.equal(count, 21 + 4);
  });

  it('keeps an unknown extension as it is', () => {
    const unknown = certificate.extensions.find((item) => item.oid === oid('1.2.3.4.5.6'));
    assert.equal(toHex(unknown?.value ?? new Uint8Array(0)), '0c03616263');
    assert.equal(unknown?.critical, true);
  });

  it('reads what OpenSSL shows', () => {
    assert.deepEqual(readExtension(certificate, x509.basicConstraints), { ca: true, pathLength: 3 });
    assert.deepEqual(readExtension(certificate, x509.keyUsage), ['digitalSignature', 'keyCertSign', 'cRLSign', 'decipherOnly']);
    assert.deepEqual(readExtension(certificate, x509.extendedKeyUsage), ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.2.3.4.5']);
    assert.equal(
      toHex(readExtension(certificate, x509.subjectKeyIdentifier) ?? new Uint8Array(0)),
      'eaa987937cbce8e1495d1c9eb05356dc0ffa6a72',
    );
    const authority = readExtension(certificate, x509.authorityKeyIdentifier);
    assert.equal(toHex(authority?.keyIdentifier ?? new Uint8Array(0)), 'eaa987937cbce8e1495d1c9eb05356dc0ffa6a72');
    assert.equal(toHex(authority?.authorityCertSerialNumber ?? new Uint8Array(0)), '008123456789abcdef');
    assert.equal(authority?.authorityCertIssuer?.[0]?.kind, 'directoryName');
    assert.deepEqual(readExtension(certificate, x509.policyConstraints), { requireExplicitPolicy: 2, inhibitPolicyMapping: 0 });
    assert.equal(readExtension(certificate, x509.inhibitAnyPolicy), 4);
    assert.deepEqual(readExtension(certificate, x509.policyMappings), [
      { issuerDomainPolicy: '1.2.3.4', subjectDomainPolicy: '1.2.3.5' },
      { issuerDomainPolicy: '1.2.3.6', subjectDomainPolicy: '1.2.3.7' },
    ]);
    assert.deepEqual(readExtension(certificate, x509.tlsFeature), [5, 17]);
    assert.equal(readExtension(certificate, x509.ocspNoCheck), true);
    assert.equal(readExtension(certificate, x509.netscapeComment), 'made by a test');
    assert.deepEqual(readExtension(certificate, x509.netscapeCertType), ['sslServer', 'objectSigningCA']);
    assert.deepEqual(readExtension(certificate, x509.authorityInfoAccess), [
      { method: '1.3.6.1.5.5.7.48.1', location: { kind: 'uniformResourceIdentifier', value: 'http://ocsp.example/' } },
      { method: '1.3.6.1.5.5.7.48.2', location: { kind: 'uniformResourceIdentifier', value: 'http://ca.example/ca.cer' } },
    ]);
    assert.equal(readExtension(certificate, x509.subjectInfoAccess)?.[0]?.method, '1.3.6.1.5.5.7.48.5');
    assert.equal(readExtension(certificate, x509.subjectDirectoryAttributes)?.[0]?.type, '1.3.6.1.5.5.7.9.4');
  });

  it('reads general names of every form OpenSSL makes', () => {
    const names = readExtension(certificate, x509.subjectAltName) ?? [];
    assert.deepEqual(
      names.map((name) => name.kind),
      ['dNSName', 'rfc822Name', 'uniformResourceIdentifier', 'iPAddress', 'iPAddress', 'registeredID', 'directoryName', 'otherName'],
    );
    assert.deepEqual(names[0], { kind: 'dNSName', value: 'www.example.com' });
    assert.deepEqual(names[3], { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 7) });
    assert.deepEqual(names[5], { kind: 'registeredID', value: '1.2.3.4' });
    assert.ok(names[6]?.kind === 'directoryName' && formatName(names[6].name) === 'O=Excluded,C=DE');
    assert.deepEqual(names[7], {
      kind: 'otherName',
      type: '1.3.6.1.4.1.311.20.2.3',
      value: Uint8Array.of(0x0c, 17, ...utf8('alice@example.com')),
    });
    assert.equal(readExtension(certificate, x509.issuerAltName)?.length, 9);
  });

  it('reads name constraints', () => {
    const constraints = readExtension(certificate, x509.nameConstraints);
    assert.deepEqual(constraints?.permitted, [
      { base: { kind: 'dNSName', value: '.example.com' }, minimum: 0 },
      { base: { kind: 'iPAddress', value: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) }, minimum: 0 },
    ]);
    assert.deepEqual(constraints.excluded?.[0]?.base, { kind: 'rfc822Name', value: 'bad.example' });
    assert.equal(constraints.excluded?.[1]?.base.kind, 'directoryName');
  });

  it('reads policies with their qualifiers', () => {
    assert.deepEqual(readExtension(certificate, x509.certificatePolicies), [
      { policy: '1.2.3.4', qualifiers: [] },
      {
        policy: '1.3.5.8',
        qualifiers: [
          { kind: 'cps', uri: 'http://cps.example/' },
          {
            kind: 'userNotice',
            noticeReference: { organization: { tag: 0x1a, text: 'Org' }, numbers: [1n, 2n, 300n] },
            explicitText: { tag: 0x0c, text: 'Grüße' },
          },
        ],
      },
    ]);
  });

  it('reads distribution points', () => {
    const [first, second, third] = readExtension(certificate, x509.cRLDistributionPoints) ?? [];
    assert.deepEqual(first?.reasons, ['keyCompromise', 'cACompromise']);
    assert.equal(first.name?.kind === 'fullName' ? first.name.names.length : 0, 2);
    assert.equal(first.crlIssuer?.[0]?.kind, 'directoryName');
    assert.equal(
      second?.name?.kind === 'relativeName' ? toHex(second.name.rdn[0]?.value ?? new Uint8Array(0)) : '',
      toHex(utf8('relative')),
    );
    assert.deepEqual(third?.name, { kind: 'fullName', names: [{ kind: 'uniformResourceIdentifier', value: 'http://crl.example/3.crl' }] });
    assert.equal(readExtension(certificate, x509.freshestCRL)?.length, 1);
  });

  it('reads the extensions of a CRL', () => {
    assert.equal(readExtension(crl, x509.cRLNumber), 0x1a2bn);
    assert.equal(readExtension(crl, x509.deltaCRLIndicator), 4n);
    const { name, ...rest } = readExtension(crl, x509.issuingDistributionPoint) ?? { name: undefined };
    assert.equal(name?.kind, 'fullName');
    assert.deepEqual(rest, {
      onlyUserCertificates: true,
      onlyCaCertificates: false,
      onlySomeReasons: ['keyCompromise', 'superseded'],
      indirectCrl: false,
      onlyAttributeCertificates: false,
    });
  });

  it('accepts the trailing zero bits that roots in the field have', () => {
    assert.deepEqual(read(x509.keyUsage, '03020006'), ['keyCertSign', 'cRLSign']);
    assert.deepEqual(read(x509.keyUsage, '03020106'), ['keyCertSign', 'cRLSign']);
    assert.deepEqual(read(x509.keyUsage, '030100'), []);
  });

  const refused: readonly (readonly [title: string, code: string, type: ExtensionType<unknown>, hex: string])[] = [
    ['negative pathLen', 'integer-out-of-range', x509.basicConstraints, '30060101ff0201ff'],
    ['trailing octets', 'trailing-bytes', x509.basicConstraints, '30000500'],
    ['trailing field', 'trailing-bytes', x509.basicConstraints, '30020500'],
    ['encoded cA FALSE', 'encoded-default', x509.basicConstraints, '3003010100'],
    ['unused bits set', 'unused-bits-set', x509.keyUsage, '03020107'],
    ['no purpose', 'empty-sequence', x509.extendedKeyUsage, '3000'],
    ['no name', 'empty-sequence', x509.subjectAltName, '3000'],
    ['non-ASCII dNSName', 'bad-character', x509.subjectAltName, '30038201e4'],
    ['address of 5 octets', 'bad-ip-address', x509.subjectAltName, '300787050102030405'],
    ['address with mask in an alternative name', 'bad-ip-address', x509.subjectAltName, '300a87080a000000ff000000'],
    ['no form of GeneralName', 'wrong-tag', x509.subjectAltName, '30028900'],
    ['address without mask in constraints', 'bad-ip-address', x509.nameConstraints, '300aa008300687040a000000'],
    ['empty constraints', 'empty-sequence', x509.nameConstraints, '3000'],
    ['empty subtrees', 'empty-sequence', x509.nameConstraints, '3002a000'],
    ['encoded minimum 0', 'encoded-default', x509.nameConstraints, '300aa0083006820161800100'],
    ['no policy', 'empty-sequence', x509.certificatePolicies, '3000'],
    ['empty qualifiers', 'empty-sequence', x509.certificatePolicies, '3008300606022a033000'],
    ['empty policyConstraints', 'empty-sequence', x509.policyConstraints, '3000'],
    ['negative skip', 'integer-out-of-range', x509.inhibitAnyPolicy, '0201ff'],
    ['no mapping', 'empty-sequence', x509.policyMappings, '3000'],
    ['no distribution point', 'empty-sequence', x509.cRLDistributionPoints, '3000'],
    ['no access description', 'empty-sequence', x509.authorityInfoAccess, '3000'],
    ['negative CRL number', 'integer-out-of-range', x509.cRLNumber, '0201ff'],
    ['reason 7', 'bad-reason-code', x509.reasonCode, '0a0107'],
    ['reason 11', 'bad-reason-code', x509.reasonCode, '0a010b'],
    ['UTCTime as invalidityDate', 'wrong-tag', x509.invalidityDate, '170d3235303130313030303030305a'],
    ['ocspNoCheck with content', 'bad-null', x509.ocspNoCheck, '050100'],
  ];
  for (const [title, code, type, hex] of refused) {
    it(`refuses: ${title}`, () => void throwsCode(code, () => read(type, hex)));
  }

  it('refuses to write what it would not read', () => {
    throwsCode('empty-sequence', () => makeExtension(x509.subjectAltName, []));
    throwsCode('empty-sequence', () => makeExtension(x509.extendedKeyUsage, []));
    throwsCode('empty-sequence', () => makeExtension(x509.nameConstraints, {}));
    throwsCode('empty-sequence', () => makeExtension(x509.nameConstraints, { permitted: [] }));
    throwsCode('empty-sequence', () => makeExtension(x509.policyConstraints, {}));
    throwsCode('empty-sequence', () => makeExtension(x509.policyMappings, []));
    throwsCode('empty-sequence', () => makeExtension(x509.certificatePolicies, []));
    throwsCode('empty-sequence', () => makeExtension(x509.cRLDistributionPoints, []));
    throwsCode('empty-sequence', () => makeExtension(x509.authorityInfoAccess, []));
    throwsCode('integer-out-of-range', () => makeExtension(x509.basicConstraints, { ca: true, pathLength: -1 }));
    throwsCode('integer-out-of-range', () => makeExtension(x509.basicConstraints, { ca: true, pathLength: 1.5 }));
    throwsCode('integer-out-of-range', () => makeExtension(x509.inhibitAnyPolicy, -1));
    throwsCode('integer-out-of-range', () => makeExtension(x509.cRLNumber, -1n));
    throwsCode('bad-ip-address', () => makeExtension(x509.subjectAltName, [{ kind: 'iPAddress', value: new Uint8Array(5) }]));
    throwsCode('unsupported-name-form', () =>
      makeExtension(x509.subjectAltName, [{ kind: 'dns', value: 'a.example' } as unknown as x509.GeneralName]),
    );
    throwsCode('bad-character', () => makeExtension(x509.subjectAltName, [{ kind: 'dNSName', value: 'bücher.example' }]));
    throwsCode('bad-character', () => makeExtension(x509.netscapeComment, 'ü'));
  });

  it('writes entry extensions', () => {
    assert.equal(toHex(makeExtension(x509.reasonCode, 'superseded').value), '0a0104');
    assert.equal(toHex(makeExtension(x509.invalidityDate, 0).value), toHex(Uint8Array.of(0x18, 15, ...utf8('19700101000000Z'))));
    throwsCode('bad-time', () => makeExtension(x509.invalidityDate, Number.NaN));
    throwsCode('bad-time', () => makeExtension(x509.invalidityDate, 1e15));
    const issuer = makeExtension(x509.certificateIssuer, [{ kind: 'directoryName', name: certificate.issuer }]);
    assert.equal(issuer.critical, true);
    assert.deepEqual(readExtension({ extensions: [issuer] }, x509.certificateIssuer)?.[0]?.kind, 'directoryName');
  });

  it('takes the criticality of the standard or of the caller', () => {
    assert.equal(makeExtension(x509.keyUsage, ['cRLSign']).critical, true);
    assert.equal(makeExtension(x509.keyUsage, ['cRLSign'], { critical: false }).critical, false);
    assert.equal(makeExtension(x509.subjectAltName, [{ kind: 'dNSName', value: 'a' }]).critical, false);
  });

  it('writes lists of extensions that it reads back', () => {
    const list = [makeExtension(x509.keyUsage, ['cRLSign']), makeExtension(x509.inhibitAnyPolicy, 0, { critical: false })];
    const writer = new DerWriter();
    writeExtensions(writer, list);
    const back = readExtensions(new DerReader(writer.finish()), 'extensions');
    assert.deepEqual(
      back.map(({ oid: identifier, critical, value }) => [identifier, critical, toHex(value)]),
      list.map(({ oid: identifier, critical, value }) => [identifier, critical, toHex(value)]),
    );
  });

  it('reads or refuses every mutation of every extension value', () => {
    let parsed = 0;
    let refusedCount = 0;
    for (const { oid: identifier, value } of certificate.extensions) {
      const type = TYPES.find((candidate) => candidate.oid === identifier);
      if (type === undefined) continue;
      for (const mutant of mutations(value)) {
        try {
          const decoded = readExtension({ extensions: [{ oid: identifier, critical: false, value: mutant, offset: 0, path: '' }] }, type);
          assert.notEqual(decoded, undefined);
          parsed++;
        } catch (error) {
          if (!(error instanceof PkiError)) throw error;
          refusedCount++;
        }
      }
    }
    assert.ok(parsed > 1000 && refusedCount > 1000, `${parsed} parsed, ${refusedCount} refused`);
  });
});
