/**
 * International domain names in their ASCII form (UTS 46, RFC 5890), which is what certificates hold and the verifier takes. Nothing of the library imports
 * this file: the tables of the package behind it weigh more than the whole verifier.
 */
import { toASCII } from 'tr46';
import { PkiError } from '../base/error.ts';

/**
 * UTF-16 units of a name that are looked at. 253 octets is the longest name of the DNS; characters that are mapped to nothing or to several leave room for more,
 * but decoding a label takes time that grows with the square of its length (CVE-2022-3602 came from a decoder without bounds).
 */
const MAX_LENGTH = 1024;

/**
 * The ASCII form of a domain name by UTS 46: not transitional, with the rules of STD 3 (letters, digits, hyphens), hyphens, joiners and directions checked, labels
 * of 63 and names of 253 octets at most. One dot at the end is cut off. A name in ASCII comes back in lower case. Throws `bad-domain-name` where there is none.
 *
 * ```ts
 * import { toAscii } from 'certwright/idna';
 * if (toAscii('Bücher.example') !== 'xn--bcher-kva.example') throw new Error('its A-label');
 * ```
 */
export function toAscii(domain: string): string {
  const name = domain.endsWith('.') ? domain.slice(0, -1) : domain;
  const ascii =
    name.length > MAX_LENGTH
      ? null
      : toASCII(name, {
          transitionalProcessing: false,
          useSTD3ASCIIRules: true,
          checkHyphens: true,
          checkBidi: true,
          checkJoiners: true,
          verifyDNSLength: true,
        });
  if (ascii !== null) return ascii;
  const shown = domain.length > 64 ? `${domain.slice(0, 64)}… of ${domain.length} characters` : domain;
  throw new PkiError('bad-domain-name', `no domain name by UTS 46: ${JSON.stringify(shown)}`);
}
