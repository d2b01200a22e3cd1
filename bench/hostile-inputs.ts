/**
 * Inputs that are made to cost much, each of at most a megabyte: many wrong issuers of one name with keys of each kind, nets and long lines of CAs, long lists
 * of names, constraints, policies, extensions and CRLs. Nobody signs well here; every signature has the form that makes a verifier compute.
 */
import { type ChainInput, generateKeyPair, oid, parseName } from '../lib/index.ts';
import {
  ecdsaSha256,
  ecdsaSha384,
  ecdsaSha512,
  ed25519,
  rsaPkcs1Sha256,
  type SignatureAlgorithm,
  type Signer,
} from '../lib/crypto/index.ts';
import { encodePublicKey, type PublicKey } from '../lib/keys/index.ts';
import { AT, type CertificateRecipe, type MadeCertificate, makeCertificate } from '../lib/testing/certificate.ts';
import { makeCrl } from '../lib/testing/crl.ts';
import { keyNamed } from '../lib/testing/keys.ts';
import {
  authorityKeyIdentifier,
  certificatePolicies,
  type Extension,
  type GeneralName,
  makeExtension,
  nameConstraints,
  policyMappings,
} from '../lib/x509/index.ts';

/** One of them. */
export interface HostileInput {
  readonly name: string;
  readonly input: ChainInput;
}

const root = makeCertificate({ subject: 'CN=Root', key: keyNamed('root', 'ec'), ca: true });

/** A public key that signs nothing, and the signature that it is said to have made. */
function pretender(key: PublicKey, algorithm: SignatureAlgorithm, signature: Uint8Array): Signer<Uint8Array> {
  return { publicKey: encodePublicKey(key), algorithm, sign: () => signature };
}

/** A modulus of so many bits; nobody factors it here. */
function modulus(bits: number, index: number): bigint {
  let n = (1n << BigInt(bits - 1)) + BigInt(2 * index + 1);
  for (let i = 64; i < bits; i *= 2) n ^= (n >> BigInt(bits - i)) << BigInt(i >> 1);
  return n | 1n;
}

function rsa(bits: number, e: bigint): (index: number) => Signer<Uint8Array> {
  const signature = new Uint8Array(bits / 8).fill(0x55);
  return (index) => pretender({ kind: 'rsa', n: modulus(bits, index), e }, rsaPkcs1Sha256, signature);
}

function ec(curve: 'P-256' | 'P-384' | 'P-521', algorithm: SignatureAlgorithm): (index: number) => Signer<Uint8Array> {
  const pairs = Array.from({ length: 110 }, () => generateKeyPair({ kind: 'ec', curve }));
  const half = { 'P-256': 31, 'P-384': 47, 'P-521': 65 }[curve];
  const integer = [2, half, ...new Uint8Array(half).fill(0x55)];
  const content = [...integer, ...integer];
  const signature = Uint8Array.from([0x30, ...(content.length > 127 ? [0x81] : []), content.length, ...content]);
  return (index) => pretender((pairs[index % pairs.length] as (typeof pairs)[number]).publicKey, algorithm, signature);
}

function edwards(index: number): Signer<Uint8Array> {
  const { publicKey } = keyNamed(`edwards ${index}`);
  return { publicKey, algorithm: ed25519, sign: () => new Uint8Array(64).fill(5) };
}

function judge(
  name: string,
  leaf: MadeCertificate,
  intermediates: readonly MadeCertificate[],
  more: Partial<ChainInput> = {},
): HostileInput {
  const input = { leaf: leaf.certificate, intermediates: intermediates.map(({ certificate }) => certificate), anchors: [root.certificate] };
  return { name, input: { ...input, at: AT, ...more } };
}

/** CAs of one name, none of which signed the leaf. */
function wrongIssuers(name: string, count: number, keyOf: (index: number) => Signer<Uint8Array>): HostileInput {
  const cas = Array.from({ length: count }, (_, index) =>
    makeCertificate({ subject: 'CN=Same', issuer: root, ca: true, key: keyOf(index) }),
  );
  return judge(name, makeCertificate({ subject: 'CN=leaf', issuer: cas[0] as MadeCertificate }), cas);
}

/** A CA and a leaf with changes. */
function pair(
  name: string,
  ca: Partial<CertificateRecipe>,
  leaf: Partial<CertificateRecipe>,
  more: Partial<ChainInput> = {},
): HostileInput {
  const key = (text: string): Pick<CertificateRecipe, 'key'> => ({ key: keyNamed(text, 'ec') });
  const issuer = makeCertificate({ subject: 'CN=CA', issuer: root, ca: true, ...key('ca'), ...ca });
  return judge(name, makeCertificate({ subject: 'CN=leaf', issuer, ...key('leaf'), ...leaf }), [issuer], more);
}

function list<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

function dns(index: number): GeneralName {
  return { kind: 'dNSName', value: `${index}.x.y` };
}

function chainOf(count: number): HostileInput {
  let issuer = root;
  const cas = list(count, (index) => (issuer = makeCertificate({ subject: `CN=${index}`, issuer, ca: true, key: keyNamed('line', 'ec') })));
  return judge('a line of 1,500 CAs', makeCertificate({ subject: 'CN=leaf', issuer }), cas);
}

/** Layers of CAs, each certified by all of the layer above, the top by nobody. */
function net(width: number, layers: number): HostileInput {
  const at = (layer: number, index: number): MadeCertificate =>
    makeCertificate({ subject: `CN=${layer}-${index}`, key: keyNamed(`${layer}-${index}`, 'ec'), ca: true });
  const nodes = list(layers, (layer) => list(width, (index) => at(layer, index)));
  const edges = nodes
    .slice(0, -1)
    .flatMap((lower, layer) =>
      lower.flatMap((subject, index) =>
        (nodes[layer + 1] as readonly MadeCertificate[]).map((issuer) =>
          makeCertificate({ subject: `CN=${layer}-${index}`, key: subject.key, issuer, ca: true }),
        ),
      ),
    );
  return judge(
    'a net of 6 layers of 12 CAs',
    makeCertificate({ subject: 'CN=leaf', issuer: (nodes[0] as readonly MadeCertificate[])[0] as MadeCertificate }),
    edges,
  );
}

/** CAs that all certify each other, under no anchor. */
function mesh(count: number): HostileInput {
  const cas = list(count, (index) => makeCertificate({ subject: `CN=${index}`, key: keyNamed(`mesh ${index}`, 'ec'), ca: true }));
  const crossed = cas.flatMap(({ certificate, key }, index) =>
    cas
      .filter((issuer) => issuer.certificate !== certificate)
      .map((issuer) => makeCertificate({ subject: `CN=${index}`, key, issuer, ca: true })),
  );
  const leaf = makeCertificate({ subject: 'CN=leaf', issuer: cas[0] as MadeCertificate });
  return judge(`${count} CAs that all certify each other`, leaf, crossed);
}

/** Two CAs that have certified each other again and again, each time with another key identifier. */
function pingPong(count: number): HostileInput {
  const [one, other] = ['one', 'other'].map((name) => makeCertificate({ subject: `CN=${name}`, key: keyNamed(name, 'ec'), ca: true })) as [
    MadeCertificate,
    MadeCertificate,
  ];
  const identifier = (index: number): Extension =>
    makeExtension(authorityKeyIdentifier, { keyIdentifier: Uint8Array.of(index >> 8, index & 0xff) });
  const crossed = list(count, (index) => [
    makeCertificate({ subject: 'CN=one', key: one.key, issuer: other, ca: true, extensions: [identifier(index)] }),
    makeCertificate({ subject: 'CN=other', key: other.key, issuer: one, ca: true, extensions: [identifier(index)] }),
  ]);
  return judge('2 CAs, each certified 1,200 times by the other', makeCertificate({ subject: 'CN=leaf', issuer: one }), crossed.flat());
}

/** The inputs, made one after the other. */
export function* makeHostileInputs(): Generator<HostileInput, void> {
  yield wrongIssuers('1,500 issuers, P-256', 1500, ec('P-256', ecdsaSha256));
  yield wrongIssuers('1,500 issuers, P-384', 1500, ec('P-384', ecdsaSha384));
  yield wrongIssuers('1,000 issuers, P-521', 1000, ec('P-521', ecdsaSha512));
  yield wrongIssuers('1,500 issuers, Ed25519', 1500, edwards);
  yield wrongIssuers('1,000 issuers, RSA-2048', 1000, rsa(2048, 65_537n));
  yield wrongIssuers('400 issuers, RSA-8192, long exponent', 400, rsa(8192, (1n << 63n) + 1n));
  yield wrongIssuers('200 issuers, RSA-16384, long exponent', 200, rsa(16_384, (1n << 63n) + 1n));
  yield chainOf(1500);
  yield net(12, 6);
  yield mesh(50);
  yield pingPong(1200);
  const constraints = makeExtension(nameConstraints, { permitted: list(10_000, (index) => ({ base: dns(index), minimum: 0 })) });
  yield pair('10,000 constraints, 20,000 names', { extensions: [constraints] }, { names: list(20_000, dns) });
  const directory = (index: number): GeneralName => ({ kind: 'directoryName', name: parseName(`O=${'ä '.repeat(50)}${index}`) });
  const excluded = makeExtension(nameConstraints, { excluded: list(1500, (index) => ({ base: directory(index), minimum: 0 })) });
  yield pair(
    '1,500 directory names, 1,500 constraints',
    { extensions: [excluded] },
    { names: list(1500, (index) => directory(index + 1500)) },
  );
  const policies = makeExtension(
    certificatePolicies,
    list(25_000, (index) => ({ policy: oid(`1.3.${index >> 7}.${index & 127}`), qualifiers: [] })),
  );
  yield pair('25,000 policies in both', { extensions: [policies] }, { extensions: [policies] }, { policies: { requireExplicit: true } });
  const mappings = makeExtension(
    policyMappings,
    list(12_000, (index) => ({
      issuerDomainPolicy: oid(`1.3.${index >> 7}.${index & 127}`),
      subjectDomainPolicy: oid(`1.3.${index & 127}.${index >> 7}`),
    })),
  );
  yield pair(
    '25,000 policies, 12,000 mappings',
    { extensions: [policies, mappings] },
    { extensions: [policies] },
    { policies: { requireExplicit: true } },
  );
  yield pair('100,000 names, another demanded', {}, { names: list(60_000, dns) }, { peer: { kind: 'dns', value: 'www.example.com' } });
  yield pair('a subject of 20,000 attributes', {}, { subject: list(20_000, (index) => `OU=${index}`).join(',') });
  const ca = makeCertificate({ subject: 'CN=CA', issuer: root, ca: true, key: keyNamed('ca', 'ec') });
  const leaf = makeCertificate({ subject: 'CN=leaf', issuer: ca });
  const nobody = { ...keyNamed('nobody', 'ec'), publicKey: ca.key.publicKey };
  const crls = list(3000, (index) => makeCrl({ issuer: ca, signedBy: nobody, number: BigInt(index) }));
  yield judge('3,000 CRLs that somebody else signed', leaf, [ca], { crls });
}
