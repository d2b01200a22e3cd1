/**
 * The BER door of PKCS #12: files are DER from most writers, and BER with indefinite lengths and strings in segments from Windows, NSS and older Java. DER is read as it is;
 * asn1js gets only what the strict reader refuses, and what it makes of it is read strictly.
 */
import { berToDer } from '../../asn1/ber.ts';
import { type DerReader, readDer, readSequence } from '../../asn1/reader.ts';
import { OCTET_STRING, SEQUENCE } from '../../asn1/tags.ts';
import { concatBytes, equalBytes } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';

/** Reads one SEQUENCE that is the whole input with `body`, which may run twice. What is neither DER nor BER throws what the strict reader found. */
export function readBerSequence<T>(octets: Uint8Array, body: (inner: DerReader) => T, path = ''): T {
  const strict = catchMalformed(() => ({ value: readSequence(octets, body, { path }) }));
  if (!(strict instanceof PkiError)) return strict.value;
  const der = catchMalformed(() => berToDer(octets));
  if (der instanceof PkiError || equalBytes(der, octets)) throw strict;
  return readSequence(der, body, { path });
}

/** Whether octets are one SEQUENCE from end to end, in DER or BER: what decryption with a wrong key practically never gives. */
export function isOneSequence(octets: Uint8Array): boolean {
  if (octets[0] !== SEQUENCE) return false;
  const whole = (der: Uint8Array): boolean => !(catchMalformed(() => readDer(der, (reader) => reader.any(''))) instanceof PkiError);
  if (whole(octets)) return true;
  const der = catchMalformed(() => berToDer(octets));
  return !(der instanceof PkiError);
}

/** Reads `[n] IMPLICIT OCTET STRING`, in one piece or in segments: under an implicit tag the converter cannot tell a string in segments. */
export function implicitOctets(reader: DerReader, primitive: number, field: string): Uint8Array {
  if (reader.peek() === primitive) return reader.octetString(field, primitive);
  return concatBytes(...reader.sequenceOf(field, (inner, index) => inner.read(OCTET_STRING, String(index)), { tag: primitive | 0x20 }));
}
