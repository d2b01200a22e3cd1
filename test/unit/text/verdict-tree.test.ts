import assert from 'node:assert/strict';
import type { Attempt, Finding, PathElement } from '../../../lib/path/types.ts';
import { wrap } from '../../../lib/text/layout.ts';
import { type Branch, drawTree, mergeAttempts } from '../../../lib/text/verdict-tree.ts';

const leaf: PathElement = { from: 'leaf', index: 0 };
const ca = (index: number): PathElement => ({ from: 'intermediates', index });
const root = (index: number): PathElement => ({ from: 'anchors', index });

function fault(code: string, index: number, fields: Readonly<Record<string, string | number>> = {}): Finding {
  return { code, severity: 'error', index, rfc: 'RFC 0', ...fields };
}

function attempt(path: readonly PathElement[], ...findings: readonly Finding[]): Attempt {
  return { path, findings };
}

/** A tree in one line: `leaf(code)[ca0[root0] ca1]`; `code@0` is a finding about another position. */
function show(branches: readonly Branch[]): string {
  return branches
    .map(({ element, findings, children }) => {
      const told = findings.map(({ finding, about }) => `${finding.code}${about === undefined ? '' : `@${about}`}`);
      const name = element.from === 'leaf' ? 'leaf' : `${element.from === 'anchors' ? 'root' : 'ca'}${element.index}`;
      return `${name}${told.length === 0 ? '' : `(${told.join(' ')})`}${children.length === 0 ? '' : `[${show(children)}]`}`;
    })
    .join(' ');
}

const draw = (attempts: readonly Attempt[]): string[] =>
  drawTree(mergeAttempts(attempts), undefined, ({ finding }) => [['', finding.code]]);

describe('mergeAttempts', () => {
  it('puts what paths share together, in the order of the paths', () => {
    const tree = mergeAttempts([
      attempt([leaf, ca(1), root(0)], fault('b', 1)),
      attempt([leaf, ca(0), root(0)], fault('a', 1)),
      attempt([leaf, ca(1), ca(2)], fault('b', 1), fault('c', 2)),
    ]);
    assert.equal(show(tree), 'leaf[ca1(b)[root0 ca2(c)] ca0(a)[root0]]');
  });

  it('leaves a finding at its certificate where all paths have it, else in its branch', () => {
    const all = fault('expired', 0);
    const one = fault('signature-invalid', 0);
    const tree = mergeAttempts([attempt([leaf, ca(0), root(0)], all), attempt([leaf, ca(1), root(0)], all, one)]);
    assert.equal(show(tree), 'leaf(expired)[ca0[root0] ca1(signature-invalid@0)[root0]]');
  });

  it('tells for each issuer that a signature does not verify with its key', () => {
    const one = fault('signature-invalid', 0);
    assert.equal(
      show(mergeAttempts([attempt([leaf, ca(0)], one), attempt([leaf, ca(1)], one)])),
      'leaf[ca0(signature-invalid@0) ca1(signature-invalid@0)]',
    );
    assert.equal(show(mergeAttempts([attempt([leaf, ca(0), root(0)], one)])), 'leaf(signature-invalid)[ca0[root0]]');
  });

  it('tells for each CA that it constrains a name', () => {
    const name = fault('name-constraint-violated', 0, { by: 2 });
    const tree = mergeAttempts([attempt([leaf, ca(0), root(0)], name), attempt([leaf, ca(0), root(1)], name)]);
    assert.equal(show(tree), 'leaf[ca0[root0(name-constraint-violated@0) root1(name-constraint-violated@0)]]');
  });

  it('puts a finding about the whole path to its end, and every finding somewhere', () => {
    assert.equal(show(mergeAttempts([attempt([leaf, ca(0)], fault('budget', -1), fault('odd', 7))])), 'leaf[ca0(budget odd)]');
    assert.equal(show(mergeAttempts([attempt([], fault('budget', -1))])), '');
    assert.equal(show(mergeAttempts([attempt([leaf], fault('a', 0)), attempt([leaf], fault('b', 0))])), 'leaf(a b)');
  });

  it('keeps a leaf apart that is an anchor itself', () => {
    assert.equal(show(mergeAttempts([attempt([root(0)], fault('a', 0)), attempt([leaf, ca(0)], fault('b', 1))])), 'root0(a) leaf[ca0(b)]');
  });
});

describe('drawTree', () => {
  it('draws branches in plain ASCII', () => {
    assert.deepEqual(
      draw([
        attempt([leaf, ca(0), root(0)], fault('first', 1)),
        attempt([leaf, ca(0), ca(1)], fault('first', 1), fault('second', 2)),
        attempt([leaf, ca(2)]),
        attempt([root(3)], fault('third', 0)),
      ]),
      [
        'leaf',
        '+-- intermediates[0]',
        '|   |   first',
        '|   +-- anchors[0] [trusted]',
        '|   `-- intermediates[1]',
        '|           second',
        '`-- intermediates[2] [not followed further]',
        'anchors[3] [trusted]',
        '    third',
      ],
    );
  });

  it('counts what nothing was found about on a long path', () => {
    const path = [leaf, ...Array.from({ length: 5000 }, (_, i) => ca(i)), root(0)];
    const lines = draw([attempt(path, fault('deep', 4000))]);
    assert.equal(lines.filter((line) => line.endsWith('deep')).length, 1);
    assert.ok(
      lines.some((line) => line.includes('(3989 certificates about which nothing was found)')),
      lines.join('\n'),
    );
    assert.ok(lines.length < 20);
    assert.ok(lines.every((line) => line.length < 100));
  });

  it('draws no more than a person reads', () => {
    const path = Array.from({ length: 3000 }, (_, i) => ca(i));
    const findings = path.flatMap((_element, index) => [fault('a', index), fault('b', index)]);
    const lines = draw([attempt(path, ...findings)]);
    assert.equal(lines.filter((line) => /[ab]$/.test(line)).length, 40);
    assert.equal(lines[lines.length - 1], 'and further certificates, which are not shown');
    assert.ok(lines.length < 300);
    const crowd = draw([attempt([leaf], ...Array.from({ length: 500 }, (_, i) => fault(`f${i}`, 0)))]);
    assert.equal(crowd[crowd.length - 1], '    and 480 more findings');
    const wide = draw(Array.from({ length: 500 }, (_, i) => attempt([leaf, ca(i)], fault(`f${i}`, 1))));
    assert.equal(wide[wide.length - 1], 'and further certificates, which are not shown');
    assert.ok(wide.length < 200);
  });

  it('counts issuers that failed in the same way', () => {
    const same = Array.from({ length: 30 }, (_, i) => attempt([leaf, ca(i), ...(i < 8 ? [root(0)] : [])], fault('signature-invalid', 0)));
    const few = Array.from({ length: 3 }, (_, i) => attempt([leaf, ca(40 + i)], fault('expired', 1)));
    assert.deepEqual(draw([...few, ...same]), [
      'leaf',
      '+-- intermediates[40]',
      '|       expired',
      '+-- intermediates[41]',
      '|       expired',
      '+-- intermediates[42]',
      '|       expired',
      '+-- intermediates[0]',
      '|   |   signature-invalid',
      '|   `-- anchors[0] [trusted]',
      '+-- intermediates[1]',
      '|   |   signature-invalid',
      '|   `-- anchors[0] [trusted]',
      '`-- likewise (signature-invalid): intermediates[2], intermediates[3], intermediates[4],',
      '      intermediates[5], intermediates[6], intermediates[7], intermediates[8], intermediates[9] and',
      '      20 more',
    ]);
  });
});

describe('wrap', () => {
  it('breaks lines at blanks, at 100 columns', () => {
    const lines = wrap(Array.from({ length: 60 }, () => 'word').join(' '), 'first: ', '  ');
    assert.ok(lines.every((line) => line.length <= 100));
    assert.ok(lines[0]?.startsWith('first: word') === true && lines[1]?.startsWith('  word') === true);
    assert.equal(lines.join(' ').split('word').length, 61);
  });

  it('leaves whole what has no blank, keeps blanks, and takes any text', () => {
    assert.deepEqual(wrap('x'.repeat(300), '', '  '), ['x'.repeat(300)]);
    assert.deepEqual(wrap('a  b', '> ', '  '), ['> a  b']);
    assert.deepEqual(wrap('', '> ', '  '), ['> ']);
  });

  it('begins no line but the first without its lead, however many blanks a name has', () => {
    const lines = wrap(`CN=x${' '.repeat(200)}accepted: a valid path`, '', '  ');
    assert.ok(lines.slice(1).every((line) => line.startsWith('  ')));
  });
});
