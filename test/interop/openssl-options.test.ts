/** Every option that the real commands list under -help is known here: done, or refused by its name. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl options', () => {
  const shop = new Workshop();
  after(() => shop.close());

  for (const command of ['req', 'x509', 'verify', 'crl'])
    it(`of ${command} are all known`, async () => {
      const { stderr, stdout } = shop.openssl([command, '-help']);
      const names = Array.from((stderr + stdout).matchAll(/^ -([A-Za-z0-9_-]+)/gm), ([, name]) => name as string);
      assert.ok(names.length > 20, 'the help lists options');
      const { stdout: ours, stderr: talk } = await shop.certwright([command, '-help']);
      const known = new Set(Array.from((ours + talk).matchAll(/(?<=^|\s)-([A-Za-z0-9_-]+)/g), ([, name]) => name));
      assert.deepEqual(
        names.filter((name) => !known.has(name)),
        [],
      );
    });
});
