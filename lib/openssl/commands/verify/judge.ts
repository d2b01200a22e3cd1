/**
 * One certificate judged as `openssl verify` judges it: chains by the path engine, with OpenSSL's strength; purposes, trust settings and the names of peers by
 * OpenSSL's own rules. Options that lift a check change the view the engine is given, so that all its other checks are made.
 */
import { verifyChain } from '../../../api/verify.ts';
import { verifySignature } from '../../../crypto/verify.ts';
import { refuse } from '../../../path/codes.ts';
import type { PolicyInput, Strength } from '../../../path/inputs.ts';
import { type PathProfile, rfc5280Profile } from '../../../path/profiles.ts';
import type { Attempt, Finding, PathElement, Verdict } from '../../../path/types.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import type { CertificateList } from '../../../x509/crl.ts';
import { readExtension } from '../../../x509/extension.ts';
import { deltaCRLIndicator } from '../../../x509/extensions/crl-numbers.ts';
import { issuingDistributionPoint } from '../../../x509/extensions/distribution-points.ts';
import { sameOpensslName } from '../../../x509/name-hash.ts';
import { parsePublicKey } from '../../../keys/public-key.ts';
import { PkiError } from '../../../base/error.ts';
import { equalBytes } from '../../../base/bytes.ts';
import type { TrustedCertificate } from '../../../x509/trusted-certificate.ts';
import { addressMatches, hostMatches, mailMatches } from '../../host-match.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, hasOption, optionNumber, optionValue } from '../../options.ts';
import { factsOf } from '../../../openssl-verify/facts.ts';
import { suitability } from '../../../openssl-verify/purposes.ts';
import type { PurposeName } from '../../../openssl-verify/types.ts';
import { requestAlgorithms } from '../../signing.ts';
import { type VerifyError, verifyErrors } from './errors.ts';
import type { VerifyStore } from './store.ts';
import { trustOf } from './trust.ts';

/** A certificate of the chain, leaf first. */
export interface ChainElement {
  readonly certificate: Certificate;
  readonly trusted: boolean;
}

/** What is printed: errors, or the chain. */
export interface Judged {
  readonly errors: readonly VerifyError[];
  /** Valid policies at the end of the chain, of which the caller wants none. */
  readonly policies?: readonly string[];
  readonly chain: readonly ChainElement[];
}

/** What the options ask for besides files. */
export interface Wishes {
  readonly line: CommandLine;
  readonly host: OpensslHost;
  readonly purpose: PurposeName | undefined;
  readonly policies: PolicyInput | undefined;
}

/** Judges one certificate. */
export function judge(leaf: Certificate, store: VerifyStore, wishes: Wishes): Judged {
  const { line, host, purpose, policies } = wishes;
  const partial = hasOption(line, 'partial_chain');
  const trustedOnes = store.trusted.map((trusted) => ({ ...trusted, said: trustOf(trusted, purpose) }));
  const endsChains = ({ said }: (typeof trustedOnes)[number]): boolean => partial || said !== 'untrusted';
  const anchors = trustedOnes.filter(endsChains);
  const between = trustedOnes.filter((trusted) => !endsChains(trusted));
  const intermediates = [...store.untrusted, ...between.map(({ certificate }) => certificate)];
  const elementOf = ({ from, index }: PathElement): ChainElement => {
    if (from === 'anchors') return { certificate: (anchors[index] as TrustedCertificate).certificate, trusted: true };
    if (from === 'leaf')
      return { certificate: leaf, trusted: store.trusted.some(({ certificate }) => equalBytes(certificate.der, leaf.der)) };
    return { certificate: intermediates[index] as Certificate, trusted: index >= store.untrusted.length };
  };
  const view = viewOf(line);
  const verdict = verifyChain({
    leaf: view.certificate(leaf),
    intermediates: intermediates.map(view.certificate),
    anchors: anchors.map(({ certificate }) => view.certificate(certificate)),
    at: timeOf(line, host),
    profile: profileOf(line),
    algorithms: requestAlgorithms,
    ...(policies === undefined ? {} : { policies }),
    ...depthOf(line),
    ...revocationOf(line, store.crls.filter(view.usesCrl).map(view.crl)),
  });
  const attempt = shownAttempt(verdict);
  const chain = attempt.path.map(elementOf);
  const shown = chain.length === 0 ? [elementOf({ from: 'leaf', index: 0 })] : chain;
  const last = attempt.path.at(-1);
  if (last?.from === 'anchors' && anchors[last.index]?.said === 'rejected')
    return { errors: [{ number: 28, text: 'certificate rejected', depth: chain.length - 1 }], chain: shown };
  const findings = [...attempt.findings, ...ownFindings(shown, wishes, trustedOnes)];
  return {
    errors: verifyErrors(findings, chain.length > 1 && chain.at(-1)?.trusted === true),
    chain: shown,
    ...(verdict.policies === undefined ? {} : { policies: verdict.policies.authorityConstrained }),
  };
}

/** The attempt that holds the reason; a verdict without attempts, such as an exhausted budget, becomes one of the leaf alone. */
function shownAttempt(verdict: Verdict): Attempt {
  if (verdict.ok) return { path: verdict.path, findings: [] };
  const [first] = verdict.attempts;
  const holding = verdict.attempts.find(({ findings }) =>
    findings.some((finding) => finding.code === verdict.reason.code && finding.index === verdict.reason.index),
  );
  return holding ?? first ?? { path: [{ from: 'leaf', index: 0 }], findings: [verdict.reason] };
}

/** Critical extensions that OpenSSL and the engine know both; `-ignore_critical` lets the others be. */
const KNOWN_CRITICAL: readonly string[] = [
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.37',
  '2.5.29.54',
  '1.3.6.1.5.5.7.48.1.5',
];

/** How far from now no time is out of bounds. */
const EVER = 8_640_000_000_000_000;

interface View {
  certificate(certificate: Certificate): Certificate;
  crl(crl: CertificateList): CertificateList;
  /** Deltas only with `-use_deltas`; indirect CRLs and those of some reasons only with `-extended_crl`. */
  usesCrl(crl: CertificateList): boolean;
}

/** What the engine is shown: under `-no_check_time` (and no `-attime`) nothing expires, under `-ignore_critical` unknown extensions are not critical. */
function viewOf(line: CommandLine): View {
  const timeless = hasOption(line, 'no_check_time') && !hasOption(line, 'attime');
  const ignores = hasOption(line, 'ignore_critical');
  return {
    certificate: (certificate) => ({
      ...certificate,
      ...(timeless ? { notBefore: -EVER, notAfter: EVER } : {}),
      ...(ignores
        ? { extensions: certificate.extensions.map((one) => ({ ...one, critical: one.critical && KNOWN_CRITICAL.includes(one.oid) })) }
        : {}),
    }),
    crl: (crl) => (timeless ? { ...crl, thisUpdate: -EVER, nextUpdate: EVER } : crl),
    usesCrl: (crl) => {
      if (!hasOption(line, 'use_deltas') && crl.extensions.some(({ oid }) => oid === deltaCRLIndicator.oid)) return false;
      return hasOption(line, 'extended_crl') || !isExtended(crl);
    },
  };
}

function isExtended(crl: CertificateList): boolean {
  try {
    const point = readExtension(crl, issuingDistributionPoint);
    return point !== undefined && (point.indirectCrl || point.onlySomeReasons !== undefined);
  } catch (error) {
    // the engine says what is wrong with it
    if (error instanceof PkiError) return false;
    throw error;
  }
}

/** Bits of security at each `-auth_level`, and what they take of RSA and of curves; level 0, the default, takes any key and hash that can be computed with. */
const LEVELS: readonly (readonly [bits: number, rsa: number, curve: number, hashes: readonly Strength['hashes'][number][]])[] = [
  [0, 512, 160, ['MD5', 'SHA-1']],
  [80, 1024, 160, []],
  [112, 2048, 224, []],
  [128, 3072, 256, []],
  [192, 7680, 384, []],
  [256, 15_360, 512, []],
];

/** Bits of security of a hash that is no weaker than its length says. */
const HASH_BITS = { '224': 112, '256': 128, '384': 192, '512': 256 } as const;

function levelOf(line: CommandLine): (typeof LEVELS)[number] {
  const level = Math.min(Math.max(optionNumber(line, 'auth_level') ?? 0, 0), LEVELS.length - 1);
  return LEVELS[level] as (typeof LEVELS)[number];
}

/** OpenSSL does not take anyExtendedKeyUsage for a TLS purpose, and looks at purposes certificate by certificate, which is done here and not by the engine. */
function profileOf(line: CommandLine): PathProfile {
  const [bits, minRsaBits, minEcBits, weak] = levelOf(line);
  const strong = rfc5280Profile.strength.hashes.filter((hash) => {
    const length = /[0-9]+$/.exec(hash)?.[0] as keyof typeof HASH_BITS | undefined;
    return length === undefined || HASH_BITS[length] >= bits;
  });
  const strength: Strength = {
    ...rfc5280Profile.strength,
    minRsaBits,
    maxRsaExponentBits: 256,
    minEcBits,
    hashes: [...strong, ...weak, 'SHAKE128', 'SHAKE256'],
  };
  return { ...rfc5280Profile, label: 'openssl verify', strength, anyPurpose: false, chainedPurposes: false, rules: [] };
}

function timeOf(line: CommandLine, host: OpensslHost): number {
  const seconds = optionNumber(line, 'attime');
  return seconds === undefined ? host.now() : seconds * 1000;
}

function depthOf(line: CommandLine): { readonly maxDepth?: number } {
  const depth = optionNumber(line, 'verify_depth');
  return depth === undefined ? {} : { maxDepth: Math.max(0, depth) };
}

function revocationOf(line: CommandLine, crls: readonly CertificateList[]): Pick<Parameters<typeof verifyChain>[0], 'crls' | 'revocation'> {
  if (hasOption(line, 'crl_check_all')) return { crls, revocation: { mode: 'require', scope: 'chain-and-anchor' } };
  return hasOption(line, 'crl_check') ? { crls, revocation: { mode: 'require', scope: 'leaf' } } : { revocation: 'off' };
}

/** What OpenSSL looks at beyond RFC 5280: purposes, the peer's names, EdDSA at high levels, the root's signature over itself. */
function ownFindings(
  chain: readonly ChainElement[],
  { line, purpose }: Wishes,
  trustedOnes: readonly (TrustedCertificate & { readonly said: string })[],
): Finding[] {
  const leaf = (chain[0] as ChainElement).certificate;
  const findings: Finding[] = [];
  if (purpose !== undefined)
    chain.forEach(({ certificate, trusted }, index) => {
      const explicit = trusted && trustedOnes.some((one) => one.said === 'named' && one.certificate === certificate);
      if (!explicit && suitability(factsOf(certificate), purpose, index > 0) <= 0)
        findings.push(refuse('purpose-not-allowed', index, 'RFC 5280 4.2.1.12', { expected: purpose }));
    });
  const mismatch = (kind: string, expected: string): void =>
    void findings.push(refuse('peer-name-mismatch', 0, 'RFC 9525', { kind, expected }));
  const [name, mail, address] = ['verify_hostname', 'verify_email', 'verify_ip'].map((option) => optionValue(line, option));
  if (name !== undefined && !hostMatches(leaf, name)) mismatch('dns', name);
  if (mail !== undefined && !mailMatches(leaf, mail)) mismatch('email', mail);
  if (address !== undefined && addressMatches(leaf, address) !== true) mismatch('ip', address);
  const [bits] = levelOf(line);
  chain.forEach(({ certificate }, index) => {
    if (edwardsBits(certificate) < bits) findings.push(refuse('curve-too-small', index, 'RFC 8032', { expected: bits }));
  });
  const root = chain.at(-1)?.certificate;
  if (hasOption(line, 'check_ss_sig') && root !== undefined && sameOpensslName(root.subject, root.issuer)) {
    const { publicKey, signatureAlgorithm, tbs, signature } = root;
    if (!verifySignature(publicKey, signatureAlgorithm, tbs, signature, { algorithms: requestAlgorithms }))
      findings.push(refuse('signature-invalid', chain.length - 1, 'RFC 5280 6.1', {}));
  }
  return findings;
}

/** Bits of security of an Edwards key; of others, which the engine judges, without bound. */
function edwardsBits({ publicKey }: Certificate): number {
  try {
    const { kind } = parsePublicKey(publicKey);
    return kind === 'ed25519' ? 128 : kind === 'ed448' ? 224 : Infinity;
  } catch (error) {
    if (error instanceof PkiError) return Infinity;
    throw error;
  }
}
