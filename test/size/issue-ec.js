// The same as issue.js, with a key and a signer for curves only.
import { encodePkcs8, issueCertificate, issueRequest, parseName, randomBytes as random } from 'certwright';
import { createEcdsaSigner, ecdsaSha256, generateEcKey } from 'certwright/crypto';

export function make(name, notBefore, notAfter) {
  const privateKey = generateEcKey('P-256', random);
  const signer = createEcdsaSigner(privateKey, { algorithm: ecdsaSha256, random });
  const subject = parseName(name);
  const template = { issuer: 'self', subject, publicKey: signer.publicKey, notBefore, notAfter, extensions: [] };
  return [encodePkcs8(privateKey), issueCertificate(template, signer).der, issueRequest({ subject }, signer).der];
}
