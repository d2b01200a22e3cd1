/**
 * The files of pyca/cryptography's vectors against its oracle (expected.json): each is read as its kind says, and every field that the oracle read must come
 * out the same; a file that it refuses must be refused. Files stand beside the list.
 */
import { PkiError } from '../../../lib/index.ts';
import { isMap, type Fields, readFields } from './pyca-fields.ts';
import { type Failure, type KnownDeviation, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface Expected extends Fields {
  readonly kind: string;
  readonly password?: string | null;
  readonly error?: string;
}

/** What came of a file: its fields, or the code and message of its refusal. */
type Outcome = { readonly fields: Fields } | { readonly code: string; readonly message: string };

/** Where certwright decides otherwise on purpose: by what happened, not by a file's name. */
const DEVIATIONS: readonly { readonly applies: (expected: Expected, outcome: Outcome) => boolean; readonly reason: string }[] = [
  {
    applies: (_, outcome) => codeOf(outcome) === 'duplicate-extension',
    reason: 'an extension stands there twice: refused while parsing (RFC 5280 4.2), by the oracle only where all extensions are asked for',
  },
  {
    applies: (_, outcome) => codeOf(outcome) === 'encoded-default',
    reason: 'a default value is written out: not DER (X.690 11.5), which the oracle lets pass in requests',
  },
  {
    applies: ({ kind }, outcome) => kind === 'crl' && messageOf(outcome).includes('/crlEntryExtensions/'),
    reason: 'an entry extension is malformed: the oracle counts entries without reading their extensions',
  },
  {
    applies: ({ extensions }, outcome) => errorOf(extensions).startsWith('UnsupportedGeneralNameType') && 'fields' in outcome,
    reason: 'x400Address and ediPartyName are read here, the oracle does not know them',
  },
  {
    applies: (_, outcome) => errorOf(fieldOf(outcome, 'publicKey')) === 'explicit-curve-parameters',
    reason: 'a curve given by its parameters: refused by name (RFC 5480 2.1.1, CVE-2020-0601), the oracle looks for the curve they are',
  },
  {
    applies: (_, outcome) => errorOf(fieldOf(outcome, 'extensions')) === 'bad-character',
    reason: 'a name that is no IA5String (RFC 5280 4.2.1.6), which the oracle reads as UTF-8',
  },
];

function fieldOf(outcome: Outcome, name: string): unknown {
  return 'fields' in outcome ? outcome.fields[name] : undefined;
}

function codeOf(outcome: Outcome): string | undefined {
  return 'code' in outcome ? outcome.code : undefined;
}

function messageOf(outcome: Outcome): string {
  return 'code' in outcome ? outcome.message : '';
}

/** The oracle's error about a field; empty where it has none. */
function errorOf(field: unknown): string {
  const error = isMap(field) ? field['error'] : undefined;
  return typeof error === 'string' ? error : '';
}

/** Runs the files of oracle lists. */
export function runPyca(files: readonly SuiteFile[], onFile?: (name: string) => void): SuiteReport {
  const failures: Failure[] = [];
  const deviations: KnownDeviation[] = [];
  let passed = 0;
  for (const file of files) {
    for (const [id, expected] of casesOf(file)) {
      onFile?.(id);
      const octets = file.beside?.(id);
      if (octets === undefined) throw new Error(`${file.name}: ${id} cannot be read`);
      const outcome = read(expected, octets);
      const different = differences(expected, outcome);
      const [expectedText, got] = [expected.error === undefined ? 'opened' : `refused: ${expected.error}`, textOf(outcome)];
      const deviation = DEVIATIONS.find(({ applies }) => applies(expected, outcome));
      if (different.length === 0) passed++;
      else if (deviation !== undefined) deviations.push({ id, expected: expectedText, got, reason: deviation.reason });
      else failures.push({ id, expected: expectedText, got, why: different.join('; ') });
    }
  }
  return makeReport('pyca', passed, { failures, deviations });
}

function casesOf({ name, json }: SuiteFile): [string, Expected][] {
  const files = (json as { readonly files?: unknown } | null)?.files;
  if (!isMap(files)) throw new Error(`${name} holds no map of files`);
  return Object.entries(files) as [string, Expected][];
}

function read({ kind, password }: Expected, octets: Uint8Array): Outcome {
  try {
    return { fields: readFields(kind, octets, password ?? undefined) };
  } catch (error) {
    if (error instanceof PkiError) return { code: error.code, message: error.message };
    throw error;
  }
}

/** What differs, in words; nothing where both refuse. */
function differences(expected: Expected, outcome: Outcome): string[] {
  if ('code' in outcome) return expected.error === undefined ? [outcome.message] : [];
  if (expected.error !== undefined) return ['nothing was found to be wrong'];
  const { kind: _kind, password: _password, error: _error, ...wanted } = expected;
  return Object.entries(wanted).flatMap(([field, value]) => compare(field, value, outcome.fields[field]));
}

/** Where the oracle could not read a field, this library must not either. */
function compare(path: string, wanted: unknown, got: unknown): string[] {
  if (isMap(wanted) && 'error' in wanted)
    return isMap(got) && 'error' in got ? [] : [`${path}: the oracle could not read it (${String(wanted['error'])})`];
  // What the oracle does not know by name counts with its identifier alone.
  if (wanted === 'UnrecognizedExtension' || (path.endsWith('/parsed') && got === null)) return [];
  if (Array.isArray(wanted) && Array.isArray(got)) {
    if (wanted.length !== got.length) return [`${path}: ${wanted.length} wanted, ${got.length} found`];
    return wanted.flatMap((item, index) => compare(`${path}/${index}`, item, got[index]));
  }
  if (isMap(wanted) && isMap(got)) return Object.entries(wanted).flatMap(([key, item]) => compare(`${path}/${key}`, item, got[key]));
  return JSON.stringify(wanted) === JSON.stringify(got) ? [] : [`${path}: ${JSON.stringify(wanted)} wanted, ${JSON.stringify(got)} found`];
}

function textOf(outcome: Outcome): string {
  return 'code' in outcome ? `refused: ${outcome.code}` : 'opened';
}
