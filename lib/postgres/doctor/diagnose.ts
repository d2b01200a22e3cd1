/** The doctor: all checks over one server's files. */
import { CHECKS } from './checks.ts';
import { DIAGNOSES } from './codes.ts';
import { consequenceOf } from './consequences.ts';
import { readFacts } from './facts.ts';
import type { Diagnosis, DoctorInput } from './types.ts';

/**
 * Looks at a server's configuration and at the files it names, and tells what is wrong or fragile; an empty list for what is as it should be. Nothing is
 * opened: contents and owners of the files come in, `filesToRead` says which. `explainDiagnosis` has the words. Throws nothing on bad files.
 *
 * ```ts
 * import { diagnose } from 'certwright/postgres';
 * const hba = 'host all all 0.0.0.0/0 trust';
 * const files = { '/pg/postgresql.conf': "ssl = off\nlisten_addresses = '*'", '/pg/pg_hba.conf': hba, '/pg/pg_ident.conf': '' };
 * const found = diagnose({ at: 0, version: 17, folder: '/pg', files, stats: {} });
 * if (!found.some(({ code, line }) => code === 'hba-trust' && line === 1)) throw new Error('anybody may log in');
 * ```
 */
export function diagnose(input: DoctorInput): Diagnosis[] {
  const facts = readFacts(input);
  return CHECKS.flatMap((check) => [...check(facts)]).map((problem) => ({
    ...problem,
    severity: DIAGNOSES[problem.code],
    ...consequenceOf(problem.code),
  }));
}
