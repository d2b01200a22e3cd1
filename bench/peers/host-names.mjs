/** Names of the peer by Node's own checks, for the libraries that have none. */
import { X509Certificate } from 'node:crypto';

const CHECKS = {
  dns: (certificate, value) => certificate.checkHost(value, { subject: 'never' }),
  ip: (certificate, value) => certificate.checkIP(value),
  email: (certificate, value) => certificate.checkEmail(value, { subject: 'never' }),
};

export function hasNames(leaf, peers) {
  const certificate = new X509Certificate(leaf);
  return peers.every(({ kind, value }) => CHECKS[kind](certificate, value) !== undefined);
}
