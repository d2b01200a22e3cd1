/** The client's chain as the server's OpenSSL judges it in the handshake (POSTGRES.md section 5; ssl_verify_cert_chain). */
import { PkiError } from '../base/error.ts';
import type { OpensslVersion, SecurityLevel } from '../openssl-verify/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { DecisionStep } from './decision.ts';
import { judgeChain, readSentChain } from './client-chain.ts';
import type { Text } from './octets.ts';
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
  const sent = readSentChain(text);
  if (sent instanceof PkiError) return { step: { step: 'chain', ok: false, reason: 'leaf-undecodable' } };
  const certificates = anchors.map(({ certificate }) => certificate);
  const judged = judgeChain(sent, { trusted: { certificates, crls: [] }, ...(crls === undefined ? {} : { crls }), at, securityLevel });
  return {
    leaf: sent.leaf,
    step: { step: 'chain', ok: judged.ok, reason: judged.ok ? 'ok' : judged.reason, ...(openssl === '3.0' ? {} : { depth: 0 }) },
  };
}
