/** Files of certificates and CRLs as `verify` and `crl` load them: all blocks of a file, trust settings among them. */
import { looksLikeDer } from '../asn1/pem.ts';
import { PkiError } from '../base/error.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type CertificateList, parseCrl } from '../x509/crl.ts';
import { parseTrustedCertificate, type TrustedCertificate } from '../x509/trusted-certificate.ts';
import { CommandFailure, failureOf } from './failure.ts';
import type { OpensslHost } from './host.ts';
import { blocksOf, CERTIFICATE_LABELS } from './pem-blocks.ts';

/** What files hold. */
export interface Loaded {
  readonly certificates: readonly TrustedCertificate[];
  readonly crls: readonly CertificateList[];
}

/** All certificates and CRLs of a file. Throws a `CommandFailure` with one of these first lines where it cannot be opened, or something in it cannot be read. */
export async function loadAll(
  host: OpensslHost,
  path: string,
  lines: { readonly unopened: string; readonly unread: string },
): Promise<Loaded> {
  const certificates: TrustedCertificate[] = [];
  const crls: CertificateList[] = [];
  let octets: Uint8Array;
  try {
    octets = await host.readFile(path);
  } catch (error) {
    throw failureOf(error, lines.unopened);
  }
  try {
    if (looksLikeDer(octets)) return readDerFile(octets);
    for (const { label, der } of blocksOf(octets, [...CERTIFICATE_LABELS, 'X509 CRL'])) {
      if (label === 'X509 CRL') crls.push(parseCrl(der));
      else certificates.push(parseTrustedCertificate(der));
    }
  } catch (error) {
    throw failureOf(error, lines.unread);
  }
  return { certificates, crls };
}

/** DER does not say what it is: a certificate, or else a CRL. Throws what is wrong with the certificate where it is neither. */
function readDerFile(octets: Uint8Array): Loaded {
  try {
    return { certificates: [parseTrustedCertificate(octets)], crls: [] };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    try {
      return { certificates: [], crls: [parseCrl(octets)] };
    } catch {
      throw error;
    }
  }
}

/** The certificates of `-CAfile`, which must hold a certificate or a CRL. */
export async function loadCaFile(host: OpensslHost, path: string): Promise<Loaded> {
  const line = `Error loading file ${path}`;
  const loaded = await loadAll(host, path, { unopened: line, unread: line });
  if (loaded.certificates.length + loaded.crls.length === 0) throw new CommandFailure([line, 'certwright: no certificate or crl found']);
  return loaded;
}

/** The certificates alone. */
export function certificatesOf({ certificates }: Loaded): Certificate[] {
  return certificates.map(({ certificate }) => certificate);
}
