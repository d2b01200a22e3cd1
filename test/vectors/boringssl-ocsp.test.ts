/** BoringSSL's tests of OCSP, and pyca's OCSP files: Node only, they read files. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOcsp } from '../../apps/cli/vectors/boringssl-ocsp.ts';
import { PkiError } from '../../lib/base/error.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { readExtension } from '../../lib/x509/extension.ts';
import { ocspNonce } from '../../lib/x509/ocsp-extensions.ts';
import { parseOcspRequest } from '../../lib/x509/ocsp-request.ts';
import { parseOcspResponse } from '../../lib/x509/ocsp-response.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const boringssl = findCorpus('boringssl-pki');
const pyca = findCorpus('pyca-vectors');

requireOrSkip('the corpus boringssl-pki', boringssl !== undefined)('vectors: BoringSSL OCSP', () => {
  const json = JSON.parse(boringssl === undefined ? '{}' : readFileSync(join(boringssl, 'ocsp.json'), 'utf8')) as {
    readonly time: string;
    readonly tests: readonly { readonly id: string; readonly expectedStatus: string; readonly expectedRequest: string }[];
  };

  it('judges all responses and makes all requests as it does, but for the deviation listed', () => {
    const report = runOcsp([{ name: 'ocsp.json', json }]);
    assert.deepEqual(report.failures, []);
    assert.deepEqual(
      report.deviations.map(({ id }) => id),
      ['good_response_invalid_serial'],
    );
    assert.deepEqual([report.total, report.passed], [36, 35]);
  });

  it('fails a case whose expectation is turned round', () => {
    const sound = json.tests.filter(({ id }) => id !== 'good_response_invalid_serial');
    const turned = sound.map((test) => ({ ...test, expectedStatus: test.expectedStatus === 'GOOD' ? 'REVOKED' : 'GOOD' }));
    assert.equal(runOcsp([{ name: 'turned', json: { ...json, tests: turned } }]).failed, 35);
    const wrong = sound.map((test) => ({ ...test, expectedRequest: `${test.expectedRequest.slice(0, -4)}AAAA` }));
    assert.equal(runOcsp([{ name: 'wrong', json: { ...json, tests: wrong } }]).failed, 35);
    assert.throws(() => runOcsp([{ name: 'damaged', json: {} }]), /damaged holds no time and tests/);
  });
});

interface PycaEntry {
  readonly kind: string;
  readonly status?: string | null;
  readonly certificateStatus?: unknown;
  readonly serial?: unknown;
  readonly error?: string;
}

/** Files that are refused, and why. Of the first, pyca reads the serial number and refuses the extensions when they are asked for. */
const REFUSED: Readonly<Record<string, string>> = {
  'req-duplicate-ext.der': 'duplicate-extension',
  'resp-response-type-unknown-oid.der': 'unknown-response-type',
  'resp-successful-no-response-bytes.der': 'missing-field',
  'resp-unknown-response-status.der': 'bad-response-status',
};

requireOrSkip('the corpus pyca-vectors', pyca !== undefined)("vectors: pyca's OCSP files", () => {
  const folder = join(pyca ?? '', 'x509/ocsp');
  const oracle = (pyca === undefined ? { files: {} } : JSON.parse(readFileSync(join(pyca, 'expected.json'), 'utf8'))) as {
    readonly files: Readonly<Record<string, PycaEntry>>;
  };
  const names = pyca === undefined ? [] : readdirSync(folder).sort();
  const octets = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  const hexOf = (serial: Uint8Array): string => `0x${toHex(serial).replace(/^0+(?=.)/, '')}`;

  for (const name of names) {
    it(`${name} reads as pyca reads it`, () => {
      const entry = oracle.files[`x509/ocsp/${name}`];
      assert.ok(entry !== undefined, 'pyca says nothing about it');
      const code = REFUSED[name];
      if (code !== undefined) {
        const read = entry.kind === 'ocspRequest' ? parseOcspRequest : parseOcspResponse;
        assert.throws(
          () => read(octets(name)),
          (error) => error instanceof PkiError && error.code === code,
        );
      } else if (entry.kind === 'ocspRequest') compareRequest(octets(name), entry);
      else compareResponse(octets(name), entry);
    });
  }

  function compareRequest(der: Uint8Array, entry: PycaEntry): void {
    const { requests } = parseOcspRequest(der);
    if (entry.error === undefined) {
      assert.equal(requests.length, 1);
      assert.equal(hexOf(requests[0]?.certId.serialNumber ?? new Uint8Array(0)), entry.serial);
    } else assert.ok(requests.length > 1, 'pyca reads requests for one certificate only');
  }

  function compareResponse(der: Uint8Array, entry: PycaEntry): void {
    const response = parseOcspResponse(der);
    assert.equal(entry.error, undefined);
    assert.equal(response.status.toUpperCase(), entry.status);
    if (response.status !== 'successful') return;
    const [first, ...more] = response.responses;
    assert.ok(first !== undefined);
    if (more.length > 0) return;
    assert.equal(first.status.kind.toUpperCase(), entry.certificateStatus);
    assert.equal(hexOf(first.certId.serialNumber), entry.serial);
  }

  it('has all files, among them a nonce and twenty answers in one response', () => {
    assert.equal(names.length, 25);
    assert.equal(readExtension(parseOcspRequest(octets('req-ext-nonce.der')), ocspNonce)?.length, 16);
    const response = parseOcspResponse(octets('ocsp-army.deps.mil-resp.der'));
    assert.ok(response.status === 'successful' && response.responses.length === 20 && response.certificates.length === 1);
  });
});
