/**
 * ssl_ca_file, ssl_crl_file and ssl_crl_dir of a server as it loads them into one store (be-secure-openssl.c: be_tls_init). A certificate among the CRLs
 * becomes a trust anchor, and a CRL in ssl_ca_file counts as soon as one of the other two is set.
 */
import { loadStoreFile, loadStoreFolder, type StoreContent } from '../../openssl-verify/files/store.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { sameOpensslName } from '../../x509/name-hash.ts';
import type { TrustedCertificate } from '../../x509/trusted-certificate.ts';
import type { FileProblem } from './decision.ts';
import type { Text } from '../octets.ts';

/** What a server trusts and knows revoked. */
export interface TrustStore {
  readonly anchors: readonly TrustedCertificate[];
  /** Absent: no certificate is looked up in a CRL. */
  readonly crls?: readonly CertificateList[];
}

/** The three settings; null or absent: not set. */
export interface TrustFiles {
  readonly ca: Text | null;
  readonly crl?: Text | null | undefined;
  readonly crlDir?: Readonly<Record<string, Text>> | null | undefined;
}

const NOTHING: StoreContent = { certificates: [], crls: [] };

/** Loads what is set, or says for which of them the server keeps its old TLS context as a whole: the first, since it looks no further. */
export function loadTrustFiles({ ca, crl = null, crlDir = null }: TrustFiles): TrustStore | FileProblem {
  const trusted = ca === null ? NOTHING : loadCaFile(ca);
  if ('code' in trusted) return trusted;
  // the CRLs are loaded even where no certificate will be asked for
  const listed = crl === null ? NOTHING : loadCrlFile(crl);
  if ('code' in listed) return listed;
  const folder = crlDir === null ? NOTHING : loadStoreFolder(crlDir);
  const inFiles = [...trusted.certificates, ...listed.certificates];
  // OpenSSL asks a folder only for subjects that it knows from no file
  const isKnown = ({ certificate }: TrustedCertificate): boolean =>
    inFiles.some((other) => sameOpensslName(other.certificate.subject, certificate.subject));
  const anchors = [...inFiles, ...folder.certificates.filter((entry) => !isKnown(entry))];
  return crl === null && crlDir === null ? { anchors } : { anchors, crls: [...trusted.crls, ...listed.crls, ...folder.crls] };
}

function loadCaFile(text: Text): StoreContent | FileProblem {
  const file = loadStoreFile(text);
  if (!file.ok) return problem('ssl_ca_file', file.problem === 'bad-block' ? 'ca-bad-block' : 'ca-no-certificate', file);
  // the list of CAs that is sent to clients has no room for TRUSTED CERTIFICATE blocks
  if (file.plainCertificates === 0) return problem('ssl_ca_file', 'ca-no-certificate', { words: 'no start line' });
  return file;
}

function loadCrlFile(text: Text): StoreContent | FileProblem {
  const file = loadStoreFile(text);
  return file.ok ? file : problem('ssl_crl_file', file.problem === 'bad-block' ? 'crl-bad-block' : 'crl-none-found', file);
}

function problem(
  file: FileProblem['file'],
  code: string,
  { words, line }: { readonly words: string; readonly line?: number },
): FileProblem {
  return { file, ...(line === undefined ? {} : { line }), code, message: words };
}
