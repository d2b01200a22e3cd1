import assert from 'node:assert/strict';
import { equalBytes, toHex } from '../../../lib/base/bytes.ts';
import { checkSignature } from '../../../lib/crypto/verify.ts';
import { type CrlTemplate, issueCrl, type RevokedTemplate } from '../../../lib/issue/crl.ts';
import { makeExtension, readExtension } from '../../../lib/x509/extension.ts';
import { invalidityDate, reasonCode } from '../../../lib/x509/extensions/crl-entry-extensions.ts';
import { cRLNumber } from '../../../lib/x509/extensions/crl-numbers.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { basicConstraints, keyUsage } from '../../../lib/x509/extensions/usage.ts';
import { DAY, later, leafSigner, makeRoot, rootSigner, START } from './story.ts';

const root = makeRoot();
const template: CrlTemplate = { issuer: root, thisUpdate: START, nextUpdate: START + DAY, crlNumber: 7, entries: [] };
const issue = (changes: Partial<CrlTemplate> = {}) => issueCrl({ ...template, ...changes }, rootSigner);

describe('issueCrl', () => {
  it('writes an empty list without revokedCertificates (RFC 5280 5.1.2.6)', () => {
    const crl = issue();
    assert.equal(crl.version, 2);
    assert.equal(crl.entries.length, 0);
    assert.ok(equalBytes(crl.issuer.der, root.subject.der));
    assert.deepEqual([crl.thisUpdate, crl.nextUpdate], [START, START + DAY]);
  });

  it('carries number and authority key identifier (RFC 5280 5.2.1, 5.2.3)', () => {
    const crl = issue({ crlNumber: 2n ** 70n });
    assert.equal(readExtension(crl, cRLNumber), 2n ** 70n);
    assert.deepEqual(readExtension(crl, authorityKeyIdentifier)?.keyIdentifier, readExtension(root, subjectKeyIdentifier));
  });

  it('is signed by the issuer', () => {
    const crl = issue();
    const algorithms = [rootSigner.algorithm];
    assert.equal(checkSignature(root.publicKey, crl.signatureAlgorithm, crl.tbs, crl.signature, { algorithms }).ok, true);
  });

  it('writes entries with serial number, date and reason', () => {
    const crl = issue({
      entries: [
        { serialNumber: 5n, revokedAt: START + 1500, reason: 'keyCompromise' },
        { serialNumber: Uint8Array.of(0, 200), revokedAt: START, reason: 'unspecified' },
        { serialNumber: 6n, revokedAt: START, extensions: [makeExtension(invalidityDate, START - DAY)] },
      ],
    });
    // 2026-01-01 00:00:01; reasonCode keyCompromise (1); the second entry has no extensions.
    assert.equal(
      toHex(crl.entries).startsWith('3020020105170d3236303130313030303030315a300c300a0603551d1504030a01013013020200c8170d323630313031'),
      true,
    );
    assert.ok(toHex(crl.entries).endsWith('180f32303235313233313030303030305a'));
  });

  it('answers a promise where the signer does', async () => {
    assert.deepEqual((await issueCrl(template, later(rootSigner))).der, issue().der);
  });

  it('asks a generator for its entries, once', () => {
    function* two(): Generator<RevokedTemplate, void, undefined> {
      yield { serialNumber: 5n, revokedAt: START };
      yield { serialNumber: 6n, revokedAt: START, reason: 'superseded' };
    }
    assert.deepEqual(issue({ entries: two() }).der, issue({ entries: [...two()] }).der);
    const none = two();
    none.return();
    assert.deepEqual(issue({ entries: none }).der, issue().der);
  });

  it('holds 20,000 entries', () => {
    const entries = Array.from({ length: 20_000 }, (_, index) => ({ serialNumber: BigInt(index + 1), revokedAt: START }));
    assert.ok(issue({ entries }).entries.length > 400_000);
  });
});

describe('issueCrl refuses', () => {
  it('a signer with another key', () => {
    assert.throws(() => issueCrl(template, leafSigner), { code: 'signer-key-mismatch' });
  });

  it('an issuer whose keyUsage lacks cRLSign', () => {
    const extensions = [makeExtension(basicConstraints, { ca: true }), makeExtension(keyUsage, ['keyCertSign'])];
    refuses({ issuer: makeRoot({ extensions }) }, 'issuer-may-not-sign-crls');
    assert.equal(issueCrl({ ...template, issuer: makeRoot({ extensions }) }, rootSigner, { rules: 'none' }).version, 2);
  });

  it('a next update that is not later', () => {
    refuses({ nextUpdate: START + 999 }, 'update-times-reversed');
  });

  it('a serial number that stands twice or is none', () => {
    const entry = { serialNumber: 5n, revokedAt: START };
    refuses({ entries: [entry, { ...entry, serialNumber: Uint8Array.of(5) }] }, 'duplicate-serial-number');
    refuses({ entries: [{ ...entry, serialNumber: 0n }] }, 'bad-serial-number');
    assert.throws(() => issue({ entries: [{ ...entry, serialNumber: 200n }, entry, { ...entry, serialNumber: Uint8Array.of(0, 200) }] }), {
      path: 'entries/2',
      message: /00c8 stands twice/,
    });
    assert.equal(issueCrl({ ...template, entries: [entry, entry] }, rootSigner, { rules: 'none' }).version, 2);
  });

  it('an entry whose extensions stand twice', () => {
    const extensions = [makeExtension(reasonCode, 'keyCompromise')];
    const entries: RevokedTemplate[] = [
      { serialNumber: 5n, revokedAt: START },
      { serialNumber: 6n, revokedAt: START, reason: 'superseded', extensions },
    ];
    assert.throws(() => issue({ entries }), { code: 'duplicate-extension', path: 'entries/1/extensions/1' });
  });

  it('numbers out of range and extensions that stand twice', () => {
    refuses({ crlNumber: -1 }, 'bad-crl-number');
    refuses({ crlNumber: 2n ** 159n }, 'bad-crl-number');
    for (const crlNumber of [1.5, Number.NaN, 2 ** 60]) refuses({ crlNumber }, 'bad-crl-number');
    refuses({ extensions: [makeExtension(cRLNumber, 1n)] }, 'duplicate-extension');
  });
});

function refuses(changes: Partial<CrlTemplate>, code: string): void {
  assert.throws(() => issue(changes), { name: 'PkiError', code });
}
