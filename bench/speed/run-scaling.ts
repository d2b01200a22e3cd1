/**
 * How time grows with what a stranger may choose: the length of a chain, the pool of intermediates, entries of a CRL, names, constraints. Run in a process of
 * its own: `run-scaling.js SLICES`. Prints one line of JSON. Every answer is checked before it is timed.
 */
import { buildCrlIndex, findIndexed, parseCertificate, parseCrl, verifyChain } from '../../lib/index.ts';
import { type MadeCertificate, makeCertificate } from '../../lib/testing/certificate.ts';
import { makeExtension, nameConstraints } from '../../lib/x509/index.ts';
import { makeCrlFile } from './crl-file.ts';
import { ecKey, fixtures, HOST, nodeSigner, validity } from './fixtures.ts';
import { cpuMicroseconds, growth } from './harness.ts';

/** One series: microseconds by size. */
export interface ScalingTable {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly time: number }[];
  /** Of the larger half of the sizes, where what is fixed no longer hides the growth. */
  readonly exponent: number;
  /** Linear or better, a fifth for noise and caches granted. */
  readonly linear: boolean;
}

const LINEAR = 1.2;

interface Series {
  readonly name: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  /** Gives the work of a size. */
  readonly prepare: (size: number) => () => boolean;
}

const key = nodeSigner(ecKey('P-256', 'sha256'));
const root = makeCertificate({ ...validity, subject: 'CN=Root', key, ca: true });

/** What a client of HOST asks; from DER each time, with a budget that lets the work be done. */
function judging(leaf: MadeCertificate, pool: readonly Uint8Array[]): () => boolean {
  return () =>
    verifyChain({
      leaf: parseCertificate(leaf.certificate.der),
      intermediates: pool.map((der) => parseCertificate(der)),
      anchors: [root.certificate],
      purpose: 'serverAuth',
      peer: { kind: 'dns', value: HOST },
      budget: { signatures: 1000, comparisons: 1e6 },
    }).ok;
}

const host = [{ kind: 'dNSName' as const, value: HOST }];
const der = ({ certificate }: MadeCertificate): Uint8Array => certificate.der;
const below = (issuer: MadeCertificate, index: number): MadeCertificate =>
  makeCertificate({ ...validity, subject: `CN=CA ${index}`, issuer, key, ca: true });
const leafOf = (issuer: MadeCertificate): MadeCertificate => makeCertificate({ ...validity, subject: 'CN=leaf', issuer, key, names: host });

function chainOf(length: number): () => boolean {
  const cas = [root];
  while (cas.length < length) cas.push(below(cas.at(-1) as MadeCertificate, cas.length));
  return judging(leafOf(cas.at(-1) as MadeCertificate), cas.slice(1).map(der));
}

function poolOf(size: number): () => boolean {
  const pool = Array.from({ length: size }, (_, index) => below(root, index));
  return judging(leafOf(pool[size >> 1] as MadeCertificate), pool.map(der));
}

function crlOf(count: number): () => boolean {
  const { der: bytes, revoked } = makeCrlFile(count, fixtures.ecChain);
  return () => findIndexed(buildCrlIndex(parseCrl(bytes)), revoked[1]) !== undefined;
}

/** The name that is asked for is the last one. */
function namesOf(count: number): () => boolean {
  const names = Array.from({ length: count }, (_, i) => ({
    kind: 'dNSName' as const,
    value: i === count - 1 ? HOST : `host-${i}.example.test`,
  }));
  return judging(makeCertificate({ ...validity, subject: 'CN=leaf', issuer: root, key, names }), []);
}

/** The constraint that fits is the last one. */
function constraintsOf(count: number): () => boolean {
  const permitted = Array.from({ length: count }, (_, i) => ({
    base: { kind: 'dNSName' as const, value: i === count - 1 ? 'example.test' : `zone-${i}.test` },
    minimum: 0,
  }));
  const extensions = [makeExtension(nameConstraints, { permitted })];
  const ca = makeCertificate({ ...validity, subject: 'CN=Constrained', issuer: root, key, ca: true, extensions });
  return judging(leafOf(ca), [der(ca)]);
}

const tens = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000];

const SERIES: readonly Series[] = [
  { name: 'length of a chain of P-256', unit: 'certificates', sizes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], prepare: chainOf },
  { name: 'pool of intermediates, parsed each time', unit: 'certificates', sizes: tens, prepare: poolOf },
  {
    name: 'CRL: open, index, first answer',
    unit: 'entries',
    sizes: [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 1_500_000],
    prepare: crlOf,
  },
  { name: 'subjectAltNames of a leaf', unit: 'names', sizes: tens, prepare: namesOf },
  { name: 'name constraints of an intermediate', unit: 'constraints', sizes: tens, prepare: constraintsOf },
];

/** The best of several slices of 20 ms at least, after one to warm up. */
function bestOf(work: () => boolean, slices: number): number {
  if (!work()) throw new Error('a wrong answer');
  let best = Infinity;
  for (let slice = 0; slice <= slices; slice++) {
    const start = cpuMicroseconds();
    let calls = 0;
    do {
      work();
      calls++;
    } while (cpuMicroseconds() - start < (slice === 0 ? 60_000 : 20_000));
    if (slice > 0) best = Math.min(best, (cpuMicroseconds() - start) / calls);
  }
  return best;
}

// the compiler has had its say before the first figure
bestOf(chainOf(3), 40);
const slices = Number(process.argv[2] ?? 5);
const tables: ScalingTable[] = [];
for (const { name, unit, sizes, prepare } of SERIES) {
  process.stderr.write(`bench: ${name}\n`);
  const points = sizes.map((size) => ({ size, time: bestOf(prepare(size), slices) }));
  const exponent = growth(points.slice(Math.floor(points.length / 2) - 1));
  tables.push({ name, unit, points, exponent, linear: exponent <= LINEAR });
}
process.stdout.write(`${JSON.stringify(tables)}\n`);
