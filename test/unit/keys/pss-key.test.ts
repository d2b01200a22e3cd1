import assert from 'node:assert/strict';
import { createSigner, verifySignature } from '../../../lib/api/keys.ts';
import { verifyChain } from '../../../lib/api/verify.ts';
import { type DerWriter, encodeDer } from '../../../lib/asn1/writer.ts';
import { fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { sha1, sha256, sha384 } from '../../../lib/crypto/hash.ts';
import { rsaPkcs1Sha256 } from '../../../lib/crypto/rsa/pkcs1.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { rsaPss, rsaPssAny, rsaPssSha256, rsaPssSha384 } from '../../../lib/crypto/rsa/pss.ts';
import { checkSignature, findAlgorithm } from '../../../lib/crypto/verify.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encodePublicKey, parsePublicKey } from '../../../lib/keys/public-key.ts';
import type { PrivateKey, PublicKey, RsaPssPrivateKey, RsaPssRestrictions } from '../../../lib/keys/types.ts';
import { SHA1, SHA224, SHA256, SHA512_256, SHAKE128, SHAKE256 } from '../../../lib/oids/algorithms.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { explainVerdict } from '../../../lib/text/verdict.ts';
import { AT, make } from '../../support/chain-kit.ts';
import { mutations } from '../../support/mutations.ts';
import { throwsCode } from '../../support/throws.ts';
import { rsaKey } from '../crypto/rsa-fixture.ts';

const DATA = utf8('abc');
const STRICT: RsaPssRestrictions = { hash: SHA256, mgfHash: SHA256, minSaltLength: 32 };

/** The fixture's key as one for RSASSA-PSS. */
function pssKey(restrictions?: RsaPssRestrictions): RsaPssPrivateKey {
  return restrictions === undefined ? { ...rsaKey, kind: 'rsa-pss' } : { ...rsaKey, kind: 'rsa-pss', restrictions };
}

function publicOf(restrictions?: RsaPssRestrictions): PublicKey {
  const { n, e } = rsaKey;
  return restrictions === undefined ? { kind: 'rsa-pss', n, e } : { kind: 'rsa-pss', n, e, restrictions };
}

/** A SubjectPublicKeyInfo of id-RSASSA-PSS, or another identifier, with these parameters. */
function spki(parameters: (writer: DerWriter) => void, identifier = '1.2.840.113549.1.1.10'): Uint8Array {
  return encodeDer((w) =>
    w.sequence((all) =>
      all
        .sequence((algorithm) => parameters(algorithm.oid(oid(identifier))))
        .bitString(encodeDer((key) => key.sequence((numbers) => numbers.integer(rsaKey.n).integer(rsaKey.e)))),
    ),
  );
}

describe('keys for RSASSA-PSS only (RFC 4055 1.2)', () => {
  for (const restrictions of [undefined, STRICT, { ...STRICT, mgfHash: SHA1, minSaltLength: 20 }]) {
    it(`are a kind of their own, public and private, both ways: ${JSON.stringify(restrictions) ?? 'no parameters'}`, () => {
      assert.deepEqual(parsePublicKey(encodePublicKey(publicOf(restrictions))), publicOf(restrictions));
      assert.deepEqual(parsePrivateKey(encodePkcs8(pssKey(restrictions))), pssKey(restrictions));
    });
  }

  it('are written as OpenSSL writes them', () => {
    const parameters = 'a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120';
    assert.ok(toHex(encodePublicKey(publicOf(STRICT))).includes(`304106092a864886f70d01010a3034${parameters}`));
    assert.ok(toHex(encodePublicKey(publicOf())).includes('300b06092a864886f70d01010a'));
  });

  it('empty parameters are the defaults, SHA-1 and 20 octets of salt: not the same as none (RFC 4055 3.1)', () => {
    const key = parsePublicKey(spki((w) => w.sequence(() => undefined)));
    assert.deepEqual(key, publicOf({ hash: SHA1, mgfHash: SHA1, minSaltLength: 20 }));
    const explicit = fromHex('300aa203020114a303020101');
    assert.deepEqual(parsePublicKey(spki((w) => w.raw(explicit))), key);
  });

  const odd: Readonly<Record<string, string>> = {
    'a trailer field of 2': '3005a303020102',
    'a mask function that is not MGF1': '3016a11430120607' + '2a8648ce3d0403' + '300706052b0e03021a',
    'a hash with parameters': '3010a00e300c06052b0e03021a0403000000',
    'SHAKE128 for a hash': '300fa00d300b060960864801650304020b',
    'SHAKE256 for the hash of the mask': '301ca11a301806092a864886f70d010108300b060960864801650304020c',
  };
  for (const [what, parameters] of Object.entries(odd))
    it(`are refused with ${what}`, () =>
      throwsCode('bad-algorithm-parameters', () => parsePublicKey(spki((w) => w.raw(fromHex(parameters))))));
  for (const [name, hash, minSaltLength] of [
    ['1e', SHAKE128, 32],
    ['1f', SHAKE256, 64],
  ] as const)
    it(`with SHAKE have identifiers of their own, without parameters (RFC 8702 3.3): ${minSaltLength}`, () => {
      const restrictions = { hash, mgfHash: hash, minSaltLength };
      assert.ok(toHex(encodePublicKey(publicOf(restrictions))).includes(`300a06082b060105050706${name}0381`));
      assert.deepEqual(parsePublicKey(encodePublicKey(publicOf(restrictions))), publicOf(restrictions));
      assert.deepEqual(parsePrivateKey(encodePkcs8(pssKey(restrictions))), pssKey(restrictions));
      const arc = `1.3.6.1.5.5.7.6.${Number.parseInt(name, 16)}`;
      throwsCode('bad-algorithm-parameters', () => parsePublicKey(spki((w) => w.null(), arc)));
    });
  it('are refused with NULL for parameters', () => throwsCode('wrong-tag', () => parsePublicKey(spki((w) => w.null()))));

  it('damaged are read or refused by a PkiError, and never become another kind that verifies', () => {
    const signature = createSigner(rsaKey).sign(DATA);
    for (const mutant of mutations(encodePublicKey(publicOf(STRICT)))) {
      let key: PublicKey;
      try {
        key = parsePublicKey(mutant);
      } catch (error) {
        assert.ok(error instanceof PkiError, String(error));
        continue;
      }
      assert.equal(rsaPkcs1Sha256.verify(key, DATA, signature), false);
    }
  });

  it('never verify nor sign PKCS#1 v1.5', () => {
    const signature = createSigner(rsaKey).sign(DATA);
    assert.ok(verifySignature({ kind: 'rsa', n: rsaKey.n, e: rsaKey.e }, rsaPkcs1Sha256, DATA, signature));
    assert.equal(rsaPkcs1Sha256.verify(publicOf(), DATA, signature), false);
    assert.equal(verifySignature(publicOf(), rsaPkcs1Sha256, DATA, signature), false);
    throwsCode('wrong-key-kind', () => createSigner(pssKey(), { algorithm: rsaPkcs1Sha256 }));
  });

  it('without parameters take every PSS, with parameters only what complies (RFC 4055 3.3)', () => {
    const signed = (algorithm: typeof rsaPssSha256): Uint8Array => createSigner(pssKey(), { algorithm }).sign(DATA);
    const cases: readonly [string, typeof rsaPssSha256, boolean][] = [
      ['the same', rsaPssSha256, true],
      ['a longer salt', rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 40 }), true],
      ['a shorter salt', rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 31 }), false],
      ['another hash', rsaPssSha384, false],
      ['another hash of the mask', rsaPss({ hash: sha256, mgfHash: sha384, saltLength: 32 }), false],
      ['the defaults', rsaPss({ hash: sha1, mgfHash: sha1, saltLength: 20 }), false],
    ];
    for (const [what, algorithm, complies] of cases) {
      const signature = signed(algorithm);
      assert.ok(algorithm.verify(publicOf(), DATA, signature), what);
      assert.equal(algorithm.verify(publicOf(STRICT), DATA, signature), complies, what);
      const result = checkSignature(publicOf(STRICT), algorithm, DATA, signature, { algorithms: [] });
      assert.equal(result.ok ? 'good' : result.reason, complies ? 'good' : 'wrong-key-kind', what);
      if (complies) createSigner(pssKey(STRICT), { algorithm });
      else throwsCode('wrong-key-kind', () => createSigner(pssKey(STRICT), { algorithm }));
    }
  });

  it('sign by default with what they demand', () => {
    const label = (restrictions?: RsaPssRestrictions): string => createSigner(pssKey(restrictions)).algorithm.label;
    assert.equal(label(), 'rsa-pss-sha256');
    assert.equal(label(STRICT), 'rsa-pss-sha256');
    assert.equal(label({ ...STRICT, minSaltLength: 40 }), 'rsa-pss-sha256-mgf1-sha256-salt-40');
    assert.equal(label({ hash: SHA224, mgfHash: SHA512_256, minSaltLength: 20 }), 'rsa-pss-sha224-mgf1-sha512-256-salt-28');
    throwsCode('wrong-key-kind', () => label({ ...STRICT, hash: SHA1 }));
    assert.equal(label({ hash: SHAKE128, mgfHash: SHAKE128, minSaltLength: 32 }), 'rsa-pss-shake128');
  });
});

describe('chains of keys for RSASSA-PSS only', () => {
  const strength = { minRsaBits: 1024 };
  const signer = (key: PrivateKey) => createSigner(key);
  const root = make({ subject: 'CN=Root', ca: true, key: signer(pssKey(STRICT)) });

  it('verify', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: root });
    const verdict = verifyChain({ leaf: leaf.certificate, anchors: [root.certificate], at: AT, strength });
    assert.ok(verdict.ok);
  });

  it('take salts of any length, as OpenSSL makes them, but not in webpki and not with SHA-1', () => {
    const plain = make({ subject: 'CN=Root', ca: true, key: signer(rsaKey) });
    const judge = (algorithm: typeof rsaPssSha256, profile: 'rfc5280' | 'webpki' = 'rfc5280') => {
      const key = createSigner(rsaKey, { algorithm });
      const leaf = make({ subject: 'CN=leaf', issuer: plain, signedBy: key });
      return verifyChain({ leaf: leaf.certificate, anchors: [plain.certificate], at: AT, strength, profile });
    };
    for (const saltLength of [0, 20, 32, 62])
      assert.ok(judge(rsaPss({ hash: sha256, mgfHash: sha256, saltLength })).ok, String(saltLength));
    assert.ok(judge(rsaPss({ hash: sha384, mgfHash: sha256, saltLength: 20 })).ok);
    const [web, old] = [
      judge(rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 62 }), 'webpki'),
      judge(rsaPss({ hash: sha1, mgfHash: sha1, saltLength: 20 })),
    ];
    assert.ok(!web.ok && !old.ok);
    for (const { findings } of [web, old]) assert.ok(findings.some(({ code }) => code === 'signature-algorithm-not-allowed'));
  });

  it('malformed parameters are no algorithm', () => {
    const identifier = (parameters: string) => {
      const der = encodeDer((w) => w.sequence((all) => all.oid(oid('1.2.840.113549.1.1.10')).raw(fromHex(parameters))));
      return readDer(der, (reader) => readAlgorithmIdentifier(reader, ''));
    };
    const any = rsaPssAny([sha256]);
    for (const parameters of ['0500', '3000', '3005a303020102', '3003a20100', '30050000000000'])
      assert.equal(findAlgorithm([any], identifier(parameters)), undefined, parameters);
    assert.equal(any.verify({ kind: 'rsa', n: rsaKey.n, e: rsaKey.e }, DATA, new Uint8Array(128)), false);
  });

  it('are refused where the signature is another than the key allows', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: root, signedBy: signer(rsaKey) });
    const verdict = verifyChain({ leaf: leaf.certificate, anchors: [root.certificate], at: AT, strength });
    assert.ok(!verdict.ok);
    assert.deepEqual([verdict.reason.code, verdict.reason.index, verdict.reason['problem']], ['signature-invalid', 0, 'key-restrictions']);
    assert.equal(verdict.work.signatures, 0);
    assert.match(explainVerdict(verdict), /RSASSA-PSS only/);
  });

  it('are held to the strength of RSA keys, and not taken by webpki', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: root });
    const judge = (more: object) => verifyChain({ leaf: leaf.certificate, anchors: [root.certificate], at: AT, ...more });
    const [small, web] = [judge({}), judge({ profile: 'webpki', strength })];
    assert.ok(!small.ok && !web.ok);
    assert.equal(small.reason.code, 'rsa-key-too-small');
    assert.ok(web.findings.some(({ code, index }) => code === 'key-kind-not-allowed' && index === 1));
  });
});
