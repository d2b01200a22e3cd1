import assert from 'node:assert/strict';
import { encodePem } from '../../../../lib/asn1/pem.ts';
import { sha1 } from '../../../../lib/crypto/hash.ts';
import { encodePkcs8 } from '../../../../lib/keys/pkcs8.ts';
import { decideServerAuth } from '../../../../lib/postgres/libpq/decide-server.ts';
import type { ServerAuthInput } from '../../../../lib/postgres/libpq/options.ts';
import type { ServerDecision } from '../../../../lib/postgres/libpq/server-decision.ts';
import { explainServerDecision } from '../../../../lib/text/server-decision.ts';
import { nameHash } from '../../../../lib/x509/name-hash.ts';
import { AT, DAY, keyNamed, make, makeCrl, type Made } from '../../../support/chain-kit.ts';

const pem = (...certificates: readonly Made[]): string =>
  certificates.map(({ certificate }) => encodePem('CERTIFICATE', certificate.der)).join('');
const crlPem = (...recipes: readonly Parameters<typeof makeCrl>[0][]): string =>
  recipes.map((recipe) => encodePem('X509 CRL', makeCrl(recipe).der)).join('');

const root = make({ subject: 'CN=Root', ca: true, key: keyNamed('root', 'ec') });
const stranger = make({ subject: 'CN=Root', ca: true, key: keyNamed('stranger', 'ec') });
const names = [{ kind: 'dNSName' as const, value: 'db.example.com' }];
const leaf = make({ subject: 'CN=db', issuer: root, key: keyNamed('leaf', 'ec'), names });
const good: ServerAuthInput = {
  version: 15,
  host: 'db.example.com',
  hostaddr: '127.0.0.1',
  sslmode: 'verify-full',
  root: pem(root),
  chain: pem(leaf),
  at: AT,
};

/** `accept tls`, `accept plain` or the refusal. */
function outcome(change: Partial<ServerAuthInput>): string {
  const { decision, layer, reason, encrypted } = decideServerAuth({ ...good, ...change });
  return decision === 'accept' ? `accept ${encrypted === true ? 'tls' : 'plain'}` : `${layer} ${reason}`;
}

const chainOf = ({ steps }: ServerDecision): string | undefined => steps.find((step) => step.step === 'chain')?.reason;

describe('postgres/libpq/decide-server', () => {
  it('goes through the values of sslmode', () => {
    const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
    const row = (change: Partial<ServerAuthInput>): string[] => modes.map((sslmode) => outcome({ ...change, sslmode }));
    const [tls, plain] = ['accept tls', 'accept plain'];
    assert.deepEqual(row({}), [plain, plain, tls, tls, tls, tls]);
    assert.deepEqual(row({ host: 'other' }), [plain, plain, tls, tls, tls, 'host host-mismatch']);
    const refused = 'verify cert-verify-failed';
    assert.deepEqual(row({ root: pem(stranger) }), [plain, plain, plain, refused, refused, refused]);
    const missing = 'client root-file-missing';
    assert.deepEqual(row({ root: null }), [plain, plain, tls, tls, missing, missing]);
    const unreadable = 'client root-file-unreadable';
    assert.deepEqual(row({ root: 'nonsense' }), [plain, plain, plain, unreadable, unreadable, unreadable]);
    const without = 'server server-without-tls';
    assert.deepEqual(row({ chain: null }), [plain, plain, plain, without, without, without]);
    const noPlain = 'server server-refuses-plain';
    assert.deepEqual(row({ serverAcceptsPlain: false }), [noPlain, tls, tls, tls, tls, tls]);
    const noTls = 'server server-refuses-tls';
    assert.deepEqual(row({ serverAcceptsTls: false }), [plain, plain, plain, noTls, noTls, noTls]);
    assert.deepEqual(row({ chain: null, serverAcceptsPlain: false }), [noPlain, noPlain, noPlain, without, without, without]);
    assert.deepEqual(row({ chain: null, serverAcceptsPlain: false, version: 17 })[1], without);
    assert.deepEqual(row({ root: pem(stranger), serverAcceptsPlain: false })[2], noPlain);
  });

  it('takes no notice of sslmode on a socket', () => {
    for (const host of ['/run/postgresql', '@abstract', '']) {
      assert.equal(outcome({ host, hostaddr: '', root: null }), 'accept plain', host);
    }
    assert.equal(outcome({ host: '@abstract', hostaddr: '', version: 13 }), 'host host-mismatch');
    assert.equal(outcome({ host: '/run/postgresql' }), 'host host-mismatch');
    assert.equal(outcome({ host: '' }), 'host host-name-missing');
  });

  it('words a missing root as the version does', () => {
    const message = (version: number): string | undefined =>
      decideServerAuth({ ...good, version, root: null, paths: { root: '/r' } }).message;
    const start = 'root certificate file "/r" does not exist\nEither provide the file';
    assert.equal(message(15), `${start} or change sslmode to disable server certificate verification.`);
    assert.equal(
      message(16),
      `${start}, use the system's trusted roots with sslrootcert=system, or change sslmode to disable server certificate verification.`,
    );
  });

  it('knows sslrootcert=system from 16 on', () => {
    const system = { version: 16, root: 'system', systemRoots: pem(root) } as const;
    const { sslmode: _, ...rest } = good;
    assert.equal(decideServerAuth({ ...rest, ...system, host: 'other' }).layer, 'host');
    assert.equal(outcome(system), 'accept tls');
    assert.equal(outcome({ ...system, systemRoots: '' }), 'verify cert-verify-failed');
    // sslcrl is not read with it
    assert.equal(outcome({ ...system, crl: crlPem({ issuer: root, revoked: [leaf.certificate] }) }), 'accept tls');
    assert.equal(outcome({ ...system, version: 15 }), 'client root-file-missing');
    const weak = decideServerAuth({ ...good, ...system, sslmode: 'verify-ca' });
    assert.equal(weak.message, 'weak sslmode "verify-ca" may not be used with sslrootcert=system (use "verify-full")');
  });

  it('looks up CRLs where they load, and passes over those that do not', () => {
    const complete = crlPem({ issuer: root });
    assert.equal(outcome({ crl: complete }), 'accept tls');
    assert.equal(outcome({ crl: crlPem({ issuer: root, revoked: [leaf.certificate] }) }), 'verify cert-verify-failed');
    assert.equal(chainOf(decideServerAuth({ ...good, crl: crlPem({ issuer: stranger, issuerName: 'CN=Nobody' }) })), 'unable-to-get-crl');
    assert.equal(
      chainOf(decideServerAuth({ ...good, crl: crlPem({ issuer: root, nextUpdate: AT - DAY, thisUpdate: AT - 2 * DAY }) })),
      'crl-has-expired',
    );
    assert.equal(outcome({ crl: 'nonsense' }), 'accept tls');
    assert.equal(outcome({ crl: '' }), 'accept tls');
    const folder = { [`${nameHash(root.certificate.subject, sha1)}.r0`]: complete };
    assert.equal(outcome({ crlDir: folder }), 'accept tls');
    assert.equal(outcome({ crlDir: {} }), 'verify cert-verify-failed');
    assert.equal(outcome({ crlDir: {}, version: 13 }), 'accept tls');
    // a file that does not load takes the folder with it
    assert.equal(outcome({ crlDir: {}, crl: 'nonsense' }), 'accept tls');
    // the root's own list among the roots counts too
    assert.equal(outcome({ root: pem(root) + complete, crlDir: {} }), 'accept tls');
    // and a certificate among the CRLs is trusted
    assert.equal(outcome({ root: complete, crl: pem(root) }), 'accept tls');
  });

  it('cannot send a long host in the handshake', () => {
    const host = `${'a'.repeat(255)}b`;
    assert.equal(outcome({ host, sslmode: 'require' }), 'client invalid-sni-host-name');
    assert.equal(outcome({ host, sslmode: 'prefer' }), 'accept plain');
    assert.equal(outcome({ host: host.slice(1), sslmode: 'require' }), 'accept tls');
    assert.equal(outcome({ host, sslmode: 'require', sslsni: false }), 'accept tls');
    assert.equal(outcome({ host, sslmode: 'require', version: 13 }), 'accept tls');
    assert.equal(outcome({ host: '1.'.repeat(200), sslmode: 'require' }), 'accept tls');
    assert.equal(outcome({ host: `:${host}`, sslmode: 'require' }), 'accept tls');
  });

  it('judges the key file of a client certificate', () => {
    const key = encodePem('PRIVATE KEY', encodePkcs8(keyNamed('leaf', 'ec').privateKey));
    const stat = { kind: 'file', uid: 1000, gid: 1000, mode: 0o600 } as const;
    const reader = { euid: 1000, egids: [1000] };
    const client = (clientKey: NonNullable<ServerAuthInput['clientKey']>, more: Partial<ServerAuthInput> = {}): string =>
      outcome({ clientCertificate: pem(leaf), reader, clientKey, ...more });
    assert.equal(client({ stat, content: key }), 'accept tls');
    assert.equal(client({ stat, content: encodePkcs8(keyNamed('leaf', 'ec').privateKey) }), 'accept tls');
    assert.equal(client({ stat: { ...stat, mode: 0o640 }, content: key }), 'client key-group-or-world-access');
    assert.equal(client({ stat: { ...stat, uid: 0, mode: 0o640 } }), 'accept tls');
    assert.equal(client({ stat: { ...stat, kind: 'directory' } }), 'client key-not-regular-file');
    assert.equal(client({ stat: { error: 'ENOENT' } }), 'client key-missing');
    assert.equal(
      client({ stat, content: encodePem('PRIVATE KEY', encodePkcs8(keyNamed('x', 'ec').privateKey)) }),
      'client client-key-values-mismatch',
    );
    assert.equal(
      client({ stat, content: encodePem('PRIVATE KEY', encodePkcs8(keyNamed('x').privateKey)) }),
      'client client-no-certificate-assigned',
    );
    assert.equal(client({ stat, content: 'nonsense' }), 'client client-unsupported');
    assert.equal(client({ stat: { error: 'ENOENT' } }, { sslmode: 'prefer' }), 'accept plain');
    assert.equal(client({ stat: { error: 'ENOENT' } }, { version: 16, sslcertmode: 'disable' }), 'accept tls');
    assert.equal(outcome({ clientCertificate: 'nonsense' }), 'client client-no-start-line');
    assert.equal(outcome({ clientCertificate: null, clientKey: { stat: { error: 'ENOENT' } } }), 'accept tls');
  });

  it('wants a certificate to be sent with sslcertmode=require', () => {
    const required = { version: 16, sslcertmode: 'require' } as const;
    assert.equal(outcome(required), 'client client-cert-not-sent');
    assert.equal(outcome({ ...required, serverRequestsCertificate: false }), 'client client-cert-not-requested');
    assert.equal(outcome({ ...required, clientCertificate: pem(leaf) }), 'accept tls');
    // not the end of an attempt, but of all
    assert.equal(outcome({ ...required, sslmode: 'prefer' }), 'client client-cert-not-sent');
    assert.equal(outcome({ ...required, sslmode: 'allow' }), 'client client-cert-not-requested');
  });

  it('asks for a strict mode with sslnegotiation=direct', () => {
    const direct = { version: 17, sslnegotiation: 'direct' } as const;
    assert.equal(outcome(direct), 'accept tls');
    const { message } = decideServerAuth({ ...good, ...direct, sslmode: 'prefer' });
    assert.equal(
      message,
      'weak sslmode "prefer" may not be used with sslnegotiation=direct (use "require", "verify-ca", or "verify-full")',
    );
    assert.equal(decideServerAuth({ ...good, ...direct, chain: null }).message, undefined);
  });

  it('binds SCRAM to the certificate', () => {
    const ed25519 = make({ subject: 'CN=db.example.com', names: null });
    const scram = { scram: true, root: pem(ed25519), chain: pem(ed25519) } as const;
    const { reason, message } = decideServerAuth({ ...good, ...scram });
    assert.deepEqual([reason, message], ['channel-binding-undefined', 'could not find digest for NID UNDEF']);
    assert.equal(outcome({ ...scram, channelBinding: 'disable' }), 'accept tls');
    assert.equal(outcome({ ...scram, version: 12 }), 'client channel-binding-undefined');
    assert.equal(outcome({ scram: true, channelBinding: 'require' }), 'accept tls');
    assert.equal(outcome({ scram: true, channelBinding: 'require', sslmode: 'disable' }), 'client channel-binding-without-tls');
    assert.equal(outcome({ ...scram, sslmode: 'prefer' }), 'client channel-binding-undefined');
  });

  it('says when the server has no readable certificate', () => {
    assert.equal(outcome({ chain: 'nonsense' }), 'server server-certificate-unreadable');
    assert.equal(outcome({ chain: null, serverTls: true }), 'server server-certificate-unreadable');
    assert.equal(outcome({ serverTls: false }), 'server server-without-tls');
  });

  it('refuses parameters that a version does not know or take', () => {
    const options: readonly Partial<Record<keyof ServerAuthInput, unknown>>[] = [
      { version: 11 },
      { version: 15.5 },
      { sslmode: 'verify' },
      { version: 15, sslcertmode: 'allow' },
      { version: 16, sslnegotiation: 'postgres' },
      { version: 12, channelBinding: 'prefer' },
      { version: 13, sslsni: true },
      { version: 18, sslcertmode: 'always' },
    ];
    for (const option of options) assert.throws(() => decideServerAuth({ ...good, ...option } as ServerAuthInput), { code: 'bad-option' });
  });

  it('is put into words', () => {
    const explained = explainServerDecision(decideServerAuth({ ...good, host: 'other' }));
    assert.deepEqual(explained.split('\n'), [
      'no connection: no name of the certificate fits the host (host-mismatch)',
      '  libpq: server certificate for "db.example.com" does not match host name "other"',
      '  it tries with TLS',
      '  sslrootcert is there: the chain is judged by its 1 certificate',
      '  no client certificate',
      '  the chain verifies',
      '  the host is "other": no name of the certificate fits the host',
      '    dNSName "db.example.com" does not fit',
      "  the attempt with TLS fails at the server's name: no name of the certificate fits the host",
    ]);
    const words = (change: Partial<ServerAuthInput>): string => explainServerDecision(decideServerAuth({ ...good, ...change }));
    assert.match(words({}), /^connected with TLS; the server is verified\n/);
    assert.match(words({ sslmode: 'require', root: null }), /^connected with TLS; nobody has verified the server\n/);
    assert.match(
      words({ sslmode: 'prefer', root: pem(stranger) }),
      /^connected WITHOUT encryption\n[^]*does not verify: [a-z ]+ \([a-z-]+\) at depth/,
    );
    assert.match(words({ crl: 'x' }), /sslcrl does not load and is ignored/);
    assert.match(words({ hostaddr: '', host: '/tmp' }), /Unix-domain socket/);
  });
});
