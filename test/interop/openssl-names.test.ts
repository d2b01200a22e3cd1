/**
 * Names as the openssl command prints them: names of odd characters in every string type, each put into a request (whose signature nobody checks) and
 * printed in four styles.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { encodePem } from '../../lib/asn1/pem.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { BMP_STRING, IA5_STRING, PRINTABLE_STRING, TELETEX_STRING, UNIVERSAL_STRING, UTF8_STRING } from '../../lib/asn1/tags.ts';
import { DerWriter } from '../../lib/asn1/writer.ts';
import { displayName } from '../../lib/oids/display-names.ts';
import { COMMON_NAME, DOMAIN_COMPONENT, ORGANIZATION_NAME, STREET_ADDRESS, SURNAME, USER_ID } from '../../lib/oids/names.ts';
import { makeAttribute } from '../../lib/x509/name-attribute.ts';
import { formatOpensslName, type OpensslNameStyle } from '../../lib/x509/name-format-openssl.ts';
import { makeName, type Name, type NameAttribute } from '../../lib/x509/name.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const STYLES: Readonly<Record<OpensslNameStyle, string>> = {
  rfc2253: 'RFC2253',
  oneline: 'oneline',
  multiline: 'multiline',
  compat: 'compat',
};

function opensslVersion(): string {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** A request of this subject with a P-256 key and a signature of zeros. */
function requestOf(subject: Name): string {
  const point = Buffer.from(
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    'hex',
  );
  const der = new DerWriter()
    .sequence((outer) =>
      outer
        .sequence((info) => {
          info.integer(0).raw(subject.der);
          info.sequence((key) =>
            key.sequence((algorithm) => algorithm.oid(oid('1.2.840.10045.2.1')).oid(oid('1.2.840.10045.3.1.7'))).bitString(point),
          );
          info.constructed(0xa0, () => undefined);
        })
        .sequence((algorithm) => algorithm.oid(oid('1.2.840.10045.4.3.2')))
        .bitString(Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1)),
    )
    .finish();
  return encodePem('CERTIFICATE REQUEST', der);
}

/** Names of one attribute each, of all printable characters at the edges and inside, then some of many attributes. */
function samples(): Name[] {
  const texts = [
    '',
    ' ',
    '#',
    '##',
    '  a  ',
    '#a',
    'a#',
    ...Array.from('!"$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', (char) => `${char}a${char}`),
    '\u0001\u001f\u007f\u0000x',
  ];
  const names = texts.map((text) => makeName([[makeAttribute(COMMON_NAME, text)]]));
  for (const [tag, text] of [
    [UTF8_STRING, 'Grüße €😀\u0080'],
    [BMP_STRING, 'Grüße €, +'],
    [UNIVERSAL_STRING, ' €😀 '],
    [TELETEX_STRING, '#Grüße\u0080ÿ '],
    [IA5_STRING, 'a@b, c'],
    [PRINTABLE_STRING, 'a, b'],
  ] as const)
    names.push(makeName([[makeAttribute(ORGANIZATION_NAME, text, tag)]]));
  const attribute = (type: string, text: string): NameAttribute => makeAttribute(oid(type), text);
  names.push(
    makeName([]),
    makeName([
      [makeAttribute(DOMAIN_COMPONENT, 'org'), makeAttribute(DOMAIN_COMPONENT, 'a')],
      [makeAttribute(STREET_ADDRESS, 'x'), makeAttribute(SURNAME, 'y'), makeAttribute(USER_ID, 'z')],
      [attribute('1.2.3.4', 'unknown, type')],
      [attribute('1.3.6.1.5.5.7.3.1', 'an object that is no attribute')],
      [attribute('0.9.2342.19200300.100.1.5', 'beer')],
      [attribute('2.5.4.99', '123')],
    ]),
    makeName([[{ type: COMMON_NAME, tag: 0x03, value: Uint8Array.of(0, 0xab) }]]),
  );
  return names;
}

requireOrSkip('the openssl command, version 3.0', opensslVersion().startsWith('OpenSSL 3.0'))(
  'interop: names as OpenSSL prints them',
  () => {
    const requests = samples().map((name) => ({ name, pem: requestOf(name) }));
    for (const [style, option] of Object.entries(STYLES) as [OpensslNameStyle, string][]) {
      it(style, function () {
        this.timeout(60_000);
        for (const { name, pem } of requests) {
          const output = execFileSync('openssl', ['req', '-noout', '-subject', '-nameopt', option], {
            input: pem,
            encoding: 'utf8',
            stdio: ['pipe', 'pipe', 'pipe'],
          });
          assert.equal(`subject=${formatOpensslName(name, style, displayName)}\n`, output);
        }
      });
    }
  },
);
