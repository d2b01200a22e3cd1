/**
 * OpenSSH's public keys: the line of a `.pub` file or of `known_hosts` without its hosts, and the octets in it (RFC 4253 6.6 for RSA, RFC 5656 3.1 for ECDSA,
 * RFC 8709 section 4 for Ed25519).
 *
 * Refused by name: `ssh-dss`, keys of security tokens (`sk-…`), certificates (`…-cert-v01@openssh.com`), Ed448, which OpenSSH does not have, and the options of
 * `authorized_keys` in front of a key.
 */
import { encodeBase64, decodeBase64 } from '../../base/base64.ts';
import { concatBytes, toHex } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { uncompressedPoint } from '../../crypto/ec/points.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { Hash } from '../../crypto/types.ts';
import { assertPointForm } from '../../keys/public-key.ts';
import type { CurveName, PublicKey } from '../../keys/types.ts';
import { wireNumber, WireReader, wireString } from './wire.ts';

/** A public key with the words behind it. */
export interface OpensshPublicKey {
  readonly key: PublicKey;
  /** Such as `user@host`; empty where there is none. */
  readonly comment: string;
}

/** OpenSSH's names of curves (RFC 5656 10.1). */
const CURVES: Readonly<Record<string, CurveName>> = { nistp256: 'P-256', nistp384: 'P-384', nistp521: 'P-521' };
const ECDSA = 'ecdsa-sha2-';

/** Longest line read: a key of 65,536 bits has some 11,000 characters. */
const MAX_LINE = 100_000;

/**
 * Reads one line of OpenSSH's public key format. Throws `bad-openssh-key` where it is none, `unsupported-openssh-key` for keys of other kinds, `bad-base64`, `bad-ec-point`
 * and `bad-key-length`.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { formatOpensshPublicKey, opensshFingerprint, parseOpensshPublicKey } from 'certwright/openssh';
 * const { publicKey } = generateKeyPair({ kind: 'ed25519' });
 * const line = formatOpensshPublicKey(publicKey, 'me@home');
 * const { key, comment } = parseOpensshPublicKey(line);
 * if (comment !== 'me@home' || opensshFingerprint(key) !== opensshFingerprint(publicKey)) throw new Error('the key comes back');
 * ```
 */
export function parseOpensshPublicKey(line: string): OpensshPublicKey {
  if (line.length > MAX_LINE) throw new PkiError('bad-openssh-key', `a line of ${line.length} characters, at most ${MAX_LINE} are read`);
  const text = line.trim();
  if (/[\r\n]/.test(text)) throw new PkiError('bad-openssh-key', 'one public key in one line is expected, found more lines');
  const [type = '', base64 = '', ...words] = text.split(/[ \t]+/);
  assertSupported(type);
  if (base64 === '') throw new PkiError('bad-openssh-key', `${shown(type)} without a key behind it`);
  const blob = decodeBase64(base64);
  const own = new WireReader(blob).ascii('type');
  if (own !== type) throw new PkiError('bad-openssh-key', `the line says ${shown(type)}, the key itself ${shown(own)}`);
  return { key: parseOpensshBlob(blob), comment: words.join(' ') };
}

/** Reads the octets of a public key, which are the whole input. Throws as `parseOpensshPublicKey`. */
export function parseOpensshBlob(blob: Uint8Array): PublicKey {
  const reader = new WireReader(blob);
  const key = readPublicFields(reader, reader.ascii('type'));
  reader.finish('the public key');
  return key;
}

/** The line of a public key, without a line end. Throws `unsupported-openssh-key`, `bad-ec-point` for a point that is none, and `bad-openssh-comment`. */
export function formatOpensshPublicKey(key: PublicKey, comment = ''): string {
  if (/[\r\n\0]/.test(comment)) throw new PkiError('bad-openssh-comment', 'a comment is one line');
  return `${opensshKeyType(key)} ${encodeBase64(encodeOpensshBlob(key))}${comment === '' ? '' : ` ${comment}`}`;
}

/** The octets of a public key as SSH has them. Throws as `formatOpensshPublicKey`. */
export function encodeOpensshBlob(key: PublicKey): Uint8Array {
  return concatBytes(wireString(opensshKeyType(key)), ...publicFields(key));
}

/**
 * The fingerprint as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding, or `MD5:` and hexadecimal with colons. Throws as
 * `formatOpensshPublicKey`.
 */
export function opensshFingerprint(key: PublicKey, hash: Hash = sha256): string {
  const digest = hash.digest(encodeOpensshBlob(key));
  return hash.label === 'MD5' ? `MD5:${toHex(digest, ':')}` : `${hash.label.replace('-', '')}:${encodeBase64(digest).replaceAll('=', '')}`;
}

/** OpenSSH's name of a key's kind. Throws `unsupported-openssh-key`. */
export function opensshKeyType(key: PublicKey): string {
  if (key.kind === 'rsa') return 'ssh-rsa';
  if (key.kind === 'ed25519') return 'ssh-ed25519';
  const curve = key.kind === 'ec' ? Object.keys(CURVES).find((name) => CURVES[name] === key.curve) : undefined;
  if (curve === undefined)
    throw new PkiError('unsupported-openssh-key', `OpenSSH has no keys of kind ${key.kind === 'ec' ? key.curve : key.kind}`);
  return `${ECDSA}${curve}`;
}

/** Throws `unsupported-openssh-key` unless a type of key is read. */
export function assertSupported(type: string): void {
  if (type === 'ssh-rsa' || type === 'ssh-ed25519' || (type.startsWith(ECDSA) && Object.hasOwn(CURVES, type.slice(ECDSA.length)))) return;
  if (!/^[\w@.-]+$/.test(type) || !/^(?:ssh-|ecdsa-|sk-|rsa-|webauthn-)/.test(type))
    throw new PkiError('bad-openssh-key', `a line that begins with ${shown(type)} and not with the type of a key`);
  const what = type.includes('-cert-') ? 'a certificate' : type.startsWith('sk-') ? 'a key of a security token' : 'a key of another kind';
  throw new PkiError(
    'unsupported-openssh-key',
    `${shown(type)} is ${what}; ssh-rsa, ssh-ed25519 and ${ECDSA}nistp256, 384 and 521 are read`,
  );
}

/** Reads what follows the type in a public key. */
function readPublicFields(reader: WireReader, type: string): PublicKey {
  assertSupported(type);
  if (type === 'ssh-rsa') {
    const e = reader.mpint('e');
    return { kind: 'rsa', n: reader.mpint('n'), e };
  }
  if (type === 'ssh-ed25519') return { kind: 'ed25519', point: readOctets(reader, 'pk', 32) };
  return { kind: 'ec', ...readCurvePoint(reader, type) };
}

/** Reads curve and point of an ECDSA key, public or private. Throws `bad-ec-point`. */
export function readCurvePoint(reader: WireReader, type: string): { readonly curve: CurveName; readonly point: Uint8Array } {
  const name = reader.ascii('curve');
  const curve = CURVES[name];
  if (curve === undefined || `${ECDSA}${name}` !== type) return reader.refuse(`${shown(type)} with the curve ${shown(name)}`, 'curve');
  const point = reader.string('Q');
  assertPointForm(curve, point, 'Q');
  // RFC 5656 3.1 allows compression, OpenSSH does not.
  if (point[0] !== 4) reader.refuse('a compressed point', 'Q');
  return { curve, point };
}

/** Reads a string of so many octets. */
export function readOctets(reader: WireReader, field: string, length: number): Uint8Array {
  const octets = reader.string(field);
  return octets.length === length ? octets : reader.refuse(`${length} octets are expected, found ${octets.length}`, field);
}

function publicFields(key: PublicKey): Uint8Array[] {
  if (key.kind === 'rsa') return [wireNumber(key.e), wireNumber(key.n)];
  if (key.kind === 'ec') return curvePointFields(key.curve, key.point);
  if (key.kind === 'ed25519') return [wireString(key.point)];
  throw new PkiError('unsupported-openssh-key', `OpenSSH has no keys of kind ${key.kind}`);
}

/** Curve and point of an ECDSA key, the point uncompressed. Throws `bad-ec-point`. */
export function curvePointFields(curve: CurveName, point: Uint8Array): Uint8Array[] {
  const whole = uncompressedPoint({ kind: 'ec', curve, point });
  if (whole === undefined) throw new PkiError('bad-ec-point', `the public point is not a point of ${curve}`);
  return [wireString(`nistp${curve.slice(2)}`), wireString(whole)];
}

function shown(text: string): string {
  return JSON.stringify(text.length <= 64 ? text : `${text.slice(0, 64)}…`);
}
