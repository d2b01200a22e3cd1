/** Files and folders of certificates and CRLs as OpenSSL loads them. */
import assert from 'node:assert/strict';
import { encodePem } from '../../../lib/asn1/pem.ts';
import { DerReader } from '../../../lib/asn1/reader.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { SHA256 } from '../../../lib/oids/algorithms.ts';
import { sha1 } from '../../../lib/crypto/hash.ts';
import { loadCertificateFile } from '../../../lib/openssl-verify/files/certificate-file.ts';
import { loadStoreFile, loadStoreFolder } from '../../../lib/openssl-verify/files/store.ts';
import { makeCertificate, makeCrl } from '../../../lib/testing/index.ts';
import { readName } from '../../../lib/x509/name.ts';
import { nameHash } from '../../../lib/x509/name-hash.ts';
import { encodeTrustedCertificate } from '../../../lib/x509/trusted-certificate.ts';

const made = makeCertificate({ subject: 'CN=Root', ca: true });
const { certificate } = made;
const CERT = encodePem('CERTIFICATE', certificate.der);
const CRL = encodePem('X509 CRL', makeCrl({ issuer: made }).der);
const TRUSTED = encodePem('TRUSTED CERTIFICATE', encodeTrustedCertificate({ certificate, trust: { trusted: [SHA256] } }));
const LONGER = encodePem('CERTIFICATE', Uint8Array.of(...certificate.der, 1));

describe('openssl-verify/store', () => {
  it('takes certificates, trust settings and CRLs in their order, and steps over the rest', () => {
    const file = loadStoreFile(`${TRUSTED}${encodePem('PKCS7', Uint8Array.of(1))}${CRL}${CERT}${LONGER}`);
    assert.ok(file.ok);
    assert.deepEqual(
      file.certificates.map(({ trust }) => trust?.trusted),
      [[SHA256], undefined, undefined],
    );
    assert.deepEqual([file.crls.length, file.plainCertificates], [1, 2]);
  });

  it('decodes the entries of a CRL with it, and lets RDNs without attributes pass', () => {
    const list = makeCrl({ issuer: made, revoked: [{ serialNumber: Uint8Array.of(0x12, 0x34) }] }).der;
    const at = list.findIndex((octet, i) => octet === 2 && list[i + 1] === 2 && list[i + 2] === 0x12 && list[i + 3] === 0x34);
    assert.ok(loadStoreFile(CERT + encodePem('X509 CRL', list)).ok);
    assert.ok(
      !loadStoreFile(
        CERT +
          encodePem(
            'X509 CRL',
            list.map((octet, i) => (i === at ? 4 : octet)),
          ),
      ).ok,
    );
    const bare = encodeDer((out) => out.sequence((name) => name.setOf([])));
    const name = readName(new DerReader(bare, { deviations: [] }), '');
    assert.deepEqual([name.rdns, name.der], [[], bare]);
    assert.throws(() => readName(new DerReader(bare), ''), { code: 'empty-sequence' });
  });

  it('refuses a name with a BIT STRING that is none', () => {
    // the value of CN becomes a BIT STRING whose first octet, its count of unused bits, is given
    const renamed = (unused: number): string => {
      const der = Uint8Array.from(certificate.der);
      for (let i = 0; i < der.length - 6; i++) if (der[i] === 0x0c && der[i + 1] === 4 && der[i + 2] === 0x52) der.set([3, 4, unused], i);
      return encodePem('CERTIFICATE', der);
    };
    assert.ok(loadStoreFile(renamed(7)).ok);
    assert.ok(!loadStoreFile(renamed(8)).ok);
  });

  it('refuses all of a file for one bad block, and a file of nothing', () => {
    const bad = (text: string): unknown => {
      const file = loadStoreFile(text);
      return file.ok ? file : [file.problem, file.line];
    };
    assert.deepEqual(bad(''), ['nothing-found', undefined]);
    assert.deepEqual(bad(encodePem('PKCS7', Uint8Array.of(1))), ['nothing-found', undefined]);
    const lines = CERT.split('\n').length;
    assert.deepEqual(bad(CERT + encodePem('X509 CRL', certificate.der)), ['bad-block', lines]);
    assert.deepEqual(bad(CERT + encodePem('OPENSSH PRIVATE KEY', Uint8Array.of(1, 0))), ['bad-block', lines]);
    assert.deepEqual(bad(CERT + encodePem('TRUSTED CERTIFICATE', Uint8Array.of(...certificate.der, 1))), ['bad-block', lines]);
  });

  it('looks up folders by hash and consecutive numbers', () => {
    const hash = nameHash(certificate.subject, sha1);
    const count = (files: Readonly<Record<string, string>>): number[] => {
      const { certificates, crls } = loadStoreFolder(files);
      return [certificates.length, crls.length];
    };
    assert.deepEqual(count({ [`${hash}.r0`]: CRL, [`${hash}.r1`]: CRL, [`${hash}.r3`]: CRL, [`${hash}.0`]: CERT }), [1, 2]);
    assert.deepEqual(count({ [`${hash}.r1`]: CRL, 'root.crl': CRL, '00000000.r0': CRL }), [0, 0]);
    assert.deepEqual(count({ [`${hash}.r0`]: 'text', [`${hash}.r1`]: CRL }), [0, 1]);
  });

  it('takes the first certificate of a certificate file for the leaf, more strictly than the others', () => {
    const file = loadCertificateFile(TRUSTED + TRUSTED + LONGER);
    assert.ok(file.ok);
    assert.deepEqual([file.leaf.trust?.trusted, file.chain.length], [[SHA256], 1]);
    const longer = loadCertificateFile(LONGER + CERT);
    assert.deepEqual([longer.ok, longer.ok ? '' : longer.problem], [false, 'bad-der']);
    const broken = loadCertificateFile(CERT + CERT.replace(/-----END.*/, ''));
    assert.ok(!broken.ok && broken.problem === 'bad-pem' && broken.words === 'bad end line' && broken.leaf !== undefined);
  });
});
