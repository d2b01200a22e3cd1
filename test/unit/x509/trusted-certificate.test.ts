/** OpenSSL's trusted certificates: what stands behind a certificate, both ways. */
import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { concatBytes, fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { encodeTrustedCertificate, parseTrustedCertificate } from '../../../lib/x509/trusted-certificate.ts';
import { throwsCode } from '../../support/throws.ts';
import { derOf, FULL_CERTIFICATE_PEM } from './samples.ts';

const der = derOf(FULL_CERTIFICATE_PEM);
const having = (hex: string): Uint8Array => concatBytes(der, fromHex(hex));

describe('x509/trusted-certificate', () => {
  it('reads a certificate without settings', () => {
    const { certificate, trust } = parseTrustedCertificate(der);
    assert.equal(trust, undefined);
    assert.deepEqual(encodeTrustedCertificate({ certificate }), der);
  });

  it('reads and writes uses, alias and key identifier', () => {
    // serverAuth trusted, clientAuth rejected, the alias foo, the key identifier 0102: the first three as openssl x509 writes them
    const settings = '3021300a06082b06010505070301a00a06082b060105050703020c03666f6f04020102';
    const { certificate, trust } = parseTrustedCertificate(having(settings));
    assert.deepEqual(trust, {
      trusted: [oid('1.3.6.1.5.5.7.3.1')],
      rejected: [oid('1.3.6.1.5.5.7.3.2')],
      alias: utf8('foo'),
      keyIdentifier: Uint8Array.of(1, 2),
    });
    assert.equal(toHex(encodeTrustedCertificate({ certificate, trust }).subarray(der.length)), settings);
  });

  it('tells an empty list of uses from none, and passes other algorithms over', () => {
    assert.deepEqual(parseTrustedCertificate(having('30023000')).trust, { trusted: [] });
    assert.deepEqual(parseTrustedCertificate(having('3000')).trust, {});
    assert.deepEqual(parseTrustedCertificate(having('3008a106300406022a03')).trust, {});
  });

  it('refuses what is no settings', () => {
    throwsCode('wrong-tag', () => parseTrustedCertificate(having('0500')));
    throwsCode('trailing-bytes', () => parseTrustedCertificate(having('30000500')));
    throwsCode('trailing-bytes', () => parseTrustedCertificate(having('30020500')));
  });
});
