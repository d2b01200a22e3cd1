/**
 * Certificates that are revoked, and CRLs that are of no use (RFC 5280 5 and 6.3). The status of the whole chain is asked for; a CRL of the anchor's speaks of
 * the certificate below it and, where the anchor's own status is asked for, of the anchor.
 */
import { encodeDer } from '../../asn1/writer.ts';
import { ECDSA_WITH_SHA1, ECDSA_WITH_SHA384 } from '../../oids/algorithms.ts';
import { CRL_NUMBER, DELTA_CRL_INDICATOR, ISSUING_DISTRIBUTION_POINT } from '../../oids/extensions.ts';
import { type Extension, makeExtension } from '../../x509/extension.ts';
import { type IssuingDistributionPoint, issuingDistributionPoint } from '../../x509/extensions/distribution-points.ts';
import { rawExtension } from '../certificate.ts';
import type { CrlRecipe } from '../crl.ts';
import { askStatus, change, changeCrl, type ChainDraft, type Fault, issuerKey } from '../draft.ts';
import { keyNamed } from '../keys.ts';
import { UNKNOWN_EXTENSION } from './form.ts';

/** Kinds of these faults. */
export type CrlFault =
  | 'revoked'
  | 'revoked-without-reason'
  | 'crl-missing'
  | 'crl-of-another-ca'
  | 'crl-expired'
  | 'crl-not-yet-valid'
  | 'crl-without-next-update'
  | 'crl-signature-bit-flipped'
  | 'crl-signed-by-another-key'
  | 'crl-signature-algorithm-not-allowed'
  | 'crl-inner-algorithm-differs'
  | 'crl-version-1-with-extensions'
  | 'crl-unknown-critical-extension'
  | 'crl-unknown-critical-entry-extension'
  | 'crl-number-malformed'
  | 'crl-number-missing'
  | 'crl-scope-malformed'
  | 'crl-of-other-certificates'
  | 'crl-of-attribute-certificates'
  | 'crl-of-another-distribution-point'
  | 'crl-of-some-reasons'
  | 'crl-delta-without-base'
  | 'crl-issuer-without-crl-sign';

/** What each of them is, and how it comes about. */
export const crlFaults: Readonly<Record<CrlFault, Fault>> = {
  revoked: {
    what: 'It is revoked, its key having become known.',
    rfc: 'RFC 5280 6.3.3 (i)',
    where: 'anywhere',
    code: 'certificate-revoked',
    apply: (draft, at) => changeCrl(draft, at, (serialNumber) => ({ revoked: [{ serialNumber, reason: 'keyCompromise' }] })),
  },
  'revoked-without-reason': {
    what: 'It is revoked, and nobody says why.',
    rfc: 'RFC 5280 6.3.3 (i)',
    where: 'anywhere',
    code: 'certificate-revoked',
    apply: (draft, at) => changeCrl(draft, at, (serialNumber) => ({ revoked: [{ serialNumber }] })),
  },
  'crl-missing': {
    what: 'There is no CRL of its issuer.',
    rfc: 'RFC 5280 6.3.3',
    where: 'below-anchor',
    code: 'revocation-unknown',
    apply(draft, at) {
      draft.crlsWithheld.add(at);
      askStatus(draft, at);
    },
  },
  'crl-of-another-ca': {
    what: 'The CRL that is there is of another CA.',
    rfc: 'RFC 5280 6.3.3 (b)(1)',
    where: 'below-anchor',
    code: 'revocation-unknown',
    apply: (draft, at) => changeCrl(draft, at, () => ({ issuerName: 'CN=Nobody,O=certwright test' })),
  },
  'crl-expired': /* @__PURE__ */ unusable('The CRL of its issuer ended a second ago.', '5.1.2.5', ({ at }) => ({ nextUpdate: at - 1000 })),
  'crl-not-yet-valid': /* @__PURE__ */ unusable('The CRL of its issuer begins in a second.', '5.1.2.4', ({ at }) => ({
    thisUpdate: at + 1000,
  })),
  'crl-without-next-update': /* @__PURE__ */ unusable('The CRL of its issuer does not say when it ends.', '5.1.2.5', () => ({
    nextUpdate: null,
  })),
  'crl-signature-bit-flipped': /* @__PURE__ */ unusable('One bit of the signature of its CRL is turned.', '6.3.3 (g)', () => ({
    breakSignature: true,
  })),
  'crl-signed-by-another-key': /* @__PURE__ */ unusable(
    "Its CRL is signed with a key that is not its issuer's.",
    '6.3.3 (f)',
    (draft, at) => ({
      signedBy: keyNamed('somebody else', issuerKey(draft, at).algorithm.keyKind),
    }),
  ),
  'crl-signature-algorithm-not-allowed': /* @__PURE__ */ unusable(
    'Its CRL says that it is signed with ECDSA and SHA-1.',
    '5.1.1.2',
    () => ({
      algorithm: encodeDer((out) => out.sequence((inner) => inner.oid(ECDSA_WITH_SHA1))),
    }),
  ),
  'crl-inner-algorithm-differs': /* @__PURE__ */ unusable(
    'Its CRL names another signature algorithm inside than outside.',
    '5.1.1.2',
    () => ({
      innerAlgorithm: encodeDer((out) => out.sequence((inner) => inner.oid(ECDSA_WITH_SHA384))),
    }),
  ),
  'crl-version-1-with-extensions': /* @__PURE__ */ unusable('Its CRL has extensions, and is of version 1.', '5.1.2.1', () => ({
    version: 1,
  })),
  'crl-unknown-critical-extension': /* @__PURE__ */ unusable('Its CRL has a critical extension that nobody knows.', '5.2', () => ({
    extensions: [rawExtension(UNKNOWN_EXTENSION, Uint8Array.of(5, 0), true)],
  })),
  'crl-unknown-critical-entry-extension': /* @__PURE__ */ unusable(
    'An entry of its CRL has a critical extension that nobody knows.',
    '5.3',
    () => ({
      revoked: [{ serialNumber: Uint8Array.of(9), extensions: [rawExtension(UNKNOWN_EXTENSION, Uint8Array.of(5, 0), true)] }],
    }),
  ),
  'crl-number-malformed': /* @__PURE__ */ unusable('The number of its CRL is negative.', '5.2.3', () => ({
    number: null,
    extensions: [rawExtension(CRL_NUMBER, Uint8Array.of(2, 1, 0xff))],
  })),
  'crl-number-missing': {
    .../* @__PURE__ */ unusable('Its CRL has no number.', '5.2.3', () => ({ number: null })),
    profile: 'webpki',
  },
  'crl-scope-malformed': /* @__PURE__ */ unusable('The issuing distribution point of its CRL is malformed.', '5.2.5', () => ({
    extensions: [rawExtension(ISSUING_DISTRIBUTION_POINT, Uint8Array.of(5, 0), true)],
  })),
  'crl-of-other-certificates': /* @__PURE__ */ unusable(
    'Its CRL is about CAs where it is none, or about others where it is one.',
    '6.3.3 (b)',
    (_, at) => ({
      extensions: [scope(at === 0 ? { onlyCaCertificates: true } : { onlyUserCertificates: true })],
    }),
  ),
  'crl-of-attribute-certificates': /* @__PURE__ */ unusable('Its CRL is about attribute certificates.', '6.3.3 (b)', () => ({
    extensions: [scope({ onlyAttributeCertificates: true })],
  })),
  'crl-of-another-distribution-point': /* @__PURE__ */ unusable(
    'Its CRL is of a distribution point that it does not name.',
    '6.3.3 (b)',
    () => ({
      extensions: [scope({ name: { kind: 'fullName', names: [{ kind: 'uniformResourceIdentifier', value: 'http://crl.example/1' }] } })],
    }),
  ),
  'crl-of-some-reasons': /* @__PURE__ */ unusable('Its CRL is about some reasons of revocation only.', '6.3.3 (d)', () => ({
    extensions: [scope({ onlySomeReasons: ['keyCompromise'] })],
  })),
  'crl-delta-without-base': /* @__PURE__ */ unusable('There is a delta CRL, and not the CRL that it adds to.', '5.2.4', () => ({
    extensions: [rawExtension(DELTA_CRL_INDICATOR, Uint8Array.of(2, 1, 1), true)],
  })),
  'crl-issuer-without-crl-sign': {
    .../* @__PURE__ */ unusable('Its issuer may not sign CRLs.', '6.3.3 (f)', () => ({})),
    apply(draft, at) {
      change(draft, at + 1, { usages: ['keyCertSign'] });
      askStatus(draft, at);
    },
  },
};

function unusable(what: string, section: string, changes: (draft: ChainDraft, at: number) => Partial<CrlRecipe>): Fault {
  return {
    what,
    rfc: `RFC 5280 ${section}`,
    where: 'below-anchor',
    code: 'crl-unusable',
    apply: (draft, at) => changeCrl(draft, at, () => changes(draft, at)),
  };
}

function scope(fields: Partial<IssuingDistributionPoint>): Extension {
  return makeExtension(issuingDistributionPoint, {
    onlyUserCertificates: false,
    onlyCaCertificates: false,
    indirectCrl: false,
    onlyAttributeCertificates: false,
    ...fields,
  });
}
