/** jsrsasign, which has no chains: names, signatures, dates and the CA flag checked by hand. */
import { readFileSync } from 'node:fs';
import jsrsasign from 'jsrsasign';
import { judgeByHand } from '../by-hand.mjs';

export const name = 'jsrsasign, by hand';
export const { version } = JSON.parse(readFileSync(new URL('../node_modules/jsrsasign/package.json', import.meta.url), 'utf8'));

/** With all its fields, as far as the library reads them. */
export function parse(der) {
  const certificate = new jsrsasign.X509();
  certificate.readCertHex(Buffer.from(der).toString('hex'));
  certificate.getParam();
  return certificate;
}

export function judge({ leaf, intermediates, anchors, at }) {
  const input = { leaf: parse(leaf), intermediates: intermediates.map(parse), anchors: anchors.map(parse), at };
  return judgeByHand(input, {
    issued: (issuer, subject) => issuer.getSubjectHex() === subject.getIssuerHex(),
    signed: (issuer, subject) => subject.verifySignature(issuer.getPublicKey()),
    valid: (certificate, time) =>
      jsrsasign.zulutomsec(certificate.getNotBefore()) <= time && time <= jsrsasign.zulutomsec(certificate.getNotAfter()),
    ca: (certificate) => certificate.getExtBasicConstraints()?.cA === true,
    same: (a, b) => a.hex === b.hex,
  });
}
