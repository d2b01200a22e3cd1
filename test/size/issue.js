// What a page pays that makes a key on P-256, a certificate of its own and a request with the functions of the root, which take keys of every kind.
import { createSigner, encodePkcs8, generateKeyPair, issueCertificate, issueRequest, parseName } from 'certwright';

export function make(name, notBefore, notAfter) {
  const { publicKey, privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
  const signer = createSigner(privateKey);
  const subject = parseName(name);
  const certificate = issueCertificate({ issuer: 'self', subject, publicKey, notBefore, notAfter, extensions: [] }, signer);
  return [encodePkcs8(privateKey), certificate.der, issueRequest({ subject }, signer).der];
}
