// The same as issue.js, with a key that the browser makes and keeps.
import { issueCertificate, issueRequest, parseName } from 'certwright';
import { createWebCryptoSigner } from 'certwright/webcrypto';

export async function make(name, notBefore, notAfter, keys) {
  const signer = await createWebCryptoSigner(keys);
  const subject = parseName(name);
  const template = { issuer: 'self', subject, publicKey: signer.publicKey, notBefore, notAfter, extensions: [] };
  return [(await issueCertificate(template, signer)).der, (await issueRequest({ subject }, signer)).der];
}
