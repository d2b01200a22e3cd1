/** The roots that browsers trust: every one parses with every extension read, and node:crypto sees the same fields. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePem } from '../../lib/asn1/pem.ts';
import { TELETEX_STRING } from '../../lib/asn1/tags.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { parseCertificates } from '../../lib/x509/bundle.ts';
import { type ExtensionType, readExtension } from '../../lib/x509/extension.ts';
import * as x509 from '../../lib/x509/index.ts';
import { formatName } from '../../lib/x509/name-format.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { nameEquals } from '../../lib/x509/name-compare.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const folder = findCorpus('ca-certificates');

const TYPES = (Object.values(x509) as unknown[]).filter(
  (value): value is ExtensionType<unknown> => typeof value === 'object' && value !== null && 'decode' in value && 'encode' in value,
);

requireOrSkip('the corpus ca-certificates', folder !== undefined)('vectors: Mozilla roots', () => {
  const text = folder === undefined ? '' : readFileSync(join(folder, 'mozilla-roots.pem'), 'utf8');
  const roots = folder === undefined ? [] : parseCertificates(text);

  it('parses all, with every extension', () => {
    assert.equal(roots.length, 148);
    const unread = new Set<string>();
    for (const root of roots) {
      for (const type of TYPES) readExtension(root, type);
      for (const { oid } of root.extensions) if (!TYPES.some((type) => type.oid === oid)) unread.add(oid);
    }
    // Entrust's version information, Microsoft's template and CA version, SET's root hash, privateKeyUsagePeriod: kept as octets.
    assert.deepEqual([...unread].sort(), [
      '1.2.840.113533.7.65.0',
      '1.3.6.1.4.1.311.20.2',
      '1.3.6.1.4.1.311.21.1',
      '2.23.42.7.0',
      '2.5.29.16',
    ]);
  });

  it('sees the fields that node:crypto sees', () => {
    for (const root of roots) {
      const theirs = new X509Certificate(encodePem('CERTIFICATE', root.der));
      const serial = BigInt(`0x${toHex(root.serialNumber)}`)
        .toString(16)
        .toUpperCase();
      assert.equal(serial, theirs.serialNumber.replace(/^0+(?=.)/, ''));
      assert.equal(new Date(root.notBefore).getTime(), new Date(theirs.validFrom).getTime());
      assert.equal(new Date(root.notAfter).getTime(), new Date(theirs.validTo).getTime());
      assert.equal(readExtension(root, x509.basicConstraints)?.ca ?? false, theirs.ca);
      // Node prints one attribute a line, `+` lines joined by blanks; compared is the number and the values of plain ASCII attributes.
      const lines = theirs.subject.split('\n');
      assert.equal(lines.length, root.subject.rdns.length);
      for (const [index, rdn] of root.subject.rdns.entries()) {
        const value = x509.attributeText(rdn[0] as x509.NameAttribute) ?? '';
        if (rdn.length === 1 && /^[\w .-]*$/.test(value)) assert.equal(lines[index]?.slice(lines[index].indexOf('=') + 1), value);
      }
    }
  });

  it('prints names that it parses back to the same name', () => {
    let count = 0;
    for (const name of roots.flatMap(({ subject, issuer }) => [subject, issuer])) {
      // TeletexString comes back as UTF8String, which is another name (RFC 5280 7.1 has no comparison for it).
      if (name.rdns.flat().some(({ tag }) => tag === TELETEX_STRING)) continue;
      count++;
      for (const style of ['rfc4514', 'rfc2253'] as const)
        assert.ok(nameEquals(parseName(formatName(name, style)), name), formatName(name, style));
    }
    assert.ok(count > 280, `${count} names`);
  });
});
