/** The client's chain as the server's OpenSSL judges it in the handshake (POSTGRES.md section 5; ssl_verify_cert_chain). */
import { loadCertificateFile } from '../../openssl-verify/files/certificate-file.ts';
import type { OpensslVersion, SecurityLevel } from '../../openssl-verify/types.ts';
import { verifyLikeOpenssl } from '../../openssl-verify/verify.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { formatName } from '../../x509/name-format.ts';
import type { DecisionStep } from './decision.ts';
import type { Text } from '../octets.ts';
import type { TrustStore } from './trust-files.ts';

/** What the chain is judged by. */
export interface ChainSettings extends TrustStore {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly securityLevel: SecurityLevel;
  readonly openssl: OpensslVersion;
}

/** The judgement, and the leaf if it could be read. */
export interface ChainOutcome {
  readonly step: Extract<DecisionStep, { readonly step: 'chain' }>;
  readonly leaf?: Certificate;
}

/** Judges what a client sends. What does not decode ends the handshake, before anything is judged, wherever in the chain it stands. */
export function judgeSentChain(text: Text, { anchors, crls, at, securityLevel, openssl }: ChainSettings): ChainOutcome {
  const sent = loadCertificateFile(text);
  if (!sent.ok) return { step: { step: 'chain', ok: false, reason: 'leaf-undecodable' } };
  const { certificate: leaf } = sent.leaf;
  const verdict = verifyLikeOpenssl({
    leaf,
    intermediates: sent.chain,
    anchors,
    ...(crls === undefined ? {} : { crls }),
    purpose: 'clientAuth',
    at,
    securityLevel,
    openssl,
  });
  if (verdict.ok) return { leaf, step: { step: 'chain', ok: true, reason: 'ok', verdict } };
  const { code, index } = verdict.reason;
  const place = verdict.attempts[0]?.path[index];
  const lists = { leaf: [leaf], intermediates: sent.chain, anchors: anchors.map(({ certificate }) => certificate) };
  const atFault = place === undefined ? undefined : lists[place.from][place.index];
  const subject = atFault === undefined ? {} : { subject: formatName(atFault.subject) };
  return { leaf, step: { step: 'chain', ok: false, reason: code, depth: index, ...subject, verdict } };
}
