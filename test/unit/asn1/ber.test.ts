import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { berToDer } from '../../../lib/asn1/ber.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { throwsCode } from '../../support/throws.ts';

function convert(hex: string): string {
  return toHex(berToDer(fromHex(hex.replaceAll(' ', ''))));
}

describe('BER to DER', () => {
  const vectors: readonly (readonly [why: string, ber: string, der: string])[] = [
    ['an indefinite length', '3080 020105 0000', '3003020105'],
    ['nested indefinite lengths', '3080 a080 3080 0000 0000 0500 0000', '3006a00230000500'],
    ['an overlong length', '3081 05 0282 0001 05', '3003020105'],
    ['an OCTET STRING in segments', '2480 0402 0102 0401 03 0000', '0403010203'],
    ['an OCTET STRING in segments of definite length', '2407 0402 0102 0401 03', '0403010203'],
    ['segments of segments', '2480 2480 0401 01 0000 2403 0401 02 0000', '04020102'],
    ['an OCTET STRING of no segments', '2400', '0400'],
    ['a BIT STRING in segments', '2380 0302 00ff 0302 04f0 0000', '030304fff0'],
    ['a BIT STRING of no segments', '2300', '030100'],
    ['TRUE as 1', '010101', '0101ff'],
    ['FALSE', '010100', '010100'],
    ['a SET OF out of order', '3109 020103 020101 020102', '3109020101020102020103'],
    ['a SET out of order, by tag and not by form', '3107 3003020101 0500', '310705003003020101'],
    ['a high tag number', 'bf8101 80 0500 0000', 'bf8101020500'],
    ['segments under an implicit tag, which stay', 'a080 0401 01 0401 02 0000', 'a006040101040102'],
    ['an explicit tag', 'a080 020105 0000', 'a003020105'],
  ];
  for (const [why, ber, der] of vectors) it(`converts ${why}`, () => assert.equal(convert(ber), der));

  it('gives DER back unchanged', () => {
    const der = encodeDer((writer) =>
      writer.sequence((inner) =>
        inner
          .integer(-129n)
          .boolean(true)
          .null()
          .utf8String('\u00e4')
          .bitString(Uint8Array.of(1, 2))
          .time(0)
          .octetString(encodeDer((nested) => nested.sequence((x) => x.raw(Uint8Array.of(0x30, 0x80, 0, 0)))))
          .setOf([(x) => x.integer(1), (x) => x.integer(2)]),
      ),
    );
    assert.deepEqual(berToDer(der), der);
  });

  it('does not look into OCTET STRINGs', () => assert.equal(convert('0404 3080 0000'), '040430800000'));

  it('does not write into its input', () => {
    const ber = fromHex('310602010302010101'.slice(0, 16));
    const before = Uint8Array.from(ber);
    berToDer(ber);
    assert.deepEqual(ber, before);
  });

  const bad: readonly (readonly [why: string, ber: string, code: string])[] = [
    ['nothing', '', 'bad-ber'],
    ['no end of contents', '3080', 'bad-ber'],
    ['no end of contents behind a member', '3080 020101', 'bad-ber'],
    ['end of contents of the inner value only', '3080 3080 0000', 'bad-ber'],
    ['end of contents in a definite length', '3004 0500 0000', 'bad-ber'],
    ['end of contents alone', '0000', 'bad-ber'],
    ['a member that runs past the end of its parent', '3003 0405 0102030405', 'bad-ber'],
    ['a member that takes its parent\u2019s neighbour', '3008 3003 0404 0102 0304', 'bad-ber'],
    ['a segment that runs past the end', '2403 0402 0101', 'bad-ber'],
    ['a segment of another type', '2480 020101 0000', 'bad-ber'],
    ['a BIT STRING segment behind unused bits', '2380 0302 04f0 0302 00ff 0000', 'bad-ber'],
    ['a BIT STRING segment without octets', '2380 0300 0000', 'bad-ber'],
    ['a primitive SEQUENCE', '1000', 'bad-ber'],
    ['a primitive SET', '1100', 'bad-ber'],
    ['a constructed INTEGER', '2203 020101', 'bad-ber'],
    ['a character string in segments', '3303 130141', 'bad-ber'],
    ['a character string in segments of indefinite length', '3380 130141 0000', 'bad-ber'],
    ['an indefinite length of a primitive value', '0480 0000', 'bad-ber'],
    ['a tag below 31 in the long form', '1f0100', 'bad-tag'],
    ['octets behind', '0500 00', 'trailing-bytes'],
    ['octets behind the end of contents', '3080 0000 ff', 'trailing-bytes'],
    ['a cut length', '0482 01', 'bad-ber'],
    ['cut content', '0405 01', 'bad-ber'],
    ['100 levels', '3080'.repeat(100) + '0000'.repeat(100), 'nesting-too-deep'],
    ['100,000 levels', '3080'.repeat(100_000), 'nesting-too-deep'],
  ];
  for (const [why, ber, code] of bad) it(`refuses ${why}`, () => void throwsCode(code, () => convert(ber)));

  it('refuses more values than any file has', () => {
    const der = encodeDer((writer) =>
      writer.value(
        0x30,
        new Uint8Array(220_000).map((_, i) => (i % 2 === 0 ? 5 : 0)),
      ),
    );
    throwsCode('too-many-values', () => berToDer(der));
  });

  it('refuses more octets than any file has, by the size alone', () => {
    throwsCode('input-too-large', () => berToDer(Object.create(Uint8Array.prototype, { length: { value: 0x400_0001 } }) as Uint8Array));
  });
});
