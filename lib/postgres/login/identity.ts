/**
 * What a server takes from a client's certificate (be-secure-openssl.c: be_tls_open_server): the first common name as raw octets, and the subject
 * as X509_NAME_print_ex writes it with XN_FLAG_RFC2253. The subjectAltName is never looked at.
 */
import { BIT_STRING } from '../../asn1/tags.ts';
import { fromLatin1, utf8 } from '../../base/bytes.ts';
import { displayName } from '../../oids/display-names.ts';
import { COMMON_NAME } from '../../oids/names.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { findAttributes } from '../../x509/name-attribute.ts';
import { formatOpensslName } from '../../x509/name-format-openssl.ts';
import type { Name, NameAttribute } from '../../x509/name.ts';

/** Names of a certificate as octet strings. */
export interface ClientIdentity {
  /** First CN in the order of the encoding; undefined where there is none. */
  readonly cn: string | undefined;
  /** Subject in RFC 2253 form; empty for an empty subject. */
  readonly dn: string;
  /** Subject or issuer has an attribute type that OpenSSL has no name for: the session ends after authentication. */
  readonly unknownAttribute: boolean;
}

/** NAMEDATALEN - 1: a requested user or database is cut to this many octets before anything is compared. */
const MAX_NAME = 63;

/** The identity that a certificate gives. */
export function readIdentity({ subject, issuer }: Certificate): ClientIdentity {
  const [first] = findAttributes(subject, COMMON_NAME);
  return {
    cn: first === undefined ? undefined : fromLatin1(valueOctets(first)),
    dn: fromLatin1(utf8(formatOpensslName(subject, 'rfc2253', displayName))),
    unknownAttribute: hasUnknownAttribute(subject) || hasUnknownAttribute(issuer),
  };
}

/** The octets that OpenSSL keeps of a value: of a BIT STRING those behind the count of unused bits, which are zero. */
function valueOctets({ tag, value }: NameAttribute): Uint8Array {
  if (tag !== BIT_STRING) return value;
  const octets = value.slice(1);
  const last = octets.length - 1;
  if (last >= 0) octets[last] = (octets[last] as number) & (0xff << ((value[0] as number) & 7));
  return octets;
}

function hasUnknownAttribute(name: Name): boolean {
  return name.rdns.some((rdn) => rdn.some(({ type }) => displayName(type) === undefined));
}

/** A requested name as the server goes on with it. */
export function cutName(octets: string): string {
  return octets.slice(0, MAX_NAME);
}
