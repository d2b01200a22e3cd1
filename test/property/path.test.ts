/**
 * Path building against a plain search: CAs of few names and keys certify each other at random, some of them expired, no CAs, badly signed or short of path
 * length, under anchors of both kinds. A chain is accepted exactly where some way up is right at each step.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { verifyChain } from '../../lib/api/verify.ts';
import type { TrustAnchor } from '../../lib/path/inputs.ts';
import type { Certificate } from '../../lib/x509/certificate.ts';
import { AT, DAY, keyNamed, make } from '../support/chain-kit.ts';
import { holds, titled } from '../support/properties.ts';

/** Four names with two keys each, every one of them a CA. */
const entities = ['A', 'B', 'C', 'D'].flatMap((name) =>
  [0, 1].map((key) => make({ subject: `CN=${name}`, key: keyNamed(`${name}${key}`), ca: true })),
);
const leaves = entities.map((issuer) => make({ subject: 'CN=leaf', issuer }).certificate);

const faults = {
  none: {},
  expired: { notAfter: AT - DAY },
  'no CA': { ca: false },
  'bad signature': { breakSignature: true },
  'path length 0': { pathLength: 0 },
  'path length 1': { pathLength: 1 },
};

interface Link {
  readonly subject: number;
  readonly issuer: number;
  readonly fault: keyof typeof faults;
}

type Anchor = Link | { readonly subject: number };

const entity = fc.nat({ max: entities.length - 1 });
const link: fc.Arbitrary<Link> = fc.record({
  subject: entity,
  issuer: entity,
  fault: fc.constantFrom<keyof typeof faults>('none', 'none', ...(Object.keys(faults) as (keyof typeof faults)[])),
});
const anchor: fc.Arbitrary<Anchor> = fc.oneof(link, fc.record({ subject: entity }));

function entityAt(index: number): (typeof entities)[number] {
  const found = entities[index];
  assert.ok(found !== undefined);
  return found;
}

function certificateOf({ subject, issuer, fault }: Link): Certificate {
  const { certificate, key } = entityAt(subject);
  return make({ subject: nameOf(certificate), key, issuer: entityAt(issuer), ca: true, ...faults[fault] }).certificate;
}

function nameOf(certificate: Certificate): string {
  return `CN=${'ABCD'.charAt(entities.findIndex((other) => other.certificate === certificate) >> 1)}`;
}

function anchorOf(given: Anchor): Certificate | TrustAnchor {
  if ('fault' in given) return certificateOf(given);
  const { subject, publicKey } = entityAt(given.subject).certificate;
  return { subject, publicKey: publicKey.der };
}

/** Whether a CA with this fault may stand above `count` intermediates. An anchor's own signature is not asked. */
function allows(fault: Link['fault'], count: number, isAnchor: boolean): boolean {
  if (fault === 'bad signature') return isAnchor;
  return fault === 'none' || (fault === 'path length 0' && count === 0) || (fault === 'path length 1' && count <= 1);
}

/** Whether some way leads up from a certificate that `wanted` issued. Self-issued certificates, those within one name, do not count. */
function leadsUp(wanted: number, links: readonly Link[], anchors: readonly Anchor[], count: number): boolean {
  if (anchors.some((top) => top.subject === wanted && (!('fault' in top) || allows(top.fault, count, true)))) return true;
  return links.some((item) => {
    if (item.subject !== wanted || !allows(item.fault, count, false)) return false;
    const further = item.subject >> 1 === item.issuer >> 1 ? 0 : 1;
    return leadsUp(
      item.issuer,
      links.filter((other) => other !== item),
      anchors,
      count + further,
    );
  });
}

describe(titled('path building'), () => {
  it('a chain is accepted exactly where a plain search finds a way', () => {
    const seen = { accepted: 0, refused: 0 };
    holds(
      fc.property(entity, fc.array(link, { maxLength: 12 }), fc.array(anchor, { minLength: 1, maxLength: 3 }), (issuer, links, anchors) => {
        const leaf = leaves[issuer];
        assert.ok(leaf !== undefined);
        const { ok } = verifyChain({ leaf, intermediates: links.map(certificateOf), anchors: anchors.map(anchorOf), at: AT });
        assert.equal(ok, leadsUp(issuer, links, anchors, 0));
        seen[ok ? 'accepted' : 'refused']++;
      }),
    );
    assert.ok(seen.accepted > 30 && seen.refused > 30, JSON.stringify(seen));
  });
});
