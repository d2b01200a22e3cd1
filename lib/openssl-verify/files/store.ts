/**
 * Files and folders of trusted certificates and CRLs as OpenSSL 3.0 loads them (crypto/x509/by_file.c: X509_load_cert_crl_file, by_dir.c;
 * ssl/ssl_cert.c: SSL_load_client_CA_file).
 *
 * Left out: a folder's files are not looked up anew while a server runs; a CRL in the file of another issuer's hash, which OpenSSL finds if that file happens to
 * have been read before.
 */
import { PkiError } from '../../base/error.ts';
import { sha1 } from '../../crypto/hash.ts';
import type { CertificateList } from '../../x509/crl.ts';
import type { Name } from '../../x509/name.ts';
import { nameHash } from '../../x509/name-hash.ts';
import type { TrustedCertificate } from '../../x509/trusted-certificate.ts';
import { decodeCertificate, decodeCrl, decodeTrustedCertificate, isPrivateKey } from './decode.ts';
import { opensslWords } from './decode-words.ts';
import { type OpensslPemBlock, readOpensslPem, readPemHeader } from './pem.ts';

/** What a file or a folder adds to a store, in its order. */
export interface StoreContent {
  readonly certificates: readonly TrustedCertificate[];
  readonly crls: readonly CertificateList[];
}

/** A file as X509_load_cert_crl_file takes it, or why it takes nothing of it. */
export type StoreFile =
  | (StoreContent & {
      readonly ok: true;
      /** Certificates that are no TRUSTED CERTIFICATE blocks: SSL_load_client_CA_file wants one. */
      readonly plainCertificates: number;
    })
  | {
      readonly ok: false;
      /** `nothing-found`: neither a certificate nor a CRL; `bad-block`: one block does not decode, wherever in the file. */
      readonly problem: 'nothing-found' | 'bad-block';
      /** OpenSSL's words, as a server logs them; for octets that do not decode they may name another detail. */
      readonly words: string;
      /** Line of the bad block's BEGIN, counted from 1. */
      readonly line?: number;
    };

const CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE'];
const TRUSTED_LABEL = 'TRUSTED CERTIFICATE';
const CRL_LABEL = 'X509 CRL';
const KEY_LABEL = 'PRIVATE KEY';

/**
 * Loads a file of certificates and CRLs. One block that does not decode refuses all of it, a private key among them too; blocks of other labels are stepped
 * over.
 *
 * ```ts
 * import { loadStoreFile } from 'certwright/openssl-verify';
 * const file = loadStoreFile('no PEM in here');
 * if (file.ok || file.problem !== 'nothing-found') throw new Error('OpenSSL loads nothing from it');
 * ```
 */
export function loadStoreFile(text: string | Uint8Array): StoreFile {
  const certificates: TrustedCertificate[] = [];
  const crls: CertificateList[] = [];
  let plainCertificates = 0;
  for (const result of readOpensslPem(text)) {
    if (result.problem !== undefined) {
      const { words, line } = result;
      return { ok: false, problem: 'bad-block', words: words === '' ? 'PEM lib' : words, line };
    }
    const { block } = result;
    const read = readStoreBlock(block);
    if ('words' in read) return { ok: false, problem: 'bad-block', words: read.words, line: block.line };
    if (read.certificate !== undefined) certificates.push(read.certificate);
    if (read.crl !== undefined) crls.push(read.crl);
    if (CERTIFICATE_LABELS.includes(block.label)) plainCertificates++;
  }
  if (certificates.length + crls.length === 0) return { ok: false, problem: 'nothing-found', words: 'no certificate or crl found' };
  return { ok: true, certificates, crls, plainCertificates };
}

interface StoreBlock {
  readonly certificate?: TrustedCertificate;
  readonly crl?: CertificateList;
}

/** One block of a store file (PEM_X509_INFO_read_bio), or OpenSSL's words for what is wrong with it. */
function readStoreBlock({ label, header, der }: OpensslPemBlock): StoreBlock | { readonly words: string } {
  const isCertificate = CERTIFICATE_LABELS.includes(label);
  const isKey = label.includes(KEY_LABEL);
  if (!isCertificate && !isKey && label !== TRUSTED_LABEL && label !== CRL_LABEL) return {};
  const headers = readPemHeader(header);
  if (headers.kind === 'bad') return { words: headers.words === '' ? 'PEM lib' : headers.words };
  // OpenSSL tries to decrypt certificates with an empty passphrase, and keeps encrypted keys as they are
  if (headers.kind === 'encrypted') return isKey ? {} : { words: 'bad decrypt' };
  try {
    if (isCertificate) return { certificate: { certificate: decodeCertificate(der) } };
    if (label === TRUSTED_LABEL) return { certificate: decodeTrustedCertificate(der) };
    if (label === CRL_LABEL) return { crl: decodeCrl(der) };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { words: opensslWords(error) };
  }
  return label === 'ENCRYPTED PRIVATE KEY' || isPrivateKey(der) ? {} : { words: 'ASN1 lib' };
}

/** Names of files to their content. */
export type FolderFiles = Readonly<Record<string, string | Uint8Array>>;

/**
 * What a folder with names of `openssl rehash` adds to a store: `<hash>.r0`, `<hash>.r1` … hold CRLs of the issuer with that hash, `<hash>.0` … certificates
 * of that subject. Files are looked up by number until one is missing; a file that does not load counts with what stands before its bad block. OpenSSL asks the folder for certificates
 * only where it knows none of the name.
 */
export function loadStoreFolder(files: FolderFiles): StoreContent {
  const certificates: TrustedCertificate[] = [];
  const crls: CertificateList[] = [];
  for (const hash of new Set(Object.keys(files).flatMap((name) => /^([0-9a-f]{8})\.r?0$/.exec(name)?.[1] ?? []))) {
    for (const text of numbered(files, `${hash}.r`)) crls.push(...crlsOfFile(text).filter(({ issuer }) => isHashOf(issuer, hash)));
    for (const text of numbered(files, `${hash}.`))
      certificates.push(...certificatesOfFile(text).filter(({ certificate }) => isHashOf(certificate.subject, hash)));
  }
  return { certificates, crls };
}

/** The files of a prefix and consecutive numbers from 0. */
function* numbered(files: FolderFiles, prefix: string): Generator<string | Uint8Array, void> {
  for (let number = 0; ; number++) {
    const name = `${prefix}${number}`;
    const text = Object.hasOwn(files, name) ? files[name] : undefined;
    if (text === undefined) return;
    yield text;
  }
}

/** The certificates in a file of a folder, up to the first block that is bad (X509_load_cert_file). */
export function certificatesOfFile(text: string | Uint8Array): TrustedCertificate[] {
  return readFolderFile(text, [...CERTIFICATE_LABELS, TRUSTED_LABEL], decodeTrustedCertificate);
}

/** The CRLs in a file of a folder, up to the first block that is bad (X509_load_crl_file). */
export function crlsOfFile(text: string | Uint8Array): CertificateList[] {
  return readFolderFile(text, [CRL_LABEL], decodeCrl);
}

/** Objects of one kind in a file, up to the first block that is bad. */
function readFolderFile<T>(text: string | Uint8Array, labels: readonly string[], decode: (der: Uint8Array) => T): T[] {
  const found: T[] = [];
  for (const { block, problem } of readOpensslPem(text)) {
    if (problem !== undefined) break;
    if (!labels.includes(block.label)) continue;
    if (readPemHeader(block.header).kind !== 'plain') break;
    try {
      found.push(decode(block.der));
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      break;
    }
  }
  return found;
}

function isHashOf(name: Name, hash: string): boolean {
  try {
    return nameHash(name, sha1) === hash;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return false;
  }
}
