/**
 * What a template must keep before it is signed (RFC 5280 4.1 and 4.2): no certificate leaves that no verifier would accept. These are refusals of a
 * misuse, so they are thrown; chains are judged in lib/path.
 *
 * Left out: strength of keys and algorithms, and the rules of the CA/Browser Forum, which a verifier's profile decides.
 */
import { formatInstant, type Instant } from '../asn1/time.ts';
import { equalBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Extension, readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { basicConstraints, keyUsage } from '../x509/extensions/usage.ts';
import type { Name } from '../x509/name.ts';

/** The parts of a template that rules look at; times in whole seconds. */
export interface FitInput {
  readonly subject: Name;
  readonly issuer: Certificate | 'self';
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly extensions: readonly Extension[];
}

/**
 * Throws the first rule that the template breaks: `validity-reversed`, `validity-outside-issuer`, `issuer-not-a-ca`, `issuer-may-not-sign`,
 * `issuer-without-name`, `path-length-exceeded`, `path-length-without-ca`, `key-cert-sign-without-ca`, `duplicate-extension`, `subject-missing`.
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
  if (template.issuer !== 'self') assertIssuer(template.issuer, template.subject, ca ? { pathLength: constraints?.pathLength } : undefined);
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
