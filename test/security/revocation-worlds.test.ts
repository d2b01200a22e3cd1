/**
 * Small worlds in which some keys are compromised and their certificates revoked. Honest CRLs tell the truth about what they cover, and any of them may be
 * withheld; whoever holds a compromised key signs certificates, CRLs and OCSP responses as he likes. Where revocation is required, nothing that is revoked or
 * stands below a revoked CA is ever good; and what is good by the honest CRLs stays so, whatever the others add.
 */
import assert from 'node:assert/strict';
import { checkStatus } from '../../lib/api/status.ts';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import type { Signer } from '../../lib/crypto/types.ts';
import { OCSP_SIGNING } from '../../lib/oids/purposes.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { cRLDistributionPoints, type DistributionPoint } from '../../lib/x509/extensions/distribution-points.ts';
import { AT, type CrlRecipe, keyNamed, type Made, make, makeCrl, type Recipe } from '../support/chain-kit.ts';
import { COMPROMISE, directory, entry, fullName, OTHER_REASONS, scope, uri } from '../support/crl-kit.ts';
import { answer, respond } from '../support/ocsp-kit.ts';
import { type Random, seededRandom } from '../support/random.ts';

const WORLDS = 40;
const NAMES = ['CN=Root', 'CN=A', 'CN=B', 'CN=Lists', 'CN=More lists'] as const;
const PLACES = ['http://a', 'http://b'] as const;

/** A certificate that an honest CA has issued, or one whose key was honest then. */
interface Member extends Made {
  readonly subject: string;
  readonly issuer: Member | undefined;
  readonly ca: boolean;
  readonly points: readonly DistributionPoint[];
}

interface World {
  readonly root: Member;
  readonly members: readonly Member[];
  /** Those whose key is compromised; their certificates are revoked. */
  readonly compromised: readonly Member[];
  readonly forgedCertificates: readonly Made[];
  readonly honestCrls: readonly CertificateList[];
  readonly forgedCrls: readonly CertificateList[];
  readonly forgedResponses: readonly Uint8Array[];
}

/** Up to two points. None names the certificate's own subject as the CRL issuer: its CA would have wanted it to vouch for itself. */
function makePoints(random: Random, subject: string): DistributionPoint[] {
  return Array.from({ length: random.below(3) }, (): DistributionPoint => {
    const issuer = random.chance(60) ? random.one(NAMES.filter((name) => name !== subject)) : undefined;
    return {
      ...(issuer === undefined || random.chance(50) ? { name: uri(random.one(PLACES)) } : {}),
      ...(issuer === undefined ? {} : { crlIssuer: directory(issuer) }),
      ...(random.chance(15) ? { reasons: random.one([COMPROMISE, OTHER_REASONS]) } : {}),
    };
  });
}

function keyOf({ certificate }: Made): string {
  return certificate.publicKey.der.join();
}

function makeMembers(random: Random): { readonly members: readonly Member[]; readonly bad: readonly Member[] } {
  const members: Member[] = [];
  const badKeys = new Set<string>();
  const add = (subject: string, issuer: Member | undefined, badChance: number, recipe: Partial<Recipe> = {}): Member => {
    const points = issuer === undefined ? [] : makePoints(random, subject);
    const responder = recipe.purposes !== undefined;
    const told = responder ? [...points, { name: uri('http://responder') }] : points;
    const made = make({
      subject,
      ...(issuer === undefined ? {} : { issuer }),
      serialNumber: Uint8Array.of(1, members.length),
      names: null,
      purposes: null,
      extensions: told.length === 0 ? [] : [makeExtension(cRLDistributionPoints, told)],
      ...recipe,
    });
    const member: Member = { ...made, subject, issuer, ca: recipe.ca === true, points: told };
    members.push(member);
    if (random.chance(badChance)) badKeys.add(keyOf(member));
    return member;
  };
  const root = add('CN=Root', undefined, 0, { ca: true });
  const a = add('CN=A', root, 30, { ca: true });
  const b = add('CN=B', random.chance(60) ? root : a, 60, { ca: true });
  const cas = [root, a, b];
  for (const subject of NAMES)
    for (let i = random.below(3); i > 0; i--) {
      // Further keys of a CA are certified by itself or by the one above, issuers of indirect CRLs by anybody.
      const own = cas.find((ca) => ca.subject === subject);
      const issuer = own === undefined ? random.one(cas) : random.one([own, own.issuer ?? own]);
      const usages = random.one([['cRLSign'], ['keyCertSign', 'cRLSign'], null] as const);
      add(subject, issuer, 60, { ca: usages?.length === 2, usages, key: keyNamed(`${subject} ${random.below(3)}`) });
    }
  for (let i = random.below(3); i > 0; i--)
    add(`CN=Responder ${i}`, random.one(cas), 60, { purposes: [OCSP_SIGNING], usages: ['digitalSignature'] });
  add('CN=leaf', random.one(cas), 100);
  return { members, bad: members.filter((member) => badKeys.has(keyOf(member))) };
}

/** True where a CRL of an issuer, perhaps of one place only, covers the certificate for whatever reason. */
function isCovered({ issuer, points }: Member, by: string, place: string | undefined, indirect: boolean): boolean {
  const own = issuer?.subject === by;
  if (own && place === undefined) return true;
  return points.some(({ crlIssuer, name }) => {
    const named = crlIssuer === undefined ? own : JSON.stringify(crlIssuer) === JSON.stringify(directory(by)) && (own || indirect);
    return named && (place === undefined || JSON.stringify(name) === JSON.stringify(uri(place)));
  });
}

/** A CRL of an honest member: every compromised certificate is revoked for keyCompromise wherever it is covered. */
function makeHonestCrl(random: Random, signer: Member, bad: readonly Member[]): CertificateList {
  const indirect = random.chance(50);
  const place = random.chance(40) ? random.one(PLACES) : undefined;
  const reasons = random.chance(25) ? random.one([COMPROMISE, OTHER_REASONS]) : undefined;
  const kind = random.below(10);
  const fields = {
    ...(place === undefined ? {} : { name: uri(place) }),
    ...(reasons === undefined ? {} : { onlySomeReasons: reasons }),
    ...(kind === 0 ? { onlyUserCertificates: true } : kind === 1 ? { onlyCaCertificates: true } : {}),
    ...(indirect ? { indirectCrl: true } : {}),
  };
  const listed = bad.filter(
    (member) =>
      reasons !== OTHER_REASONS &&
      !(kind === 0 && member.ca) &&
      !(kind === 1 && !member.ca) &&
      isCovered(member, signer.subject, place, indirect),
  );
  const revoked = listed.map((member) => entry(member, 'keyCompromise', indirect ? member.issuer?.subject : undefined));
  return makeCrl({ issuer: signer, revoked, extensions: Object.keys(fields).length === 0 ? [] : [scope(fields)] });
}

function makeForgedCrl(random: Random, root: Member, key: Signer<Uint8Array>): CertificateList {
  const fields = {
    ...(random.chance(60) ? { indirectCrl: true } : {}),
    ...(random.chance(20) ? { name: random.one([uri(PLACES[0]), uri(PLACES[1]), fullName('CN=Root')]) } : {}),
    ...(random.chance(15) ? { onlySomeReasons: COMPROMISE } : {}),
  };
  const recipe: CrlRecipe = { issuer: root, issuerName: random.one(NAMES), signedBy: key, number: BigInt(random.below(100)) };
  return makeCrl({ ...recipe, extensions: Object.keys(fields).length === 0 ? [] : [scope(fields)] });
}

function makeForgedCertificate(random: Random, issuer: Made, key: Signer<Uint8Array>, number: number): Made {
  const points = random.chance(30) ? [...makePoints(random, ''), { name: uri(PLACES[0]) }] : [];
  return make({
    subject: random.one(NAMES),
    issuer,
    key,
    ca: random.chance(40),
    usages: null,
    purposes: random.chance(20) ? [OCSP_SIGNING] : null,
    names: null,
    serialNumber: Uint8Array.of(2, number),
    extensions: points.length === 0 ? [] : [makeExtension(cRLDistributionPoints, points)],
  });
}

function makeWorld(random: Random): World {
  const { members, bad: compromised } = makeMembers(random);
  const root = members[0] as Member;
  const leaf = members[members.length - 1] as Member;
  const attackers = compromised.filter((member) => member !== leaf);
  const keys = [...attackers.map(({ key }) => key), keyNamed('attacker')];
  const authorities = attackers.filter(({ ca }) => ca);
  const forgedCertificates = Array.from({ length: authorities.length === 0 ? 0 : random.below(4) }, (_, i) =>
    makeForgedCertificate(random, random.one(authorities), random.one(keys), i),
  );
  const honest = members.filter((member) => !compromised.includes(member) && NAMES.some((name) => name === member.subject));
  const honestCrls = honest.flatMap((signer) =>
    Array.from({ length: 1 + random.below(2) }, () => makeHonestCrl(random, signer, compromised)),
  );
  const forgedCrls = Array.from({ length: random.below(8) }, () => makeForgedCrl(random, root, random.one(keys)));
  const voices = [...attackers, ...forgedCertificates];
  const forgedResponses = Array.from({ length: voices.length === 0 ? 0 : random.below(5) }, () => {
    const who = random.one(voices);
    const { certificate, issuer = root } = random.one(compromised);
    return respond(who, [answer(certificate, issuer.certificate)], { certificates: [who.certificate] }).der;
  });
  return { root, members, compromised, forgedCertificates, honestCrls, forgedCrls, forgedResponses };
}

function inputOf({ root, members, forgedCertificates }: World, { certificate }: Made, more: Partial<ChainInput>): ChainInput {
  const intermediates = [...forgedCertificates, ...members.slice(1, -1)].map((made) => made.certificate);
  const budget = { signatures: 100_000, comparisons: 1e8, steps: 1e6 };
  return { leaf: certificate, intermediates, anchors: [root.certificate], at: AT, revocation: 'require', budget, ...more };
}

function isClean(member: Member, compromised: readonly Member[]): boolean {
  return !compromised.includes(member) && (member.issuer === undefined || isClean(member.issuer, compromised));
}

describe('worlds with compromised keys', function () {
  this.timeout(120_000);
  // With a signer in progress taken as good, as the engine once had it, this seed finds a false acceptance in world 10.
  const random = seededRandom(3);
  const worlds = Array.from({ length: WORLDS }, () => makeWorld(random));

  it('never have a revoked certificate accepted, nor one below a revoked CA', () => {
    const counts = new Map<string, number>();
    for (const [number, world] of worlds.entries()) {
      const targets = [...world.compromised, ...world.forgedCertificates];
      for (let trial = 0; trial < 6; trial++) {
        const crls = [...world.honestCrls.filter(() => random.chance(50)), ...world.forgedCrls.filter(() => random.chance(80))];
        const target = random.one(targets);
        const verdict = verifyChain(inputOf(world, target, { crls, ocspResponses: world.forgedResponses }));
        assert.ok(!verdict.ok, `world ${number}, trial ${trial}: ${JSON.stringify(verdict)}`);
        const { code } = verdict.reason;
        counts.set(code, (counts.get(code) ?? 0) + 1);
        const issuer = 'issuer' in target ? (target as Member).issuer : undefined;
        if (issuer === undefined || world.compromised.includes(issuer)) continue;
        const { intermediates = [], budget } = inputOf(world, target, {});
        const question = { certificate: target.certificate, issuer: issuer.certificate, intermediates, at: AT, budget: budget ?? {} };
        const { status } = checkStatus({ ...question, crls, ocspResponses: world.forgedResponses });
        assert.notEqual(status, 'good', `world ${number}, trial ${trial}`);
      }
    }
    for (const code of ['certificate-revoked', 'crl-unusable']) assert.ok((counts.get(code) ?? 0) > WORLDS, code);
  });

  it('have no certificate refused for what attackers add that is good without', () => {
    let good = 0;
    for (const [number, world] of worlds.entries()) {
      const { compromised, honestCrls, forgedCrls, forgedResponses } = world;
      for (const member of world.members.filter((one) => isClean(one, compromised))) {
        if (!verifyChain(inputOf({ ...world, forgedCertificates: [] }, member, { crls: honestCrls })).ok) continue;
        good++;
        const crls = [...forgedCrls, ...honestCrls];
        const verdict = verifyChain(inputOf(world, member, { crls, ocspResponses: forgedResponses }));
        assert.ok(verdict.ok, `world ${number}, ${member.subject}: ${JSON.stringify(verdict.ok ? '' : verdict.reason)}`);
      }
    }
    assert.ok(good > WORLDS, `${good} good ones`);
  });
});
