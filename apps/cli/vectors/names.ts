/** BoringSSL's tests of name comparison: names, pairs of them that match or do not, and malformed names that must be refused. */
import { nameEquals, PkiError } from '../../../lib/index.ts';
import { readDer } from '../../../lib/asn1/index.ts';
import { type Name, normalisedName, readName } from '../../../lib/x509/index.ts';
import { base64Bytes } from './bytes.ts';
import { type Failure, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface NamesFile {
  readonly names: Readonly<Record<string, string>>;
  readonly tests: readonly { readonly a: string; readonly b: string; readonly match: boolean; readonly why: string }[];
  readonly malformed: readonly string[];
}

/** Runs name comparison files. Each pair is asked both ways round, and the look-up key must agree with the comparison. */
export function runNames(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  let passed = 0;
  const judge = (id: string, expected: string, got: string, why: string): void => {
    if (expected === got) passed++;
    else failures.push({ id, expected, got, why });
  };
  for (const file of files) {
    const { names, tests, malformed } = contentOf(file);
    const find = (id: string): Name | string => parse(names[id], `${file.name}: ${id}`);
    for (const { a, b, match, why } of tests) judge(`${a} / ${b}`, match ? 'match' : 'no match', compare(find(a), find(b)), why);
    for (const id of malformed) {
      const name = find(id);
      judge(id, 'refused', typeof name === 'string' ? 'refused' : 'parsed', 'a malformed name must be refused');
    }
  }
  return makeReport('boringssl-names', passed, { failures });
}

function contentOf({ name, json }: SuiteFile): NamesFile {
  const { names, tests, malformed = [] } = (json ?? {}) as Partial<NamesFile>;
  if (names === undefined || !Array.isArray(tests)) throw new Error(`${name} holds no names and tests`);
  return { names, tests, malformed };
}

/** The name, or the code of the error that refused it. */
function parse(base64: string | undefined, id: string): Name | string {
  if (base64 === undefined) throw new Error(`${id} is not among the names`);
  try {
    return readDer(base64Bytes(base64), (reader) => readName(reader, ''));
  } catch (error) {
    if (error instanceof PkiError) return error.code;
    throw error;
  }
}

function compare(a: Name | string, b: Name | string): string {
  if (typeof a === 'string') return `refused: ${a}`;
  if (typeof b === 'string') return `refused: ${b}`;
  const match = nameEquals(a, b);
  if (nameEquals(b, a) !== match) return 'not symmetric';
  if ((normalisedName(a) === normalisedName(b)) !== match) return 'look-up key disagrees';
  return match ? 'match' : 'no match';
}
