import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { ecdsaSha256AnyCurve } from '../../../lib/crypto/ec/any-curve.ts';
import { sha1, sha256, sha512 } from '../../../lib/crypto/hash.ts';
import { rsaPkcs1Md5, rsaPkcs1Sha1, rsaPkcs1Sha256, rsaPkcs1Sha512_256 } from '../../../lib/crypto/rsa/pkcs1.ts';
import { rsaPkcs1Sha3_256 } from '../../../lib/crypto/rsa/pkcs1-sha3.ts';
import { rsaPss } from '../../../lib/crypto/rsa/pss.ts';
import { ecdsaSha3_256 } from '../../../lib/crypto/ec/ecdsa-sha3.ts';
import type { SignatureAlgorithm } from '../../../lib/crypto/types.ts';
import { keyFactsOf } from '../../../lib/openssl-verify/keys.ts';
import type { OpensslVersion, SecurityLevel } from '../../../lib/openssl-verify/types.ts';
import { rsaKeyOf, signerOf, type TestSigner } from '../../../lib/testing/keys.ts';
import { RSA_1024, RSA_2048 } from '../../../lib/testing/rsa-primes.ts';
import { encodePublicKey } from '../../../lib/keys/public-key.ts';
import { parseSubjectPublicKeyInfo } from '../../../lib/keys/spki.ts';
import type { CurveName } from '../../../lib/keys/types.ts';
import { keyNamed, make, type Recipe } from '../../support/chain-kit.ts';
import { outcome } from '../../support/openssl-outcome.ts';

const rsa = (primes: readonly [string, string], algorithm: SignatureAlgorithm = rsaPkcs1Sha256): TestSigner =>
  signerOf(rsaKeyOf(primes), algorithm);
const [strong] = RSA_2048 as readonly [readonly [string, string]];

/** A leaf directly below a root. */
function pair(
  level: SecurityLevel,
  change: { readonly root?: Partial<Recipe>; readonly leaf?: Partial<Recipe> },
  openssl: OpensslVersion = '3.0',
): string {
  const root = make({ subject: 'CN=Root', ca: true, ...change.root });
  return outcome(make({ subject: 'CN=alice', issuer: root, ...change.leaf }), { trusted: [root], securityLevel: level, openssl });
}

function curveKey(curve: CurveName, octets: number): TestSigner {
  return signerOf({ kind: 'ec', curve, d: new Uint8Array(octets).fill(9) }, ecdsaSha256AnyCurve);
}

describe('security levels', () => {
  it('judge keys of leaf, issuers and anchor', () => {
    const weak = { key: rsa(RSA_1024) };
    assert.equal(pair(0, { leaf: weak, root: weak }), 'ok');
    assert.equal(pair(1, { leaf: weak, root: weak }), 'ok');
    assert.equal(pair(2, { leaf: weak }), 'ee-key-too-small@0');
    assert.equal(pair(2, { root: weak }), 'ca-key-too-small@1');
    assert.equal(pair(3, { root: { key: rsa(strong) } }), 'ca-key-too-small@1');
    assert.equal(pair(3, {}), 'ok');
    assert.equal(pair(4, {}), 'ee-key-too-small@0');
  });

  it('look at the leaf before a chain is built', () => {
    const leaf = make({ subject: 'CN=alice', key: rsa(RSA_1024) });
    assert.equal(outcome(leaf, { trusted: [make({ subject: 'CN=x' })], securityLevel: 2 }), 'ee-key-too-small@0');
    assert.equal(outcome(leaf, { trusted: [make({ subject: 'CN=x' })], securityLevel: 1 }), 'depth-zero-self-signed-cert@0');
  });

  it('take curves by the bits of their order', () => {
    const key = { key: curveKey('P-224', 28) };
    assert.equal(pair(2, { leaf: key }), 'ok');
    assert.equal(pair(3, { leaf: key }), 'ee-key-too-small@0');
    assert.equal(pair(3, { leaf: { key: curveKey('brainpoolP256r1', 32) } }), 'ok');
    assert.equal(pair(2, { root: { key: curveKey('secp256k1', 32) } }), 'ok');
  });

  it('judge digests of all but the anchor', () => {
    const sha1Root = { key: rsa(strong, rsaPkcs1Sha1) };
    assert.equal(pair(1, { root: sha1Root }), 'ca-md-too-weak@0');
    assert.equal(pair(0, { root: sha1Root }), 'ok');
    assert.equal(pair(1, { root: sha1Root }, '1.1.1'), 'ok');
    assert.equal(pair(2, { root: sha1Root }, '1.1.1'), 'ca-md-too-weak@0');
    assert.equal(pair(1, { root: sha1Root, leaf: { signedBy: rsa(strong) } }), 'ok');
    assert.equal(pair(0, { root: { key: rsa(strong, rsaPkcs1Md5) } }), 'ok');
    assert.equal(pair(1, { root: { key: rsa(strong, rsaPkcs1Md5) } }, '1.1.1'), 'ca-md-too-weak@0');
  });

  it('know the digest of RSASSA-PSS, whatever its salt and mask', () => {
    const pss = (hash: typeof sha1, saltLength: number): TestSigner => rsa(strong, rsaPss({ hash, mgfHash: sha1, saltLength }));
    assert.equal(pair(2, { root: { key: pss(sha256, 0) } }), 'ok');
    assert.equal(pair(2, { root: { key: pss(sha512, 77) } }), 'ok');
    assert.equal(pair(1, { root: { key: pss(sha1, 20) } }), 'ca-md-too-weak@0');
  });

  it('know SHA-3 with RSA, and neither SHA-512/256 nor SHA-3 with ECDSA', () => {
    assert.equal(pair(1, { root: { key: rsa(strong, rsaPkcs1Sha3_256) } }), 'ok');
    assert.equal(pair(1, { root: { key: rsa(strong, rsaPkcs1Sha512_256) } }), 'unable-to-get-issuer-cert-locally@0');
    const sha3 = { key: signerOf({ kind: 'ec', curve: 'P-256', d: new Uint8Array(32).fill(9) }, ecdsaSha3_256) };
    assert.equal(pair(0, { root: sha3 }), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(pair(1, { root: sha3 }, '1.1.1'), 'ca-md-too-weak@0');
  });

  it('count malformed keys as none', () => {
    const point = keyNamed('x', 'ec').publicKey.slice();
    point[point.length - 1] = (point[point.length - 1] as number) ^ 1;
    assert.equal(pair(1, { leaf: { publicKey: point } }), 'ee-key-too-small@0');
    assert.equal(pair(0, { leaf: { publicKey: point } }), 'unspecified@0');
  });

  it('know the sizes of curves that nothing computes on, where the point has their length', () => {
    const onP192 = (octets: number): Uint8Array =>
      encodeDer((out) =>
        out.sequence((info) =>
          info
            .sequence((algorithm) => algorithm.oid(oid('1.2.840.10045.2.1')).oid(oid('1.2.840.10045.3.1.1')))
            .bitString(new Uint8Array(octets).fill(4)),
        ),
      );
    assert.equal(pair(1, { leaf: { publicKey: onP192(49) } }), 'ok');
    assert.equal(pair(2, { leaf: { publicKey: onP192(49) } }), 'ee-key-too-small@0');
    assert.equal(pair(1, { leaf: { publicKey: onP192(65) } }), 'ee-key-too-small@0');
  });

  it('rate the sizes of RSA as RSA_security_bits does', () => {
    const bits = (size: number, openssl: OpensslVersion): number | undefined =>
      keyFactsOf(parseSubjectPublicKeyInfo(encodePublicKey({ kind: 'rsa', n: (1n << BigInt(size)) - 1n, e: 3n })), openssl)?.securityBits;
    assert.deepEqual(
      [919, 920, 1962, 1963, 2048, 2670, 2671, 6946, 6947, 13_913, 13_914].map((size) => bits(size, '3.0')),
      [0, 80, 80, 112, 112, 112, 128, 128, 192, 192, 256],
    );
    assert.deepEqual(
      [1023, 1024, 2047, 2048, 3072, 7680, 15_360].map((size) => bits(size, '1.1.1')),
      [0, 80, 80, 112, 128, 192, 256],
    );
  });
});
