import assert from 'node:assert/strict';
import { assertPeers, matchesReference, readReference, type Reference } from '../../../lib/path/identity.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { oid } from '../../../lib/asn1/oid.ts';

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
