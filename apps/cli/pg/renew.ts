/** `certwright pg renew`: new certificates and CRLs in a folder that `certwright pg setup` made. */
import { type Certificate, toHex } from '../../../lib/index.ts';
import type { PublicKeyInput } from '../../../lib/issue/index.ts';
import { escapeText } from '../../../lib/text/index.ts';
import { CliFailure } from '../talk.ts';
import { crlFiles, newCrls } from './crls.ts';
import { type Authority, commonName, DAY, issueIntermediate, issueLeaf, keyPem, makeKeys, pem } from './issuing.ts';
import { keyKind, loadIntermediate, loadIntermediateSigner, loadRoot, readCertificate, readIntermediate, rootObstacle } from './keys.ts';
import { readHosts } from './people.ts';
import { clientPlaces, has, type NewFile, PLACES, replaceFiles, withLock } from './place.ts';
import type { RenewOptions } from './setup-options.ts';
import { findUser, isRevoked, iso, type IssuedNote, noteOf, readState, type State, stateText, type UserNote, withUser } from './state.ts';
import { backdated, INTERMEDIATE_DAYS, leafValidity, serverSubject } from './terms.ts';
import { type Outcome, report } from './words.ts';

/** Renews what is asked for, and says what to copy where. Gives the exit code. */
export async function runRenew(folder: string, options: RenewOptions): Promise<number> {
  const { server = false, intermediate = false, crls = false, newKey = false, user = [], json = false } = options;
  if (!server && !intermediate && !crls && user.length === 0)
    throw new CliFailure('nothing is named that is to be renewed: --server, --user, --intermediate or --crls');
  if (newKey && !server && user.length === 0) throw new CliFailure('--new-key is for --server and --user');
  readState(folder);
  return withLock(folder, async () => {
    const renewal = new Renewal(folder, readState(folder), options);
    await renewal.run();
    report(renewal.finish(), json);
    return 0;
  });
}

class Renewal {
  readonly #folder: string;
  readonly #options: RenewOptions;
  readonly #at: number;
  #state: State;
  readonly #files: NewFile[] = [];
  readonly #facts: string[] = [];
  readonly #next: string[] = [];

  constructor(folder: string, state: State, options: RenewOptions) {
    this.#folder = folder;
    this.#state = state;
    this.#options = options;
    this.#at = options.at ?? Date.now();
  }

  /** Makes everything; nothing is written yet. */
  async run(): Promise<void> {
    const { server = false, intermediate = false, crls = false, user = [] } = this.#options;
    const users = [...new Set(user)].map((role) => findUser(this.#state, role));
    const root = await this.#root();
    const issuer =
      intermediate && root !== undefined ? this.#renewIntermediate(root) : loadIntermediate(this.#folder, this.#state, this.#at);
    if (server) await this.#renewServer(issuer);
    for (const note of users) await this.#renewUser(issuer, note);
    if (intermediate) this.#rewriteChains(issuer);
    if (intermediate || crls) this.#renewCrls(issuer, root);
  }

  /** Writes everything, the state first: what was issued must be known, so that it can be revoked. */
  finish(): Outcome {
    const files = [{ path: PLACES.state, text: stateText(this.#state) }, ...this.#files];
    const kept = replaceFiles(this.#folder, files, this.#at);
    const paths = files.map(({ path }) => path);
    const ofServer = paths.filter((path) => path.startsWith('server/'));
    const ofUsers = paths.filter((path) => path.startsWith('clients/'));
    const next = [
      ...(ofServer.length === 0
        ? []
        : [`copy ${ofServer.join(', ')} into the data folder of the server and reload it (pg_ctl reload, or SELECT pg_reload_conf())`]),
      ...(ofUsers.length === 0 ? [] : ['give the users their new files below clients/, for ~/.postgresql/']),
      ...this.#next,
    ];
    return { folder: this.#folder, written: paths, kept, facts: this.#facts, next };
  }

  /** The root CA: where it must be, or for its CRL where it is at hand. */
  async #root(): Promise<Authority | undefined> {
    const { intermediate = false, crls = false, root, rootPassphrase } = this.#options;
    if (!intermediate && !crls) return undefined;
    const terms = { root, rootPassphrase, at: this.#at };
    const obstacle = rootObstacle(this.#folder, terms);
    const asked = intermediate || root !== undefined || rootPassphrase !== undefined;
    if (asked || obstacle === undefined) return loadRoot(this.#folder, this.#state, terms);
    this.#facts.push(`the root's CRL stays as it is: ${obstacle}`);
    return undefined;
  }

  /** A new certificate for the same name and key: all that the intermediate has signed hangs below the new one too. */
  #renewIntermediate(root: Authority): Authority {
    const old = readIntermediate(this.#folder, this.#state);
    const validity = {
      notBefore: Math.max(backdated(this.#at), root.certificate.notBefore),
      notAfter: Math.min(this.#at + INTERMEDIATE_DAYS * DAY, root.certificate.notAfter),
    };
    const certificate = issueIntermediate(root, old.subject, old.publicKey, validity);
    this.#files.push({ path: PLACES.intermediate, text: pem(certificate) });
    this.#state = { ...this.#state, intermediates: [...this.#state.intermediates, noteOf(certificate)] };
    this.#tell('the intermediate', certificate);
    if (old.notAfter > this.#at)
      this.#next.push(`users may go on with their old files until ${iso(old.notAfter)}, when the old intermediate ends`);
    return loadIntermediateSigner(this.#folder, certificate);
  }

  async #renewServer(issuer: Authority): Promise<void> {
    const { servers, hosts } = this.#state;
    const names = await readHosts(hosts);
    const key = await this.#publicKey(PLACES.serverChain, PLACES.serverKey, servers, 'the server');
    const certificate = issueLeaf(issuer, serverSubject(names), key, { ...this.#validity(issuer), names });
    this.#addLeaf(PLACES.serverChain, certificate, issuer, 'the server');
    this.#state = { ...this.#state, servers: [...servers, noteOf(certificate)] };
  }

  async #renewUser(issuer: Authority, user: UserNote): Promise<void> {
    const { chain, key: keyPath } = clientPlaces(user.folder);
    const title = escapeText(user.role);
    if (isRevoked(user) && this.#options.newKey !== true)
      throw new CliFailure(`${title} is revoked; --new-key gives a new certificate with a new key`);
    const key = await this.#publicKey(chain, keyPath, user.certificates, title);
    const certificate = issueLeaf(issuer, commonName(user.commonName), key, this.#validity(issuer));
    this.#addLeaf(chain, certificate, issuer, title);
    this.#state = withUser(this.#state, { ...user, certificates: [...user.certificates, noteOf(certificate)] });
  }

  /** A new key, which is written, or that of the certificate there is. */
  async #publicKey(chain: string, keyPath: string, notes: readonly IssuedNote[], title: string): Promise<PublicKeyInput> {
    if (this.#options.newKey === true) {
      const kind = keyKind(this.#state.keyType);
      const { publicKey, privateKey } = await makeKeys(kind, kind.kind === 'rsa' ? `key of ${title}` : undefined);
      this.#files.push({ path: keyPath, text: keyPem(privateKey), secret: true });
      return publicKey;
    }
    const old = readCertificate(this.#folder, chain, notes);
    if (wasRevoked(old, notes)) throw new CliFailure(`the certificate of ${title} is revoked; --new-key gives a new one with a new key`);
    return old.publicKey;
  }

  #validity(issuer: Authority): ReturnType<typeof leafValidity> {
    return leafValidity(issuer.certificate, this.#at, this.#options.days);
  }

  #addLeaf(path: string, certificate: Certificate, issuer: Authority, title: string): void {
    this.#files.push({ path, text: pem(certificate) + pem(issuer.certificate) });
    this.#tell(title, certificate);
  }

  #tell(title: string, { notAfter }: Certificate): void {
    this.#facts.push(`the new certificate of ${title} is good until ${iso(notAfter)}`);
  }

  /** The leaves that stay, with the new intermediate behind them. */
  #rewriteChains(issuer: Authority): void {
    const leaves = [
      { chain: PLACES.serverChain as string, notes: this.#state.servers },
      ...this.#state.users.map(({ folder, certificates }) => ({ chain: clientPlaces(folder).chain, notes: certificates })),
    ];
    for (const { chain, notes } of leaves) {
      if (this.#files.some(({ path }) => path === chain) || !has(this.#folder, chain)) continue;
      const leaf = readCertificate(this.#folder, chain, notes);
      if (!wasRevoked(leaf, notes)) this.#files.push({ path: chain, text: pem(leaf) + pem(issuer.certificate) });
    }
  }

  #renewCrls(intermediate: Authority, root: Authority | undefined): void {
    const { text, crlNumbers, facts } = newCrls(this.#folder, this.#state, {
      intermediate,
      root,
      at: this.#at,
      days: this.#options.crlDays,
    });
    this.#state = { ...this.#state, crlNumbers };
    this.#files.push(...crlFiles(this.#folder, this.#state, text));
    this.#facts.push(...facts);
  }
}

function wasRevoked({ serialNumber }: Certificate, notes: readonly IssuedNote[]): boolean {
  const serial = toHex(serialNumber);
  return notes.some((note) => note.serialNumber === serial && note.revokedAt !== undefined);
}
