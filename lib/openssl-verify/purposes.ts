/**
 * What a certificate is good for (v3_purp.c: X509_check_purpose, check_ca), and that of every certificate of a chain with its place in it (x509_vfy.c:
 * check_extensions).
 */
import type { Oid } from '../asn1/oid.ts';
import type { NetscapeCertTypeName } from '../x509/extensions/further.ts';
import type { KeyUsageName } from '../x509/extensions/usage.ts';
import type { Facts } from './facts.ts';
import type { TrustUse } from './trust.ts';
import type { OpensslVersion, PurposeName } from './types.ts';

/** Says 0 for no, 1 for yes, and more for a yes that OpenSSL warns about. */
type Check = (facts: Facts, ca: boolean) => number;

const SERVER: readonly string[] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.4.1.311.10.3.3', '2.16.840.1.113730.4.1'];
const CLIENT: readonly string[] = ['1.3.6.1.5.5.7.3.2'];
const MAIL: readonly string[] = ['1.3.6.1.5.5.7.3.4'];
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Purposes OpenSSL knows; others in extendedKeyUsage are as if they were not there. */
const KNOWN: readonly string[] = [
  ...SERVER,
  ...CLIENT,
  ...MAIL,
  TIME_STAMPING,
  '1.3.6.1.5.5.7.3.3',
  '1.3.6.1.5.5.7.3.9',
  '1.3.6.1.5.5.7.3.10',
  '2.5.29.37.0',
];

const PURPOSES: Readonly<Record<PurposeName, readonly [title: string, check: Check, trust: string]>> = {
  sslclient: ['SSL client', sslClient, '1.3.6.1.5.5.7.3.2'],
  sslserver: ['SSL server', sslServer, '1.3.6.1.5.5.7.3.1'],
  nssslserver: [
    'Netscape SSL server',
    (facts, ca) => (sslServer(facts, ca) === 0 || ca ? sslServer(facts, ca) : yes(allows(facts, 'keyEncipherment'))),
    '1.3.6.1.5.5.7.3.1',
  ],
  smimesign: ['S/MIME signing', (facts, ca) => mail(facts, ca, 'digitalSignature', 'nonRepudiation'), '1.3.6.1.5.5.7.3.4'],
  smimeencrypt: ['S/MIME encryption', (facts, ca) => mail(facts, ca, 'keyEncipherment'), '1.3.6.1.5.5.7.3.4'],
  crlsign: ['CRL signing', (facts, ca) => (ca ? authority(facts) : yes(allows(facts, 'cRLSign'))), 'compat'],
  any: ['Any Purpose', () => 1, ''],
  ocsphelper: ['OCSP helper', (facts, ca) => (ca ? authority(facts) : 1), 'compat'],
  timestampsign: ['Time Stamp signing', (facts, ca) => (ca ? authority(facts) : yes(stampsTime(facts))), TIME_STAMPING],
};

/** The purposes in OpenSSL's order, with their titles. */
export function purposeTitles(): readonly (readonly [name: PurposeName, title: string])[] {
  return Object.entries(PURPOSES).map(([name, [title]]) => [name as PurposeName, title] as const);
}

/** True for the name of a purpose. */
export function isPurposeName(text: string): text is PurposeName {
  return Object.hasOwn(PURPOSES, text);
}

/** The use that a purpose asks trust for. */
export function trustUseOf(purpose: PurposeName | undefined): TrustUse {
  const use = purpose === undefined ? '' : PURPOSES[purpose][2];
  return use === '' ? undefined : (use as Oid | 'compat');
}

/** Whether a certificate suits a purpose, as a leaf or as a CA: 0 no, 1 yes, more for a yes with a warning, -1 where its extensions are malformed (X509_check_purpose). */
export function suitability(facts: Facts, purpose: PurposeName, ca: boolean): number {
  return facts.invalid ? -1 : PURPOSES[purpose][1](facts, ca);
}

/**
 * Whether it is a CA (X509_check_ca): 0 no, 1 yes, 3 a root of version 1, 4 where keyUsage alone says so, 5 where the Netscape type does. Malformed extensions make it
 * none, but to 1.1.1.
 */
export function authorityKind(facts: Facts, openssl: OpensslVersion): number {
  return facts.invalid && openssl === '3.0' ? 0 : authority(facts);
}

function yes(holds: boolean): number {
  return holds ? 1 : 0;
}

/** keyUsage is absent or has one of these. */
function allows({ keyUsage }: Facts, ...wanted: readonly KeyUsageName[]): boolean {
  return keyUsage === undefined || wanted.some((usage) => keyUsage.includes(usage));
}

/** extendedKeyUsage is absent or has one of these. */
function serves({ extendedKeyUsage }: Facts, wanted: readonly string[]): boolean {
  return extendedKeyUsage === undefined || wanted.some((purpose) => extendedKeyUsage.includes(purpose as Oid));
}

/** The Netscape type is absent or has one of these. */
function isOfType({ netscapeCertType }: Facts, type: NetscapeCertTypeName): boolean {
  return netscapeCertType === undefined || netscapeCertType.includes(type);
}

function authority(facts: Facts): number {
  const { certificate, basicConstraints, keyUsage, netscapeCertType, selfSigned } = facts;
  if (!allows(facts, 'keyCertSign')) return 0;
  if (basicConstraints !== undefined) return yes(basicConstraints.ca);
  if (certificate.version === 1 && selfSigned) return 3;
  if (keyUsage !== undefined) return 4;
  return netscapeCertType?.some((type) => CA_TYPES.includes(type)) === true ? 5 : 0;
}

const CA_TYPES: readonly NetscapeCertTypeName[] = ['sslCA', 'smimeCA', 'objectSigningCA'];

/** As `authority`, where a Netscape type alone must be this one. */
function authorityOf(facts: Facts, type: NetscapeCertTypeName): number {
  const said = authority(facts);
  return said === 5 && facts.netscapeCertType?.includes(type) === false ? 0 : said;
}

/** The same without its warnings, which OpenSSL forgets for TLS. */
function sslAuthority(facts: Facts): number {
  return yes(authorityOf(facts, 'sslCA') !== 0);
}

function sslClient(facts: Facts, ca: boolean): number {
  if (!serves(facts, CLIENT)) return 0;
  if (ca) return sslAuthority(facts);
  return yes(allows(facts, 'digitalSignature', 'keyAgreement') && isOfType(facts, 'sslClient'));
}

function sslServer(facts: Facts, ca: boolean): number {
  if (!serves(facts, SERVER)) return 0;
  if (ca) return sslAuthority(facts);
  return yes(allows(facts, 'digitalSignature', 'keyEncipherment', 'keyAgreement') && isOfType(facts, 'sslServer'));
}

function mail(facts: Facts, ca: boolean, ...usages: readonly KeyUsageName[]): number {
  if (!serves(facts, MAIL)) return 0;
  if (ca) return authorityOf(facts, 'smimeCA');
  if (!allows(facts, ...usages)) return 0;
  if (isOfType(facts, 'smime')) return 1;
  // some old certificates for mail say that they are for clients
  return isOfType(facts, 'sslClient') ? 2 : 0;
}

function stampsTime({ keyUsage, extendedKeyUsage, extendedKeyUsageCritical }: Facts): boolean {
  const signs = (usage: KeyUsageName): boolean => usage === 'digitalSignature' || usage === 'nonRepudiation';
  if (keyUsage !== undefined && !(keyUsage.length > 0 && keyUsage.every(signs))) return false;
  const known = extendedKeyUsage?.filter((purpose) => KNOWN.includes(purpose)) ?? [];
  return known.length > 0 && known.every((purpose) => purpose === TIME_STAMPING) && extendedKeyUsageCritical;
}
