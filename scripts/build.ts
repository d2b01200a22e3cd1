/**
 * The build: dist/ gets the library and the command line as one .js and one .d.ts per source (tsc), and dist/certwright.min.js, everything that
 * lib/index.ts exports with its dependencies in one file for a plain <script type="module">.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
  stdio: ['ignore', 2, 2],
});
chmodSync('dist/apps/cli/main.js', 0o755);

await build({
  entryPoints: ['lib/index.ts'],
  outfile: 'dist/certwright.min.js',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'eof',
  logLevel: 'warning',
});
process.stderr.write(`built dist/, certwright.min.js has ${statSync('dist/certwright.min.js').size} bytes\n`);
