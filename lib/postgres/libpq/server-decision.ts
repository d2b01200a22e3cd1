/** What libpq decides about a server: plain data, with every step on the way to it. */
import type { Verdict } from '../../path/types.ts';
import type { ExaminedName, HostCheck } from './host-check.ts';

/**
 * Where a connection was decided: `client` is libpq before or beside the handshake (its files, its options), `verify` the server's chain, `host` its name, `server`
 * an answer of the server.
 */
export type ServerDecisionLayer = 'accept' | 'client' | 'verify' | 'host' | 'server';

/** One step of a connection. */
export type ServerDecisionStep =
  /** A Unix-domain socket: sslmode is not looked at. */
  | { readonly step: 'socket' }
  /** A connection is tried. */
  | { readonly step: 'attempt'; readonly tls: boolean }
  /** Where the trusted certificates come from; `missing`: the server's chain is not judged. */
  | { readonly step: 'root'; readonly source: 'file' | 'system' | 'missing'; readonly certificates: number }
  /** What is revoked; `unreadable`: sslcrl was given and is ignored without a word. */
  | { readonly step: 'crls'; readonly state: 'none' | 'unreadable' | 'loaded'; readonly count: number }
  /** Whether a certificate of the client is at hand. */
  | { readonly step: 'client-certificate'; readonly ready: boolean }
  /** The judgement on the server's chain. */
  | { readonly step: 'chain'; readonly ok: boolean; readonly reason: string; readonly verdict: Verdict }
  /** The names of the server's certificate against the host that was asked for. */
  | {
      readonly step: 'host';
      readonly host: string;
      readonly ok: boolean;
      readonly reason: HostCheck['reason'];
      readonly names: readonly ExaminedName[];
    }
  /** The attempt failed. */
  | { readonly step: 'failed'; readonly tls: boolean; readonly layer: ServerDecisionLayer; readonly reason: string };

/** What libpq answers. */
export interface ServerDecision {
  readonly decision: 'accept' | 'reject';
  readonly layer: ServerDecisionLayer;
  /** Stable kebab-case code, such as `host-mismatch`; `explainServerDecision` puts it into words. */
  readonly reason: string;
  /** libpq's words (without `connection to server at … failed:`), where they are libpq's to say. */
  readonly message?: string;
  /** False: the login and all that follows travel in the clear. Null where there is no connection. */
  readonly encrypted: boolean | null;
  readonly steps: readonly ServerDecisionStep[];
}
