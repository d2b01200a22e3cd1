/**
 * The database of a CA, as `openssl ca` keeps it: `index.txt`, a line of six fields for each certificate, divided by tabs; a tab in a field has a backslash in
 * front.
 *
 *     V|R|E  expiry  [revocation[,reason[,argument]]]  serial  file  subject
 *
 * Times are those of certificates: `YYMMDDHHMMSSZ`, from 2050 on `YYYYMMDDHHMMSSZ`. `index.txt.attr` says whether one subject may have several valid certificates.
 * Unlike OpenSSL's reader, a last line without a line end counts: dropping it would let its serial number be used again.
 */
import { decodeTime, encodeTime, type Instant } from '../../../asn1/time.ts';
import { GENERALIZED_TIME, UTC_TIME } from '../../../asn1/tags.ts';
import { fromLatin1, latin1, utf8 } from '../../../base/bytes.ts';
import { PkiError } from '../../../base/error.ts';
import { configValue, parseConfig } from '../../config/config.ts';
import { CommandFailure, failureOf } from '../../failure.ts';
import type { OpensslHost } from '../../host.ts';
import { checkRevocation } from './revocation.ts';

/** One certificate of the database. Texts are octet texts. */
export interface CaEntry {
  /** `V`, `R` or `E`; another letter where the file has one. */
  type: string;
  readonly expires: string;
  /** Empty where it is not revoked. */
  revoked: string;
  /** Upper-case hexadecimal. */
  readonly serial: string;
  readonly file: string;
  /** In the form `/C=US/CN=x`. */
  readonly subject: string;
}

/** A database that is held in memory while a command runs. */
export interface CaDatabase {
  readonly path: string;
  readonly entries: CaEntry[];
  readonly uniqueSubject: boolean;
}

/** Reads a database; `unique` is what counts where there is no `.attr` file. Throws a `CommandFailure`. */
export async function loadDatabase(host: OpensslHost, path: string, unique: boolean): Promise<CaDatabase> {
  let text: string;
  try {
    text = fromLatin1(await host.readFile(path));
  } catch (error) {
    throw failureOf(error, `Problem with index file: ${path} (could not load/parse file)`);
  }
  const entries: CaEntry[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#') || (line === '' && index === text.split('\n').length - 1)) continue;
    const [type = '', expires = '', revoked = '', serial = '', file = '', subject, ...more] = splitLine(line);
    if (subject === undefined || more.length > 0)
      throw new CommandFailure([
        `Problem with index file: ${path} (could not load/parse file)`,
        `certwright: line ${index + 1} has not 6 fields`,
      ]);
    entries.push({ type, expires, revoked, serial, file, subject });
  }
  return { path, entries, uniqueSubject: await readUnique(host, `${path}.attr`, unique) };
}

function splitLine(line: string): string[] {
  const fields: string[] = [];
  let field = '';
  let escaped = false;
  for (const char of line) {
    if (char === '\t' && !escaped) {
      fields.push(field);
      field = '';
    } else field = char === '\t' ? field.slice(0, -1) + char : field + char;
    escaped = char === '\\';
  }
  return [...fields, field];
}

async function readUnique(host: OpensslHost, path: string, unique: boolean): Promise<boolean> {
  try {
    if ((await host.stat(path)) === undefined) return unique;
    const config = await parseConfig(await host.readFile(path), { env: host.env, include: async () => undefined });
    return yesOrNo(configValue(config, undefined, 'unique_subject'), unique);
  } catch (error) {
    if (error instanceof PkiError) return unique;
    throw error;
  }
}

/** A boolean of the configuration (parse_yesno): its first letter counts. */
export function yesOrNo(text: string | undefined, otherwise: boolean): boolean {
  if (text === undefined || text === '') return otherwise;
  if ('fFnN0'.includes(text[0] as string)) return false;
  return 'tTyY1'.includes(text[0] as string) ? true : otherwise;
}

/** Throws a `CommandFailure` unless every entry is one that `ca` may work with. */
export function checkEntries({ entries }: CaDatabase): void {
  for (const [index, { type, revoked, expires, serial }] of entries.entries()) {
    const nth = index + 1;
    if (type !== 'R' && revoked !== '') throw new CommandFailure([`entry ${nth}: not revoked yet, but has a revocation date`]);
    if (type === 'R') {
      const problem = checkRevocation(revoked);
      if (problem !== undefined) throw new CommandFailure([problem, ` in entry ${nth}`]);
    }
    if (expiryOf(expires) === undefined) throw new CommandFailure([`entry ${nth}: invalid expiry date`]);
    const digits = serial.startsWith('-') ? serial.slice(1) : serial;
    if (digits.length % 2 === 1 || digits.length < 2)
      throw new CommandFailure([`entry ${nth}: bad serial number length (${digits.length})`]);
    const bad = /[^0-9a-fA-F]/.exec(digits)?.[0];
    if (bad !== undefined) throw new CommandFailure([`entry ${nth}: bad char 0${bad.charCodeAt(0).toString(8)} '${bad}' in serial number`]);
  }
}

/** Throws a `CommandFailure` where two entries have one serial number, or, where subjects are unique, two valid ones the same subject. */
export function checkUnique({ entries, uniqueSubject }: CaDatabase): void {
  const clash = (title: string, keys: readonly (string | undefined)[]): void => {
    const seen = new Map<string, number>();
    for (const [index, key] of keys.entries()) {
      const before = key === undefined ? undefined : seen.get(key);
      if (before !== undefined) throw new CommandFailure([`Error creating ${title} index:(2,${before},${index})`]);
      if (key !== undefined) seen.set(key, index);
    }
  };
  clash(
    'serial number',
    entries.map(({ serial }) => serialKey(serial)),
  );
  if (!uniqueSubject) return;
  clash(
    'name',
    entries.map(({ type, subject }) => (type === 'V' ? subject : undefined)),
  );
}

/** The entry of a serial number, however many zeros stand in front. */
export function findSerial({ entries }: CaDatabase, serial: string): CaEntry | undefined {
  const key = serialKey(serial);
  return entries.find((entry) => serialKey(entry.serial) === key);
}

function serialKey(serial: string): string {
  return serial.replace(/^0+/, '');
}

/** Serial numbers of the entries that have expired since, now marked as such. */
export function markExpired({ entries }: CaDatabase, now: Instant): string[] {
  const expired = entries.filter(({ type, expires }) => type === 'V' && (expiryOf(expires) ?? Infinity) <= now);
  for (const entry of expired) entry.type = 'E';
  return expired.map(({ serial }) => serial);
}

/** The time of a certificate as text; undefined for anything else. */
export function expiryOf(text: string): Instant | undefined {
  return decodeTime(text.length > 13 ? GENERALIZED_TIME : UTC_TIME, latin1(text));
}

/** A time as the database writes it. */
export function databaseTime(at: Instant): string {
  return encodeTime(at).text;
}

/** Lines of a database. */
export function databaseText(entries: readonly CaEntry[]): string {
  return entries
    .map(({ type, expires, revoked, serial, file, subject }) =>
      [type, expires, revoked, serial, file, subject].map((field) => field.replaceAll('\t', '\\\t')).join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Writes a database and its `.attr` file; what they were stays in `.old` files. Throws a `CommandFailure`. */
export async function saveDatabase(host: OpensslHost, { path, entries, uniqueSubject }: CaDatabase): Promise<void> {
  await replaceWithOld(host, path, latin1(databaseText(entries)));
  await replaceWithOld(host, `${path}.attr`, utf8(`unique_subject = ${uniqueSubject ? 'yes' : 'no'}\n`));
}

/** Replaces a file as a whole and leaves what it was in a file with `.old` behind its name. Throws a `CommandFailure`. */
export async function replaceWithOld(host: OpensslHost, path: string, octets: Uint8Array): Promise<void> {
  const mode = { secret: false, append: false };
  try {
    if ((await host.stat(path)) !== undefined) await host.writeFile(`${path}.old`, await host.readFile(path), mode);
    await host.writeFile(path, octets, mode);
  } catch (error) {
    throw failureOf(error, `Unable to write ${path}`);
  }
}
