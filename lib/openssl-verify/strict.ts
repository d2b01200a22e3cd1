/**
 * What X509_V_FLAG_X509_STRICT asks of every certificate of a chain of several (x509_vfy.c: check_extensions): RFC 5280's duties of issuers. TLS does not set the flag;
 * 1.1.1 had none of these checks.
 */
import { BASIC_CONSTRAINTS, SUBJECT_ALT_NAME } from '../oids/extensions.ts';
import { sameAlgorithm } from './algorithms.ts';
import type { Candidate, VerifyContext } from './context.ts';
import type { VerifyErrorCode } from './errors.ts';
import { type Facts, isSupportedExtension } from './facts.ts';

/** Reports every duty that the certificate at `depth` neglects. */
export function checkDuties(context: VerifyContext, depth: number): boolean {
  const { facts } = context.chain[depth] as Candidate;
  const below = depth + 1 < context.chain.length;
  const duties = [...constraintDuties(facts), ...nameDuties(facts), ...identifierDuties(facts, below)];
  return duties.every(([neglected, code]) => !neglected || context.goOn({ code, depth }));
}

type Duty = readonly [neglected: boolean, code: VerifyErrorCode];

/** RFC 5280 4.2.1.9 and 4.2.1.3. */
function constraintDuties(facts: Facts): Duty[] {
  const { basicConstraints, keyUsage } = facts;
  const ca = basicConstraints?.ca === true;
  const signs = keyUsage?.includes('keyCertSign') === true;
  const limited = basicConstraints?.pathLength !== undefined;
  return [
    [limited && !ca, 'pathlen-invalid-for-non-ca'],
    [limited && !signs, 'pathlen-without-ku-key-cert-sign'],
    [ca && !isCritical(facts, BASIC_CONSTRAINTS), 'ca-bcons-not-critical'],
    [ca && keyUsage === undefined, 'ca-cert-missing-key-usage'],
    [!ca && signs, 'ku-key-cert-sign-invalid-for-non-ca'],
  ];
}

/** RFC 5280 4.1.2.4, 4.1.2.6, 4.2.1.6 and 4.1.1.2. */
function nameDuties(facts: Facts): Duty[] {
  const { certificate, basicConstraints, keyUsage, subjectAltName } = facts;
  const nameless = certificate.subject.rdns.length === 0;
  const needsName = basicConstraints?.ca === true || keyUsage?.includes('cRLSign') === true || subjectAltName === undefined;
  return [
    [certificate.issuer.rdns.length === 0, 'issuer-name-empty'],
    [nameless && needsName, 'subject-name-empty'],
    [nameless && subjectAltName !== undefined && !isCritical(facts, SUBJECT_ALT_NAME), 'empty-subject-san-not-critical'],
    [subjectAltName?.length === 0, 'empty-subject-alt-name'],
    [!sameAlgorithm(certificate.signatureAlgorithm, certificate.tbsSignatureAlgorithm), 'signature-algorithm-inconsistency'],
  ];
}

/** RFC 5280 4.2.1.1, 4.2.1.2 and 4.1.2.9. */
function identifierDuties({ certificate, authorityKeyIdentifier, subjectKeyIdentifier, basicConstraints }: Facts, below: boolean): Duty[] {
  if (certificate.version < 3) return [[certificate.extensions.length > 0, 'extensions-require-version-3']];
  return [
    [below && authorityKeyIdentifier?.keyIdentifier === undefined, 'missing-authority-key-identifier'],
    [basicConstraints?.ca === true && subjectKeyIdentifier === undefined, 'missing-subject-key-identifier'],
  ];
}

/** OpenSSL stops looking at an unknown critical extension: what stands behind it does not count as critical. */
function isCritical({ certificate: { extensions } }: Facts, oid: string): boolean {
  const unknown = extensions.findIndex((extension) => extension.critical && !isSupportedExtension(extension.oid));
  return extensions.slice(0, unknown < 0 ? undefined : unknown).some((extension) => extension.oid === oid && extension.critical);
}
