/**
 * Random clients for logins at a real server: keys and certificates by certwright and by OpenSSL, with one fault or none. What OpenSSL takes though no standard
 * does is left out on purpose: it belongs to an engine of its own.
 */
import { chmodSync } from 'node:fs';
import {
  type Certificate,
  createSigner,
  encodePem,
  encodePkcs8,
  formatName,
  generateKeyPair,
  loadPrivateKey,
  parseCertificates,
  type PrivateKey,
} from '../../lib/index.ts';
import { ANY_EXTENDED_KEY_USAGE, CLIENT_AUTH, SERVER_AUTH } from '../../lib/oids/index.ts';
import { DAY, make, rawExtension, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import type { Workshop } from './openssl-tools.ts';
import type { Authorities, Authority } from './pg-authorities.ts';

const NOW: number = Date.now();

/** What a client sends. */
export interface Client {
  /** Its files in the workshop, without .crt and .key. */
  readonly name: string;
  /** How it was made, for messages. */
  readonly about: string;
  readonly leaf: Certificate;
  /** The leaf or its CA is one that a server refuses; whether the chain reaches a trusted root is another question. */
  readonly faulty: boolean;
  /** A user it might ask for. */
  readonly hint: string;
}

/** Subjects, and whom their bearers may ask for. */
const subjects: readonly (readonly [string, string])[] = [
  ['CN=alice', 'alice'],
  ['CN=alice,O=Example', 'alice'],
  ['CN=bob', 'bob'],
  ['CN=bob@yourdomain.com', 'bob'],
  ['CN=alice@yourdomain.com', 'alice'],
  ['CN=carol,OU=Sales\\, North,O=Example,C=DE', 'carol'],
  ['CN=Mixed Case', 'Mixed Case'],
  ['CN=m\\C3\\BCller', 'müller'],
  ['CN=alice+UID=42', 'alice'],
  ['CN=bob,CN=alice', 'alice'],
  ['CN=reporting', 'reporting'],
  ['CN=retired', 'retired'],
  ['CN=nobody', 'nobody'],
  ['OU=staff,O=Example', 'alice'],
  ['1.3.6.1.4.1.55555.1=#0c0161,CN=alice', 'alice'],
  ['CN=boss', 'boss'],
];

/** Shapes of the leaf; the first ones are faults. */
const shapes: readonly (readonly [string, Partial<Recipe>])[] = [
  ['for servers', { purposes: [SERVER_AUTH] }],
  ['for any purpose', { purposes: [ANY_EXTENDED_KEY_USAGE] }],
  ['key encipherment', { usages: ['keyEncipherment'] }],
  ['expired', { notBefore: NOW - 20 * DAY, notAfter: NOW - DAY }],
  ['not yet valid', { notBefore: NOW + DAY, notAfter: NOW + 20 * DAY }],
  ['damaged', { breakSignature: true }],
  ['unknown critical', { extensions: [rawExtension('1.3.6.1.4.1.55555.2', Uint8Array.of(5, 0), true)] }],
  ['for clients', { purposes: [CLIENT_AUTH] }],
  ['no purpose named', { purposes: null }],
  ['key agreement', { usages: ['keyAgreement'] }],
  ['no usage named', { usages: null }],
  ['unknown extension', { extensions: [rawExtension('1.3.6.1.4.1.55555.2', Uint8Array.of(5, 0))] }],
  ['long life', { notAfter: Date.UTC(2055, 0, 1) }],
  ['version 1', { bare: true }],
];

const refusedShapes: readonly string[] = shapes.slice(0, 7).map(([name]) => name);

const plain: (typeof shapes)[number] = ['', {}];

/** How the chain behind the leaf is sent. */
const bundles = ['whole', 'whole', 'whole', 'whole', 'alone', 'with root', 'shuffled', 'with strangers'] as const;

/** Makes random clients and writes their files: most with keys of ours, some with OpenSSL's, some certified by OpenSSL. */
export function makeClients(shop: Workshop, authorities: Authorities, random: Random, count: number): Client[] {
  const { good, faulty, foreign, stranger } = authorities;
  const keys = ['RSA -pkeyopt rsa_keygen_bits:2048', 'EC -pkeyopt ec_paramgen_curve:P-256', 'ED25519'].map((kind, index): PrivateKey => {
    shop.make(...`genpkey -algorithm ${kind} -out theirs-${index}.key`.split(' '));
    return loadPrivateKey(shop.read(`theirs-${index}.key`));
  });
  return Array.from({ length: count }, (_, index) => {
    const [subject, hint] = random.one(subjects);
    const bad = random.chance(20);
    const issuer = bad ? random.one([...faulty, stranger]) : random.one(good);
    // one fault at most: a server and we look in different orders
    const [fault, shape] = bad || random.chance(55) ? plain : random.one(shapes);
    const bundle = random.one(bundles);
    const byOpenssl = fault === '' && issuer === foreign && random.chance(60);
    const name = `client-${index}`;
    const key = random.chance(30)
      ? random.one(keys)
      : generateKeyPair(random.one([{ kind: 'ec', curve: 'P-256' }, { kind: 'ec', curve: 'P-384' }, { kind: 'ed25519' }] as const))
          .privateKey;
    shop.write(`${name}.key`, encodePem('PRIVATE KEY', encodePkcs8(key)));
    chmodSync(`${shop.folder}/${name}.key`, 0o600);
    const leaf = byOpenssl
      ? certifiedByOpenssl(shop, name)
      : make({ subject, issuer, key: createSigner(key), names: null, notBefore: NOW - 30 * DAY, notAfter: NOW + 300 * DAY, ...shape })
          .certificate;
    shop.write(`${name}.crt`, [leaf, ...behind(leaf, issuer, bundle, stranger)].map(({ der }) => encodePem('CERTIFICATE', der)).join(''));
    const about = `${byOpenssl ? 'CN=bob (openssl)' : subject} by ${nameOf(issuer)}${issuer === stranger ? ' (stranger)' : ''}; ${fault}; ${bundle}`;
    return { name, about, leaf, faulty: bad || refusedShapes.includes(fault), hint: byOpenssl ? 'bob' : hint };
  });
}

/** A certificate as the manual's own commands make it: version 1, where nobody asks for extensions. */
function certifiedByOpenssl(shop: Workshop, name: string): Certificate {
  shop.make(...`req -new -key ${name}.key -out ${name}.csr -subj /CN=bob`.split(' '));
  shop.make(...`x509 -req -in ${name}.csr -CA foreign.crt -CAkey foreign.key -CAcreateserial -days 10 -out ${name}.crt`.split(' '));
  return parseCertificates(shop.read(`${name}.crt`))[0] as Certificate;
}

function behind(leaf: Certificate, { path }: Authority, bundle: (typeof bundles)[number], stranger: Authority): Certificate[] {
  const all = path.map(({ certificate }) => certificate);
  const intermediates = all.slice(0, -1);
  switch (bundle) {
    case 'alone':
      return [];
    case 'whole':
      return intermediates;
    case 'with root':
      return all;
    case 'shuffled':
      return [...all].reverse();
    case 'with strangers':
      return [stranger.certificate, ...intermediates, leaf, ...intermediates];
  }
}

function nameOf({ certificate }: Authority): string {
  return formatName(certificate.subject);
}
