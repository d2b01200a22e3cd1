/** Fingerprints: the digest of a certificate's DER. */
import type { Certificate } from './certificate.ts';

/** A hash function, as far as it is needed here. */
export interface DigestFunction {
  digest(data: Uint8Array): Uint8Array;
}

/** Digest of the whole certificate by the hash given, such as `sha256`. */
export function fingerprint(certificate: Certificate, hash: DigestFunction): Uint8Array {
  return hash.digest(certificate.der);
}
