/**
 * Serial numbers (RFC 5280 4.1.2.2): positive, at most 20 octets. The CA/Browser Forum's baseline requirements (7.1) want at least 64 bits of a
 * CSPRNG in them; ours carry 126.
 */
import { integerContent } from '../asn1/writer.ts';
import type { RandomBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';

/** Octets of a serial number made here: all have one length, so that lists of them line up. */
const SERIAL_OCTETS = 16;

/** Longest serial number of RFC 5280 4.1.2.2. */
const MAX_SERIAL_OCTETS = 20;

/** A fresh serial number: content octets of a positive INTEGER of 16 octets, 126 bits of them random. Throws `random-too-short`. */
export function randomSerialNumber(random: RandomBytes): Uint8Array {
  const octets = random(SERIAL_OCTETS);
  if (octets.length !== SERIAL_OCTETS)
    throw new PkiError('random-too-short', `the random source gave ${octets.length} octets, ${SERIAL_OCTETS} were asked for`);
  const serial = Uint8Array.from(octets);
  // The sign bit is clear and the bit below it set: positive, and no leading octet is ever dropped.
  serial[0] = ((serial[0] as number) & 0x3f) | 0x40;
  return serial;
}

/**
 * Content octets of a serial number given as a number or as content octets (two's complement, as a certificate's `serialNumber` has them).
 * Throws `bad-serial-number` unless it is positive and has at most 20 octets; under `none` anything that is an INTEGER passes.
 */
export function serialNumberOctets(serial: Uint8Array | bigint, rules: 'rfc5280' | 'none', path: string): Uint8Array {
  const octets = typeof serial === 'bigint' ? fromBigInt(serial, path) : serial;
  const first = octets[0];
  if (first === undefined) throw new PkiError('bad-serial-number', 'a serial number without octets', { path });
  if (octets.length > 1 && ((first === 0 && (octets[1] as number) < 0x80) || (first === 0xff && (octets[1] as number) >= 0x80)))
    throw new PkiError('bad-serial-number', 'a serial number with a needless leading octet', { path });
  if (rules === 'none') return octets;
  if (first >= 0x80 || (octets.length === 1 && first === 0))
    throw new PkiError('bad-serial-number', 'a serial number must be positive (RFC 5280 4.1.2.2)', { path });
  if (octets.length > MAX_SERIAL_OCTETS)
    throw new PkiError('bad-serial-number', `a serial number of ${octets.length} octets, at most ${MAX_SERIAL_OCTETS} are allowed`, {
      path,
    });
  return octets;
}

function fromBigInt(serial: bigint, path: string): Uint8Array {
  if (serial < 0n) throw new PkiError('bad-serial-number', 'a serial number must be positive (RFC 5280 4.1.2.2)', { path });
  return integerContent(serial);
}
