/** CAs that are none, and what keys may be used for (RFC 5280 4.2.1.3, 4.2.1.9, 4.2.1.12). */
import { BASIC_CONSTRAINTS } from '../../oids/extensions.ts';
import { CLIENT_AUTH, CODE_SIGNING } from '../../oids/purposes.ts';
import { change, type Fault } from '../draft.ts';

/** Kinds of these faults. */
export type UsageFault =
  | 'not-a-ca'
  | 'basic-constraints-missing'
  | 'version-1-ca'
  | 'path-length-exceeded'
  | 'cert-sign-missing'
  | 'key-usage-empty'
  | 'purpose-missing'
  | 'purpose-of-code-only'
  | 'key-usage-unfit-for-purpose'
  | 'leaf-with-cert-sign'
  | 'leaf-with-path-length';

/** What each of them is, and how it comes about. */
export const usageFaults: Readonly<Record<UsageFault, Fault>> = {
  'not-a-ca': {
    what: 'It issued a certificate, and is no CA.',
    rfc: 'RFC 5280 6.1.4 (k)',
    where: 'issuers',
    code: 'not-a-ca',
    apply: (draft, at) => change(draft, at, { ca: false, usages: ['keyCertSign', 'cRLSign'], purposes: null, names: null }),
  },
  'basic-constraints-missing': {
    what: 'It issued a certificate, and has no basicConstraints.',
    rfc: 'RFC 5280 6.1.4 (k)',
    where: 'issuers',
    code: 'basic-constraints-missing',
    apply: (draft, at) => change(draft, at, { without: [BASIC_CONSTRAINTS] }),
  },
  'version-1-ca': {
    what: 'It is an intermediate of version 1, which cannot say that it is a CA.',
    rfc: 'RFC 5280 6.1.4 (k)',
    where: 'intermediates',
    code: 'basic-constraints-missing',
    apply: (draft, at) => change(draft, at, { bare: true }),
  },
  'path-length-exceeded': {
    what: 'Below it stands one intermediate more than it allows.',
    rfc: 'RFC 5280 6.1.4 (m)',
    where: 'upper-issuers',
    code: 'path-length-exceeded',
    apply: (draft, at) => change(draft, at, { pathLength: at - 2 }),
  },
  'cert-sign-missing': {
    what: 'It issued a certificate, and its key may sign CRLs only.',
    rfc: 'RFC 5280 6.1.4 (n)',
    where: 'issuers',
    code: 'key-usage-missing',
    apply: (draft, at) => change(draft, at, { usages: ['cRLSign'] }),
  },
  'key-usage-empty': {
    what: 'It issued a certificate, and its keyUsage has no bit set.',
    rfc: 'RFC 5280 4.2.1.3',
    where: 'issuers',
    code: 'key-usage-missing',
    apply: (draft, at) => change(draft, at, { usages: [] }),
  },
  'purpose-missing': {
    what: 'It is for clients only, and a server shows the chain.',
    rfc: 'RFC 5280 4.2.1.12',
    where: 'anywhere',
    code: 'purpose-not-allowed',
    apply: (draft, at) => change(draft, at, { purposes: [CLIENT_AUTH] }),
  },
  'purpose-of-code-only': {
    what: 'It is for the signing of code only, and a server shows the chain.',
    rfc: 'RFC 5280 4.2.1.12',
    where: 'anywhere',
    code: 'purpose-not-allowed',
    apply: (draft, at) => change(draft, at, { purposes: [CODE_SIGNING] }),
  },
  'key-usage-unfit-for-purpose': {
    what: 'It is for servers, and its key is good for nothing that a server does.',
    rfc: 'RFC 5280 4.2.1.12',
    where: 'leaf',
    code: 'purpose-inconsistent',
    apply: (draft, at) => change(draft, at, { usages: ['dataEncipherment'] }),
  },
  'leaf-with-cert-sign': {
    what: 'It may sign certificates, and is no CA.',
    rfc: 'RFC 5280 4.2.1.9',
    where: 'leaf',
    code: 'issuer-duty-neglected',
    apply: (draft, at) => change(draft, at, { usages: ['digitalSignature', 'keyCertSign'] }),
  },
  'leaf-with-path-length': {
    what: 'It has a path length, and is no CA.',
    rfc: 'RFC 5280 4.2.1.9',
    where: 'leaf',
    code: 'issuer-duty-neglected',
    apply: (draft, at) => change(draft, at, { pathLength: 0 }),
  },
};
