/**
 * Is this certificate the server's that was asked for? (fe-secure-common.c, fe-secure-openssl.c: pgtls_verify_peer_name_matches_certificate_guts.)
 * Names are octets, compared with the host as it was given; letters A to Z are the only ones without case. No IDNA, no address resolution.
 *
 * From 15 on: dNSName and iPAddress entries in their order, each against the host whatever kind of host that is; the first match or error ends it. The
 * first common name counts where no entry is of the host's own kind. Up to 14: dNSName entries, and the common name where there are none.
 */
import { PkiError } from '../../base/error.ts';
import { equalBytes, fromLatin1 } from '../../base/bytes.ts';
import { COMMON_NAME } from '../../oids/names.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { decodeExtension } from '../../x509/extension.ts';
import { subjectAltName } from '../../x509/extensions/alternative-names.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { findAttributes } from '../../x509/name-attribute.ts';
import { formatAddress } from '../access/address.ts';
import { readable, type Text, toOctetString } from '../octets.ts';
import { isAddress, parseIpv4Host, parseIpv6Host } from './addresses.ts';
import { checkVersion } from './versions.ts';

/** A name of the certificate that was compared with the host. */
export interface ExaminedName {
  readonly kind: 'dNSName' | 'iPAddress' | 'commonName';
  /** Read as UTF-8 where it is that, else each octet as a character; an address as libpq prints it. */
  readonly name: string;
  readonly outcome: 'match' | 'no-match' | 'embedded-null' | 'bad-length';
}

/** Whether a certificate is for a host. */
export interface HostCheck {
  readonly ok: boolean;
  readonly reason: 'ok' | 'host-mismatch' | 'name-embedded-null' | 'san-ip-bad-length' | 'no-name-in-cert' | 'host-name-missing';
  /** What libpq says; absent where the name fits. */
  readonly message?: string;
  /** The names in the order in which they were looked at. */
  readonly names: readonly ExaminedName[];
}

/**
 * Whether libpq with sslmode=verify-full takes a certificate for that of `host`; `version` is libpq's major version, default 18. Throws `bad-option` for a
 * version outside of 12 to 18.
 *
 * ```ts
 * import { checkServerHost } from 'certwright/postgres';
 * import { makeCertificate } from 'certwright/testing';
 * const names = [{ kind: 'dNSName' as const, value: '*.example.com' }];
 * const { certificate } = makeCertificate({ subject: 'CN=db', names });
 * if (!checkServerHost(certificate, 'db.example.com').ok) throw new Error('one label fits the star');
 * if (checkServerHost(certificate, 'a.db.example.com').ok) throw new Error('two do not');
 * ```
 */
export function checkServerHost(certificate: Certificate, host: Text, { version = 18 }: { readonly version?: number } = {}): HostCheck {
  checkVersion(version);
  const wanted = toOctetString(host);
  if (wanted === '')
    return { ok: false, reason: 'host-name-missing', message: 'host name must be specified for a verified SSL connection', names: [] };
  const names: ExaminedName[] = [];
  const ownKind = version >= 15 && isAddress(wanted) ? 'iPAddress' : 'dNSName';
  let useCommonName = true;
  for (const entry of alternativeNames(certificate)) {
    const examined = examine(entry, wanted, version);
    if (examined === undefined) continue;
    if (entry.kind === ownKind) useCommonName = false;
    names.push(examined);
    if (examined.outcome !== 'no-match') return conclude(names, wanted);
  }
  const [commonName] = useCommonName ? findAttributes(certificate.subject, COMMON_NAME) : [];
  if (commonName !== undefined) names.push(compareName('commonName', fromLatin1(commonName.value), wanted));
  return conclude(names, wanted);
}

/** The entries, read as OpenSSL reads them; none where the extension is there twice or does not decode, as X509_get_ext_d2i has it. */
function alternativeNames({ extensions }: Certificate): readonly GeneralName[] {
  const [extension, second] = extensions.filter(({ oid }) => oid === subjectAltName.oid);
  if (extension === undefined || second !== undefined) return [];
  try {
    return decodeExtension(extension, subjectAltName, []);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return [];
  }
}

/** An entry of a kind that this version compares. */
function examine(entry: GeneralName, host: string, version: number): ExaminedName | undefined {
  if (entry.kind === 'dNSName') return compareName('dNSName', entry.value, host);
  return entry.kind === 'iPAddress' && version >= 15 ? compareAddress(entry.value, host) : undefined;
}

function compareName(kind: 'dNSName' | 'commonName', name: string, host: string): ExaminedName {
  const outcome = name.includes('\0')
    ? 'embedded-null'
    : fold(name) === fold(host) || fitsStar(fold(name), fold(host))
      ? 'match'
      : 'no-match';
  return { kind, name: readable(name), outcome };
}

function compareAddress(octets: Uint8Array, host: string): ExaminedName {
  if (octets.length !== 4 && octets.length !== 16) return { kind: 'iPAddress', name: octets.join('.'), outcome: 'bad-length' };
  const wanted = octets.length === 4 ? parseIpv4Host(host) : parseIpv6Host(host);
  const match = wanted !== undefined && equalBytes(Uint8Array.from(wanted), octets);
  return { kind: 'iPAddress', name: formatAddress([...octets]), outcome: match ? 'match' : 'no-match' };
}

/** ASCII letters in lower case (pg_strcasecmp where the locale knows no others, as with UTF-8). */
function fold(octets: string): string {
  return octets.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * wildcard_certificate_match: a star in front of a dot stands for at least one octet without a dot. That the octet right before the dot may be another dot
 * (`a..example.com`) is libpq's doing.
 */
function fitsStar(pattern: string, host: string): boolean {
  if (pattern.length < 3 || !pattern.startsWith('*.') || pattern.length > host.length) return false;
  return host.endsWith(pattern.slice(1)) && host.indexOf('.') >= host.length - pattern.length;
}

function conclude(names: readonly ExaminedName[], host: string): HostCheck {
  const last = names.at(-1);
  const refuse = (reason: HostCheck['reason'], message: string): HostCheck => ({ ok: false, reason, message, names });
  if (last === undefined) return refuse('no-name-in-cert', "could not get server's host name from server certificate");
  if (last.outcome === 'match') return { ok: true, reason: 'ok', names };
  if (last.outcome === 'embedded-null') return refuse('name-embedded-null', "SSL certificate's name contains embedded null");
  if (last.outcome === 'bad-length') {
    const length = last.name === '' ? 0 : last.name.split('.').length;
    return refuse('san-ip-bad-length', `certificate contains IP address with invalid length ${length}`);
  }
  const others = names.length - 1;
  const more = others === 0 ? '' : ` (and ${others} other name${others === 1 ? '' : 's'})`;
  return refuse('host-mismatch', `server certificate for "${names[0]?.name}"${more} does not match host name "${readable(host)}"`);
}
