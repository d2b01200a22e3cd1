/** postgresql.conf and the files it includes: what a server cannot read, and what was surely meant otherwise. */
import { foldName, settingVersions, similarSetting } from '../conf/names.ts';
import { currentName, parseBoolean } from '../conf/values.ts';
import type { Facts } from './facts.ts';
import type { Problem } from './types.ts';

/** Errors of files and settings. */
export function* checkConf({ confErrors, settingErrors, entries, settings, version }: Facts): Generator<Problem, void> {
  for (const { code, file, line, message } of confErrors) yield { code, file, line, message };
  for (const { code, name, value, file = '', line, message } of settingErrors) {
    const versions = code === 'setting-unknown' ? settingVersions(name) : undefined;
    yield {
      code,
      file,
      ...(line === undefined ? {} : { line }),
      message,
      name,
      value,
      version,
      similar: code === 'setting-unknown' && versions === undefined ? similarSetting(foldName(name), version) : undefined,
      since: versions?.[0],
      until: versions?.[1],
    };
  }
  const first = new Map<string, { readonly value: string; readonly line: number; readonly file: string }>();
  for (const { name, value, file, line } of entries) {
    const key = `${file}\n${currentName(name, version)}`;
    const before = first.get(key);
    first.set(key, { value, line, file });
    if (before === undefined || before.value === value || isSameSwitch(before.value, value) || !settings.has(currentName(name, version)))
      continue;
    yield {
      code: 'setting-repeated',
      file,
      line: before.line,
      name: currentName(name, version),
      value: before.value,
      other: value,
      otherLine: line,
    };
  }
}

/** `on` and `TRUE` say the same. */
function isSameSwitch(a: string, b: string): boolean {
  const value = parseBoolean(a);
  return value !== undefined && value === parseBoolean(b);
}
