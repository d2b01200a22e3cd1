import assert from 'node:assert/strict';
import { utf8 } from '../../../lib/base/bytes.ts';
import { BMP_STRING, IA5_STRING, PRINTABLE_STRING, UTF8_STRING } from '../../../lib/asn1/tags.ts';
import { COMMON_NAME } from '../../../lib/oids/names.ts';
import { commonNameMatches } from '../../../lib/openssl/host-match.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { makeName } from '../../../lib/x509/name.ts';
import { derOf, FULL_CERTIFICATE_PEM } from '../x509/samples.ts';

describe('openssl/host-match', () => {
  const sample = parseCertificate(derOf(FULL_CERTIFICATE_PEM));
  const matches = (value: Uint8Array, host: string, tag: number = UTF8_STRING): boolean =>
    commonNameMatches({ ...sample, subject: makeName([[{ type: COMMON_NAME, tag, value }]]) }, host);

  it('takes one wildcard label, with two labels behind it', () => {
    assert.ok(matches(utf8('db.example.com'), 'DB.example.com'));
    assert.ok(matches(utf8('*.example.com'), 'a.example.com'));
    assert.ok(!matches(utf8('*.example.com'), 'a.b.example.com'));
    assert.ok(!matches(utf8('*.example.com'), 'example.com'));
    assert.ok(!matches(utf8('*.com'), 'example.com'));
  });

  it('does not ask whether a character is of the alphabet of PrintableString, as OpenSSL does not', () => {
    for (const tag of [PRINTABLE_STRING, IA5_STRING]) assert.ok(matches(utf8('*.example.com'), 'a.example.com', tag));
    assert.ok(!matches(Uint8Array.of(0x61), 'a', BMP_STRING));
  });
});
