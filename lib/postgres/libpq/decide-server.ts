/**
 * What a client with libpq does about a server's TLS (fe-connect.c: PQconnectPoll; fe-secure-openssl.c): whether it asks for TLS, which chains and names
 * it takes, and when it goes on in the clear. The order is libpq's: it decides which of two faults is reported.
 *
 * Left out: GSSAPI encryption, lists of hosts, `requiressl`, the range of TLS versions, and keys that no handshake can use.
 */
import { now } from '../../api/clock.ts';
import { PkiError } from '../../base/error.ts';
import { type CertificateFile, loadCertificateFile } from '../../openssl-verify/files/certificate-file.ts';
import { verifyLikeOpenssl } from '../../openssl-verify/verify.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { readable, toOctetString } from '../octets.ts';
import { tlsServerEndPoint } from './channel-binding.ts';
import { type ClientTrust, loadClientCertificate, loadClientTrust, usesSystemRoots } from './client-files.ts';
import { checkClientKey } from './client-key.ts';
import { checkServerHost } from './host-check.ts';
import { checkOptions, type ServerAuthInput, type SslMode } from './options.ts';
import type { ServerDecision, ServerDecisionLayer, ServerDecisionStep } from './server-decision.ts';

/** Longest name in the extension server_name (TLSEXT_MAXLEN_host_name), in octets. */
const MAX_SERVER_NAME = 255;

/** Why an attempt or the connection failed. */
interface Failure {
  readonly layer: Exclude<ServerDecisionLayer, 'accept'>;
  readonly reason: string;
  readonly message?: string;
  /** No other attempt follows. */
  readonly final?: true;
}

/**
 * Decides whether libpq connects, encrypted or not. Never throws for what files and certificates hold; throws `bad-option` for parameters that the version
 * does not know or take.
 *
 * ```ts
 * import { encodePem } from 'certwright';
 * import { decideServerAuth } from 'certwright/postgres';
 * import { AT, keyNamed, makeCertificate } from 'certwright/testing';
 * const key = keyNamed('db', 'ec');
 * const { certificate } = makeCertificate({ subject: 'CN=db.example.com', key, names: null });
 * const pem = encodePem('CERTIFICATE', certificate.der);
 * const common = { version: 15, host: 'db.example.org', root: pem, chain: pem, at: AT } as const;
 * const full = decideServerAuth({ ...common, sslmode: 'verify-full' });
 * if (full.message !== 'server certificate for "db.example.com" does not match host name "db.example.org"') throw new Error(full.message);
 * // without a trusted root for it, the default connects in the clear
 * const other = makeCertificate({ subject: 'CN=other', ca: true }).certificate;
 * const prefer = decideServerAuth({ ...common, root: encodePem('CERTIFICATE', other.der) });
 * if (prefer.decision !== 'accept' || prefer.encrypted !== false) throw new Error('prefer falls back');
 * ```
 */
export function decideServerAuth(input: ServerAuthInput): ServerDecision {
  checkOptions(input);
  return new Connection(input).decide();
}

class Connection {
  readonly #input: ServerAuthInput;
  readonly #mode: SslMode;
  /** Octet string; empty where none is given. */
  readonly #host: string;
  readonly #steps: ServerDecisionStep[] = [];

  constructor(input: ServerAuthInput) {
    this.#input = input;
    this.#mode = input.sslmode ?? (usesSystemRoots(input) ? 'verify-full' : 'prefer');
    this.#host = toOctetString(input.host ?? '');
  }

  decide(): ServerDecision {
    const weak = this.#weakMode();
    if (weak !== undefined) return this.#refuse(weak);
    let failure: Failure | undefined;
    for (const tls of this.#attempts()) {
      this.#steps.push({ step: 'attempt', tls });
      failure = tls ? this.#connectTls() : this.#connectPlain();
      if (failure === undefined) return { decision: 'accept', layer: 'accept', reason: 'ok', encrypted: tls, steps: this.#steps };
      this.#steps.push({ step: 'failed', tls, layer: failure.layer, reason: failure.reason });
      if (failure.final === true) break;
    }
    return this.#refuse(failure as Failure);
  }

  #refuse({ layer, reason, message }: Failure): ServerDecision {
    return { decision: 'reject', layer, reason, ...(message === undefined ? {} : { message }), encrypted: null, steps: this.#steps };
  }

  /** Parameters that exclude each other (connectOptions2). */
  #weakMode(): Failure | undefined {
    const mode = this.#mode;
    const weak = (parameter: string, use: string): Failure => ({
      layer: 'client',
      reason: 'weak-sslmode',
      message: `weak sslmode "${mode}" may not be used with ${parameter} (use ${use})`,
    });
    if (this.#input.sslnegotiation === 'direct' && ['disable', 'allow', 'prefer'].includes(mode))
      return weak('sslnegotiation=direct', '"require", "verify-ca", or "verify-full"');
    return usesSystemRoots(this.#input) && mode !== 'verify-full' ? weak('sslrootcert=system', '"verify-full"') : undefined;
  }

  /** The attempts in their order, true for those with TLS. */
  #attempts(): readonly boolean[] {
    if (this.#isSocket()) {
      this.#steps.push({ step: 'socket' });
      return [false];
    }
    switch (this.#mode) {
      case 'disable':
        return [false];
      case 'allow':
        return [false, true];
      case 'prefer':
        return [true, false];
      default:
        return [true];
    }
  }

  #isSocket(): boolean {
    const { hostaddr = '', version } = this.#input;
    if (hostaddr !== '') return false;
    return this.#host === '' || this.#host.startsWith('/') || (version >= 14 && this.#host.startsWith('@'));
  }

  #connectPlain(): Failure | undefined {
    const { serverAcceptsPlain = true, scram = false, channelBinding, sslcertmode } = this.#input;
    if (!serverAcceptsPlain) return { layer: 'server', reason: 'server-refuses-plain' };
    if (scram && channelBinding === 'require')
      return bindingFailure('channel-binding-without-tls', 'channel binding required, but SSL not in use');
    return sslcertmode === 'require' ? certificateFailure(false) : undefined;
  }

  #connectTls(): Failure | undefined {
    const { chain, serverTls = chain !== null, serverAcceptsTls = true } = this.#input;
    if (!serverTls) return this.#withoutTls();
    const files = this.#readFiles();
    if ('reason' in files) return files;
    const sent = loadCertificateFile(chain ?? '');
    if (!sent.ok) return { layer: 'server', reason: 'server-certificate-unreadable', message: sent.words };
    const { certificate } = sent.leaf;
    return (
      this.#judgeChain(sent, files.trust) ??
      this.#judgeHost(certificate) ??
      (serverAcceptsTls ? undefined : { layer: 'server', reason: 'server-refuses-tls' }) ??
      this.#bindChannel(certificate) ??
      this.#certificateWasAsked(files.own)
    );
  }

  /** A server that answers N: up to 16 sslmode=allow then logs in without TLS once more, where it was refused before. */
  #withoutTls(): Failure {
    const { version, sslnegotiation } = this.#input;
    if (this.#mode === 'allow' && version <= 16) return { layer: 'server', reason: 'server-refuses-plain' };
    const reason = 'server-without-tls';
    // a direct handshake is not answered at all, and the words are the socket's
    if (sslnegotiation === 'direct') return { layer: 'server', reason };
    return { layer: 'server', reason, message: 'server does not support SSL, but SSL was required' };
  }

  /** All that libpq reads and sets before the handshake (initialize_SSL). */
  #readFiles(): { readonly trust: ClientTrust; readonly own: Certificate | undefined } | Failure {
    const input = this.#input;
    const trust = loadClientTrust(input, this.#mode.startsWith('verify'));
    if ('reason' in trust) return { layer: 'client', ...trust };
    this.#steps.push(...trust.steps);
    const own = loadClientCertificate(input);
    if (own !== undefined && 'reason' in own) return { layer: 'client', ...own };
    const name = this.#judgeServerName();
    if (name !== undefined) return name;
    const key = own === undefined ? undefined : checkClientKey(input, own);
    if (key !== undefined) return { layer: 'client', ...key };
    this.#steps.push({ step: 'client-certificate', ready: own !== undefined });
    return { trust, own };
  }

  /** The host goes into the handshake unless it looks like an address. */
  #judgeServerName(): Failure | undefined {
    const { version, sslsni = true } = this.#input;
    if (version < 14 || !sslsni || this.#host.length <= MAX_SERVER_NAME) return undefined;
    if (/^[0-9.]*$/.test(this.#host) || this.#host.includes(':')) return undefined;
    const message = 'could not set SSL Server Name Indication (SNI): ssl3 ext invalid servername';
    return { layer: 'client', reason: 'invalid-sni-host-name', message };
  }

  #judgeChain({ leaf, chain }: Extract<CertificateFile, { ok: true }>, { anchors, crls }: ClientTrust): Failure | undefined {
    if (anchors === undefined) return undefined;
    const { at = now(), securityLevel = 2, openssl = '3.0' } = this.#input;
    const verdict = verifyLikeOpenssl({
      leaf: leaf.certificate,
      intermediates: chain,
      anchors,
      ...(crls === undefined ? {} : { crls }),
      purpose: 'serverAuth',
      at,
      securityLevel,
      openssl,
    });
    this.#steps.push({ step: 'chain', ok: verdict.ok, reason: verdict.ok ? 'ok' : verdict.reason.code, verdict });
    if (verdict.ok) return undefined;
    const failure = { layer: 'verify', reason: 'cert-verify-failed' } as const;
    // of a wrong signature OpenSSL first reports what its arithmetic met, and libpq says the first word only
    return verdict.reason.code.endsWith('-signature-failure') ? failure : { ...failure, message: 'SSL error: certificate verify failed' };
  }

  #judgeHost(certificate: Certificate): Failure | undefined {
    if (this.#mode !== 'verify-full') return undefined;
    const { host = '', version } = this.#input;
    const { ok, reason, message, names } = checkServerHost(certificate, host, { version });
    this.#steps.push({ step: 'host', host: readable(this.#host), ok, reason, names });
    return ok ? undefined : { layer: 'host', reason, ...(message === undefined ? {} : { message }) };
  }

  /** SCRAM is bound to the server's certificate unless that is switched off; version 12 has no switch. */
  #bindChannel(certificate: Certificate): Failure | undefined {
    const { scram = false, channelBinding = 'prefer' } = this.#input;
    if (!scram || channelBinding === 'disable') return undefined;
    try {
      tlsServerEndPoint(certificate);
      return undefined;
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      return bindingFailure(error.code, error.message);
    }
  }

  #certificateWasAsked(own: Certificate | undefined): Failure | undefined {
    const { sslcertmode, serverRequestsCertificate = true } = this.#input;
    return sslcertmode === 'require' && !(serverRequestsCertificate && own !== undefined)
      ? certificateFailure(serverRequestsCertificate)
      : undefined;
  }
}

function bindingFailure(reason: string, message: string): Failure {
  return { layer: 'client', reason, message, final: true };
}

/** sslcertmode=require, looked at when the server has let the login in. */
function certificateFailure(requested: boolean): Failure {
  const [reason, message] = requested
    ? ['client-cert-not-sent', 'server accepted connection without a valid SSL certificate']
    : ['client-cert-not-requested', 'server did not request an SSL certificate'];
  return { layer: 'client', reason, message, final: true };
}
