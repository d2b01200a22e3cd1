/** Good chains, faults of single certificates, path building, and what the caller demands. */
import { oid } from '../../lib/asn1/oid.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { sha512 } from '../../lib/crypto/hash.ts';
import type { FindingCode } from '../../lib/path/codes.ts';
import { AT, DAY, encodingOf, keyNamed, make, rawExtension, type Recipe, spkiOf } from '../../test/support/chain-kit.ts';
import { type Case, chain, webChain, good, accept, refuse, serverName } from './cases.ts';

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
atEach('serial-zero', 'serial number 0', 'serial-number-zero', { serialNumber: Uint8Array.of(0) }, ['leaf', 'ca']);
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
