import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { withNull } from '../../../lib/crypto/algorithm-encoding.ts';
import { runVerify } from '../../../lib/openssl-verify/verify.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { basicConstraints } from '../../../lib/x509/extensions/usage.ts';
import { AT, make, rawExtension, type Recipe } from '../../support/chain-kit.ts';

/** All errors of a leaf below a root, strictly. */
function errors(change: { readonly root?: Partial<Recipe>; readonly leaf?: Partial<Recipe> }): string[] {
  const root = make({ subject: 'CN=Root', ca: true, ...change.root });
  const leaf = make({ subject: 'CN=alice', issuer: root, ...change.leaf });
  const request = {
    leaf: leaf.certificate,
    sent: [],
    trusted: [root.certificate],
    at: AT,
    securityLevel: 1,
    overrides: () => true,
  } as const;
  return runVerify({ ...request, flags: { x509Strict: true } }).failures.map(({ code, depth }) => `${code}@${depth}`);
}

describe('X509_V_FLAG_X509_STRICT', () => {
  it('takes what RFC 5280 wants', () => {
    assert.deepEqual(errors({}), []);
  });

  it('holds to the rules of basicConstraints and keyUsage', () => {
    assert.deepEqual(errors({ leaf: { pathLength: 0 } }), ['pathlen-invalid-for-non-ca@0', 'pathlen-without-ku-key-cert-sign@0']);
    assert.deepEqual(errors({ root: { usages: null } }), ['ca-cert-missing-key-usage@1']);
    assert.deepEqual(errors({ leaf: { usages: ['digitalSignature', 'keyCertSign'] } }), ['ku-key-cert-sign-invalid-for-non-ca@0']);
    const plain = makeExtension(basicConstraints, { ca: true }, { critical: false });
    assert.deepEqual(errors({ root: { extensions: [plain] } }), ['ca-bcons-not-critical@1']);
  });

  it('holds to the rules of names', () => {
    assert.deepEqual(errors({ leaf: { subject: '' } }), ['empty-subject-san-not-critical@0']);
    assert.deepEqual(errors({ leaf: { subject: '', names: null } }), ['subject-name-empty@0']);
    assert.deepEqual(errors({ root: { subject: '' } }), ['issuer-name-empty@0', 'issuer-name-empty@1', 'subject-name-empty@1']);
    assert.deepEqual(
      errors({
        leaf: {
          extensions: [
            rawExtension(
              '2.5.29.17',
              encodeDer((out) => out.sequence(() => undefined)),
            ),
          ],
        },
      }),
      ['empty-subject-alt-name@0'],
    );
  });

  it('holds to the rules of identifiers, versions and algorithms', () => {
    assert.deepEqual(errors({ leaf: { without: [authorityKeyIdentifier.oid] } }), ['missing-authority-key-identifier@0']);
    assert.deepEqual(errors({ root: { without: [subjectKeyIdentifier.oid] } }), ['missing-subject-key-identifier@1']);
    assert.deepEqual(errors({ leaf: { version: 2 } }), ['extensions-require-version-3@0']);
    assert.deepEqual(errors({ leaf: { innerAlgorithm: withNull(oid('1.3.101.112')) } }), [
      'signature-algorithm-inconsistency@0',
      'cert-signature-failure@0',
    ]);
  });
});
