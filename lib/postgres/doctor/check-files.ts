/** TLS files that a server refuses when it starts, or when it reloads them. */
import { fromLatin1 } from '../../base/bytes.ts';
import type { Facts } from './facts.ts';
import { findTlsRefusal, type TlsRefusal } from './tls-files.ts';
import type { Problem } from './types.ts';

/** The server's own refusal; and what works at start and not at reload. */
export function* checkFiles(facts: Facts): Generator<Problem, void> {
  const { ssl, files, windows } = facts;
  // certificate or key alone tell nothing about what a server would do
  if (!ssl || files.cert === undefined || files.key === undefined) return;
  const atStart = findTlsRefusal(facts, 'start');
  if (atStart !== undefined) yield problemOf(atStart);
  if (windows && hasPassphrase(facts)) {
    yield { code: 'passphrase-never-reloadable', file: files.key };
    return;
  }
  const atReload = findTlsRefusal(facts, 'reload');
  if (atReload !== undefined && atReload.code !== atStart?.code) yield problemOf(atReload);
}

function problemOf({ code, file, line, message, setting }: TlsRefusal): Problem {
  return { code, file, ...(line === undefined ? {} : { line }), message, setting };
}

/** True for a private key that is encrypted, in either form of PEM. */
function hasPassphrase({ input, files }: Facts): boolean {
  const text = files.key === undefined ? undefined : input.files[files.key];
  if (text === undefined) return false;
  return /^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(typeof text === 'string' ? text : fromLatin1(text));
}
