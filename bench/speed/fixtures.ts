/**
 * What is worked on: keys, chains, a bundle of roots, made anew at every start. Keys and signatures are node:crypto's, so that nothing is checked against the
 * library that made it; nothing secret touches the disk. Each piece is made when it is first asked for.
 */
import { constants, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { oid } from '../../lib/asn1/index.ts';
import { ecdsaSha256, rsaPkcs1Sha256, type Signer } from '../../lib/crypto/index.ts';
import { type MadeCertificate, makeCertificate } from '../../lib/testing/certificate.ts';
import {
  authorityInfoAccess,
  certificatePolicies,
  cRLDistributionPoints,
  type Extension,
  makeExtension,
  signedCertificateTimestamps,
} from '../../lib/x509/index.ts';

export const DAY = 86_400_000;

/** Name that the leaf is asked for. */
export const HOST = 'db.example.test';

/** Most kinds of keys are made so many times, so that another one can be taken each time. */
const KEYS = 64;

/** A key pair in node:crypto's hands and in every form that a library may want. */
export interface KeyFixture {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
  readonly pkcs8: Uint8Array;
  readonly publicPem: string;
  readonly privatePem: string;
  /** Members of the JWK as octets. */
  readonly octets: Readonly<Record<string, Uint8Array>>;
  /** Signature over `message`: PKCS#1, DER of ECDSA, or Ed25519. */
  readonly signature: Uint8Array;
  /** RSA: PSS with 32 octets of salt. EC: r and s. */
  readonly other: Uint8Array;
  /** EC: the uncompressed point. */
  readonly point: Uint8Array;
}

/** Leaf, intermediate and root as DER, with their keys. */
export interface ChainFixture {
  readonly leaf: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly root: Uint8Array;
  readonly leafKey: KeyFixture;
  readonly intermediateKey: KeyFixture;
  readonly issuer: MadeCertificate;
}

const message = new Uint8Array(randomBytes(200));
const der = (key: KeyObject, type: 'spki' | 'pkcs8'): Uint8Array => new Uint8Array(key.export({ type: type as 'spki', format: 'der' }));
const pem = (key: KeyObject, type: 'spki' | 'pkcs8'): string =>
  String(key.export({ type, format: 'pem' } as { readonly type: 'spki'; readonly format: 'pem' }));

function keyFixture(
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  hash: string | null,
): KeyFixture {
  const pkcs8 = der(privateKey, 'pkcs8');
  // Not of the key itself: while it makes a JWK, Node 20 waits for ever if the collector meets the job that generated the key.
  const again = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const members = Object.entries(again.export({ format: 'jwk' })).filter(([name]) => !['kty', 'crv'].includes(name));
  const octets = Object.fromEntries(members.map(([name, text]) => [name, new Uint8Array(Buffer.from(String(text), 'base64url'))]));
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const other = privateKey.asymmetricKeyType === 'rsa' ? pss : { dsaEncoding: 'ieee-p1363' as const };
  return {
    publicKey,
    privateKey,
    octets,
    spki: der(publicKey, 'spki'),
    pkcs8,
    publicPem: pem(publicKey, 'spki'),
    privatePem: pem(privateKey, 'pkcs8'),
    signature: new Uint8Array(sign(hash, message, privateKey)),
    other: new Uint8Array(sign(hash, message, { key: privateKey, ...other })),
    point: octets['y'] === undefined ? new Uint8Array(0) : Uint8Array.of(4, ...(octets['x'] ?? []), ...octets['y']),
  };
}

export const rsaKey = (modulusLength: number): KeyFixture => keyFixture(generateKeyPairSync('rsa', { modulusLength }), 'sha256');
export const ecKey = (namedCurve: string, hash: string): KeyFixture => keyFixture(generateKeyPairSync('ec', { namedCurve }), hash);

/** A signer for the writers of `lib/testing` that signs with node:crypto. */
export function nodeSigner({ privateKey, spki }: KeyFixture): Signer<Uint8Array> {
  const algorithm = privateKey.asymmetricKeyType === 'rsa' ? rsaPkcs1Sha256 : ecdsaSha256;
  return { publicKey: spki, algorithm, sign: (octets) => new Uint8Array(sign('sha256', octets, privateKey)) };
}

/** What a certificate of a public CA carries beside the necessary: places to ask, a policy, two timestamps of logs. */
function publicExtensions(): Extension[] {
  const uri = (value: string): { readonly kind: 'uniformResourceIdentifier'; readonly value: string } => ({
    kind: 'uniformResourceIdentifier',
    value,
  });
  const timestamp = (): Parameters<typeof signedCertificateTimestamps.encode>[0][number] => ({
    logId: new Uint8Array(randomBytes(32)),
    timestamp: Date.now() - DAY,
    extensions: new Uint8Array(0),
    hash: 4,
    signatureAlgorithm: 3,
    signature: new Uint8Array(randomBytes(71)),
  });
  return [
    makeExtension(authorityInfoAccess, [
      { method: oid('1.3.6.1.5.5.7.48.1'), location: uri('http://ocsp.example.test') },
      { method: oid('1.3.6.1.5.5.7.48.2'), location: uri('http://ca.example.test/intermediate.crt') },
    ]),
    makeExtension(cRLDistributionPoints, [{ name: { kind: 'fullName', names: [uri('http://ca.example.test/intermediate.crl')] } }]),
    makeExtension(certificatePolicies, [{ policy: oid('2.23.140.1.2.1'), qualifiers: [] }]),
    makeExtension(signedCertificateTimestamps, [timestamp(), timestamp()]),
  ];
}

/** Dates of a certificate that is valid today. */
export const validity: { readonly notBefore: number; readonly notAfter: number } = {
  notBefore: Date.now() - DAY,
  notAfter: Date.now() + 90 * DAY,
};

/** Leaf, intermediate, root. */
export function makeChain(newKey: () => KeyFixture): ChainFixture {
  const [rootKey, intermediateKey, leafKey] = [newKey(), newKey(), newKey()];
  const name = (cn: string): string => `CN=${cn},O=Example Org,C=AT`;
  const root = makeCertificate({ ...validity, subject: name('Bench Root'), key: nodeSigner(rootKey), ca: true });
  const issuer = makeCertificate({
    ...validity,
    subject: name('Bench Intermediate'),
    issuer: root,
    key: nodeSigner(intermediateKey),
    ca: true,
    pathLength: 0,
  });
  const leaf = makeCertificate({
    ...validity,
    subject: name(HOST),
    issuer,
    key: nodeSigner(leafKey),
    serialNumber: Uint8Array.of(0x4a, ...randomBytes(15)),
    names: [
      ...[HOST, 'www.example.test', '*.db.example.test'].map((value) => ({ kind: 'dNSName' as const, value })),
      { kind: 'iPAddress', value: Uint8Array.of(127, 0, 0, 1) },
    ],
    extensions: publicExtensions(),
  });
  return {
    leaf: leaf.certificate.der,
    intermediate: issuer.certificate.der,
    root: root.certificate.der,
    leafKey,
    intermediateKey,
    issuer,
  };
}

/** PEM of the system's roots, or of Node's. */
export function rootsPem(): { readonly source: string; readonly text: string } {
  try {
    return { source: "the system's ca-certificates.crt", text: readFileSync('/etc/ssl/certs/ca-certificates.crt', 'latin1') };
  } catch {
    return { source: "Node's roots", text: `${rootCertificates.join('\n')}\n` };
  }
}

/** The certificates of a PEM text, as the peers get it that read one at a time. */
export const splitPem = (text: string): string[] => text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

function lazy<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): Readonly<T> {
  const made = {} as T;
  for (const name of Object.keys(makers) as (keyof T)[]) {
    Object.defineProperty(made, name, {
      configurable: true,
      get: () => {
        const value = makers[name]();
        Object.defineProperty(made, name, { value });
        return value;
      },
    });
  }
  return made;
}

/** All of it. */
export interface Fixtures {
  readonly message: Uint8Array;
  readonly rsa2048: KeyFixture;
  readonly rsa4096: KeyFixture;
  readonly p256: readonly KeyFixture[];
  readonly p384: readonly KeyFixture[];
  readonly ed25519: readonly KeyFixture[];
  readonly rsaChain: ChainFixture;
  readonly ecChain: ChainFixture;
  /** A hundred leaves under the intermediate of `ecChain`. */
  readonly ecLeaves: readonly Uint8Array[];
  readonly rootsPem: string;
  readonly roots: readonly Uint8Array[];
  /** 40 MB, as long as a CRL of a million entries. */
  readonly large: Uint8Array;
}

export const fixtures: Fixtures = lazy<Fixtures>({
  message: () => message,
  rsa2048: () => rsaKey(2048),
  rsa4096: () => rsaKey(4096),
  p256: () => Array.from({ length: KEYS }, () => ecKey('P-256', 'sha256')),
  p384: () => Array.from({ length: KEYS }, () => ecKey('P-384', 'sha384')),
  ed25519: () => Array.from({ length: KEYS }, () => keyFixture(generateKeyPairSync('ed25519'), null)),
  rsaChain: () => makeChain(() => rsaKey(2048)),
  ecChain: () => makeChain(() => ecKey('P-256', 'sha256')),
  ecLeaves: () =>
    Array.from({ length: 100 }, (_, index) => {
      const { issuer } = fixtures.ecChain;
      const names = [{ kind: 'dNSName' as const, value: HOST }];
      return makeCertificate({ ...validity, subject: `CN=leaf ${index}`, issuer, key: nodeSigner(ecKey('P-256', 'sha256')), names })
        .certificate.der;
    }),
  rootsPem: () => rootsPem().text,
  roots: () => splitPem(fixtures.rootsPem).map((text) => new Uint8Array(Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64'))),
  large: () => new Uint8Array(randomBytes(40_000_000)),
});
