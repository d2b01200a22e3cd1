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

/** What is in a bundle only if it was asked for by its entry point, of each what gives it away. */
const optIn = {
  'post-quantum': /post-quantum/,
  ber: /node_modules\/asn1js|asn1\/ber/,
  pkcs7: /x509\/pkcs7/,
  pkcs12: /keystore\/pkcs12/,
  openssh: /openssh|kdf-bcrypt|chacha/,
  jwk: /keystore\/jwk/,
  webcrypto: /webcrypto/,
  idna: /node_modules\/tr46|^lib\/idna/,
  others: /^lib\/(?:postgres|openssl|text|testing)\//,
} as const;

/** Algorithms beside the default list. */
const FURTHER = /sha3|ed448|further-(?:algorithms|parameters)|any-curve|low-s/;

/** What is done with keys beside signatures, and with keys of strangers. */
const BESIDE_SIGNATURES = /montgomery|agreement|oaep|rsa\/(?:\w+-)?encryption|weak-keys/;

/** What knows secrets, which a verifier has none of. */
const SECRETS =
  /node_modules\/@noble\/(?:ciphers|curves)|-signing|rsa\/(?:private|generate|signing|block-)|ec\/(?:secret-|comb|nonces|scheme)|public-half|^lib\/(?:keystore|issue)\//;

interface Fixture {
  readonly file: string;
  /** Octets, gzipped. */
  readonly ceiling: number;
  /** Entry points that it takes of those of `optIn`. */
  readonly takes?: readonly (keyof typeof optIn)[];
  /** What else must not be inside. */
  readonly without: readonly RegExp[];
}

const fixtures: readonly Fixture[] = [
  { file: 'parse.js', ceiling: 7_200, without: [/node_modules|^lib\/(?:crypto|keystore|issue|path|api)\/|display-names/] },
  { file: 'verify-narrow.js', ceiling: 36_000, without: [FURTHER, BESIDE_SIGNATURES, SECRETS, /edwards|eddsa|^lib\/api\//] },
  { file: 'verify-default.js', ceiling: 56_500, without: [FURTHER, BESIDE_SIGNATURES, SECRETS] },
  // createSigner and generateKeyPair take keys of every kind, so the arithmetic of all is inside; the two below are the ways without it.
  {
    file: 'issue.js',
    ceiling: 63_000,
    without: [/@noble\/ciphers|further-algorithms|agreement|oaep|encryption|weak-keys|^lib\/(?:keystore|path)\//],
  },
  {
    file: 'issue-ec.js',
    ceiling: 42_500,
    without: [BESIDE_SIGNATURES, /@noble\/ciphers|sha3|ed448|any-curve|eddsa|edwards|rsa\/(?:pss|pkcs1)|^lib\/(?:keystore|path)\//],
  },
  {
    file: 'issue-webcrypto.js',
    ceiling: 33_000,
    takes: ['webcrypto'],
    without: [FURTHER, BESIDE_SIGNATURES, /@noble\/(?:ciphers|curves)|^lib\/(?:keystore|path)\//],
  },
  {
    file: 'load.js',
    ceiling: 31_000,
    without: [FURTHER, BESIDE_SIGNATURES, /@noble\/curves|^lib\/(?:crypto\/(?:ec|rsa)|x509|issue|path|api)\//],
  },
  { file: 'classical.js', ceiling: 126_000, without: [] },
  { file: 'post-quantum.js', ceiling: 25_000, takes: ['post-quantum'], without: [/@noble\/ciphers|^lib\/(?:x509|keystore|issue|path)\//] },
  { file: 'pkcs12.js', ceiling: 86_000, takes: ['pkcs12', 'ber'], without: [/^lib\/(?:issue|path|api)\//] },
  { file: 'pkcs7.js', ceiling: 28_500, takes: ['pkcs7', 'ber'], without: [/@noble|^lib\/(?:crypto|keystore|issue|path|api)\//] },
  { file: 'openssh.js', ceiling: 49_000, takes: ['openssh'], without: [/^lib\/(?:x509|issue|path|api)\//] },
  { file: 'jwk.js', ceiling: 35_000, takes: ['jwk'], without: [/@noble\/ciphers|^lib\/(?:x509|issue|path|api)\//] },
];

describe('size', () => {
  for (const { file, ceiling, takes = [], without } of fixtures) {
    const forbidden = [
      ...without,
      ...Object.entries(optIn).flatMap(([name, pattern]) => (takes.some((taken) => taken === name) ? [] : [pattern])),
    ];
    it(`${file} stays below ${ceiling / 1000} kB gzipped and free of what it does not use`, async () => {
      const { bytes, inputs } = await bundle(file);
      const size = gzipSync(bytes, { level: 9 }).length;
      assert.deepEqual(
        inputs.map(({ path }) => path).filter((path) => forbidden.some((pattern) => pattern.test(path))),
        [],
        'inputs that must not be in the bundle',
      );
      for (const name of takes)
        assert.ok(
          inputs.some(({ path }) => optIn[name].test(path)),
          `nothing of ${name} is inside: does its pattern still name its files?`,
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
