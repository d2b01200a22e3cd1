import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { BMP_STRING, IA5_STRING, PRINTABLE_STRING, TELETEX_STRING, UNIVERSAL_STRING, UTF8_STRING } from '../../../lib/asn1/tags.ts';
import {
  COMMON_NAME,
  COUNTRY_NAME,
  EMAIL_ADDRESS,
  LOCALITY_NAME,
  ORGANIZATION_NAME,
  ORGANIZATIONAL_UNIT_NAME,
  SERIAL_NUMBER,
  STATE_OR_PROVINCE_NAME,
  USER_ID,
} from '../../../lib/oids/names.ts';
import { attributeText, findAttributes, makeAttribute, stringTagFor } from '../../../lib/x509/name-attribute.ts';
import { nameEquals, normalisedName } from '../../../lib/x509/name-compare.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { encodeName, makeName, type Name, type NameAttribute, readName } from '../../../lib/x509/name.ts';
import { throwsCode } from '../../support/throws.ts';

const commonName = (text: string, tag?: number): Name => makeName([[makeAttribute(COMMON_NAME, text, tag)]]);

function raw(tag: number, hex: string, type = COMMON_NAME): Name {
  return makeName([[{ type, tag, value: fromHex(hex) }]]);
}

/** True both ways round, and the look-up key agrees. */
function equal(a: Name, b: Name): boolean {
  const result = nameEquals(a, b);
  assert.equal(nameEquals(b, a), result);
  assert.equal(normalisedName(a) === normalisedName(b), result);
  return result;
}

describe('x509/name', () => {
  it('writes and reads names', () => {
    const name = makeName([[makeAttribute(COUNTRY_NAME, 'DE')], [makeAttribute(COMMON_NAME, 'x'), makeAttribute(EMAIL_ADDRESS, 'a@b')]]);
    const back = readDer(name.der, (reader) => readName(reader, ''));
    assert.deepEqual(back, name);
    assert.equal(toHex(encodeName([])), '3000');
  });

  it('sorts the attributes of an RDN as DER wants', () => {
    const [long, short]: NameAttribute[] = [makeAttribute(COMMON_NAME, 'long one'), makeAttribute(ORGANIZATION_NAME, 'a')];
    assert.equal(toHex(encodeName([[long, short]] as NameAttribute[][])), toHex(encodeName([[short, long]] as NameAttribute[][])));
  });

  it('refuses unsorted and empty RDNs', () => {
    throwsCode('unsorted-set', () =>
      readDer(fromHex('30183116300a06035504030c03787878300806035504030c0161'), (reader) => readName(reader, '')),
    );
    throwsCode('empty-sequence', () => readDer(fromHex('30023100'), (reader) => readName(reader, '')));
    throwsCode('empty-sequence', () => makeName([[]]));
  });

  it('chooses string types as RFC 5280 does', () => {
    assert.equal(stringTagFor(COUNTRY_NAME), PRINTABLE_STRING);
    assert.equal(stringTagFor(SERIAL_NUMBER), PRINTABLE_STRING);
    assert.equal(stringTagFor(EMAIL_ADDRESS), IA5_STRING);
    assert.equal(stringTagFor(COMMON_NAME), UTF8_STRING);
    throwsCode('bad-character', () => makeAttribute(COUNTRY_NAME, 'Ä'));
    throwsCode('bad-character', () => makeAttribute(SERIAL_NUMBER, 'a@b'));
  });

  it('finds attributes and their text', () => {
    const name = parseName('CN=b,O=o,CN=a');
    assert.deepEqual(
      findAttributes(name, COMMON_NAME).map((attribute) => attributeText(attribute)),
      ['a', 'b'],
    );
    assert.equal(attributeText({ type: COMMON_NAME, tag: 0x04, value: new Uint8Array(1) }), undefined);
    assert.equal(attributeText({ type: COMMON_NAME, tag: UTF8_STRING, value: Uint8Array.of(0xff) }), undefined);
  });
});

describe('x509/name-compare', () => {
  it('shows ASCII outside of the alphabet of its type, and compares it octet by octet', () => {
    const wildcard = raw(PRINTABLE_STRING, '2a2e6578616d706c652e636f6d');
    assert.equal(formatName(wildcard), 'CN=*.example.com');
    assert.equal(formatName(raw(PRINTABLE_STRING, '41542654', ORGANIZATION_NAME)), 'O=AT&T');
    assert.equal(formatName(raw(PRINTABLE_STRING, 'c3a4')), 'CN=#1302c3a4');
    assert.equal(equal(wildcard, commonName('*.example.com')), false);
    assert.equal(equal(wildcard, raw(PRINTABLE_STRING, '2a2e6578616d706c652e636f6d')), true);
  });

  it('tells values of long tags apart and writes them as they were', () => {
    const der = '300f310d300b0603550403' + '7f2d03020105';
    const name = readDer(fromHex(der), (reader) => readName(reader, ''));
    assert.equal(toHex(encodeName(name.rdns)), der);
    assert.equal(
      equal(
        name,
        readDer(fromHex(der.replace('7f2d', '7f2e')), (reader) => readName(reader, '')),
      ),
      false,
    );
    assert.equal(formatName(name), 'CN=#7f2d03020105');
  });

  it('ignores letter case, blanks and the string type', () => {
    assert.ok(equal(commonName('Example CA'), commonName('  example   ca ')));
    assert.ok(equal(commonName('Example CA', PRINTABLE_STRING), commonName('EXAMPLE CA', BMP_STRING)));
    assert.ok(equal(commonName('a', UNIVERSAL_STRING), commonName('A', IA5_STRING)));
    assert.ok(equal(commonName('a\tb\nc'), commonName('a b c')));
  });

  it('folds Unicode', () => {
    assert.ok(equal(commonName('STRASSE'), commonName('straße')));
    assert.ok(equal(commonName('Ä'), commonName('a\u0308')));
    assert.ok(equal(commonName('ΣΑΣ'), commonName('σας')));
    assert.ok(equal(commonName('ﬁ'), commonName('fi')));
    assert.ok(equal(commonName('a\u00ADb'), commonName('ab')));
    assert.ok(equal(commonName('a\u3000b'), commonName('a b')));
    assert.ok(!equal(commonName('é'), commonName('e')));
  });

  it('compares TeletexString and unknown types octet by octet', () => {
    assert.ok(equal(commonName('a', TELETEX_STRING), commonName('a', TELETEX_STRING)));
    assert.ok(!equal(commonName('a', TELETEX_STRING), commonName('A', TELETEX_STRING)));
    assert.ok(!equal(commonName('a', TELETEX_STRING), commonName('a')));
    assert.ok(!equal(raw(0x04, '61'), raw(0x04, '41')));
    assert.ok(!equal(raw(0x04, '61'), commonName('a')));
    assert.ok(!equal(raw(UTF8_STRING, 'ff'), raw(UTF8_STRING, 'fe')));
  });

  it('counts order of RDNs, not of attributes in one', () => {
    assert.ok(!equal(parseName('CN=a,O=b'), parseName('O=b,CN=a')));
    assert.ok(equal(parseName('CN=a+O=b'), parseName('O=B+CN=A')));
    assert.ok(!equal(parseName('CN=a+O=b'), parseName('CN=a,O=b')));
    assert.ok(!equal(parseName('CN=a+CN=a'), parseName('CN=a')));
    assert.ok(!equal(parseName('CN=a,CN=b'), parseName('CN=a')));
    assert.ok(!equal(parseName('CN=a'), parseName('O=a')));
    assert.ok(equal(makeName([]), parseName('')));
    assert.ok(!equal(parseName(''), parseName('CN=a')));
  });

  it('lets no value play a separator', () => {
    assert.ok(!equal(commonName('a,2.5.4.3=1:b'), parseName('CN=b,CN=a')));
    assert.ok(!equal(commonName('a+2.5.4.3=1:b'), parseName('CN=a+CN=b')));
    assert.ok(!equal(commonName('#12:61'), raw(0x04, '61')));
  });
});

describe('x509/name-format', () => {
  // Expected texts: `openssl x509 -noout -subject -nameopt …` of OpenSSL 3.0.19 on certificates of these names.
  const odd = makeName([
    [makeAttribute(COUNTRY_NAME, 'DE')],
    [makeAttribute(STATE_OR_PROVINCE_NAME, 'Büro, x+y=z')],
    [makeAttribute(LOCALITY_NAME, 'a/b')],
    [makeAttribute(ORGANIZATION_NAME, ' lead trail ')],
    [makeAttribute(ORGANIZATIONAL_UNIT_NAME, '#hash')],
    [makeAttribute(COMMON_NAME, 'a"b<c>;d\\e'), makeAttribute(USER_ID, 'u1')],
    [makeAttribute(COMMON_NAME, 'e€😀\u0001x')],
  ]);

  it('prints RFC 2253 as PostgreSQL compares it', () => {
    assert.equal(
      formatName(odd, 'rfc2253'),
      'CN=e\\E2\\82\\AC\\F0\\9F\\98\\80\\01x,CN=a\\"b\\<c\\>\\;d\\\\e+UID=u1,OU=\\#hash,O=\\ lead trail\\ ,L=a/b,ST=B\\C3\\BCro\\, x\\+y=z,C=DE',
    );
  });

  it('prints one line as openssl x509 -subject', () => {
    assert.equal(
      formatName(odd, 'oneline'),
      'C = DE, ST = "B\\C3\\BCro, x+y=z", L = a/b, O = " lead trail ", OU = "#hash", UID = u1 + CN = "a\\"b<c>;d\\\\e", CN = e\\E2\\82\\AC\\F0\\9F\\98\\80\\01x',
    );
    for (const [text, expected] of [
      ['#', '#'],
      ['a"b', 'a\\"b'],
      [' ', '" "'],
      ['a\\b', 'a\\\\b'],
      ['#a', '"#a"'],
      ['a b ', '"a b "'],
      [',', '","'],
      ['', ''],
    ] as const)
      assert.equal(formatName(commonName(text), 'oneline'), `CN = ${expected}`);
  });

  it('prints multiline and compat', () => {
    assert.equal(
      formatName(parseName('CN=e€😀,ST=Büro,C=DE'), 'multiline'),
      '\n    countryName               = DE\n    stateOrProvinceName       = B\\FCro\n    commonName                = e\\U20AC\\W0001F600',
    );
    assert.equal(
      formatName(odd, 'compat').slice(0, 76),
      '/C=DE/ST=B\\xC3\\xBCro, x\\+y=z/L=a\\/b/O= lead trail /OU=#hash/UID=u1+CN=a"b<c>',
    );
  });

  it('prints what OpenSSL has no name for', () => {
    const unknown = makeName([[makeAttribute(oid('1.2.3.4'), 'abc')]]);
    assert.equal(formatName(unknown, 'rfc2253'), '1.2.3.4=#0C03616263');
    assert.equal(formatName(unknown, 'oneline'), '1.2.3.4 = abc');
    assert.equal(formatName(unknown), '1.2.3.4=#0c03616263');
    assert.equal(formatName(raw(0x04, '0102'), 'rfc2253'), 'CN=#04020102');
    assert.equal(formatName(raw(0x04, '0102')), 'CN=#04020102');
  });

  it('converts other string types', () => {
    assert.equal(formatName(commonName('ü', TELETEX_STRING), 'rfc2253'), 'CN=\\C3\\BC');
    assert.equal(formatName(commonName('ü', BMP_STRING), 'rfc2253'), 'CN=\\C3\\BC');
    assert.equal(formatName(commonName('a\u0000', UNIVERSAL_STRING), 'rfc2253'), 'CN=a\\00');
    assert.equal(formatName(commonName('ü', BMP_STRING)), 'CN=ü');
  });

  it('prints RFC 4514', () => {
    // The examples of RFC 4514 section 4.
    assert.equal(formatName(parseName('UID=jsmith,DC=example,DC=net')), 'UID=jsmith,DC=example,DC=net');
    assert.equal(formatName(parseName('OU=Sales+CN=J.  Smith,DC=example,DC=net')), 'OU=Sales+CN=J.  Smith,DC=example,DC=net');
    assert.equal(
      formatName(parseName('CN=James \\"Jim\\" Smith\\, III,DC=example,DC=net')),
      'CN=James \\"Jim\\" Smith\\, III,DC=example,DC=net',
    );
    assert.equal(formatName(parseName('CN=Before\\0dAfter,DC=example,DC=net')), 'CN=Before\\0dAfter,DC=example,DC=net');
    assert.equal(formatName(parseName('1.3.6.1.4.1.1466.0=#04024869')), '1.3.6.1.4.1.1466.0=#04024869');
    assert.equal(formatName(parseName('CN=Lu\\C4\\8Di\\C4\\87')), 'CN=Lučić');
    // C1 controls steer terminals as C0 controls do.
    assert.equal(formatName(commonName('a\u009b2J')), 'CN=a\\c2\\9b2J');
    assert.ok(nameEquals(parseName('CN=a\\c2\\9b2J'), commonName('a\u009b2J')));
    assert.equal(formatName(odd).startsWith('CN=e€😀\\01x,'), true);
  });

  it('parses what it prints', () => {
    for (const style of ['rfc4514', 'rfc2253', 'oneline'] as const)
      assert.ok(nameEquals(parseName(formatName(odd, style), style), odd), style);
    assert.equal(toHex(parseName(formatName(odd)).der), toHex(odd.der));
  });
});

describe('x509/name-parse', () => {
  it('takes what RFC 2253 had besides', () => {
    assert.equal(
      formatName(parseName('  CN = "a, b" ; O=x\\20y ,OID.2.5.4.10=#0c0161 + street=\\C3\\BC ')),
      'CN=a\\, b,O=x y,O=a+STREET=ü',
    );
  });

  it("takes OpenSSL's one line, the last RDN last", () => {
    const name = parseName('C = DE, O = "Example, Inc.", UID = a1 + CN = "say \\"hi\\"", CN = M\\C3\\BCller', 'oneline');
    assert.equal(formatName(name), 'CN=Müller,CN=say \\"hi\\"+UID=a1,O=Example\\, Inc.,C=DE');
    assert.equal(formatName(parseName('C=DE,CN=x', 'oneline')), 'CN=x,C=DE');
    throwsCode('bad-name', () => parseName('C = DE, O = "open', 'oneline'));
  });

  it('keeps escaped blanks and cuts others', () => {
    assert.equal(attributeText(parseName('CN= \\ a b\\  ').rdns[0]?.[0] as NameAttribute), ' a b ');
    assert.equal(attributeText(parseName('CN=').rdns[0]?.[0] as NameAttribute), '');
  });

  it('takes names of types in any letter case', () => {
    assert.equal(formatName(parseName('cn=a,EmailAddress=a@b,serialnumber=1')), 'CN=a,emailAddress=a@b,serialNumber=1');
    assert.equal(parseName('SN=x').rdns[0]?.[0]?.type, '2.5.4.4');
  });

  const bad: readonly (readonly [string, string, number?])[] = [
    ['CN', 'bad-name', 0],
    ['CN=a,', 'bad-name', 5],
    ['CN=a+', 'bad-name', 5],
    ['CN=a"b', 'bad-name', 4],
    ['CN=a<b', 'bad-name', 4],
    ['CN="a', 'bad-name', 3],
    ['CN="a"b', 'bad-name', 6],
    ['CN=\\', 'bad-name', 3],
    ['CN=\\zz', 'bad-name', 3],
    ['CN=a\\ff', 'bad-name', 3],
    ['CN=#0c016161', 'trailing-bytes'],
    ['CN=#0c0', 'bad-hex'],
    ['=x', 'unknown-attribute-type', 0],
    ['__proto__=x', 'unknown-attribute-type', 0],
    ['constructor=x', 'unknown-attribute-type', 0],
    ['C=Ä', 'bad-character'],
    ['CN=a\ud800', 'bad-name', 4],
    ['CN="\udc00"', 'bad-name', 4],
    ['1.2.=x', 'bad-oid'],
    [`${'a'.repeat(300)}=x`, 'bad-name', 0],
  ];
  for (const [text, code, offset] of bad) {
    it(`refuses ${text.slice(0, 20)}`, () => {
      const error = throwsCode(code, () => parseName(text));
      if (offset !== undefined) assert.equal(error.offset, offset);
    });
  }

  it('is linear in hostile text', () => {
    const start = performance.now();
    const size = 1_000_000;
    throwsCode('bad-name', () => parseName(`CN=${'\\'.repeat(2 * size + 1)}`));
    throwsCode('bad-name', () => parseName('-'.repeat(size)));
    throwsCode('bad-name', () => parseName('+'.repeat(size)));
    assert.equal(parseName(`CN=${' '.repeat(size)}x${' '.repeat(size)}`).rdns.length, 1);
    assert.equal(parseName('CN=a,'.repeat(size / 100) + 'CN=a').rdns.length, size / 100 + 1);
    assert.ok(performance.now() - start < 10_000);
  });
});
