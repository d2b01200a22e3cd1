/** What each Wycheproof schema asks of the library: a function that tells whether a vector comes out valid, or the reason why the group is skipped. */
import { createSigner, PkiError, randomBytes, verifySignature } from '../../../lib/index.ts';
import { readDer } from '../../../lib/asn1/index.ts';
import {
  aesCbcDecrypt,
  aesCbcEncrypt,
  decryptRsaOaep,
  decryptRsaPkcs1,
  ecdsaSha1,
  ecdsaSha224,
  ecdsaSha256,
  ecdsaSha384,
  ecdsaSha512,
  ed25519,
  findAlgorithm,
  type HashFunction,
  hmac,
  isProbablePrime,
  md5,
  pbkdf2,
  readRsaPss,
  rsaPkcs1Md5,
  rsaPkcs1Sha1,
  rsaPkcs1Sha224,
  rsaPkcs1Sha256,
  rsaPkcs1Sha384,
  rsaPkcs1Sha3_224,
  rsaPkcs1Sha3_256,
  rsaPkcs1Sha3_384,
  rsaPkcs1Sha3_512,
  rsaPkcs1Sha512,
  rsaPkcs1Sha512_224,
  rsaPkcs1Sha512_256,
  rsaPss,
  rsaPssShake128,
  rsaPssShake256,
  sha1,
  sha224,
  sha256,
  sha384,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
  sha512,
  sha512_224,
  sha512_256,
  type SignatureAlgorithm,
} from '../../../lib/crypto/index.ts';
import {
  parsePkcs1PublicKey,
  parsePrivateKey,
  parsePublicKey,
  type PrivateKey,
  readSubjectPublicKeyInfo,
} from '../../../lib/keys/index.ts';
import { hexBytes, sameBytes } from './bytes.ts';

/** A test vector; its fields are hexadecimal unless they are numbers. */
export interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly [field: string]: string | number | undefined;
}

/** The parameters that the vectors of a group share. */
export interface VectorGroup {
  readonly sha?: string;
  readonly mgf?: string;
  readonly mgfSha?: string;
  readonly sLen?: number;
  readonly tagSize?: number;
  readonly publicKey?: { readonly curve?: string };
  /** Older files have `keyDer`. */
  readonly publicKeyDer?: string;
  readonly keyDer?: string;
  readonly privateKeyPkcs8?: string;
}

/** True where the vector comes out valid. */
export type Check = (vector: Vector) => boolean;

const HASHES: readonly HashFunction[] = [
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  sha512_224,
  sha512_256,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
];
const PKCS1 = [
  rsaPkcs1Md5,
  rsaPkcs1Sha1,
  rsaPkcs1Sha224,
  rsaPkcs1Sha256,
  rsaPkcs1Sha384,
  rsaPkcs1Sha512,
  rsaPkcs1Sha512_224,
  rsaPkcs1Sha512_256,
  rsaPkcs1Sha3_224,
  rsaPkcs1Sha3_256,
  rsaPkcs1Sha3_384,
  rsaPkcs1Sha3_512,
];
const PSS_SHAKE = [rsaPssShake128, rsaPssShake256];
const ECDSA = [ecdsaSha1, ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512];
const CURVES = ['secp256r1', 'secp384r1', 'secp521r1', 'P-256', 'P-384', 'P-521'];

/** How to check the vectors of a group, or why the group is skipped. */
export function checkOf(schema: string, algorithm: string, group: VectorGroup): Check | string {
  const kind = schema.replace(/(?:_v\d+)?\.json$/, '').replace(/_schema$/, '');
  switch (kind) {
    case 'rsassa_pkcs1_verify':
      return withHash(PKCS1, group, verifier);
    case 'rsassa_pkcs1_generate':
      return withHash(PKCS1, group, signer);
    case 'rsassa_pss_verify':
      return pss(group);
    case 'rsassa_pss_with_parameters_verify':
      return pssWithParameters(group);
    case 'rsaes_oaep_decrypt':
      return oaep(group);
    case 'rsaes_pkcs1_decrypt':
      return decryption(group, (key, { ct }) => decryptRsaPkcs1(key, bytesOf(ct), { random: randomBytes }));
    case 'ecdsa_verify':
      return CURVES.includes(group.publicKey?.curve ?? '')
        ? withHash(ECDSA, group, verifier)
        : `curve ${group.publicKey?.curve ?? '(unnamed)'} is not supported`;
    case 'eddsa_verify':
      return group.publicKey?.curve === 'edwards25519'
        ? verifier(ed25519, group)
        : `curve ${group.publicKey?.curve ?? '(unnamed)'} is not supported`;
    case 'mac_test':
      return mac(algorithm, group);
    case 'pbkdf_test':
      return kdf(algorithm);
    case 'pbe_test':
      return encryption(algorithm);
    case 'ind_cpa_test':
      return algorithm === 'AES-CBC-PKCS5' ? (vector) => aesCbc(vector) : `${algorithm} is not supported`;
    case 'primality_test':
      return ({ value }) => isProbablePrime(signedInteger(String(value)), randomBytes);
    default:
      return `${algorithm} (${kind}) is not supported`;
  }
}

function withHash(
  algorithms: readonly SignatureAlgorithm[],
  group: VectorGroup,
  make: (algorithm: SignatureAlgorithm, group: VectorGroup) => Check | string,
): Check | string {
  const algorithm = algorithms.find((candidate) => candidate.hash === group.sha);
  return algorithm === undefined ? `hash ${group.sha ?? '(unnamed)'} is not supported with this signature` : make(algorithm, group);
}

/** A key that the library refuses makes every signature of its group invalid. */
function verifier(algorithm: SignatureAlgorithm, group: VectorGroup): Check {
  const key = orUndefined(() => parsePublicKey(bytesOf(group.publicKeyDer ?? group.keyDer)));
  return ({ msg, sig }) => key !== undefined && verifySignature(key, algorithm, bytesOf(msg), bytesOf(sig));
}

function signer(algorithm: SignatureAlgorithm, group: VectorGroup): Check | string {
  const key = orUndefined(() => parsePrivateKey(bytesOf(group.privateKeyPkcs8)));
  const publicKey = orUndefined(() => parsePublicKey(bytesOf(group.publicKeyDer ?? group.keyDer)));
  if (key === undefined || publicKey === undefined) return 'keys of this form are not supported';
  return ({ msg, sig }) => {
    const data = bytesOf(msg);
    const made = orUndefined(() => createSigner(key, { algorithm }).sign(data));
    return made !== undefined && sameBytes(made, bytesOf(sig)) && verifySignature(publicKey, algorithm, data, made);
  };
}

function pss(group: VectorGroup): Check | string {
  const algorithm = pssAlgorithm(group);
  return typeof algorithm === 'string' ? algorithm : verifier(algorithm, group);
}

/** SHAKE is its own mask, with a salt as long as its output (RFC 8702 3.1). */
function pssAlgorithm({ sha, mgf, mgfSha, sLen = 0 }: VectorGroup): SignatureAlgorithm | string {
  const shake = PSS_SHAKE.find(({ hash, pss: { saltLength } }) => hash === sha && mgf === sha && saltLength === sLen);
  if (shake !== undefined) return shake;
  const [hash, mgfHash] = [hashOf(sha), hashOf(mgfSha)];
  if (mgf !== 'MGF1' || hash === undefined || mgfHash === undefined)
    return `hash ${sha}, mask ${mgf} with ${mgfSha}, salt of ${sLen} with RSASSA-PSS is not supported`;
  return rsaPss({ hash, mgfHash, saltLength: sLen });
}

/** The key's own AlgorithmIdentifier says which parameters count; they must be those of the group. */
function pssWithParameters(group: VectorGroup): Check | string {
  const wanted = pssAlgorithm(group);
  if (typeof wanted === 'string') return wanted;
  const info = readDer(bytesOf(group.publicKeyDer), (reader) => readSubjectPublicKeyInfo(reader, ''));
  const algorithm = findAlgorithm(PSS_SHAKE, info.algorithm) ?? readRsaPss(info.algorithm, HASHES);
  const fits = algorithm?.label === wanted.label;
  const key = orUndefined(() => parsePkcs1PublicKey(info.key));
  return ({ msg, sig }) =>
    fits && algorithm !== undefined && key !== undefined && verifySignature(key, algorithm, bytesOf(msg), bytesOf(sig));
}

function oaep(group: VectorGroup): Check | string {
  const [hash, mgfHash] = [hashOf(group.sha), hashOf(group.mgfSha)];
  if (group.mgf !== 'MGF1' || hash === undefined || mgfHash === undefined)
    return `hash ${group.sha}, ${group.mgf} with ${group.mgfSha} and RSAES-OAEP is not supported`;
  return decryption(group, (key, { ct, label }) =>
    decryptRsaOaep(key, bytesOf(ct), { hash, mgfHash, label: bytesOf(label), random: randomBytes }),
  );
}

/** Valid where the ciphertext decrypts to the message. */
function decryption(group: VectorGroup, decrypt: (key: PrivateKey, vector: Vector) => Uint8Array): Check {
  const key = parsePrivateKey(bytesOf(group.privateKeyPkcs8));
  return (vector) => {
    const message = orUndefined(() => decrypt(key, vector));
    return message !== undefined && sameBytes(message, bytesOf(vector['msg']));
  };
}

function mac(algorithm: string, group: VectorGroup): Check | string {
  const hash = hashNamedIn(/^HMAC(.+)$/, algorithm);
  const length = (group.tagSize ?? 0) / 8;
  if (hash === undefined) return `${algorithm} is not supported`;
  return ({ key, msg, tag }) => sameBytes(hmac(hash, bytesOf(key), bytesOf(msg)).subarray(0, length), bytesOf(tag));
}

function kdf(algorithm: string): Check | string {
  const hash = hashNamedIn(/^PBKDF2-HMAC(.+)$/, algorithm);
  if (hash === undefined) return `${algorithm} is not supported`;
  return (vector) => sameBytes(derive(hash, vector, Number(vector['dkLen'])), bytesOf(vector['dk']));
}

function encryption(algorithm: string): Check | string {
  const hash = hashNamedIn(/^PbeWithHmac(.+)AndAes_\d+$/, algorithm);
  const keyLength = Number(/_(\d+)$/.exec(algorithm)?.[1]) / 8;
  if (hash === undefined || ![16, 24, 32].includes(keyLength)) return `${algorithm} is not supported`;
  return (vector) => aesCbc(vector, derive(hash, vector, keyLength));
}

function derive(hash: HashFunction, vector: Vector, keyLength: number): Uint8Array {
  const iterations = Number(vector['iterationCount']);
  // RFC 6070's last vector has 16,777,216 iterations, above the limit for counts that come out of files.
  return pbkdf2(hash, bytesOf(vector['password']), { salt: bytesOf(vector['salt']), iterations, keyLength, maxIterations: 2 ** 24 });
}

/** Valid where the ciphertext decrypts to the message and the message encrypts to the ciphertext. */
function aesCbc(vector: Vector, key: Uint8Array = bytesOf(vector['key'])): boolean {
  const [iv, ciphertext, message] = [bytesOf(vector['iv']), bytesOf(vector['ct']), bytesOf(vector['msg'])];
  const plain = orUndefined(() => aesCbcDecrypt(key, iv, ciphertext));
  return plain !== undefined && sameBytes(plain, message) && sameBytes(aesCbcEncrypt(key, iv, message), ciphertext);
}

function hashOf(name: string | undefined): HashFunction | undefined {
  return HASHES.find((hash) => hash.label === name);
}

/** The hash in names such as HMACSHA512/224 and PbeWithHmacSha512AndAes_256. */
function hashNamedIn(pattern: RegExp, algorithm: string): HashFunction | undefined {
  const name = pattern
    .exec(algorithm)?.[1]
    ?.toUpperCase()
    .replace(/^SHA(?!3-)-?/, 'SHA-')
    .replace('_', '/');
  return hashOf(name);
}

/** What the library gives, or undefined where it refuses its input. */
function orUndefined<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

function bytesOf(field: string | number | undefined): Uint8Array {
  if (typeof field !== 'string') throw new Error('a field of the vector is missing');
  return hexBytes(field);
}

/** Two's complement, big-endian. */
function signedInteger(hex: string): bigint {
  const value = hex === '' ? 0n : BigInt(`0x${hex}`);
  return hex !== '' && Number.parseInt(hex.charAt(0), 16) >= 8 ? value - (1n << BigInt(4 * hex.length)) : value;
}
