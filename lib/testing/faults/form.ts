/** Faults in the fields of a certificate (RFC 5280 4.1). */
import { encodeDer } from '../../asn1/writer.ts';
import { ECDSA_WITH_SHA384 } from '../../oids/algorithms.ts';
import { ANY_POLICY, CERTIFICATE_POLICIES } from '../../oids/extensions.ts';
import { DAY, rawExtension } from '../certificate.ts';
import { change, type Fault, issuerKey } from '../draft.ts';
import { encodingOf } from '../keys.ts';

/** Kinds of these faults. */
export type FormFault =
  | 'expired'
  | 'not-yet-valid'
  | 'validity-reversed'
  | 'version-1-with-extensions'
  | 'version-2-with-extensions'
  | 'version-4'
  | 'version-1-with-unique-id'
  | 'serial-zero'
  | 'serial-too-long'
  | 'issuer-empty'
  | 'subject-empty'
  | 'inner-algorithm-differs'
  | 'inner-parameters-differ'
  | 'extension-twice'
  | 'criticality-false-encoded'
  | 'criticality-not-canonical';

/** Identifier of an extension that nobody knows. */
export const UNKNOWN_EXTENSION = '1.3.6.1.4.1.99999.1';

const NULL: Uint8Array = /* @__PURE__ */ Uint8Array.of(5, 0);

/** What each of them is, and how it comes about. */
export const formFaults: Readonly<Record<FormFault, Fault>> = {
  expired: {
    what: 'It ended a second ago.',
    rfc: 'RFC 5280 6.1.3 (a)(2)',
    where: 'anywhere',
    code: 'certificate-expired',
    apply: (draft, at) => change(draft, at, { notAfter: draft.at - 1000 }),
  },
  'not-yet-valid': {
    what: 'It begins in a second.',
    rfc: 'RFC 5280 6.1.3 (a)(2)',
    where: 'anywhere',
    code: 'certificate-not-yet-valid',
    apply: (draft, at) => change(draft, at, { notBefore: draft.at + 1000 }),
  },
  'validity-reversed': {
    what: 'It ends before it begins.',
    rfc: 'RFC 5280 4.1.2.5',
    where: 'anywhere',
    code: 'certificate-expired',
    apply: (draft, at) => change(draft, at, { notBefore: draft.at - DAY, notAfter: draft.at - 2 * DAY }),
  },
  'version-1-with-extensions': /* @__PURE__ */ versioned(1),
  'version-2-with-extensions': /* @__PURE__ */ versioned(2),
  'version-4': {
    what: 'It is of version 4, which does not exist.',
    rfc: 'RFC 5280 4.1.2.1',
    where: 'anywhere',
    code: 'unknown-version',
    apply: (draft, at) => change(draft, at, { version: 4 }),
  },
  'version-1-with-unique-id': {
    what: 'It has a unique identifier, and is of version 1.',
    rfc: 'RFC 5280 4.1.2.8',
    where: 'ends',
    code: 'unique-ids-without-v2',
    apply(draft, at) {
      change(draft, at, { bare: true, uniqueId: true });
      if (at === 0) delete draft.demands.peer;
    },
  },
  'serial-zero': {
    what: 'Its serial number is 0.',
    rfc: 'RFC 5280 4.1.2.2',
    where: 'below-anchor',
    code: 'serial-number-zero',
    apply: (draft, at) => change(draft, at, { serialNumber: Uint8Array.of(0) }),
  },
  'serial-too-long': {
    what: 'Its serial number has 21 octets.',
    rfc: 'RFC 5280 4.1.2.2',
    where: 'anywhere',
    code: 'serial-number-too-long',
    apply: (draft, at) => change(draft, at, { serialNumber: new Uint8Array(21).fill(1) }),
  },
  'issuer-empty': {
    what: 'Its issuer is an empty name.',
    rfc: 'RFC 5280 4.1.2.4',
    where: 'anywhere',
    code: 'issuer-empty',
    apply: (draft, at) => change(draft, at, { issuerName: '' }),
  },
  'subject-empty': {
    what: 'It is a CA with an empty name, and what it issued says so.',
    rfc: 'RFC 5280 4.1.2.6',
    where: 'issuers',
    code: 'subject-empty',
    apply(draft, at) {
      if (at === draft.top) change(draft, at, { issuerName: draft.subjects[at] ?? '' });
      draft.subjects[at] = '';
    },
  },
  'inner-algorithm-differs': {
    what: 'The signed part names another signature algorithm than the outside.',
    rfc: 'RFC 5280 4.1.1.2',
    where: 'anywhere',
    code: 'signature-algorithm-inconsistent',
    apply: (draft, at) => change(draft, at, { innerAlgorithm: encodeDer((out) => out.sequence((inner) => inner.oid(ECDSA_WITH_SHA384))) }),
  },
  'inner-parameters-differ': {
    what: 'The signature algorithm inside has other parameters than the one outside.',
    rfc: 'RFC 5280 4.1.1.2',
    where: 'anywhere',
    code: 'signature-algorithm-inconsistent',
    apply: (draft, at) => change(draft, at, { innerAlgorithm: toggleNull(encodingOf(issuerKey(draft, at))) }),
  },
  'extension-twice': {
    what: 'It has the same extension twice.',
    rfc: 'RFC 5280 4.2',
    where: 'anywhere',
    code: 'encoding-not-der',
    apply: (draft, at) => change(draft, at, { extensions: [rawExtension(UNKNOWN_EXTENSION, NULL), rawExtension(UNKNOWN_EXTENSION, NULL)] }),
  },
  'criticality-false-encoded': {
    what: 'An extension says that it is not critical, where DER has it say nothing.',
    rfc: 'X.690 11.5',
    where: 'anywhere',
    code: 'encoding-not-der',
    apply: (draft, at) => change(draft, at, { encodedExtensions: [withCriticality(0)] }),
  },
  'criticality-not-canonical': {
    what: 'The criticality of an extension is true, in other octets than those of DER.',
    rfc: 'X.690 11.1',
    where: 'anywhere',
    code: 'encoding-not-der',
    apply: (draft, at) => change(draft, at, { encodedExtensions: [withCriticality(1)] }),
  },
};

function versioned(version: 1 | 2): Fault {
  return {
    what: `It has extensions, and is of version ${version}.`,
    rfc: 'RFC 5280 4.1.2.9',
    where: 'anywhere',
    code: 'extensions-without-v3',
    apply: (draft, at) => change(draft, at, { version }),
  };
}

/** An AlgorithmIdentifier with its NULL parameters taken away, or with NULL where it has none. */
function toggleNull(encoding: Uint8Array): Uint8Array {
  const content = [...encoding.subarray(2)];
  const bare = content.slice(-2).join() === '5,0' ? content.slice(0, -2) : [...content, ...NULL];
  return encodeDer((out) => out.sequence((inner) => inner.raw(Uint8Array.from(bare))));
}

/** certificatePolicies with anyPolicy, its criticality in this octet. */
function withCriticality(octet: number): Uint8Array {
  const policies = encodeDer((out) => out.sequence((list) => list.sequence((information) => information.oid(ANY_POLICY))));
  return encodeDer((out) => out.sequence((inner) => inner.oid(CERTIFICATE_POLICIES).value(1, Uint8Array.of(octet)).octetString(policies)));
}
