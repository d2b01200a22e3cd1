/** What is done to the certificates of random worlds: keys of many kinds, and changes that are faults, or merely unusual. */
import { oid, type Oid } from '../../lib/asn1/oid.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { concatBytes, utf8 } from '../../lib/base/bytes.ts';
import { ecdsaSha1AnyCurve, ecdsaSha256AnyCurve, ecdsaSha384AnyCurve } from '../../lib/crypto/ec/any-curve.ts';
import { ecdsaSha3_256 } from '../../lib/crypto/ec/ecdsa-sha3.ts';
import { sha1, sha256, sha384 } from '../../lib/crypto/hash.ts';
import { rsaPkcs1Md5, rsaPkcs1Sha1, rsaPkcs1Sha224, rsaPkcs1Sha256, rsaPkcs1Sha512_256 } from '../../lib/crypto/rsa/pkcs1.ts';
import { rsaPkcs1Sha3_256 } from '../../lib/crypto/rsa/pkcs1-sha3.ts';
import { rsaPss } from '../../lib/crypto/rsa/pss.ts';
import type { SignatureAlgorithm } from '../../lib/crypto/types.ts';
import { withNull, withoutParameters } from '../../lib/crypto/algorithm-encoding.ts';
import type { CurveName } from '../../lib/keys/types.ts';
import { rsaKeyOf, signerOf, type TestSigner } from '../../lib/testing/keys.ts';
import { RSA_1024, RSA_2048 } from '../../lib/testing/rsa-primes.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../lib/x509/extensions/key-identifiers.ts';
import { netscapeCertType } from '../../lib/x509/extensions/further.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { basicConstraints, type KeyUsageName } from '../../lib/x509/extensions/usage.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { AT, DAY, encodingOf, keyNamed, type Made, rawExtension, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';

const CLIENT = '1.3.6.1.5.5.7.3.2';
const SERVER = '1.3.6.1.5.5.7.3.1';
const ANY = '2.5.29.37.0';
/** Extended key usages, one of which nobody knows. */
export const USES: readonly string[] = [CLIENT, SERVER, ANY, '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.8', '2.16.840.1.113730.4.1', '1.2.3.4'];

/** Keys that are not Ed25519, made once: name of the kind, and how. */
export const KEYS: ReadonlyMap<string, () => TestSigner> = new Map<string, () => TestSigner>([
  ['rsa-2048', () => signerOf(rsaKeyOf(RSA_2048[0] as readonly [string, string]), rsaPkcs1Sha256)],
  ['rsa-2048b', () => signerOf(rsaKeyOf(RSA_2048[1] as readonly [string, string]), rsaPkcs1Sha224)],
  ['rsa-1024', () => signerOf(rsaKeyOf(RSA_1024), rsaPkcs1Sha256)],
  ['rsa-sha1', () => signerOf(rsaKeyOf(RSA_2048[2] as readonly [string, string]), rsaPkcs1Sha1)],
  ['rsa-md5', () => signerOf(rsaKeyOf(RSA_2048[2] as readonly [string, string]), rsaPkcs1Md5)],
  ['rsa-sha3', () => signerOf(rsaKeyOf(RSA_2048[2] as readonly [string, string]), rsaPkcs1Sha3_256)],
  ['rsa-sha512-256', () => signerOf(rsaKeyOf(RSA_2048[2] as readonly [string, string]), rsaPkcs1Sha512_256)],
  ['rsa-pss', () => signerOf(rsaKeyOf(RSA_2048[3] as readonly [string, string]), rsaPss({ hash: sha256, mgfHash: sha1, saltLength: 20 }))],
  [
    'rsa-pss-sha1',
    () => signerOf(rsaKeyOf(RSA_2048[3] as readonly [string, string]), rsaPss({ hash: sha1, mgfHash: sha1, saltLength: 20 })),
  ],
  ['pss-key', () => pssKey()],
  ['P-256', () => ecKey('P-256', ecdsaSha256AnyCurve)],
  ['P-256-sha1', () => ecKey('P-256', ecdsaSha1AnyCurve)],
  ['P-256-sha3', () => ecKey('P-256', ecdsaSha3_256)],
  ['P-384', () => ecKey('P-384', ecdsaSha384AnyCurve)],
  ['P-224', () => ecKey('P-224', ecdsaSha256AnyCurve)],
  ['brainpoolP256r1', () => ecKey('brainpoolP256r1', ecdsaSha256AnyCurve)],
  ['secp256k1', () => ecKey('secp256k1', ecdsaSha256AnyCurve)],
]);

function pssKey(): TestSigner {
  const { n, e, d, p, q, dp, dq, qi } = rsaKeyOf(RSA_2048[4] as readonly [string, string]);
  const restrictions = { hash: sha384.oid, mgfHash: sha384.oid, minSaltLength: 32 };
  return signerOf({ kind: 'rsa-pss', n, e, d, p, q, dp, dq, qi, restrictions }, rsaPss({ hash: sha384, mgfHash: sha384, saltLength: 48 }));
}

function ecKey(curve: CurveName, algorithm: SignatureAlgorithm): TestSigner {
  const octets = curve === 'P-384' ? 48 : curve === 'P-224' ? 28 : 32;
  const d = new Uint8Array(octets).fill(7);
  d.set(sha256.digest(utf8(curve)).subarray(0, octets - 4), 4);
  return signerOf({ kind: 'ec', curve, d }, algorithm);
}

/** Keys made so far. */
export const made: Map<string, TestSigner> = new Map();

/** The key of a kind, which is made once. */
export function keyOfKind(kind: string): TestSigner {
  const known = made.get(kind) ?? (KEYS.get(kind) as () => TestSigner)();
  made.set(kind, known);
  return known;
}

/** A recipe that may still be changed. */
export type Draft = { -readonly [K in keyof Recipe]: Recipe[K] };

/** A change of one certificate; `issuer` is who signs it. */
export type Fault = (draft: Draft, random: Random, issuer: Made | undefined) => void;

const add = (draft: Draft, ...extensions: Extension[]): void => void (draft.extensions = [...(draft.extensions ?? []), ...extensions]);
const integer = (value: bigint): Uint8Array => encodeDer((out) => out.integer(value));

/** Changes of any certificate. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  expired: (draft) => void (draft.notAfter = AT - DAY),
  'expired long ago': (draft) => void (draft.notAfter = AT - 50 * DAY),
  'expires now': (draft) => void (draft.notAfter = AT),
  'begins now': (draft) => void (draft.notBefore = AT),
  'begins soon': (draft) => void (draft.notBefore = AT + 1000),
  'not yet': (draft) => void (draft.notBefore = AT + DAY),
  'generalized time': (draft) => void (draft.timeForm = 'generalized'),
  'bad signature': (draft) => void (draft.breakSignature = true),
  'signed by a stranger': (draft) => void (draft.signedBy = keyNamed('stranger')),
  'other inner algorithm': (draft) => void (draft.innerAlgorithm = withoutParameters(oid('1.2.840.10045.4.3.2'))),
  'no identifiers': (draft) => void (draft.without = [subjectKeyIdentifier.oid, authorityKeyIdentifier.oid]),
  'no own identifier': (draft) => void (draft.without = [subjectKeyIdentifier.oid]),
  'wrong authority key': (draft) => add(draft, makeExtension(authorityKeyIdentifier, { keyIdentifier: Uint8Array.of(1, 2, 3) })),
  'right authority serial': (draft, _, issuer) => {
    if (issuer === undefined) return;
    const { issuer: name, serialNumber } = issuer.certificate;
    add(
      draft,
      makeExtension(authorityKeyIdentifier, {
        authorityCertIssuer: [{ kind: 'directoryName', name }],
        authorityCertSerialNumber: serialNumber,
      }),
    );
  },
  'wrong authority serial': (draft) =>
    add(
      draft,
      makeExtension(authorityKeyIdentifier, {
        authorityCertIssuer: [{ kind: 'directoryName', name: parseName('CN=Root A') }],
        authorityCertSerialNumber: Uint8Array.of(9),
      }),
    ),
  'wrong authority issuer': (draft) =>
    add(draft, makeExtension(authorityKeyIdentifier, { authorityCertIssuer: [{ kind: 'directoryName', name: parseName('CN=Nobody') }] })),
  'authority issuer is a host': (draft) =>
    add(draft, makeExtension(authorityKeyIdentifier, { authorityCertIssuer: [{ kind: 'dNSName', value: 'a.example' }] })),
  'other key identifier': (draft) => add(draft, makeExtension(subjectKeyIdentifier, Uint8Array.of(7, 7))),
  'version 1': (draft) => void (draft.bare = true),
  'version 1 with extensions': (draft) => void (draft.version = 1),
  'version 2': (draft) => void (draft.version = 2),
  'a CA or not': (draft) => void (draft.ca = draft.ca !== true),
  'no basicConstraints': (draft) => void (draft.without = [basicConstraints.oid]),
  'no basicConstraints, no keyUsage': (draft) => {
    draft.without = [basicConstraints.oid];
    draft.usages = null;
  },
  'path length 0': (draft) => void (draft.pathLength = 0),
  'path length 1': (draft) => void (draft.pathLength = 1),
  'path length 2': (draft) => void (draft.pathLength = 2),
  'huge path length': (draft) => add(draft, rawExtension(basicConstraints.oid, constraintsOf(2n ** 40n))),
  'enormous path length': (draft) => add(draft, rawExtension(basicConstraints.oid, constraintsOf(2n ** 70n))),
  'negative path length': (draft) => add(draft, rawExtension(basicConstraints.oid, constraintsOf(-1n))),
  'basicConstraints twice': (draft) => {
    add(draft, makeExtension(basicConstraints, { ca: true }));
    add(draft, makeExtension(basicConstraints, { ca: true }));
  },
  'malformed basicConstraints': (draft) => add(draft, rawExtension(basicConstraints.oid, Uint8Array.of(0x30, 0x05, 1))),
  'octets behind basicConstraints': (draft) =>
    add(
      draft,
      rawExtension(
        basicConstraints.oid,
        concatBytes(
          encodeDer((out) => out.sequence((inner) => inner.boolean(true))),
          Uint8Array.of(5, 0),
        ),
      ),
    ),
  'other keyUsage': (draft, random) => {
    const all: readonly KeyUsageName[] = [
      'digitalSignature',
      'nonRepudiation',
      'keyEncipherment',
      'keyAgreement',
      'keyCertSign',
      'cRLSign',
      'decipherOnly',
    ];
    draft.usages = all.filter(() => random.chance(35));
  },
  'no keyUsage': (draft) => void (draft.usages = null),
  'other extendedKeyUsage': (draft, random) => {
    const uses = USES.filter(() => random.chance(30));
    draft.purposes = uses.length === 0 ? [random.one(USES)] : uses;
  },
  'no extendedKeyUsage': (draft) => void (draft.purposes = null),
  'critical extendedKeyUsage': (draft) =>
    add(
      draft,
      rawExtension(
        '2.5.29.37',
        encodeDer((out) => out.sequence((inner) => inner.oid(oid('1.3.6.1.5.5.7.3.8')))),
        true,
      ),
    ),
  'extendedKeyUsage of nothing': (draft) => add(draft, rawExtension('2.5.29.37', Uint8Array.of(0x30, 0))),
  'extendedKeyUsage twice': (draft) => {
    for (const use of [CLIENT, SERVER])
      add(
        draft,
        rawExtension(
          '2.5.29.37',
          encodeDer((out) => out.sequence((inner) => inner.oid(oid(use)))),
        ),
      );
    draft.purposes = null;
  },
  'Netscape type': (draft, random) => {
    const types = (['sslClient', 'sslServer', 'smime', 'objectSigning', 'sslCA', 'smimeCA', 'objectSigningCA'] as const).filter(() =>
      random.chance(40),
    );
    add(draft, makeExtension(netscapeCertType, types));
    if (random.chance(50)) draft.usages = null;
    if (random.chance(50)) draft.without = [basicConstraints.oid];
  },
  'unknown critical extension': (draft) => add(draft, rawExtension('1.2.3.4.5', Uint8Array.of(5, 0), true)),
  'unknown extension twice': (draft) => {
    for (let count = 0; count < 2; count++)
      draft.encodedExtensions = [
        ...(draft.encodedExtensions ?? []),
        encodeDer((out) => out.sequence((inner) => inner.oid(oid('1.2.3.4.6')).octetString(Uint8Array.of(5, 0)))),
      ];
  },
  'critical identifiers': (draft) => add(draft, rawExtension(subjectKeyIdentifier.oid, Uint8Array.of(4, 1, 1), true)),
  'critical policies': (draft) =>
    add(
      draft,
      rawExtension(
        '2.5.29.32',
        encodeDer((out) => out.sequence((list) => list.sequence((one) => one.oid(oid('1.2.3'))))),
        true,
      ),
    ),
  'name constraints': (draft, random) =>
    add(
      draft,
      makeExtension(nameConstraints, {
        [random.one(['permitted', 'excluded'] as const)]: [
          { base: { kind: 'dNSName', value: random.one(['example.com', 'example.org']) }, minimum: 0 },
        ],
      }),
    ),
  'constraints on nothing': (draft) => add(draft, rawExtension(nameConstraints.oid, Uint8Array.of(0x30, 0))),
  'malformed alternative name': (draft) => add(draft, rawExtension('2.5.29.17', Uint8Array.of(0x30, 2, 0x82, 5))),
  'alternative names of nothing': (draft) => add(draft, rawExtension('2.5.29.17', Uint8Array.of(0x30, 0))),
  'a point without a name': (draft) => add(draft, rawExtension('2.5.29.31', Uint8Array.of(0x30, 2, 0x30, 0))),
  'a proxy': (draft) => {
    add(
      draft,
      rawExtension(
        '1.3.6.1.5.5.7.1.14',
        encodeDer((out) => out.sequence((info) => info.sequence((policy) => policy.oid(oid('1.3.6.1.5.5.7.21.1'))))),
      ),
    );
    if (draft.names !== undefined) draft.names = null;
  },
  'a proxy without other names': (draft) => {
    draft.names = null;
    draft.ca = false;
    add(
      draft,
      rawExtension(
        '1.3.6.1.5.5.7.1.14',
        encodeDer((out) => out.sequence((info) => info.integer(1n).sequence((policy) => policy.oid(oid('1.3.6.1.5.5.7.21.1'))))),
      ),
    );
  },
  'name in other letters': (draft, _, issuer) => {
    if (issuer !== undefined) draft.issuerName = draft.issuerName ?? 'CN=root  A';
  },
  'malformed key': (draft) => void (draft.publicKey = brokenKey()),
  'key by numbers': (draft) => void (draft.publicKey = explicitKey()),
  'key without NULL': (draft) => void (draft.publicKey = keyWithout()),
};

function constraintsOf(pathLength: bigint): Uint8Array {
  return encodeDer((out) => out.sequence((inner) => inner.boolean(true).raw(integer(pathLength))));
}

/** A point that is not on P-256. */
function brokenKey(): Uint8Array {
  const point = new Uint8Array(65).fill(1);
  point[0] = 4;
  return encodeDer((out) =>
    out.sequence((info) =>
      info.sequence((algorithm) => algorithm.oid(oid('1.2.840.10045.2.1')).oid(oid('1.2.840.10045.3.1.7'))).bitString(point),
    ),
  );
}

/** RSA whose parameters are absent. */
function keyWithout(): Uint8Array {
  const der = keyOfKind('rsa-2048').publicKey;
  const octets = der.subarray(-270);
  return encodeDer((out) =>
    out.sequence((info) => info.sequence((algorithm) => algorithm.oid(oid('1.2.840.113549.1.1.1'))).bitString(octets)),
  );
}

/** Octets of hexadecimal digits. */
export const hex: (text: string) => Uint8Array = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** P-256 by its numbers, with the point of the key of that kind. */
function explicitKey(): Uint8Array {
  const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const b = hex('5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b');
  const base = hex(
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  );
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const a = hex((p - 3n).toString(16));
  const point = keyOfKind('P-256').publicKey.subarray(-65);
  return encodeDer((out) =>
    out.sequence((info) =>
      info
        .sequence((algorithm) =>
          algorithm.oid(oid('1.2.840.10045.2.1')).sequence((numbers) =>
            numbers
              .integer(1n)
              .sequence((field) => field.oid(oid('1.2.840.10045.1.1')).integer(p))
              .sequence((curve) => curve.octetString(a).octetString(b))
              .octetString(base)
              .integer(order)
              .integer(1n),
          ),
        )
        .bitString(point),
    ),
  );
}

/** Another encoding of the algorithm: with NULL where there is none, and the other way around. */
export function otherEncoding(signer: TestSigner, type: Oid): Uint8Array {
  const usual = encodingOf(signer);
  const other = withNull(type);
  return usual.length === other.length ? withoutParameters(type) : other;
}
