/** A healthy TLS set-up of a PostgreSQL server as files of its data folder, made with certwright, and what faults are made of. */
import { encodePem, encodePkcs8 } from '../../lib/index.ts';
import {
  type CertificateRecipe,
  keyNamed,
  makeCertificate,
  type MadeCertificate,
  makeCrl,
  type TestSigner,
} from '../../lib/testing/index.ts';
import { authorityKeyIdentifier, makeExtension, nameHash, subjectKeyIdentifier } from '../../lib/x509/index.ts';
import { sha1 } from '../../lib/crypto/index.ts';

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** Contents by name in the data folder; null: no such file. */
export type Files = Readonly<Record<string, string | null>>;

/** Everything a fault may use. */
export interface Health {
  readonly files: Files;
  readonly at: number;
  readonly root: MadeCertificate;
  readonly intermediate: MadeCertificate;
  /** A certificate of this set-up: P-256, valid now, issued by the root unless the recipe says otherwise. */
  make(recipe: CertificateRecipe): MadeCertificate;
  crl(recipe?: Partial<Parameters<typeof makeCrl>[0]>): string;
}

/** A certificate in PEM. */
export function pem(...made: readonly MadeCertificate[]): string {
  return made.map(({ certificate }) => encodePem('CERTIFICATE', certificate.der)).join('');
}

/** A private key in PEM. */
export function keyPem(key: TestSigner | MadeCertificate['key']): string {
  return encodePem('PRIVATE KEY', encodePkcs8((key as TestSigner).privateKey));
}

/** A key on P-256 that is always the same for a name. */
export function ec(name: string): TestSigner {
  return keyNamed(name, 'ec');
}

/** What OpenSSL calls the CRLs of an issuer in a folder. */
export function hashOf({ certificate }: MadeCertificate): string {
  return nameHash(certificate.subject, sha1);
}

/** The set-up. */
export function makeHealth(at: number): Health {
  const times = { notBefore: at - DAY, notAfter: at + 400 * DAY };
  const make = (recipe: CertificateRecipe): MadeCertificate => makeCertificate({ ...times, key: ec(recipe.subject), ...recipe });
  const root = make({ subject: 'CN=Root', ca: true, notAfter: at + 3000 * DAY });
  const intermediate = make({ subject: 'CN=Clients', ca: true, issuer: root, notAfter: at + 2000 * DAY });
  const server = make({
    subject: 'CN=localhost',
    issuer: root,
    names: [{ kind: 'dNSName', value: 'localhost' }],
    purposes: ['1.3.6.1.5.5.7.3.1'],
  });
  const crl = (recipe: Partial<Parameters<typeof makeCrl>[0]> = {}): string => {
    const issuer = recipe.issuer ?? root;
    const keyIdentifier = issuer.certificate.extensions.find(({ oid }) => oid === subjectKeyIdentifier.oid)?.value.subarray(2);
    const identifier = keyIdentifier === undefined ? [] : [makeExtension(authorityKeyIdentifier, { keyIdentifier })];
    const made = makeCrl({ issuer, thisUpdate: at - DAY, nextUpdate: at + 300 * DAY, extensions: identifier, ...recipe });
    return encodePem('X509 CRL', made.der);
  };
  const files = {
    'postgresql.conf': `listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 1MB
max_connections = 5
autovacuum = off
fsync = off
log_connections = on
ssl = on
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
ssl_ca_file = 'root.crt'
ssl_crl_file = 'root.crl'
`,
    'postgresql.auto.conf': '',
    'pg_hba.conf': 'local all admin peer\nhostssl all all 127.0.0.1/32 cert map=m\nhostssl all all 10.0.0.0/8 scram-sha-256\n',
    'pg_ident.conf': 'm /^(.*)@example\\.com$ \\1\nm admin admin\n',
    'server.crt': pem(server),
    'server.key': keyPem(server.key),
    'root.crt': pem(root),
    'root.crl': crl(),
  };
  return { files, at, root, intermediate, make, crl };
}
