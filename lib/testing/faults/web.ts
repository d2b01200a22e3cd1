/** What only the web's profile refuses: duties of issuers (RFC 5280 4, the Baseline Requirements) that section 6 does not ask about. */
import { AUTHORITY_KEY_IDENTIFIER, SUBJECT_KEY_IDENTIFIER } from '../../oids/extensions.ts';
import { ANY_EXTENDED_KEY_USAGE, CODE_SIGNING, SERVER_AUTH } from '../../oids/purposes.ts';
import { makeExtension } from '../../x509/extension.ts';
import { subjectAltName } from '../../x509/extensions/alternative-names.ts';
import { authorityKeyIdentifier } from '../../x509/extensions/key-identifiers.ts';
import { nameConstraints, type NameConstraints } from '../../x509/extensions/name-constraints.ts';
import { inhibitAnyPolicy, policyConstraints } from '../../x509/extensions/policies.ts';
import { basicConstraints, extendedKeyUsage } from '../../x509/extensions/usage.ts';
import { parseName } from '../../x509/name-parse.ts';
import type { CertificateRecipe } from '../certificate.ts';
import { change, type ChainDraft, type Fault, type Where } from '../draft.ts';

/** Kinds of these faults. */
export type WebFault =
  | 'generalized-time-before-2050'
  | 'serial-negative'
  | 'unique-id'
  | 'basic-constraints-not-critical'
  | 'policy-constraints-not-critical'
  | 'inhibit-any-policy-not-critical'
  | 'extended-key-usage-critical'
  | 'subject-key-identifier-missing'
  | 'authority-key-identifier-missing'
  | 'authority-key-identifier-by-name'
  | 'root-with-purposes'
  | 'root-with-other-key-identifier'
  | 'leaf-is-a-ca'
  | 'leaf-with-name-constraints'
  | 'leaf-with-empty-key-usage'
  | 'leaf-of-version-1'
  | 'subject-alt-name-missing'
  | 'subject-alt-name-critical'
  | 'subject-alt-name-not-critical'
  | 'dns-name-with-underscore'
  | 'dns-name-is-an-address'
  | 'dns-name-empty-label'
  | 'common-name-of-another-host'
  | 'common-name-twice'
  | 'purpose-any-only'
  | 'purpose-for-code-besides'
  | 'purpose-not-named'
  | 'name-constraint-with-leading-dot';

/** Changes of a recipe, for a host. */
type Changes = (host: string, draft: ChainDraft, at: number) => Partial<CertificateRecipe>;

/** What each of them is, and how it comes about. */
export const webFaults: Readonly<Record<WebFault, Fault>> = {
  'generalized-time-before-2050': /* @__PURE__ */ duty(
    'anywhere',
    'RFC 5280 4.1.2.5',
    'Its dates are GeneralizedTime, before 2050.',
    () => ({
      timeForm: 'generalized',
    }),
  ),
  'serial-negative': /* @__PURE__ */ duty('anywhere', 'RFC 5280 4.1.2.2', 'Its serial number is negative.', () => ({
    serialNumber: Uint8Array.of(0xff),
  })),
  'unique-id': /* @__PURE__ */ duty('anywhere', 'RFC 5280 4.1.2.8', 'It has a unique identifier.', () => ({ uniqueId: true })),
  'basic-constraints-not-critical': /* @__PURE__ */ duty('issuers', 'RFC 5280 4.2.1.9', 'Its basicConstraints are not critical.', () => ({
    extensions: [makeExtension(basicConstraints, { ca: true }, { critical: false })],
  })),
  'policy-constraints-not-critical': /* @__PURE__ */ duty(
    'issuers',
    'RFC 5280 4.2.1.11',
    'Its policyConstraints are not critical.',
    () => ({
      extensions: [makeExtension(policyConstraints, { inhibitPolicyMapping: 9 }, { critical: false })],
    }),
  ),
  'inhibit-any-policy-not-critical': /* @__PURE__ */ duty('issuers', 'RFC 5280 4.2.1.14', 'Its inhibitAnyPolicy is not critical.', () => ({
    extensions: [makeExtension(inhibitAnyPolicy, 9, { critical: false })],
  })),
  'extended-key-usage-critical': /* @__PURE__ */ duty('anywhere', 'BR 7.1.2.7.6', 'Its extendedKeyUsage is critical.', () => ({
    extensions: [makeExtension(extendedKeyUsage, [SERVER_AUTH], { critical: true })],
  })),
  'subject-key-identifier-missing': /* @__PURE__ */ duty('issuers', 'RFC 5280 4.2.1.2', 'It is a CA without subjectKeyIdentifier.', () => ({
    without: [SUBJECT_KEY_IDENTIFIER],
  })),
  'authority-key-identifier-missing': /* @__PURE__ */ duty('below-anchor', 'RFC 5280 4.2.1.1', 'It has no authorityKeyIdentifier.', () => ({
    without: [AUTHORITY_KEY_IDENTIFIER],
  })),
  'authority-key-identifier-by-name': /* @__PURE__ */ duty(
    'below-anchor',
    'RFC 5280 4.2.1.1',
    'Its authorityKeyIdentifier names the issuer, and no key.',
    (_, draft, at) => ({
      extensions: [
        makeExtension(authorityKeyIdentifier, {
          authorityCertIssuer: [{ kind: 'directoryName', name: parseName(draft.subjects[at + 2] ?? draft.subjects[at + 1] ?? '') }],
          authorityCertSerialNumber: Uint8Array.of(1),
        }),
      ],
    }),
  ),
  'root-with-purposes': /* @__PURE__ */ duty('anchor', 'BR 7.1.2.1.2', 'It is a root with an extendedKeyUsage.', () => ({
    purposes: [SERVER_AUTH],
  })),
  'root-with-other-key-identifier': /* @__PURE__ */ duty(
    'anchor',
    'BR 7.1.2.1.3',
    'It is a root whose two key identifiers differ.',
    () => ({
      extensions: [makeExtension(authorityKeyIdentifier, { keyIdentifier: new Uint8Array(20).fill(1) })],
    }),
  ),
  'leaf-is-a-ca': /* @__PURE__ */ duty('leaf', 'BR 7.1.2.7.8', 'It is the certificate of a server and of a CA at once.', () => ({
    extensions: [makeExtension(basicConstraints, { ca: true })],
  })),
  'leaf-with-name-constraints': /* @__PURE__ */ duty('leaf', 'RFC 5280 4.2.1.10', 'It has name constraints, and is no CA.', () => ({
    extensions: [makeExtension(nameConstraints, EXCLUDED)],
  })),
  'leaf-with-empty-key-usage': /* @__PURE__ */ duty('leaf', 'RFC 5280 4.2.1.3', 'No bit of its keyUsage is set.', () => ({ usages: [] })),
  'leaf-of-version-1': {
    .../* @__PURE__ */ duty('leaf', 'BR 7.1.1', 'It is of version 1, without extensions.', () => ({ bare: true })),
    apply(draft, at) {
      change(draft, at, { bare: true });
      delete draft.demands.peer;
    },
  },
  'subject-alt-name-missing': {
    .../* @__PURE__ */ duty('leaf', 'BR 7.1.2.7.12', 'It has no subjectAltName.', () => ({ names: null })),
    apply(draft, at) {
      change(draft, at, { names: null });
      delete draft.demands.peer;
    },
  },
  'subject-alt-name-critical': /* @__PURE__ */ duty(
    'leaf',
    'RFC 5280 4.2.1.6',
    'It has a subject, and its subjectAltName is critical.',
    (host) => ({
      extensions: [makeExtension(subjectAltName, [{ kind: 'dNSName', value: host }], { critical: true })],
    }),
  ),
  'subject-alt-name-not-critical': {
    .../* @__PURE__ */ duty('leaf', 'RFC 5280 4.2.1.6', 'It has no subject, and its subjectAltName is not critical.', () => ({})),
    apply: (draft, at) => void (draft.subjects[at] = ''),
  },
  'dns-name-with-underscore': /* @__PURE__ */ duty('leaf', 'RFC 5280 4.2.1.6', 'A DNS name has an underscore.', (host) =>
    dnsNames(host, `a_b.${host}`),
  ),
  'dns-name-is-an-address': /* @__PURE__ */ duty('leaf', 'RFC 5280 4.2.1.6', 'An address stands in a dNSName.', (host) =>
    dnsNames(host, '192.0.2.1'),
  ),
  'dns-name-empty-label': /* @__PURE__ */ duty('leaf', 'RFC 5280 4.2.1.6', 'A DNS name has an empty label.', (host) =>
    dnsNames(host, 'a..example.com'),
  ),
  'common-name-of-another-host': {
    .../* @__PURE__ */ duty('leaf', 'BR 7.1.4.3', 'Its common name is a host that subjectAltName does not have.', () => ({})),
    apply: (draft, at) => void (draft.subjects[at] = 'CN=else.example.org,O=certwright test'),
  },
  'common-name-twice': {
    .../* @__PURE__ */ duty('leaf', 'BR 7.1.4.1', 'It has two common names.', () => ({})),
    apply: (draft, at) => void (draft.subjects[at] = `CN=${draft.host},CN=${draft.host},O=certwright test`),
  },
  'purpose-any-only': {
    .../* @__PURE__ */ duty('leaf', 'BR 7.1.2.7.10', 'It is for any purpose, and names none.', () => ({
      purposes: [ANY_EXTENDED_KEY_USAGE],
    })),
    code: 'purpose-not-allowed',
  },
  'purpose-for-code-besides': /* @__PURE__ */ duty('leaf', 'BR 7.1.2.7.10', 'It is for servers and for the signing of code.', () => ({
    purposes: [SERVER_AUTH, CODE_SIGNING],
  })),
  'purpose-not-named': {
    .../* @__PURE__ */ duty('leaf', 'BR 7.1.2.7.6', 'It has no extendedKeyUsage.', () => ({ purposes: null })),
    code: 'purpose-missing',
  },
  'name-constraint-with-leading-dot': /* @__PURE__ */ duty(
    'issuers',
    'RFC 5280 4.2.1.10',
    'A constraint on DNS names begins with a period.',
    () => ({
      extensions: [makeExtension(nameConstraints, { excluded: [{ base: { kind: 'dNSName', value: '.example.net' }, minimum: 0 }] })],
    }),
  ),
};

/** Constraints that forbid nothing in these chains. */
const EXCLUDED: NameConstraints = { excluded: [{ base: { kind: 'dNSName', value: 'example.net' }, minimum: 0 }] };

function duty(where: Where, rfc: string, what: string, changes: Changes): Fault {
  return {
    what,
    rfc,
    where,
    code: 'issuer-duty-neglected',
    profile: 'webpki',
    apply: (draft, at) => change(draft, at, changes(draft.host, draft, at)),
  };
}

function dnsNames(...values: readonly string[]): Pick<CertificateRecipe, 'names'> {
  return { names: values.map((value) => ({ kind: 'dNSName', value })) };
}
