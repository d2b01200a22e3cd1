import assert from 'node:assert/strict';
import { concatBytes, utf8 } from '../../../lib/base/bytes.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../../lib/asn1/pem.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { parseCertificates, parseCrls, readBundle } from '../../../lib/x509/bundle.ts';
import { throwsCode } from '../../support/throws.ts';
import { CRL_PEM, derOf, FULL_CERTIFICATE_PEM, PKCS7_PEM, REQUEST_PEM } from './samples.ts';

/** The smallest thing that parses as a certificate: empty names, an empty key, no signature. */
const SMALL_CERTIFICATE: Uint8Array = encodeDer((writer) =>
  writer.sequence((certificate) =>
    certificate
      .sequence((tbs) =>
        tbs
          .integer(1)
          .sequence((algorithm) => algorithm.oid(oid('1.3.101.112')))
          .sequence(() => {})
          .sequence((validity) => validity.time(0).time(0))
          .sequence(() => {})
          .sequence((key) => key.sequence((algorithm) => algorithm.oid(oid('1.3.101.112'))).bitString(new Uint8Array(0))),
      )
      .sequence((algorithm) => algorithm.oid(oid('1.3.101.112')))
      .bitString(new Uint8Array(0)),
  ),
);

describe('x509/bundle', () => {
  const der = derOf(FULL_CERTIFICATE_PEM);
  const pkcs7 = derOf(PKCS7_PEM);

  it('reads PEM as text and as octets, DER and PKCS #7', () => {
    for (const input of [
      FULL_CERTIFICATE_PEM,
      utf8(FULL_CERTIFICATE_PEM),
      der,
      pkcs7,
      PKCS7_PEM,
      `text\r\n${FULL_CERTIFICATE_PEM.replaceAll('\n', '\r\n')}`,
    ]) {
      const certificates = parseCertificates(input);
      assert.equal(certificates.length, 1);
      assert.deepEqual(certificates[0]?.der, der);
    }
  });

  it('reads several, in order, and passes over other things', () => {
    const text = FULL_CERTIFICATE_PEM + REQUEST_PEM + CRL_PEM + encodePem('X509 CERTIFICATE', der) + PKCS7_PEM;
    assert.equal(parseCertificates(text).length, 3);
  });

  it('reads a hundred and fifty thousand certificates of one PKCS #7 file', () => {
    const many = encodeDer((writer) =>
      writer.sequence((info) =>
        info.oid(oid('1.2.840.113549.1.7.2')).constructed(0xa0, (content) =>
          content.sequence((signed) => {
            signed
              .integer(1)
              .setOf([])
              .sequence((data) => data.oid(oid('1.2.840.113549.1.7.1')));
            signed.constructed(0xa0, (list) => {
              for (let i = 0; i < 150_000; i++) list.raw(SMALL_CERTIFICATE);
            });
            signed.setOf([]);
          }),
        ),
      ),
    );
    assert.equal(parseCertificates(many).length, 150_000);
  }).timeout(20_000);

  it('throws where there is none', () => {
    throwsCode('no-certificate', () => parseCertificates(''));
    throwsCode('no-certificate', () => parseCertificates(REQUEST_PEM));
    throwsCode('no-certificate', () => parseCertificates(new Uint8Array(0)));
    assert.deepEqual(
      readBundle('').errors.map(({ block, error }) => [block, error.code]),
      [[0, 'no-certificate']],
    );
  });

  it('lets one bad block spoil nothing', () => {
    const bad = encodePem('CERTIFICATE', Uint8Array.of(0x30, 0));
    const text = `${FULL_CERTIFICATE_PEM}${bad}-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n${FULL_CERTIFICATE_PEM}`;
    const { certificates, errors } = readBundle(text);
    assert.equal(certificates.length, 2);
    const line = FULL_CERTIFICATE_PEM.split('\n').length;
    assert.deepEqual(
      errors.map((item) => [item.block, item.line, item.error.code]),
      [
        [1, line, 'missing-field'],
        [2, line + 3, 'bad-base64'],
      ],
    );
    throwsCode('missing-field', () => parseCertificates(text));
  });

  it('does not drop the settings of a TRUSTED CERTIFICATE silently', () => {
    throwsCode('trusted-certificate', () => parseCertificates(encodePem('TRUSTED CERTIFICATE', concatBytes(der, Uint8Array.of(0x30, 0)))));
  });

  it('refuses damaged DER and other content types', () => {
    throwsCode('trailing-bytes', () => parseCertificates(encodePem('CERTIFICATE', concatBytes(der, Uint8Array.of(0)))));
    throwsCode('trailing-bytes', () => parseCertificates(concatBytes(der, Uint8Array.of(0))));
    throwsCode('truncated', () => parseCertificates(der.subarray(0, -1)));
    const data = pkcs7.slice();
    data[14] = 1;
    throwsCode('not-signed-data', () => parseCertificates(data));
  });

  it('reads CRLs', () => {
    for (const input of [CRL_PEM, derOf(CRL_PEM), PKCS7_PEM, pkcs7, FULL_CERTIFICATE_PEM + CRL_PEM])
      assert.deepEqual(parseCrls(input)[0]?.der, derOf(CRL_PEM));
    throwsCode('no-crl', () => parseCrls(FULL_CERTIFICATE_PEM));
    throwsCode('missing-field', () => parseCrls(encodePem('X509 CRL', Uint8Array.of(0x30, 0))));
    assert.equal(decodePem(CRL_PEM).length, 1);
  });
});
