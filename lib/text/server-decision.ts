/** Words for what libpq decides about a server. */
import { type VerifyErrorCode, verifyErrorWords } from '../openssl-verify/errors.ts';
import type { ExaminedName } from '../postgres/libpq/host-check.ts';
import type { ServerDecision, ServerDecisionLayer, ServerDecisionStep } from '../postgres/libpq/server-decision.ts';
import { escapeText } from './values.ts';

/**
 * A decision about a server in words: the answer with its reason on the first line, libpq's message where it has one, then one line for each step, without a
 * newline at the end.
 *
 * ```ts
 * import { decideServerAuth } from 'certwright/postgres';
 * import { explainServerDecision } from 'certwright/text';
 * const decision = decideServerAuth({ version: 17, host: 'db.example.com', sslmode: 'require', root: null, chain: null });
 * const [first] = explainServerDecision(decision).split('\n');
 * if (first !== 'no connection: the server has no TLS (server-without-tls)') throw new Error(first);
 * ```
 */
export function explainServerDecision({ decision, encrypted, reason, message, steps }: ServerDecision): string {
  const judged = steps.some((step) => step.step === 'chain' && step.ok);
  const trust = judged ? 'the server is verified' : 'nobody has verified the server';
  const answer =
    decision === 'reject'
      ? `no connection: ${wordsOf(reason)} (${reason})`
      : encrypted === true
        ? `connected with TLS; ${trust}`
        : 'connected WITHOUT encryption';
  const said = message === undefined ? [] : message.split('\n').map((line) => `  libpq: ${line}`);
  return [answer, ...said, ...steps.flatMap(describe).map((line) => `  ${line}`)].join('\n');
}

function describe(step: ServerDecisionStep): string[] {
  switch (step.step) {
    case 'socket':
      return ['a Unix-domain socket: sslmode is not looked at'];
    case 'attempt':
      return [step.tls ? 'it tries with TLS' : 'it tries without TLS'];
    case 'root':
      return [describeRoot(step)];
    case 'crls':
      if (step.state === 'none') return [];
      return [
        step.state === 'loaded'
          ? `CRLs are looked up: ${step.count} there`
          : 'sslcrl does not load and is ignored: nothing counts as revoked',
      ];
    case 'client-certificate':
      return [step.ready ? 'a client certificate is ready to be sent' : 'no client certificate'];
    case 'chain':
      return [describeChain(step)];
    case 'host':
      return [
        `the host is ${quote(step.host)}: ${step.ok ? 'the certificate is for it' : wordsOf(step.reason)}`,
        ...step.names.map(describeName),
      ];
    case 'failed':
      return [`the attempt ${step.tls ? 'with' : 'without'} TLS fails at ${PLACES[step.layer]}: ${wordsOf(step.reason)}`];
  }
}

function describeRoot({ source, certificates }: Extract<ServerDecisionStep, { step: 'root' }>): string {
  if (source === 'missing') return 'there is no sslrootcert: the chain is not judged';
  const number = `${certificates} certificate${certificates === 1 ? '' : 's'}`;
  return source === 'file'
    ? `sslrootcert is there: the chain is judged by its ${number}`
    : `the chain is judged by the ${number} of the system`;
}

function describeChain({ ok, verdict }: Extract<ServerDecisionStep, { step: 'chain' }>): string {
  if (ok || verdict.ok) return 'the chain verifies';
  const { code, index } = verdict.reason;
  return `the chain does not verify: ${verifyErrorWords(code as VerifyErrorCode).text} (${code}) at depth ${index}`;
}

function describeName({ kind, name, outcome }: ExaminedName): string {
  const fits = { match: 'fits', 'no-match': 'does not fit', 'embedded-null': 'holds a NUL octet', 'bad-length': 'is no address' }[outcome];
  return `  ${kind} ${quote(name)} ${fits}`;
}

/** In double quotes, with escapes for what would disturb a terminal. */
function quote(text: string): string {
  return `"${escapeText(text.replaceAll(/["\\]/g, String.raw`\$&`))}"`;
}

const PLACES: Readonly<Record<ServerDecisionLayer, string>> = {
  accept: 'nothing',
  client: "the client's own files or options",
  verify: "the server's chain",
  host: "the server's name",
  server: 'the server',
};

/** What is not here is one of OpenSSL's errors over the client's own files, whose code is made of its words. */
function wordsOf(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('-', ' ');
}

const REASONS: Readonly<Record<string, string>> = {
  'cert-verify-failed': "the server's chain is refused",
  'host-mismatch': 'no name of the certificate fits the host',
  'name-embedded-null': 'a name of the certificate holds a NUL octet',
  'san-ip-bad-length': 'an iPAddress of the certificate is neither 4 nor 16 octets long',
  'no-name-in-cert': 'the certificate has no name to compare',
  'host-name-missing': 'verify-full needs a host name, hostaddr alone is not enough',
  'root-file-missing': 'sslrootcert does not exist',
  'root-file-unreadable': 'sslrootcert does not load',
  'invalid-sni-host-name': 'the host is too long for the server name in the handshake',
  'weak-sslmode': 'the parameters want a stricter sslmode',
  'key-missing': 'there is a certificate of the client but no key',
  'key-not-accessible': 'the key of the client cannot be reached',
  'key-not-regular-file': 'the key of the client is no regular file',
  'key-group-or-world-access': 'the key of the client is open to others',
  'key-not-readable': 'the key of the client cannot be read',
  'channel-binding-undefined': "the server's certificate gives no channel binding; channel_binding=disable goes without",
  'channel-binding-without-tls': 'channel binding is required and there is no TLS',
  'client-cert-not-requested': 'sslcertmode=require, and the server asks for no certificate',
  'client-cert-not-sent': 'sslcertmode=require, and there is no certificate to send',
  'server-without-tls': 'the server has no TLS',
  'server-certificate-unreadable': 'ssl_cert_file of the server does not load',
  'server-refuses-plain': 'the server does not let the login in without TLS',
  'server-refuses-tls': 'the server does not let the login in with TLS',
};
