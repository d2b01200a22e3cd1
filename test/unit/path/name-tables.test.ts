/**
 * Names and constraints as whole chains, in the spirit of the table in Go's crypto/x509, decided by RFC 5280 4.2.1.10. Constraints are critical. Where Go answers
 * otherwise: it takes a subjectAltName with a tag that is none, and an empty DNS name below
 * constraints of others; here both refuse.
 */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import { parseIpAddress } from '../../../lib/path/ip-address.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { type GeneralSubtree, nameConstraints } from '../../../lib/x509/extensions/name-constraints.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { AT, keyNamed, type Made, make, rawExtension } from '../../support/chain-kit.ts';

/** `dns:example.com`, `ip:10.0.0.0/8`, `dn:CN=x` and the like. */
function nameOf(text: string): GeneralName {
  const colon = text.indexOf(':');
  const value = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case 'dns':
      return { kind: 'dNSName', value };
    case 'email':
      return { kind: 'rfc822Name', value };
    case 'uri':
      return { kind: 'uniformResourceIdentifier', value };
    case 'dn':
      return { kind: 'directoryName', name: parseName(value) };
    case 'srv':
      return { kind: 'otherName', type: oid('1.3.6.1.5.5.7.8.7'), value: Uint8Array.of(0x16, value.length, ...utf8(value)) };
    case 'mail8': {
      const octets = utf8(value);
      return { kind: 'otherName', type: oid('1.3.6.1.5.5.7.8.9'), value: Uint8Array.of(0x0c, octets.length, ...octets) };
    }
    case 'id':
      return { kind: 'registeredID', value: oid(value) };
    case 'upn':
      return { kind: 'otherName', type: oid('1.3.6.1.4.1.311.20.2.3'), value: Uint8Array.of(0x0c, value.length, ...utf8(value)) };
    default: {
      const [address = '', bits] = value.split('/');
      const octets = parseIpAddress(address) ?? new Uint8Array(0);
      const mask = bits === undefined ? [] : Array.from(octets, (_, i) => 256 - 2 ** (8 - Math.max(0, Math.min(8, Number(bits) - 8 * i))));
      return { kind: 'iPAddress', value: Uint8Array.of(...octets, ...mask) };
    }
  }
}

/** What a CA permits, and behind `!` what it excludes, with blanks between. */
type Constraints = string;

interface Row {
  readonly root?: Constraints;
  readonly ca?: Constraints;
  /** Names of the leaf, with blanks between. */
  readonly names: string | null;
  readonly subject?: string;
  /** Code and certificate; absent: accepted. */
  readonly refused?: string;
}

const violated = 'name-constraint-violated@0';
const malformed = 'name-malformed@0';
const unsupported = 'name-constraint-unsupported@0';
const unreadable = 'issuer-duty-neglected@2';

const rows: readonly (readonly [string, Row])[] = [
  ['no constraints', { names: 'dns:example.com' }],
  ['a DNS name, in the root', { root: 'dns:example.com', names: 'dns:example.com' }],
  ['a DNS name, in the CA', { ca: 'dns:example.com', names: 'dns:www.example.com' }],
  ['a leading period is not the domain itself', { root: 'dns:.example.com', names: 'dns:example.com', refused: violated }],
  ['a leading period is what is below', { ca: 'dns:.example.com', names: 'dns:foo.bar.example.com' }],
  ['DNS names do not touch addresses', { root: 'dns:.example.com', names: 'ip:10.1.1.1' }],
  ['addresses do not touch DNS names', { root: 'ip:10.0.0.0/8', names: 'dns:example.com' }],
  ['a CA may permit more than it may', { root: 'dns:example.com', ca: 'dns:example.com dns:foo.com', names: 'dns:example.com' }],
  ['which does not help', { root: 'dns:example.com', ca: 'dns:foo.example.com dns:foo.com', names: 'dns:foo.com', refused: violated }],
  ['a CA may permit less', { root: 'dns:.example.com', ca: 'dns:.bar.example.com', names: 'dns:foo.bar.example.com' }],
  ['and holds', { root: 'dns:.example.com', ca: 'dns:.bar.example.com', names: 'dns:foo.notbar.example.com', refused: violated }],
  ['an exclusion of something else', { root: '!dns:.example.com', names: 'dns:foo.com ip:10.1.1.1' }],
  ['an exclusion in the root', { root: '!dns:.example.com', names: 'dns:foo.example.com', refused: violated }],
  ['an exclusion in the CA', { ca: '!dns:.example.com', names: 'dns:foo.example.com', refused: violated }],
  ['an exclusion that permits nothing back', { root: '!dns:', ca: '!dns:example.com', names: 'dns:test.com', refused: violated }],
  ['an exclusion that grows', { root: '!dns:example.com', ca: '!dns:', names: 'dns:test.com', refused: violated }],
  ['excluded within permitted', { root: 'dns:example.com !dns:evil.example.com', names: 'dns:a.evil.example.com', refused: violated }],
  ['permitted within excluded', { root: 'dns:good.example.com !dns:example.com', names: 'dns:good.example.com', refused: violated }],
  ['the empty DNS base permits all', { root: 'dns:', names: 'dns:example.com' }],
  ['a CA narrows all', { root: 'dns:', ca: 'dns:example.com', names: 'dns:test.com', refused: violated }],
  ['letters without a period', { root: 'dns:example.com', names: 'dns:testexample.com', refused: violated }],
  ['letters without a period, excluded', { root: '!dns:example.com', names: 'dns:testexample.com' }],
  ['case of DNS names', { root: 'dns:EXAMPLE.com', names: 'dns:www.Example.COM' }],
  ['the second name counts', { root: 'dns:example.com', names: 'dns:example.com dns:example.org', refused: violated }],
  // addresses
  ['an IPv4 network', { root: 'ip:10.0.0.0/8', names: 'ip:10.255.0.1' }],
  ['another IPv4 network', { root: 'ip:10.0.0.0/8', names: 'ip:11.0.0.1', refused: violated }],
  ['two exclusions', { root: '!ip:0.0.0.0/1', ca: '!ip:11.0.0.0/8', names: 'ip:11.0.0.1', refused: violated }],
  ['an odd prefix, inside', { root: 'ip:192.0.2.128/25', names: 'ip:192.0.2.129' }],
  ['an odd prefix, outside', { root: 'ip:192.0.2.128/25', names: 'ip:192.0.2.127', refused: violated }],
  ['bits behind the mask do not count', { root: '!ip:10.0.0.0/30 ip:10.10.10.10/16', names: 'ip:10.10.0.1', refused: violated }],
  ['one address', { root: 'ip:192.0.2.1/32', names: 'ip:192.0.2.1' }],
  ['all addresses', { root: 'ip:0.0.0.0/0', names: 'ip:203.0.113.9' }],
  ['IPv6', { root: 'ip:2000:abcd::/32', names: 'ip:2000:abcd:1234::' }],
  ['IPv6 outside', { root: 'ip:2000:abcd::/32', names: 'ip:2000:1234:abcd::', refused: violated }],
  ['IPv6 excluded', { root: '!ip:2000:abcd::/32', names: 'ip:2000:abcd::', refused: violated }],
  ['IPv6 permits no IPv4', { root: 'ip:2000:abcd::/32', names: 'ip:10.0.0.1', refused: violated }],
  ['IPv4 permits no IPv6', { root: 'ip:10.0.0.0/8', names: 'ip:2000:abcd::', refused: violated }],
  ['no IPv6 at all', { root: 'ip:1.2.3.0/24 !ip:::/0', names: 'ip:1.2.3.4' }],
  ['IPv4 in IPv6 is IPv6', { root: 'ip:10.0.0.0/8', names: 'ip:::ffff:10.0.0.1', refused: violated }],
  // mailboxes
  ['a mailbox', { root: 'email:foo@example.com', names: 'email:foo@example.com' }],
  ['another mailbox', { root: 'email:foo@example.com', names: 'email:bar@example.com', refused: violated }],
  ['a mailbox in quotes', { root: 'email:foo@example.com', names: 'email:"\\f\\o\\o"@example.com' }],
  ['a host', { root: 'email:example.com', names: 'email:foo@example.com' }],
  ['a host and what is below it', { root: 'email:example.com', names: 'email:foo@sub.example.com', refused: violated }],
  ['a domain', { root: 'email:.example.com', names: 'email:foo@sub.sub.example.com' }],
  ['a domain without its apex', { root: 'email:.example.com', names: 'email:foo@example.com', refused: violated }],
  ['the local part has case', { root: 'email:foo@example.com', names: 'email:Foo@example.com', refused: violated }],
  ['the host has none', { root: 'email:foo@EXAMPLE.com', names: 'email:foo@exAmple.com' }],
  ['all mailboxes', { root: 'email:', names: 'email:foo@example.com' }],
  ['no mailbox', { root: '!email:', names: 'email:foo@example.com', refused: violated }],
  [
    'CVE-2026-27137: the first of two exclusions of one local part',
    { root: '!email:a@example.com email:a@test.com', names: 'email:a@example.com', refused: violated },
  ],
  ['CVE-2026-27137: the second', { root: '!email:a@example.com email:a@test.com', names: 'email:a@test.com', refused: violated }],
  ['neither', { root: '!email:a@example.com email:a@test.com', names: 'email:a@example.org' }],
  ['the first of two that are permitted', { root: 'email:a@example.com email:a@test.com', names: 'email:a@example.com' }],
  [
    'emailAddress of a subject without subjectAltName',
    { root: 'email:example.com', subject: '1.2.840.113549.1.9.1=a@example.org,CN=x', names: null, refused: violated },
  ],
  [
    'emailAddress beside DNS names',
    { root: 'email:example.com', subject: '1.2.840.113549.1.9.1=a@example.org', names: 'dns:a.example', refused: violated },
  ],
  ['emailAddress inside', { root: 'email:example.com', subject: '1.2.840.113549.1.9.1=a@example.com', names: null }],
  ['a mailbox of another script', { root: 'email:example.com', names: 'mail8:ä@example.com' }],
  ['a mailbox of another script elsewhere', { root: 'email:example.com', names: 'mail8:ä@example.org', refused: violated }],
  ['a mailbox of another script, excluded', { root: '!email:.example.com', names: 'mail8:ä@a.example.com', refused: violated }],
  ['an ASCII mailbox in the form of another script', { root: '!email:example.org', names: 'mail8:a@example.com', refused: malformed }],
  ['a base of another script', { root: 'mail8:ä@example.com', names: 'email:a@example.com', refused: unsupported }],
  // URIs
  [
    'hosts of URIs',
    { root: 'uri:example.com', names: 'uri:http://example.com/bar uri:http://example.com:8080/ uri:https://example.com/w#b' },
  ],
  ['another host', { root: 'uri:example.com', names: 'uri:http://bar.com/', refused: violated }],
  ['a host below', { root: 'uri:example.com', names: 'uri:http://www.example.com/', refused: violated }],
  ['an excluded host', { root: '!uri:foo.com', names: 'uri:http://foo.com/', refused: violated }],
  ['a domain of URIs', { root: 'uri:.foo.com', names: 'uri:http://www.foo.com/' }],
  ['a user before the host', { root: 'uri:foo.com', names: 'uri:http://foo.com@evil.example/', refused: violated }],
  ...[
    'http://1.2.3.4/',
    'http://1.2.3.4:43/',
    'http://[2006:abcd::1]/',
    'http://[2006:abcd::1]:16/',
    'http://[2006:abcd::1%25.example.com]:16/',
    'urn:example',
    'mailto:a@example.com',
    'http:///a',
    'https://example.com./dsf',
    'http://example.com:x/',
  ].map((uri): readonly [string, Row] => [`the URI ${uri}`, { root: 'uri:example.com', names: `uri:${uri}`, refused: malformed }]),
  ['all URIs', { root: 'uri:', names: 'uri:https://example.com/test' }],
  ['no URI', { root: '!uri:', names: 'uri:https://example.com/test', refused: violated }],
  // services
  ['a service', { root: 'srv:example.com', names: 'srv:_imaps.mail.example.com' }],
  ['a service elsewhere', { root: 'srv:_imaps', names: 'srv:_ldap.example.com', refused: violated }],
  ['a service excluded', { root: '!srv:_ldap.example.com', names: 'srv:_ldap.example.com', refused: violated }],
  ['a service that cannot be read', { root: '!srv:example.org', names: 'srv:ldap.example.com', refused: malformed }],
  ['services are no DNS names', { root: 'dns:example.com', names: 'srv:_ldap.example.org' }],
  // directory names
  ['a subject', { ca: 'dn:O=Example', subject: 'CN=a,O=example', names: 'dns:a.example' }],
  ['a subject elsewhere', { ca: 'dn:O=Example', subject: 'CN=a,O=Else', names: 'dns:a.example', refused: violated }],
  ['an empty subject', { ca: 'dn:O=Example', subject: '', names: 'dns:a.example' }],
  ['a directory name in subjectAltName', { ca: 'dn:O=Example', subject: 'O=Example', names: 'dn:O=Else', refused: violated }],
  ['an excluded subject', { root: '!dn:O=Evil', subject: 'CN=a,O=EVIL', names: 'dns:a.example', refused: violated }],
  // the common name, and nothing
  ['a common name is no DNS name', { root: 'dns:foo.com', subject: 'CN=foo.bar', names: 'dns:foo.com' }],
  ['a common name alone is no DNS name', { root: 'dns:foo.com', subject: 'CN=foo.bar', names: null }],
  ['no names at all', { root: 'dns:foo.com !email:', subject: '', names: null }],
  // what cannot be read
  ['odd names without constraints', { names: 'dns:a..b email:a@b@c uri:x' }],
  ['an odd DNS name below any constraint', { root: '!uri:', names: 'dns:a..b', refused: malformed }],
  ['an odd mailbox below any constraint', { root: '!uri:', names: 'email:a@b@c', refused: malformed }],
  ['an odd URI below constraints of others', { root: 'dns:example.com', names: 'dns:example.com uri:urn:x' }],
  ['a DNS name with a leading period', { root: 'dns:example.com', names: 'dns:.example.com', refused: malformed }],
  ['CVE-2026-27138: an empty DNS name', { root: '!dns:example.com', names: 'dns:', refused: malformed }],
  ['a form nobody compares, constrained', { root: 'id:1.2.3', names: 'id:1.2.3', refused: unsupported }],
  ['a form nobody compares, excluded', { root: '!id:1.2.3', names: 'id:1.2.4', refused: unsupported }],
  ['a form nobody compares, not there', { root: 'id:1.2.3', names: 'dns:example.com' }],
  ['a type of otherName, constrained', { root: 'upn:a', names: 'upn:a', refused: unsupported }],
  ['another type of otherName', { root: 'srv:example.com', names: 'upn:a' }],
  ...[
    'dns:foo.com.',
    'dns:*.foo.com',
    'dns:a+b',
    'email:abc@foo.com.',
    'email:foo.com.',
    'email:a@b@c',
    'uri:example.com.',
    'uri:1.2.3.4',
    'uri:ffff::1',
    'srv:_a_b.c',
  ].map((base): readonly [string, Row] => [`the base ${base}`, { root: base, names: 'ip:192.0.2.1', refused: unreadable }]),
];

const cas = new Map<string, Made>();

function caOf(subject: string, constraints: Constraints, issuer?: Made): Made {
  const id = `${subject} ${constraints} ${issuer?.certificate.serialNumber.join('') ?? ''}`;
  const known = cas.get(id);
  if (known !== undefined) return known;
  const [permitted = '', excluded = ''] = constraints.split('!');
  const trees = (text: string): GeneralSubtree[] =>
    text === ''
      ? []
      : text
          .trim()
          .split(' ')
          .map((item) => ({ base: nameOf(item), minimum: 0 }));
  const value = {
    ...(permitted === '' ? {} : { permitted: trees(permitted) }),
    ...(excluded === '' ? {} : { excluded: trees(excluded) }),
  };
  const extensions = constraints === '' ? [] : [makeExtension(nameConstraints, value)];
  const made = make({ subject, ca: true, extensions, ...(issuer === undefined ? {} : { issuer }) });
  cas.set(id, made);
  return made;
}

function chainOf(row: Row, extensions: Parameters<typeof make>[0]['extensions'] = []): ChainInput {
  const root = caOf('CN=Table root', row.root ?? '');
  const ca = caOf('CN=Table CA', row.ca ?? '', root);
  const names = row.names === null ? null : row.names.split(' ').map(nameOf);
  const leaf = make({ subject: row.subject ?? 'OU=Leaf', issuer: ca, key: keyNamed('table leaf'), names, extensions });
  return { leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], at: AT };
}

describe('names under constraints, as chains', () => {
  for (const [what, row] of rows)
    it(`${what}: ${row.refused ?? 'accepted'}`, () => {
      const verdict = verifyChain(chainOf(row));
      const found = verdict.ok ? undefined : `${verdict.reason.code}@${verdict.reason.index}`;
      assert.equal(found, row.refused);
    });

  it('a tag that is no name is no subjectAltName', () => {
    const verdict = verifyChain(chainOf({ names: null }, [rawExtension('2.5.29.17', Uint8Array.of(0x30, 3, 0x89, 1, 1))]));
    assert.ok(!verdict.ok);
    assert.deepEqual([verdict.reason.code, verdict.reason.index], ['extension-malformed', 0]);
  });

  it('of CAs and anchors of one name, those are taken whose constraints hold', () => {
    const roots = ['dns:foo.com', 'dns:example.com', ''].map((constraints) => caOf('CN=Many roots', constraints));
    const middle = ['', 'dns:foo.com'].map((constraints) => caOf('CN=Many CAs', constraints, roots[0] as Made));
    const leafFor = (name: string): Made => make({ subject: 'OU=Leaf', issuer: middle[0] as Made, names: [nameOf(name)] });
    const judge = (name: string, anchors: readonly Made[], intermediates: readonly Made[]): boolean =>
      verifyChain({
        leaf: leafFor(name).certificate,
        intermediates: intermediates.map(({ certificate }) => certificate),
        anchors: anchors.map(({ certificate }) => certificate),
        at: AT,
      }).ok;
    assert.ok(judge('dns:bar.com', roots, middle));
    assert.ok(judge('dns:bar.com', [...roots].reverse(), [...middle].reverse()));
    assert.equal(judge('dns:bar.com', roots.slice(0, 2), middle), false);
    assert.equal(judge('dns:bar.com', roots, middle.slice(1)), false);
    assert.ok(judge('dns:foo.com', roots.slice(0, 2), middle.slice(1)));
  });
});
