import assert from 'node:assert/strict';
import { equalBytes, toHex } from '../../../lib/base/bytes.ts';
import { sha1 } from '../../../lib/crypto/hash.ts';
import { checkSignature } from '../../../lib/crypto/verify.ts';
import { encodePublicKey, parsePublicKey } from '../../../lib/keys/public-key.ts';
import type { PublicKey } from '../../../lib/keys/types.ts';
import { type CertificateTemplate, issueCertificate, prepareCertificate } from '../../../lib/issue/certificate.ts';
import { serverProfile } from '../../../lib/issue/profiles.ts';
import type { IssueRules } from '../../../lib/issue/types.ts';
import type { Certificate } from '../../../lib/x509/certificate.ts';
import { makeExtension, readExtension } from '../../../lib/x509/extension.ts';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import { basicConstraints, keyUsage, type KeyUsageName } from '../../../lib/x509/extensions/usage.ts';
import { makeName } from '../../../lib/x509/name.ts';
import {
  countingRandom,
  DAY,
  END,
  intermediateSigner,
  later,
  leafSigner,
  makeIntermediate,
  makeRoot,
  named,
  rootSigner,
  signerOf,
  START,
} from './story.ts';

const root = makeRoot();
const intermediate = makeIntermediate(root);

function leafTemplate(changes: Partial<CertificateTemplate> = {}): CertificateTemplate {
  const { publicKey } = leafSigner;
  const extensions = serverProfile({ publicKey, issuer: intermediate, hash: sha1, names: [{ kind: 'dNSName', value: 'db.example' }] });
  return {
    subject: named('db.example'),
    publicKey,
    issuer: intermediate,
    notBefore: START,
    notAfter: START + 30 * DAY,
    extensions,
    ...changes,
  };
}

function issueLeaf(changes: Partial<CertificateTemplate> = {}, rules: IssueRules = 'rfc5280'): Certificate {
  return issueCertificate(leafTemplate(changes), intermediateSigner, { random: countingRandom(), rules });
}

describe('issueCertificate', () => {
  it('writes what the template says', () => {
    const leaf = issueLeaf();
    assert.equal(leaf.version, 3);
    assert.ok(equalBytes(leaf.issuer.der, intermediate.subject.der));
    assert.ok(equalBytes(leaf.subject.der, named('db.example').der));
    assert.ok(equalBytes(leaf.publicKey.der, leafSigner.publicKey));
    assert.deepEqual([leaf.notBefore, leaf.notAfter], [START, START + 30 * DAY]);
    assert.deepEqual(readExtension(leaf, subjectAltName), [{ kind: 'dNSName', value: 'db.example' }]);
  });

  it('signs with the key of the issuer', () => {
    const algorithms = [intermediateSigner.algorithm, rootSigner.algorithm];
    for (const [certificate, issuer] of [
      [root, root],
      [intermediate, root],
      [issueLeaf(), intermediate],
    ] as const) {
      const { tbs, signature, signatureAlgorithm } = certificate;
      assert.equal(checkSignature(issuer.publicKey, signatureAlgorithm, tbs, signature, { algorithms }).ok, true);
    }
    const leaf = issueLeaf();
    assert.equal(checkSignature(root.publicKey, leaf.signatureAlgorithm, leaf.tbs, leaf.signature, { algorithms }).ok, false);
  });

  it('takes the key as SPKI octets, as a view and as numbers', () => {
    const numbers = parsePublicKey(leafSigner.publicKey);
    assert.ok(equalBytes(encodePublicKey(numbers), leafSigner.publicKey));
    const view = issueLeaf().publicKey;
    assert.deepEqual(issueLeaf({ publicKey: numbers }).der, issueLeaf().der);
    assert.deepEqual(issueLeaf({ publicKey: view }).der, issueLeaf().der);
  });

  it('makes a positive serial number of 16 octets from the random source', () => {
    assert.equal(toHex(issueLeaf().serialNumber), '4102030405060708090a0b0c0d0e0f10');
    const ones = issueCertificate(leafTemplate(), intermediateSigner, { random: (n) => new Uint8Array(n).fill(0xff) });
    assert.equal(toHex(ones.serialNumber), `7f${'ff'.repeat(15)}`);
    const zeros = issueCertificate(leafTemplate(), intermediateSigner, { random: (n) => new Uint8Array(n) });
    assert.equal(toHex(zeros.serialNumber), `40${'00'.repeat(15)}`);
  });

  it('takes a serial number as a number or as octets', () => {
    assert.equal(toHex(issueLeaf({ serialNumber: 1n }).serialNumber), '01');
    assert.equal(toHex(issueLeaf({ serialNumber: 128n }).serialNumber), '0080');
    assert.equal(toHex(issueLeaf({ serialNumber: 2n ** 159n - 1n }).serialNumber), `7f${'ff'.repeat(19)}`);
    assert.equal(toHex(issueLeaf({ serialNumber: Uint8Array.of(0, 200) }).serialNumber), '00c8');
  });

  it('cuts times to whole seconds', () => {
    const leaf = issueLeaf({ notBefore: START + 1999, notAfter: START + 5001 });
    assert.deepEqual([leaf.notBefore, leaf.notAfter], [START + 1000, START + 5000]);
  });

  it('writes years from 2050 as GeneralizedTime (RFC 5280 4.1.2.5)', () => {
    const far = makeRoot({ notAfter: 253_402_300_799_000 });
    assert.deepEqual([far.notBeforeForm, far.notAfterForm], ['utc', 'generalized']);
    assert.equal(far.notAfter, 253_402_300_799_000);
  });

  it('writes version 1 where there are no extensions, and version 3 on request', () => {
    assert.equal(issueLeaf({ extensions: [] }).version, 1);
    assert.equal(issueLeaf({ extensions: [], version: 3 }).version, 3);
    refuses({ version: 1 }, 'extensions-need-version-3');
  });

  it('answers a promise where the signer does', async () => {
    const promise = issueCertificate(leafTemplate(), later(intermediateSigner), { random: countingRandom() });
    assert.ok(promise instanceof Promise);
    assert.deepEqual((await promise).der, issueLeaf().der);
  });

  it('prepares octets for a signer that is elsewhere, and finishes with its signature', () => {
    const { publicKey, algorithm } = intermediateSigner;
    const prepared = prepareCertificate(leafTemplate(), { publicKey, algorithm }, { random: countingRandom() });
    assert.deepEqual(prepared.finish(intermediateSigner.sign(prepared.tbs)).der, issueLeaf().der);
  });
});

describe('issueCertificate refuses', () => {
  it('a signer with another key than the issuer', () => {
    assert.throws(() => issueCertificate(leafTemplate(), rootSigner, { random: countingRandom() }), { code: 'signer-key-mismatch' });
    assert.throws(() => issueCertificate(leafTemplate({ issuer: 'self' }), intermediateSigner, { random: countingRandom() }), {
      code: 'signer-key-mismatch',
    });
  });

  it('a signature that does not verify', async () => {
    const broken = { ...intermediateSigner, sign: (tbs: Uint8Array) => intermediateSigner.sign(tbs.subarray(1)) };
    assert.throws(() => issueCertificate(leafTemplate(), broken, { random: countingRandom() }), { code: 'signature-does-not-verify' });
    await assert.rejects(issueCertificate(leafTemplate(), later(broken), { random: countingRandom() }), {
      code: 'signature-does-not-verify',
    });
    assert.throws(() => issueCertificate(leafTemplate(), broken, { random: countingRandom(), rules: 'none' }), {
      code: 'signature-does-not-verify',
    });
  });

  it('validity outside of the issuer, or reversed', () => {
    refuses({ notBefore: START - 1000 }, 'validity-outside-issuer');
    refuses({ notAfter: END - DAY + 1000 }, 'validity-outside-issuer');
    refuses({ notBefore: START + DAY, notAfter: START + DAY - 1000 }, 'validity-reversed');
    refuses({ notBefore: Number.NaN }, 'bad-time');
    assert.equal(issueLeaf({ notAfter: END - DAY + 999 }).notAfter, END - DAY);
  });

  it('an issuer that is not a CA', () => {
    const leaf = issueLeaf();
    assert.throws(() => issueCertificate(leafTemplate({ issuer: leaf }), leafSigner, { random: countingRandom() }), {
      code: 'issuer-not-a-ca',
    });
    const bare = makeRoot({ extensions: [] });
    assert.throws(() => issueCertificate(leafTemplate({ issuer: bare }), rootSigner, { random: countingRandom() }), {
      code: 'issuer-not-a-ca',
    });
    const extensions = [makeExtension(basicConstraints, { ca: true }), makeExtension(keyUsage, ['cRLSign'])];
    assert.throws(() => issueCertificate(leafTemplate({ issuer: makeRoot({ extensions }) }), rootSigner, { random: countingRandom() }), {
      code: 'issuer-may-not-sign',
    });
  });

  it('CAs below the path length of their issuer', () => {
    const ca = (pathLength?: number) => [
      makeExtension(basicConstraints, pathLength === undefined ? { ca: true } : { ca: true, pathLength }),
    ];
    refuses({ extensions: ca() }, 'path-length-exceeded');
    const under = (pathLength?: number) =>
      issueCertificate(leafTemplate({ issuer: root, extensions: ca(pathLength) }), rootSigner, { random: countingRandom() });
    assert.throws(() => under(1), { code: 'path-length-exceeded' });
    assert.equal(readExtension(under(0), basicConstraints)?.pathLength, 0);
    assert.equal(readExtension(under(), basicConstraints)?.pathLength, undefined);
  });

  it('does not count a self-issued CA against the path length (RFC 5280 4.2.1.9)', () => {
    const extensions = [makeExtension(basicConstraints, { ca: true, pathLength: 0 })];
    assert.equal(readExtension(issueLeaf({ subject: intermediate.subject, extensions }), basicConstraints)?.ca, true);
  });

  it('CA rights without CA:TRUE', () => {
    refuses({ extensions: [makeExtension(keyUsage, ['keyCertSign'])] }, 'key-cert-sign-without-ca');
    refuses({ extensions: [makeExtension(basicConstraints, { ca: false, pathLength: 0 })] }, 'path-length-without-ca');
  });

  it('a keyUsage that the key does not serve (RFC 9295 section 3)', () => {
    const usages = (...names: KeyUsageName[]) => [makeExtension(keyUsage, names)];
    const agreeing: PublicKey = { kind: 'x25519', point: new Uint8Array(32).fill(9) };
    const signing: PublicKey = { kind: 'ed25519', point: new Uint8Array(32).fill(9) };
    refuses({ publicKey: signing, extensions: usages('digitalSignature', 'keyEncipherment') }, 'key-usage-not-of-key');
    refuses({ publicKey: agreeing, extensions: usages('digitalSignature') }, 'key-usage-not-of-key');
    assert.ok(issueLeaf({ publicKey: agreeing, extensions: usages('keyAgreement') }));
    assert.ok(issueLeaf({ publicKey: signing, extensions: usages('digitalSignature', 'nonRepudiation') }));
  });

  it('an extension that stands twice', () => {
    const usage = makeExtension(keyUsage, ['digitalSignature']);
    refuses({ extensions: [usage, usage] }, 'duplicate-extension');
  });

  it('an empty subject unless a critical subjectAltName names it (RFC 5280 4.1.2.6)', () => {
    const names = [{ kind: 'dNSName', value: 'db.example' }] as const;
    refuses({ subject: makeName([]), extensions: [makeExtension(subjectAltName, names)] }, 'subject-missing');
    const leaf = issueLeaf({ subject: makeName([]), extensions: [makeExtension(subjectAltName, names, { critical: true })] });
    assert.equal(leaf.subject.rdns.length, 0);
  });

  it('serial numbers that RFC 5280 4.1.2.2 forbids', () => {
    for (const serialNumber of [
      0n,
      -1n,
      2n ** 159n,
      new Uint8Array(0),
      Uint8Array.of(0x80),
      Uint8Array.of(0, 1),
      new Uint8Array(21).fill(1),
    ])
      refuses({ serialNumber }, 'bad-serial-number');
  });

  it('a random source that gives too little', () => {
    assert.throws(() => issueCertificate(leafTemplate(), intermediateSigner, { random: () => new Uint8Array(8) }), {
      code: 'random-too-short',
    });
  });

  it('times that cannot be written', () => {
    assert.throws(() => issueLeaf({ notBefore: Number.NaN, notAfter: Number.NaN }, 'none'), { code: 'bad-time' });
  });
});

describe('issueCertificate with the rules none', () => {
  it('signs what no verifier would take', () => {
    const extensions = [makeExtension(basicConstraints, { ca: true, pathLength: 5 })];
    const leaf = issueLeaf({ notAfter: END + DAY, extensions, serialNumber: 0n }, 'none');
    assert.equal(readExtension(leaf, basicConstraints)?.pathLength, 5);
    assert.equal(toHex(leaf.serialNumber), '00');
    assert.equal(leaf.notAfter, END + DAY);
  });

  it('still wants the key of the issuer', () => {
    assert.throws(() => issueCertificate(leafTemplate(), signerOf(9), { random: countingRandom(), rules: 'none' }), {
      code: 'signer-key-mismatch',
    });
  });
});

function refuses(changes: Partial<CertificateTemplate>, code: string): void {
  assert.throws(() => issueLeaf(changes), { name: 'PkiError', code });
}
