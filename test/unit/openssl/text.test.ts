/**
 * Dumps with known answers: objects and texts made by OpenSSL 3.0.19 (`openssl x509 | req | crl -noout -text`). test/interop/openssl-text.test.ts compares
 * many more with the command itself.
 */
import assert from 'node:assert/strict';
import { decodePem } from '../../../lib/asn1/pem.ts';
import { certificateText } from '../../../lib/openssl/text/certificate.ts';
import { crlText } from '../../../lib/openssl/text/crl.ts';
import { extensionText } from '../../../lib/openssl/text/extension.ts';
import { dotted, integerText, positiveOctets } from '../../../lib/openssl/text/hex.ts';
import { publicKeyText } from '../../../lib/openssl/text/public-key.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { fromHex } from '../../../lib/base/bytes.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { parseCrl } from '../../../lib/x509/crl.ts';
import { parseRequest } from '../../../lib/x509/request.ts';
import { requestText } from '../../../lib/openssl/text/request.ts';

function der(pem: string): Uint8Array {
  return decodePem(pem)[0]?.der ?? assert.fail('no block');
}

const CERTIFICATE_PEM = `-----BEGIN CERTIFICATE-----
MIIBTjCCAQCgAwIBAgIB+zAFBgMrZXAwLTELMAkGA1UEBhMCVVMxETAPBgNVBAoM
CE9yZywgSW5jMQswCQYDVQQDDAJjYTAeFw0yNjExMjMxMjMxMzdaFw0zNjExMjAx
MjMxMzdaMC0xCzAJBgNVBAYTAlVTMREwDwYDVQQKDAhPcmcsIEluYzELMAkGA1UE
AwwCY2EwKjAFBgMrZXADIQCuY+kD4EjsxrALvhn2pwh9/AYCmp+jHImJ8FTVJZQ0
HKNFMEMwEgYDVR0TAQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0O
BBYEFBqvqbjSEu1K/QIxSilHbiw2mocsMAUGAytlcANBAMypQDwZmdQqQSRz7SvC
xXKNS9KHH+hubZMjoUvl/rE2kxQj3y7er+ty8J1LdoZTP8muDWyl4pAZvPpkx7lS
EgE=
-----END CERTIFICATE-----
`;

const CERTIFICATE_TEXT = `Certificate:
    Data:
        Version: 3 (0x2)
        Serial Number: -5 (-0x5)
        Signature Algorithm: ED25519
        Issuer: C = US, O = "Org, Inc", CN = ca
        Validity
            Not Before: Nov 23 12:31:37 2026 GMT
            Not After : Nov 20 12:31:37 2036 GMT
        Subject: C = US, O = "Org, Inc", CN = ca
        Subject Public Key Info:
            Public Key Algorithm: ED25519
                ED25519 Public-Key:
                pub:
                    ae:63:e9:03:e0:48:ec:c6:b0:0b:be:19:f6:a7:08:
                    7d:fc:06:02:9a:9f:a3:1c:89:89:f0:54:d5:25:94:
                    34:1c
        X509v3 extensions:
            X509v3 Basic Constraints: critical
                CA:TRUE, pathlen:0
            X509v3 Key Usage: critical
                Certificate Sign, CRL Sign
            X509v3 Subject Key Identifier: 
                1A:AF:A9:B8:D2:12:ED:4A:FD:02:31:4A:29:47:6E:2C:36:9A:87:2C
    Signature Algorithm: ED25519
    Signature Value:
        cc:a9:40:3c:19:99:d4:2a:41:24:73:ed:2b:c2:c5:72:8d:4b:
        d2:87:1f:e8:6e:6d:93:23:a1:4b:e5:fe:b1:36:93:14:23:df:
        2e:de:af:eb:72:f0:9d:4b:76:86:53:3f:c9:ae:0d:6c:a5:e2:
        90:19:bc:fa:64:c7:b9:52:12:01
`;

const REQUEST_PEM = `-----BEGIN CERTIFICATE REQUEST-----
MIIBazCCARACAQAwDDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABKpAAV+bvaZjqGVZsLNaUd0GvJLP2OQL3ny8LQGHJC8Gz/PNfjLV/twlFnqq
VcjKRmGUybyMXZBXGcGGHNwC8V+ggaEwgZ4GCSqGSIb3DQEJDjGBkDCBjTAnBgNV
HREEIDAeggpkYi5leGFtcGxlhxAAAAAAAAAAAAAAAAAAAAABMDQGA1UdIAQtMCsw
KQYCKgMwIzAhBggrBgEFBQcCAjAVMA0aA09yZzAGAgEBAgECDAR0ZXh0MCEGA1Ud
HwQaMBgwFqAQoA6GDGh0dHA6Ly9jcmwvMYECBkAwCQYDKgMEBAIFADAKBggqhkjO
PQQDAgNJADBGAiEAqHpAPZkXL+7QitrJGrEvN/GfeMMkgOxzFLaSJXk3a8ECIQC/
76z5uxx96scQvnQlgXKVczjMZYCsDbQvKJEnZAW7Pw==
-----END CERTIFICATE REQUEST-----
`;

const REQUEST_TEXT = `Certificate Request:
    Data:
        Version: 1 (0x0)
        Subject: CN = x
        Subject Public Key Info:
            Public Key Algorithm: id-ecPublicKey
                Public-Key: (256 bit)
                pub:
                    04:aa:40:01:5f:9b:bd:a6:63:a8:65:59:b0:b3:5a:
                    51:dd:06:bc:92:cf:d8:e4:0b:de:7c:bc:2d:01:87:
                    24:2f:06:cf:f3:cd:7e:32:d5:fe:dc:25:16:7a:aa:
                    55:c8:ca:46:61:94:c9:bc:8c:5d:90:57:19:c1:86:
                    1c:dc:02:f1:5f
                ASN1 OID: prime256v1
                NIST CURVE: P-256
        Attributes:
            Requested Extensions:
                X509v3 Subject Alternative Name: 
                    DNS:db.example, IP Address:0:0:0:0:0:0:0:1
                X509v3 Certificate Policies: 
                    Policy: 1.2.3
                      User Notice:
                        Organization: Org
                        Numbers: 1, 2
                        Explicit Text: text
                X509v3 CRL Distribution Points: 
                    Full Name:
                      URI:http://crl/1                    Reasons:
                      Key Compromise

                1.2.3.4: 
                    ..
    Signature Algorithm: ecdsa-with-SHA256
    Signature Value:
        30:46:02:21:00:a8:7a:40:3d:99:17:2f:ee:d0:8a:da:c9:1a:
        b1:2f:37:f1:9f:78:c3:24:80:ec:73:14:b6:92:25:79:37:6b:
        c1:02:21:00:bf:ef:ac:f9:bb:1c:7d:ea:c7:10:be:74:25:81:
        72:95:73:38:cc:65:80:ac:0d:b4:2f:28:91:27:64:05:bb:3f
`;

const CRL_PEM = `-----BEGIN X509 CRL-----
MIIBtDCCAWYCAQEwBQYDK2VwMC0xCzAJBgNVBAYTAlVTMREwDwYDVQQKDAhPcmcs
IEluYzELMAkGA1UEAwwCY2EXDTI2MTEyMzEyMzEzN1oXDTI2MTIyMzEyMzEzN1ow
gbEwMgIBARcNMjUxMTIzMTIxMTQ0WjAeMAoGA1UdFQQDCgEGMBAGA1UdFwQJBgcq
hkjOOAIDMDoCAQIXDTI1MTEyMzEyMTE0NFowJjAKBgNVHRUEAwoBAjAYBgNVHRgE
ERgPMjAyNTAxMDEwMDAwMDBaMCECAhI0Fw0yNTExMjMxMjExNDRaMAwwCgYDVR0V
BAMKAQEwHAILAP/u3cy7qpmId2YXDTI1MTEyMzEyMTE0NFqgWTBXMB8GA1UdIwQY
MBaAFBqvqbjSEu1K/QIxSilHbiw2mocsMCgGA1UdHAEB/wQeMBygEKAOhgxodHRw
Oi8vY3JsLzGBAf+DAgZAhAH/MAoGA1UdFAQDAgELMAUGAytlcANBACBJuSfCn50L
wPUQ21Pd/H2j3zR/0nCuSU5bYPlC9jWbM9/QzkeOFek+y3VSczcjNEmJii2piuBw
27AcViQjnwU=
-----END X509 CRL-----
`;

const CRL_TEXT = `Certificate Revocation List (CRL):
        Version 2 (0x1)
        Signature Algorithm: ED25519
        Issuer: C = US, O = "Org, Inc", CN = ca
        Last Update: Nov 23 12:31:37 2026 GMT
        Next Update: Dec 23 12:31:37 2026 GMT
        CRL extensions:
            X509v3 Authority Key Identifier: 
                1A:AF:A9:B8:D2:12:ED:4A:FD:02:31:4A:29:47:6E:2C:36:9A:87:2C
            X509v3 Issuing Distribution Point: critical
                Full Name:
                  URI:http://crl/1                Only User Certificates
                Indirect CRL
                Only Some Reasons:
                  Key Compromise

            X509v3 CRL Number: 
                11
Revoked Certificates:
    Serial Number: 01
        Revocation Date: Nov 23 12:11:44 2025 GMT
        CRL entry extensions:
            X509v3 CRL Reason Code: 
                Certificate Hold
            Hold Instruction Code: 
                Hold Instruction Reject
    Serial Number: 02
        Revocation Date: Nov 23 12:11:44 2025 GMT
        CRL entry extensions:
            X509v3 CRL Reason Code: 
                CA Compromise
            Invalidity Date: 
                Jan  1 00:00:00 2025 GMT
    Serial Number: 1234
        Revocation Date: Nov 23 12:11:44 2025 GMT
        CRL entry extensions:
            X509v3 CRL Reason Code: 
                Key Compromise
    Serial Number: FFEEDDCCBBAA99887766
        Revocation Date: Nov 23 12:11:44 2025 GMT
    Signature Algorithm: ED25519
    Signature Value:
        20:49:b9:27:c2:9f:9d:0b:c0:f5:10:db:53:dd:fc:7d:a3:df:
        34:7f:d2:70:ae:49:4e:5b:60:f9:42:f6:35:9b:33:df:d0:ce:
        47:8e:15:e9:3e:cb:75:52:73:37:23:34:49:89:8a:2d:a9:8a:
        e0:70:db:b0:1c:56:24:23:9f:05
`;

describe('openssl/text', () => {
  it('dumps a certificate', () => assert.equal(certificateText(parseCertificate(der(CERTIFICATE_PEM))), CERTIFICATE_TEXT));
  it('dumps a request', () => assert.equal(requestText(parseRequest(der(REQUEST_PEM))), REQUEST_TEXT));
  it('dumps a CRL', () => assert.equal(crlText(parseCrl(der(CRL_PEM))), CRL_TEXT));

  it('prints what it does not understand as octets', () => {
    const value = fromHex('0403410a7e7f80');
    const unknown = extensionText({ oid: oid('1.2.3.4'), critical: true, value, offset: 0, path: '' }, 4);
    assert.equal(unknown, '    1.2.3.4: critical\n        ..A\n~..\n');
    const broken = extensionText({ oid: oid('2.5.29.19'), critical: false, value: fromHex('3001'), offset: 0, path: '' }, 0);
    assert.equal(broken, 'X509v3 Basic Constraints: \n    0.\n');
  });

  it('knows private key usage periods, poison and timestamps', () => {
    const text = (id: string, hex: string): string =>
      extensionText({ oid: oid(id), critical: false, value: fromHex(hex), offset: 0, path: '' }, 0).trimEnd();
    assert.match(text('2.5.29.16', '3011800f32303036313132373230323334325a'), /Not Before: Nov 27 20:23:42 2006 GMT$/);
    assert.equal(text('1.3.6.1.4.1.11129.2.4.3', '0500'), 'CT Precertificate Poison: \n    NULL');
    const sct = `00${'11'.repeat(32)}0000018bcfe5687b000004030001ff`;
    const list = `00320030${sct}`;
    assert.equal(list.length / 2, 52);
    assert.match(text('1.3.6.1.4.1.11129.2.4.2', `0434${list}`), /Timestamp : Nov 14 22:13:20\.123 2023 GMT/);
    assert.doesNotMatch(text('1.3.6.1.4.1.11129.2.4.2', `0434${list.replace('0403', '0603')}`), /Timestamp :/);
  });

  it('says when a key does not load', () => {
    const { publicKey } = parseRequest(der(REQUEST_PEM));
    const broken = { ...publicKey, algorithm: { der: new Uint8Array(0), oid: oid('1.2.840.113549.1.1.1') } };
    assert.match(publicKeyText(broken), /Algorithm: rsaEncryption\n {12}Unable to load Public Key\n$/);
  });

  it('writes numbers as OpenSSL does', () => {
    assert.equal(integerText(-5n), '-5');
    assert.equal(integerText((1n << 127n) - 1n), '170141183460469231731687303715884105727');
    assert.equal(integerText(1n << 127n), '0x80000000000000000000000000000000');
    assert.deepEqual(positiveOctets(0x80n), Uint8Array.of(0, 0x80));
    assert.equal(dotted(Uint8Array.of(0, 0x20, 0x7e, 0x7f, 0xff, 10, 13)), '. ~..\n\r');
  });
});
