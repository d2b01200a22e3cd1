/**
 * Random nets of certificates for the differential test: a plan says what each certificate is to be, faults and traits change the plan, and building it
 * makes a trial. All keys are P-256 ones, which every judge takes.
 */
import { type Oid, oid } from '../../lib/asn1/oid.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import type { PeerName, PolicyInput } from '../../lib/path/inputs.ts';
import type { Certificate } from '../../lib/x509/certificate.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import { certificatePolicies } from '../../lib/x509/extensions/policies.ts';
import { AT, type CrlRecipe, keyNamed, make, makeCrl, type Made, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import type { Trial } from './path-trial.ts';

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A certificate of the plan. */
export type Link = Changeable<Omit<Recipe, 'issuer'>> & {
  /** The CRL that it issues, where CRLs are asked for; null: none. */
  crl: Changeable<Partial<Omit<CrlRecipe, 'issuer' | 'revoked'>>> | null;
  /** Whether its issuer's CRL lists it. */
  revoked?: boolean;
  /** Given to the judges; the anchor always is. */
  absent?: boolean;
};

/** The policy that a good chain of the plan is for, and one that nobody asks for. */
export const POLICY: Oid = oid('1.3.6.1.4.1.99999.1');
export const OTHER_POLICY: Oid = oid('1.3.6.1.4.1.99999.2');

/** Purposes of the leaf (RFC 5280 4.2.1.12). */
export const purposes = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2', emailProtection: '1.3.6.1.5.5.7.3.4' } as const;

const peers = { dns: 'www.example.com', ip: '192.0.2.7', email: 'someone@example.com' } as const;

/** What is given besides the chain. */
export interface Bystanders {
  readonly anchors?: readonly Made[];
  readonly pool?: readonly Made[];
  readonly crls?: readonly CertificateList[];
}

/** What is to be made and demanded. */
export interface Plan {
  /** The anchor first, the leaf last. */
  readonly links: Link[];
  /** Further certificates, made when the chain stands. */
  readonly further: ((chain: readonly Made[]) => Bystanders)[];
  readonly faults: string[];
  readonly traits: string[];
  readonly demand: { at: number; purpose: keyof typeof purposes; peer?: PeerName; policies?: PolicyInput };
  crls: boolean;
  policies: boolean;
}

/** A plan of a good chain, with as many intermediates as told. */
export function goodPlan(random: Random, intermediates: number): Plan {
  const kind = random.one(['dns', 'dns', 'dns', 'dns', 'ip', 'client', 'email'] as const);
  const authorities = Array.from({ length: intermediates + 1 }, (_, level): Link => {
    const subject = `CN=CA ${level},O=Differential,C=DE`;
    return { subject, key: keyNamed(`differential ${level}`, 'ec'), ca: true, crl: {} };
  });
  const names = [
    { kind: 'dNSName', value: 'www.example.com' },
    { kind: 'dNSName', value: 'example.com' },
    { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 7) },
    { kind: 'rfc822Name', value: 'someone@example.com' },
  ] as const;
  const leaf: Link = {
    subject: 'CN=leaf,O=Differential,C=DE',
    key: keyNamed('differential leaf', 'ec'),
    purposes: Object.values(purposes),
    names,
    crl: null,
  };
  return {
    links: [...authorities, leaf],
    further: [],
    faults: [],
    traits: [],
    demand: {
      at: AT,
      purpose: kind === 'client' ? 'clientAuth' : kind === 'email' ? 'emailProtection' : 'serverAuth',
      ...(kind === 'client' ? {} : { peer: { kind, value: peers[kind] } }),
    },
    crls: random.chance(30),
    policies: random.chance(30),
  };
}

/** Adds an extension to a certificate of the plan; it takes the place of one of its type. */
export function extend(link: Link, extension: Extension): void {
  link.extensions = [...(link.extensions ?? []).filter(({ oid: type }) => type !== extension.oid), extension];
}

/** The certificatePolicies extension with these policies. */
export function forPolicy(...list: readonly Oid[]): Extension {
  return makeExtension(
    certificatePolicies,
    list.map((policy) => ({ policy, qualifiers: [] })),
  );
}

/** The certificate of the plan that is the leaf. */
export function leafOf({ links }: Plan): Link {
  return links.at(-1) as Link;
}

/** Makes the certificates and CRLs of a plan. */
export function build(plan: Plan, random: Random): Trial {
  const { links, further, faults, traits, demand, crls, policies } = plan;
  const chain: Made[] = [];
  for (const link of links) {
    const issuer = chain.at(-1);
    const own = link.extensions?.some((extension) => extension.oid === certificatePolicies.oid) === true;
    if (policies && !own && issuer !== undefined) extend(link, forPolicy(POLICY));
    chain.push(make({ ...link, ...(issuer === undefined ? {} : { issuer }) }));
  }
  const others = further.map((add) => add(chain));
  const pool = chain.filter((_made, i) => i > 0 && i < chain.length - 1 && links[i]?.absent !== true);
  const certificate = (made: Made): Certificate => made.certificate;
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, place: random.below(1_000_000) }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  return {
    faults,
    traits,
    input: {
      leaf: (chain.at(-1) as Made).certificate,
      intermediates: shuffled([...pool, ...others.flatMap((other) => other.pool ?? [])]).map(certificate),
      anchors: shuffled([chain[0] as Made, ...others.flatMap((other) => other.anchors ?? [])]).map(certificate),
      ...(crls ? { crls: shuffled([...listsOf(plan, chain), ...others.flatMap((other) => other.crls ?? [])]), revocation: 'require' } : {}),
      ...demand,
    },
  };
}

/** The CRL of each authority of the chain. */
function listsOf({ links }: Plan, chain: readonly Made[]): CertificateList[] {
  return links.flatMap(({ crl }, i) => {
    if (crl === null) return [];
    const subject = chain[i + 1]?.certificate;
    const revoked = subject !== undefined && links[i + 1]?.revoked === true ? [subject] : [];
    const entries = revoked.map(({ serialNumber }) => ({ serialNumber, reason: 'keyCompromise' as const }));
    return [makeCrl({ ...crl, issuer: chain[i] as Made, revoked: entries })];
  });
}
