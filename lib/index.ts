/** The stable surface: what most programs need, defaults bound. Everything else stands in the subpaths. */
export { PkiError } from './base/error.ts';
export { fromHex, type RandomBytes, toHex } from './base/bytes.ts';
export { oid, type Oid } from './asn1/oid.ts';
export { formatInstant, type Instant } from './asn1/time.ts';
export { decodePem, encodePem, type PemBlock } from './asn1/pem.ts';

export { loadPrivateKey, type LoadOptions } from './keystore/load.ts';
export { encodePkcs8 } from './keys/pkcs8.ts';
export { encodePublicKey, parsePublicKey } from './keys/public-key.ts';
export type { SubjectPublicKeyInfo } from './keys/spki.ts';
export type { AlgorithmIdentifier } from './keys/algorithm-identifier.ts';
export type * from './keys/types.ts';

export { type Bundle, type BundleError, parseCertificates, parseCrls, readBundle } from './x509/bundle.ts';
export { type Certificate, parseCertificate, type ReadingOptions } from './x509/certificate.ts';
export { type CertificateList, parseCrl, type RevocationReason, type RevokedEntry } from './x509/crl.ts';
export { type FindRevokedOptions, findRevoked, readEntries } from './x509/crl-entries.ts';
export { buildCrlIndex, type CrlIndex, findIndexed } from './x509/crl-index.ts';
export { type Extension, type ExtensionType, type HasExtensions, makeExtension, readExtension } from './x509/extension.ts';
export { issuerAltName, subjectAltName } from './x509/extensions/alternative-names.ts';
export { authorityKeyIdentifier, type AuthorityKeyIdentifier, subjectKeyIdentifier } from './x509/extensions/key-identifiers.ts';
export { nameConstraints, type NameConstraints } from './x509/extensions/name-constraints.ts';
export { cRLDistributionPoints } from './x509/extensions/distribution-points.ts';
export { basicConstraints, type BasicConstraints, extendedKeyUsage, keyUsage, type KeyUsageName } from './x509/extensions/usage.ts';
export { fingerprint } from './x509/fingerprint.ts';
export type { GeneralName } from './x509/general-name.ts';
export type { Name, NameAttribute } from './x509/name.ts';
export { nameEquals } from './x509/name-compare.ts';
export { formatName, type NameStyle } from './x509/name-format.ts';
export { parseName } from './x509/name-parse.ts';
export { type CertificationRequest, parseRequest } from './x509/request.ts';

export { sharedSecret } from './crypto/agreement.ts';
export { ecdsaSha256AnyCurve, ecdsaSha384AnyCurve, ecdsaSha512AnyCurve } from './crypto/ec/any-curve.ts';
export { ecdsaSha256, ecdsaSha384, ecdsaSha512 } from './crypto/ec/ecdsa.ts';
export { ed448 } from './crypto/ed448.ts';
export { ed25519 } from './crypto/eddsa.ts';
export { findKeyDefect, findKeyMismatch, type KeyDefect, type KeyMismatch } from './crypto/key-check.ts';
export { publicKeyOf } from './crypto/public-half.ts';
export { sha1, sha256, sha384, sha512 } from './crypto/hash.ts';
export { rsaPkcs1Sha256, rsaPkcs1Sha384, rsaPkcs1Sha512 } from './crypto/rsa/pkcs1.ts';
export { rsaPssSha256, rsaPssSha384, rsaPssSha512 } from './crypto/rsa/pss.ts';
export type { Hash, HashName, SignatureAlgorithm, Signer } from './crypto/types.ts';

export type { CertificateTemplate } from './issue/certificate.ts';
export { type CrlTemplate, issueCrl, type RevokedTemplate } from './issue/crl.ts';
export type { RequestTerms } from './issue/from-request.ts';
export type { OcspResponseTemplate, OcspSingleTemplate } from './issue/ocsp.ts';
export { issueRequest, type RequestTemplate } from './issue/request.ts';
export type { Issued, PublicKeyInput } from './issue/types.ts';

export type { Budget } from './path/budget.ts';
export type { FindingCode } from './path/codes.ts';
export type { OcspAnswer, PeerName, PolicyInput, Purpose, RevocationMode, RevocationPolicy, Strength, TrustAnchor } from './path/inputs.ts';
export type { PathProfile } from './path/profiles.ts';
export type { CertificateStatus } from './path/status.ts';
export { createSignatureMemo, type SignatureMemo } from './path/memo.ts';
export type { Attempt, Finding, FindingValue, Path, PathElement, PolicyOutcome, Severity, Verdict, Work } from './path/types.ts';

export { defaultAlgorithms } from './api/algorithms.ts';
export { furtherAlgorithms } from './api/further-algorithms.ts';
export {
  clientProfile,
  intermediateProfile,
  issueCertificate,
  issueFromRequest,
  rootProfile,
  selfSignedProfile,
  serverProfile,
  verifyRequest,
} from './api/issue.ts';
export { createSigner, generateKeyPair, type GenerateKeyOptions, generateKeyPairSteps, verifySignature } from './api/keys.ts';
export {
  createOcspRequest,
  issueOcspResponse,
  ocspCertId,
  type OcspHashName,
  type OcspRequestInput,
  type OcspSubject,
} from './api/ocsp.ts';
export { randomBytes } from './api/random.ts';
export { checkStatus, type StatusInput } from './api/status.ts';
export { type ChainInput, verifyChain } from './api/verify.ts';
