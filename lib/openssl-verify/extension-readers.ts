/**
 * Extensions as OpenSSL decodes them (X509_get_ext_d2i), where that is laxer than the readers of lib/x509: octets behind the value are not looked at, lists may be
 * empty, a path length may be any number.
 */
import { DerReader } from '../asn1/reader.ts';
import type { Oid } from '../asn1/oid.ts';
import { BIT_STRING, context, contextConstructed, INTEGER } from '../asn1/tags.ts';
import { bytesToSignedBigInt } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import { given } from '../base/given.ts';
import {
  BASIC_CONSTRAINTS,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
  NAME_CONSTRAINTS,
  NETSCAPE_CERT_TYPE,
  SUBJECT_ALT_NAME,
} from '../oids/extensions.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { ExtensionReader } from '../x509/extension.ts';
import { NETSCAPE_CERT_TYPE_NAMES, type NetscapeCertTypeName } from '../x509/extensions/further.ts';
import type { GeneralSubtree, NameConstraints } from '../x509/extensions/name-constraints.ts';
import { KEY_USAGE_NAMES, type KeyUsageName } from '../x509/extensions/usage.ts';
import { type GeneralName, readGeneralName } from '../x509/general-name.ts';

/** An extension's value, `absent`, or `bad` where it does not decode or is there twice. */
export type ReadResult<T> = { readonly value: T } | 'absent' | 'bad';

/** Reads the one extension of a type. */
export function readOne<T>({ extensions }: Certificate, { oid, decode }: Pick<ExtensionReader<T>, 'oid' | 'decode'>): ReadResult<T> {
  const [first, second] = extensions.filter((extension) => extension.oid === oid);
  if (first === undefined) return 'absent';
  if (second !== undefined) return 'bad';
  const value = catchMalformed(() => decode(new DerReader(first.value, { deviations: [] }), ''));
  return value instanceof PkiError ? 'bad' : { value };
}

/** basicConstraints, whose path length may be negative. */
export const looseBasicConstraints: Pick<ExtensionReader<{ readonly ca: boolean; readonly pathLength?: number }>, 'oid' | 'decode'> = {
  oid: BASIC_CONSTRAINTS,
  decode: (reader, label) =>
    reader.sequence(label, (inner) => {
      const ca = inner.booleanDefaultFalse('cA');
      const pathLength = inner.optional(INTEGER, () => longNumber(inner, 'pathLenConstraint'));
      return given({ ca, pathLength });
    }),
};

/** Bits by name, and whether any bit of the two octets that count is set. */
export interface LooseBits<N> {
  readonly names: readonly N[];
  readonly any: boolean;
}

function looseBits<N extends string>(oid: Oid, names: readonly N[]): Pick<ExtensionReader<LooseBits<N>>, 'oid' | 'decode'> {
  return {
    oid,
    decode: (reader, label) => {
      const { bytes, unusedBits } = reader.bitString(label, BIT_STRING);
      const octets = bytes.slice();
      const last = octets.length - 1;
      if (last >= 0) octets[last] = (octets[last] as number) & (0xff << unusedBits);
      const isSet = (index: number): boolean => (((octets[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1;
      return { names: names.filter((_, index) => isSet(index)), any: octets.subarray(0, 2).some((octet) => octet !== 0) };
    },
  };
}

/** keyUsage. */
export const looseKeyUsage: Pick<ExtensionReader<LooseBits<KeyUsageName>>, 'oid' | 'decode'> = /* @__PURE__ */ looseBits(
  KEY_USAGE,
  KEY_USAGE_NAMES,
);

/** Netscape's certificate type. */
export const looseCertType: Pick<ExtensionReader<LooseBits<NetscapeCertTypeName>>, 'oid' | 'decode'> = /* @__PURE__ */ looseBits(
  NETSCAPE_CERT_TYPE,
  NETSCAPE_CERT_TYPE_NAMES,
);

/** extendedKeyUsage, which may name nothing. */
export const looseExtendedKeyUsage: Pick<ExtensionReader<readonly Oid[]>, 'oid' | 'decode'> = {
  oid: EXTENDED_KEY_USAGE,
  decode: (reader, label) => reader.sequenceOf(label, (list, index) => list.oid(String(index))),
};

/** subjectAltName, which may name nothing. */
export const looseSubjectAltName: Pick<ExtensionReader<readonly GeneralName[]>, 'oid' | 'decode'> = {
  oid: SUBJECT_ALT_NAME,
  decode: (reader, label) => reader.sequenceOf(label, (list, index) => readGeneralName(list, String(index))),
};

/** nameConstraints, which may constrain nothing. */
export const looseNameConstraints: Pick<ExtensionReader<NameConstraints>, 'oid' | 'decode'> = {
  oid: NAME_CONSTRAINTS,
  decode: (reader, label) =>
    reader.sequence(label, (inner) => {
      const permitted = readSubtrees(inner, 'permittedSubtrees', contextConstructed(0));
      const excluded = readSubtrees(inner, 'excludedSubtrees', contextConstructed(1));
      return given({ permitted, excluded });
    }),
};

function readSubtrees(reader: DerReader, field: string, tag: number): GeneralSubtree[] | undefined {
  return reader.optional(tag, () => reader.sequenceOf(field, (list, index) => list.sequence(String(index), readSubtree), { tag }));
}

function readSubtree(inner: DerReader): GeneralSubtree {
  const base = readGeneralName(inner, 'base', 'subnet');
  const minimum = inner.optional(context(0), () => wholeNumber(inner, 'minimum', context(0)));
  const maximum = inner.optional(context(1), () => wholeNumber(inner, 'maximum', context(1)));
  return given({ base, minimum: minimum ?? 0, maximum });
}

/** Any INTEGER; of those that no number holds exactly only the sign is sure. */
function wholeNumber(reader: DerReader, field: string, tag?: number): number {
  const content = reader.integer(field, tag);
  if (content.length > 6) return (content[0] as number) >= 0x80 ? -1 : Number.MAX_SAFE_INTEGER;
  return Number(bytesToSignedBigInt(content));
}

/** As ASN1_INTEGER_get: beyond a C long a number is as if it were not there. */
function longNumber(reader: DerReader, field: string): number | undefined {
  const content = reader.integer(field);
  if (content.length > 8) return (content[0] as number) >= 0x80 ? -1 : undefined;
  return Number(bytesToSignedBigInt(content));
}

/** proxyCertInfo (RFC 3820 3.8), of which the path length counts. */
export const looseProxyInfo: Pick<ExtensionReader<{ readonly pathLength?: number }>, 'oid' | 'decode'> = {
  oid: '1.3.6.1.5.5.7.1.14' as Oid,
  decode: (reader, label) =>
    reader.sequence(label, (inner) => {
      const pathLength = inner.optional(INTEGER, () => wholeNumber(inner, 'pCPathLengthConstraint'));
      inner.sequence('proxyPolicy', (policy) => {
        policy.oid('policyLanguage');
        if (!policy.done) policy.octetString('policy');
      });
      return pathLength === undefined ? {} : { pathLength };
    }),
};
