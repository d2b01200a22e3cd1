/** Entry point `certwright/asn1`: DER reading and writing, PEM, object identifiers, strings, times. BER is `certwright/ber`. */
export { PkiError, type ErrorPlace } from '../base/error.ts';
export { type DerElement, type DerReaderOptions, type Deviation, MAX_DEPTH, MAX_INPUT_OCTETS } from './cursor.ts';
export * from './dump.ts';
export * from './oid.ts';
export * from './pem.ts';
export * from './reader.ts';
export * from './strings.ts';
export * from './tags.ts';
export * from './time.ts';
export * from './writer.ts';
