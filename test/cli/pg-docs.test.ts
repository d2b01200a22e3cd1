/** Runs every command of docs/pg-setup.md, in its order. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../support/corpora.ts';

describe('docs/pg-setup.md', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'cw-docs-'));
  after(() => rmSync(place, { recursive: true }));

  it('tells commands that work', () => {
    const data = join(place, 'data');
    mkdirSync(data);
    for (const name of ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf']) writeFileSync(join(data, name), '# as initdb made it\n');
    writeFileSync(join(data, 'PG_VERSION'), '17\n');
    const page = readFileSync(join(repositoryRoot, 'docs/pg-setup.md'), 'utf8');
    const commands = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block).join('');
    assert.ok((commands.match(/^certwright /gm) ?? []).length >= 9);
    const certwright = `certwright() { "${process.execPath}" --import "${import.meta.resolve('tsx')}" "${join(repositoryRoot, 'apps/cli/main.ts')}" "$@"; }`;
    const { status, stdout, stderr } = spawnSync('sh', ['-eu'], {
      cwd: place,
      input: `${certwright}\n${commands}`,
      env: { ...process.env, PGDATA: data, NO_COLOR: '1' },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.equal(stdout.match(/^accepted: |^the server about the client: accepted: /gm)?.length, 2, stdout);
    assert.match(stdout, /^libpq about the server: connected with TLS; /m);
  });
});
