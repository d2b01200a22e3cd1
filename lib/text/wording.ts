/**
 * How findings are worded: the pieces that the words of several codes share, and those that need a closer look at the finding and its certificates.
 */
import type { Finding } from '../path/types.ts';
import { ANY_POLICY } from '../oids/extensions.ts';
import { certificateName, keyIdentifiers, otherCarrier, type Scene, whereFrom } from './scene.ts';
import { showObject, showTime, showValue } from './values.ts';

/** Makes words of a finding; the scene tells what certificates are called. */
export type Wording = (finding: Finding, scene: Scene) => string;

/** Words for one code. */
export interface FindingWords {
  /** What is wrong, after the certificate's name and a colon. */
  readonly is: string;
  /** What a person can do about it. */
  readonly todo: string | Wording;
  /** Default: the field `expected`. */
  readonly expected?: Wording;
  /** Default: the field `found`. */
  readonly found?: Wording;
}

/** The validity that the moment of the judgement misses. */
export const validity = (f: Finding): string => `a moment from ${showTime(f['notBefore'])} to ${showTime(f['notAfter'])}`;

/** The algorithm that was found. */
export const algorithm = { found: (f: Finding): string => showObject(f['algorithm']) };

/** The extension that was found, and what is wrong with it. */
export const extension = {
  found: (f: Finding): string =>
    `${showObject(f['extension'])}${f['problem'] === undefined ? '' : `: ${showValue(f['problem'])}${placeOf(f)}`}`,
};

/** The bits of keyUsage that were found. */
export const usages = {
  found: (f: Finding): string => (isEmptyList(f['found']) ? 'a keyUsage without any bit' : showValue(f['found'])),
};

/** A name and the subtrees it violates. */
export const constraint = {
  expected: (f: Finding, scene: Scene): string =>
    `${f['list'] === 'excluded' ? 'none of' : 'one of'} ${showValue(f['bases'])}, as ${certificateName(scene, numberOf(f['by']))} demands`,
  found: (f: Finding): string => showValue(f['name']),
};

/** Names told in advice. */
const MAX_NAMES = 3;

/** What a budget counts. */
export const BUDGET_WORDS: Readonly<Record<string, string>> = {
  signatures: 'units of signature work, one being an RSA-2048 or P-256 verification',
  steps: 'certificates put on paths',
  comparisons: 'comparisons of names with constraints',
};

/** Sizes in bits. */
export function bits(bound: string): Pick<FindingWords, 'expected' | 'found'> {
  return {
    expected: (f) => `${bound} ${showValue(f['expected'])} bits`,
    found: (f) => `${showValue(f['found'])} bits`,
  };
}

/** What to do about a certificate that has ended. */
export function renewal({ index, notAfter }: Finding, scene: Scene): string {
  const end = `it ended at ${showTime(notAfter)}`;
  if (index === 0) return `renew it: ${end}`;
  return scene.path[index]?.from === 'anchors'
    ? `replace this anchor by the CA's current certificate: ${end}`
    : `get the CA's renewed certificate and send it in place of this one: ${end}`;
}

/** Key identifiers tell whether the issuer is another CA of the same name, or the certificate was altered (RFC 5280 4.2.1.1). */
export function adviseOnSignature(f: Finding, scene: Scene): string {
  const { wanted, found } = keyIdentifiers(scene, f.index);
  const issuer = certificateName(scene, f.index + 1);
  if (wanted !== undefined && found !== undefined && wanted !== found)
    return `another CA of this name signed it: get the one whose key identifier is ${wanted}${whereFrom(scene, f.index, 'issuer')}; that of ${issuer} is ${found}`;
  if (wanted !== undefined && wanted === found && f['problem'] !== 'wrong-key-kind')
    return `the key identifiers fit, so ${certificateName(scene, f.index)} was probably altered or damaged: get it anew from where it was issued`;
  return `look for another CA certificate of the same name as ${issuer}: a CA may have several keys; or ${certificateName(scene, f.index)} was altered`;
}

/** What to do about a name that is not there. */
export function adviseOnName(f: Finding, scene: Scene): string {
  const { kind, expected: value, found } = f;
  const known = (['dns', 'ip', 'email', 'uri', 'srv'] as const).find((item) => item === kind);
  const other = known === undefined || typeof value !== 'string' ? undefined : otherCarrier(scene, { kind: known, value });
  if (other !== undefined)
    return `put ${other} first, which carries this name: the certificate to be judged comes first, its issuers behind it`;
  // A wildcard is no name to connect by, and a mailbox not where a host was asked for.
  const hosts =
    (kind === 'dns' || kind === 'ip') && Array.isArray(found) ? found.filter((name: string) => /^(?:DNS|IP):[^*]+$/.test(name)) : [];
  const connect = hosts.length === 0 ? '' : `connect by a name it carries (${firstNames(hosts)}), or `;
  return `${connect}have it issued with ${peerName(f)} in subjectAltName`;
}

/** Policies that are accepted, of which one is enough. */
export function policies(value: Finding[string] | undefined): string {
  return Array.isArray(value) && value.includes(ANY_POLICY) ? 'any policy' : either(value);
}

/** Words from a table, or the value itself where the table has none. */
export function lookUp(table: Readonly<Record<string, string>>, value: Finding[string] | undefined): string {
  const key = String(value);
  return (Object.hasOwn(table, key) ? table[key] : undefined) ?? showValue(value);
}

/** `DNS:www.example.com`: a name that was demanded. */
export function peerName(f: Finding): string {
  const kinds: Readonly<Record<string, string>> = { dns: 'DNS', ip: 'IP', email: 'email', uri: 'URI', srv: 'SRV' };
  return `${kinds[String(f['kind'])] ?? 'name'}:${showValue(f['expected'])}`;
}

/** How many names there are besides those told. */
export function moreThan(f: Finding): string {
  const { count: all, found } = f;
  return typeof all === 'number' && Array.isArray(found) && all > found.length ? ` and ${all - found.length} more` : '';
}

/** The place in the certificate. */
export function placeOf(f: Finding): string {
  return f['place'] === undefined || f['place'] === null || f['place'] === '' ? '' : ` at ${showValue(f['place'])}`;
}

/** A field as a number; NaN where it is none. */
export function numberOf(value: Finding[string] | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

/** `1 intermediate`, `2 intermediates`, `no intermediates`. */
export function count(value: Finding[string] | undefined, what: string): string {
  return `${value === 0 ? 'no' : showValue(value)} ${what}${value === 1 ? '' : 's'}`;
}

/** True for a list without items. */
export function isEmptyList(value: Finding[string] | undefined): boolean {
  return !Array.isArray(value) || value.length === 0;
}

/** The items of a list with `or` between them. */
export function either(value: Finding[string] | undefined): string {
  return Array.isArray(value) && value.length > 0 ? value.map((item: string) => showValue(item)).join(' or ') : showValue(value);
}

/** `at most 2 intermediates`, `no intermediates`. */
export function atMost(value: Finding[string] | undefined, what: string): string {
  return `${value === 0 ? '' : 'at most '}${count(value, what)}`;
}

/** A few names of a list. */
export function firstNames(value: Finding[string] | undefined): string {
  const names = Array.isArray(value) ? value : [];
  return names.length > MAX_NAMES ? `${showValue(names.slice(0, MAX_NAMES))}, ...` : showValue(names);
}
