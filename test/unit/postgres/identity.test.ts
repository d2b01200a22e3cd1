/** Names that a server takes from a client's certificate. */
import assert from 'node:assert/strict';
import { readIdentity } from '../../../lib/postgres/login/identity.ts';
import { make } from '../../support/chain-kit.ts';

describe('postgres/identity', () => {
  it('takes the bits of a common name that is a BIT STRING, without their count', () => {
    const cn = (hex: string): string | undefined => readIdentity(make({ subject: `CN=#${hex}` }).certificate).cn;
    assert.equal(cn('030600616c696365'), 'alice');
    assert.equal(cn('03020161'), '`');
    assert.equal(cn('0c05616c696365'), 'alice');
  });
});
