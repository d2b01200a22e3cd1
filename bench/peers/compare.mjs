/**
 * Has every library judge the same cases: `npm run compare -- PATH-TO-CORPORA [--only certwright,pkijs] [--seconds 15]`. Each runs in a process of its own,
 * which ends when one case takes longer than that. Prints the tables; with all engines it writes them into docs/comparison.md, too, and comparison.json.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { limboCases, mutants, pkitsCases } from './cases.mjs';
import { hasNames } from './host-names.mjs';
import { tables } from './tables.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, seconds: { type: 'string', default: '15' } },
});
const [corpora] = positionals;
if (corpora === undefined) throw new Error('usage: npm run compare -- PATH-TO-CORPORA [--only NAME,...] [--seconds N]');

/** An engine's process, started again after one that had to be ended. */
class Engine {
  #file;
  #child;
  about;

  constructor(file) {
    this.#file = file;
  }

  async start() {
    this.#child = fork(join(here, 'worker.mjs'), [this.#file], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    [this.about] = await once(this.#child, 'message');
  }

  stop() {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async ask(task) {
    if (this.#child === undefined) await this.start();
    const child = this.#child;
    const done = new AbortController();
    const timer = setTimeout(() => done.abort(), Number(values.seconds) * 1000);
    const { signal } = done;
    child.send(task);
    try {
      const [answer] = await Promise.race([
        once(child, 'message', { signal }),
        once(child, 'exit', { signal }).then(([code, signal]) => [{ outcome: 'died', why: String(code ?? signal) }]),
      ]);
      if (answer.outcome === 'died') this.stop();
      return answer;
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
      this.stop();
      return { outcome: 'timeout' };
    } finally {
      clearTimeout(timer);
      done.abort();
    }
  }
}

/** A flood gets a process of its own; where an engine has no host names, Node's answer is added to an acceptance as `helped`. */
async function judgeCase(engine, item) {
  const fresh = item.flood || item.id.startsWith('pathological::');
  if (fresh) {
    engine.stop();
    await engine.start();
  }
  const answer = await engine.ask({ item });
  const helped = answer.outcome === 'accept' && !engine.about.ownHostNames && !hasNames(item.leaf, item.peers) ? 'refuse' : answer.outcome;
  const { suite, id, core, flood, valid } = item;
  return { suite, id, core, flood, fresh, valid, ...answer, helped };
}

async function judgeAll(file, cases, damaged) {
  const engine = new Engine(file);
  await engine.start();
  const { about } = engine;
  if (about.version === undefined) {
    engine.stop();
    return { ...about, missing: true };
  }
  const answers = [];
  for (const item of cases) answers.push(await judgeCase(engine, item));
  const read = [];
  for (const [kind, der] of Object.entries(damaged)) if ((await engine.ask({ parse: der })).outcome === 'accept') read.push(kind);
  engine.stop();
  return { ...about, answers, mutantsRead: read, mutants: Object.keys(damaged) };
}

const cases = [...limboCases(corpora), ...pkitsCases(corpora)];
const damaged = mutants(new Uint8Array(readFileSync(join(corpora, 'pkits/certs/GoodCACert.crt'))));
const files = readdirSync(join(here, 'adapters')).filter((file) => values.only?.split(',').includes(file.replace('.mjs', '')) ?? true);
const engines = [];
for (const file of files) {
  process.stderr.write(`${file}\n`);
  engines.push(await judgeAll(file, cases, damaged));
}
engines.sort((a, b) => rank(a) - rank(b));

/** certwright first, then the other libraries, then those by hand, then the programs. */
function rank({ name }) {
  return name === 'certwright' ? 0 : /OpenSSL|pyca/.test(name) ? 3 : name.includes('by hand') ? 2 : 1;
}

const text = tables(engines);
process.stdout.write(text);
if (values.only === undefined) {
  writeFileSync(join(here, 'comparison.json'), `${JSON.stringify(engines, undefined, 1)}\n`);
  const page = join(here, '../../docs/comparison.md');
  const marked = /(<!-- tables, by bench\/peers -->\n)[^]*(<!-- end -->)/;
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(marked, (_all, start, end) => `${start}\n${text}\n${end}`),
  );
}
