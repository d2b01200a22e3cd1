/** What a connection is told about TLS (libpq's connection parameters), its files, and the server it meets. */
import { PkiError } from '../../base/error.ts';
import type { OpensslVersion, SecurityLevel } from '../../openssl-verify/types.ts';
import type { FileStat, KeyFileReader } from '../server/key-file.ts';
import type { Text } from '../octets.ts';
import { checkVersion } from './versions.ts';

/** Values of sslmode, from least to most. */
export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** The file sslkey. */
export interface ClientKeyFile {
  /** What stat says about it. */
  readonly stat: FileStat;
  /** Its content, where it can be read; absent: taken for the key of the certificate. */
  readonly content?: Text;
  /** sslpassword, for an encrypted key. */
  readonly passphrase?: string;
}

/** A connection by libpq. Texts are octets, or strings that stand for their UTF-8. */
export interface ServerAuthInput {
  /** Major version of libpq, 12 to 18. */
  readonly version: number;
  /** As given, one host; absent or empty without `hostaddr`: the Unix-domain socket. */
  readonly host?: Text;
  /** The address to connect to, which has no part in the check of names. */
  readonly hostaddr?: string;
  /** Default `prefer`; with `root: 'system'` `verify-full`. */
  readonly sslmode?: SslMode;
  /** Content of the file sslrootcert; null where there is none (the default is root.crt in ~/.postgresql). `'system'`: from 16 on, `systemRoots`. */
  readonly root: Text | null;
  /** What OpenSSL finds in its own places, for `root: 'system'`. */
  readonly systemRoots?: Text;
  /** Content of the file sslcrl (default root.crl in ~/.postgresql); absent or null: not set. */
  readonly crl?: Text | null;
  /** sslcrldir, from 14 on: name of the file to content. */
  readonly crlDir?: Readonly<Record<string, Text>> | null;
  /** From 14 on; default true. */
  readonly sslsni?: boolean;
  /** From 16 on; default `allow`. */
  readonly sslcertmode?: 'disable' | 'allow' | 'require';
  /** From 17 on; default `postgres`. */
  readonly sslnegotiation?: 'postgres' | 'direct';
  /** From 13 on, where `scram` is set; default `prefer`. */
  readonly channelBinding?: 'disable' | 'prefer' | 'require';
  /** Content of the file sslcert; absent or null where there is none. */
  readonly clientCertificate?: Text | null;
  /** The file sslkey. Absent: it is fine. */
  readonly clientKey?: ClientKeyFile;
  /** Who reads the key file; default root, who can read any. */
  readonly reader?: Pick<KeyFileReader, 'euid' | 'egids'>;
  /** Paths for messages; defaults in `~/.postgresql`. */
  readonly paths?: { readonly root?: string; readonly certificate?: string; readonly key?: string };
  /** ssl_cert_file of the server, leaf first; null: the server has no TLS. */
  readonly chain: Text | null;
  /** Whether the server speaks TLS; default: there is a chain. */
  readonly serverTls?: boolean;
  /** pg_hba.conf lets the login in without TLS; default true. */
  readonly serverAcceptsPlain?: boolean;
  /** pg_hba.conf lets the login in with TLS; default true. */
  readonly serverAcceptsTls?: boolean;
  /** The server has ssl_ca_file and asks for a certificate; default true. */
  readonly serverRequestsCertificate?: boolean;
  /** The server asks for SCRAM-SHA-256; default false. */
  readonly scram?: boolean;
  /** Epoch milliseconds; default now. */
  readonly at?: number;
  /** OpenSSL of the client; default `3.0`. */
  readonly openssl?: OpensslVersion;
  /** Security level of the client's TLS; default 2, Debian's. */
  readonly securityLevel?: SecurityLevel;
}

/** Parameters with the values they may have and the version that brought them. */
const PARAMETERS = [
  ['sslmode', 12, ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']],
  ['channelBinding', 13, ['disable', 'prefer', 'require']],
  ['sslsni', 14, [true, false]],
  ['sslcertmode', 16, ['disable', 'allow', 'require']],
  ['sslnegotiation', 17, ['postgres', 'direct']],
] as const;

/** Throws `bad-option` for a parameter that this version does not know or with a value it does not take. */
export function checkOptions(input: ServerAuthInput): void {
  checkVersion(input.version);
  for (const [name, since, values] of PARAMETERS) {
    const value = input[name];
    if (value === undefined) continue;
    if (input.version < since) throw new PkiError('bad-option', `${name} came with version ${since}, version is ${input.version}`);
    if (!(values as readonly unknown[]).includes(value)) throw new PkiError('bad-option', `invalid ${name} value: "${String(value)}"`);
  }
}
