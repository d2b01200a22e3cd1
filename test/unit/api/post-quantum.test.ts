/** The whole life of post-quantum certificates: keys in PEM, a root, a request granted, a chain judged, a CRL, and what happens to each when it is tampered with. */
import assert from 'node:assert/strict';
import { toHex, utf8 } from '../../../lib/base/bytes.ts';
import {
  type Certificate,
  createSigner,
  decodePem,
  defaultAlgorithms,
  encodePem,
  encodePkcs8,
  encodePublicKey,
  fingerprint,
  formatName,
  generateKeyPair,
  issueCertificate,
  issueCrl,
  issueFromRequest,
  issueRequest,
  keyUsage,
  type KeyUsageName,
  loadPrivateKey,
  makeExtension,
  parseCertificate,
  parseCertificates,
  parseName,
  parsePublicKey,
  parseRequest,
  rootProfile,
  serverProfile,
  sha256,
  type Verdict,
  verifyChain,
  verifyRequest,
} from '../../../lib/index.ts';
import {
  generatePostQuantumKeyPair,
  mlDsa65,
  type PostQuantumKeyKind,
  postQuantumAlgorithmFor,
  postQuantumAlgorithms,
} from '../../../lib/api/post-quantum.ts';
import { explainVerdict } from '../../../lib/text/verdict.ts';
import { parseCrl } from '../../../lib/x509/crl.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const validity = { notBefore: NOW - DAY, notAfter: NOW + 300 * DAY };
const algorithms = [...defaultAlgorithms, ...postQuantumAlgorithms];

/** One octet of the DER changed, so that it still parses. */
function tampered(certificate: Certificate, place: number): Certificate {
  const der = certificate.der.slice();
  der[place] = (der[place] as number) ^ 1;
  return parseCertificate(der);
}

function reasonOf(verdict: Verdict): unknown {
  return verdict.ok ? 'ok' : [verdict.reason.code, verdict.reason.index];
}

const kinds: readonly PostQuantumKeyKind[] = [
  { kind: 'ml-dsa', parameterSet: 'ML-DSA-65' },
  { kind: 'slh-dsa', parameterSet: 'SLH-DSA-SHA2-128f' },
];

for (const kind of kinds) {
  describe(`certificates of ${kind.parameterSet}`, function () {
    // SLH-DSA signs in some tenths of a second, and several times that on a busy machine.
    this.timeout(60_000);
    const algorithm = postQuantumAlgorithmFor(kind);
    const [ca, server] = [generatePostQuantumKeyPair(kind), generatePostQuantumKeyPair(kind)];
    const signer = createSigner(ca.privateKey, { algorithm });
    let root: Certificate;
    let leaf: Certificate;

    before(() => {
      root = issueCertificate(
        {
          subject: parseName('CN=Post-quantum root'),
          publicKey: ca.publicKey,
          issuer: 'self',
          ...validity,
          extensions: rootProfile({ publicKey: ca.publicKey }),
        },
        signer,
      );
      const request = parseRequest(
        issueRequest({ subject: parseName('CN=db.example') }, createSigner(server.privateKey, { algorithm })).der,
      );
      assert.ok(verifyRequest(request, { algorithms }));
      assert.ok(!verifyRequest(request), 'the default list has no post-quantum algorithms');
      const names = [{ kind: 'dNSName', value: 'db.example' }] as const;
      const extensions = serverProfile({ publicKey: server.publicKey, issuer: root, names });
      leaf = issueFromRequest(request, { issuer: root, ...validity, extensions }, signer, { algorithms });
    });

    it('keys go through PEM', () => {
      const privatePem = encodePem('PRIVATE KEY', encodePkcs8(server.privateKey));
      assert.deepEqual(loadPrivateKey(privatePem), server.privateKey);
      const publicPem = encodePem('PUBLIC KEY', encodePublicKey(server.publicKey));
      assert.deepEqual(parsePublicKey((decodePem(publicPem)[0] as { der: Uint8Array }).der), server.publicKey);
      assert.deepEqual(createSigner(loadPrivateKey(privatePem), { algorithm }).publicKey, encodePublicKey(server.publicKey));
    });

    it('a chain of them is good for who takes the algorithm, in PEM too', () => {
      const pem = [leaf, root].map(({ der }) => encodePem('CERTIFICATE', der)).join('');
      const [first, second] = parseCertificates(pem) as [Certificate, Certificate];
      assert.equal(formatName(first.subject), 'CN=db.example');
      const peer = { kind: 'dns', value: 'db.example' } as const;
      const input = { leaf: first, anchors: [second], at: NOW, peer, purpose: 'serverAuth' } as const;
      assert.equal(reasonOf(verifyChain({ ...input, algorithms })), 'ok');
      assert.deepEqual(reasonOf(verifyChain(input)), ['signature-algorithm-not-allowed', 0]);
      assert.deepEqual(reasonOf(verifyChain({ ...input, algorithms, profile: 'webpki' })), ['key-kind-not-allowed', 0]);
    });

    it('who does without is told the name of the algorithm and which list has it', () => {
      const input = { leaf, anchors: [root], at: NOW };
      const words = explainVerdict(verifyChain(input), input).replaceAll(/\s+/g, ' ');
      assert.ok(words.includes('add postQuantumAlgorithms (certwright/post-quantum) to the algorithms of the caller'), words);
      assert.ok(words.includes(`found: ${kind.parameterSet} (${leaf.signatureAlgorithm.oid})`), words);
    });

    it('a changed octet in either half is found', () => {
      const judge = (changed: Certificate): unknown => reasonOf(verifyChain({ leaf: changed, anchors: [root], at: NOW, algorithms }));
      assert.deepEqual(judge(tampered(leaf, leaf.der.length - 100)), ['signature-invalid', 0]);
      // The last octet of the serial number.
      const serial = toHex(leaf.der).indexOf(toHex(leaf.serialNumber)) / 2 + leaf.serialNumber.length - 1;
      assert.deepEqual(judge(tampered(leaf, serial)), ['signature-invalid', 0]);
    });

    it('a CRL revokes, and does not where it is tampered with', () => {
      const revoked = [{ serialNumber: leaf.serialNumber, revokedAt: NOW - DAY }];
      const crl = issueCrl({ issuer: root, thisUpdate: NOW - DAY, nextUpdate: NOW + DAY, crlNumber: 1n, entries: revoked }, signer);
      const input = { leaf, anchors: [root], at: NOW, algorithms };
      assert.deepEqual(reasonOf(verifyChain({ ...input, crls: [crl] })), ['certificate-revoked', 0]);
      const der = crl.der.slice();
      der[der.length - 100] = (der[der.length - 100] as number) ^ 1;
      assert.notEqual(reasonOf(verifyChain({ ...input, crls: [parseCrl(der)] })), 'ok');
      const empty = issueCrl({ issuer: root, thisUpdate: NOW - DAY, nextUpdate: NOW + DAY, crlNumber: 2n, entries: [] }, signer);
      assert.equal(reasonOf(verifyChain({ ...input, crls: [empty] })), 'ok');
    });

    it('a key that only signs is for nothing else (RFC 9881 section 5, RFC 9909 section 6)', () => {
      const issue = (usages: readonly KeyUsageName[]): Certificate =>
        issueCertificate(
          {
            subject: parseName('CN=alice'),
            publicKey: server.publicKey,
            issuer: root,
            ...validity,
            extensions: [makeExtension(keyUsage, usages)],
          },
          signer,
        );
      for (const usage of ['keyEncipherment', 'dataEncipherment', 'keyAgreement'] as const)
        assert.throws(() => issue(['digitalSignature', usage]), { code: 'key-usage-not-of-key' });
      assert.equal(fingerprint(issue(['digitalSignature', 'nonRepudiation']), sha256).length, 32);
    });
  });
}

describe('kinds of keys in one chain', () => {
  it('an ML-DSA root over an EC leaf; a signer needs the algorithm of its key', () => {
    const ca = generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet: 'ML-DSA-65' });
    const other = generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet: 'ML-DSA-87' });
    assert.throws(() => createSigner(other.privateKey, { algorithm: mlDsa65 }), { code: 'wrong-key-kind' });
    assert.throws(() => createSigner(ca.privateKey), { code: 'post-quantum-key' });
    const signer = createSigner(ca.privateKey, { algorithm: mlDsa65 });
    assert.notDeepEqual(signer.sign(utf8('x')), signer.sign(utf8('x')), 'signing is hedged');
    const root = issueCertificate(
      {
        subject: parseName('CN=root'),
        publicKey: ca.publicKey,
        issuer: 'self',
        ...validity,
        extensions: rootProfile({ publicKey: ca.publicKey }),
      },
      signer,
    );
    const { publicKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
    const leaf = issueCertificate(
      { subject: parseName('CN=leaf'), publicKey, issuer: root, ...validity, extensions: serverProfile({ publicKey, issuer: root }) },
      signer,
    );
    const verdict = verifyChain({ leaf, anchors: [root], at: NOW, algorithms });
    assert.equal(reasonOf(verdict), 'ok');
    assert.equal(verdict.work.signatures, 4);
  });

  it('an AlgorithmIdentifier with parameters, or of HashML-DSA, stands for no algorithm', () => {
    const ca = generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet: 'ML-DSA-65' });
    const real = createSigner(ca.privateKey, { algorithm: mlDsa65 });
    for (const encoding of [
      Uint8Array.of(0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 18, 5, 0),
      Uint8Array.of(0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 33),
    ]) {
      const algorithm = { ...mlDsa65, encodings: [encoding] };
      const { publicKey } = ca;
      const root = issueCertificate(
        { subject: parseName('CN=root'), publicKey, issuer: 'self', ...validity, extensions: rootProfile({ publicKey }) },
        { ...real, algorithm },
      );
      const leaf = issueCertificate(
        { subject: parseName('CN=leaf'), publicKey, issuer: root, ...validity, extensions: serverProfile({ publicKey, issuer: root }) },
        { ...real, algorithm },
      );
      assert.deepEqual(reasonOf(verifyChain({ leaf, anchors: [root], at: NOW, algorithms })), ['signature-algorithm-not-allowed', 0]);
    }
  });
});
