/** What a server does with its TLS files: the order of the steps, and what each of them says. */
import assert from 'node:assert/strict';
import { encodePem } from '../../../lib/asn1/pem.ts';
import { encodePkcs8 } from '../../../lib/keys/pkcs8.ts';
import { parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encryptPrivateKey } from '../../../lib/keystore/encrypted-key.ts';
import { selectCiphers } from '../../../lib/postgres/server/cipher-list.ts';
import { decideServerFiles, type ServerFilesInput } from '../../../lib/postgres/server/server-files.ts';
import { keyNamed, makeCertificate, makeCrl } from '../../../lib/testing/index.ts';

const signer = keyNamed('server', 'ec');
const made = makeCertificate({ subject: 'CN=db.example', key: signer });
const { certificate } = made;
const CERT = encodePem('CERTIFICATE', certificate.der);
const DER_KEY = encodePkcs8(signer.privateKey);
const KEY = encodePem('PRIVATE KEY', DER_KEY);
const LOCKED = encodePem(
  'ENCRYPTED PRIVATE KEY',
  encryptPrivateKey(parsePrivateKey(DER_KEY), 'secret', { random: (length) => new Uint8Array(length).fill(7), iterations: 1000 }),
);
const CRL = encodePem('X509 CRL', makeCrl({ issuer: made }).der);
const GOOD = { 'server.crt': CERT, 'server.key': KEY };

type Change = Partial<ServerFilesInput>;

/** Outcome and reason at start and at reload. */
function decide(change: Change): string {
  const input: ServerFilesInput = { version: 15, settings: {}, files: GOOD, ...change };
  const [start, reload] = [decideServerFiles(input, 'start'), decideServerFiles(input, 'reload')];
  return start.reason === reload.reason
    ? `${start.outcome} ${reload.outcome} ${start.reason}`
    : `${start.outcome} ${start.reason}, ${reload.outcome} ${reload.reason}`;
}

const refusals: readonly (readonly [reason: string, change: Change])[] = [
  ['cert-missing', { files: {} }],
  ['cert-missing', { settings: { ssl_cert_file: '' } }],
  ['cert-not-readable', { files: { ...GOOD, 'server.crt': { error: 'EACCES' } } }],
  ['cert-no-pem', { files: { ...GOOD, 'server.crt': certificate.der } }],
  ['cert-bad-pem', { files: { ...GOOD, 'server.crt': CERT.replace(/-----END.*/, '') } }],
  ['cert-bad-der', { files: { ...GOOD, 'server.crt': CERT + encodePem('CERTIFICATE', Uint8Array.of(1, 2, 3)) } }],
  ['key-missing', { files: { 'server.crt': CERT } }],
  ['key-group-or-world-access', { stats: { 'server.key': { kind: 'file', uid: 5, gid: 5, mode: 0o640 } } }],
  ['key-wrong-owner', { stats: { 'server.key': { kind: 'file', uid: 5, gid: 5, mode: 0o600 } }, user: { euid: 6, egids: [] } }],
  ['key-no-private-key', { files: { ...GOOD, 'server.key': '' } }],
  ['key-no-private-key', { files: { ...GOOD, 'server.key': DER_KEY } }],
  ['protocol-range-invalid', { settings: { ssl_min_protocol_version: 'TLSv1.3', ssl_max_protocol_version: 'TLSv1.2' } }],
  ['curve-unknown', { settings: { ssl_ecdh_curve: 'P-256' } }],
  ['curve-unknown', { version: 18, settings: { ssl_groups: 'X25519:nosuch' } }],
  ['ciphers-invalid', { settings: { ssl_ciphers: 'NOSUCH' } }],
  ['ca-missing', { settings: { ssl_ca_file: 'ca' } }],
  ['ca-no-certificate', { settings: { ssl_ca_file: 'ca' }, files: { ...GOOD, ca: CRL } }],
  ['ca-no-certificate', { settings: { ssl_ca_file: 'ca' }, files: { ...GOOD, ca: CERT.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE') } }],
  ['ca-bad-block', { settings: { ssl_ca_file: 'ca' }, files: { ...GOOD, ca: CERT + encodePem('X509 CRL', Uint8Array.of(1, 0)) } }],
  ['ca-bad-block', { settings: { ssl_ca_file: 'ca' }, files: { ...GOOD, ca: CERT + encodePem('EC PRIVATE KEY', Uint8Array.of(1, 0)) } }],
  ['crl-missing', { settings: { ssl_crl_file: 'crl' } }],
  ['crl-none-found', { settings: { ssl_crl_file: 'crl' }, files: { ...GOOD, crl: KEY } }],
  ['crl-bad-block', { settings: { ssl_crl_file: 'crl' }, files: { ...GOOD, crl: CRL.replace('END X509 CRL', 'END CRL') } }],
];

describe('postgres/server-files', () => {
  for (const [reason, change] of refusals)
    it(`${reason}: ${JSON.stringify(change.settings ?? {})}`, () => assert.equal(decide(change), `refused kept-old ${reason}`));

  it('takes good files, in combination with CA and CRL files too', () => {
    assert.equal(decide({}), 'up applied ok');
    assert.equal(
      decide({ settings: { ssl_ca_file: 'ca', ssl_crl_file: 'crl', ssl_crl_dir: 'none' }, files: { ...GOOD, ca: CERT + CRL, crl: CRL } }),
      'up applied ok',
    );
    assert.equal(decide({ files: { 'server.crt': CERT + KEY, 'server.key': CERT + KEY } }), 'up applied ok');
  });

  it('knows what loads and can shake no hands', () => {
    assert.equal(decide({ settings: { ssl: 'off' } }), 'up-but-no-tls applied-but-no-tls ssl-off');
    assert.equal(decide({ settings: { ssl_ecdh_curve: 'secp256k1' } }), 'up-but-no-tls applied-but-no-tls no-common-group');
    assert.equal(
      decide({ settings: { ssl_max_protocol_version: 'TLSv1.2', ssl_ciphers: 'aRSA' } }),
      'up-but-no-tls applied-but-no-tls no-common-cipher',
    );
    assert.equal(
      decide({ settings: { ssl_ciphers: 'HIGH:@SECLEVEL=5' } }),
      'up-but-no-tls applied-but-no-tls certificate-below-security-level',
    );
  });

  it('has its rules for passphrases', () => {
    const files = { ...GOOD, 'server.key': LOCKED };
    const reloadable = { ssl_passphrase_command: 'cmd %p 100%%', ssl_passphrase_command_supports_reload: 'on' };
    const told = { status: 0, output: 'secret\r\nmore\n' };
    assert.equal(decide({ files }), 'refused passphrase-unavailable, kept-old passphrase-not-reloadable');
    assert.equal(
      decide({ files, settings: { ssl_passphrase_command: 'cmd' }, passphrase: told }),
      'up ok, kept-old passphrase-not-reloadable',
    );
    assert.equal(decide({ files, settings: reloadable, passphrase: told }), 'up applied ok');
    assert.equal(
      decide({ files, settings: reloadable, passphrase: { status: 0, output: ' secret' } }),
      'refused kept-old passphrase-wrong',
    );
    assert.equal(decide({ files, settings: reloadable }), 'refused kept-old passphrase-unknown');
    const failed: ServerFilesInput = { version: 15, files, settings: reloadable, passphrase: { status: 1, output: 'secret' } };
    assert.equal(decideServerFiles(failed, 'start').message, 'command "cmd Enter PEM pass phrase: 100%" failed');
    assert.equal(decideServerFiles(failed, 'reload').reason, 'passphrase-command-failed');
  });

  it('compares key and certificate', () => {
    const other = (kind: 'ec' | 'ed25519'): string => encodePem('PRIVATE KEY', encodePkcs8(keyNamed('other', kind).privateKey));
    assert.equal(decide({ files: { ...GOOD, 'server.key': other('ec') } }), 'refused kept-old key-mismatch');
    assert.equal(decide({ files: { ...GOOD, 'server.key': other('ed25519') } }), 'refused kept-old key-type-mismatch');
  });

  it('words messages as the server does', () => {
    const { message, steps } = decideServerFiles({ version: 15, settings: { ssl_ca_file: 'ca' }, files: { ...GOOD, ca: '' } }, 'start');
    assert.equal(message, 'could not load root certificate file "ca": no certificate or crl found');
    assert.deepEqual(
      steps.map(({ setting, reason }) => `${setting} ${reason}`),
      ['ssl_cert_file ok', 'ssl_key_file ok', 'ssl_ca_file ca-no-certificate'],
    );
  });

  it('reads cipher strings', () => {
    assert.equal(selectCiphers('ECDHE-RSA-AES128-SHA:NOSUCH')?.suites.length, 1);
    assert.equal(selectCiphers('ALL:!ALL'), undefined);
    assert.equal(selectCiphers('AES128_SHA'), undefined);
    assert.equal(selectCiphers('HIGH:@SECLEVEL=9'), undefined);
    assert.equal(selectCiphers('HIGH:@SECLEVEL=1')?.securityLevel, 1);
    assert.equal(
      selectCiphers('eNULL+aRSA')?.suites.every(({ encryption }) => encryption === 'NULL'),
      true,
    );
  });
});
