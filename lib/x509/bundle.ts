/**
 * Certificates and CRLs as files carry them: PEM with any number of blocks, DER, or a PKCS #7 SignedData that only carries them.
 *
 * PKCS #7 is read as DER here, and as BER by `certwright/pkcs7`. PEM blocks of other things (keys, parameters) are passed over. `TRUSTED CERTIFICATE` blocks are an error: what they say about trust would be lost.
 */
import { PkiError } from '../base/error.ts';
import { looksLikeDer, type PemBlock, pemText, scanPem } from '../asn1/pem.ts';
import { OBJECT_IDENTIFIER, SEQUENCE } from '../asn1/tags.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { type CertificateList, parseCrl } from './crl.ts';
import { readSignedData, type SignedContent } from './signed-data.ts';

/** What stands in a bundle, block by block. */
export interface Bundle {
  readonly certificates: Certificate[];
  readonly errors: BundleError[];
}

/** A block that could not be read. */
export interface BundleError {
  /** Index of the block among all PEM blocks, 0 for DER. */
  readonly block: number;
  /** Line of its BEGIN, from 1. */
  readonly line?: number;
  readonly error: PkiError;
}

const CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE'];
const CRL_LABELS: readonly string[] = ['X509 CRL', 'CRL'];
const PKCS7_LABELS: readonly string[] = ['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS'];

/**
 * The certificates of a PEM bundle, a DER certificate or a PKCS #7 file, in order. Throws the first error; `no-certificate` where there is none.
 *
 * ```ts
 * import { parseCertificates, PkiError } from 'certwright';
 * try {
 *   parseCertificates('nothing in here');
 * } catch (error) {
 *   if (!(error instanceof PkiError) || error.code !== 'no-certificate') throw error;
 * }
 * ```
 */
export function parseCertificates(input: string | Uint8Array): Certificate[] {
  const { certificates, errors } = readBundle(input);
  const [first] = errors;
  if (first !== undefined) throw first.error;
  return certificates;
}

/** The same, but a bad block becomes an error in the list and spoils nothing else. Never throws a `PkiError`. */
export function readBundle(input: string | Uint8Array): Bundle {
  const { items, errors } = readItems(input, CERTIFICATE_LABELS, parseCertificate, (content) => content.certificates);
  if (items.length === 0 && errors.length === 0)
    errors.push({ block: 0, error: new PkiError('no-certificate', 'no certificate in this input') });
  return { certificates: items, errors };
}

/** The CRLs of a PEM file, a DER CRL or a PKCS #7 file, in order. Throws the first error; `no-crl` where there is none. */
export function parseCrls(input: string | Uint8Array): CertificateList[] {
  const { crls, errors } = readCrlBundle(input);
  const [first] = errors;
  if (first !== undefined) throw first.error;
  return crls;
}

/** The same, but a bad block becomes an error in the list and spoils nothing else. Never throws a `PkiError`. */
export function readCrlBundle(input: string | Uint8Array): { readonly crls: CertificateList[]; readonly errors: BundleError[] } {
  const { items, errors } = readItems(input, CRL_LABELS, parseCrl, (content) => content.crls);
  if (items.length === 0 && errors.length === 0) errors.push({ block: 0, error: new PkiError('no-crl', 'no CRL in this input') });
  return { crls: items, errors };
}

function readItems<T>(
  input: string | Uint8Array,
  labels: readonly string[],
  parse: (der: Uint8Array) => T,
  pick: (content: SignedContent) => readonly T[],
): { items: T[]; errors: BundleError[] } {
  const items: T[] = [];
  const errors: BundleError[] = [];
  const attempt = (block: number, line: number | undefined, body: () => readonly T[]): void => {
    try {
      for (const item of body()) items.push(item);
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      errors.push(line === undefined ? { block, error } : { block, line, error });
    }
  };
  const blocks = input instanceof Uint8Array && looksLikeDer(input) ? [] : scanPem(pemText(input));
  // Octets without any block that start like a SEQUENCE are damaged DER, and what is wrong with it tells more than "no certificate".
  if (input instanceof Uint8Array && blocks.length === 0 && input[0] === SEQUENCE)
    attempt(0, undefined, () => (isContentInfo(input) ? pick(readSignedData(input)) : [parse(input)]));
  for (const [index, { block, error, line }] of blocks.entries()) {
    if (error !== undefined) errors.push({ block: index, line, error });
    else if (labels.includes(block.label)) attempt(index, line, () => [parse(block.der)]);
    else if (PKCS7_LABELS.includes(block.label)) attempt(index, line, () => pick(readSignedData(block.der)));
    else if (block.label === 'TRUSTED CERTIFICATE') errors.push({ block: index, line, error: trustedError(block) });
  }
  return { items, errors };
}

function trustedError({ line }: PemBlock): PkiError {
  return new PkiError('trusted-certificate', `the TRUSTED CERTIFICATE of line ${line} carries trust settings, which are not read here`);
}

function isContentInfo(der: Uint8Array): boolean {
  const first = der[1] as number;
  return der[2 + (first < 0x80 ? 0 : first & 0x7f)] === OBJECT_IDENTIFIER;
}
