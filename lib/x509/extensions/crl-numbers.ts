/**
 * cRLNumber and deltaCRLIndicator (RFC 5280 5.2.3, 5.2.4).
 *
 *     CRLNumber ::= INTEGER (0..MAX)
 *     BaseCRLNumber ::= CRLNumber
 */
import { PkiError } from '../../base/error.ts';
import type { DerReader } from '../../asn1/reader.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { CRL_NUMBER, DELTA_CRL_INDICATOR } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';

/** cRLNumber for reading only. */
export const cRLNumberReader: ExtensionReader<bigint> = {
  oid: CRL_NUMBER,
  label: 'cRLNumber',
  decode: readNumber,
};

/** cRLNumber (RFC 5280 5.2.3). */
export const cRLNumber: ExtensionType<bigint> = /* @__PURE__ */ withEncoder(cRLNumberReader, {
  critical: false,
  encode: writeNumber,
});

/** deltaCRLIndicator for reading only. */
export const deltaCRLIndicatorReader: ExtensionReader<bigint> = {
  oid: DELTA_CRL_INDICATOR,
  label: 'deltaCRLIndicator',
  decode: readNumber,
};

/** deltaCRLIndicator (RFC 5280 5.2.4): the number of the base CRL. */
export const deltaCRLIndicator: ExtensionType<bigint> = /* @__PURE__ */ withEncoder(deltaCRLIndicatorReader, {
  critical: true,
  encode: writeNumber,
});

function readNumber(reader: DerReader, label: string): bigint {
  const start = reader.position;
  const value = reader.bigInteger(label);
  if (value < 0n) reader.fail('integer-out-of-range', 'a CRL number is not negative', label, start);
  return value;
}

function writeNumber(value: bigint, writer: DerWriter): void {
  if (value < 0n) throw new PkiError('integer-out-of-range', 'a CRL number is not negative');
  writer.integer(value);
}
