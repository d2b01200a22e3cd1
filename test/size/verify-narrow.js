// Verifying a chain with two algorithms of the caller's choice, through the engine itself.
import { parseCertificates } from 'certwright/x509';
import { ecdsaSha256, rsaPkcs1Sha256 } from 'certwright/crypto';
import { verifyPath } from 'certwright/path';

export const judge = (leaf, anchors, at) =>
  verifyPath({ leaf: parseCertificates(leaf)[0], anchors: parseCertificates(anchors), at, algorithms: [rsaPkcs1Sha256, ecdsaSha256] });
