import assert from 'node:assert/strict';
import { verifyChain } from '../../../lib/api/verify.ts';
import { decodePem } from '../../../lib/asn1/pem.ts';
import { equalBytes } from '../../../lib/base/bytes.ts';
import { findKeyMismatch } from '../../../lib/crypto/key-check.ts';
import { parsePublicKey } from '../../../lib/keys/public-key.ts';
import { loadPrivateKey } from '../../../lib/keystore/load.ts';
import type { Verdict } from '../../../lib/path/types.ts';
import { describeFaults } from '../../../lib/testing/catalogue.ts';
import { type ChainOptions, makeChain, type TestChain } from '../../../lib/testing/chain.ts';
import { parseCertificates, parseCrls } from '../../../lib/x509/bundle.ts';
import { throwsCode } from '../../support/throws.ts';

/** The octets of everything in a chain. */
function octetsOf({ input, path, pem }: TestChain): string {
  const { crls = [], at, profile } = input;
  return JSON.stringify([path.map(({ der }) => der.join()), crls.map(({ der }) => der.join()), at, profile, pem]);
}

function errorsOf(verdict: Verdict): string[] {
  return verdict.findings.filter(({ severity }) => severity === 'error').map(({ code, index }) => `${code}@${index}`);
}

describe('makeChain', () => {
  it('makes a chain that both profiles accept, with and without CRLs', () => {
    for (const profile of ['rfc5280', 'webpki'] as const) {
      for (const keys of ['ec', 'rsa'] as const) {
        for (const crls of [false, true]) {
          const { input, expected } = makeChain({ profile, keys, crls });
          const verdict = verifyChain(input);
          assert.ok(verdict.ok, errorsOf(verdict).join());
          assert.equal(verdict.path.length, 5);
          assert.deepEqual(expected, []);
          assert.equal(input.crls?.length, crls ? 4 : undefined);
        }
      }
    }
    for (const profile of ['rfc5280', 'webpki'] as const) {
      const { input } = makeChain({ profile, ocsp: true });
      assert.ok(verifyChain(input).ok);
      assert.deepEqual([input.crls?.length, input.ocspResponses?.length], [0, 4]);
    }
    assert.ok(verifyChain(makeChain({ keys: 'ed25519', crls: true }).input).ok);
    const web = verifyChain(makeChain({ keys: 'ed25519', profile: 'webpki' }).input);
    assert.ok(!web.ok);
    assert.equal(web.reason.code, 'key-kind-not-allowed');
  });

  it('makes chains of any length, for any host and moment', () => {
    for (const intermediates of [0, 1, 8]) {
      for (const at of [Date.UTC(2001, 0, 1), Date.UTC(2060, 5, 1)]) {
        const options: ChainOptions = { intermediates, at, host: 'db.internal.example', crls: true, profile: 'webpki' };
        const { input, path } = makeChain(options);
        const verdict = verifyChain(input);
        assert.ok(verdict.ok, errorsOf(verdict).join());
        assert.equal(path.length, intermediates + 2);
        assert.deepEqual(input.peer, { kind: 'dns', value: 'db.internal.example' });
      }
    }
    const { input } = makeChain({ intermediates: 0, faults: [{ kind: 'issuer-not-given', at: 0 }] });
    const verdict = verifyChain(input);
    assert.ok(!verdict.ok);
    assert.deepEqual(errorsOf(verdict), ['issuer-not-found@0']);
  });

  it('makes the same octets of the same options, and others of another seed', () => {
    for (const faults of [[], [{ kind: 'revoked', at: 1 }], [{ kind: 'rsa-1024', at: 2 }]] as const)
      assert.equal(octetsOf(makeChain({ faults, crls: true })), octetsOf(makeChain({ faults, crls: true })));
    assert.notEqual(octetsOf(makeChain()), octetsOf(makeChain({ seed: 'other' })));
    for (const keys of ['ec', 'ed25519', 'rsa'] as const) {
      const publicKeys = makeChain({ keys, seed: 'x' }).path.map(({ publicKey }) => publicKey.der.join());
      assert.equal(new Set(publicKeys).size, 5);
    }
  });

  it('changes nothing but what the fault says', () => {
    const good = makeChain();
    const { path } = makeChain({ faults: [{ kind: 'expired', at: 2 }] });
    // Serial numbers come from names and keys, signatures are deterministic: the others are the same certificates.
    assert.deepEqual(
      path.map(({ der }, position) => equalBytes(der, good.path[position]?.der ?? new Uint8Array(0))),
      [true, true, false, true, true],
    );
  });

  it('gives the same chain as PEM, with the key of the leaf', () => {
    const { pem, input, keys } = makeChain({ crls: true });
    const [leaf] = parseCertificates(pem.leaf);
    assert.deepEqual(leaf?.der, input.leaf.der);
    assert.equal(parseCertificates(pem.intermediates).length, 3);
    assert.equal(parseCertificates(pem.anchors).length, 1);
    assert.equal(parseCrls(pem.crls).length, 4);
    assert.equal(decodePem(pem.key ?? '')[0]?.label, 'PRIVATE KEY');
    assert.equal(findKeyMismatch(parsePublicKey(input.leaf.publicKey), loadPrivateKey(pem.key ?? '')), undefined);
    assert.equal(keys.length, 5);
    assert.deepEqual(makeChain({ intermediates: 0 }).pem.intermediates, '');
  });

  it('judges by the profile of its faults, or by the one asked for', () => {
    const faults = [{ kind: 'serial-negative', at: 1 }] as const;
    assert.equal(makeChain({ faults }).input.profile, 'webpki');
    const lenient = makeChain({ faults, profile: 'rfc5280' });
    assert.deepEqual(lenient.expected, []);
    assert.ok(verifyChain(lenient.input).ok);
  });

  it('takes several faults, and expects a finding for each', () => {
    const { input, expected } = makeChain({
      faults: [
        { kind: 'expired', at: 0 },
        { kind: 'not-a-ca', at: 2 },
        { kind: 'crl-expired', at: 1 },
        { kind: 'ocsp-revoked', at: 3 },
      ],
      ocsp: true,
    });
    const verdict = verifyChain(input);
    assert.ok(!verdict.ok);
    assert.deepEqual(expected, [
      { code: 'certificate-expired', index: 0 },
      { code: 'not-a-ca', index: 2 },
      { code: 'crl-unusable', index: 1 },
      { code: 'certificate-revoked', index: 3 },
    ]);
    for (const { code, index } of expected) assert.ok(errorsOf(verdict).includes(`${code}@${index}`), `${code}@${index}`);
  });

  it('tells misuse by name', () => {
    throwsCode('bad-option', () => makeChain({ faults: [{ kind: 'toString' as 'expired', at: 0 }] }));
    const { message } = throwsCode('bad-option', () => makeChain({ faults: [{ kind: 'signature-empty', at: 4 }] }));
    assert.match(message, /signature-empty.*position 4.*0, 1, 2, 3/);
    throwsCode('bad-option', () => makeChain({ faults: [{ kind: 'expired', at: 5 }] }));
    throwsCode('bad-option', () => makeChain({ intermediates: -1 }));
    throwsCode('bad-option', () => makeChain({ intermediates: 1.5 }));
    throwsCode('bad-option', () => makeChain({ host: 'localhost' }));
    throwsCode('bad-option', () => makeChain({ at: Number.NaN }));
    throwsCode('bad-option', () => makeChain({ keys: 'dsa' as 'ec' }));
    throwsCode('bad-option', () => makeChain({ profile: 'web' as 'webpki' }));
    throwsCode('bad-option', () => makeChain({ faults: 'expired' as unknown as [] }));
    const misspelt = throwsCode('bad-option', () => makeChain({ fault: [{ kind: 'expired', at: 0 }] } as ChainOptions));
    assert.match(misspelt.message, /^there is no option fault, only faults, /);
  });
});

describe('faults', () => {
  for (const { kind, positions, expected, profiles } of describeFaults()) {
    it(`${kind}: refused at ${positions.join(', ')}`, () => {
      for (const [number, at] of positions.entries()) {
        const profile = profiles[at % profiles.length] ?? 'rfc5280';
        const chain = makeChain({ faults: [{ kind, at }], profile });
        const wanted = expected[number];
        assert.deepEqual(chain.expected, [wanted]);
        const verdict = verifyChain(chain.input);
        assert.ok(!verdict.ok, `accepted with the fault at ${at}`);
        assert.ok(errorsOf(verdict).includes(`${wanted?.code}@${wanted?.index}`), `at ${at}: ${errorsOf(verdict).join(' ')}`);
      }
    });
  }
});
