/**
 * Mailboxes (RFC 5321 4.1.2): the local part as it is meant, so that `"a"@b` and `a@b` are one mailbox, and the host in lower case. rfc822Name holds those in
 * ASCII, SmtpUTF8Mailbox (RFC 9598 3) those whose local part is not; the hosts of both are A-labels. Address literals and what is no mailbox have no reading,
 * and a constraint then refuses them. Local parts are compared octet by octet, never normalised (RFC 9598 5).
 */
import type { GeneralName } from '../../x509/general-name.ts';
import { isDnsName } from '../dns-name.ts';
import { smtpUtf8MailboxText } from '../other-name.ts';

/** A mailbox; the case of its local part counts (RFC 5280 7.5). */
export interface Mailbox {
  readonly local: string;
  readonly host: string;
}

/** Reads a mailbox of any script, or gives undefined where the text is none. */
export function readMailbox(text: string): Mailbox | undefined {
  const at = text.lastIndexOf('@');
  const raw = text.slice(0, Math.max(at, 0));
  // RFC 5321 4.5.3.1: 64 octets for the local part, not counting what quoting adds; 255 for the host.
  if (at < 1 || raw.length > 256 || text.length - at > 256) return undefined;
  // ASCII letters alone are made small: the Kelvin sign would become a k, and the host a host in ASCII (RFC 9598 3).
  const host = text.slice(at + 1).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const local = raw.startsWith('"') ? unquote(raw) : isDotAtom(raw) ? raw : undefined;
  return local === undefined || !isDnsName(host) ? undefined : { local, host };
}

/** Whether a mailbox belongs into rfc822Name: it has no character outside of ASCII. Its host has none anyway. */
export function isAsciiMailbox({ local }: Mailbox): boolean {
  return /^[ -~]*$/.test(local);
}

/** The mailbox of an rfc822Name or SmtpUTF8Mailbox. Each form holds the one kind of mailbox only; undefined where it does not, and for other forms. */
export function mailboxOf(name: GeneralName): Mailbox | undefined {
  const ascii = name.kind === 'rfc822Name';
  const text = ascii ? name.value : smtpUtf8MailboxText(name);
  const mailbox = text === undefined ? undefined : readMailbox(text);
  return mailbox === undefined || isAsciiMailbox(mailbox) !== ascii ? undefined : mailbox;
}

/** No controls, no halves of characters, no byte order mark (RFC 6532 3.1, RFC 9598 3). */
const ODD = /[\p{Cc}\p{Cs}\uFEFF]/u;

/** Atoms with single dots between them. */
function isDotAtom(text: string): boolean {
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10FFFF}.-]+$/u.test(text) && !ODD.test(text) && !/^\.|\.\.|\.$/.test(text);
}

/** The content of a quoted string, a backslash quoting the ASCII character behind it. */
function unquote(text: string): string | undefined {
  if (ODD.test(text)) return undefined;
  let content = '';
  for (let i = 1; i < text.length; i++) {
    let char = text.charAt(i);
    if (char === '"') return i === text.length - 1 && content !== '' ? content : undefined;
    if (char === '\\') {
      char = text.charAt(++i);
      if (char > '~') return undefined;
    }
    content += char;
  }
  return undefined;
}
