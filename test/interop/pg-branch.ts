/**
 * Random chains for logins at a real server: a plan of one client's certificates and the CRLs about them. Faults and traits change the plan (pg-chain-faults.ts,
 * pg-crl-faults.ts); building it makes what the client sends and what the server's files get. Each branch has CAs of its own, so that many share one server.
 */
import { createSigner, encodePem, encodePkcs8, loadPrivateKey, type PrivateKey, type Signer } from '../../lib/index.ts';
import { encodeTrustedCertificate, type TrustSettings } from '../../lib/x509/trusted-certificate.ts';
import type { Certificate } from '../../lib/x509/certificate.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import { CLIENT_AUTH } from '../../lib/oids/index.ts';
import { type CrlRecipe, DAY, keyNamed, make, makeCrl, type Made, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import type { Workshop } from './openssl-tools.ts';

/** The moment of the run; a second more or less decides nothing. */
export const NOW: number = Math.floor(Date.now() / 1000) * 1000;

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A key that a file can be written of. */
export interface ClientKey {
  readonly signer: Signer<Uint8Array>;
  readonly privateKey: PrivateKey;
}

/** A CRL of the plan, issued by the CA at whose link it stands. */
export type PlannedCrl = Changeable<Partial<Omit<CrlRecipe, 'issuer'>>>;

/** A certificate of the plan. */
export type Link = Changeable<Omit<Recipe, 'issuer' | 'key'>> & {
  key: ClientKey;
  /** CRLs that it issues, in their order; the certificate below stands in none unless one says so. */
  crls: PlannedCrl[];
  /** How often the client sends it. */
  sent: number;
  /** Whether ssl_ca_file holds it, and with which settings. */
  trusted: boolean;
  settings?: TrustSettings;
};

/** Certificates besides the chain. */
export interface Bystanders {
  /** Sent behind the chain, or before it. */
  readonly sent?: readonly Made[];
  readonly sentFirst?: boolean;
  /** In ssl_ca_file, before or behind the branch's own. */
  readonly trusted?: readonly Made[];
  readonly trustedFirst?: boolean;
  readonly crls?: readonly CertificateList[];
  /** Certificates in ssl_crl_file. */
  readonly inCrlFile?: readonly Made[];
}

/** What is to be made. */
export interface Branch {
  readonly number: number;
  /** The root first, the leaf last. */
  readonly links: Link[];
  readonly further: ((chain: readonly Made[], branch: Branch) => Bystanders)[];
  /** How the intermediates are sent. */
  order: 'upwards' | 'downwards';
  /** Names of the changes. */
  readonly changes: string[];
}

/** What is made of it. */
export interface BuiltBranch {
  /** What the client sends, and its key. */
  readonly sent: string;
  readonly key: string;
  /** Blocks for ssl_ca_file. */
  readonly trusted: string;
  readonly crls: readonly CertificateList[];
  /** Certificates for ssl_crl_file. */
  readonly inCrlFile: string;
}

/** Keys of a run; those that OpenSSL makes are few. */
export class Keys {
  readonly #unusual: Readonly<Record<string, ClientKey>>;

  constructor(shop: Workshop) {
    const kinds: Readonly<Record<string, string>> = {
      'rsa-1024': 'RSA -pkeyopt rsa_keygen_bits:1024',
      'rsa-2047': 'RSA -pkeyopt rsa_keygen_bits:2047',
      'rsa-3072': 'RSA -pkeyopt rsa_keygen_bits:3072',
      'rsa-pss': 'RSA-PSS -pkeyopt rsa_keygen_bits:2048',
      'P-224': 'EC -pkeyopt ec_paramgen_curve:P-224',
      'P-384': 'EC -pkeyopt ec_paramgen_curve:P-384',
      'P-521': 'EC -pkeyopt ec_paramgen_curve:P-521',
      secp256k1: 'EC -pkeyopt ec_paramgen_curve:secp256k1',
      brainpoolP256r1: 'EC -pkeyopt ec_paramgen_curve:brainpoolP256r1',
      ed448: 'ED448',
    };
    this.#unusual = Object.fromEntries(
      Object.entries(kinds).map(([name, words]) => {
        shop.make(...`genpkey -algorithm ${words} -out unusual-${name}.key`.split(' '));
        const privateKey = loadPrivateKey(shop.read(`unusual-${name}.key`));
        return [name, { privateKey, signer: createSigner(privateKey) }];
      }),
    );
  }

  /** A key of a usual kind, made of a name. */
  usual(name: string, kind: 'ec' | 'ed25519' | 'rsa'): ClientKey {
    const signer = keyNamed(name, kind);
    return { signer, privateKey: signer.privateKey };
  }

  unusual(name: UnusualKey): ClientKey {
    return this.#unusual[name] as ClientKey;
  }
}

/** Kinds that OpenSSL makes once a run. */
export type UnusualKey =
  | 'rsa-1024'
  | 'rsa-2047'
  | 'rsa-3072'
  | 'rsa-pss'
  | 'P-224'
  | 'P-384'
  | 'P-521'
  | 'secp256k1'
  | 'brainpoolP256r1'
  | 'ed448';

/** A plan of a good chain below a trusted root. */
export function goodBranch(number: number, subject: string, random: Random, keys: Keys): Branch {
  const count = random.one([0, 0, 1, 1, 1, 2, 3]);
  const kind = (): 'ec' | 'ed25519' | 'rsa' => random.one(['ec', 'ec', 'ec', 'ed25519', 'ed25519', 'rsa']);
  const times = { notBefore: NOW - 100 * DAY, notAfter: NOW + 1000 * DAY };
  const authorities = Array.from({ length: count + 1 }, (_, level): Link => {
    const name = level === 0 ? `Root ${number}` : `CA ${number}.${level}`;
    const own = { subject: `CN=${name},O=Example`, key: keys.usual(`pg ${number} ${level}`, kind()), ca: true };
    return {
      ...own,
      ...times,
      crls: [{ thisUpdate: NOW - DAY, nextUpdate: NOW + 30 * DAY }],
      sent: level === 0 ? 0 : 1,
      trusted: level === 0,
    };
  });
  const leaf: Link = {
    subject,
    key: keys.usual(`pg ${number} leaf`, kind()),
    ...times,
    names: null,
    purposes: [CLIENT_AUTH],
    crls: [],
    sent: 1,
    trusted: false,
  };
  return { number, links: [...authorities, leaf], further: [], order: 'upwards', changes: [] };
}

/** The link that is the leaf. */
export function leafOf({ links }: Branch): Link {
  return links.at(-1) as Link;
}

/** The recipe of a link below an issuer. */
export function recipeOf({ key, ...rest }: Link, issuer: Made | undefined): Recipe {
  return { ...rest, key: key.signer, ...(issuer === undefined ? {} : { issuer }) };
}

/** Makes the certificates and CRLs of a plan. */
export function build(branch: Branch): BuiltBranch {
  const { links, further, order } = branch;
  const chain: Made[] = [];
  for (const link of links) chain.push(make(recipeOf(link, chain.at(-1))));
  const others = further.map((add) => add(chain, branch));
  const upwards = chain
    .slice(0, -1)
    .flatMap((made, level) => Array.from({ length: (links[level] as Link).sent }, () => made))
    .reverse();
  const own = order === 'upwards' ? upwards : [...upwards].reverse();
  const first = others.flatMap(({ sentFirst = false, sent = [] }) => (sentFirst ? sent : []));
  const last = others.flatMap(({ sentFirst = false, sent = [] }) => (sentFirst ? [] : sent));
  const trusted = links.flatMap((link, level) => (link.trusted ? [blockOf(chain[level] as Made, link.settings)] : []));
  const before = others.flatMap(({ trustedFirst = false, trusted: list = [] }) => (trustedFirst ? list : []));
  const behind = others.flatMap(({ trustedFirst = false, trusted: list = [] }) => (trustedFirst ? [] : list));
  const crls = links.flatMap((link, level) => link.crls.map((crl) => makeCrl({ ...crl, issuer: chain[level] as Made })));
  return {
    sent: [chain.at(-1) as Made, ...first, ...own, ...last].map((made) => blockOf(made)).join(''),
    key: encodePem('PRIVATE KEY', encodePkcs8(leafOf(branch).key.privateKey)),
    trusted: [...before.map((made) => blockOf(made)), ...trusted, ...behind.map((made) => blockOf(made))].join(''),
    crls: [...crls, ...others.flatMap((other) => other.crls ?? [])],
    inCrlFile: others.flatMap((other) => (other.inCrlFile ?? []).map((made) => blockOf(made))).join(''),
  };
}

function blockOf({ certificate }: { readonly certificate: Certificate }, settings?: TrustSettings): string {
  if (settings === undefined) return encodePem('CERTIFICATE', certificate.der);
  return encodePem('TRUSTED CERTIFICATE', encodeTrustedCertificate({ certificate, trust: settings }));
}
