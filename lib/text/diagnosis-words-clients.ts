/** Words for findings about CAs and revocation lists. */
import type { DiagnosisCode } from '../postgres/doctor/codes.ts';
import { type DiagnosisWords, RELOAD, say } from './diagnosis-say.ts';

/** By code. */
export const CLIENTS_WORDS: Readonly<Record<Extract<DiagnosisCode, `${'ca' | 'crl'}-${string}`>, DiagnosisWords>> = {
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
  'crl-revokes-server': say(
    'ssl-clients',
    'the certificate of this server, {subject}, is revoked by this CRL: clients that look it up refuse it',
    'make a new key and certificate, and set ssl_cert_file and ssl_key_file',
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
};
