/**
 * A rule: one thing that RFC 5280 section 6 or a profile demands. The engine runs them, cheap ones first, each time a certificate is put on a path, and
 * those about the whole path when it has reached an anchor. A critical extension is accepted only if a rule that runs declares that it handles it, so that
 * "known" cannot drift from "enforced".
 */
import type { Oid } from '../asn1/oid.ts';
import type { Instant } from '../asn1/time.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';
import type { KeyUsageName } from '../x509/extensions/usage.ts';
import type { Meter } from './budget.ts';
import type { PathKnobs, PeerName, PolicyInput, RevocationInput, RevocationPolicy, Strength } from './inputs.ts';
import type { Signed, SignatureMemo } from './memo.ts';
import type { Pool, PoolEntry } from './pool.ts';
import type { Finding, PolicyOutcome } from './types.ts';

/** A path while it grows: leaf first. */
export interface PathView {
  readonly entries: readonly PoolEntry[];
  /** The last entry is an anchor and the path complete. */
  readonly anchored: boolean;
}

/** What every rule may look at. */
export interface RuleContext {
  /** Epoch milliseconds, whole seconds. */
  readonly at: Instant;
  readonly profile: PathKnobs;
  readonly strength: Strength;
  /** Purposes the leaf must allow. */
  readonly purposes: readonly Oid[];
  readonly keyUsage: readonly KeyUsageName[];
  readonly peers: readonly PeerName[];
  readonly maxDepth: number | undefined;
  readonly anchorConstraints: boolean;
  readonly policies: PolicyInput;
  readonly isPublicSuffix: ((domain: string) => boolean) | undefined;
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly revocation: RevocationContext;
  readonly pool: Pool;
  /** Who judges the signers of CRLs and OCSP responses, once one was met; the same object in all copies of a context. */
  readonly kept: { signers?: Signers };
  /** The rules that run, in their order. */
  readonly rules: readonly Rule[];
  /** Extensions that are given their effect by nobody of them but by the one who asks. */
  readonly understood: readonly Oid[];
  readonly meter: Meter;
  readonly memo: SignatureMemo;
  /** Signatures checked in this judgement, by the signed object and the signer: quicker than the memo, which looks at all octets. */
  readonly checked: Map<Signed, Map<PoolEntry, boolean>>;
  /** Findings that do not depend on the position, by entry, role and the position of the rule. */
  readonly judged: Map<PoolEntry, (readonly Finding[] | undefined)[][]>;
  /** Where the policy rule leaves its result, by path. */
  readonly outcomes: Map<PathView, PolicyOutcome>;
}

/** One demand. */
export interface Rule {
  readonly id: string;
  readonly rfc: string;
  /** Critical extensions that this rule gives their effect. */
  readonly handles: readonly Oid[];
  /**
   * `certificate`: the newest certificate by itself (and by its being leaf, CA or anchor). `position`: the newest certificate with those below it. `key`: the
   * newest entry's key, which an anchor without a certificate has too. `link`: the newest entry's key with the certificate below it. `limit`: the length of
   * the path so far. `path`: the whole, when it has reached its anchor.
   */
  readonly about: 'certificate' | 'position' | 'key' | 'link' | 'limit' | 'path';
  check(path: PathView, context: RuleContext): readonly Finding[];
}

/** A certificate of a complete path whose status is asked for. */
export interface StatusQuestion {
  readonly path: PathView;
  /** Position of the certificate in the path; findings about it carry this index. */
  readonly index: number;
  readonly entry: PoolEntry;
  /** Its issuer on the path. */
  readonly issuer: PoolEntry;
  /** False where the issuer is an anchor whose extensions are not looked at. */
  readonly constrained: boolean;
}

/** What a source knows of a certificate's status. */
export interface StatusAnswer {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** `revoked`: the revocations. Else: what the source has and could not use, and why. */
  readonly findings: readonly Finding[];
}

/** A source of status information that has read the input. */
export interface OpenSource {
  ask(question: StatusQuestion, context: RuleContext): StatusAnswer;
}

/** A way of learning whether certificates are revoked. Which ones there are is the caller's choice, like the algorithms: each weighs on a bundle. */
export interface StatusSource {
  /** The input that it reads. */
  readonly reads: 'crls' | 'ocspResponses';
  /** Reads the input once per judgement. Throws `PkiError` for misuse. */
  open(input: RevocationInput): OpenSource;
}

/** What the revocation rule works with. */
export interface RevocationContext {
  readonly policy: Required<Pick<RevocationPolicy, 'mode' | 'scope'>> & Pick<RevocationPolicy, 'maxAge'>;
  /** How many CRLs and OCSP responses there are. */
  readonly given: number;
  readonly sources: readonly OpenSource[];
  /** How the signers of CRLs are judged, where that is another way. */
  readonly ofSigners?: RevocationContext;
}

/** What is demanded of the certificate of a CRL or OCSP signer. */
export interface SignerDemands {
  readonly keyUsage: readonly KeyUsageName[];
  readonly purposes: readonly Oid[];
  /** Extensions that the one who asks gives their effect, where they are critical. */
  readonly understood?: readonly Oid[];
  /** False for an OCSP responder whose CA vouches for it (id-pkix-ocsp-nocheck, RFC 6960 4.2.2.2.1). */
  readonly unrevoked: boolean;
  /** Whose names may stand above the signer; absent: anybody's. */
  readonly above?: readonly PoolEntry[];
}

/** Those who sign CRLs and OCSP responses with a certificate of their own (RFC 5280 6.3.3 (f), RFC 6960 4.2.2.2). */
export interface Signers {
  /** True where the signer is whom the question is about, or somebody that the answer is wanted for: its word vouches for nobody. */
  isConcerned(signer: PoolEntry, question: StatusQuestion): boolean;
  /**
   * Judges a signer's certificate and its path, revocation included, up to the anchor of the question's path (RFC 5280 6.3.3 (f) wants the same one).
   * Gives the errors, none where the signer may be relied on.
   */
  judge(signer: PoolEntry, question: StatusQuestion, demands: SignerDemands, context: RuleContext): readonly Finding[];
}

/** The newest entry of a path and its position. */
export function newest(path: PathView): { readonly entry: PoolEntry; readonly index: number } {
  const index = path.entries.length - 1;
  return { entry: path.entries[index] as PoolEntry, index };
}
