/**
 * What a caller says about a chain that is to be judged. The engine takes its clock, its algorithms and nothing else from outside; `lib/api` binds
 * both and gives this its public form.
 */
import type { Instant } from '../asn1/time.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { KeyUsageName } from '../x509/extensions/usage.ts';
import type { Budget } from './budget.ts';
import type { PeerName, PolicyInput, Purpose, RevocationInput, Strength, TrustAnchor } from './inputs.ts';
import type { SignatureMemo } from './memo.ts';
import type { PathProfile } from './profiles.ts';
import type { StatusSource } from './rule.ts';

/** A chain and what is demanded of it; `at` and `algorithms` are always given here. */
export interface PathInput extends RevocationInput {
  readonly leaf: Certificate;
  /** In any order; useless ones are allowed. */
  readonly intermediates?: readonly Certificate[];
  /** Give the same array to every judgement: what was read of a longer one is kept as long as it lives. Octets must not change after they were parsed. */
  readonly anchors: readonly (Certificate | TrustAnchor)[];
  /** Epoch milliseconds, cut to whole seconds. */
  readonly at: Instant;
  /** Default `rfc5280Profile`. */
  readonly profile?: PathProfile;
  /** The leaf must allow all of them; absent: what the profile demands. */
  readonly purpose?: Purpose | readonly Purpose[];
  /** Bits that the leaf's keyUsage, where it has one, must hold. */
  readonly keyUsage?: readonly KeyUsageName[];
  /** All must match. */
  readonly peer?: PeerName | readonly PeerName[];
  readonly policies?: PolicyInput;
  /** Overrides single values of the profile. */
  readonly strength?: Partial<Strength>;
  /** Intermediates between leaf and anchor at most, self-issued ones not counted. */
  readonly maxDepth?: number;
  /** Default true: an anchor that is a certificate is held to its validity, constraints and usage. */
  readonly anchorConstraints?: boolean;
  /** True for a domain under which anybody may register; wildcards directly below one do not match. */
  readonly isPublicSuffix?: (domain: string) => boolean;
  /** Valid paths to look for, the default 1 being the first; `Infinity` for all that the budget reaches. */
  readonly maxPaths?: number;
  readonly budget?: Partial<Budget>;
  readonly memo?: SignatureMemo;
  /** What reads `crls` and `ocspResponses`: `crlSource`, `ocspSource`. Default: none, and neither may be given then. */
  readonly statusSources?: readonly StatusSource[];
  /** The signature algorithms that are known and allowed. */
  readonly algorithms: readonly SignatureAlgorithm[];
}
