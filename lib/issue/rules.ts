/**
 * What a template must keep before it is signed (RFC 5280 4.1 and 4.2): no certificate leaves that no verifier would accept. These are refusals of a
 * misuse, so they are thrown; chains are judged in lib/path.
 *
 * Left out: strength of keys and algorithms, and the rules of the CA/Browser Forum, which a verifier's profile decides.
 */
import { formatInstant, type Instant } from '../asn1/time.ts';
import { equalBytes } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Extension, readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { basicConstraints, keyUsage, type KeyUsageName } from '../x509/extensions/usage.ts';
import type { Name } from '../x509/name.ts';

/** The parts of a template that rules look at; times in whole seconds. */
export interface FitInput {
  readonly subject: Name;
  readonly issuer: Certificate | 'self';
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly extensions: readonly Extension[];
  /** DER of the subject's SubjectPublicKeyInfo; absent: nothing is asked of the key. */
  readonly publicKey?: Uint8Array;
}

/**
 * Throws the first rule that the template breaks: `validity-reversed`, `validity-outside-issuer`, `issuer-not-a-ca`, `issuer-may-not-sign`,
 * `issuer-without-name`, `path-length-exceeded`, `path-length-without-ca`, `key-cert-sign-without-ca`, `duplicate-extension`, `subject-missing`,
 * `key-usage-not-of-key`.
 */
export function assertFits(template: FitInput): void {
  assertDistinct(template.extensions);
  assertSubject(template);
  assertValidity(template);
  const constraints = readExtension(template, basicConstraints);
  const ca = constraints?.ca === true;
  if (!ca && constraints?.pathLength !== undefined)
    throw new PkiError('path-length-without-ca', 'a path length limit needs CA:TRUE (RFC 5280 4.2.1.9)', { path: 'extensions' });
  if (!ca && readExtension(template, keyUsage)?.includes('keyCertSign') === true)
    throw new PkiError('key-cert-sign-without-ca', 'keyCertSign needs CA:TRUE (RFC 5280 4.2.1.9)', { path: 'extensions' });
  assertUsage(template);
  if (template.issuer !== 'self') assertIssuer(template.issuer, template.subject, ca ? { pathLength: constraints?.pathLength } : undefined);
}

const SIGNING: readonly KeyUsageName[] = ['digitalSignature', 'nonRepudiation', 'keyCertSign', 'cRLSign'];
const AGREEING: readonly KeyUsageName[] = ['keyAgreement', 'encipherOnly', 'decipherOnly'];

/** Keys that only sign are for nothing else, those that only agree neither (RFC 9881 section 5, RFC 9909 section 6, RFC 9295 section 3). */
function assertUsage({ publicKey, extensions }: FitInput): void {
  const key = publicKey === undefined ? undefined : catchMalformed(() => parsePublicKey(publicKey));
  if (key === undefined || key instanceof PkiError || !('octets' in key || /^(?:ed|x)\d/.test(key.kind))) return;
  const allowed = key.kind === 'x25519' || key.kind === 'x448' ? AGREEING : SIGNING;
  const wrong = readExtension({ extensions }, keyUsage)?.find((usage) => !allowed.includes(usage));
  if (wrong !== undefined)
    throw new PkiError(
      'key-usage-not-of-key',
      `a key of ${key.kind} is for ${allowed.join(', ')} only, not for ${wrong} (RFC 9881 5, RFC 9295 3)`,
      {
        path: 'extensions',
      },
    );
}

/** Throws `duplicate-extension` where one stands twice (RFC 5280 4.2). */
export function assertDistinct(extensions: readonly Extension[], above = ''): void {
  const seen = new Set<string>();
  for (const [index, { oid }] of extensions.entries()) {
    if (seen.has(oid))
      throw new PkiError('duplicate-extension', `the extension ${oid} stands twice`, { path: `${above}extensions/${index}` });
    seen.add(oid);
  }
}

/** RFC 5280 4.1.2.6: a CA has a name, and a leaf without one has a critical subjectAltName. */
function assertSubject(template: FitInput): void {
  if (template.subject.rdns.length > 0) return;
  const ca = readExtension(template, basicConstraints)?.ca === true;
  const alternative = template.extensions.find((extension) => extension.oid === subjectAltName.oid);
  if (ca || template.issuer === 'self' || alternative?.critical !== true)
    throw new PkiError('subject-missing', 'an empty subject is for leaves with a critical subjectAltName only (RFC 5280 4.1.2.6)', {
      path: 'subject',
    });
}

function assertValidity({ notBefore, notAfter, issuer }: FitInput): void {
  const span = (from: Instant, to: Instant): string => `${formatInstant(from)} to ${formatInstant(to)}`;
  if (notAfter < notBefore)
    throw new PkiError('validity-reversed', `the validity ${span(notBefore, notAfter)} ends before it begins`, { path: 'validity' });
  if (issuer !== 'self' && (notBefore < issuer.notBefore || notAfter > issuer.notAfter))
    throw new PkiError(
      'validity-outside-issuer',
      `the validity ${span(notBefore, notAfter)} is not within the issuer's, ${span(issuer.notBefore, issuer.notAfter)}`,
      { path: 'validity' },
    );
}

/** RFC 5280 4.2.1.3 and 4.2.1.9: the issuer may sign certificates, and a CA below it stays within its path length. */
function assertIssuer(issuer: Certificate, subject: Name, ca: { readonly pathLength: number | undefined } | undefined): void {
  if (issuer.subject.rdns.length === 0) throw new PkiError('issuer-without-name', 'the issuer has an empty subject (RFC 5280 4.1.2.4)');
  const constraints = readExtension(issuer, basicConstraints);
  if (constraints?.ca !== true) throw new PkiError('issuer-not-a-ca', 'the issuer has no basicConstraints with CA:TRUE (RFC 5280 4.2.1.9)');
  if (readExtension(issuer, keyUsage)?.includes('keyCertSign') === false)
    throw new PkiError('issuer-may-not-sign', "the issuer's keyUsage lacks keyCertSign (RFC 5280 4.2.1.3)");
  const limit = constraints.pathLength;
  // A self-issued certificate (key rollover) does not count (RFC 5280 4.2.1.9).
  if (ca === undefined || limit === undefined || equalBytes(issuer.subject.der, subject.der)) return;
  if (limit === 0) throw new PkiError('path-length-exceeded', "the issuer's path length is 0, it may not issue CAs (RFC 5280 4.2.1.9)");
  if (ca.pathLength !== undefined && ca.pathLength >= limit)
    throw new PkiError(
      'path-length-exceeded',
      `a path length of ${ca.pathLength} below an issuer whose own is ${limit}, at most ${limit - 1} fits`,
    );
}
