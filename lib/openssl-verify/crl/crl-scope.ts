/**
 * Whether a CRL covers a certificate (x509_vfy.c: crl_crldp_check, idp_check_dp, crldp_check_crlissuer; RFC 5280 6.3.3 (b)), as OpenSSL has it: the first
 * distribution point that fits decides on the reasons, and a certificate without one fits no CRL that names a point.
 */
import type { DistributionPoint, DistributionPointName } from '../../x509/extensions/distribution-points.ts';
import { makeName, type Name } from '../../x509/name.ts';
import { ALL_REASONS, type CrlFacts, type ReasonBits, reasonBits } from './crl-facts.ts';
import { hasDirectoryName, sameGeneralName } from './crl-names.ts';
import { type Facts, nameText } from '../facts.ts';

/** The reasons for which the CRL covers the certificate; undefined where it does not. */
export function coveredReasons(facts: Facts, { crl, issuerName, scope }: CrlFacts): ReasonBits | undefined {
  const ownIssuer = facts.issuerName === issuerName;
  if (scope?.onlyAttribute === true) return undefined;
  if (facts.basicConstraints?.ca === true ? scope?.onlyUser : scope?.onlyCa) return undefined;
  const reasons = scope?.reasons ?? ALL_REASONS;
  for (const point of facts.crlDistributionPoints ?? []) {
    const issuerFits = point.crlIssuer === undefined ? ownIssuer : hasDirectoryName(point.crlIssuer, issuerName);
    if (issuerFits && (scope === undefined || isSamePoint(pointName(point, facts.certificate.issuer), fullName(scope.name, crl.issuer))))
      return reasons & (point.reasons === undefined ? ALL_REASONS : reasonBits(point.reasons));
  }
  return scope?.name === undefined && ownIssuer ? reasons : undefined;
}

/** General names, or one name made of an issuer's and the fragment behind it. */
type PointName = Extract<DistributionPointName, { kind: 'fullName' }> | { readonly kind: 'name'; readonly text: string } | undefined;

function pointName({ name, crlIssuer = [] }: DistributionPoint, issuer: Name): PointName {
  const directory = crlIssuer.find((candidate) => candidate.kind === 'directoryName');
  return fullName(name, directory?.kind === 'directoryName' ? directory.name : issuer);
}

/** DIST_POINT_set_dpname: each attribute of the fragment becomes an RDN by itself. */
function fullName(point: DistributionPointName | undefined, issuer: Name): PointName {
  if (point?.kind !== 'relativeName') return point;
  return { kind: 'name', text: nameText(makeName([...issuer.rdns, ...point.rdn.map((attribute) => [attribute])])) };
}

function isSamePoint(a: PointName, b: PointName): boolean {
  if (a === undefined || b === undefined) return true;
  if (a.kind === 'name') return b.kind === 'name' ? a.text === b.text : hasDirectoryName(b.names, a.text);
  if (b.kind === 'name') return hasDirectoryName(a.names, b.text);
  return a.names.some((name) => b.names.some((other) => sameGeneralName(name, other)));
}
