/** Sections of PostgreSQL's manual by a name of ours. Their chapters have moved: server setup is chapter 18 in versions 12, 13, 17 and 18, and 19 in between. */

/** A section that a finding points to. */
export type SectionName = keyof typeof SECTIONS;

/** The chapter by its place in versions 14 to 16, the rest of the number, the title, and the page with its anchor. */
const SECTIONS = {
  cluster: ['setup', '.2', 'Creating a Database Cluster', 'creating-cluster.html'],
  upgrade: ['setup', '.6', 'Upgrading a PostgreSQL Cluster', 'upgrading.html'],
  ssl: ['setup', '.9', 'Secure TCP/IP Connections with SSL', 'ssl-tcp.html'],
  'ssl-setup': ['setup', '.9.1', 'Basic Setup', 'ssl-tcp.html#SSL-SETUP'],
  'ssl-openssl': ['setup', '.9.2', 'OpenSSL Configuration', 'ssl-tcp.html#SSL-OPENSSL-CONFIG'],
  'ssl-clients': ['setup', '.9.3', 'Using Client Certificates', 'ssl-tcp.html#SSL-CLIENT-CERTIFICATES'],
  'ssl-files': ['setup', '.9.4', 'SSL Server File Usage', 'ssl-tcp.html#SSL-SERVER-FILES'],
  'ssl-creation': ['setup', '.9.5', 'Creating Certificates', 'ssl-tcp.html#SSL-CERTIFICATE-CREATION'],
  conf: [
    'configuration',
    '.1.2',
    'Parameter Interaction via the Configuration File',
    'config-setting.html#CONFIG-SETTING-CONFIGURATION-FILE',
  ],
  includes: ['configuration', '.1.5', 'Managing Configuration File Contents', 'config-setting.html#CONFIG-INCLUDES'],
  'file-locations': ['configuration', '.2', 'File Locations', 'runtime-config-file-locations.html'],
  'conn-auth': ['configuration', '.3.2', 'Authentication', 'runtime-config-connection.html#RUNTIME-CONFIG-CONNECTION-AUTHENTICATION'],
  'conn-ssl': ['configuration', '.3.3', 'SSL', 'runtime-config-connection.html#RUNTIME-CONFIG-CONNECTION-SSL'],
  hba: ['authentication', '.1', 'The pg_hba.conf File', 'auth-pg-hba-conf.html'],
  ident: ['authentication', '.2', 'User Name Maps', 'auth-username-maps.html'],
  trust: ['authentication', '.4', 'Trust Authentication', 'auth-trust.html'],
  password: ['authentication', '.5', 'Password Authentication', 'auth-password.html'],
  'ident-method': ['authentication', '.8', 'Ident Authentication', 'auth-ident.html'],
  cert: ['authentication', '.12', 'Certificate Authentication', 'auth-cert.html'],
  'libpq-ssl': ['libpq', '', 'SSL Support', 'libpq-ssl.html'],
  identifiers: ['syntax', '', 'Identifiers and Key Words', 'sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'],
} as const;

/** A section as a reader finds it. */
export interface ManualSection {
  /** Number and title, such as `19.9. Secure TCP/IP Connections with SSL`. */
  readonly title: string;
  readonly link: string;
}

/** The section in the manual of a major version. */
export function manualSection(name: SectionName, version: number): ManualSection {
  const [part, rest, title, page] = SECTIONS[name];
  const shifted = version >= 14 && version <= 16;
  const chapter = { setup: shifted ? 19 : 18, configuration: shifted ? 20 : 19, authentication: shifted ? 21 : 20 };
  const libpq = version <= 13 ? '33.18' : shifted ? '34.19' : '32.19';
  const number = part === 'libpq' ? libpq : part === 'syntax' ? '4.1.1' : `${chapter[part]}${rest}`;
  return { title: `${number}. ${title}`, link: `https://www.postgresql.org/docs/${version}/${page}` };
}
