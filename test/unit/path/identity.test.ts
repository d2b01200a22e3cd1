import assert from 'node:assert/strict';
import { assertPeers, matchesReference, readReference, type Reference } from '../../../lib/path/identity.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import { throwsCode } from '../../support/throws.ts';

const readDnsReference = (value: string): Reference => readReference({ kind: 'dns', value });
const readIpReference = (value: string): Reference => readReference({ kind: 'ip', value });
const readEmailReference = (value: string): Reference => readReference({ kind: 'email', value });
const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const label63 = 'a'.repeat(63);

/** Demanded, presented, whether they match (RFC 9525 6.3). */
const table: readonly (readonly [string, string, boolean])[] = [
  ['example.com', 'example.com', true],
  ['EXAMPLE.com', 'example.COM', true],
  ['example.com.', 'example.com', true],
  ['example.com', 'example.com.', false],
  ['example.com', 'www.example.com', false],
  ['www.example.com', 'example.com', false],
  ['www.example.com', '*.example.com', true],
  ['WWW.example.com', '*.EXAMPLE.com', true],
  ['example.com', '*.example.com', false],
  ['a.b.example.com', '*.example.com', false],
  ['a.b.example.com', '*.b.example.com', true],
  ['a.b.example.com', '*.*.example.com', false],
  ['www.example.com', 'w*.example.com', false],
  ['www.example.com', '*w.example.com', false],
  ['www.example.com', 'w*w.example.com', false],
  ['www.example.com', 'www.*.com', false],
  ['example.com', '*.com', false],
  ['example', '*', false],
  ['com', '*', false],
  ['localhost', 'localhost', true],
  ['db_1.example.com', 'db_1.example.com', true],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example', true],
  ['xn--bcher-kva.example', '*.example', false],
  [`${label63}.example.com`, '*.example.com', true],
  ['www.example.com', 'www.example.com\0.evil.example', false],
  ['www.example.com', 'www.example.com ', false],
  ['www.example.com', '', false],
  ['www.example.com', '.', false],
  ['www.example.com', '*.', false],
  ['www.example.com', '*..example.com', false],
];

describe('identity', () => {
  for (const [wanted, presented, expected] of table)
    it(`${JSON.stringify(wanted.slice(0, 30))} ${expected ? 'is' : 'is not'} ${JSON.stringify(presented)}`, () => {
      const reference = readDnsReference(wanted);
      assert.equal(reference.kind, 'dns');
      assert.equal(matchesReference(dns(presented), reference, undefined), expected);
    });

  it('refuses what is no DNS name to demand', () => {
    const problems = [
      ['bücher.example', 'not-ascii'],
      ['www.exa\0mple.com', 'not-ascii'],
      ['192.0.2.1', 'ip-address'],
      ['::1', 'ip-address'],
      ['', 'not-a-dns-name'],
      ['.', 'not-a-dns-name'],
      ['a..b', 'not-a-dns-name'],
      ['.example.com', 'not-a-dns-name'],
      ['example.com..', 'not-a-dns-name'],
      ['*.example.com', 'not-a-dns-name'],
      ['-a.example.com', 'not-a-dns-name'],
      ['a-.example.com', 'not-a-dns-name'],
      [`a${label63}.com`, 'not-a-dns-name'],
      ['a.'.repeat(127) + 'aa', 'not-a-dns-name'],
      ['www example.com', 'not-a-dns-name'],
    ] as const;
    for (const [value, problem] of problems) assert.deepEqual(readDnsReference(value), { kind: 'malformed', problem }, value);
    assert.deepEqual(readIpReference('www.example.com'), { kind: 'malformed', problem: 'not-an-ip-address' });
    assert.deepEqual(readEmailReference('example.com'), { kind: 'malformed', problem: 'not-a-mailbox' });
  });

  it('lets no wildcard stand directly below a public suffix', () => {
    const reference = readDnsReference('example.co.uk');
    assert.ok(matchesReference(dns('*.co.uk'), reference, undefined));
    const asked: string[] = [];
    const isPublicSuffix = (domain: string): boolean => {
      asked.push(domain);
      return domain === 'co.uk';
    };
    assert.equal(matchesReference(dns('*.co.uk'), reference, isPublicSuffix), false);
    assert.ok(matchesReference(dns('example.co.uk'), reference, isPublicSuffix));
    assert.deepEqual(asked, ['co.uk']);
  });

  it('compares addresses by their octets, whatever their spelling', () => {
    const presented: GeneralName = { kind: 'iPAddress', value: Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) };
    for (const text of ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:0db8::0.0.0.1'])
      assert.ok(matchesReference(presented, readIpReference(text), undefined), text);
    assert.equal(matchesReference(presented, readIpReference('2001:db8::2'), undefined), false);
    const v4: GeneralName = { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 1) };
    assert.ok(matchesReference(v4, readIpReference('192.0.2.1'), undefined));
    assert.equal(matchesReference(v4, readIpReference('::ffff:192.0.2.1'), undefined), false);
    assert.equal(matchesReference(dns('192.0.2.1'), readIpReference('192.0.2.1'), undefined), false);
  });

  it('compares mailboxes by letters before the sign and without case behind it', () => {
    const box = (value: string): GeneralName => ({ kind: 'rfc822Name', value });
    const reference = readEmailReference('Alice@Example.com');
    assert.ok(matchesReference(box('Alice@EXAMPLE.com'), reference, undefined));
    assert.ok(matchesReference(box('"Alice"@example.com'), reference, undefined));
    for (const other of ['alice@example.com', 'Alice@example.org', 'Alice@sub.example.com', 'Alice', 'Alice@example.com\0'])
      assert.equal(matchesReference(box(other), reference, undefined), false, other);
  });

  it('reads an address in every spelling, in brackets as in a URI too', () => {
    const octets = (value: string): number[] | string => {
      const reference = readIpReference(value);
      return reference.kind === 'ip' ? [...reference.octets] : reference.kind;
    };
    for (const text of ['::1', '0:0:0:0:0:0:0:1', '0000:0000:0000:0000:0000:0000:0000:0001', '::0.0.0.1', '[::1]', '0::1'])
      assert.deepEqual(octets(text), [...new Uint8Array(15), 1], text);
    for (const text of [
      '127.1',
      '0x7f000001',
      '0177.0.0.1',
      '2130706433',
      '127.0.0.1.',
      '[127.0.0.1]',
      '::1%eth0',
      '[::1',
      '::1/128',
      ' ::1',
      '1::2::3',
      '',
    ])
      assert.equal(octets(text), 'malformed', text);
  });

  it('takes no host whose last label is a number', () => {
    for (const value of ['1.2.3', '256.0.0.1', 'example.0x7f', 'example.123', '1.2.3.4.', '0x7f'])
      assert.deepEqual(readDnsReference(value), { kind: 'malformed', problem: 'ip-address' }, value);
    assert.equal(matchesReference(dns('*.0.0.1'), { kind: 'dns', name: '256.0.0.2' }, undefined), false);
  });

  /** Demanded, presented, whether they match (RFC 9525 6.5, RFC 3986 6.2.2.1). */
  const uris: readonly (readonly [string, string, boolean])[] = [
    ['sip:voice.example.com', 'sip:voice.example.com', true],
    ['SIP:Voice.Example.com', 'sip:voice.example.COM', true],
    ['sip:voice.example.com', 'sips:voice.example.com', false],
    ['sip:voice.example.com', 'sip:example.com', false],
    ['sip:voice.example.com', 'sip:alice@voice.example.com', false],
    ['sip:voice.example.com', 'sip:voice.example.com:5061;transport=tls', true],
    ['sip:alice@voice.example.com', 'sip:alice@VOICE.example.com', true],
    ['sip:alice@voice.example.com', 'sip:Alice@voice.example.com', false],
    ['https://www.example.com', 'https://www.example.com', true],
    ['https://www.example.com', 'https://WWW.example.com/path?query#fragment', true],
    ['https://www.example.com/', 'https://www.example.com:8443', true],
    ['https://www.example.com', 'http://www.example.com', false],
    ['https://www.example.com', 'https://*.example.com', false],
    ['https://www.example.com', 'https://www.example.com.', false],
    ['https://www.example.com', 'https://user@www.example.com', false],
    ['https://www.example.com', 'https://www.example.com@evil.example', false],
    ['https://www.example.com', 'https://evil.example/www.example.com', false],
    ['https://www.example.com', 'https://evil.example?www.example.com', false],
    ['https://www.example.com', 'https://evil.example\\@www.example.com', false],
    ['https://www.example.com', 'https://www.example.com\0.evil.example', false],
    ['https://www.example.com', 'www.example.com', false],
    ['https://www.example.com/a', 'https://www.example.com/a', true],
    ['https://www.example.com/a', 'https://www.example.com/A', false],
    ['https://www.example.com/a', 'https://www.example.com', false],
    ['https://www.example.com:443', 'https://www.example.com', false],
    ['spiffe://example.org/payments', 'spiffe://example.org/payments', true],
    ['spiffe://example.org/payments', 'spiffe://example.org/billing', false],
    ['urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', 'URN:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', true],
    ['urn:example:a', 'urn:example:A', false],
    ['https://192.0.2.1/', 'https://192.0.2.1/', true],
    ['https://192.0.2.1', 'https://192.0.2.1/a', false],
    ['https://[::1]', 'https://[::1]/', false],
  ];
  for (const [wanted, presented, expected] of uris)
    it(`${wanted} ${expected ? 'is' : 'is not'} ${JSON.stringify(presented)}`, () => {
      const reference = readReference({ kind: 'uri', value: wanted });
      assert.equal(reference.kind, 'uri');
      assert.equal(matchesReference({ kind: 'uniformResourceIdentifier', value: presented }, reference, undefined), expected);
    });

  const other = (type: string, tag: number, text: string): GeneralName => {
    const octets = utf8(text);
    return {
      kind: 'otherName',
      type: oid(type),
      value: Uint8Array.of(tag, ...(octets.length < 128 ? [] : [0x81]), octets.length, ...octets),
    };
  };
  const srv = (text: string): GeneralName => other('1.3.6.1.5.5.7.8.7', 0x16, text);
  const mailUtf8 = (text: string): GeneralName => other('1.3.6.1.5.5.7.8.9', 0x0c, text);

  it('compares services and their domains without regard to case (RFC 4985)', () => {
    const reference = readReference({ kind: 'srv', value: '_IMAPS.Example.com' });
    assert.ok(matchesReference(srv('_imaps.example.COM'), reference, undefined));
    for (const text of [
      '_imap.example.com',
      '_imaps.www.example.com',
      '_imaps.*.com',
      '_*.example.com',
      'imaps.example.com',
      'example.com',
      '_imaps',
      '_imaps.example.com.',
      '_imaps.example.com\0',
    ])
      assert.equal(matchesReference(srv(text), reference, undefined), false, text);
    assert.equal(matchesReference(dns('_imaps.example.com'), reference, undefined), false);
    assert.equal(matchesReference(other('1.3.6.1.5.5.7.8.7', 0x0c, '_imaps.example.com'), reference, undefined), false);
    assert.equal(matchesReference(srv('_imaps.example.com'), readDnsReference('_imaps.example.com'), undefined), false);
  });

  it('compares mailboxes of other scripts octet by octet (RFC 9598 5)', () => {
    const reference = readEmailReference('医生@Example.com');
    assert.ok(matchesReference(mailUtf8('医生@example.com'), reference, undefined));
    assert.ok(matchesReference(mailUtf8('"医生"@xn--bcher-kva.example'), readEmailReference('医生@xn--bcher-kva.example'), undefined));
    for (const text of [
      '醫生@example.com',
      '医生@example.org',
      '医生@bücher.example',
      '\uFEFF医生@example.com',
      '医生@example.com\0',
      '医 生@example.com',
      '医生',
    ])
      assert.equal(matchesReference(mailUtf8(text), reference, undefined), false, text);
    const composed = readEmailReference('é@example.com');
    assert.equal(matchesReference(mailUtf8('e\u0301@example.com'), composed, undefined), false, 'not normalised');
    assert.equal(
      matchesReference(mailUtf8('alice@example.com'), readEmailReference('alice@example.com'), undefined),
      false,
      'ASCII has its own form',
    );
    assert.equal(
      matchesReference(other('1.3.6.1.5.5.7.8.9', 0x16, '医生@example.com'), reference, undefined),
      false,
      'another string type',
    );
  });

  it('refuses odd names to demand', () => {
    const problems = [
      ['email', '医生@bücher.example', 'not-ascii'],
      ['email', 'a\0b@example.com', 'not-a-mailbox'],
      ['email', '\uD800@example.com', 'not-a-mailbox'],
      ['email', 'a\u0085b@example.com', 'not-a-mailbox'],
      ['email', 'a b@example.com', 'not-a-mailbox'],
      ['email', '@example.com', 'not-a-mailbox'],
      ['email', '', 'not-a-mailbox'],
      ['uri', 'https://bücher.example', 'not-ascii'],
      ['uri', 'www.example.com', 'not-a-uri'],
      ['uri', 'https://a b', 'not-a-uri'],
      ['uri', 'https://a\0b', 'not-ascii'],
      ['uri', '', 'not-a-uri'],
      ['srv', '_imaps.bücher.example', 'not-ascii'],
      ['srv', 'example.com', 'not-a-service-name'],
      ['srv', '_imaps', 'not-a-service-name'],
      ['srv', '_imaps.192.0.2.1', 'not-a-service-name'],
      ['srv', '_imaps.*.example.com', 'not-a-service-name'],
      ['srv', '', 'not-a-service-name'],
    ] as const;
    for (const [kind, value, problem] of problems)
      assert.deepEqual(readReference({ kind, value }), { kind: 'malformed', problem }, JSON.stringify(value));
  });

  it('knows what a demand is', () => {
    assertPeers([
      { kind: 'uri', value: 'x' },
      { kind: 'srv', value: 'x' },
    ]);
    for (const peer of [{ kind: 'host', value: 'x' }, { kind: 'dns', value: 1 }, undefined])
      throwsCode('bad-option', () => assertPeers([peer as never]));
  });

  it('takes linear time, whatever is presented', () => {
    const long = 'a'.repeat(1_000_000);
    const started = performance.now();
    for (const kind of ['dns', 'email', 'uri', 'srv', 'ip'] as const) {
      readReference({ kind, value: long });
      readReference({ kind, value: `a:${'@'.repeat(1_000_000)}` });
      readReference({ kind, value: `sip:${'a.'.repeat(500_000)}` });
      readReference({ kind, value: `_${'a-'.repeat(500_000)}.b` });
    }
    const wanted = readReference({ kind: 'uri', value: 'sip:example.com' });
    for (const value of [`sip:${long}`, `sip:${'@'.repeat(1_000_000)}`, `https://${':'.repeat(1_000_000)}`])
      assert.equal(matchesReference({ kind: 'uniformResourceIdentifier', value }, wanted, undefined), false);
    assert.ok(performance.now() - started < 1000);
  });

  it('never takes a name of another form', () => {
    const others: readonly GeneralName[] = [
      { kind: 'rfc822Name', value: 'www.example.com' },
      { kind: 'uniformResourceIdentifier', value: 'www.example.com' },
      { kind: 'directoryName', name: parseName('CN=www.example.com') },
      { kind: 'otherName', type: oid('1.2.3'), value: Uint8Array.of(5, 0) },
      { kind: 'registeredID', value: oid('1.2.3') },
      { kind: 'iPAddress', value: Uint8Array.of(1, 2, 3, 4) },
    ];
    for (const name of others) assert.equal(matchesReference(name, readDnsReference('www.example.com'), undefined), false, name.kind);
  });
});
