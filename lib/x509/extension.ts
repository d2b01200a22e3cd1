/**
 * Extensions (RFC 5280 4.2): kept as octets, decoded on request by an `ExtensionType`, which is all there is to know about one extension.
 *
 *     Extension  ::=  SEQUENCE  {
 *          extnID      OBJECT IDENTIFIER,
 *          critical    BOOLEAN DEFAULT FALSE,
 *          extnValue   OCTET STRING }
 */
import type { Oid } from '../asn1/oid.ts';
import type { Deviation, DerReader } from '../asn1/reader.ts';
import type { DerWriter } from '../asn1/writer.ts';

/** An extension as it stands in a certificate, CRL or request. */
export interface Extension {
  readonly oid: Oid;
  readonly critical: boolean;
  /** Content of extnValue: the DER of the extension's own type. */
  readonly value: Uint8Array;
  /** Offset of `value` in the input, 0 for an extension that was made. */
  readonly offset: number;
}

/** How one extension is read, written and shown. */
export interface ExtensionType<T> {
  readonly oid: Oid;
  /** Its name in the standard, such as `basicConstraints`. */
  readonly label: string;
  /** Criticality when this library writes it and the caller does not say. */
  readonly critical: boolean;
  /** Reads the value; all octets must be used. */
  decode(reader: DerReader, label: string): T;
  /** Writes the value. */
  encode(value: T, writer: DerWriter): void;
}

/** Anything that carries extensions: a certificate, a CRL, a CRL entry. */
export interface HasExtensions {
  readonly extensions: readonly Extension[];
  /** Present (and growing) only in the OpenSSL reading. */
  readonly deviations?: readonly Deviation[];
}
