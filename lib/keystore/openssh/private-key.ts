/**
 * OpenSSH's private keys (its PROTOCOL.key), both ways: RSA, ECDSA on NIST's curves and Ed25519, plain and encrypted.
 *
 *     "openssh-key-v1" 0x00
 *     string   ciphername, kdfname, kdfoptions     none, none, empty; or a cipher, bcrypt, {string salt, uint32 rounds}
 *     uint32   number of keys                      1
 *     string   public key
 *     string   encrypted {uint32 checkint twice, private key, string comment, padding 1, 2, 3, …}
 *     tag      of ciphers that have one
 *
 * A wrong passphrase shows in the tag, or in two checkints that differ, but for one case in 2^32. Refused by name: DSA, keys of security tokens, Ed448. The
 * PEM boundary is that of `ssh-keygen`; the older formats it writes (`-m PEM`, `-m PKCS8`) are `loadPrivateKey`'s.
 */
import { bytesToBigInt, bigIntToBytes, concatBytes, equalBytes, fromUtf8, latin1, type RandomBytes } from '../../base/bytes.ts';
import { encodeBase64 } from '../../base/base64.ts';
import { PkiError } from '../../base/error.ts';
import { pemText, scanPem } from '../../asn1/pem.ts';
import { ed25519PublicKeyOf } from '../../crypto/eddsa-signing.ts';
import { publicKeyOf } from '../../crypto/public-half.ts';
import { curveFieldOctets } from '../../keys/curves.ts';
import type { CurveName, EcPrivateKey, Ed25519PrivateKey, PrivateKey, PublicKey, RsaPrivateKey } from '../../keys/types.ts';
import type { Passphrase } from '../encryption.ts';
import {
  makeOpensshEncryption,
  opensshBlock,
  type OpensshCipher,
  opensshCipherOf,
  opensshDecrypt,
  opensshEncrypt,
  type OpensshEncryption,
  opensshTag,
} from './ciphers.ts';
import {
  assertSupported,
  curvePointFields,
  encodeOpensshBlob,
  opensshKeyType,
  parseOpensshBlob,
  readCurvePoint,
  readOctets,
} from './public-key.ts';
import { wireNumber, WireReader, wireString, wireUint32 } from './wire.ts';

/** A private key of OpenSSH. */
export interface OpensshPrivateKey {
  readonly key: RsaPrivateKey | EcPrivateKey | Ed25519PrivateKey;
  readonly comment: string;
  /** Absent: not encrypted. */
  readonly encryption?: { readonly cipher: OpensshCipher; readonly rounds: number };
}

/** Choices for writing. */
export interface OpensshOptions {
  /** Where checkints, and the salt of an encrypted key, come from. */
  readonly random: RandomBytes;
  /** Absent: not encrypted. */
  readonly passphrase?: Passphrase | undefined;
  readonly comment?: string;
  /** `aes256-ctr` where absent, as `ssh-keygen` has it. */
  readonly cipher?: OpensshCipher;
  /** Rounds of bcrypt, 24 where absent, as newer versions of `ssh-keygen` have it, older ones 16; at most 2,048. */
  readonly rounds?: number;
}

const LABEL = 'OPENSSH PRIVATE KEY';
const MAGIC = 'openssh-key-v1\0';

/**
 * The first private key of OpenSSH in a file's content.
 *
 * Throws `no-private-key`, `passphrase-required`, `wrong-passphrase`, `bad-openssh-key` where the file is damaged, `unsupported-openssh-key`, `unsupported-cipher`, `unsupported-kdf`,
 * `kdf-too-costly` above 2,048 rounds before any work, `bad-kdf-parameters`, `bad-ec-point`, `public-key-mismatch` where it carries two public keys that differ, and what `decodePem` throws.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { readOpensshPrivateKey, writeOpensshPrivateKey } from 'certwright/openssh';
 * const { privateKey } = generateKeyPair({ kind: 'ed25519' });
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
 * const pem = writeOpensshPrivateKey(privateKey, { random, passphrase: 'correct horse', comment: 'me@home' });
 * if (readOpensshPrivateKey(pem, { passphrase: 'correct horse' }).key.kind !== 'ed25519') throw new Error('the key comes back');
 * ```
 */
export function readOpensshPrivateKey(
  pem: string | Uint8Array,
  { passphrase }: { readonly passphrase?: Passphrase | undefined } = {},
): OpensshPrivateKey {
  for (const { block, error } of scanPem(pemText(pem))) {
    if (error !== undefined) throw error;
    if (block.label === LABEL) return readOpensshKey(block.der, passphrase);
  }
  throw new PkiError('no-private-key', `expected a block ${LABEL}, found none`);
}

function readOpensshKey(bytes: Uint8Array, passphrase: Passphrase | undefined): OpensshPrivateKey {
  const reader = new WireReader(bytes);
  if (!equalBytes(reader.take(Math.min(MAGIC.length, bytes.length), 'magic'), latin1(MAGIC)))
    reader.refuse('it does not begin with openssh-key-v1', 'magic');
  const encryption = readEncryption(reader);
  const count = reader.uint32('number of keys');
  if (count !== 1) reader.refuse(`${count} keys, one is expected`, 'number of keys');
  const publicBlob = reader.string('publickey');
  const publicKey = parseOpensshBlob(publicBlob);
  const { cipher } = encryption ?? {};
  const length = reader.uint32('encrypted');
  if (length === 0 || length % opensshBlock(cipher) !== 0)
    reader.refuse(`whole blocks of ${opensshBlock(cipher)} octets are expected, found ${length} octets`, 'encrypted');
  // A length near 2^32 stays a number and fails here.
  const sealed = reader.take(length + opensshTag(cipher), 'encrypted');
  reader.finish('the private key');
  const plain = encryption === undefined ? sealed : decrypted(encryption, passphrase, sealed);
  const { key, comment } = readPrivateSection(plain, encryption !== undefined);
  if (!equalBytes(encodeOpensshBlob(statedPublicKey(key)), publicBlob))
    throw new PkiError('public-key-mismatch', `the private key carries another public key than the ${publicKey.kind} key in front of it`);
  return encryption === undefined
    ? { key, comment }
    : { key, comment, encryption: { cipher: encryption.cipher, rounds: encryption.rounds } };
}

function readEncryption(reader: WireReader): OpensshEncryption | undefined {
  const cipher = reader.ascii('ciphername');
  const kdf = reader.ascii('kdfname');
  const options = new WireReader(reader.string('kdfoptions'));
  if (kdf === 'none' && cipher === 'none') {
    options.finish('no derivation');
    return undefined;
  }
  if (kdf !== 'bcrypt')
    throw new PkiError(
      'unsupported-kdf',
      `key derivation ${JSON.stringify(kdf.slice(0, 64))} for ${cipher.slice(0, 64)}; bcrypt is supported`,
    );
  const encryption = { cipher: opensshCipherOf(cipher), salt: options.string('salt'), rounds: options.uint32('rounds') };
  options.finish('the rounds');
  return encryption;
}

function decrypted(encryption: OpensshEncryption, passphrase: Passphrase | undefined, sealed: Uint8Array): Uint8Array {
  if (passphrase === undefined) throw new PkiError('passphrase-required', 'the private key is encrypted and no passphrase was given');
  // ssh-keygen takes no empty passphrase for encryption, and bcrypt has no keys of it.
  if (passphrase.length === 0) throw wrongPassphrase();
  try {
    return opensshDecrypt(encryption, passphrase, sealed);
  } catch (error) {
    if (error instanceof PkiError && error.code === 'bad-tag') throw wrongPassphrase();
    throw error;
  }
}

function wrongPassphrase(): PkiError {
  return new PkiError('wrong-passphrase', 'the passphrase does not fit, or the encrypted key is damaged');
}

function readPrivateSection(plain: Uint8Array, encrypted: boolean): Pick<OpensshPrivateKey, 'key' | 'comment'> {
  const reader = new WireReader(plain);
  if (reader.uint32('checkint') !== reader.uint32('checkint')) {
    if (encrypted) throw wrongPassphrase();
    reader.refuse('the two checkints differ', 'checkint');
  }
  const key = readPrivateFields(reader);
  const comment = reader.string('comment');
  for (let i = 1; reader.left > 0; i++)
    if (reader.take(1, 'padding')[0] !== (i & 0xff)) reader.refuse('the padding is not 1, 2, 3 and so on', 'padding');
  return { key, comment: fromUtf8(comment) ?? '' };
}

function readPrivateFields(reader: WireReader): OpensshPrivateKey['key'] {
  const type = reader.ascii('type');
  assertSupported(type);
  if (type === 'ssh-rsa') {
    const [n, e, d, qi, p, q] = ['n', 'e', 'd', 'iqmp', 'p', 'q'].map((field) => reader.mpint(field)) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    if (p < 2n || q < 2n) reader.refuse('a factor of 1', 'p');
    return { kind: 'rsa', n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi };
  }
  if (type === 'ssh-ed25519') return readEd25519(reader);
  const { curve, point } = readCurvePoint(reader, type);
  return { kind: 'ec', curve, d: scalarOctets(reader, curve), point };
}

/** The point is compared and left away: a key that has it is written as PKCS#8 of version 2, which OpenSSL 3.0 does not read. */
function readEd25519(reader: WireReader): Ed25519PrivateKey {
  const point = readOctets(reader, 'pk', 32);
  const both = readOctets(reader, 'sk', 64);
  const key = { kind: 'ed25519', seed: both.subarray(0, 32) } as const;
  if (!equalBytes(both.subarray(32), point) || !equalBytes(ed25519PublicKeyOf(key).point, point))
    throw new PkiError('public-key-mismatch', 'the private key carries another public key than its own');
  return key;
}

function scalarOctets(reader: WireReader, curve: CurveName): Uint8Array {
  const size = curveFieldOctets(curve);
  const d = reader.mpint('d');
  return d >> BigInt(8 * size) === 0n ? bigIntToBytes(d, size) : reader.refuse(`a scalar of more than ${size} octets`, 'd');
}

/** The public key as the private section states it. */
function statedPublicKey(key: OpensshPrivateKey['key']): PublicKey {
  if (key.kind === 'rsa') return { kind: 'rsa', n: key.n, e: key.e };
  return key.kind === 'ec' ? { kind: 'ec', curve: key.curve, point: key.point as Uint8Array } : ed25519PublicKeyOf(key);
}

/**
 * The PEM text of a private key in OpenSSH's format. Throws `unsupported-openssh-key`, `bad-openssh-comment`, `bad-private-key` or `bad-key-length` where the octets are no key,
 * `bad-kdf-parameters` for an empty passphrase, `kdf-too-costly`.
 */
export function writeOpensshPrivateKey(key: PrivateKey, options: OpensshOptions): string {
  const { random, passphrase, comment = '', cipher, rounds } = options;
  if (/[\r\n\0]/.test(comment)) throw new PkiError('bad-openssh-comment', 'a comment is one line');
  const encryption = passphrase === undefined ? undefined : makeOpensshEncryption(random, cipher, rounds);
  const checkint = random(4);
  const unpadded = concatBytes(checkint, checkint, privateFields(key), wireString(comment));
  const block = opensshBlock(encryption?.cipher);
  const padding = Uint8Array.from({ length: (block - (unpadded.length % block)) % block }, (_, i) => i + 1);
  const plain = concatBytes(unpadded, padding);
  const sealed = encryption === undefined || passphrase === undefined ? plain : opensshEncrypt(encryption, passphrase, plain);
  const bytes = concatBytes(
    latin1(MAGIC),
    wireString(encryption?.cipher ?? 'none'),
    wireString(encryption === undefined ? 'none' : 'bcrypt'),
    wireString(encryption === undefined ? '' : concatBytes(wireString(encryption.salt), wireUint32(encryption.rounds))),
    wireUint32(1),
    wireString(encodeOpensshBlob(publicKeyOf(key))),
    wireUint32(plain.length),
    sealed,
  );
  return `-----BEGIN ${LABEL}-----\n${encodeBase64(bytes).replaceAll(/.{1,70}/g, '$&\n')}-----END ${LABEL}-----\n`;
}

function privateFields(key: PrivateKey): Uint8Array {
  const publicKey = publicKeyOf(key);
  const type = wireString(opensshKeyType(publicKey));
  if (key.kind === 'rsa') {
    if (key.otherPrimes !== undefined) throw new PkiError('unsupported-openssh-key', 'OpenSSH has no RSA keys of more than two primes');
    return concatBytes(type, ...[key.n, key.e, key.d, key.qi, key.p, key.q].map(wireNumber));
  }
  if (key.kind === 'ec' && publicKey.kind === 'ec')
    return concatBytes(type, ...curvePointFields(key.curve, publicKey.point), wireNumber(bytesToBigInt(key.d)));
  if (key.kind === 'ed25519' && publicKey.kind === 'ed25519')
    return concatBytes(type, wireString(publicKey.point), wireString(concatBytes(key.seed, publicKey.point)));
  throw new PkiError('unsupported-openssh-key', `OpenSSH has no keys of kind ${key.kind}`);
}
