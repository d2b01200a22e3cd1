/**
 * The certificates of the PostgreSQL manual's chapter "Secure TCP/IP Connections with SSL", made without OpenSSL: a root CA, an intermediate CA that
 * issues leaves only, a server, three users of whom one is revoked, a CRL of each CA, and some certificates that a server has to refuse.
 */
import {
  type Certificate,
  type CertificateList,
  type CertificationRequest,
  clientProfile,
  createSigner,
  encodePem,
  type GeneralName,
  issueFromRequest,
  issueRequest,
  type KeyPair,
  makeExtension,
  parseName,
  type PrivateKey,
  type RequestTerms,
  serverProfile,
  subjectAltName,
} from '../../../lib/index.ts';
import {
  type Authority,
  commonName,
  crlPem,
  DAY,
  issueIntermediate,
  keyPem,
  makeCrl,
  makeKeys,
  makePassphrase,
  makeRoot,
  pem,
} from '../pg/issuing.ts';
import { startStep } from '../talk.ts';
import { hba, ident } from './attempts.ts';
import type { DemoFile } from './folder.ts';

/** CAs are backdated by so many days, so that a certificate that expired yesterday lies within their validity. */
const BACKDATED_DAYS = 7;

/** Names of the server: the manual's, and those a test on one machine needs. */
export const SERVER_NAME = 'dbhost.yourdomain.com';
const serverNames: readonly GeneralName[] = [
  { kind: 'dNSName', value: SERVER_NAME },
  { kind: 'dNSName', value: 'localhost' },
  { kind: 'iPAddress', value: Uint8Array.of(127, 0, 0, 1) },
];

/** What was made. */
export interface Story {
  readonly files: readonly DemoFile[];
  /** Opens offline/root.key. */
  readonly passphrase: string;
}

/** One who asked for a certificate and got it. */
interface Holder {
  readonly request: CertificationRequest;
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

/** Makes everything; `now` in epoch milliseconds. Only the root's key and the server's are RSA, the slow ones to make, and each is a step of its own. */
export async function makeStory(now: number): Promise<Story> {
  const rootKeys = await makeKeys({ kind: 'rsa', bits: 3072 }, 'root CA key (RSA 3072)');
  const serverKeys = await makeKeys({ kind: 'rsa', bits: 2048 }, 'server key (RSA 2048)');
  const step = startStep('certificates, requests and CRLs');
  const root = demoRoot('root.yourdomain.com', rootKeys, now);
  const intermediateKeys = await quickKeys();
  const intermediate = makeIntermediate(root, intermediateKeys, now);
  const server = await makeServer(intermediate, serverKeys, now);
  const alice = await makeClient('alice', intermediate, now);
  const bob = await makeClient('bob@yourdomain.com', intermediate, now);
  const carol = await makeClient('carol', intermediate, now);
  const expired = await makeClient('alice', intermediate, now, { notBefore: now - 6 * DAY, notAfter: now - DAY });
  const stranger = await makeStranger(now);
  const rootCrl = demoCrl(root, [], now);
  const intermediateCrl = demoCrl(intermediate, [carol.certificate], now);
  const passphrase = makePassphrase();
  const chain = (holder: Holder): string => pem(holder.certificate) + pem(intermediate.certificate);
  const files: readonly DemoFile[] = [
    { path: 'root.crt', text: pem(root.certificate) },
    { path: 'root.crl', text: crlPem(rootCrl) + crlPem(intermediateCrl) },
    { path: 'server.crt', text: chain(server) },
    { path: 'server.key', text: keyPem(server.key), secret: true },
    ...clientFiles('alice', chain(alice), alice),
    ...clientFiles('bob', chain(bob), bob),
    ...clientFiles('carol', chain(carol), carol),
    ...clientFiles('refused/expired', chain(expired), expired),
    ...clientFiles('refused/unknown-ca', pem(stranger.certificate), stranger),
    ...clientFiles('refused/without-intermediate', pem(alice.certificate), alice),
    { path: 'requests/server.csr', text: requestPem(server.request) },
    ...[['alice', alice] as const, ['bob', bob] as const, ['carol', carol] as const].map(([name, { request }]) => ({
      path: `requests/${name}.csr`,
      text: requestPem(request),
    })),
    { path: 'ca/intermediate.crt', text: pem(intermediate.certificate) },
    { path: 'ca/intermediate.key', text: keyPem(intermediateKeys.privateKey), secret: true },
    { path: 'offline/root.key', text: keyPem(rootKeys.privateKey, passphrase), secret: true },
    { path: 'pg_hba.conf', text: hba },
    { path: 'pg_ident.conf', text: ident },
    { path: 'postgresql.ssl.conf', text: settings },
    { path: 'README.txt', text: readme },
  ];
  step.done(`${files.length} files`);
  return { files, passphrase };
}

/** What the server's configuration needs. */
const settings = `# To be included in postgresql.conf; the files lie in the data folder.
ssl = on
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
ssl_ca_file = 'root.crt'
ssl_crl_file = 'root.crl'
`;

const readme = `Made by "certwright demo": certificates for a PostgreSQL server and its clients, for trying out only.

server.crt, server.key     the server's certificate with the intermediate CA's behind it, and its key
root.crt, root.crl         what server and clients trust, and the revocation lists of both CAs
alice, bob, carol          clients: certificate with intermediate, and key; carol is revoked, bob is called bob@yourdomain.com
pg_hba.conf, pg_ident.conf, postgresql.ssl.conf
requests/                  the certification requests that were granted
refused/                   certificates that a server has to refuse
ca/                        certificate and key of the intermediate CA, which issues
offline/                   the root CA's key, encrypted; belongs on a medium of its own, away from any network

To try them with a PostgreSQL server of your own, one that may be thrown away:

1. As its superuser, make a role and a database:  CREATE ROLE alice LOGIN;  CREATE DATABASE cert;
2. Copy server.crt, server.key, root.crt, root.crl, pg_hba.conf, pg_ident.conf and postgresql.ssl.conf into its data folder; they must belong to the
   user it runs as, and server.key must stay readable by that user only. This pg_hba.conf lets in nobody but clients on this machine with TLS.
3. Add a line to its postgresql.conf, and restart it:  include 'postgresql.ssl.conf'
4. Log in, from this folder; user=carol is refused, her certificate is revoked:

psql "host=${SERVER_NAME} hostaddr=127.0.0.1 dbname=cert user=alice sslmode=verify-full sslrootcert=root.crt sslcert=alice.crt sslkey=alice.key"

With OpenSSL:

openssl verify -CAfile root.crt -CRLfile root.crl -crl_check_all -untrusted alice.crt alice.crt
`;

async function quickKeys(): Promise<KeyPair> {
  return makeKeys({ kind: 'ec', curve: 'P-256' });
}

function demoRoot(subject: string, keys: KeyPair, now: number): Authority {
  return makeRoot(commonName(subject), keys, { notBefore: now - BACKDATED_DAYS * DAY, notAfter: now + 3650 * DAY });
}

function makeIntermediate(root: Authority, { publicKey, privateKey }: KeyPair, now: number): Authority {
  const validity = { notBefore: now - BACKDATED_DAYS * DAY, notAfter: now + 1825 * DAY };
  const certificate = issueIntermediate(root, commonName('intermediate.yourdomain.com'), publicKey, validity);
  return { certificate, signer: createSigner(privateKey) };
}

async function makeServer(issuer: Authority, { publicKey, privateKey }: KeyPair, now: number): Promise<Holder> {
  const asked = { subject: parseName(`CN=${SERVER_NAME}`), extensions: [makeExtension(subjectAltName, serverNames)] };
  const request = issueRequest(asked, createSigner(privateKey));
  const extensions = serverProfile({ publicKey, issuer: issuer.certificate });
  const terms: RequestTerms = { issuer: issuer.certificate, notBefore: now, notAfter: now + 365 * DAY, extensions, copy: [subjectAltName] };
  return { request, certificate: issueFromRequest(request, terms, issuer.signer), key: privateKey };
}

async function makeClient(
  commonName: string,
  issuer: Authority,
  now: number,
  validity: Pick<RequestTerms, 'notBefore' | 'notAfter'> = { notBefore: now, notAfter: now + 365 * DAY },
): Promise<Holder> {
  const { publicKey, privateKey } = await quickKeys();
  const request = issueRequest({ subject: parseName(`CN=${commonName}`) }, createSigner(privateKey));
  const extensions = clientProfile({ publicKey, issuer: issuer.certificate });
  const terms: RequestTerms = { issuer: issuer.certificate, ...validity, extensions };
  return { request, certificate: issueFromRequest(request, terms, issuer.signer), key: privateKey };
}

/** A client called alice of a CA that nobody trusts. */
async function makeStranger(now: number): Promise<Holder> {
  return makeClient('alice', demoRoot('root.elsewhere.example', await quickKeys(), now), now);
}

function demoCrl(issuer: Authority, revoked: readonly Certificate[], now: number): CertificateList {
  const entries = revoked.map(({ serialNumber }) => ({ serialNumber, revokedAt: now, reason: 'keyCompromise' as const }));
  return makeCrl(issuer, 1, entries, { notBefore: now, notAfter: now + 30 * DAY });
}

function clientFiles(name: string, chain: string, { key }: Holder): DemoFile[] {
  return [
    { path: `${name}.crt`, text: chain },
    { path: `${name}.key`, text: keyPem(key), secret: true },
  ];
}

function requestPem({ der }: CertificationRequest): string {
  return encodePem('CERTIFICATE REQUEST', der);
}
