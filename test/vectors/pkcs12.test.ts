/** The PKCS #12 and PKCS #7 files of pyca cryptography's test suite: all must open, with the contents that pyca reads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, formatName, PkiError, publicKeyOf, sha256 } from '../../lib/index.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { encodePublicKey } from '../../lib/keys/index.ts';
import { readPkcs12 } from '../../lib/keystore/pkcs12/index.ts';
import type { Certificate } from '../../lib/x509/index.ts';
import { parsePkcs7 } from '../../lib/x509/pkcs7.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

interface ExpectedCertificate {
  readonly subject: string;
  readonly friendlyName: string | null;
}

interface ExpectedPkcs12 {
  readonly kind: 'pkcs12';
  readonly password: string | null;
  readonly key: { readonly spkiSha256: string } | null;
  readonly cert: ExpectedCertificate | null;
  readonly additional: readonly ExpectedCertificate[];
}

interface ExpectedPkcs7 {
  readonly kind: 'pkcs7';
  readonly certificates?: readonly string[];
  readonly error?: string;
}

const corpus = findCorpus('pyca-vectors');

const subjectOf = ({ subject }: Certificate): string => formatName(subject, 'rfc4514');

requireOrSkip('the corpus pyca-vectors', corpus !== undefined)('PKCS #12 and PKCS #7 files of pyca', () => {
  const { files } = JSON.parse(readFileSync(join(corpus as string, 'expected.json'), 'utf8')) as {
    readonly files: Readonly<Record<string, ExpectedPkcs12 | ExpectedPkcs7 | { readonly kind: 'other' }>>;
  };
  const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(corpus as string, name)));
  let count = 0;
  for (const [name, expected] of Object.entries(files)) {
    if (expected.kind === 'pkcs12') {
      count++;
      it(name, () => {
        const contents = readPkcs12(bytesOf(name), { passphrase: expected.password ?? undefined });
        const [key] = contents.keys;
        const spki = key === undefined ? null : toHex(sha256.digest(encodePublicKey(publicKeyOf(key.key))));
        assert.equal(spki, expected.key?.spkiSha256 ?? null);
        assert.equal(key?.certificate === undefined ? null : subjectOf(key.certificate), expected.cert?.subject ?? null);
        const seen = contents.certificates.map(({ certificate, friendlyName }) => ({
          subject: subjectOf(certificate),
          friendlyName: friendlyName ?? null,
        }));
        const wanted = [...(expected.cert === null ? [] : [expected.cert]), ...expected.additional];
        // Pyca has the order of the file, where chains come first here.
        assert.deepEqual(
          new Set(seen.map((entry) => JSON.stringify(entry))),
          new Set(wanted.map(({ subject, friendlyName }) => JSON.stringify({ subject, friendlyName }))),
        );
        assert.equal(new Set(contents.certificates.map(({ certificate }) => toHex(fingerprint(certificate, sha256)))).size, wanted.length);
      });
    } else if (expected.kind === 'pkcs7') {
      count++;
      it(name, () => {
        if (expected.error !== undefined) assert.throws(() => parsePkcs7(bytesOf(name)), PkiError);
        else assert.deepEqual(parsePkcs7(bytesOf(name)).certificates.map(subjectOf), expected.certificates);
      });
    }
  }

  it('are there', () => assert.ok(count > 0));
});
