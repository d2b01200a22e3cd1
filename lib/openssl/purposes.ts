/** The purposes of OpenSSL (X509_PURPOSE): what `x509 -purpose` says of a certificate as a leaf and as a CA. */
import type { Oid } from '../asn1/oid.ts';
import { PkiError } from '../base/error.ts';
import type { Certificate } from '../x509/certificate.ts';
import { decodeExtension, type ExtensionType } from '../x509/extension.ts';
import { netscapeCertType, type NetscapeCertTypeName } from '../x509/extensions/further.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, type KeyUsageName } from '../x509/extensions/usage.ts';
import { sameOpensslName } from '../x509/name-hash.ts';
import { equalBytes } from '../base/bytes.ts';

/** What the extensions of a certificate say, as far as purposes ask. */
interface Facts {
  readonly version: number;
  readonly selfIssued: boolean;
  readonly basic: { readonly ca: boolean } | undefined;
  readonly usages: readonly KeyUsageName[] | undefined;
  readonly purposes: readonly Oid[] | undefined;
  readonly purposesCritical: boolean;
  readonly netscape: readonly NetscapeCertTypeName[] | undefined;
}

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

/** The purposes of `verify -purpose`. */
export type PurposeName =
  | 'sslclient'
  | 'sslserver'
  | 'nssslserver'
  | 'smimesign'
  | 'smimeencrypt'
  | 'crlsign'
  | 'any'
  | 'ocsphelper'
  | 'timestampsign';

const PURPOSES: Readonly<Record<PurposeName, readonly [title: string, check: Check]>> = {
  sslclient: ['SSL client', sslClient],
  sslserver: ['SSL server', sslServer],
  nssslserver: [
    'Netscape SSL server',
    (facts, ca) => (sslServer(facts, ca) === 0 || ca ? sslServer(facts, ca) : yes(allows(facts, 'keyEncipherment'))),
  ],
  smimesign: ['S/MIME signing', (facts, ca) => mail(facts, ca, 'digitalSignature', 'nonRepudiation')],
  smimeencrypt: ['S/MIME encryption', (facts, ca) => mail(facts, ca, 'keyEncipherment')],
  crlsign: ['CRL signing', (facts, ca) => (ca ? authority(facts) : yes(allows(facts, 'cRLSign')))],
  any: ['Any Purpose', () => 1],
  ocsphelper: ['OCSP helper', (facts, ca) => (ca ? authority(facts) : 1)],
  timestampsign: ['Time Stamp signing', (facts, ca) => (ca ? authority(facts) : yes(stampsTime(facts)))],
};

/** True for the name of a purpose. */
export function isPurposeName(text: string): text is PurposeName {
  return Object.hasOwn(PURPOSES, text);
}

/** Whether a certificate suits a purpose, as a leaf or as a CA (X509_check_purpose); what OpenSSL warns about does. */
export function suits(certificate: Certificate, purpose: PurposeName, ca: boolean): boolean {
  const facts = readFacts(certificate);
  return facts !== undefined && PURPOSES[purpose][1](facts, ca) !== 0;
}

/** The table of `x509 -purpose`. */
export function purposesText(certificate: Certificate): string {
  const facts = readFacts(certificate);
  const rows = Object.values(PURPOSES).flatMap(([title, check]) =>
    [false, true].map((ca) => {
      const said = facts === undefined ? -1 : check(facts, ca);
      const words = said === 1 ? 'Yes' : said === 0 ? 'No' : `Yes (WARNING code=${said})`;
      return `${title}${ca ? ' CA' : ''} : ${words}\n`;
    }),
  );
  return `Certificate purposes:\n${rows.join('')}`;
}

/** Undefined where an extension that purposes look at is malformed. */
function readFacts(certificate: Certificate): Facts | undefined {
  const read = <T>(type: ExtensionType<T>): T | undefined => {
    const extension = certificate.extensions.find(({ oid }) => oid === type.oid);
    return extension === undefined ? undefined : decodeExtension(extension, type, []);
  };
  try {
    const usages = read(keyUsage);
    const basic = read(basicConstraints);
    if (usages?.length === 0) return undefined;
    return {
      version: certificate.version,
      selfIssued: isSelfIssued(certificate, read(subjectKeyIdentifier), read(authorityKeyIdentifier)?.keyIdentifier),
      basic,
      usages,
      purposes: read(extendedKeyUsage),
      purposesCritical: certificate.extensions.some(({ oid, critical }) => oid === extendedKeyUsage.oid && critical),
      netscape: read(netscapeCertType),
    };
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

function isSelfIssued({ subject, issuer }: Certificate, own: Uint8Array | undefined, authority: Uint8Array | undefined): boolean {
  return sameOpensslName(subject, issuer) && (own === undefined || authority === undefined || equalBytes(own, authority));
}

function yes(holds: boolean): number {
  return holds ? 1 : 0;
}

/** keyUsage is absent or has one of these. */
function allows({ usages }: Facts, ...wanted: readonly KeyUsageName[]): boolean {
  return usages === undefined || wanted.some((usage) => usages.includes(usage));
}

/** extendedKeyUsage is absent or has one of these. */
function serves({ purposes }: Facts, wanted: readonly string[]): boolean {
  return purposes === undefined || wanted.some((purpose) => purposes.includes(purpose as Oid));
}

/** The Netscape type is absent or has one of these. */
function isOfType({ netscape }: Facts, type: NetscapeCertTypeName): boolean {
  return netscape === undefined || netscape.includes(type);
}

/** Whether it is a CA (check_ca): 3 for a root of version 1, 4 where keyUsage alone says so, 5 where the Netscape type does. */
function authority(facts: Facts): number {
  const { basic, usages, netscape, version, selfIssued } = facts;
  if (!allows(facts, 'keyCertSign')) return 0;
  if (basic !== undefined) return yes(basic.ca);
  if (version === 1 && selfIssued) return 3;
  if (usages !== undefined) return 4;
  return netscape?.some((type) => CA_TYPES.includes(type)) === true ? 5 : 0;
}

const CA_TYPES: readonly NetscapeCertTypeName[] = ['sslCA', 'smimeCA', 'objectSigningCA'];

/** As `authority`, where a Netscape type alone must be this one. */
function authorityOf(facts: Facts, type: NetscapeCertTypeName): number {
  const said = authority(facts);
  return said === 5 && facts.netscape?.includes(type) === false ? 0 : said;
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

function stampsTime({ usages, purposes, purposesCritical }: Facts): boolean {
  const signs = (usage: KeyUsageName): boolean => usage === 'digitalSignature' || usage === 'nonRepudiation';
  if (usages !== undefined && !usages.every(signs)) return false;
  const known = purposes?.filter((purpose) => KNOWN.includes(purpose)) ?? [];
  return known.length > 0 && known.every((purpose) => purpose === TIME_STAMPING) && purposesCritical;
}
