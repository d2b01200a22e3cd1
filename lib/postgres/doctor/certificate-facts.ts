/** Questions about certificates and CRLs that several checks ask; what does not decode counts as absent. */
import { PkiError } from '../../base/error.ts';
import { equalBytes } from '../../base/bytes.ts';
import type { Instant } from '../../asn1/time.ts';
import { chainAlgorithms } from '../../api/algorithms.ts';
import { furtherAlgorithms } from '../../api/further-algorithms.ts';
import { checkSignature } from '../../crypto/verify.ts';
import { parsePublicKey } from '../../keys/public-key.ts';
import { parseSubjectPublicKeyInfo } from '../../keys/spki.ts';
import type { PublicKey } from '../../keys/types.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { type ExtensionReader, type HasExtensions, readExtension } from '../../x509/extension.ts';
import { authorityKeyIdentifierReader, subjectKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { nameEquals } from '../../x509/name-compare.ts';
import { formatName } from '../../x509/name-format.ts';

/** An extension's value, undefined where it is absent or does not decode. */
export function tryExtension<T>(of: HasExtensions, type: ExtensionReader<T>): T | undefined {
  return attempt(() => readExtension(of, type));
}

/** The public key, undefined for one of a kind that is not known here. */
export function keyOf(certificate: Certificate): PublicKey | undefined {
  return attempt(() => parsePublicKey(certificate.publicKey.der));
}

/** The value, or undefined where bytes are malformed. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return undefined;
  }
}

/** Subject and issuer are one name. */
export function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return nameEquals(subject, issuer);
}

/** Names fit, and the key identifiers do not contradict. */
export function mayHaveIssued(issuer: Certificate, signed: Certificate | CertificateList): boolean {
  if (!nameEquals(issuer.subject, signed.issuer)) return false;
  const wanted = tryExtension(signed, authorityKeyIdentifierReader)?.keyIdentifier;
  const own = tryExtension(issuer, subjectKeyIdentifierReader);
  return wanted === undefined || own === undefined || equalBytes(wanted, own);
}

/** Whether the issuer's key made the signature; undefined where it cannot be told. */
export function isSignedBy(issuer: Certificate, signed: Certificate | CertificateList): boolean | undefined {
  return checkBy(issuer.publicKey, signed);
}

function checkBy(key: Certificate['publicKey'], signed: Certificate | CertificateList): boolean | undefined {
  const algorithms = [...chainAlgorithms, ...furtherAlgorithms];
  const result = attempt(() => checkSignature(key, signed.signatureAlgorithm, signed.tbs, signed.signature, { algorithms }));
  if (result?.ok === true) return true;
  return result?.reason === 'bad-signature' ? false : undefined;
}

/** Whether a public key, in DER, fits the signature. */
export function isSignedByKey(spki: Uint8Array, signed: Certificate): boolean | undefined {
  const publicKey = attempt(() => parseSubjectPublicKeyInfo(spki));
  return publicKey === undefined ? undefined : checkBy(publicKey, signed);
}

/** The subject, or what stands for an empty one. */
export function subjectOf({ subject }: Certificate): string {
  return formatName(subject) || 'an empty name';
}

/** Whether an end lies behind us, within the days, or later. */
export function urgency(end: Instant, at: Instant, days: number): 'past' | 'soon' | 'later' {
  if (end <= at) return 'past';
  return end - at <= days * 86_400_000 ? 'soon' : 'later';
}
