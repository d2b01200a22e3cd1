/** Words, section of the manual and repair for each of the doctor's findings; docs/doctor.md is made from this table. */
import type { DiagnosisCode } from '../postgres/doctor/codes.ts';
import type { DiagnosisWords } from './diagnosis-say.ts';
import { ACCESS_WORDS } from './diagnosis-words-access.ts';
import { CLIENTS_WORDS } from './diagnosis-words-clients.ts';
import { SERVER_WORDS } from './diagnosis-words-server.ts';
import { SETTINGS_WORDS } from './diagnosis-words-settings.ts';

/** The words of a finding. */
export function wordsOf(code: DiagnosisCode): DiagnosisWords {
  return { ...SETTINGS_WORDS, ...SERVER_WORDS, ...CLIENTS_WORDS, ...ACCESS_WORDS }[code];
}
