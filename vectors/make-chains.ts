/**
 * Makes vectors/chains/chains.json: good chains, and chains with one fault each, with the code and the certificate that a verifier has to name. Everything is
 * deterministic: keys and serial numbers come from names, so that a run changes the file only where this program changed.
 * Run: `node_modules/.bin/tsx vectors/make-chains.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oid } from '../lib/asn1/oid.ts';
import { encodeDer } from '../lib/asn1/writer.ts';
import type { ChainInput } from '../lib/api/verify.ts';
import { encodeBase64 } from '../lib/base/base64.ts';
import { utf8 } from '../lib/base/bytes.ts';
import { sha512 } from '../lib/crypto/hash.ts';
import type { FindingCode } from '../lib/path/codes.ts';
import type { CertificateList } from '../lib/x509/crl.ts';
import { makeExtension } from '../lib/x509/extension.ts';
import { issuingDistributionPoint } from '../lib/x509/extensions/distribution-points.ts';
import { nameConstraints, type NameConstraints } from '../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../lib/x509/extensions/policies.ts';
import type { GeneralName } from '../lib/x509/general-name.ts';
import { parseName } from '../lib/x509/name-parse.ts';
import { AT, DAY, encodingOf, keyNamed, type Made, make, makeCrl, rawExtension, type Recipe, spkiOf } from '../test/support/chain-kit.ts';

type Options = Omit<ChainInput, 'leaf' | 'intermediates' | 'anchors' | 'crls' | 'at'> & { readonly at?: number };

interface Chain {
  readonly root: Made;
  readonly ca: Made;
  readonly leaf: Made;
}

interface Case {
  readonly id: string;
  readonly what: string;
  readonly chain: Chain;
  readonly intermediates?: readonly Made[];
  readonly anchors?: readonly Made[];
  readonly crls?: readonly CertificateList[];
  readonly options?: Options;
  /** Absent: the chain is good. */
  readonly refused?: readonly [code: FindingCode, index: number];
}

const cases: Case[] = [];

/** Root, one intermediate, leaf; each with changes. */
function chain(changes: { readonly root?: Partial<Recipe>; readonly ca?: Partial<Recipe>; readonly leaf?: Partial<Recipe> } = {}): Chain {
  const root = make({ subject: 'CN=Vector Root', ca: true, ...changes.root });
  const ca = make({ subject: 'CN=Vector CA', issuer: root, ca: true, pathLength: 0, ...changes.ca });
  return { root, ca, leaf: make({ subject: 'CN=www', issuer: ca, ...changes.leaf }) };
}

/** The same with keys that the web takes. */
function webChain(changes: Parameters<typeof chain>[0] = {}): Chain {
  const key = (name: string): Pick<Recipe, 'key'> => ({ key: keyNamed(name, 'ec') });
  return chain({
    root: { ...key('root'), ...changes.root },
    ca: { ...key('ca'), ...changes.ca },
    leaf: { ...key('leaf'), ...changes.leaf },
  });
}

const good = chain();

function accept(id: string, what: string, rest: Partial<Case> = {}): void {
  cases.push({ id, what, chain: good, ...rest });
}

function refuse(id: string, what: string, refused: readonly [FindingCode, number], rest: Partial<Case> = {}): void {
  cases.push({ id, what, chain: good, refused, ...rest });
}

const serverName = { kind: 'dns', value: 'www.example.com' } as const;

accept('good/plain', 'root, CA with path length 0, leaf');
accept('good/purpose-and-name', 'both demanded and there', { options: { purpose: 'serverAuth', peer: serverName } });
accept('good/webpki', "the same under the web's profile", {
  chain: webChain(),
  options: { profile: 'webpki', peer: serverName },
});
accept('good/direct', 'a leaf straight from the root', {
  chain: { ...good, leaf: make({ subject: 'CN=direct', issuer: good.root }) },
  intermediates: [],
});
accept('good/leaf-is-anchor', 'a leaf that is trusted itself', { anchors: [good.leaf], intermediates: [] });
accept('good/ca-is-anchor', 'the intermediate is the anchor', { anchors: [good.ca], intermediates: [] });
accept('good/ecdsa', 'P-256 all the way', { chain: webChain() });
refuse('webpki/ed25519', 'which the web does not take', ['key-kind-not-allowed', 0], {
  chain: webChain({ leaf: { key: keyNamed('leaf') } }),
  options: { profile: 'webpki', peer: serverName },
});
accept('good/first-second', 'the first second of validity', { chain: chain({ leaf: { notBefore: AT } }) });
accept('good/last-second', 'the last second of validity', { chain: chain({ leaf: { notAfter: AT } }) });
accept('good/no-key-usage', 'a CA without keyUsage', { chain: chain({ ca: { usages: null } }) });
accept('good/self-issued', 'a self-issued CA does not count in the path length', selfIssued(1));
accept('good/useless-intermediates', 'others stand by', {
  intermediates: [
    make({ subject: 'CN=Other CA', ca: true }),
    good.ca,
    make({ subject: 'CN=Vector CA', ca: true, key: keyNamed('impostor') }),
  ],
});
accept('good/cross-signed', 'one of two issuers has expired', {
  intermediates: [make({ subject: 'CN=Vector CA', issuer: good.root, ca: true, notAfter: AT - DAY }), good.ca],
});
accept('good/loop', 'two CAs certify each other beside the way up', loop());
accept('good/name-case', 'issuer and subject differ in case and blanks', { chain: chain({ leaf: { issuerName: 'CN=vector  ca' } }) });
accept('good/anchor-unconstrained', 'an expired root, taken for its key only', {
  chain: chain({ root: { notAfter: AT - DAY } }),
  options: { anchorConstraints: false },
});
accept('good/v1-anchor', 'a root of version 1 has no basicConstraints', { chain: chain({ root: { bare: true } }) });

function selfIssued(pathLength: number): Pick<Case, 'chain' | 'intermediates'> {
  const root = make({ subject: 'CN=Vector Root', ca: true, pathLength });
  const rolled = make({ subject: 'CN=Vector Root', issuer: root, ca: true, key: keyNamed('rolled') });
  const ca = make({ subject: 'CN=Vector CA', issuer: rolled, ca: true });
  return { chain: { root, ca, leaf: make({ subject: 'CN=www', issuer: ca }) }, intermediates: [ca, rolled] };
}

function loop(): Pick<Case, 'chain' | 'intermediates'> {
  const other = make({ subject: 'CN=Loop CA', issuer: good.ca, ca: true });
  const back = make({ subject: 'CN=Vector CA', issuer: other, ca: true });
  return { chain: good, intermediates: [back, other, good.ca] };
}

const positions = ['leaf', 'ca', 'root'] as const;

/** The same change at each position. */
function atEach(
  id: string,
  what: string,
  code: FindingCode,
  change: Partial<Recipe>,
  where: readonly (typeof positions)[number][] = positions,
): void {
  for (const position of where)
    refuse(`${id}/${position}`, `${what}: ${position}`, [code, positions.indexOf(position)], { chain: chain({ [position]: change }) });
}

atEach('expired', 'ended a second ago', 'certificate-expired', { notAfter: AT - 1000 });
atEach('not-yet-valid', 'begins in a second', 'certificate-not-yet-valid', { notBefore: AT + 1000 });
atEach('unknown-critical', 'a critical extension nobody knows', 'unknown-critical-extension', {
  extensions: [rawExtension('1.3.6.1.4.1.99999.1', Uint8Array.of(5, 0), true)],
});
atEach('malformed-key-usage', 'keyUsage that is no BIT STRING', 'extension-malformed', {
  extensions: [rawExtension('2.5.29.15', Uint8Array.of(4, 1, 0))],
});
atEach('serial-zero', 'serial number 0', 'serial-number-zero', { serialNumber: Uint8Array.of(0) });
atEach('serial-long', 'serial number of 21 octets', 'serial-number-too-long', { serialNumber: new Uint8Array(21).fill(1) });
atEach('version-2-extensions', 'extensions in version 2', 'extensions-without-v3', { version: 2 });
atEach('version-4', 'version 4', 'unknown-version', { version: 4 });
atEach('bad-signature', 'one bit of the signature turned', 'signature-invalid', { breakSignature: true }, ['leaf', 'ca']);
atEach('inner-algorithm', 'another algorithm inside than outside', 'signature-algorithm-inconsistent', {
  innerAlgorithm: encodingOf(keyNamed('x', 'ec')),
});
atEach('not-a-ca', 'CA:FALSE', 'not-a-ca', { ca: false, usages: ['keyCertSign', 'cRLSign'], purposes: null }, ['ca', 'root']);
atEach('no-basic-constraints', 'no basicConstraints', 'basic-constraints-missing', { without: [oid('2.5.29.19')] }, ['ca', 'root']);
atEach('no-cert-sign', 'keyUsage without keyCertSign', 'key-usage-missing', { usages: ['cRLSign', 'digitalSignature'] }, ['ca', 'root']);
atEach('weak-rsa', 'an RSA key of 1,024 bits', 'rsa-key-too-small', { publicKey: rsaKey(1024, 65_537n) }, ['leaf']);
atEach('rsa-exponent-1', 'the exponent 1', 'rsa-exponent-bad', { publicKey: rsaKey(2048, 1n) }, ['leaf']);
atEach('rsa-exponent-even', 'an even exponent', 'rsa-exponent-bad', { publicKey: rsaKey(2048, 65_536n) }, ['leaf']);
atEach('explicit-curve', 'a curve given by its parameters', 'key-not-supported', { publicKey: explicitCurve() });
atEach('dsa-key', 'a DSA key', 'key-not-supported', { publicKey: otherKey('1.2.840.10040.4.1') });
atEach('dsa-signature', 'signed with DSA', 'signature-algorithm-not-allowed', { algorithm: algorithmOf('1.2.840.10040.4.3') }, [
  'leaf',
  'ca',
]);
atEach('sha1-signature', 'signed with SHA-1', 'signature-algorithm-not-allowed', { algorithm: algorithmOf('1.2.840.113549.1.1.5', true) }, [
  'leaf',
  'ca',
]);

function algorithmOf(identifier: string, withNull = false): Uint8Array {
  return encodeDer((out) =>
    out.sequence((body) => {
      body.oid(oid(identifier));
      if (withNull) body.null();
    }),
  );
}

/** A modulus of so many bits that nobody has the key of. */
function rsaKey(bits: number, e: bigint): Uint8Array {
  let n = 1n;
  for (let block = 0; block * 512 < bits; block++)
    for (const octet of sha512.digest(utf8(`modulus ${bits} ${block}`))) n = (n << 8n) | BigInt(octet);
  n = (n & ((1n << BigInt(bits)) - 1n)) | (1n << BigInt(bits - 1)) | 1n;
  return spkiOf({ kind: 'rsa', n, e });
}

function explicitCurve(): Uint8Array {
  return encodeDer((out) =>
    out.sequence((spki) => {
      spki.sequence((algorithm) => algorithm.oid(oid('1.2.840.10045.2.1')).sequence((parameters) => parameters.integer(1)));
      spki.bitString(Uint8Array.of(4, ...new Uint8Array(64).fill(1)));
    }),
  );
}

function otherKey(identifier: string): Uint8Array {
  return encodeDer((out) =>
    out.sequence((spki) => {
      spki.sequence((algorithm) => algorithm.oid(oid(identifier)));
      spki.bitString(Uint8Array.of(2, 1, 1));
    }),
  );
}

// Path building
refuse('missing-intermediate', 'the server did not send its CA', ['issuer-not-found', 0], { intermediates: [] });
refuse('unknown-root', 'the root is not trusted', ['self-signed-not-trusted', 2], {
  intermediates: [good.ca, good.root],
  anchors: [make({ subject: 'CN=Another Root', ca: true })],
});
refuse('root-of-same-name', 'the trusted root has the right name and another key', ['signature-invalid', 1], {
  anchors: [make({ subject: 'CN=Vector Root', ca: true, key: keyNamed('another root') })],
});
refuse('self-signed-leaf', 'a self-signed leaf that nobody trusts', ['self-signed-not-trusted', 0], {
  chain: { ...good, leaf: make({ subject: 'CN=lonely' }) },
  intermediates: [],
});
refuse('endless-loop', 'two CAs certify each other and nobody else does', ['issuer-not-found', 2], endlessLoop());
refuse('leaf-as-ca', 'a leaf issued another leaf', ['not-a-ca', 1], {
  chain: { ...good, leaf: make({ subject: 'CN=forged', issuer: good.leaf }) },
  intermediates: [good.leaf, good.ca],
});
refuse('path-length-root', 'two CAs under a root with path length 0', ['path-length-exceeded', 2], {
  chain: chain({ root: { pathLength: 0 } }),
});
refuse('path-length-self-issued', 'one CA too many, a self-issued one not counted', ['path-length-exceeded', 3], selfIssued(0));
refuse('max-depth', 'one intermediate and none allowed', ['max-depth-exceeded', 2], { options: { maxDepth: 0 } });

function endlessLoop(): Pick<Case, 'chain' | 'intermediates'> {
  const key = keyNamed('loop b');
  const stub = make({ subject: 'CN=Loop B', ca: true, key });
  const a = make({ subject: 'CN=Loop A', issuer: stub, ca: true });
  const b = make({ subject: 'CN=Loop B', issuer: a, ca: true, key });
  return { chain: { ...good, leaf: make({ subject: 'CN=www', issuer: a }) }, intermediates: [a, b] };
}

// What the caller demands
refuse('purpose/leaf', "a client's certificate at a server", ['purpose-not-allowed', 0], {
  chain: chain({ leaf: { purposes: ['1.3.6.1.5.5.7.3.2'] } }),
  options: { purpose: 'serverAuth' },
});
refuse('purpose/ca', 'a CA for clients only', ['purpose-not-allowed', 1], {
  chain: chain({ ca: { purposes: ['1.3.6.1.5.5.7.3.2'] } }),
  options: { purpose: 'serverAuth' },
});
accept('purpose/absent', 'without extendedKeyUsage every purpose is allowed', {
  chain: chain({ leaf: { purposes: null } }),
  options: { purpose: 'serverAuth' },
});
refuse('purpose/absent-webpki', 'the web wants it named', ['purpose-missing', 0], {
  chain: webChain({ leaf: { purposes: null } }),
  options: { profile: 'webpki' },
});
refuse('key-usage/leaf', 'a bit is demanded that is not there', ['key-usage-missing', 0], { options: { keyUsage: ['keyAgreement'] } });
refuse('peer/other-name', 'another host', ['peer-name-mismatch', 0], { options: { peer: { kind: 'dns', value: 'www.example.org' } } });
refuse('peer/common-name', 'the host stands in the common name only', ['peer-name-mismatch', 0], {
  chain: chain({ leaf: { subject: 'CN=www.example.com', names: null } }),
  options: { peer: serverName },
});
refuse('peer/second-name', 'one of two names is missing', ['peer-name-mismatch', 0], {
  options: { peer: [serverName, { kind: 'ip', value: '192.0.2.1' }] },
});
refuse('peer/not-ascii', 'an international name in Unicode', ['peer-name-malformed', 0], {
  options: { peer: { kind: 'dns', value: 'bücher.example' } },
});

// Name constraints, set by the intermediate
function constrained(constraints: NameConstraints, names: readonly GeneralName[], subject = 'CN=www'): Pick<Case, 'chain'> {
  return { chain: chain({ ca: { extensions: [makeExtension(nameConstraints, constraints)] }, leaf: { subject, names } }) };
}

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const tree = (base: GeneralName): { base: GeneralName; minimum: number } => ({ base, minimum: 0 });
const exampleOnly = { permitted: [tree(dns('example.com'))] };

accept('constraints/inside', 'a name below the permitted one', constrained(exampleOnly, [dns('a.b.example.com')]));
refuse('constraints/outside', 'a name beside it', ['name-constraint-violated', 0], constrained(exampleOnly, [dns('badexample.com')]));
refuse(
  'constraints/second-name',
  'the second name is outside',
  ['name-constraint-violated', 0],
  constrained(exampleOnly, [dns('example.com'), dns('example.org')]),
);
refuse(
  'constraints/excluded',
  'a name below the excluded one',
  ['name-constraint-violated', 0],
  constrained({ excluded: [tree(dns('example.com'))] }, [dns('www.example.com')]),
);
refuse(
  'constraints/wildcard-reaches-excluded',
  'CVE-2025-61727',
  ['name-constraint-violated', 0],
  constrained({ excluded: [tree(dns('www.example.com'))] }, [dns('*.example.com')]),
);
refuse(
  'constraints/wildcard-beyond-permitted',
  'its twin',
  ['name-constraint-violated', 0],
  constrained({ permitted: [tree(dns('www.example.com'))] }, [dns('*.example.com')]),
);
refuse(
  'constraints/mailbox-in-subject',
  'emailAddress counts where there is no other mailbox',
  ['name-constraint-violated', 0],
  constrained(
    { permitted: [tree({ kind: 'rfc822Name', value: 'example.com' })] },
    [dns('www.example.com')],
    'emailAddress=me@example.org,CN=www',
  ),
);
refuse(
  'constraints/subject',
  'a subject outside of the permitted ones',
  ['name-constraint-violated', 0],
  constrained({ permitted: [tree({ kind: 'directoryName', name: parseName('O=Example') })] }, [dns('www.example.com')]),
);
refuse(
  'constraints/ip',
  'an address outside of the subnet',
  ['name-constraint-violated', 0],
  constrained({ permitted: [tree({ kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0) })] }, [
    { kind: 'iPAddress', value: Uint8Array.of(192, 0, 3, 1) },
  ]),
);
refuse(
  'constraints/mask',
  'a mask with a hole',
  ['name-constraint-unsupported', 0],
  constrained({ permitted: [tree({ kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 0, 255, 0) })] }, [
    { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 1) },
  ]),
);
refuse(
  'constraints/minimum',
  'a minimum that RFC 5280 does not know',
  ['name-constraint-unsupported', 0],
  constrained({ permitted: [{ base: dns('example.com'), minimum: 1 }] }, [dns('www.example.com')]),
);
refuse(
  'constraints/unknown-form',
  'a constrained form that cannot be compared',
  ['name-constraint-unsupported', 0],
  constrained({ permitted: [tree({ kind: 'registeredID', value: oid('1.2.3') })] }, [{ kind: 'registeredID', value: oid('1.2.3.4') }]),
);
refuse('constraints/root', "the root's own constraints", ['name-constraint-violated', 0], {
  chain: chain({ root: { extensions: [makeExtension(nameConstraints, { permitted: [tree(dns('example.net'))] })] } }),
});

// Policies
const policy = (...ids: string[]): ReturnType<typeof makeExtension> =>
  makeExtension(
    certificatePolicies,
    ids.map((id) => ({ policy: oid(id), qualifiers: [] })),
  );
const P1 = '1.3.6.1.4.1.99999.2.1';
const P2 = '1.3.6.1.4.1.99999.2.2';
accept('policies/demanded', 'both certificates have it', {
  chain: chain({ ca: { extensions: [policy(P1)] }, leaf: { extensions: [policy(P1)] } }),
  options: { policies: { initial: [oid(P1)], requireExplicit: true } },
});
refuse('policies/none', 'none has it', ['policy-not-valid', 1], { options: { policies: { requireExplicit: true } } });
refuse('policies/other', 'the leaf has another', ['policy-not-valid', 0], {
  chain: chain({ ca: { extensions: [policy(P1)] }, leaf: { extensions: [policy(P2)] } }),
  options: { policies: { requireExplicit: true } },
});
refuse('policies/demanded-by-ca', 'the CA demands one', ['policy-not-valid', 0], {
  chain: chain({ ca: { extensions: [policy(P1), makeExtension(policyConstraints, { requireExplicitPolicy: 0 })] } }),
});
refuse('policies/mapping-to-any', 'a mapping to anyPolicy', ['policy-mapping-to-any', 1], {
  chain: chain({
    ca: {
      extensions: [policy(P1), makeExtension(policyMappings, [{ issuerDomainPolicy: oid(P1), subjectDomainPolicy: oid('2.5.29.32.0') }])],
    },
  }),
});
refuse('policies/any-inhibited', 'anyPolicy where it no longer counts', ['policy-not-valid', 0], {
  chain: chain({
    ca: { extensions: [policy(P1), makeExtension(inhibitAnyPolicy, 0)] },
    leaf: { extensions: [policy('2.5.29.32.0')] },
  }),
  options: { policies: { requireExplicit: true } },
});

// Revocation
const rootCrl = makeCrl({ issuer: good.root });
const caCrl = makeCrl({ issuer: good.ca });
const { serialNumber } = good.leaf.certificate;
accept('crl/good', 'nobody is revoked', { crls: [rootCrl, caCrl] });
refuse('crl/leaf-revoked', 'the leaf is', ['certificate-revoked', 0], {
  crls: [rootCrl, makeCrl({ issuer: good.ca, revoked: [{ serialNumber, reason: 'keyCompromise' }] })],
});
refuse('crl/ca-revoked', 'the CA is', ['certificate-revoked', 1], {
  crls: [caCrl, makeCrl({ issuer: good.root, revoked: [{ serialNumber: good.ca.certificate.serialNumber }] })],
});
refuse('crl/missing-for-leaf', 'no CRL of its issuer', ['revocation-unknown', 0], { crls: [rootCrl] });
refuse('crl/missing-for-ca', 'no CRL of the root', ['revocation-unknown', 1], { crls: [caCrl] });
accept('crl/leaf-only', 'only the leaf is asked about', { crls: [caCrl], options: { revocation: { mode: 'require', scope: 'leaf' } } });
const rootRevokesItself = makeCrl({ issuer: good.root, revoked: [{ serialNumber: good.root.certificate.serialNumber }] });
accept('crl/anchor-not-asked', "the anchor's own status is not asked for", { crls: [caCrl, rootRevokesItself] });
refuse('crl/anchor-too', 'the anchor is asked about as well', ['certificate-revoked', 2], {
  crls: [caCrl, rootRevokesItself],
  options: { revocation: { mode: 'require', scope: 'chain-and-anchor' } },
});
accept('crl/if-available', 'soft failure', { crls: [rootCrl], options: { revocation: 'if-available' } });
for (const [id, what, recipe] of [
  ['expired', 'nextUpdate has passed', { nextUpdate: AT - 1000 }],
  ['future', 'thisUpdate lies ahead', { thisUpdate: AT + 1000 }],
  ['no-next-update', 'without nextUpdate', { nextUpdate: null }],
  ['bad-signature', 'one bit of the signature turned', { breakSignature: true }],
  ['other-key', 'signed with another key', { signedBy: keyNamed('somebody') }],
  [
    'unknown-critical',
    'a critical extension nobody knows',
    { extensions: [rawExtension('1.3.6.1.4.1.99999.1', Uint8Array.of(5, 0), true)] },
  ],
  ['delta', 'a delta CRL', { extensions: [rawExtension('2.5.29.27', Uint8Array.of(2, 1, 1), true)] }],
  ['inner-algorithm', 'another algorithm inside', { innerAlgorithm: encodingOf(keyNamed('x', 'ec')) }],
  [
    'unknown-critical-entry',
    'a critical entry extension nobody knows',
    { revoked: [{ serialNumber: Uint8Array.of(9), extensions: [rawExtension('1.3.6.1.4.1.99999.1', Uint8Array.of(5, 0), true)] }] },
  ],
  ['ca-only', 'covers CAs only', { extensions: [scope({ onlyCaCertificates: true })] }],
  ['indirect', 'an indirect CRL', { extensions: [scope({ indirectCrl: true })] }],
  ['some-reasons', 'covers some reasons only', { extensions: [scope({ onlySomeReasons: ['keyCompromise'] })] }],
  ['attributes', 'covers attribute certificates only', { extensions: [scope({ onlyAttributeCertificates: true })] }],
] as const)
  refuse(`crl/${id}`, what, ['crl-unusable', 0], { crls: [rootCrl, makeCrl({ issuer: good.ca, ...recipe })] });
accept('crl/user-only', 'covers end entities only, which the leaf is', {
  crls: [rootCrl, makeCrl({ issuer: good.ca, extensions: [scope({ onlyUserCertificates: true })] })],
});
refuse('crl/issuer-without-crl-sign', 'the CA may not sign CRLs', ['crl-unusable', 0], withoutCrlSign());

function scope(fields: Partial<Parameters<typeof issuingDistributionPoint.encode>[0]>): ReturnType<typeof makeExtension> {
  return makeExtension(issuingDistributionPoint, {
    onlyUserCertificates: false,
    onlyCaCertificates: false,
    indirectCrl: false,
    onlyAttributeCertificates: false,
    ...fields,
  });
}

function withoutCrlSign(): Pick<Case, 'chain' | 'crls'> {
  const made = chain({ ca: { usages: ['keyCertSign'] } });
  return { chain: made, crls: [rootCrl, makeCrl({ issuer: made.ca })] };
}

// The duties of issuers
for (const [id, change] of [
  ['generalized-time', { leaf: { timeForm: 'generalized' } }],
  ['negative-serial', { leaf: { serialNumber: Uint8Array.of(0xff) } }],
  ['unique-id', { leaf: { uniqueId: true } }],
  ['underscore', { leaf: { names: [dns('www_1.example.com'), dns('www.example.com')] } }],
  ['no-authority-key-identifier', { leaf: { without: [oid('2.5.29.35')] } }],
  ['cert-sign-on-leaf', { leaf: { usages: ['digitalSignature', 'keyCertSign'] } }],
  ['common-name', { leaf: { subject: 'CN=else.example.com' } }],
] as const) {
  const made = webChain(change);
  refuse(`webpki/${id}`, "refused by the web's profile", ['issuer-duty-neglected', 0], {
    chain: made,
    options: { profile: 'webpki', peer: serverName },
  });
  accept(`rfc5280/${id}`, 'taken by section 6', { chain: made, options: { peer: serverName } });
}

const written = cases.map(
  ({ id, what, chain: { root, ca, leaf }, intermediates = [ca], anchors = [root], crls = [], options = {}, refused }) => ({
    id,
    what,
    at: AT,
    options,
    leaf: encodeBase64(leaf.certificate.der),
    intermediates: intermediates.map(({ certificate }) => encodeBase64(certificate.der)),
    anchors: anchors.map(({ certificate }) => encodeBase64(certificate.der)),
    crls: crls.map(({ der }) => encodeBase64(der)),
    expected: refused === undefined ? { ok: true } : { ok: false, code: refused[0], index: refused[1] },
  }),
);
const folder = join(import.meta.dirname, 'chains');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'chains.json'), `${JSON.stringify(written, undefined, 1)}\n`);
process.stdout.write(`${written.length} chains\n`);
