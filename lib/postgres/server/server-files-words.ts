/** What a server says and reads around its TLS files: errors of the system, the command for passphrases and the line that it gives. */
import { type Text, toOctetString } from '../octets.ts';
import type { FileContent } from './server-files-types.ts';

/** What the system says of errors in opening a file. */
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EACCES: 'Permission denied',
  ELOOP: 'Too many levels of symbolic links',
  EPERM: 'Operation not permitted',
};

/** Octets of a passphrase that OpenSSL takes, less one for the end. */
const MAX_PASSPHRASE = 1023;

/** Whether the file did not open. */
export function isError(content: FileContent): content is { readonly error: string } {
  return typeof content !== 'string' && !(content instanceof Uint8Array);
}

/** Whether that is because there is none. */
export function isMissing(error: string): boolean {
  return error === 'ENOENT' || error === 'ENOTDIR';
}

/** The system's words for an error's name. */
export function systemWords(error: string): string {
  return Object.hasOwn(SYSTEM_WORDS, error) ? (SYSTEM_WORDS[error] as string) : error;
}

/** A command with its prompt put in (run_ssl_passphrase_command). */
export function prompted(command: string): string {
  return command.replaceAll(/%[p%]/g, (sign) => (sign === '%p' ? 'Enter PEM pass phrase:' : '%'));
}

/** The first line of an output, without line ends, up to a NUL. */
export function firstLine(output: Text): Uint8Array {
  const octets = toOctetString(output);
  const end = octets.indexOf('\n');
  const line = octets.slice(0, Math.min(end < 0 ? octets.length : end + 1, MAX_PASSPHRASE));
  const [text = ''] = line.split('\0');
  let stop = text.length;
  while (stop > 0 && '\r\n'.includes(text.charAt(stop - 1))) stop--;
  return Uint8Array.from(text.slice(0, stop), (octet) => octet.charCodeAt(0));
}
