/** Revocation by CRLs. */
import { makeExtension } from '../../lib/x509/extension.ts';
import { issuingDistributionPoint } from '../../lib/x509/extensions/distribution-points.ts';
import { AT, encodingOf, keyNamed, makeCrl, rawExtension } from '../../test/support/chain-kit.ts';
import { type Case, chain, good, accept, refuse } from './cases.ts';

// Revocation
const rootCrl = makeCrl({ issuer: good.root });
const caCrl = makeCrl({ issuer: good.ca });
const { serialNumber } = good.leaf.certificate;
accept('crl/good', 'nobody is revoked', { crls: [rootCrl, caCrl] });
refuse('crl/leaf-revoked', 'the leaf is', ['certificate-revoked', 0], {
  crls: [rootCrl, makeCrl({ issuer: good.ca, revoked: [{ serialNumber, reason: 'keyCompromise' }] })],
});
refuse('crl/ca-revoked', 'the CA is', ['certificate-revoked', 1], {
  crls: [caCrl, makeCrl({ issuer: good.root, revoked: [{ serialNumber: good.ca.certificate.serialNumber }] })],
});
refuse('crl/missing-for-leaf', 'no CRL of its issuer', ['revocation-unknown', 0], { crls: [rootCrl] });
refuse('crl/missing-for-ca', 'no CRL of the root', ['revocation-unknown', 1], { crls: [caCrl] });
accept('crl/leaf-only', 'only the leaf is asked about', { crls: [caCrl], options: { revocation: { mode: 'require', scope: 'leaf' } } });
const rootRevokesItself = makeCrl({ issuer: good.root, revoked: [{ serialNumber: good.root.certificate.serialNumber }] });
accept('crl/anchor-not-asked', "the anchor's own status is not asked for", { crls: [caCrl, rootRevokesItself] });
refuse('crl/anchor-too', 'the anchor is asked about as well', ['certificate-revoked', 2], {
  crls: [caCrl, rootRevokesItself],
  options: { revocation: { mode: 'require', scope: 'chain-and-anchor' } },
});
accept('crl/if-available', 'soft failure', { crls: [rootCrl], options: { revocation: 'if-available' } });
for (const [id, what, recipe] of [
  ['expired', 'nextUpdate has passed', { nextUpdate: AT - 1000 }],
  ['future', 'thisUpdate lies ahead', { thisUpdate: AT + 1000 }],
  ['no-next-update', 'without nextUpdate', { nextUpdate: null }],
  ['bad-signature', 'one bit of the signature turned', { breakSignature: true }],
  ['other-key', 'signed with another key', { signedBy: keyNamed('somebody') }],
  [
    'unknown-critical',
    'a critical extension nobody knows',
    { extensions: [rawExtension('1.3.6.1.4.1.99999.1', Uint8Array.of(5, 0), true)] },
  ],
  ['delta', 'a delta CRL', { extensions: [rawExtension('2.5.29.27', Uint8Array.of(2, 1, 1), true)] }],
  ['inner-algorithm', 'another algorithm inside', { innerAlgorithm: encodingOf(keyNamed('x', 'ec')) }],
  [
    'unknown-critical-entry',
    'a critical entry extension nobody knows',
    { revoked: [{ serialNumber: Uint8Array.of(9), extensions: [rawExtension('1.3.6.1.4.1.99999.1', Uint8Array.of(5, 0), true)] }] },
  ],
  ['ca-only', 'covers CAs only', { extensions: [scope({ onlyCaCertificates: true })] }],
  ['some-reasons', 'covers some reasons only', { extensions: [scope({ onlySomeReasons: ['keyCompromise'] })] }],
  ['attributes', 'covers attribute certificates only', { extensions: [scope({ onlyAttributeCertificates: true })] }],
] as const)
  refuse(`crl/${id}`, what, ['crl-unusable', 0], { crls: [rootCrl, makeCrl({ issuer: good.ca, ...recipe })] });
accept('crl/indirect', 'an indirect CRL of the issuer itself speaks of its certificates too', {
  crls: [rootCrl, makeCrl({ issuer: good.ca, extensions: [scope({ indirectCrl: true })] })],
});
accept('crl/user-only', 'covers end entities only, which the leaf is', {
  crls: [rootCrl, makeCrl({ issuer: good.ca, extensions: [scope({ onlyUserCertificates: true })] })],
});
refuse('crl/issuer-without-crl-sign', 'the CA may not sign CRLs', ['crl-unusable', 0], withoutCrlSign());

function scope(fields: Partial<Parameters<typeof issuingDistributionPoint.encode>[0]>): ReturnType<typeof makeExtension> {
  return makeExtension(issuingDistributionPoint, {
    onlyUserCertificates: false,
    onlyCaCertificates: false,
    indirectCrl: false,
    onlyAttributeCertificates: false,
    ...fields,
  });
}

function withoutCrlSign(): Pick<Case, 'chain' | 'crls'> {
  const made = chain({ ca: { usages: ['keyCertSign'] } });
  return { chain: made, crls: [rootCrl, makeCrl({ issuer: made.ca })] };
}
