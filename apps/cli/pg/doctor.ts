/** `certwright pg doctor`: looks at a server's files and tells what is wrong or fragile, and what the server will do with them. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type Diagnosis,
  diagnose,
  type DoctorInput,
  findPlaces,
  type Obstacle,
  predictReload,
  predictStart,
  type ReloadPrediction,
  type StartPrediction,
} from '../../../lib/postgres/index.ts';
import { describeDiagnosis, escapeText, explainDiagnosis } from '../../../lib/text/index.ts';
import { CliFailure, print } from '../talk.ts';
import { accountOf, findAccount, findConf, gatherFiles, statOf } from './doctor-files.ts';
import type { DoctorOptions } from './doctor-options.ts';
import { readIncluded } from './included-files.ts';

/** Looks at the files. Gives the exit code: 0 nothing found, 1 something found. */
export function runDoctor(folder: string | undefined, options: DoctorOptions): number {
  const input = readServer(folder, options);
  const { version } = findPlaces(input);
  const found = diagnose(input);
  const start = predictStart(input);
  const reload = predictReload(input);
  if (options.json === true) {
    const findings = found.map((diagnosis) => ({ ...diagnosis, ...describeDiagnosis(diagnosis, { version }) }));
    print(JSON.stringify({ version, findings, start, reload }, null, 2));
  } else
    print(report(found, { version, prediction: input.folder === undefined ? [] : [...wordsOfStart(start), ...wordsOfReload(reload)] }));
  return found.length === 0 ? 0 : 1;
}

/** All that the doctor looks at: files named by options count as settings of the command line. */
export function readServer(folder: string | undefined, options: DoctorOptions): DoctorInput {
  const { conf, cert, key, ca, crl, crlDir, setting = {}, serverVersion, platform, days, host, securityLevel } = options;
  const named = {
    hba_file: options.hba,
    ident_file: options.ident,
    ssl_cert_file: cert,
    ssl_key_file: key,
    ssl_ca_file: ca,
    ssl_crl_file: crl,
    ssl_crl_dir: crlDir,
  };
  const places = Object.entries(named).flatMap(([name, path]) => (path === undefined ? [] : [[name, resolve(path)] as const]));
  if (folder === undefined && conf === undefined && places.length === 0)
    throw new CliFailure('name the data folder, or files (certwright pg doctor --help tells more)');
  for (const path of [folder, conf, ...places.map(([, place]) => place)]) if (path !== undefined) assertReadable(resolve(path));
  const data = folder === undefined ? undefined : resolve(folder);
  const configFile = conf === undefined ? (data === undefined ? undefined : findConf(data)) : resolve(conf);
  // without a configuration that could say so, files of TLS mean that it is on
  const tls = configFile === undefined && [cert, key, ca, crl, crlDir].some((path) => path !== undefined) ? { ssl: 'on' } : {};
  const gathered = gatherFiles({
    at: options.at ?? Date.now(),
    days,
    platform,
    securityLevel,
    commandLine: { ...tls, ...Object.fromEntries(places), ...setting },
    configFile,
    folder: data,
    version: serverVersion,
    hosts: host,
  });
  const found = findPlaces(gathered);
  return {
    ...gathered,
    server: serverAccount(options.user, found.data, gathered),
    hbaIncluded: includedBy(found.hba, gathered),
    identIncluded: includedBy(found.ident, gathered),
  };
}

/** Ends the command where a place that was named cannot be read: then there is nothing to say about it. */
function assertReadable(path: string): void {
  const stat = statOf(path);
  if ('error' in stat) throw new CliFailure(`cannot read ${escapeText(path)}: ${stat.error}`);
  if (stat.kind !== 'file') return;
  try {
    readFileSync(path);
  } catch (error) {
    throw new CliFailure(`cannot read ${escapeText(path)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

function serverAccount(user: string | undefined, data: string | undefined, { stats }: DoctorInput): DoctorInput['server'] {
  const account = user === undefined ? undefined : findAccount(user);
  if (user !== undefined && account === undefined) throw new CliFailure(`there is no user ${escapeText(user)} on this machine`);
  const stat = data === undefined ? undefined : stats[data];
  return account ?? (stat === undefined || 'error' in stat ? undefined : accountOf(stat.uid, stat.gid));
}

function includedBy(path: string | undefined, { files }: DoctorInput): DoctorInput['hbaIncluded'] {
  const text = path === undefined ? undefined : files[path];
  return path === undefined || !(text instanceof Uint8Array) ? undefined : readIncluded(dirname(path), text);
}

/** Findings by file, and what will happen. */
function report(
  found: readonly Diagnosis[],
  { version, prediction }: { readonly version: number; readonly prediction: readonly string[] },
): string {
  const count = (severity: Diagnosis['severity'], word: string): string[] => {
    const number = found.filter((diagnosis) => diagnosis.severity === severity).length;
    return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  };
  const files = [...new Set(found.map(({ file }) => file))];
  const listed = files.flatMap((file) => found.filter((diagnosis) => diagnosis.file === file));
  const summary =
    found.length === 0
      ? 'nothing found'
      : [...count('error', 'error'), ...count('warning', 'warning'), ...count('note', 'note')].join(', ');
  return [...listed.map((diagnosis) => explainDiagnosis(diagnosis, { version })), [...prediction, summary].join('\n')].join('\n\n');
}

function wordsOfStart(start: StartPrediction): string[] {
  if (start.outcome === 'refuses-to-start') return [`start: the server refuses to start: ${placeOf(start.because)}`];
  return [
    `start: the server starts, TLS ${start.tls === 'no-handshake' ? 'on, and every handshake fails' : start.tls}${start.maps === 'none' ? ', without the maps of pg_ident.conf' : ''}`,
  ];
}

function wordsOfReload({ settings, hba, maps, tls, because }: ReloadPrediction): string[] {
  const kept = [
    ...(settings === 'applied' ? [] : [settings === 'kept' ? 'settings' : 'value of a setting']),
    ...(hba === 'kept' ? ['lines of pg_hba.conf'] : []),
    ...(maps === 'kept' ? ['maps'] : []),
    ...(tls === 'kept' ? ['certificates, key and CRLs'] : []),
  ];
  if (kept.length === 0) return ['reload: a running server takes all of it'];
  return [`reload: a running server keeps the old ${kept.join(', ')}: ${because.map(placeOf).join(', ')}`];
}

function placeOf({ code, file, line }: Obstacle): string {
  return `${file === '' ? 'command line' : escapeText(file)}${line === undefined ? '' : ` line ${line}`} (${code})`;
}
