/** Keys of a set-up: what they may be, the root's passphrase, and reading the CAs back from their files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Certificate,
  createSigner,
  findKeyMismatch,
  type KeyKind,
  loadPrivateKey,
  parseCertificates,
  parsePublicKey,
  PkiError,
  toHex,
} from '../../../lib/index.ts';
import { escapeText } from '../../../lib/text/index.ts';
import { CliFailure } from '../talk.ts';
import type { Authority } from './issuing.ts';
import { PLACES, readPlace } from './place.ts';
import type { KEY_TYPES } from './setup-options.ts';
import { iso, type IssuedNote, type State } from './state.ts';

const KINDS: Readonly<Record<(typeof KEY_TYPES)[number], KeyKind>> = {
  'ec-p256': { kind: 'ec', curve: 'P-256' },
  'ec-p384': { kind: 'ec', curve: 'P-384' },
  'rsa-2048': { kind: 'rsa', bits: 2048 },
  'rsa-3072': { kind: 'rsa', bits: 3072 },
  'rsa-4096': { kind: 'rsa', bits: 4096 },
};

/** The kind of key of that name. */
export function keyKind(name: string): KeyKind {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined;
  if (kind === undefined) throw new CliFailure(`${escapeText(name)} is no type of key that is known here`);
  return kind;
}

/** The passphrase out of its source: `prompt` (typed twice where it is new), `file:NAME` or `env:NAME`. */
export async function readPassphrase(source: string, { isNew }: { readonly isNew: boolean }): Promise<string> {
  const passphrase = source === 'prompt' ? await askPassphrase(isNew) : fromSource(source);
  if (passphrase === '') throw new CliFailure(`the passphrase from ${escapeText(source)} is empty`);
  return passphrase;
}

function fromSource(source: string): string {
  const name = source.slice(source.indexOf(':') + 1);
  if (source.startsWith('env:')) {
    const value = process.env[name];
    if (value === undefined) throw new CliFailure(`the environment has no variable ${escapeText(name)}`);
    return value;
  }
  try {
    return (readFileSync(name, 'utf8').split('\n')[0] ?? '').replace(/\r$/, '');
  } catch (error) {
    throw new CliFailure(`cannot read ${escapeText(name)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

async function askPassphrase(isNew: boolean): Promise<string> {
  const { Terminal } = await import('../openssl.ts');
  const terminal = new Terminal();
  try {
    const first = await terminal.askSilently("Passphrase of the root's key: ");
    if (first === undefined) throw new CliFailure('no passphrase was typed');
    if (isNew && (await terminal.askSilently('Once more: ')) !== first) throw new CliFailure('these were two passphrases');
    return first;
  } finally {
    terminal.close();
  }
}

/** Where the root is, and what opens it. */
export interface RootTerms {
  /** The folder that is kept offline; default: where setup put it. */
  readonly root?: string | undefined;
  readonly rootPassphrase?: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Why the root's key is not at hand; undefined where it is. */
export function rootObstacle(folder: string, { root = join(folder, PLACES.rootFolder), rootPassphrase }: RootTerms): string | undefined {
  const key = join(root, 'root.key');
  if (!existsSync(key)) return `its key is not in ${escapeText(root)}; --root says where it is`;
  return rootPassphrase === undefined && isLocked(readRootFile(root, 'root.key'))
    ? 'its key is encrypted; --root-passphrase opens it'
    : undefined;
}

/** The root CA with its key, from the folder that is kept offline. Ends the command where it has expired or cannot be opened. */
export async function loadRoot(
  folder: string,
  state: State,
  { root = join(folder, PLACES.rootFolder), rootPassphrase, at }: RootTerms,
): Promise<Authority> {
  const shown = escapeText(root);
  const [certificateFile, keyFile] = [readRootFile(root, 'root.crt'), readRootFile(root, 'root.key')];
  const certificate = readFirst(certificateFile, `${shown}/root.crt`);
  assertNoted(certificate, [state.root], `${shown}/root.crt`);
  assertCurrent(certificate, 'the root certificate', at, 'set up a new folder');
  if (rootPassphrase === undefined && isLocked(keyFile)) throw new CliFailure(`${shown}/root.key is encrypted: give --root-passphrase`);
  const passphrase = rootPassphrase === undefined ? undefined : await readPassphrase(rootPassphrase, { isNew: false });
  return loadAuthority(certificate, keyFile, `${shown}/root.key`, passphrase);
}

function isLocked(key: string): boolean {
  return key.includes('ENCRYPTED');
}

function readRootFile(root: string, name: string): string {
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliFailure(
      `cannot read ${escapeText(join(root, name))}: ${code ?? String(error)}; --root says where the folder ${PLACES.rootFolder} is`,
    );
  }
}

/** The intermediate CA with its key. Ends the command where it has expired. */
export function loadIntermediate(folder: string, state: State, at: number): Authority {
  const certificate = readIntermediate(folder, state);
  assertCurrent(certificate, 'the intermediate certificate', at, 'renew it first: certwright pg renew --intermediate');
  return loadIntermediateSigner(folder, certificate);
}

/** The key of the intermediate CA, to go with its certificate. */
export function loadIntermediateSigner(folder: string, certificate: Certificate): Authority {
  return loadAuthority(certificate, readPlace(folder, PLACES.intermediateKey), escapeText(join(folder, PLACES.intermediateKey)));
}

/** The intermediate CA's certificate, expired or not. */
export function readIntermediate(folder: string, state: State): Certificate {
  return readCertificate(folder, PLACES.intermediate, state.intermediates.slice(-1));
}

/** The first certificate of a file, which must be one of those noted. */
export function readCertificate(folder: string, path: string, notes: readonly IssuedNote[]): Certificate {
  const shown = escapeText(join(folder, path));
  const certificate = readFirst(readPlace(folder, path), shown);
  assertNoted(certificate, notes, shown);
  return certificate;
}

function readFirst(text: string, shown: string): Certificate {
  try {
    const [first] = parseCertificates(text);
    if (first !== undefined) return first;
  } catch (error) {
    throw error instanceof PkiError ? new CliFailure(`${shown}: ${error.code}: ${escapeText(error.message)}`) : error;
  }
  throw new CliFailure(`${shown} holds no certificate`);
}

function assertNoted({ serialNumber }: Certificate, notes: readonly IssuedNote[], shown: string): void {
  const serial = toHex(serialNumber);
  if (!notes.some((note) => note.serialNumber === serial))
    throw new CliFailure(`${shown} is another certificate than ${PLACES.state} speaks of, serial number ${serial}`);
}

function assertCurrent({ notAfter }: Certificate, what: string, at: number, advice: string): void {
  if (notAfter <= at) throw new CliFailure(`${what} ended on ${iso(notAfter)}; ${advice}`);
}

function loadAuthority(certificate: Certificate, key: string, shown: string, passphrase?: string): Authority {
  try {
    const privateKey = loadPrivateKey(key, passphrase === undefined ? {} : { passphrase });
    if (findKeyMismatch(parsePublicKey(certificate.publicKey), privateKey) !== undefined)
      throw new CliFailure(`${shown} is not the key of the CA's certificate; put back the one that belongs to it`);
    return { certificate, signer: createSigner(privateKey) };
  } catch (error) {
    throw error instanceof PkiError ? new CliFailure(`${shown}: ${error.code}: ${escapeText(error.message)}`) : error;
  }
}
