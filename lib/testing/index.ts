/** Chains that are wrong on purpose, and what makes them: for tests of what judges chains (subpath `certwright/testing`). Nothing here is for real keys. */
export { describeFaults, type ExpectedFinding, type FaultDescription } from './catalogue.ts';
export { AT, type CertificateRecipe, makeCertificate, type MadeCertificate, rawExtension } from './certificate.ts';
export { type ChainFault, type ChainOptions, type ChainPem, makeChain, type TestChain } from './chain.ts';
export { type CrlRecipe, makeCrl, type RevokedRecipe } from './crl.ts';
export type { ChainProfile } from './draft.ts';
export type { FaultKind } from './faults/all.ts';
export { makeOcspResponse, type OcspRecipe } from './ocsp.ts';
export { keyNamed, type TestKeyKind, type TestSigner } from './keys.ts';
