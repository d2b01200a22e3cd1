/**
 * The files that libpq reads before it shakes hands (fe-secure-openssl.c: initialize_SSL): trusted certificates, CRLs, and the client's own certificate and
 * key. A CRL file that does not load is passed over in silence, and with it sslcrldir.
 *
 * Left out: keys of engines (`sslkey=engine:key`).
 */
import { signatureFactsOf } from '../../openssl-verify/algorithms.ts';
import { loadCertificateFile } from '../../openssl-verify/files/certificate-file.ts';
import { factsOf } from '../../openssl-verify/facts.ts';
import { loadStoreFile, loadStoreFolder, type StoreContent } from '../../openssl-verify/files/store.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { nameEquals } from '../../x509/name-compare.ts';
import type { TrustedCertificate } from '../../x509/trusted-certificate.ts';
import type { ServerAuthInput } from './options.ts';
import type { ServerDecisionStep } from './server-decision.ts';

/** Why libpq gives up over a file. */
export interface FileFailure {
  readonly reason: string;
  readonly message: string;
}

/** What a server's chain is judged by; absent anchors: it is not judged. */
export interface ClientTrust {
  readonly anchors?: readonly TrustedCertificate[];
  readonly crls?: readonly CertificateList[];
  readonly steps: readonly ServerDecisionStep[];
}

/** True where sslrootcert is the word that stands for OpenSSL's own places. */
export function usesSystemRoots({ root, version }: ServerAuthInput): boolean {
  return root === 'system' && version >= 16;
}

/** Loads sslrootcert and the CRLs. */
export function loadClientTrust(input: ServerAuthInput, mustVerify: boolean): ClientTrust | FileFailure {
  const { root, version, systemRoots = '', paths } = input;
  if (usesSystemRoots(input)) {
    const file = loadStoreFile(systemRoots);
    const anchors = file.ok ? file.certificates : [];
    // sslcrl is not read
    return { anchors, steps: [{ step: 'root', source: 'system', certificates: anchors.length }] };
  }
  const path = paths?.root ?? '~/.postgresql/root.crt';
  if (root === null || root === 'system') {
    const advice = version >= 16 ? "the file, use the system's trusted roots with sslrootcert=system," : 'the file';
    const message = `root certificate file "${path}" does not exist\nEither provide ${advice} or change sslmode to disable server certificate verification.`;
    return mustVerify ? { reason: 'root-file-missing', message } : { steps: [{ step: 'root', source: 'missing', certificates: 0 }] };
  }
  const file = loadStoreFile(root);
  if (!file.ok) return { reason: 'root-file-unreadable', message: `could not read root certificate file "${path}": ${file.words}` };
  const rootStep = { step: 'root', source: 'file', certificates: file.certificates.length } as const;
  const lists = loadCrls(input);
  if (typeof lists === 'string') return { anchors: file.certificates, steps: [rootStep, { step: 'crls', state: lists, count: 0 }] };
  // a CRL that stands among the roots counts as soon as any are asked for, and a certificate among the CRLs is trusted
  const crls = [...file.crls, ...lists.crls];
  const known = [...file.certificates, ...lists.certificates];
  const fromFolder = lists.folder.filter(
    ({ certificate }) => !known.some((other) => nameEquals(other.certificate.subject, certificate.subject)),
  );
  return { anchors: [...known, ...fromFolder], crls, steps: [rootStep, { step: 'crls', state: 'loaded', count: crls.length }] };
}

/** sslcrl and sslcrldir (X509_STORE_load_locations). */
function loadCrls({
  crl,
  crlDir,
  version,
}: ServerAuthInput): (StoreContent & { readonly folder: readonly TrustedCertificate[] }) | 'none' | 'unreadable' {
  const files = version >= 14 ? (crlDir ?? undefined) : undefined;
  const text = crl ?? undefined;
  if (text === undefined && files === undefined) return 'none';
  const file = text === undefined ? { ok: true as const, certificates: [], crls: [] } : loadStoreFile(text);
  if (!file.ok) return 'unreadable';
  const folder = files === undefined ? { certificates: [], crls: [] } : loadStoreFolder(files);
  return { certificates: file.certificates, crls: [...file.crls, ...folder.crls], folder: folder.certificates };
}

/** Whether there is a certificate to send, or why its file is refused (SSL_CTX_use_certificate_chain_file). */
export function loadClientCertificate(input: ServerAuthInput): Certificate | undefined | FileFailure {
  const { clientCertificate, sslcertmode, paths } = input;
  if (clientCertificate === undefined || clientCertificate === null || sslcertmode === 'disable') return undefined;
  const file = loadCertificateFile(clientCertificate);
  const words = file.ok ? judgeOwn(file.leaf.certificate, input) : file.words;
  if (file.ok && words === undefined) return file.leaf.certificate;
  return opensslFailure(`could not read certificate file "${paths?.certificate ?? '~/.postgresql/postgresql.crt'}"`, words ?? '');
}

/** Bits of security that each level wants. */
const LEVEL_BITS = [0, 80, 112, 128, 192, 256] as const;

/** OpenSSL's words for a certificate that it does not take for its own side (ssl_security_cert). */
function judgeOwn(certificate: Certificate, { securityLevel = 2, openssl = '3.0' }: ServerAuthInput): string | undefined {
  const { key, invalid, selfSigned } = factsOf(certificate, openssl);
  const wanted = LEVEL_BITS[securityLevel];
  if (securityLevel > 0 && (key?.securityBits ?? -1) < wanted) return 'ee key too small';
  const signature = signatureFactsOf(certificate.signatureAlgorithm, openssl);
  if (securityLevel > 0 && !selfSigned && (signature?.securityBits ?? -1) < wanted) return 'ca md too weak';
  return invalid ? 'invalid certificate' : undefined;
}

/** A failure that OpenSSL has words for; its code is made of them, such as `client-mstring-wrong-tag`. */
export function opensslFailure(what: string, words: string): FileFailure {
  return { reason: `client-${words.toLowerCase().replaceAll(' ', '-')}`, message: `${what}: ${words}` };
}
