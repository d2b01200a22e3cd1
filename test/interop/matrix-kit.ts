/** Keys of every kind with a certificate, a request and a CRL each, and the containers that certwright writes them in and reads them from. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  createSigner,
  decodePem,
  defaultAlgorithms,
  encodePem,
  encodePkcs8,
  encodePublicKey,
  furtherAlgorithms,
  generateKeyPair,
  issueCertificate,
  issueCrl,
  issueRequest,
  loadPrivateKey,
  parseCertificates,
  parseCrl,
  parseName,
  parsePublicKey,
  parseRequest,
  type PrivateKey,
  publicKeyOf,
  rootProfile,
  type SignatureAlgorithm,
  type SubjectPublicKeyInfo,
  verifyRequest,
  verifySignature,
} from '../../lib/index.ts';
import { CURVE_NAMES, encodePkcs1PrivateKey, encodeSec1 } from '../../lib/keys/index.ts';
import { encodeLegacyPem, encryptPrivateKey } from '../../lib/keystore/index.ts';
import { fromJwk, toJwk } from '../../lib/keystore/jwk.ts';
import { readOpensshPrivateKey, writeOpensshPrivateKey } from '../../lib/keystore/openssh/index.ts';
import { readPkcs12, writePkcs12 } from '../../lib/keystore/pkcs12/index.ts';
import { encodePkcs7 } from '../../lib/x509/pkcs7.ts';

/** Opens everything that is encrypted. */
export const PASSPHRASE = 'correct horse 7';
/** Name of the entry in PKCS #12 files. */
export const ALIAS = 'entry';

const DAY = 86_400_000;
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const algorithms: readonly SignatureAlgorithm[] = [...defaultAlgorithms, ...furtherAlgorithms];

/** A key with what can be made of it. */
export interface Material {
  readonly name: string;
  readonly key: PrivateKey;
  /** DER of the SubjectPublicKeyInfo: what every reader must come to. */
  readonly spki: Uint8Array;
  /** Signed by the key itself, or by another where it does not sign. */
  readonly certificate: Uint8Array;
  /** Absent where the key does not sign. */
  readonly request?: Uint8Array;
  readonly crl?: Uint8Array;
}

/** Keys of every kind and curve; those of RSA are made by OpenSSL, which is quicker. */
export function makeMaterials(): Material[] {
  const rsa = (...options: string[]): PrivateKey =>
    loadPrivateKey(execFileSync('openssl', ['genpkey', '-quiet', ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const keys: [string, PrivateKey][] = [
    ['RSA', rsa('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')],
    ['RSA of 3 primes', rsa('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-pkeyopt', 'rsa_keygen_primes:3')],
    ['RSA-PSS', rsa('-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048')],
    [
      'RSA-PSS of SHA-256',
      rsa(
        ...'-algorithm RSA-PSS -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32'.split(
          ' ',
        ),
      ),
    ],
    ...CURVE_NAMES.map((curve): [string, PrivateKey] => [curve, generateKeyPair({ kind: 'ec', curve }).privateKey]),
    ...(['ed25519', 'ed448', 'x25519', 'x448'] as const).map((kind): [string, PrivateKey] => [kind, generateKeyPair({ kind }).privateKey]),
  ];
  return keys.map(([name, key]) => materialOf(name, key));
}

function materialOf(name: string, key: PrivateKey): Material {
  const publicKey = publicKeyOf(key);
  const spki = encodePublicKey(publicKey);
  const agrees = key.kind === 'x25519' || key.kind === 'x448';
  const signer = createSigner(agrees ? generateKeyPair({ kind: 'ec', curve: 'P-256' }).privateKey : key);
  const now = Math.floor(Date.now() / 1000) * 1000;
  const validity = { notBefore: now - DAY, notAfter: now + DAY };
  const subject = parseName(`CN=${name}`);
  const root = issueCertificate(
    {
      subject: parseName(agrees ? 'CN=CA' : `CN=${name}`),
      publicKey: signer.publicKey,
      issuer: 'self',
      ...validity,
      extensions: rootProfile({ publicKey: signer.publicKey }),
    },
    signer,
  );
  if (agrees)
    return {
      name,
      key,
      spki,
      certificate: issueCertificate({ subject, publicKey, issuer: root, ...validity, extensions: [] }, signer).der,
    };
  const request = issueRequest({ subject }, signer).der;
  const crl = issueCrl(
    { issuer: root, thisUpdate: now - DAY, nextUpdate: now + DAY, crlNumber: 1, entries: [{ serialNumber: 5n, revokedAt: now - DAY }] },
    signer,
  ).der;
  return { name, key, spki, certificate: root.der, request, crl };
}

/** A form in which keys travel. */
export interface Container {
  readonly name: string;
  /** Whether the form can hold the key. */
  holds(material: Material): boolean;
  write(material: Material): Uint8Array;
  /** The SubjectPublicKeyInfo of the key inside; of signed things only where their signature is good. Throws where it cannot be read. */
  read(octets: Uint8Array): Uint8Array;
}

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));
const pem = (label: string, der: Uint8Array): Uint8Array => text(encodePem(label, der));
const firstDer = (octets: Uint8Array): Uint8Array => decodePem(Buffer.from(octets).toString())[0]?.der ?? octets;
const spkiOf = (key: PrivateKey): Uint8Array => encodePublicKey(publicKeyOf(key));
const any = (): boolean => true;
const isRsaOrEc = ({ key }: Material): boolean => key.kind === 'rsa' || key.kind === 'ec';
const isOpenssh = ({ key }: Material): boolean =>
  (key.kind === 'rsa' && key.otherPrimes === undefined) ||
  key.kind === 'ed25519' ||
  (key.kind === 'ec' && ['P-256', 'P-384', 'P-521'].includes(key.curve));
const signs = ({ request }: Material): boolean => request !== undefined;
const readKey = (octets: Uint8Array): Uint8Array => spkiOf(loadPrivateKey(octets, { passphrase: PASSPHRASE }));

function traditional({ key }: Material): [label: string, der: Uint8Array] {
  if (key.kind === 'rsa') return ['RSA PRIVATE KEY', encodePkcs1PrivateKey(key)];
  if (key.kind === 'ec') return ['EC PRIVATE KEY', encodeSec1(key)];
  throw new Error(`${key.kind} has no form of its own`);
}

function pkcs12(profile: 'modern' | 'legacy'): Pick<Container, 'write' | 'read'> {
  return {
    write: ({ key, certificate }) => {
      const [own] = parseCertificates(certificate);
      if (own === undefined) throw new Error('no certificate');
      return writePkcs12(
        { keys: [{ key, certificate: own, friendlyName: ALIAS }] },
        { passphrase: PASSPHRASE, random, profile, iterations: 2048 },
      );
    },
    read: (octets) => {
      const { keys } = readPkcs12(octets, { passphrase: PASSPHRASE });
      const [entry] = keys;
      if (entry?.certificate === undefined || keys.length !== 1) throw new Error('one key with its certificate was expected');
      return spkiOf(entry.key);
    },
  };
}

/** The key of a certificate that it signs itself, or that does not sign. */
function certified(publicKey: SubjectPublicKeyInfo, isGood: () => boolean): Uint8Array {
  const { kind } = parsePublicKey(publicKey);
  if (kind !== 'x25519' && kind !== 'x448' && !isGood()) throw new Error('the signature is not good');
  return publicKey.der;
}

function readCertificate(octets: Uint8Array): Uint8Array {
  const [certificate] = parseCertificates(octets);
  if (certificate === undefined) throw new Error('no certificate');
  const { publicKey, signatureAlgorithm, tbs, signature } = certificate;
  return certified(publicKey, () => verifySignature(publicKey, signatureAlgorithm, tbs, signature, { algorithms }));
}

/** Every form. */
export const CONTAINERS: readonly Container[] = [
  { name: 'PKCS#8 PEM', holds: any, write: ({ key }) => pem('PRIVATE KEY', encodePkcs8(key)), read: readKey },
  { name: 'PKCS#8 DER', holds: any, write: ({ key }) => encodePkcs8(key), read: readKey },
  {
    name: 'PKCS#8 AES',
    holds: any,
    write: ({ key }) => pem('ENCRYPTED PRIVATE KEY', encryptPrivateKey(key, PASSPHRASE, { random, iterations: 2048 })),
    read: readKey,
  },
  {
    name: 'PKCS#8 scrypt',
    holds: any,
    write: ({ key }) => pem('ENCRYPTED PRIVATE KEY', encryptPrivateKey(key, PASSPHRASE, { random, kdf: 'scrypt' })),
    read: readKey,
  },
  { name: 'traditional', holds: isRsaOrEc, write: (material) => pem(...traditional(material)), read: readKey },
  {
    name: 'traditional AES',
    holds: isRsaOrEc,
    write: (material) => text(encodeLegacyPem(...traditional(material), PASSPHRASE, 'AES-256-CBC', random)),
    read: readKey,
  },
  {
    name: 'SPKI',
    holds: any,
    write: ({ spki }) => pem('PUBLIC KEY', spki),
    read: (octets) => encodePublicKey(parsePublicKey(firstDer(octets))),
  },
  {
    name: 'JWK',
    holds: ({ key }) => key.kind !== 'rsa-pss' && !(key.kind === 'ec' && /^brainpool|P-224/.test(key.curve)),
    write: ({ key }) => text(JSON.stringify(toJwk(key))),
    read: (octets) => {
      const { publicKey, privateKey } = fromJwk(JSON.parse(Buffer.from(octets).toString()) as object);
      return privateKey === undefined ? encodePublicKey(publicKey) : spkiOf(privateKey);
    },
  },
  {
    name: 'OpenSSH',
    holds: isOpenssh,
    write: ({ key }) => text(writeOpensshPrivateKey(key, { random })),
    read: (octets) => spkiOf(readOpensshPrivateKey(Buffer.from(octets).toString()).key),
  },
  { name: 'PKCS#12', holds: any, ...pkcs12('modern') },
  { name: 'PKCS#12 legacy', holds: any, ...pkcs12('legacy') },
  { name: 'certificate', holds: any, write: ({ certificate }) => pem('CERTIFICATE', certificate), read: readCertificate },
  {
    name: 'PKCS#7',
    holds: any,
    write: ({ certificate }) => pem('PKCS7', encodePkcs7(parseCertificates(certificate))),
    read: readCertificate,
  },
  {
    name: 'request',
    holds: signs,
    write: ({ request = new Uint8Array(0) }) => pem('CERTIFICATE REQUEST', request),
    read: (octets) => {
      const request = parseRequest(firstDer(octets));
      return certified(request.publicKey, () => verifyRequest(request, { algorithms }));
    },
  },
  {
    // With the certificate of its signer in front.
    name: 'CRL',
    holds: signs,
    write: ({ certificate, crl = new Uint8Array(0) }) => text(encodePem('CERTIFICATE', certificate) + encodePem('X509 CRL', crl)),
    read: (octets) => {
      const [first, second] = decodePem(Buffer.from(octets).toString());
      const crl = parseCrl(second?.der ?? new Uint8Array(0));
      const [signer] = parseCertificates(first?.der ?? new Uint8Array(0));
      if (signer === undefined) throw new Error('no certificate');
      return certified(signer.publicKey, () =>
        verifySignature(signer.publicKey, crl.signatureAlgorithm, crl.tbs, crl.signature, { algorithms }),
      );
    },
  },
];
