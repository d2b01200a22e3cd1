/** Words for findings about the server's key and certificate, and what is sent with it. */
import type { DiagnosisCode } from '../postgres/doctor/codes.ts';
import { type DiagnosisWords, RELOAD, say } from './diagnosis-say.ts';

/** By code. */
export const SERVER_WORDS: Readonly<
  Record<Extract<DiagnosisCode, `${'key' | 'passphrase' | 'cert' | 'certificate' | 'server-key' | 'chain'}-${string}`>, DiagnosisWords>
> = {
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
    "chmod 0600 {file} # a key of root's with the server's group: chmod 0640",
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
  'chain-issuer-unknown': say(
    'ssl-creation',
    'nothing here issued {subject}: unless {issuer} is a root that clients have, its certificate must be sent too, or verify-ca fails',
    'cat {file} intermediate.crt > chain.crt, and set ssl_cert_file to that',
  ),
  'chain-refused': say(
    'ssl-creation',
    'clients with sslmode=verify-ca refuse the chain at {subject}: {message}',
    'make a new certificate: certwright pg renew, or ask its issuer for one',
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
};
