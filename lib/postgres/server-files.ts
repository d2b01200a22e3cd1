/**
 * ssl_ca_file, ssl_crl_file and ssl_crl_dir as a server loads them (X509_STORE_load_locations, SSL_load_client_CA_file): one block that does not
 * decode refuses the whole file. What OpenSSL decodes though it is not DER loads, but is not used to build chains here; neither are
 * TRUSTED CERTIFICATE blocks. The hash in the name of an ssl_crl_dir file is not compared with its issuer.
 */
import { PkiError } from '../base/error.ts';
import { pemText, scanPem } from '../asn1/pem.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { parseCrl, type CertificateList } from '../x509/crl.ts';
import type { Text } from './octets.ts';

/** What a server trusts and knows revoked. */
export interface TrustStore {
  readonly certificates: readonly Certificate[];
  readonly crls: readonly CertificateList[];
}

/** A file, or why the server refuses it. */
export type LoadedFile =
  | { readonly ok: true; readonly store: TrustStore }
  | { readonly ok: false; readonly code: string; readonly message: string };

const CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE'];
const TRUSTED_LABEL = 'TRUSTED CERTIFICATE';
const CRL_LABEL = 'X509 CRL';

/** Loads ssl_ca_file: at least one plain certificate. */
export function loadCaFile(text: Text): LoadedFile {
  const read = readBlocks(text);
  if ('code' in read) return { ok: false, code: read.code === 'bad-block' ? 'ca-bad-block' : 'ca-no-certificate', message: read.message };
  if (read.plain === 0) return { ok: false, code: 'ca-no-certificate', message: 'no certificate in ssl_ca_file' };
  // CRLs that stand in this file are not looked at
  return { ok: true, store: { certificates: read.certificates, crls: [] } };
}

/** Loads ssl_crl_file: at least one CRL or certificate, and a certificate becomes a trust anchor. */
export function loadCrlFile(text: Text): LoadedFile {
  const read = readBlocks(text);
  if ('code' in read) return { ok: false, code: read.code === 'bad-block' ? 'crl-bad-block' : 'crl-none-found', message: read.message };
  if (read.blocks === 0) return { ok: false, code: 'crl-none-found', message: 'neither a CRL nor a certificate in ssl_crl_file' };
  return { ok: true, store: { certificates: read.certificates, crls: read.crls } };
}

/** CRLs of the files in ssl_crl_dir whose names have the form of `openssl rehash`; a file that does not decode is passed over. */
export function loadCrlFolder(files: Readonly<Record<string, Text>>): readonly CertificateList[] {
  return Object.entries(files).flatMap(([name, text]) => {
    if (!/^[0-9a-f]{8}\.r\d+$/.test(name)) return [];
    const read = readBlocks(text);
    return 'code' in read ? [] : read.crls;
  });
}

interface Blocks extends TrustStore {
  /** Plain certificates, decodable in the strict sense or not. */
  readonly plain: number;
  /** Certificates of any kind and CRLs. */
  readonly blocks: number;
}

function readBlocks(text: Text): Blocks | { readonly code: 'bad-block'; readonly message: string } {
  const certificates: Certificate[] = [];
  const crls: CertificateList[] = [];
  let plain = 0;
  let blocks = 0;
  for (const { block, error, line } of scanPem(pemText(text))) {
    if (error !== undefined) return { code: 'bad-block', message: `line ${line}: ${error.message}` };
    const { label, der } = block;
    const isCertificate = CERTIFICATE_LABELS.includes(label);
    if (!isCertificate && label !== CRL_LABEL && label !== TRUSTED_LABEL) continue;
    blocks++;
    if (isCertificate) plain++;
    if (label === TRUSTED_LABEL) continue;
    try {
      if (isCertificate) readInto(certificates, der, parseCertificate);
      else readInto(crls, der, parseCrl);
    } catch (problem) {
      if (!(problem instanceof PkiError)) throw problem;
      return { code: 'bad-block', message: `block of line ${line}: ${problem.message}` };
    }
  }
  return { certificates, crls, plain, blocks };
}

/** Takes what is DER; throws where even OpenSSL's reading fails. */
function readInto<T>(list: T[], der: Uint8Array, parse: (der: Uint8Array, options?: { readonly reading: 'openssl' }) => T): void {
  try {
    list.push(parse(der));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    parse(der, { reading: 'openssl' });
  }
}
