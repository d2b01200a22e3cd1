/** Names: what is printed parses back, and comparison is an equivalence that the look-up key mirrors. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { toHex } from '../../lib/base/bytes.ts';
import { oid, type Oid } from '../../lib/asn1/oid.ts';
import { UTF8_STRING } from '../../lib/asn1/tags.ts';
import { COMMON_NAME, DESCRIPTION, ORGANIZATION_NAME, TITLE, USER_ID } from '../../lib/oids/names.ts';
import { nameEquals, normalisedName } from '../../lib/x509/name-compare.ts';
import { formatName } from '../../lib/x509/name-format.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { makeName, type Name, type NameAttribute } from '../../lib/x509/name.ts';
import { PkiError } from '../../lib/base/error.ts';

const types: readonly Oid[] = [COMMON_NAME, ORGANIZATION_NAME, TITLE, USER_ID, DESCRIPTION, oid('1.2.3.4')];

/** Texts full of separators, escapes and blanks. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...' ,+;=<>#"\\/aA0\u0000\n\u00e4\u00c4\u20ac'.split('')) }),
  fc.string({ unit: 'grapheme' }),
);
const attribute = fc.record({
  type: fc.constantFrom(...types),
  tag: fc.constant(UTF8_STRING),
  value: text.map((value) => new TextEncoder().encode(value)),
});
const name: fc.Arbitrary<Name> = fc
  .array(fc.array(attribute, { minLength: 1, maxLength: 3 }), { maxLength: 4 })
  .map((rdns) => makeName(rdns));

describe('property: names', () => {
  it('RFC 4514 text parses back to the same octets', () => {
    fc.assert(
      fc.property(name, (sample) => assert.equal(toHex(parseName(formatName(sample)).der), toHex(sample.der))),
      { numRuns: 2000 },
    );
  });

  it('RFC 2253 text parses back to the same octets', () => {
    // OpenSSL prints the value "#" without an escape, which is no RFC 2253.
    const isLoneHash = ({ value }: NameAttribute): boolean => value.length === 1 && value[0] === 0x23;
    const sound = name.filter(({ rdns }) => !rdns.flat().some(isLoneHash));
    fc.assert(
      fc.property(sound, (sample) => assert.equal(toHex(parseName(formatName(sample, 'rfc2253')).der), toHex(sample.der))),
      { numRuns: 2000 },
    );
  });

  it('the look-up key agrees with the comparison, both ways round', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        assert.equal(nameEquals(a, b), nameEquals(b, a));
        assert.equal(nameEquals(a, b), normalisedName(a) === normalisedName(b));
        assert.ok(nameEquals(a, a));
      }),
      { numRuns: 2000 },
    );
  });

  it('letter case and blanks never count', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'Bc', 'ä', 'X9'), { minLength: 1 }), (words) => {
        const quoted = (value: string): Name => parseName(`CN=${value}`);
        assert.ok(nameEquals(quoted(words.join(' ')), quoted(words.join('   ').toUpperCase())));
      }),
    );
  });

  it('any text gives a name or a PkiError', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: fc.constantFrom(...'CN=a,+;#"\\ 0c1.'.split('')) })), (sample) => {
        try {
          parseName(sample);
        } catch (error) {
          assert.ok(error instanceof PkiError, String(error));
        }
      }),
      { numRuns: 5000 },
    );
  });
});
