import assert from 'node:assert/strict';
import { formOf, isInSubtree, readConstrainedName, readConstraintBase } from '../../../lib/path/constraints/match.ts';
import { readMailbox } from '../../../lib/path/constraints/mailbox.ts';
import { hostOfUri } from '../../../lib/path/constraints/uri.ts';
import { fromHex, utf8 } from '../../../lib/base/bytes.ts';
import { oid, type Oid } from '../../../lib/asn1/oid.ts';
import { PRINTABLE_STRING, TELETEX_STRING, UTF8_STRING } from '../../../lib/asn1/tags.ts';
import { COMMON_NAME, ORGANIZATION_NAME } from '../../../lib/oids/names.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { makeName } from '../../../lib/x509/name.ts';
import { makeAttribute } from '../../../lib/x509/name-attribute.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';

type TextKind = 'dNSName' | 'rfc822Name' | 'uniformResourceIdentifier';

/** Form, name, base, inside as permitted, inside as excluded. RFC 5280 4.2.1.10. */
const table: readonly (readonly [TextKind, string, string, boolean, boolean])[] = [
  ['dNSName', 'host.example.com', 'host.example.com', true, true],
  ['dNSName', 'my.host.example.com', 'host.example.com', true, true],
  ['dNSName', 'HOST.Example.COM', 'host.example.com', true, true],
  ['dNSName', 'host1.example.com', 'host.example.com', false, false],
  ['dNSName', 'badhost.example.com', 'host.example.com', false, false],
  ['dNSName', 'example.com', 'host.example.com', false, false],
  ['dNSName', 'anything.example', '', true, true],
  ['dNSName', 'a.example.com', '.example.com', true, true],
  ['dNSName', 'example.com', '.example.com', false, false],
  ['dNSName', 'com', 'com', true, true],
  // A wildcard stands for every label it may stand for.
  ['dNSName', '*.example.com', 'example.com', true, true],
  ['dNSName', '*.a.example.com', 'example.com', true, true],
  ['dNSName', '*.example.com', 'www.example.com', false, true],
  ['dNSName', '*.example.com', 'a.www.example.com', false, false],
  ['dNSName', '*.example.com', '.example.com', true, true],
  ['dNSName', '*.example.com', '.www.example.com', false, false],
  ['dNSName', '*.example.com', 'www.example.org', false, false],
  ['dNSName', '*.com', 'example.com', false, true],
  ['dNSName', '*.com', 'com', true, true],
  // Mailboxes: a mailbox, a host, or what is below a host.
  ['rfc822Name', 'me@example.com', 'me@example.com', true, true],
  ['rfc822Name', 'Me@example.com', 'me@example.com', false, false],
  ['rfc822Name', 'me@EXAMPLE.com', 'me@example.COM', true, true],
  ['rfc822Name', '"me"@example.com', 'me@example.com', true, true],
  ['rfc822Name', 'you@example.com', 'me@example.com', false, false],
  ['rfc822Name', 'me@example.com', 'example.com', true, true],
  ['rfc822Name', 'me@sub.example.com', 'example.com', false, false],
  ['rfc822Name', 'me@sub.example.com', '.example.com', true, true],
  ['rfc822Name', 'me@example.com', '.example.com', false, false],
  ['rfc822Name', '"a@b"@example.com', 'example.com', true, true],
  ['rfc822Name', '*@example.com', '*@example.com', true, true],
  ['rfc822Name', 'user@example.com', '*@example.com', false, false],
  ['rfc822Name', 'me@example.com', '', true, true],
  // Hosts of URIs.
  ['uniformResourceIdentifier', 'https://example.com/a', 'example.com', true, true],
  ['uniformResourceIdentifier', 'https://sub.example.com/', 'example.com', false, false],
  ['uniformResourceIdentifier', 'https://sub.example.com/', '.example.com', true, true],
  ['uniformResourceIdentifier', 'https://example.com', '.example.com', false, false],
  ['uniformResourceIdentifier', 'ldap://user:pw@Example.COM:389/x?y#z', 'example.com', true, true],
  ['uniformResourceIdentifier', 'https://example.org?.example.com', '.example.com', false, false],
];

function check(name: GeneralName, base: GeneralName): [boolean, boolean] {
  const read = readConstrainedName(name);
  const tree = readConstraintBase(base);
  assert.equal(read.kind, name.kind);
  assert.equal(tree.kind, base.kind);
  return [isInSubtree(read, tree, 'permitted'), isInSubtree(read, tree, 'excluded')];
}

describe('name constraints', () => {
  for (const [kind, value, base, permitted, excluded] of table)
    it(`${kind} ${value} and ${base === '' ? 'the empty base' : base}`, () => {
      assert.deepEqual(check({ kind, value }, { kind, value: base }), [permitted, excluded]);
    });

  it('addresses by their mask', () => {
    const subnet: GeneralName = { kind: 'iPAddress', value: fromHex('c0000200ffffff00') };
    const address = (hex: string): GeneralName => ({ kind: 'iPAddress', value: fromHex(hex) });
    assert.deepEqual(check(address('c00002ff'), subnet), [true, true]);
    assert.deepEqual(check(address('c00003ff'), subnet), [false, false]);
    assert.deepEqual(check(address('00000000000000000000ffffc00002ff'), subnet), [false, false]);
    assert.deepEqual(check(address('01020304'), { kind: 'iPAddress', value: new Uint8Array(8) }), [true, true]);
    const six: GeneralName = { kind: 'iPAddress', value: fromHex(`20010db8${'00'.repeat(12)}ffffffff${'00'.repeat(12)}`) };
    assert.deepEqual(check(address(`20010db8${'ff'.repeat(12)}`), six), [true, true]);
    assert.deepEqual(check(address(`20010db9${'ff'.repeat(12)}`), six), [false, false]);
  });

  it('masks have no holes', () => {
    for (const mask of ['ff00ff00', '00ffffff', 'fffffffd', '7fffffff'])
      assert.equal(readConstraintBase({ kind: 'iPAddress', value: fromHex(`c0000200${mask}`) }).kind, 'malformed', mask);
    for (const mask of ['00000000', '80000000', 'ffffffff', 'fffffe00'])
      assert.equal(readConstraintBase({ kind: 'iPAddress', value: fromHex(`c0000200${mask}`) }).kind, 'iPAddress', mask);
    assert.equal(readConstraintBase({ kind: 'iPAddress', value: fromHex('c00002') }).kind, 'malformed');
  });

  it('directory names by their first RDNs, normalised', () => {
    const name = (text: string): GeneralName => ({ kind: 'directoryName', name: parseName(text) });
    assert.deepEqual(check(name('CN=a,OU=b,O=Example'), name('o=EXAMPLE')), [true, true]);
    assert.deepEqual(check(name('CN=a,OU=b,O=Example'), name('OU=b,O=Example')), [true, true]);
    assert.deepEqual(check(name('CN=a,OU=b,O=Example'), name('CN=a,OU=b,O=Example')), [true, true]);
    assert.deepEqual(check(name('O=Example'), name('OU=b,O=Example')), [false, false]);
    assert.deepEqual(check(name('O=Example,OU=b'), name('O=Example')), [false, false]);
    assert.deepEqual(check(name('CN=a'), name('')), [true, true]);
  });

  it('directory names that may be the same text in other octets are excluded and not permitted', () => {
    const named = (type: Oid, text: string, tag: number): GeneralName => ({
      kind: 'directoryName',
      name: makeName([[makeAttribute(type, text, tag)]]),
    });
    const evil = named(ORGANIZATION_NAME, 'Evil', UTF8_STRING);
    assert.deepEqual(check(named(ORGANIZATION_NAME, 'Evil', PRINTABLE_STRING), evil), [true, true]);
    assert.deepEqual(check(named(ORGANIZATION_NAME, 'Evil', TELETEX_STRING), evil), [false, true]);
    assert.deepEqual(check(evil, named(ORGANIZATION_NAME, 'Evil', TELETEX_STRING)), [false, true]);
    assert.deepEqual(check(named(COMMON_NAME, 'Evil', TELETEX_STRING), evil), [false, false]);
    assert.deepEqual(check(named(ORGANIZATION_NAME, 'Good', UTF8_STRING), evil), [false, false]);
  });

  it('malformed names and forms without meaning are told apart', () => {
    const kindOf = (name: GeneralName): string => readConstrainedName(name).kind;
    for (const value of [
      '',
      '.',
      'a..b',
      'example.com.',
      '.example.com',
      'a b.example',
      'w*.example.com',
      '*.*.example.com',
      'a\0.example.com',
    ])
      assert.equal(kindOf({ kind: 'dNSName', value }), 'malformed', value);
    for (const value of [
      '',
      'example.com',
      '@example.com',
      'a@',
      'a@b@',
      'a b@example.com',
      'a@[192.0.2.1]',
      '.a@example.com',
      'a..b@example.com',
      '"@example.com',
      '""@example.com',
      '"a"b@example.com',
    ])
      assert.equal(kindOf({ kind: 'rfc822Name', value }), 'malformed', value);
    for (const value of [
      'mailto:a@b',
      'https:///path',
      'https://192.0.2.1/',
      'https://[::1]/',
      'https://a b/',
      '//example.com',
      'urn:x',
      'https://',
      'https://example.com:a/',
    ])
      assert.equal(kindOf({ kind: 'uniformResourceIdentifier', value }), 'malformed', value);
    assert.equal(kindOf({ kind: 'registeredID', value: oid('1.2.3') }), 'unsupported');
    assert.equal(kindOf({ kind: 'x400Address', der: Uint8Array.of(0xa3, 0) }), 'unsupported');
    for (const value of ['a b', '*.example.com', 'example.com.', '..example.com'])
      assert.equal(readConstraintBase({ kind: 'dNSName', value }).kind, 'malformed', value);
    for (const value of ['@', 'a@', '*.example.com', 'a@.example.com'])
      assert.equal(readConstraintBase({ kind: 'rfc822Name', value }).kind, 'malformed', value);
  });

  const other = (type: string, tag: number, text: string): GeneralName => {
    const octets = utf8(text);
    return { kind: 'otherName', type: oid(type), value: Uint8Array.of(tag, octets.length, ...octets) };
  };
  const srv = (text: string): GeneralName => other('1.3.6.1.5.5.7.8.7', 0x16, text);
  const mailUtf8 = (text: string): GeneralName => other('1.3.6.1.5.5.7.8.9', 0x0c, text);

  it('services by service and domain apart (RFC 4985 4)', () => {
    /** Base, names inside, names outside. */
    const services: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      [
        'example.com',
        ['_mail.example.com', '_ntp.EXAMPLE.com', '_mail.host.example.com'],
        ['_mail.example.org', '_mail.badexample.com', '_mail.com'],
      ],
      ['_mail', ['_mail.example.com', '_MAIL.example.org'], ['_ntp.example.com', '_mails.example.com']],
      ['_mail.example.com', ['_mail.example.com', '_mail.host.example.com'], ['_ntp.example.com', '_mail.example.org', '_mail.com']],
    ];
    for (const [base, inside, outside] of services)
      for (const text of [...inside, ...outside]) {
        const expected = inside.includes(text);
        const read = [readConstrainedName(srv(text)), readConstraintBase(srv(base))] as const;
        assert.deepEqual([isInSubtree(...read, 'permitted'), isInSubtree(...read, 'excluded')], [expected, expected], `${text} ${base}`);
      }
  });

  it('services that cannot be read', () => {
    for (const text of [
      '',
      'mail.example.com',
      '_mail',
      '_mail.',
      '_.example.com',
      '_mail.*.example.com',
      '_-a.example.com',
      '_mail.192.0.2.1',
      '_mail.a\0b',
    ])
      assert.equal(readConstrainedName(srv(text)).kind, 'malformed', text);
    for (const text of ['', '.example.com', '_mail.', '_mail.*.com', '*', '192.0.2.1', '_a_b.example.com'])
      assert.equal(readConstraintBase(srv(text)).kind, 'malformed', text);
    assert.equal(readConstrainedName(other('1.3.6.1.5.5.7.8.7', 0x0c, '_mail.example.com')).kind, 'malformed');
  });

  it('mailboxes of other scripts below bases of rfc822Name (RFC 9598 6)', () => {
    const name = readConstrainedName(mailUtf8('医生@Host.Example.com'));
    const inside = (value: string): boolean => isInSubtree(name, readConstraintBase({ kind: 'rfc822Name', value }), 'permitted');
    assert.deepEqual(['host.example.com', '.example.com', 'example.com', 'a@host.example.com', ''].map(inside), [
      true,
      true,
      false,
      false,
      true,
    ]);
    assert.equal(readConstraintBase({ kind: 'rfc822Name', value: '医生@example.com' }).kind, 'malformed');
    assert.equal(readConstraintBase(mailUtf8('医生@example.com')).kind, 'unsupported');
    for (const text of [
      'alice@example.com',
      '医生',
      '医生@bücher.example',
      '医生@',
      '@example.com',
      '\uFEFFä@example.com',
      'ä\0@example.com',
    ])
      assert.equal(readConstrainedName(mailUtf8(text)).kind, 'malformed', text);
  });

  it('every type of otherName is a form of its own, mailboxes of both kinds are one', () => {
    const forms = [
      srv('_a.b'),
      mailUtf8('ä@b'),
      { kind: 'rfc822Name', value: 'a@b' },
      other('1.2.3', 5, ''),
      { kind: 'dNSName', value: 'b' },
    ] as const;
    assert.deepEqual(forms.map(formOf), ['1.3.6.1.5.5.7.8.7', 'rfc822Name', 'rfc822Name', '1.2.3', 'dNSName']);
  });

  it('bases that look like addresses are no domains of URIs', () => {
    for (const value of ['1.2.3.4', 'ffff::1', '[::1]', 'example.com.', '0x7f'])
      assert.equal(readConstraintBase({ kind: 'uniformResourceIdentifier', value }).kind, 'malformed', value);
  });

  it('names of different forms never meet', () => {
    const name = readConstrainedName({ kind: 'dNSName', value: 'example.com' });
    const base = readConstraintBase({ kind: 'uniformResourceIdentifier', value: 'example.com' });
    assert.equal(isInSubtree(name, base, 'excluded'), false);
  });
});

describe('mailboxes and hosts of URIs', () => {
  it('read what RFC 5321 and RFC 3986 mean', () => {
    assert.deepEqual(readMailbox('a.b+c@Example.COM'), { local: 'a.b+c', host: 'example.com' });
    assert.deepEqual(readMailbox('"a\\"b c"@example.com'), { local: 'a"b c', host: 'example.com' });
    assert.equal(hostOfUri('HTTPS://User@Example.com:8443'), 'example.com');
    assert.equal(hostOfUri('https://evil.example\\@example.com/'), undefined);
  });

  it('take linear time', () => {
    const long = 'a'.repeat(1_000_000);
    assert.equal(readMailbox(`${long}@example.com`), undefined);
    assert.equal(readMailbox(`"${'\\"'.repeat(500_000)}@example.com`), undefined);
    assert.equal(hostOfUri(`https://${'a.'.repeat(500_000)}`), undefined);
    assert.equal(hostOfUri(`${long}:`), undefined);
  });
});
