import assert from 'node:assert/strict';
import { CommandFailure } from '../../../lib/openssl/failure.ts';
import { formatOption, hasOption, optionNumber, optionTable, optionValue, readOptions } from '../../../lib/openssl/options.ts';

const table = optionTable(
  'tool',
  {
    flag: 'noout text',
    value: 'in out',
    integer: 'number',
    positive: 'days',
    wide: 'attime',
    format: 'inform',
    unsupported: 'rare',
    'unsupported-value': 'engine',
  },
  { digests: true },
);
const strict = optionTable('other', { flag: 'v' });

function refuses(words: readonly string[], lines: readonly string[], from = table): void {
  assert.throws(
    () => readOptions(words, from),
    (error: unknown) => {
      assert.ok(error instanceof CommandFailure);
      assert.deepEqual(error.lines, [...lines.map((line) => `${from.command}: ${line}`), `${from.command}: Use -help for summary.`]);
      assert.equal(error.exitCode, 1);
      return true;
    },
  );
}

describe('openssl options', () => {
  it('reads flags, values and digests up to the first other word', () => {
    const line = readOptions(['-noout', '-in', '-x', '--out=a=b', '-number', '-5', '-sha256', 'file', '-text'], table);
    assert.deepEqual(line.options, [
      { name: 'noout', value: '' },
      { name: 'in', value: '-x' },
      { name: 'out', value: 'a=b' },
      { name: 'number', value: '-5' },
    ]);
    assert.deepEqual(line.digests, ['sha256']);
    assert.deepEqual(line.rest, ['file', '-text']);
  });

  it('ends at -- and at a lone dash', () => {
    assert.deepEqual(readOptions(['-noout', '--', '-text'], table).rest, ['-text']);
    assert.deepEqual(readOptions(['-', '-text'], table).rest, ['-', '-text']);
  });

  it('gives the last of several values', () => {
    const line = readOptions(['-in', 'a', '-in', 'b'], table);
    assert.equal(optionValue(line, 'in', 'out'), 'b');
    assert.equal(optionValue(line, 'out'), undefined);
    assert.equal(hasOption(line, 'in'), true);
    assert.equal(hasOption(line, 'text'), false);
  });

  it('reads formats', () => {
    assert.equal(formatOption(readOptions([], table), 'inform'), 'PEM');
    assert.equal(formatOption(readOptions(['-inform', 'der'], table), 'inform'), 'DER');
    refuses(['-inform', 'XML'], ['Bad format "XML"', 'Invalid format "XML" for option -inform']);
  });

  it('names what it does not know', () => {
    refuses(['-foo'], ['Unknown option or message digest: foo']);
    refuses(['-foo'], ['Unknown option: -foo'], strict);
    refuses(['-rare'], ['Option -rare is not supported by certwright']);
    refuses(['-engine', 'x'], ['Option -engine is not supported by certwright']);
    refuses(['-in'], ['Option -in needs a value']);
    refuses(['-noout=1'], ['Option -noout does not take a value']);
  });

  it('shows help and ends well', () => {
    assert.throws(
      () => readOptions(['-help'], optionTable('tool', { flag: 'help', value: 'in', unsupported: 'rare' })),
      (error: unknown) =>
        error instanceof CommandFailure &&
        error.exitCode === 0 &&
        error.lines[0] === 'Usage: tool [options]' &&
        error.lines.at(-1)?.endsWith('-rare') === true,
    );
  });

  it('checks numbers', () => {
    refuses(['-days', 'x'], [`Can't parse "x" as a number`]);
    refuses(['-days', '1x'], [`Can't parse "1x" as a number`]);
    refuses(['-days', '0'], ['Non-positive number "0" for option -days']);
    refuses(['-days', '999999999999'], ['Value "999999999999" outside integer range']);
    refuses(['-days', '089'], [`Can't parse "089" as an octal number`]);
    const seconds = (text: string): number | undefined => optionNumber(readOptions(['-attime', text], table), 'attime');
    assert.equal(seconds('999999999999'), 999_999_999_999);
    // strtol with base 0
    assert.equal(seconds('010'), 8);
    assert.equal(seconds('0x10'), 16);
    assert.equal(seconds('-0x10'), -16);
    assert.equal(seconds(' +5'), 5);
    assert.equal(seconds('-0'), -0);
    assert.equal(optionNumber(readOptions([], table), 'attime'), undefined);
  });
});
