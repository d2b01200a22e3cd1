/** What is measured, each item against node:crypto where it can do the work at all. Every result is checked once before it is timed. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify, X509Certificate } from 'node:crypto';
import {
  buildCrlIndex,
  type Certificate,
  type CertificateList,
  createSigner,
  ecdsaSha256,
  ecdsaSha384,
  ed25519,
  encodePkcs8,
  encodePublicKey,
  findIndexed,
  findRevoked,
  generateKeyPair,
  issueCertificate,
  issueCrl,
  type KeyKind,
  type KeyPair,
  parseCertificate,
  parseCrl,
  intermediateProfile,
  parseName,
  rootProfile,
  rsaPkcs1Sha256,
  serverProfile,
  type SignatureAlgorithm,
  verifyChain,
  verifySignature,
} from '../lib/index.ts';
import type { Item } from './harness.ts';

const MESSAGE = new TextEncoder().encode('The quick brown fox jumps over the lazy dog');
const YEAR = 365 * 86_400_000;
const NOW = Date.now();

interface KeyRow {
  readonly label: string;
  readonly kind: KeyKind;
  readonly algorithm: SignatureAlgorithm;
  readonly nodeHash: string | null;
}

const KEYS: readonly KeyRow[] = [
  { label: 'rsa2048', kind: { kind: 'rsa', bits: 2048 }, algorithm: rsaPkcs1Sha256, nodeHash: 'sha256' },
  { label: 'rsa4096', kind: { kind: 'rsa', bits: 4096 }, algorithm: rsaPkcs1Sha256, nodeHash: 'sha256' },
  { label: 'p256', kind: { kind: 'ec', curve: 'P-256' }, algorithm: ecdsaSha256, nodeHash: 'sha256' },
  { label: 'p384', kind: { kind: 'ec', curve: 'P-384' }, algorithm: ecdsaSha384, nodeHash: 'sha384' },
  { label: 'ed25519', kind: { kind: 'ed25519' }, algorithm: ed25519, nodeHash: null },
];

function signatureItems({ label, kind, algorithm, nodeHash }: KeyRow): Item[] {
  const { publicKey, privateKey } = generateKeyPair(kind);
  const signer = createSigner(privateKey, { algorithm });
  const nodePrivate = createPrivateKey({ key: Buffer.from(encodePkcs8(privateKey)), format: 'der', type: 'pkcs8' });
  const nodePublic = createPublicKey({ key: Buffer.from(encodePublicKey(publicKey)), format: 'der', type: 'spki' });
  const signature = signer.sign(MESSAGE);
  assert.ok(nodeVerify(nodeHash, MESSAGE, nodePublic, signature));
  return [
    {
      name: `${label}-sign`,
      contenders: [
        { name: 'node:crypto', run: () => void nodeSign(nodeHash, MESSAGE, nodePrivate) },
        { name: 'certwright', run: () => void signer.sign(MESSAGE) },
      ],
    },
    {
      name: `${label}-verify`,
      contenders: [
        { name: 'node:crypto', run: () => assert.ok(nodeVerify(nodeHash, MESSAGE, nodePublic, signature)) },
        { name: 'certwright', run: () => assert.ok(verifySignature(publicKey, algorithm, MESSAGE, signature)) },
      ],
    },
  ];
}

interface Chain {
  readonly root: Certificate;
  readonly intermediate: Certificate;
  readonly leaf: Certificate;
  readonly keys: KeyPair;
}

function makeChain(kind: KeyKind, algorithm: SignatureAlgorithm): Chain {
  const [rootKeys, middleKeys, leafKeys] = [generateKeyPair(kind), generateKeyPair(kind), generateKeyPair(kind)];
  const validity = { notBefore: NOW - 86_400_000, notAfter: NOW + YEAR };
  const rootSpki = encodePublicKey(rootKeys.publicKey);
  const middleSpki = encodePublicKey(middleKeys.publicKey);
  const leafSpki = encodePublicKey(leafKeys.publicKey);
  const rootSigner = createSigner(rootKeys.privateKey, { algorithm });
  const root = issueCertificate(
    {
      ...validity,
      subject: parseName('CN=Bench Root'),
      publicKey: rootSpki,
      issuer: 'self',
      extensions: rootProfile({ publicKey: rootSpki }),
    },
    rootSigner,
  );
  const intermediate = issueCertificate(
    {
      ...validity,
      subject: parseName('CN=Bench Intermediate'),
      publicKey: middleSpki,
      issuer: root,
      extensions: intermediateProfile({ publicKey: middleSpki, issuer: root }),
    },
    rootSigner,
  );
  const leaf = issueCertificate(
    {
      ...validity,
      subject: parseName('CN=bench.example'),
      publicKey: leafSpki,
      issuer: intermediate,
      extensions: serverProfile({ publicKey: leafSpki, issuer: intermediate, names: [{ kind: 'dNSName', value: 'bench.example' }] }),
    },
    createSigner(middleKeys.privateKey, { algorithm }),
  );
  return { root, intermediate, leaf, keys: rootKeys };
}

function chainItems(label: string, chain: Chain, algorithm: SignatureAlgorithm): Item[] {
  const nodeDers = [chain.leaf, chain.intermediate, chain.root].map(({ der }) => Buffer.from(der));
  const [leafDer, middleDer, rootDer] = [chain.leaf.der, chain.intermediate.der, chain.root.der];
  const signer = createSigner(chain.keys.privateKey, { algorithm });
  const judge = (): void => {
    const verdict = verifyChain({
      leaf: parseCertificate(leafDer),
      intermediates: [parseCertificate(middleDer)],
      anchors: [parseCertificate(rootDer)],
      at: NOW,
      purpose: 'serverAuth',
    });
    assert.ok(verdict.ok);
  };
  const signaturesOnly = (): void => {
    const [leaf, middle, root] = nodeDers.map((der) => new X509Certificate(der)) as [X509Certificate, X509Certificate, X509Certificate];
    assert.ok(leaf.verify(middle.publicKey) && middle.verify(root.publicKey));
  };
  judge();
  return [
    {
      name: `parse-${label}-leaf`,
      contenders: [
        { name: 'node:crypto', run: () => void new X509Certificate(nodeDers[0] as Buffer) },
        { name: 'certwright', run: () => void parseCertificate(leafDer) },
      ],
    },
    {
      name: `chain-${label}`,
      contenders: [
        { name: 'node:crypto', run: signaturesOnly },
        { name: 'certwright', run: judge },
      ],
    },
    {
      name: `issue-${label}`,
      contenders: [
        { name: 'node:crypto', run: () => void nodeSign('sha256', MESSAGE, nodePrivateOf(chain.keys)) },
        {
          name: 'certwright',
          run: () =>
            void issueCertificate(
              {
                subject: parseName('CN=bench'),
                publicKey: chain.intermediate.publicKey.der,
                issuer: chain.root,
                notBefore: NOW,
                notAfter: NOW + 1000,
                extensions: [],
              },
              signer,
            ),
        },
      ],
    },
  ];
}

const nodeKeys = new WeakMap<KeyPair, ReturnType<typeof createPrivateKey>>();

function nodePrivateOf(keys: KeyPair): ReturnType<typeof createPrivateKey> {
  const kept = nodeKeys.get(keys) ?? createPrivateKey({ key: Buffer.from(encodePkcs8(keys.privateKey)), format: 'der', type: 'pkcs8' });
  nodeKeys.set(keys, kept);
  return kept;
}

/** A CRL of `count` entries with serials of 16 octets, every tenth with a reason. */
function makeCrl(chain: Chain, algorithm: SignatureAlgorithm, count: number): CertificateList {
  const entries = Array.from({ length: count }, (_, i) => {
    const serialNumber = new Uint8Array(16).fill(0x11);
    new DataView(serialNumber.buffer).setUint32(4, Math.imul(i, 2_654_435_761));
    new DataView(serialNumber.buffer).setUint32(12, i);
    return i % 10 === 0 ? { serialNumber, revokedAt: NOW, reason: 'keyCompromise' as const } : { serialNumber, revokedAt: NOW };
  });
  return issueCrl(
    { issuer: chain.root, thisUpdate: NOW, nextUpdate: NOW + YEAR, crlNumber: 1, entries },
    createSigner(chain.keys.privateKey, { algorithm }),
  );
}

function crlItems(chain: Chain, algorithm: SignatureAlgorithm, count: number): Item[] {
  const crl = makeCrl(chain, algorithm, count);
  const last = new Uint8Array(16).fill(0x11);
  new DataView(last.buffer).setUint32(4, Math.imul(count - 1, 2_654_435_761));
  new DataView(last.buffer).setUint32(12, count - 1);
  const index = buildCrlIndex(crl);
  assert.ok(findRevoked(crl, last) !== undefined && findIndexed(index, last) !== undefined);
  const size = `${count / 1000}k`;
  return [
    { name: `crl-${size}-parse`, contenders: [{ name: 'certwright', run: () => void parseCrl(crl.der) }] },
    { name: `crl-${size}-scan`, contenders: [{ name: 'certwright', run: () => void findRevoked(crl, last) }] },
    { name: `crl-${size}-index`, contenders: [{ name: 'certwright', run: () => void buildCrlIndex(crl) }] },
    { name: `crl-${size}-indexed-lookup`, contenders: [{ name: 'certwright', run: () => void findIndexed(index, last) }] },
  ];
}

/** All items; making their keys takes some seconds. */
export function makeItems({ crlEntries }: { readonly crlEntries: number }): Item[] {
  const rsa = makeChain({ kind: 'rsa', bits: 2048 }, rsaPkcs1Sha256);
  const p256 = makeChain({ kind: 'ec', curve: 'P-256' }, ecdsaSha256);
  return [
    ...KEYS.flatMap(signatureItems),
    ...chainItems('rsa', rsa, rsaPkcs1Sha256),
    ...chainItems('p256', p256, ecdsaSha256),
    ...crlItems(p256, ecdsaSha256, crlEntries),
  ];
}
