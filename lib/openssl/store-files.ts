/** Files of certificates and CRLs as `verify` and `crl` load them: all blocks of a file, trust settings among them. */
import { looksLikeDer } from '../asn1/pem.ts';
import { PkiError } from '../base/error.ts';
import { decodeCrl, decodeTrustedCertificate } from '../openssl-verify/files/decode.ts';
import { loadStoreFile, type StoreContent } from '../openssl-verify/files/store.ts';
import { CommandFailure, failureOf } from './failure.ts';
import type { OpensslHost } from './host.ts';
import { blocksOf, CERTIFICATE_LABELS } from './pem-blocks.ts';

/**
 * All certificates and CRLs of a file, PEM or DER. `what` and `opening` are what OpenSSL calls them where nothing can be read and where the file cannot be opened.
 * Throws a `CommandFailure`.
 */
export async function loadAll(host: OpensslHost, path: string, what: string, opening: string = what): Promise<StoreContent> {
  const octets = await readFile(host, path, `Could not open file or uri for loading ${opening} from ${path}`);
  try {
    if (looksLikeDer(octets)) return readDerFile(octets);
    const blocks = [...blocksOf(octets, [...CERTIFICATE_LABELS, 'X509 CRL'])];
    return {
      certificates: blocks.filter(({ label }) => label !== 'X509 CRL').map(({ der }) => decodeTrustedCertificate(der)),
      crls: blocks.filter(({ label }) => label === 'X509 CRL').map(({ der }) => decodeCrl(der)),
    };
  } catch (error) {
    throw failureOf(error, `Could not read any ${what} from ${path}`);
  }
}

async function readFile(host: OpensslHost, path: string, line: string): Promise<Uint8Array> {
  try {
    return await host.readFile(path);
  } catch (error) {
    throw failureOf(error, line);
  }
}

/** DER does not say what it is: a certificate, or else a CRL. Throws what is wrong with the certificate where it is neither. */
function readDerFile(octets: Uint8Array): StoreContent {
  try {
    return { certificates: [decodeTrustedCertificate(octets)], crls: [] };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    try {
      return { certificates: [], crls: [decodeCrl(octets)] };
    } catch {
      throw error;
    }
  }
}

/** The certificates and CRLs of `-CAfile`, which must hold one, in PEM. Throws a `CommandFailure`. */
export async function loadCaFile(host: OpensslHost, path: string): Promise<StoreContent> {
  const line = `Error loading file ${path}`;
  const file = loadStoreFile(await readFile(host, path, line));
  if (!file.ok) throw new CommandFailure([line, `certwright: ${file.words}${file.line === undefined ? '' : ` (line ${file.line})`}`]);
  return file;
}
