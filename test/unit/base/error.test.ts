import assert from 'node:assert/strict';
import { PkiError } from '../../../lib/base/error.ts';

describe('PkiError', () => {
  it('has code, offset, path and a message that names the place', () => {
    const error = new PkiError('wrong-tag', 'expected INTEGER, found NULL', { offset: 7, path: 'tbsCertificate/serialNumber' });
    assert.ok(error instanceof Error);
    assert.deepEqual(
      [error.name, error.code, error.offset, error.path, error.message],
      [
        'PkiError',
        'wrong-tag',
        7,
        'tbsCertificate/serialNumber',
        'expected INTEGER, found NULL (at tbsCertificate/serialNumber, offset 7)',
      ],
    );
  });

  it('says nothing of a place it does not know', () => {
    const error = new PkiError('bad-hex', 'no digits');
    assert.deepEqual([error.message, error.offset, error.path, error.cause], ['no digits', undefined, '', undefined]);
    assert.equal(new PkiError('x', 'm', { offset: 0 }).message, 'm (offset 0)');
    assert.equal(new PkiError('x', 'm', { path: 'a' }).message, 'm (at a)');
  });

  it('keeps its cause', () => {
    const cause = new RangeError('deep');
    assert.equal(new PkiError('x', 'm', { cause }).cause, cause);
  });
});
