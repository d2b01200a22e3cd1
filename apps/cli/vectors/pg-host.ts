/** Connections as recorded from libpq: sslmode, trusted roots, CRLs, and the names in the server's certificate against the host. */
import { decideServerAuth, type ServerAuthInput, type ServerDecision } from '../../../lib/postgres/index.ts';
import { type Failure, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface HostCase {
  readonly id: string;
  readonly host: string;
  readonly hostaddr: string;
  readonly sslmode: NonNullable<ServerAuthInput['sslmode']>;
  readonly certPem: string;
  readonly rootPem: string | null;
  readonly crlPem: string | null;
  readonly rootFileExists: boolean;
  readonly crlFileExists: boolean;
  readonly serverTls: boolean;
  readonly serverAcceptsPlain: boolean;
  readonly securityLevel: NonNullable<ServerAuthInput['securityLevel']>;
  readonly openssl: NonNullable<ServerAuthInput['openssl']>;
  /** Epoch seconds. */
  readonly at: number;
  readonly pgVersion: string;
  readonly decision: string;
  readonly layer: string;
  readonly reasonCode: string;
  readonly encrypted: boolean | null;
  /** Without psql's own words in front of it; empty where the connection came about. */
  readonly clientError: string;
  /** What OpenSSL says of the chain, whether the connection asked it or not; null where there are no roots or no TLS. */
  readonly opensslVerify: { readonly ok: boolean; readonly errorCode: string | null } | null;
}

/** Runs recordings of connections: decision, layer, reason and encryption are compared, libpq's words, and OpenSSL's judgement on the chain. */
export function runPgHost(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    for (const item of casesOf(name, json)) {
      const input = inputOf(item);
      const decision = decideServerAuth(input);
      const expected = `${item.decision} ${item.layer} ${item.reasonCode} ${encryption(item.encrypted)}${verifyOf(item)}`;
      const got = `${decision.decision} ${decision.layer} ${decision.reason} ${encryption(decision.encrypted)}${verified(item, input)}`;
      const message = plain(decision.message ?? '');
      // OpenSSL's words for a wrong signature are not ours to say
      const sameWords = item.decision === 'accept' ? item.clientError === message : plain(item.clientError).includes(message);
      if (expected === got && sameWords) passed++;
      else failures.push({ id: item.id, expected, got, why: `${item.sslmode} ${item.host}: "${item.clientError}", ours "${message}"` });
    }
  }
  return makeReport('pg-host', passed, { failures });
}

function casesOf(name: string, json: unknown): readonly HostCase[] {
  const cases = Array.isArray(json) ? json : (json as { readonly cases?: unknown } | null)?.cases;
  if (!Array.isArray(cases)) throw new Error(`${name} holds no cases`);
  return cases as readonly HostCase[];
}

function inputOf(item: HostCase): ServerAuthInput {
  const { host, hostaddr, sslmode, certPem, serverTls, serverAcceptsPlain, securityLevel, openssl } = item;
  return {
    version: Number.parseInt(item.pgVersion, 10),
    host,
    hostaddr,
    sslmode,
    chain: certPem,
    root: item.rootFileExists ? (item.rootPem ?? '') : null,
    crl: item.crlFileExists ? (item.crlPem ?? '') : null,
    serverTls,
    serverAcceptsPlain,
    at: item.at * 1000,
    securityLevel,
    openssl,
  };
}

function encryption(encrypted: boolean | null): string {
  return encrypted === null ? 'unconnected' : encrypted ? 'encrypted' : 'plain';
}

function verifyOf({ opensslVerify }: HostCase): string {
  if (opensslVerify === null) return '';
  return `, chain ${opensslVerify.ok ? 'ok' : (opensslVerify.errorCode ?? 'refused')}`;
}

/** The judgement on the chain, by a connection that asks for nothing else. */
function verified({ opensslVerify }: HostCase, input: ServerAuthInput): string {
  if (opensslVerify === null) return '';
  const chain = chainStep(decideServerAuth({ ...input, sslmode: 'verify-ca', host: 'any.example', serverTls: true }));
  if (chain === undefined) return ', chain not judged';
  return `, chain ${!chain.ok && opensslVerify.errorCode === null && !opensslVerify.ok ? 'refused' : chain.reason}`;
}

function chainStep({ steps }: ServerDecision): { readonly ok: boolean; readonly reason: string } | undefined {
  return steps.find((step) => step.step === 'chain');
}

/** The paths of the recording machine are not ours. */
function plain(words: string): string {
  return words.replace(/file "[^"]*"/g, 'file "…"');
}
