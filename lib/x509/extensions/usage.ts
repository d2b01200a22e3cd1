/**
 * What a key may be used for: basicConstraints, keyUsage, extendedKeyUsage (RFC 5280 4.2.1.9, 4.2.1.3, 4.2.1.12).
 *
 *     BasicConstraints ::= SEQUENCE {
 *          cA                      BOOLEAN DEFAULT FALSE,
 *          pathLenConstraint       INTEGER (0..MAX) OPTIONAL }
 *
 *     KeyUsage ::= BIT STRING { digitalSignature (0), nonRepudiation (1), keyEncipherment (2), dataEncipherment (3), keyAgreement (4),
 *          keyCertSign (5), cRLSign (6), encipherOnly (7), decipherOnly (8) }
 *
 *     ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId
 *
 * A pathLenConstraint above 2^31 - 1 is refused: no path is that long. Bits of keyUsage above 8 have no meaning and are not shown.
 */
import type { Oid } from '../../asn1/oid.ts';
import { INTEGER } from '../../asn1/tags.ts';
import { BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE, KEY_USAGE } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { readNamedBits, writeNamedBits } from './named-bits.ts';

/** Whether the subject is a CA, and how many intermediates may follow it. */
export interface BasicConstraints {
  readonly ca: boolean;
  /** pathLenConstraint. Against RFC 5280 4.2.1.9 where `ca` is false: a rule refuses that. */
  readonly pathLength?: number;
}

/** Bits of keyUsage, in the order of the standard. */
export const KEY_USAGE_NAMES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** One bit of keyUsage by name. */
export type KeyUsageName = (typeof KEY_USAGE_NAMES)[number];

/** basicConstraints for reading only. */
export const basicConstraintsReader: ExtensionReader<BasicConstraints> = {
  oid: BASIC_CONSTRAINTS,
  label: 'basicConstraints',
  decode: (reader, label) =>
    reader.sequence(label, (inner) => {
      const ca = inner.booleanDefaultFalse('cA');
      const pathLength = inner.optional(INTEGER, () => inner.smallInteger('pathLenConstraint'));
      return pathLength === undefined ? { ca } : { ca, pathLength };
    }),
};

/** basicConstraints (RFC 5280 4.2.1.9). */
export const basicConstraints: ExtensionType<BasicConstraints> = /* @__PURE__ */ withEncoder(basicConstraintsReader, {
  critical: true,
  encode: ({ ca, pathLength }, writer) =>
    void writer.sequence((inner) => {
      if (ca) inner.boolean(true);
      if (pathLength !== undefined) inner.smallInteger('a path length', pathLength);
    }),
});

/** keyUsage for reading only. */
export const keyUsageReader: ExtensionReader<readonly KeyUsageName[]> = {
  oid: KEY_USAGE,
  label: 'keyUsage',
  decode: (reader, label) => readNamedBits(reader, label, KEY_USAGE_NAMES),
};

/** keyUsage (RFC 5280 4.2.1.3): the bits set, in the standard's order. Empty where no bit is set, which a rule refuses. */
export const keyUsage: ExtensionType<readonly KeyUsageName[]> = /* @__PURE__ */ withEncoder(keyUsageReader, {
  critical: true,
  encode: (usages, writer) => writeNamedBits(writer, usages, KEY_USAGE_NAMES),
});

/** extendedKeyUsage for reading only. */
export const extendedKeyUsageReader: ExtensionReader<readonly Oid[]> = {
  oid: EXTENDED_KEY_USAGE,
  label: 'extKeyUsage',
  decode: (reader, label) => reader.sequenceOf(label, (list, index) => list.oid(String(index)), { min: 1 }),
};

/** extendedKeyUsage (RFC 5280 4.2.1.12): purposes in the order of the encoding, at least one. */
export const extendedKeyUsage: ExtensionType<readonly Oid[]> = /* @__PURE__ */ withEncoder(extendedKeyUsageReader, {
  critical: false,
  encode: (purposes, writer) => void writer.sequenceOf('extendedKeyUsage', purposes, (list, purpose) => void list.oid(purpose)),
});
