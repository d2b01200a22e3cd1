/**
 * nameConstraints (RFC 5280 4.2.1.10).
 *
 *     NameConstraints ::= SEQUENCE {
 *          permittedSubtrees       [0]     GeneralSubtrees OPTIONAL,
 *          excludedSubtrees        [1]     GeneralSubtrees OPTIONAL }
 *     GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree
 *     GeneralSubtree ::= SEQUENCE {
 *          base                    GeneralName,
 *          minimum         [0]     BaseDistance DEFAULT 0,
 *          maximum         [1]     BaseDistance OPTIONAL }
 *
 * RFC 5280 leaves no use for minimum and maximum; they are kept, and a rule refuses what it cannot apply.
 */
import { PkiError } from '../../base/error.ts';
import { given } from '../../base/given.ts';
import type { DerReader } from '../../asn1/reader.ts';
import { context, contextConstructed } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { NAME_CONSTRAINTS } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { type GeneralName, readGeneralName, writeGeneralName } from '../general-name.ts';

/** Names below a base; an iPAddress base is an address with its mask, 8 or 32 octets. */
export interface GeneralSubtree {
  readonly base: GeneralName;
  /** 0 where the input has none. */
  readonly minimum: number;
  readonly maximum?: number;
}

/** Which names certificates below this CA may carry. An absent list sets no limit. */
export interface NameConstraints {
  readonly permitted?: readonly GeneralSubtree[];
  readonly excluded?: readonly GeneralSubtree[];
}

/** nameConstraints for reading only. */
export const nameConstraintsReader: ExtensionReader<NameConstraints> = {
  oid: NAME_CONSTRAINTS,
  label: 'nameConstraints',
  decode: (reader, label) => {
    const start = reader.position;
    return reader.sequence(label, (inner) => {
      if (inner.done) inner.fail('empty-sequence', 'nameConstraints needs at least one of its fields', '', start);
      const permitted = readSubtrees(inner, 'permittedSubtrees', contextConstructed(0));
      const excluded = readSubtrees(inner, 'excludedSubtrees', contextConstructed(1));
      return given({ permitted, excluded });
    });
  },
};

/** nameConstraints (RFC 5280 4.2.1.10). The empty sequence, which conforming CAs must not issue, is a `PkiError`. */
export const nameConstraints: ExtensionType<NameConstraints> = /* @__PURE__ */ withEncoder(nameConstraintsReader, {
  critical: true,
  encode: ({ permitted, excluded }, writer) => {
    if (permitted === undefined && excluded === undefined)
      throw new PkiError('empty-sequence', 'nameConstraints needs at least one of its fields');
    writer.sequence((inner) => {
      if (permitted !== undefined) writeSubtrees(inner, permitted, contextConstructed(0));
      if (excluded !== undefined) writeSubtrees(inner, excluded, contextConstructed(1));
    });
  },
});

function readSubtrees(reader: DerReader, field: string, tag: number): GeneralSubtree[] | undefined {
  return reader.optional(tag, () => reader.sequenceOf(field, (list, index) => list.sequence(String(index), readSubtree), { tag, min: 1 }));
}

function readSubtree(inner: DerReader): GeneralSubtree {
  const base = readGeneralName(inner, 'base', 'subnet');
  const start = inner.position;
  const minimum = inner.optional(context(0), () => inner.smallInteger('minimum', { tag: context(0) }));
  if (minimum === 0) inner.deviate('encoded-default', 'the default value 0 is encoded', 'minimum', start);
  const maximum = inner.optional(context(1), () => inner.smallInteger('maximum', { tag: context(1) }));
  return given({ base, minimum: minimum ?? 0, maximum });
}

function writeSubtrees(writer: DerWriter, subtrees: readonly GeneralSubtree[], tag: number): void {
  const write = (list: DerWriter, { base, minimum, maximum }: GeneralSubtree): void => {
    list.sequence((inner) => {
      writeGeneralName(inner, base, 'subnet');
      if (minimum !== 0) inner.integer(minimum, context(0));
      if (maximum !== undefined) inner.integer(maximum, context(1));
    });
  };
  writer.sequenceOf('a list of subtrees', subtrees, write, tag);
}
