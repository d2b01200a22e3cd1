/**
 * Constraints against oracles written from the text of RFC 5280 4.2.1.10 alone. First every combination that BetterTLS asks about: DNS names and addresses
 * permitted and excluded by a CA, in the leaf's subjectAltName and common name, and demanded; common names count nowhere. Then random DNS names with wildcards,
 * where a wildcard is the set of the hosts it stands for.
 */
import assert from 'node:assert/strict';
import { verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { isInSubtree, readConstrainedName, readConstraintBase } from '../../lib/path/constraints/match.ts';
import { matchesReference, readReference } from '../../lib/path/identity.ts';
import { createSignatureMemo } from '../../lib/path/memo.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { type GeneralSubtree, type NameConstraints, nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { AT, keyNamed, type Made, make } from '../support/chain-kit.ts';
import { seededRandom } from '../support/random.ts';

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const ip = (...value: number[]): GeneralName => ({ kind: 'iPAddress', value: Uint8Array.from(value) });

/** Nothing, what suits the peer, what does not. */
type Choice = 0 | 1 | 2;
const CHOICES: readonly Choice[] = [0, 1, 2];

const HOSTS = [undefined, 'test.localhost', 'bad.example.com'] as const;
const TREES = [undefined, 'localhost', 'example.com'] as const;
const ADDRESSES = [undefined, [127, 0, 0, 1], [1, 1, 1, 1]] as const;
const NETWORKS = [undefined, [127, 0, 0, 0, 255, 255, 255, 0], [1, 1, 1, 0, 255, 255, 255, 0]] as const;

interface Limits {
  readonly dnsPermitted: Choice;
  readonly ipPermitted: Choice;
  readonly dnsExcluded: Choice;
  readonly ipExcluded: Choice;
}

/** Whether a name of this choice may stand below: hosts and networks of one choice belong together, of different ones not. */
function mayStand(name: Choice, permitted: Choice, excluded: Choice): boolean {
  return name === 0 || ((permitted === 0 || permitted === name) && excluded !== name);
}

const root = make({ subject: 'CN=local root', ca: true });

function caOf({ dnsPermitted, ipPermitted, dnsExcluded, ipExcluded }: Limits): Made {
  const trees = (host: string | undefined, network: readonly number[] | undefined): GeneralSubtree[] => [
    ...(host === undefined ? [] : [{ base: dns(host), minimum: 0 }]),
    ...(network === undefined ? [] : [{ base: ip(...network), minimum: 0 }]),
  ];
  const permitted = trees(TREES[dnsPermitted], NETWORKS[ipPermitted]);
  const excluded = trees(TREES[dnsExcluded], NETWORKS[ipExcluded]);
  const value: NameConstraints = { ...(permitted.length > 0 ? { permitted } : {}), ...(excluded.length > 0 ? { excluded } : {}) };
  const extensions = permitted.length + excluded.length > 0 ? [makeExtension(nameConstraints, value)] : [];
  return make({ subject: 'CN=local CA', issuer: root, key: keyNamed('local CA'), ca: true, extensions });
}

describe('property: name constraints', function () {
  this.timeout(120_000);

  it('DNS names and addresses, permitted and excluded, in leaves of every kind', () => {
    const memo = createSignatureMemo({ max: 1000 });
    const limits = CHOICES.flatMap((dnsPermitted) =>
      CHOICES.flatMap((ipPermitted) =>
        CHOICES.flatMap((dnsExcluded) => CHOICES.map((ipExcluded): Limits => ({ dnsPermitted, ipPermitted, dnsExcluded, ipExcluded }))),
      ),
    );
    const cas = limits.map((limit) => ({ limit, ca: caOf(limit) }));
    const issuer = cas[0]?.ca as Made;
    let accepted = 0;
    let judged = 0;
    for (const commonName of [undefined, ...HOSTS.slice(1), '127.0.0.1', '1.1.1.1'])
      for (const host of CHOICES)
        for (const address of CHOICES) {
          const names = [
            ...(HOSTS[host] === undefined ? [] : [dns(HOSTS[host])]),
            ...(ADDRESSES[address] === undefined ? [] : [ip(...ADDRESSES[address])]),
          ];
          const subject = commonName === undefined ? 'O=Names' : `CN=${commonName},O=Names`;
          const leaf = make({ subject, issuer, key: keyNamed('names leaf'), names: names.length === 0 ? null : names });
          for (const { limit, ca } of cas)
            for (const kind of ['dns', 'ip'] as const) {
              const demanded = kind === 'dns' ? host : address;
              const within =
                mayStand(host, limit.dnsPermitted, limit.dnsExcluded) && mayStand(address, limit.ipPermitted, limit.ipExcluded);
              const verdict = verifyChain({
                leaf: leaf.certificate,
                intermediates: [ca.certificate],
                anchors: [root.certificate],
                at: AT,
                purpose: 'serverAuth',
                peer: { kind, value: kind === 'dns' ? 'test.localhost' : '127.0.0.1' },
                memo,
              });
              const found = verdict.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
              const expected = [...(demanded === 1 ? [] : ['peer-name-mismatch']), ...(within ? [] : ['name-constraint-violated'])];
              assert.deepEqual(found, expected, JSON.stringify({ commonName, host, address, limit, kind }));
              judged++;
              if (verdict.ok) accepted++;
            }
        }
    assert.equal(judged, 7290);
    assert.ok(accepted > 300 && accepted < 2000, `${accepted} accepted`);
  });

  it('DNS names with wildcards, as the sets of hosts they stand for', () => {
    const random = seededRandom(5280);
    /** Enough labels for a wildcard to stand for one that no base names. */
    const labels = ['a', 'b', 'c', 'fresh'];
    const host = (least: number): string => Array.from({ length: least + random.below(3) }, () => random.one(labels.slice(0, 3))).join('.');
    const hostsOf = (name: string): string[] => (name.startsWith('*.') ? labels.map((label) => label + name.slice(1)) : [name]);
    const isBelow = (name: string, base: string): boolean => {
      const [parts, tree] = [name.split('.').reverse(), base.split('.').reverse()];
      return tree.every((label, i) => parts[i] === label);
    };
    const counts = { permitted: 0, excluded: 0 };
    for (let i = 0; i < 20_000; i++) {
      const name = random.chance(50) ? `*.${host(1)}` : host(1);
      const base = host(1);
      const hosts = hostsOf(name);
      const read = [readConstrainedName(dns(name)), readConstraintBase(dns(base))] as const;
      const permitted = hosts.every((one) => isBelow(one, base));
      const excluded = hosts.some((one) => isBelow(one, base));
      assert.equal(isInSubtree(...read, 'permitted'), permitted, `${name} in permitted ${base}`);
      assert.equal(isInSubtree(...read, 'excluded'), excluded, `${name} in excluded ${base}`);
      if (permitted) counts.permitted++;
      if (excluded && !permitted) counts.excluded++;
    }
    assert.ok(counts.permitted > 500 && counts.excluded > 100, JSON.stringify(counts));
  });

  it('odd names and odd demands: nothing is thrown, and what a permitted base holds an excluded one holds too', () => {
    const random = seededRandom(9525);
    const pieces = [
      'a',
      'B',
      '.',
      '*',
      '@',
      ':',
      '/',
      '_',
      '-',
      '1',
      '\0',
      'ü',
      '"',
      '\\',
      '[',
      ']',
      '?',
      ';',
      ' ',
      '\uD800',
      '::',
      'xn--',
      'sip:',
      'https://',
    ];
    const text = (most = 7): string => Array.from({ length: random.below(most) }, () => random.one(pieces)).join('');
    const textKinds = ['dNSName', 'rfc822Name', 'uniformResourceIdentifier'] as const;
    const octets = (): Uint8Array => Uint8Array.from({ length: random.below(9) }, () => random.below(256));
    let inside = 0;
    for (let i = 0; i < 50_000; i++) {
      const name: GeneralName = random.chance(80)
        ? { kind: random.one(textKinds), value: text(random.one([3, 7])) }
        : { kind: 'otherName', type: oid(`1.3.6.1.5.5.7.8.${random.one(['7', '9'])}`), value: octets() };
      const reference = readReference({ kind: random.one(['dns', 'ip', 'email', 'uri', 'srv'] as const), value: text() });
      assert.equal(typeof matchesReference(name, reference, undefined), 'boolean');
      const read = [readConstrainedName(name), readConstraintBase({ kind: random.one(textKinds), value: text(3) })] as const;
      if (!isInSubtree(...read, 'permitted')) continue;
      inside++;
      assert.ok(isInSubtree(...read, 'excluded'), JSON.stringify(read));
    }
    assert.ok(inside > 50, `${inside} names inside`);
  });

  it('addresses, as numbers', () => {
    const random = seededRandom(791);
    for (let i = 0; i < 5000; i++) {
      const length = random.chance(50) ? 4 : 16;
      const octets = (): number[] => Array.from({ length }, () => (random.chance(60) ? 0 : random.below(4)));
      const bits = random.below(length * 8 + 1);
      const [address, network] = [octets(), octets()];
      const toNumber = (list: readonly number[]): bigint => list.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
      const shift = BigInt(length * 8 - bits);
      const mask = ((1n << BigInt(bits)) - 1n) << shift;
      const maskOctets = Array.from({ length }, (_, at) => Number((mask >> BigInt(8 * (length - 1 - at))) & 255n));
      const expected = toNumber(address) >> shift === toNumber(network) >> shift;
      const read = [readConstrainedName(ip(...address)), readConstraintBase(ip(...network, ...maskOctets))] as const;
      assert.equal(isInSubtree(...read, 'permitted'), expected, `${address.join('.')} in ${network.join('.')}/${bits}`);
      assert.equal(isInSubtree(...read, 'excluded'), expected);
    }
  });
});
