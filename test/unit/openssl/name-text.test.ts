import assert from 'node:assert/strict';
import { toHex } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { nameFromSection, parseSubjectText } from '../../../lib/openssl/name-text.ts';
import { octetText, readable } from '../../../lib/openssl/octets.ts';
import { formatOpensslName } from '../../../lib/x509/name-format-openssl.ts';
import { throwsCode } from '../../support/throws.ts';

function shown(text: string, utf8 = false): string {
  return formatOpensslName(parseSubjectText(octetText(text), { utf8 }), 'oneline');
}

describe('openssl -subj', () => {
  it('reads attributes, joined ones and escapes', () => {
    assert.equal(shown('/C=DE/O=Example/CN=alice'), 'C = DE, O = Example, CN = alice');
    assert.equal(shown('/CN=a+OU=b'), 'CN = a + OU = b');
    assert.equal(shown('/CN=a\\/b\\+c\\\\d'), 'CN = "a/b+c\\\\d"');
    assert.equal(shown('/'), '');
    assert.equal(shown('/CN=a/'), 'CN = a');
  });

  it('takes each octet for a character unless told that it is UTF-8', () => {
    const plain = parseSubjectText(octetText('/CN=ü'), { utf8: false });
    assert.equal(toHex(plain.rdns[0]?.[0]?.value ?? new Uint8Array(0)), 'c383c2bc');
    const told = parseSubjectText(octetText('/CN=ü'), { utf8: true });
    assert.equal(toHex(told.rdns[0]?.[0]?.value ?? new Uint8Array(0)), 'c3bc');
  });

  it('gives each attribute its string type', () => {
    const name = parseSubjectText('/C=DE/CN=x/emailAddress=a@b/DC=c/serialNumber=1', { utf8: false });
    assert.deepEqual(
      name.rdns.map(([attribute]) => attribute?.tag),
      [0x13, 0x0c, 0x16, 0x16, 0x13],
    );
  });

  it('chooses string types by the mask', () => {
    const tag = (text: string, strings: 'default' | 'pkix' | 'nombstr'): number | undefined =>
      parseSubjectText(octetText(`/O=${text}`), { utf8: true, strings }).rdns[0]?.[0]?.tag;
    // As `openssl req -config` with string_mask does: PrintableString, T61String, BMPString.
    assert.deepEqual(
      ['abc', 'a@b', 'ä', '€'].map((text) => tag(text, 'default')),
      [0x13, 0x14, 0x14, 0x1e],
    );
    assert.deepEqual(
      ['abc', 'a@b', 'ä', '€'].map((text) => tag(text, 'pkix')),
      [0x13, 0x1e, 0x1e, 0x1e],
    );
    throwsCode('bad-name', () => tag('€', 'nombstr'));
  });

  it('warns about unknown types and empty values, and goes on', () => {
    const warnings: string[] = [];
    const name = parseSubjectText('/foo=x/CN=/CN=a', { utf8: false, onWarning: (text) => void warnings.push(text) });
    assert.equal(formatOpensslName(name, 'oneline'), 'CN = a');
    assert.deepEqual(warnings, [
      'Skipping unknown subject name attribute "foo"',
      'No value provided for subject name attribute "CN", skipped',
    ]);
  });

  it('refuses other forms', () => {
    for (const [text, message] of [
      ['CN=a', /^subject name is expected to be in the format/],
      ['', /^subject name is expected/],
      ['/CN', /^Missing '=' after RDN type string 'CN'/],
      ['/CN=a\\', /^Escape character at end/],
      ['/C=USA', /^Error adding subject name attribute "\/C=USA"/],
      ['/C=U', /^Error adding subject name attribute/],
      [`/CN=${'a'.repeat(65)}`, /^Error adding subject name attribute/],
      ['/serialNumber=a@b', /^Error adding subject name attribute/],
    ] as const)
      assert.match(throwsCode('bad-name', () => parseSubjectText(text, { utf8: false })).message, message);
    const { cause } = throwsCode('bad-name', () => parseSubjectText('/C=USA', { utf8: false }));
    assert.ok(cause instanceof PkiError && cause.message === 'string too long: 3 characters, maxsize=2');
    throwsCode('bad-name', () => parseSubjectText('/CN=\u00ff', { utf8: true }));
  });
});

describe('names of sections', () => {
  it('cuts what tells lines apart and joins at a plus', () => {
    const lines = [
      { name: 'C', value: 'DE' },
      { name: '0.OU', value: 'one' },
      { name: '1.OU', value: 'two' },
      { name: 'CN', value: 'hi' },
      { name: '+UID', value: 'x' },
    ];
    assert.equal(formatOpensslName(nameFromSection(lines, { utf8: false }), 'oneline'), 'C = DE, OU = one, OU = two, CN = hi + UID = x');
    throwsCode('bad-name', () => nameFromSection([{ name: 'nonsense', value: 'x' }], { utf8: false }));
  });
});

describe('octet texts', () => {
  it('are readable where they are UTF-8', () => {
    assert.equal(readable(octetText('Zoë €')), 'Zoë €');
    assert.equal(readable('Zo\u00eb'), 'Zo\u00eb');
    assert.equal(readable('€'), '€');
  });
});
