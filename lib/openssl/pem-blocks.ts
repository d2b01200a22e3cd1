/** The blocks of a PEM file that a command looks for, by their labels, some of which have older forms (pem.h of OpenSSL). Others are passed over. */
import { type PemBlock, pemText, scanPem } from '../asn1/pem.ts';
import { PkiError } from '../base/error.ts';

/** Labels of certificates. */
export const PLAIN_CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE'];
/** Labels of certificates, such with trust settings too. */
export const CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

/** The blocks of one of these labels, in order. Throws, when it comes to it, what is wrong with a block of whatever label. */
export function* blocksOf(octets: Uint8Array, labels: readonly string[]): Generator<PemBlock, void, undefined> {
  for (const { block, error } of scanPem(pemText(octets))) {
    if (error !== undefined) throw error;
    if (labels.includes(block.label)) yield block;
  }
}

/** The first block of one of these labels; what stands behind it is not looked at. Throws `no-pem-block`, which names the first label, where there is none. */
export function firstBlock(octets: Uint8Array, labels: readonly string[]): PemBlock {
  for (const block of blocksOf(octets, labels)) return block;
  throw new PkiError('no-pem-block', `no start line: expecting ${labels[0]}`);
}
