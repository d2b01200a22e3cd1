/** The data folder: its mode, owner and version (miscinit.c: checkDataDir), and TLS files in a folder that the group may read. */
import { isBelow } from '../conf/paths.ts';
import type { Facts } from './facts.ts';
import type { Problem } from './types.ts';

/** Bits that a server refuses: write for the group, everything for others. */
const REFUSED = 0o027;
const GROUP_READ = 0o050;

/** What a server asks of its folder. */
export function* checkFolder(facts: Facts): Generator<Problem, void> {
  const { data, input, folderVersion, windows, files } = facts;
  if (data === undefined) return;
  const stat = facts.statOf(data);
  if (stat === undefined) return;
  if ('error' in stat || stat.kind !== 'directory') {
    yield { code: 'data-folder-missing', ...facts.placeOf('data_directory'), folder: data };
    return;
  }
  if (folderVersion === undefined) yield { code: 'data-folder-invalid', file: `${data}/PG_VERSION`, folder: data };
  else if (input.version !== undefined && input.version !== folderVersion) {
    yield { code: 'version-mismatch', file: `${data}/PG_VERSION`, found: folderVersion, wanted: input.version };
  }
  if (folderVersion !== undefined && input.version === undefined && folderVersion !== facts.version) {
    yield { code: 'version-unknown', file: `${data}/PG_VERSION`, found: folderVersion, used: facts.version };
  }
  if (windows) return;
  const mode = octal(stat.mode);
  if ((stat.mode & REFUSED) !== 0) yield { code: 'data-folder-mode', file: data, mode };
  else if (facts.ssl && (stat.mode & GROUP_READ) === GROUP_READ) {
    const inside = [files.cert, files.key].filter((path) => path !== undefined && isBelow(path, data));
    if (inside.length > 0) yield { code: 'data-folder-group-readable', file: data, mode, inside: inside.join(', ') };
  }
}

/** A mode as chmod takes it. */
export function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
