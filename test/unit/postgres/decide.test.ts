import assert from 'node:assert/strict';
import { decideClientAuth, type LoginInput } from '../../../lib/postgres/decide.ts';
import { checkMap, parseIdent } from '../../../lib/postgres/ident.ts';
import { explainDecision } from '../../../lib/text/decision.ts';
import { throwsCode } from '../../support/throws.ts';

const base: LoginInput = {
  serverVersion: 15,
  ca: null,
  chain: null,
  hba: 'hostssl all all all trust',
  connection: { type: 'hostssl', address: '192.0.2.7', database: 'app', user: 'alice' },
};

/** Decision, layer and reason in one line. */
function answer(change: Partial<LoginInput>): string {
  const { decision, layer, reason } = decideClientAuth({ ...base, ...change });
  return `${decision} ${layer} ${reason}`;
}

function mapped(ident: string, systemUser: string, user: string, version = 15): string {
  const { rows } = parseIdent(ident, { version });
  return checkMap({ version, rows, map: 'm', systemUser, user, roles: { alice: { memberOf: ['staff'] }, staff: {}, bob: {}, all: {} } })
    .outcome;
}

describe('postgres/decide', () => {
  it('takes the first line that fits type, address, database and user', () => {
    const hba =
      'hostnossl all all all trust\nhostssl all all 10.0.0.0/8 trust\nhostssl other all all trust\nhostssl all bob all trust\nhostssl app alice 192.0.2.0/24 reject\nhost all all all trust';
    const decision = decideClientAuth({ ...base, hba });
    assert.deepEqual(
      decision.steps.flatMap((step) => (step.step === 'hba' ? [step.outcome] : [])),
      ['connection-type', 'address', 'database', 'user', 'match'],
    );
    assert.equal(decision.reason, 'hba-reject');
  });

  it('names files that the server refuses, pg_hba.conf first', () => {
    assert.equal(answer({ hba: 'bogus', ident: 'm a', ca: 'nothing' }), 'config-error config hba-file-refused');
    assert.equal(answer({ ident: 'm a', ca: 'nothing' }), 'config-error config ident-file-refused');
    assert.equal(answer({ ca: 'nothing' }), 'config-error config ca-file-refused');
    assert.equal(answer({ hba: '# nothing' }), 'config-error config hba-file-refused');
  });

  it('gets by with more lines, errors and names than a call has arguments', function () {
    this.timeout(20_000);
    const many = 150_000;
    assert.equal(answer({ hba: `${'local a a trust\n'.repeat(many)}${base.hba as string}` }), 'accept accept ok');
    assert.equal(answer({ hba: 'x\n'.repeat(many) }), 'config-error config hba-file-refused');
    assert.equal(answer({ ident: 'x\n'.repeat(many) }), 'config-error config ident-file-refused');
    assert.equal(answer({ hba: 'hostssl all @a all trust', included: { a: `${'x,'.repeat(many)}alice` } }), 'accept accept ok');
  });

  it('demands a certificate before anything else of the line', () => {
    assert.equal(answer({ hba: 'hostssl all all all cert' }), 'reject auth no-ca-store');
    assert.equal(answer({ hba: 'hostssl all all all reject clientcert=verify-ca' }), 'reject auth no-ca-store');
  });

  it('asks for facts about the network only where they decide', () => {
    assert.equal(answer({ hba: 'host all all samehost trust' }), 'config-error config network-facts-missing');
    assert.equal(answer({ hba: 'host all all .example.com trust' }), 'config-error config network-facts-missing');
    assert.equal(answer({ hba: 'host other all samenet trust\nhost all all all trust' }), 'accept accept ok');
    const network = { serverAddresses: ['192.0.2.1'], subnets: ['192.0.2.0/255.255.255.0'], clientNames: ['Web.Example.com'] };
    assert.equal(answer({ hba: 'host all all samehost trust', network }), 'reject hba no-hba-entry');
    assert.equal(answer({ hba: 'host all all samenet trust', network }), 'accept accept ok');
    assert.equal(answer({ hba: 'host all all .example.com trust', network }), 'accept accept ok');
    assert.equal(answer({ hba: 'host all all example.com trust', network }), 'reject hba no-hba-entry');
  });

  it('knows keywords, quotes and memberships', () => {
    const roles = { alice: { memberOf: ['staff'] }, staff: { memberOf: ['crew'] }, crew: {}, app: {} };
    assert.equal(answer({ hba: 'host all +crew all trust', roles }), 'accept accept ok');
    assert.equal(answer({ hba: 'host all "+crew" all trust', roles }), 'reject hba no-hba-entry');
    assert.equal(answer({ hba: 'host "all" all all trust', roles }), 'reject hba no-hba-entry');
    assert.equal(answer({ hba: 'host samerole all all trust', roles }), 'reject hba no-hba-entry');
    const connection = { ...base.connection, database: 'alice' };
    assert.equal(answer({ hba: 'host sameuser all all trust', roles, connection }), 'accept accept ok');
    assert.equal(answer({ hba: 'host samerole all all trust', roles, connection }), 'accept accept ok');
    assert.equal(answer({ hba: 'host all all all trust', connection: { ...connection, replication: true } }), 'reject hba no-hba-entry');
    assert.equal(answer({ hba: 'host replication all all trust', connection: { ...connection, replication: true } }), 'accept accept ok');
    assert.equal(answer({ hba: 'host /^ap /^al all trust', serverVersion: 16 }), 'accept accept ok');
    assert.equal(answer({ hba: 'host /^ap /^al all trust' }), 'reject hba no-hba-entry');
  });

  it('plays passwords, roles and databases through', () => {
    const hba = 'host all all all scram-sha-256';
    assert.equal(answer({ hba }), 'reject auth password-failed');
    assert.equal(answer({ hba, connection: { ...base.connection, password: 'right' } }), 'accept accept ok');
    assert.equal(answer({ hba, roles: {}, connection: { ...base.connection, password: 'right' } }), 'reject auth password-failed');
    assert.equal(answer({ roles: {} }), 'reject auth role-does-not-exist');
    assert.equal(answer({ roles: { alice: { canLogin: false } } }), 'reject auth role-cannot-login');
    assert.equal(answer({ databaseExists: false }), 'reject auth database-does-not-exist');
    assert.equal(answer({ hba: 'host all all all radius radiusservers=127.0.0.1 radiussecrets=s' }), 'reject auth method-not-modelled');
  });

  it('cuts the requested user to 63 octets', () => {
    const connection = { ...base.connection, user: 'x'.repeat(64) };
    assert.equal(answer({ hba: `host all ${'x'.repeat(63)} all trust`, connection }), 'accept accept ok');
  });

  it('refuses a certificate that does not decode', () => {
    const ca = ['-----BEGIN X509 CRL-----', 'MAA=', '-----END X509 CRL-----', ''].join('\n');
    assert.equal(answer({ ca }), 'config-error config ca-file-refused');
  });

  it('refuses versions it does not know', () => {
    throwsCode('bad-option', () => decideClientAuth({ ...base, serverVersion: 19 }));
  });

  it('explains itself', () => {
    const text = explainDecision(decideClientAuth({ ...base, hba: 'hostnossl all all all trust\nhostssl all all all cert' }));
    assert.deepEqual(text.split('\n'), [
      'rejected: the line demands a client certificate and ssl_ca_file is not set (no-ca-store)',
      '  ssl_ca_file is not set, so the server asks for no certificate',
      '  pg_hba.conf line 1 is for another kind of connection: hostnossl all all all trust',
      '  pg_hba.conf line 2 matches: hostssl all all all cert',
      '  the line demands a certificate (verify-full), and there is none',
    ]);
    const broken = explainDecision(decideClientAuth({ ...base, hba: 'bogus' }));
    assert.equal(broken.split('\n')[1], '  pg_hba.conf line 1: invalid connection type "bogus": bogus');
  });
});

describe('postgres/ident', () => {
  it('compares octets and case, line by line', () => {
    assert.equal(mapped('m alice alice', 'alice', 'alice'), 'match');
    assert.equal(mapped('m Alice alice', 'alice', 'alice'), 'no-match');
    assert.equal(mapped('M alice alice', 'alice', 'alice'), 'no-match');
    assert.equal(mapped('m x y\nm alice bob', 'alice', 'bob'), 'match');
  });

  it('replaces the first \\1 by the first group', () => {
    assert.equal(mapped('m /^(.*)@x$ \\1', 'alice@x', 'alice'), 'match');
    assert.equal(mapped('m /^(.*)$ \\1\\1', 'a', 'a\\1'), 'match');
    assert.equal(mapped('m /^(.*)@x$ \\2', 'alice@x', 'alice'), 'no-match');
    assert.equal(mapped('m /^.*$ \\1\nm alice alice', 'alice', 'alice'), 'usermap-backref-without-group');
    assert.equal(mapped('m /^alice(x)?$ \\1', 'alice', 'alice'), 'usermap-backref-without-group');
    assert.equal(mapped('m /^(.*)$ \\1', 'all', 'alice', 16), 'no-match');
  });

  it('gives the database field a meaning from 16 on', () => {
    for (const field of ['all', '+staff', '/^al']) {
      assert.equal(mapped(`m x ${field}`, 'x', 'alice', 15), 'no-match', field);
      assert.equal(mapped(`m x ${field}`, 'x', 'alice', 16), 'match', field);
    }
    assert.equal(mapped('m x "all"', 'x', 'alice', 16), 'no-match');
    assert.equal(mapped('m /^(x)$ /^\\1', 'x', 'alice', 16), 'no-match');
  });

  it('never guesses at what it does not support', () => {
    assert.equal(mapped('m /(?b)x x', 'x', 'x'), 'regex-not-supported');
    assert.equal(mapped('m /(.)* x', 'x'.repeat(100_000), 'x'), 'regex-too-complex');
  });
});
