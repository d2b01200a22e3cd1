/**
 * BoringSSL's tests of certificate parsing. Its parser judges some things that certwright leaves to rules of path validation; so the verdict here is:
 * the certificate parses, every extension known decodes, every text in its names is of its type, and `findObjection` finds none of the
 * departures from RFC 5280 that BoringSSL refuses while parsing.
 */
import { PkiError } from '../../../lib/index.ts';
import { stringTypeName, tryDecodeString } from '../../../lib/asn1/index.ts';
import { ANY_POLICY } from '../../../lib/oids/index.ts';
import * as x509 from '../../../lib/x509/index.ts';
import { base64Bytes } from './bytes.ts';
import { type Failure, type KnownDeviation, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface ParseCase {
  readonly id: string;
  readonly shouldParse: boolean;
  readonly certificate: string;
}

/** What became of a certificate: `code` says why it was refused. */
interface Outcome {
  readonly certificate?: x509.Certificate;
  readonly code?: string;
  readonly message?: string;
}

/** Every extension this library decodes. */
const KNOWN_EXTENSIONS: readonly x509.ExtensionType<unknown>[] = [
  x509.authorityKeyIdentifier,
  x509.subjectKeyIdentifier,
  x509.keyUsage,
  x509.certificatePolicies,
  x509.policyMappings,
  x509.subjectAltName,
  x509.issuerAltName,
  x509.subjectDirectoryAttributes,
  x509.basicConstraints,
  x509.nameConstraints,
  x509.policyConstraints,
  x509.extendedKeyUsage,
  x509.cRLDistributionPoints,
  x509.inhibitAnyPolicy,
  x509.freshestCRL,
  x509.authorityInfoAccess,
  x509.subjectInfoAccess,
  x509.tlsFeature,
  x509.ocspNoCheck,
  x509.netscapeCertType,
  x509.netscapeComment,
];

/** Where certwright decides otherwise on purpose: by what happened, not by a test's name. */
const DEVIATIONS: readonly { readonly applies: (test: ParseCase, outcome: Outcome) => boolean; readonly reason: string }[] = [
  {
    applies: ({ shouldParse }, { code, message }) => shouldParse && code === 'encoded-default' && message?.includes('/cA') === true,
    reason: 'cA FALSE is encoded although it is the default: not DER (X.690 11.5), which BoringSSL lets pass',
  },
  {
    applies: ({ shouldParse }, { code, message }) => shouldParse && code === 'wrong-tag' && message?.includes('found NULL') === true,
    reason: 'fields of the certificate are NULL: BoringSSL tests the outer shell alone, certwright reads every field',
  },
  {
    applies: ({ shouldParse }, { code }) => shouldParse && code === 'bad-string-utf8',
    reason: 'a PrintableString holds UTF-8: the file serves a test of name printing that asks for leniency',
  },
  {
    applies: ({ shouldParse }, { certificate }) =>
      !shouldParse && certificate !== undefined && countsOf(certificate).some((count) => count > 255),
    reason: 'BoringSSL keeps this count in one octet; RFC 5280 sets no upper bound',
  },
];

/** Runs parse-certificate files. */
export function runParseCertificate(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  const deviations: KnownDeviation[] = [];
  let passed = 0;
  for (const test of files.flatMap(casesOf)) {
    const outcome = judge(test);
    const parsed = outcome.certificate !== undefined;
    const expected = test.shouldParse ? 'parsed' : 'refused';
    const got = parsed ? 'parsed' : `refused: ${outcome.code}`;
    const deviation = DEVIATIONS.find(({ applies }) => applies(test, outcome));
    if (parsed === test.shouldParse) passed++;
    else if (deviation !== undefined) deviations.push({ id: test.id, expected, got, reason: deviation.reason });
    else failures.push({ id: test.id, expected, got, why: outcome.message ?? 'nothing was found to be wrong' });
  }
  return makeReport('boringssl-parse', passed, { failures, deviations });
}

function casesOf({ name, json }: SuiteFile): readonly ParseCase[] {
  const tests = (json as { readonly tests?: unknown } | null)?.tests;
  if (!Array.isArray(tests)) throw new Error(`${name} holds no list of tests`);
  return tests as readonly ParseCase[];
}

function judge(test: ParseCase): Outcome {
  try {
    const certificate = x509.parseCertificate(base64Bytes(test.certificate));
    for (const type of KNOWN_EXTENSIONS) x509.readExtension(certificate, type);
    const code = findBadString(certificate.issuer) ?? findBadString(certificate.subject) ?? findObjection(certificate);
    return code === undefined ? { certificate } : { code, message: code };
  } catch (error) {
    if (error instanceof PkiError) return { code: error.code, message: error.message };
    throw error;
  }
}

/** `bad-string` where a text of the name is not of its type, `bad-string-utf8` where it is UTF-8 in a PrintableString. */
function findBadString(name: x509.Name): string | undefined {
  for (const { tag, value } of name.rdns.flat()) {
    if (stringTypeName(tag) === undefined || tryDecodeString(tag, value) !== undefined) continue;
    const isUtf8 =
      stringTypeName(tag) === 'PrintableString' && value.some((octet) => octet > 0x7f) && tryDecodeString(0x0c, value) !== undefined;
    return isUtf8 ? 'bad-string-utf8' : 'bad-string';
  }
  return undefined;
}

/** The first departure from RFC 5280 that BoringSSL refuses in its parser and certwright in a rule. */
function findObjection(certificate: x509.Certificate): string | undefined {
  const { version, subject, extensions } = certificate;
  if (version > 3) return 'unknown-version';
  if (version < 3 && extensions.length > 0) return 'extensions-before-version-3';
  if (version < 2 && (certificate.issuerUniqueId ?? certificate.subjectUniqueId) !== undefined) return 'unique-id-in-version-1';
  const alternatives = extensions.find(({ oid }) => oid === x509.subjectAltName.oid);
  if (subject.rdns.length === 0 && alternatives !== undefined && !alternatives.critical)
    return 'empty-subject-without-critical-subjectAltName';
  if (x509.readExtension(certificate, x509.keyUsage)?.length === 0) return 'key-usage-without-bits';
  const authority = x509.readExtension(certificate, x509.authorityKeyIdentifier);
  if ((authority?.authorityCertIssuer === undefined) !== (authority?.authorityCertSerialNumber === undefined))
    return 'half-authority-key-identifier';
  return findPolicyObjection(certificate) ?? findSubtreeObjection(certificate) ?? findPointObjection(certificate);
}

function findPolicyObjection(certificate: x509.Certificate): string | undefined {
  const policies = x509.readExtension(certificate, x509.certificatePolicies) ?? [];
  if (new Set(policies.map(({ policy }) => policy)).size < policies.length) return 'duplicate-policy';
  const limited = policies.filter(({ policy }) => policy === ANY_POLICY).flatMap(({ qualifiers }) => qualifiers);
  return limited.some(({ kind }) => kind === 'other') ? 'unknown-qualifier-of-any-policy' : undefined;
}

function findSubtreeObjection(certificate: x509.Certificate): string | undefined {
  const constraints = x509.readExtension(certificate, x509.nameConstraints);
  for (const { base, minimum, maximum } of [...(constraints?.permitted ?? []), ...(constraints?.excluded ?? [])]) {
    if (minimum !== 0 || maximum !== undefined) return 'subtree-with-distance';
    if (base.kind === 'iPAddress' && !isContiguous(base.value.subarray(base.value.length / 2))) return 'mask-with-gaps';
  }
  return undefined;
}

/** True for ones followed by zeros. */
function isContiguous(mask: Uint8Array): boolean {
  return /^1*0*$/.test(Array.from(mask, (octet) => octet.toString(2).padStart(8, '0')).join(''));
}

function findPointObjection(certificate: x509.Certificate): string | undefined {
  const points = x509.readExtension(certificate, x509.cRLDistributionPoints) ?? [];
  return points.some(({ name, crlIssuer }) => name === undefined && crlIssuer === undefined)
    ? 'distribution-point-without-place'
    : undefined;
}

/** Counts that BoringSSL keeps in one octet. */
function countsOf(certificate: x509.Certificate): number[] {
  const constraints = x509.readExtension(certificate, x509.policyConstraints);
  return [
    x509.readExtension(certificate, x509.basicConstraints)?.pathLength ?? 0,
    x509.readExtension(certificate, x509.inhibitAnyPolicy) ?? 0,
    constraints?.requireExplicitPolicy ?? 0,
    constraints?.inhibitPolicyMapping ?? 0,
  ];
}
