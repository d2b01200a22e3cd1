import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import { verifyPath } from '../../../lib/path/verify.ts';
import type { Certificate } from '../../../lib/x509/certificate.ts';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import { AT, make, makeCrl } from '../../support/chain-kit.ts';
import { throwsCode } from '../../support/throws.ts';

const root = make({ subject: 'CN=Root', ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: root });
const good: ChainInput = { leaf: leaf.certificate, anchors: [root.certificate], at: AT };

/** The message of the refusal of these options. */
function refusal(odd: object): string {
  return throwsCode('bad-option', () => verifyChain({ ...good, ...odd })).message;
}

describe('misuse of verifyChain', () => {
  for (const odd of [undefined, null, 'PEM text', leaf.certificate.der, {}]) {
    it(`is refused: ${odd instanceof Uint8Array ? 'octets' : JSON.stringify(odd)} where a certificate or CRL is wanted`, () => {
      const unparsed = odd as Certificate;
      throwsCode('bad-option', () => verifyChain({ ...good, leaf: unparsed }));
      throwsCode('bad-option', () => verifyChain({ ...good, intermediates: [unparsed] }));
      throwsCode('bad-option', () => verifyChain({ ...good, anchors: [root.certificate, unparsed] }));
      throwsCode('bad-option', () => verifyChain({ ...good, crls: [odd as CertificateList] }));
    });
  }

  it('is refused where one view is given for another, or a text for a name', () => {
    const crl = makeCrl({ issuer: root }) as unknown as Certificate;
    for (const odd of [{ leaf: crl }, { intermediates: [crl] }, { anchors: [crl] }])
      assert.match(refusal(odd), /^(?:leaf|intermediates|anchors): /);
    assert.match(refusal({ crls: [root.certificate] }), /^crls: /);
    const publicKey = root.certificate.publicKey.der;
    for (const subject of ['CN=Root', undefined, null, {}, root.certificate.subject.der])
      assert.match(refusal({ anchors: [{ subject, publicKey }] }), /^anchors: the subject is a Name/);
  });

  it('is refused by the name of an option that does not exist: a misspelt one would be passed over in silence', () => {
    for (const name of ['crl', 'CRLs', 'anchor', 'purposes', 'peers', 'hostname', 'keyUsages', 'toString', '__proto__x'])
      assert.match(refusal({ [name]: [] }), new RegExp(`^there is no option ${name}, only leaf, intermediates`));
    assert.match(refusal({ policies: { initialPolicies: [] } }), /^there is no option policies\.initialPolicies, only initial/);
    assert.match(refusal({ strength: { minRSABits: 1024 } }), /^there is no option strength\.minRSABits/);
    assert.match(refusal({ budget: { signature: 5 } }), /^there is no option budget\.signature/);
    assert.match(refusal({ revocation: { mode: 'require', scopes: 'leaf' } }), /^there is no option revocation\.scopes/);
    assert.match(refusal({ crl: undefined }), /^there is no option crl/);
  });

  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    leaf: [],
    intermediates: [leaf.certificate, 'text', null],
    anchors: [root.certificate, 'text', null, new Set([root.certificate])],
    at: [new Date(AT), String(AT), Number.NaN, Number.POSITIVE_INFINITY, null],
    purpose: ['serverauth', 5, null, {}, ['serverAuth', 'x'], 'toString', '1', ['clientAuth', undefined]],
    keyUsage: ['digitalSignature', ['digitalsignature'], [0], null, {}],
    peer: ['www.example.com', { kind: 'host', value: 'x' }, { kind: 'dns' }, { kind: 'dns', value: 5 }, null, ['x']],
    policies: [
      [],
      '1.2.3',
      null,
      { initial: '1.2.3' },
      { initial: ['any'] },
      { initial: [5] },
      { requireExplicit: 1 },
      { inhibitAny: 'yes' },
    ],
    strength: [2048, null, [], { minRsaBits: '2048' }, { minRsaBits: Number.NaN }, { hashes: 'SHA-256' }, { hashes: ['SHA256'] }],
    maxDepth: ['1', Number.NaN, -1, null, true],
    anchorConstraints: ['no', 0, null],
    isPublicSuffix: [/com$/, ['com'], null],
    maxPaths: [0, '2', Number.NaN, null],
    budget: [100, null, { steps: '5' }, { signatures: -1 }, { comparisons: Number.NaN }],
    memo: [{}, new Map(), 1000, null],
    algorithms: [[], 'rsa-pkcs1-sha256', ['rsa-pkcs1-sha256'], [null], null],
    crls: ['PEM', null, {}],
    ocspResponses: [Uint8Array.of(1), null, 'text'],
    revocation: [true, null, 5, 'required', [], {}, { mode: 'on' }, { mode: 'require', scope: 'all' }, { mode: 'require', maxAge: '1' }],
    profile: ['web', 'toString', null, {}, { label: 'own' }],
  };
  for (const [name, values] of Object.entries(wrong))
    it(`is refused by name: ${name} of a wrong type`, () => {
      for (const value of values) {
        const message = refusal({ [name]: value });
        assert.ok(message.includes(name === 'profile' && typeof value === 'string' ? 'profile' : name), `${String(value)}: ${message}`);
        assert.ok(message.length < 600, message);
      }
    });

  it('is refused where something is missing, before anything is read', () => {
    throwsCode('bad-option', () => verifyChain({ at: AT, anchors: [root.certificate] } as unknown as ChainInput));
    assert.match(
      throwsCode('bad-option', () => verifyChain({ at: AT, leaf: leaf.certificate } as unknown as ChainInput)).message,
      /^anchors/,
    );
    const bare = { leaf: leaf.certificate, anchors: [], at: AT };
    assert.match(throwsCode('bad-option', () => verifyPath(bare as never)).message, /^algorithms is missing/);
    for (const odd of [undefined, null, 'x', []]) throwsCode('bad-option', () => verifyPath(odd as never));
  });

  it('is no use of an option that is undefined', () => {
    const names = Object.keys(wrong).filter((name) => name !== 'leaf' && name !== 'anchors');
    assert.ok(verifyChain({ ...good, ...Object.fromEntries(names.map((name) => [name, undefined])), at: AT }).ok);
  });
});
