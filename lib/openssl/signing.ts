/** What `req` and `x509` share when they sign: algorithms, serial numbers, validity, the context of extensions. */
import type { Instant } from '../asn1/time.ts';
import { defaultAlgorithms } from '../api/algorithms.ts';
import { createSigner } from '../api/keys.ts';
import { randomBytes } from '../api/random.ts';
import { ecdsaSha1 } from '../crypto/ec/ecdsa.ts';
import { sha1 } from '../crypto/hash.ts';
import { rsaPkcs1Md5, rsaPkcs1Sha1 } from '../crypto/rsa/pkcs1.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import type { PrivateKey } from '../keys/types.ts';
import { parseSubjectPublicKeyInfo } from '../keys/spki.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Extension, readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { subjectKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import type { Name } from '../x509/name.ts';
import type { Config } from './config.ts';
import { lookUpDigest } from './digests.ts';
import { CommandFailure } from './failure.ts';
import type { ExtensionContext, ExtensionIssuer } from './x509v3/context.ts';

/** Days a certificate is valid where `-days` is absent. */
export const DEFAULT_DAYS = 30;

/** Algorithms whose signatures on requests are checked: OpenSSL asks no strength of them. */
export const requestAlgorithms: readonly SignatureAlgorithm[] = [...defaultAlgorithms, rsaPkcs1Sha1, ecdsaSha1, rsaPkcs1Md5];

/**
 * A signer for the key: with the digest of the command line, else `default_md` of the configuration, else SHA-256. Ed25519 has none. Throws a
 * `CommandFailure` where the digest is not one this toolkit signs with.
 */
export function signerFor(key: PrivateKey, digest: string | undefined): Signer<Uint8Array> {
  const named = digest?.toLowerCase();
  const name = named === undefined || named === 'default' ? 'sha256' : named;
  const hash = lookUpDigest(name)?.label;
  const algorithm = defaultAlgorithms.find(
    (candidate) => candidate.keyKind === key.kind && (candidate.hash === hash || candidate.hash === undefined),
  );
  if (algorithm === undefined) throw new CommandFailure([`Signing with ${name} is not supported by certwright`]);
  return createSigner(key, { algorithm });
}

/** A random serial number as OpenSSL makes them: 159 bits, as the content of an INTEGER. */
export function randomSerial(): Uint8Array {
  const octets = randomBytes(20);
  octets[0] = (octets[0] as number) & 0x7f;
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0 && (octets[start + 1] as number) < 0x80) start++;
  return octets.subarray(start);
}

/** From now on, so many days of 86,400 seconds. */
export function validityOf(now: Instant, days: number): { readonly notBefore: Instant; readonly notAfter: Instant } {
  const notBefore = Math.floor(now / 1000) * 1000;
  return { notBefore, notAfter: notBefore + days * 86_400_000 };
}

/** The octets of the subjectPublicKey BIT STRING of a SubjectPublicKeyInfo. */
export function keyOctets(spki: Uint8Array): Uint8Array {
  return parseSubjectPublicKeyInfo(spki).key;
}

/** The issuer's part of a context: another certificate. */
function issuerOf(certificate: Certificate): ExtensionIssuer {
  const keyIdentifier = readExtension(certificate, subjectKeyIdentifier);
  const alternativeNames = readExtension(certificate, subjectAltName);
  return {
    same: false,
    issuerName: certificate.issuer,
    serialNumber: certificate.serialNumber,
    subjectName: certificate.subject,
    ...(keyIdentifier === undefined || keyIdentifier.length === 0 ? {} : { keyIdentifier }),
    ...(alternativeNames === undefined ? {} : { alternativeNames }),
  };
}

/** The context for a certificate with this subject; `issuer` is `self` for a self-signed one. */
export function certificateContext(of: {
  readonly config?: Config | undefined;
  readonly subject: Name;
  readonly publicKey: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly issuer: Certificate | 'self';
  readonly built: readonly Extension[];
}): ExtensionContext {
  const { config, subject, serialNumber, built } = of;
  const issuer: ExtensionIssuer =
    of.issuer === 'self' ? { same: true, issuerName: subject, serialNumber, subjectName: subject } : issuerOf(of.issuer);
  return { config, subject: { name: subject, key: keyOctets(of.publicKey) }, issuer, sha1: digestSha1, built };
}

/** SHA-1, which key identifiers are made with. */
export function digestSha1(data: Uint8Array): Uint8Array {
  return sha1.digest(data);
}
