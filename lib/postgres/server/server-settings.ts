/** The settings that decide about a server's TLS (manual 20.3.3), as texts by PostgreSQL's names, with the defaults of each version. */

/** A setting that this library looks at. */
export type SslSettingName =
  | 'ssl'
  | 'ssl_cert_file'
  | 'ssl_key_file'
  | 'ssl_ca_file'
  | 'ssl_crl_file'
  | 'ssl_crl_dir'
  | 'ssl_ciphers'
  | 'ssl_ecdh_curve'
  | 'ssl_groups'
  | 'ssl_dh_params_file'
  | 'ssl_min_protocol_version'
  | 'ssl_max_protocol_version'
  | 'ssl_passphrase_command'
  | 'ssl_passphrase_command_supports_reload';

/** Settings as postgresql.conf gives them; what is absent has its default. */
export type SslSettings = Readonly<Partial<Record<SslSettingName, string>>>;

/**
 * The value of a setting, or its default in this version. `ssl` itself defaults to `on` here, since the question is what its files do.
 */
export function settingOf(settings: SslSettings, name: SslSettingName, version: number): string {
  const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (value !== undefined) return value;
  switch (name) {
    case 'ssl':
      return 'on';
    case 'ssl_cert_file':
      return 'server.crt';
    case 'ssl_key_file':
      return 'server.key';
    case 'ssl_ciphers':
      return 'HIGH:MEDIUM:+3DES:!aNULL';
    case 'ssl_ecdh_curve':
      return 'prime256v1';
    case 'ssl_groups':
      // version 18 knows the setting under both names
      return settings.ssl_ecdh_curve ?? 'X25519:prime256v1';
    case 'ssl_min_protocol_version':
      return version < 13 ? 'TLSv1' : 'TLSv1.2';
    case 'ssl_passphrase_command_supports_reload':
      return 'off';
    default:
      return '';
  }
}

/** A boolean as PostgreSQL reads it (parse_bool): unique prefixes of on, off, true, false, yes and no, 1 and 0; anything else counts as off. */
export function isOn(value: string): boolean {
  const text = value.trim().toLowerCase();
  return text === '1' || text === 'on' || (text !== '' && ('true'.startsWith(text) || 'yes'.startsWith(text)));
}

/** Versions of the protocol, oldest first. */
const PROTOCOLS: readonly string[] = ['tlsv1', 'tlsv1.1', 'tlsv1.2', 'tlsv1.3'];

/** The place of a protocol version among all, or undefined for '' and what is none. */
export function protocolRank(value: string): number | undefined {
  const rank = PROTOCOLS.indexOf(value.toLowerCase());
  return rank < 0 ? undefined : rank;
}

/** The place of TLS 1.2. */
export const TLS_1_2 = 2;
/** The place of TLS 1.3. */
export const TLS_1_3 = 3;
