/** What a case is, and the chain that all begin with. */
import type { ChainInput } from '../../lib/api/verify.ts';
import type { FindingCode } from '../../lib/path/codes.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { keyNamed, type Made, make, type Recipe } from '../../test/support/chain-kit.ts';

export type Options = Omit<ChainInput, 'leaf' | 'intermediates' | 'anchors' | 'crls' | 'at'> & { readonly at?: number };

export interface Chain {
  readonly root: Made;
  readonly ca: Made;
  readonly leaf: Made;
}

export interface Case {
  readonly id: string;
  readonly what: string;
  readonly chain: Chain;
  readonly intermediates?: readonly Made[];
  readonly anchors?: readonly Made[];
  readonly crls?: readonly CertificateList[];
  readonly options?: Options;
  /** Absent: the chain is good. */
  readonly refused?: readonly [code: FindingCode, index: number];
}

export const cases: Case[] = [];

/** Root, one intermediate, leaf; each with changes. */
export function chain(
  changes: { readonly root?: Partial<Recipe>; readonly ca?: Partial<Recipe>; readonly leaf?: Partial<Recipe> } = {},
): Chain {
  const root = make({ subject: 'CN=Vector Root', ca: true, ...changes.root });
  const ca = make({ subject: 'CN=Vector CA', issuer: root, ca: true, pathLength: 0, ...changes.ca });
  return { root, ca, leaf: make({ subject: 'CN=www', issuer: ca, ...changes.leaf }) };
}

/** The same with keys that the web takes. */
export function webChain(changes: Parameters<typeof chain>[0] = {}): Chain {
  const key = (name: string): Pick<Recipe, 'key'> => ({ key: keyNamed(name, 'ec') });
  return chain({
    root: { ...key('root'), ...changes.root },
    ca: { ...key('ca'), ...changes.ca },
    leaf: { ...key('leaf'), ...changes.leaf },
  });
}

export const good: Chain = chain();

export function accept(id: string, what: string, rest: Partial<Case> = {}): void {
  cases.push({ id, what, chain: good, ...rest });
}

export function refuse(id: string, what: string, refused: readonly [FindingCode, number], rest: Partial<Case> = {}): void {
  cases.push({ id, what, chain: good, refused, ...rest });
}

export const serverName = { kind: 'dns', value: 'www.example.com' } as const;

/** A DNS name. */
export const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
