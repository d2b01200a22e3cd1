/** Purposes, and keyUsage along with them (RFC 5280 4.2.1.3, 4.2.1.12). */
import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { type Extension, makeExtension } from '../../../lib/x509/extension.ts';
import { extendedKeyUsage, keyUsage, type KeyUsageName } from '../../../lib/x509/extensions/usage.ts';
import { make, rawExtension, type Recipe } from '../../support/chain-kit.ts';
import { judge, leafOf, outcome, root } from '../../support/outcome.ts';

describe('purposes and keyUsage (RFC 5280 4.2.1.12)', () => {
  const fits: Readonly<Record<string, readonly [purpose: string, bits: readonly KeyUsageName[]]>> = {
    serverAuth: ['1.3.6.1.5.5.7.3.1', ['digitalSignature', 'keyEncipherment', 'keyAgreement']],
    clientAuth: ['1.3.6.1.5.5.7.3.2', ['digitalSignature', 'keyAgreement']],
    codeSigning: ['1.3.6.1.5.5.7.3.3', ['digitalSignature']],
    emailProtection: ['1.3.6.1.5.5.7.3.4', ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement']],
    ocspSigning: ['1.3.6.1.5.5.7.3.9', ['digitalSignature', 'nonRepudiation']],
  };
  const bits: readonly KeyUsageName[] = [
    'digitalSignature',
    'nonRepudiation',
    'keyEncipherment',
    'keyAgreement',
    'decipherOnly',
    'cRLSign',
  ];

  for (const [name, [purpose, good]] of Object.entries(fits))
    it(`${name} wants one of ${good.join(', ')}, where there is a keyUsage`, () => {
      for (const bit of bits) {
        const leaf = leafOf({ usages: [bit], purposes: [purpose] });
        const wanted = good.includes(bit) ? 'ok' : 'purpose-inconsistent 0';
        assert.equal(outcome(judge(leaf, [], { purpose: name as 'serverAuth' })), wanted, bit);
        assert.equal(outcome(judge(leaf)), 'ok', 'nobody asked for a purpose');
      }
      const without = judge(leafOf({ usages: null, purposes: [purpose] }), [], { purpose: name as 'serverAuth' });
      assert.equal(outcome(without), name === 'codeSigning' ? 'purpose-not-exclusive 0' : 'ok');
    });

  it('asks nothing of a CA above, nor for purposes that RFC 5280 does not know', () => {
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true });
    assert.equal(outcome(judge(make({ subject: 'CN=leaf', issuer: ca }), [ca], { purpose: 'serverAuth' })), 'ok');
    const leaf = leafOf({ usages: ['cRLSign'], purposes: ['1.3.6.1.5.5.7.3.17'] });
    assert.equal(outcome(judge(leaf, [], { purpose: oid('1.3.6.1.5.5.7.3.17') })), 'ok');
  });

  it('time stamping, OCSP signing and code signing are named: neither absence nor anyExtendedKeyUsage will do', () => {
    for (const purpose of ['timeStamping', 'ocspSigning', 'codeSigning'] as const) {
      assert.equal(outcome(judge(leafOf({ purposes: null }), [], { purpose })), 'purpose-missing 0');
      assert.equal(outcome(judge(leafOf({ purposes: ['2.5.29.37.0'] }), [], { purpose })), 'purpose-not-allowed 0');
    }
    assert.equal(outcome(judge(leafOf({ purposes: ['2.5.29.37.0'] }), [], { purpose: 'serverAuth' })), 'ok');
  });

  const critical = (...purposes: string[]): Extension => ({ ...makeExtension(extendedKeyUsage, purposes.map(oid)), critical: true });
  const [SERVER, CODE, EMAIL, STAMP, ANY] = [
    '1.3.6.1.5.5.7.3.1',
    '1.3.6.1.5.5.7.3.3',
    '1.3.6.1.5.5.7.3.4',
    '1.3.6.1.5.5.7.3.8',
    '2.5.29.37.0',
  ] as const;

  it('time stamping is alone and critical (RFC 3161 2.3)', () => {
    const cases: readonly [Partial<Recipe>, string][] = [
      [{ extensions: [critical(STAMP)] }, 'ok'],
      [{ extensions: [critical(STAMP)], usages: ['digitalSignature', 'nonRepudiation'] }, 'ok'],
      [{ extensions: [critical(STAMP)], usages: null }, 'ok'],
      [{ purposes: [STAMP] }, 'purpose-not-exclusive 0 not-critical'],
      [{ extensions: [critical(STAMP, SERVER)] }, 'purpose-not-exclusive 0 other-purposes'],
      [{ extensions: [critical(STAMP, ANY)] }, 'purpose-not-exclusive 0 other-purposes'],
      [{ extensions: [critical(STAMP)], usages: ['digitalSignature', 'cRLSign'] }, 'purpose-not-exclusive 0 signs-for-a-ca'],
      [{ extensions: [critical(STAMP)], usages: ['keyEncipherment'] }, 'purpose-inconsistent 0'],
    ];
    for (const [change, wanted] of cases) {
      const verdict = judge(leafOf(change), [], { purpose: 'timeStamping' });
      const problem = verdict.ok ? undefined : verdict.reason['problem'];
      assert.equal([outcome(verdict), ...(problem === undefined ? [] : [problem])].join(' '), wanted);
    }
  });

  it('code signing stands beside no server and not beside everything (CSBR 7.1.2.3)', () => {
    const flat: Extension = { ...makeExtension(keyUsage, ['digitalSignature']), critical: false };
    const cases: readonly [Partial<Recipe>, string][] = [
      [{ purposes: [CODE] }, 'ok'],
      [{ purposes: [CODE, EMAIL] }, 'ok'],
      [{ purposes: [CODE, SERVER] }, 'purpose-not-exclusive 0 other-purposes'],
      [{ purposes: [CODE, ANY] }, 'purpose-not-exclusive 0 other-purposes'],
      [{ purposes: [CODE], extensions: [flat] }, 'purpose-not-exclusive 0 not-critical'],
      [{ purposes: [CODE], usages: null }, 'purpose-not-exclusive 0 not-critical'],
      [{ purposes: [CODE], usages: ['digitalSignature', 'cRLSign'] }, 'purpose-not-exclusive 0 signs-for-a-ca'],
      [{ purposes: [CODE], usages: ['nonRepudiation'] }, 'purpose-inconsistent 0'],
    ];
    for (const [change, wanted] of cases) {
      const verdict = judge(leafOf(change), [], { purpose: 'codeSigning' });
      const problem = verdict.ok ? undefined : verdict.reason['problem'];
      assert.equal([outcome(verdict), ...(problem === undefined ? [] : [problem])].join(' '), wanted);
    }
    assert.equal(outcome(judge(leafOf({ purposes: [CODE, SERVER] }), [], { purpose: 'serverAuth' })), 'ok');
  });

  it('id-pkix-ocsp-nocheck is understood, critical or not: it is nothing to those who ask for no OCSP responder', () => {
    const extensions = [rawExtension('1.3.6.1.5.5.7.48.1.5', Uint8Array.of(5, 0), true)];
    assert.equal(outcome(judge(leafOf({ extensions }))), 'ok');
  });

  it("a CA's purposes limit those below it, except where it lists any", () => {
    const under = (...purposes: string[]): string => {
      const ca = make({ subject: 'CN=CA', issuer: root, ca: true, purposes });
      return outcome(judge(make({ subject: 'CN=leaf', issuer: ca }), [ca], { purpose: 'serverAuth' }));
    };
    assert.equal(under('1.3.6.1.5.5.7.3.2'), 'purpose-not-allowed 1');
    assert.equal(under('1.3.6.1.5.5.7.3.2', '2.5.29.37.0'), 'ok');
    assert.equal(under('2.16.840.1.113730.4.1'), 'purpose-not-allowed 1', 'Netscape server gated crypto is no serverAuth');
  });
});
