/**
 * The settings in force after postgresql.conf, postgresql.auto.conf and the command line (guc-file.l: ProcessConfigFileInternal): the last entry of a name
 * counts, the command line beats the files, and a value that does not fit is an error of that setting alone, a name that does not exist one of all files.
 */
import { choiceProblem, choiceSettings } from './choices.ts';
import { booleanSettings, settingNames } from './names.ts';
import { numberProblem, numberSettings } from './numbers.ts';
import type { ConfEntry } from './parse.ts';
import { currentName, knownSettings, parseBoolean, readValue } from './values.ts';

/** A setting in force. */
export interface Setting {
  readonly value: string;
  readonly source: 'default' | 'file' | 'command-line';
  readonly file?: string;
  readonly line?: number;
}

/** An entry that a server does not take. */
export interface SettingError {
  /** `setting-unknown`: no file is applied at all; `setting-invalid`: the others are, at reload. */
  readonly code: 'setting-unknown' | 'setting-invalid';
  readonly name: string;
  readonly value: string;
  /** Absent for the command line. */
  readonly file?: string;
  readonly line?: number;
  /** The server's words. */
  readonly message: string;
}

/** What a server makes of its settings. */
export interface Settings {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly errors: readonly SettingError[];
}

/** Takes the entries in their order, then the command line's. */
export function applySettings(entries: readonly ConfEntry[], commandLine: Readonly<Record<string, string>>, version: number): Settings {
  const kinds = new Map(knownSettings(version).map((kind) => [kind.name, kind]));
  const names = settingNames(version);
  const booleans = booleanSettings();
  const numbers = numberSettings();
  const choices = choiceSettings();
  const readAny = (name: string, value: string): { readonly value: string } | { readonly message: string } => {
    const kind = kinds.get(name);
    if (kind !== undefined) return readValue(kind, value);
    if (booleans.has(name) && parseBoolean(value) === undefined) return { message: `parameter "${name}" requires a Boolean value` };
    const number = numbers.get(name);
    const words = choices.get(name);
    const message =
      number !== undefined ? numberProblem(name, number, value) : words === undefined ? undefined : choiceProblem(name, words, value);
    return message === undefined ? { value } : { message };
  };
  const settings = new Map<string, Setting>([...kinds.values()].map((kind) => [kind.name, { value: kind.default, source: 'default' }]));
  const errors: SettingError[] = [];
  // An earlier entry is dropped only where the name is spelt alike: `SSL` and `ssl` are both looked at.
  const last = new Map(entries.map((entry, index) => [entry.name, index]));
  for (const [index, entry] of entries.entries()) {
    const { name, value, file, line } = entry;
    const current = currentName(name, version);
    if (!names.has(current) && !name.includes('.')) {
      const message = `unrecognized configuration parameter "${name}" in file "${file}" line ${line}`;
      errors.push({ code: 'setting-unknown', name, value, file, line, message });
      continue;
    }
    if (last.get(name) !== index) continue;
    const read = readAny(current, value);
    if ('message' in read) errors.push({ code: 'setting-invalid', name: current, value, file, line, message: read.message });
    else if (kinds.has(current)) settings.set(current, { value: read.value, source: 'file', file, line });
  }
  for (const [name, value] of Object.entries(commandLine)) {
    const current = currentName(name.replaceAll('-', '_'), version);
    const known = names.has(current) || name.includes('.');
    const read = known ? readAny(current, value) : { message: `unrecognized configuration parameter "${name}"` };
    if ('message' in read) errors.push({ code: known ? 'setting-invalid' : 'setting-unknown', name, value, message: read.message });
    else if (kinds.has(current)) settings.set(current, { value: read.value, source: 'command-line' });
  }
  return { settings, errors };
}
