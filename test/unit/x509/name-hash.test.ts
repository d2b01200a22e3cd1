/** Hashes of names. The expected ones are what `openssl x509 -subject_hash -subject_hash_old` of 3.0 prints; interop tests ask it about many more. */
import assert from 'node:assert/strict';
import { BMP_STRING, IA5_STRING, NUMERIC_STRING, PRINTABLE_STRING, TELETEX_STRING, UTF8_STRING } from '../../../lib/asn1/tags.ts';
import { latin1, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { md5, sha1 } from '../../../lib/crypto/hash.ts';
import { COMMON_NAME, COUNTRY_NAME, ORGANIZATION_NAME } from '../../../lib/oids/names.ts';
import { canonicalName, nameHash, nameHashOld, sameOpensslName } from '../../../lib/x509/name-hash.ts';
import { makeName, type Name } from '../../../lib/x509/name.ts';
import { throwsCode } from '../../support/throws.ts';

const named = (tag: number, value: Uint8Array): Name => makeName([[{ type: COMMON_NAME, tag, value }]]);
const country = { type: COUNTRY_NAME, tag: PRINTABLE_STRING, value: utf8('DE') };
const organization = { type: ORGANIZATION_NAME, tag: UTF8_STRING, value: utf8('  Beispiel \t GmbH & Söhne ') };

describe('x509/name-hash', () => {
  it('hashes names as OpenSSL does', () => {
    const name = makeName([[country], [organization]]);
    assert.deepEqual([nameHash(name, sha1), nameHashOld(name, md5)], ['a3fce0f5', '7cdfcb9b']);
    assert.deepEqual([nameHash(makeName([]), sha1), nameHashOld(makeName([]), md5)], ['eea339da', '543b6ca4']);
  });

  it('brings string types, ASCII letters and blanks together, and nothing else', () => {
    const plain = named(UTF8_STRING, utf8('a b'));
    assert.equal(toHex(canonicalName(plain)), '310c300a06035504030c03612062');
    for (const [tag, text] of [
      [PRINTABLE_STRING, 'A  B'],
      [IA5_STRING, '\ta\n\v\f\rb '],
      [TELETEX_STRING, 'A b'],
      [UTF8_STRING, ' a B'],
    ] as const)
      assert.ok(sameOpensslName(plain, named(tag, latin1(text))), text);
    assert.ok(sameOpensslName(plain, named(BMP_STRING, Uint8Array.of(0, 0x41, 0, 0x20, 0, 0x62))));
    assert.ok(sameOpensslName(named(TELETEX_STRING, latin1('é')), named(UTF8_STRING, utf8('é'))));
    assert.ok(!sameOpensslName(named(UTF8_STRING, utf8('É')), named(UTF8_STRING, utf8('é'))), 'letters beyond ASCII keep their case');
    assert.ok(!sameOpensslName(named(UTF8_STRING, utf8('1')), named(NUMERIC_STRING, utf8('1'))), 'a NumericString stays one');
    assert.ok(!sameOpensslName(named(UTF8_STRING, utf8('a')), makeName([])));
  });

  it('puts the attributes of an RDN into the order of their canonical forms', () => {
    const short = { type: COMMON_NAME, tag: UTF8_STRING, value: utf8('b') };
    const long = { type: COMMON_NAME, tag: BMP_STRING, value: Uint8Array.of(0, 0x61) };
    assert.ok(sameOpensslName(makeName([[short, long]]), makeName([[{ ...long, tag: UTF8_STRING, value: utf8('A') }, short]])));
  });

  it('refuses octets that are not of their string type', () => {
    throwsCode('bad-string', () => nameHash(named(UTF8_STRING, Uint8Array.of(0xff)), sha1));
    throwsCode('bad-string', () => nameHash(named(BMP_STRING, Uint8Array.of(0xd8, 0)), sha1));
  });
});
