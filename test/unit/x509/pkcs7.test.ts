import assert from 'node:assert/strict';
import { encodePem } from '../../../lib/asn1/pem.ts';
import { concatBytes } from '../../../lib/base/bytes.ts';
import { parseCertificates } from '../../../lib/x509/bundle.ts';
import { encodePkcs7, parsePkcs7, type SignedContent } from '../../../lib/x509/pkcs7.ts';
import { make, makeCrl } from '../../support/chain-kit.ts';
import { throwsCode } from '../../support/throws.ts';

const root = make({ subject: 'CN=Root', ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: root });
const crl = makeCrl({ issuer: root });
const certificates = [leaf.certificate, root.certificate];

const ders = (content: SignedContent): Uint8Array[][] => [content.certificates.map(({ der }) => der), content.crls.map(({ der }) => der)];
const wanted = [certificates.map(({ der }) => der), [crl.der]];

describe('PKCS #7 that carries certificates', () => {
  const der = encodePkcs7(certificates, [crl]);

  it('comes back as it was written, order kept', () => {
    assert.deepEqual(ders(parsePkcs7(der)), wanted);
    assert.deepEqual(
      parseCertificates(der).map((certificate) => certificate.der),
      wanted[0],
    );
  });

  it('is read from PEM under each of its labels', () => {
    for (const label of ['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS']) {
      assert.deepEqual(ders(parsePkcs7(encodePem(label, der))), wanted);
      assert.equal(parseCertificates(encodePem(label, der)).length, 2);
    }
    throwsCode('no-pkcs7', () => parsePkcs7(encodePem('CERTIFICATE', leaf.certificate.der)));
    throwsCode('no-pkcs7', () => parsePkcs7('nothing'));
  });

  it('may hold nothing', () => {
    assert.deepEqual(ders(parsePkcs7(encodePkcs7([]))), [[], []]);
  });

  it('is read in BER, here and not by parseCertificates', () => {
    // ContentInfo and its content of indefinite length.
    const explicit = der.subarray(der.indexOf(0xa0));
    const inner = explicit.subarray(4);
    const end = Uint8Array.of(0, 0);
    const ber = concatBytes(Uint8Array.of(0x30, 0x80), der.subarray(4, 15), Uint8Array.of(0xa0, 0x80), inner, end, end);
    assert.deepEqual(ders(parsePkcs7(ber)), wanted);
    assert.deepEqual(ders(parsePkcs7(encodePem('PKCS7', ber))), wanted);
    throwsCode('indefinite-length', () => parseCertificates(encodePem('PKCS7', ber)));
  });

  it('is refused where it is something else, or cut off', () => {
    const enveloped = Uint8Array.from(der, (octet, i) => (i === 14 ? 3 : octet));
    throwsCode('not-signed-data', () => parsePkcs7(enveloped));
    throwsCode('truncated', () => parsePkcs7(der.subarray(0, der.length - 1)));
    throwsCode('indefinite-length', () => parsePkcs7(Uint8Array.of(0x30, 0x80, 6, 1)));
  });
});
