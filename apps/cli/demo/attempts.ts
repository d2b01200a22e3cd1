/** The logins that are tried, and the configuration they meet: both decided by certwright and shown to a real server. */

/** One rule of pg_hba.conf; each has a database of its own, so that a login chooses it by name. */
export interface Rule {
  readonly database: string;
  /** How the table calls it. */
  readonly label: string;
  /** Method and options. */
  readonly method: string;
}

/** The rules, as the manual's chapters "Client Certificates" and "Certificate Authentication" describe them. */
export const rules: readonly Rule[] = [
  { database: 'verify_ca', label: 'clientcert=verify-ca', method: 'scram-sha-256 clientcert=verify-ca' },
  { database: 'verify_full', label: 'clientcert=verify-full', method: 'scram-sha-256 clientcert=verify-full' },
  { database: 'cert', label: 'cert', method: 'cert' },
  { database: 'mapped', label: 'cert map=staff', method: 'cert map=staff' },
];

/** pg_hba.conf: everybody comes by TLS, every rule wants a certificate. */
export const hba: string = [
  '# TYPE   DATABASE     USER  ADDRESS       METHOD',
  ...rules.map(({ database, method }) => `hostssl  ${database.padEnd(12)} all   127.0.0.1/32  ${method}`),
  '',
].join('\n');

/** pg_ident.conf: one name exactly, and everybody of a domain by a regular expression. */
export const ident: string = [
  '# MAPNAME  SYSTEM-USERNAME           PG-USERNAME',
  'staff      alice                     reporting',
  'staff      /^(.*)@yourdomain\\.com$   \\1',
  '',
].join('\n');

/** Roles of the database; alice, bob and carol hold certificates, reporting is reached through the map. */
export const roles: readonly string[] = ['alice', 'bob', 'carol', 'reporting'];

/** One login. */
export interface Attempt {
  /** What it shows. */
  readonly title: string;
  /** Role asked for. */
  readonly user: string;
  readonly database: string;
  /** Client certificate and key, as files of the demo folder without .crt and .key; null: none is sent. */
  readonly client: string | null;
  /** False: TCP without TLS. */
  readonly tls: boolean;
}

const everywhere: readonly Omit<Attempt, 'database' | 'tls'>[] = [
  { title: 'right user', user: 'alice', client: 'alice' },
  { title: 'wrong user', user: 'carol', client: 'alice' },
  { title: 'revoked', user: 'carol', client: 'carol' },
  { title: 'expired', user: 'alice', client: 'refused/expired' },
  { title: 'unknown CA', user: 'alice', client: 'refused/unknown-ca' },
  { title: 'missing intermediate', user: 'alice', client: 'refused/without-intermediate' },
  { title: 'no certificate', user: 'alice', client: null },
];

const mapped: readonly Omit<Attempt, 'database' | 'tls'>[] = [
  { title: 'map, exact', user: 'reporting', client: 'alice' },
  { title: 'map, regex with \\1', user: 'bob', client: 'bob' },
  { title: 'map, regex, other user', user: 'alice', client: 'bob' },
  { title: 'map, own name not in it', user: 'alice', client: 'alice' },
];

/** All logins, in the order of the table. */
export const attempts: readonly Attempt[] = [
  ...everywhere.flatMap((attempt) => ['verify_ca', 'verify_full', 'cert'].map((database) => ({ ...attempt, database, tls: true }))),
  ...mapped.map((attempt) => ({ ...attempt, database: 'mapped', tls: true })),
  { title: 'without TLS', user: 'alice', database: 'cert', client: null, tls: false },
];

/** How the table calls the rule of a database. */
export function ruleLabel(database: string): string {
  return rules.find((rule) => rule.database === database)?.label ?? database;
}
