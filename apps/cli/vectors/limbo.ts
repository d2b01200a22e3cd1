/**
 * x509-limbo (C2SP): chains, each judged as its case says. The profile is `webpki`; an `rfc5280::` case that conflicts with it is judged by `rfc5280` with what
 * RFC 5280 4.2.1.10 asks of CAs, and BetterTLS's cases, which limbo carries too, by `rfc5280`: they know nothing of the Baseline Requirements. Purposes are those
 * listed, else, but for the former, what the kind of validation means. A certificate that does not parse is left out of the pool, a leaf that does not parse is
 * a refusal, and with CRLs, readable or not, revocation is required.
 */
import {
  type Certificate,
  type CertificateList,
  type ChainInput,
  decodePem,
  type KeyUsageName,
  oid,
  parseCertificate,
  parseCrl,
  type PeerName,
  PkiError,
  type Purpose,
  verifyChain,
} from '../../../lib/index.ts';
import { strictRfc5280Profile } from '../../../lib/path/index.ts';
import { type Failure, type KnownDeviation, makeReport, type RunOptions, type Skip, type SuiteFile, type SuiteReport } from './report.ts';

interface LimboName {
  readonly kind: 'DNS' | 'IP' | 'RFC822';
  readonly value: string;
}

interface LimboCase {
  readonly id: string;
  readonly features?: readonly string[];
  readonly conflicts_with?: readonly string[];
  readonly validation_kind: 'SERVER' | 'CLIENT';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string | null;
  readonly signature_algorithms?: readonly string[];
  readonly key_usage: readonly string[];
  readonly extended_key_usage: readonly string[];
  readonly expected_peer_name: LimboName | null;
  readonly expected_peer_names: readonly LimboName[] | null;
  readonly max_chain_depth?: number | null;
  readonly crls?: readonly string[] | null;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
}

/** Cases that come out otherwise, each with its reason. One that comes out as the suite says is a failure: its entry is to go. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'pathlen::validation-ignores-pathlen-in-leaf':
    'its leaf is a CA, which BR 7.1.2.7.8 forbids and webpki::ca-as-leaf of the same suite refuses; the profile rfc5280 takes it',
};

/** What is meant where a case names no time: certificates of the suite are valid from 1970 to 2969. */
const PRESENT = Date.UTC(2026, 0, 1);

/** Runs files of limbo's format. */
export function runLimbo(files: readonly SuiteFile[], onFile?: (name: string) => void, options: RunOptions = {}): SuiteReport {
  const failures: Failure[] = [];
  const deviations: KnownDeviation[] = [];
  const skips: Skip[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    onFile?.(name);
    for (const item of casesOf(name, json)) {
      const { id, expected_result: expected } = item;
      if ((item.signature_algorithms ?? []).length > 0) {
        skips.push({ id, count: 1, why: 'it lists the signature algorithms that are allowed, which verifyChain takes as descriptors' });
        continue;
      }
      const { got, why } = judge(item, options);
      const reason = Object.hasOwn(DEVIATIONS, id) ? DEVIATIONS[id] : undefined;
      if (reason === undefined && got === expected) passed++;
      else if (reason === undefined) failures.push({ id, expected, got, why });
      else if (got === expected)
        failures.push({ id, expected: 'to deviate', got, why: 'it is listed as a deviation and came out as the suite says' });
      else deviations.push({ id, expected, got, reason });
    }
  }
  return makeReport('limbo', passed, { failures, deviations, skips });
}

function casesOf(name: string, json: unknown): readonly LimboCase[] {
  const { testcases } = (json ?? {}) as { readonly testcases?: readonly LimboCase[] };
  if (!Array.isArray(testcases)) throw new Error(`${name} holds no testcases`);
  return testcases as readonly LimboCase[];
}

function judge(item: LimboCase, { isPublicSuffix }: RunOptions): { readonly got: LimboCase['expected_result']; readonly why: string } {
  const leaf = tryParse(item.peer_certificate, parseCertificate);
  if (leaf instanceof PkiError) return { got: 'FAILURE', why: `the leaf does not parse: ${leaf.message}` };
  const verdict = verifyChain({ ...inputOf(item, leaf), ...(isPublicSuffix === undefined ? {} : { isPublicSuffix }) });
  return verdict.ok ? { got: 'SUCCESS', why: 'no fault was found' } : { got: 'FAILURE', why: JSON.stringify(verdict.reason) };
}

/** Names of the suite for what has another name here. */
const USAGES: Readonly<Record<string, KeyUsageName>> = { contentCommitment: 'nonRepudiation' };
const PURPOSES: Readonly<Record<string, Purpose>> = { OCSPSigning: 'ocspSigning', anyExtendedKeyUsage: oid('2.5.29.37.0') };

const KINDS = { DNS: 'dns', IP: 'ip', RFC822: 'email' } as const;

function inputOf(item: LimboCase, leaf: Certificate): ChainInput {
  const strict =
    item.id.startsWith('rfc5280::') &&
    ((item.conflicts_with ?? []).length > 0 || (item.features ?? []).includes('rfc5280-incompatible-with-webpki'));
  const usual: readonly Purpose[] = strict ? [] : [item.validation_kind === 'SERVER' ? 'serverAuth' : 'clientAuth'];
  const server = item.expected_peer_name === null ? [] : [item.expected_peer_name];
  const crls = item.crls ?? [];
  return {
    leaf,
    intermediates: readable(item.untrusted_intermediates, parseCertificate),
    anchors: readable(item.trusted_certs, parseCertificate),
    profile: strict ? strictRfc5280Profile : item.id.startsWith('bettertls::') ? 'rfc5280' : 'webpki',
    purpose: item.extended_key_usage.length > 0 ? item.extended_key_usage.map((name) => PURPOSES[name] ?? (name as Purpose)) : usual,
    keyUsage: item.key_usage.map((name) => USAGES[name] ?? (name as KeyUsageName)),
    peer: (item.validation_kind === 'SERVER' ? server : (item.expected_peer_names ?? [])).map(({ kind, value }): PeerName => ({
      kind: KINDS[kind],
      value,
    })),
    at: item.validation_time === null ? PRESENT : Date.parse(item.validation_time),
    ...(typeof item.max_chain_depth === 'number' ? { maxDepth: item.max_chain_depth } : {}),
    ...(crls.length > 0 ? { crls: readable<CertificateList>(crls, parseCrl), revocation: 'require' } : {}),
  };
}

/** What of a list parses. */
function readable<T>(pems: readonly string[], parse: (der: Uint8Array) => T): T[] {
  return pems.map((pem) => tryParse(pem, parse)).filter((item): item is T => !(item instanceof PkiError));
}

function tryParse<T>(pem: string, parse: (der: Uint8Array) => T): T | PkiError {
  try {
    return parse(decodePem(pem)[0]?.der ?? new Uint8Array(0));
  } catch (error) {
    if (error instanceof PkiError) return error;
    throw error;
  }
}
