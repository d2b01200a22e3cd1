/**
 * Situations that the published descriptions of x509-limbo tell of, but for names, made here anew, each with the code and the certificate of its refusal.
 */
import { oid } from '../../../lib/asn1/oid.ts';
import {
  ANY_EXTENDED_KEY_USAGE,
  CLIENT_AUTH,
  CODE_SIGNING,
  EMAIL_PROTECTION,
  OCSP_SIGNING,
  SERVER_AUTH,
  TIME_STAMPING,
} from '../../../lib/oids/purposes.ts';
import { type ExtensionType, makeExtension } from '../../../lib/x509/extension.ts';
import { authorityInfoAccess } from '../../../lib/x509/extensions/information-access.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { basicConstraints, extendedKeyUsage } from '../../../lib/x509/extensions/usage.ts';
import { AT, DAY, keyNamed, type Made, make, rawExtension } from '../../support/chain-kit.ts';
import {
  caOf,
  type Case,
  type Chain,
  direct,
  directory,
  dns,
  itHolds,
  leafOf,
  rfc5280,
  rootOf,
  san,
  through,
} from '../../support/web-chains.ts';

const cases: readonly Case[] = [
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

const EC_KEY = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const DSA_KEY = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
/** A public key of an algorithm with its parameters; the octets of the key itself mean nothing. */
function keyOf(algorithm: readonly number[], parameters: readonly number[], length: number): Uint8Array {
  const inner = [0x30, algorithm.length + parameters.length, ...algorithm, ...parameters];
  const bits = [0x03, length + 1, 0, 4, ...new Uint8Array(length - 1)];
  return Uint8Array.of(0x30, inner.length + bits.length, ...inner, ...bits);
}
const UNKNOWN = rawExtension('1.3.6.1.4.1.55738.666.1', Uint8Array.of(5, 0), true);

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

describe('situations of published suites', () => itHolds(cases));
