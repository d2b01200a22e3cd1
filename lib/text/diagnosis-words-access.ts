/** Words for findings about pg_hba.conf, pg_ident.conf, and what lies about. */
import type { DiagnosisCode } from '../postgres/doctor/codes.ts';
import { type DiagnosisWords, say } from './diagnosis-say.ts';

/** By code. */
export const ACCESS_WORDS: Readonly<
  Record<Extract<DiagnosisCode, `${'hba' | 'ident' | 'root' | 'private' | 'client'}-${string}`>, DiagnosisWords>
> = {
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
  'root-key-encrypted-on-server': say(
    'ssl-creation',
    'this seems to be the private key of a CA, behind a passphrase: whoever takes it along has all the time to guess',
    'move it to a machine without network, then run: shred -u {file}',
  ),
  'private-key-readable': say('ssl-files', 'everybody on this machine may read this private key (mode {mode})', 'chmod 0600 {file}'),
  'client-name-too-long': say(
    'cert',
    'the common name of {subject} has more than 63 octets: no role can have it, and the certificate never logs in without a map',
    'map it in pg_ident.conf, or issue it with a shorter name',
  ),
};
