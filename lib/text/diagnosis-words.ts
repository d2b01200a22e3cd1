/** Words, section of the manual and repair for each of the doctor's findings; `{field}` stands for a field of the finding, `{at}` for a date. */
import type { DiagnosisCode } from '../postgres/doctor/codes.ts';
import type { SectionName } from './manual-sections.ts';

/** What is said of a finding. */
export interface DiagnosisWords {
  readonly words: string;
  readonly section: SectionName;
  /** A command, or what to write where. */
  readonly repair: string;
}

function say(section: SectionName, words: string, repair: string): DiagnosisWords {
  return { words, section, repair };
}

const RELOAD = 'then run: pg_ctl reload';

/** All of them; docs/doctor.md is made from this table. */
export const DIAGNOSIS_WORDS: Readonly<Record<DiagnosisCode, DiagnosisWords>> = {
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
    'TLS is off, and the server listens on {addresses}',
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
  'key-missing': say('ssl-files', 'the private key file does not exist', 'copy the key there, or correct ssl_key_file'),
  'key-not-accessible': say(
    'ssl-files',
    "a folder above the private key keeps the server's user out",
    "give the server's user the right to enter the folder: chmod o+x, or chgrp and chmod g+x",
  ),
  'key-not-regular-file': say('ssl-files', 'the private key file is a folder or a device', 'correct ssl_key_file'),
  'key-wrong-owner': say('ssl-files', "the private key belongs neither to the server's user nor to root", 'chown postgres {file}'),
  'key-group-or-world-access': say(
    'ssl-files',
    'the private key may be read or written by others',
    "chmod 0600 {file} (a key of root's with the server's group: chmod 0640)",
  ),
  'key-not-readable': say('ssl-files', "the server's user may not read the private key", 'chown postgres {file} && chmod 0600 {file}'),
  'key-no-private-key': say(
    'ssl-files',
    'the key file holds no private key in PEM',
    'openssl pkey -in {file} -inform DER -out server.key turns DER into PEM',
  ),
  'key-mismatch': say(
    'ssl-files',
    'the private key is not that of the first certificate in ssl_cert_file',
    "put the server's own certificate first, or install the key that its request was made with",
  ),
  'key-type-mismatch': say(
    'ssl-files',
    "the private key is of another kind than the first certificate's",
    "install the key that the certificate's request was made with",
  ),
  'key-broken': say(
    'ssl-creation',
    'anybody can compute the private key from the certificate of {subject}: {weakness}',
    'make a new key and certificate: certwright pg setup',
  ),
  'passphrase-unavailable': say(
    'conn-ssl',
    'the private key is encrypted and ssl_passphrase_command is not set: without a terminal the server cannot ask',
    'set ssl_passphrase_command, or decrypt the key: openssl pkey -in {file} -out server.key && chmod 0600 server.key',
  ),
  'passphrase-command-failed': say('conn-ssl', 'ssl_passphrase_command fails', "run the command as the server's user and see what it says"),
  'passphrase-wrong': say('conn-ssl', 'the passphrase does not open the private key', 'correct what ssl_passphrase_command prints'),
  'passphrase-not-reloadable': say(
    'conn-ssl',
    'the private key is encrypted: at a reload the server does not ask for the passphrase, and keeps the old certificates and CRLs too',
    'set ssl_passphrase_command_supports_reload = on, if the command needs no terminal',
  ),
  'passphrase-never-reloadable': say(
    'conn-ssl',
    'on Windows every connection loads the TLS files anew: a private key with a passphrase never works',
    'decrypt the key: openssl pkey -in {file} -out server.key',
  ),
  'cert-missing': say('ssl-files', 'the certificate file does not exist', 'copy the certificate there, or correct ssl_cert_file'),
  'cert-not-readable': say('ssl-files', "the server's user may not read the certificate file", 'chmod 0644 {file}'),
  'cert-no-pem': say(
    'ssl-files',
    'the certificate file holds no certificate in PEM',
    'openssl x509 -inform DER -in {file} -out server.crt turns DER into PEM',
  ),
  'cert-bad-pem': say(
    'ssl-files',
    'a certificate in the file is broken: {message}',
    'copy the file anew; each block needs its BEGIN and END line',
  ),
  'cert-bad-der': say('ssl-files', 'a block of the file holds no certificate: {message}', 'copy the file anew'),
  'cert-invalid-extension': say(
    'ssl-files',
    'the certificate has an extension that does not decode, or one twice',
    'have the certificate issued anew',
  ),
  'cert-key-too-small': say(
    'ssl-creation',
    "the certificate's key is below OpenSSL's security level",
    'make a new key, of P-256 or RSA with 3072 bits, and have a certificate issued',
  ),
  'cert-digest-too-weak': say(
    'ssl-creation',
    "the certificate is signed with a digest below OpenSSL's security level",
    'have the certificate issued anew, with SHA-256',
  ),
  'server-key-unusable-in-tls': say(
    'ssl-creation',
    'no TLS client offers the curve of the key: the server starts and every handshake fails',
    'make a new key on P-256: certwright pg setup',
  ),
  'cert-key-unusable': say(
    'ssl-creation',
    'OpenSSL cannot use the key of the certificate in TLS',
    'make a new key on P-256 and have a certificate issued',
  ),
  'certificate-below-security-level': say(
    'ssl-creation',
    'the certificate is below the security level: every handshake fails',
    'make a new key and have a certificate issued with SHA-256',
  ),
  'certificate-expired': say(
    'ssl-creation',
    'the certificate of {subject} ended on {at}: clients with verify-ca or verify-full refuse it',
    'certwright pg renew, or have it issued anew; ' + RELOAD,
  ),
  'certificate-expires-soon': say(
    'ssl-creation',
    'the certificate of {subject} ends on {at}',
    'certwright pg renew, or have it issued anew; ' + RELOAD,
  ),
  'certificate-not-yet-valid': say(
    'ssl-creation',
    'the certificate of {subject} begins on {at} only',
    'set the clock of this machine, or wait',
  ),
  'certificate-not-for-servers': say(
    'ssl-creation',
    'the certificate of {subject} is not for servers: its extended key usage lacks serverAuth',
    'have it issued anew with extendedKeyUsage = serverAuth',
  ),
  'certificate-cannot-sign': say(
    'ssl-creation',
    'the key usage of {subject} lacks digitalSignature ({usages}): TLS handshakes need it',
    'have it issued anew with keyUsage = digitalSignature',
  ),
  'certificate-is-ca': say(
    'ssl-creation',
    "the server shows a CA's certificate ({subject}): whoever takes its key may issue certificates",
    'make a server certificate without CA:TRUE',
  ),
  'certificate-self-signed': say(
    'ssl-creation',
    'the certificate of {subject} is signed by its own key: each client needs a copy of it as sslrootcert, anew at each change',
    'have it issued by a root of your own: certwright pg setup',
  ),
  'certificate-without-san': say(
    'libpq-ssl',
    'the certificate of {subject} names no host in subjectAltName: only libpq still takes the common name',
    'have it issued anew with subjectAltName = DNS:HOST',
  ),
  'certificate-without-host': say(
    'libpq-ssl',
    'clients with sslmode=verify-full refuse the certificate for {host}; its names: {names}',
    'have it issued anew with subjectAltName = DNS:{host}',
  ),
  'certificate-weak-key': say('ssl-creation', 'the RSA key of {subject} has {bits} bits', 'make a new key of 3072 bits or on P-256'),
  'certificate-weak-digest': say(
    'ssl-creation',
    'the certificate of {subject} is signed with SHA-1 or MD5: clients refuse it',
    'have it issued anew, with SHA-256',
  ),
  'certificate-breaks-channel-binding': say(
    'password',
    'SCRAM with channel binding does not work with this certificate (signed with Ed25519 or Ed448), and clients use it by default (pg_hba.conf line {hbaLine})',
    'have the certificate signed by a CA with an ECDSA or RSA key, or set channel_binding=disable in all clients',
  ),
  'chain-incomplete': say(
    'ssl-creation',
    'the intermediate {issuer} is not sent, without which clients cannot verify {subject}; it lies in {issuerFile}, line {issuerLine}',
    'append the intermediate to ssl_cert_file: cat server.crt intermediate.crt',
  ),
  'chain-out-of-order': say(
    'ssl-creation',
    'certificates are sent in the wrong order: TLS 1.2 wants each to be followed by its issuer',
    "put the server's certificate first, then the one that signed it, and so on",
  ),
  'chain-root-sent': say(
    'ssl-creation',
    'the root {subject} is sent needlessly: clients take it from their own store or not at all',
    'remove the root from ssl_cert_file',
  ),
  'chain-unrelated': say('ssl-creation', '{subject} is sent and has signed nothing here', 'remove it from ssl_cert_file'),
  'chain-not-a-ca': say(
    'ssl-creation',
    '{subject} is sent as an issuer and is no CA (CA:TRUE or keyCertSign is missing): clients refuse the chain',
    'have the intermediate issued anew with basicConstraints = critical, CA:TRUE',
  ),
  'chain-signature-wrong': say(
    'ssl-creation',
    'the signature of {subject} was not made by {issuer}, whose name it gives',
    'find the intermediate that signed it: another one of the same name',
  ),
  'chain-expired': say(
    'ssl-creation',
    'the intermediate {subject} ended on {at}: clients refuse the chain',
    'put the renewed intermediate into ssl_cert_file',
  ),
  'chain-expires-soon': say('ssl-creation', 'the intermediate {subject} ends on {at}', 'have it renewed and put it into ssl_cert_file'),
  'chain-not-yet-valid': say('ssl-creation', 'the intermediate {subject} begins on {at} only', 'set the clock of this machine, or wait'),
  'ca-missing': say('ssl-clients', 'ssl_ca_file does not exist', 'copy the root there, or correct ssl_ca_file'),
  'ca-not-readable': say('ssl-files', "the server's user may not read ssl_ca_file", 'chmod 0644 {file}'),
  'ca-no-certificate': say(
    'ssl-clients',
    'ssl_ca_file holds no certificate in PEM that could be trusted',
    'put the root there in PEM, as BEGIN CERTIFICATE',
  ),
  'ca-bad-block': say(
    'ssl-clients',
    'a block of ssl_ca_file is broken, and with it the whole file: {message}',
    'remove the block or copy it anew',
  ),
  'ca-not-set': say(
    'ssl-clients',
    'the line asks for a certificate, and ssl_ca_file is not set: every login by it fails: {text}',
    "set ssl_ca_file to the root that issued the clients' certificates, " + RELOAD,
  ),
  'ca-unused': say(
    'ssl-clients',
    'ssl_ca_file is set and no line of pg_hba.conf asks for a certificate; one that is sent and does not verify is refused all the same',
    'add clientcert=verify-ca or verify-full to hostssl lines, or remove ssl_ca_file',
  ),
  'ca-expired': say(
    'ssl-clients',
    'the root {subject} ended on {at}: every login with a certificate of it fails',
    'put the renewed root into ssl_ca_file, ' + RELOAD,
  ),
  'ca-expires-soon': say(
    'ssl-clients',
    'the root {subject} ends on {at}: then every login with a certificate of it fails',
    'renew the root with the same key and name, and put both into ssl_ca_file',
  ),
  'ca-not-yet-valid': say('ssl-clients', '{subject} begins on {at} only', 'set the clock of this machine, or wait'),
  'ca-not-a-ca': say(
    'ssl-clients',
    '{subject} is no CA for OpenSSL (basicConstraints or keyCertSign): nothing that it issued verifies',
    "put the CA's certificate there, or have it issued anew with CA:TRUE and keyCertSign",
  ),
  'ca-not-for-clients': say(
    'ssl-clients',
    'the extended key usage of {subject} lacks clientAuth: OpenSSL then refuses every client below it',
    'have the CA issued anew without extended key usage',
  ),
  'ca-key-too-small': say(
    'ssl-clients',
    'the key of {subject} has {bits} bits, the security level wants {wanted}: every login by it fails',
    "make a new CA and renew the clients' certificates",
  ),
  'ca-unknown-critical-extension': say(
    'ssl-clients',
    '{subject} has a critical extension that OpenSSL does not know: every login by it fails',
    'have the CA issued anew without it',
  ),
  'ca-root-missing': say(
    'ssl-clients',
    'the root {issuer} above {subject} is not in ssl_ca_file: logins by it fail, an intermediate alone is not trusted',
    'append the root to ssl_ca_file',
  ),
  'ca-intermediate-listed': say(
    'ssl-clients',
    'the intermediate {subject} is in ssl_ca_file: the server prefers it to what clients send, so that it must be replaced here at each renewal (it ends on {at})',
    'remove it from ssl_ca_file and let clients send it behind their certificate',
  ),
  'ca-intermediate-shadows': say(
    'ssl-clients',
    'the intermediate {subject} in ssl_ca_file ended on {at}: the server prefers it to the renewed one that clients send, and refuses them',
    'remove the old intermediate from ssl_ca_file, ' + RELOAD,
  ),
  'ca-intermediate-shadows-soon': say(
    'ssl-clients',
    'the intermediate {subject} in ssl_ca_file ends on {at}: the server will then prefer it to the renewed one that clients send',
    'remove it from ssl_ca_file, or put the renewed one in its place, ' + RELOAD,
  ),
  'ca-same-name': say(
    'ssl-clients',
    '{subject} has the name of the CA in line {otherLine}, and key identifiers do not tell them apart: the first one is tried and no other',
    'give each CA a name of its own, or a subject key identifier',
  ),
  'ca-listed-twice': say('ssl-clients', '{subject} is in line {otherLine} already', 'remove one of the two'),
  'ca-file-holds-crl': say(
    'ssl-clients',
    'ssl_ca_file holds {count} CRLs that nobody looks at: neither ssl_crl_file nor ssl_crl_dir is set',
    'put the CRLs into a file of their own and set ssl_crl_file',
  ),
  'ca-file-writable': say('ssl-files', 'others may write ssl_ca_file (mode {mode}), and so let in whom they want', 'chmod 0644 {file}'),
  'crl-missing': say('ssl-clients', 'ssl_crl_file does not exist', 'copy the CRL there, or correct ssl_crl_file'),
  'crl-not-readable': say('ssl-files', "the server's user may not read ssl_crl_file", 'chmod 0644 {file}'),
  'crl-none-found': say(
    'ssl-clients',
    'ssl_crl_file holds no CRL in PEM',
    'openssl crl -inform DER -in {file} -out root.crl turns DER into PEM',
  ),
  'crl-bad-block': say('ssl-clients', 'a block of ssl_crl_file is broken, and with it the whole file: {message}', 'copy the CRL anew'),
  'crl-folder-missing': say(
    'conn-ssl',
    'ssl_crl_dir names {folder}, which is no folder: the server starts, and every login with a certificate fails',
    'create the folder and put the CRLs there, or correct ssl_crl_dir',
  ),
  'crl-folder-name': say('conn-ssl', 'OpenSSL does not find this CRL: its name would have to be {wanted}', 'openssl rehash {folder}'),
  'crl-folder-gap': say(
    'conn-ssl',
    'OpenSSL does not find this CRL: it stops looking at {missing}, which is missing',
    'openssl rehash {folder}',
  ),
  'crl-without-ca': say(
    'ssl-clients',
    '{setting} is set and ssl_ca_file is not: no certificate is asked for, none is looked up',
    'set ssl_ca_file, or remove {setting}',
  ),
  'crl-missing-for-ca': say(
    'ssl-clients',
    "there is no CRL of {subject}: every login with a certificate below it fails, the root's own CRL is needed too",
    "append the CA's CRL to {into} (in ssl_crl_dir: as {hash}.r0), " + RELOAD,
  ),
  'crl-missing-for-intermediate': say(
    'ssl-clients',
    'there is no CRL of the intermediate {subject} ({caFile} line {caLine}): logins with certificates that it issued fail',
    "append the intermediate's CRL to {into} (in ssl_crl_dir: as {hash}.r0), " + RELOAD,
  ),
  'crl-expired': say(
    'ssl-clients',
    'the CRL of {issuer} ended on {at}: every login with a certificate of it fails',
    'fetch or issue a new CRL and put it there, ' + RELOAD,
  ),
  'crl-expires-soon': say(
    'ssl-clients',
    'the CRL of {issuer} ends on {at}: from then on every login with a certificate of it fails',
    'fetch or issue a new CRL in time, ' + RELOAD,
  ),
  'crl-not-yet-valid': say(
    'ssl-clients',
    'the CRL of {issuer} begins on {at} only: every login with a certificate of it fails',
    'set the clock of this machine, or wait',
  ),
  'crl-without-next-update': say(
    'ssl-clients',
    'the CRL of {issuer} never ends: nobody will notice that it is old',
    'issue CRLs with a next update',
  ),
  'crl-signature-wrong': say(
    'ssl-clients',
    'the CRL of {issuer} was not signed by that CA: every login with a certificate of it fails',
    "remove it, find out who put it there, and fetch the CA's own",
  ),
  'crl-issuer-may-not-sign': say(
    'ssl-clients',
    'the key usage of {issuer} lacks cRLSign ({caFile} line {caLine}): OpenSSL refuses its CRLs, and with them every login',
    'have the CA issued anew with keyUsage = keyCertSign, cRLSign',
  ),
  'crl-unknown-critical-extension': say(
    'ssl-clients',
    'the CRL of {issuer} has the critical extension {oid}, which OpenSSL does not know: every login with a certificate of it fails',
    'issue the CRL without it',
  ),
  'crl-revokes-ca': say(
    'ssl-clients',
    '{subject} ({caFile} line {caLine}) is revoked by this CRL: every login below it fails',
    "remove the CA from ssl_ca_file and issue the clients' certificates by another one",
  ),
  'crl-delta': say(
    'ssl-clients',
    'this is a delta CRL of {issuer}: PostgreSQL takes it for a whole one, and what only the base list revokes logs in again',
    'put the whole CRL there, no deltas',
  ),
  'crl-scope': say(
    'ssl-clients',
    'the CRL of {issuer} covers a part only ({limits}): certificates outside of it have none, and are refused',
    'issue one CRL for all certificates',
  ),
  'crl-without-key-identifier': say(
    'ssl-clients',
    'the CRL of {issuer} has no authority key identifier: a forged newer one with that name would lock everybody out',
    'issue CRLs with authorityKeyIdentifier = keyid',
  ),
  'crl-several-of-one-issuer': say(
    'ssl-clients',
    'there is another CRL of {issuer} in {otherFile} line {otherLine}: the newest is used, whoever signed it',
    'keep the newest alone',
  ),
  'crl-holds-certificate': say(
    'ssl-clients',
    'the certificate of {subject} in ssl_crl_file is trusted as if it stood in ssl_ca_file',
    'remove it from ssl_crl_file',
  ),
  'crl-writable': say(
    'ssl-clients',
    'others may write here (mode {mode}): whoever does can lock everybody out with a forged CRL',
    'chmod go-w {file}',
  ),
  'hba-missing': say('hba', 'pg_hba.conf cannot be read', 'create it, or correct hba_file'),
  'hba-empty': say('hba', 'pg_hba.conf has no line: a server refuses such a file', 'add a line, at least: local all postgres peer'),
  'hba-line-refused': say('hba', '{message}: {text}{hint|. %}', 'correct the line: with one bad line the whole file is refused'),
  'hba-line-never-used': say(
    'hba',
    'the line never decides: line {otherLine} takes all its connections ({otherText}): {text}',
    'move it in front of line {otherLine}, or remove it',
  ),
  'hba-plaintext-before-hostssl': say(
    'hba',
    'connections without TLS come in by this line, though line {otherLine} asks for TLS ({otherText}): {text}',
    'write hostssl instead of host',
  ),
  'hba-password-readable': say(
    'password',
    'method {method} sends the password as it is, and the line admits connections without TLS: {text}',
    'write hostssl instead of host, and scram-sha-256 where it can be',
  ),
  'hba-password-as-md5': say(
    'password',
    'MD5 passwords over connections without TLS fall to whoever listens: {text}',
    'write scram-sha-256, and hostssl instead of host',
  ),
  'hba-trust': say(
    'trust',
    'anybody at these addresses may log in as anybody, superusers included: {text}',
    'write scram-sha-256, or cert on a hostssl line',
  ),
  'hba-ident-over-network': say(
    'ident-method',
    "ident asks the client's machine who the user is, and believes it: {text}",
    'write scram-sha-256, or cert on a hostssl line',
  ),
  'hba-option-without-effect': say(
    'hba',
    '{option} has no effect on this line (method {method}): {text}',
    'remove {option}, or add clientcert=verify-full where the name was meant to be compared',
  ),
  'hba-role-too-long': say(
    'identifiers',
    'the name {name} has {octets} octets, and roles have 63 at most: it never matches: {text}',
    'write the name as the role has it, cut to 63 octets',
  ),
  'hba-gss-not-in-build': say('hba', 'the server was built without GSSAPI: the line never matches: {text}', 'remove the line'),
  'ident-missing': say(
    'ident',
    'pg_ident.conf cannot be read: the server starts without maps',
    'create it, even if empty, or correct ident_file',
  ),
  'ident-line-refused': say('ident', '{message}: {text}', 'correct the line: with one bad line the whole file is refused'),
  'ident-map-missing': say(
    'ident',
    'the line uses map {map}, of which {identFile} has no line: every login by it fails: {text}',
    'add lines: {map} NAME-IN-CERTIFICATE ROLE',
  ),
  'ident-map-unused': say('ident', 'no line of pg_hba.conf uses map {map}', 'add map={map} to a cert line, or remove its lines'),
  'ident-line-never-used': say('ident', 'the line says what line {otherLine} says: {text}', 'remove it'),
  'ident-regex-unanchored': say(
    'ident',
    'the expression matches in the midst of longer names too ({missing} is missing): {text}',
    'write /^NAME$',
  ),
  'ident-without-group': say(
    'ident',
    'the role has \\1 and the expression no group: when it matches, the search ends and the login is refused: {text}',
    'put parentheses around what \\1 shall be',
  ),
  'ident-role-too-long': say(
    'identifiers',
    'the role {name} has {octets} octets, and roles have 63 at most: it never matches: {text}',
    'write the name as the role has it, cut to 63 octets',
  ),
  'root-key-on-server': say(
    'ssl-creation',
    'the private key of the CA {subject} lies on the server: whoever gets in may make certificates for anybody',
    "keep the CA's key offline: move {file} to another machine, shred -u {file}",
  ),
  'private-key-readable': say('ssl-files', 'everybody on this machine may read this private key (mode {mode})', 'chmod 0600 {file}'),
  'client-name-too-long': say(
    'cert',
    'the common name of {subject} has more than 63 octets: no role can have it, and the certificate never logs in without a map',
    'map it in pg_ident.conf, or issue it with a shorter name',
  ),
};
