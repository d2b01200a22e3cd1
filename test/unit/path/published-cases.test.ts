/**
 * Situations that the published descriptions of x509-limbo name, made here anew, each with the code and the certificate of its refusal. The profiles are those
 * of the runner: `webpki`, but `rfc5280` where the two contradict each other.
 */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import { SUBJECT_ALT_NAME } from '../../../lib/oids/extensions.ts';
import {
  ANY_EXTENDED_KEY_USAGE,
  CLIENT_AUTH,
  CODE_SIGNING,
  EMAIL_PROTECTION,
  OCSP_SIGNING,
  SERVER_AUTH,
  TIME_STAMPING,
} from '../../../lib/oids/purposes.ts';
import { strictRfc5280Profile } from '../../../lib/path/profiles.ts';
import { type ExtensionType, makeExtension } from '../../../lib/x509/extension.ts';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import { authorityInfoAccess } from '../../../lib/x509/extensions/information-access.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { nameConstraints } from '../../../lib/x509/extensions/name-constraints.ts';
import { basicConstraints, extendedKeyUsage } from '../../../lib/x509/extensions/usage.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { AT, DAY, keyNamed, type Made, make, rawExtension, type Recipe } from '../../support/chain-kit.ts';

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const mail = (value: string): GeneralName => ({ kind: 'rfc822Name', value });
const ip = (...value: number[]): GeneralName => ({ kind: 'iPAddress', value: Uint8Array.from(value) });
const directory = (text: string): GeneralName => ({ kind: 'directoryName', name: parseName(text) });
const LOOPBACK = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

type Change = Partial<Recipe>;

function rootOf(change: Change = {}): Made {
  const key = keyNamed(`root ${change.subject ?? ''}`, 'ec');
  return make({ subject: 'CN=limbo root', ca: true, key, names: [dns('example.com')], ...change });
}
function caOf(issuer: Made, change: Change = {}): Made {
  const subject = change.subject ?? `CN=limbo ca below ${issuer.certificate.serialNumber.join('')}`;
  return make({ issuer, ca: true, key: keyNamed(`ca ${subject}`, 'ec'), names: [dns('example.com')], ...change, subject });
}
function leafOf(issuer: Made, change: Change = {}): Made {
  const without = [basicConstraints as ExtensionType<never>];
  const key = keyNamed('limbo leaf', 'ec');
  return make({ subject: 'CN=example.com', issuer, key, purposes: [SERVER_AUTH], names: [dns('example.com')], without, ...change });
}
const constrain = (permitted: readonly GeneralName[], excluded: readonly GeneralName[] = [], critical = true): Change => {
  const subtrees = (names: readonly GeneralName[]): { base: GeneralName; minimum: number }[] => names.map((base) => ({ base, minimum: 0 }));
  const value = {
    ...(permitted.length > 0 ? { permitted: subtrees(permitted) } : {}),
    ...(excluded.length > 0 ? { excluded: subtrees(excluded) } : {}),
  };
  return { extensions: [makeExtension(nameConstraints, value, { critical })] };
};
const san = (critical: boolean, ...names: GeneralName[]): Change => ({ extensions: [makeExtension(subjectAltName, names, { critical })] });

const client: Partial<ChainInput> = { purpose: 'clientAuth' };
const clientLeaf = { purposes: [CLIENT_AUTH] };
const rfc5280: Partial<ChainInput> = { profile: 'rfc5280' };

/** `ok`, or code and certificate of every refusal of the path that came farthest. */
type Case = readonly [what: string, expected: string, chain: () => readonly [...Made[]] | Chain, options?: Partial<ChainInput>];
interface Chain {
  readonly leaf: Made;
  readonly intermediates?: readonly Made[];
  readonly anchors: readonly Made[];
}

const dnsPeer = (value: string): Partial<ChainInput> => ({ peer: { kind: 'dns', value } });
const ipPeer = (value: string): Partial<ChainInput> => ({ peer: { kind: 'ip', value } });
const EMPTY_LISTS = rawExtension('2.5.29.30', Uint8Array.of(0x30, 4, 0xa0, 0, 0xa1, 0), true);
const EMPTY_PERMITTED = rawExtension('2.5.29.30', Uint8Array.of(0x30, 11, 0xa0, 0, 0xa1, 7, 0x30, 5, 0x82, 3, 0x78, 0x2e, 0x79), true);

/** The chain leaf first, anchor last. */
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

  // purposes
  ...[ANY_EXTENDED_KEY_USAGE, CODE_SIGNING, EMAIL_PROTECTION, TIME_STAMPING, OCSP_SIGNING, oid('1.3.6.1.4.1.11129.2.4.4')].map(
    (purpose): Case => [`serverAuth with ${purpose}`, 'issuer-duty-neglected@0', () => direct({}, { purposes: [SERVER_AUTH, purpose] })],
  ),
  ['serverAuth with clientAuth', 'ok', () => direct({}, { purposes: [SERVER_AUTH, CLIENT_AUTH] })],
  ['clientAuth alone', 'purpose-not-allowed@0', () => direct({}, { purposes: [CLIENT_AUTH] })],
  ['precertificate signing alone', 'purpose-not-allowed@0', () => direct({}, { purposes: ['1.3.6.1.4.1.11129.2.4.4'] })],
  [
    'critical purposes',
    'issuer-duty-neglected@0',
    () => direct({}, { extensions: [makeExtension(extendedKeyUsage, [SERVER_AUTH], { critical: true })] }),
  ],
  [
    'critical purposes, by RFC 5280',
    'ok',
    () => direct({}, { extensions: [makeExtension(extendedKeyUsage, [SERVER_AUTH], { critical: true })] }),
    rfc5280,
  ],
  ['no purposes', 'purpose-missing@0', () => direct({}, { purposes: null })],
  ['no purposes, by RFC 5280', 'ok', () => direct({}, { purposes: null }), rfc5280],
  ['a root with purposes', 'issuer-duty-neglected@1', () => direct({ purposes: [SERVER_AUTH] })],

  // key identifiers
  [
    'a leaf without authorityKeyIdentifier',
    'issuer-duty-neglected@0',
    () => direct({}, { without: [authorityKeyIdentifier as ExtensionType<never>] }),
  ],
  ['an anchor below a CA without authorityKeyIdentifier', 'issuer-duty-neglected@1', crossSignedAnchor],
  [
    'a critical subjectKeyIdentifier',
    'unknown-critical-extension@1',
    () => direct({ extensions: [makeExtension(subjectKeyIdentifier, new Uint8Array(20), { critical: true })] }),
  ],
  [
    'a root with an empty authorityKeyIdentifier',
    'issuer-duty-neglected@1',
    () => direct({ extensions: [makeExtension(authorityKeyIdentifier, {})] }),
  ],
  [
    'a root with a serial number in authorityKeyIdentifier',
    'issuer-duty-neglected@1',
    () =>
      direct({
        extensions: [
          makeExtension(authorityKeyIdentifier, {
            authorityCertIssuer: [directory('CN=my')],
            authorityCertSerialNumber: Uint8Array.of(4, 210),
          }),
        ],
      }),
  ],

  // serial numbers, dates
  ['a serial number of 22 octets', 'serial-number-too-long@0', () => direct({}, { serialNumber: new Uint8Array(22).fill(0x41) })],
  ['a serial number of 0', 'serial-number-zero@0', () => direct({}, { serialNumber: Uint8Array.of(0) })],
  ['a serial number of 0 in the root', 'ok', () => direct({ serialNumber: Uint8Array.of(0) })],
  ['a negative serial number', 'issuer-duty-neglected@0', () => direct({}, { serialNumber: Uint8Array.of(0x9a, 3) })],
  ['an expired leaf', 'certificate-expired@0', () => direct({}, { notAfter: AT - DAY })],
  ['a moment before notBefore', 'certificate-not-yet-valid@0', () => direct({}, { notBefore: AT }), { at: AT - 1 }],
  ['the second of notAfter', 'ok', () => direct({}, { notAfter: AT }), { at: AT + 999 }],

  // CAs
  ['a CA without a subject', 'subject-empty@1 issuer-empty@0', () => direct({ subject: '' })],
  ['an unknown critical extension of the leaf', 'unknown-critical-extension@0', () => direct({}, { extensions: [UNKNOWN] })],
  ['an unknown critical extension of the root', 'unknown-critical-extension@1', () => direct({ extensions: [UNKNOWN] })],
  ['an unknown critical extension of an unrelated CA', 'ok', unrelatedCa],
  ['a root that is not trusted', 'self-signed-not-trusted@2', untrustedRoot],
  ['a root without basicConstraints', 'basic-constraints-missing@1', () => direct({ without: [basicConstraints as ExtensionType<never>] })],
  [
    'a root with basicConstraints not critical',
    'issuer-duty-neglected@1',
    () => direct({ extensions: [makeExtension(basicConstraints, { ca: true }, { critical: false })] }),
  ],
  ['a root whose keyUsage is empty', 'issuer-duty-neglected@1', () => direct({ usages: [] })],
  ['a root without keyCertSign', 'key-usage-missing@1', () => direct({ usages: ['cRLSign'] })],
  ['a CA without keyCertSign', 'key-usage-missing@1', () => through({ usages: ['cRLSign'], pathLength: 0 })],
  [
    'a leaf with keyCertSign',
    'issuer-duty-neglected@0',
    () => direct({}, { usages: ['digitalSignature', 'keyCertSign'], extensions: [makeExtension(basicConstraints, { ca: false })] }),
  ],
  [
    'authorityInfoAccess',
    'ok',
    () =>
      direct(
        {},
        {
          extensions: [makeExtension(authorityInfoAccess, [{ method: oid('1.3.6.1.5.5.7.48.2'), location: dns('example.com') }])],
        },
      ),
  ],
  ['no basicConstraints in the leaf', 'ok', () => direct()],
  ['no keyUsage in the leaf', 'ok', () => direct({}, { usages: null })],
  ['an RSA leaf whose keyUsage is empty', 'issuer-duty-neglected@0', () => direct({}, { usages: [] })],
  ['a CA as leaf, by RFC 5280', 'ok', caAsLeaf, { ...rfc5280, peer: { kind: 'dns', value: 'ca.example.com' } }],
  [
    'a CA as leaf, by the Baseline Requirements',
    'issuer-duty-neglected@0',
    caAsLeaf,
    { purpose: [], peer: { kind: 'dns', value: 'ca.example.com' } },
  ],
  ['root and CA swapped', 'ok', swapped],

  // keys
  [
    'a P-192 key in the leaf',
    'key-not-supported@0',
    () => direct({}, { publicKey: keyOf(EC_KEY, [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1], 49) }),
  ],
  [
    'a P-192 key in the root',
    'key-not-supported@1',
    () => direct({ publicKey: keyOf(EC_KEY, [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1], 49) }),
  ],
  ['a DSA key in the leaf', 'key-not-supported@0', () => direct({}, { publicKey: keyOf(DSA_KEY, [], 3) })],
  ['a DSA key in the root', 'key-not-supported@1', () => direct({ publicKey: keyOf(DSA_KEY, [], 3) })],

  // path lengths
  ['path length 2', 'ok', () => through({ pathLength: 2 })],
  ['path length 0 with a CA below', 'path-length-exceeded@2', () => lengths([0, 0])],
  ['path lengths that grow', 'ok', () => lengths([1, 2])],
  ['path lengths that grow and are exceeded', 'path-length-exceeded@2', () => lengths([2, 0, 1])],
  ['a self-issued CA is not counted', 'ok', selfIssuedCa],
  ['a self-issued CA is not counted as depth', 'ok', selfIssuedCa, { maxDepth: 2 }],
  ['the others are', 'max-depth-exceeded@4', selfIssuedCa, { maxDepth: 1 }],

  // building
  ['an expired cross-certificate of the root', 'ok', expiredCross],
  ['two keys of one name that sign for each other', 'self-signed-not-trusted@2', sameNameCycle],
  ['CAs that sign for each other below a root', 'ok', mutualCas],
];

function v6(hex: string): GeneralName {
  return ip(...(hex.replaceAll(' ', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
}
const EC_KEY = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const DSA_KEY = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
/** A public key of an algorithm with its parameters; the octets of the key itself mean nothing. */
function keyOf(algorithm: readonly number[], parameters: readonly number[], length: number): Uint8Array {
  const inner = [0x30, algorithm.length + parameters.length, ...algorithm, ...parameters];
  const bits = [0x03, length + 1, 0, 4, ...new Uint8Array(length - 1)];
  return Uint8Array.of(0x30, inner.length + bits.length, ...inner, ...bits);
}
const OTHER: GeneralName = { kind: 'otherName', type: oid('1.3.6.1.4.1.55738.666.3'), value: Uint8Array.of(5, 0) };
const UNKNOWN = rawExtension('1.3.6.1.4.1.55738.666.1', Uint8Array.of(5, 0), true);

function direct(root: Change = {}, leaf: Change = {}): readonly Made[] {
  const anchor = rootOf(root);
  return [leafOf(anchor, leaf), anchor];
}
function through(ca: Change = {}, leaf: Change = {}): readonly Made[] {
  const anchor = rootOf();
  const middle = caOf(anchor, { names: null, ...ca });
  return [leafOf(middle, leaf), middle, anchor];
}
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
function crossSignedAnchor(): readonly Made[] {
  const anchor = caOf(rootOf(), { without: [authorityKeyIdentifier as ExtensionType<never>] });
  return [leafOf(anchor), anchor];
}
function unrelatedCa(): Chain {
  const root = rootOf();
  return { leaf: leafOf(root), intermediates: [caOf(root, { subject: 'CN=unrelated', extensions: [UNKNOWN] })], anchors: [root] };
}
function untrustedRoot(): Chain {
  const root = rootOf();
  const ca = caOf(root, { pathLength: 0 });
  return { leaf: leafOf(ca), intermediates: [root, ca], anchors: [rootOf({ subject: 'CN=unrelated root' })] };
}
function caAsLeaf(): readonly Made[] {
  const root = rootOf();
  return [caOf(root, { subject: 'CN=ca.example.com', names: [dns('ca.example.com')] }), root];
}
function swapped(): Chain {
  const root = rootOf();
  const ca = caOf(root);
  return { leaf: leafOf(ca), intermediates: [root], anchors: [ca] };
}
/** CAs with these path lengths, the first one below the root. */
function lengths(values: readonly number[]): readonly Made[] {
  const chain = [rootOf()];
  for (const pathLength of values) chain.unshift(caOf(chain[0] as Made, { pathLength }));
  return [leafOf(chain[0] as Made), ...chain];
}
function selfIssuedCa(): readonly Made[] {
  const root = rootOf();
  const first = caOf(root, { subject: 'CN=twice', pathLength: 1 });
  const second = caOf(first, { subject: 'CN=twice', pathLength: 1, key: keyNamed('rolled over', 'ec') });
  const third = caOf(second, { pathLength: 0 });
  return [leafOf(third), third, second, first, root];
}
function expiredCross(): Chain {
  const root = rootOf();
  const second = rootOf({ subject: 'CN=second' });
  const cross = caOf(second, { subject: 'CN=limbo root', key: root.key, pathLength: 1, notAfter: AT - DAY });
  return { leaf: leafOf(root), intermediates: [cross], anchors: [root, second] };
}
function sameNameCycle(): Chain {
  const one = keyNamed('cycle one', 'ec');
  const two = keyNamed('cycle two', 'ec');
  const subject = 'CN=cycle';
  const first = make({ subject, ca: true, key: one, signedBy: two });
  const second = make({ subject, ca: true, key: two, signedBy: one });
  return { leaf: leafOf(first), intermediates: [first, second], anchors: [rootOf()] };
}
/** CVE-2024-0567: A is trusted, A, B and C have certificates from each other. */
function mutualCas(): Chain {
  const trusted = ['A', 'B', 'C'].map((name) => rootOf({ subject: `CN=Root ${name}` }));
  const crossed = trusted.flatMap((subject, i) =>
    trusted.flatMap((issuer, j) => (i === j ? [] : [caOf(issuer, { subject: `CN=Root ${'ABC'.charAt(i)}`, key: subject.key })])),
  );
  const below = trusted.map((issuer, i) => caOf(issuer, { subject: `CN=Intermediate ${'ABC'.charAt(i)}1` }));
  const leaf = leafOf(below[0] as Made, { subject: '', ...san(true, dns('example.com')) });
  return { leaf, intermediates: [...crossed, ...below], anchors: trusted.slice(0, 1) };
}

function inputOf(chain: readonly Made[] | Chain, options: Partial<ChainInput>): ChainInput {
  const {
    leaf,
    intermediates = [],
    anchors,
  } = 'leaf' in chain ? chain : { leaf: chain[0] as Made, intermediates: chain.slice(1, -1), anchors: chain.slice(-1) };
  const certificates = (list: readonly Made[]): ChainInput['anchors'] => list.map(({ certificate }) => certificate);
  return {
    leaf: leaf.certificate,
    intermediates: certificates(intermediates) as ChainInput['intermediates'] & {},
    anchors: certificates(anchors),
    at: AT,
    profile: 'webpki',
    ...dnsPeer('example.com'),
    ...options,
  };
}

describe('situations of published suites', () => {
  for (const [what, expected, chain, options = {}] of cases)
    it(`${what}: ${expected}`, () => {
      const verdict = verifyChain(inputOf(chain(), options));
      const found = verdict.findings.filter(({ severity }) => severity === 'error').map(({ code, index }) => `${code}@${index}`);
      if (expected === 'ok') assert.deepEqual(found, []);
      else for (const item of expected.split(' ')) assert.ok(found.includes(item), `${item} is not among ${found.join(', ')}`);
      assert.equal(verdict.ok, expected === 'ok');
    });
});
