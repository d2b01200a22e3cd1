/** Checks of Wycheproof's signature schemas: RSA, ECDSA, EdDSA. */
import { createSigner, verifySignature } from '../../../lib/index.ts';
import { readDer } from '../../../lib/asn1/index.ts';
import {
  ecdsaSha1AnyCurve,
  ecdsaSha224AnyCurve,
  ecdsaSha256AnyCurve,
  ecdsaSha384AnyCurve,
  ecdsaSha3_224,
  ecdsaSha3_256,
  ecdsaSha3_384,
  ecdsaSha3_512,
  ecdsaSha512AnyCurve,
  ecdsaShake128,
  ecdsaShake256,
  ed25519,
  ed448,
  encodeEcdsaSignature,
  findAlgorithm,
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
  type SignatureAlgorithm,
  withLowS,
} from '../../../lib/crypto/index.ts';
import { curveFieldOctets, parsePkcs1PublicKey, readSubjectPublicKeyInfo } from '../../../lib/keys/index.ts';
import { sameBytes } from './bytes.ts';
import { privateKeyOf, publicKeyOf } from './wycheproof-keys.ts';
import {
  bytesOf,
  type Check,
  curveNamed,
  curveOfKey,
  hashOf,
  HASHES,
  orUndefined,
  unsupportedCurve,
  type VectorGroup,
} from './wycheproof-vector.ts';

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
const ECDSA = [
  ecdsaSha1AnyCurve,
  ecdsaSha224AnyCurve,
  ecdsaSha256AnyCurve,
  ecdsaSha384AnyCurve,
  ecdsaSha512AnyCurve,
  ecdsaSha3_224,
  ecdsaSha3_256,
  ecdsaSha3_384,
  ecdsaSha3_512,
  ecdsaShake128,
  ecdsaShake256,
];
const PSS_SHAKE = [rsaPssShake128, rsaPssShake256];
/** By the names of their curves. */
const EDDSA: Readonly<Record<string, SignatureAlgorithm>> = { edwards25519: ed25519, edwards448: ed448 };

/** RSASSA-PKCS1-v1_5, verified. */
export const pkcs1Verify = (group: VectorGroup): Check | string => withHash(PKCS1, group, verifier);

/** RSASSA-PKCS1-v1_5, signed: the signature is that of the file, and verifies. */
export const pkcs1Sign = (group: VectorGroup): Check | string => withHash(PKCS1, group, signer);

/** ECDSA with signatures in DER. */
export const ecdsaDer = (group: VectorGroup): Check | string => onCurve(group, () => withHash(ECDSA, group, verifier));

/** ECDSA with signatures in DER of which the higher s is invalid (BIP 62). */
export const ecdsaBitcoin = (group: VectorGroup): Check | string => onCurve(group, () => withHash(ECDSA.map(withLowS), group, verifier));

/** ECDSA with r and s in as many octets as the order has, one behind the other (IEEE P1363). */
export const ecdsaP1363 = (group: VectorGroup): Check | string =>
  onCurve(group, () =>
    withHash(ECDSA, group, (algorithm) => {
      const key = publicKeyOf(group);
      return ({ msg, sig }) => {
        const compact = bytesOf(sig);
        if (key?.kind !== 'ec' || compact.length !== 2 * curveFieldOctets(key.curve)) return false;
        return verifySignature(key, algorithm, bytesOf(msg), encodeEcdsaSignature(compact));
      };
    }),
  );

/** Ed25519 and Ed448. */
export function eddsa(group: VectorGroup): Check | string {
  const curve = curveOfKey(group);
  const algorithm = curve !== undefined && Object.hasOwn(EDDSA, curve) ? EDDSA[curve] : undefined;
  return algorithm === undefined ? unsupportedCurve(curve) : verifier(algorithm, group);
}

/** RSASSA-PSS with a key of rsaEncryption. */
export function pss(group: VectorGroup): Check | string {
  const algorithm = pssOf(group);
  return typeof algorithm === 'string' ? algorithm : verifier(algorithm, group);
}

/** The key's own AlgorithmIdentifier says which parameters count; they must be those of the group. */
export function pssWithParameters(group: VectorGroup): Check | string {
  const wanted = pssOf(group);
  if (typeof wanted === 'string') return wanted;
  const info = readDer(bytesOf(group.publicKeyDer), (reader) => readSubjectPublicKeyInfo(reader, ''));
  const algorithm = findAlgorithm(PSS_SHAKE, info.algorithm) ?? readRsaPss(info.algorithm, HASHES);
  const key = orUndefined(() => parsePkcs1PublicKey(info.key));
  return ({ msg, sig }) =>
    algorithm?.label === wanted.label && key !== undefined && verifySignature(key, algorithm, bytesOf(msg), bytesOf(sig));
}

/** The mask is MGF1 of a hash, or, where the hash is SHAKE, that function itself with a salt as long as the hash (RFC 8702 3.1). */
function pssOf({ sha, mgf, mgfSha, sLen = 0 }: VectorGroup): SignatureAlgorithm | string {
  const [hash, mgfHash] = [hashOf(sha), hashOf(mgfSha)];
  if (mgf === 'MGF1' && hash !== undefined && mgfHash !== undefined) return rsaPss({ hash, mgfHash, saltLength: sLen });
  const shake = PSS_SHAKE.find((algorithm) => algorithm.hash === sha && (mgf ?? sha) === sha && hash?.outputLength === sLen);
  return shake ?? `RSASSA-PSS of ${sha}, ${mgf} with ${mgfSha} and a salt of ${sLen} is not supported`;
}

function onCurve(group: VectorGroup, make: () => Check | string): Check | string {
  const curve = curveOfKey(group);
  return curveNamed(curve) === undefined ? unsupportedCurve(curve) : make();
}

function withHash<A extends SignatureAlgorithm>(
  algorithms: readonly A[],
  group: VectorGroup,
  make: (algorithm: A, group: VectorGroup) => Check | string,
): Check | string {
  const algorithm = algorithms.find((candidate) => candidate.hash === group.sha);
  return algorithm === undefined ? `hash ${group.sha ?? '(unnamed)'} is not supported with this signature` : make(algorithm, group);
}

/** A key that the library refuses makes every signature of its group invalid. */
function verifier(algorithm: SignatureAlgorithm, group: VectorGroup): Check {
  const key = publicKeyOf(group);
  return ({ msg, sig }) => key !== undefined && verifySignature(key, algorithm, bytesOf(msg), bytesOf(sig));
}

function signer(algorithm: SignatureAlgorithm, group: VectorGroup): Check | string {
  const key = privateKeyOf(group);
  const publicKey = publicKeyOf(group);
  if (key === undefined || publicKey === undefined) return 'keys of this form are not supported';
  return ({ msg, sig }) => {
    const data = bytesOf(msg);
    const made = orUndefined(() => createSigner(key, { algorithm }).sign(data));
    return made !== undefined && sameBytes(made, bytesOf(sig)) && verifySignature(publicKey, algorithm, data, made);
  };
}
