import assert from 'node:assert/strict';
import type { Verdict } from '../../../lib/path/types.ts';
import type { DecisionStep } from '../../../lib/postgres/login/decision.ts';
import { decideClientAuth } from '../../../lib/postgres/login/decide.ts';
import type { LoginInput } from '../../../lib/postgres/login/login.ts';
import { checkMap, parseIdent } from '../../../lib/postgres/access/ident.ts';
import type { RoleFacts } from '../../../lib/postgres/access/roles.ts';
import { explainDecision } from '../../../lib/text/decision.ts';
import { throwsCode } from '../../support/throws.ts';

const base: LoginInput = {
  serverVersion: 15,
  ca: null,
  chain: null,
  hba: 'hostssl all all all trust',
  connection: { type: 'hostssl', address: '192.0.2.7', database: 'app', user: 'alice' },
};

const refusal: Verdict = {
  ok: false,
  reason: { code: 'cert-has-expired', severity: 'error', index: 1, rfc: 'OpenSSL X509_verify_cert' },
  attempts: [],
  findings: [],
  work: { signatures: 0, steps: 0, comparisons: 0 },
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
    assert.equal(answer({ hba: 'host /^ap /^al all trust', serverVersion: 16 }), 'accept accept ok');
    assert.equal(answer({ hba: 'host /^ap /^al all trust' }), 'reject hba no-hba-entry');
  });

  it('takes connections for replication by their own keyword and right', () => {
    const physical = { ...base.connection, database: 'gone', replication: true };
    const logical = { ...physical, replication: 'database' as const };
    const may = { alice: { canReplicate: true } };
    const replication = 'host replication all all trust';
    assert.equal(answer({ hba: replication, connection: physical, roles: may, databaseExists: false }), 'accept accept ok');
    assert.equal(answer({ hba: replication, connection: physical, roles: { alice: { superuser: true } } }), 'accept accept ok');
    assert.equal(answer({ hba: replication, connection: physical, roles: { alice: {} } }), 'reject auth replication-not-allowed');
    assert.equal(answer({ hba: replication, connection: physical }), 'config-error config role-facts-missing');
    assert.equal(answer({ connection: physical, roles: may }), 'reject hba no-hba-entry');
    assert.equal(answer({ hba: replication, connection: logical, roles: may }), 'reject hba no-hba-entry');
    assert.equal(answer({ connection: logical, roles: may, databaseExists: false }), 'reject auth database-does-not-exist');
    assert.equal(answer({ connection: logical, roles: { alice: {} } }), 'reject auth replication-not-allowed');
    const nameless = { ...logical, database: '' };
    assert.equal(answer({ connection: nameless, roles: may }), 'config-error config replication-without-database');
  });

  it('knows sockets, GSSAPI encryption and the names that the system gives', () => {
    const local = { ...base.connection, type: 'local' as const };
    assert.equal(answer({ hba: 'local all all trust', connection: local }), 'accept accept ok');
    assert.equal(answer({ hba: 'host all all all trust', connection: local }), 'reject hba no-hba-entry');
    const peer = { hba: 'local all all peer map=m', ident: 'm root alice', connection: { ...local, systemUser: 'root' } };
    assert.equal(answer(peer), 'accept accept ok');
    assert.equal(answer({ ...peer, hba: 'local all all peer' }), 'reject auth user-name-mismatch');
    assert.equal(answer({ ...peer, connection: local }), 'config-error config system-user-missing');
    const encrypted = { ...base.connection, type: 'hostgssenc' as const };
    assert.equal(answer({ hba: 'hostgssenc all all all reject', connection: encrypted }), 'reject hba hba-reject');
    assert.equal(answer({ hba: 'hostssl all all all trust', connection: encrypted }), 'reject hba no-hba-entry');
    assert.equal(answer({ connection: encrypted, build: { gss: false } }), 'config-error config gss-not-in-build');
  });

  it('never decides what contradicts itself or lacks a fact', () => {
    const connection = base.connection;
    assert.equal(answer({ connection: { ...connection, user: 'a\0b' } }), 'config-error config name-with-nul');
    assert.equal(answer({ connection: { ...connection, address: 'localhost' } }), 'config-error config client-address-unreadable');
    assert.equal(answer({ serverVersion: 13, crlDir: {} }), 'config-error config crl-dir-not-in-version');
    assert.equal(answer({ connection: { ...connection, user: '' } }), 'reject auth no-user-requested');
    assert.equal(answer({ hba: 'host all +staff all trust' }), 'reject hba no-hba-entry');
    assert.equal(answer({ hba: 'host all +staff,alice all trust' }), 'accept accept ok');
    assert.equal(answer({ hba: 'host sameuser all all trust', connection: { ...connection, database: '' } }), 'accept accept ok');
    assert.equal(answer({ ca: null, crl: 'nothing' }), 'config-error config crl-file-refused');
  });

  it('plays passwords, roles and databases through', () => {
    const hba = 'host all all all scram-sha-256';
    assert.equal(answer({ hba }), 'reject auth password-failed');
    assert.equal(answer({ hba, connection: { ...base.connection, password: 'right' } }), 'accept accept ok');
    assert.equal(answer({ hba, roles: {}, connection: { ...base.connection, password: 'right' } }), 'reject auth password-failed');
    assert.equal(answer({ roles: {} }), 'reject auth role-does-not-exist');
    assert.equal(answer({ roles: { alice: { canLogin: false } } }), 'reject auth role-cannot-login');
    assert.equal(answer({ databaseExists: false }), 'reject auth database-does-not-exist');
    const radius = 'host all all all radius radiusservers=127.0.0.1 radiussecrets=s';
    assert.equal(answer({ hba: radius }), 'config-error config method-not-modelled');
  });

  it('knows which stored password answers for which method', () => {
    const connection = { ...base.connection, password: 'right' as const };
    const methods = ['password', 'md5', 'scram-sha-256'];
    const answers = (facts: RoleFacts): string[] =>
      methods.map((method) => answer({ hba: `host all all all ${method}`, connection, roles: { alice: facts } }).split(' ')[0] as string);
    assert.deepEqual(answers({}), ['accept', 'accept', 'accept']);
    assert.deepEqual(answers({ password: 'md5' }), ['accept', 'accept', 'reject']);
    assert.deepEqual(answers({ password: null }), ['reject', 'reject', 'reject']);
    assert.deepEqual(answers({ passwordExpired: true }), ['reject', 'reject', 'reject']);
    const { authenticated } = decideClientAuth({ ...base, hba: 'host all all all md5', connection });
    assert.equal(authenticated, 'alice');
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
      '  to do: set ssl_ca_file in postgresql.conf to a file with the roots of the clients, and reload the server',
    ]);
    const steps: DecisionStep[] = [
      { step: 'chain', ok: false, reason: 'cert-has-expired', depth: 1, subject: 'CN=Old CA', verdict: refusal },
    ];
    assert.deepEqual(explainDecision({ decision: 'reject', layer: 'verify', reason: 'cert-has-expired', steps }).split('\n'), [
      'rejected: a certificate has expired (cert-has-expired)',
      "  the chain does not verify: a certificate has expired (OpenSSL error 10 at depth 1, the certificate 1 above the client's CN=Old CA: certificate has expired)",
      '  to do: put the renewed CA in its place where it comes from: the file that the client sends, or ssl_ca_file, which counts first',
    ]);
    const broken = explainDecision(decideClientAuth({ ...base, hba: 'bogus' }));
    assert.equal(broken.split('\n')[1], '  pg_hba.conf line 1: invalid connection type "bogus": bogus');
  });

  it('explains files that would disturb a terminal, cut and escaped', () => {
    const hba = `\u001b[2J ${'x'.repeat(1_000_000)}`;
    const text = explainDecision(decideClientAuth({ ...base, hba }));
    assert.match(text, /\\u\{1b\}\[2J/);
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
    assert.ok(text.length < 2000, String(text.length));
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

  it('never guesses at what takes it too long', () => {
    assert.equal(mapped('m /(?b)^x\\{1\\}$ x', 'x', 'x'), 'match');
    assert.equal(mapped('m /(.)* x', 'x'.repeat(100_000), 'x'), 'regex-too-complex');
  });
});
