/** Every certificate and CRL of PKITS and of x509-limbo parses with every extension read, or is refused for a reason that stands here. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PkiError } from '../../lib/base/error.ts';
import { parseCertificates, parseCrls } from '../../lib/x509/bundle.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { readEntries, scanEntries } from '../../lib/x509/crl-entries.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import { type ExtensionType, type HasExtensions, readExtension } from '../../lib/x509/extension.ts';
import * as x509 from '../../lib/x509/index.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const pkits = findCorpus('pkits');
const limbo = findCorpus('limbo');

const TYPES = (Object.values(x509) as unknown[]).filter(
  (value): value is ExtensionType<unknown> => typeof value === 'object' && value !== null && 'decode' in value && 'encode' in value,
);

function readAll(of: HasExtensions): void {
  for (const type of TYPES) readExtension(of, type);
}

/** `code` of the error, or undefined. */
function refusal(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof PkiError) return error.code;
    throw error;
  }
}

requireOrSkip('the corpus pkits', pkits !== undefined)('vectors: parsing PKITS', () => {
  const files = (folder: string): string[] => readdirSync(join(pkits ?? '', folder)).sort();
  const read = (folder: string, file: string): Uint8Array => readFileSync(join(pkits ?? '', folder, file));

  it('all certificates', () => {
    const refused = files('certs').flatMap((file) => {
      const code = refusal(() => readAll(parseCertificate(read('certs', file))));
      return code === undefined ? [] : [`${file}: ${code}`];
    });
    assert.deepEqual(refused, []);
    assert.equal(files('certs').length, 405);
  });

  it('all CRLs with all entries, by the reader and by the walk', () => {
    const refused = files('crls').flatMap((file) => {
      const code = refusal(() => {
        const crl = parseCrl(read('crls', file));
        readAll(crl);
        const entries = [...readEntries(crl)];
        entries.forEach(readAll);
        assert.equal(scanEntries(crl, 1n).count, entries.length);
      });
      return code === undefined ? [] : [`${file}: ${code}`];
    });
    assert.deepEqual(refused, []);
    assert.equal(files('crls').length, 173);
  });
});

interface LimboCase {
  readonly id: string;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly crls?: readonly string[];
}

/** Cases that must fail, and whose certificates already do not decode. */
const KNOWN_REFUSALS: Readonly<Record<string, string>> = {
  'rfc5280::duplicate-extensions': 'duplicate-extension',
  'rfc5280::nc::invalid-ipv6-address': 'bad-ip-address',
  'rfc5280::nc::nc-permits-invalid-ip-san': 'bad-ip-address',
  'webpki::malformed-aia': 'wrong-tag',
  'webpki::nc::intermediate-permitted-excluded-subtrees-both-null': 'empty-sequence',
};

requireOrSkip('the corpus limbo', limbo !== undefined)('vectors: parsing x509-limbo', () => {
  const { testcases } = (limbo === undefined ? { testcases: [] } : JSON.parse(readFileSync(join(limbo, 'limbo.json'), 'utf8'))) as {
    readonly testcases: readonly LimboCase[];
  };

  it('refuses nothing that must verify, and else what is listed', () => {
    const refused = new Map<string, string>();
    let count = 0;
    for (const {
      id,
      expected_result: expected,
      trusted_certs: trusted,
      untrusted_intermediates: untrusted,
      peer_certificate: peer,
      crls,
    } of testcases) {
      for (const pem of [...trusted, ...untrusted, peer]) {
        count++;
        const code = refusal(() => parseCertificates(pem).forEach(readAll));
        if (code === undefined) continue;
        assert.equal(expected, 'FAILURE', `${id}: ${code}`);
        refused.set(id, code);
      }
      for (const pem of crls ?? []) {
        const code = refusal(() =>
          parseCrls(pem).forEach((crl) => {
            readAll(crl);
            for (const entry of readEntries(crl)) readAll(entry);
          }),
        );
        assert.equal(code, undefined, id);
      }
    }
    assert.ok(count > 250, `${count} certificates`);
    assert.deepEqual(Object.fromEntries(refused), KNOWN_REFUSALS);
  });
});
