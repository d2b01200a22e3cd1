/** Faults of CAs and revocation lists, by which clients are judged. */
import { encodePublicKey } from '../../lib/keys/public-key.ts';
import { rawExtension } from '../../lib/testing/index.ts';
import { type Fault, BROKEN, conf, good, hba, NEXT, server } from './doctor-fault.ts';
import { DAY, ec, type Files, hashOf, type Health, makeHealth, pem } from './doctor-health.ts';

/** Another CA behind the healthy one, with its CRL. */
const caToo =
  (recipe: (health: Health) => Partial<Parameters<Health['make']>[0]>) =>
  (health: Health): Files => {
    const added = health.make({ subject: 'CN=Another', ca: true, ...recipe(health) });
    return {
      'root.crt': good(health.files, 'root.crt') + pem(added),
      'root.crl': good(health.files, 'root.crl') + health.crl({ issuer: added }),
    };
  };

/** A second CRL without a first one, by the hash of CN=Root. */
const CRL_BEHIND_GAP = `crls/${hashOf(makeHealth(0).root)}.r1`;

/** One fault each. */
export const CLIENTS_FAULTS: readonly Fault[] = [
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
  {
    name: 'a root that ends soon',
    code: 'ca-expires-soon',
    file: 'root.crt',
    change: caToo((health) => ({ notAfter: health.at + 3 * DAY })),
  },
  {
    name: 'a root of the future',
    code: 'ca-not-yet-valid',
    file: 'root.crt',
    change: caToo((health) => ({ notBefore: health.at + DAY })),
  },
  {
    name: 'a root with an unknown critical extension',
    code: 'ca-unknown-critical-extension',
    file: 'root.crt',
    change: caToo(() => ({
      extensions: [rawExtension('1.2.3.4', Uint8Array.of(5, 0), true)],
    })),
  },
  {
    name: 'a root that is no CA',
    code: 'ca-not-a-ca',
    file: 'root.crt',
    change: caToo(() => ({ ca: false, usages: ['keyCertSign', 'cRLSign'] })),
  },
  {
    name: 'a root with a short key',
    code: 'ca-key-too-small',
    file: 'root.crt',
    change: caToo(() => ({
      publicKey: encodePublicKey({ kind: 'rsa', n: (1n << 1023n) + 1_155n, e: 65_537n }),
      subject: 'CN=Short',
    })),
  },
  {
    name: 'two roots of one name',
    code: 'ca-same-name',
    file: 'root.crt',
    change: ({ files, make }) => ({
      'root.crt': good(files, 'root.crt') + pem(make({ subject: 'CN=Root', ca: true, key: ec('other'), bare: true })),
    }),
  },
  {
    name: 'an intermediate that will shadow soon',
    code: 'ca-intermediate-shadows-soon',
    file: 'root.crt',
    change: caToo((health) => ({ issuer: health.root, notAfter: health.at + 3 * DAY })),
  },
  {
    name: 'CRLs among the CAs',
    code: 'ca-file-holds-crl',
    file: 'root.crt',
    change: ({ files }) => ({
      'postgresql.conf': good(files, 'postgresql.conf').replace("ssl_crl_file = 'root.crl'\n", ''),
      'root.crt': good(files, 'root.crt') + good(files, 'root.crl'),
    }),
  },
  { name: 'a CA file that the server may not read', code: 'ca-not-readable', file: 'root.crt', modes: { 'root.crt': 0o000 } },
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
  {
    name: 'a CRL that never ends',
    code: 'crl-without-next-update',
    file: 'root.crl',
    line: 1,
    change: ({ crl }) => ({ 'root.crl': crl({ nextUpdate: null }) }),
  },
  {
    name: 'a delta CRL',
    also: ['crl-without-key-identifier'],
    code: 'crl-delta',
    file: 'root.crl',
    line: 1,
    change: ({ crl }) => ({ 'root.crl': crl({ extensions: [rawExtension('2.5.29.27', Uint8Array.of(2, 1, 1), true)] }) }),
  },
  {
    name: 'a CRL of clients only',
    also: ['crl-without-key-identifier'],
    code: 'crl-scope',
    file: 'root.crl',
    line: 1,
    change: ({ crl }) => ({ 'root.crl': crl({ extensions: [rawExtension('2.5.29.28', Uint8Array.of(0x30, 3, 0x81, 1, 0xff), true)] }) }),
  },
  {
    name: 'a CRL behind a gap in its folder',
    also: ['crl-several-of-one-issuer'],
    code: 'crl-folder-gap',
    file: CRL_BEHIND_GAP,
    change: (health) => ({ ...conf("ssl_crl_dir = 'crls'")(health), [CRL_BEHIND_GAP]: health.crl() }),
  },
  {
    name: 'a revoked certificate of the server',
    code: 'crl-revokes-server',
    file: 'root.crl',
    line: 1,
    change: (health) => ({
      ...server({ serialNumber: Uint8Array.of(77) })(health),
      'root.crl': health.crl({ revoked: [{ serialNumber: Uint8Array.of(77) }] }),
    }),
  },
  { name: 'a CRL file that the server may not read', code: 'crl-not-readable', file: 'root.crl', modes: { 'root.crl': 0o000 } },
];
