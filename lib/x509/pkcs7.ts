/**
 * Entry point `certwright/pkcs7`: PKCS #7 files that only carry certificates and CRLs (RFC 5652 5.1, RFC 2315 9.1: a SignedData without signers), `.p7b` and `.p7c`, both
 * ways, and read in BER too, which Windows and browsers write. `parseCertificates` reads them in DER and does without the converter.
 */
import { berToDer } from '../asn1/ber.ts';
import { looksLikeDer, pemText, scanPem } from '../asn1/pem.ts';
import { contextConstructed } from '../asn1/tags.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { compareBytes } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import { DATA, SIGNED_DATA } from '../oids/pkcs12.ts';
import type { Certificate } from './certificate.ts';
import type { CertificateList } from './crl.ts';
import { readSignedData, type SignedContent } from './signed-data.ts';

export type { SignedContent } from './signed-data.ts';

/** PEM labels of PKCS #7: OpenSSL's, its older one, and that of RFC 7468 section 9. */
const LABELS: readonly string[] = ['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS'];

/**
 * The certificates and CRLs of a PKCS #7 file, in PEM, DER or BER. Signatures in it are not looked at. Throws `no-pkcs7` where there is none, `not-signed-data`, and the
 * codes of the readers of PEM, DER, certificates and CRLs; BER that is not even that has the code of the DER reader.
 *
 * ```ts
 * import { encodePkcs7, parsePkcs7 } from 'certwright/pkcs7';
 * const { certificates, crls } = parsePkcs7(encodePkcs7([]));
 * if (certificates.length + crls.length !== 0) throw new Error('nothing went in');
 * ```
 */
export function parsePkcs7(input: string | Uint8Array): SignedContent {
  const octets = pkcs7Octets(input);
  const strict = catchMalformed(() => readSignedData(octets));
  if (!(strict instanceof PkiError)) return strict;
  const der = catchMalformed(() => berToDer(octets));
  if (der instanceof PkiError || compareBytes(der, octets) === 0) throw strict;
  return readSignedData(der);
}

function pkcs7Octets(input: string | Uint8Array): Uint8Array {
  if (typeof input !== 'string' && (looksLikeDer(input) || (input[0] === 0x30 && input[1] === 0x80))) return input;
  for (const { block, error } of scanPem(pemText(input))) {
    if (error !== undefined) throw error;
    if (LABELS.includes(block.label)) return block.der;
  }
  throw new PkiError('no-pkcs7', 'no PKCS #7 in this input');
}

/**
 * The DER of a PKCS #7 file that carries certificates and CRLs; as PEM it goes under `PKCS7`.
 *
 * Certificates keep their order, as with OpenSSL and Windows: readers show them in it, and a leaf in front says more than a sorted set (X.690 11.6), which RFC 5652 does
 * not ask for. CRLs are sorted.
 */
export function encodePkcs7(certificates: readonly Certificate[], crls: readonly CertificateList[] = []): Uint8Array {
  return encodeSequence((info) =>
    info.oid(SIGNED_DATA).constructed(contextConstructed(0), (explicit) =>
      explicit.sequence((signed) => {
        signed.integer(1).setOf([]);
        signed.sequence((content) => content.oid(DATA));
        if (certificates.length > 0) signed.constructed(contextConstructed(0), (set) => certificates.forEach(({ der }) => set.raw(der)));
        if (crls.length > 0)
          signed.setOf(
            crls.map(
              ({ der }) =>
                (set) =>
                  void set.raw(der),
            ),
            contextConstructed(1),
          );
        signed.setOf([]);
      }),
    ),
  );
}
