// Verifying a chain with two algorithms of the caller's choice, through the engine itself.
import { parseCertificate } from 'certwright/x509';
import { ecdsaSha256, rsaPkcs1Sha256 } from 'certwright/crypto';
import { verifyPath } from 'certwright/path';

export const judge = (leaf, root, at) =>
  verifyPath({ leaf: parseCertificate(leaf), anchors: [parseCertificate(root)], at, algorithms: [rsaPkcs1Sha256, ecdsaSha256] });
