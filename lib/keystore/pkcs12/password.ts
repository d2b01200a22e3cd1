/**
 * The spellings of one passphrase. PKCS #12's own derivation takes UTF-16 with two zero octets behind it (RFC 7292 B.1), PBES2 and PBMAC1 take UTF-8. No
 * passphrase is the two zero octets in some files and nothing at all in others, and OpenSSL before 1.1 made a character of each octet of UTF-8.
 */
import { fromLatin1, fromUtf8, utf8 } from '../../base/bytes.ts';
import { bmpPassword } from '../../crypto/kdf-old.ts';
import { passphraseForms } from '../encryption.ts';

/** A passphrase as the two families of derivations take it. */
export interface Pkcs12Password {
  /** For the derivation of RFC 7292 appendix B. */
  readonly wide: Uint8Array;
  /** For PBKDF2. */
  readonly octets: Uint8Array;
  /** True for the spelling of OpenSSL before 1.1. */
  readonly old: boolean;
}

/**
 * What a passphrase can stand for in a file, the likeliest first. Octets are taken for UTF-8, and where they are none for a character each, as OpenSSL does.
 */
export function passwordSpellings(passphrase: string | Uint8Array | undefined): readonly Pkcs12Password[] {
  if (passphrase === undefined || passphrase.length === 0) {
    const none = new Uint8Array(0);
    return [
      { wide: none, octets: none, old: false },
      { wide: bmpPassword(''), octets: none, old: false },
    ];
  }
  const octets = typeof passphrase === 'string' ? utf8(passphrase) : passphrase;
  const each = fromLatin1(octets);
  const text = typeof passphrase === 'string' ? passphrase : fromUtf8(octets);
  const old = { wide: bmpPassword(each), octets: utf8(each), old: true };
  if (text === undefined) return [{ ...old, octets, old: false }];
  const plain = { wide: bmpPassword(text), octets, old: false };
  return text.length === octets.length ? [plain] : [plain, old];
}

/** A passphrase in the spelling that is written. Throws `passphrase-required` where it is neither text nor octets. */
export function passwordToWrite(passphrase: string | Uint8Array): Pkcs12Password {
  return { ...passphraseForms(passphrase), old: false };
}
