/** CRLs of growing length, each read by each library in a process of its own, and by `openssl crl`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePem } from '../../lib/asn1/index.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { makeCrlFile } from './crl-file.ts';
import type { CrlResult } from './crl-process.ts';
import { fixtures } from './fixtures.ts';
import type { Mode } from './options.ts';
import { COMPILED, type Ended, runTimed } from './processes.ts';

/** One library's figures for one CRL. */
export interface CrlRow extends Partial<CrlResult> {
  readonly peer: string;
  /** CPU milliseconds of the whole process. */
  readonly whole?: number;
  /** MB beyond a process that loads the same and reads the file only. */
  readonly beyond?: number;
  readonly failure?: string;
}

/** All figures for one CRL. */
export interface CrlTable {
  readonly entries: number;
  readonly octets: number;
  readonly rows: readonly CrlRow[];
}

/** By the name of the row. */
const OURS = {
  'certwright, one answer': ['scan', 'crl.der'],
  'certwright, index': ['index', 'crl.der'],
  'certwright, index from PEM': ['pem', 'crl.pem'],
} as const;

/** The row of OpenSSL's command. */
export const OPENSSL = 'openssl crl';

const least = (values: readonly number[]): number => Math.min(...values);

/** The best of several runs, figure by figure. */
function best(peer: string, runs: readonly Ended[], base: number): CrlRow {
  const [failed] = runs.filter(({ failure }) => failure !== undefined);
  if (failed?.failure !== undefined) return { peer, failure: failed.failure };
  const results = runs.flatMap(({ stdout }) => (stdout.startsWith('{') ? [JSON.parse(stdout) as CrlResult] : []));
  const whole = runs.flatMap(({ cpu }) => (cpu === undefined ? [] : [cpu]));
  const peak = least(results.map(({ peak }) => peak));
  const note = results[0]?.note;
  return {
    peer,
    // who goes on asking has no whole to tell
    ...(whole.length > 0 && results[0]?.lookup === undefined && { whole: least(whole) }),
    ...(results.length > 0 && {
      open: least(results.map(({ open }) => open)),
      first: least(results.map(({ first }) => first)),
      ...(results[0]?.lookup !== undefined && { lookup: least(results.flatMap(({ lookup }) => lookup ?? [])) }),
      peak,
      beyond: peak - base,
    }),
    ...(note !== undefined && { note }),
  };
}

/** Peers' adapters that read CRLs. */
function readers(): string[] {
  const folder = 'bench/peers/speed';
  return readdirSync(folder).filter((file) => readFileSync(join(folder, file), 'utf8').includes('export const crl'));
}

function measureOne(count: number, { crlSeconds, processes }: Mode, peers: boolean): CrlTable {
  const { der, revoked, unknown } = makeCrlFile(count, fixtures.ecChain);
  const folder = mkdtempSync(join(tmpdir(), 'bench-crl-'));
  try {
    writeFileSync(join(folder, 'crl.der'), der);
    writeFileSync(join(folder, 'crl.pem'), encodePem('X509 CRL', der));
    const serials = [...revoked, ...unknown].map((serial) => toHex(serial));
    const read = ([how, file]: readonly [string, string]): Ended =>
      runTimed(process.execPath, [join(COMPILED, 'crl-process.js'), how, join(folder, file), ...serials], crlSeconds);
    const openssl = (): Ended =>
      runTimed('openssl', ['crl', '-inform', 'DER', '-in', join(folder, 'crl.der'), '-noout', '-hash'], crlSeconds);
    const names = Object.keys(OURS) as (keyof typeof OURS)[];
    const jobs = [
      ...names.map((name) => () => read(OURS[name])),
      () => read(['nothing', 'crl.der']),
      () => read(['nothing', 'crl.pem']),
      openssl,
    ];
    const runs = jobs.map((): Ended[] => []);
    for (let round = 0; round < processes; round++) for (const [i, job] of jobs.entries()) runs[i]?.push(job());
    const [baseDer, baseText] = [3, 4].map((i) => best('', runs[i] as Ended[], 0).peak ?? 0) as [number, number];
    const rows = names.map((name, i) => best(name, runs[i] as Ended[], name.endsWith('PEM') ? baseText : baseDer));
    rows.push(best('(the file is read, no more)', runs[3] as Ended[], baseDer));
    const [command] = runs.at(-1) as [Ended];
    if (command.failure === undefined) rows.push(best(OPENSSL, runs.at(-1) as Ended[], 0));
    if (peers) for (const file of readers()) rows.push(best(file.replace('.mjs', ''), [read([file, 'crl.der'])], baseDer));
    return { entries: count, octets: der.length, rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Figures for the CRLs of a mode. */
export function measureCrls(mode: Mode, peers: boolean): CrlTable[] {
  return mode.crlSizes.map((count) => {
    process.stderr.write(`bench: CRL of ${count} entries\n`);
    return measureOne(count, mode, peers);
  });
}
