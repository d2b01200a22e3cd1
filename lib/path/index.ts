/** Judging chains by RFC 5280: the engine itself, to which the caller hands algorithms and the moment. `certwright` has it with its defaults bound. */
export { verifyPath } from './verify.ts';
export { type CertificateStatus, checkPathStatus, type PathStatusInput } from './status.ts';
export { type PathProfile, rfc5280Profile, strictRfc5280Profile, webpkiProfile } from './profiles.ts';
export type { PathInput } from './path-input.ts';
export { DEFAULT_BUDGET } from './budget.ts';
export { parseIpAddress } from './ip-address.ts';
export { createSignatureMemo } from './memo.ts';
export { crlSource } from './revocation/crl.ts';
export { makeOcspSource } from './revocation/ocsp.ts';
export type { OcspHashes } from './revocation/ocsp-responder.ts';
export type { Budget } from './budget.ts';
export type { FindingCode } from './codes.ts';
export type { PathKnobs, PeerName, PolicyInput, Purpose, RevocationMode, RevocationPolicy, Strength, TrustAnchor } from './inputs.ts';
export type { SignatureMemo } from './memo.ts';
export type { StatusSource } from './rule.ts';
export type { Attempt, Finding, FindingValue, Path, PathElement, PolicyOutcome, Severity, Verdict, Work } from './types.ts';
