/** The doctor on files in memory: nothing in a healthy set-up, each fault by itself, other platforms and versions, files alone. */
import assert from 'node:assert/strict';
import {
  diagnose,
  type Diagnosis,
  type DoctorInput,
  filesToRead,
  type FileStat,
  findPlaces,
  predictReload,
  predictStart,
} from '../../../../lib/postgres/index.ts';
import { explainDiagnosis } from '../../../../lib/text/index.ts';
import { DIAGNOSES } from '../../../../lib/postgres/doctor/codes.ts';
import { type Fault, FAULTS } from '../../../support/doctor-faults.ts';
import { DAY, type Files, makeHealth, pem } from '../../../support/doctor-health.ts';

const AT = 1_800_000_000_000;
const health = makeHealth(AT);

/** What a program would gather of a data folder `/pg`. */
function inputOf({ change, modes = {}, hosts }: Partial<Fault> = {}, more: Partial<DoctorInput> = {}): DoctorInput {
  const files: Record<string, string> = {};
  const stats: Record<string, FileStat> = { '/pg': { kind: 'directory', uid: 26, gid: 26, mode: modes[''] ?? 0o700 } };
  for (const [name, text] of Object.entries({ PG_VERSION: '15\n', ...health.files, ...change?.(health) })) {
    stats[`/pg/${name}`] = text === null ? { error: 'ENOENT' } : { kind: 'file', uid: 26, gid: 26, mode: modes[name] ?? 0o600 };
    if (text !== null) files[`/pg/${name}`] = text;
  }
  if (!Object.keys(files).some((path) => path.startsWith('/pg/crls/'))) stats['/pg/crls'] = { error: 'ENOENT' };
  const further = Object.keys(files).filter((path) => /\.(?:crt|key|txt)$/.test(path));
  return { at: AT, version: 15, folder: '/pg', files, stats, further, ...(hosts === undefined ? {} : { hosts }), ...more };
}

/**
 * Codes that no fault of the table brings about: other platforms, versions, users and builds, which the tests below have, and keys that this library makes none of
 * (secp256k1, X25519; test/unit/postgres/server-files*.test.ts).
 */
const ELSEWHERE: readonly string[] = [
  'conf-too-large',
  'data-folder-missing',
  'version-unknown',
  'key-not-accessible',
  'key-not-regular-file',
  'key-wrong-owner',
  'passphrase-never-reloadable',
  'cert-key-unusable',
  'certificate-below-security-level',
  'server-key-unusable-in-tls',
  'hba-gss-not-in-build',
];

const codesOf = (diagnoses: readonly Diagnosis[]): string[] => [...new Set(diagnoses.map(({ code }) => code))].sort();

/** Codes of a healthy set-up with other lines in one of its files. */
function codesWith(file: string, text: string, more: Partial<DoctorInput> = {}): string[] {
  return codesOf(diagnose(inputOf({ change: () => ({ [file]: text }) }, more)));
}

const lines = (...added: readonly string[]): string => `${health.files['postgresql.conf'] ?? ''}${added.join('\n')}\n`;

describe('diagnose', function () {
  this.timeout(20_000);

  it('finds nothing in a healthy folder, of any version', () => {
    for (let version = 12; version <= 18; version++) {
      const input = inputOf({ hosts: ['localhost'], change: () => ({ PG_VERSION: `${version}\n` }) }, { version });
      assert.deepEqual(diagnose(input), []);
      assert.deepEqual(predictStart(input), { outcome: 'starts', tls: 'on', maps: 'loaded' });
      assert.deepEqual(predictReload(input), { settings: 'applied', hba: 'applied', maps: 'applied', tls: 'applied', because: [] });
      assert.deepEqual(filesToRead(input), []);
    }
  });

  for (const fault of FAULTS) {
    it(`${fault.name}: ${fault.code} and nothing else`, () => {
      const found = diagnose(inputOf(fault));
      assert.deepEqual(codesOf(found), [fault.code, ...(fault.also ?? [])].sort());
      const path = fault.file === '' ? '/pg' : `/pg/${fault.file}`;
      const place = found.find(
        ({ code, file, line }) => code === fault.code && file === path && (fault.line === undefined || line === fault.line),
      );
      assert.ok(place !== undefined, JSON.stringify(found));
      const words = explainDiagnosis(place, { version: 15 });
      assert.match(words, /^\/pg/);
      assert.doesNotMatch(words, /\{\w+\}|undefined|NaN/);
      assert.match(words, /\n  repair: .+\n  manual: \d+(?:\.\d+)+\. .+https:\/\/www\.postgresql\.org\/docs\/15\//);
    });
  }

  it('says at start and at reload what each finding that stops something says', () => {
    for (const fault of FAULTS) {
      const input = inputOf(fault);
      const found = diagnose(input);
      const stops = found.some(({ atStart }) => atStart === 'refuses to start');
      assert.equal(predictStart(input).outcome === 'refuses-to-start', stops, fault.name);
      const keeps = found.some(({ atReload }) => atReload !== undefined);
      assert.equal(predictReload(input).because.length > 0, keeps, fault.name);
    }
  });

  it('has a fault in the table, or a test of its own, for every code', () => {
    const covered = new Set(FAULTS.flatMap(({ code, also = [] }) => [code, ...also]));
    const missing = Object.keys(DIAGNOSES).filter((code) => !covered.has(code as Diagnosis['code']));
    assert.deepEqual(missing, ELSEWHERE);
  });

  it('heeds the days, and takes a CRL that lives shortly for one', () => {
    const ends = pem(
      health.make({
        subject: 'CN=localhost',
        issuer: health.root,
        names: [{ kind: 'dNSName', value: 'localhost' }],
        notAfter: AT + 45 * DAY,
      }),
    );
    assert.deepEqual(codesWith('server.crt', ends), []);
    assert.deepEqual(codesWith('server.crt', ends, { days: 60 }), ['certificate-expires-soon']);
    const short = health.crl({ thisUpdate: AT - DAY, nextUpdate: AT + 6 * DAY });
    assert.deepEqual(codesWith('root.crl', short), []);
  });

  it('knows that Windows never reloads a key with a passphrase, and asks it for no modes', () => {
    const locked = FAULTS.find(({ name }) => name === 'a wrong passphrase');
    assert.deepEqual(codesOf(diagnose(inputOf(locked, { platform: 'windows' }))), ['passphrase-never-reloadable']);
    assert.deepEqual(diagnose(inputOf({ modes: { '': 0o777, 'server.key': 0o666, 'root.crt': 0o666 } }, { platform: 'windows' })), []);
  });

  it('knows keys that are no files, folders that are not there, and builds without GSSAPI', () => {
    const withStat = (path: string, stat: FileStat, more: Partial<Fault> = {}): string[] => {
      const input = inputOf(more);
      const files = Object.fromEntries(Object.entries(input.files).filter(([name]) => name !== path));
      return codesOf(diagnose({ ...input, files, stats: { ...input.stats, [path]: stat } }));
    };
    assert.deepEqual(withStat('/pg/server.key', { kind: 'directory', uid: 26, gid: 26, mode: 0o700 }), ['key-not-regular-file']);
    assert.deepEqual(withStat('/pg/server.key', { error: 'EACCES' }), ['key-not-accessible']);
    const moved = { change: () => ({ 'postgresql.conf': lines("data_directory = '/absent'") }) };
    assert.ok(withStat('/absent', { error: 'ENOENT' }, moved).includes('data-folder-missing'));
    const gss = `${health.files['pg_hba.conf'] ?? ''}hostgssenc all all 192.0.2.0/24 reject\n`;
    assert.deepEqual(codesWith('pg_hba.conf', gss), []);
    assert.deepEqual(codesWith('pg_hba.conf', gss, { build: { gss: false } }), ['hba-gss-not-in-build']);
  });

  it('ends at files that include each other many times over', () => {
    const next = (depth: number): string => (depth === 9 ? '' : `include 'i${depth + 1}.conf'\n`.repeat(3));
    const included = Object.fromEntries(Array.from({ length: 10 }, (_, depth) => [`i${depth}.conf`, next(depth)]));
    const change = (): Files => ({ ...included, 'postgresql.conf': lines("include 'i0.conf'") });
    assert.deepEqual(codesOf(diagnose(inputOf({ change }))), ['conf-too-large']);
  });

  it('does not read as the server what only root may read', () => {
    const files = inputOf();
    const stats = { ...files.stats, '/pg/postgresql.conf': { kind: 'file', uid: 0, gid: 0, mode: 0o600 } } as const;
    assert.ok(codesOf(diagnose({ ...files, stats, server: { euid: 26, egids: [26] } })).includes('conf-missing'));
  });

  it("foresees what a passphrase's command prints from a file, and does not guess at others", () => {
    const opened = FAULTS.find(({ name }) => name === 'a command that prints a wrong passphrase');
    const withCommand = (command: string): string[] =>
      codesOf(
        diagnose(
          inputOf({
            change: () => {
              const made = opened?.change?.(health) ?? {};
              return {
                ...made,
                'postgresql.conf': (made['postgresql.conf'] ?? '').replace('echo wrong', command),
                'pass.txt': 'secret\nmore\n',
              };
            },
          }),
        ),
      );
    assert.deepEqual(withCommand('cat pass.txt'), []);
    assert.deepEqual(withCommand('echo secret'), []);
    assert.deepEqual(withCommand('/usr/local/bin/ask %p'), []);
    assert.deepEqual(withCommand('cat absent.txt'), []);
    assert.deepEqual(withCommand('exit 1'), ['passphrase-command-failed']);
  });

  it("takes root's key with the group of the server, and refuses a stranger's", () => {
    const owned = (uid: number, mode: number): string[] => {
      const input = inputOf();
      return codesOf(diagnose({ ...input, stats: { ...input.stats, '/pg/server.key': { kind: 'file', uid, gid: 26, mode } } }));
    };
    assert.deepEqual(owned(0, 0o640), []);
    assert.deepEqual(owned(0, 0o644), ['key-group-or-world-access']);
    assert.deepEqual(owned(1000, 0o600), ['key-wrong-owner']);
  });

  it('looks at the settings of the command line, which beat those of the files', () => {
    const input = inputOf({}, { commandLine: { ssl_ca_file: '', ssl_crl_file: '' } });
    assert.deepEqual(codesOf(diagnose(input)), ['ca-not-set']);
    const [unknown] = diagnose(inputOf({}, { commandLine: { ssl_ca: 'x' } }));
    assert.equal(unknown?.code, 'setting-unknown');
    assert.equal(unknown.file, '');
    assert.match(explainDiagnosis(unknown), /^command line: error: /);
    assert.equal(predictStart(inputOf({}, { commandLine: { ssl: 'perhaps' } })).outcome, 'refuses-to-start');
  });

  it("finds its way in Debian's layout: the configuration in one folder, the data in another", () => {
    const conf = "data_directory = '/var/lib/pg'\nhba_file = '/etc/pg/pg_hba.conf'\nident_file = '/etc/pg/pg_ident.conf'\nssl = on\n";
    const names = "ssl_cert_file = '/etc/ssl/certs/own.pem'\nssl_key_file = '/etc/ssl/private/own.key'\n";
    const key = { kind: 'file', uid: 0, gid: 42, mode: 0o640 } as const;
    const base = { at: AT, configFile: '/etc/pg/postgresql.conf', server: { euid: 26, egids: [26, 42] } };
    const files = {
      '/etc/pg/postgresql.conf': conf + names,
      '/etc/pg/pg_hba.conf': 'local all postgres peer\nhostssl all all all scram-sha-256\n',
      '/etc/pg/pg_ident.conf': '',
      '/var/lib/pg/PG_VERSION': '17\n',
      '/etc/ssl/certs/own.pem': health.files['server.crt'] ?? '',
      '/etc/ssl/private/own.key': health.files['server.key'] ?? '',
    };
    const stats = { '/var/lib/pg': { kind: 'directory', uid: 26, gid: 26, mode: 0o750 }, '/etc/ssl/private/own.key': key } as const;
    const input: DoctorInput = { ...base, files, stats };
    const { version, conf: file, data, hba, ident } = findPlaces(input);
    assert.deepEqual(
      [version, file, data, hba, ident],
      [17, '/etc/pg/postgresql.conf', '/var/lib/pg', '/etc/pg/pg_hba.conf', '/etc/pg/pg_ident.conf'],
    );
    assert.deepEqual(diagnose(input), []);
    assert.deepEqual(filesToRead({ ...base, files: { '/etc/pg/postgresql.conf': conf }, stats: {} }).slice(0, 4), [
      '/var/lib/pg/',
      '/var/lib/pg/PG_VERSION',
      '/var/lib/pg/postgresql.auto.conf',
      '/etc/pg/pg_hba.conf',
    ]);
  });

  it('looks at files alone, without configuration or folder', () => {
    const commandLine = { ssl: 'on', ssl_ca_file: '/x/root.crt', ssl_crl_file: '/x/root.crl', hba_file: '/x/hba' };
    const files = {
      '/x/root.crt': health.files['root.crt'] ?? '',
      '/x/root.crl': health.crl({ nextUpdate: AT - DAY / 2 }),
      '/x/hba': 'host all all all trust',
    };
    assert.deepEqual(codesOf(diagnose({ at: AT, commandLine, files, stats: {} })), ['ca-unused', 'crl-expired', 'hba-trust']);
  });

  it("leaves Debian's own certificate alone where nobody comes over the network", () => {
    const own = pem(health.make({ subject: 'CN=localhost', names: [{ kind: 'dNSName', value: 'localhost' }] }));
    assert.deepEqual(codesWith('server.crt', own), []);
  });

  it('says that it does not know a version', () => {
    const input = inputOf({ change: () => ({ PG_VERSION: '21\n' }) }, { version: undefined });
    assert.deepEqual(codesOf(diagnose(input)), ['version-unknown']);
  });

  it("takes root's key for readable where nobody says whom the server runs as", () => {
    const files = { '/x/server.crt': health.files['server.crt'] ?? '', '/x/server.key': health.files['server.key'] ?? '' };
    const commandLine = { ssl: 'on', ssl_cert_file: '/x/server.crt', ssl_key_file: '/x/server.key' };
    const look = (mode: number): string[] =>
      codesOf(diagnose({ at: AT, commandLine, files, stats: { '/x/server.key': { kind: 'file', uid: 0, gid: 0, mode } } }));
    assert.deepEqual(look(0o600), []);
    assert.deepEqual(look(0o644), ['key-group-or-world-access']);
  });

  it('leaves alone what only the machine itself can use', () => {
    const own = 'host all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\nlocal all all trust\n';
    assert.deepEqual(codesWith('pg_hba.conf', `${own}hostssl all all 192.0.2.0/24 cert map=m\n`), []);
  });

  it('knows which lines let plaintext in before, and which do not', () => {
    const tls = 'hostssl all all 192.0.2.0/24 cert map=m';
    assert.deepEqual(codesWith('pg_hba.conf', `${tls}\nhost all all 192.0.2.0/24 scram-sha-256\n`), ['hba-plaintext-before-hostssl']);
    assert.deepEqual(codesWith('pg_hba.conf', `${tls}\nhostnossl all all 192.0.2.0/24 reject\n`), []);
    assert.deepEqual(codesWith('pg_hba.conf', `hostnossl all all all reject\n${tls}\nhost all all 198.51.100.0/24 scram-sha-256\n`), []);
    assert.deepEqual(codesWith('pg_hba.conf', `host all all 192.0.0.0/16 scram-sha-256\n${tls}\n`), [
      'hba-line-never-used',
      'hba-plaintext-before-hostssl',
    ]);
  });

  it('compares expressions, names and settings version by version', () => {
    const long = 'r'.repeat(64);
    assert.deepEqual(codesWith('pg_hba.conf', `hostssl all /^${long} all cert map=m\n`, { version: 15 }), ['hba-role-too-long']);
    const sixteen = inputOf(
      { change: () => ({ PG_VERSION: '16\n', 'pg_hba.conf': `hostssl all /^${long} all cert map=m\n` }) },
      { version: 16 },
    );
    assert.deepEqual(diagnose(sixteen), []);
    const old = inputOf({ change: () => ({ PG_VERSION: '17\n', 'postgresql.conf': lines('db_user_namespace = off') }) }, { version: 17 });
    const [unknown] = diagnose(old);
    assert.equal(unknown?.code, 'setting-unknown');
    assert.match(explainDiagnosis(unknown), /versions up to 16 had it/);
  });

  it('stands bad input: lines of a megabyte, binary files, a hundred thousand lines', function () {
    const big = 'x'.repeat(1_000_000);
    assert.deepEqual(codesWith('postgresql.conf', `${big} = ${big}\n`).includes('setting-unknown'), true);
    assert.ok(codesWith('postgresql.conf', `ssl_ciphers = '${"\\'".repeat(500_000)}\n`).includes('conf-syntax-error'));
    assert.ok(codesWith('root.crt', '\u0000\u0001\u00ff'.repeat(100_000)).includes('ca-no-certificate'));
    const many = Array.from({ length: 100_000 }, (_, i) => `m user${i} role${i}`).join('\n');
    assert.deepEqual(codesWith('pg_ident.conf', many), []);
    const maps = Array.from({ length: 20_000 }, (_, i) => `m${i} user role`).join('\n');
    assert.ok(codesWith('pg_ident.conf', `m a b\n${maps}`).includes('ident-map-unused'));
    const hosts = Array.from({ length: 20_000 }, (_, i) => `hostssl db${i} all 192.0.2.0/24 cert map=m`).join('\n');
    assert.deepEqual(codesWith('pg_hba.conf', hosts), []);
  });
});
