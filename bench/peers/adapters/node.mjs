/** Node's X509Certificate, which has no chains: names, signatures, dates and the CA flag checked by hand; its own host names. */
import { X509Certificate } from 'node:crypto';
import { judgeByHand } from '../by-hand.mjs';

export const name = 'node X509Certificate, by hand';
export const { node: version } = process.versions;

export const parse = (der) => new X509Certificate(der);

export function judge({ leaf, intermediates, anchors, at }) {
  const input = { leaf: parse(leaf), intermediates: intermediates.map(parse), anchors: anchors.map(parse), at };
  return judgeByHand(input, {
    issued: (issuer, subject) => subject.checkIssued(issuer),
    signed: (issuer, subject) => subject.verify(issuer.publicKey),
    valid: (certificate, time) => Date.parse(certificate.validFrom) <= time && time <= Date.parse(certificate.validTo),
    ca: (certificate) => certificate.ca,
    same: (a, b) => a.fingerprint256 === b.fingerprint256,
  });
}
