/** Faults of the server's key and certificate, and what is sent with it. */
import { encodePublicKey } from '../../lib/keys/public-key.ts';
import { keyNamed, rawExtension } from '../../lib/testing/index.ts';
import { type Fault, BROKEN, conf, encryptedKey, good, server } from './doctor-fault.ts';
import { DAY, ec, keyPem, pem } from './doctor-health.ts';

/** One fault each. */
export const SERVER_FAULTS: readonly Fault[] = [
  // the key
  { name: 'no key', code: 'key-missing', file: 'server.key', change: () => ({ 'server.key': null }) },
  { name: 'a key that the world may read', code: 'key-group-or-world-access', file: 'server.key', modes: { 'server.key': 0o644 } },
  { name: 'a key that nobody may read', code: 'key-not-readable', file: 'server.key', modes: { 'server.key': 0o200 } },
  {
    name: 'a key file without a key',
    code: 'key-no-private-key',
    file: 'server.key',
    change: ({ files }) => ({ 'server.key': good(files, 'server.crt') }),
  },
  { name: "another's key", code: 'key-mismatch', file: 'server.key', change: () => ({ 'server.key': keyPem(ec('somebody')) }) },
  {
    name: 'a key of another kind',
    code: 'key-type-mismatch',
    file: 'server.key',
    change: () => ({ 'server.key': keyPem(keyNamed('somebody', 'ed25519')) }),
  },
  {
    name: 'a passphrase that nobody gives',
    also: ['passphrase-not-reloadable'],
    code: 'passphrase-unavailable',
    file: 'server.key',
    change: encryptedKey(),
  },
  {
    name: 'a wrong passphrase',
    code: 'passphrase-not-reloadable',
    file: 'server.key',
    change: encryptedKey("ssl_passphrase_command = 'echo secret'"),
  },
  {
    name: 'a key that anybody can compute',
    also: ['key-type-mismatch'],
    code: 'key-broken',
    file: 'server.crt',
    line: 1,
    change: server({ publicKey: encodePublicKey({ kind: 'rsa', n: 3n ** 1291n, e: 65_537n }) }),
  },
  {
    name: 'a passphrase command that fails',
    also: ['passphrase-not-reloadable'],
    code: 'passphrase-command-failed',
    file: 'server.key',
    change: encryptedKey("ssl_passphrase_command = 'false'"),
  },
  {
    name: 'a command that prints a wrong passphrase',
    code: 'passphrase-wrong',
    file: 'server.key',
    change: encryptedKey("ssl_passphrase_command = 'echo wrong'", 'ssl_passphrase_command_supports_reload = on'),
  },
  // the certificate
  { name: 'no certificate', code: 'cert-missing', file: 'server.crt', change: () => ({ 'server.crt': null }) },
  { name: 'a certificate file without PEM', code: 'cert-no-pem', file: 'server.crt', change: () => ({ 'server.crt': 'no PEM in here\n' }) },
  {
    name: 'a certificate cut off',
    code: 'cert-bad-pem',
    file: 'server.crt',
    line: 1,
    change: ({ files }) => ({ 'server.crt': good(files, 'server.crt').replace(/\n-----END[^]*$/, '\n') }),
  },
  {
    name: 'a broken block behind the certificate',
    code: 'cert-bad-der',
    file: 'server.crt',
    change: ({ files }) => ({ 'server.crt': good(files, 'server.crt') + BROKEN }),
  },
  {
    name: 'an expired certificate',
    code: 'certificate-expired',
    file: 'server.crt',
    line: 1,
    change: (health) => server({ notAfter: health.at - DAY / 2 })(health),
  },
  {
    name: 'a certificate that ends soon',
    code: 'certificate-expires-soon',
    file: 'server.crt',
    line: 1,
    change: (health) => server({ notAfter: health.at + 20 * DAY })(health),
  },
  {
    name: 'a certificate of the future',
    code: 'certificate-not-yet-valid',
    file: 'server.crt',
    line: 1,
    change: (health) => server({ notBefore: health.at + DAY })(health),
  },
  {
    name: 'a certificate for clients',
    code: 'certificate-not-for-servers',
    file: 'server.crt',
    line: 1,
    change: server({ purposes: ['1.3.6.1.5.5.7.3.2'] }),
  },
  {
    name: 'a key usage without signatures',
    code: 'certificate-cannot-sign',
    file: 'server.crt',
    line: 1,
    change: server({ usages: ['keyAgreement'] }),
  },
  {
    name: 'a CA as server',
    code: 'certificate-is-ca',
    file: 'server.crt',
    line: 1,
    change: server({ ca: true, usages: ['keyCertSign', 'digitalSignature'] }),
  },
  {
    name: 'a certificate of its own',
    code: 'certificate-self-signed',
    also: ['setting-repeated'],
    file: 'server.crt',
    line: 1,
    startOnly: true,
    change: (health) => ({
      ...conf("listen_addresses = '*'")(health),
      'server.crt': pem(health.make({ subject: 'CN=localhost', names: [{ kind: 'dNSName', value: 'localhost' }] })),
    }),
  },
  { name: 'a certificate without names', code: 'certificate-without-san', file: 'server.crt', line: 1, change: server({ names: null }) },
  {
    name: 'a certificate of another name',
    code: 'certificate-without-host',
    file: 'server.crt',
    line: 1,
    hosts: ['localhost'],
    change: server({ names: [{ kind: 'dNSName', value: 'db.example.com' }] }),
  },
  {
    name: 'a certificate without a hash of its own',
    code: 'certificate-breaks-channel-binding',
    also: ['chain-issuer-unknown'],
    file: 'server.crt',
    line: 1,
    change: ({ make }) => {
      const issuer = make({ subject: 'CN=Ed', ca: true, key: keyNamed('ed', 'ed25519') });
      return { 'server.crt': pem(make({ subject: 'CN=localhost', issuer, names: [{ kind: 'dNSName', value: 'localhost' }] })) };
    },
  },
  {
    name: 'a short key at a low level',
    also: ['cert-key-too-small', 'key-broken', 'security-level-lowered'],
    code: 'certificate-weak-key',
    file: 'server.crt',
    line: 1,
    change: (health) => ({
      ...conf("ssl_ciphers = 'HIGH:!aNULL:@SECLEVEL=0'")(health),
      ...server({ publicKey: encodePublicKey({ kind: 'rsa', n: (1n << 1023n) + 1_155n, e: 65_537n }) })(health),
    }),
  },
  {
    name: 'a weak digest at a low level',
    also: ['cert-digest-too-weak', 'security-level-lowered'],
    code: 'certificate-weak-digest',
    file: 'server.crt',
    line: 1,
    change: (health) => ({
      ...conf("ssl_ciphers = 'HIGH:!aNULL:@SECLEVEL=0'")(health),
      ...server({ algorithm: Uint8Array.of(0x30, 9, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1) })(health),
    }),
  },
  {
    name: 'a certificate file that the server may not read',
    code: 'cert-not-readable',
    file: 'server.crt',
    modes: { 'server.crt': 0o000 },
  },
  // the chain
  {
    name: 'a missing intermediate',
    also: ['crl-missing-for-intermediate'],
    code: 'chain-incomplete',
    file: 'server.crt',
    line: 1,
    change: (health) => ({ ...server({ issuer: health.intermediate })(health), 'clients.crt': pem(health.intermediate) }),
  },
  {
    name: 'a chain in the wrong order',
    also: ['crl-missing-for-intermediate'],
    code: 'chain-out-of-order',
    file: 'server.crt',
    change: (health) => {
      const lower = health.make({ subject: 'CN=Lower', ca: true, issuer: health.intermediate });
      const own = server({ issuer: lower })(health)['server.crt'] ?? '';
      return { 'server.crt': own + pem(health.intermediate, lower) };
    },
  },
  {
    name: 'a root that is sent',
    code: 'chain-root-sent',
    file: 'server.crt',
    change: ({ files, root }) => ({ 'server.crt': good(files, 'server.crt') + pem(root) }),
  },
  {
    name: 'a stranger that is sent',
    code: 'chain-unrelated',
    file: 'server.crt',
    change: ({ files, make }) => ({ 'server.crt': good(files, 'server.crt') + pem(make({ subject: 'CN=Stranger', ca: true })) }),
  },
  {
    name: 'an intermediate that is no CA',
    code: 'chain-not-a-ca',
    file: 'server.crt',
    change: (health) => {
      const pretender = health.make({ subject: 'CN=Leaf', issuer: health.root });
      return { 'server.crt': (server({ issuer: pretender })(health)['server.crt'] ?? '') + pem(pretender) };
    },
  },
  {
    name: 'an intermediate that ended',
    also: ['crl-missing-for-intermediate'],
    code: 'chain-expired',
    file: 'server.crt',
    change: (health) => {
      const old = health.make({ subject: 'CN=Old', ca: true, issuer: health.root, notAfter: health.at - DAY / 2 });
      return { 'server.crt': (server({ issuer: old })(health)['server.crt'] ?? '') + pem(old) };
    },
  },
  {
    name: 'a certificate of a CA that nobody knows',
    code: 'chain-issuer-unknown',
    file: 'server.crt',
    line: 1,
    change: (health) => server({ issuer: health.intermediate })(health),
  },
  {
    name: 'a certificate that its CA did not sign',
    code: 'chain-signature-wrong',
    file: 'server.crt',
    line: 1,
    change: server({ breakSignature: true }),
  },
  {
    name: 'a certificate with an unknown critical extension',
    code: 'chain-refused',
    file: 'server.crt',
    line: 1,
    change: server({ extensions: [rawExtension('1.2.3.4', Uint8Array.of(5, 0), true)] }),
  },
  {
    name: 'an intermediate that ends soon',
    also: ['crl-missing-for-intermediate'],
    code: 'chain-expires-soon',
    file: 'server.crt',
    change: (health) => {
      const old = health.make({ subject: 'CN=Old', ca: true, issuer: health.root, notAfter: health.at + 3 * DAY });
      return { 'server.crt': (server({ issuer: old })(health)['server.crt'] ?? '') + pem(old) };
    },
  },
  {
    name: 'an intermediate of the future',
    also: ['crl-missing-for-intermediate'],
    code: 'chain-not-yet-valid',
    file: 'server.crt',
    change: (health) => {
      const young = health.make({ subject: 'CN=Young', ca: true, issuer: health.root, notBefore: health.at + DAY });
      return { 'server.crt': (server({ issuer: young })(health)['server.crt'] ?? '') + pem(young) };
    },
  },
  {
    name: 'an extension that does not decode',
    code: 'cert-invalid-extension',
    file: 'server.crt',
    change: server({ extensions: [rawExtension('2.5.29.19', Uint8Array.of(5, 0), true)] }),
  },
];
