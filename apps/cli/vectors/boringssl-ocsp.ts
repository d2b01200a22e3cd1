/**
 * BoringSSL's tests of OCSP: the status that a response gives a certificate, why it gives none, and the octets of the request. As in the original, SHA-1 and
 * RSA keys of 1,024 bits count.
 */
import {
  checkStatus,
  type Certificate,
  createOcspRequest,
  defaultAlgorithms,
  type Finding,
  parseCertificate,
  PkiError,
  type SignatureAlgorithm,
} from '../../../lib/index.ts';
import { rsaPkcs1Sha1 } from '../../../lib/crypto/index.ts';
import { parseOcspResponse } from '../../../lib/x509/index.ts';
import { base64Bytes, sameBytes } from './bytes.ts';
import { type Failure, type KnownDeviation, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface OcspCase {
  readonly id: string;
  readonly expectedStatus: string;
  readonly expectedResponse: string;
  readonly ocspResponse: string;
  readonly certificate: string;
  readonly issuer: string;
  readonly expectedRequest?: string;
}

interface OcspFile {
  readonly time: string;
  readonly maxAgeSeconds: number;
  readonly tests: readonly OcspCase[];
}

const ALGORITHMS: readonly SignatureAlgorithm[] = [...defaultAlgorithms, rsaPkcs1Sha1];

const STRENGTH = { minRsaBits: 1024, hashes: ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] } as const;

/** BoringSSL's words for what became of a response, by the `problem` of `ocsp-unusable`; `PROVIDED` for all others. */
const RESPONSE_WORDS: Readonly<Record<string, string>> = {
  'error-response': 'ERROR_RESPONSE',
  'unknown-critical-extension': 'UNHANDLED_CRITICAL_EXTENSION',
  'produced-in-future': 'BAD_PRODUCED_AT',
  'produced-too-early': 'BAD_PRODUCED_AT',
  'not-yet-valid': 'INVALID_DATE',
  'too-old': 'INVALID_DATE',
  expired: 'INVALID_DATE',
};

/** Where certwright decides otherwise on purpose: by what happened, not by a test's name. */
const DEVIATIONS: readonly { readonly code: string; readonly reason: string }[] = [
  {
    code: 'non-minimal-integer',
    reason: 'a serial number with a needless leading octet: not DER (X.690 8.3.2), which BoringSSL is told to let pass here',
  },
];

/** Runs ocsp files. A test passes where status, reason and request all come out as it says. */
export function runOcsp(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  const deviations: KnownDeviation[] = [];
  let passed = 0;
  for (const file of files) {
    const content = contentOf(file);
    for (const test of content.tests) {
      const { id, expectedStatus, expectedResponse, expectedRequest } = test;
      const expected = `${expectedStatus} ${expectedResponse}${expectedRequest === undefined ? '' : ' same request'}`;
      const got = runCase(test, content);
      const known = DEVIATIONS.find(({ code }) => got === `refused: ${code}`);
      if (got === expected) passed++;
      else if (known !== undefined) deviations.push({ id, expected, got, reason: known.reason });
      else failures.push({ id, expected, got, why: 'the response was judged otherwise' });
    }
  }
  return makeReport('boringssl-ocsp', passed, { failures, deviations });
}

function contentOf({ name, json }: SuiteFile): OcspFile {
  const { time, maxAgeSeconds, tests } = (json ?? {}) as Partial<OcspFile>;
  if (time === undefined || Number.isNaN(Date.parse(time)) || !Array.isArray(tests)) throw new Error(`${name} holds no time and tests`);
  return { time, maxAgeSeconds: maxAgeSeconds ?? 7 * 86_400, tests };
}

/** Status, what became of the response, and whether the request is the same; or the code of what does not parse. */
function runCase(test: OcspCase, { time, maxAgeSeconds }: OcspFile): string {
  try {
    const certificate = parseCertificate(base64Bytes(test.certificate));
    const issuer = parseCertificate(base64Bytes(test.issuer));
    const response = base64Bytes(test.ocspResponse);
    const { status, findings } = checkStatus({
      certificate,
      issuer,
      at: Date.parse(time),
      maxAge: maxAgeSeconds * 1000,
      ocspResponses: [response],
      algorithms: ALGORITHMS,
      strength: STRENGTH,
    });
    const [first] = findings;
    if (first?.['reason'] === 'non-minimal-integer') return 'refused: non-minimal-integer';
    const words = `${status.toUpperCase()} ${describe(status, first, response)}`;
    return test.expectedRequest === undefined ? words : `${words} ${judgeRequest(certificate, issuer, base64Bytes(test.expectedRequest))}`;
  } catch (error) {
    if (error instanceof PkiError) return `refused: ${error.code}`;
    throw error;
  }
}

function describe(status: string, finding: Finding | undefined, response: Uint8Array): string {
  if (response.length === 0) return 'MISSING';
  if (finding === undefined) return status === 'unknown' ? 'NO_MATCHING_RESPONSE' : 'PROVIDED';
  const { problem } = finding;
  if (problem === 'malformed') return isInData(response) ? 'PARSE_RESPONSE_DATA_ERROR' : 'PARSE_RESPONSE_ERROR';
  return RESPONSE_WORDS[String(problem)] ?? 'PROVIDED';
}

/** Whether the signed part of a response is what does not parse. */
function isInData(response: Uint8Array): boolean {
  try {
    parseOcspResponse(response);
    return false;
  } catch (error) {
    return error instanceof PkiError && error.path.includes('/tbsResponseData');
  }
}

function judgeRequest(certificate: Certificate, issuer: Certificate, expected: Uint8Array): string {
  return sameBytes(createOcspRequest({ certificate, issuer }), expected) ? 'same request' : 'other request';
}
