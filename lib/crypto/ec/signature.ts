/**
 * The DER of an ECDSA signature (RFC 3279 2.2.3), read strictly: BER variants of one signature were CVE-2020-14966 elsewhere.
 *
 *     Ecdsa-Sig-Value  ::=  SEQUENCE  {  r  INTEGER,  s  INTEGER  }
 */
import { DerReader } from '../../asn1/reader.ts';
import { encodeSequence } from '../../asn1/writer.ts';
import { bigIntToBytes, concatBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';

/** `r || s`, each `length` octets, of a DER signature; undefined where it is not DER, or a number is not positive or too long. */
export function decodeEcdsaSignature(der: Uint8Array, length: number): Uint8Array | undefined {
  // Header 3, each integer header 2 and sign octet 1: the bound keeps BigInt small before anything is read.
  if (der.length > 2 * length + 9) return undefined;
  try {
    const reader = new DerReader(der, { path: 'signature' });
    const numbers = reader.sequence('', (inner) => [inner.bigInteger('r'), inner.bigInteger('s')] as const);
    reader.finish();
    return numbers.every((number) => number > 0n) ? concatBytes(...numbers.map((number) => bigIntToBytes(number, length))) : undefined;
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

/** DER of a signature given as `r || s`. */
export function encodeEcdsaSignature(compact: Uint8Array): Uint8Array {
  const length = compact.length / 2;
  return encodeSequence((inner) => inner.integer(compact.subarray(0, length)).integer(compact.subarray(length)));
}
