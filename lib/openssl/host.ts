/** What the commands need of the world around them. The library itself reads no file, no clock and no terminal: a program or a test hands these in. */
import type { Instant } from '../asn1/time.ts';

/** How a file is written. */
export interface WriteMode {
  /** A private key: only its owner may read it (mode 0600). */
  readonly secret: boolean;
  /** Add to what is there. */
  readonly append: boolean;
}

/** Symbolic links, which only `rehash` needs. */
export interface LinkHost {
  /** What a symbolic link points to; undefined for anything else. */
  read(path: string): Promise<string | undefined>;
  /** Makes a symbolic link. Throws `file-unavailable`. */
  make(target: string, path: string): Promise<void>;
  /** Removes a link or file; nothing happens where there is none. Throws `file-unavailable`. */
  remove(path: string): Promise<void>;
  /** True where links can be made in a folder. */
  writable(folder: string): Promise<boolean>;
}

/** Files, terminal, environment and clock. Paths are as the user wrote them. */
export interface OpensslHost {
  /** Throws `PkiError` `file-unavailable` with the system's reason, such as `No such file or directory`. */
  readFile(path: string): Promise<Uint8Array>;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** Replaces (or extends) a file, wholly or not at all. Throws `file-unavailable`. */
  writeFile(path: string, octets: Uint8Array, mode: WriteMode): Promise<void>;
  /** What a path is; undefined where there is nothing. Throws `file-unavailable` where the system does not tell. */
  stat(path: string): Promise<'file' | 'folder' | 'other' | undefined>;
  /** Names in a folder, sorted. */
  listFolder(path: string): Promise<readonly string[]>;
  /** Shows `text` on the terminal and reads one line, unseen unless `echo`; undefined where there is none to read, or who sits there gave up. */
  prompt(text: string, options: { readonly echo: boolean }): Promise<string | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
  stdout(octets: Uint8Array): void;
  stderr(text: string): void;
  /** Milliseconds since 1970. */
  now(): Instant;
  /** Absent where there are no symbolic links. */
  readonly links?: LinkHost;
}
