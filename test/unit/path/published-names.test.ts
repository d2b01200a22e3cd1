/**
 * Situations about names that the published descriptions of x509-limbo tell of, made here anew, each with the code and the certificate of its refusal. The profiles
 * are those of the runner: `webpki`, but RFC 5280 where the two contradict each other.
 */
import type { ChainInput } from '../../../lib/api/verify.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import { SUBJECT_ALT_NAME } from '../../../lib/oids/extensions.ts';
import { CLIENT_AUTH } from '../../../lib/oids/purposes.ts';
import { strictRfc5280Profile } from '../../../lib/path/profiles.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { type Made, rawExtension } from '../../support/chain-kit.ts';
import {
  caOf,
  type Case,
  type Chain,
  type Change,
  constrain,
  direct,
  directory,
  dns,
  dnsPeer,
  ip,
  ipPeer,
  itHolds,
  leafOf,
  mail,
  rfc5280,
  rootOf,
  san,
  through,
} from '../../support/web-chains.ts';

const LOOPBACK = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const client: Partial<ChainInput> = { purpose: 'clientAuth' };
const clientLeaf = { purposes: [CLIENT_AUTH] };
const EMPTY_LISTS = rawExtension('2.5.29.30', Uint8Array.of(0x30, 4, 0xa0, 0, 0xa1, 0), true);
const EMPTY_PERMITTED = rawExtension('2.5.29.30', Uint8Array.of(0x30, 11, 0xa0, 0, 0xa1, 7, 0x30, 5, 0x82, 3, 0x78, 0x2e, 0x79), true);

const cases: readonly Case[] = [
  // name constraints
  ['an excluded DNS name', 'name-constraint-violated@0', () => through(constrain([], [dns('example.com')]))],
  ['a DNS name that is not permitted', 'name-constraint-violated@0', () => direct(constrain([dns('not-example.com')]))],
  [
    'nameConstraints not critical, by RFC 5280 4.2.1.10',
    'issuer-duty-neglected@1',
    () => direct(constrain([dns('example.com')], [], false)),
    { profile: strictRfc5280Profile },
  ],
  ['nameConstraints not critical, by RFC 5280 6', 'ok', () => direct(constrain([dns('example.com')], [], false)), rfc5280],
  ['nameConstraints not critical, by the Baseline Requirements', 'ok', () => direct(constrain([dns('example.com')], [], false))],
  ['and they hold', 'name-constraint-violated@0', () => direct(constrain([dns('other.example')], [], false))],
  [
    'an IPv4 address outside',
    'name-constraint-violated@0',
    () => direct(constrain([ip(192, 0, 2, 0, 255, 255, 255, 0)]), { names: [ip(192, 0, 3, 1)] }),
    ipPeer('192.0.3.1'),
  ],
  [
    'an IPv6 address inside',
    'ok',
    () => direct(constrain([ip(...LOOPBACK, ...Array.from({ length: 16 }, () => 255))]), { names: [ip(...LOOPBACK)] }),
    ipPeer('::1'),
  ],
  [
    'an excluded directory name',
    'name-constraint-violated@0',
    () => direct(constrain([], [directory('CN=foo')]), { subject: 'CN=foo', names: [directory('CN=foo')] }),
    { peer: [] },
  ],
  [
    'an excluded subject',
    'name-constraint-violated@0',
    () => direct(constrain([], [directory('CN=foo')]), { subject: 'CN=foo', names: [directory('CN=not-foo')] }),
    { peer: [] },
  ],
  ['a self-issued leaf', 'name-constraint-violated@0', selfIssuedLeaf, dnsPeer('not-example.com')],
  ['constraints of another form, permitted', 'ok', () => direct(constrain([ip(192, 0, 2, 0, 255, 255, 255, 0)]))],
  [
    'an address as base of an IPv4 constraint',
    'extension-malformed@1',
    () => direct(wrongBase([127, 0, 0, 1]), { names: [ip(127, 0, 0, 1)] }),
    ipPeer('127.0.0.1'),
  ],
  [
    'an address as base of an IPv6 constraint',
    'extension-malformed@1',
    () => direct(wrongBase(LOOPBACK), { names: [ip(...LOOPBACK)] }),
    ipPeer('::1'),
  ],
  [
    'a base that is no mailbox',
    'issuer-duty-neglected@1',
    () => direct(constrain([mail('invalid@invalid@example.com')]), { ...clientLeaf, names: [mail('example@example.com')] }),
    { ...client, peer: { kind: 'email', value: 'example@example.com' } },
  ],
  ['constraints in a leaf', 'issuer-duty-neglected@0', () => direct({}, constrain([dns('example.com')], [], false))],
  ['a CA with a name its issuer forbids', 'name-constraint-violated@1', caWithForbiddenName, dnsPeer('permitted.example.com')],
  [
    'a lower CA narrows',
    'name-constraint-violated@0',
    () => twoLevels([dns('foo.example.com'), dns('bar.example.com')], [dns('bar.example.com')]),
    dnsPeer('foo.example.com'),
  ],
  [
    'a DNS name with a leading period',
    'issuer-duty-neglected@0',
    () => through(constrain([dns('example.com')]), { names: [dns('.example.com'), dns('foo.example.com')] }),
    dnsPeer('foo.example.com'),
  ],
  [
    'a mailbox with two signs',
    'name-malformed@0',
    () =>
      through(constrain([mail('example.com')]), { ...clientLeaf, names: [mail('good@example.com'), mail('invalid@address@example.com')] }),
    { ...client, peer: { kind: 'email', value: 'good@example.com' } },
  ],
  ['another chain for the same CA', 'ok', alternateChain, dnsPeer('permitted.example.com')],
  [
    'a mailbox, exactly',
    'ok',
    () => through(constrain([mail('foo@example.com')]), { ...clientLeaf, names: [mail('foo@example.com')] }),
    { ...client, peer: { kind: 'email', value: 'foo@example.com' } },
  ],
  [
    'a forbidden otherName that is there',
    'name-constraint-unsupported@0',
    () => through(constrain([dns('example.com')], [OTHER]), { names: [dns('example.com'), OTHER] }),
  ],
  ['a forbidden otherName that is not', 'ok', () => through(constrain([dns('example.com')], [OTHER]))],
  ['both lists absent', 'extension-malformed@1', () => through({ extensions: [rawExtension('2.5.29.30', Uint8Array.of(0x30, 0), true)] })],
  ['both lists empty', 'extension-malformed@1', () => through({ extensions: [EMPTY_LISTS] })],
  ['an empty list beside a full one', 'extension-malformed@1', () => through({ extensions: [EMPTY_PERMITTED] })],
  [
    'a wildcard above an excluded name',
    'name-constraint-violated@0',
    () => through(constrain([dns('example.com')], [dns('bar.example.com')]), { names: [dns('*.example.com')] }),
    dnsPeer('bar.example.com'),
  ],
  [
    'that wildcard and another name below it',
    'name-constraint-violated@0',
    () => through(constrain([dns('example.com')], [dns('bar.example.com')]), { names: [dns('*.example.com')] }),
    dnsPeer('foo.example.com'),
  ],
  [
    'a wildcard below a permitted name',
    'ok',
    () => through(constrain([dns('example.com')]), { names: [dns('*.example.com')] }),
    dnsPeer('foo.example.com'),
  ],

  // subjectAltName
  ['an IPv4 address', 'ok', () => direct({}, { names: [ip(127, 0, 0, 1)] }), ipPeer('127.0.0.1')],
  ['another domain', 'peer-name-mismatch@0', () => direct(), dnsPeer('example2.com')],
  ['the apex for a host', 'peer-name-mismatch@0', () => direct(), dnsPeer('abc.example.com')],
  ['a host for the apex', 'peer-name-mismatch@0', () => direct({}, { names: [dns('abc.example.com')] })],
  ['a wildcard below a top-level domain', 'peer-name-mismatch@0', () => direct({}, { names: [dns('*.com')] })],
  ['a wildcard alone', 'issuer-duty-neglected@0', () => direct({}, { names: [dns('*')] })],
  ['a wildcard with a period', 'issuer-duty-neglected@0', () => direct({}, { names: [dns('*.')] })],
  ['a wildcard across labels', 'peer-name-mismatch@0', () => direct({}, { names: [dns('*.example.com')] }), dnsPeer('foo.bar.example.com')],
  [
    'a wildcard within an A-label',
    'issuer-duty-neglected@0',
    () => direct({}, { names: [dns('xn--*-1b3c148a.example.com')] }),
    dnsPeer('xn--bliss-1b3c148a.example.com'),
  ],
  [
    'UTF-8 in a DNS name',
    'extension-malformed@0',
    () => direct({}, { extensions: [rawExtension(SUBJECT_ALT_NAME, Uint8Array.of(0x30, 18, 0x82, 16, ...utf8('😜.example.com')))] }),
    dnsPeer('xn--628h.example.com'),
  ],
  ['no subjectAltName', 'issuer-duty-neglected@0', () => direct({}, { names: null })],
  [
    'text where DER belongs',
    'extension-malformed@0',
    () => direct({}, { extensions: [rawExtension(SUBJECT_ALT_NAME, utf8('example.com'))] }),
  ],
  [
    'critical beside a subject',
    'issuer-duty-neglected@0',
    () => direct({}, { subject: 'CN=something-else', ...san(true, dns('example.com')) }),
  ],
  ['not critical without a subject', 'issuer-duty-neglected@0', () => direct({}, { subject: '', ...san(false, dns('example.com')) })],
  ['critical without a subject', 'ok', () => direct({}, { subject: '', ...san(true, dns('example.com')) })],

  // the common name
  ...(
    [
      ['0xC0A80101', ip(192, 168, 1, 1), '192.168.1.1'],
      ['3232235777', ip(192, 168, 1, 1), '192.168.1.1'],
      ['192.168.001.001', ip(192, 168, 1, 1), '192.168.1.1'],
      ['2001:DB8::8A2E:370:7334', v6('20010db800000000000 08a2e03707334'), '2001:db8::8a2e:370:7334'],
      ['2001:0db8:0000:0000:0000:0000:0000:0001', v6('20010db8000000000000000000000001'), '2001:db8::1'],
      ['2001:db8:0:0:1:0:0:1', v6('20010db8000000000001000000000001'), '2001:db8::1:0:0:1'],
    ] as const
  ).map(([name, address, peer]): Case => [
    `a common name ${name}`,
    'issuer-duty-neglected@0',
    () => direct({}, { subject: `CN=${name}`, names: [address] }),
    ipPeer(peer),
  ]),
  [
    'a common name 2001:db8::1',
    'ok',
    () => direct({}, { subject: 'CN=2001:db8::1', names: [v6('20010db8000000000000000000000001')] }),
    ipPeer('2001:db8::1'),
  ],
  ...(
    [
      ['xn--nxasmq6b.com', 'xn--n3h.com'],
      ['test-測試.com', 'xn--test--wg5h0h.com'],
      ['notinsan.example.com', 'valid.example.com'],
      ['Example.COM', 'example.com'],
    ] as const
  ).map(([name, value]): Case => [
    `a common name ${name}`,
    'issuer-duty-neglected@0',
    () => direct({}, { subject: `CN=${name}`, names: [dns(value)] }),
    dnsPeer(value),
  ]),
];

function v6(hex: string): GeneralName {
  return ip(...(hex.replaceAll(' ', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
}
const OTHER: GeneralName = { kind: 'otherName', type: oid('1.3.6.1.4.1.55738.666.3'), value: Uint8Array.of(5, 0) };

function wrongBase(octets: readonly number[]): Change {
  const base = [0x30, octets.length + 2, 0x87, octets.length, ...octets];
  return { extensions: [rawExtension('2.5.29.30', Uint8Array.of(0x30, base.length + 2, 0xa0, base.length, ...base), true)] };
}
function selfIssuedLeaf(): readonly Made[] {
  const root = rootOf(constrain([dns('example.com')]));
  const ca = caOf(root, { subject: 'CN=not-example.com', names: null });
  return [leafOf(ca, { subject: 'CN=not-example.com', names: [dns('not-example.com')] }), ca, root];
}
function caWithForbiddenName(): readonly Made[] {
  const root = rootOf();
  const upper = caOf(root, { names: null, ...constrain([dns('permitted.example.com')], [dns('forbidden.example.com')]) });
  const lower = caOf(upper, { names: [dns('forbidden.example.com')] });
  return [leafOf(lower, { subject: 'CN=permitted.example.com', names: [dns('permitted.example.com')] }), lower, upper, root];
}
function twoLevels(upperPermits: readonly GeneralName[], lowerPermits: readonly GeneralName[]): readonly Made[] {
  const root = rootOf();
  const upper = caOf(root, { names: null, ...constrain(upperPermits) });
  const lower = caOf(upper, { names: null, ...constrain(lowerPermits) });
  return [leafOf(lower, { names: [dns('foo.example.com')] }), lower, upper, root];
}
function alternateChain(): Chain {
  const unknown = rootOf({ subject: 'CN=discarded', names: null });
  const root = rootOf({ names: null });
  const upper = caOf(root, { names: null, ...constrain([dns('permitted.example.com')], [dns('forbidden.example.com')]) });
  const first = caOf(unknown, { subject: 'CN=both', names: [dns('forbidden.example.com')] });
  const second = caOf(upper, { subject: 'CN=both', names: null });
  const leaf = leafOf(first, { subject: 'CN=permitted.example.com', names: [dns('permitted.example.com')] });
  return { leaf, intermediates: [upper, first, second], anchors: [root] };
}

describe('names in situations of published suites', () => itHolds(cases));
