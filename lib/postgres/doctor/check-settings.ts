/** Settings of TLS and passwords: what is off, old or weak (manual 20.3.3). */
import { readCipherList } from './cipher-list.ts';
import type { Facts } from './facts.ts';
import { isLocalOnly } from './hba-cover.ts';
import type { Problem } from './types.ts';

const OLD_PROTOCOLS: readonly string[] = ['TLSv1', 'TLSv1.1'];

/** What the settings alone tell. */
export function* checkSettings(facts: Facts): Generator<Problem, void> {
  const { ssl, version } = facts;
  const value = (name: string): string => facts.setting(name).value;
  const rows = facts.hbaFile?.rows;
  const asking = (rows ?? []).filter(({ type }) => type === 'hostssl').length;
  const addresses = isOpenToNetwork(facts) && (rows?.some((row) => !isLocalOnly(row)) ?? true) ? value('listen_addresses') : undefined;
  if (!ssl && (asking > 0 || addresses !== undefined)) {
    yield { code: 'ssl-off', ...facts.placeOf('ssl'), addresses, asking: asking === 0 ? undefined : asking };
  }
  if (ssl) {
    for (const name of ['ssl_min_protocol_version', 'ssl_max_protocol_version']) {
      const chosen = facts.setting(name).source !== 'default';
      if (chosen && OLD_PROTOCOLS.includes(value(name)))
        yield { code: 'tls-version-old', ...facts.placeOf(name), name, value: value(name) };
    }
    yield* checkCiphers(facts);
  }
  const scheme = facts.setting('password_encryption');
  if (scheme.source !== 'default' && scheme.value !== 'scram-sha-256') {
    yield { code: 'passwords-kept-as-md5', ...facts.placeOf('password_encryption'), version };
  }
  if (value('db_user_namespace') === 'on') yield { code: 'user-names-per-database', ...facts.placeOf('db_user_namespace') };
}

function* checkCiphers(facts: Facts): Generator<Problem, void> {
  const { value, source } = facts.setting('ssl_ciphers');
  if (source === 'default') return;
  const place = facts.placeOf('ssl_ciphers');
  const list = readCipherList(value);
  if (list.level !== undefined && list.level < 2) yield { code: 'security-level-lowered', ...place, level: list.level };
  const tell = (code: Problem['code'], words: readonly string[]): Problem[] =>
    words.length === 0 ? [] : [{ code, ...place, ciphers: words.join(', ') }];
  yield* tell('cipher-without-encryption', list.plain);
  yield* tell('cipher-without-authentication', list.anonymous);
  yield* tell('cipher-weak', list.weak);
}

/** True where the server listens beyond its own machine. */
export function isOpenToNetwork(facts: Facts): boolean {
  const names = facts
    .setting('listen_addresses')
    .value.split(',')
    .map((name) => name.trim());
  return names.some((name) => name !== '' && name !== 'localhost' && name !== '::1' && !name.startsWith('127.'));
}
