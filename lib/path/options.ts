/**
 * The caller's wishes, read and checked by name. An option that nobody knows is refused: a misspelt `crl` for `crls` would switch revocation off without a
 * word. So is a value of another type, which would compare as unlimited or match nothing. What the octets of certificates and CRLs hold is none of this.
 */
import { type Oid, oid } from '../asn1/oid.ts';
import { PkiError } from '../base/error.ts';
import { given } from '../base/given.ts';
import { CLIENT_AUTH, CODE_SIGNING, EMAIL_PROTECTION, OCSP_SIGNING, SERVER_AUTH, TIME_STAMPING } from '../oids/purposes.ts';
import { KEY_USAGE_NAMES } from '../x509/extensions/usage.ts';
import { assertPeers } from './identity.ts';
import type { PeerName, Purpose } from './inputs.ts';
import type { PathInput } from './path-input.ts';

type Test = (value: unknown) => boolean;

/** What a value has to be, in words too, and the fields of an object. */
type Wish = readonly [test: Test, wanted: string, fields?: Wishes];
type Wishes = Readonly<Record<string, Wish>>;

const isObject: Test = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFrom0: Test = (value) => typeof value === 'number' && value >= 0;
const isBoolean: Test = (value) => typeof value === 'boolean';

const NUMBER: Wish = [isFrom0, 'a number from 0'];
const BOOLEAN: Wish = [isBoolean, 'true or false'];
const LIST: Wish = [Array.isArray, 'a list'];
/** Judged where it is read. */
const ANY: Wish = [() => true, ''];

const PURPOSES: Readonly<Record<string, Oid>> = {
  serverAuth: SERVER_AUTH,
  clientAuth: CLIENT_AUTH,
  codeSigning: CODE_SIGNING,
  emailProtection: EMAIL_PROTECTION,
  timeStamping: TIME_STAMPING,
  ocspSigning: OCSP_SIGNING,
};

/** Every option; the type sees to it that none is left out. */
const OPTIONS: { readonly [K in keyof Required<PathInput>]: Wish } = {
  leaf: ANY,
  intermediates: LIST,
  anchors: LIST,
  at: [Number.isFinite, 'a number of milliseconds since 1970'],
  profile: [(value) => isObject(value) && Array.isArray((value as { rules?: unknown }).rules), 'a profile'],
  purpose: [(value) => listOf(value).every(isPurpose), 'a purpose by name or identifier, or a list of them'],
  keyUsage: [
    (value) => Array.isArray(value) && value.every((name) => KEY_USAGE_NAMES.includes(name)),
    `a list of ${KEY_USAGE_NAMES.join(', ')}`,
  ],
  peer: ANY,
  policies: [
    isObject,
    'an object',
    {
      initial: [(value) => Array.isArray(value) && value.every(isOid), 'a list of object identifiers'],
      requireExplicit: BOOLEAN,
      inhibitMapping: BOOLEAN,
      inhibitAny: BOOLEAN,
    },
  ],
  strength: [
    isObject,
    'an object',
    {
      minRsaBits: NUMBER,
      maxRsaBits: NUMBER,
      maxRsaExponentBits: NUMBER,
      minEcBits: NUMBER,
      hashes: [(value) => Array.isArray(value) && value.every(isHashName), 'a list of hashes such as SHA-256'],
    },
  ],
  maxDepth: NUMBER,
  anchorConstraints: BOOLEAN,
  isPublicSuffix: [(value) => typeof value === 'function', 'a function'],
  maxPaths: [(value) => typeof value === 'number' && value >= 1, 'a number from 1'],
  budget: [isObject, 'an object', { signatures: NUMBER, steps: NUMBER, comparisons: NUMBER }],
  memo: [
    (value) => typeof (value as { results?: { get?: unknown } } | null)?.results?.get === 'function',
    'what createSignatureMemo makes',
  ],
  statusSources: LIST,
  algorithms: [
    (value) => Array.isArray(value) && value.length > 0 && value.every((item) => Array.isArray(item?.encodings)),
    'a list of signature algorithms that is not empty',
  ],
  crls: LIST,
  ocspResponses: LIST,
  revocation: [
    (value) => typeof value === 'string' || isObject(value),
    'a mode, or an object with one',
    { mode: ANY, scope: ANY, maxAge: NUMBER },
  ],
};

/** Throws `bad-option` for an option that does not exist, and for one of a wrong type; the message names it. */
export function assertOptions(input: PathInput): void {
  if (!isObject(input)) throw new PkiError('bad-option', `the input is an object, not ${show(input)}`);
  assertFields(input, OPTIONS, '');
  for (const name of ['anchors', 'at', 'algorithms'] as const)
    if (input[name] === undefined) throw new PkiError('bad-option', `${name} is missing`);
  assertPeers(peersOf(input));
}

function assertFields(given: object, wishes: Wishes, prefix: string): void {
  for (const [key, value] of Object.entries(given)) {
    const wish = Object.hasOwn(wishes, key) ? wishes[key] : undefined;
    if (wish === undefined)
      throw new PkiError('bad-option', `there is no option ${prefix}${show(key)}, only ${Object.keys(wishes).join(', ')}`);
    const [test, wanted, fields] = wish;
    if (value === undefined) continue;
    if (!test(value)) throw new PkiError('bad-option', `${prefix}${key} is ${wanted}, not ${show(value)}`);
    if (fields !== undefined && isObject(value)) assertFields(value, fields, `${prefix}${key}.`);
  }
}

/** A value in few words. */
function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list with ${show(value[0])}`;
  return isObject(value) ? 'an object' : String(value).slice(0, 60);
}

function isPurpose(value: unknown): boolean {
  return typeof value === 'string' && (Object.hasOwn(PURPOSES, value) || isOid(value));
}

function isOid(value: unknown): boolean {
  try {
    return typeof value === 'string' && oid(value) === value;
  } catch {
    return false;
  }
}

function isHashName(value: unknown): boolean {
  return typeof value === 'string' && /^(?:MD5|SHA-1|SHA3?-[235][0-9]{2}(?:\/[0-9]{3})?)$/.test(value);
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The identifiers of purposes. */
export function purposeOids(purposes: Purpose | readonly Purpose[]): readonly Oid[] {
  return listOf(purposes).map((purpose) => PURPOSES[purpose] ?? oid(purpose));
}

/** The names that the leaf has to carry. */
export function peersOf({ peer = [] }: Pick<PathInput, 'peer'>): readonly PeerName[] {
  return listOf(peer);
}

/** `defaults` with the values given in their place. */
export function override<T extends object>(defaults: T, chosen: Partial<T> | undefined): T {
  return chosen === undefined ? defaults : { ...defaults, ...given(chosen) };
}
