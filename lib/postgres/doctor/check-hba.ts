/** pg_hba.conf: lines that a server refuses, lines that never decide, and lines that let in more than they should (manual 21.1). */
import type { HbaRow } from '../access/types.ts';
import type { Facts } from './facts.ts';
import { covers, isLocalOnly, overlaps, types } from './hba-cover.ts';
import type { Problem, Unplaced } from './types.ts';

/** NAMEDATALEN less one: longer role names cannot exist. */
const MAX_NAME = 63;
/** Pairs of lines that are compared; files of more lines are compared as far as that goes. */
const MAX_PAIRS = 1_000_000;

/** Methods by which a password crosses the network as it is. */
const READABLE: readonly string[] = ['password', 'ldap', 'pam', 'radius', 'bsd'];

/** Checks pg_hba.conf. */
export function* checkHba(facts: Facts): Generator<Problem, void> {
  const { hba, hbaFile, ssl, files, input } = facts;
  if (hba === undefined) return;
  if (hbaFile === undefined) {
    if (input.stats[hba] !== undefined) yield { code: 'hba-missing', file: hba };
    return;
  }
  const fileOf = (row: { readonly file: string }): string =>
    row.file === '' ? hba : row.file.startsWith('/') ? row.file : `${hba.slice(0, hba.lastIndexOf('/'))}/${row.file}`;
  for (const error of hbaFile.errors) {
    yield {
      code: 'hba-line-refused',
      file: fileOf(error),
      line: error.line,
      problem: error.code,
      message: error.message,
      text: error.text.trim(),
      version: facts.version,
    };
  }
  const { rows } = hbaFile;
  if (rows.length === 0 && hbaFile.errors.length === 0) yield { code: 'hba-empty', file: hba };
  for (const row of rows) {
    for (const problem of checkRow(facts, row)) yield { ...problem, file: fileOf(row), line: row.line, text: row.text.trim() };
  }
  const needsTls = rows.find(({ type }) => type === 'hostssl');
  if (!ssl && needsTls !== undefined) {
    yield { code: 'hostssl-without-ssl', file: fileOf(needsTls), line: needsTls.line, text: needsTls.text.trim() };
  }
  const needsCa = rows.find(({ clientCert, method }) => clientCert !== 'off' && method !== 'reject');
  if (ssl && needsCa !== undefined && files.ca === undefined) {
    yield { code: 'ca-not-set', file: fileOf(needsCa), line: needsCa.line, text: needsCa.text.trim() };
    // emptied by a line of its own, that line is to be looked at too
    if (facts.setting('ssl_ca_file').source !== 'default')
      yield { code: 'ca-not-set', ...facts.placeOf('ssl_ca_file'), text: needsCa.text.trim() };
  }
  for (const [index, problem] of comparePairs(facts, rows)) {
    const row = rows[index] as HbaRow;
    yield { ...problem, file: fileOf(row), line: row.line, text: row.text.trim() };
  }
}

function* checkRow({ ssl, version }: Facts, row: HbaRow): Generator<Unplaced, void> {
  const { type, method, options, clientCert, clientName } = row;
  const remote = type !== 'local' && !isLocalOnly(row);
  const plain = remote && (type === 'host' || type === 'hostnossl');
  if (method === 'trust' && remote && clientCert === 'off') yield { code: 'hba-trust' };
  if (method === 'ident' && remote) yield { code: 'hba-ident-over-network' };
  if (READABLE.includes(method) && plain) yield { code: 'hba-password-readable', method };
  if (method === 'md5' && (plain || !ssl) && remote) yield { code: 'hba-password-as-md5' };
  if (row.warning !== undefined) yield { code: 'hba-gss-not-in-build' };
  for (const option of withoutEffect(method, clientCert, options)) yield { code: 'hba-option-without-effect', option, method, clientName };
  for (const { octets, text, quoted } of row.users) {
    const regex = version >= 16 && octets.startsWith('/');
    const name = !quoted && octets.startsWith('+') ? octets.slice(1) : octets;
    if (!regex && name.length > MAX_NAME) yield { code: 'hba-role-too-long', name: text, octets: name.length };
  }
}

/** Options that the server takes and never looks at. */
function withoutEffect(method: string, clientCert: string, options: HbaRow['options']): string[] {
  const given = (name: string): boolean => options[name] !== undefined;
  return [
    ...(method === 'reject' && given('clientcert') ? ['clientcert'] : []),
    // the name is compared only by verify-full and by cert
    ...(given('clientname') && (method === 'reject' || clientCert !== 'verify-full') ? ['clientname'] : []),
  ];
}

/** Lines behind lines that take all their connections, and plain connections that come in before a hostssl line. */
function* comparePairs(facts: Facts, rows: readonly HbaRow[]): Generator<readonly [number, Unplaced], void> {
  let pairs = 0;
  for (const [index, row] of rows.entries()) {
    for (const first of rows.slice(0, Math.min(index, MAX_PAIRS - pairs))) {
      pairs++;
      if (!covers(first, row)) continue;
      const stricter = row.type === 'hostssl' && types(first).includes('plain') && first.method !== 'reject';
      const fields = { otherLine: first.line, otherText: first.text.trim() };
      yield [index, { code: 'hba-line-never-used', ...fields, hostssl: stricter ? 'yes' : undefined }];
      break;
    }
  }
  if (!facts.ssl) return;
  pairs = 0;
  for (const [index, row] of rows.entries()) {
    if (!types(row).includes('plain') || row.method === 'reject') continue;
    pairs += rows.length;
    if (pairs > MAX_PAIRS) return;
    // a plain connection that an earlier line refuses never comes here
    if (
      rows
        .slice(0, index)
        .some((other) => other.method === 'reject' && types(other).includes('plain') && covers({ ...other, type: row.type }, row))
    )
      continue;
    const demanded = rows.find(
      // plaintext on the machine itself is harmless, unless lines ask for TLS there and nowhere else
      (other) => other.type === 'hostssl' && other.method !== 'reject' && (!isLocalOnly(row) || isLocalOnly(other)) && overlaps(other, row),
    );
    if (demanded === undefined) continue;
    yield [
      index,
      {
        code: 'hba-plaintext-before-hostssl',
        otherLine: demanded.line,
        otherText: demanded.text.trim(),
        order: demanded.line > row.line ? 'before' : 'behind',
      },
    ];
  }
}
