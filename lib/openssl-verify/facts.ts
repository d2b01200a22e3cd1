/**
 * What OpenSSL notes of a certificate before it judges (v3_purp.c: ossl_x509v3_cache_extensions).
 *
 * Of the resources of RFC 3779 only that they decode is asked (resources.ts): a leaf that has any is refused at the end.
 */
import type { Oid } from '../asn1/oid.ts';
import { DerReader } from '../asn1/reader.ts';
import { contextConstructed } from '../asn1/tags.ts';
import { decodeTime, type Instant } from '../asn1/time.ts';
import { equalBytes, fromLatin1 } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import { given } from '../base/given.ts';
import { EXTENDED_KEY_USAGE, ISSUER_ALT_NAME, SUBJECT_ALT_NAME } from '../oids/extensions.ts';
import type { Certificate } from '../x509/certificate.ts';
import { cRLDistributionPointsReader, type DistributionPoint } from '../x509/extensions/distribution-points.ts';
import type { NetscapeCertTypeName } from '../x509/extensions/further.ts';
import {
  type AuthorityKeyIdentifier,
  authorityKeyIdentifierReader,
  subjectKeyIdentifierReader,
} from '../x509/extensions/key-identifiers.ts';
import type { NameConstraints } from '../x509/extensions/name-constraints.ts';
import type { KeyUsageName } from '../x509/extensions/usage.ts';
import type { GeneralName } from '../x509/general-name.ts';
import type { Name } from '../x509/name.ts';
import { canonicalName } from '../x509/name-hash.ts';
import { signatureFactsOf, takesKey } from './algorithms.ts';
import {
  looseBasicConstraints,
  looseCertType,
  looseExtendedKeyUsage,
  looseKeyUsage,
  looseNameConstraints,
  looseProxyInfo,
  looseSubjectAltName,
  readOne,
  type ReadResult,
} from './extension-readers.ts';
import { assertGeneralNames, assertPoint } from './general-names.ts';
import { type KeyFacts, keyFactsOf } from './keys.ts';
import { RESOURCES } from './resources.ts';
import type { OpensslVersion } from './types.ts';

/** A certificate as the checks see it. What is absent was absent; what did not decode makes the certificate `invalid`. */
export interface Facts {
  readonly certificate: Certificate;
  /** An extension that OpenSSL reads at once does not decode or is there twice (EXFLAG_INVALID). */
  readonly invalid: boolean;
  /** OpenSSL's canonical form of the names, as texts to compare. */
  readonly subjectName: string;
  readonly issuerName: string;
  /** Subject and issuer are the same name (EXFLAG_SI). */
  readonly selfIssued: boolean;
  /** Self-issued, and neither the authority key identifier nor the kind of key contradicts (EXFLAG_SS). */
  readonly selfSigned: boolean;
  /** RFC 3820 proxy certificate (EXFLAG_PROXY). */
  readonly proxy: boolean;
  readonly proxyPathLength?: number;
  /** A critical extension that is not supported (EXFLAG_CRITICAL). */
  readonly unknownCritical: boolean;
  /** It has resources of RFC 3779. */
  readonly resources: boolean;
  /** Undefined where the time is not of the form that RFC 5280 wants. */
  readonly notBefore: Instant | undefined;
  readonly notAfter: Instant | undefined;
  /** Undefined where OpenSSL loads no key. */
  readonly key: KeyFacts | undefined;
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number };
  readonly keyUsage?: readonly KeyUsageName[];
  readonly extendedKeyUsage?: readonly Oid[];
  readonly extendedKeyUsageCritical: boolean;
  readonly netscapeCertType?: readonly NetscapeCertTypeName[];
  readonly subjectKeyIdentifier?: Uint8Array;
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier;
  readonly subjectAltName?: readonly GeneralName[];
  readonly nameConstraints?: NameConstraints;
  readonly crlDistributionPoints?: readonly DistributionPoint[];
}

/** Reads what the checks ask of a certificate. Never throws. */
export function factsOf(certificate: Certificate, openssl: OpensslVersion = '3.0'): Facts {
  let invalid = false;
  const take = <T>(result: ReadResult<T>): T | undefined => {
    if (result === 'bad') invalid = true;
    return typeof result === 'string' ? undefined : result.value;
  };
  const basic = take(readOne(certificate, looseBasicConstraints));
  const proxy = take(readOne(certificate, looseProxyInfo));
  const usage = take(readOne(certificate, looseKeyUsage));
  const extendedKeyUsage = take(readOne(certificate, looseExtendedKeyUsage));
  const netscapeCertType = take(readOne(certificate, looseCertType))?.names;
  const subjectKeyIdentifier = take(readOne(certificate, subjectKeyIdentifierReader));
  const authorityKeyIdentifier = take(readOne(certificate, authorityKeyIdentifierReader));
  const subjectAltName = take(readOne(certificate, looseSubjectAltName));
  const nameConstraints = take(readOne(certificate, looseNameConstraints));
  const crlDistributionPoints = take(readOne(certificate, cRLDistributionPointsReader));
  const resources = RESOURCES.map((form) => take(readOne(certificate, form)));
  const names = catchMalformed(() => {
    assertGeneralNames(subjectAltName);
    assertGeneralNames(authorityKeyIdentifier?.authorityCertIssuer);
    for (const { base } of [...(nameConstraints?.permitted ?? []), ...(nameConstraints?.excluded ?? [])]) assertGeneralNames([base]);
    crlDistributionPoints?.forEach(assertPoint);
  });
  if (names instanceof PkiError) invalid = true;
  const alternative = certificate.extensions.some(({ oid }) => oid === SUBJECT_ALT_NAME || oid === ISSUER_ALT_NAME);
  if (proxy !== undefined && (basic?.ca === true || alternative)) invalid = true;
  const badLength = (basic?.pathLength ?? 0) < 0 || (openssl === '1.1.1' && basic?.ca === false && basic.pathLength !== undefined);
  if (badLength) invalid = true;
  if (openssl === '3.0') {
    if (usage?.any === false) invalid = true;
    // what a point without a name and without an issuer means, nobody knows
    if (crlDistributionPoints?.some(({ name, crlIssuer }) => name === undefined && crlIssuer === undefined) === true) invalid = true;
  }
  const { notBefore, notAfter } = validityOf(certificate);
  const [subjectName, issuerName] = [nameText(certificate.subject), nameText(certificate.issuer)];
  // most trusted certificates are never looked at but for their name, and a point is dear to check
  let loaded: { readonly key: KeyFacts | undefined } | undefined;
  let signed: boolean | undefined;
  const facts: Facts = {
    certificate,
    invalid,
    subjectName,
    issuerName,
    selfIssued: subjectName === issuerName,
    proxy: proxy !== undefined,
    unknownCritical: certificate.extensions.some(({ oid, critical }) => critical && !isSupportedExtension(oid)),
    resources: resources.includes(true),
    notBefore,
    notAfter,
    get key() {
      loaded ??= { key: keyFactsOf(certificate.publicKey, openssl) };
      return loaded.key;
    },
    get selfSigned() {
      signed ??= facts.selfIssued && signsItself(facts, openssl);
      return signed;
    },
    extendedKeyUsageCritical: certificate.extensions.some(({ oid, critical }) => oid === EXTENDED_KEY_USAGE && critical),
    ...given({
      proxyPathLength: proxy?.pathLength,
      // 1.1.1 goes on with a path of no length
      basicConstraints: basic === undefined || !badLength ? basic : openssl === '3.0' ? { ca: basic.ca } : { ca: basic.ca, pathLength: 0 },
      keyUsage: usage?.names,
      extendedKeyUsage,
      netscapeCertType,
      subjectKeyIdentifier,
      authorityKeyIdentifier,
      subjectAltName,
      nameConstraints,
      crlDistributionPoints,
    }),
  };
  return facts;
}

function signsItself(facts: Facts, openssl: OpensslVersion): boolean {
  if (!fitsAuthority(facts, facts.authorityKeyIdentifier)) return false;
  if (openssl === '3.0') return takesKey(signatureFactsOf(facts.certificate.tbsSignatureAlgorithm, openssl), facts.key);
  return facts.keyUsage?.includes('keyCertSign') !== false;
}

/** Whether an authority key identifier fits an issuer, as far as both say something (X509_check_akid). */
export function fitsAuthority(
  { certificate, subjectKeyIdentifier, issuerName }: Pick<Facts, 'certificate' | 'subjectKeyIdentifier' | 'issuerName'>,
  authority: AuthorityKeyIdentifier | undefined,
): boolean {
  if (authority === undefined) return true;
  const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = authority;
  if (keyIdentifier !== undefined && subjectKeyIdentifier !== undefined && !equalBytes(keyIdentifier, subjectKeyIdentifier)) return false;
  if (authorityCertSerialNumber !== undefined && !equalBytes(authorityCertSerialNumber, certificate.serialNumber)) return false;
  const named = authorityCertIssuer?.find((name) => name.kind === 'directoryName');
  return named === undefined || nameText(named.name) === issuerName;
}

/** A text that two names share exactly where X509_NAME_cmp finds them equal. OpenSSL does not load a name whose strings do not decode: it equals its own octets. */
export function nameText(name: Name): string {
  const canonical = catchMalformed(() => canonicalName(name));
  return canonical instanceof PkiError ? `!${fromLatin1(name.der)}` : fromLatin1(canonical);
}

/** Extensions that may be critical (X509_supported_extension). */
const SUPPORTED: ReadonlySet<string> = /* @__PURE__ */ new Set([
  '2.16.840.1.113730.1.1',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.32',
  '2.5.29.31',
  '2.5.29.37',
  '1.3.6.1.5.5.7.1.7',
  '1.3.6.1.5.5.7.1.8',
  '1.3.6.1.5.5.7.48.1.5',
  '2.5.29.36',
  '1.3.6.1.5.5.7.1.14',
  '2.5.29.30',
  '2.5.29.33',
  '2.5.29.54',
]);

/** Whether an extension may be critical. */
export function isSupportedExtension(oid: Oid): boolean {
  return SUPPORTED.has(oid);
}

/** The dates, read anew from their octets: X509_cmp_time takes the forms of RFC 5280 and no other, whatever the reading let pass. */
function validityOf({ tbs }: Certificate): Pick<Facts, 'notBefore' | 'notAfter'> {
  const read = catchMalformed(() => {
    const reader = new DerReader(tbs, { deviations: [] }).sequence('', (inner) => {
      if (inner.peek() === contextConstructed(0)) inner.any('version');
      inner.integer('serialNumber');
      inner.any('signature');
      inner.any('issuer');
      const dates = inner.sequence('validity', (validity) => [validity.any('notBefore'), validity.any('notAfter')] as const);
      while (!inner.done) inner.any('');
      return dates;
    });
    const [notBefore, notAfter] = reader.map(({ tag, content }) => (tag === 0x17 || tag === 0x18 ? decodeTime(tag, content) : undefined));
    return { notBefore, notAfter };
  });
  return read instanceof PkiError ? { notBefore: undefined, notAfter: undefined } : read;
}
