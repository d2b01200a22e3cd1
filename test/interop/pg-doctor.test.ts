/**
 * The doctor at real data folders: it finds nothing in a healthy one, finds each of many faults in file and line, and PostgreSQL does at start and at reload what
 * it predicts.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPostgres, type PostgresTools } from '../../apps/cli/demo/find-server.ts';
import { freePort, unprivilegedAccount } from '../../apps/cli/demo/server.ts';
import { readServer } from '../../apps/cli/pg/doctor.ts';
import { type Diagnosis, diagnose, predictReload, predictStart } from '../../lib/postgres/index.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { type Fault, FAULTS } from '../support/doctor-faults.ts';
import { type Files, type Health, makeHealth } from '../support/doctor-health.ts';
import { type DataFolder, makeFolders, Server } from './pg-doctor-server.ts';

const found = findPostgres();
const present = 'tools' in found && found.tools.major === 15;

requireOrSkip('a PostgreSQL 15', present)('the doctor and a live server', function () {
  this.timeout(30_000);
  const account = present ? unprivilegedAccount() : undefined;
  let tools: PostgresTools;
  let place: string;
  let idle: DataFolder;
  let busy: DataFolder;
  let running: Server;
  let health: Health;
  let port: number;

  before(async () => {
    if (!('tools' in found)) throw new Error('no server');
    tools = found.tools;
    ({ place, first: idle, second: busy } = makeFolders(tools, account));
    health = makeHealth(Math.floor(Date.now() / 1000) * 1000);
    port = await freePort();
    for (const folder of [idle, busy]) folder.write(health.files);
    running = new Server(tools, busy, account, await freePort());
    assert.ok(await running.starts(), running.log.join('\n'));
  });

  after(async () => {
    await running?.stop();
    if (place !== undefined) rmSync(place, { recursive: true, force: true });
  });

  /** What a folder is looked at with: version 15, the names that a fault asks about. */
  const look = (folder: DataFolder, { hosts = [] }: Pick<Fault, 'hosts'> = {}): ReturnType<typeof readServer> =>
    readServer(folder.path, { serverVersion: 15, platform: 'unix', securityLevel: 2, days: 30, host: hosts, at: health.at });

  it('finds nothing in a healthy folder, which starts and reloads', async () => {
    const input = look(idle, { hosts: ['localhost'] });
    assert.deepEqual(diagnose(input), []);
    assert.deepEqual(predictStart(input), { outcome: 'starts', tls: 'on', maps: 'loaded' });
    assert.deepEqual(predictReload(input), { settings: 'applied', hba: 'applied', maps: 'applied', tls: 'applied', because: [] });
    assert.deepEqual(told(await running.reload()), { settings: 'applied', hba: 'applied', maps: 'applied', tls: 'applied' });
  });

  for (const fault of FAULTS) {
    it(`${fault.name}: ${fault.code}`, async () => {
      const files = fault.change?.(health) ?? {};
      await withFault(idle, files, fault, async () => {
        const input = look(idle, fault);
        assertFound(diagnose(input), fault, idle);
        await compareStart(input);
      });
      if (fault.startOnly === true) return;
      await withFault(busy, files, fault, async () => {
        const { because: _, ...expected } = predictReload(look(busy, fault));
        const log = await running.reload();
        assert.deepEqual(told(log), { ...expected, tls: expected.tls === 'off' ? 'applied' : expected.tls }, log.join('\n'));
      });
      await running.reload();
    });
  }

  async function compareStart(input: ReturnType<typeof readServer>): Promise<void> {
    const expected = predictStart(input);
    const server = new Server(tools, idle, account, port);
    try {
      const started = await server.starts();
      assert.equal(started ? 'starts' : 'refuses-to-start', expected.outcome, server.log.join('\n'));
      if (expected.outcome !== 'starts') return;
      assert.equal(
        server.log.some((line) => /pg_ident\.conf|usermap file|invalid regular expression/.test(line)),
        expected.maps === 'none',
        server.log.join('\n'),
      );
    } finally {
      await server.stop();
    }
  }

  /** Puts a fault into a folder, and takes it out again. */
  async function withFault(folder: DataFolder, files: Files, { modes }: Fault, act: () => Promise<void>): Promise<void> {
    const healthy: Record<string, string | null> = { PG_VERSION: '15\n', ...health.files };
    folder.write(files, modes);
    try {
      await act();
    } finally {
      folder.write({}, { '': 0o700 });
      folder.remove(Object.keys(files).filter((name) => !(name in healthy)));
      const changed = new Set([...Object.keys(files), ...Object.keys(modes ?? {})]);
      folder.write(Object.fromEntries(Object.entries(healthy).filter(([name]) => changed.has(name))));
    }
  }
});

function assertFound(diagnoses: readonly Diagnosis[], { code, file, line }: Fault, folder: DataFolder): void {
  const path = file === '' ? folder.path : join(folder.path, file);
  const places = diagnoses.map((diagnosis) => `${diagnosis.code} ${diagnosis.file} ${diagnosis.line ?? ''}`);
  const fits = (diagnosis: Diagnosis): boolean =>
    diagnosis.code === code && diagnosis.file === path && (line === undefined || diagnosis.line === line);
  assert.ok(diagnoses.some(fits), `expected ${code} ${path} ${line ?? ''}, found:\n${places.join('\n')}`);
}

/** What a server did with each part, by its log. */
function told(log: readonly string[]): { readonly settings: string; readonly hba: string; readonly maps: string; readonly tls: string } {
  const has = (words: string): boolean => log.some((line) => line.includes(words));
  return {
    settings: has('no changes were applied') ? 'kept' : has('unaffected changes were applied') ? 'partly' : 'applied',
    hba: has('pg_hba.conf was not reloaded') ? 'kept' : 'applied',
    maps: has('pg_ident.conf was not reloaded') ? 'kept' : 'applied',
    tls: has('SSL configuration was not reloaded') ? 'kept' : 'applied',
  };
}
