/** What the commands print about names, numbers and times, as OpenSSL writes them. */
import { type Instant, toCalendar } from '../asn1/time.ts';
import { encodePem } from '../asn1/pem.ts';
import { bytesToSignedBigInt, concatBytes } from '../base/bytes.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';
import { displayName } from '../oids/display-names.ts';
import { formatOpensslName } from '../x509/name-format-openssl.ts';
import type { Name } from '../x509/name.ts';
import { CommandFailure } from './failure.ts';
import { outputOctets } from './octets.ts';
import { PkiError } from '../base/error.ts';

/** `subject=CN = alice`. */
export function nameLine(title: string, name: Name): string {
  return `${title}=${formatOpensslName(name, 'oneline', displayName)}\n`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `Nov  3 11:29:18 2026 GMT`. */
export function timeText(at: Instant): string {
  const { year, month, day, hour, minute, second } = toCalendar(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${MONTHS[month - 1]} ${String(day).padStart(2, ' ')} ${two(hour)}:${two(minute)}:${two(second)} ${year} GMT`;
}

/** Upper-case hexadecimal of an INTEGER's content octets, a minus in front of a negative one. */
export function serialText(octets: Uint8Array): string {
  const value = bytesToSignedBigInt(octets);
  const magnitude = (value < 0n ? -value : value).toString(16).toUpperCase();
  return `${value < 0n ? '-' : ''}${magnitude.length % 2 === 0 ? magnitude : `0${magnitude}`}`;
}

/** PEM of a public key. */
export function publicKeyPem(key: SubjectPublicKeyInfo): string {
  return encodePem('PUBLIC KEY', key.der);
}

/** `Modulus=…` of an RSA key; `otherwise` for other kinds, for which `req` and `x509` have different words. */
export function modulusLine(key: SubjectPublicKeyInfo, otherwise: string): string {
  try {
    const parsed = parsePublicKey(key);
    return 'n' in parsed ? `Modulus=${parsed.n.toString(16).toUpperCase()}\n` : `Modulus=${otherwise}\n`;
  } catch (error) {
    if (error instanceof PkiError) throw new CommandFailure(['Error getting public key', `certwright: ${error.message}`]);
    throw error;
  }
}

/** Collects the output of a command. */
export class Output {
  readonly #parts: Uint8Array[] = [];

  /** Adds text, or octets as they are. */
  add(part: string | Uint8Array): void {
    this.#parts.push(typeof part === 'string' ? outputOctets(part) : part);
  }

  /** All of it. */
  finish(): Uint8Array {
    return concatBytes(...this.#parts);
  }
}
