/** Writes jsr.json, with which Deno's registry takes the sources: `npm run jsr`. It says what package.json says; a test compares the two. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The text of jsr.json. */
export function jsrText(): string {
  const { name, version, license, exports, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const entries = Object.entries(exports).flatMap(([key, target]) =>
    typeof target === 'string' ? [] : [[key, target.default.replace('./dist/', './').replace(/\.js$/, '.ts')]],
  );
  const imports = Object.entries(dependencies)
    .filter(([dependency]) => !APP_ONLY.includes(dependency))
    .map(([dependency, exact]) =>
      dependency.startsWith('@noble/') ? [`${dependency}/`, `npm:/${dependency}@${exact}/`] : [dependency, `npm:${dependency}@${exact}`],
    );
  const text = {
    name: `@${name}/${name}`,
    version,
    license,
    exports: Object.fromEntries(entries) as unknown,
    imports: Object.fromEntries(imports) as unknown,
    publish: { include: ['lib/**/*.ts', 'README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'] },
  };
  return `${JSON.stringify(text, undefined, 2)}\n`;
}

/** Dependencies of the command line program. */
const APP_ONLY: readonly string[] = ['cli-table3', 'commander'];

if (process.argv[1] === import.meta.filename) writeFileSync(join(root, 'jsr.json'), jsrText());
