/** Findings of the path engine as the errors of `openssl verify`: number, words, and the order in which X509_verify_cert meets them. */
import type { Finding } from '../../../path/types.ts';

/** An error as `verify` prints it. */
export interface VerifyError {
  readonly number: number;
  readonly text: string;
  /** Depth of the certificate in the chain, the leaf being 0. */
  readonly depth: number;
}

/** Number, words, and stage: 1 building, 2 extensions, 3 key strength, 4 names, 5 revocation, 6 signatures and times, 7 constraints and policies. */
type Entry = readonly [number: number, text: string, stage: number];

const ERRORS: ReadonlyMap<string, Entry> = /* @__PURE__ */ new Map<string, Entry>([
  ['issuer-not-found', [20, 'unable to get local issuer certificate', 1]],
  ['self-signed-not-trusted', [18, 'self-signed certificate', 1]],
  ['max-depth-exceeded', [22, 'certificate chain too long', 1]],
  ['budget-exhausted', [22, 'certificate chain too long', 1]],
  ['extension-malformed', [41, 'invalid or inconsistent certificate extension', 2]],
  ['unknown-critical-extension', [34, 'unhandled critical extension', 2]],
  ['basic-constraints-missing', [79, 'invalid CA certificate', 2]],
  ['not-a-ca', [79, 'invalid CA certificate', 2]],
  ['key-usage-missing', [32, 'key usage does not include certificate signing', 2]],
  ['purpose-not-allowed', [26, 'unsuitable certificate purpose', 2]],
  ['purpose-missing', [26, 'unsuitable certificate purpose', 2]],
  ['path-length-exceeded', [25, 'path length constraint exceeded', 2]],
  ['key-not-supported', [66, 'EE certificate key too weak', 3]],
  ['rsa-key-too-small', [66, 'EE certificate key too weak', 3]],
  ['rsa-key-too-large', [66, 'EE certificate key too weak', 3]],
  ['curve-too-small', [66, 'EE certificate key too weak', 3]],
  ['hash-too-weak', [68, 'CA signature digest algorithm too weak', 3]],
  ['signature-algorithm-not-allowed', [76, 'Cannot find certificate signature algorithm', 3]],
  ['signature-algorithm-inconsistent', [78, 'cert info signature and signature algorithm mismatch', 3]],
  ['peer-name-mismatch', [62, 'hostname mismatch', 4]],
  ['peer-name-malformed', [62, 'hostname mismatch', 4]],
  ['certificate-revoked', [23, 'certificate revoked', 5]],
  ['crl-unusable', [3, 'unable to get certificate CRL', 5]],
  ['revocation-unknown', [3, 'unable to get certificate CRL', 5]],
  ['signature-invalid', [7, 'certificate signature failure', 6]],
  ['certificate-not-yet-valid', [9, 'certificate is not yet valid', 6]],
  ['certificate-expired', [10, 'certificate has expired', 6]],
  ['name-constraint-violated', [47, 'permitted subtree violation', 7]],
  ['name-constraint-unsupported', [51, 'unsupported name constraint type', 7]],
  ['name-malformed', [53, 'unsupported or invalid name syntax', 7]],
  ['policy-not-valid', [43, 'no explicit policy', 7]],
]);

/** Errors after which `openssl verify` goes on to look for more. */
const CONTINUES: readonly number[] = [10, 11, 12, 18, 19, 25, 26, 34, 79];

/** The errors that are printed for the findings of a path, in order, up to the first that ends the verification. */
export function verifyErrors(findings: readonly Finding[], issuerTrusted: boolean): VerifyError[] {
  const staged = findings
    .filter(({ severity }) => severity === 'error')
    .map((finding) => ({ stage: stageOf(finding), error: errorOf(finding, issuerTrusted) }))
    .filter(
      ({ error }, _, all) =>
        error.number !== 3 || !all.some((other) => other.stage === 5 && other.error.depth === error.depth && other.error.number !== 3),
    )
    // Signatures and times are looked at from the root down, everything else from the leaf up.
    .sort(
      (a, b) => a.stage - b.stage || (a.stage === 6 ? b.error.depth - a.error.depth : a.error.depth - b.error.depth) || keysFirst(a, b),
    );
  const printed: VerifyError[] = [];
  for (const { error } of staged) {
    const same = printed.at(-1);
    if (same?.number === error.number && same.depth === error.depth) continue;
    printed.push(error);
    if (!CONTINUES.includes(error.number)) break;
  }
  return printed;
}

/** Of one certificate the strength of the key is looked at before that of the hash. */
function keysFirst(a: { readonly stage: number; readonly error: VerifyError }, b: typeof a): number {
  return a.stage === 3 ? a.error.number - b.error.number : 0;
}

function stageOf({ code }: Finding): number {
  return ERRORS.get(code)?.[2] ?? 2;
}

function depthOf({ code, index, ...fields }: Finding): number {
  // Policies are looked at last, when OpenSSL stands at the leaf again.
  if (code === 'policy-not-valid') return 0;
  // OpenSSL stops building at the first certificate that is one too many.
  return code === 'max-depth-exceeded' ? Number(fields['expected']) + 1 : Math.max(0, index);
}

function errorOf(finding: Finding, issuerTrusted: boolean): VerifyError {
  const [number, text] = specialCase(finding, issuerTrusted) ??
    ERRORS.get(finding.code) ?? [1, `unspecified certificate verification error (${finding.code})`];
  return { number, text, depth: depthOf(finding) };
}

/** Findings that OpenSSL has several errors for. */
function specialCase({ code, index, ...fields }: Finding, issuerTrusted: boolean): readonly [number, string] | undefined {
  switch (code) {
    case 'issuer-not-found':
      return issuerTrusted ? [2, 'unable to get issuer certificate'] : undefined;
    case 'self-signed-not-trusted':
      return index > 0 ? [19, 'self-signed certificate in certificate chain'] : undefined;
    case 'key-not-supported':
    case 'rsa-key-too-small':
    case 'rsa-key-too-large':
    case 'curve-too-small':
      return index > 0 ? [67, 'CA certificate key too weak'] : undefined;
    case 'peer-name-mismatch':
      if (fields['kind'] === 'ip') return [64, 'IP address mismatch'];
      return fields['kind'] === 'email' ? [63, 'email address mismatch'] : undefined;
    case 'name-constraint-violated':
      return fields['list'] === 'excluded' ? [48, 'excluded subtree violation'] : undefined;
    case 'crl-unusable':
      return crlProblem(String(fields['problem']));
    default:
      return undefined;
  }
}

function crlProblem(problem: string): readonly [number, string] | undefined {
  switch (problem) {
    case 'expired':
      return [12, 'CRL has expired'];
    case 'not-yet-valid':
      return [11, 'CRL is not yet valid'];
    case 'signature-invalid':
      return [8, 'CRL signature failure'];
    case 'issuer-may-not-sign':
      return [35, 'key usage does not include CRL signing'];
    default:
      return undefined;
  }
}
