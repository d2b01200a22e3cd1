/** What is done to the chains of the differential test: faults, traits that are merely unusual, and what OpenSSL overlooks. Which is which, the server says. */
import { createHash, createPrivateKey, sign as nodeSign } from 'node:crypto';
import { oid } from '../../lib/asn1/oid.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { encodePem, encodePkcs8, type Signer } from '../../lib/index.ts';
import { ANY_EXTENDED_KEY_USAGE, CLIENT_AUTH, SERVER_AUTH } from '../../lib/oids/index.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../lib/x509/extensions/key-identifiers.ts';
import { netscapeCertType, tlsFeature } from '../../lib/x509/extensions/further.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints } from '../../lib/x509/extensions/policies.ts';
import { basicConstraints, type KeyUsageName } from '../../lib/x509/extensions/usage.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { formatName } from '../../lib/x509/name-format.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { DAY, encodingOf, keyNamed, make, makeCrl, type Made, rawExtension } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import { type Branch, type ClientKey, type Keys, leafOf, type Link, NOW, recipeOf, type UnusualKey } from './pg-branch.ts';

/** Changes a plan, or says false where there is no place for the change. */
export type Change = (branch: Branch, random: Random, keys: Keys) => boolean | void;

const HOUR = 3_600_000;
const UNKNOWN = '1.3.6.1.4.1.55555.2';
const NULL_VALUE = Uint8Array.of(5, 0);
const STRANGER = keyNamed('pg stranger', 'ec');

const any = ({ links }: Branch, random: Random): Link => random.one(links);
const belowRoot = ({ links }: Branch, random: Random): Link => random.one(links.slice(1));
const authority = ({ links }: Branch, random: Random): Link => random.one(links.slice(0, -1));
const rootOf = ({ links }: Branch): Link => links[0] as Link;

/** A change of one intermediate. */
function ofIntermediate(change: (link: Link, branch: Branch, random: Random) => boolean | void): Change {
  return (branch, random) => (branch.links.length < 3 ? false : change(random.one(branch.links.slice(1, -1)), branch, random));
}

function extend(link: Link, extension: Extension): boolean {
  if (link.bare === true || link.extensions?.some((other) => other.oid === extension.oid) === true) return false;
  link.extensions = [...(link.extensions ?? []), extension];
  return true;
}

/** Certificates without the extensions that name keys. */
function withoutIdentifiers(link: Link): void {
  const types = (link.without ?? []).map((type) => (typeof type === 'string' ? type : type.oid));
  link.without = [...types, subjectKeyIdentifier.oid, authorityKeyIdentifier.oid];
}

/** Another certificate of a link's name: what is not said is the link's. */
function twin(link: Link, issuer: Made | undefined, change: Partial<Link>): Made {
  return make(recipeOf({ ...link, ...change }, issuer));
}

function otherRoot(name = 'CN=Other,O=Example'): Made {
  return make({ subject: name, key: keyNamed(`pg ${name}`, 'ec'), ca: true, notBefore: NOW - 100 * DAY, notAfter: NOW + 1000 * DAY });
}

/** RSA or ECDSA with a digest that certwright signs with no more. */
function oldSigner(key: ClientKey, digest: 'sha1' | 'md5'): Signer<Uint8Array> | undefined {
  const algorithms: Readonly<Record<string, readonly [string, boolean]>> = {
    'rsa sha1': ['1.2.840.113549.1.1.5', true],
    'rsa md5': ['1.2.840.113549.1.1.4', true],
    'ec sha1': ['1.2.840.10045.4.1', false],
  };
  const algorithm = algorithms[`${key.privateKey.kind} ${digest}`];
  if (algorithm === undefined) return undefined;
  const [type, withNull] = algorithm;
  const encoding = encodeDer((out) =>
    out.sequence((inner) => {
      inner.oid(oid(type));
      if (withNull) inner.raw(NULL_VALUE);
    }),
  );
  const pem = createPrivateKey(encodePem('PRIVATE KEY', encodePkcs8(key.privateKey)));
  return {
    publicKey: key.signer.publicKey,
    algorithm: { ...key.signer.algorithm, encodings: [encoding] },
    sign: (tbs) => new Uint8Array(nodeSign(digest, tbs, pem)),
  };
}

/** The link signed with a digest of old; its issuer must have a key for it. */
function signOld(digest: 'sha1' | 'md5'): Change {
  return (branch, random) => {
    const level = 1 + random.below(branch.links.length - 1);
    const signer = oldSigner((branch.links[level - 1] as Link).key, digest);
    if (signer === undefined) return false;
    (branch.links[level] as Link).signedBy = signer;
    return true;
  };
}

function dns(value: string): GeneralName {
  return { kind: 'dNSName', value };
}

const names: readonly GeneralName[] = [
  dns('www.example.com'),
  dns('example.com'),
  dns('db.example.org'),
  { kind: 'rfc822Name', value: 'someone@example.com' },
  { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 7) },
  { kind: 'uniformResourceIdentifier', value: 'https://www.example.com/x' },
  { kind: 'directoryName', name: parseName('CN=x,O=Example') },
  { kind: 'registeredID', value: oid('1.2.3.4') },
];

const bases: readonly GeneralName[] = [
  dns('example.com'),
  dns('.example.com'),
  dns('www.example.com'),
  dns('example.org'),
  dns(''),
  { kind: 'rfc822Name', value: 'example.com' },
  { kind: 'rfc822Name', value: 'someone@example.com' },
  { kind: 'rfc822Name', value: '.example.com' },
  { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0) },
  { kind: 'iPAddress', value: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) },
  { kind: 'uniformResourceIdentifier', value: '.example.com' },
  { kind: 'uniformResourceIdentifier', value: 'www.example.com' },
  { kind: 'directoryName', name: parseName('O=Example') },
  { kind: 'directoryName', name: parseName('O=Others') },
  { kind: 'registeredID', value: oid('1.2.3.4') },
];

/** Faults and traits by kind. */
export const chainChanges: Readonly<Record<string, Change>> = {
  expired: (branch, random) => void (any(branch, random).notAfter = NOW - HOUR - DAY * random.below(30)),
  'not yet valid': (branch, random) => void (any(branch, random).notBefore = NOW + HOUR + DAY * random.below(30)),
  'GeneralizedTime before 2050': (branch, random) => void (any(branch, random).timeForm = 'generalized'),
  'valid beyond 2050': (branch, random) => void (any(branch, random).notAfter = Date.UTC(2055, 0, 1)),
  'broken signature': (branch, random) => void (any(branch, random).breakSignature = true),
  'signed by a stranger': (branch, random) => void (belowRoot(branch, random).signedBy = STRANGER),
  'two algorithms': (branch, random) =>
    void (belowRoot(branch, random).innerAlgorithm = encodingOf(keyNamed('pg other', random.one(['rsa', 'ec'])))),
  'issued by another name': (branch, random) => void (belowRoot(branch, random).issuerName = 'CN=Nobody,O=Example'),
  'issued in other letters': (branch, random) => {
    const level = 1 + random.below(branch.links.length - 1);
    const issuer = branch.links[level - 1] as Link;
    (branch.links[level] as Link).issuerName = random.one([
      issuer.subject.toUpperCase(),
      issuer.subject.replace('O=', 'O=  ').replaceAll('Example', 'eXample'),
    ]);
  },
  'intermediate not sent': ofIntermediate((link) => void (link.sent = 0)),
  'intermediate sent twice': ofIntermediate((link) => void (link.sent = 2)),
  'root sent': (branch) => void (rootOf(branch).sent = 1),
  'root not trusted': (branch) => void (rootOf(branch).trusted = false),
  'root sent and not trusted': (branch) => void Object.assign(rootOf(branch), { trusted: false, sent: 1 }),
  downwards: (branch) => void (branch.order = 'downwards'),
  'intermediate trusted': ofIntermediate((link) => void (link.trusted = true)),
  'intermediate trusted alone': ofIntermediate((link, branch) => {
    rootOf(branch).trusted = false;
    link.trusted = true;
  }),
  'leaf trusted': (branch) => void (leafOf(branch).trusted = true),
  'leaf trusted alone': (branch) => {
    rootOf(branch).trusted = false;
    leafOf(branch).trusted = true;
  },
  'leaf is a CA': (branch, random) =>
    void Object.assign(leafOf(branch), { ca: true, usages: random.one([['digitalSignature'], ['keyCertSign'], null]) }),
  'self-signed leaf': (branch, random) => {
    branch.links.splice(0, branch.links.length - 1);
    const crls = random.chance(50) ? [{ thisUpdate: NOW - DAY, nextUpdate: NOW + DAY }] : [];
    const usages = random.one<KeyUsageName[] | null>([
      ['digitalSignature'],
      ['digitalSignature', 'cRLSign'],
      ['digitalSignature', 'keyCertSign', 'cRLSign'],
      null,
    ]);
    Object.assign(leafOf(branch), {
      trusted: random.chance(60),
      crls,
      usages,
      ...(random.chance(30) ? { without: [basicConstraints.oid] } : {}),
    });
  },
  'strangers sent': (branch, random) => {
    const sentFirst = random.chance(50);
    branch.further.push(() => ({ sent: [otherRoot()], sentFirst }));
  },
  'renewed intermediate sent, old one trusted': ofIntermediate((link, branch, random) => {
    const level = branch.links.indexOf(link);
    const old = { notAfter: random.chance(70) ? NOW - DAY : NOW + 10 * DAY };
    branch.further.push((chain) => ({ trusted: [twin(link, chain[level - 1], old)], trustedFirst: random.chance(50) }));
  }),
  'same name, another key': ofIntermediate((link, branch, random) => {
    const level = branch.links.indexOf(link);
    if (random.chance(60)) branch.links.forEach(withoutIdentifiers);
    const key = { signer: STRANGER, privateKey: STRANGER.privateKey };
    const place = random.one(['sent', 'sentFirst', 'trusted'] as const);
    branch.further.push((chain) => {
      const other = twin(link, chain[level - 1], { key });
      return place === 'trusted' ? { trusted: [other] } : { sent: [other], sentFirst: place === 'sentFirst' };
    });
  }),
  'roots of one name': (branch, random) => {
    if (random.chance(60)) branch.links.forEach(withoutIdentifiers);
    const trustedFirst = random.chance(50);
    const times = random.chance(30) ? { notAfter: NOW - DAY } : {};
    const key = { signer: STRANGER, privateKey: STRANGER.privateKey };
    branch.further.push(() => ({ trusted: [twin(rootOf(branch), undefined, { key, ...times })], trustedFirst }));
  },
  'root renewed with its key': (branch, random) => {
    const trustedFirst = random.chance(50);
    const times = random.one([
      { notAfter: NOW - DAY },
      { notAfter: NOW + 5000 * DAY },
      { notBefore: NOW - 200 * DAY, notAfter: NOW - 150 * DAY },
    ]);
    branch.further.push(() => ({ trusted: [twin(rootOf(branch), undefined, times)], trustedFirst }));
  },
  'cross-signed by another root': ofIntermediate((link, branch, random) => {
    const trusted = random.chance(50);
    const [sentFirst, listed] = [random.chance(50), random.chance(60)];
    if (random.chance(40)) rootOf(branch).trusted = false;
    branch.further.push(() => {
      const root = otherRoot(`CN=Cross ${branch.number},O=Example`);
      const crl = makeCrl({ issuer: root, thisUpdate: NOW - DAY, nextUpdate: NOW + DAY });
      return { sent: [twin(link, root, {})], sentFirst, trusted: trusted ? [root] : [], crls: listed ? [crl] : [] };
    });
  }),
  'issued by a leaf': (branch) => {
    const [leaf, issuer] = [leafOf(branch), branch.links.at(-2) as Link];
    const middle: Link = {
      ...leaf,
      subject: `CN=User ${branch.number}`,
      key: issuer.key,
      sent: 1,
      crls: [{ thisUpdate: NOW - DAY, nextUpdate: NOW + DAY }],
    };
    branch.links.splice(-1, 0, middle);
  },
  'purposes of a certificate': (branch, random) => {
    const lists = [
      [SERVER_AUTH],
      [ANY_EXTENDED_KEY_USAGE],
      [CLIENT_AUTH, SERVER_AUTH],
      [CLIENT_AUTH],
      [ANY_EXTENDED_KEY_USAGE, CLIENT_AUTH],
      null,
    ];
    any(branch, random).purposes = random.one(lists);
  },
  'usages of the leaf': (branch, random) => {
    const lists: (KeyUsageName[] | null)[] = [
      ['keyEncipherment'],
      ['keyAgreement'],
      ['keyCertSign'],
      ['nonRepudiation'],
      ['digitalSignature', 'keyEncipherment'],
      null,
    ];
    leafOf(branch).usages = random.one(lists);
  },
  'usages of a CA': (branch, random) => {
    const lists: (KeyUsageName[] | null)[] = [
      ['cRLSign'],
      ['keyCertSign'],
      ['digitalSignature'],
      ['keyCertSign', 'cRLSign', 'digitalSignature'],
      null,
    ];
    authority(branch, random).usages = random.one(lists);
  },
  'Netscape type': (branch, random) =>
    extend(
      any(branch, random),
      makeExtension(netscapeCertType, random.one([['sslClient'], ['sslServer'], ['sslCA'], ['sslClient', 'sslCA']])),
    ),
  'CA without basicConstraints': (branch, random) => {
    const link = authority(branch, random);
    link.without = [basicConstraints.oid];
    link.usages = random.one<KeyUsageName[] | null>([['keyCertSign', 'cRLSign'], ['digitalSignature'], null]);
    if (random.chance(30)) extend(link, makeExtension(netscapeCertType, ['sslCA']));
  },
  'CA that is none': (branch, random) =>
    void Object.assign(authority(branch, random), {
      ca: false,
      names: null,
      purposes: null,
      usages: random.one<KeyUsageName[] | null>([['keyCertSign', 'cRLSign'], ['digitalSignature'], null]),
    }),
  'version 1': (branch, random) => void (any(branch, random).bare = true),
  'version 3 without extensions': (branch, random) => void Object.assign(any(branch, random), { bare: true, version: 3 }),
  'extensions in an old version': (branch, random) => void (any(branch, random).version = random.one([1, 2, 4])),
  'path lengths': (branch, random) => void (authority(branch, random).pathLength = random.below(3)),
  'self-issued intermediate': ofIntermediate((link, branch, random) => {
    const next: Link = {
      ...link,
      key: { signer: keyNamed('pg rollover', 'ec'), privateKey: keyNamed('pg rollover', 'ec').privateKey },
      crls: link.crls.map((crl) => ({ ...crl })),
    };
    branch.links.splice(branch.links.indexOf(link) + 1, 0, next);
    if (random.chance(50)) link.pathLength = random.below(2);
    else rootOf(branch).pathLength = 1 + random.below(2);
  }),
  'unknown critical extension': (branch, random) => extend(any(branch, random), rawExtension(UNKNOWN, NULL_VALUE, true)),
  'unknown extension': (branch, random) => extend(any(branch, random), rawExtension(UNKNOWN, NULL_VALUE)),
  'unknown extension twice': (branch, random) => {
    const link = any(branch, random);
    link.extensions = [...(link.extensions ?? []), rawExtension(UNKNOWN, NULL_VALUE), rawExtension(UNKNOWN, NULL_VALUE)];
  },
  'critical policies': (branch, random) => {
    const policies = { ...makeExtension(certificatePolicies, [{ policy: oid('1.2.3'), qualifiers: [] }]), critical: true };
    extend(
      any(branch, random),
      random.one([policies, makeExtension(policyConstraints, { requireExplicitPolicy: 0 }), makeExtension(inhibitAnyPolicy, 0)]),
    );
  },
  'TLS feature': (branch, random) => extend(leafOf(branch), { ...makeExtension(tlsFeature, [5]), critical: random.chance(50) }),
  'proxy certificate': (branch) =>
    extend(
      leafOf(branch),
      rawExtension('1.3.6.1.5.5.7.1.14', Uint8Array.of(0x30, 0x0c, 0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 0x15, 1), true),
    ),
  'no key identifiers': (branch) => branch.links.forEach(withoutIdentifiers),
  'authority key identifier': (branch, random) => {
    const level = random.below(branch.links.length);
    const link = branch.links[level] as Link;
    const issuer = branch.links[Math.max(0, level - 1)] as Link;
    const right = new Uint8Array(createHash('sha256').update(issuer.key.signer.publicKey).digest()).subarray(0, 20);
    const name = parseName(random.one([(branch.links[Math.max(0, level - 2)] as Link).subject, 'CN=Wrong']));
    const byName = {
      authorityCertIssuer: [{ kind: 'directoryName' as const, name }],
      authorityCertSerialNumber: Uint8Array.of(random.one([0x41, 0x42])),
    };
    if (random.chance(40)) issuer.serialNumber = Uint8Array.of(0x41);
    if (level === 0 && random.chance(50)) link.without = [subjectKeyIdentifier.oid];
    const value = random.one([{ keyIdentifier: right.map((octet) => octet ^ 1) }, { keyIdentifier: right, ...byName }, byName]);
    return extend(link, makeExtension(authorityKeyIdentifier, value));
  },
  'name constraints': (branch, random) => {
    const leaf = leafOf(branch);
    if (random.chance(80)) leaf.names = Array.from({ length: 1 + random.below(3) }, () => random.one(names));
    const subtrees = (): { base: GeneralName; minimum: number; maximum?: number }[] =>
      Array.from({ length: 1 + random.below(3) }, () => ({
        base: random.one(bases),
        minimum: random.chance(5) ? 1 : 0,
        ...(random.chance(5) ? { maximum: 3 } : {}),
      }));
    const value = random.one([{ permitted: subtrees() }, { excluded: subtrees() }, { permitted: subtrees(), excluded: subtrees() }]);
    return extend(authority(branch, random), { ...makeExtension(nameConstraints, value), critical: random.chance(70) });
  },
  'names of the issuer permitted': (branch, random) => {
    const subtree = { base: { kind: 'directoryName' as const, name: parseName('O=Example') }, minimum: 0 };
    return extend(
      authority(branch, random),
      makeExtension(nameConstraints, { [random.one(['permitted', 'excluded'] as const)]: [subtree] }),
    );
  },
  'unusual key of a CA': (branch, random, keys) => {
    const kind = random.one<UnusualKey>([
      'rsa-1024',
      'rsa-2047',
      'rsa-3072',
      'rsa-pss',
      'P-224',
      'P-384',
      'P-521',
      'secp256k1',
      'brainpoolP256r1',
      'ed448',
    ]);
    authority(branch, random).key = keys.unusual(kind);
  },
  'unusual key of the leaf': (branch, random, keys) => {
    leafOf(branch).key = keys.unusual(random.one<UnusualKey>(['rsa-1024', 'rsa-2047', 'rsa-3072', 'P-384', 'P-521', 'ed448']));
  },
  'SHA-1': signOld('sha1'),
  MD5: signOld('md5'),
  'serial number': (branch, random) => {
    const numbers = [Uint8Array.of(0), Uint8Array.of(0x80), Uint8Array.of(0xff, 1), Uint8Array.from({ length: 26 }, (_, i) => 0x11 + i)];
    any(branch, random).serialNumber = random.one(numbers);
  },
  'unique identifiers': (branch, random) => void (any(branch, random).uniqueId = true),
  'empty subjectAltName': (branch, random) => extend(any(branch, random), rawExtension('2.5.29.17', Uint8Array.of(0x30, 0))),
  'explicit default': (branch, random) => {
    const link = any(branch, random);
    link.encodedExtensions = [
      encodeDer((out) =>
        out.sequence((inner) =>
          inner
            .oid(oid(UNKNOWN))
            .raw(Uint8Array.of(1, 1, 0))
            .octetString(NULL_VALUE),
        ),
      ),
    ];
  },
  'cA of another octet': (branch, random) =>
    extend(authority(branch, random), rawExtension('2.5.29.19', Uint8Array.of(0x30, 3, 1, 1, 1), true)),
  'basicConstraints of any kind': (branch, random) => {
    const values = [
      [0x30, 0],
      [0x30, 6, 1, 1, 0xff, 2, 1, 0xff],
      [0x30, 6, 1, 1, 0xff, 2, 1, 0],
      [0x30, 3, 2, 1, 0],
      [0x30, 3, 1, 1, 0],
      [4, 0],
    ];
    return extend(any(branch, random), rawExtension('2.5.29.19', Uint8Array.from(random.one(values)), random.chance(50)));
  },
  'length in the long form': (branch, random) => {
    const name = random.one(['2.5.29.17', UNKNOWN]);
    return extend(any(branch, random), rawExtension(name, Uint8Array.of(0x30, 0x81, 3, 0x82, 1, 0x61)));
  },
  'an extension that does not decode': (branch, random) =>
    extend(
      authority(branch, random),
      rawExtension(random.one(['2.5.29.15', '2.5.29.37', '2.5.29.35', '2.5.29.14', '2.5.29.31']), Uint8Array.of(0x30, 1)),
    ),
  'unused bits of the signature': (branch, random) => void (belowRoot(branch, random).unusedBits = 1 + random.below(7)),
  'trailing octets in the signature': (branch, random) =>
    void (belowRoot(branch, random).changeSignature = (signature) => Uint8Array.of(...signature, 0)),
  'trust settings': (branch, random) => {
    const link = random.one(branch.links);
    const lists = [[CLIENT_AUTH], [SERVER_AUTH], [CLIENT_AUTH, SERVER_AUTH], [ANY_EXTENDED_KEY_USAGE]].map((list) =>
      list.map((type) => oid(String(type))),
    );
    const part = random.one(['trusted', 'rejected', 'both', 'alias'] as const);
    link.trusted = true;
    link.settings = {
      ...(part === 'trusted' || part === 'both' ? { trusted: random.one(lists) } : {}),
      ...(part === 'rejected' || part === 'both' ? { rejected: random.one(lists) } : {}),
      ...(part === 'alias' ? { alias: Uint8Array.of(0x61) } : {}),
    };
    if (link !== branch.links[0] && random.chance(50)) rootOf(branch).trusted = false;
  },
  'key of another kind named': (branch, random) => {
    const level = 1 + random.below(branch.links.length - 1);
    const link = branch.links[level] as Link;
    link.signedBy = keyNamed('pg odd', (branch.links[level - 1] as Link).key.privateKey.kind === 'rsa' ? 'ec' : 'rsa');
  },
  'root named like its CA': (branch) => {
    if (branch.links.length < 3) return false;
    const root = rootOf(branch);
    return void ((branch.links[1] as Link).subject = formatName(parseName(root.subject)));
  },
};
