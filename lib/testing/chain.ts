/**
 * Chains that are wrong on purpose, for tests of what judges chains. A chain is drafted as a good one, changed by its faults, and then made from the anchor
 * down, so that everything but the faults is right. There is no clock and no randomness: the same options give the same octets.
 */
import type { Instant } from '../asn1/time.ts';
import { encodePem } from '../asn1/pem.ts';
import type { ChainInput } from '../api/verify.ts';
import { PkiError } from '../base/error.ts';
import type { Signer } from '../crypto/types.ts';
import type { PrivateKey } from '../keys/types.ts';
import { encodePkcs8 } from '../keys/pkcs8.ts';
import type { Certificate } from '../x509/certificate.ts';
import { DEFAULT_INTERMEDIATES, expectedOf, type ExpectedFinding } from './catalogue.ts';
import { AT, type CertificateRecipe, DAY, makeCertificate, type MadeCertificate } from './certificate.ts';
import { type Bystanders, type ChainDraft, type ChainProfile, positionsOf } from './draft.ts';
import { faults, type FaultKind } from './faults/all.ts';
import { keyNamed, rsaKeyNumber, type TestKeyKind, type TestSigner } from './keys.ts';
import { statusOf } from './status.ts';

/** A fault and the position of the certificate that has it: 0 is the leaf, `intermediates + 1` the anchor. */
export interface ChainFault {
  readonly kind: FaultKind;
  readonly at: number;
}

/** What chain to make. */
export interface ChainOptions {
  /** Default: none, which makes a good chain. They come about in this order: of two that give one certificate different values, the later one has its way. */
  readonly faults?: readonly ChainFault[];
  /** Default 3. */
  readonly intermediates?: number;
  /** What it is judged by; default: `rfc5280`, or `webpki` where a fault is one to the web only. */
  readonly profile?: ChainProfile;
  /** Kind of every key; default `ec`, which every profile takes. */
  readonly keys?: TestKeyKind;
  /** Another seed gives other keys; there are only six of RSA. */
  readonly seed?: string;
  /** The moment of the judgement in epoch milliseconds, cut to whole seconds; default 2026-06-01. */
  readonly at?: Instant;
  /** The peer, a host of three labels at least; default `www.example.com`. */
  readonly host?: string;
  /** Gives CRLs and asks for the status of the chain, whether a fault needs it or not. */
  readonly crls?: boolean;
  /** The same with OCSP responses in place of CRLs, but where a fault is one of a CRL. */
  readonly ocsp?: boolean;
}

/** A chain as PEM, for programs. */
export interface ChainPem {
  readonly leaf: string;
  /** What a server sends besides: one block after the other, empty where there is none. */
  readonly intermediates: string;
  readonly anchors: string;
  readonly crls: string;
  /** PKCS#8 of the leaf's key, as far as somebody has it. */
  readonly key: string | undefined;
}

/** A chain that was made. */
export interface TestChain {
  /** For `verifyChain`: the certificates, and all that is demanded of them. */
  readonly input: ChainInput & { readonly at: Instant };
  /** The path that was meant, by position; with what the input does not give, too. */
  readonly path: readonly Certificate[];
  /** Private keys, by position. */
  readonly keys: readonly (PrivateKey | undefined)[];
  /** A finding for each of the faults that the profile refuses. The chain is good where there is none. */
  readonly expected: readonly ExpectedFinding[];
  /** The same as text. */
  readonly pem: ChainPem;
}

/** Every option; the type sees to it that none is left out. */
const OPTIONS: Readonly<Record<keyof ChainOptions, true>> = {
  faults: true,
  intermediates: true,
  profile: true,
  keys: true,
  seed: true,
  at: true,
  host: true,
  crls: true,
  ocsp: true,
};

/**
 * Makes a chain with faults. Throws `bad-option` for a fault that there is not, or that has no meaning at its position, and for an option that there is not: a
 * misspelt `fault` for `faults` would make a good chain.
 *
 * ```ts
 * import { verifyChain } from 'certwright';
 * import { makeChain } from 'certwright/testing';
 * if (!verifyChain(makeChain().input).ok) throw new Error('a good chain');
 * const { input, expected } = makeChain({ faults: [{ kind: 'expired', at: 2 }] });
 * const verdict = verifyChain(input);
 * if (verdict.ok || verdict.reason.code !== expected[0]?.code || verdict.reason.index !== 2) throw new Error('not explained');
 * ```
 */
export function makeChain(options: ChainOptions = {}): TestChain {
  assertKnown(options);
  const wanted = options.faults ?? [];
  const draft = draftOf(options);
  for (const { kind, at } of wanted) {
    assertMeaningful(kind, at, draft.top);
    faults[kind].apply(draft, at);
  }
  const profile = options.profile ?? (wanted.some(({ kind }) => faults[kind].profile === 'webpki') ? 'webpki' : 'rfc5280');
  const made = makeAll(draft);
  const refused = wanted.filter(({ kind }) => (faults[kind].profile ?? profile) === profile);
  const input = inputOf(draft, made, profile);
  const keys = made.map(({ key }) => ('privateKey' in key ? (key as TestSigner).privateKey : undefined));
  return {
    input,
    path: made.map(({ certificate }) => certificate),
    keys,
    expected: refused.map(({ kind, at }) => expectedOf(kind, at)),
    pem: pemOf(input, keys[0]),
  };
}

function assertKnown(options: ChainOptions): void {
  const strange = Object.keys(options).find((name) => !Object.hasOwn(OPTIONS, name));
  if (strange !== undefined) throw new PkiError('bad-option', `there is no option ${strange}, only ${Object.keys(OPTIONS).join(', ')}`);
  const { profile = 'rfc5280', faults: wanted = [] } = options;
  if (profile !== 'rfc5280' && profile !== 'webpki')
    throw new PkiError('bad-option', `no profile is called ${profile as string}, there are rfc5280 and webpki`);
  if (!Array.isArray(wanted)) throw new PkiError('bad-option', 'faults is a list of {kind, at}');
}

function assertMeaningful(kind: FaultKind, at: number, top: number): void {
  if (!Object.hasOwn(faults, kind)) throw new PkiError('bad-option', `no fault is called ${kind}, describeFaults lists them`);
  const positions = positionsOf(faults[kind].where, top);
  if (!positions.includes(at))
    throw new PkiError(
      'bad-option',
      `the fault ${kind} has no meaning at position ${at} of ${top + 1}, only at ${positions.join(', ') || 'none'}`,
    );
}

/** A good chain. */
function draftOf({
  intermediates = DEFAULT_INTERMEDIATES,
  keys = 'ec',
  seed = 'chain',
  at = AT,
  host = 'www.example.com',
  crls,
  ocsp,
}: ChainOptions): ChainDraft {
  if (!Number.isInteger(intermediates) || intermediates < 0)
    throw new PkiError('bad-option', `intermediates is a number from 0, not ${intermediates}`);
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+){2,}$/.test(host))
    throw new PkiError('bad-option', `host is a DNS name of three labels at least in lower case, not ${host}`);
  if (!Number.isFinite(at)) throw new PkiError('bad-option', `at is a number of milliseconds since 1970, not ${at}`);
  const top = intermediates + 1;
  const positions = Array.from({ length: top + 1 }, (_, position) => position);
  return {
    at: Math.floor(at / 1000) * 1000,
    host,
    top,
    demands: { peer: { kind: 'dns', value: host } },
    subjects: positions.map(
      (position) => `CN=${position === 0 ? host : position === top ? 'Test Root' : `Test CA ${position}`},O=certwright test`,
    ),
    keys: positions.map((position) => (keys === 'rsa' ? rsaKeyNumber(position) : keyNamed(`${seed} ${position}`, keys))),
    recipes: positions.map(() => ({})),
    selfSigned: new Set([top]),
    withheld: new Set(),
    bystanders: [],
    crls: positions.map(() => []),
    crlsWithheld: new Set(),
    ocsp: positions.map(() => []),
    byOcsp: new Set(ocsp === true ? positions.slice(0, -1) : []),
    ...(crls === true || ocsp === true ? { revocation: 'chain' } : {}),
  };
}

/** The certificates by position, made from the anchor down. */
function makeAll(draft: ChainDraft): readonly MadeCertificate[] {
  const made: MadeCertificate[] = [];
  for (let position = draft.top; position >= 0; position--) {
    const issuer = draft.selfSigned.has(position) ? undefined : made[position + 1];
    made[position] = makeCertificate({ ...usualRecipe(draft, position), ...(issuer && { issuer }), ...draft.recipes[position] });
  }
  return made;
}

function usualRecipe({ at, host, subjects, keys }: ChainDraft, position: number): CertificateRecipe {
  const usual = { subject: subjects[position] ?? '', key: keys[position] as Signer<Uint8Array> };
  return position === 0
    ? { ...usual, names: [{ kind: 'dNSName', value: host }], notBefore: at - 30 * DAY, notAfter: at + 60 * DAY }
    : { ...usual, ca: true, notBefore: at - 100 * DAY, notAfter: at + 1000 * DAY };
}

function inputOf(draft: ChainDraft, made: readonly MadeCertificate[], profile: ChainProfile): TestChain['input'] {
  const { at, top, demands, withheld } = draft;
  const beside = draft.bystanders.map((make) => make(made));
  const given = (from: number, to: number, list: keyof Bystanders): readonly Certificate[] =>
    [...made.slice(from, to).filter((_, index) => !withheld.has(from + index)), ...beside.flatMap((item) => item[list] ?? [])].map(
      ({ certificate }) => certificate,
    );
  return {
    leaf: (made[0] as MadeCertificate).certificate,
    intermediates: given(1, top, 'intermediates'),
    anchors: given(top, top + 1, 'anchors'),
    at,
    profile,
    purpose: 'serverAuth',
    ...demands,
    ...statusOf(draft, made),
  };
}

function pemOf({ leaf, intermediates = [], anchors, crls = [] }: ChainInput, key: PrivateKey | undefined): ChainPem {
  const all = (label: string, list: readonly object[]): string =>
    list.map((item) => ('der' in item ? encodePem(label, item.der as Uint8Array) : '')).join('');
  return {
    leaf: all('CERTIFICATE', [leaf]),
    intermediates: all('CERTIFICATE', intermediates),
    anchors: all('CERTIFICATE', anchors),
    crls: all('X509 CRL', crls),
    key: key === undefined ? undefined : encodePem('PRIVATE KEY', encodePkcs8(key)),
  };
}
