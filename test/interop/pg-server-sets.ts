/** Random sets of a server's TLS files and settings: good ones of every form, and ones with one or two faults. */
import { createSigner, encodePem, encodePkcs8, generateKeyPair, loadPrivateKey, type PrivateKey, sha1 } from '../../lib/index.ts';
import { nameHash } from '../../lib/x509/index.ts';
import { DAY, keyNamed, make, type Made, makeCrl, rawExtension, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import type { Workshop } from './openssl-tools.ts';

/** Who a key file belongs to. */
export type Owner = 'server' | 'root' | 'other';

/** How a key file stands in the folder. */
export interface KeyPlace {
  readonly mode: number;
  readonly owner: Owner;
  readonly kind: 'file' | 'link' | 'directory' | 'absent' | 'behind a file';
}

/** Content of a file, or what stands in its place. */
export type Content = string | Uint8Array | { readonly instead: 'nothing' | 'directory' | 'unreadable' };

const ABSENT: Content = { instead: 'nothing' };
const DIRECTORY: Content = { instead: 'directory' };
const UNREADABLE: Content = { instead: 'unreadable' };

/** Files, settings and the answer of the command for passphrases. */
export interface FileSet {
  /** How it was made, for messages. */
  readonly about: string;
  readonly cert: Content;
  readonly key: string | Uint8Array;
  readonly keyPlace: KeyPlace;
  /** Undefined: the setting is empty. */
  readonly ca: Content | undefined;
  readonly crl: Content | undefined;
  readonly crlDir: Readonly<Record<string, string>> | 'absent' | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly passphrase: { readonly status: number; readonly output: string } | null;
}

type Named<T> = readonly [about: string, value: T];

/** A key with the certificates made for it, as PEM. */
interface Identity {
  readonly about: string;
  readonly cert: string;
  readonly key: string;
}

/** What all sets of a run are made of. */
export interface Materials {
  readonly identities: readonly Identity[];
  readonly odd: readonly Identity[];
  readonly certificates: readonly Named<string>[];
  readonly ca: string;
  readonly other: string;
  readonly crl: string;
  readonly crlName: string;
  readonly trusted: string;
  readonly keyForms: readonly Named<string | Uint8Array>[];
  readonly lockedForms: readonly Named<string>[];
  readonly dhParameters: string;
}

const NOW: number = Date.now();
const pem = ({ certificate }: Made): string => encodePem('CERTIFICATE', certificate.der);
const keyPem = (key: PrivateKey): string => encodePem('PRIVATE KEY', encodePkcs8(key));
const derOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/-----[^-]*-----|\s/g, ''), 'base64'));

function changed(octets: Uint8Array, at: number, octet: number): Uint8Array {
  const copy = Uint8Array.from(octets);
  copy[at] = octet;
  return copy;
}

/** Keys that OpenSSL makes; the digest signs the certificate. */
const ODD: readonly (readonly [about: string, words: string, digest: string])[] = [
  ['RSA-1024', '-algorithm RSA -pkeyopt rsa_keygen_bits:1024', 'sha256'],
  ['secp256k1', '-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1', 'sha256'],
  ['P-224', '-algorithm EC -pkeyopt ec_paramgen_curve:secp224r1', 'sha256'],
  ['brainpool', '-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1', 'sha256'],
  ['Ed448', '-algorithm ED448', 'sha512'],
  ['RSA-PSS', '-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048', 'sha256'],
  ['P-521', '-algorithm EC -pkeyopt ec_paramgen_curve:secp521r1', 'sha512'],
];

/** Makes keys, certificates and lists. */
export function makeMaterials(shop: Workshop): Materials {
  const authority = (subject: string): Made => make({ subject, ca: true, notBefore: NOW - 9 * DAY, notAfter: NOW + 900 * DAY });
  const ca = authority('CN=CA');
  const key = generateKeyPair({ kind: 'ec', curve: 'P-256' }).privateKey;
  const leaf = (recipe: Partial<Recipe> = {}): string =>
    pem(make({ subject: 'CN=db', issuer: ca, key: createSigner(key), notBefore: NOW - DAY, notAfter: NOW + 99 * DAY, ...recipe }));
  const rsa = keyNamed('server', 'rsa');
  const ed25519 = keyNamed('server', 'ed25519');
  const identity = (about: string, made: Made, privateKey: PrivateKey): Identity => ({ about, cert: pem(made), key: keyPem(privateKey) });
  const identities = [
    { about: 'EC', cert: leaf(), key: keyPem(key) },
    identity('RSA', make({ subject: 'CN=db', issuer: ca, key: rsa }), rsa.privateKey),
    identity('Ed25519', make({ subject: 'CN=db', issuer: ca, key: ed25519 }), ed25519.privateKey),
  ];
  const odd = ODD.map(([about, words, digest]): Identity => {
    shop.make('genpkey', ...words.split(' '), '-out', 'odd.key');
    shop.make(...`req -x509 -new -key odd.key -subj /CN=db -days 9 -out odd.crt -${digest}`.split(' '));
    return { about, cert: shop.read('odd.crt'), key: shop.read('odd.key') };
  });
  shop.write('ca.crt', pem(ca));
  shop.write('server.key', keyPem(key));
  shop.write('server.crt', leaf());
  shop.write('ca.key', keyPem(loadPrivateKey(keyPem(keyNamed('CN=CA').privateKey))));
  shop.make(...'x509 -in server.crt -trustout -addtrust clientAuth -out trusted.crt'.split(' '));
  shop.make(...'req -new -key server.key -subj /CN=db -out server.csr'.split(' '));
  shop.make(...'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out sha1.key'.split(' '));
  shop.make(...'req -x509 -new -key sha1.key -subj /CN=CA -days 9 -out sha1-ca.crt'.split(' '));
  shop.make(...'x509 -req -in server.csr -CA sha1-ca.crt -CAkey sha1.key -sha1 -set_serial 5 -out sha1.crt'.split(' '));
  const extension = (type: string, ...octets: readonly number[]): Partial<Recipe> => ({
    extensions: [rawExtension(type, Uint8Array.from(octets))],
  });
  const crl = makeCrl({ issuer: ca });
  const { keyForms, lockedForms } = makeKeyForms(shop, key);
  return {
    identities,
    odd,
    certificates: [
      ['expired', leaf({ notBefore: NOW - 9 * DAY, notAfter: NOW - DAY })],
      ['not yet valid', leaf({ notBefore: NOW + DAY })],
      ['broken signature', leaf({ breakSignature: true })],
      ['a CA', leaf({ ca: true, usages: null })],
      ['unknown critical', leaf({ extensions: [rawExtension('1.2.3.4', Uint8Array.of(5, 0), true)] })],
      ['bad basicConstraints', leaf(extension('2.5.29.19', 4, 0))],
      ['bad keyUsage', leaf(extension('2.5.29.15', 5, 0))],
      ['bad EKU', leaf(extension('2.5.29.37', 0x30, 1))],
      ['bad SAN', leaf(extension('2.5.29.17', 1, 2, 3))],
      ['bad name constraints', leaf(extension('2.5.29.30', 1, 2, 3))],
      ['bad AKI', leaf(extension('2.5.29.35', 4, 1, 1))],
      ['version 1', leaf({ bare: true })],
      ['SHA-1', shop.read('sha1.crt')],
      ['for clients', leaf({ purposes: ['1.3.6.1.5.5.7.3.2'] })],
      ['signature padded', leaf({ unusedBits: 1 })],
    ],
    ca: pem(ca),
    other: pem(authority('CN=Other')),
    crl: encodePem('X509 CRL', crl.der),
    crlName: nameHash(crl.issuer, sha1),
    trusted: shop.read('trusted.crt'),
    keyForms,
    lockedForms,
    dhParameters: shop.openssl('genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048'.split(' ')).stdout,
  };
}

function makeKeyForms(shop: Workshop, key: PrivateKey): Pick<Materials, 'keyForms' | 'lockedForms'> {
  const made = (words: string): string => {
    shop.make(...`${words} -out form.key`.split(' '));
    return shop.read('form.key');
  };
  const pkcs8 = keyPem(key);
  const sec1 = made('ec -in server.key');
  const der = encodePkcs8(key);
  const other = keyPem(generateKeyPair({ kind: 'ec', curve: 'P-256' }).privateKey);
  const publicKey = made('pkey -in server.key -pubout');
  const parameters = made('ecparam -name prime256v1');
  return {
    keyForms: [
      ['PKCS#8', pkcs8],
      ['SEC 1', sec1],
      ['SEC 1 with parameters', parameters + sec1],
      ['no public key', made('ec -in server.key -no_public')],
      ['DER', der],
      ['another key', other],
      ['another type', keyPem(keyNamed('x', 'ed25519').privateKey)],
      ['RSA instead', made('rsa -traditional -in server.key'.replace('server.key', writeRsa(shop)))],
      ['public key', publicKey],
      ['public and private', publicKey + pkcs8],
      ['two keys', pkcs8 + other],
      ['two keys, wrong one first', other + pkcs8],
      ['text', 'garbage\n'],
      ['empty', ''],
      ['certificate only', shop.read('server.crt')],
      ['text around', `hello\n${pkcs8}bye\n`],
      ['octets behind', encodePem('PRIVATE KEY', Uint8Array.of(...der, 0))],
      ['a broken block first', `-----BEGIN PRIVATE KEY-----\n****\n-----END PRIVATE KEY-----\n${pkcs8}`],
      ['an empty block first', `-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n${pkcs8}`],
      ['a bad key first', encodePem('PRIVATE KEY', Uint8Array.of(0x30, 1, 5)) + pkcs8],
      ['cut', pkcs8.slice(0, -30)],
      ['CRLF', pkcs8.replaceAll('\n', '\r\n')],
      ['label of PKCS#1', pkcs8.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')],
      ['label of SEC 1', pkcs8.replaceAll('PRIVATE KEY', 'EC PRIVATE KEY')],
      ['label of PKCS#8', sec1.replaceAll('EC PRIVATE KEY', 'PRIVATE KEY')],
      ['any label', pkcs8.replaceAll('PRIVATE KEY', 'ANY PRIVATE KEY')],
      ['lower-case label', pkcs8.replaceAll('PRIVATE KEY', 'private key')],
      ['damaged', encodePem('PRIVATE KEY', changed(der, 9, 0xff))],
      ['of OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n'],
    ],
    lockedForms: [
      ['PBES2', made('pkcs8 -topk8 -in server.key -passout pass:secret -iter 1000')],
      ['PBES2, 3DES', made('pkcs8 -topk8 -in server.key -v2 des3 -passout pass:secret -iter 1000')],
      ['scrypt', made('pkcs8 -topk8 -in server.key -scrypt -scrypt_N 1024 -passout pass:secret')],
      ['PBES1', made('pkcs8 -topk8 -in server.key -v1 PBE-SHA1-3DES -passout pass:secret -iter 1000')],
      ['RFC 1421', made('ec -in server.key -aes128 -passout pass:secret')],
      ['RFC 1421, 3DES', made('ec -in server.key -des3 -passout pass:secret')],
      ['RFC 1421, unknown cipher', made('ec -in server.key -aes128 -passout pass:secret').replace('AES-128-CBC', 'AES-129-CBC')],
      ['RFC 1421, short IV', made('ec -in server.key -aes128 -passout pass:secret').replace(/(AES-128-CBC,.{10}).*/, '$1')],
      ['not encrypted at all', pkcs8.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY')],
      ['damaged', made('pkcs8 -topk8 -in server.key -passout pass:secret -iter 1000').replace(/\n.{20}/, '\nMAAA')],
    ],
  };
}

function writeRsa(shop: Workshop): string {
  shop.write('rsa.key', keyPem(keyNamed('server', 'rsa').privateKey));
  return 'rsa.key';
}

/** Ways to write blocks, good and bad ones. */
const SPELLINGS: readonly Named<(text: string) => string>[] = [
  ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['CR', (text) => text.replaceAll('\n', '\r')],
  ['text around', (text) => `subject=x\n\n${text}\nbye`],
  ['blanks at the ends', (text) => text.replaceAll('\n', '  \t\n')],
  ['indented', (text) => text.replaceAll('\n', '\n ')],
  ['byte order mark', (text) => `\ufeff${text}`],
  ['no last line end', (text) => text.trimEnd()],
  ['one long line', (text) => text.replace(/(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/=])/g, '')],
  ['an empty line', (text) => text.replace(/\n(?=.{64}\n)/, '\n\n')],
  ['a blank line in the midst', (text) => text.replace(/\n(?=.{1,63}\n-)/, '\n\n')],
  ['END missing', (text) => text.replace(/-----END[^\n]*\n/, '')],
  ['other END', (text) => text.replace(/-----END /, '-----END X')],
  ['lower-case label', (text) => text.replace(/(BEGIN|END) [A-Z0-9 ]+/g, (line) => line.toLowerCase())],
  ['a star in it', (text) => text.replace(/\n.{9}/, (start) => `${start.slice(0, -1)}*`)],
  ['a dash in it', (text) => text.replace(/\n.{9}/, (start) => `${start.slice(0, -1)}-`)],
  ['a colon in it', (text) => text.replace(/\n.{9}/, (start) => `${start.slice(0, -1)}:`)],
  ['a NUL in it', (text) => text.replace(/\n.{9}/, (start) => `${start.slice(0, -1)}\0`)],
  ['one character less', (text) => text.replace(/.(?=\n-----END)/, '')],
  ['four characters less', (text) => text.replace(/(?<=\n.{4}).{4}/, '')],
  ['padding in the midst', (text) => text.replace(/(?<=\n.{4}).{4}/, 'AA==')],
  ['a header', (text) => text.replace('-----\n', '-----\nX-Note: hello\n\n')],
  [
    'a header of encryption',
    (text) => text.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n'),
  ],
  ['a header of its type', (text) => text.replace('-----\n', '-----\nProc-Type: 4,MIC-CLEAR\n\n')],
  ['four dashes', (text) => text.replace('-----BEGIN', '----BEGIN')],
  ['six dashes', (text) => text.replaceAll('-----', '------')],
  ['as UTF-16', (text) => text.replaceAll(/(?<=.)/gs, '\0')],
];

/** Blocks of one certificate, list or key, and what may become of their octets. */
const OCTETS: readonly Named<(der: Uint8Array) => Uint8Array>[] = [
  ['an octet behind', (der) => Uint8Array.of(...der, 0)],
  ['an octet less', (der) => der.subarray(0, -1)],
  ['another tag', (der) => changed(der, 0, 0x31)],
  ['empty SEQUENCE', () => Uint8Array.of(0x30, 0)],
  ['long length', (der) => Uint8Array.of(0x30, 0x83, 0, ...der.subarray(2))],
];

function respell(random: Random, text: string): Named<string> {
  if (random.chance(25)) {
    const [about, change] = random.one(OCTETS);
    const label = /BEGIN ([^-]*)-/.exec(text)?.[1] ?? '';
    return [about, encodePem(label, change(derOf(text)))];
  }
  const [about, change] = random.one(SPELLINGS);
  return [about, change(text)];
}

function chooseCertificate(random: Random, materials: Materials, { cert, key }: Identity): Named<Content> {
  const { ca, other, crl, trusted } = materials;
  switch (random.below(6)) {
    case 0: {
      return random.one(materials.certificates);
    }
    case 1: {
      const [about, text] = respell(random, cert);
      return [`certificate ${about}`, text];
    }
    case 2: {
      const [about, text] = respell(random, ca);
      return [`CA behind it ${about}`, cert + text];
    }
    case 3: {
      const label = random.one(['X509 CERTIFICATE', 'TRUSTED CERTIFICATE', 'CERTIFICATE REQUEST', 'PKCS7', 'CERTIFICATE ', 'ANY']);
      return [`label ${label}`, encodePem('CERTIFICATE', derOf(cert)).replaceAll('CERTIFICATE', label)];
    }
    case 4:
      return random.one<Named<Content>>([
        ['chain', cert + ca],
        ['chain with more', cert + other + ca + ca],
        ['CA first', ca + cert],
        ['with its key', cert + key],
        ['key first', key + cert],
        ['a CRL behind it', cert + crl],
        ['trusted', trusted],
        ['a trusted one behind it', cert + trusted],
        ['a trusted one without settings', cert.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE')],
      ]);
    default:
      return random.one<Named<Content>>([
        ['no certificate', ABSENT],
        ['empty certificate', ''],
        ['a text for a certificate', 'garbage'],
        ['a DER certificate', derOf(cert)],
        ['a directory for a certificate', DIRECTORY],
        ['an unreadable certificate', UNREADABLE],
        ['a CRL for a certificate', crl],
      ]);
  }
}

function chooseTrusted(random: Random, { ca, other, crl, trusted, identities, lockedForms }: Materials): Named<Content> {
  const [{ key }] = identities as readonly [Identity];
  switch (random.below(4)) {
    case 0: {
      const [about, text] = respell(random, random.one([ca, crl]));
      return [about, text];
    }
    case 1: {
      const [about, text] = respell(random, random.one([ca, crl, trusted, key]));
      return [`behind another, ${about}`, other + text];
    }
    case 2:
      return random.one<Named<Content>>([
        ['two', ca + other],
        ['twice', ca + ca],
        ['with a CRL', ca + crl],
        ['CRL only', crl],
        ['trusted only', trusted],
        ['trusted too', trusted + ca],
        ['with a key', ca + key],
        ['with a locked key', ca + lockedForms[0]?.[1]],
        ['with a key locked by RFC 1421', ca + lockedForms[4]?.[1]],
        ['with a request', `${ca}-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n`],
        ['with X509 label', ca.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
      ]);
    default:
      return random.one<Named<Content>>([
        ['absent', ABSENT],
        ['empty', ''],
        ['text', 'garbage'],
        ['DER', derOf(ca)],
        ['directory', DIRECTORY],
        ['unreadable', UNREADABLE],
        ['key only', key],
      ]);
  }
}

const PROTOCOLS: readonly string[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

function chooseSettings(random: Random): Readonly<Record<string, string>> {
  switch (random.below(4)) {
    case 0:
      return { ssl_min_protocol_version: random.one(PROTOCOLS), ssl_max_protocol_version: random.one([...PROTOCOLS, '']) };
    case 1:
      return {
        ssl_ecdh_curve: random.one(
          'prime256v1 secp384r1 secp521r1 secp256k1 P-256 X25519 nosuch secp224r1 brainpoolP256r1 sect283k1 secp112r1 PRIME256V1 secp256r1'.split(
            ' ',
          ),
        ),
      };
    case 2:
      return {
        ssl_ciphers: random.one(
          'HIGH NOSUCH DEFAULT aRSA aECDSA HIGH:!aRSA ECDHE-RSA-AES128-GCM-SHA256 ALL:@SECLEVEL=1 ALL:@SECLEVEL=3 ALL:@SECLEVEL=5 ALL:@SECLEVEL=0 eNULL HIGH:@STRENGTH HIGH:@X +HIGH !ALL'
            .split(' ')
            .concat('HIGH, MEDIUM', 'ALL;!ALL', ' ', 'TLS_AES_128_GCM_SHA256', 'aNULL'),
        ),
        ...(random.chance(50) ? { ssl_max_protocol_version: 'TLSv1.2' } : {}),
      };
    default:
      return { ssl: random.one(['off', 'on', 'no', 'tru']) };
  }
}

/** Chooses a set: some of its parts are odd, and the others good. */
export function chooseSet(random: Random, materials: Materials): FileSet {
  const about: string[] = [];
  const told = <T>([what, value]: Named<T>, place = ''): T => {
    about.push(`${place}${what}`);
    return value;
  };
  const identity = random.chance(12)
    ? random.one(materials.odd)
    : random.chance(30)
      ? random.one(materials.identities)
      : (materials.identities[0] as Identity);
  about.push(identity.about);
  const parts = new Set(Array.from({ length: random.one([1, 1, 1, 2, 3]) }, () => random.below(8)));
  const cert = parts.has(0) || parts.has(7) ? told(chooseCertificate(random, materials, identity)) : identity.cert;
  let key: string | Uint8Array = parts.has(1) ? told(random.one(materials.keyForms), 'key ') : identity.key;
  const settings: Record<string, string> = {};
  let passphrase: FileSet['passphrase'] = null;
  if (parts.has(2)) {
    key = told(random.one(materials.lockedForms), 'key locked by ');
    if (random.chance(85)) {
      const output = random.one([
        'secret\n',
        'secret\n',
        'secret',
        'secret\r\n',
        'secret\nmore\n',
        ' secret\n',
        'wrong\n',
        '\n',
        '',
        'secret \n',
        `${'x'.repeat(1100)}\n`,
      ]);
      passphrase = { status: random.chance(20) ? 3 : 0, output };
      about.push(`passphrase ${JSON.stringify(passphrase)}`);
    }
    if (random.chance(60)) settings['ssl_passphrase_command_supports_reload'] = 'on';
  }
  const ca = parts.has(3) ? told(chooseTrusted(random, materials), 'CA ') : random.chance(30) ? materials.ca : undefined;
  const crl = parts.has(4) ? told(chooseTrusted(random, materials), 'CRL ') : random.chance(20) ? materials.crl : undefined;
  const crlDir =
    parts.has(4) && random.chance(50)
      ? random.one<FileSet['crlDir']>(['absent', { [`${materials.crlName}.r0`]: materials.crl }, {}])
      : undefined;
  if (crlDir !== undefined) about.push(`folder ${JSON.stringify(crlDir === 'absent' ? crlDir : Object.keys(crlDir))}`);
  if (parts.has(5)) Object.assign(settings, chooseSettings(random));
  if (parts.has(5) && random.chance(15)) settings['ssl_dh_params_file'] = 'dh.pem';
  about.push(JSON.stringify(settings));
  const keyPlace = parts.has(6) ? choosePlace(random) : ({ mode: 0o600, owner: 'server', kind: 'file' } as const);
  if (parts.has(6)) about.push(`key ${keyPlace.kind}, mode ${keyPlace.mode.toString(8)} of ${keyPlace.owner}`);
  return { about: about.join('; '), cert, key, keyPlace, ca, crl, crlDir, settings, passphrase };
}

function choosePlace(random: Random): KeyPlace {
  return {
    mode: random.one([0o600, 0o400, 0o640, 0o440, 0o660, 0o644, 0o700, 0o750, 0o620, 0o604, 0o4600, 0o2640, 0o1600, 0o000, 0o200]),
    owner: random.one(['server', 'server', 'root', 'root', 'other']),
    kind: random.one(['file', 'file', 'file', 'file', 'link', 'directory', 'absent', 'behind a file']),
  };
}
