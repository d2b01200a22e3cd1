/** What a page or a short program pays: the bundle of "parse a certificate and judge a chain", and how long its import takes beyond an empty process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { median } from './harness.ts';
import { runTimed } from './processes.ts';

/** One bundle: kB of 1,000 octets, milliseconds of CPU time. */
export interface SizeRow {
  readonly name: string;
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
  /** Import of the bundle, beyond an empty process; the median of the runs. */
  readonly start: number | undefined;
}

const OURS: Readonly<Record<string, string>> = {
  'certwright, default algorithms': "export { parseCertificates, verifyChain } from './lib/index.ts';",
  'certwright, RSA + P-256': [
    "import { parseCertificate } from './lib/x509/index.ts';",
    "import { ecdsaSha256, rsaPkcs1Sha256 } from './lib/crypto/index.ts';",
    "import { verifyPath } from './lib/path/index.ts';",
    'export const judge = (leaf, root, at) =>',
    '  verifyPath({ leaf: parseCertificate(leaf), anchors: [parseCertificate(root)], at, algorithms: [rsaPkcs1Sha256, ecdsaSha256] });',
  ].join('\n'),
  'certwright, parsing only': "export { parseCertificate } from './lib/x509/index.ts';",
  'certwright, everything': "export * from './lib/index.ts';",
};

const PEERS: Readonly<Record<string, string>> = {
  pkijs: "export { Certificate, CertificateChainValidationEngine } from 'pkijs';",
  jsrsasign: "export { X509 } from 'jsrsasign';",
  'node-forge': "import forge from 'node-forge'; export const { asn1, pki } = forge;",
  '@peculiar/x509': "import 'reflect-metadata'; export { X509Certificate, X509ChainBuilder } from '@peculiar/x509';",
  'part: asn1js': "export { fromBER } from 'asn1js';",
  'part: @noble/curves P-256, P-384': "export { p256, p384 } from '@noble/curves/nist.js';",
  'part: micro-rsa-dsa-dh': "export { PKCS1_SHA256, PSS, mgf1 } from 'micro-rsa-dsa-dh/rsa.js';",
};

async function bundle(contents: string, resolveDir: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['crypto', 'node:*', 'buffer', 'util', 'fs', 'path'],
    logLevel: 'error',
  });
  return (outputFiles[0] as (typeof outputFiles)[number]).contents;
}

/** Milliseconds of CPU time of a whole Node that runs one line. */
const wholeNode = (code: string): number => runTimed(process.execPath, ['--input-type=module', '-e', code], 60).cpu ?? Number.NaN;

/** All bundles, their imports in turn. */
export async function measureSizes(runs: number, peers: boolean): Promise<SizeRow[]> {
  process.stderr.write('bench: bundles and imports\n');
  const sources = [
    ...Object.entries(OURS).map((entry) => [...entry, '.'] as const),
    ...(peers ? Object.entries(PEERS) : []).map((entry) => [...entry, 'bench/peers'] as const),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'bench-size-'));
  try {
    const bundles = [];
    for (const [name, source, from] of sources) {
      const bytes = await bundle(source, from);
      const file = join(folder, `${bundles.length}.mjs`);
      writeFileSync(file, bytes);
      bundles.push({ name, bytes, code: `import(${JSON.stringify(file)})`, times: [] as number[] });
    }
    const empty: number[] = [];
    for (let round = 0; round < runs; round++) {
      empty.push(wholeNode('0'));
      for (const { code, times } of bundles) times.push(wholeNode(code));
    }
    return bundles.map(({ name, bytes, times }) => {
      const start = median(times) - median(empty);
      return {
        name,
        minified: bytes.length / 1000,
        gzip: gzipSync(bytes, { level: 9 }).length / 1000,
        brotli: brotliCompressSync(bytes).length / 1000,
        start: Number.isNaN(start) ? undefined : start,
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
