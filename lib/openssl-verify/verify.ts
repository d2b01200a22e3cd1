/**
 * X509_verify_cert of OpenSSL 3.0 (crypto/x509/x509_vfy.c), check by check in its order: the leaf's key, the chain, extensions, security level, CRLs, signatures and
 * dates from the anchor down, name constraints. The first error ends it, unless a callback lets it go on.
 *
 * Left out: DANE, Suite B, policies (TLS asks for none; `checkPolicies` brings them), resources of RFC 3779 (a leaf with any is refused), proxy certificates (refused, as TLS refuses them), a
 * sent chain that is preferred to the trusted certificates.
 */
import type { Instant } from '../asn1/time.ts';
import { fromLatin1 } from '../base/bytes.ts';
import type { Finding, PathElement, PolicyOutcome, Verdict, Work } from '../path/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { CertificateList } from '../x509/crl.ts';
import type { TrustedCertificate } from '../x509/trusted-certificate.ts';
import { buildChain } from './build.ts';
import { checkNameConstraints } from './constraints.ts';
import type { Candidate, Failure, VerifyContext, VerifyFlags } from './context.ts';
import { checkRevocation } from './crl/crl.ts';
import { verifyErrorWords } from './errors.ts';
import { checkExtensions } from './extensions.ts';
import { factsOf } from './facts.ts';
import { checkLeafKey, checkSecurityLevel } from './security.ts';
import { checkSignatures } from './signatures.ts';
import type { OpensslVerifyInput, OpensslVersion, PurposeName, SecurityLevel } from './types.ts';

/** A judgement with everything that the command `openssl verify` can ask for. */
export interface VerifyRequest {
  readonly leaf: Certificate;
  readonly sent: readonly Certificate[];
  readonly trusted: readonly (Certificate | TrustedCertificate)[];
  /** The trusted ones are no store (X509_STORE_CTX_set0_trusted_stack): the path of a CRL's issuer does not see them. */
  readonly trustedStack?: boolean | undefined;
  /** Undefined: none is asked for. */
  readonly crls?: readonly CertificateList[] | undefined;
  /** CRLs of the trusted store, for `openssl verify` has others of its own. */
  readonly storedCrls?: readonly CertificateList[] | undefined;
  /** Undefined: no time is checked. */
  readonly at: Instant | undefined;
  readonly purpose?: PurposeName | undefined;
  readonly securityLevel: SecurityLevel;
  readonly openssl?: OpensslVersion | undefined;
  readonly flags?: VerifyFlags | undefined;
  /** Default 100. */
  readonly depth?: number | undefined;
  /**
   * The verify callback: true where the judgement goes on in spite of an error. Absent: the first one ends it. `crlPath`: the chain is that of a CRL's issuer beside
   * the path.
   */
  readonly overrides?: ((failure: Failure, chain: readonly Candidate[], crlPath: boolean) => boolean) | undefined;
  /** The name of the peer (check_id), behind the security level. */
  readonly checkPeer?: ((context: VerifyContext) => boolean) | undefined;
  /** Policies (check_policy), at the end. */
  readonly checkPolicies?: ((context: VerifyContext) => boolean) | undefined;
}

/** What came out: good where there is no failure. */
export interface VerifyRun {
  readonly failures: readonly Failure[];
  /** Leaf first, as far as it was built. */
  readonly chain: readonly Candidate[];
  readonly work: Work;
}

/** Certificates between leaf and anchor that OpenSSL takes where nobody says otherwise. */
const DEFAULT_DEPTH = 100;

/** Judges a chain and tells every error a callback would be told. */
export function runVerify(request: VerifyRequest): VerifyRun {
  const work = { signatures: 0, steps: 0, comparisons: 0 };
  const { failures, chain } = run(request, work, true);
  return { failures, chain, work };
}

/** `outermost` is false for the issuer of a CRL, whose own CRLs are looked up and not those of their issuers. */
function run(
  request: VerifyRequest,
  work: Record<keyof Work, number>,
  outermost: boolean,
): Omit<VerifyRun, 'work'> & { readonly ended: boolean } {
  const { openssl = '3.0', overrides } = request;
  const failures: Failure[] = [];
  const candidates = (certificates: readonly (Certificate | TrustedCertificate)[], from: PathElement['from']): Candidate[] =>
    certificates.map((one, index) => {
      const { certificate, trust } = 'certificate' in one ? one : { certificate: one, trust: undefined };
      const candidate = { facts: factsOf(certificate, openssl), place: { from, index } };
      return trust === undefined ? candidate : { ...candidate, trust };
    });
  const chain = candidates([request.leaf], 'leaf');
  const context: VerifyContext = {
    openssl,
    at: request.at,
    securityLevel: request.securityLevel,
    purpose: request.purpose,
    flags: request.flags ?? {},
    depth: request.depth ?? DEFAULT_DEPTH,
    crls: outermost || request.flags?.crlCheck !== 'leaf' ? request.crls : undefined,
    ...(request.storedCrls === undefined ? {} : { storedCrls: request.storedCrls }),
    ...(outermost ? { anchorOf: (issuer: Candidate) => anchorOf(request, work, issuer, failures) } : {}),
    trusted: withoutDuplicates(candidates(request.trusted, 'anchors')),
    sent: candidates(request.sent, 'intermediates'),
    chain,
    goOn(failure) {
      failures.push(failure);
      return overrides?.(failure, chain, !outermost) ?? false;
    },
    abort(failure) {
      failures.push(failure);
      return false;
    },
    count: (kind) => void work[kind]++,
  };
  const checks: readonly (((context: VerifyContext) => boolean) | undefined)[] = [
    checkLeafKey,
    buildChain,
    checkExtensions,
    checkSecurityLevel,
    request.checkPeer,
    checkLeafParameters,
    checkRevocation,
    checkSignatures,
    checkNameConstraints,
    checkResources,
    request.checkPolicies,
  ];
  const ended = !checks.every((check) => check?.(context) ?? true);
  return { failures, chain, ended };
}

/** check_crl_path: the anchor of a CRL's issuer; what is wrong with its chain is told as any error. */
function anchorOf(
  request: VerifyRequest,
  work: Record<keyof Work, number>,
  { facts }: Candidate,
  failures: Failure[],
): Candidate | undefined {
  const trusted = request.trustedStack === true ? [] : request.trusted;
  const inner = run({ ...request, leaf: facts.certificate, trusted, purpose: 'crlsign', checkPolicies: undefined }, work, false);
  failures.push(...inner.failures);
  return inner.ended ? undefined : inner.chain[inner.chain.length - 1];
}

/** X509_get_pubkey_parameters, which wants the leaf's key at every level; its failure is no error of its own. */
function checkLeafParameters(context: VerifyContext): boolean {
  const { chain, openssl } = context;
  if (openssl === '1.1.1' || chain[0]?.facts.key !== undefined) return true;
  return context.abort({ code: 'unspecified', depth: 0 });
}

/** X509v3_addr_validate_path asks about the leaf's resources only; what is not compared here is refused. */
function checkResources(context: VerifyContext): boolean {
  return context.chain[0]?.facts.resources !== true || context.goOn({ code: 'unnested-resource', depth: 0 });
}

/** A store holds a certificate once, with the settings it came with first. */
function withoutDuplicates(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ facts }) => {
    const octets = fromLatin1(facts.certificate.der);
    const isNew = !seen.has(octets);
    seen.add(octets);
    return isNew;
  });
}

const NO_POLICIES: PolicyOutcome = { userConstrained: [], authorityConstrained: [], explicit: false };

/**
 * Judges a chain as OpenSSL does when a peer of TLS sends it: the verdict's reason names the first error (`code`: its X509_V_ERR in kebab-case, `number`, `text`,
 * and `index`: its depth). Never throws for what certificates and CRLs hold.
 *
 * ```ts
 * import { verifyLikeOpenssl } from 'certwright/openssl-verify';
 * import { AT, makeCertificate } from 'certwright/testing';
 * const ca = makeCertificate({ subject: 'CN=CA', ca: true });
 * const leaf = makeCertificate({ subject: 'CN=alice', issuer: ca, notAfter: AT - 1000 });
 * const verdict = verifyLikeOpenssl({ leaf: leaf.certificate, anchors: [ca.certificate], purpose: 'clientAuth', at: AT });
 * if (verdict.ok || verdict.reason.code !== 'cert-has-expired') throw new Error('an expired certificate was taken');
 * ```
 */
export function verifyLikeOpenssl(input: OpensslVerifyInput): Verdict {
  const { leaf, intermediates = [], anchors, crls, purpose, at, securityLevel = 1, openssl } = input;
  const { failures, chain, work } = runVerify({
    leaf,
    sent: intermediates,
    trusted: anchors,
    crls,
    at,
    purpose: purpose === undefined ? undefined : purpose === 'clientAuth' ? 'sslclient' : 'sslserver',
    securityLevel,
    openssl,
  });
  const path = chain.map(({ place }) => place);
  const [first] = failures;
  if (first === undefined) return { ok: true, path, paths: [path], policies: NO_POLICIES, findings: [], work };
  const reason = findingOf(first);
  return { ok: false, reason, attempts: [{ path, findings: [reason] }], findings: [], work };
}

function findingOf(failure: Failure): Finding {
  const { depth, ...fields } = failure;
  return {
    ...fields,
    code: failure.code,
    severity: 'error',
    index: depth,
    rfc: 'OpenSSL X509_verify_cert',
    ...verifyErrorWords(failure.code),
  };
}
