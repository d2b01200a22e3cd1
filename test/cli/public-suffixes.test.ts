import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPublicSuffixes } from '../../apps/cli/public-suffixes.ts';
import { runCli } from './run-cli.ts';

const LIST = `// ===BEGIN ICANN DOMAINS===
com
co.uk

*.ck
!www.ck
公司.cn   what stands behind a blank is no rule
s3.amazonaws.com
*.*.both
!!x
`;

describe('public suffixes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'certwright-suffixes-'));
  const path = join(folder, 'list.dat');
  before(() => writeFileSync(path, LIST));
  after(() => rmSync(folder, { recursive: true }));

  it('reads the rules of publicsuffix.org', () => {
    const isPublicSuffix = readPublicSuffixes(path);
    for (const domain of ['com', 'co.uk', 'uk', 'ck', 'anything.ck', 'xn--55qx5d.cn', 's3.amazonaws.com'])
      assert.equal(isPublicSuffix(domain), true, domain);
    for (const domain of ['example.com', 'example.co.uk', 'www.ck', 'a.www.ck', 'b.anything.ck', 'amazonaws.com', 'a.both', '公司.cn'])
      assert.equal(isPublicSuffix(domain), false, domain);
  });

  it('names a list that cannot be used', async () => {
    writeFileSync(join(folder, 'empty.dat'), '// nothing\n');
    writeFileSync(join(folder, 'limbo.json'), '{"testcases": []}');
    const limbo = async (list: string) => runCli(['vectors', 'limbo', 'limbo.json', '--public-suffixes', list], { cwd: folder });
    for (const [list, said] of [
      ['empty.dat', /^certwright: empty\.dat holds no public suffixes\n$/],
      ['missing.dat', /^certwright: cannot read missing\.dat: ENOENT\n$/],
      ['list.dat', /^certwright: limbo\.json holds no test of the suite limbo\n$/],
    ] as const) {
      const { code, stdout, stderr } = await limbo(list);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, said);
    }
  }).timeout(60_000);
});
