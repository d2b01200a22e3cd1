import assert from 'node:assert/strict';
import { contextConstructed } from '../../../lib/asn1/tags.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { checkStatus } from '../../../lib/api/status.ts';
import { createSignatureMemo } from '../../../lib/path/memo.ts';
import { rfc5280Profile } from '../../../lib/path/profiles.ts';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import { parseCrl } from '../../../lib/x509/crl.ts';
import { type Extension, makeExtension, writeExtensions } from '../../../lib/x509/extension.ts';
import { cRLNumber, deltaCRLIndicator } from '../../../lib/x509/extensions/crl-numbers.ts';
import { freshestCRL } from '../../../lib/x509/extensions/distribution-points.ts';
import { authorityKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { AT, type CrlRecipe, DAY, encodingOf, make, makeCrl, rawExtension } from '../../support/chain-kit.ts';
import { ca, entry, leafWith, problemsOf, refusalOf, scope, statusOf, uri } from '../../support/crl-kit.ts';

const leaf = leafWith([]);
const bare = (recipe: Partial<CrlRecipe>): CertificateList => makeCrl({ issuer: ca, number: null, ...recipe });
const critical = (extension: Extension, value = true): Extension => ({ ...extension, critical: value });

/** Extensions by a word each; a capital makes them critical. */
const BLOCKS: Readonly<Record<string, Extension>> = {
  number: makeExtension(cRLNumber, 2n),
  badNumber: rawExtension('2.5.29.20', Uint8Array.of(4, 0)),
  minus: rawExtension('2.5.29.20', Uint8Array.of(2, 1, 0xff)),
  delta: makeExtension(deltaCRLIndicator, 1n),
  softDelta: makeExtension(deltaCRLIndicator, 1n, { critical: false }),
  badDelta: rawExtension('2.5.29.27', Uint8Array.of(5, 0), true),
  key: makeExtension(authorityKeyIdentifier, { keyIdentifier: Uint8Array.of(1) }),
  badKey: rawExtension('2.5.29.35', Uint8Array.of(5, 0)),
  scope: scope({ onlyUserCertificates: true }),
  badScope: rawExtension('2.5.29.28', Uint8Array.of(5, 0), true),
  freshest: makeExtension(freshestCRL, [{ name: uri('http://delta') }]),
  unknown: rawExtension('1.2.3', Uint8Array.of(5, 0)),
  UNKNOWN: rawExtension('1.2.3', Uint8Array.of(5, 0), true),
};

/**
 * CVE-2026-28388: OpenSSL followed the number of a delta CRL that had none. Every combination is judged alone and together with a complete CRL, which stays
 * usable whatever comes beside it.
 */
describe('combinations of CRL extensions', () => {
  const FAULTY: readonly (readonly [string, string])[] = [
    ['UNKNOWN', 'unknown-critical-extension'],
    ['badNumber', 'extension-malformed'],
    ['minus', 'extension-malformed'],
    ['badDelta', 'extension-malformed'],
    ['badKey', 'extension-malformed'],
    ['badScope', 'extension-malformed'],
  ];
  const groups = [
    ['', 'number', 'badNumber', 'minus'],
    ['', 'delta', 'softDelta', 'badDelta'],
    ['', 'key', 'badKey'],
    ['', 'scope', 'badScope'],
    ['', 'freshest', 'UNKNOWN'],
  ];
  const combinations = groups.reduce<string[][]>(
    (all, group) => all.flatMap((one) => group.map((word) => (word === '' ? one : [...one, word]))),
    [[]],
  );

  function expectedOf(words: readonly string[]): string {
    const fault = FAULTY.find(([word]) => words.includes(word));
    if (fault !== undefined) return `unknown: 0 ${fault[1]}`;
    if (!words.includes('delta') && !words.includes('softDelta')) return 'good';
    return `unknown: 0 ${words.includes('number') ? 'delta-without-base' : 'delta-without-number'}`;
  }

  it(`${combinations.length} of them are told by their fault`, () => {
    const complete = makeCrl({ issuer: ca });
    const question = { certificate: leaf.certificate, issuer: ca.certificate, at: AT, memo: createSignatureMemo({ max: 2000 }) };
    for (const words of combinations) {
      const crl = bare({ extensions: words.map((word) => BLOCKS[word] as Extension) });
      const alone = checkStatus({ ...question, crls: [crl] });
      const told = alone.status === 'unknown' ? `unknown: ${problemsOf(alone.findings).join(', ')}` : alone.status;
      assert.equal(told, expectedOf(words), words.join(' '));
      assert.equal(checkStatus({ ...question, crls: [crl, complete] }).status, 'good', words.join(' '));
    }
  });

  it('a number is wanted only by delta CRLs, unless the profile demands it', () => {
    assert.equal(statusOf(leaf, [bare({})]), 'good');
    assert.equal(statusOf(leaf, [bare({})], { profile: { ...rfc5280Profile, crlNumberRequired: true } }), 'unknown: 0 without-number');
  });

  it('unknown extensions are named', () => {
    const { reason } = refusalOf(leaf, [bare({ extensions: [BLOCKS['UNKNOWN'] as Extension] })]);
    assert.deepEqual([reason['problem'], reason['extension'], reason.rfc], ['unknown-critical-extension', '1.2.3', 'RFC 5280 5.2']);
  });
});

describe('the form of CRLs', () => {
  it('version 1 has no extensions, in entries neither', () => {
    const one = { version: 1, number: null } as const;
    assert.equal(statusOf(leaf, [bare(one)]), 'good');
    assert.equal(statusOf(leaf, [bare({ ...one, revoked: [entry(leaf)] })]), 'revoked by crls[0]: unspecified');
    assert.equal(statusOf(leaf, [bare({ ...one, extensions: [BLOCKS['number'] as Extension] })]), 'unknown: 0 version');
    const other = make({ subject: 'CN=other', issuer: ca });
    // The reason alone is read by the quick walk, the invalidity date by the slow one.
    assert.equal(statusOf(leaf, [bare({ ...one, revoked: [entry(other, 'superseded')] })]), 'unknown: 0 version');
    const dated = {
      serialNumber: Uint8Array.of(7),
      extensions: [rawExtension('2.5.29.24', new TextEncoder().encode('\u0018\u000f20200101000000Z'))],
    };
    assert.equal(statusOf(leaf, [bare({ ...one, revoked: [entry(other), dated, entry(other)] })]), 'unknown: 0 version');
  });

  /** A CRL of the CA whose signed part is written by hand. */
  function write(version: number | undefined, body: 'absent' | 'empty', extensions: readonly Extension[] = []): CertificateList {
    const algorithm = encodingOf(ca.key);
    const tbs = encodeDer((out) =>
      out.sequence((list) => {
        if (version !== undefined) list.integer(version);
        list
          .raw(algorithm)
          .raw(ca.certificate.subject.der)
          .time(AT - DAY)
          .time(AT + DAY);
        if (body === 'empty') list.sequence(() => undefined);
        if (extensions.length > 0) list.constructed(contextConstructed(0), (tagged) => writeExtensions(tagged, extensions));
      }),
    );
    return parseCrl(encodeDer((out) => out.sequence((all) => all.raw(tbs).raw(algorithm).bitString(ca.key.sign(tbs)))));
  }

  it('the version is 2 or absent', () => {
    assert.equal(statusOf(leaf, [write(undefined, 'absent')]), 'good');
    assert.equal(statusOf(leaf, [write(0, 'absent')]), 'unknown: 0 version');
    assert.equal(statusOf(leaf, [write(1, 'absent')]), 'good');
    assert.equal(statusOf(leaf, [write(2, 'absent')]), 'unknown: 0 version');
  });

  it('a list without entries is left out', () => {
    assert.equal(statusOf(leaf, [write(1, 'empty')]), 'unknown: 0 empty-list');
    assert.equal(statusOf(leaf, [write(1, 'empty', [BLOCKS['number'] as Extension])]), 'unknown: 0 empty-list');
  });

  it('the algorithms inside and outside are one', () => {
    assert.equal(
      statusOf(leaf, [bare({ innerAlgorithm: Uint8Array.of(0x30, 3, 6, 1, 0x2a) })]),
      'unknown: 0 signature-algorithm-inconsistent',
    );
  });

  it('unknown critical extensions of entries forbid the whole CRL, others do not', () => {
    const other = { serialNumber: Uint8Array.of(7) };
    const unknown = BLOCKS['unknown'] as Extension;
    assert.equal(statusOf(leaf, [bare({ revoked: [{ ...other, extensions: [unknown] }] })]), 'good');
    assert.equal(
      statusOf(leaf, [bare({ revoked: [entry(leaf), { ...other, extensions: [critical(unknown)] }] })]),
      'unknown: 0 unknown-critical-entry-extension',
    );
    assert.equal(statusOf(leaf, [bare({ revoked: [{ ...other, reason: 'superseded' }, entry(leaf)] })]), 'revoked by crls[0]: unspecified');
  });

  it('a malformed entry forbids the whole CRL, and is told with its place', () => {
    const bad = { serialNumber: Uint8Array.of(7), extensions: [rawExtension('2.5.29.21', Uint8Array.of(10, 1, 99))] };
    const { reason } = refusalOf(leaf, [bare({ revoked: [bad] })]);
    assert.deepEqual([reason['problem'], reason['place']], ['bad-reason-code', 'tbsCertList/revokedCertificates/0/crlEntryExtensions/0']);
  });

  it('the moments at fault are told', () => {
    const { reason } = refusalOf(leaf, [bare({ nextUpdate: AT - 1000 })]);
    assert.deepEqual([reason['problem'], reason['thisUpdate'], reason['nextUpdate'], reason['at']], ['expired', AT - DAY, AT - 1000, AT]);
    const old = refusalOf(leaf, [bare({ nextUpdate: null })], { revocation: { mode: 'require', scope: 'leaf', maxAge: 1000 } }).reason;
    assert.deepEqual([old['problem'], old['nextUpdate'], old['maxAge']], ['too-old', null, 1000]);
  });
});
