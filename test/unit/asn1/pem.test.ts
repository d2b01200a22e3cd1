import assert from 'node:assert/strict';
import { fromLatin1, utf8 } from '../../../lib/base/bytes.ts';
import { decodePem, encodePem, looksLikeDer, pemText, scanPem } from '../../../lib/asn1/pem.ts';
import { throwsCode } from '../../support/throws.ts';

const A = '-----BEGIN A-----\nAQID\n-----END A-----\n';
const B = '-----BEGIN B C-----\nBAU=\n-----END B C-----\n';
const a = { label: 'A', der: Uint8Array.of(1, 2, 3), headers: [] };
const b = { label: 'B C', der: Uint8Array.of(4, 5), headers: [] };

describe('PEM', () => {
  it('reads blocks with text before, between and behind', () => {
    assert.deepEqual(decodePem(`Subject: CN=x\n----- not a block -----\n${A}\n\n  text\n${B}the end`), [
      { ...a, line: 3 },
      { ...b, line: 9 },
    ]);
    assert.deepEqual(decodePem(''), []);
    assert.deepEqual(decodePem('no block here\n'), []);
  });

  for (const [name, end] of Object.entries({ LF: '\n', CRLF: '\r\n', CR: '\r' })) {
    it(`reads ${name} line ends and counts lines by them`, () => {
      assert.deepEqual(decodePem(`${A}${B}`.replaceAll('\n', end)), [
        { ...a, line: 1 },
        { ...b, line: 4 },
      ]);
    });
  }

  it('reads mixed line ends', () => {
    assert.deepEqual(decodePem(`\r\n\r\n\n\r${A}`), [{ ...a, line: 5 }]);
  });

  it('reads a file without a last line end, with a byte order mark, with blanks at line ends and inside', () => {
    assert.deepEqual(decodePem(`\ufeff${A.trimEnd()}`), [{ ...a, line: 1 }]);
    assert.deepEqual(decodePem('-----BEGIN A-----  \n AQ ID\t\n\n-----END A----- \t'), [{ ...a, line: 1 }]);
  });

  it('reads lines of any length', () => {
    assert.deepEqual(decodePem('-----BEGIN A-----\nA\nQ\nI\nD\n-----END A-----'), [{ ...a, line: 1 }]);
    const der = Uint8Array.from({ length: 3000 }, (_, i) => i & 0xff);
    const oneLine = encodePem('A', der).split('\n').slice(1, -2).join('');
    assert.deepEqual(decodePem(`-----BEGIN A-----\n${oneLine}\n-----END A-----`)[0]?.der, der);
  });

  it('reads an empty block and labels with inner signs', () => {
    assert.deepEqual(decodePem('-----BEGIN X509 CRL-----\n-----END X509 CRL-----'), [
      { label: 'X509 CRL', der: new Uint8Array(0), headers: [], line: 1 },
    ]);
    assert.equal(decodePem('-----BEGIN A-B-----\n-----END A-B-----')[0]?.label, 'A-B');
    assert.equal(decodePem('-----BEGIN -----\n-----END -----')[0]?.label, '');
  });

  it('reads RFC 1421 headers', () => {
    const text =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,\n 00FF\nX:\n\nAQID\n-----END RSA PRIVATE KEY-----\n';
    assert.deepEqual(decodePem(text)[0], {
      label: 'RSA PRIVATE KEY',
      der: Uint8Array.of(1, 2, 3),
      headers: [
        ['Proc-Type', '4,ENCRYPTED'],
        ['DEK-Info', 'AES-128-CBC,00FF'],
        ['X', ''],
      ],
      line: 1,
    });
  });

  it('reads at most 100 headers', () => {
    const text = (count: number): string => `-----BEGIN A-----\n${'H: v\n'.repeat(count)}\nAQID\n-----END A-----\n`;
    assert.equal(decodePem(text(100))[0]?.headers.length, 100);
    throwsCode('bad-pem-header', () => decodePem(text(101)));
  });

  const bad: readonly (readonly [text: string, code: string, line: number, offset: number])[] = [
    ['x\n-----BEGIN A-----\nAQID\n', 'pem-missing-end', 2, 2],
    ['-----BEGIN A-----', 'pem-missing-end', 1, 0],
    [`-----BEGIN A-----\nAQID\n${B}`, 'pem-missing-end', 1, 0],
    ['x\n-----END A-----\n', 'pem-missing-begin', 2, 2],
    ['-----BEGIN A-----\nAQID\n-----END B-----\n', 'pem-label-mismatch', 3, 23],
    ['-----BEGIN A-----\nAQID\n-----END a-----\n', 'pem-label-mismatch', 3, 23],
    ['-----BEGIN A-----\nAQI!\n-----END A-----\n', 'bad-base64', 1, 21],
    ['-----BEGIN A-----\nAQI\n-----END A-----\n', 'bad-base64', 1, 22],
    ['-----BEGIN A-----\nAQ==\nAQ==\n-----END A-----\n', 'bad-base64', 1, 23],
    ['-----BEGIN A-----\nAQID\n-----END A----\n-----END A-----', 'bad-base64', 1, 23],
    ['-----BEGIN A-----\nAQID\n -----END A-----\n', 'pem-missing-end', 1, 0],
    ['-----BEGIN A-----\nH: v\nAQID\n-----END A-----\n', 'bad-pem-header', 1, 0],
    ['-----BEGIN A-----\nH: v\nAQID\n\nAQID\n-----END A-----\n', 'bad-pem-header', 1, 0],
    ['-----BEGIN A-----\nH: v\n-----END A-----\n', 'bad-pem-header', 1, 0],
    ['-----BEGIN A-----\n: v\n\nAQID\n-----END A-----\n', 'bad-pem-header', 1, 0],
  ];
  for (const [text, code, line, offset] of bad) {
    it(`refuses ${JSON.stringify(text)}: ${code}`, () => {
      const error = throwsCode(code, () => decodePem(text));
      assert.equal(error.offset, offset);
      assert.ok(error.message.includes(`line ${line}`), error.message);
    });
  }

  it('takes for text what is no boundary', () => {
    for (const line of [
      '-----BEGIN A----',
      '----BEGIN A-----',
      ' -----BEGIN A-----',
      '-----begin A-----',
      '-----BEGIN A----- x',
      '-----BEGINA-----',
      '-----BEGIN  A-----',
      '-----BEGIN A -----',
      '-----BEGIN \u00c4-----',
    ])
      assert.deepEqual(decodePem(`${line}\nAQID\n`), [], line);
  });

  it('goes on behind a bad block when it scans', () => {
    const results = scanPem(`${A}-----BEGIN A-----\n!\n-----END A-----\n-----BEGIN A-----\n${B}-----END C-----\n${A}-----BEGIN D-----\n`);
    assert.deepEqual(
      results.map(({ line, block, error }) => [line, block?.label ?? error?.code]),
      [
        [1, 'A'],
        [4, 'bad-base64'],
        [7, 'pem-missing-end'],
        [8, 'B C'],
        [11, 'pem-missing-begin'],
        [12, 'A'],
        [15, 'pem-missing-end'],
      ],
    );
  });

  it('gives up scanning after 1,000 bad blocks', () => {
    const results = scanPem('-----BEGIN A-----\n'.repeat(5000) + A);
    assert.equal(results.length, 1001);
    assert.equal(results[1000]?.error?.code, 'too-many-pem-errors');
  });

  it('keeps a label of a megabyte out of its messages', () => {
    const label = 'A'.repeat(1_000_000);
    for (const text of [`-----BEGIN ${label}-----\n-----END B-----\n`, `-----END ${label}-----\n`, `-----BEGIN ${label}-----\n?`])
      assert.ok((scanPem(text)[0]?.error?.message.length ?? 1e6) < 200);
  });

  it('writes lines of 64 characters', () => {
    assert.equal(encodePem('A', a.der), A);
    assert.equal(encodePem('E', new Uint8Array(0)), '-----BEGIN E-----\n-----END E-----\n');
    const lines = encodePem('A', new Uint8Array(97)).split('\n');
    assert.deepEqual(
      lines.map((line) => line.length),
      [17, 64, 64, 4, 15, 0],
    );
    for (const label of [' A', 'A ', '-A', 'A-', 'A\nB', '\u00c4', 'A\0']) throwsCode('bad-pem-label', () => encodePem(label, a.der));
  });

  it('tells DER from text', () => {
    assert.equal(looksLikeDer(Uint8Array.of(0x30, 0x00)), true);
    assert.equal(looksLikeDer(Uint8Array.of(0x30, 0x82, 0x01)), true);
    assert.equal(looksLikeDer(Uint8Array.of(0x30, 0x80, 0, 0)), true);
    for (const text of ['', '0', '0 days\n', '00', A, '\ufeff']) assert.equal(looksLikeDer(utf8(text)), false, text);
    assert.equal(looksLikeDer(Uint8Array.of(0x04, 0x00)), false);
  });

  it('finds the text in octets of any encoding', () => {
    assert.equal(pemText(A), A);
    assert.deepEqual(decodePem(pemText(utf8(`\ufeff${A}`))), [{ ...a, line: 1 }]);
    assert.deepEqual(decodePem(pemText(utf8(`Aussteller: M\u00fcller\n${A}`))), [{ ...a, line: 2 }]);
    assert.equal(pemText(Uint8Array.of(0xe4, 0x0a)), fromLatin1(Uint8Array.of(0xe4, 0x0a)));
  });
});
