/** Settings in force: spellings of values, order of files and command line, names by version. */
import assert from 'node:assert/strict';
import { applySettings, type Settings } from '../../../../lib/postgres/conf/settings.ts';
import { settingNames, settingVersions, similarSetting } from '../../../../lib/postgres/conf/names.ts';
import { parseConf } from '../../../../lib/postgres/conf/parse.ts';
import { knownSettings, parseBoolean } from '../../../../lib/postgres/conf/values.ts';
import { folderOf, isBelow, resolvePath } from '../../../../lib/postgres/conf/paths.ts';

function apply(text: string, version = 15, commandLine: Readonly<Record<string, string>> = {}): Settings {
  return applySettings(parseConf(text, { file: '/c' }).entries, commandLine, version);
}

const valueOf = ({ settings }: Settings, name: string): string | undefined => settings.get(name)?.value;

describe('applySettings', () => {
  it('takes booleans in all their spellings', () => {
    for (const text of ['on', 'ON', 'true', 'tr', 't', 'yes', 'y', '1']) assert.equal(parseBoolean(text), true, text);
    for (const text of ['off', 'of', 'false', 'f', 'no', 'n', '0']) assert.equal(parseBoolean(text), false, text);
    for (const text of ['', 'o', 'onn', '2', 'ja', ' on']) assert.equal(parseBoolean(text), undefined, text);
  });

  it('takes the last of a name, whatever the case, and says where', () => {
    const settings = apply('ssl = on\nSSL = off\nssl_ca_file = a\nssl_ca_file = b');
    assert.deepEqual(settings.settings.get('ssl'), { value: 'off', source: 'file', file: '/c', line: 2 });
    assert.equal(valueOf(settings, 'ssl_ca_file'), 'b');
    assert.deepEqual(settings.settings.get('ssl_key_file'), { value: 'server.key', source: 'default' });
  });

  it('looks at an earlier value only where the name is spelt otherwise', () => {
    assert.deepEqual(apply('ssl = maybe\nssl = on').errors, []);
    const { errors, settings } = apply('SSL = maybe\nssl = on');
    assert.deepEqual(
      errors.map(({ code, line }) => [code, line]),
      [['setting-invalid', 1]],
    );
    assert.equal(settings.get('ssl')?.value, 'on');
  });

  it('takes enumerations without regard to case, and refuses others in the words of the server', () => {
    assert.equal(valueOf(apply('ssl_min_protocol_version = tlsv1.3'), 'ssl_min_protocol_version'), 'TLSv1.3');
    assert.equal(apply("ssl_min_protocol_version = ''").errors[0]?.message, 'invalid value for parameter "ssl_min_protocol_version": ""');
    assert.deepEqual(apply("ssl_max_protocol_version = ''").errors, []);
    assert.equal(apply('fsync = perhaps').errors[0]?.message, 'parameter "fsync" requires a Boolean value');
    assert.equal(apply('password_encryption = on', 13).errors.length, 0);
    assert.equal(apply('password_encryption = on', 14).errors.length, 1);
  });

  it('knows the names of each version', () => {
    assert.equal(apply('ssl_crl_dir = x', 13).errors[0]?.code, 'setting-unknown');
    assert.equal(apply('ssl_crl_dir = x', 14).errors.length, 0);
    assert.equal(apply('wal_keep_segments = 3', 13).errors[0]?.code, 'setting-unknown');
    assert.equal(apply('my.own = 3').errors.length, 0);
    assert.deepEqual(settingVersions('DB_user_namespace'), [12, 16]);
    assert.equal(settingVersions('nonsense'), undefined);
    assert.equal(similarSetting('ssl_ca_fiel', 15), 'ssl_ca_file');
    assert.equal(similarSetting('something_else_entirely', 15), undefined);
    for (let version = 12; version <= 18; version++)
      for (const { name } of knownSettings(version)) assert.ok(settingNames(version).has(name), `${name} in ${version}`);
  });

  it('takes ssl_ecdh_curve for ssl_groups from version 18 on', () => {
    assert.equal(valueOf(apply('ssl_ecdh_curve = secp384r1', 18), 'ssl_groups'), 'secp384r1');
    assert.equal(valueOf(apply('ssl_ecdh_curve = secp384r1', 17), 'ssl_ecdh_curve'), 'secp384r1');
  });

  it('lets the command line win, with hyphens for underscores', () => {
    const settings = apply('ssl = on', 15, { 'ssl-ca-file': '/x', ssl: 'off' });
    assert.deepEqual(settings.settings.get('ssl'), { value: 'off', source: 'command-line' });
    assert.equal(valueOf(settings, 'ssl_ca_file'), '/x');
  });
});

describe('paths of postgresql.conf', () => {
  it('are taken from the root, from a drive, or from a folder', () => {
    assert.equal(resolvePath('/a/b', '../c/./d'), '/a/c/d');
    assert.equal(resolvePath('/a', '/b//c/'), '/b/c');
    assert.equal(resolvePath('C:/pg', 'certs\\server.crt'), 'C:/pg/certs/server.crt');
    assert.equal(resolvePath('/a', 'D:\\x\\y'), 'D:/x/y');
    assert.equal(folderOf('/a/b'), '/a');
    assert.equal(folderOf('/a'), '/');
    assert.ok(isBelow('/a/b', '/a') && !isBelow('/ab', '/a'));
  });
});
