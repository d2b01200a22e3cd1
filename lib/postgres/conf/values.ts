/** Values of settings as the server takes them: booleans in all spellings (bool.c), enumerations, and the settings that decide about TLS with their defaults. */
import { foldName } from './names.ts';

/** What a setting may be, and what it is where nobody sets it. */
export interface SettingKind {
  readonly name: string;
  readonly type: 'boolean' | 'string' | 'enum';
  readonly default: string;
  /** Values of an enumeration. */
  readonly values?: readonly string[];
  /** Only a restart changes it. */
  readonly restart?: true;
}

const PROTOCOLS: readonly string[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** The settings that the doctor looks at, as a server of that version has them. */
export function knownSettings(version: number): readonly SettingKind[] {
  const text = (name: string, value = ''): SettingKind => ({ name, type: 'string', default: value });
  const flag = (name: string, value: 'on' | 'off'): SettingKind => ({ name, type: 'boolean', default: value });
  const place = (name: string, value = ''): SettingKind => ({ name, type: 'string', default: value, restart: true });
  return [
    flag('ssl', 'off'),
    text('ssl_cert_file', 'server.crt'),
    text('ssl_key_file', 'server.key'),
    text('ssl_ca_file'),
    text('ssl_crl_file'),
    ...(version >= 14 ? [text('ssl_crl_dir')] : []),
    text('ssl_ciphers', 'HIGH:MEDIUM:+3DES:!aNULL'),
    ...(version >= 18 ? [text('ssl_tls13_ciphers'), text('ssl_groups', 'X25519:prime256v1')] : [text('ssl_ecdh_curve', 'prime256v1')]),
    flag('ssl_prefer_server_ciphers', 'on'),
    { name: 'ssl_min_protocol_version', type: 'enum', default: version >= 13 ? 'TLSv1.2' : 'TLSv1', values: PROTOCOLS },
    { name: 'ssl_max_protocol_version', type: 'enum', default: '', values: ['', ...PROTOCOLS] },
    text('ssl_dh_params_file'),
    text('ssl_passphrase_command'),
    flag('ssl_passphrase_command_supports_reload', 'off'),
    {
      name: 'password_encryption',
      type: 'enum',
      default: version >= 14 ? 'scram-sha-256' : 'md5',
      // what was a boolean before version 10 is taken for md5 up to 13
      values: ['md5', 'scram-sha-256', ...(version >= 14 ? [] : ['on', 'true', 'yes', '1'])],
    },
    ...(version <= 16 ? [flag('db_user_namespace', 'off')] : []),
    place('listen_addresses', 'localhost'),
    place('hba_file'),
    place('ident_file'),
    place('data_directory'),
  ];
}

/** Names under which an old setting lives on (map_old_guc_names). */
export function currentName(name: string, version: number): string {
  const folded = foldName(name);
  return version >= 18 && folded === 'ssl_ecdh_curve' ? 'ssl_groups' : folded;
}

/** A boolean in any unambiguous beginning of its words, upper or lower case; undefined for what is none (parse_bool). */
export function parseBoolean(text: string): boolean | undefined {
  const word = foldName(text);
  if (word === '1') return true;
  if (word === '0') return false;
  // "o" alone could be either
  if (word === '' || word === 'o') return undefined;
  for (const [value, spelling] of [
    [true, 'true'],
    [false, 'false'],
    [true, 'yes'],
    [false, 'no'],
    [true, 'on'],
    [false, 'off'],
  ] as const) {
    if (spelling.startsWith(word)) return value;
  }
  return undefined;
}

/** The value in its one spelling, or the server's words for what is wrong with it. */
export function readValue(kind: SettingKind, value: string): { readonly value: string } | { readonly message: string } {
  if (kind.type === 'string') return { value };
  if (kind.type === 'boolean') {
    const flag = parseBoolean(value);
    return flag === undefined ? { message: `parameter "${kind.name}" requires a Boolean value` } : { value: flag ? 'on' : 'off' };
  }
  const found = kind.values?.find((candidate) => foldName(candidate) === foldName(value));
  return found === undefined ? { message: `invalid value for parameter "${kind.name}": "${value}"` } : { value: found };
}
