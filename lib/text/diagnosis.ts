/** Words for what the doctor finds: what is wrong, where the manual speaks of it, what repairs it. */
import type { Diagnosis } from '../postgres/doctor/types.ts';
import { wordsOf } from './diagnosis-words.ts';
import { manualSection } from './manual-sections.ts';
import { escapeText, showTime } from './values.ts';

/** A finding in words. */
export interface DescribedDiagnosis {
  /** One sentence, without the place. */
  readonly words: string;
  /** Number and title of the manual's section. */
  readonly section: string;
  readonly link: string;
  /** A command, or what to write where. */
  readonly repair: string;
}

/** How a finding is told. */
export interface DiagnosisOptions {
  /** Major version whose manual is meant, 12 to 18; default 17. */
  readonly version?: number;
}

/** A finding in words, part by part. */
export function describeDiagnosis(diagnosis: Diagnosis, { version = 17 }: DiagnosisOptions = {}): DescribedDiagnosis {
  const { words, section, repair } = wordsOf(diagnosis.code);
  const { title, link } = manualSection(section, version);
  const fields = { ...diagnosis, hint: hintFor(diagnosis) };
  return { words: fill(words, fields, (text) => text), section: title, link, repair: fill(repair, fields, shellWord) };
}

/**
 * A finding in words, several lines without a newline at the end: place and sentence, what a server makes of it, section, repair.
 *
 * ```ts
 * import { diagnose } from 'certwright/postgres';
 * import { explainDiagnosis } from 'certwright/text';
 * const files = { '/pg/postgresql.conf': '', '/pg/pg_hba.conf': 'host all all 192.0.2.0/24 trust', '/pg/pg_ident.conf': '' };
 * const [found] = diagnose({ at: 0, version: 16, folder: '/pg', files, stats: {} });
 * if (found === undefined || !explainDiagnosis(found, { version: 16 }).includes('21.4. Trust Authentication')) throw new Error('the section is named');
 * ```
 */
export function explainDiagnosis(diagnosis: Diagnosis, options: DiagnosisOptions = {}): string {
  const { words, section, link, repair } = describeDiagnosis(diagnosis, options);
  const { file, line, severity, code, atStart, atReload } = diagnosis;
  const place = file === '' ? 'command line' : `${escapeText(file)}${line === undefined ? '' : ` line ${line}`}`;
  const consequence = [
    ...(atStart === undefined ? [] : [`at start the server ${atStart}`]),
    ...(atReload === undefined ? [] : [`at a reload it ${atReload}`]),
  ];
  return [
    `${place}: ${severity}: ${words} (${code})`,
    ...(consequence.length === 0 ? [] : [`  ${consequence.join('; ')}`]),
    `  repair: ${repair}`,
    `  manual: ${section}, ${link}`,
  ].join('\n');
}

type Fields = Readonly<Record<string, string | number | undefined>>;

/** Fills in `{field}`, and `{field|words with %}` which is left out where there is no such field. */
function fill(template: string, fields: Fields, quote: (text: string) => string): string {
  return template.replace(/\{(\w+)(?:\|([^}]*))?\}/g, (_, name: string, optional: string | undefined) => {
    const value = fields[name];
    if (value === undefined) return '';
    const text = name === 'at' ? showTime(value) : quote(escapeText(String(value)));
    return optional === undefined ? text : optional.replace('%', () => text);
  });
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What people usually meant by lines that are refused. */
function hintFor({ code, problem, text = '', version }: Diagnosis): string | undefined {
  if (code !== 'hba-line-refused') return undefined;
  const line = String(text);
  if (problem === 'invalid-clientcert-value' || problem === 'cert-method-needs-verify-full') {
    if (/clientcert="?no-verify/.test(line))
      return `The manual once named no-verify; version ${String(version)} takes verify-ca and verify-full only: leave clientcert away`;
    if (/clientcert="?[01]/.test(line)) return 'Versions before 14 took 1 for verify-ca and 0 for nothing';
    return 'clientcert is verify-ca or verify-full';
  }
  if (problem === 'map-not-allowed') return 'Maps go with ident, peer, gss, sspi and cert: write cert instead of the method, or drop map';
  if (problem === 'clientcert-needs-hostssl') return 'Without TLS there is no certificate: write hostssl';
  return undefined;
}
