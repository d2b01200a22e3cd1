/**
 * What RFC 5280 section 4 and the CA/Browser Forum's Baseline Requirements (BR) demand of issuers. Section 6 could judge a path without any of it, so these
 * are asked only where the profile says so; x509-limbo holds verifiers to them.
 */
import { exactText } from '../../x509/name-attribute.ts';
import { equalBytes } from '../../base/bytes.ts';
import {
  EXTENDED_KEY_USAGE,
  INHIBIT_ANY_POLICY,
  NAME_CONSTRAINTS,
  POLICY_CONSTRAINTS,
  SUBJECT_ALT_NAME,
  BASIC_CONSTRAINTS,
} from '../../oids/extensions.ts';
import { COMMON_NAME } from '../../oids/names.ts';
import { ANY_EXTENDED_KEY_USAGE, CODE_SIGNING, EMAIL_PROTECTION, OCSP_SIGNING, SERVER_AUTH, TIME_STAMPING } from '../../oids/purposes.ts';
import type { Oid } from '../../asn1/oid.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { issuerAltNameReader, subjectAltNameReader } from '../../x509/extensions/alternative-names.ts';
import { freshestCRLReader } from '../../x509/extensions/distribution-points.ts';
import { authorityInfoAccessReader, subjectInfoAccessReader } from '../../x509/extensions/information-access.ts';
import type { ExtensionReader } from '../../x509/extension.ts';
import { authorityKeyIdentifierReader, subjectKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { nameConstraintsReader } from '../../x509/extensions/name-constraints.ts';
import { basicConstraintsReader, extendedKeyUsageReader, keyUsageReader } from '../../x509/extensions/usage.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import type { DutyCode } from '../codes.ts';
import { refuse } from '../codes.ts';
import { readConstraintBase } from '../constraints/match.ts';
import { endsInNumber, isDnsName } from '../dns-name.ts';
import { formatIpAddress, parseIpAddress } from '../ip-address.ts';
import { isSelfIssued, type PoolEntry, readOf, remember } from '../pool.ts';
import { newest, type Rule } from '../rule.ts';
import { checkForm } from './extensions.ts';

/** Extensions that no rule reads; well formed they have to be all the same. */
const UNREAD: readonly ExtensionReader<unknown>[] = [
  issuerAltNameReader,
  freshestCRLReader,
  authorityInfoAccessReader,
  subjectInfoAccessReader,
];

interface Subject {
  readonly entry: PoolEntry;
  readonly certificate: Certificate;
  readonly leaf: boolean;
  readonly ca: boolean;
  /** An anchor that is its own issuer. */
  readonly root: boolean;
  readonly names: readonly GeneralName[];
}

/** A duty, where it stands, and whether it was neglected. */
type Duty = readonly [duty: DutyCode, rfc: string, neglected: (subject: Subject) => boolean];

const DUTIES: readonly Duty[] = [
  ['version-3', 'BR 7.1.1', ({ certificate }) => certificate.version !== 3],
  ['positive-serial-number', 'RFC 5280 4.1.2.2', ({ certificate }) => (certificate.serialNumber[0] ?? 0) >= 0x80],
  ['no-unique-ids', 'RFC 5280 4.1.2.8', ({ certificate }) => (certificate.issuerUniqueId ?? certificate.subjectUniqueId) !== undefined],
  ['utc-time-before-2050', 'RFC 5280 4.1.2.5', hasEarlyGeneralizedTime],
  ['critical-basic-constraints', 'RFC 5280 4.2.1.9', ({ ca, certificate }) => ca && isCritical(certificate, BASIC_CONSTRAINTS) === false],
  ['critical-policy-constraints', 'RFC 5280 4.2.1.11', ({ certificate }) => isCritical(certificate, POLICY_CONSTRAINTS) === false],
  ['critical-inhibit-any-policy', 'RFC 5280 4.2.1.14', ({ certificate }) => isCritical(certificate, INHIBIT_ANY_POLICY) === false],
  ['name-constraints-for-cas', 'RFC 5280 4.2.1.10', ({ entry, ca }) => !ca && readOf(entry, nameConstraintsReader) !== undefined],
  ['readable-name-constraints', 'RFC 5280 4.2.1.10', hasUnreadableConstraint],
  ['key-usage-bits', 'RFC 5280 4.2.1.3', ({ entry }) => readOf(entry, keyUsageReader)?.length === 0],
  ['leaf-without-ca', 'BR 7.1.2.7.8', ({ leaf, ca }) => leaf && ca],
  ['subject-key-identifier', 'RFC 5280 4.2.1.2', ({ entry, ca }) => ca && readOf(entry, subjectKeyIdentifierReader) === undefined],
  ['authority-key-identifier', 'RFC 5280 4.2.1.1', lacksAuthorityKeyIdentifier],
  ['root-key-identifier', 'BR 7.1.2.1.3', hasOddRootKeyIdentifier],
  ['purposes-not-critical', 'BR 7.1.2.7.6', ({ certificate }) => isCritical(certificate, EXTENDED_KEY_USAGE) === true],
  ['server-purposes', 'BR 7.1.2.7.10', hasForeignPurpose],
  ['root-without-purposes', 'BR 7.1.2.1.2', ({ root, certificate }) => root && isCritical(certificate, EXTENDED_KEY_USAGE) !== undefined],
  ['subject-alt-name', 'BR 7.1.2.7.12', ({ leaf, names }) => leaf && names.length === 0],
  ['critical-alt-name', 'RFC 5280 4.2.1.6', hasOddCriticality],
  ['dns-names', 'RFC 5280 4.2.1.6', ({ names }) => names.some((name) => name.kind === 'dNSName' && !isProperDnsName(name.value))],
  ['common-name-in-alt-name', 'BR 7.1.4.3', hasStrayCommonName],
];

/** Issuers have done their duty, where the profile asks for that. */
export const issuerDutiesRule: Rule = {
  id: 'issuer-duties',
  rfc: 'RFC 5280 4',
  handles: [],
  about: 'certificate',
  check(path) {
    const { entry, index } = newest(path);
    const { certificate } = entry;
    if (certificate === undefined) return [];
    const ca = readOf(entry, basicConstraintsReader)?.ca === true;
    const subject = {
      entry,
      certificate,
      leaf: index === 0,
      ca,
      root: index > 0 && path.anchored && isSelfIssued(entry),
      names: readOf(entry, subjectAltNameReader) ?? [],
    };
    const faults = DUTIES.flatMap(([duty, rfc, neglected]) =>
      neglected(subject) ? [refuse('issuer-duty-neglected', index, rfc, { duty })] : [],
    );
    return [...faults, ...UNREAD.flatMap((type) => checkForm(entry, type, index))];
  },
};

/** A rule of one duty about one certificate, for profiles that do not ask for all. */
function dutyRule(duty: DutyCode, neglected: (entry: PoolEntry, certificate: Certificate) => boolean): Rule {
  return {
    id: duty,
    rfc: 'RFC 5280 4.2.1.10',
    handles: [],
    about: 'certificate',
    check(path) {
      const { entry, index } = newest(path);
      if (entry.certificate === undefined || !neglected(entry, entry.certificate)) return [];
      return [refuse('issuer-duty-neglected', index, this.rfc, { duty })];
    },
  };
}

/** The bases of nameConstraints can be read: of others nobody knows what they were meant to forbid. Go and BoringSSL refuse such a CA as well. */
export const readableConstraintsRule: Rule = /* @__PURE__ */ dutyRule('readable-name-constraints', hasMalformedBase);

/**
 * nameConstraints are critical. RFC 5280 4.2.1.10 asks that of CAs without an exception, so that a verifier that does not know the extension refuses; its section
 * 6 asks nothing of the kind of a verifier that does, and the Baseline Requirements (7.1.2.5.2) let it be.
 */
export const criticalConstraintsRule: Rule = /* @__PURE__ */ dutyRule(
  'critical-name-constraints',
  (_entry, certificate) => isCritical(certificate, NAME_CONSTRAINTS) === false,
);

/** Criticality of an extension, undefined where it is absent. */
function isCritical({ extensions }: Certificate, oid: Oid): boolean | undefined {
  return extensions.find((extension) => extension.oid === oid)?.critical;
}

/** 2050-01-01T00:00:00Z: from then on dates are GeneralizedTime. */
const YEAR_2050 = 2_524_608_000_000;

function hasEarlyGeneralizedTime({ certificate }: Subject): boolean {
  const { notBefore, notBeforeForm, notAfter, notAfterForm } = certificate;
  return (notBeforeForm === 'generalized' && notBefore < YEAR_2050) || (notAfterForm === 'generalized' && notAfter < YEAR_2050);
}

function basesOf(entry: PoolEntry): readonly GeneralName[] {
  const { permitted = [], excluded = [] } = readOf(entry, nameConstraintsReader) ?? {};
  return [...permitted, ...excluded].map(({ base }) => base);
}

function hasMalformedBase(entry: PoolEntry): boolean {
  return remember(entry, 'malformed base', () => basesOf(entry).some((base) => readConstraintBase(base).kind === 'malformed'));
}

/** A base that cannot be read, or a DNS base with a leading period, which RFC 5280 does not know. */
function hasUnreadableConstraint({ entry }: Subject): boolean {
  return hasMalformedBase(entry) || basesOf(entry).some((base) => base.kind === 'dNSName' && base.value.startsWith('.'));
}

/** The identifier is demanded of all but roots. */
function lacksAuthorityKeyIdentifier({ entry, root }: Subject): boolean {
  return !root && readOf(entry, authorityKeyIdentifierReader)?.keyIdentifier === undefined;
}

/**
 * What a server's certificate may not be good for besides (BR 7.1.2.7.10, where these are MUST NOT): everything, code, mail, time stamps, OCSP responses, and
 * precertificates (RFC 6962 3.1).
 */
const FOREIGN_PURPOSES: readonly string[] = [
  ANY_EXTENDED_KEY_USAGE,
  CODE_SIGNING,
  EMAIL_PROTECTION,
  TIME_STAMPING,
  OCSP_SIGNING,
  '1.3.6.1.4.1.11129.2.4.4',
];

function hasForeignPurpose({ entry, leaf }: Subject): boolean {
  const found = leaf ? (readOf(entry, extendedKeyUsageReader) ?? []) : [];
  return found.includes(SERVER_AUTH) && found.some((purpose) => FOREIGN_PURPOSES.includes(purpose));
}

/** A root's authorityKeyIdentifier, where it has one, is its subjectKeyIdentifier and nothing else. */
function hasOddRootKeyIdentifier(subject: Subject): boolean {
  const found = subject.root ? readOf(subject.entry, authorityKeyIdentifierReader) : undefined;
  if (found === undefined) return false;
  const own = readOf(subject.entry, subjectKeyIdentifierReader);
  const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = found;
  if (authorityCertIssuer !== undefined || authorityCertSerialNumber !== undefined) return true;
  return keyIdentifier === undefined || (own !== undefined && !equalBytes(keyIdentifier, own));
}

/** Critical with an empty subject, and only then. */
function hasOddCriticality(subject: Subject): boolean {
  const critical = isCritical(subject.certificate, SUBJECT_ALT_NAME);
  return subject.leaf && critical !== undefined && critical !== (subject.certificate.subject.rdns.length === 0);
}

/** Letters, digits and hyphens; a wildcard as the whole left-most label; no address in disguise. */
function isProperDnsName(name: string): boolean {
  const host = (name.startsWith('*.') ? name.slice(2) : name).toLowerCase();
  return isDnsName(host) && !host.includes('_') && parseIpAddress(host) === undefined;
}

/**
 * A common name that is an address is the copy, character for character, of one in subjectAltName; so is a host name where subjectAltName has DNS names. A domain
 * above one of these names, which BR 7.1.4.3 would not have and x509-limbo takes, and a common name that is neither, are let be. There is one at most
 * (BR 7.1.4.1): ten thousand of them would each be compared with all names.
 */
function hasStrayCommonName({ leaf, certificate, names }: Subject): boolean {
  if (!leaf) return false;
  const [common, second] = certificate.subject.rdns.flat().filter(({ type }) => type === COMMON_NAME);
  if (common === undefined || second !== undefined) return second !== undefined;
  const text = exactText(common) ?? '';
  if (looksLikeAddress(text)) return !names.some((name) => name.kind === 'iPAddress' && formatIpAddress(name.value) === text);
  const hosts = names.flatMap((name) => (name.kind === 'dNSName' ? [name.value] : []));
  return looksLikeHost(text) && hosts.length > 0 && !hosts.some((host) => host === text || host.endsWith(`.${text}`));
}

function looksLikeAddress(text: string): boolean {
  return /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(text) || endsInNumber(text);
}

/** Labels with dots between them, in whatever script. */
function looksLikeHost(text: string): boolean {
  return text.includes('.') && !/[\s@/]/.test(text) && text.split('.').every((label) => label !== '');
}
