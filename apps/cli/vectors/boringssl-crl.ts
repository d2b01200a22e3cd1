/**
 * BoringSSL's tests of CRLs: the status of one certificate by one CRL, its issuer being trusted. With a second certificate of the issuer, that one is trusted
 * and the first has to be vouched for by it.
 */
import { type Certificate, checkStatus, parseCertificate, parseCrl, PkiError } from '../../../lib/index.ts';
import { cRLDistributionPoints, issuingDistributionPoint, readExtension } from '../../../lib/x509/index.ts';
import { base64Bytes } from './bytes.ts';
import { type Failure, type KnownDeviation, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface CrlCase {
  readonly id: string;
  readonly expected: 'GOOD' | 'REVOKED' | 'UNKNOWN';
  readonly crl: string;
  readonly certificate: string;
  readonly issuer: string;
  readonly issuer2?: string;
}

interface CrlFile {
  readonly time: string;
  readonly maxAgeSeconds: number;
  readonly tests: readonly CrlCase[];
}

interface Outcome {
  readonly got: string;
  readonly why: string;
}

/** Where certwright decides otherwise on purpose: by what the certificate and the CRL say, not by a test's name. */
const DEVIATIONS: readonly { readonly applies: (test: CrlCase, got: string) => boolean; readonly reason: string }[] = [
  {
    applies: (test, got) => test.expected === 'UNKNOWN' && got !== 'UNKNOWN' && isIndirect(test),
    reason: 'BoringSSL knows no indirect CRLs; by RFC 5280 6.3.3 (b) one of the certificate issuer itself covers its certificates',
  },
  {
    applies: (test, got) => test.expected === 'UNKNOWN' && got !== 'UNKNOWN' && namesOtherIssuer(test),
    reason:
      'the distribution point names another CRL issuer, and the CRL is a full one of the certificate issuer, which RFC 5280 6.3.3 takes where the points leave the status open',
  },
];

/** Runs CRL files. */
export function runCrls(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  const deviations: KnownDeviation[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    const { time, maxAgeSeconds, tests } = (json ?? {}) as Partial<CrlFile>;
    if (time === undefined || maxAgeSeconds === undefined || !Array.isArray(tests))
      throw new Error(`${name} holds no time, maxAgeSeconds and tests`);
    for (const test of tests as readonly CrlCase[]) {
      const { got, why } = judge(test, Date.parse(time), maxAgeSeconds * 1000);
      const deviation = DEVIATIONS.find(({ applies }) => applies(test, got));
      if (got === test.expected) passed++;
      else if (deviation !== undefined) deviations.push({ id: test.id, expected: test.expected, got, reason: deviation.reason });
      else failures.push({ id: test.id, expected: test.expected, got, why });
    }
  }
  return makeReport('boringssl-crl', passed, { failures, deviations });
}

/** What does not parse tells nothing. */
function judge({ certificate, issuer, issuer2, crl }: CrlCase, at: number, maxAge: number): Outcome {
  try {
    const { status, findings } = checkStatus({
      certificate: read(certificate),
      issuer: read(issuer2 ?? issuer),
      intermediates: issuer2 === undefined ? [] : [read(issuer)],
      crls: [parseCrl(base64Bytes(crl))],
      at,
      maxAge,
      // The certificates of these tests have keys of that size.
      strength: { minRsaBits: 1024 },
    });
    return { got: status.toUpperCase(), why: JSON.stringify(findings) };
  } catch (error) {
    if (error instanceof PkiError) return { got: 'UNKNOWN', why: error.message };
    throw error;
  }
}

function read(base64: string): Certificate {
  return parseCertificate(base64Bytes(base64));
}

function isIndirect({ crl }: CrlCase): boolean {
  return readExtension(parseCrl(base64Bytes(crl)), issuingDistributionPoint)?.indirectCrl === true;
}

function namesOtherIssuer({ certificate }: CrlCase): boolean {
  return (readExtension(read(certificate), cRLDistributionPoints) ?? []).some(({ crlIssuer }) => crlIssuer !== undefined);
}
