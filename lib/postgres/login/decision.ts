/** The answer about a login: plain data, with every step on the way to it. */
import type { Verdict } from '../../path/types.ts';

/** Where a login was decided (POSTGRES.md section 8). `tls`: the handshake ended for another reason than the chain; `config`: see `Decision`. */
export type DecisionLayer = 'accept' | 'config' | 'verify' | 'name' | 'hba' | 'auth' | 'tls';

/** Names that were taken from the client's certificate, read as UTF-8 where they are that. */
export interface DecisionIdentity {
  /** First common name; null where there is none. */
  readonly cn: string | null;
  /** Subject in the RFC 2253 form that the server logs. */
  readonly dn: string;
}

/** One step of a login. */
export type DecisionStep =
  /** Files of the server that it refuses, and why. */
  | { readonly step: 'files'; readonly problems: readonly FileProblem[] }
  /** Whether a certificate was asked for and sent. */
  | { readonly step: 'certificate'; readonly requested: boolean; readonly sent: boolean }
  /** The judgement on the chain. */
  | {
      readonly step: 'chain';
      readonly ok: boolean;
      /** `ok`, or the code of OpenSSL's error (`verifyErrorWords` has its number and words). */
      readonly reason: string;
      /** The certificate that the error is about, 0 being the leaf. */
      readonly depth?: number;
      /** Subject of that certificate, by RFC 4514. */
      readonly subject?: string;
      readonly verdict?: Verdict;
    }
  /** The names taken from the certificate. */
  | { readonly step: 'identity'; readonly cn: string | null; readonly dn: string }
  /** A line of pg_hba.conf and how it stands to the connection. */
  | { readonly step: 'hba'; readonly file: string; readonly line: number; readonly text: string; readonly outcome: string }
  /** What the line demands of a certificate. */
  | { readonly step: 'client-certificate'; readonly demanded: 'verify-ca' | 'verify-full'; readonly ok: boolean }
  /** The method of the line. */
  | { readonly step: 'method'; readonly method: string; readonly ok: boolean }
  /** Name of the certificate, or of the operating system's user, against the requested user, through a map where the line names one. */
  | {
      readonly step: 'name';
      readonly from: 'CN' | 'DN' | 'system';
      readonly name: string | null;
      readonly user: string;
      readonly map: string | null;
      /** The line of pg_ident.conf that decided; `file` is empty for pg_ident.conf itself. */
      readonly file?: string;
      readonly line?: number;
      readonly text?: string;
      readonly outcome: string;
    }
  /** The requested role and database. */
  | { readonly step: 'session'; readonly outcome: string };

/** What is wrong with a file. */
export interface FileProblem {
  readonly file: 'pg_hba.conf' | 'pg_ident.conf' | 'ssl_ca_file' | 'ssl_crl_file' | 'ssl_crl_dir';
  /** Path of the included file, where the line stands in one. */
  readonly included?: string;
  readonly line?: number;
  readonly text?: string;
  readonly code: string;
  readonly message: string;
}

/**
 * What a server answers. `accept` has reason `ok`; `reject` says at which layer and why; `config-error` says that the server would refuse one of its
 * files, or that the question contradicts itself, or that facts are missing which the decision needs.
 */
export interface Decision {
  readonly decision: 'accept' | 'reject' | 'config-error';
  readonly layer: DecisionLayer;
  /** Stable kebab-case code, such as `cert-revoked` (X509_V_ERR_CERT_REVOKED) or `no-usermap-match`; `explainDecision` puts it into words. */
  readonly reason: string;
  readonly identity?: DecisionIdentity;
  /** Whom the server holds to have come, as its log says from 14 on: subject of the certificate, user of a password; absent where the method asks for neither. */
  readonly authenticated?: string;
  readonly steps: readonly DecisionStep[];
}
