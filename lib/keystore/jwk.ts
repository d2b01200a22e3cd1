/**
 * JSON Web Keys, both ways: RSA and EC (RFC 7517, RFC 7518 section 6), EC on secp256k1 (RFC 8812 3.1), OKP for the keys of RFC 8410 (RFC 8037), AKP for ML-DSA
 * (RFC 9964), and thumbprints (RFC 7638).
 *
 * Strict: base64url without padding and with zero spare bits, integers in the fewest octets, coordinates and scalars in exactly as many as the curve
 * has (RFC 7518 6.2.1.2). A private key brings its public half; whether they belong together is arithmetic, which `findKeyMismatch` does.
 *
 * Left out, each refused by name: symmetric keys (`oct`), the curves P-224 and Brainpool, SLH-DSA and RSASSA-PSS keys, which no RFC gives a JWK, RSA private
 * keys without their primes, JWK Sets, and encrypted JWKs.
 */
import { bigIntToBytes, concatBytes, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { given } from '../base/given.ts';
import { uncompressedPoint } from '../crypto/ec/points.ts';
import { sha256 } from '../crypto/hash.ts';
import { publicKeyOf } from '../crypto/public-half.ts';
import type { Hash } from '../crypto/types.ts';
import { curveFieldOctets } from '../keys/curves.ts';
import { checkedPublicOctets, octetPublicKey } from '../keys/octet-keys.ts';
import { MAX_RSA_PRIMES } from '../keys/pkcs1.ts';
import type {
  CurveName,
  MlDsaName,
  MlDsaPublicKey,
  PrivateKey,
  PublicKey,
  RsaOtherPrime,
  RsaPrivateKey,
  RsaPublicKey,
} from '../keys/types.ts';
import { encodeBase64Url } from './base64url.ts';
import { JwkMembers } from './jwk-members.ts';

/** A JSON Web Key as a plain object. What `toJwk` does not know is passed by. */
export interface Jwk {
  readonly kty: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
  readonly d?: string;
  readonly p?: string;
  readonly q?: string;
  readonly dp?: string;
  readonly dq?: string;
  readonly qi?: string;
  readonly oth?: readonly { readonly r: string; readonly d: string; readonly t: string }[];
  readonly pub?: string;
  readonly priv?: string;
  readonly alg?: string;
  readonly use?: string;
  readonly key_ops?: readonly string[];
  readonly kid?: string;
}

/** What a JWK says besides its key, and what cannot be computed here. */
export interface JwkOptions {
  /** Algorithm the key is for, such as `ES256`. */
  readonly alg?: string;
  /** `sig` or `enc`. */
  readonly use?: string;
  readonly key_ops?: readonly string[];
  /** Name of the key, such as its thumbprint. */
  readonly kid?: string;
  /** The public half of an ML-DSA private key, which `certwright/post-quantum` computes; not looked at for others. */
  readonly publicKey?: PublicKey;
}

/** The keys of a JWK. */
export interface JwkKeys {
  readonly publicKey: PublicKey;
  /** Absent: a public JWK. */
  readonly privateKey?: PrivateKey;
}

/** Curves of `kty` EC (RFC 7518 6.2.1.1, RFC 8812 3.1), which JOSE names as we do. */
const EC_CURVES: readonly CurveName[] = ['P-256', 'P-384', 'P-521', 'secp256k1'];

/** Curves of `kty` OKP (RFC 8037 section 2). */
const OKP_CURVES = { Ed25519: 'ed25519', Ed448: 'ed448', X25519: 'x25519', X448: 'x448' } as const;

const ML_DSA_SETS: readonly MlDsaName[] = ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];

/** Most primes of an RSA key beyond two, as of PKCS#1: what is read here can be written there and read again. */
const MAX_OTHER_PRIMES: number = MAX_RSA_PRIMES - 2;

/**
 * The JWK of a public or private key. A private key's public half is computed where it did not come along, a compressed point is decompressed.
 *
 * Throws `unsupported-jwk-key` for keys that have no JWK, `bad-ec-point` for a point that is none, `bad-private-key` and `bad-key-length` where the octets are no key,
 * `missing-public-key` for an ML-DSA private key without `publicKey` in the options.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { fromJwk, jwkThumbprint, toJwk } from 'certwright/jwk';
 * const { privateKey, publicKey } = generateKeyPair({ kind: 'ed25519' });
 * const jwk = toJwk(privateKey, { use: 'sig', kid: jwkThumbprint(publicKey) });
 * if (jwk.crv !== 'Ed25519' || fromJwk(jwk).privateKey?.kind !== 'ed25519') throw new Error('the key comes back');
 * ```
 */
export function toJwk(key: PublicKey | PrivateKey, { publicKey, ...also }: JwkOptions = {}): Jwk {
  const members = keyMembers(key, publicKey);
  // The alg of ML-DSA is part of the key.
  return { ...members, ...given(also), ...(members.alg === undefined ? {} : { alg: members.alg }) };
}

function keyMembers(key: PublicKey | PrivateKey, publicKey: PublicKey | undefined): Jwk {
  switch (key.kind) {
    case 'rsa':
      return { ...rsaMembers(key), ...('d' in key ? rsaPrivateMembers(key) : {}) };
    case 'ec':
      if (!('d' in key)) return ecMembers(key.curve, key.point);
      return {
        ...ecMembers(key.curve, key.point ?? pointOf(key)),
        d: encodeBase64Url(withLength(key.d, curveFieldOctets(key.curve), 'd')),
      };
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448': {
      const secret = 'seed' in key ? key.seed : 'scalar' in key ? key.scalar : undefined;
      const x = encodeBase64Url(checkedPublicOctets(key, key.point ?? pointOf(key as PrivateKey), 'x'));
      const crv = Object.entries(OKP_CURVES).find(([, kind]) => kind === key.kind)?.[0] as string;
      // Private keys of these kinds are as long as the public ones.
      return { kty: 'OKP', crv, x, ...(secret === undefined ? {} : { d: encodeBase64Url(checkedPublicOctets(key, secret, 'd')) }) };
    }
    case 'ml-dsa': {
      if ('octets' in key) return mlDsaMembers(key);
      if (key.seed === undefined)
        throw new PkiError('unsupported-jwk-key', 'an ML-DSA private key without its seed, which alone RFC 9964 has');
      if (publicKey?.kind !== 'ml-dsa' || publicKey.parameterSet !== key.parameterSet)
        throw new PkiError('missing-public-key', `the JWK of an ${key.parameterSet} private key needs its public key in the options`);
      return { ...mlDsaMembers(publicKey), priv: encodeBase64Url(withLength(key.seed, 32, 'priv')) };
    }
    default:
      throw new PkiError('unsupported-jwk-key', `no RFC gives a key of kind ${key.kind} a JWK; RSA, EC, OKP and ML-DSA keys have one`);
  }
}

function rsaMembers({ n, e }: RsaPublicKey | RsaPrivateKey): Jwk {
  return { kty: 'RSA', n: encodeInteger(n), e: encodeInteger(e) };
}

function rsaPrivateMembers({ d, p, q, dp, dq, qi, otherPrimes }: RsaPrivateKey): Partial<Jwk> {
  const [one, two, three, four, five, six] = [d, p, q, dp, dq, qi].map(encodeInteger) as [string, string, string, string, string, string];
  const members = { d: one, p: two, q: three, dp: four, dq: five, qi: six };
  if (otherPrimes === undefined) return members;
  return {
    ...members,
    oth: otherPrimes.map(({ r, d: exponent, t }) => ({ r: encodeInteger(r), d: encodeInteger(exponent), t: encodeInteger(t) })),
  };
}

function ecMembers(curve: CurveName, point: Uint8Array): Jwk {
  if (!EC_CURVES.includes(curve))
    throw new PkiError('unsupported-jwk-key', `no RFC gives a key on ${curve} a JWK; ${EC_CURVES.join(', ')} have one`);
  const whole = uncompressedPoint({ kind: 'ec', curve, point });
  if (whole === undefined) throw new PkiError('bad-ec-point', `the public point is not a point of ${curve}`);
  const size = curveFieldOctets(curve);
  return { kty: 'EC', crv: curve, x: encodeBase64Url(whole.subarray(1, 1 + size)), y: encodeBase64Url(whole.subarray(1 + size)) };
}

function mlDsaMembers(key: MlDsaPublicKey): Jwk {
  return { kty: 'AKP', alg: key.parameterSet, pub: encodeBase64Url(checkedPublicOctets(key, key.octets, 'pub')) };
}

function pointOf(key: PrivateKey): Uint8Array {
  return (publicKeyOf(key) as Extract<PublicKey, { readonly point: Uint8Array }>).point;
}

/**
 * The keys of a JWK, given as an object: `JSON.parse` makes one. `alg`, `use`, `key_ops`, `kid` and unknown members are not looked at, but for `alg` of ML-DSA.
 *
 * Throws `unsupported-jwk` for another `kty`, `crv` or `alg` and for RSA without primes, and `bad-jwk` with the member's name as path where one is missing, of a
 * wrong type or length (of OKP and AKP `bad-key-length`), no base64url, or private without what it belongs to.
 */
export function fromJwk(jwk: object): JwkKeys {
  const members = new JwkMembers(jwk);
  const kty = members.text('kty');
  switch (kty) {
    case 'RSA':
      return rsaKeys(members);
    case 'EC':
      return ecKeys(members);
    case 'OKP':
      return okpKeys(members);
    case 'AKP':
      return mlDsaKeys(members);
    default:
      throw new PkiError('unsupported-jwk', `a JWK of kty ${shown(kty)}; RSA, EC, OKP and AKP are supported`, { path: 'kty' });
  }
}

function rsaKeys(members: JwkMembers): JwkKeys {
  members.assertPrivateAmong('d', ['p', 'q', 'dp', 'dq', 'qi', 'oth']);
  const publicKey: RsaPublicKey = { kind: 'rsa', n: members.integer('n'), e: members.integer('e') };
  if (!members.has('d')) return { publicKey };
  if (!members.has('p') && !members.has('q'))
    throw new PkiError('unsupported-jwk', 'an RSA private key without its primes (RFC 7518 6.3.2)', { path: 'p' });
  const [d, p, q, dp, dq, qi] = (['d', 'p', 'q', 'dp', 'dq', 'qi'] as const).map((name) => members.integer(name)) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const key: RsaPrivateKey = { ...publicKey, d, p, q, dp, dq, qi };
  return { publicKey, privateKey: members.has('oth') ? { ...key, otherPrimes: otherPrimes(members) } : key };
}

function otherPrimes(members: JwkMembers): RsaOtherPrime[] {
  const list = members.value('oth');
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_OTHER_PRIMES)
    throw new PkiError('bad-jwk', `oth is a list of 1 to ${MAX_OTHER_PRIMES} primes`, { path: 'oth' });
  return (list as readonly unknown[]).map((entry, index) => {
    const prime = new JwkMembers(entry, `oth/${index}/`);
    return { r: prime.integer('r'), d: prime.integer('d'), t: prime.integer('t') };
  });
}

function ecKeys(members: JwkMembers): JwkKeys {
  members.assertPrivateAmong('d', []);
  const crv = members.text('crv');
  const curve = EC_CURVES.find((name) => name === crv);
  if (curve === undefined)
    throw new PkiError('unsupported-jwk', `an EC key on ${shown(crv)}; ${EC_CURVES.join(', ')} are supported`, { path: 'crv' });
  const size = curveFieldOctets(curve);
  const point = concatBytes(Uint8Array.of(4), members.octets('x', size), members.octets('y', size));
  const publicKey = { kind: 'ec', curve, point } as const;
  return members.has('d') ? { publicKey, privateKey: { ...publicKey, d: members.octets('d', size) } } : { publicKey };
}

function okpKeys(members: JwkMembers): JwkKeys {
  members.assertPrivateAmong('d', []);
  const crv = members.text('crv');
  const kind = Object.hasOwn(OKP_CURVES, crv) ? OKP_CURVES[crv as keyof typeof OKP_CURVES] : undefined;
  if (kind === undefined)
    throw new PkiError('unsupported-jwk', `an OKP key on ${shown(crv)}; ${Object.keys(OKP_CURVES).join(', ')} are supported`, {
      path: 'crv',
    });
  const publicKey = octetPublicKey({ kind }, members.octets('x'), 'x');
  if (!members.has('d')) return { publicKey };
  const secret = checkedPublicOctets({ kind }, members.octets('d'), 'd');
  // Without the point, which would make it PKCS#8 of version 2, which OpenSSL 3.0 does not read.
  return { publicKey, privateKey: kind === 'ed25519' || kind === 'ed448' ? { kind, seed: secret } : { kind, scalar: secret } };
}

function mlDsaKeys(members: JwkMembers): JwkKeys {
  members.assertPrivateAmong('priv', []);
  const alg = members.text('alg');
  const parameterSet = ML_DSA_SETS.find((name) => name === alg);
  if (parameterSet === undefined)
    throw new PkiError('unsupported-jwk', `an AKP key for ${shown(alg)}; ${ML_DSA_SETS.join(', ')} are supported`, { path: 'alg' });
  const publicKey = octetPublicKey({ kind: 'ml-dsa', parameterSet }, members.octets('pub'), 'pub');
  return members.has('priv')
    ? { publicKey, privateKey: { kind: 'ml-dsa', parameterSet, seed: members.octets('priv', 32) } }
    : { publicKey };
}

/**
 * The thumbprint of a key (RFC 7638): the hash of its required public members, in base64url. A private and a public key have the same. Throws as `toJwk` and
 * `fromJwk`.
 */
export function jwkThumbprint(key: PublicKey | PrivateKey | Jwk, hash: Hash = sha256): string {
  const { kty, crv, x, y, n, e, alg, pub } = isJwk(key) ? toJwk(fromJwk(key).publicKey) : toJwk(key);
  // Members in the order of their names (RFC 7638 3.3, RFC 8037 section 2, RFC 9964); none holds a character that JSON escapes, and alg is of ML-DSA alone.
  const required = { alg, crv, e, kty, n, pub, x, y };
  return encodeBase64Url(hash.digest(utf8(JSON.stringify(given(required)))));
}

/** A JWK may have a member `kind`, which says nothing; our keys have no `kty`. What is no object at all is `fromJwk`'s to refuse. */
function isJwk(key: PublicKey | PrivateKey | Jwk): key is Jwk {
  return typeof key !== 'object' || key === null || 'kty' in key || !('kind' in key);
}

function encodeInteger(value: bigint): string {
  return encodeBase64Url(bigIntToBytes(value, Math.ceil(value.toString(16).length / 2)));
}

function withLength(octets: Uint8Array, wanted: number, member: string): Uint8Array {
  if (octets.length !== wanted)
    throw new PkiError('bad-key-length', `${member} has ${wanted} octets, not ${octets.length}`, { path: member });
  return octets;
}

function shown(value: string): string {
  return value.length <= 32 ? value : `${value.slice(0, 32)}…`;
}
