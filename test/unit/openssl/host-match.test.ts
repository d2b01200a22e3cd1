import assert from 'node:assert/strict';
import { utf8 } from '../../../lib/base/bytes.ts';
import { BMP_STRING, IA5_STRING, PRINTABLE_STRING, UTF8_STRING } from '../../../lib/asn1/tags.ts';
import { COMMON_NAME, EMAIL_ADDRESS } from '../../../lib/oids/names.ts';
import { addressMatches, hostMatches, mailMatches } from '../../../lib/openssl/host-match.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { makeName } from '../../../lib/x509/name.ts';
import { derOf, FULL_CERTIFICATE_PEM } from '../x509/samples.ts';

describe('openssl/host-match', () => {
  const sample = { ...parseCertificate(derOf(FULL_CERTIFICATE_PEM)), extensions: [] };
  const matches = (value: Uint8Array, host: string, tag: number = UTF8_STRING): boolean =>
    hostMatches({ ...sample, subject: makeName([[{ type: COMMON_NAME, tag, value }]]) }, host);

  it('takes one wildcard in the first label, with two labels behind it', () => {
    assert.ok(matches(utf8('db.example.com'), 'DB.example.com'));
    assert.ok(matches(utf8('*.example.com'), 'a.example.com'));
    assert.ok(matches(utf8('d*.example.com'), 'db.example.com'));
    assert.ok(matches(utf8('*b.example.com'), 'db.example.com'));
    assert.ok(matches(utf8('*.example.com'), 'xn--a.example.com'));
    assert.ok(matches(utf8('*.example.com'), '*.example.com'));
    for (const pattern of [
      '*.com',
      'd*b.example.com',
      'a.*.example.com',
      '*.exa_mple.com',
      '*.example-.com',
      'xn--*.example.com',
      '*.example.com.',
    ])
      assert.ok(!matches(utf8(pattern), 'dxb.example.com'), pattern);
    for (const host of ['a.b.example.com', 'example.com', 'a_b.example.com', 'aexample.com'])
      assert.ok(!matches(utf8('*.example.com'), host), host);
    assert.ok(!matches(utf8('*b.example.com'), 'xn--b.example.com'));
  });

  it('takes a leading dot for any host below', () => {
    assert.ok(matches(utf8('a.b.example.com'), '.example.com'));
    assert.ok(!matches(utf8('*.example.com'), '.example.org'));
    assert.ok(!matches(utf8('example.com'), '.example.com'));
    assert.ok(!matches(utf8('a\0.example.com'), '.example.com'));
  });

  it('does not ask whether a character is of the alphabet of PrintableString, as OpenSSL does not', () => {
    for (const tag of [PRINTABLE_STRING, IA5_STRING]) assert.ok(matches(utf8('*.example.com'), 'a.example.com', tag));
    assert.ok(!matches(Uint8Array.of(0x61), 'a', BMP_STRING));
  });

  it('looks at the subject only where subjectAltName has no name of the kind', () => {
    const subject = makeName([
      [{ type: COMMON_NAME, tag: UTF8_STRING, value: utf8('cn.example') }],
      [{ type: EMAIL_ADDRESS, tag: IA5_STRING, value: utf8('In@Example.com') }],
    ]);
    const having = (...names: GeneralName[]): typeof sample => ({
      ...sample,
      subject,
      extensions: [makeExtension(subjectAltName, names)] as never[],
    });
    const dns = having({ kind: 'dNSName', value: 'san.example' });
    assert.deepEqual([hostMatches(dns, 'cn.example'), hostMatches(dns, 'san.example')], [false, true]);
    assert.deepEqual([mailMatches(dns, 'In@example.COM'), mailMatches(dns, 'in@Example.com')], [true, false]);
    const mail = having({ kind: 'rfc822Name', value: 'other@x' });
    assert.deepEqual(
      [mailMatches(mail, 'In@Example.com'), mailMatches(mail, 'other@X'), hostMatches(mail, 'cn.example')],
      [false, true, true],
    );
    const address = having({ kind: 'iPAddress', value: Uint8Array.of(10, 0, 0, 1) });
    assert.deepEqual(
      ['10.0.0.1', '10.0.0.2', 'ten'].map((text) => addressMatches(address, text)),
      [true, false, undefined],
    );
  });
});
