/**
 * The certificates that a finding speaks of: what they are called, and what they themselves say about where their issuer, its CRL and its OCSP server are. A
 * finding knows positions only; advice that names the file to fetch needs the certificates.
 */
import { toHex } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Instant } from '../asn1/time.ts';
import { ACCESS_CA_ISSUERS, ACCESS_OCSP } from '../oids/extensions.ts';
import type { PeerName, Purpose, RevocationMode, RevocationPolicy, TrustAnchor } from '../path/inputs.ts';
import { matchesReference, readReference } from '../path/identity.ts';
import type { Path, PathElement } from '../path/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { CertificateList } from '../x509/crl.ts';
import { type ExtensionType, readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { cRLDistributionPoints } from '../x509/extensions/distribution-points.ts';
import { authorityInfoAccess } from '../x509/extensions/information-access.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { formatName } from '../x509/name-format.ts';
import { escapeText } from './values.ts';

/** Where the certificates and answers of the input came from, such as `server.crt, certificate 2`; shown behind `intermediates[1]`. */
export interface Origins {
  readonly leaf?: string;
  readonly intermediates?: readonly string[];
  readonly anchors?: readonly string[];
  readonly crls?: readonly string[];
  readonly ocspResponses?: readonly string[];
}

/** What the verdict was asked about, so that certificates can be called by their names: the input of `verifyChain`, and `origins` beside it. */
export interface ExplainedInput {
  readonly leaf: Certificate;
  readonly intermediates?: readonly Certificate[];
  readonly anchors: readonly (Certificate | TrustAnchor)[];
  /** The moment of the judgement; dates are told relative to it. */
  readonly at?: Instant;
  readonly profile?: string | { readonly label: string };
  readonly purpose?: Purpose | readonly Purpose[];
  readonly peer?: PeerName | readonly PeerName[];
  readonly revocation?: RevocationMode | RevocationPolicy;
  readonly crls?: readonly CertificateList[];
  readonly anchorConstraints?: boolean;
  readonly origins?: Origins;
}

/** A path and the input it was built from. */
export interface Scene {
  readonly input: ExplainedInput | undefined;
  readonly path: Path;
}

/** Characters of a subject in the middle of a sentence. */
const MAX_NAME = 100;

/** Addresses told to a person. */
const MAX_URLS = 2;

/** `leaf`, `intermediates[2]`. */
export function elementName(element: PathElement): string {
  return element.from === 'leaf' ? 'leaf' : `${element.from}[${element.index}]`;
}

/** The subject of an element, undefined where the input is not known. */
export function subjectOf(input: ExplainedInput | undefined, element: PathElement, max?: number): string | undefined {
  const holder = holderOf(input, element);
  if (holder === undefined) return undefined;
  const name = formatName(holder.subject);
  return name === '' ? '(no subject)' : escapeText(name, max);
}

/** Where an element came from, in brackets and with a blank before them; empty where that is not known. */
export function originOf(input: ExplainedInput | undefined, { from, index }: PathElement): string {
  const origin = from === 'leaf' ? input?.origins?.leaf : input?.origins?.[from]?.[index];
  return origin === undefined ? '' : ` (${escapeText(origin)})`;
}

/** `leaf CN=www.example.com`: a certificate of the path within a sentence. */
export function certificateName({ input, path }: Scene, index: number): string {
  const element = path[index];
  if (element === undefined) return `certificate ${index}`;
  const subject = subjectOf(input, element, MAX_NAME);
  return subject === undefined ? elementName(element) : `${elementName(element)} ${subject}`;
}

/** `crls[0] (root.crl)`: an answer of the input within a sentence. */
export function answerName({ input }: Scene, list: 'crls' | 'ocspResponses', index: unknown): string {
  const origin = typeof index === 'number' ? input?.origins?.[list]?.[index] : undefined;
  return `${list}[${typeof index === 'number' ? index : '?'}]${origin === undefined ? '' : ` (${escapeText(origin)})`}`;
}

/** The certificate at a position of the path; undefined for an anchor of name and key. */
export function certificateAt({ input, path }: Scene, index: number): Certificate | undefined {
  const element = path[index];
  const holder = element === undefined ? undefined : holderOf(input, element);
  return holder !== undefined && 'tbs' in holder ? holder : undefined;
}

function holderOf(input: ExplainedInput | undefined, { from, index }: PathElement): Certificate | TrustAnchor | undefined {
  if (from === 'leaf') return input?.leaf;
  return from === 'anchors' ? input?.anchors[index] : input?.intermediates?.[index];
}

/** What a certificate says about its issuer's certificate, CRL or OCSP server: ` from http://…`, or nothing. */
export function whereFrom(scene: Scene, index: number, what: 'issuer' | 'crl' | 'ocsp'): string {
  const certificate = certificateAt(scene, index);
  if (certificate === undefined) return '';
  const names: readonly GeneralName[] =
    what === 'crl'
      ? (tryRead(certificate, cRLDistributionPoints) ?? []).flatMap(({ name }) => (name?.kind === 'fullName' ? name.names : []))
      : (tryRead(certificate, authorityInfoAccess) ?? []).flatMap(({ method, location }) =>
          method === (what === 'ocsp' ? ACCESS_OCSP : ACCESS_CA_ISSUERS) ? [location] : [],
        );
  const urls = names.flatMap((name) => (name.kind === 'uniformResourceIdentifier' ? [escapeText(name.value)] : []));
  return urls.length === 0 ? '' : ` from ${urls.slice(0, MAX_URLS).join(' or ')}`;
}

/** The key identifier a certificate names for its issuer, and the one the certificate above it has; hexadecimal. */
export function keyIdentifiers(scene: Scene, index: number): { readonly wanted?: string; readonly found?: string } {
  const child = certificateAt(scene, index);
  const issuer = certificateAt(scene, index + 1);
  const wanted = child === undefined ? undefined : tryRead(child, authorityKeyIdentifier)?.keyIdentifier;
  const found = issuer === undefined ? undefined : tryRead(issuer, subjectKeyIdentifier);
  return {
    ...(wanted === undefined ? {} : { wanted: escapeText(toHex(wanted)) }),
    ...(found === undefined ? {} : { found: escapeText(toHex(found)) }),
  };
}

/** Certificates looked through for a name. */
const MAX_SEARCHED = 100;

/** Another certificate of the input that carries the name demanded: people put a chain together in the wrong order. */
export function otherCarrier({ input }: Scene, peer: PeerName): string | undefined {
  const reference = readReference(peer);
  const index = (input?.intermediates ?? [])
    .slice(0, MAX_SEARCHED)
    .findIndex(
      (certificate) => tryRead(certificate, subjectAltName)?.some((name) => matchesReference(name, reference, undefined)) === true,
    );
  const element = { from: 'intermediates', index } as const;
  return index < 0 ? undefined : `${elementName(element)} ${subjectOf(input, element, MAX_NAME) ?? ''}${originOf(input, element)}`;
}

/** A malformed extension tells nothing; that it is malformed is a finding of its own. */
export function tryRead<T>(certificate: Certificate, type: ExtensionType<T>): T | undefined {
  try {
    return readExtension(certificate, type);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
