/** Words for findings about postgresql.conf, its settings and the data folder. */
import type { DiagnosisCode } from '../postgres/doctor/codes.ts';
import { type DiagnosisWords, RELOAD, say } from './diagnosis-say.ts';

/** By code. */
export const SETTINGS_WORDS: Readonly<
  Record<
    Exclude<
      DiagnosisCode,
      | `${'key' | 'passphrase' | 'cert' | 'certificate' | 'server-key' | 'chain'}-${string}`
      | `${'ca' | 'crl'}-${string}`
      | `${'hba' | 'ident' | 'root' | 'private' | 'client'}-${string}`
    >,
    DiagnosisWords
  >
> = {
  'conf-missing': say(
    'file-locations',
    'the configuration file cannot be read',
    'give its path: certwright pg doctor --conf FILE, postgres -c config_file=FILE',
  ),
  'conf-syntax-error': say(
    'conf',
    '{message}',
    'correct the line: name = value, the value in single quotes where it has a dot, a slash at its start or a blank',
  ),
  'conf-include-missing': say('includes', '{message}', 'create the file, correct the path, or write include_if_exists'),
  'conf-include-recursion': say('includes', '{message}', 'remove the line: a file cannot include itself'),
  'conf-include-too-deep': say(
    'includes',
    '{message}',
    'files include each other in a circle, or more than ten deep: remove one of the includes',
  ),
  'conf-include-empty-name': say('includes', '{message}', 'write the name of a file or folder, or remove the line'),
  'conf-too-large': say('includes', '{message}', 'files include each other many times over: remove includes'),
  'setting-unknown': say(
    'conf',
    '{message}{similar| (meant: %?)}{until| (versions up to % had it)}{since| (versions from % have it)}',
    'correct or remove the line',
  ),
  'setting-invalid': say('conf', '{message}', 'write a value that the setting takes, or remove the line'),
  'setting-repeated': say(
    'conf',
    '{name} is "{value}" here and "{other}" in line {otherLine}: the last one counts',
    'remove one of the two lines',
  ),
  'data-folder-missing': say(
    'file-locations',
    'the data folder {folder} does not exist or is no folder',
    'correct data_directory, or run: initdb -D {folder}',
  ),
  'data-folder-invalid': say(
    'cluster',
    '{folder} is no data folder: PG_VERSION is missing or says nothing',
    'give the folder that initdb made',
  ),
  'data-folder-mode': say('cluster', 'the data folder has mode {mode}: group or others may do too much', 'chmod 0700 {file}'),
  'data-folder-group-readable': say(
    'ssl-files',
    'the group may read the data folder (mode {mode}), and with it {inside}',
    'keep the certificate and key in a folder outside of it, such as /etc/postgresql, and set ssl_cert_file and ssl_key_file',
  ),
  'version-mismatch': say(
    'upgrade',
    'the data folder belongs to version {found}, the server is {wanted}',
    'start the server of version {found}, or run: pg_upgrade',
  ),
  'version-unknown': say(
    'upgrade',
    'version {found} is not known here: its files are read as those of version {used}',
    'take the rest with care',
  ),
  'ssl-off': say(
    'ssl-setup',
    'TLS is off{addresses|, and the server listens on %}{asking|, and % lines of pg_hba.conf ask for it}',
    'make a certificate and set ssl = on: certwright pg setup',
  ),
  'hostssl-without-ssl': say('hba', 'hostssl lines never match while ssl is off: {text}', 'set ssl = on in postgresql.conf, ' + RELOAD),
  'tls-version-old': say(
    'conn-ssl',
    '{name} is {value}: TLS 1.0 and 1.1 are broken and withdrawn (RFC 8996)',
    "set ssl_min_protocol_version = 'TLSv1.2' and leave ssl_max_protocol_version empty",
  ),
  'protocol-range-invalid': say(
    'conn-ssl',
    'ssl_min_protocol_version is above ssl_max_protocol_version',
    'leave ssl_max_protocol_version empty',
  ),
  'curve-unknown': say(
    'conn-ssl',
    'OpenSSL does not know the curve: {message}',
    "set ssl_ecdh_curve = 'prime256v1' (version 18: ssl_groups = 'X25519:prime256v1')",
  ),
  'ciphers-invalid': say(
    'conn-ssl',
    'ssl_ciphers leaves no cipher: {message}',
    "set ssl_ciphers = 'HIGH:!aNULL'; openssl ciphers -v 'LIST' shows what a list selects",
  ),
  'cipher-without-encryption': say(
    'ssl-openssl',
    'ssl_ciphers admits ciphers that do not encrypt: {ciphers}',
    "set ssl_ciphers = 'HIGH:!aNULL'",
  ),
  'cipher-without-authentication': say(
    'ssl-openssl',
    'ssl_ciphers admits ciphers by which anybody may pose as the server: {ciphers}',
    'add :!aNULL to ssl_ciphers',
  ),
  'cipher-weak': say('ssl-openssl', 'ssl_ciphers admits broken ciphers: {ciphers}', "set ssl_ciphers = 'HIGH:!aNULL'"),
  'security-level-lowered': say(
    'ssl-openssl',
    'ssl_ciphers lowers the security level to {level}: short keys and SHA-1 are taken again',
    'remove @SECLEVEL and renew what is too weak without it',
  ),
  'passwords-kept-as-md5': say(
    'password',
    'passwords are kept as MD5, which falls to guessing and is good for logins when stolen',
    "set password_encryption = 'scram-sha-256' and have all passwords set anew",
  ),
  'user-names-per-database': say(
    'conn-auth',
    'db_user_namespace is on: roles have a database in their name, SCRAM does not work, version 17 has it no more',
    'set db_user_namespace = off',
  ),
  'dh-params-missing': say('conn-ssl', 'ssl_dh_params_file does not exist', 'openssl dhparam -out {file} 2048, or remove the setting'),
  'dh-params-invalid': say(
    'conn-ssl',
    'the file of Diffie-Hellman parameters is none: {message}',
    'openssl dhparam -out dh.pem 2048, or remove ssl_dh_params_file',
  ),
  'no-common-protocol': say(
    'conn-ssl',
    'no client speaks a protocol version that the settings leave',
    'set ssl_min_protocol_version = TLSv1.2 in quotes, leave ssl_max_protocol_version empty',
  ),
  'no-common-group': say(
    'conn-ssl',
    'no client offers a group that the settings leave',
    'set ssl_ecdh_curve to prime256v1 (version 18: ssl_groups to X25519:prime256v1)',
  ),
  'no-common-cipher': say(
    'conn-ssl',
    'ssl_ciphers leaves nothing that goes with the key of the certificate: every handshake fails',
    'set ssl_ciphers to HIGH:!aNULL',
  ),
};
