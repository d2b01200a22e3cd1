/**
 * The thresholds that the library has set itself, as data, and what a run says to them. A ratio compares best slices; how much faster than the others certwright
 * is counts against the best of them in that very run.
 */
import type { CrlTable } from './crl.ts';
import { OPENSSL } from './crl.ts';
import type { ItemResult } from './run-items.ts';
import type { SizeRow } from './start.ts';

/** What is known after a run. Parts that did not run are empty. */
export interface Figures {
  readonly items: readonly ItemResult[];
  readonly crl: readonly CrlTable[];
  readonly sizes: readonly SizeRow[];
}

/** One threshold: `measure` gives the figure, or undefined where the run does not tell. */
export interface Target {
  readonly what: string;
  /** At least so much, or at most. */
  readonly bound: 'at least' | 'at most';
  readonly wanted: number;
  readonly unit: string;
  /** Whether it depends on the machine, so that it is told apart from ratios. */
  readonly absolute: boolean;
  measure(figures: Figures): number | undefined;
}

/** A threshold and its outcome. */
export interface Outcome extends Omit<Target, 'measure'> {
  readonly measured: number | undefined;
  readonly met: boolean | undefined;
}

const OURS = 'certwright';
const NATIVE = 'node:crypto';
/** What is native code through and through is no peer; those that only sign through WebCrypto are. */
const NO_PEERS = [OURS, NATIVE, 'WebCrypto', 'certwright, no memo'];

/** Key generation counts by its median, all else by its best slice. */
const timeOf = (item: ItemResult, peer: string): number | undefined => {
  const row = item.rows.find((candidate) => candidate.peer === peer);
  return item.id === 'rsa2048-keygen' ? row?.median : row?.best;
};

/** How many times faster certwright is than `peer` (`best`: the fastest of all but natives) in the item. */
export function speedup({ items }: Pick<Figures, 'items'>, id: string, peer: string): number | undefined {
  const item = items.find((candidate) => candidate.id === id);
  if (item === undefined) return undefined;
  const others = item.rows
    .map((row) => row.peer)
    .filter((name) => !NO_PEERS.includes(name) && !(peer === 'best JS' && name.includes('wasm')));
  const times = (peer.startsWith('best') ? others : [peer]).flatMap((name) => timeOf(item, name) ?? []);
  const ours = timeOf(item, OURS);
  return ours === undefined || times.length === 0 ? undefined : Math.min(...times) / ours;
}

const ratio = (what: string, wanted: number, id: string, peer: string, against: string = peer): Target => ({
  what,
  bound: 'at least',
  wanted,
  unit: `x ${against}`,
  absolute: false,
  measure: (figures) => speedup(figures, id, peer),
});

type CrlField = 'open' | 'first' | 'lookup' | 'beyond' | 'whole';

function crlFigure({ crl }: Figures, peer: string, ...fields: readonly CrlField[]): number | undefined {
  const row = crl.find(({ entries }) => entries === 1_000_000)?.rows.find((candidate) => candidate.peer === peer);
  const values = fields.map((field) => row?.[field]);
  return values.reduce((sum, value) => (sum === undefined || value === undefined ? undefined : sum + value), 0);
}

const crlAtMost = (what: string, wanted: number, unit: string, peer: string, ...fields: readonly CrlField[]): Target => ({
  what: `CRL of 1,000,000 entries, ${what}`,
  bound: 'at most',
  wanted,
  unit,
  absolute: !fields.includes('beyond'),
  measure: (figures) => crlFigure(figures, peer, ...fields),
});

const milliseconds = (what: string, wanted: number, id: string): Target => ({
  what,
  bound: 'at most',
  wanted,
  unit: 'ms',
  absolute: true,
  measure: ({ items }) => {
    const item = items.find((candidate) => candidate.id === id);
    const best = item && timeOf(item, OURS);
    return best === undefined ? undefined : best / 1000;
  },
});

const NOBLE = '@noble/curves';
const PURE = 'the best pure-JS peer';
const ANY = 'the best peer';

/** In the order of the table. */
export const TARGETS: readonly Target[] = [
  ratio('P-256 verify, another key each time', 7, 'p256-verify-fresh', NOBLE),
  ratio('P-256 verify, another key each time', 0.55, 'p256-verify-fresh', NATIVE),
  ratio('P-256 verify, same key', 8, 'p256-verify-same', NOBLE),
  ratio('P-384 verify, another key each time', 4, 'p384-verify-fresh', NOBLE),
  ratio('P-384 verify, same key', 4, 'p384-verify-same', NOBLE),
  ratio('P-256 sign', 2.5, 'p256-sign', NOBLE),
  ratio('RSA-2048 verify', 1.4, 'rsa2048-verify', 'best JS', PURE),
  ratio('RSA-4096 verify', 1.25, 'rsa4096-verify', 'best JS', PURE),
  ratio('RSA-2048 sign', 2.8, 'rsa2048-sign', 'best JS', PURE),
  ratio('RSA-4096 sign', 2.8, 'rsa4096-sign', 'best JS', PURE),
  ratio('RSA-2048 key generation, median', 1 / 1.3, 'rsa2048-keygen', NATIVE),
  ratio('parse a certificate of RSA', 30, 'parse-rsa-leaf', NATIVE),
  ratio('parse a certificate of RSA', 25, 'parse-rsa-leaf', 'best', ANY),
  ratio('parse a certificate of P-256', 30, 'parse-ec-leaf', NATIVE),
  ratio('parse a certificate of P-256', 25, 'parse-ec-leaf', 'best', ANY),
  ratio('chain of three from DER, RSA-2048', 1.8, 'chain-rsa', NATIVE),
  ratio('chain of three from DER, RSA-2048', 6, 'chain-rsa', 'best', ANY),
  ratio('chain of three from DER, P-256', 0.7, 'chain-p256', NATIVE),
  ratio('chain of three from DER, P-256', 6, 'chain-p256', 'best', ANY),
  {
    what: 'CRL of 1,000,000 entries, open + first answer, whole process',
    bound: 'at least',
    wanted: 3,
    unit: `x ${OPENSSL}`,
    absolute: false,
    measure: (figures) => {
      const [theirs, ours] = [crlFigure(figures, OPENSSL, 'whole'), crlFigure(figures, 'certwright, one answer', 'whole')];
      return theirs === undefined || ours === undefined ? undefined : theirs / ours;
    },
  },
  crlAtMost('open + first answer, memory beyond the file', 16, 'MB', 'certwright, one answer', 'beyond'),
  ratio('issue a P-256 leaf', 2, 'issue-p256', 'best', ANY),
  {
    what: 'verify bundle with RSA + P-256',
    bound: 'at most',
    wanted: 25,
    unit: 'kB gzip',
    absolute: false,
    measure: ({ sizes }) => sizes.find(({ name }) => name === 'certwright, RSA + P-256')?.gzip,
  },
  crlAtMost('open, index, first answer', 250, 'ms', 'certwright, index', 'open', 'first'),
  crlAtMost('open, index, first answer, memory beyond the file', 16, 'MB', 'certwright, index', 'beyond'),
  crlAtMost('later answers', 1, 'us', 'certwright, index', 'lookup'),
  crlAtMost('one question by a full strict scan', 60, 'ms', 'certwright, one answer', 'open', 'first'),
  milliseconds('bundle of roots from PEM', 3, 'parse-bundle-pem'),
];

/** Each threshold with what the run says. */
export function judgeTargets(figures: Figures, targets: readonly Target[] = TARGETS): Outcome[] {
  return targets.map(({ measure, ...target }) => {
    const measured = measure(figures);
    const met = measured === undefined ? undefined : target.bound === 'at least' ? measured >= target.wanted : measured <= target.wanted;
    return { ...target, measured, met };
  });
}
