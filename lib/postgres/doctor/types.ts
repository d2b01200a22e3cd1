/** What the doctor is given and what it says. */
import type { Instant } from '../../asn1/time.ts';
import type { FileStat } from '../server/key-file.ts';
import type { Text } from '../octets.ts';
import type { ServerBuild } from '../access/types.ts';
import type { DiagnosisCode, Severity } from './codes.ts';

/** A server's files as they lie there. Paths are absolute, with forward slashes. */
export interface DoctorInput {
  /** Major version, 12 to 18; default: what PG_VERSION in the data folder says. */
  readonly version?: number | undefined;
  /** Default `unix`. */
  readonly platform?: 'unix' | 'windows' | undefined;
  /** Epoch milliseconds. */
  readonly at: Instant;
  /** What ends within so many days is told. Default 30. */
  readonly days?: number | undefined;
  /** postgresql.conf; default: the one in `folder`. */
  readonly configFile?: string | undefined;
  /** The folder of `postgres -D` or PGDATA; absent, the files alone are looked at. */
  readonly folder?: string | undefined;
  /** Settings of the command line (`postgres -c name=value`, postmaster.opts), which beat those of the files. */
  readonly commandLine?: Readonly<Record<string, string>> | undefined;
  /** Contents by path; a path that ends in `/` says that a folder could be listed. What is absent could not be read, see `stats`. */
  readonly files: Readonly<Record<string, Text>>;
  /** Owner and mode by path, or the error of asking. */
  readonly stats: Readonly<Record<string, FileStat>>;
  /** Contents that pg_hba.conf and pg_ident.conf include, by path relative to their folder. */
  readonly hbaIncluded?: Readonly<Record<string, Text>> | undefined;
  readonly identIncluded?: Readonly<Record<string, Text>> | undefined;
  /** Whom the server runs as; default: the owner of the data folder. */
  readonly server?: { readonly euid: number; readonly egids: readonly number[] } | undefined;
  /** Further files that may hold certificates or private keys: those that lie in the data folder and beside the files named. */
  readonly further?: readonly string[] | undefined;
  /** Names and addresses under which clients connect. */
  readonly hosts?: readonly string[] | undefined;
  /** Security level of the server's OpenSSL where ssl_ciphers does not set one; default 2, Debian's. */
  readonly securityLevel?: 0 | 1 | 2 | 3 | 4 | 5 | undefined;
  /** What ssl_passphrase_command gives: its first line, or null where it fails; absent: not known. */
  readonly passphrase?: string | null | undefined;
  readonly build?: ServerBuild | undefined;
}

/** Something wrong or fragile, with the facts that its words need. */
export interface Problem {
  readonly code: DiagnosisCode;
  /** Absolute path; empty for the command line. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly [field: string]: string | number | undefined;
}

/** A problem whose place the caller adds. */
export interface Unplaced {
  readonly code: DiagnosisCode;
  readonly [field: string]: string | number | undefined;
}

/** A problem, how grave it is, and what a server makes of it. */
export type Diagnosis = Problem & {
  readonly severity: Severity;
  /** What comes of it when a server starts, absent where nothing does. */
  readonly atStart?: string;
  /** What comes of it when a running server reloads its files. */
  readonly atReload?: string;
};
