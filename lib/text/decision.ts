/** Words for what a PostgreSQL server decides about a login. */
import { type VerifyErrorCode, verifyErrorWords } from '../openssl-verify/errors.ts';
import type { Decision, DecisionStep, FileProblem } from '../postgres/login/decision.ts';
import { adviceFor } from './decision-advice.ts';
import { escapeText } from './values.ts';

/** Characters of a line of a file that are shown; lines of files may have a megabyte, and anything in them. */
const SHOWN = 200;

/**
 * A decision in words: the answer with its reason on the first line, then one line for each step and one that says what to do, without a newline at the end.
 *
 * ```ts
 * import { decideClientAuth } from 'certwright/postgres';
 * import { explainDecision } from 'certwright/text';
 * const connection = { type: 'hostnossl', address: '192.0.2.7', database: 'app', user: 'alice' } as const;
 * const decision = decideClientAuth({ serverVersion: 15, ca: null, chain: null, hba: 'hostssl all all all cert', connection });
 * const [first] = explainDecision(decision).split('\n');
 * if (first !== 'rejected: no line of pg_hba.conf matches (no-hba-entry)') throw new Error(first);
 * ```
 */
export function explainDecision({ decision, reason, steps }: Decision): string {
  const answer = { accept: 'accepted', reject: 'rejected', 'config-error': 'not decided' }[decision];
  const lines = [`${answer}: ${REASONS[reason] ?? reason} (${reason})`];
  for (const step of steps) lines.push(...describe(step).map((line) => `  ${line}`));
  const chain = steps.find((step) => step.step === 'chain');
  const advice = adviceFor(reason, chain?.depth);
  if (advice !== undefined) lines.push(`  to do: ${advice}`);
  return lines.join('\n');
}

function describe(step: DecisionStep): string[] {
  switch (step.step) {
    case 'files':
      return step.problems.map(describeProblem);
    case 'certificate':
      if (!step.requested) return ['ssl_ca_file is not set, so the server asks for no certificate'];
      return [step.sent ? 'the client sends a certificate' : 'the client sends no certificate'];
    case 'chain':
      return [describeChain(step)];
    case 'identity':
      return [`the certificate names ${step.cn === null ? 'no CN' : `CN ${quote(step.cn)}`}, subject ${quote(step.dn)}`];
    case 'hba': {
      const place = step.file === '' ? `pg_hba.conf line ${step.line}` : `${escapeText(step.file)} line ${step.line}`;
      return [`${place} ${OUTCOMES[step.outcome] ?? step.outcome}: ${lineOf(step.text)}`];
    }
    case 'client-certificate':
      return [`the line demands a certificate (${step.demanded})${step.ok ? '' : ', and there is none'}`];
    case 'method':
      return [`method ${step.method}: ${step.ok ? 'passed' : 'not passed'}`];
    case 'name':
      return [describeName(step)];
    case 'session':
      return step.outcome === 'ok' ? [] : [`then the session ends: ${REASONS[step.outcome] ?? step.outcome}`];
  }
}

/** Which certificate, what is wrong in plain words, and what OpenSSL calls it, so that it can be found in logs. */
function describeChain({ ok, reason, depth, subject, verdict }: Extract<DecisionStep, { step: 'chain' }>): string {
  if (ok) return 'the chain verifies';
  const words = `the chain does not verify: ${REASONS[reason] ?? reason}`;
  if (verdict === undefined || depth === undefined) return words;
  const { number, text } = verifyErrorWords(reason as VerifyErrorCode);
  const which = depth === 0 ? "the client's own certificate" : `the certificate ${depth} above the client's`;
  return `${words} (OpenSSL error ${number} at depth ${depth}, ${which}${subject === undefined ? '' : ` ${escapeText(subject)}`}: ${text})`;
}

function describeProblem({ file, included, line, text, message }: FileProblem): string {
  const place = `${escapeText(included ?? file)}${line === undefined ? '' : ` line ${line}`}`;
  return `${place}: ${lineOf(message)}${text === undefined ? '' : `: ${lineOf(text)}`}`;
}

function describeName({ from, name, user, map, file, line, text, outcome }: Extract<DecisionStep, { step: 'name' }>): string {
  const whose = from === 'system' ? "the system's user" : from;
  const who = `${whose} ${name === null ? 'is missing' : quote(name)}, requested user ${quote(user)}`;
  const how = map === null ? 'without a map' : `through map ${quote(map)}`;
  const place = file === undefined || file === '' ? 'pg_ident.conf' : escapeText(file);
  const where = line === undefined ? '' : ` (${place} line ${line}: ${lineOf(text ?? '')})`;
  return `${who}, ${how}${where}: ${outcome === 'ok' ? 'they fit' : (REASONS[outcome] ?? outcome)}`;
}

/** A line of a file, or a message that quotes one; escaped, and cut where it is long. */
function lineOf(text: string): string {
  return escapeText(text.trim().replaceAll('\t', ' '), SHOWN);
}

/** In double quotes, with escapes for what would disturb a terminal. */
function quote(text: string): string {
  return `"${escapeText(text.replaceAll(/["\\]/g, String.raw`\$&`))}"`;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  match: 'matches',
  'connection-type': 'is for another kind of connection',
  address: 'is for another address',
  database: 'is for another database',
  user: 'is for another user',
  'network-facts-missing': 'cannot be judged without facts about the network',
  'regex-too-complex': 'holds a regular expression that takes too long',
};

const REASONS: Readonly<Record<string, string>> = {
  ok: 'the login succeeds',
  'hba-file-refused': 'pg_hba.conf has a line that the server refuses',
  'ident-file-refused': 'pg_ident.conf has a line that the server refuses',
  'ca-file-refused': 'ssl_ca_file cannot be loaded',
  'crl-file-refused': 'ssl_crl_file cannot be loaded',
  'name-with-nul': 'no user and no database can have a name with a NUL octet',
  'client-address-unreadable': "the client's address is no IP address",
  'gss-not-in-build': 'a server built without GSSAPI has no connections encrypted by it',
  'crl-dir-not-in-version': 'ssl_crl_dir exists from version 14 on',
  'replication-without-database': 'a logical replication connection names a database',
  'network-facts-missing': 'a line needs facts about the network that were not given',
  'role-facts-missing': 'the decision needs facts about roles that were not given',
  'system-user-missing': "the method of the line asks for the name of the system's user, which was not given",
  'regex-too-complex': 'a line needs a regular expression that takes too long',
  'leaf-undecodable': 'the certificate that the client sends cannot be decoded',
  'key-not-proven': "the client does not hold the certificate's private key",
  'no-user-requested': 'the client names no user',
  'cn-embedded-null': 'the common name holds a NUL octet',
  'no-hba-entry': 'no line of pg_hba.conf matches',
  'hba-reject': 'the matching line of pg_hba.conf has method reject',
  'client-cert-required': 'the line demands a client certificate and none was sent',
  'no-ca-store': 'the line demands a client certificate and ssl_ca_file is not set',
  'no-user-name-in-cert': 'the certificate gives no user name',
  'user-name-mismatch': 'the name in the certificate is not the requested user',
  'no-usermap-match': 'no line of the user name map fits',
  'usermap-backref-without-group': 'a line of the user name map wants a group that its expression does not give',
  'password-failed': 'the password is wrong or missing',
  'method-not-modelled': 'the authentication method of the line is not played through here',
  'role-does-not-exist': 'the role does not exist',
  'role-cannot-login': 'the role may not log in',
  'replication-not-allowed': 'the role has neither REPLICATION nor is it a superuser',
  'database-does-not-exist': 'the database does not exist',
  'subject-unknown-attribute-type': 'subject or issuer has an attribute type that OpenSSL has no name for',
  'cert-verify-failed': 'the chain of certificates was refused',
  'cert-chain-too-long': 'the chain of certificates is too long',
  'unable-to-get-issuer-cert': 'a trusted certificate is not self-signed and its issuer is not trusted too',
  'unable-to-get-issuer-cert-locally': 'the issuer of the last certificate is neither sent nor trusted',
  'unable-to-verify-leaf-signature': 'the certificate stands alone and nobody can vouch for it',
  'unable-to-decode-issuer-public-key': 'the public key of a CA cannot be used',
  'unable-to-get-crl': 'a certificate of the chain has no usable CRL; each needs one, the root too',
  'crl-path-validation-error': 'the issuer of a CRL stands under another root',
  'cert-signature-failure': "a certificate's signature is wrong",
  'crl-signature-failure': "a CRL's signature is wrong",
  'cert-not-yet-valid': 'a certificate is not yet valid',
  'cert-has-expired': 'a certificate has expired',
  'crl-not-yet-valid': 'a CRL is not yet valid',
  'crl-has-expired': 'a CRL has expired',
  'error-in-cert-not-before-field': "the beginning of a certificate's validity is no proper date",
  'error-in-cert-not-after-field': "the end of a certificate's validity is no proper date",
  'error-in-crl-last-update-field': 'the date of a CRL is no proper date',
  'error-in-crl-next-update-field': 'the date of the next CRL is no proper date',
  'depth-zero-self-signed-cert': 'the certificate is self-signed and not trusted',
  'self-signed-cert-in-chain': 'the chain ends in a self-signed certificate that is not trusted',
  'cert-revoked': 'a certificate is revoked',
  'invalid-ca': 'an issuing certificate is not a CA',
  'path-length-exceeded': 'a CA may not have so many CAs below it',
  'invalid-purpose': 'a certificate is not for TLS clients',
  'cert-rejected': 'the trust settings of a certificate in ssl_ca_file refuse it for TLS clients',
  'proxy-certificates-not-allowed': 'the chain has a proxy certificate (RFC 3820)',
  'unhandled-critical-extension': 'a certificate has an unknown critical extension',
  'keyusage-no-crl-sign': "a CRL's issuer may not sign CRLs",
  'unhandled-critical-crl-extension': 'a CRL has an unknown critical extension',
  'different-crl-scope': 'a CRL is for other certificates',
  'permitted-violation': "a name is outside of what a CA's name constraints permit",
  'excluded-violation': "a name is excluded by a CA's name constraints",
  'subtree-minmax': 'a name constraint has a minimum or maximum',
  'unsupported-name-syntax': 'a name that is under constraints is malformed',
  'unsupported-constraint-type': 'a name constraint is of a kind that is not supported',
  'ee-key-too-small': "the client's key is too small",
  'ca-key-too-small': "a CA's key is too small",
  'ca-md-too-weak': "a certificate's signature algorithm is too weak",
  'ec-key-explicit-params': "a CA's key spells its curve out instead of naming it",
  'signature-algorithm-inconsistency': 'a certificate names two signature algorithms',
  unspecified: 'a certificate could not be judged',
};
