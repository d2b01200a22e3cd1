/** The vocabulary of PostgreSQL's access files, shared by their readers and the decision. */
import type { Address } from './address.ts';
import type { Token } from './lex.ts';

/** What a server was compiled with, as far as it decides whether a line is accepted. */
export interface ServerBuild {
  readonly gss?: boolean;
  readonly ldap?: boolean;
  readonly pam?: boolean;
  readonly bsd?: boolean;
  readonly sspi?: boolean;
}

/** Debian's packages: GSSAPI, LDAP and PAM, neither BSD authentication nor SSPI. */
export const DEBIAN_BUILD: Required<ServerBuild> = { gss: true, ldap: true, pam: true, bsd: false, sspi: false };

/** First field of a pg_hba.conf line. */
export type ConnectionType = 'local' | 'host' | 'hostssl' | 'hostnossl' | 'hostgssenc' | 'hostnogssenc';

/** Authentication methods of PostgreSQL 12 to 18. */
export type AuthMethod =
  | 'trust'
  | 'reject'
  | 'md5'
  | 'password'
  | 'scram-sha-256'
  | 'cert'
  | 'ident'
  | 'peer'
  | 'gss'
  | 'sspi'
  | 'pam'
  | 'bsd'
  | 'ldap'
  | 'radius'
  | 'oauth';

/** The address field of a line. */
export type HbaAddress =
  | { readonly kind: 'all' | 'samehost' | 'samenet' }
  | { readonly kind: 'range'; readonly address: Address; readonly mask: Address }
  | { readonly kind: 'host'; readonly name: string /* octet string; a leading dot makes it a suffix */ };

/** What a line demands of the client's certificate beyond verification. */
export type ClientCert = 'off' | 'verify-ca' | 'verify-full';

/** A line of pg_hba.conf that counts. */
export interface HbaRow {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly type: ConnectionType;
  readonly databases: readonly Token[];
  readonly users: readonly Token[];
  /** Absent on `local` lines. */
  readonly address?: HbaAddress;
  readonly method: AuthMethod;
  readonly clientCert: ClientCert;
  readonly clientName: 'CN' | 'DN';
  /** Octet string; absent where there is none or it is empty. */
  readonly map?: string;
  /** All options as written, the last of a name counting. */
  readonly options: Readonly<Record<string, string>>;
  /** Set where the server logs a warning because the line can never match. */
  readonly warning?: 'gss-not-in-build';
}

/** A line that the server refuses, and with it the whole file. */
export interface LineError {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** Stable kebab-case code that says what is wrong, such as `invalid-cidr`. */
  readonly code: string;
  readonly message: string;
}

/** A line of pg_ident.conf that counts. */
export interface IdentRow {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly map: Token;
  readonly systemUser: Token;
  readonly databaseUser: Token;
}
