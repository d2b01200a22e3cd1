/** A chain on trial: what every judge of the differential test is told, and what is known to be wrong with it. */
import type { ChainInput } from '../../lib/api/verify.ts';

/** One chain and what is demanded of it. */
export interface Trial {
  /** What was done to the chain that refuses it, as kinds of fault. */
  readonly faults: readonly string[];
  /** What is unusual about it and refuses nothing. */
  readonly traits: readonly string[];
  /** Profile `rfc5280`; at most one peer, one purpose; anchors are certificates. */
  readonly input: TrialInput;
}

export type TrialInput = ChainInput & { readonly at: number };

/** What a judge says. */
export interface Opinion {
  readonly accepted: boolean;
  /** For each path that was tried, everything that stopped it, in the judge's own words; empty where it accepts. */
  readonly stops: readonly (readonly string[])[];
}

/** The engines that certwright is compared with. */
export type Engine = 'openssl' | 'pyca';
