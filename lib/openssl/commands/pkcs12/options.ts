/** Options of `openssl pkcs12` (3.0), all of them, and the warnings about those that do nothing where they stand. */
import { type CommandLine, hasOption, type OptionTable, optionTable } from '../../options.ts';

/** The options of `pkcs12`. */
export const pkcs12Options: OptionTable = /* @__PURE__ */ optionTable(
  'pkcs12',
  {
    flag: `help twopass nokeys nocerts noout legacy info nomacver clcerts cacerts noenc nodes export chain no-CAfile no-CApath no-CAstore LMK descert noiter
      nomaciter maciter nomac`,
    value: 'in out passin passout password inkey certfile passcerts untrusted CAfile name caname CSP keypbe certpbe macalg',
    positive: 'iter',
    unsupported: 'keyex keysig',
    'unsupported-value': 'CApath CAstore engine provider-path provider propquery rand writerand',
  },
  { ciphers: true },
);

/** Options of reading that `-export` ignores. */
const READING = ['info', 'nomacver', 'clcerts', 'cacerts'];

/** Options of writing that do nothing without `-export`, with the words of the warning. */
const WRITING: readonly (readonly [word: string, ...names: string[]])[] = [
  ['inkey', 'inkey'],
  ['certfile', 'certfile'],
  ['passcerts', 'passcerts'],
  ['chain', 'chain'],
  ['untrusted', 'untrusted'],
  ['CAfile', 'CAfile'],
  ['no-CAfile', 'no-CAfile'],
  ['no-CApath', 'no-CApath'],
  ['no-CAstore', 'no-CAstore'],
  ['name', 'name'],
  ['caname', 'caname'],
  ['CSP', 'CSP'],
  ['LMK', 'LMK'],
  ['keypbe', 'keypbe'],
  ['certpbe and -descert', 'certpbe', 'descert'],
  ['macalg', 'macalg'],
  ['iter and -noiter', 'iter', 'noiter'],
  ['nomaciter', 'nomaciter'],
];

/** Warnings about options that do nothing here, a line each. */
export function idleOptionWarnings(line: CommandLine): string[] {
  if (!hasOption(line, 'export'))
    return [
      ...WRITING.filter(([, ...names]) => hasOption(line, ...names)).map(([word]) => word),
      ...(withoutMac(line) ? ['nomac'] : []),
    ].map((word) => `Warning: -${word} option ignored without -export`);
  const warnings = READING.filter((name) => hasOption(line, name)).map((name) => `Warning: -${name} option ignored with -export`);
  const cipher = line.ciphers.at(-1);
  return cipher === undefined ? warnings : [...warnings, `Warning: output encryption option -${cipher} ignored with -export`];
}

/** Whether the file gets no MAC: of the options about it the last one counts. */
export function withoutMac(line: CommandLine): boolean {
  return lastOf(line, 'nomac', 'nomaciter', 'iter') === 'nomac';
}

/** Name of the last of these options, undefined where none was given. */
export function lastOf(line: CommandLine, ...names: readonly string[]): string | undefined {
  return line.options.filter(({ name }) => names.includes(name)).at(-1)?.name;
}
