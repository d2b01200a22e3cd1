/** A chain before it is made: a good one, as numbers and texts, which faults then change. */
import type { Instant } from '../asn1/time.ts';
import type { Signer } from '../crypto/types.ts';
import type { FindingCode } from '../path/codes.ts';
import type { PeerName, PolicyInput } from '../path/inputs.ts';
import type { CertificateRecipe, MadeCertificate } from './certificate.ts';
import type { CrlRecipe } from './crl.ts';
import type { OcspRecipe } from './ocsp.ts';

/** What a chain is judged by. */
export type ChainProfile = 'rfc5280' | 'webpki';

/** Certificates that are given besides the path. */
export interface Bystanders {
  readonly intermediates?: readonly MadeCertificate[];
  readonly anchors?: readonly MadeCertificate[];
}

/** What is demanded of the chain. */
export interface Demands {
  peer?: PeerName;
  policies?: PolicyInput;
}

/** A certificate that an OCSP response is about, with its key, and its issuer. */
export interface OcspSubject extends MadeCertificate {
  readonly issuer: MadeCertificate;
}

/** Changes of an OCSP response. */
export interface OcspChanges extends Partial<OcspRecipe> {
  /** Other octets in its place. */
  readonly octets?: Uint8Array;
  /** The nonce that the caller says to have asked with. */
  readonly wantedNonce?: Uint8Array;
}

/** A chain to be made. Lists are by position: the leaf is 0, the anchor `top`. */
export interface ChainDraft {
  readonly at: Instant;
  readonly host: string;
  readonly top: number;
  readonly demands: Demands;
  readonly subjects: string[];
  readonly keys: Signer<Uint8Array>[];
  /** Changes of the usual recipe. */
  readonly recipes: Partial<CertificateRecipe>[];
  /** Positions whose certificate is signed with its own key. */
  readonly selfSigned: Set<number>;
  /** Positions whose certificate is not given. */
  readonly withheld: Set<number>;
  readonly bystanders: ((made: readonly MadeCertificate[]) => Bystanders)[];
  /** Changes of the CRL that speaks of a position, given its serial number. */
  readonly crls: ((serialNumber: Uint8Array) => Partial<CrlRecipe>)[][];
  /** Positions of whose status no CRL speaks. */
  readonly crlsWithheld: Set<number>;
  /** Changes of the OCSP response about a position. */
  readonly ocsp: ((subject: OcspSubject) => OcspChanges)[][];
  /** Positions of whose status an OCSP response speaks, and no CRL. */
  readonly byOcsp: Set<number>;
  /** Certificates whose status is asked for; absent: nobody's, and neither CRLs nor responses are given. */
  revocation?: 'chain' | 'chain-and-anchor';
}

/** Where a fault has a meaning. */
export type Where =
  | 'anywhere'
  | 'leaf'
  | 'anchor'
  /** The leaf and the anchor. */
  | 'ends'
  /** All but the anchor: somebody on the path issued it. */
  | 'below-anchor'
  /** All that an intermediate issued. */
  | 'below-intermediate'
  /** All but the leaf. */
  | 'issuers'
  | 'intermediates'
  /** Issuers with an intermediate below them. */
  | 'upper-issuers';

/** One way for a chain to be wrong. */
export interface Fault {
  /** One sentence. */
  readonly what: string;
  /** Section of the standard that forbids it. */
  readonly rfc: string;
  readonly where: Where;
  /** The finding it is refused with. */
  readonly code: FindingCode;
  /** Position of the certificate that the finding names, counted from the fault's. */
  readonly offset?: -1 | 1;
  /** Absent: every profile refuses it. */
  readonly profile?: ChainProfile;
  readonly apply: (draft: ChainDraft, at: number) => void;
}

/** The positions of a fault in a chain whose anchor is at `top`. */
export function positionsOf(where: Where, top: number): readonly number[] {
  const all = Array.from({ length: top + 1 }, (_, position) => position);
  const meant: Readonly<Record<Where, (position: number) => boolean>> = {
    anywhere: () => true,
    leaf: (position) => position === 0,
    anchor: (position) => position === top,
    ends: (position) => position === 0 || position === top,
    'below-anchor': (position) => position < top,
    'below-intermediate': (position) => position < top - 1,
    issuers: (position) => position > 0,
    intermediates: (position) => position > 0 && position < top,
    'upper-issuers': (position) => position > 1,
  };
  return all.filter(meant[where]);
}

/** Changes the recipe at a position; an extension takes the place of an earlier change to the same one. */
export function change(draft: ChainDraft, at: number, changes: Partial<CertificateRecipe>): void {
  const old = draft.recipes[at] ?? {};
  const added = changes.extensions ?? [];
  const kept = (old.extensions ?? []).filter((extension) => !added.some((other) => other.oid === extension.oid));
  draft.recipes[at] = { ...old, ...changes, extensions: [...kept, ...added] };
}

/** The key that signs the certificate at a position. */
export function issuerKey(draft: ChainDraft, at: number): Signer<Uint8Array> {
  return draft.keys[Math.min(at + 1, draft.top)] as Signer<Uint8Array>;
}

/** Changes the CRL that speaks of a position; the status of the chain is then asked for, the anchor's only where it is the position. */
export function changeCrl(draft: ChainDraft, at: number, changes: (serialNumber: Uint8Array) => Partial<CrlRecipe>): void {
  draft.crls[at]?.push(changes);
  askStatus(draft, at);
}

/** Changes the OCSP response that speaks of a position in place of a CRL; the status of the chain is then asked for. */
export function changeOcsp(draft: ChainDraft, at: number, changes: (subject: OcspSubject) => OcspChanges): void {
  draft.ocsp[at]?.push(changes);
  askStatus(draft, at);
  draft.byOcsp.add(at);
}

/** Has the status of the chain asked for, of its anchor too where it is at `at`, of which a CRL speaks. */
export function askStatus(draft: ChainDraft, at: number): void {
  draft.byOcsp.delete(at);
  if (at === draft.top) draft.revocation = 'chain-and-anchor';
  else draft.revocation ??= 'chain';
}
