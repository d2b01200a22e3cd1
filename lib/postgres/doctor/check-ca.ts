/** ssl_ca_file: certificates by which the server judges clients (POSTGRES' use of X509_verify_cert: trusted first, the anchor judged like the others). */
import { bitLength, equalBytes, toHex } from '../../base/bytes.ts';
import { factsOf } from '../../openssl-verify/facts.ts';
import { CLIENT_AUTH } from '../../oids/purposes.ts';
import { authorityKeyIdentifierReader, subjectKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { canonicalName } from '../../x509/name-hash.ts';
import { attempt, isSelfIssued, keyOf, mayHaveIssued, subjectOf, tryExtension, urgency } from './certificate-facts.ts';
import { type Facts, labelsIn, type PlacedCertificate } from './facts.ts';
import type { Problem } from './types.ts';

/** RSA and EC bits that a security level wants. */
const LEVELS: readonly (readonly [rsa: number, ec: number])[] = [
  [0, 0],
  [1024, 160],
  [2048, 224],
  [3072, 256],
  [7680, 384],
  [15_360, 512],
];

/** Checks each certificate of ssl_ca_file, and all of them together. */
export function* checkCa(facts: Facts): Generator<Problem, void> {
  const { ssl, files, input, cas, crls } = facts;
  if (!ssl || files.ca === undefined) return;
  const asked = facts.hbaFile?.rows.some((row) => row.clientCert !== 'off' || row.method === 'cert') ?? true;
  if (cas.length > 0 && !asked) yield { code: 'ca-unused', ...facts.placeOf('ssl_ca_file') };
  for (const ca of cas) yield* checkOne(facts, ca);
  yield* checkTogether(cas);
  const ownCrls = labelsIn(input.files[files.ca]).filter((label) => label === 'X509 CRL').length;
  if (ownCrls > 0 && files.crl === undefined && files.crlFolder === undefined) {
    yield { code: 'ca-file-holds-crl', file: files.ca, count: ownCrls, crls: crls.length };
  }
}

function* checkOne(facts: Facts, ca: PlacedCertificate): Generator<Problem, void> {
  const { at, days } = facts;
  const { certificate, file, line } = ca;
  const tell = (code: Problem['code'], fields: Readonly<Record<string, string | number>> = {}): Problem => ({
    code,
    file,
    line,
    subject: subjectOf(certificate),
    ...fields,
  });
  const root = isSelfIssued(certificate);
  const end = urgency(certificate.notAfter, at, days);
  const soonOrPast = end === 'past' ? 'ca-expired' : end === 'soon' ? 'ca-expires-soon' : undefined;
  if (root && soonOrPast !== undefined) yield tell(soonOrPast, { at: certificate.notAfter });
  if (!root) {
    if (end === 'past') yield tell('ca-intermediate-shadows', { at: certificate.notAfter });
    else if (end === 'soon') yield tell('ca-intermediate-shadows-soon', { at: certificate.notAfter });
    else yield tell('ca-intermediate-listed', { at: certificate.notAfter });
    if (!facts.cas.some((other) => other !== ca && mayHaveIssued(other.certificate, certificate))) {
      yield tell('ca-root-missing', { issuer: issuerOf(ca) });
    }
  }
  if (certificate.notBefore > at) yield tell('ca-not-yet-valid', { at: certificate.notBefore });
  yield* checkUsage(facts, ca, tell);
}

function issuerOf({ certificate }: PlacedCertificate): string {
  return subjectOf({ ...certificate, subject: certificate.issuer });
}

type Tell = (code: Problem['code'], fields?: Readonly<Record<string, string | number>>) => Problem;

function* checkUsage({ securityLevel }: Facts, { certificate }: PlacedCertificate, tell: Tell): Generator<Problem, void> {
  const { basicConstraints, keyUsage, extendedKeyUsage, unknownCritical, invalid, netscapeCertType } = factsOf(certificate);
  const mayTop = isSelfIssued(certificate) && (certificate.version === 1 || keyUsage !== undefined || netscapeCertType !== undefined);
  const isCa = !invalid && (basicConstraints?.ca ?? mayTop) && (keyUsage === undefined || keyUsage.includes('keyCertSign'));
  if (!isCa) yield tell('ca-not-a-ca');
  if (extendedKeyUsage !== undefined && !extendedKeyUsage.includes(CLIENT_AUTH)) yield tell('ca-not-for-clients');
  if (unknownCritical) yield tell('ca-unknown-critical-extension');
  const key = keyOf(certificate);
  const [rsa, ec] = LEVELS[securityLevel] ?? [0, 0];
  if (key !== undefined && 'n' in key && bitLength(key.n) < rsa) yield tell('ca-key-too-small', { bits: bitLength(key.n), wanted: rsa });
  const curveBits = key?.kind === 'ec' ? Number(/\d+/.exec(key.curve)?.[0]) : undefined;
  if (curveBits !== undefined && curveBits < ec) yield tell('ca-key-too-small', { bits: curveBits, wanted: ec });
}

/** Certificates that are there twice, or of one name without anything that tells them apart. */
function* checkTogether(cas: readonly PlacedCertificate[]): Generator<Problem, void> {
  const byName = new Map<string, PlacedCertificate[]>();
  for (const ca of cas) {
    const name = attempt(() => toHex(canonicalName(ca.certificate.subject))) ?? '';
    const others = byName.get(name) ?? [];
    const twin = others.find((other) => equalBytes(other.certificate.der, ca.certificate.der));
    const rival = others.find((other) => !isToldApart(other, ca));
    const fields = { file: ca.file, line: ca.line, subject: subjectOf(ca.certificate) };
    if (twin !== undefined) yield { code: 'ca-listed-twice', ...fields, otherLine: twin.line };
    else if (rival !== undefined) yield { code: 'ca-same-name', ...fields, otherLine: rival.line };
    byName.set(name, [...others, ca]);
  }
}

/** Two CAs of one name whose key identifiers differ; what they issue may still lack the identifier, which shows only there. */
function isToldApart(a: PlacedCertificate, b: PlacedCertificate): boolean {
  const [first, second] = [a, b].map(({ certificate }) => tryExtension(certificate, subjectKeyIdentifierReader));
  if (first === undefined || second === undefined) return false;
  const renewed = equalBytes(a.certificate.publicKey.der, b.certificate.publicKey.der);
  return renewed || !equalBytes(first, second) || tryExtension(a.certificate, authorityKeyIdentifierReader) === undefined;
}
