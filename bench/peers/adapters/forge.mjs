/** node-forge: verifyCertificateChain, which wants the chain in order: it is ordered here by names. RSA only. */
import { readFileSync } from 'node:fs';
import forge from 'node-forge';

export const name = 'node-forge';
export const { version } = JSON.parse(readFileSync(new URL('../node_modules/node-forge/package.json', import.meta.url), 'utf8'));

export const parse = (der) => forge.pki.certificateFromAsn1(forge.asn1.fromDer(forge.util.createBuffer(der)));

export function judge({ leaf, intermediates, anchors, at }) {
  const left = intermediates.map(parse);
  const chain = [parse(leaf)];
  for (;;) {
    const next = left.findIndex((candidate) => chain.at(-1).isIssuer(candidate));
    if (next < 0) break;
    chain.push(...left.splice(next, 1));
  }
  return forge.pki.verifyCertificateChain(forge.pki.createCaStore(anchors.map(parse)), chain, { validityCheckDate: new Date(at) });
}
