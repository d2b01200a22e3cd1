/** What this library reads of a file, under the names and in the forms of pyca/cryptography's oracle. */
import {
  type Certificate,
  defaultAlgorithms,
  encodePublicKey,
  type Extension,
  furtherAlgorithms,
  loadPrivateKey,
  parseCertificates,
  parsePublicKey,
  PkiError,
  type PrivateKey,
  type PublicKey,
  publicKeyOf,
  sha256,
  type SubjectPublicKeyInfo,
  toHex,
  verifyRequest,
} from '../../../lib/index.ts';
import { berToDer } from '../../../lib/asn1/ber.ts';
import { decodePem } from '../../../lib/asn1/index.ts';
import {
  curveBits,
  type DsaPublicKey,
  encodeDsaPublicKey,
  parseDsaPrivateKey,
  parseDsaPublicKey,
  parsePkcs1PublicKey,
} from '../../../lib/keys/index.ts';
import { decryptLegacyPem, isLegacyEncrypted } from '../../../lib/keystore/index.ts';
import { openPkcs12, sortPkcs12 } from '../../../lib/keystore/pkcs12/index.ts';
import * as x509 from '../../../lib/x509/index.ts';
import { nameText, serialText, timeText } from './pyca-text.ts';

/** Fields by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for what has fields. */
export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a file of a kind. Throws `PkiError` where it is refused. */
export function readFields(kind: string, octets: Uint8Array, password: string | undefined): Fields {
  switch (kind) {
    case 'certificate':
      return certificateFields(x509.parseCertificate(derOf(octets, ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'])));
    case 'csr':
      return requestFields(x509.parseRequest(derOf(octets, ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'])));
    case 'crl':
      return crlFields(x509.parseCrl(derOf(octets, ['X509 CRL'])));
    case 'ocspRequest':
      return ocspRequestFields(x509.parseOcspRequest(octets));
    case 'ocspResponse':
      return ocspResponseFields(x509.parseOcspResponse(octets));
    case 'privateKey':
      return privateFileFields(octets, password);
    case 'publicKey':
      return publicFileFields(octets);
    case 'pkcs12':
      return pkcs12Fields(octets, password);
    case 'pkcs7':
      return { certificates: certificatesOf(octets).map(({ subject }) => nameText(subject)) };
    default:
      throw new Error(`files of kind ${kind} are not known`);
  }
}

/** The DER of a file, or of its first PEM block of a label. */
function derOf(octets: Uint8Array, labels: readonly string[]): Uint8Array {
  if (octets[0] === 0x30) return octets;
  const block = decodePem(new TextDecoder().decode(octets)).find(({ label }) => labels.includes(label));
  if (block === undefined) throw new PkiError('no-pem-block', `no block ${labels[0]}`);
  return block.der;
}

/** What could not be read, as the oracle says it. */
function orError(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof PkiError) return { error: error.code };
    throw error;
  }
}

/** Extensions that are decoded, by what the oracle calls them. */
const EXTENSIONS: Readonly<Record<string, x509.ExtensionType<unknown>>> = {
  AuthorityInformationAccess: x509.authorityInfoAccess,
  AuthorityKeyIdentifier: x509.authorityKeyIdentifier,
  BasicConstraints: x509.basicConstraints,
  CRLDistributionPoints: x509.cRLDistributionPoints,
  CRLNumber: x509.cRLNumber,
  CertificatePolicies: x509.certificatePolicies,
  DeltaCRLIndicator: x509.deltaCRLIndicator,
  ExtendedKeyUsage: x509.extendedKeyUsage,
  FreshestCRL: x509.freshestCRL,
  InhibitAnyPolicy: x509.inhibitAnyPolicy,
  IssuerAlternativeName: x509.issuerAltName,
  IssuingDistributionPoint: x509.issuingDistributionPoint,
  KeyUsage: x509.keyUsage,
  NameConstraints: x509.nameConstraints,
  OCSPNoCheck: x509.ocspNoCheck,
  PolicyConstraints: x509.policyConstraints,
  PrecertificateSignedCertificateTimestamps: x509.signedCertificateTimestamps,
  SubjectAlternativeName: x509.subjectAltName,
  SubjectInformationAccess: x509.subjectInfoAccess,
  SubjectKeyIdentifier: x509.subjectKeyIdentifier,
  TLSFeature: x509.tlsFeature,
};

/** Extensions in their order, every known one decoded; the oracle gives an error for all of them where one cannot be. */
function extensionFields(of: { readonly extensions: readonly Extension[] }): unknown {
  return orError(() => {
    const known = Object.entries(EXTENSIONS).map(([name, type]) => {
      x509.readExtension(of, type);
      return [type.oid, name] as const;
    });
    assertSound(of);
    const names: ReadonlyMap<string, string> = new Map(known);
    return of.extensions.map(({ oid, critical }) => ({ oid, critical, parsed: names.get(oid) ?? null }));
  });
}

/** What the oracle refuses when it decodes, and certwright in rules: masks with gaps, a path length of what is no CA. */
function assertSound(of: { readonly extensions: readonly Extension[] }): void {
  const constraints = x509.readExtension(of, x509.nameConstraints);
  for (const { base } of [...(constraints?.permitted ?? []), ...(constraints?.excluded ?? [])]) {
    if (base.kind === 'iPAddress' && !/^1*0*$/.test(bitsOf(base.value.subarray(base.value.length / 2))))
      throw new PkiError('mask-with-gaps', 'a mask whose ones are not in front');
  }
  const basic = x509.readExtension(of, x509.basicConstraints);
  if (basic?.pathLength !== undefined && !basic.ca) throw new PkiError('path-length-without-ca', 'a path length of what is no CA');
}

function bitsOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
}

/** Versions that nobody defined parse here; rules refuse them. */
function assertVersion(version: number, known: readonly number[]): void {
  if (!known.includes(version)) throw new PkiError('unknown-version', `version ${version}`);
}

function certificateFields(certificate: Certificate): Fields {
  assertVersion(certificate.version, [1, 2, 3]);
  return {
    version: certificate.version - 1,
    serial: serialText(certificate.serialNumber),
    subject: orError(() => nameText(certificate.subject)),
    issuer: orError(() => nameText(certificate.issuer)),
    notBefore: timeText(certificate.notBefore),
    notAfter: timeText(certificate.notAfter),
    sigAlg: certificate.signatureAlgorithm.oid,
    publicKey: spkiFields(certificate.publicKey),
    extensions: extensionFields(certificate),
    fingerprintSha256: hashOf(certificate.der),
  };
}

function requestFields(request: x509.CertificationRequest): Fields {
  assertVersion(request.version, [1]);
  const algorithms = [...defaultAlgorithms, ...furtherAlgorithms];
  return {
    subject: nameText(request.subject),
    sigAlg: request.signatureAlgorithm.oid,
    signatureValid: verifyRequest(request, { algorithms }),
    publicKey: spkiFields(request.publicKey),
    extensions: extensionFields(request),
  };
}

function crlFields(crl: x509.CertificateList): Fields {
  assertVersion(crl.version, [1, 2]);
  return {
    issuer: nameText(crl.issuer),
    lastUpdate: timeText(crl.thisUpdate),
    nextUpdate: timeText(crl.nextUpdate),
    sigAlg: crl.signatureAlgorithm.oid,
    revoked: [...x509.readEntries(crl)].length,
    extensions: extensionFields(crl),
  };
}

/** The oracle reads requests about one certificate only, and says the same of responses. */
function ocspRequestFields({ requests }: x509.OcspRequest): Fields {
  const [first, ...others] = requests;
  if (first === undefined || others.length > 0) throw new PkiError('several-requests', `${requests.length} requests`);
  return { status: null, certificateStatus: null, serial: serialText(first.certId.serialNumber) };
}

function ocspResponseFields(response: x509.BasicOcspResponse | x509.OcspErrorResponse): Fields {
  if (response.status !== 'successful') {
    const nothing = { error: response.status };
    return { status: response.status.replace(/[A-Z]/g, '_$&').toUpperCase(), certificateStatus: nothing, serial: nothing };
  }
  const [first, ...others] = response.responses;
  const single = first === undefined || others.length > 0 ? { error: `${response.responses.length} responses` } : undefined;
  return {
    status: 'SUCCESSFUL',
    certificateStatus: single ?? first?.status.kind.toUpperCase(),
    serial: single ?? serialText(first?.certId.serialNumber ?? new Uint8Array(1)),
  };
}

/** What the oracle calls the kinds of keys. */
const KINDS: Readonly<Record<PublicKey['kind'], string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA',
  ec: 'EC',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  x25519: 'X25519',
  x448: 'X448',
  'ml-dsa': 'MLDSA',
  'slh-dsa': 'SLHDSA',
};
const CURVES: Readonly<Record<string, string>> = { 'P-224': 'secp224r1', 'P-256': 'secp256r1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };

/** The oracle writes the public half of an RSASSA-PSS key as that of a plain RSA key. */
function keyFields(key: PublicKey, half: 'Public' | 'Private'): Fields {
  const written: PublicKey = key.kind === 'rsa-pss' ? { kind: 'rsa', n: key.n, e: key.e } : key;
  return {
    type: `${KINDS[key.kind]}${half}Key`,
    ...('n' in key ? { bits: bitLength(key.n) } : {}),
    ...(key.kind === 'ec' ? { bits: curveBits(key.curve), curve: CURVES[key.curve] ?? key.curve } : {}),
    spkiSha256: hashOf(encodePublicKey(written)),
  };
}

function dsaFields(key: DsaPublicKey, half: 'Public' | 'Private'): Fields {
  return { type: `DSA${half}Key`, bits: bitLength(key.p), spkiSha256: hashOf(encodeDsaPublicKey(key)) };
}

function hashOf(octets: Uint8Array): string {
  return toHex(sha256.digest(octets));
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** DSA keys have readers of their own, since nothing computes with them. */
function orDsa(read: () => Fields, readDsa: () => Fields): Fields {
  try {
    return read();
  } catch (error) {
    if (error instanceof PkiError && error.code === 'dsa-key') return readDsa();
    throw error;
  }
}

function spkiFields(info: SubjectPublicKeyInfo): unknown {
  return orError(() =>
    orDsa(
      () => keyFields(parsePublicKey(info), 'Public'),
      () => dsaFields(parseDsaPublicKey(info), 'Public'),
    ),
  );
}

function privateKeyFields(key: PrivateKey): Fields {
  return keyFields(publicKeyOf(key), 'Private');
}

function privateFileFields(octets: Uint8Array, passphrase: string | undefined): Fields {
  return orDsa(
    () => privateKeyFields(loadPrivateKey(octets, { passphrase })),
    () => dsaFields(dsaKeyOf(octets, passphrase), 'Private'),
  );
}

/** A DSA key with its public half, g to the power x. */
function dsaKeyOf(octets: Uint8Array, passphrase: string | undefined): DsaPublicKey {
  const block =
    octets[0] === 0x30 ? undefined : decodePem(new TextDecoder().decode(octets)).find(({ label }) => label.endsWith('PRIVATE KEY'));
  const der = block === undefined ? octets : isLegacyEncrypted(block) ? decryptLegacyPem(block, passphrase ?? '') : block.der;
  const { p, q, g, x, y = modPow(g, x, p) } = parseDsaPrivateKey(der);
  return { p, q, g, y };
}

function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, power] = [1n, base % modulus];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * power) % modulus;
    power = (power * power) % modulus;
  }
  return result;
}

/** A SubjectPublicKeyInfo, or the older form of an RSA key. */
function publicFileFields(octets: Uint8Array): Fields {
  const [block] = octets[0] === 0x30 ? [] : decodePem(new TextDecoder().decode(octets));
  if (block?.label === 'RSA PUBLIC KEY') return keyFields(parsePkcs1PublicKey(block.der), 'Public');
  const der = derOf(octets, ['PUBLIC KEY']);
  return orDsa(
    () => keyFields(spkiOrPkcs1(der), 'Public'),
    () => dsaFields(parseDsaPublicKey(der), 'Public'),
  );
}

function spkiOrPkcs1(der: Uint8Array): PublicKey {
  try {
    return parsePublicKey(der);
  } catch (error) {
    if (error instanceof PkiError && error.code === 'wrong-tag') return parsePkcs1PublicKey(der);
    throw error;
  }
}

/** A bundle; in BER as Windows writes it, it is turned into DER first. */
function certificatesOf(octets: Uint8Array): readonly Certificate[] {
  try {
    return parseCertificates(octets);
  } catch (error) {
    if (!(error instanceof PkiError) || error.code !== 'indefinite-length') throw error;
    return parseCertificates(berToDer(derOf(octets, ['PKCS7'])));
  }
}

/** The first key with its certificate, and all other certificates. */
function pkcs12Fields(octets: Uint8Array, password: string | undefined): Fields {
  const file = openPkcs12(octets, { passphrase: password ?? '', allowUnauthenticated: password === undefined });
  const { keys, certificates } = sortPkcs12(file);
  // The oracle has the order of the file.
  const order = file.safes.flatMap(({ bags }) => bags.flatMap((bag) => (bag.kind === 'certificate' ? [bag.certificate] : [])));
  const [first] = keys;
  const own = certificates.find(({ certificate }) => certificate === first?.certificate);
  const fields = ({ certificate, friendlyName }: (typeof certificates)[number]): Fields => ({
    subject: nameText(certificate.subject),
    friendlyName: friendlyName ?? null,
  });
  return {
    key: first === undefined ? null : privateKeyFields(first.key),
    cert: own === undefined ? null : fields(own),
    additional: certificates
      .filter((entry) => entry !== own)
      .sort((a, b) => order.indexOf(a.certificate) - order.indexOf(b.certificate))
      .map(fields),
  };
}
