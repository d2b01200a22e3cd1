/** JSON Web Keys against the examples of RFC 7517, 7638, 8037 and 7520, and what is refused. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { decodePem } from '../../../lib/asn1/pem.ts';
import { generateKeyPair } from '../../../lib/api/keys.ts';
import { sha1, sha512 } from '../../../lib/crypto/hash.ts';
import { findKeyDefect, findKeyMismatch } from '../../../lib/crypto/key-check.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { parsePublicKey } from '../../../lib/keys/public-key.ts';
import type { KeyKind, PrivateKey, PublicKey, RsaPrivateKey } from '../../../lib/keys/types.ts';
import { decodeBase64Url, encodeBase64Url } from '../../../lib/keystore/base64url.ts';
import { fromJwk, type Jwk, jwkThumbprint, toJwk } from '../../../lib/keystore/jwk.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

function der(pem: string): Uint8Array {
  const block = decodePem(pem)[0];
  assert.ok(block !== undefined);
  return block.der;
}

/** RFC 7517 A.2, the first key. */
const rfc7517Ec: Jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
};

/** RFC 7517 A.2, the second key. */
const rfc7517Rsa: Jwk = {
  kty: 'RSA',
  n:
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W' +
    '-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt' +
    '-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
};

const made = (kind: KeyKind): { publicKey: PublicKey; privateKey: PrivateKey } => generateKeyPair(kind);
const rsa = parsePrivateKey(der(keys.rsaPkcs8)) as RsaPrivateKey;
const rsaJwk = toJwk(rsa);

describe('JSON Web Keys', () => {
  it('RFC 7517 A.1 and A.2: an EC and an RSA key', () => {
    const { publicKey, privateKey } = fromJwk({ ...rfc7517Ec, use: 'enc', kid: '1', unknown: { a: [1] } });
    assert.ok(privateKey?.kind === 'ec' && publicKey.kind === 'ec');
    assert.equal(findKeyDefect(privateKey), undefined);
    assert.equal(findKeyMismatch(publicKey, privateKey), undefined);
    assert.deepEqual(toJwk(privateKey), rfc7517Ec);
    const { d: _, ...publicJwk } = rfc7517Ec;
    assert.deepEqual(toJwk(publicKey), publicJwk);
    assert.deepEqual(fromJwk(publicJwk), { publicKey });
    const read = fromJwk({ ...rfc7517Rsa, alg: 'RS256', kid: '2011-04-29' });
    assert.ok(read.publicKey.kind === 'rsa' && read.publicKey.e === 65_537n && read.privateKey === undefined);
    assert.deepEqual(toJwk(read.publicKey), rfc7517Rsa);
  });

  it('RFC 7638 3.1: the thumbprint of an RSA key', () => {
    assert.equal(jwkThumbprint({ ...rfc7517Rsa, alg: 'RS256', kid: '2011-04-29' }), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    assert.equal(jwkThumbprint(fromJwk(rfc7517Rsa).publicKey), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    assert.equal(decodeBase64Url(jwkThumbprint(rfc7517Rsa, sha512)).length, 64);
    assert.equal(decodeBase64Url(jwkThumbprint(rfc7517Rsa, sha1)).length, 20);
  });

  it('the thumbprint of a JWK is its own, whatever other members it has', () => {
    const { publicKey } = generateKeyPair({ kind: 'ed25519' });
    const { publicKey: other } = generateKeyPair({ kind: 'ed25519' });
    assert.ok(other.kind === 'ed25519');
    const jwk = toJwk(publicKey);
    for (const also of [{ kind: 'ed25519', point: other.point }, { kind: 'rsa', n: 3n, e: 3n }, { kind: 'none' }])
      assert.equal(jwkThumbprint({ ...jwk, ...also } as Jwk), jwkThumbprint(publicKey));
    for (const none of [null, undefined, 1, 'x', [], {}]) throwsCode('bad-jwk', () => jwkThumbprint(none as Jwk));
  });

  it('RFC 8037 A.1 to A.3: an Ed25519 key and its thumbprint; A.6: X25519', () => {
    const jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    };
    const { publicKey, privateKey } = fromJwk(jwk);
    assert.ok(privateKey?.kind === 'ed25519');
    assert.equal(toHex(privateKey.seed), '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
    assert.equal(findKeyMismatch(publicKey, privateKey), undefined);
    assert.deepEqual(toJwk({ kind: 'ed25519', seed: privateKey.seed }), jwk);
    assert.equal(jwkThumbprint(privateKey), 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    const x = fromJwk({ kty: 'OKP', crv: 'X25519', kid: 'Bob', x: '3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08' }).publicKey;
    assert.ok(x.kind === 'x25519');
    assert.equal(toHex(x.point), 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
  });

  for (const kind of [
    { kind: 'ec', curve: 'P-256' },
    { kind: 'ec', curve: 'P-384' },
    { kind: 'ec', curve: 'P-521' },
    { kind: 'ec', curve: 'secp256k1' },
    { kind: 'ed25519' },
    { kind: 'ed448' },
    { kind: 'x25519' },
    { kind: 'x448' },
  ] as const)
    it(`${'curve' in kind ? kind.curve : kind.kind} comes back, with its public half computed where it did not come along`, () => {
      const { publicKey, privateKey } = made(kind);
      const jwk = toJwk(privateKey, { alg: 'A', use: 'sig', key_ops: ['sign'], kid: 'k' });
      assert.deepEqual([jwk.alg, jwk.use, jwk.key_ops, jwk.kid], ['A', 'sig', ['sign'], 'k']);
      const read = fromJwk(JSON.parse(JSON.stringify(jwk)) as Jwk);
      assert.ok(read.privateKey !== undefined);
      assert.deepEqual(read.publicKey, publicKey);
      assert.equal(findKeyMismatch(read.publicKey, read.privateKey), undefined);
      const { point: _, ...bare } = { point: undefined, ...read.privateKey };
      assert.deepEqual(toJwk(bare as PrivateKey), toJwk(privateKey));
      assert.deepEqual(fromJwk(toJwk(publicKey)), { publicKey });
      assert.equal(jwkThumbprint(publicKey), jwkThumbprint(privateKey));
    });

  it('an RSA private key comes back, with further primes too', () => {
    const { publicKey, privateKey } = fromJwk(rsaJwk);
    assert.deepEqual(privateKey, rsa);
    assert.deepEqual(publicKey, { kind: 'rsa', n: rsa.n, e: rsa.e });
    const otherPrimes = [
      { r: 7n, d: 5n, t: 3n },
      { r: 65_537n, d: 255n, t: 256n },
    ];
    const jwk = toJwk({ ...rsa, otherPrimes });
    assert.deepEqual(jwk.oth, [
      { r: 'Bw', d: 'BQ', t: 'Aw' },
      { r: 'AQAB', d: '_w', t: 'AQA' },
    ]);
    assert.deepEqual(fromJwk(jwk).privateKey, { ...rsa, otherPrimes });
    const [prime] = jwk.oth as NonNullable<Jwk['oth']>;
    assert.ok(prime !== undefined);
    const five = fromJwk({ ...jwk, oth: [prime, prime, prime] }).privateKey as PrivateKey;
    assert.deepEqual(parsePrivateKey(encodePkcs8(five)), five);
    throwsCode('bad-jwk', () => fromJwk({ ...jwk, oth: [prime, prime, prime, prime] }));
  });

  it('a compressed point is decompressed', () => {
    assert.deepEqual(toJwk(parsePublicKey(der(keys.p256Compressed))), toJwk(parsePublicKey(der(keys.p256Public))));
    const point = fromHex(`02${'ff'.repeat(32)}`);
    throwsCode('bad-ec-point', () => toJwk({ kind: 'ec', curve: 'P-256', point }));
  });

  it('ML-DSA (RFC 9964): the public key, and the seed where its public key is given', () => {
    const publicKey: PublicKey = { kind: 'ml-dsa', parameterSet: 'ML-DSA-44', octets: new Uint8Array(1312).fill(7) };
    const privateKey: PrivateKey = { kind: 'ml-dsa', parameterSet: 'ML-DSA-44', seed: new Uint8Array(32).fill(9) };
    const jwk = toJwk(privateKey, { publicKey, alg: 'ES256', kid: 'k' });
    assert.deepEqual([jwk.kty, jwk.alg, jwk.kid, jwk.pub?.length, jwk.priv?.length], ['AKP', 'ML-DSA-44', 'k', 1750, 43]);
    assert.deepEqual(fromJwk(jwk), { publicKey, privateKey });
    assert.deepEqual(fromJwk(toJwk(publicKey)), { publicKey });
    assert.equal(jwkThumbprint(jwk), jwkThumbprint(publicKey));
    throwsCode('missing-public-key', () => toJwk(privateKey));
    throwsCode('missing-public-key', () => toJwk(privateKey, { publicKey: { ...publicKey, parameterSet: 'ML-DSA-65' } }));
    throwsCode('unsupported-jwk-key', () =>
      toJwk({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44', expanded: new Uint8Array(2560) }, { publicKey }),
    );
    throwsCode('bad-key-length', () => fromJwk({ kty: 'AKP', alg: 'ML-DSA-65', pub: jwk.pub }));
    throwsCode('bad-jwk', () => fromJwk({ ...jwk, priv: 'AAAA' }));
    throwsCode('unsupported-jwk', () => fromJwk({ ...jwk, alg: 'SLH-DSA-SHA2-128s' }));
  });

  it('keys that have no JWK are refused by name', () => {
    throwsCode('unsupported-jwk-key', () => toJwk(made({ kind: 'ec', curve: 'brainpoolP256r1' }).publicKey));
    throwsCode('unsupported-jwk-key', () => toJwk(made({ kind: 'ec', curve: 'P-224' }).privateKey));
    throwsCode('unsupported-jwk-key', () => toJwk({ kind: 'rsa-pss', n: rsa.n, e: rsa.e }));
    throwsCode('unsupported-jwk-key', () => toJwk({ ...rsa, kind: 'rsa-pss' }));
    throwsCode('unsupported-jwk-key', () => toJwk({ kind: 'slh-dsa', parameterSet: 'SLH-DSA-SHA2-128s', octets: new Uint8Array(32) }));
    throwsCode('bad-key-length', () => toJwk({ ...fromJwk(rfc7517Ec).publicKey, kind: 'ec', curve: 'P-256', d: new Uint8Array(31) }));
  });

  const without = (jwk: Jwk, ...names: (keyof Jwk)[]): Record<string, unknown> =>
    Object.fromEntries(Object.entries(jwk).filter(([name]) => !names.includes(name as keyof Jwk)));
  const bad: readonly (readonly [why: string, jwk: unknown, code: string, path: string])[] = [
    ['null', null, 'bad-jwk', ''],
    ['a list', [], 'bad-jwk', ''],
    ['a text', '{}', 'bad-jwk', ''],
    ['no kty', {}, 'bad-jwk', 'kty'],
    ['a kty of another type', { kty: 1 }, 'bad-jwk', 'kty'],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, 'unsupported-jwk', 'kty'],
    ['a kty in lower case', { ...rfc7517Ec, kty: 'ec' }, 'unsupported-jwk', 'kty'],
    ['another curve', { ...rfc7517Ec, crv: 'P-224' }, 'unsupported-jwk', 'crv'],
    ['a curve of OKP under EC', { ...rfc7517Ec, crv: 'Ed25519' }, 'unsupported-jwk', 'crv'],
    ['a name every object has', { kty: 'OKP', crv: 'toString', x: 'AA' }, 'unsupported-jwk', 'crv'],
    ['no x', without(rfc7517Ec, 'x'), 'bad-jwk', 'x'],
    ['no y', without(rfc7517Ec, 'y'), 'bad-jwk', 'y'],
    ['an x that is null', { ...rfc7517Ec, x: null }, 'bad-jwk', 'x'],
    ['padding', { ...rfc7517Ec, x: `${rfc7517Ec.x}=` }, 'bad-jwk', 'x'],
    ['base64 instead of base64url', { ...rfc7517Ec, x: `+${rfc7517Ec.x?.slice(1)}` }, 'bad-jwk', 'x'],
    ['a line end', { ...rfc7517Ec, x: `${rfc7517Ec.x}\n` }, 'bad-jwk', 'x'],
    ['spare bits', { ...rfc7517Ec, x: `${rfc7517Ec.x?.slice(0, -1)}5` }, 'bad-jwk', 'x'],
    ['a coordinate of 31 octets', { ...rfc7517Ec, y: encodeBase64Url(new Uint8Array(31)) }, 'bad-jwk', 'y'],
    ['a coordinate of 33 octets', { ...rfc7517Ec, y: encodeBase64Url(new Uint8Array(33)) }, 'bad-jwk', 'y'],
    ['a scalar of 31 octets', { ...rfc7517Ec, d: encodeBase64Url(new Uint8Array(31)) }, 'bad-jwk', 'd'],
    ['a scalar that is null', { ...rfc7517Ec, d: null }, 'bad-jwk', 'd'],
    ['an RSA member in an EC key', { ...rfc7517Ec, p: 'AQ' }, 'bad-jwk', 'p'],
    ['a private member of ML-DSA in an EC key', { ...rfc7517Ec, priv: 'AQ' }, 'bad-jwk', 'priv'],
    ['an Ed25519 key of 31 octets', { kty: 'OKP', crv: 'Ed25519', x: encodeBase64Url(new Uint8Array(31)) }, 'bad-key-length', 'x'],
    ['an integer with a leading zero octet', { ...rfc7517Rsa, e: 'AAEAAQ' }, 'bad-jwk', 'e'],
    ['an integer of no octets', { ...rfc7517Rsa, e: '' }, 'bad-jwk', 'e'],
    ['zero', { ...rfc7517Rsa, e: 'AA' }, 'bad-jwk', 'e'],
    ['a modulus without end', { ...rfc7517Rsa, n: 'B'.repeat(1_000_000) }, 'bad-jwk', 'n'],
    ['a modulus of 65,544 bits', { ...rfc7517Rsa, n: encodeBase64Url(new Uint8Array(8193).fill(1)) }, 'bad-jwk', 'n'],
    ['an RSA private key without primes', without(rsaJwk, 'p', 'q', 'dp', 'dq', 'qi'), 'unsupported-jwk', 'p'],
    ['one without its coefficient', without(rsaJwk, 'qi'), 'bad-jwk', 'qi'],
    ['primes without d', without(rsaJwk, 'd'), 'bad-jwk', 'p'],
    ['no further primes', { ...rsaJwk, oth: [] }, 'bad-jwk', 'oth'],
    ['further primes that are none', { ...rsaJwk, oth: 'AQ' }, 'bad-jwk', 'oth'],
    ['too many of them', { ...rsaJwk, oth: Array.from({ length: 17 }, () => ({ r: 'AQ', d: 'AQ', t: 'AQ' })) }, 'bad-jwk', 'oth'],
    ['one that is null', { ...rsaJwk, oth: [null] }, 'bad-jwk', 'oth/0/'],
    ['one without exponent', { ...rsaJwk, oth: [{ r: 'AQ', t: 'AQ' }] }, 'bad-jwk', 'oth/0/d'],
  ];
  for (const [why, jwk, code, path] of bad)
    it(`refuses ${why}: ${code}`, () => {
      assert.equal(throwsCode(code, () => fromJwk(jwk as Jwk)).path, path);
    });

  it('a key whose halves do not belong together is read, and findKeyMismatch tells', () => {
    const other = made({ kind: 'ec', curve: 'P-256' });
    const { publicKey, privateKey } = fromJwk({ ...rfc7517Ec, d: toJwk(other.privateKey).d ?? '' });
    assert.ok(privateKey !== undefined);
    assert.notEqual(findKeyMismatch(publicKey, privateKey), undefined);
  });

  it('base64url knows every length', () => {
    for (let length = 0; length < 8; length++) {
      const octets = Uint8Array.from({ length }, (_, i) => 250 + i);
      assert.deepEqual(decodeBase64Url(encodeBase64Url(octets)), octets);
    }
    throwsCode('bad-base64', () => decodeBase64Url('A'));
  });
});
