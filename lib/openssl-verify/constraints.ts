/**
 * Name constraints (x509_vfy.c of OpenSSL 3.0: check_name_constraints; v3_ncons.c: NAME_CONSTRAINTS_check): from the anchor down, every certificate but the
 * self-issued ones above the leaf, each against the constraints of all certificates above it, those of the anchor included.
 *
 * The subject counts as a directory name, its emailAddress attributes as mailboxes, the alternative names as what they are, and common names of a leaf without
 * dNSName as host names where they look like one. Subtrees of a form bind names of that form alone.
 *
 * Left out: names of RFC 3820 proxy certificates, which TLS refuses before.
 */
import { tryDecodeString } from '../asn1/strings.ts';
import {
  BMP_STRING,
  IA5_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  UNIVERSAL_STRING,
  UTF8_STRING,
  VISIBLE_STRING,
} from '../asn1/tags.ts';
import { fromLatin1, utf8 } from '../base/bytes.ts';
import { COMMON_NAME, EMAIL_ADDRESS } from '../oids/names.ts';
import { SMTP_UTF8_MAILBOX } from '../path/other-name.ts';
import type { GeneralSubtree, NameConstraints } from '../x509/extensions/name-constraints.ts';
import type { GeneralName } from '../x509/general-name.ts';
import type { NameAttribute } from '../x509/name.ts';
import {
  matchAddress,
  matchDirectoryName,
  matchDnsName,
  matchMailbox,
  matchUnicodeMailbox,
  matchUri,
  type SubtreeMatch,
} from './constraint-matchers.ts';
import type { Candidate, VerifyContext } from './context.ts';
import type { VerifyErrorCode } from './errors.ts';
import type { Facts } from './facts.ts';
import type { OpensslVersion } from './types.ts';

/** Most comparisons of one certificate with the constraints of another (NAME_CHECK_MAX). */
const MOST_COMPARISONS = 1 << 20;

/** Holds the names of the chain against its constraints; false where the judgement ends. */
export function checkNameConstraints(context: VerifyContext): boolean {
  const { chain, openssl } = context;
  for (let depth = chain.length - 1; depth >= 0; depth--) {
    const { facts } = chain[depth] as Candidate;
    if (depth !== 0 && facts.selfIssued) continue;
    for (let above = chain.length - 1; above > depth; above--) {
      const constraints = (chain[above] as Candidate).facts.nameConstraints;
      if (constraints === undefined) continue;
      context.count('comparisons');
      const code = checkNames(facts, constraints, openssl) ?? (depth === 0 ? checkCommonNames(facts, constraints, openssl) : undefined);
      // OpenSSL gives up without telling its error
      if (code === 'out-of-mem') return context.abort({ code: 'unspecified', depth, constraints: above });
      if (code !== undefined && !context.goOn({ code, depth, constraints: above })) return false;
    }
  }
  return true;
}

function checkNames(facts: Facts, constraints: NameConstraints, openssl: OpensslVersion): VerifyErrorCode | undefined {
  const { subject } = facts.certificate;
  const attributes = subject.rdns.flat();
  const names = facts.subjectAltName ?? [];
  const subtrees = (constraints.permitted?.length ?? 0) + (constraints.excluded?.length ?? 0);
  const count = attributes.length + names.length;
  if (count > 0 && subtrees > Math.floor(MOST_COMPARISONS / count)) return 'unspecified';
  if (attributes.length > 0) {
    const code = matchAll({ kind: 'directoryName', name: subject }, constraints, openssl);
    if (code !== undefined) return code;
    for (const { type, tag, value } of attributes) {
      if (type !== EMAIL_ADDRESS) continue;
      const mailbox = tag === IA5_STRING ? ({ kind: 'rfc822Name', value: fromLatin1(value) } as const) : undefined;
      const problem = mailbox === undefined ? 'unsupported-name-syntax' : matchAll(mailbox, constraints, openssl);
      if (problem !== undefined) return problem;
    }
  }
  for (const name of names) {
    const code = matchAll(name, constraints, openssl);
    if (code !== undefined) return code;
  }
  return undefined;
}

/** NAME_CONSTRAINTS_check_CN. */
function checkCommonNames(facts: Facts, constraints: NameConstraints, openssl: OpensslVersion): VerifyErrorCode | undefined {
  if (facts.subjectAltName?.some(({ kind }) => kind === 'dNSName') === true) return undefined;
  for (const attribute of facts.certificate.subject.rdns.flat()) {
    if (attribute.type !== COMMON_NAME) continue;
    const octets = utf8Octets(attribute);
    if (octets === undefined) return 'out-of-mem';
    let end = octets.length;
    while (end > 0 && octets[end - 1] === '\0') end--;
    const text = octets.slice(0, end);
    if (text.includes('\0')) return 'unsupported-name-syntax';
    const code = isHostName(text) ? matchAll({ kind: 'dNSName', value: text }, constraints, openssl) : undefined;
    if (code !== undefined) return code;
  }
  return undefined;
}

const NARROW: readonly number[] = [PRINTABLE_STRING, IA5_STRING, VISIBLE_STRING, TELETEX_STRING, NUMERIC_STRING];

/** The text of an attribute in UTF-8, one character per octet; undefined where its type is no string (ASN1_STRING_to_UTF8). */
function utf8Octets({ tag, value }: NameAttribute): string | undefined {
  const text = NARROW.includes(tag)
    ? fromLatin1(value)
    : [UTF8_STRING, BMP_STRING, UNIVERSAL_STRING].includes(tag)
      ? tryDecodeString(tag, value)
      : undefined;
  return text === undefined ? undefined : fromLatin1(utf8(text));
}

/** Two labels or more of letters, digits, underscores and inner hyphens (cn2dnsid). */
function isHostName(text: string): boolean {
  const labels = text.split('.');
  return labels.length > 1 && labels.every((label) => /^[A-Za-z0-9_-]+$/.test(label) && !label.startsWith('-') && !label.endsWith('-'));
}

/** nc_match: one permitted subtree of the name's form has to fit where there are any, no excluded one may. */
function matchAll(
  name: GeneralName,
  { permitted = [], excluded = [] }: NameConstraints,
  openssl: OpensslVersion,
): VerifyErrorCode | undefined {
  let met: SubtreeMatch | undefined;
  for (const subtree of permitted) {
    if (!isSameForm(name, subtree.base, openssl)) continue;
    if (!isWholeSubtree(subtree)) return 'subtree-minmax';
    if (met === 'inside') continue;
    met = matchOne(name, subtree.base, openssl);
    if (met !== 'inside' && met !== 'outside') return met;
  }
  if (met === 'outside') return 'permitted-violation';
  for (const subtree of excluded) {
    if (!isSameForm(name, subtree.base, openssl)) continue;
    if (!isWholeSubtree(subtree)) return 'subtree-minmax';
    const match = matchOne(name, subtree.base, openssl);
    if (match !== 'outside') return match === 'inside' ? 'excluded-violation' : match;
  }
  return undefined;
}

function isWholeSubtree({ minimum, maximum }: GeneralSubtree): boolean {
  return minimum === 0 && maximum === undefined;
}

/** Mailboxes in Unicode are bound by bases of rfc822Name (RFC 9598 6), which 1.1.1 did not know; it took all otherNames for one form. */
function isSameForm(name: GeneralName, base: GeneralName, openssl: OpensslVersion): boolean {
  if (name.kind !== 'otherName' || openssl === '1.1.1') return name.kind === base.kind;
  if (name.type === SMTP_UTF8_MAILBOX) return base.kind === 'rfc822Name';
  return base.kind === 'otherName' && base.type === name.type;
}

function matchOne(name: GeneralName, base: GeneralName, openssl: OpensslVersion): SubtreeMatch {
  if (name.kind === 'otherName' && base.kind === 'rfc822Name' && openssl !== '1.1.1') return matchUnicodeMailbox(name.value, base.value);
  if (name.kind === 'directoryName' && base.kind === 'directoryName') return matchDirectoryName(name.name, base.name);
  if (name.kind === 'dNSName' && base.kind === 'dNSName') return matchDnsName(name.value, base.value);
  if (name.kind === 'rfc822Name' && base.kind === 'rfc822Name') return matchMailbox(name.value, base.value);
  if (name.kind === 'uniformResourceIdentifier' && base.kind === 'uniformResourceIdentifier') return matchUri(name.value, base.value);
  if (name.kind === 'iPAddress' && base.kind === 'iPAddress') return matchAddress(name.value, base.value);
  return 'unsupported-constraint-type';
}
