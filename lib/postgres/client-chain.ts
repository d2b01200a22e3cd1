/**
 * The client's chain as a server judges it (POSTGRES.md section 5 says what OpenSSL does). Until the engine of OpenSSL's own steps exists, this is the
 * RFC 5280 engine with a server's settings on the one chain that OpenSSL would build, and its findings are given the names of X509_V_ERR codes. Where the
 * two disagree it is nearly always stricter; a common name that looks like a host name is not held to DNS name constraints.
 */
import { PkiError } from '../base/error.ts';
import { pemText, scanPem } from '../asn1/pem.ts';
import { verifyChain } from '../api/verify.ts';
import type { Strength } from '../path/inputs.ts';
import { rfc5280Profile } from '../path/profiles.ts';
import type { Finding, Verdict } from '../path/types.ts';
import { readExtension } from '../x509/extension.ts';
import { cRLDistributionPoints } from '../x509/extensions/distribution-points.ts';
import { keyUsage } from '../x509/extensions/usage.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import type { CertificateList } from '../x509/crl.ts';
import { buildChain } from './chain-build.ts';
import type { Text } from './octets.ts';
import type { TrustStore } from './server-files.ts';

/** Certificates that a client sends; those behind the leaf that do not decode are left out. */
export interface SentChain {
  readonly leaf: Certificate;
  readonly others: readonly Certificate[];
}

/** Reads what the client sends, leaf first. Gives the error where the leaf does not decode. */
export function readSentChain(text: Text): SentChain | PkiError {
  const [first, ...rest] = scanPem(pemText(text)).filter(({ error, block }) => error !== undefined || block.label.endsWith('CERTIFICATE'));
  if (first === undefined) return new PkiError('no-certificate', 'no certificate in what the client sends');
  if (first.error !== undefined) return first.error;
  const leaf = tryParse(first.block.der);
  if (leaf instanceof PkiError) return leaf;
  const others = rest.flatMap(({ error, block }) => {
    const certificate = error === undefined ? tryParse(block.der) : error;
    return certificate instanceof PkiError ? [] : [certificate];
  });
  return { leaf, others };
}

function tryParse(der: Uint8Array): Certificate | PkiError {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return error;
  }
}

/** What the chain is judged by. */
export interface ChainSettings {
  readonly trusted: TrustStore;
  /** Present where ssl_crl_file or ssl_crl_dir is set: then every certificate of the chain needs one, the root's own too. */
  readonly crls?: readonly CertificateList[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly securityLevel: number;
}

/** The judgement: the verdict of the engine, and for a refusal OpenSSL's name for it. */
export type ChainOutcome =
  | { readonly ok: true; readonly verdict: Verdict }
  | { readonly ok: false; readonly reason: string; readonly verdict?: Verdict };

/** Smallest keys of OpenSSL's security levels (SSL_CTX_set_security_level): RSA bits, bits of a curve. */
const LEVELS: readonly (readonly [number, number])[] = [
  [512, 160],
  [1024, 160],
  [2048, 224],
  [3072, 256],
  [7680, 384],
  [15_360, 512],
];

/** Judges a chain as a server would. */
export function judgeChain({ leaf, others }: SentChain, { trusted, crls, at, securityLevel }: ChainSettings): ChainOutcome {
  const [minRsaBits, minEcBits] = LEVELS[securityLevel] ?? [2048, 224];
  const strength: Partial<Strength> = { minRsaBits, minEcBits };
  const built = buildChain(leaf, others, trusted.certificates, at);
  if (!built.ok) return built;
  const { certificates } = built;
  if (crls !== undefined && certificates.some(limitsReasons)) return { ok: false, reason: 'unable-to-get-crl' };
  const verdict = verifyChain({
    leaf,
    intermediates: certificates.slice(1, -1),
    anchors: certificates.slice(-1),
    at,
    profile: { ...rfc5280Profile, label: 'postgres', anyPurpose: false, rules: [] },
    purpose: 'clientAuth',
    strength,
    crls: crls ?? [],
    // a CRL without nextUpdate never expires
    revocation: crls === undefined ? 'off' : { mode: 'require', scope: 'chain-and-anchor', maxAge: Number.MAX_SAFE_INTEGER },
  });
  if (!verdict.ok) return { ok: false, reason: reasonOf(verdict), verdict };
  const usage = readExtension(leaf, keyUsage);
  if (usage !== undefined && !usage.includes('digitalSignature') && !usage.includes('keyAgreement')) {
    return { ok: false, reason: 'invalid-purpose', verdict };
  }
  return { ok: true, verdict };
}

/** Findings and the X509_V_ERR they correspond to. */
const REASONS: Readonly<Record<string, string>> = {
  'certificate-expired': 'cert-has-expired',
  'certificate-not-yet-valid': 'cert-not-yet-valid',
  'certificate-revoked': 'cert-revoked',
  'revocation-unknown': 'unable-to-get-crl',
  'signature-invalid': 'cert-signature-failure',
  'signature-algorithm-inconsistent': 'cert-signature-failure',
  'signature-algorithm-not-allowed': 'ca-md-too-weak',
  'hash-too-weak': 'ca-md-too-weak',
  'not-a-ca': 'invalid-ca',
  'basic-constraints-missing': 'invalid-ca',
  'path-length-exceeded': 'path-length-exceeded',
  'purpose-not-allowed': 'invalid-purpose',
  'unknown-critical-extension': 'unhandled-critical-extension',
  'name-constraint-unsupported': 'unsupported-constraint-type',
};

/** What was wrong with a CRL, and the X509_V_ERR for it. */
const CRL_REASONS: Readonly<Record<string, string>> = {
  expired: 'crl-has-expired',
  'not-yet-valid': 'crl-not-yet-valid',
  'issuer-may-not-sign': 'keyusage-no-crl-sign',
  'unknown-critical-extension': 'unhandled-critical-crl-extension',
  'signature-invalid': 'crl-signature-failure',
  'other-distribution-point': 'different-crl-scope',
  'user-certificates-only': 'different-crl-scope',
  'ca-certificates-only': 'different-crl-scope',
  'attribute-certificates-only': 'different-crl-scope',
};

function reasonOf(verdict: Extract<Verdict, { ok: false }>): string {
  const { reason } = verdict;
  switch (reason.code) {
    case 'key-usage-missing':
      return reason.index > 0 ? 'invalid-ca' : 'invalid-purpose';
    case 'rsa-key-too-small':
    case 'curve-too-small':
      return reason.index > 0 ? 'ca-key-too-small' : 'ee-key-too-small';
    case 'name-constraint-violated':
      return reason['excluded'] === undefined ? 'permitted-violation' : 'excluded-violation';
    case 'revocation-unknown':
    case 'crl-unusable':
      return crlReason(verdict, reason);
    default:
      return REASONS[reason.code] ?? 'cert-verify-failed';
  }
}

/** A CRL that was there says more than its absence. */
function crlReason({ findings, attempts }: Extract<Verdict, { ok: false }>, reason: Finding): string {
  const all = [reason, ...findings, ...attempts.flatMap((attempt) => attempt.findings)];
  for (const { code, problem } of all) {
    const known = code === 'crl-unusable' && typeof problem === 'string' ? CRL_REASONS[problem] : undefined;
    if (known !== undefined) return known;
  }
  return 'unable-to-get-crl';
}

/** A distribution point of some reasons only: its CRL never covers all of them, and OpenSSL then has none. */
function limitsReasons(certificate: Certificate): boolean {
  try {
    return readExtension(certificate, cRLDistributionPoints)?.some(({ reasons }) => reasons !== undefined) ?? false;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return false;
  }
}
