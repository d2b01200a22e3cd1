/** What the server sends behind its certificate: as it stands in the file, checked by no server. */
import { equalBytes } from '../../base/bytes.ts';
import { ACCESS_CA_ISSUERS } from '../../oids/extensions.ts';
import { basicConstraintsReader, keyUsageReader } from '../../x509/extensions/usage.ts';
import { type VerifyErrorCode, verifyErrorWords } from '../../openssl-verify/errors.ts';
import type { SecurityLevel } from '../../openssl-verify/types.ts';
import { verifyLikeOpenssl } from '../../openssl-verify/verify.ts';
import { authorityInfoAccessReader } from '../../x509/extensions/information-access.ts';
import { formatName } from '../../x509/name-format.ts';
import { isSelfIssued, isSignedBy, mayHaveIssued, subjectOf, tryExtension, urgency } from './certificate-facts.ts';
import type { Facts, PlacedCertificate } from './facts.ts';
import type { Problem } from './types.ts';

/** Checks the certificates behind the first one of ssl_cert_file, and whether one is missing. */
export function* checkChain(facts: Facts): Generator<Problem, void> {
  const [leaf, ...others] = facts.sent;
  if (!facts.ssl || leaf === undefined) return;
  const used = new Set<PlacedCertificate>([leaf]);
  let last = leaf;
  let ordered = true;
  for (let position = 1; !isSelfIssued(last.certificate); position++) {
    const found = others.find((other) => !used.has(other) && mayHaveIssued(other.certificate, last.certificate));
    if (found === undefined) break;
    if (facts.sent[position] !== found) ordered = false;
    used.add(found);
    yield* checkIssuer(facts, found, last);
    last = found;
  }
  if (!ordered) yield { code: 'chain-out-of-order', file: leaf.file, line: others[0]?.line ?? leaf.line };
  for (const other of others) {
    if (!used.has(other)) yield place('chain-unrelated', other);
  }
  if (last !== leaf && isSelfIssued(last.certificate)) yield place('chain-root-sent', last);
  if (!isSelfIssued(last.certificate)) yield* checkMissing(facts, last);
  yield* checkAsClient(facts, leaf);
}

/** What the other checks tell in words of their own. */
const TOLD: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'cert-has-expired',
  'cert-not-yet-valid',
  'cert-signature-failure',
  'invalid-ca',
  'invalid-purpose',
  'depth-zero-self-signed-cert',
  'self-signed-cert-in-chain',
  'unable-to-get-issuer-cert',
  'unable-to-get-issuer-cert-locally',
  'unable-to-verify-leaf-signature',
]);

/** What clients with sslmode=verify-ca say, if they trust the roots that lie here. */
function* checkAsClient({ cas, others, sent, at, securityLevel }: Facts, leaf: PlacedCertificate): Generator<Problem, void> {
  const roots = [...cas, ...others, ...sent.slice(1)].map(({ certificate }) => certificate).filter(isSelfIssued);
  if (roots.length === 0) return;
  const intermediates = sent.slice(1).map(({ certificate }) => certificate);
  const level = securityLevel as SecurityLevel;
  const verdict = verifyLikeOpenssl({
    leaf: leaf.certificate,
    intermediates,
    anchors: roots,
    purpose: 'serverAuth',
    at,
    securityLevel: level,
  });
  if (verdict.ok || TOLD.has(verdict.reason.code)) return;
  const culprit = sent[verdict.reason.index ?? 0] ?? leaf;
  yield { ...place('chain-refused', culprit), message: verifyErrorWords(verdict.reason.code as VerifyErrorCode).text };
}

function place(code: Problem['code'], { certificate, file, line }: PlacedCertificate): Problem {
  return { code, file, line, subject: subjectOf(certificate) };
}

/** A certificate of the chain that issued the one before it. */
function* checkIssuer({ at, days }: Facts, issuer: PlacedCertificate, issued: PlacedCertificate): Generator<Problem, void> {
  const { certificate } = issuer;
  const usage = tryExtension(certificate, keyUsageReader);
  const isCa = tryExtension(certificate, basicConstraintsReader)?.ca === true && (usage === undefined || usage.includes('keyCertSign'));
  if (!isCa && !(certificate.version === 1 && isSelfIssued(certificate))) yield place('chain-not-a-ca', issuer);
  if (isSignedBy(certificate, issued.certificate) === false) {
    yield { ...place('chain-signature-wrong', issued), issuer: subjectOf(certificate) };
  }
  // a root that is sent is not the one that counts
  if (isSelfIssued(certificate)) return;
  const end = urgency(certificate.notAfter, at, days);
  if (end === 'past') yield { ...place('chain-expired', issuer), at: certificate.notAfter };
  else if (end === 'soon') yield { ...place('chain-expires-soon', issuer), at: certificate.notAfter };
  if (certificate.notBefore > at) yield { ...place('chain-not-yet-valid', issuer), at: certificate.notBefore };
}

/** Whether the issuer of the last certificate ought to be sent too: known only where it lies somewhere here and is no root. */
function* checkMissing({ cas, others, sent }: Facts, last: PlacedCertificate): Generator<Problem, void> {
  const named = [...cas, ...others].filter(
    ({ certificate }) => !equalBytes(certificate.der, last.certificate.der) && mayHaveIssued(certificate, last.certificate),
  );
  const issuers = named.filter(({ certificate }) => isSignedBy(certificate, last.certificate) !== false);
  const [issuer] = issuers;
  if (named[0] !== undefined && issuer === undefined)
    yield { ...place('chain-signature-wrong', last), issuer: subjectOf(named[0].certificate) };
  // a leaf alone, of a CA that nobody here knows: where CAs are known at all, or it says where to fetch its issuer, there is one in between
  const name = formatName(last.certificate.issuer);
  const fetchable = tryExtension(last.certificate, authorityInfoAccessReader)?.some(({ method }) => method === ACCESS_CA_ISSUERS) === true;
  if (named.length === 0 && last === sent[0] && (cas.length > 0 || fetchable) && !/root/i.test(name)) {
    yield { ...place('chain-issuer-unknown', last), issuer: name };
  }
  if (issuer === undefined || issuers.some(({ certificate }) => isSelfIssued(certificate))) return;
  yield {
    ...place('chain-incomplete', last),
    issuer: subjectOf(issuer.certificate),
    issuerFile: issuer.file,
    issuerLine: issuer.line,
  };
}
