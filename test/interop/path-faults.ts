/** What is done to the plans of the differential test: faults, which refuse the chain, and traits, which are unusual and refuse nothing. */
import { type Oid, oid } from '../../lib/asn1/oid.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../lib/x509/extensions/policies.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { formatName } from '../../lib/x509/name-format.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { AT, DAY, keyNamed, make, makeCrl, type Made, rawExtension } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import { extend, forPolicy, leafOf, type Link, OTHER_POLICY, type Plan, POLICY, purposes } from './path-plan.ts';

/** Changes a plan, or says false where there is no place for the change. */
type Change = (plan: Plan, random: Random) => boolean | void;

const SECOND = 1000;
const ANY_POLICY: Oid = oid('2.5.29.32.0');

/** A random certificate of the plan, the anchor with number 0. */
const any = ({ links }: Plan, random: Random): Link => random.one(links);
const belowAnchor = ({ links }: Plan, random: Random): Link => random.one(links.slice(1));
const intermediate = ({ links }: Plan, random: Random): Link | undefined => (links.length > 2 ? random.one(links.slice(1, -1)) : undefined);
const authority = ({ links }: Plan, random: Random): Link => random.one(links.slice(0, -1));

/** A change of one intermediate. */
function ofIntermediate(change: (link: Link, plan: Plan, random: Random) => void): Change {
  return (plan, random) => {
    const link = intermediate(plan, random);
    if (link === undefined) return false;
    change(link, plan, random);
    return true;
  };
}

/** A change of one authority's CRL, where CRLs are asked for. */
function ofCrl(change: (crl: NonNullable<Link['crl']>, random: Random) => void): Change {
  return (plan, random) => {
    const { crl } = authority(plan, random);
    if (crl === null) return false;
    plan.crls = true;
    change(crl, random);
    return true;
  };
}

function dns(value: string): GeneralName {
  return { kind: 'dNSName', value };
}

function mailbox(value: string): GeneralName {
  return { kind: 'rfc822Name', value };
}

function otherPurposes({ purpose }: Plan['demand']): readonly string[] {
  return Object.entries(purposes).flatMap(([name, type]) => (name === purpose ? [] : [type]));
}

/** Authorities below a place of the chain that count against its path length (RFC 5280 4.2.1.9). */
function authoritiesBelow(links: readonly Link[], place: number): number {
  return links.slice(place + 1, -1).filter(({ subject }, i) => subject !== links[place + i]?.subject).length;
}

function limitPathLengths(links: readonly Link[]): void {
  for (const [place, link] of links.slice(0, -1).entries()) link.pathLength = authoritiesBelow(links, place);
}

function constrain(link: Link, which: 'permitted' | 'excluded', bases: readonly GeneralName[]): boolean {
  if (link.extensions?.some((extension) => extension.oid === nameConstraints.oid) === true) return false;
  extend(link, makeExtension(nameConstraints, { [which]: bases.map((base) => ({ base, minimum: 0 })) }));
  return true;
}

const withPolicies = ({ extensions = [] }: Link): boolean => extensions.some(({ oid: type }) => type === certificatePolicies.oid);

/** Faults by kind. */
export const faults: Readonly<Record<string, Change>> = {
  expired: (plan, random) => void (any(plan, random).notAfter = AT - SECOND * (1 + random.below(1000))),
  'not-yet-valid': (plan, random) => void (any(plan, random).notBefore = AT + SECOND * (1 + random.below(1000))),
  'bad-signature': (plan, random) => void (belowAnchor(plan, random).breakSignature = true),
  'other-signer': (plan, random) => void (belowAnchor(plan, random).signedBy = keyNamed('nobody', 'ec')),
  'other-issuer-name': (plan, random) => void (belowAnchor(plan, random).issuerName = 'CN=nobody,C=DE'),
  'issuer-absent': ofIntermediate((link) => void (link.absent = true)),
  'not-a-ca': ofIntermediate((link) => void Object.assign(link, { ca: false, usages: ['digitalSignature'], purposes: null, names: null })),
  'ca-false-with-cert-sign': ofIntermediate(
    (link) => void Object.assign(link, { ca: false, usages: ['keyCertSign', 'cRLSign'], purposes: null, names: null }),
  ),
  'no-basic-constraints': ofIntermediate((link) => void (link.without = [oid('2.5.29.19')])),
  'version-1-ca': ofIntermediate((link) => void (link.bare = true)),
  'no-cert-sign': (plan, random) => void (authority(plan, random).usages = ['cRLSign', 'digitalSignature']),
  'path-length': ({ links }, random) => {
    const place = random.below(links.length);
    const below = authoritiesBelow(links, place);
    if (below === 0) return false;
    return void ((links[place] as Link).pathLength = below - 1);
  },
  'critical-unknown': (plan, random) => extend(any(plan, random), rawExtension('1.3.6.1.4.1.99999.9', Uint8Array.of(5, 0), true)),
  'ca-purpose': ofIntermediate((link, { demand }) => void (link.purposes = otherPurposes(demand))),
  'leaf-purpose': (plan) => void (leafOf(plan).purposes = otherPurposes(plan.demand)),
  'other-peer': (plan) => {
    if (plan.demand.peer === undefined) return false;
    const { kind } = plan.demand.peer;
    const others = { ip: '192.0.2.8', dns: 'www.example.org', email: 'nobody@example.com', uri: '', srv: '' };
    return void (plan.demand.peer = { kind, value: others[kind] });
  },
  'wildcard-too-deep': (plan) => {
    if (plan.demand.peer?.kind !== 'dns') return false;
    leafOf(plan).names = [dns('*.example.com')];
    plan.demand.peer = { kind: 'dns', value: 'a.b.example.com' };
    return true;
  },
  'dns-excluded': (plan, random) =>
    constrain(authority(plan, random), 'excluded', [dns(random.one(['example.com', 'www.example.com', 'com']))]),
  'dns-not-permitted': (plan, random) =>
    constrain(authority(plan, random), 'permitted', [dns(random.one(['example.org', 'mail.example.com', 'ample.com']))]),
  'ip-excluded': (plan, random) =>
    constrain(authority(plan, random), 'excluded', [
      { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, random.one([0, 128])) },
    ]),
  'ip-not-permitted': (plan, random) =>
    constrain(authority(plan, random), 'permitted', [{ kind: 'iPAddress', value: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) }]),
  'mailbox-excluded': (plan, random) =>
    constrain(authority(plan, random), 'excluded', [mailbox(random.one(['example.com', 'someone@example.com', '.com']))]),
  'mailbox-not-permitted': (plan, random) =>
    constrain(authority(plan, random), 'permitted', [mailbox(random.one(['.example.com', 'nobody@example.com', 'ample.com']))]),
  'directory-name-excluded': (plan, random) =>
    constrain(authority(plan, random), 'excluded', [{ kind: 'directoryName', name: parseName('O=Differential,C=DE') }]),
  'directory-name-not-permitted': (plan, random) =>
    constrain(authority(plan, random), 'permitted', [{ kind: 'directoryName', name: parseName('O=Others,C=DE') }]),
  'wildcard-excluded': (plan, random) => {
    leafOf(plan).names = [dns('*.example.com'), ...(leafOf(plan).names ?? [])];
    return constrain(authority(plan, random), 'excluded', [dns('mail.example.com')]);
  },
  'wildcard-not-permitted': (plan, random) => {
    const leaf = leafOf(plan);
    leaf.names = [dns('*.example.com'), ...(leaf.names ?? []).filter(({ kind }) => kind !== 'dNSName')];
    return constrain(authority(plan, random), 'permitted', [dns('mail.example.com'), dns('www.example.com')]);
  },
  'policy-missing': (plan, random) => {
    const link = belowAnchor(plan, random);
    if (withPolicies(link)) return false;
    plan.policies = true;
    plan.demand.policies = { initial: [POLICY], requireExplicit: true };
    extend(link, forPolicy(OTHER_POLICY));
    return true;
  },
  'policy-not-wanted': (plan) => {
    plan.policies = true;
    plan.demand.policies = { initial: [OTHER_POLICY], requireExplicit: true };
  },
  'explicit-policy-by-ca': ofIntermediate((link, plan) => {
    if (!withPolicies(leafOf(plan))) leafOf(plan).without = [certificatePolicies.oid];
    plan.policies = false;
    extend(link, makeExtension(policyConstraints, { requireExplicitPolicy: 0 }));
  }),
  'mapping-to-any': ofIntermediate((link, plan) => {
    plan.policies = true;
    extend(link, makeExtension(policyMappings, [{ issuerDomainPolicy: POLICY, subjectDomainPolicy: ANY_POLICY }]));
  }),
  'any-policy-inhibited': ofIntermediate((link, plan) => {
    plan.policies = true;
    plan.demand.policies = { initial: [POLICY], requireExplicit: true };
    extend(link, makeExtension(inhibitAnyPolicy, 0));
    extend(leafOf(plan), forPolicy(ANY_POLICY));
  }),
  revoked: (plan, random) => {
    plan.crls = true;
    belowAnchor(plan, random).revoked = true;
  },
  'crl-absent': (plan, random) => {
    plan.crls = true;
    authority(plan, random).crl = null;
  },
  'crl-expired': ofCrl((crl) => void Object.assign(crl, { thisUpdate: AT - 9 * DAY, nextUpdate: AT - SECOND })),
  'crl-not-yet-valid': ofCrl((crl) => void (crl.thisUpdate = AT + DAY)),
  'crl-bad-signature': ofCrl((crl) => void (crl.breakSignature = true)),
  'crl-critical-unknown': ofCrl((crl) => void (crl.extensions = [rawExtension('1.3.6.1.4.1.99999.9', Uint8Array.of(5, 0), true)])),
  'crl-for-others': (plan, random) => {
    const issuer = authority(plan, random);
    if (issuer.crl === null) return false;
    plan.crls = true;
    // onlyContainsUserCerts, onlyContainsCACerts, onlyContainsAttributeCerts (RFC 5280 5.2.5)
    const scope = random.one([issuer === plan.links.at(-2) ? 0x82 : 0x81, 0x85]);
    issuer.crl.extensions = [rawExtension('2.5.29.28', Uint8Array.of(0x30, 3, scope, 1, 0xff), true)];
    return true;
  },
  'no-crl-sign': (plan, random) => {
    plan.crls = true;
    authority(plan, random).usages = ['keyCertSign', 'digitalSignature'];
  },
};

/** A second certificate of an authority of the chain: another issuer, the same name and key. */
function crossSign({ policies }: Plan, chain: readonly Made[], level: number, issuer: Made): Made {
  const { key, certificate } = chain[level] as Made;
  return make({
    subject: formatName(certificate.subject),
    key,
    ca: true,
    issuer,
    ...(policies ? { extensions: [forPolicy(POLICY)] } : {}),
  });
}

const otherRoot = (): Made => make({ subject: 'CN=Other CA,O=Differential,C=DE', key: keyNamed('differential other', 'ec'), ca: true });

/** Another root that signs an authority of the chain as well. */
function crossSignByOther(trusted: boolean): Change {
  return ofIntermediate((_link, plan, random) => {
    const level = 1 + random.below(plan.links.length - 2);
    plan.further.push((chain) => {
      const root = otherRoot();
      const cross = crossSign(plan, chain, level, root);
      return trusted ? { anchors: [root], pool: [cross], crls: [makeCrl({ issuer: root })] } : { pool: [root, cross], crls: [] };
    });
  });
}

/** Traits by kind. */
export const traits: Readonly<Record<string, Change>> = {
  'path-length-just-enough': ({ links }) => limitPathLengths(links),
  'time-at-a-bound': (plan, random) => void (random.chance(50) ? (leafOf(plan).notAfter ??= AT) : (leafOf(plan).notBefore ??= AT)),
  'useless-certificates': (plan) => {
    plan.further.push(() => ({
      pool: [otherRoot(), make({ subject: 'CN=leaf 2,C=DE', key: keyNamed('differential 2', 'ec'), issuer: otherRoot() })],
    }));
  },
  'other-anchors': (plan) => void plan.further.push(() => ({ anchors: [otherRoot()] })),
  'cross-signed-by-another-anchor': crossSignByOther(true),
  'cross-signed-by-a-stranger': crossSignByOther(false),
  'cross-signed-loop': (plan) => {
    if (plan.links.length < 4) return false;
    return void plan.further.push((chain) => ({ pool: [crossSign(plan, chain, 1, chain[2] as Made)] }));
  },
  'intermediate-as-anchor': ofIntermediate((_link, plan) => {
    const place = 1 + Math.floor((plan.links.length - 2) / 2);
    plan.further.push((chain) => ({ anchors: [chain[place] as Made] }));
  }),
  'expired-twin': ofIntermediate((_link, plan) => {
    plan.further.push(([root, authority]) => {
      const { key, certificate } = authority as Made;
      return { pool: [make({ subject: formatName(certificate.subject), key, ca: true, issuer: root as Made, notAfter: AT - DAY })] };
    });
  }),
  'authorities-with-purposes': ofIntermediate((link) => void (link.purposes = Object.values(purposes))),
  'names-permitted': (plan, random) =>
    constrain(authority(plan, random), 'permitted', [
      dns('example.com'),
      mailbox('example.com'),
      { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0) },
    ]),
  'other-names-excluded': (plan, random) =>
    constrain(authority(plan, random), 'excluded', [
      dns('example.org'),
      mailbox('nobody@example.com'),
      { kind: 'iPAddress', value: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) },
    ]),
  'directory-names-permitted': (plan, random) =>
    constrain(authority(plan, random), 'permitted', [{ kind: 'directoryName', name: parseName('C=DE') }]),
  wildcard: (plan) => {
    const leaf = leafOf(plan);
    leaf.names = [dns('*.example.com'), ...(leaf.names ?? []).slice(2)];
  },
  'policy-demanded': (plan) => {
    plan.policies = true;
    plan.demand.policies ??= { initial: [POLICY], requireExplicit: true };
  },
  'any-policy-in-authorities': ofIntermediate((link, plan) => {
    if (withPolicies(link)) return;
    plan.policies = true;
    extend(link, forPolicy(ANY_POLICY));
  }),
  'policy-mapped': ofIntermediate((_link, plan) => {
    const authorityBefore = plan.links.at(-2) as Link;
    if (withPolicies(leafOf(plan)) || withPolicies(authorityBefore)) return;
    plan.policies = true;
    extend(authorityBefore, makeExtension(policyMappings, [{ issuerDomainPolicy: POLICY, subjectDomainPolicy: OTHER_POLICY }]));
    extend(leafOf(plan), forPolicy(OTHER_POLICY));
  }),
  'uncritical-unknown': (plan, random) => extend(any(plan, random), rawExtension('1.3.6.1.4.1.99999.8', utf8('?'))),
  'long-serial-number': (plan, random) => void (any(plan, random).serialNumber = Uint8Array.from({ length: 20 }, (_, i) => 0x11 + i)),
  'self-issued-authority': ofIntermediate((link, { links }, random) => {
    const place = links.indexOf(link);
    const twin: Link = { ...link, key: keyNamed('differential new key', 'ec'), crl: link.crl === null ? null : { ...link.crl } };
    links.splice(place + 1, 0, twin);
    if (random.chance(50)) limitPathLengths(links);
  }),
};
