/** The steps of be_tls_init one by one: what `decideServerFiles` says. */
import { publicKeyOf } from '../../crypto/public-half.ts';
import { equalBytes } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import type { PrivateKey } from '../../keys/types.ts';
import { encodePublicKey } from '../../keys/public-key.ts';
import { loadCertificateFile } from '../../openssl-verify/files/certificate-file.ts';
import { type Facts, factsOf } from '../../openssl-verify/facts.ts';
import type { KeyType } from '../../openssl-verify/keys.ts';
import { readOpensslPem } from '../../openssl-verify/files/pem.ts';
import { loadStoreFile } from '../../openssl-verify/files/store.ts';
import type { OpensslVersion, SecurityLevel } from '../../openssl-verify/types.ts';
import { type CipherSelection, selectCiphers } from './cipher-list.ts';
import { checkKeyFile } from './key-file.ts';
import type { Text } from '../octets.ts';
import { handshakeDefect, weaknessOf } from './server-files-defects.ts';
import type { FileContent, ServerFilesDecision, ServerFilesInput, ServerFilesReason, ServerFilesStep } from './server-files-types.ts';
import { firstLine, isError, isMissing, prompted, systemWords } from './server-files-words.ts';
import { readServerKey, type ServerKey } from './server-key.ts';
import { isOn, protocolRank, settingOf, type SslSettingName } from './server-settings.ts';
import { judgeCurve, judgeGroups } from './tls-groups.ts';

/** A step that ends it. */
interface Refusal {
  readonly setting: SslSettingName;
  readonly reason: ServerFilesReason;
  readonly message: string;
  readonly line?: number | undefined;
}

/** One server, its files, and one moment. */
export class ServerFilesCheck {
  readonly #input: ServerFilesInput;
  readonly #when: 'start' | 'reload';
  readonly #strictness: { readonly openssl: OpensslVersion; readonly level: SecurityLevel };
  readonly #steps: ServerFilesStep[] = [];
  #leaf: Facts | undefined;
  #chain: readonly Facts[] = [];
  #key: PrivateKey | undefined;
  #ciphers: CipherSelection | undefined;

  constructor(input: ServerFilesInput, when: 'start' | 'reload') {
    this.#input = input;
    this.#when = when;
    const openssl = input.openssl ?? '3.0';
    this.#strictness = { openssl, level: input.securityLevel ?? (openssl === '3.0' ? 2 : 1) };
  }

  decide(): ServerFilesDecision {
    const start = this.#when === 'start';
    if (!isOn(this.#setting('ssl'))) {
      this.#note('ssl', 'ssl-off');
      return { outcome: start ? 'up-but-no-tls' : 'applied-but-no-tls', reason: 'ssl-off', message: '', steps: this.#steps };
    }
    const refusal =
      this.#certificate() ??
      this.#keyFile() ??
      this.#keyContent() ??
      this.#keyFits() ??
      this.#protocols() ??
      this.#dhParameters() ??
      this.#groups() ??
      this.#cipherList() ??
      this.#trusted() ??
      this.#revoked();
    if (refusal !== undefined) {
      const { setting, reason, message, line } = refusal;
      this.#note(setting, reason, line);
      return { outcome: start ? 'refused' : 'kept-old', reason, message, steps: this.#steps };
    }
    const defect = handshakeDefect({
      ...this.#strictness,
      version: this.#input.version,
      leaf: this.#leaf as Facts,
      chain: this.#chain,
      ciphers: this.#ciphers,
      groups: this.#groupsAnswer(),
      setting: (name) => this.#setting(name),
    });
    if (defect === undefined) return { outcome: start ? 'up' : 'applied', reason: 'ok', message: '', steps: this.#steps };
    this.#note(defect.setting, defect.reason);
    return { outcome: start ? 'up-but-no-tls' : 'applied-but-no-tls', reason: defect.reason, message: '', steps: this.#steps };
  }

  #setting(name: SslSettingName): string {
    return settingOf(this.#input.settings, name, this.#input.version);
  }

  #note(setting: SslSettingName, reason: ServerFilesReason, line?: number): void {
    const step = { setting, value: this.#setting(setting), reason };
    this.#steps.push(line === undefined ? step : { ...step, line });
  }

  #file(path: string): FileContent {
    // no file has an empty name
    const content = (path !== '' && Object.hasOwn(this.#input.files, path) ? this.#input.files[path] : undefined) ?? { error: 'ENOENT' };
    // a folder can be opened, and there is nothing in it
    return isError(content) && content.error === 'EISDIR' ? '' : content;
  }

  /** SSL_CTX_use_certificate_chain_file, and what SSL_CTX_use_certificate thinks of the first one. */
  #certificate(): Refusal | undefined {
    const setting = 'ssl_cert_file';
    const path = this.#setting(setting);
    const refuse = (reason: ServerFilesReason, words: string, line?: number): Refusal => ({
      setting,
      reason,
      message: `could not load server certificate file "${path}": ${words}`,
      line,
    });
    const content = this.#file(path);
    if (isError(content)) return refuse(isMissing(content.error) ? 'cert-missing' : 'cert-not-readable', systemWords(content.error));
    const loaded = loadCertificateFile(content);
    // the first certificate is judged before the next block is read
    if (loaded.leaf !== undefined) {
      const leaf = factsOf(loaded.leaf.certificate, this.#strictness.openssl);
      const weak = weaknessOf(leaf, this.#strictness, 'ee');
      if (weak !== undefined) return refuse(weak.reason, weak.words);
      if (leaf.invalid) return refuse('cert-invalid-extension', 'invalid certificate');
      const type = leaf.key?.type;
      if (type === undefined) return refuse('cert-key-unusable', 'x509 lib');
      if (type === 'X25519' || type === 'X448') return refuse('cert-key-unusable', 'unknown certificate type');
      this.#leaf = leaf;
      this.#chain = loaded.chain.map((certificate) => factsOf(certificate, this.#strictness.openssl));
      for (const member of this.#chain) {
        const weak = weaknessOf(member, this.#strictness, 'ca');
        if (weak !== undefined) return refuse(weak.reason, weak.words);
      }
    }
    if (!loaded.ok) {
      const reasons = { 'no-certificate': 'cert-no-pem', 'bad-pem': 'cert-bad-pem', 'bad-der': 'cert-bad-der' } as const;
      return refuse(reasons[loaded.problem], loaded.words, loaded.line);
    }
    this.#note(setting, 'ok');
    return undefined;
  }

  /** check_ssl_key_file_permissions, and whether the file opens. */
  #keyFile(): Refusal | undefined {
    const setting = 'ssl_key_file';
    const path = this.#setting(setting);
    const { stats = {}, user } = this.#input;
    const content = this.#file(path);
    const named = `private key file "${path}"`;
    const refuse = (reason: ServerFilesReason, message: string): Refusal => ({ setting, reason, message });
    const stat = Object.hasOwn(stats, path) ? stats[path] : undefined;
    if (stat !== undefined) {
      const owner = 'error' in stat ? { uid: 0, gid: 0 } : stat;
      const { euid, egids } = user ?? { euid: owner.uid === 0 ? 1 : owner.uid, egids: [owner.gid] };
      const { reason } = checkKeyFile(stat, { side: 'server', euid, egids });
      switch (reason) {
        case 'ok':
          break;
        case 'key-missing':
        case 'key-not-accessible':
          return refuse(reason, `could not access ${named}: ${systemWords('error' in stat ? stat.error : 'EACCES')}`);
        case 'key-not-regular-file':
          return refuse(reason, `${named} is not a regular file`);
        case 'key-wrong-owner':
          return refuse(reason, `${named} must be owned by the database user or root`);
        case 'key-group-or-world-access':
          return refuse(reason, `${named} has group or world access`);
        case 'key-not-readable':
          return refuse(reason, `could not load ${named}: ${systemWords('EACCES')}`);
      }
    }
    if (!isError(content)) return undefined;
    return isMissing(content.error)
      ? refuse('key-missing', `could not access ${named}: ${systemWords(content.error)}`)
      : refuse('key-not-readable', `could not load ${named}: ${systemWords(content.error)}`);
  }

  /** SSL_CTX_use_PrivateKey_file with the passphrase callback of this moment (default_openssl_tls_init). */
  #keyContent(): Refusal | undefined {
    const setting = 'ssl_key_file';
    const path = this.#setting(setting);
    const content = this.#file(path) as Text;
    const refuse = (reason: ServerFilesReason, words: string): Refusal => ({
      setting,
      reason,
      message: `could not load private key file "${path}": ${words}`,
    });
    let read: ServerKey = readServerKey(content, undefined);
    if (read.kind === 'locked') {
      const told = this.#passphrase();
      if ('reason' in told && told.passphrase === undefined) return told;
      read = readServerKey(content, told.passphrase);
      // a server that has no passphrase tries an empty one, which opens nothing but what was locked with it
      if (read.kind !== 'key' && 'reason' in told) return told;
    }
    if (read.kind === 'wrong-passphrase') return refuse('passphrase-wrong', read.words);
    if (read.kind !== 'key') return refuse('key-no-private-key', read.kind === 'none' ? read.words : 'unsupported');
    this.#key = read.key;
    return undefined;
  }

  /** What the callback answers; a refusal with a passphrase counts only if that one does not open the key. */
  #passphrase(): (Refusal & { readonly passphrase?: Uint8Array }) | { readonly passphrase: Uint8Array } {
    const start = this.#when === 'start';
    const command = this.#setting('ssl_passphrase_command');
    const path = this.#setting('ssl_key_file');
    const { passphrase } = this.#input;
    const empty = new Uint8Array(0);
    const setting = 'ssl_passphrase_command';
    if (!start && (command === '' || !isOn(this.#setting('ssl_passphrase_command_supports_reload'))))
      return {
        setting: 'ssl_passphrase_command_supports_reload',
        reason: 'passphrase-not-reloadable',
        message: `private key file "${path}" cannot be reloaded because it requires a passphrase`,
        passphrase: empty,
      };
    if (command === '')
      return { setting, reason: 'passphrase-unavailable', message: `could not load private key file "${path}": processing error` };
    if (passphrase === undefined || passphrase === null)
      return { setting, reason: 'passphrase-unknown', message: 'what ssl_passphrase_command gives was not told' };
    if (passphrase.status !== 0) {
      const failed = { setting, reason: 'passphrase-command-failed', message: `command "${prompted(command)}" failed` } as const;
      return start ? failed : { ...failed, passphrase: empty };
    }
    return { passphrase: firstLine(passphrase.output) };
  }

  /** X509_check_private_key for keys of one type, SSL_CTX_check_private_key for those of two. */
  #keyFits(): Refusal | undefined {
    const setting = 'ssl_key_file';
    const path = this.#setting(setting);
    const leaf = this.#leaf as Facts;
    const key = this.#key as PrivateKey;
    const type = KEY_TYPES[key.kind];
    if (type === undefined)
      return { setting, reason: 'key-no-private-key', message: `could not load private key file "${path}": unknown certificate type` };
    if (type !== leaf.key?.type)
      return { setting, reason: 'key-type-mismatch', message: 'check of private key failed: no certificate assigned' };
    const half = catchMalformed(() => encodePublicKey(publicKeyOf(key)));
    const wanted = leaf.key.key;
    const fits = !(half instanceof PkiError) && wanted !== undefined && equalBytes(half, encodePublicKey(wanted));
    if (!fits) return { setting, reason: 'key-mismatch', message: `could not load private key file "${path}": key values mismatch` };
    this.#note(setting, 'ok');
    return undefined;
  }

  #protocols(): Refusal | undefined {
    const min = protocolRank(this.#setting('ssl_min_protocol_version'));
    const max = protocolRank(this.#setting('ssl_max_protocol_version'));
    if (min === undefined || max === undefined || min <= max) return undefined;
    return { setting: 'ssl_min_protocol_version', reason: 'protocol-range-invalid', message: 'could not set SSL protocol version range' };
  }

  /** A reload goes on with the parameters that are built in, where a start ends. */
  #dhParameters(): Refusal | undefined {
    const setting = 'ssl_dh_params_file';
    const path = this.#setting(setting);
    if (path === '' || this.#when === 'reload') return undefined;
    const content = this.#file(path);
    if (isError(content))
      return {
        setting,
        reason: 'dh-params-missing',
        message: `could not open DH parameters file "${path}": ${systemWords(content.error)}`,
      };
    const found = [...readOpensslPem(content)].find(
      ({ block, problem }) => problem !== undefined || DH_LABELS.includes(block?.label ?? ''),
    );
    if (found?.block !== undefined) return undefined;
    const words = found === undefined ? 'no start line' : found.words;
    return { setting, reason: 'dh-params-invalid', message: `could not load DH parameters file: ${words}` };
  }

  #groups(): Refusal | undefined {
    const setting = this.#input.version >= 18 ? 'ssl_groups' : 'ssl_ecdh_curve';
    const answer = this.#groupsAnswer();
    return typeof answer === 'string' ? undefined : { setting, reason: 'curve-unknown', message: answer.message };
  }

  #groupsAnswer(): ReturnType<typeof judgeCurve> {
    return this.#input.version >= 18 ? judgeGroups(this.#setting('ssl_groups')) : judgeCurve(this.#setting('ssl_ecdh_curve'));
  }

  #cipherList(): Refusal | undefined {
    this.#ciphers = selectCiphers(this.#setting('ssl_ciphers'));
    if (this.#ciphers !== undefined) return undefined;
    return {
      setting: 'ssl_ciphers',
      reason: 'ciphers-invalid',
      message: 'could not set the cipher list (no valid ciphers available)',
    };
  }

  /** SSL_CTX_load_verify_locations and SSL_load_client_CA_file. */
  #trusted(): Refusal | undefined {
    const setting = 'ssl_ca_file';
    const path = this.#setting(setting);
    if (path === '') return undefined;
    const refuse = (reason: ServerFilesReason, words: string, line?: number): Refusal => ({
      setting,
      reason,
      message: `could not load root certificate file "${path}": ${words}`,
      line,
    });
    const content = this.#file(path);
    if (isError(content)) return refuse(isMissing(content.error) ? 'ca-missing' : 'ca-not-readable', systemWords(content.error));
    const file = loadStoreFile(content);
    if (!file.ok) return refuse(file.problem === 'bad-block' ? 'ca-bad-block' : 'ca-no-certificate', file.words, file.line);
    if (file.plainCertificates === 0) return refuse('ca-no-certificate', 'no start line');
    this.#note(setting, 'ok');
    return undefined;
  }

  /** X509_STORE_load_locations; a folder is not looked into before somebody connects. */
  #revoked(): Refusal | undefined {
    const setting = 'ssl_crl_file';
    const path = this.#setting(setting);
    if (path === '') return undefined;
    const folder = this.#input.version >= 14 ? this.#setting('ssl_crl_dir') : '';
    const named = folder === '' ? `file "${path}"` : `file "${path}" or directory "${folder}"`;
    const refuse = (reason: ServerFilesReason, words: string, line?: number): Refusal => ({
      setting,
      reason,
      message: `could not load SSL certificate revocation list ${named}: ${words}`,
      line,
    });
    const content = this.#file(path);
    if (isError(content)) return refuse(isMissing(content.error) ? 'crl-missing' : 'crl-not-readable', systemWords(content.error));
    const file = loadStoreFile(content);
    if (!file.ok) return refuse(file.problem === 'bad-block' ? 'crl-bad-block' : 'crl-none-found', file.words, file.line);
    this.#note(setting, 'ok');
    return undefined;
  }
}

const DH_LABELS: readonly string[] = ['DH PARAMETERS', 'X9.42 DH PARAMETERS'];

/** Types of keys that servers of TLS can have. */
const KEY_TYPES: Readonly<Partial<Record<PrivateKey['kind'], KeyType>>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  ed25519: 'ED25519',
  ed448: 'ED448',
};
