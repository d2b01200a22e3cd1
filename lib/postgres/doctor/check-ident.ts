/** pg_ident.conf: lines that a server refuses, maps without use or without lines, and expressions that match more than they seem to (manual 21.2). */
import type { IdentRow } from '../access/types.ts';
import { readable } from '../octets.ts';
import type { Facts } from './facts.ts';
import type { Problem, Unplaced } from './types.ts';

const MAX_NAME = 63;

/** Checks pg_ident.conf, and the maps that pg_hba.conf names. */
export function* checkIdent(facts: Facts): Generator<Problem, void> {
  const { ident, identFile, hba, hbaFile, input } = facts;
  const used = (hbaFile?.rows ?? []).filter(({ map }) => map !== undefined);
  if (ident !== undefined && identFile === undefined && input.stats[ident] !== undefined)
    yield { code: 'ident-missing', file: ident, maps: used.length };
  const folder = ident === undefined ? '' : ident.slice(0, ident.lastIndexOf('/'));
  const fileOf = (row: { readonly file: string }): string =>
    row.file === '' ? (ident ?? '') : row.file.startsWith('/') ? row.file : `${folder}/${row.file}`;
  for (const error of identFile?.errors ?? []) {
    yield {
      code: 'ident-line-refused',
      file: fileOf(error),
      line: error.line,
      problem: error.code,
      message: error.message,
      text: error.text.trim(),
    };
  }
  const rows = identFile?.rows ?? [];
  const defined = new Map<string, IdentRow>();
  for (const row of rows) if (!defined.has(row.map.octets)) defined.set(row.map.octets, row);
  if (identFile !== undefined && identFile.errors.length === 0 && hbaFile !== undefined && hba !== undefined) {
    for (const row of used) {
      if (defined.has(row.map ?? '')) continue;
      const file = row.file === '' ? hba : row.file;
      yield {
        code: 'ident-map-missing',
        file,
        line: row.line,
        map: readable(row.map ?? ''),
        text: row.text.trim(),
        identFile: ident ?? '',
      };
    }
    const named = new Set(used.map(({ map }) => map));
    for (const [name, first] of defined) {
      if (!named.has(name)) yield { code: 'ident-map-unused', file: fileOf(first), line: first.line, map: readable(name) };
    }
  }
  const seen = new Map<string, IdentRow>();
  for (const row of rows) {
    for (const problem of checkRow(facts.version, row)) yield { ...problem, file: fileOf(row), line: row.line, text: row.text.trim() };
    const key = JSON.stringify([row.map.octets, row.systemUser.octets, row.databaseUser.octets, row.databaseUser.quoted]);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    else yield { code: 'ident-line-never-used', file: fileOf(row), line: row.line, text: row.text.trim(), otherLine: before.line };
  }
}

function* checkRow(version: number, { systemUser, databaseUser }: IdentRow): Generator<Unplaced, void> {
  const regex = systemUser.octets.startsWith('/');
  const target = databaseUser.octets;
  const keyword = version >= 16 && ((!databaseUser.quoted && target.startsWith('+')) || target.startsWith('/'));
  if (regex) {
    const expression = systemUser.text.slice(1);
    const open = [/^(?:\(\?[a-z]+\)|\*{3}[:=]?)?(?:\^|\\A)/.test(expression) ? '' : '^', /(?:\$|\\Z)$/.test(expression) ? '' : '$'].filter(
      (sign) => sign !== '',
    );
    if (open.length > 0) yield { code: 'ident-regex-unanchored', expression, missing: open.join(' and ') };
    if (!keyword && target.includes('\\1') && !hasGroup(systemUser.octets.slice(1))) yield { code: 'ident-without-group', expression };
  }
  if (!keyword && !(regex && target.includes('\\1')) && target.length > MAX_NAME) {
    yield { code: 'ident-role-too-long', name: databaseUser.text, octets: target.length };
  }
}

/** True where the expression has a group that captures; brackets and escapes are stepped over. */
function hasGroup(expression: string): boolean {
  return /^(?:[^\\[(]|\\[^]|\[\^?\]?[^\]]*\]|\((?=\?))*\((?!\?)/.test(expression);
}
