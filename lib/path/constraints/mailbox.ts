/**
 * Mailboxes of rfc822Name (RFC 5321 4.1.2): the local part as it is meant, so that `"a"@b` and `a@b` are one mailbox, and the host in lower case.
 * Address literals and what is no mailbox have no reading, and a constraint then refuses them.
 */
import { isDnsName } from '../dns-name.ts';

/** A mailbox; the case of its local part counts (RFC 5280 7.5). */
export interface Mailbox {
  readonly local: string;
  readonly host: string;
}

/** Reads a mailbox, or gives undefined where the text is none. */
export function readMailbox(text: string): Mailbox | undefined {
  const at = text.lastIndexOf('@');
  const host = text.slice(at + 1).toLowerCase();
  const raw = text.slice(0, Math.max(at, 0));
  // RFC 5321 4.5.3.1: 64 octets for the local part, not counting what quoting adds.
  if (at < 1 || raw.length > 256 || !isDnsName(host)) return undefined;
  const local = raw.startsWith('"') ? unquote(raw) : isDotAtom(raw) ? raw : undefined;
  return local === undefined ? undefined : { local, host };
}

/** Atoms with single dots between them. */
function isDotAtom(text: string): boolean {
  return text.split('.').every((atom) => /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/.test(atom));
}

/** The content of a quoted string, a backslash quoting the character behind it. */
function unquote(text: string): string | undefined {
  let content = '';
  for (let i = 1; i < text.length; i++) {
    let char = text.charAt(i);
    if (char === '"') return i === text.length - 1 && content !== '' ? content : undefined;
    if (char === '\\') char = text.charAt(++i);
    if (char < ' ' || char > '~') return undefined;
    content += char;
  }
  return undefined;
}
