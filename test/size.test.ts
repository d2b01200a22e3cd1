/**
 * Size is a test: fixtures of test/size are bundled by esbuild; the metafile shows what must not be inside, gzip what a page pays. The ceilings are
 * those of the design; raising one needs a line in CHANGELOG. `SIZES=1` prints what each file of the library weighs in the bundle.
 */
import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { repositoryRoot } from './support/corpora.ts';
import { entryPoints } from './support/package-map.ts';

const fixtures: readonly { readonly file: string; readonly ceiling: number; readonly forbidden: RegExp }[] = [
  {
    file: 'parse.js',
    ceiling: 7_000,
    forbidden: /node_modules|^lib\/(?:idna|crypto|keystore|issue|path|api|postgres|openssl|text)\/|display-names/,
  },
  {
    file: 'verify-narrow.js',
    ceiling: 37_000,
    forbidden:
      /node_modules\/(?:asn1js|tr46|@noble\/(?:ciphers|curves|post-quantum))|edwards|eddsa|^lib\/(?:api|keystore|issue|postgres|openssl|text)\//,
  },
  {
    file: 'verify-default.js',
    ceiling: 56_000,
    forbidden: /node_modules\/(?:asn1js|tr46|@noble\/(?:ciphers|curves|post-quantum))|^lib\/(?:keystore|issue|postgres|openssl|text)\//,
  },
  {
    file: 'classical.js',
    ceiling: 90_000,
    forbidden: /node_modules\/(?:asn1js|tr46|@noble\/post-quantum)|^lib\/(?:postgres|openssl|text)\//,
  },
  {
    file: 'post-quantum.js',
    ceiling: 25_000,
    forbidden: /node_modules\/(?:asn1js|tr46|@noble\/ciphers)|^lib\/(?:x509|keystore|issue|path|postgres|openssl|text)\//,
  },
];

describe('size', () => {
  for (const { file, ceiling, forbidden } of fixtures) {
    it(`${file} stays below ${ceiling / 1000} kB gzipped and free of what it does not use`, async () => {
      const { bytes, inputs } = await bundle(file);
      const size = gzipSync(bytes, { level: 9 }).length;
      assert.deepEqual(
        inputs.filter((input) => forbidden.test(input.path)).map((input) => input.path),
        [],
        'inputs that must not be in the bundle',
      );
      assert.ok(inputs.length > 0 && size > 500, `a bundle of ${size} octets holds nothing`);
      assert.ok(size <= ceiling, `${size} octets gzipped, at most ${ceiling} are allowed\n${heaviest(inputs)}`);
      if (process.env['SIZES'] !== undefined)
        process.stderr.write(`${file}: ${size} octets gzipped, ${bytes.length} minified\n${heaviest(inputs)}\n`);
    });
  }
});

interface Input {
  readonly path: string;
  readonly bytesInOutput: number;
}

async function bundle(file: string): Promise<{ bytes: Uint8Array; inputs: Input[] }> {
  const result = await build({
    entryPoints: [join(repositoryRoot, 'test/size', file)],
    absWorkingDir: repositoryRoot,
    alias: Object.fromEntries(Object.entries(entryPoints).sort(([a], [b]) => b.length - a.length)),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const [output] = Object.values(result.metafile.outputs);
  const [contents] = result.outputFiles;
  assert.ok(output !== undefined && contents !== undefined);
  const inputs = Object.entries(output.inputs).map(([path, { bytesInOutput }]) => ({ path: relative('.', path), bytesInOutput }));
  return { bytes: contents.contents, inputs: inputs.filter((input) => input.bytesInOutput > 0 && !input.path.startsWith('test/')) };
}

function heaviest(inputs: readonly Input[]): string {
  const sorted = [...inputs].sort((a, b) => b.bytesInOutput - a.bytesInOutput).slice(0, 25);
  return sorted.map((input) => `${String(input.bytesInOutput).padStart(8)} ${input.path}`).join('\n');
}
