/** Extensions that nobody knows, and extensions that are malformed (RFC 5280 4.2). */
import { fromHex } from '../../base/bytes.ts';
import { rawExtension } from '../certificate.ts';
import { change, type ChainProfile, type Fault } from '../draft.ts';
import { UNKNOWN_EXTENSION } from './form.ts';

/** Kinds of these faults. */
export type ExtensionFault =
  | 'unknown-critical-extension'
  | 'precertificate-poison'
  | 'basic-constraints-malformed'
  | 'basic-constraints-empty-value'
  | 'basic-constraints-trailing-octets'
  | 'basic-constraints-ber-length'
  | 'path-length-negative'
  | 'key-usage-malformed'
  | 'key-usage-unused-bits-set'
  | 'extended-key-usage-malformed'
  | 'extended-key-usage-empty'
  | 'subject-alt-name-malformed'
  | 'subject-alt-name-empty'
  | 'dns-name-not-ascii'
  | 'ip-address-of-3-octets'
  | 'name-constraints-malformed'
  | 'name-constraints-empty'
  | 'name-constraints-minimum-encoded'
  | 'ip-constraint-of-4-octets'
  | 'policies-malformed'
  | 'policies-empty'
  | 'policy-mappings-malformed'
  | 'policy-mappings-empty'
  | 'policy-constraints-malformed'
  | 'policy-constraints-empty'
  | 'require-explicit-policy-negative'
  | 'inhibit-any-policy-malformed'
  | 'inhibit-any-policy-negative'
  | 'authority-key-identifier-malformed'
  | 'subject-key-identifier-malformed'
  | 'distribution-points-malformed'
  | 'distribution-points-empty'
  | 'issuer-alt-name-malformed'
  | 'freshest-crl-malformed'
  | 'authority-info-access-malformed'
  | 'subject-info-access-malformed';

/** What each of them is, and how it comes about. */
export const extensionFaults: Readonly<Record<ExtensionFault, Fault>> = {
  'unknown-critical-extension': {
    what: 'It has a critical extension that nobody knows.',
    rfc: 'RFC 5280 4.2',
    where: 'anywhere',
    code: 'unknown-critical-extension',
    apply: (draft, at) => change(draft, at, { extensions: [rawExtension(UNKNOWN_EXTENSION, Uint8Array.of(5, 0), true)] }),
  },
  'precertificate-poison': {
    what: 'It is a precertificate, which its critical poison extension keeps from being used.',
    rfc: 'RFC 6962 3.1',
    where: 'anywhere',
    code: 'unknown-critical-extension',
    apply: (draft, at) => change(draft, at, { extensions: [rawExtension('1.3.6.1.4.1.11129.2.4.3', Uint8Array.of(5, 0), true)] }),
  },
  'basic-constraints-malformed': /* @__PURE__ */ malformed('2.5.29.19', '0203010203', 'basicConstraints is an INTEGER', '4.2.1.9', true),
  'basic-constraints-empty-value': /* @__PURE__ */ malformed('2.5.29.19', '', 'basicConstraints has no octets at all', '4.2.1.9', true),
  'basic-constraints-trailing-octets': /* @__PURE__ */ malformed(
    '2.5.29.19',
    '30030101ff0500',
    'basicConstraints is followed by further octets',
    '4.2.1.9',
    true,
  ),
  'basic-constraints-ber-length': /* @__PURE__ */ malformed(
    '2.5.29.19',
    '3081030101ff',
    'The length of basicConstraints takes more octets than it needs',
    '4.2',
    true,
  ),
  'path-length-negative': /* @__PURE__ */ malformed('2.5.29.19', '30060101ff0201ff', 'pathLenConstraint is -1', '4.2.1.9', true),
  'key-usage-malformed': /* @__PURE__ */ malformed('2.5.29.15', '040206c0', 'keyUsage is an OCTET STRING', '4.2.1.3', true),
  'key-usage-unused-bits-set': /* @__PURE__ */ malformed('2.5.29.15', '030201ff', 'keyUsage has an unused bit that is set', '4.2', true),
  'extended-key-usage-malformed': /* @__PURE__ */ malformed('2.5.29.37', '06082b06010505070301', 'extendedKeyUsage is no list', '4.2.1.12'),
  'extended-key-usage-empty': /* @__PURE__ */ malformed('2.5.29.37', '3000', 'extendedKeyUsage is an empty list', '4.2.1.12'),
  'subject-alt-name-malformed': /* @__PURE__ */ malformed('2.5.29.17', '0c03777777', 'subjectAltName is a text', '4.2.1.6'),
  'subject-alt-name-empty': /* @__PURE__ */ malformed('2.5.29.17', '3000', 'subjectAltName is an empty list', '4.2.1.6'),
  'dns-name-not-ascii': /* @__PURE__ */ malformed('2.5.29.17', '30088206c3bc2e636f6d', 'A dNSName holds letters beyond ASCII', '4.2.1.6'),
  'ip-address-of-3-octets': /* @__PURE__ */ malformed('2.5.29.17', '30058703c00002', 'An iPAddress has three octets', '4.2.1.6'),
  'name-constraints-malformed': /* @__PURE__ */ malformed('2.5.29.30', '0500', 'nameConstraints is NULL', '4.2.1.10', true),
  'name-constraints-empty': /* @__PURE__ */ malformed(
    '2.5.29.30',
    '3000',
    'nameConstraints has neither permitted nor excluded subtrees',
    '4.2.1.10',
    true,
  ),
  'name-constraints-minimum-encoded': /* @__PURE__ */ malformed(
    '2.5.29.30',
    '300ea10c300a8205612e636f6d800100',
    'The default minimum 0 of a subtree is encoded',
    '4.2',
    true,
  ),
  'ip-constraint-of-4-octets': /* @__PURE__ */ malformed(
    '2.5.29.30',
    '300aa10830068704c0000201',
    'A constraint on addresses has no mask',
    '4.2.1.10',
    true,
  ),
  'policies-malformed': /* @__PURE__ */ malformed('2.5.29.32', '0101ff', 'certificatePolicies is a BOOLEAN', '4.2.1.4'),
  'policies-empty': /* @__PURE__ */ malformed('2.5.29.32', '3000', 'certificatePolicies is an empty list', '4.2.1.4'),
  'policy-mappings-malformed': /* @__PURE__ */ malformed('2.5.29.33', '300430020500', 'A policy mapping maps nothing', '4.2.1.5', true),
  'policy-mappings-empty': /* @__PURE__ */ malformed('2.5.29.33', '3000', 'policyMappings is an empty list', '4.2.1.5', true),
  'policy-constraints-malformed': /* @__PURE__ */ malformed('2.5.29.36', '020100', 'policyConstraints is an INTEGER', '4.2.1.11', true),
  'policy-constraints-empty': /* @__PURE__ */ malformed('2.5.29.36', '3000', 'policyConstraints has none of its fields', '4.2.1.11', true),
  'require-explicit-policy-negative': /* @__PURE__ */ malformed('2.5.29.36', '30038001ff', 'requireExplicitPolicy is -1', '4.2.1.11', true),
  'inhibit-any-policy-malformed': /* @__PURE__ */ malformed('2.5.29.54', '3000', 'inhibitAnyPolicy is a list', '4.2.1.14', true),
  'inhibit-any-policy-negative': /* @__PURE__ */ malformed('2.5.29.54', '0201ff', 'inhibitAnyPolicy is -1', '4.2.1.14', true),
  'authority-key-identifier-malformed': /* @__PURE__ */ malformed(
    '2.5.29.35',
    '0404deadbeef',
    'authorityKeyIdentifier is an OCTET STRING',
    '4.2.1.1',
  ),
  'subject-key-identifier-malformed': /* @__PURE__ */ malformed('2.5.29.14', '3003800101', 'subjectKeyIdentifier is a list', '4.2.1.2'),
  'distribution-points-malformed': /* @__PURE__ */ malformed('2.5.29.31', '0500', 'cRLDistributionPoints is NULL', '4.2.1.13'),
  'distribution-points-empty': /* @__PURE__ */ malformed('2.5.29.31', '3000', 'cRLDistributionPoints is an empty list', '4.2.1.13'),
  'issuer-alt-name-malformed': /* @__PURE__ */ malformed('2.5.29.18', '3000', 'issuerAltName is an empty list', '4.2.1.7', false, 'webpki'),
  'freshest-crl-malformed': /* @__PURE__ */ malformed('2.5.29.46', '3000', 'freshestCRL is an empty list', '4.2.1.15', false, 'webpki'),
  'authority-info-access-malformed': /* @__PURE__ */ malformed(
    '1.3.6.1.5.5.7.1.1',
    '3000',
    'authorityInfoAccess is an empty list',
    '4.2.2.1',
    false,
    'webpki',
  ),
  'subject-info-access-malformed': /* @__PURE__ */ malformed(
    '1.3.6.1.5.5.7.1.11',
    '3000',
    'subjectInfoAccess is an empty list',
    '4.2.2.2',
    false,
    'webpki',
  ),
};

/** An extension with this value, in hexadecimal. Those that no rule reads are looked at where the profile says so. */
function malformed(type: string, hex: string, what: string, section: string, critical = false, profile?: ChainProfile): Fault {
  return {
    what: `${what}.`,
    rfc: `RFC 5280 ${section}`,
    where: 'anywhere',
    code: 'extension-malformed',
    ...(profile === undefined ? {} : { profile }),
    apply: (draft, at) => change(draft, at, { extensions: [rawExtension(type, fromHex(hex), critical)] }),
  };
}
