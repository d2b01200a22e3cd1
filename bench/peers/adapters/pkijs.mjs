/** PKI.js: its chain validation engine with CRLs and policy inputs; it has no purposes, host names or path lengths to ask for. */
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import * as pkijs from 'pkijs';

export const name = 'PKI.js';
export const { version } = JSON.parse(readFileSync(new URL('../node_modules/pkijs/package.json', import.meta.url), 'utf8'));

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto, subtle: webcrypto.subtle }));

export const parse = (der) => pkijs.Certificate.fromBER(der);

export async function judge({ leaf, intermediates, anchors, crls, at, policies }) {
  const engine = new pkijs.CertificateChainValidationEngine({
    trustedCerts: anchors.map(parse),
    certs: [...intermediates, leaf].map(parse),
    crls: crls.map((der) => pkijs.CertificateRevocationList.fromBER(der)),
    checkDate: new Date(at),
  });
  const { result } = await engine.verify(
    policies && {
      initialPolicySet: policies.initial,
      initialExplicitPolicy: policies.requireExplicit,
      initialPolicyMappingInhibit: policies.inhibitMapping,
      initialInhibitPolicy: policies.inhibitAny,
    },
  );
  return result;
}
