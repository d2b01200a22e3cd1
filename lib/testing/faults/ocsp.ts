/**
 * Certificates that an OCSP response calls revoked, and responses that are of no use (RFC 6960). The certificate's issuer gives no CRL about it, so that the
 * response is all that is known; the rest of the chain has CRLs.
 */
import { ocspCertId } from '../../api/ocsp.ts';
import { OCSP_SIGNING, SERVER_AUTH } from '../../oids/purposes.ts';
import { makeExtension } from '../../x509/extension.ts';
import { ocspNoCheck } from '../../x509/extensions/further.ts';
import { formatName } from '../../x509/name-format.ts';
import { encodeOcspError } from '../../x509/ocsp-response.ts';
import { type CertificateRecipe, DAY, makeCertificate, type MadeCertificate, rawExtension } from '../certificate.ts';
import { change, changeOcsp, type ChainDraft, type Fault, type OcspChanges, type OcspSubject } from '../draft.ts';
import { keyNamed } from '../keys.ts';
import { UNKNOWN_EXTENSION } from './form.ts';

/** Kinds of these faults. */
export type OcspFault =
  | 'ocsp-revoked'
  | 'ocsp-status-unknown'
  | 'ocsp-expired'
  | 'ocsp-not-yet-valid'
  | 'ocsp-without-next-update'
  | 'ocsp-produced-in-future'
  | 'ocsp-older-than-certificate'
  | 'ocsp-signature-bit-flipped'
  | 'ocsp-signed-by-another-key'
  | 'ocsp-unknown-critical-extension'
  | 'ocsp-unknown-critical-answer-extension'
  | 'ocsp-error-response'
  | 'ocsp-malformed'
  | 'ocsp-of-another-certificate'
  | 'ocsp-of-another-issuer'
  | 'ocsp-nonce-missing'
  | 'ocsp-nonce-differs'
  | 'ocsp-responder-not-authorised'
  | 'ocsp-responder-of-another-ca'
  | 'ocsp-responder-expired'
  | 'ocsp-responder-for-agreement-only'
  | 'ocsp-responder-vouches-for-itself';

/** What each of them is, and how it comes about. */
export const ocspFaults: Readonly<Record<OcspFault, Fault>> = {
  'ocsp-revoked': {
    .../* @__PURE__ */ unusable('4.2.1', 'An OCSP response calls it revoked.', ({ at }) => ({
      status: { kind: 'revoked', revokedAt: at - 2 * DAY, reason: 'keyCompromise' },
    })),
    code: 'certificate-revoked',
  },
  'ocsp-status-unknown': /* @__PURE__ */ unusable('2.2', 'The responder does not know it.', () => ({ status: { kind: 'unknown' } })),
  'ocsp-expired': /* @__PURE__ */ unusable('4.2.2.1', 'What the OCSP response says of it ended a second ago.', ({ at }) => ({
    nextUpdate: at - 1000,
  })),
  'ocsp-not-yet-valid': /* @__PURE__ */ unusable('4.2.2.1', 'What the OCSP response says of it begins in a second.', ({ at }) => ({
    thisUpdate: at + 1000,
  })),
  'ocsp-without-next-update': /* @__PURE__ */ unusable(
    '4.2.2.1',
    'The OCSP response does not say when it ends, so that newer is always to be had.',
    () => ({
      nextUpdate: null,
    }),
  ),
  'ocsp-produced-in-future': /* @__PURE__ */ unusable('4.2.2.1', 'The OCSP response will be signed in a second.', ({ at }) => ({
    producedAt: at + 1000,
  })),
  'ocsp-older-than-certificate': /* @__PURE__ */ unusable(
    '2.4',
    'The OCSP response was signed before there was the certificate.',
    (_, { certificate }) => ({
      producedAt: certificate.notBefore - DAY,
    }),
  ),
  'ocsp-signature-bit-flipped': /* @__PURE__ */ unusable('3.2', 'One bit of the signature of its OCSP response is turned.', () => ({
    breakSignature: true,
  })),
  'ocsp-signed-by-another-key': /* @__PURE__ */ unusable(
    '3.2',
    "Its OCSP response is signed in the issuer's name with another key.",
    (_, { issuer }) => ({
      responder: impostorOf(issuer),
      certificates: [],
    }),
  ),
  'ocsp-unknown-critical-extension': /* @__PURE__ */ unusable(
    '4.4',
    'Its OCSP response has a critical extension that nobody knows.',
    () => ({
      extensions: [rawExtension(UNKNOWN_EXTENSION, Uint8Array.of(5, 0), true)],
    }),
  ),
  'ocsp-unknown-critical-answer-extension': /* @__PURE__ */ unusable(
    '4.4',
    'The OCSP answer about it has a critical extension that nobody knows.',
    () => ({
      singleExtensions: [rawExtension(UNKNOWN_EXTENSION, Uint8Array.of(5, 0), true)],
    }),
  ),
  'ocsp-error-response': /* @__PURE__ */ unusable('2.3', 'The responder says to try later.', () => ({
    octets: encodeOcspError('tryLater'),
  })),
  'ocsp-malformed': /* @__PURE__ */ unusable('4.2.1', 'Its OCSP response is cut off.', () => ({
    octets: Uint8Array.of(0x30, 0x10, 0x0a, 1, 0),
  })),
  'ocsp-of-another-certificate': {
    .../* @__PURE__ */ unusable(
      '3.2',
      'Its OCSP response is about another certificate of the same issuer.',
      (_, { certificate, issuer }) => ({
        certId: ocspCertId({ certificate: { ...certificate, serialNumber: Uint8Array.of(9) }, issuer: issuer.certificate }),
      }),
    ),
    code: 'revocation-unknown',
  },
  'ocsp-of-another-issuer': {
    .../* @__PURE__ */ unusable(
      '3.2',
      "Its OCSP response is about a certificate of its number by a CA of its issuer's name with another key.",
      (_, { certificate, issuer }) => ({
        certId: ocspCertId({ certificate, issuer: impostorOf(issuer).certificate }),
      }),
    ),
    code: 'revocation-unknown',
  },
  'ocsp-nonce-missing': {
    .../* @__PURE__ */ unusable('4.4.1', 'The OCSP response does not give back the nonce that was asked with.', () => ({})),
    rfc: 'RFC 9654 2.1',
    apply: (draft, at) => changeOcsp(draft, at, () => ({ wantedNonce: sentNonce() })),
  },
  'ocsp-nonce-differs': {
    .../* @__PURE__ */ unusable('4.4.1', 'The OCSP response gives back another nonce than was asked with.', () => ({})),
    rfc: 'RFC 9654 2.1',
    apply: (draft, at) => changeOcsp(draft, at, () => ({ nonce: new Uint8Array(16).fill(2), wantedNonce: sentNonce() })),
  },
  'ocsp-responder-not-authorised': /* @__PURE__ */ delegated(
    'Its OCSP response is signed by somebody whom its CA did not make a responder.',
    () => ({
      purposes: [SERVER_AUTH],
    }),
  ),
  'ocsp-responder-of-another-ca': /* @__PURE__ */ delegated(
    'Its OCSP response is signed by the responder of a CA with another key.',
    ({ keys }) => ({
      signedBy: keyNamed('somebody else', keys[0]?.algorithm.keyKind),
    }),
  ),
  'ocsp-responder-expired': /* @__PURE__ */ delegated(
    'Its OCSP response is signed by a responder whose certificate has expired.',
    ({ at }) => ({
      notAfter: at - 1000,
    }),
  ),
  'ocsp-responder-for-agreement-only': /* @__PURE__ */ delegated(
    'Its OCSP response is signed by a responder whose key may not sign.',
    () => ({
      usages: ['keyAgreement'],
    }),
  ),
  'ocsp-responder-vouches-for-itself': {
    .../* @__PURE__ */ unusable('4.2.2.2.1', 'It is a responder, and answers for itself.', () => ({})),
    where: 'leaf',
    apply(draft, at) {
      change(draft, at, { purposes: [SERVER_AUTH, OCSP_SIGNING] });
      changeOcsp(draft, at, ({ certificate, key }) => ({ responder: { certificate, key } }));
    },
  },
};

/** The nonce that the request is said to have had. */
function sentNonce(): Uint8Array {
  return new Uint8Array(16).fill(1);
}

function unusable(section: string, what: string, changes: OcspChange): Fault {
  return {
    what,
    rfc: `RFC 6960 ${section}`,
    where: 'below-anchor',
    code: 'ocsp-unusable',
    apply: (draft, at) => changeOcsp(draft, at, (subject) => changes(draft, subject)),
  };
}

type OcspChange = (draft: ChainDraft, subject: OcspSubject) => OcspChanges;

/** A response by a responder of its own. */
function delegated(what: string, changes: (draft: ChainDraft) => Partial<CertificateRecipe>): Fault {
  return unusable('4.2.2.2', what, (draft, { issuer }) => ({
    responder: makeCertificate({
      subject: 'CN=Test Responder,O=certwright test',
      issuer,
      key: keyNamed('responder', issuer.key.algorithm.keyKind),
      notBefore: draft.at - 30 * DAY,
      notAfter: draft.at + 60 * DAY,
      names: null,
      purposes: [OCSP_SIGNING],
      extensions: [makeExtension(ocspNoCheck, true)],
      ...changes(draft),
    }),
  }));
}

/** A CA of the same name with another key. */
function impostorOf({ certificate, key }: MadeCertificate): MadeCertificate {
  return makeCertificate({ subject: formatName(certificate.subject), ca: true, key: keyNamed('impostor', key.algorithm.keyKind) });
}
