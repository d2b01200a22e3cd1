import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decodeBase64, encodeBase64 } from '../../lib/base/base64.ts';
import { PkiError } from '../../lib/base/error.ts';
import { decodePem, encodePem, scanPem } from '../../lib/asn1/pem.ts';
import { holds, titled } from '../support/properties.ts';

const label = fc.constantFrom('CERTIFICATE', 'X509 CRL', 'A-B', 'PRIVATE KEY', '');
const block = fc.tuple(label, fc.uint8Array({ maxLength: 200 })).map(([name, der]) => ({ label: name, der }));
/** Text that holds no boundary: no line starts with five dashes. */
const prose = fc
  .string({ unit: fc.constantFrom('a', '-', ' ', '=', ':', '\n', '\u00e4', '\\') })
  .map((text) => text.replaceAll('-----', '----'));

describe(titled('PEM and base64'), () => {
  it('base64: what is written is read, and is what Node writes', () => {
    holds(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        const text = encodeBase64(octets);
        assert.equal(text, Buffer.from(octets).toString('base64'));
        assert.deepEqual(decodeBase64(text), octets);
      }),
    );
  });

  it('base64: a text that is read is the one text of its octets', () => {
    holds(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgw9+/=-_ \n'.split('')), maxLength: 12 }), (text) => {
        let octets: Uint8Array;
        try {
          octets = decodeBase64(text);
        } catch (error) {
          assert.ok(error instanceof PkiError && error.code === 'bad-base64');
          return;
        }
        assert.equal(encodeBase64(octets), text.replaceAll(/[ \n]/g, ''));
      }),
      3000,
    );
  });

  it('PEM: blocks come back from between any text, under any line ends', () => {
    holds(
      fc.property(fc.array(fc.tuple(prose, block), { maxLength: 5 }), prose, fc.constantFrom('\n', '\r\n', '\r'), (parts, tail, end) => {
        const text = [...parts.map(([before, { label: name, der }]) => `${before}\n${encodePem(name, der)}`), tail].join('');
        const read = decodePem(text.replaceAll('\n', end));
        assert.deepEqual(
          read.map(({ label: name, der }) => ({ label: name, der })),
          parts.map(([, written]) => written),
        );
        const lines = text.split('\n');
        for (const { label: name, line } of read) assert.equal(lines[line - 1], `-----BEGIN ${name}-----`);
      }),
    );
  });

  it('PEM: any text gives blocks or errors with a place, and both readings agree', () => {
    const pieces = fc.constantFrom(
      '-----BEGIN A-----',
      '-----END A-----',
      '-----END B-----',
      '-----BEGIN ',
      '-----',
      'AAAA',
      'A',
      'H: v',
      ' ',
      '\n',
      '\n',
      '\r',
      '',
    );
    holds(
      fc.property(fc.array(pieces, { maxLength: 24 }), (text) => {
        const input = text.join('');
        const results = scanPem(input);
        const first = results.find(({ error }) => error !== undefined);
        if (first === undefined) assert.equal(decodePem(input).length, results.length);
        else assert.throws(() => decodePem(input), { name: 'PkiError', code: first.error?.code, offset: first.error?.offset });
        for (const { line, error } of results) {
          assert.ok(line >= 1);
          if (error !== undefined) assert.ok(error.offset !== undefined && error.offset <= input.length);
        }
      }),
      2000,
    );
  });
});
