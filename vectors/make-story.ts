/**
 * Makes vectors/story.json: the files of the main job, what a real PostgreSQL server decided about its logins, and the openssl command's text of every
 * certificate, request and CRL. Keys are fresh at each run and protect nothing. Needs openssl and a PostgreSQL server.
 * Run: `node_modules/.bin/tsx vectors/make-story.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodePem, encodePem } from '../lib/index.ts';

interface DemoAnswer {
  readonly serverVersion: string | null;
  readonly attempts: readonly {
    readonly title: string;
    readonly user: string;
    readonly database: string;
    readonly client: string | null;
    readonly tls: boolean;
    readonly server: { readonly decision: string; readonly layer: string; readonly reason: string } | null;
  }[];
}

/** openssl's command for the text of a PEM block. */
const COMMANDS: Readonly<Record<string, string>> = { CERTIFICATE: 'x509', 'CERTIFICATE REQUEST': 'req', 'X509 CRL': 'crl' };

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'certwright-story-'));
try {
  const tsx = resolve(here, '../node_modules/.bin/tsx');
  const output = execFileSync(tsx, [resolve(here, '../apps/cli/main.ts'), 'demo', '--json'], { cwd: folder, encoding: 'utf8' });
  const at = Date.now();
  const { serverVersion, attempts } = JSON.parse(output) as DemoAnswer;
  const logins = attempts.map(({ title, user, database, client, tls, server }) => {
    if (server === null) throw new Error('no PostgreSQL server answered; its recording is what this script is for');
    return { title, user, database, client, tls, decision: server.decision, layer: server.layer };
  });
  const demo = join(folder, 'certwright-demo');
  const names = readdirSync(demo, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(demo, name)).isFile());
  const wanted = names.filter((name) => /\.(?:crt|crl|csr|key|conf)$/.test(name) && !name.startsWith('offline')).sort();
  const files = Object.fromEntries(wanted.map((name) => [name, readFileSync(join(demo, name), 'utf8')]));
  const texts = Object.entries(files).flatMap(([name, text]) =>
    decodePem(text).flatMap(({ label, der }, block) => {
      const command = COMMANDS[label];
      if (command === undefined) return [];
      const openssl = execFileSync('openssl', [command, '-noout', '-text'], { input: encodePem(label, der), encoding: 'utf8' });
      return [{ file: name, block, text: openssl }];
    }),
  );
  const versions = { postgresql: serverVersion, openssl: execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim() };
  writeFileSync(join(here, 'story.json'), `${JSON.stringify({ at, versions, files, logins, texts }, null, 1)}\n`);
  process.stdout.write(`${wanted.length} files, ${logins.length} logins, ${texts.length} texts\n`);
} finally {
  rmSync(folder, { recursive: true });
}
