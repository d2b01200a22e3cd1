/**
 * Certification requests (PKCS #10, RFC 2986) as views over their octets.
 *
 *     CertificationRequest ::= SEQUENCE {
 *          certificationRequestInfo CertificationRequestInfo,
 *          signatureAlgorithm       AlgorithmIdentifier,
 *          signature                BIT STRING }
 *
 *     CertificationRequestInfo ::= SEQUENCE {
 *          version       INTEGER { v1(0) },
 *          subject       Name,
 *          subjectPKInfo SubjectPublicKeyInfo,
 *          attributes    [0] IMPLICIT SET OF Attribute }
 *
 *     Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET SIZE (1..MAX) OF ANY }
 */
import type { Oid } from '../asn1/oid.ts';
import type { DerElement, Deviation } from '../asn1/cursor.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
import { contextConstructed } from '../asn1/tags.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { readSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from '../keys/spki.ts';
import { EXTENSION_REQUEST, MICROSOFT_EXTENSION_REQUEST } from '../oids/names.ts';
import { type ReadingOptions, readVersionNumber } from './certificate.ts';
import { type Extension, readExtensions } from './extension.ts';
import { type Name, readName } from './name.ts';
import { readSigned, type Signed } from './signed.ts';

/** An attribute of a request; `values` holds each value with its header. */
export interface RequestAttribute {
  readonly type: Oid;
  readonly values: readonly Uint8Array[];
}

/** A certification request, field by field. */
export interface CertificationRequest {
  readonly der: Uint8Array;
  /** The signed part, header included. */
  readonly tbs: Uint8Array;
  /** 1 for the only version there is (encoded 0); another number where the input says so. */
  readonly version: number;
  readonly subject: Name;
  readonly publicKey: SubjectPublicKeyInfo;
  readonly attributes: readonly RequestAttribute[];
  /** Extensions asked for by the extensionRequest attribute (RFC 2985 5.4.2), empty where there is none. */
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Departures from DER and from RFC 2986, in the reading `openssl` only. */
  readonly deviations?: readonly Deviation[];
}

/**
 * Reads a certification request from DER; the result aliases `der`. Throws `PkiError` with offset and path (RFC 2986 4). In the reading `openssl`, which is for
 * showing a request, attributes without values and several extensionRequests are noted; the extensions are then those of the first one of RFC 2985's type.
 */
export function parseRequest(der: Uint8Array, { reading = 'der' }: ReadingOptions = {}): CertificationRequest {
  const deviations: Deviation[] | undefined = reading === 'openssl' ? [] : undefined;
  const read = (outer: DerReader): CertificationRequest => ({
    der,
    ...readSigned(outer, ['certificationRequestInfo', 'signature'], readInfo),
    ...(deviations === undefined ? {} : { deviations }),
  });
  return readDer(der, (reader) => reader.sequence('', read), { deviations });
}

function readInfo(info: DerReader): Omit<CertificationRequest, 'der' | 'deviations' | keyof Signed> {
  const version = readVersionNumber(info, 'version');
  const subject = readName(info, 'subject');
  const publicKey = readSubjectPublicKeyInfo(info, 'subjectPKInfo');
  const wishes: Wish[] = [];
  const attributes = info.setOf('attributes', (set, index) => readAttribute(set, String(index), wishes), {
    tag: contextConstructed(0),
  });
  const wish = wishes.find(({ type }) => type === EXTENSION_REQUEST) ?? wishes[0];
  return { version, subject, publicKey, attributes, extensions: wish?.extensions ?? [] };
}

/** An extensionRequest. */
interface Wish {
  readonly type: Oid;
  readonly extensions: readonly Extension[];
}

function readAttribute(set: DerReader, field: string, wishes: Wish[]): RequestAttribute {
  return set.sequence(field, (attribute) => {
    const start = attribute.position;
    const type = attribute.oid('type');
    const values = attribute.setOf('values', (list, index) => list.any(String(index)));
    if (values.length === 0) attribute.deviate('empty-sequence', 'expected at least 1 member, found 0', 'values', start);
    if (type === EXTENSION_REQUEST || type === MICROSOFT_EXTENSION_REQUEST)
      wishes.push({ type, extensions: readRequested(attribute, values, wishes.length > 0) });
    return { type, values: values.map((value) => value.der) };
  });
}

/** The one value of extensionRequest (RFC 2985 5.4.2 makes it single-valued; a second attribute of the type would ask twice). */
function readRequested(attribute: DerReader, values: readonly DerElement[], again: boolean): Extension[] {
  const [value] = values;
  if (values.length > 1 || again) attribute.deviate('duplicate-attribute', 'extensionRequest may have one value only', 'values');
  if (value === undefined) return [];
  return readDer(value.der, (reader) => readExtensions(reader, ''), {
    path: attribute.path('values/0'),
    offset: value.offset,
    deviations: attribute.deviations,
  });
}
