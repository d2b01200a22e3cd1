/** How words for the doctor's findings are written down; `{field}` stands for a field of the finding, `{at}` for a date, `{field|words with %}` is left out without it. */
import type { SectionName } from './manual-sections.ts';

/** What is said of a finding. */
export interface DiagnosisWords {
  readonly words: string;
  readonly section: SectionName;
  /** A command, or what to write where. */
  readonly repair: string;
}

/** One finding's words. */
export function say(section: SectionName, words: string, repair: string): DiagnosisWords {
  return { words, section, repair };
}

/** What a changed file wants. */
export const RELOAD = 'then run: pg_ctl reload';
