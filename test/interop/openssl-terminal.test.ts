/** Questions at a real terminal (a pseudo-terminal of script(1)): passphrases are asked for as OpenSSL does, and nobody sees what is typed. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPrivateKey } from '../../lib/index.ts';
import { repositoryRoot } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const version = spawnSync('script', ['--version'], { encoding: 'utf8' });
const hasScript = version.status === 0 && version.stdout.includes('util-linux');

requireOrSkip('script of util-linux', hasScript)('certwright openssl at a terminal', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'certwright-openssl-'));
    writeFileSync(join(folder, 'own.cnf'), '[req]\ndistinguished_name=dn\n[dn]\nCN=Common Name\nO=Organization\nO_default=Example\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Types each answer when its question has come; gives the exit code and all that was to be seen. */
  async function talk(
    words: string,
    answers: readonly (readonly [question: string, answer: string])[],
  ): Promise<{ readonly code: number | null; readonly seen: string }> {
    const program = `'${process.execPath}' --import '${import.meta.resolve('tsx')}' '${join(repositoryRoot, 'apps/cli/main.ts')}' openssl ${words}`;
    const child = spawn('script', ['-qec', program, '/dev/null'], { cwd: folder, env: { ...process.env, OPENSSL_CONF: 'own.cnf' } });
    const left = [...answers];
    let seen = '';
    let from = 0;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      seen += chunk;
      const [next] = left;
      const at = next === undefined ? -1 : seen.indexOf(next[0], from);
      if (next === undefined || at < 0) return;
      from = at + next[0].length;
      left.shift();
      child.stdin.write(next[1]);
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    assert.deepEqual(left, [], seen);
    return { code, seen: seen.replaceAll('\r', '') };
  }

  const make = 'req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout a.key -out a.csr';

  it('asks twice for a new passphrase, and for it again to use the key', async () => {
    const made = await talk(`${make} -subj /CN=a`, [
      ['Enter PEM pass phrase:', 'correct horse\n'],
      ['Verifying - Enter PEM pass phrase:', 'correct horse\n'],
    ]);
    assert.equal(made.code, 0, made.seen);
    assert.equal(made.seen, 'Enter PEM pass phrase:\nVerifying - Enter PEM pass phrase:\n-----\n');
    assert.equal(loadPrivateKey(readFileSync(join(folder, 'a.key'), 'utf8'), { passphrase: 'correct horse' }).kind, 'ec');
    const used = await talk('x509 -req -in a.csr -signkey a.key -noout', [['Enter pass phrase for a.key:', 'correct horse\n']]);
    assert.deepEqual(used, { code: 0, seen: 'Enter pass phrase for a.key:\nCertificate request self-signature ok\nsubject=CN = a\n' });
    const wrong = await talk('x509 -req -in a.csr -signkey a.key -noout', [['Enter pass phrase for a.key:', 'wrong\n']]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.seen, /Could not read private key from a\.key/);
  });

  it('refuses two that differ, and ends at Ctrl-C', async () => {
    const differ = await talk(`${make} -subj /CN=a`, [
      ['Enter PEM pass phrase:', 'correct horse\n'],
      ['Verifying - Enter PEM pass phrase:', 'battery staple\n'],
    ]);
    assert.equal(differ.code, 1);
    assert.match(differ.seen, /Verify failure\n$/);
    const stopped = await talk(`${make} -subj /CN=a`, [['Enter PEM pass phrase:', '\u0003']]);
    assert.equal(stopped.code, 1);
  });

  it('takes what is typed ahead, and shows the fields of the subject', async () => {
    const made = await talk(make, [['Enter PEM pass phrase:', 'correct horse\ncorrect horse\nalice\n\n']]);
    assert.equal(made.code, 0, made.seen);
    assert.match(made.seen, /Common Name \[\]:/);
    assert.match(made.seen, /Organization \[Example\]:/);
    assert.equal(made.seen.includes('horse'), false);
    const shown = await talk('req -in a.csr -noout -subject', []);
    assert.equal(shown.seen, 'subject=CN = alice, O = Example\n');
  });
});
