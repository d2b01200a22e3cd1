/**
 * Where CRLs are found and what they cover: cRLDistributionPoints, freshestCRL, issuingDistributionPoint (RFC 5280 4.2.1.13, 4.2.1.15, 5.2.5, 5.2.6).
 *
 *     CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
 *     DistributionPoint ::= SEQUENCE {
 *          distributionPoint       [0]     DistributionPointName OPTIONAL,
 *          reasons                 [1]     ReasonFlags OPTIONAL,
 *          cRLIssuer               [2]     GeneralNames OPTIONAL }
 *     DistributionPointName ::= CHOICE {
 *          fullName                [0]     GeneralNames,
 *          nameRelativeToCRLIssuer [1]     RelativeDistinguishedName }
 *
 *     IssuingDistributionPoint ::= SEQUENCE {
 *          distributionPoint          [0] DistributionPointName OPTIONAL,
 *          onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
 *          onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
 *          onlySomeReasons            [3] ReasonFlags OPTIONAL,
 *          indirectCRL                [4] BOOLEAN DEFAULT FALSE,
 *          onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
 *
 * A point of reasons alone, an IssuingDistributionPoint without any field and contradicting `only` flags are left to rules.
 */
import { given } from '../../base/given.ts';
import type { DerReader } from '../../asn1/reader.ts';
import { context, contextConstructed } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { CRL_DISTRIBUTION_POINTS, FRESHEST_CRL, ISSUING_DISTRIBUTION_POINT } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { type GeneralName, readGeneralNames, writeGeneralNames } from '../general-name.ts';
import { type NameAttribute, readRdn, writeRdn } from '../name.ts';
import { readNamedBits, writeNamedBits } from './named-bits.ts';

/** Bits of ReasonFlags in the order of the standard; bit 0 is unused. */
export const REASON_FLAG_NAMES = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** One bit of ReasonFlags by name. */
export type ReasonFlag = (typeof REASON_FLAG_NAMES)[number];

/** A full name, or RDN attributes to put behind the CRL issuer's name. */
export type DistributionPointName =
  | { readonly kind: 'fullName'; readonly names: readonly GeneralName[] }
  | { readonly kind: 'relativeName'; readonly rdn: readonly NameAttribute[] };

/** One place where a CRL is found. */
export interface DistributionPoint {
  readonly name?: DistributionPointName;
  /** Reasons that CRL covers; absent: all. */
  readonly reasons?: readonly ReasonFlag[];
  readonly crlIssuer?: readonly GeneralName[];
}

/** What a CRL covers. */
export interface IssuingDistributionPoint {
  readonly name?: DistributionPointName;
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  readonly onlySomeReasons?: readonly ReasonFlag[];
  readonly indirectCrl: boolean;
  readonly onlyAttributeCertificates: boolean;
}

/** cRLDistributionPoints for reading only. */
export const cRLDistributionPointsReader: ExtensionReader<readonly DistributionPoint[]> = {
  oid: CRL_DISTRIBUTION_POINTS,
  label: 'cRLDistributionPoints',
  decode: readPoints,
};

/** cRLDistributionPoints (RFC 5280 4.2.1.13). */
export const cRLDistributionPoints: ExtensionType<readonly DistributionPoint[]> = /* @__PURE__ */ withEncoder(cRLDistributionPointsReader, {
  critical: false,
  encode: writePoints,
});

/** freshestCRL for reading only. */
export const freshestCRLReader: ExtensionReader<readonly DistributionPoint[]> = {
  oid: FRESHEST_CRL,
  label: 'freshestCRL',
  decode: readPoints,
};

/** freshestCRL (RFC 5280 4.2.1.15, 5.2.6): where delta CRLs are found. */
export const freshestCRL: ExtensionType<readonly DistributionPoint[]> = /* @__PURE__ */ withEncoder(freshestCRLReader, {
  critical: false,
  encode: writePoints,
});

function readPoints(reader: DerReader, label: string): DistributionPoint[] {
  return reader.sequenceOf(label, (list, index) => list.sequence(String(index), readPoint), { min: 1 });
}

function readPoint(inner: DerReader): DistributionPoint {
  const name = readPointName(inner);
  const reasons = inner.optional(context(1), () => readNamedBits(inner, 'reasons', REASON_FLAG_NAMES, context(1)));
  const crlIssuer = inner.optional(contextConstructed(2), () => readGeneralNames(inner, 'cRLIssuer', contextConstructed(2)));
  return given({ name, reasons, crlIssuer });
}

function readPointName(reader: DerReader): DistributionPointName | undefined {
  return reader.optionalExplicit(0, 'distributionPoint', (choice): DistributionPointName =>
    choice.peek() === contextConstructed(1)
      ? { kind: 'relativeName', rdn: readRdn(choice, 'nameRelativeToCRLIssuer', contextConstructed(1)) }
      : { kind: 'fullName', names: readGeneralNames(choice, 'fullName', contextConstructed(0)) },
  );
}

function writePoints(points: readonly DistributionPoint[], writer: DerWriter): void {
  writer.sequenceOf('a list of distribution points', points, (list, { name, reasons, crlIssuer }) => {
    list.sequence((inner) => {
      if (name !== undefined) writePointName(inner, name);
      if (reasons !== undefined) writeNamedBits(inner, reasons, REASON_FLAG_NAMES, context(1));
      if (crlIssuer !== undefined) writeGeneralNames(inner, crlIssuer, contextConstructed(2));
    });
  });
}

function writePointName(writer: DerWriter, name: DistributionPointName): void {
  writer.constructed(contextConstructed(0), (choice) => {
    if (name.kind === 'fullName') writeGeneralNames(choice, name.names, contextConstructed(0));
    else writeRdn(choice, name.rdn, contextConstructed(1));
  });
}

/** issuingDistributionPoint for reading only. */
export const issuingDistributionPointReader: ExtensionReader<IssuingDistributionPoint> = {
  oid: ISSUING_DISTRIBUTION_POINT,
  label: 'issuingDistributionPoint',
  decode: (reader, label) =>
    reader.sequence(label, (inner) => {
      const name = readPointName(inner);
      const onlyUserCertificates = inner.booleanDefaultFalse('onlyContainsUserCerts', context(1));
      const onlyCaCertificates = inner.booleanDefaultFalse('onlyContainsCACerts', context(2));
      const onlySomeReasons = inner.optional(context(3), () => readNamedBits(inner, 'onlySomeReasons', REASON_FLAG_NAMES, context(3)));
      const indirectCrl = inner.booleanDefaultFalse('indirectCRL', context(4));
      const onlyAttributeCertificates = inner.booleanDefaultFalse('onlyContainsAttributeCerts', context(5));
      return given({ name, onlyUserCertificates, onlyCaCertificates, onlySomeReasons, indirectCrl, onlyAttributeCertificates });
    }),
};

/** issuingDistributionPoint (RFC 5280 5.2.5). */
export const issuingDistributionPoint: ExtensionType<IssuingDistributionPoint> = /* @__PURE__ */ withEncoder(
  issuingDistributionPointReader,
  {
    critical: true,
    encode: (point, writer) =>
      void writer.sequence((inner) => {
        if (point.name !== undefined) writePointName(inner, point.name);
        if (point.onlyUserCertificates) inner.boolean(true, context(1));
        if (point.onlyCaCertificates) inner.boolean(true, context(2));
        if (point.onlySomeReasons !== undefined) writeNamedBits(inner, point.onlySomeReasons, REASON_FLAG_NAMES, context(3));
        if (point.indirectCrl) inner.boolean(true, context(4));
        if (point.onlyAttributeCertificates) inner.boolean(true, context(5));
      }),
  },
);
