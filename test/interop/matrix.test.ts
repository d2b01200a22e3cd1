/**
 * Every kind of key in every container: written by certwright and read by OpenSSL, pyca/cryptography, node:crypto and Java, and written by them and read by
 * certwright. What a tool does not know is listed with the reason; where it knows it all the same, that fails too.
 */
import assert from 'node:assert/strict';
import { equalBytes } from '../../lib/base/bytes.ts';
import { encodePublicKey } from '../../lib/index.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { type Container, CONTAINERS, makeMaterials, type Material } from './matrix-kit.ts';
import { type Answer, keytool, nodeCrypto, openssl, pyca, type Tool } from './matrix-tools.ts';
import { opensslVersion } from './openssl-tools.ts';

interface Exception {
  readonly tool: string;
  readonly keys: RegExp;
  readonly containers: RegExp;
  readonly reason: string;
}

const EVERY = /^/;

/** What a tool does neither read nor write. */
const UNKNOWN: readonly Exception[] = [
  { tool: 'pyca', keys: /^brainpoolP(?:224|320)r1$/, containers: EVERY, reason: 'it does not know the curve' },
];
/** What a tool does not read of ours. */
const NOT_READ: readonly Exception[] = [
  ...UNKNOWN,
  {
    tool: 'pyca',
    keys: /3 primes/,
    containers: /^(?:PKCS#8|traditional|PKCS#12)/,
    reason: 'private keys of more than two primes are refused',
  },
  { tool: 'node:crypto', keys: /^x/, containers: /^PKCS#12/, reason: 'TLS has no certificates with keys for agreement' },
];
/** What a tool does not write. */
const NOT_WRITTEN: readonly Exception[] = [
  ...UNKNOWN,
  { tool: 'pyca', keys: /3 primes/, containers: EVERY, reason: 'private keys of more than two primes are refused' },
  {
    tool: 'pyca',
    keys: /^x/,
    containers: /^(?:PKCS#12|certificate)/,
    reason: 'keys for agreement sign nothing, and are refused in PKCS #12',
  },
  { tool: 'OpenSSL', keys: /^x/, containers: /^certificate$/, reason: 'keys for agreement sign nothing' },
];

requireOrSkip('OpenSSL 3.0', opensslVersion !== undefined)('matrix of keys and containers', function () {
  this.timeout(180_000);
  let materials: Material[] = [];
  before(() => void (materials = makeMaterials()));

  for (const tool of [openssl, pyca, nodeCrypto, keytool]) {
    // Only OpenSSL and Node are on every machine that runs this.
    if (tool.missing !== undefined) process.stderr.write(`\n*** SKIPPED: the matrix needs ${tool.missing}, which was not found here ***\n`);
    (tool.missing === undefined ? describe : describe.skip)(tool.name, () => {
      it('reads what certwright writes', async () => {
        const cells = cellsOf(tool, tool.reads, materials);
        const answers = await tool.readAll(
          cells.map(({ container, material }) => ({ container: container.name, octets: container.write(material) })),
        );
        report(
          tool,
          NOT_READ,
          cells.map((cell, index) => ({ ...cell, problem: problemOf(tool, answers[index], cell.material) })),
        );
      });

      it('writes what certwright reads', async () => {
        const cells = cellsOf(tool, tool.writes, materials);
        const answers = await tool.writeAll(cells.map(({ container, material }) => ({ container: container.name, material })));
        report(
          tool,
          NOT_WRITTEN,
          cells.map((cell, index) => ({ ...cell, problem: problemOf(tool, readBack(cell.container, answers[index]), cell.material) })),
        );
      });
    });
  }
});

interface Cell {
  readonly container: Container;
  readonly material: Material;
}

function cellsOf({ keys = EVERY }: Tool, names: readonly string[], materials: readonly Material[]): Cell[] {
  const known = CONTAINERS.filter(({ name }) => names.includes(name));
  assert.equal(known.length, names.length, 'a tool names a container that is none');
  return known.flatMap((container) =>
    materials.filter((material) => keys.test(material.name) && container.holds(material)).map((material) => ({ container, material })),
  );
}

/** Undefined where the key came out; a reader of no key (node:crypto of PKCS #12) answers with nothing. */
function problemOf({ forgetsPss }: Tool, answer: Answer | undefined, { key, spki }: Material): string | undefined {
  if (answer === undefined || typeof answer === 'string') return answer ?? 'no answer';
  const plain = forgetsPss === true && key.kind === 'rsa-pss' ? [encodePublicKey({ kind: 'rsa', n: key.n, e: key.e })] : [];
  return answer.length === 0 || [spki, ...plain].some((wanted) => equalBytes(answer, wanted)) ? undefined : 'another key came out';
}

function readBack(container: Container, written: Answer | undefined): Answer | undefined {
  if (written === undefined || typeof written === 'string') return written;
  try {
    return container.read(written);
  } catch (error) {
    return `certwright: ${String(error)}`;
  }
}

function report(
  { name }: Tool,
  exceptions: readonly Exception[],
  cells: readonly (Cell & { readonly problem: string | undefined })[],
): void {
  assert.ok(cells.length >= 7, `only ${cells.length} cells`);
  const lines = cells.flatMap(({ container, material, problem }) => {
    const known = exceptions.find(
      ({ tool, keys, containers }) => tool === name && keys.test(material.name) && containers.test(container.name),
    );
    if ((problem === undefined) === (known === undefined)) return [];
    return [`${material.name} in ${container.name}: ${problem ?? `works, though it is listed: ${known?.reason ?? ''}`}`];
  });
  assert.deepEqual(lines, []);
}
