/**
 * BoringSSL's tests of signatures over data: each names a SubjectPublicKeyInfo, an AlgorithmIdentifier, data and the signature as BIT STRING. Algorithms and keys
 * are those of the original: SHA-1 counts at this layer; keys for RSASSA-PSS alone, which the web does not use (Baseline Requirements 7.1.3.1.1), do not.
 */
import { PkiError, verifySignature } from '../../../lib/index.ts';
import { readDer } from '../../../lib/asn1/index.ts';
import { mlDsaAlgorithms } from '../../../lib/api/post-quantum.ts';
import * as algorithms from '../../../lib/crypto/index.ts';
import { parsePublicKey, readAlgorithmIdentifier } from '../../../lib/keys/index.ts';
import { base64Bytes } from './bytes.ts';
import { type Failure, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface SignedDataCase {
  readonly id: string;
  readonly shouldVerify: boolean;
  readonly spki: string;
  readonly algorithm: string;
  readonly data: string;
  readonly signature: string;
}

const ACCEPTED: readonly algorithms.SignatureAlgorithm[] = [
  algorithms.rsaPkcs1Sha1,
  algorithms.rsaPkcs1Sha256,
  algorithms.rsaPkcs1Sha384,
  algorithms.rsaPkcs1Sha512,
  algorithms.rsaPssSha256,
  algorithms.rsaPssSha384,
  algorithms.rsaPssSha512,
  algorithms.ecdsaSha1,
  algorithms.ecdsaSha256,
  algorithms.ecdsaSha384,
  algorithms.ecdsaSha512,
  algorithms.ed25519,
  ...mlDsaAlgorithms,
];

/** Kinds of key. */
const KEY_KINDS: readonly string[] = ['rsa', 'ec', 'ed25519', 'ml-dsa'];

/** Runs the cases of signed-data files. */
export function runSignedData(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  let passed = 0;
  for (const file of files) {
    for (const test of casesOf(file)) {
      const got = runCase(test);
      if (got === test.shouldVerify) passed++;
      else failures.push({ id: test.id, expected: String(test.shouldVerify), got: String(got), why: 'the signature was judged otherwise' });
    }
  }
  return makeReport('boringssl-signed-data', passed, { failures });
}

function casesOf({ name, json }: SuiteFile): readonly SignedDataCase[] {
  const tests = (json as { readonly tests?: unknown } | null)?.tests;
  if (!Array.isArray(tests)) throw new Error(`${name} holds no list of tests`);
  return tests as readonly SignedDataCase[];
}

/** Whether the signature is good; undecodable input is not. */
function runCase({ spki, algorithm, data, signature }: SignedDataCase): boolean {
  try {
    const identifier = readDer(base64Bytes(algorithm), (reader) => readAlgorithmIdentifier(reader, ''));
    const octets = readDer(base64Bytes(signature), (reader) => reader.bitStringOctets(''));
    const key = parsePublicKey(base64Bytes(spki));
    return KEY_KINDS.includes(key.kind) && verifySignature(key, identifier, base64Bytes(data), octets, { algorithms: ACCEPTED });
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}
