/** certwright itself, as it was built by `npm ci` in the repository's root. */
import { readFileSync } from 'node:fs';
import { oid, parseCertificate, parseCrl, PkiError, verifyChain } from '../../../dist/lib/index.js';

export const name = 'certwright';
export const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
export const ownHostNames = true;
export const parse = parseCertificate;

const readable = (ders) =>
  ders.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (error instanceof PkiError) return [];
      throw error;
    }
  });

export function judge(item) {
  const usual = item.profile === 'rfc5280' ? [] : [item.server ? 'serverAuth' : 'clientAuth'];
  const { ok } = verifyChain({
    leaf: parseCertificate(item.leaf),
    intermediates: readable(item.intermediates),
    anchors: readable(item.anchors),
    crls: item.crls.map(parseCrl),
    ...(item.revocation && { revocation: 'require' }),
    profile: item.profile,
    purpose: item.purposes.length > 0 ? item.purposes : usual,
    keyUsage: item.keyUsage,
    peer: item.peers,
    at: item.at,
    ...(item.maxDepth !== null && { maxDepth: item.maxDepth }),
    ...(item.policies && { policies: { ...item.policies, initial: item.policies.initial.map(oid) } }),
  });
  return ok;
}
