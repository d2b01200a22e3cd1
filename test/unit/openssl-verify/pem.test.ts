/** PEM as OpenSSL 3.0 reads it: every quirk was tried with `openssl x509` of 3.0.19. */
import assert from 'node:assert/strict';
import { readOpensslPem, readPemHeader, scanOpensslPem } from '../../../lib/openssl-verify/files/pem.ts';

const BODY = 'AAECAwQF';
const GOOD = `-----BEGIN X-----\n${BODY}\n-----END X-----\n`;

/** Labels of the blocks, and the problem that ended it. */
function read(text: string | Uint8Array): string {
  return [...readOpensslPem(text)].map((result) => result.problem ?? `${result.block.label}:${result.block.der.join('')}`).join(' ');
}

describe('openssl-verify/pem', () => {
  const taken: readonly (readonly [title: string, text: string])[] = [
    ['a plain block', GOOD],
    ['text before and behind', `text\n${GOOD}more`],
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
    ['blanks at line ends', GOOD.replaceAll('\n', ' \t\n')],
    ['no line end at the end', GOOD.trimEnd()],
    ['octets above 0x7F at line ends', GOOD.replaceAll('\n', 'é\n')],
    ['blanks inside base64', GOOD.replace('AAEC', 'AA EC')],
    ['an empty line in front of the base64', GOOD.replace(BODY, `\n${BODY}`)],
    ['a dash that ends the base64', GOOD.replace(BODY, `${BODY}-*`)],
    ['unused bits that are set', GOOD.replace(BODY, 'AAECAwQF')],
    ['a byte order mark', `\uFEFF${GOOD}`],
  ];
  for (const [title, text] of taken) it(`takes ${title}`, () => assert.equal(read(text), 'X:012345'));

  const refused: readonly (readonly [title: string, text: string, wanted: string])[] = [
    ['a lower-case label', GOOD.replace('BEGIN', 'begin'), ''],
    ['an indented BEGIN', ` ${GOOD}`, ''],
    ['an indented END', GOOD.replace('-----END', ' -----END'), 'bad-end-line'],
    ['CR alone', GOOD.replaceAll('\n', '\r'), 'bad-end-line'],
    ['a missing END', GOOD.replace(/-----END.*/, ''), 'bad-end-line'],
    ['an END of another label', GOOD.replace('END X', 'END Y'), 'bad-end-line'],
    ['a stray character', GOOD.replace('AAEC', 'A*EC'), 'bad-base64'],
    ['base64 that is cut off', GOOD.replace(BODY, BODY.slice(1)), 'bad-base64'],
    ['a block of nothing', GOOD.replace(`${BODY}\n`, ''), 'no-data'],
    ['headers without an empty line', GOOD.replace(BODY, `a: b\n${BODY}`), 'no-data'],
    ['two empty lines', GOOD.replace(BODY, `\n\n${BODY}`), 'bad-end-line'],
    ['a long line behind an empty one', GOOD.replace(BODY, `\n${'A'.repeat(68)}`), 'line-too-long'],
    ['a line behind a short one, behind an empty one', GOOD.replace(BODY, `\n${BODY}\n${BODY}`), 'bad-end-line'],
    ['an octet 0 in front of all', `\0\n${GOOD}`, ''],
  ];
  for (const [title, text, wanted] of refused) it(`has its way with ${title}`, () => assert.equal(read(text), wanted));

  it('takes an empty line in the midst for the end of headers', () => {
    const [result] = readOpensslPem(GOOD.replace(BODY, `${BODY}\n\n${BODY}`));
    assert.equal(result?.block?.header, `${BODY}\n`);
    assert.deepEqual(readPemHeader(result?.block?.header ?? ''), { kind: 'bad', words: 'not proc type' });
  });

  it('reads long lines in pieces of 254 octets', () => {
    const long = 'A'.repeat(4000);
    assert.equal([...readOpensslPem(GOOD.replace(BODY, long))][0]?.block?.der.length, 3000);
    const hidden = `${'x'.repeat(254)}${GOOD}`;
    assert.equal(read(hidden), 'X:012345');
    assert.equal(read(`x${hidden}`), '');
  });

  it('tells lines, stops at a problem, and goes on where it is asked to', () => {
    const text = `a\n${GOOD}${GOOD.replace('END X', 'END Y')}${GOOD}`;
    const results = [...readOpensslPem(text)];
    assert.deepEqual(results[0]?.block?.line, 2);
    assert.deepEqual(results[1], { problem: 'bad-end-line', words: 'bad end line', line: 5 });
    assert.equal(results.length, 2);
    assert.equal([...scanOpensslPem(text)].length, 3);
  });

  it('reads headers as PEM_get_EVP_CIPHER_INFO does', () => {
    assert.deepEqual(readPemHeader('Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n'), { kind: 'encrypted' });
    assert.deepEqual(readPemHeader('Proc-Type: 4,MIC-ONLY\n'), { kind: 'bad', words: 'not encrypted' });
    assert.deepEqual(readPemHeader('Proc-Type: 4,ENCRYPTED\nX: y\n'), { kind: 'bad', words: 'not dek info' });
    assert.deepEqual(readPemHeader('Proc-Type: 5,ENCRYPTED\n'), { kind: 'bad', words: '' });
  });

  it('reads a line of a megabyte, and a megabyte of line ends, in linear time', () => {
    assert.equal(read('-'.repeat(1_000_000)), '');
    assert.equal(read(`-----BEGIN X-----\n${'A'.repeat(1_000_000)}`), 'bad-end-line');
    assert.equal(read('\n'.repeat(1_000_000)), '');
  });
});
