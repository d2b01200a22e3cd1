import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { type Deviation, MAX_DEPTH } from '../../../lib/asn1/cursor.ts';
import { DerReader, readDer } from '../../../lib/asn1/reader.ts';
import { context, contextConstructed, ENUMERATED, SEQUENCE, SET } from '../../../lib/asn1/tags.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { throwsCode } from '../../support/throws.ts';

function read<T>(hex: string, body: (reader: DerReader) => T): T {
  return readDer(fromHex(hex.replaceAll(' ', '')), body);
}

interface Refusal {
  readonly hex: string;
  readonly code: string;
  readonly why: string;
}

function refuses(name: string, body: (reader: DerReader) => unknown, cases: readonly Refusal[]): void {
  describe(`refuses a ${name}`, () => {
    for (const { hex, code, why } of cases) it(`${why}: ${hex.slice(0, 40)}`, () => void throwsCode(code, () => read(hex, body)));
  });
}

/** What the lenient reading notes for input that the strict one refuses with the same code. */
function deviates(name: string, hex: string, code: string, body: (reader: DerReader) => unknown): void {
  it(`lenient: ${name} is noted as ${code}`, () => {
    throwsCode(code, () => read(hex, body));
    const deviations: Deviation[] = [];
    const reader = new DerReader(fromHex(hex.replaceAll(' ', '')), { deviations, offset: 100, path: 'whole' });
    body(reader);
    reader.finish();
    assert.deepEqual(
      deviations.map((deviation) => deviation.code),
      [code],
    );
    assert.ok((deviations[0]?.offset ?? 0) >= 100);
    assert.match(deviations[0]?.path ?? '', /^whole\/f/);
  });
}

describe('DerReader', () => {
  refuses('header', (reader) => reader.octetString('f'), [
    { hex: '', code: 'missing-field', why: 'nothing' },
    { hex: '04', code: 'truncated', why: 'no length' },
    { hex: '0401', code: 'truncated', why: 'no content' },
    { hex: '0480', code: 'indefinite-length', why: 'indefinite length' },
    { hex: '2480 0401 01 0000', code: 'wrong-tag', why: 'constructed string' },
    { hex: '0481', code: 'truncated', why: 'length octets missing' },
    { hex: '0482 01', code: 'truncated', why: 'length octets cut' },
    { hex: '0481 01 00', code: 'non-minimal-length', why: 'long form below 128' },
    { hex: `0481 7f ${'00'.repeat(127)}`, code: 'non-minimal-length', why: 'long form of 127' },
    { hex: `0482 0080 ${'00'.repeat(128)}`, code: 'non-minimal-length', why: 'leading zero' },
    { hex: `0482 00ff ${'00'.repeat(255)}`, code: 'non-minimal-length', why: 'leading zero of 255' },
    { hex: '0484 ffffffff', code: 'truncated', why: '2^32 - 1 octets' },
    { hex: `0488 ${'ff'.repeat(8)}`, code: 'truncated', why: '2^64 - 1 octets' },
    { hex: `04fe ${'ff'.repeat(126)}`, code: 'truncated', why: '126 length octets' },
    { hex: `04ff ${'00'.repeat(127)}`, code: 'truncated', why: 'the reserved length 0xFF' },
    { hex: '0400 00', code: 'trailing-bytes', why: 'an octet behind' },
    { hex: '0500', code: 'wrong-tag', why: 'another type' },
    { hex: '8400', code: 'wrong-tag', why: 'another class' },
  ]);

  it('takes the shortest lengths', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const der = encodeDer((writer) => writer.octetString(new Uint8Array(length)));
      assert.equal(readDer(der, (reader) => reader.octetString('f')).length, length);
    }
  });

  it('reads without copying', () => {
    const bytes = fromHex('3003040101');
    const content = readDer(bytes, (reader) => reader.sequence('', (inner) => inner.octetString('f')));
    assert.equal(content.buffer, bytes.buffer);
    assert.equal(content.byteOffset, bytes.byteOffset + 4);
  });

  refuses('BOOLEAN', (reader) => reader.boolean('f'), [
    { hex: '0100', code: 'bad-boolean', why: 'no octet' },
    { hex: '0102 ffff', code: 'bad-boolean', why: 'two octets' },
    { hex: '0101 01', code: 'non-canonical-boolean', why: 'TRUE as 1' },
    { hex: '0101 7f', code: 'non-canonical-boolean', why: 'TRUE as 127' },
    { hex: '0101 fe', code: 'non-canonical-boolean', why: 'TRUE as 254' },
    { hex: '2101 ff', code: 'wrong-tag', why: 'constructed' },
  ]);
  it('reads BOOLEAN', () => {
    assert.equal(
      read('0101ff', (reader) => reader.boolean('f')),
      true,
    );
    assert.equal(
      read('010100', (reader) => reader.boolean('f')),
      false,
    );
    assert.equal(
      read('8101ff', (reader) => reader.boolean('f', context(1))),
      true,
    );
  });

  it('reads BOOLEAN DEFAULT FALSE and refuses the default encoded', () => {
    assert.equal(
      read('0101ff', (reader) => reader.booleanDefaultFalse('f')),
      true,
    );
    assert.equal(
      read('', (reader) => reader.booleanDefaultFalse('f')),
      false,
    );
    throwsCode('encoded-default', () => read('010100', (reader) => reader.booleanDefaultFalse('f')));
  });

  refuses('INTEGER', (reader) => reader.integer('f'), [
    { hex: '0200', code: 'bad-integer', why: 'no octet' },
    { hex: '0202 0000', code: 'non-minimal-integer', why: 'zero in two octets' },
    { hex: '0202 007f', code: 'non-minimal-integer', why: '127 in two octets' },
    { hex: '0202 ff80', code: 'non-minimal-integer', why: '-128 in two octets' },
    { hex: '0202 ffff', code: 'non-minimal-integer', why: '-1 in two octets' },
    { hex: '2201 01', code: 'wrong-tag', why: 'constructed' },
  ]);
  it('reads INTEGER of any size and sign', () => {
    const values: Readonly<Record<string, bigint>> = {
      '020100': 0n,
      '02017f': 127n,
      '02020080': 128n,
      '020180': -128n,
      '0202ff7f': -129n,
      '0201ff': -1n,
      '020900ffffffffffffffff': 2n ** 64n - 1n,
      '02088000000000000000': -(2n ** 63n),
    };
    for (const [hex, value] of Object.entries(values))
      assert.equal(
        read(hex, (reader) => reader.bigInteger('f')),
        value,
      );
    assert.equal(toHex(read('02020080', (reader) => reader.integer('f'))), '0080');
  });
  it('makes no number of an INTEGER above 65,536 bits', () => {
    const der = encodeDer((writer) => writer.value(0x02, new Uint8Array(8193).fill(1)));
    throwsCode('integer-too-large', () => readDer(der, (reader) => reader.bigInteger('f')));
    assert.equal(readDer(der, (reader) => reader.integer('f')).length, 8193);
  });

  it('reads small integers within their bound', () => {
    assert.equal(
      read('020100', (reader) => reader.smallInteger('f')),
      0,
    );
    assert.equal(
      read('02047fffffff', (reader) => reader.smallInteger('f')),
      0x7fff_ffff,
    );
    assert.equal(
      read('0a0105', (reader) => reader.smallInteger('f', { tag: ENUMERATED, max: 5 })),
      5,
    );
    for (const hex of ['0201ff', '02050080000000', '0205 7fffffffff', '0206 0000ffffffff', '02097fffffffffffffffff'])
      throwsCode(hex.startsWith('0206') ? 'non-minimal-integer' : 'integer-out-of-range', () =>
        read(hex, (reader) => reader.smallInteger('f')),
      );
    throwsCode('integer-out-of-range', () => read('020106', (reader) => reader.smallInteger('f', { max: 5 })));
  });

  refuses('BIT STRING', (reader) => reader.bitString('f'), [
    { hex: '0300', code: 'bad-bit-string', why: 'no count of unused bits' },
    { hex: '0301 01', code: 'bad-bit-string', why: 'unused bits of nothing' },
    { hex: '0302 08 00', code: 'bad-bit-string', why: 'eight unused bits' },
    { hex: '0302 ff 00', code: 'bad-bit-string', why: '255 unused bits' },
    { hex: '0302 01 01', code: 'unused-bits-set', why: 'an unused bit set' },
    { hex: '0302 07 ff', code: 'unused-bits-set', why: 'all unused bits set' },
    { hex: '2305 0303 0001 02', code: 'wrong-tag', why: 'constructed' },
  ]);
  it('reads BIT STRING', () => {
    assert.deepEqual(
      read('0302 04f0', (reader) => reader.bitString('f')),
      { bytes: Uint8Array.of(0xf0), unusedBits: 4 },
    );
    assert.deepEqual(
      read('0301 00', (reader) => reader.bitString('f')),
      { bytes: new Uint8Array(0), unusedBits: 0 },
    );
    assert.deepEqual(
      read('0303 00 0102', (reader) => reader.bitStringOctets('f')),
      Uint8Array.of(1, 2),
    );
    throwsCode('bad-bit-string', () => read('0302 04f0', (reader) => reader.bitStringOctets('f')));
  });

  refuses('NULL', (reader) => reader.null('f'), [
    { hex: '0501 00', code: 'bad-null', why: 'content' },
    { hex: '0581 00', code: 'non-minimal-length', why: 'long length' },
    { hex: '2500', code: 'wrong-tag', why: 'constructed' },
  ]);

  refuses('OBJECT IDENTIFIER', (reader) => reader.oid('f'), [
    { hex: '0600', code: 'bad-oid', why: 'no octet' },
    { hex: '0601 80', code: 'bad-oid', why: 'leading zero' },
    { hex: '0603 55 80 01', code: 'bad-oid', why: 'leading zero in an arc' },
    { hex: '0602 55 84', code: 'bad-oid', why: 'last arc cut off' },
  ]);

  refuses('time', (reader) => reader.time('f'), [
    { hex: '170b 323630323238323335395a', code: 'bad-time', why: 'UTCTime without seconds' },
    { hex: '1711 3236303232383233353935392b30303030', code: 'bad-time', why: 'UTCTime with an offset' },
    { hex: '1811 32303236303232383233353935392e355a', code: 'bad-time', why: 'GeneralizedTime with a fraction' },
    { hex: '180e 3230323630323238323335393539', code: 'bad-time', why: 'GeneralizedTime without Z' },
    { hex: '1600', code: 'wrong-tag', why: 'no time at all' },
  ]);
  it('reads IA5String', () => {
    assert.equal(
      read('1603614062', (reader) => reader.ia5String('f')),
      'a@b',
    );
    assert.equal(
      read('8200', (reader) => reader.ia5String('f', context(2))),
      '',
    );
  });

  deviates('an octet above 0x7F in an IA5String', '1601e4', 'bad-character', (reader) => reader.ia5String('f'));

  it('reads times under implicit tags', () => {
    const at = read('800f 32303236303232383233353935395a', (reader) => reader.timeOf(0x18, 'f', context(0)));
    assert.equal(at, 1_772_323_199_000);
  });

  describe('constructed values', () => {
    it('must be used up', () => {
      const error = throwsCode('trailing-bytes', () =>
        read('3006 020101 020102', (reader) => reader.sequence('outer', (inner) => inner.integer('a'))),
      );
      assert.deepEqual([error.path, error.offset], ['outer', 5]);
    });

    it('do not lend octets of their neighbours', () => {
      throwsCode('truncated', () =>
        read('3003 0402 01 ff', (reader) => (reader.sequence('', (inner) => inner.octetString('f')), reader.any(''))),
      );
    });

    it('refuse the primitive form', () => void throwsCode('wrong-tag', () => read('1000', (reader) => reader.sequence('', () => 0))));

    it('name the place of an error from the outermost field', () => {
      const error = throwsCode('wrong-tag', () =>
        readDer(
          fromHex('300a 3003020101 3003040101'.replaceAll(' ', '')),
          (reader) => reader.sequenceOf('list', (item, i) => item.sequence(String(i), (x) => x.integer('value'))),
          {
            path: 'file',
            offset: 50,
          },
        ),
      );
      assert.deepEqual([error.path, error.offset], ['file/list/1/value', 59]);
      assert.equal(error.message, 'expected INTEGER, found OCTET STRING (at file/list/1/value, offset 59)');
    });

    it('demand a least number of members', () => {
      throwsCode('empty-sequence', () => read('3000', (reader) => reader.sequenceOf('f', (item) => item.integer(''), { min: 1 })));
      assert.deepEqual(
        read('a000', (reader) => reader.sequenceOf('f', (item) => item.integer(''), { tag: contextConstructed(0) })),
        [],
      );
    });

    it('read optional members by their tag', () => {
      const both = (reader: DerReader): readonly (number | undefined)[] =>
        reader.sequence('', (inner) => [
          inner.optional(context(0), () => inner.smallInteger('a', { tag: context(0) })),
          inner.optional(context(1), () => inner.smallInteger('b', { tag: context(1) })),
        ]);
      assert.deepEqual(read('3006 800101 810102', both), [1, 2]);
      assert.deepEqual(read('3003 810102', both), [undefined, 2]);
      throwsCode('trailing-bytes', () => read('3006 810102 800101', both));
    });

    it('read [n] EXPLICIT where it stands, and nothing where another value does', () => {
      const body = (reader: DerReader): unknown => reader.optionalExplicit(2, 'f', (inner) => inner.smallInteger(''));
      assert.equal(read('a203020107', body), 7);
      assert.equal(
        read('020107', (reader) => body(reader) ?? reader.smallInteger('') + 1),
        8,
      );
      throwsCode('trailing-bytes', () => read('a206020107020108', body));
    });

    it('SET OF wants ascending encodings and takes equal ones', () => {
      const members = (reader: DerReader): string[] => reader.setOf('f', (item) => toHex(item.any('').der));
      assert.deepEqual(read('3109 020101 020101 020102', members), ['020101', '020101', '020102']);
      assert.deepEqual(read('3106 020101 0c01ff', members).length, 2);
      const error = throwsCode('unsorted-set', () => read('3106 020102 020101', members));
      assert.deepEqual([error.path, error.offset], ['f/1', 5]);
      throwsCode('unsorted-set', () => read('3107 04020000 040100', members));
    });

    it('nest no deeper than the limit', () => {
      const nested = (depth: number): Uint8Array => {
        let der = new Uint8Array(0);
        for (let i = 0; i < depth; i++) der = Uint8Array.from(encodeDer((writer) => writer.value(SEQUENCE, der)));
        return der;
      };
      const descend = (reader: DerReader): number => (reader.done ? 0 : reader.sequence('x', descend) + 1);
      assert.equal(readDer(nested(MAX_DEPTH), descend), MAX_DEPTH);
      throwsCode('nesting-too-deep', () => readDer(nested(MAX_DEPTH + 1), descend));
    });
  });

  describe('any value', () => {
    it('comes with header, content and place', () => {
      const element = read('020105', (reader) => reader.any('f'));
      assert.deepEqual(
        { ...element, der: toHex(element.der), content: toHex(element.content) },
        { tag: 2, der: '020105', content: '05', offset: 0 },
      );
      assert.equal(toHex(read('3000', (reader) => reader.element(SEQUENCE, 'f')).der), '3000');
    });

    it('takes tag numbers of 31 and more in their shortest form', () => {
      assert.equal(toHex(read('9f1f0105', (reader) => reader.any('f')).content), '05');
      assert.equal(toHex(read('bf81000105', (reader) => reader.any('f')).content), '05');
      assert.equal(toHex(read('9fffffff7f00', (reader) => reader.any('f')).der), '9fffffff7f00');
    });

    const bad: readonly Refusal[] = [
      { hex: '0000', code: 'wrong-tag', why: 'end of contents' },
      { hex: '9f1e00', code: 'bad-tag', why: 'tag 30 in the long form' },
      { hex: '9f801f00', code: 'bad-tag', why: 'leading zero' },
      { hex: '9f', code: 'truncated', why: 'tag cut off' },
      { hex: '9fff', code: 'truncated', why: 'tag cut off' },
      { hex: '9f8080', code: 'bad-tag', why: 'leading zeros' },
      { hex: '9fffffffffff7f00', code: 'tag-too-large', why: 'six octets of tag' },
      { hex: '3080', code: 'indefinite-length', why: 'indefinite' },
    ];
    for (const { hex, code, why } of bad)
      it(`refuses ${why}: ${hex}`, () => void throwsCode(code, () => read(hex, (reader) => reader.any('f'))));
  });

  it('keeps all identifier octets of a long tag, so that it can be told from others and written again', () => {
    const element = read('7f2d 01 05', (reader) => reader.any('f'));
    assert.equal(element.tag, 0x7f2d);
    assert.notEqual(read('7f2e 01 05', (reader) => reader.any('f')).tag, element.tag);
    assert.equal(read('ff8fffff7f 00', (reader) => reader.any('f')).tag, 0xff_8fff_ff7f);
    assert.deepEqual(
      encodeDer((writer) => writer.value(element.tag, element.content)),
      element.der,
    );
  });

  describe('lenient reading', () => {
    deviates('a long length', '048101 00', 'non-minimal-length', (reader) => reader.octetString('f'));
    deviates('TRUE as 1', '010101', 'non-canonical-boolean', (reader) => reader.boolean('f'));
    deviates('FALSE encoded', '010100', 'encoded-default', (reader) => reader.booleanDefaultFalse('f'));
    deviates('unused bits set', '03020101', 'unused-bits-set', (reader) => reader.bitString('f'));
    deviates('an unsorted SET OF', '3106020102020101', 'unsorted-set', (reader) =>
      reader.setOf('f', (item) => item.integer(''), { tag: SET }),
    );

    it('does not take what cannot be decoded', () => {
      for (const hex of ['0480', '0482', '0401', '0202', '']) {
        const reader = new DerReader(fromHex(hex), { deviations: [] });
        assert.throws(() => reader.octetString('f'), { name: 'PkiError' });
      }
    });
  });

  it('refuses inputs above 1 GiB by their size alone', () => {
    const huge = Object.create(Uint8Array.prototype, { length: { value: 0x4000_0001 } }) as Uint8Array;
    throwsCode('input-too-large', () => new DerReader(huge));
  });
});
