/**
 * Chains after the manner of x509-limbo: a root, CAs and a leaf of the web, each changed where a test says so, and a table of situations with what is to come of
 * them. Portable.
 */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { SERVER_AUTH } from '../../lib/oids/purposes.ts';
import { type ExtensionType, makeExtension } from '../../lib/x509/extension.ts';
import { subjectAltName } from '../../lib/x509/extensions/alternative-names.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { basicConstraints } from '../../lib/x509/extensions/usage.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { AT, keyNamed, type Made, make, type Recipe } from './chain-kit.ts';

/** A DNS name. */
export const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });

/** A mailbox. */
export const mail = (value: string): GeneralName => ({ kind: 'rfc822Name', value });

/** An address, or an address and a mask. */
export const ip = (...value: number[]): GeneralName => ({ kind: 'iPAddress', value: Uint8Array.from(value) });

/** A directory name in RFC 4514 form. */
export const directory = (text: string): GeneralName => ({ kind: 'directoryName', name: parseName(text) });

/** What is different from the usual certificate of its kind. */
export type Change = Partial<Recipe>;

/** A root with a name of its own. */
export function rootOf(change: Change = {}): Made {
  const key = keyNamed(`root ${change.subject ?? ''}`, 'ec');
  return make({ subject: 'CN=limbo root', ca: true, key, names: [dns('example.com')], ...change });
}

/** A CA below it. */
export function caOf(issuer: Made, change: Change = {}): Made {
  const subject = change.subject ?? `CN=limbo ca below ${issuer.certificate.serialNumber.join('')}`;
  return make({ issuer, ca: true, key: keyNamed(`ca ${subject}`, 'ec'), names: [dns('example.com')], ...change, subject });
}

/** A server's certificate for example.com. */
export function leafOf(issuer: Made, change: Change = {}): Made {
  const without = [basicConstraints as ExtensionType<never>];
  const key = keyNamed('limbo leaf', 'ec');
  return make({ subject: 'CN=example.com', issuer, key, purposes: [SERVER_AUTH], names: [dns('example.com')], without, ...change });
}

/** nameConstraints. */
export const constrain = (permitted: readonly GeneralName[], excluded: readonly GeneralName[] = [], critical = true): Change => {
  const subtrees = (names: readonly GeneralName[]): { base: GeneralName; minimum: number }[] => names.map((base) => ({ base, minimum: 0 }));
  const value = {
    ...(permitted.length > 0 ? { permitted: subtrees(permitted) } : {}),
    ...(excluded.length > 0 ? { excluded: subtrees(excluded) } : {}),
  };
  return { extensions: [makeExtension(nameConstraints, value, { critical })] };
};

/** A subjectAltName that is critical or not. */
export const san = (critical: boolean, ...names: GeneralName[]): Change => ({
  extensions: [makeExtension(subjectAltName, names, { critical })],
});

/** Judged by RFC 5280 rather than by the rules of the web. */
export const rfc5280: Partial<ChainInput> = { profile: 'rfc5280' };

/** `ok`, or code and certificate of every refusal of the path that came farthest. */
export type Case = readonly [what: string, expected: string, chain: () => readonly [...Made[]] | Chain, options?: Partial<ChainInput>];
/** A chain with more in its pool than a list can say. */
export interface Chain {
  readonly leaf: Made;
  readonly intermediates?: readonly Made[];
  readonly anchors: readonly Made[];
}

/** This host is demanded. */
export const dnsPeer = (value: string): Partial<ChainInput> => ({ peer: { kind: 'dns', value } });

/** This address is demanded. */
export const ipPeer = (value: string): Partial<ChainInput> => ({ peer: { kind: 'ip', value } });

/** Root and leaf. */
export function direct(root: Change = {}, leaf: Change = {}): readonly Made[] {
  const anchor = rootOf(root);
  return [leafOf(anchor, leaf), anchor];
}

/** Root, CA and leaf. */
export function through(ca: Change = {}, leaf: Change = {}): readonly Made[] {
  const anchor = rootOf();
  const middle = caOf(anchor, { names: null, ...ca });
  return [leafOf(middle, leaf), middle, anchor];
}

function inputOf(chain: readonly Made[] | Chain, options: Partial<ChainInput>): ChainInput {
  const {
    leaf,
    intermediates = [],
    anchors,
  } = 'leaf' in chain ? chain : { leaf: chain[0] as Made, intermediates: chain.slice(1, -1), anchors: chain.slice(-1) };
  const certificates = (list: readonly Made[]): ChainInput['anchors'] => list.map(({ certificate }) => certificate);
  return {
    leaf: leaf.certificate,
    intermediates: certificates(intermediates) as ChainInput['intermediates'] & {},
    anchors: certificates(anchors),
    at: AT,
    profile: 'webpki',
    ...dnsPeer('example.com'),
    ...options,
  };
}

/** A test for each situation. */
export function itHolds(cases: readonly Case[]): void {
  for (const [what, expected, chain, options = {}] of cases)
    it(`${what}: ${expected}`, () => {
      const verdict = verifyChain(inputOf(chain(), options));
      const found = verdict.findings.filter(({ severity }) => severity === 'error').map(({ code, index }) => `${code}@${index}`);
      if (expected === 'ok') assert.deepEqual(found, []);
      else for (const item of expected.split(' ')) assert.ok(found.includes(item), `${item} is not among ${found.join(', ')}`);
      assert.equal(verdict.ok, expected === 'ok');
    });
}
