/** A file of a certificate and its chain as OpenSSL 3.0 loads it for one side of TLS (ssl/ssl_rsa.c: SSL_CTX_use_certificate_chain_file), before it is judged. */
import { PkiError } from '../../base/error.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { TrustedCertificate } from '../../x509/trusted-certificate.ts';
import { decodeCertificate, decodeTrustedCertificate } from './decode.ts';
import { opensslWords } from './decode-words.ts';
import { type OpensslPemBlock, readOpensslPem, readPemHeader } from './pem.ts';

/** What such a file holds, or why it is refused. */
export type CertificateFile =
  | {
      readonly ok: true;
      /** The first certificate. */
      readonly leaf: TrustedCertificate;
      /** All further ones, which are sent as they stand here; nobody looks whether they are a chain. */
      readonly chain: readonly Certificate[];
    }
  | {
      readonly ok: false;
      /** What was read before the bad block: OpenSSL judges the first certificate before it reads on. */
      readonly leaf?: TrustedCertificate;
      readonly chain: readonly Certificate[];
      /** `no-certificate`: no block that holds one; `bad-pem`: a block is broken, also behind the first one; `bad-der`: a block does not hold a certificate. */
      readonly problem: 'no-certificate' | 'bad-pem' | 'bad-der';
      /** OpenSSL's words, as a server logs them; for octets that do not decode they may name another detail. */
      readonly words: string;
      /** Line of the bad block's BEGIN, counted from 1. */
      readonly line?: number;
    };

const LEAF_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];
const CHAIN_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE'];

/**
 * Loads a file of a certificate and its chain. Only the first certificate may be a TRUSTED CERTIFICATE, and behind it nothing may stand in its block but trust
 * settings; blocks of other labels are stepped over, a broken one refuses the file.
 *
 * ```ts
 * import { loadCertificateFile } from 'certwright/openssl-verify';
 * const file = loadCertificateFile('');
 * if (file.ok || file.words !== 'no start line') throw new Error('an empty file holds no certificate');
 * ```
 */
export function loadCertificateFile(text: string | Uint8Array): CertificateFile {
  let leaf: TrustedCertificate | undefined;
  const chain: Certificate[] = [];
  for (const result of readOpensslPem(text)) {
    const before = leaf === undefined ? { chain } : { leaf, chain };
    if (result.problem !== undefined) {
      const { words, line } = result;
      return { ok: false, ...before, problem: 'bad-pem', words: words === '' ? noWords(leaf) : words, line };
    }
    const { block } = result;
    const { label, line } = block;
    if (!(leaf === undefined ? LEAF_LABELS : CHAIN_LABELS).includes(label)) continue;
    const read = readBlock(block, leaf === undefined ? decodeTrustedCertificate : wrap);
    if ('words' in read)
      return { ok: false, ...before, problem: read.problem, words: read.words === '' ? noWords(leaf) : read.words, line };
    if (leaf === undefined) leaf = read;
    else chain.push(read.certificate);
  }
  return leaf === undefined ? { ok: false, chain, problem: 'no-certificate', words: 'no start line' } : { ok: true, leaf, chain };
}

/** What a server logs where OpenSSL gives no reason: the caller's own error for the first certificate, none at all behind it. */
function noWords(leaf: TrustedCertificate | undefined): string {
  return leaf === undefined ? 'PEM lib' : 'no SSL error reported';
}

function wrap(der: Uint8Array): TrustedCertificate {
  return { certificate: decodeCertificate(der) };
}

function readBlock(
  { header, der }: OpensslPemBlock,
  decode: (der: Uint8Array) => TrustedCertificate,
): TrustedCertificate | { readonly problem: 'bad-pem' | 'bad-der'; readonly words: string } {
  const headers = readPemHeader(header);
  if (headers.kind === 'bad') return { problem: 'bad-pem', words: headers.words };
  if (headers.kind === 'encrypted') return { problem: 'bad-pem', words: 'bad decrypt' };
  try {
    return decode(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { problem: 'bad-der', words: opensslWords(error) };
  }
}
