/** Signatures that do not verify, and algorithms that are not to be used (RFC 5280 6.1.3 (a)(1)). An anchor's own signature is nobody's business. */
import { type Oid, oid } from '../../asn1/oid.ts';
import { encodeDer } from '../../asn1/writer.ts';
import { concatBytes } from '../../base/bytes.ts';
import { ECDSA_WITH_SHA1, MD5_WITH_RSA, SHA1_WITH_RSA } from '../../oids/algorithms.ts';
import { change, type Fault, issuerKey } from '../draft.ts';
import { encodingOf, keyNamed } from '../keys.ts';

/** Kinds of these faults. */
export type SignatureFault =
  | 'signature-bit-flipped'
  | 'signature-empty'
  | 'signature-truncated'
  | 'signature-trailing-octets'
  | 'signature-all-zero'
  | 'signature-unused-bits'
  | 'signature-of-something-else'
  | 'signed-by-another-key'
  | 'signed-by-itself-as-issuer'
  | 'signature-algorithm-of-another-key'
  | 'signature-sha1-rsa'
  | 'signature-md5-rsa'
  | 'signature-sha1-ecdsa'
  | 'signature-dsa'
  | 'signature-algorithm-unknown';

/** What each of them is, and how it comes about. */
export const signatureFaults: Readonly<Record<SignatureFault, Fault>> = {
  'signature-bit-flipped': /* @__PURE__ */ changed('One bit of its signature is turned.', (signature) => {
    const last = signature.length - 1;
    return signature.map((octet, index) => (index === last ? octet ^ 1 : octet));
  }),
  'signature-empty': /* @__PURE__ */ changed('Its signature has no octets.', () => new Uint8Array(0)),
  'signature-truncated': /* @__PURE__ */ changed('Its signature lacks the last octet.', (signature) => signature.subarray(0, -1)),
  'signature-trailing-octets': /* @__PURE__ */ changed('Its signature is followed by a further octet.', (signature) =>
    concatBytes(signature, Uint8Array.of(0)),
  ),
  'signature-all-zero': /* @__PURE__ */ changed('Its signature is zero, which is how CVE-2022-21449 began.', (signature) =>
    signature[0] === 0x30 ? Uint8Array.of(0x30, 6, 2, 1, 0, 2, 1, 0) : new Uint8Array(signature.length),
  ),
  'signature-unused-bits': {
    .../* @__PURE__ */ badSignature('Its signature does not end at an octet.'),
    apply: (draft, at) => change(draft, at, { unusedBits: 1, changeSignature: (signature) => signature.map((octet) => octet & 0xfe) }),
  },
  'signature-of-something-else': {
    .../* @__PURE__ */ badSignature('Its signature is a good one, of other octets.'),
    apply: (draft, at) => change(draft, at, { changeSignature: () => issuerKey(draft, at).sign(Uint8Array.of(1, 2, 3)) }),
  },
  'signed-by-another-key': {
    .../* @__PURE__ */ badSignature("It is signed with a key of the right kind that is not its issuer's."),
    apply(draft, at) {
      const { keyKind } = issuerKey(draft, at).algorithm;
      change(draft, at, { signedBy: keyNamed('somebody else', keyKind) });
    },
  },
  'signed-by-itself-as-issuer': {
    .../* @__PURE__ */ badSignature('It names its issuer and is signed with its own key.'),
    apply: (draft, at) => change(draft, at, { signedBy: draft.keys[at] as ReturnType<typeof keyNamed> }),
  },
  'signature-algorithm-of-another-key': {
    .../* @__PURE__ */ badSignature("Its signature algorithm is one that its issuer's kind of key does not have."),
    apply(draft, at) {
      const rsa = issuerKey(draft, at).algorithm.keyKind === 'rsa';
      change(draft, at, { algorithm: encodingOf(keyNamed('other kind', rsa ? 'ec' : 'rsa')) });
    },
  },
  'signature-sha1-rsa': /* @__PURE__ */ forbidden('SHA-1 with RSA', SHA1_WITH_RSA, true),
  'signature-md5-rsa': /* @__PURE__ */ forbidden('MD5 with RSA', MD5_WITH_RSA, true),
  'signature-sha1-ecdsa': /* @__PURE__ */ forbidden('ECDSA with SHA-1', ECDSA_WITH_SHA1),
  'signature-dsa': /* @__PURE__ */ forbidden('DSA', '1.2.840.10040.4.3'),
  'signature-algorithm-unknown': /* @__PURE__ */ forbidden('an algorithm that nobody knows', '1.3.6.1.4.1.99999.5'),
};

function badSignature(what: string): Omit<Fault, 'apply'> {
  return { what, rfc: 'RFC 5280 6.1.3 (a)(1)', where: 'below-anchor', code: 'signature-invalid' };
}

function changed(what: string, changeSignature: (signature: Uint8Array) => Uint8Array): Fault {
  return { ...badSignature(what), apply: (draft, at) => change(draft, at, { changeSignature }) };
}

function forbidden(name: string, identifier: string, withNull = false): Fault {
  return {
    what: `It says that it is signed with ${name}.`,
    rfc: 'RFC 5280 4.1.1.2',
    where: 'below-anchor',
    code: 'signature-algorithm-not-allowed',
    apply: (draft, at) => change(draft, at, { algorithm: algorithmOf(oid(identifier), withNull) }),
  };
}

function algorithmOf(identifier: Oid, withNull: boolean): Uint8Array {
  return encodeDer((out) =>
    out.sequence((body) => {
      body.oid(identifier);
      if (withNull) body.null();
    }),
  );
}
