/**
 * Random worlds judged by `openssl verify` and by the engine: every error it prints, with its number and depth, in its order. CERTWRIGHT_SEED chooses other worlds,
 * CERTWRIGHT_WORLDS more of them.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodePem } from '../../lib/index.ts';
import { verifyErrorWords } from '../../lib/openssl-verify/errors.ts';
import { runVerify } from '../../lib/openssl-verify/verify.ts';
import { seed } from '../support/properties.ts';
import { seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion } from './openssl-tools.ts';
import { randomWorld, trustedBlock, type World } from './openssl-verify-worlds.ts';

const WORLDS = Number(process.env['CERTWRIGHT_WORLDS'] ?? 600);

/** Numbers of errors after which the command looks for more. */
const CONTINUES: readonly number[] = [10, 11, 12, 18, 25, 26, 34, 37, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 92, 93];

/** Errors as `number@depth`. */
interface Opinion {
  readonly ok: boolean;
  readonly errors: readonly string[];
}

/** What the engine says where the command's callback decides when to end. */
function askEngine(world: World): Opinion {
  const { leaf, sent, trusted, crls, at, purpose, securityLevel, flags, depth } = world;
  const errors: string[] = [];
  const { failures } = runVerify({
    leaf,
    sent,
    trusted,
    crls,
    at,
    purpose,
    securityLevel,
    flags,
    depth,
    overrides: ({ code, depth: place }) => {
      const { number } = verifyErrorWords(code);
      errors.push(`${number}@${place}`);
      return CONTINUES.includes(number);
    },
  });
  return { ok: failures.length === 0, errors };
}

function commandOf(world: World, folder: string, index: number): string {
  const write = (what: string, blocks: readonly { readonly label: string; readonly der: Uint8Array }[]): string => {
    const name = `${index}.${what}`;
    writeFileSync(join(folder, name), blocks.map(({ label, der }) => encodePem(label, der)).join(''));
    return name;
  };
  const certificates = (list: World['sent']): { label: string; der: Uint8Array }[] =>
    list.map(({ der }) => ({ label: 'CERTIFICATE', der }));
  const { leaf, sent, trusted, crls, at, purpose, securityLevel, flags, depth } = world;
  const words = ['-no-CApath', '-no-CAstore', '-auth_level', String(securityLevel), '-attime', String(Math.floor(at / 1000))];
  words.push('-CAfile', write('ca', trusted.map(trustedBlock)));
  if (sent.length > 0) words.push('-untrusted', write('sent', certificates(sent)));
  if (crls !== undefined) words.push(flags.crlCheck === 'leaf' ? '-crl_check' : '-crl_check_all');
  if (crls !== undefined && crls.length > 0)
    words.push(
      '-CRLfile',
      write(
        'crls',
        crls.map(({ der }) => ({ label: 'X509 CRL', der })),
      ),
    );
  if (purpose !== undefined) words.push('-purpose', purpose);
  if (depth !== undefined) words.push('-verify_depth', String(depth));
  if (flags.partialChain === true) words.push('-partial_chain');
  if (flags.checkSsSignature === true) words.push('-check_ss_sig');
  if (flags.x509Strict === true) words.push('-x509_strict');
  if (flags.ignoreCritical === true) words.push('-ignore_critical');
  return `openssl verify ${words.join(' ')} ${write('leaf', certificates([leaf]))} >${index}.out 2>&1`;
}

/** What the command says; undefined where it does not load the files, which is no judgement. */
async function askCommand(worlds: readonly World[]): Promise<(Opinion | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'certwright-verify-'));
  try {
    const lines = worlds.map((world, index) => commandOf(world, folder, index));
    const halves = [0, 1].map((half) => lines.filter((_, index) => index % 2 === half));
    await Promise.all(
      halves.map(async (half, number) => {
        writeFileSync(join(folder, `run${number}.sh`), `${half.join('\n')}\ntrue\n`);
        await promisify(execFile)('sh', [`run${number}.sh`], { cwd: folder });
      }),
    );
    return worlds.map((_, index) => {
      const text = readFileSync(join(folder, `${index}.out`), 'latin1');
      const errors = [...text.matchAll(/^error (\d+) at (\d+) depth lookup: /gm)].map(([, number, depth]) => `${number}@${depth}`);
      if (/^Error loading|Could not (?:read|load)|unable to load/m.test(text)) return undefined;
      return { ok: /: OK\n/.test(text), errors };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const suite = requireOrSkip('openssl 3.0', opensslVersion !== undefined);

suite(`${WORLDS} random worlds (CERTWRIGHT_SEED=${seed}) by ${opensslVersion}`, function () {
  this.timeout(Math.max(60_000, WORLDS * 60));

  it('are judged with the same errors at the same depths', async () => {
    const random = seededRandom(seed);
    const worlds = Array.from({ length: WORLDS }, () => randomWorld(random));
    const theirs = await askCommand(worlds);
    const counts = new Map<string, number>();
    const different: string[] = [];
    let unread = 0;
    for (const [index, world] of worlds.entries()) {
      const wanted = theirs[index];
      if (wanted === undefined) {
        unread++;
        continue;
      }
      const first = wanted.ok ? 'ok' : (wanted.errors[0]?.split('@')[0] ?? 'none');
      counts.set(first, (counts.get(first) ?? 0) + 1);
      const found = askEngine(world);
      if (found.ok === wanted.ok && found.errors.join() === wanted.errors.join()) continue;
      const { faults, flags, purpose, securityLevel, depth, crls } = world;
      different.push(
        `${index}: openssl ${wanted.ok ? 'OK' : wanted.errors.join()}, ours ${found.ok ? 'OK' : found.errors.join()} ${JSON.stringify({ faults, flags, purpose, securityLevel, depth, crls: crls?.length })}`,
      );
    }
    const table = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name}: ${count}`);
    process.stdout.write(`      first error: ${table.join(', ')}; not loaded: ${unread}\n`);
    assert.deepEqual(different.slice(0, 20), [], `${different.length} of ${WORLDS} worlds`);
    assert.ok((counts.get('ok') ?? 0) > WORLDS / 8, 'too few are good');
    assert.ok(unread < WORLDS / 10, 'too many are not loaded');
  });
});
