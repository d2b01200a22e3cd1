/** Hostile and broken access files of PostgreSQL: a clear error or linear time, never an exception. */
import assert from 'node:assert/strict';
import { checkMap, parseIdent } from '../../lib/postgres/access/ident.ts';
import { parseHba } from '../../lib/postgres/access/hba.ts';

const version = 16;

function codes(text: string | Uint8Array, included: Record<string, string> = {}, major = version): readonly string[] {
  return parseHba(text, { version: major, included }).errors.map(({ code }) => code);
}

describe('security: access files of PostgreSQL', () => {
  it('reads lines of a million octets', () => {
    assert.deepEqual(codes(`local ${'a'.repeat(1_000_000)} all trust`), []);
    assert.deepEqual(codes(`local ${'a'.repeat(1_000_000)} all trust`, {}, 15), ['token-too-long']);
    assert.deepEqual(codes(`local ${'a,'.repeat(500_000)}b all trust`, {}, 15), []);
    assert.deepEqual(codes(`local all all ${'"'.repeat(1_000_001)}`), ['unknown-method']);
    assert.deepEqual(codes('\\\n'.repeat(200_000)), []);
  });

  it('reads binary files and files without a newline at the end', () => {
    const octets = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919 + (i >> 8) * 31) & 255);
    for (const major of [12, 13, 14, 15, 16, 17, 18]) {
      const { rows, errors } = parseHba(octets, { version: major });
      assert.equal(rows.length, 0);
      assert.ok(errors.length > 0);
      parseIdent(octets, { version: major });
    }
    assert.deepEqual(codes('\0'.repeat(100_000)), []);
    assert.equal(parseHba('local all all trust', { version }).rows.length, 1);
  });

  it('ends loops and floods of includes with an error', () => {
    assert.deepEqual(codes('include a', { a: 'include b', b: 'include a' }), ['include-too-deep']);
    assert.deepEqual(codes('include_dir d', { 'd/a.conf': 'include_dir .' }), ['include-too-deep']);
    assert.deepEqual(codes('local @a all trust', { a: '@b', b: '@a' }), ['include-too-deep']);
    assert.deepEqual(codes('include nothing\nlocal @nothing all trust'), ['included-file-missing', 'included-file-missing']);
    const chain = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, `include f${i + 1}`]));
    assert.deepEqual(codes('include f2', { ...chain, f11: 'local all all trust' }), []);
    assert.deepEqual(codes('include f1', { ...chain, f11: 'local all all trust' }), ['include-too-deep']);
  });

  it('reads a hundred thousand lines and searches a hundred thousand expressions', function () {
    this.timeout(60_000);
    const { rows } = parseHba('host all all 10.0.0.0/8 scram-sha-256\n'.repeat(100_000), { version });
    assert.equal(rows.length, 100_000);
    const maps = Array.from({ length: 100_000 }, (_, i) => `m /^(.*)@host${i}\\.example$ \\1`).join('\n');
    const parsed = parseIdent(maps, { version });
    const question = { version, rows: parsed.rows, map: 'm', systemUser: 'alice@host99999.example', user: 'alice', roles: undefined };
    assert.equal(checkMap(question).outcome, 'match');
  });
});
