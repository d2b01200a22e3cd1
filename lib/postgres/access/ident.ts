/**
 * pg_ident.conf (manual 21.2; hba.c: parse_ident_line, check_ident_usermap): lines, and whether a map lets a system user log in as a role.
 * Names are compared octet by octet and with their case.
 */
import { checkRegex, compileToken, type ParseOptions } from './hba.ts';
import type { LineProblem } from './hba-options.ts';
import { type Token, type TokenLine, tokenizeFile } from './lex.ts';
import { readable, type Text } from '../octets.ts';
import { searchRegex } from '../regex/regex.ts';
import { isMember, type Roles } from './roles.ts';
import type { IdentRow, LineError } from './types.ts';

/** What a file says: with any error the server keeps its old maps (at its start: has none). */
export interface ParsedIdent {
  readonly rows: readonly IdentRow[];
  readonly errors: readonly LineError[];
}

/**
 * Reads pg_ident.conf. Never throws; errors are values with line and code.
 *
 * ```ts
 * import { parseIdent } from 'certwright/postgres';
 * const { rows, errors } = parseIdent('m /^(.*)@example\\.com$ \\1', { version: 15 });
 * if (rows[0]?.map.text !== 'm' || errors.length !== 0) throw new Error('unexpected');
 * ```
 */
export function parseIdent(text: Text, options: ParseOptions): ParsedIdent {
  const rows: IdentRow[] = [];
  const errors: LineError[] = [];
  for (const line of tokenizeFile(text, options)) {
    const row = line.error ?? parseLine(line, options.version);
    const place = { file: line.file, line: line.line, text: line.text };
    if ('code' in row) errors.push({ ...place, code: row.code, message: row.message });
    else rows.push(row);
  }
  return { rows, errors };
}

/** Three fields of one token each; what follows them is ignored. */
function parseLine(line: TokenLine, version: number): IdentRow | LineProblem {
  const tokens: Token[] = [];
  for (let i = 0; i < 3; i++) {
    const field = line.fields[i];
    if (field === undefined) return { code: 'missing-field', message: 'missing entry at end of line' };
    if (field.length > 1) return { code: 'list-not-allowed', message: 'multiple values in ident field' };
    tokens.push(field[0] as Token);
  }
  const [map, systemUser, databaseUser] = tokens as [Token, Token, Token];
  const wrong = checkRegex(systemUser, version) ?? (version >= 16 ? checkRegex(databaseUser, version) : undefined);
  return wrong ?? { file: line.file, line: line.line, text: line.text, map, systemUser, databaseUser };
}

/** What a map says about one login. `row` is the line that decided. */
export type MapOutcome =
  | { readonly outcome: 'match'; readonly row: IdentRow }
  | { readonly outcome: 'no-match' }
  | {
      readonly outcome: 'usermap-backref-without-group' | 'regex-too-complex';
      readonly row: IdentRow;
    };

/** The login that is asked about; names are octet strings. */
export interface MapQuestion {
  readonly version: number;
  readonly rows: readonly IdentRow[];
  readonly map: string;
  /** Name from the certificate. */
  readonly systemUser: string;
  /** Requested role, already cut to 63 octets. */
  readonly user: string;
  readonly roles: Roles;
}

/** Goes through the lines of a map in file order, until one matches or one raises an error. */
export function checkMap(question: MapQuestion): MapOutcome {
  for (const row of question.rows) {
    if (row.map.octets !== question.map) continue;
    const outcome = checkRow(row, question);
    if (outcome === 'match') return { outcome, row };
    if (outcome !== 'no-match') return { outcome, row };
  }
  return { outcome: 'no-match' };
}

function checkRow(row: IdentRow, { version, systemUser, user, roles }: MapQuestion): MapOutcome['outcome'] {
  const wanted = row.databaseUser;
  if (row.systemUser.octets.startsWith('/')) {
    const found = search(row.systemUser, systemUser, version);
    if (found === undefined) return 'no-match';
    if (typeof found === 'string') return found;
    const special = version >= 16 && (isMembership(wanted) || wanted.octets.startsWith('/'));
    const at = special ? -1 : wanted.octets.indexOf('\\1');
    if (at >= 0) {
      if (found.group === undefined) return 'usermap-backref-without-group';
      // the result counts as quoted: it cannot become a keyword, a membership or an expression
      const octets = wanted.octets.slice(0, at) + found.group + wanted.octets.slice(at + 2);
      return octets === user ? 'match' : 'no-match';
    }
  } else if (row.systemUser.octets !== systemUser) return 'no-match';
  if (version < 16) return wanted.octets === user ? 'match' : 'no-match';
  return checkRole(wanted, user, version, roles);
}

/** A role field from 16 on, and users of pg_hba.conf in all versions (there without expressions before 16). */
export function checkRole(token: Token, user: string, version: number, roles: Roles): 'match' | 'no-match' | 'regex-too-complex' {
  if (isMembership(token)) return isMember(roles, readable(user), readable(token.octets.slice(1))) ? 'match' : 'no-match';
  if (!token.quoted && token.octets === 'all') return 'match';
  if (version >= 16 && token.octets.startsWith('/')) {
    const found = search(token, user, version);
    return found === undefined ? 'no-match' : typeof found === 'string' ? found : 'match';
  }
  return token.octets === user ? 'match' : 'no-match';
}

function isMembership(token: Token): boolean {
  return !token.quoted && token.octets.startsWith('+');
}

/** The first group of a match, undefined for none, or a limit of this library. The token's slash is left out. */
export function search(
  token: Token,
  text: string,
  version: number,
): { readonly group: string | undefined } | 'regex-too-complex' | undefined {
  const compiled = compileToken(token, version);
  if (!compiled.ok) return compiled.code === 'invalid-regex' ? undefined : compiled.code;
  const found = searchRegex(compiled.regex, text);
  if (found.found === undefined) return found.code;
  return found.found ? { group: found.group } : undefined;
}
