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
import type { PathKnobs, PeerName, PolicyInput, Strength } from './inputs.ts';
import type { Signed, SignatureMemo } from './memo.ts';
import type { PoolEntry } from './pool.ts';
import type { RevocationContext } from './revocation/context.ts';
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
  /** Extensions that the active rules handle. */
  readonly handled: ReadonlySet<Oid>;
  readonly meter: Meter;
  readonly memo: SignatureMemo;
  /** Signatures checked in this judgement, by the signed object and the signer's identity: quicker than the memo, which looks at all octets. */
  readonly checked: WeakMap<Signed, Map<string, boolean>>;
  /** Where the policy rule leaves its result, by path. */
  readonly outcomes: WeakMap<PathView, PolicyOutcome>;
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

/** The newest entry of a path and its position. */
export function newest(path: PathView): { readonly entry: PoolEntry; readonly index: number } {
  const index = path.entries.length - 1;
  return { entry: path.entries[index] as PoolEntry, index };
}
