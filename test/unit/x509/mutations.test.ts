import assert from 'node:assert/strict';
import { concatBytes } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { readBundle } from '../../../lib/x509/bundle.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { readEntries, scanEntries } from '../../../lib/x509/crl-entries.ts';
import { parseCrl } from '../../../lib/x509/crl.ts';
import { type ExtensionType, type HasExtensions, readExtension } from '../../../lib/x509/extension.ts';
import * as x509 from '../../../lib/x509/index.ts';
import { nameEquals, normalisedName } from '../../../lib/x509/name-compare.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { parseRequest } from '../../../lib/x509/request.ts';
import { mutations } from '../../support/mutations.ts';
import { CRL_PEM, derOf, FULL_CERTIFICATE_PEM, PKCS7_PEM, REQUEST_PEM } from './samples.ts';

const TYPES = (Object.values(x509) as unknown[]).filter(
  (value): value is ExtensionType<unknown> => typeof value === 'object' && value !== null && 'decode' in value && 'encode' in value,
);

function readAll(of: HasExtensions): void {
  for (const { oid } of of.extensions) {
    const type = TYPES.find((candidate) => candidate.oid === oid);
    if (type !== undefined) readExtension(of, type);
  }
}

function useName(name: x509.Name): void {
  for (const style of ['rfc4514', 'rfc2253', 'oneline', 'multiline', 'compat'] as const)
    assert.equal(typeof formatName(name, style), 'string');
  assert.ok(nameEquals(name, name));
  assert.equal(typeof normalisedName(name), 'string');
}

/** How many mutants were read and how many refused by a `PkiError`; any other exception comes through. */
function tryAll(der: Uint8Array, read: (mutant: Uint8Array) => void, octets: number = der.length): [read: number, refused: number] {
  let good = 0;
  let bad = 0;
  for (const head of mutations(der.subarray(0, octets))) {
    const mutant = octets === der.length ? head : concatBytes(head, der.subarray(octets));
    try {
      read(mutant);
      good++;
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      bad++;
    }
  }
  return [good, bad];
}

describe('x509: every mutation of one octet is read in full or refused', function () {
  this.timeout(120_000);
  const check = ([good, bad]: [number, number]): void => assert.ok(good > 500 && bad > 500, `${good} read, ${bad} refused`);

  for (const reading of ['der', 'openssl'] as const) {
    it(`certificate, reading ${reading}`, () => {
      check(
        tryAll(derOf(FULL_CERTIFICATE_PEM), (mutant) => {
          const certificate = parseCertificate(mutant, { reading });
          readAll(certificate);
          useName(certificate.subject);
        }),
      );
    });

    it(`CRL, reading ${reading}`, () => {
      check(
        tryAll(derOf(CRL_PEM), (mutant) => {
          const crl = parseCrl(mutant, { reading });
          readAll(crl);
          for (const entry of readEntries(crl)) readAll(entry);
          scanEntries(crl, 1n);
        }),
      );
    });
  }

  it('request', () => {
    check(
      tryAll(derOf(REQUEST_PEM), (mutant) => {
        const request = parseRequest(mutant);
        readAll(request);
        useName(request.subject);
      }),
    );
  });

  it('the shell of a PKCS #7', () => {
    const [good, bad] = tryAll(
      derOf(PKCS7_PEM),
      (mutant) => {
        const [first] = readBundle(mutant).errors;
        if (first !== undefined) throw first.error;
      },
      60,
    );
    assert.ok(good > 10 && bad > 100, `${good} read, ${bad} refused`);
  });
});
