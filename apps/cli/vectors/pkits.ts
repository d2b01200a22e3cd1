/**
 * NIST PKITS as JSON beside its folders of certificates and CRLs: each chain is judged with revocation required, and the policies that come out are compared
 * where policies decided.
 */
import { type Certificate, oid, type Oid, parseCertificate, parseCrl, PkiError, type Verdict, verifyChain } from '../../../lib/index.ts';
import { type Failure, type KnownDeviation, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface PkitsCase {
  readonly id: string;
  readonly shouldValidate: boolean;
  /** Anchor first, leaf last. */
  readonly path: readonly string[];
  /** CRL signers and other certificates that are not on the path. */
  readonly auxCerts: readonly string[];
  readonly crls: readonly string[];
  readonly userConstrainedPolicySet: readonly string[];
  readonly settings: {
    readonly initialPolicySet: readonly string[];
    readonly initialExplicitPolicy: boolean;
    readonly initialPolicyMappingInhibit: boolean;
    readonly initialInhibitAnyPolicy: boolean;
  };
}

interface PkitsMeta {
  readonly validationTime: string;
  readonly policyOids: Readonly<Record<string, string>>;
}

/** Algorithms of DSA, with which nobody signs certificates any more (FIPS 186-5). */
const DSA = '1.2.840.10040.4.';

/** Runs PKITS files. */
export function runPkits(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  const deviations: KnownDeviation[] = [];
  let passed = 0;
  for (const file of files) {
    if (!Array.isArray(file.json)) throw new Error(`${file.name} holds no list of tests`);
    const folder = openFolder(file);
    for (const test of file.json as readonly PkitsCase[]) {
      const verdict = judge(test, folder);
      const expected = test.shouldValidate ? 'valid' : 'refused';
      const got = verdict.ok ? 'valid' : `refused: ${verdict.reason.code}`;
      // The one deviation: by what the chain holds, not by a test's name.
      const deviates = test.shouldValidate && !verdict.ok && usesDsa(test, folder);
      const policies = comparePolicies(test, verdict, folder);
      if (verdict.ok === test.shouldValidate && policies === undefined) passed++;
      else if (deviates) deviations.push({ id: test.id, expected, got, reason: 'DSA is not supported' });
      else
        failures.push(policies ?? { id: test.id, expected, got, why: verdict.ok ? 'no fault was found' : JSON.stringify(verdict.reason) });
    }
  }
  return makeReport('pkits', passed, { failures, deviations });
}

/** The files beside the list of tests. */
interface Folder {
  readonly at: number;
  readonly certificate: (name: string) => Certificate;
  readonly octets: (name: string) => Uint8Array;
  readonly policy: (name: string) => Oid;
}

function openFolder({ name, beside }: SuiteFile): Folder {
  if (beside === undefined) throw new Error(`${name} needs the files beside it`);
  const { validationTime, policyOids } = JSON.parse(new TextDecoder().decode(beside('meta.json'))) as PkitsMeta;
  return {
    at: Date.parse(validationTime),
    certificate: (file) => parseCertificate(beside(`certs/${file}`)),
    octets: beside,
    policy: (label) => oid(policyOids[label] ?? label),
  };
}

function usesDsa({ path }: PkitsCase, { certificate }: Folder): boolean {
  return path.some((name) => certificate(name).signatureAlgorithm.oid.startsWith(DSA));
}

function judge({ path, auxCerts, crls, settings }: PkitsCase, { at, certificate, octets, policy }: Folder): Verdict {
  try {
    return verifyChain({
      leaf: certificate(path.at(-1) ?? ''),
      intermediates: [...path.slice(1, -1), ...auxCerts].map(certificate),
      anchors: path.slice(0, 1).map(certificate),
      crls: crls.map((name) => parseCrl(octets(`crls/${name}`))),
      revocation: 'require',
      at,
      policies: {
        initial: settings.initialPolicySet.map(policy),
        requireExplicit: settings.initialExplicitPolicy,
        inhibitMapping: settings.initialPolicyMappingInhibit,
        inhibitAny: settings.initialInhibitAnyPolicy,
      },
    });
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    const reason = { code: error.code, severity: 'error', index: -1, rfc: '', message: error.message } as const;
    return { ok: false, reason, attempts: [], findings: [reason], work: { signatures: 0, steps: 0, comparisons: 0 } };
  }
}

/** The recorded sets assume that policies are processed to the end: they are compared for valid chains, and for those that policies refuse. */
function comparePolicies(test: PkitsCase, { ok, policies, ...rest }: Verdict, { policy }: Folder): Failure | undefined {
  const decided = ok || ('reason' in rest && rest.reason.code === 'policy-not-valid');
  if (!decided || policies === undefined) return undefined;
  const expected = test.userConstrainedPolicySet.map(policy).sort().join(' ');
  const got = [...policies.userConstrained].sort().join(' ');
  return expected === got ? undefined : { id: test.id, expected, got, why: 'the user-constrained policy set differs' };
}
