/** What a server will do with its files: when it starts, and when it runs with good ones and is told to reload these (postmaster.c: PostmasterMain, SIGHUP_handler). */
import type { DiagnosisCode } from './codes.ts';
import { type Facts, readFacts } from './facts.ts';
import { findTlsRefusal } from './tls-files.ts';
import type { DoctorInput } from './types.ts';

/** Why something is not taken. */
export interface Obstacle {
  readonly code: DiagnosisCode;
  readonly file: string;
  readonly line?: number;
}

/** A start. */
export type StartPrediction =
  | { readonly outcome: 'refuses-to-start'; /** What it stumbles over first. */ readonly because: Obstacle }
  | {
      readonly outcome: 'starts';
      /** `no-handshake`: it is on, and every handshake fails. */
      readonly tls: 'on' | 'off' | 'no-handshake';
      /** Without maps where pg_ident.conf cannot be read: the one file without which a server starts. */
      readonly maps: 'loaded' | 'none';
    };

/** What becomes of each part at a reload; `kept`: what ran before goes on running. */
export interface ReloadPrediction {
  /** `partly`: all but the settings whose values do not fit. */
  readonly settings: 'applied' | 'partly' | 'kept';
  readonly hba: 'applied' | 'kept';
  readonly maps: 'applied' | 'kept';
  readonly tls: 'applied' | 'kept' | 'off';
  readonly because: readonly Obstacle[];
}

/**
 * Whether a server starts with these files, and over which it stumbles first.
 *
 * ```ts
 * import { predictStart } from 'certwright/postgres';
 * const start = predictStart({ at: 0, folder: '/pg', files: {}, stats: {} });
 * if (start.outcome !== 'refuses-to-start' || start.because.code !== 'conf-missing') throw new Error('there is no configuration');
 * ```
 */
export function predictStart(input: DoctorInput): StartPrediction {
  const facts = readFacts(input);
  const because = firstObstacle(facts);
  if (because !== undefined) return { outcome: 'refuses-to-start', because };
  const tls = !facts.ssl ? 'off' : findTlsRefusal(facts, 'start') === undefined ? 'on' : 'no-handshake';
  return { outcome: 'starts', tls, maps: identObstacle(facts) === undefined ? 'loaded' : 'none' };
}

/** What a server that runs with good files does when it is told to reload these (pg_reload_conf, SIGHUP). */
export function predictReload(input: DoctorInput): ReloadPrediction {
  const facts = readFacts(input);
  const files = confObstacle(facts);
  const unfit = facts.settingErrors.find(({ code, file }) => code === 'setting-invalid' && file !== undefined);
  const hba = hbaObstacle(facts);
  const ident = identObstacle(facts);
  const tls = facts.ssl ? tlsObstacle(facts, 'reload') : undefined;
  const invalid: Obstacle | undefined = unfit === undefined ? undefined : place(unfit);
  return {
    settings: files !== undefined ? 'kept' : invalid !== undefined ? 'partly' : 'applied',
    hba: hba === undefined ? 'applied' : 'kept',
    maps: ident === undefined ? 'applied' : 'kept',
    tls: !facts.ssl ? 'off' : tls === undefined ? 'applied' : 'kept',
    because: [files, files === undefined ? invalid : undefined, hba, ident, tls].flatMap((obstacle) => obstacle ?? []),
  };
}

function place({
  code,
  file = '',
  line,
}: {
  readonly code: DiagnosisCode;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}): Obstacle {
  return { code, file, ...(line === undefined ? {} : { line }) };
}

/** In the order in which a starting server meets them. */
function firstObstacle(facts: Facts): Obstacle | undefined {
  const commandLine = facts.settingErrors.find(({ file }) => file === undefined);
  return (
    (commandLine === undefined ? undefined : place(commandLine)) ??
    confObstacle(facts) ??
    facts.settingErrors.filter(({ code }) => code === 'setting-invalid').map(place)[0] ??
    folderObstacle(facts) ??
    (facts.ssl ? tlsObstacle(facts, 'start') : undefined) ??
    hbaObstacle(facts)
  );
}

/** Errors for which no file of the configuration counts. */
function confObstacle({ confErrors, settingErrors }: Facts): Obstacle | undefined {
  const unknown = settingErrors.find(({ code, file }) => code === 'setting-unknown' && file !== undefined);
  const first = confErrors[0] ?? unknown;
  return first === undefined ? undefined : place(first);
}

function folderObstacle(facts: Facts): Obstacle | undefined {
  const { data, windows, folderVersion, input } = facts;
  const stat = data === undefined ? undefined : facts.statOf(data);
  if (data === undefined || stat === undefined) return undefined;
  if ('error' in stat || stat.kind !== 'directory') return { code: 'data-folder-missing', file: facts.placeOf('data_directory').file };
  if (!windows && (stat.mode & 0o027) !== 0) return { code: 'data-folder-mode', file: data };
  if (folderVersion === undefined) return { code: 'data-folder-invalid', file: `${data}/PG_VERSION` };
  if (input.version !== undefined && input.version !== folderVersion) return { code: 'version-mismatch', file: `${data}/PG_VERSION` };
  return undefined;
}

function tlsObstacle(facts: Facts, when: 'start' | 'reload'): Obstacle | undefined {
  const refusal = findTlsRefusal(facts, when);
  return refusal === undefined || !refusal.refused ? undefined : place(refusal);
}

function hbaObstacle({ hba, hbaFile }: Facts): Obstacle | undefined {
  if (hba === undefined) return undefined;
  if (hbaFile === undefined) return { code: 'hba-missing', file: hba };
  const [error] = hbaFile.errors;
  if (error !== undefined) return { code: 'hba-line-refused', file: hba, line: error.line };
  return hbaFile.rows.length === 0 ? { code: 'hba-empty', file: hba } : undefined;
}

function identObstacle({ ident, identFile }: Facts): Obstacle | undefined {
  if (ident === undefined) return undefined;
  if (identFile === undefined) return { code: 'ident-missing', file: ident };
  const [error] = identFile.errors;
  return error === undefined ? undefined : { code: 'ident-line-refused', file: ident, line: error.line };
}
