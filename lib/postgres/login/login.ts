/** The question: a server, its files, and a login (manual 21.1, 55.2.1). */
import { parseAddress } from '../access/address.ts';
import type { NetworkFacts } from '../access/hba-match.ts';
import { type Text, toOctetString } from '../octets.ts';
import type { Roles } from '../access/roles.ts';
import { DEBIAN_BUILD, type ServerBuild } from '../access/types.ts';

/** How the client connects and as whom. */
export interface LoginConnection {
  /** `hostnossl` is TCP without TLS, `hostgssenc` TCP with GSSAPI encryption, `local` a Unix socket. */
  readonly type: 'hostssl' | 'hostnossl' | 'hostgssenc' | 'local';
  /** The client's address as the server sees it; lines with an address need it. */
  readonly address?: string;
  /** Empty: the user's name. */
  readonly database: string;
  readonly user: Text;
  /** True: a physical replication connection; `database`: a logical one, which names a database; default false. */
  readonly replication?: boolean | 'database';
  /** What the client answers when it is asked for a password; default null: nothing. */
  readonly password?: 'right' | 'wrong' | null;
  /** Name of the operating system's user, as `peer` and `ident` find it; where it is absent, lines with these methods cannot be decided. */
  readonly systemUser?: Text;
}

/** A server, its files, and a login. Texts are octets, or strings that stand for their UTF-8. */
export interface LoginInput {
  /** Major version, 12 to 18. */
  readonly serverVersion: number;
  /** OpenSSL of the server; default `3.0`. */
  readonly openssl?: '1.1.1' | '3.0';
  /** Security level of the server's TLS (`@SECLEVEL=` in ssl_ciphers); default 2, Debian's. */
  readonly securityLevel?: 0 | 1 | 2 | 3 | 4 | 5;
  /** Epoch milliseconds; default now. */
  readonly at?: number;
  /** ssl_ca_file; null where it is not set, and then no certificate is asked for. */
  readonly ca: Text | null;
  /** ssl_crl_file. */
  readonly crl?: Text | null;
  /** ssl_crl_dir (14 and later): name of the file to content. */
  readonly crlDir?: Readonly<Record<string, Text>> | null;
  readonly hba: Text;
  readonly ident?: Text;
  /** Further files by their path relative to the folder of pg_hba.conf; what is absent is missing. */
  readonly included?: Readonly<Record<string, Text>>;
  readonly network?: NetworkFacts;
  readonly connection: LoginConnection;
  /** What the client sends, leaf first, in PEM; null for no certificate. */
  readonly chain: Text | null;
  /** The client holds the leaf's key; default true. */
  readonly keyProven?: boolean;
  /** Absent: every role exists and may log in, and none is a member of another. */
  readonly roles?: Roles;
  readonly databaseExists?: boolean;
  readonly build?: ServerBuild;
}

/** First version with ssl_crl_dir. */
const CRL_DIR_SINCE = 14;

/** Why no server can be in this place: a code, or undefined where the question makes sense. */
export function findContradiction({ serverVersion, connection, crlDir, build = {} }: LoginInput): string | undefined {
  const { type, address, user, database, replication = false } = connection;
  // a start-up packet ends a name at its first NUL, so that a client cannot ask for one
  if ([user, database].some((name) => toOctetString(name).includes('\0'))) return 'name-with-nul';
  if (type !== 'local' && address !== undefined && parseAddress(address) === undefined) return 'client-address-unreadable';
  if (type === 'hostgssenc' && !{ ...DEBIAN_BUILD, ...build }.gss) return 'gss-not-in-build';
  if (crlDir !== undefined && crlDir !== null && serverVersion < CRL_DIR_SINCE) return 'crl-dir-not-in-version';
  return replication === 'database' && database === '' ? 'replication-without-database' : undefined;
}
