/** Reading and writing the files of a command line, with the messages OpenSSL 3.0 has for each kind of file. */
import { looksLikeDer } from '../asn1/pem.ts';
import { PkiError } from '../base/error.ts';
import { uncompressedPoint } from '../crypto/ec/points.ts';
import { readDer } from '../asn1/reader.ts';
import { INTEGER, SEQUENCE } from '../asn1/tags.ts';
import { parsePkcs1PublicKey } from '../keys/pkcs1.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import type { PrivateKey, PublicKey } from '../keys/types.ts';
import { loadPrivateKey } from '../keystore/load.ts';
import { decodeTrustedCertificate } from '../openssl-verify/files/decode.ts';
import type { Certificate, ReadingOptions } from '../x509/certificate.ts';
import { type CertificationRequest, parseRequest } from '../x509/request.ts';
import { parseTrustedCertificate, type TrustedCertificate } from '../x509/trusted-certificate.ts';
import { type Config, parseConfig } from './config/config.ts';
import { CommandFailure, failureOf } from './failure.ts';
import type { OpensslHost } from './host.ts';
import { askPassphrase, needsPassphrase } from './passphrase.ts';
import { CERTIFICATE_LABELS, firstBlock } from './pem-blocks.ts';

/** Format of an input file. */
export type FileFormat = 'PEM' | 'DER';

/** Reads a file, or standard input where there is no path or the path is `-`. */
async function readInput(host: OpensslHost, path: string | undefined): Promise<Uint8Array> {
  return path === undefined || path === '-' ? await host.readStdin() : await host.readFile(path);
}

/**
 * The first certificate of a file, PEM or DER whatever its name says; `what` is what OpenSSL calls it ("certificate", "CA certificate"). Throws a
 * `CommandFailure`.
 */
export async function loadCertificate(
  host: OpensslHost,
  path: string | undefined,
  what: string,
  options: ReadingOptions & { readonly format?: FileFormat | undefined } = {},
): Promise<Certificate> {
  return (await loadTrustedCertificate(host, path, what, options)).certificate;
}

/** The same with the trust settings that stand behind it. */
export async function loadTrustedCertificate(
  host: OpensslHost,
  path: string | undefined,
  what: string,
  { format, ...reading }: ReadingOptions & { readonly format?: FileFormat | undefined } = {},
): Promise<TrustedCertificate> {
  const octets = await readOrFail(host, path, `Could not open file or uri for loading ${what} from ${path}`, `Unable to load ${what}`);
  const parse = (der: Uint8Array): TrustedCertificate =>
    reading.reading === 'openssl' ? decodeTrustedCertificate(der) : parseTrustedCertificate(der, reading);
  try {
    if (looksLikeDer(octets)) {
      if (format === 'PEM') throw new PkiError('no-certificate', 'expected PEM, found DER');
      return parse(octets);
    }
    if (format === 'DER') throw new PkiError('no-certificate', 'expected DER, found other octets');
    return parse(firstBlock(octets, CERTIFICATE_LABELS).der);
  } catch (error) {
    throw failureOf(error, `Could not read ${what} from ${path ?? '<stdin>'}`, `Unable to load ${what}`);
  }
}

const REQUEST_LABELS: readonly string[] = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];

/** The request of a file; `what` as for `loadCertificate`, `openssl` for one that is to be shown and not signed. Throws a `CommandFailure`. */
export async function loadRequest(
  host: OpensslHost,
  path: string | undefined,
  what: string,
  format: FileFormat,
  reading: 'der' | 'openssl' = 'der',
): Promise<CertificationRequest> {
  const octets = await readOrFail(host, path, `Can't open "${path}" for reading`, `Unable to load ${what}`);
  try {
    return parseRequest(format === 'DER' ? octets : firstBlock(octets, REQUEST_LABELS).der, { reading });
  } catch (error) {
    throw failureOf(error, `Unable to load ${what}`);
  }
}

/**
 * The private key of a file, or of standard input where there is no path; asks for its passphrase where it needs one that was not given. `format` is the one
 * the file must have, where it must. Throws a `CommandFailure`.
 */
export async function loadKey(
  host: OpensslHost,
  path: string | undefined,
  what: string,
  passphrase: Uint8Array | undefined,
  format?: FileFormat,
): Promise<PrivateKey> {
  const name = path ?? '<stdin>';
  const octets = await readOrFail(host, path, `Could not open file or uri for loading ${what} from ${name}`);
  const load = (given: Uint8Array | undefined): PrivateKey => {
    const key = loadPrivateKey(octets, { passphrase: given });
    assertOnCurve(key);
    return key;
  };
  try {
    assertFormat(octets, format);
    try {
      return load(passphrase);
    } catch (error) {
      if (!needsPassphrase(error)) throw error;
      return load(await askPassphrase(host, name));
    }
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw failureOf(error, `Could not read ${what} from ${name}`);
  }
}

/**
 * The public key of a file: SubjectPublicKeyInfo or PKCS #1. `what` and `format` as for `loadKey`; `opening` is what OpenSSL calls the key where the file cannot be
 * opened. Throws a `CommandFailure`.
 */
export async function loadPublicKey(
  host: OpensslHost,
  path: string | undefined,
  what: string,
  { opening = what, format }: { readonly opening?: string; readonly format?: FileFormat | undefined } = {},
): Promise<PublicKey> {
  const name = path ?? '<stdin>';
  const octets = await readOrFail(host, path, `Could not open file or uri for loading ${opening} from ${name}`);
  try {
    assertFormat(octets, format);
    const key = publicKeyIn(octets);
    assertOnCurve(key);
    return key;
  } catch (error) {
    throw failureOf(error, `Could not read ${what} from ${name}`);
  }
}

function publicKeyIn(octets: Uint8Array): PublicKey {
  if (looksLikeDer(octets)) return readPublicKey(octets);
  const { label, der } = firstBlock(octets, ['PUBLIC KEY', 'RSA PUBLIC KEY']);
  return label === 'PUBLIC KEY' ? parsePublicKey(der) : parsePkcs1PublicKey(der);
}

/** OpenSSL reads no key whose point misses its curve. */
function assertOnCurve(key: PublicKey | PrivateKey): void {
  if (key.kind !== 'ec' || key.point === undefined) return;
  if (uncompressedPoint({ kind: 'ec', curve: key.curve, point: key.point }) === undefined)
    throw new PkiError('bad-ec-point', `the public point does not lie on ${key.curve}`);
}

/** DER tells its kind by its first member: a SEQUENCE of SubjectPublicKeyInfo, an INTEGER of PKCS #1. */
function readPublicKey(der: Uint8Array): PublicKey {
  const first = readDer(
    readDer(der, (reader) => reader.read(SEQUENCE, '')),
    (reader) => {
      const tag = reader.peek();
      while (!reader.done) reader.any('');
      return tag;
    },
  );
  return first === INTEGER ? parsePkcs1PublicKey(der) : parsePublicKey(der);
}

function assertFormat(octets: Uint8Array, format: FileFormat | undefined): void {
  const found = looksLikeDer(octets) ? 'DER' : 'PEM';
  if (format !== undefined && format !== found) throw new PkiError('wrong-format', `expected ${format}, found ${found}`);
}

/** All of a file, or of standard input; `lines` are what is said where it cannot be read. Throws a `CommandFailure`. */
export async function readOrFail(host: OpensslHost, path: string | undefined, ...lines: readonly string[]): Promise<Uint8Array> {
  try {
    return await readInput(host, path);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    const [first = '', ...rest] = lines;
    const opened = first.startsWith(`Can't open "`)
      ? [`${first}, ${error.message}`, ...rest]
      : [first, ...rest, `certwright: ${error.message}`];
    throw new CommandFailure(opened);
  }
}

/**
 * A configuration file, with what it includes; the empty path is an empty configuration, as in OpenSSL. `command` starts the message about a bad line. Throws
 * a `CommandFailure`.
 */
export async function loadConfig(host: OpensslHost, path: string, command: string): Promise<Config> {
  const octets = path === '' ? new Uint8Array(0) : await readOrFail(host, path, `Can't open "${path}" for reading`);
  try {
    const config = await parseConfig(octets, { env: host.env, include: (named) => readIncluded(host, named) });
    for (const missing of config.missing) host.stderr(`certwright: ${path} includes ${missing}, which is missing\n`);
    return config;
  } catch (error) {
    const line = error instanceof PkiError ? error.offset : undefined;
    throw failureOf(
      error,
      line === undefined ? `${command}: Can't load config file "${path}"` : `${command}: Error on line ${line} of config file "${path}"`,
    );
  }
}

/** The file of an `.include`, or the `.cnf` and `.conf` files of a folder, in order of their names. */
async function readIncluded(
  host: OpensslHost,
  path: string,
): Promise<readonly { readonly path: string; readonly octets: Uint8Array }[] | undefined> {
  const kind = await host.stat(path);
  if (kind === undefined) return undefined;
  if (kind !== 'folder') return [{ path, octets: await host.readFile(path) }];
  const names = (await host.listFolder(path)).filter((name) => name.endsWith('.cnf') || name.endsWith('.conf'));
  return await Promise.all(names.map(async (name) => ({ path: `${path}/${name}`, octets: await host.readFile(`${path}/${name}`) })));
}

/** How an output file is written. */
export interface OutputOptions {
  /** A private key: for its owner only. */
  readonly secret?: boolean;
  readonly append?: boolean;
  /** The command's name, where OpenSSL puts it in front of its message. */
  readonly command?: string | undefined;
}

/** Writes the output file of a command, or standard output where there is no path. Throws a `CommandFailure`. */
export async function writeOutput(
  host: OpensslHost,
  path: string | undefined,
  octets: Uint8Array,
  { secret = false, append = false, command }: OutputOptions = {},
): Promise<void> {
  if (path === undefined || path === '-') {
    host.stdout(octets);
    return;
  }
  try {
    await host.writeFile(path, octets, { secret, append });
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw unwritable(path, error.message, command);
  }
}

/** Looks whether an output file can be there at all, before work is done that would be lost. Throws the `CommandFailure` that writing would. */
export async function assertWritable(host: OpensslHost, path: string | undefined, command?: string): Promise<void> {
  if (path === undefined || path === '-') return;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (folder !== '' && folder !== '/' && (await host.stat(folder.slice(0, -1))) === undefined)
    throw unwritable(path, 'No such file or directory', command);
  if ((await host.stat(path)) === 'folder') throw unwritable(path, 'Is a directory', command);
}

function unwritable(path: string, reason: string, command: string | undefined): CommandFailure {
  return new CommandFailure([`${command === undefined ? '' : `${command}: `}Can't open "${path}" for writing, ${reason}`]);
}
