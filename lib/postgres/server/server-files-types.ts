/** The question what a server does with its TLS files, and the answer. */
import type { OpensslVersion, SecurityLevel } from '../../openssl-verify/types.ts';
import type { FileStat, KeyFileReader } from './key-file.ts';
import type { Text } from '../octets.ts';
import type { SslSettings } from './server-settings.ts';

/** Content of a file, or the name of the error with which opening it ends, such as EACCES. */
export type FileContent = Text | { readonly error: string };

/** What ssl_passphrase_command gives for the prompt `Enter PEM pass phrase:`. */
export interface PassphraseResult {
  readonly status: number;
  /** Standard output; its first line counts. */
  readonly output: Text;
}

/** A server's settings and files. */
export interface ServerFilesInput {
  /** Major version, 12 to 18. */
  readonly version: number;
  readonly settings: SslSettings;
  /** Files by their path as the settings name them; what is absent does not exist. */
  readonly files: Readonly<Record<string, FileContent>>;
  /** Files in folders that the settings name (ssl_crl_dir), by path of the folder and name; what is absent does not exist, which is no error. */
  readonly folders?: Readonly<Record<string, Readonly<Record<string, Text>>>>;
  /** What stat says of ssl_key_file, by its path; absent: owner and mode are as they should be. */
  readonly stats?: Readonly<Record<string, FileStat>>;
  /** The server's user; absent: the owner of the key file, or somebody in its group where that is root. */
  readonly user?: Pick<KeyFileReader, 'euid' | 'egids'>;
  /** Where ssl_passphrase_command is set; asked for only where the key is encrypted. */
  readonly passphrase?: PassphraseResult | null;
  /** Default `3.0`. */
  readonly openssl?: OpensslVersion;
  /** What the build of OpenSSL comes with, before ssl_ciphers; default 2, Debian's, and 1 for 1.1.1. */
  readonly securityLevel?: SecurityLevel;
}

/** Which file or setting decided, and how; the codes stand in the manual's order of loading. */
export type ServerFilesReason =
  | 'ok'
  | 'ssl-off'
  | 'server-key-unusable-in-tls'
  | 'certificate-below-security-level'
  | 'no-common-protocol'
  | 'no-common-group'
  | 'no-common-cipher'
  | 'cert-missing'
  | 'cert-not-readable'
  | 'cert-no-pem'
  | 'cert-bad-pem'
  | 'cert-bad-der'
  | 'cert-invalid-extension'
  | 'cert-key-too-small'
  | 'cert-digest-too-weak'
  | 'cert-key-unusable'
  | 'key-missing'
  | 'key-not-accessible'
  | 'key-not-regular-file'
  | 'key-wrong-owner'
  | 'key-group-or-world-access'
  | 'key-not-readable'
  | 'key-no-private-key'
  | 'passphrase-command-failed'
  | 'passphrase-not-reloadable'
  | 'passphrase-unavailable'
  | 'passphrase-unknown'
  | 'passphrase-wrong'
  | 'key-mismatch'
  | 'key-type-mismatch'
  | 'protocol-range-invalid'
  | 'dh-params-missing'
  | 'dh-params-invalid'
  | 'curve-unknown'
  | 'ciphers-invalid'
  | 'ca-missing'
  | 'ca-not-readable'
  | 'ca-no-certificate'
  | 'ca-bad-block'
  | 'crl-missing'
  | 'crl-not-readable'
  | 'crl-none-found'
  | 'crl-bad-block';

/** One thing that the server looked at. */
export interface ServerFilesStep {
  /** The setting, such as `ssl_key_file`. */
  readonly setting: keyof SslSettings;
  readonly value: string;
  readonly reason: ServerFilesReason;
  /** Line of the bad PEM block, where there is one. */
  readonly line?: number;
}

/** What the server does. */
export interface ServerFilesDecision {
  /**
   * At start `up`, `up-but-no-tls` (every handshake fails) or `refused`; at reload `applied`, `applied-but-no-tls` or `kept-old`: the old TLS context stays,
   * whichever it was.
   */
  readonly outcome: 'up' | 'up-but-no-tls' | 'refused' | 'applied' | 'applied-but-no-tls' | 'kept-old';
  readonly reason: ServerFilesReason;
  /** As the server logs it (FATAL at start, LOG at reload); empty where it logs nothing. */
  readonly message: string;
  readonly steps: readonly ServerFilesStep[];
}
