/** One fault each, put into the healthy set-up: what the doctor has to say, and where. */
import { encodePem } from '../../lib/index.ts';
import { encryptPrivateKey } from '../../lib/keystore/index.ts';
import type { DiagnosisCode } from '../../lib/postgres/index.ts';
import { keyNamed, rawExtension, type TestSigner } from '../../lib/testing/index.ts';
import { DAY, ec, type Files, hashOf, type Health, keyPem, pem } from './doctor-health.ts';

/** A fault and what has to be found. */
export interface Fault {
  readonly name: string;
  readonly code: DiagnosisCode;
  /** Name in the data folder; empty: the folder itself. */
  readonly file: string;
  readonly line?: number;
  /** Modes of files, or of the folder by the empty name. */
  readonly modes?: Readonly<Record<string, number>>;
  /** A running server cannot take this at a reload by design: settings that want a restart. */
  readonly startOnly?: true;
  readonly hosts?: readonly string[];
  /** What follows from it and is found too. */
  readonly also?: readonly DiagnosisCode[];
  change?(health: Health): Files;
}

/** Lines behind the configuration. */
const conf =
  (...lines: readonly string[]) =>
  ({ files }: Health): Files => ({ 'postgresql.conf': `${files['postgresql.conf'] ?? ''}${lines.join('\n')}\n` });

/** The line behind the healthy configuration, which has 12. */
const NEXT = 13;

/** Lines in place of pg_hba.conf. */
const hba =
  (...lines: readonly string[]) =>
  (): Files => ({ 'pg_hba.conf': `${lines.join('\n')}\n` });

/** Lines behind those of pg_hba.conf, which has 3. */
const hbaToo =
  (...lines: readonly string[]) =>
  ({ files }: Health): Files => ({ 'pg_hba.conf': `${files['pg_hba.conf'] ?? ''}${lines.join('\n')}\n` });

const ident =
  (...lines: readonly string[]) =>
  (): Files => ({ 'pg_ident.conf': `${lines.join('\n')}\n` });

/** Another certificate of the server, with the healthy key. */
const server =
  (recipe: Partial<Parameters<Health['make']>[0]>) =>
  ({ make, root }: Health): Files => ({
    'server.crt': pem(
      make({
        subject: 'CN=localhost',
        issuer: root,
        names: [{ kind: 'dNSName', value: 'localhost' }],
        purposes: ['1.3.6.1.5.5.7.3.1'],
        ...recipe,
      }),
    ),
  });

const good = (files: Files, name: string): string => files[name] ?? '';

/** A block that is no certificate. */
const BROKEN = '-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n';

/** The name of a role that is too long by one octet. */
const LONG = 'r'.repeat(64);

/** All faults, by the part that is wrong. */
export const FAULTS: readonly Fault[] = [
  // postgresql.conf
  { name: 'a syntax error', code: 'conf-syntax-error', file: 'postgresql.conf', line: NEXT, change: conf('ssl_ciphers = = x') },
  {
    name: 'a name with a dot and no quotes',
    code: 'conf-syntax-error',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf('ssl_dh_params_file = dh.pem'),
  },
  { name: 'an unclosed quote', code: 'conf-syntax-error', file: 'postgresql.conf', line: NEXT, change: conf("ssl_ciphers = 'HIGH") },
  { name: 'an unknown setting', code: 'setting-unknown', file: 'postgresql.conf', line: NEXT, change: conf("ssl_ca_fiel = 'root.crt'") },
  {
    name: 'a boolean that is none',
    also: ['setting-repeated', 'hostssl-without-ssl'],
    code: 'setting-invalid',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf('ssl = maybe'),
  },
  {
    name: 'a protocol that is none',
    code: 'setting-invalid',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("ssl_min_protocol_version = 'SSLv3'"),
  },
  { name: 'a missing include', code: 'conf-include-missing', file: 'postgresql.conf', line: NEXT, change: conf("include 'absent.conf'") },
  {
    name: 'a missing folder of includes',
    code: 'conf-include-missing',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("include_dir 'absent.d'"),
  },
  {
    name: 'a file that includes itself',
    code: 'conf-include-recursion',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("include 'postgresql.conf'"),
  },
  {
    name: 'files that include each other',
    code: 'conf-include-too-deep',
    file: 'b.conf',
    line: 1,
    change: (health) => ({ ...conf("include 'a.conf'")(health), 'a.conf': "include 'b.conf'\n", 'b.conf': "include 'a.conf'\n" }),
  },
  {
    name: 'an error in postgresql.auto.conf',
    code: 'conf-syntax-error',
    file: 'postgresql.auto.conf',
    line: 2,
    change: () => ({ 'postgresql.auto.conf': "# by hand\nssl_ca_file 'root.crt' 'x'\n" }),
  },
  {
    name: 'a setting made twice',
    also: ['ca-not-set'],
    code: 'setting-repeated',
    file: 'postgresql.conf',
    line: 11,
    change: conf("ssl_ca_file = ''", "ssl_crl_file = ''"),
  },
  // the folder
  { name: 'a folder that the world may read', code: 'data-folder-mode', file: '', modes: { '': 0o755 }, startOnly: true },
  { name: 'a folder that the group may read', code: 'data-folder-group-readable', file: '', modes: { '': 0o750 } },
  {
    name: 'a folder without PG_VERSION',
    code: 'data-folder-invalid',
    file: 'PG_VERSION',
    startOnly: true,
    change: () => ({ PG_VERSION: null }),
  },
  {
    name: 'a folder of another version',
    code: 'version-mismatch',
    file: 'PG_VERSION',
    startOnly: true,
    change: () => ({ PG_VERSION: '13\n' }),
  },
  // settings
  {
    name: 'TLS off under hostssl lines',
    also: ['setting-repeated'],
    code: 'hostssl-without-ssl',
    file: 'pg_hba.conf',
    line: 2,
    change: conf('ssl = off'),
  },
  {
    name: 'an old version of TLS',
    code: 'tls-version-old',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("ssl_min_protocol_version = 'TLSv1'"),
  },
  {
    name: 'versions of TLS the wrong way round',
    code: 'protocol-range-invalid',
    file: 'postgresql.conf',
    change: conf("ssl_min_protocol_version = 'TLSv1.3'", "ssl_max_protocol_version = 'TLSv1.2'"),
  },
  { name: 'an unknown curve', code: 'curve-unknown', file: 'postgresql.conf', line: NEXT, change: conf("ssl_ecdh_curve = 'P-25519'") },
  { name: 'no cipher at all', code: 'ciphers-invalid', file: 'postgresql.conf', line: NEXT, change: conf("ssl_ciphers = 'NOTHING'") },
  {
    name: 'ciphers without encryption',
    code: 'cipher-without-encryption',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("ssl_ciphers = 'HIGH:eNULL:!aNULL'"),
  },
  {
    name: 'anonymous ciphers',
    code: 'cipher-without-authentication',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("ssl_ciphers = 'ALL'"),
  },
  { name: 'triple DES', code: 'cipher-weak', file: 'postgresql.conf', line: NEXT, change: conf("ssl_ciphers = 'HIGH:3DES:!aNULL'") },
  {
    name: 'a lowered security level',
    code: 'security-level-lowered',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("ssl_ciphers = 'HIGH:!aNULL:@SECLEVEL=0'"),
  },
  {
    name: 'passwords kept as MD5',
    code: 'passwords-kept-as-md5',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf('password_encryption = md5'),
  },
  {
    name: 'missing parameters of Diffie-Hellman',
    code: 'dh-params-missing',
    file: 'dh.pem',
    change: conf("ssl_dh_params_file = 'dh.pem'"),
  },
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
    file: 'server.crt',
    line: 1,
    change: ({ make }) => {
      const issuer = make({ subject: 'CN=Ed', ca: true, key: keyNamed('ed', 'ed25519') });
      return { 'server.crt': pem(make({ subject: 'CN=localhost', issuer, names: [{ kind: 'dNSName', value: 'localhost' }] })) };
    },
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
  // the CAs
  { name: 'no CA file', code: 'ca-missing', file: 'root.crt', change: () => ({ 'root.crt': null }) },
  { name: 'a CA file without certificate', code: 'ca-no-certificate', file: 'root.crt', change: () => ({ 'root.crt': 'nothing\n' }) },
  {
    name: 'a CA file with a broken block',
    code: 'ca-bad-block',
    file: 'root.crt',
    change: ({ files }) => ({ 'root.crt': good(files, 'root.crt') + BROKEN }),
  },
  {
    name: 'certificates asked for without CAs',
    also: ['setting-repeated'],
    code: 'ca-not-set',
    file: 'pg_hba.conf',
    line: 2,
    change: conf("ssl_ca_file = ''", "ssl_crl_file = ''"),
  },
  {
    name: 'a root that ended',
    code: 'ca-expired',
    file: 'root.crt',
    line: 1,
    change: ({ make, at, crl }) => {
      const old = make({ subject: 'CN=Old root', ca: true, notAfter: at - DAY / 2 });
      return { 'root.crt': pem(old), 'root.crl': crl({ issuer: old }) };
    },
  },
  {
    name: 'an old intermediate that shadows',
    code: 'ca-intermediate-shadows',
    file: 'root.crt',
    change: ({ files, make, root, at, crl }) => {
      const old = make({ subject: 'CN=Old', ca: true, issuer: root, notAfter: at - DAY / 2 });
      return { 'root.crt': good(files, 'root.crt') + pem(old), 'root.crl': good(files, 'root.crl') + crl({ issuer: old }) };
    },
  },
  {
    name: 'an intermediate without its root',
    also: ['ca-intermediate-listed'],
    code: 'ca-root-missing',
    file: 'root.crt',
    line: 1,
    change: ({ intermediate, crl }) => ({ 'root.crt': pem(intermediate), 'root.crl': crl({ issuer: intermediate }) }),
  },
  {
    name: 'a root for servers only',
    code: 'ca-not-for-clients',
    file: 'root.crt',
    line: 1,
    change: ({ make, crl }) => {
      const root = make({ subject: 'CN=Servers', ca: true, purposes: ['1.3.6.1.5.5.7.3.1'] });
      return { 'root.crt': pem(root), 'root.crl': crl({ issuer: root }) };
    },
  },
  { name: 'a root twice', code: 'ca-listed-twice', file: 'root.crt', change: ({ root }) => ({ 'root.crt': pem(root, root) }) },
  { name: 'a CA file that others may write', code: 'ca-file-writable', file: 'root.crt', modes: { 'root.crt': 0o666 } },
  // revocation
  { name: 'no CRL file', code: 'crl-missing', file: 'root.crl', change: () => ({ 'root.crl': null }) },
  { name: 'a CRL file without CRL', code: 'crl-none-found', file: 'root.crl', change: () => ({ 'root.crl': 'nothing\n' }) },
  {
    name: 'a broken CRL',
    code: 'crl-bad-block',
    file: 'root.crl',
    change: ({ files }) => ({ 'root.crl': good(files, 'root.crl') + BROKEN.replaceAll('CERTIFICATE', 'X509 CRL') }),
  },
  {
    name: 'no CRL for one CA',
    code: 'crl-missing-for-ca',
    file: 'postgresql.conf',
    line: 12,
    change: ({ files, make }) => ({ 'root.crt': good(files, 'root.crt') + pem(make({ subject: 'CN=Second', ca: true })) }),
  },
  {
    name: 'a stale CRL',
    code: 'crl-expired',
    file: 'root.crl',
    line: 1,
    change: ({ crl, at }) => ({ 'root.crl': crl({ nextUpdate: at - 1000 }) }),
  },
  {
    name: 'a CRL that ends soon',
    code: 'crl-expires-soon',
    file: 'root.crl',
    line: 1,
    change: ({ crl, at }) => ({ 'root.crl': crl({ thisUpdate: at - 28 * DAY, nextUpdate: at + 2 * DAY }) }),
  },
  {
    name: 'a CRL of the future',
    code: 'crl-not-yet-valid',
    file: 'root.crl',
    line: 1,
    change: ({ crl, at }) => ({ 'root.crl': crl({ thisUpdate: at + DAY }) }),
  },
  {
    name: 'a forged CRL',
    code: 'crl-signature-wrong',
    file: 'root.crl',
    line: 1,
    change: ({ crl }) => ({ 'root.crl': crl({ signedBy: ec('forger') }) }),
  },
  {
    name: 'a CA that may not sign CRLs',
    code: 'crl-issuer-may-not-sign',
    file: 'root.crl',
    line: 1,
    change: ({ make, crl }) => {
      const root = make({ subject: 'CN=Signs none', ca: true, usages: ['keyCertSign'] });
      return { 'root.crt': pem(root), 'root.crl': crl({ issuer: root }) };
    },
  },
  {
    name: 'a CRL with an unknown critical extension',
    also: ['crl-without-key-identifier'],
    code: 'crl-unknown-critical-extension',
    file: 'root.crl',
    line: 1,
    change: ({ crl, root }) => ({ 'root.crl': crl({ issuer: root, extensions: [rawExtension('1.2.3.4', Uint8Array.of(5, 0), true)] }) }),
  },
  {
    name: 'a revoked CA',
    code: 'crl-revokes-ca',
    file: 'root.crl',
    line: 1,
    change: ({ crl, root }) => ({ 'root.crl': crl({ revoked: [{ serialNumber: root.certificate.serialNumber }] }) }),
  },
  {
    name: 'a CRL without key identifier',
    code: 'crl-without-key-identifier',
    file: 'root.crl',
    line: 1,
    change: ({ crl }) => ({ 'root.crl': crl({ extensions: [] }) }),
  },
  {
    name: 'two CRLs of one issuer',
    code: 'crl-several-of-one-issuer',
    file: 'root.crl',
    change: ({ files, crl, at }) => ({ 'root.crl': good(files, 'root.crl') + crl({ thisUpdate: at - 2 * DAY }) }),
  },
  {
    name: 'a certificate among the CRLs',
    code: 'crl-holds-certificate',
    file: 'root.crl',
    change: ({ files, make }) => ({ 'root.crl': good(files, 'root.crl') + pem(make({ subject: 'CN=Stowaway', ca: true })) }),
  },
  { name: 'a CRL that others may write', code: 'crl-writable', file: 'root.crl', modes: { 'root.crl': 0o662 } },
  {
    name: 'CRLs without CAs',
    also: ['setting-repeated', 'ident-map-unused'],
    code: 'crl-without-ca',
    file: 'postgresql.conf',
    line: 12,
    change: (health) => ({ ...conf("ssl_ca_file = ''")(health), ...hba('hostssl all all 127.0.0.1/32 scram-sha-256')() }),
  },
  {
    name: 'a folder of CRLs that is missing',
    code: 'crl-folder-missing',
    file: 'postgresql.conf',
    line: NEXT,
    change: conf("ssl_crl_dir = 'crls'"),
  },
  {
    name: 'a CRL of a wrong name in its folder',
    also: ['crl-several-of-one-issuer'],
    code: 'crl-folder-name',
    file: 'crls/00000000.r0',
    change: (health) => ({
      ...conf("ssl_crl_dir = 'crls'")(health),
      'crls/00000000.r0': health.crl(),
      [`crls/${hashOf(health.root)}.r0`]: null,
    }),
  },
  // pg_hba.conf
  { name: 'no pg_hba.conf', code: 'hba-missing', file: 'pg_hba.conf', change: () => ({ 'pg_hba.conf': null }) },
  {
    name: 'an empty pg_hba.conf',
    also: ['ca-unused', 'ident-map-unused'],
    code: 'hba-empty',
    file: 'pg_hba.conf',
    change: hba('# nobody'),
  },
  {
    name: 'an address that is none',
    code: 'hba-line-refused',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('hostssl all all 10.0.0.0/33 cert'),
  },
  {
    name: 'no-verify',
    code: 'hba-line-refused',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('hostssl all all 172.16.0.0/12 scram-sha-256 clientcert=no-verify'),
  },
  {
    name: 'clientcert=1',
    code: 'hba-line-refused',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('hostssl all all 172.16.0.0/12 scram-sha-256 clientcert=1'),
  },
  {
    name: 'clientcert without TLS',
    code: 'hba-line-refused',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('host all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca'),
  },
  {
    name: 'a map for passwords',
    code: 'hba-line-refused',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('hostssl all all 172.16.0.0/12 scram-sha-256 clientcert=verify-full map=m'),
  },
  {
    name: 'a line behind one that takes all',
    code: 'hba-line-never-used',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('hostssl app alice 127.0.0.1/32 scram-sha-256'),
  },
  {
    name: 'plaintext in front of TLS',
    code: 'hba-plaintext-before-hostssl',
    file: 'pg_hba.conf',
    line: 1,
    change: ({ files }) => ({ 'pg_hba.conf': `host app all 10.1.0.0/16 scram-sha-256\n${good(files, 'pg_hba.conf')}` }),
  },
  {
    name: 'passwords that can be read',
    code: 'hba-password-readable',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('host all all 192.168.0.0/16 password'),
  },
  { name: 'MD5 without TLS', code: 'hba-password-as-md5', file: 'pg_hba.conf', line: 4, change: hbaToo('host all all 192.168.0.0/16 md5') },
  { name: 'trust in a network', code: 'hba-trust', file: 'pg_hba.conf', line: 4, change: hbaToo('hostssl all all 192.168.0.0/16 trust') },
  {
    name: 'an option without effect',
    code: 'hba-option-without-effect',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo('hostssl all all 192.168.0.0/16 reject clientcert=verify-full'),
  },
  {
    name: 'a role name that is too long',
    code: 'hba-role-too-long',
    file: 'pg_hba.conf',
    line: 4,
    change: hbaToo(`hostssl all ${LONG} 192.168.0.0/16 scram-sha-256`),
  },
  // pg_ident.conf
  { name: 'no pg_ident.conf', code: 'ident-missing', file: 'pg_ident.conf', change: () => ({ 'pg_ident.conf': null }) },
  {
    name: 'a map line that is too short',
    code: 'ident-line-refused',
    file: 'pg_ident.conf',
    line: 2,
    change: ident('m admin admin', 'm alice'),
  },
  {
    name: 'an expression that does not compile',
    code: 'ident-line-refused',
    file: 'pg_ident.conf',
    line: 2,
    change: ident('m admin admin', 'm /([a-z alice'),
  },
  {
    name: 'a map without lines',
    also: ['ident-map-unused'],
    code: 'ident-map-missing',
    file: 'pg_hba.conf',
    line: 2,
    change: ident('n admin admin'),
  },
  {
    name: 'a map that nobody uses',
    code: 'ident-map-unused',
    file: 'pg_ident.conf',
    line: 2,
    change: ident('m admin admin', 'n admin admin'),
  },
  {
    name: 'an expression without anchors',
    code: 'ident-regex-unanchored',
    file: 'pg_ident.conf',
    line: 1,
    change: ident('m /alice alice'),
  },
  { name: 'a group that is not there', code: 'ident-without-group', file: 'pg_ident.conf', line: 1, change: ident('m /^alice$ \\1') },
  { name: 'a mapped role that is too long', code: 'ident-role-too-long', file: 'pg_ident.conf', line: 1, change: ident(`m alice ${LONG}`) },
  // secrets
  {
    name: "the root's key",
    code: 'root-key-on-server',
    file: 'root.key',
    modes: { 'root.key': 0o600 },
    change: ({ root }) => ({ 'root.key': keyPem(root.key) }),
  },
  {
    name: "somebody's key for all to read",
    code: 'private-key-readable',
    file: 'alice.key',
    modes: { 'alice.key': 0o644 },
    change: () => ({ 'alice.key': keyPem(ec('alice')) }),
  },
  {
    name: 'a client whose name is too long',
    code: 'client-name-too-long',
    file: 'client.crt',
    line: 1,
    change: ({ make, root }) => ({ 'client.crt': pem(make({ subject: `CN=${LONG}`, issuer: root, purposes: ['1.3.6.1.5.5.7.3.2'] })) }),
  },
];

/** The server's key behind a passphrase, and lines of the configuration. */
function encryptedKey(...lines: readonly string[]): (health: Health) => Files {
  return (health) => {
    const key = (health.make({ subject: 'CN=localhost' }).key as TestSigner).privateKey;
    const der = encryptPrivateKey(key, 'secret', { random: (length) => new Uint8Array(length).fill(7), iterations: 2048 });
    return { ...conf(...lines)(health), 'server.key': encodePem('ENCRYPTED PRIVATE KEY', der) };
  };
}
