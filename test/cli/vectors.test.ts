import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseName } from '../../lib/index.ts';
import { runCli } from './run-cli.ts';

const names = Object.fromEntries(
  [['alice', 'CN=alice'] as const, ['ALICE', 'CN=ALICE'] as const, ['bob', 'CN=bob'] as const].map(([id, text]) => [
    id,
    Buffer.from(parseName(text).der).toString('base64'),
  ]),
);
const good = { names, tests: [{ a: 'alice', b: 'ALICE', match: true, why: 'case folds' }], malformed: [] };
const bad = { names, tests: [...good.tests, { a: 'alice', b: 'bob', match: true, why: 'not so' }], malformed: [] };

describe('certwright vectors', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'certwright-vectors-'));
  const vectors = async (...args: readonly string[]) => runCli(['vectors', ...args], { cwd: folder });
  const write = (name: string, content: unknown): void => writeFileSync(join(folder, name), JSON.stringify(content));

  before(() => {
    mkdirSync(join(folder, 'mixed/deep'), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    write('good.json', good);
    write('bad.json', bad);
    write('mixed/deep/names.json', good);
    write('mixed/other.json', { tests: [{ id: 'x', shouldParse: true }] });
    writeFileSync(join(folder, 'text.json'), 'not JSON');
    write('damaged.json', { tests: [{ id: 'x', algorithm: 'not Base64!' }] });
    write('lacking.json', { tests: [{ id: 'x' }] });
    write('null.json', null);
    write('foreign.json', [{ id: 'x' }]);
    write('key.json', [
      { id: 'x', side: 'server', euid: 'self', egids: [], stat: null, statError: 'ENOENT', decision: 'accept', reason: 'key-missing' },
    ]);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('passes: exit code 0 and a summary', async () => {
    const { code, stdout, stderr } = await vectors('boringssl-names', 'good.json');
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(stdout, 'boringssl-names: 1 tests, 1 passed, 0 failed, 0 deviate for a reason, 0 skipped\n');
  });

  it('fails: exit code 1, each failure with its reason', async () => {
    const { code, stdout } = await vectors('boringssl-names', 'bad.json');
    assert.equal(code, 1);
    assert.match(stdout, /^boringssl-names: 2 tests, 1 passed, 1 failed/);
    assert.match(stdout, /^FAILED alice \/ bob: expected match, got no match \(not so\)$/m);
  });

  it('compares the decision on a key file besides its reason', async () => {
    const { code, stdout } = await vectors('pg-keyperm', 'key.json');
    assert.equal(code, 1);
    assert.match(stdout, /^FAILED x: expected accept key-missing, got refuse key-missing /m);
  });

  it('prints the report of DESIGN with --json', async () => {
    const { code, stdout } = await vectors('boringssl-names', 'bad.json', '--json');
    assert.equal(code, 1);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(report['failures'], [{ id: 'alice / bob', expected: 'match', got: 'no match', why: 'not so' }]);
    assert.deepEqual(
      ['suite', 'total', 'passed', 'failed', 'skipped', 'deviations', 'skips'].map((key) => report[key]),
      ['boringssl-names', 2, 1, 1, 0, [], []],
    );
  });

  it('takes the files of the suite out of a folder', async () => {
    const { code, stdout } = await vectors('boringssl-names', 'mixed');
    assert.equal(code, 0);
    assert.match(stdout, /^boringssl-names: 1 tests, 1 passed/);
  });

  it('could not tell: exit code 2 and one line on stderr', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['nonsense', 'good.json'], /^certwright: no suite is called nonsense; there are wycheproof, /],
      [['toString', 'good.json'], /^certwright: no suite is called toString; /],
      [['boringssl-names', 'nowhere'], /^certwright: cannot read nowhere: ENOENT$/m],
      [['boringssl-names', 'empty'], /^certwright: empty holds no test of the suite boringssl-names$/m],
      [['boringssl-names', 'text.json'], /^certwright: text\.json is not JSON$/m],
      [['boringssl-signed-data', 'damaged.json'], /^certwright: damaged\.json: not Base64: "not Base64!"$/m],
      [['boringssl-signed-data', 'lacking.json'], /^certwright: lacking\.json: a test lacks one of its Base64 texts$/m],
      [['boringssl-crl', 'null.json'], /^certwright: null\.json holds no time, maxAgeSeconds and tests$/m],
      [['boringssl-names', 'mixed/other.json'], /^certwright: other\.json holds no names and tests$/m],
      [['pg-keyperm', 'foreign.json'], /^certwright: foreign\.json is not of this suite, or damaged: /],
      [['pg-cases', 'foreign.json'], /^certwright: foreign\.json is not of this suite, or damaged: /],
      [['boringssl-names'], /^certwright: missing required argument 'path'/],
    ];
    for (const [args, line] of cases) {
      const { code, stdout, stderr } = await vectors(...args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, line);
      assert.equal(stderr.indexOf('\n'), stderr.length - 1, stderr);
    }
  });
});
