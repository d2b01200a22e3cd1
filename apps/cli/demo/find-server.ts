/** Where PostgreSQL's programs are: CERTWRIGHT_PG_BIN alone where it is set, else the PATH and the folders of the usual packages. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs of one installation. */
export interface PostgresTools {
  /** Folder of `postgres` and `initdb`. */
  readonly folder: string;
  readonly psql: string;
  /** As it prints itself, such as `15.18`. */
  readonly version: string;
  /** Major version. */
  readonly major: number;
}

/** The tools, or why there are none. */
export type FoundTools = { readonly tools: PostgresTools } | { readonly missing: string };

/** Majors whose decisions certwright knows. */
const KNOWN_MAJORS = { min: 12, max: 18 };

/** Looks for a server and for psql. */
export function findPostgres(env: NodeJS.ProcessEnv = process.env): FoundTools {
  if (process.platform === 'win32') return { missing: 'on Windows no server is started' };
  const given = env['CERTWRIGHT_PG_BIN'];
  const searchPath = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = given === undefined ? [...searchPath, ...packagedFolders()] : [given];
  for (const folder of folders) {
    if (!['postgres', 'initdb'].every((name) => isProgram(join(folder, name)))) continue;
    const psql = [folder, ...searchPath].map((place) => join(place, 'psql')).find(isProgram);
    if (psql === undefined) return { missing: `a PostgreSQL server is in ${folder}, but no psql to log in with` };
    const version = versionOf(join(folder, 'postgres'));
    const major = Number.parseInt(version, 10);
    if (!(major >= KNOWN_MAJORS.min && major <= KNOWN_MAJORS.max))
      return {
        missing: `the PostgreSQL server in ${folder} is version ${version || 'unknown'}, ${KNOWN_MAJORS.min} to ${KNOWN_MAJORS.max} are known`,
      };
    return { tools: { folder, psql, version, major } };
  }
  return {
    missing:
      given === undefined ? 'no PostgreSQL server found on this machine' : `no PostgreSQL server found in ${given} (CERTWRIGHT_PG_BIN)`,
  };
}

/** bin folders of Debian's, Red Hat's and the source's installations, newest major first. */
function packagedFolders(): string[] {
  const versioned = (root: string, prefix: string): string[] =>
    list(root)
      .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
      .sort((a, b) => Number(b.slice(prefix.length)) - Number(a.slice(prefix.length)))
      .map((name) => join(root, name, 'bin'));
  return [...versioned('/usr/lib/postgresql', ''), ...versioned('/usr', 'pgsql-'), '/usr/local/pgsql/bin'];
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `15.18` out of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; empty where the program does not run. */
function versionOf(postgres: string): string {
  try {
    return (
      /\(PostgreSQL\) ([0-9][0-9a-z.]*)/.exec(
        execFileSync(postgres, ['--version'], { encoding: 'utf8', stdio: 'pipe', timeout: 10_000 }),
      )?.[1] ?? ''
    );
  } catch {
    return '';
  }
}
