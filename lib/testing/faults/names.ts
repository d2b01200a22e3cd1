/** Names that are not the peer's (RFC 9525), and names that a CA's constraints forbid (RFC 5280 4.2.1.10). */
import { oid } from '../../asn1/oid.ts';
import { UTF8_STRING } from '../../asn1/tags.ts';
import { encodeDer } from '../../asn1/writer.ts';
import { utf8 } from '../../base/bytes.ts';
import type { FindingCode } from '../../path/codes.ts';
import { makeExtension } from '../../x509/extension.ts';
import { nameConstraints, type NameConstraints } from '../../x509/extensions/name-constraints.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { parseName } from '../../x509/name-parse.ts';
import { change, type ChainDraft, type Fault } from '../draft.ts';

/** Kinds of these faults. */
export type NameFault =
  | 'peer-name-of-another'
  | 'peer-name-in-common-name-only'
  | 'peer-name-below-wildcard'
  | 'peer-name-partial-wildcard'
  | 'peer-name-inner-wildcard'
  | 'peer-name-then-nul'
  | 'peer-name-as-uri'
  | 'dns-name-not-permitted'
  | 'dns-name-looks-permitted'
  | 'dns-name-excluded'
  | 'dns-wildcard-reaches-excluded'
  | 'dns-name-malformed-under-constraint'
  | 'ip-address-not-permitted'
  | 'ip-address-excluded'
  | 'ipv6-address-not-permitted'
  | 'ip-constraint-with-holes'
  | 'mailbox-not-permitted'
  | 'mailbox-excluded'
  | 'mailbox-in-subject-not-permitted'
  | 'mailbox-malformed-under-constraint'
  | 'uri-not-permitted'
  | 'uri-excluded'
  | 'uri-without-host-under-constraint'
  | 'subject-not-permitted'
  | 'subject-excluded'
  | 'directory-name-not-permitted'
  | 'constraint-minimum'
  | 'constraint-maximum'
  | 'registered-id-under-constraint'
  | 'other-name-under-constraint';

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const mailbox = (value: string): GeneralName => ({ kind: 'rfc822Name', value });
const uri = (value: string): GeneralName => ({ kind: 'uniformResourceIdentifier', value });
const ip = (...octets: number[]): GeneralName => ({ kind: 'iPAddress', value: Uint8Array.from(octets) });
const directory = (text: string): GeneralName => ({ kind: 'directoryName', name: parseName(text) });
const only = (base: GeneralName): NameConstraints => ({ permitted: [{ base, minimum: 0 }] });
const never = (base: GeneralName): NameConstraints => ({ excluded: [{ base, minimum: 0 }] });

/** What each of them is, and how it comes about. */
export const nameFaults: Readonly<Record<NameFault, Fault>> = {
  'peer-name-of-another': /* @__PURE__ */ peer('It is of another host.', () => [dns('www.example.org')]),
  'peer-name-in-common-name-only': {
    .../* @__PURE__ */ mismatch('The host stands in its common name only.'),
    apply(draft, at) {
      draft.subjects[at] = `CN=${draft.host},O=certwright test`;
      change(draft, at, { names: [dns('elsewhere.example.org')] });
    },
  },
  'peer-name-below-wildcard': /* @__PURE__ */ peer('Its wildcard stands one label too high.', (host) => [
    dns(`*.${host.slice(host.indexOf('.', host.indexOf('.') + 1) + 1)}`),
  ]),
  'peer-name-partial-wildcard': /* @__PURE__ */ peer('Its wildcard is a part of a label only.', (host) => [
    dns(`${host.charAt(0)}*${host.slice(host.indexOf('.'))}`),
  ]),
  'peer-name-inner-wildcard': /* @__PURE__ */ peer('Its wildcard is not the first label.', (host) => [
    dns(`${host.slice(0, host.indexOf('.'))}.*${host.slice(host.lastIndexOf('.'))}`),
  ]),
  'peer-name-then-nul': /* @__PURE__ */ peer('The host is followed by NUL and another domain.', (host) => [dns(`${host}\0.example.org`)]),
  'peer-name-as-uri': /* @__PURE__ */ peer('The host stands in a URI only.', (host) => [uri(`https://${host}/`)]),
  'dns-name-not-permitted': /* @__PURE__ */ constrained(
    'A DNS name lies outside of the domain that its issuer is limited to.',
    'name-constraint-violated',
    (host) => only(dns(parentOf(host))),
    () => dns('www.example.net'),
  ),
  'dns-name-looks-permitted': /* @__PURE__ */ constrained(
    'A DNS name ends in the letters of the domain that its issuer is limited to, in the midst of a label.',
    'name-constraint-violated',
    (host) => only(dns(parentOf(host))),
    (host) => dns(`bad${parentOf(host)}`),
  ),
  'dns-name-excluded': /* @__PURE__ */ constrained(
    'A DNS name lies in a domain that its issuer is excluded from.',
    'name-constraint-violated',
    () => never(dns('example.net')),
    () => dns('www.example.net'),
  ),
  'dns-wildcard-reaches-excluded': /* @__PURE__ */ constrained(
    'A wildcard stands for a host that is excluded, too: CVE-2025-61727.',
    'name-constraint-violated',
    () => never(dns('www.example.net')),
    () => dns('*.example.net'),
  ),
  'dns-name-malformed-under-constraint': /* @__PURE__ */ constrained(
    "What stands in a dNSName is none, and its issuer's DNS names are constrained.",
    'name-malformed',
    () => never(dns('example.net')),
    () => dns('a..example.org'),
  ),
  'ip-address-not-permitted': /* @__PURE__ */ constrained(
    'An address lies outside of the network that its issuer is limited to.',
    'name-constraint-violated',
    () => only(ip(192, 0, 2, 0, 255, 255, 255, 0)),
    () => ip(192, 0, 3, 1),
  ),
  'ip-address-excluded': /* @__PURE__ */ constrained(
    'An address lies in a network that its issuer is excluded from.',
    'name-constraint-violated',
    () => never(ip(192, 0, 2, 0, 255, 255, 255, 0)),
    () => ip(192, 0, 2, 1),
  ),
  'ipv6-address-not-permitted': /* @__PURE__ */ constrained(
    'An address is of version 6, and its issuer is limited to a network of version 4.',
    'name-constraint-violated',
    () => only(ip(192, 0, 2, 0, 255, 255, 255, 0)),
    () => ip(0x20, 1, 0xd, 0xb8, ...new Uint8Array(11), 1),
  ),
  'ip-constraint-with-holes': /* @__PURE__ */ constrained(
    'The mask of a constraint on addresses is no prefix.',
    'name-constraint-unsupported',
    () => only(ip(192, 0, 2, 0, 255, 0, 255, 0)),
    () => ip(192, 0, 2, 1),
  ),
  'mailbox-not-permitted': /* @__PURE__ */ constrained(
    'A mailbox is of a host that its issuer is not limited to.',
    'name-constraint-violated',
    () => only(mailbox('example.com')),
    () => mailbox('me@example.net'),
  ),
  'mailbox-excluded': /* @__PURE__ */ constrained(
    'A mailbox is of a domain that its issuer is excluded from.',
    'name-constraint-violated',
    () => never(mailbox('.example.net')),
    () => mailbox('me@mail.example.net'),
  ),
  'mailbox-malformed-under-constraint': /* @__PURE__ */ constrained(
    "What stands in an rfc822Name is no mailbox, and its issuer's mailboxes are constrained.",
    'name-malformed',
    () => never(mailbox('example.net')),
    () => mailbox('nobody'),
  ),
  'uri-not-permitted': /* @__PURE__ */ constrained(
    'The host of a URI is not the one that its issuer is limited to.',
    'name-constraint-violated',
    () => only(uri('example.com')),
    () => uri('https://www.example.com/'),
  ),
  'uri-excluded': /* @__PURE__ */ constrained(
    'The host of a URI is one that its issuer is excluded from.',
    'name-constraint-violated',
    () => never(uri('.example.net')),
    () => uri('https://user@www.example.net:8443/'),
  ),
  'uri-without-host-under-constraint': /* @__PURE__ */ constrained(
    "A URI has no host, and its issuer's URIs are constrained.",
    'name-malformed',
    () => never(uri('example.net')),
    () => uri('urn:isbn:0451450523'),
  ),
  'directory-name-not-permitted': /* @__PURE__ */ constrained(
    'A directory name in subjectAltName lies outside of the subtree that its issuer is limited to.',
    'name-constraint-violated',
    () => only(directory('O=certwright test')),
    () => directory('CN=someone,O=Elsewhere'),
  ),
  'constraint-minimum': /* @__PURE__ */ constrained(
    'A constraint on its mailbox has a minimum, which nobody may give.',
    'name-constraint-unsupported',
    () => ({ permitted: [{ base: mailbox('example.com'), minimum: 1 }] }),
    () => mailbox('me@example.com'),
  ),
  'constraint-maximum': /* @__PURE__ */ constrained(
    'A constraint on its mailbox has a maximum, which nobody may give.',
    'name-constraint-unsupported',
    () => ({ permitted: [{ base: mailbox('example.com'), minimum: 0, maximum: 9 }] }),
    () => mailbox('me@example.com'),
  ),
  'registered-id-under-constraint': /* @__PURE__ */ constrained(
    "Its issuer's registered identifiers are constrained, and nobody can compare these.",
    'name-constraint-unsupported',
    () => only({ kind: 'registeredID', value: oid('1.2.3') }),
    () => ({ kind: 'registeredID', value: oid('1.2.3.4') }),
  ),
  'other-name-under-constraint': /* @__PURE__ */ constrained(
    "Its issuer's names of a private form are constrained, and nobody can compare these.",
    'name-constraint-unsupported',
    () => never(privateName('somebody')),
    () => privateName('me'),
  ),
  'mailbox-in-subject-not-permitted': {
    .../* @__PURE__ */ violation('An emailAddress in its subject is of a host that its issuer is not limited to.'),
    apply(draft, at) {
      constrain(draft, at, only(mailbox('example.com')));
      draft.subjects[at] = `emailAddress=me@example.net,${draft.subjects[at] ?? ''}`;
    },
  },
  'subject-not-permitted': {
    .../* @__PURE__ */ violation('Its subject lies outside of the subtree that its issuer is limited to.'),
    apply(draft, at) {
      constrain(draft, at, only(directory('O=certwright test')));
      draft.subjects[at] = 'CN=someone,O=Elsewhere';
    },
  },
  'subject-excluded': {
    .../* @__PURE__ */ violation('Its subject lies in a subtree that its issuer is excluded from, in other letters.'),
    apply(draft, at) {
      constrain(draft, at, never(directory('O=elsewhere')));
      draft.subjects[at] = 'CN=someone,O=Elsewhere';
    },
  },
};

function parentOf(host: string): string {
  return host.slice(host.indexOf('.') + 1);
}

function privateName(text: string): GeneralName {
  return { kind: 'otherName', type: oid('1.3.6.1.4.1.99999.6'), value: encodeDer((out) => out.value(UTF8_STRING, utf8(text))) };
}

function mismatch(what: string): Omit<Fault, 'apply'> {
  return { what, rfc: 'RFC 9525 6', where: 'leaf', code: 'peer-name-mismatch' };
}

function peer(what: string, names: (host: string) => readonly GeneralName[]): Fault {
  return { ...mismatch(what), apply: (draft, at) => change(draft, at, { names: names(draft.host) }) };
}

function violation(what: string, code: FindingCode = 'name-constraint-violated'): Omit<Fault, 'apply'> {
  return { what, rfc: 'RFC 5280 4.2.1.10', where: 'below-anchor', code };
}

/** The certificate has a name, and its issuer has a constraint that it fails. */
function constrained(
  what: string,
  code: FindingCode,
  constraints: (host: string) => NameConstraints,
  name: (host: string) => GeneralName,
): Fault {
  return {
    ...violation(what, code),
    apply(draft, at) {
      constrain(draft, at, constraints(draft.host));
      change(draft, at, { names: [...(at === 0 ? [dns(draft.host)] : []), name(draft.host)] });
    },
  };
}

/** Constrains the issuer of the certificate at a position. */
function constrain(draft: ChainDraft, at: number, constraints: NameConstraints): void {
  change(draft, at + 1, { extensions: [makeExtension(nameConstraints, constraints)] });
}
