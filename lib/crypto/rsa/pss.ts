/**
 * RSASSA-PSS (RFC 8017 8.1, RFC 4055 section 3).
 *
 * One set of parameters has several encodings: verifiers take the parameters of a hash as NULL and as absent (RFC 4055 2.1) and defaults written out
 * although DER leaves them away (3.1). A descriptor lists them all, the one that RFC 4055 3.1 and the CA/Browser Forum want first; another set of parameters
 * is another algorithm. Their ASN.1 stands in `lib/keys/pss-parameters.ts`.
 *
 * A key may itself be one for RSASSA-PSS (RFC 4055 1.2). Then it verifies nothing else, and where it has parameters only what complies with them: the same
 * hashes, and no shorter salt (3.3).
 */
import type { DerElement } from '../../asn1/cursor.ts';
import { contextConstructed } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { bitLength, bigIntToBytes, bytesToBigInt, equalBytes, type RandomBytes } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import type { AlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { MAX_SALT_LENGTH, parsePssRestrictions } from '../../keys/pss-parameters.ts';
import type { PrivateKey, PublicKey, RsaPssRestrictions } from '../../keys/types.ts';
import { MGF1, RSASSA_PSS } from '../../oids/algorithms.ts';
import { withNull, withoutParameters, withParameters } from '../algorithm-encoding.ts';
import { sha256, sha384, sha512 } from '../hash.ts';
import { hashOid } from '../hash-oid.ts';
import type { Hash, SignatureAlgorithm, SigningAlgorithm } from '../types.ts';
import { rsaPrivateOperation } from './private.ts';
import { encodePss, isPssEncoding, type RsaPssParameters } from './pss-encoding.ts';
import { modulusLength, recoverEncodedMessage } from './public.ts';

export type { RsaPssParameters } from './pss-encoding.ts';

const DEFAULT_HASH = 'SHA-1';
const DEFAULT_SALT_LENGTH = 20;

/** A descriptor of RSASSA-PSS with the given parameters. Throws `bad-salt-length`, and `unsupported-hash` for a hash without an identifier. */
export function rsaPss(parameters: RsaPssParameters): SigningAlgorithm {
  const { hash, saltLength } = parameters;
  if (!Number.isInteger(saltLength) || saltLength < 0 || saltLength > MAX_SALT_LENGTH)
    throw new PkiError('bad-salt-length', `a salt has 0 to ${MAX_SALT_LENGTH} octets, not ${saltLength}`);
  const label = pssLabel(parameters);
  return {
    label,
    encodings: encodingsOf(parameters),
    keyKind: 'rsa',
    hash: hash.label,
    takes: (key) => isRsaKey(key) && allows(key, parameters),
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      if (!isRsaKey(key) || !allows(key, parameters)) return false;
      const message = recoverEncodedMessage(key, signature);
      if (message === undefined) return false;
      const bits = bitLength(key.n) - 1;
      // Where the modulus has 8m + 1 bits, the encoded message has one octet less than it (RFC 8017 8.1.2 step 2c).
      const spare = message.length - Math.ceil(bits / 8);
      return message.subarray(0, spare).every((octet) => octet === 0) && isPssEncoding(parameters, data, message.subarray(spare), bits);
    },
    sign(key: PrivateKey, data: Uint8Array, random: RandomBytes): Uint8Array {
      if (!isRsaKey(key) || !allows(key, parameters))
        throw new PkiError('wrong-key-kind', `${label} needs an rsa key, or an rsa-pss key that allows it, not ${key.kind}`);
      const encoded = encodePss(parameters, data, random(saltLength), bitLength(key.n) - 1);
      const length = modulusLength(key.n);
      if (encoded === undefined) throw new PkiError('key-too-small', `an RSA modulus of ${length} octets is too small for ${label}`);
      return bigIntToBytes(rsaPrivateOperation(key, bytesToBigInt(encoded), random), length);
    },
  };
}

function isRsaKey<K extends PublicKey | PrivateKey>(key: K): key is Extract<K, { readonly kind: 'rsa' | 'rsa-pss' }> {
  return key.kind === 'rsa' || key.kind === 'rsa-pss';
}

/** Whether a key allows the parameters (RFC 4055 3.3). */
function allows(
  key: Extract<PublicKey | PrivateKey, { readonly kind: 'rsa' | 'rsa-pss' }>,
  { hash, mgfHash, saltLength }: RsaPssParameters,
): boolean {
  const wanted = key.kind === 'rsa-pss' ? key.restrictions : undefined;
  if (wanted === undefined) return true;
  return wanted.hash === hashOid(hash.label) && wanted.mgfHash === hashOid(mgfHash.label) && wanted.minSaltLength <= saltLength;
}

/** `rsa-pss-sha256` for the usual parameters, with all of them spelled out for others. */
function pssLabel({ hash, mgfHash, saltLength }: RsaPssParameters): string {
  const name = (which: Hash): string => which.label.toLowerCase().replace('sha-', 'sha').replace('/', '-');
  const usual = mgfHash.label === hash.label && saltLength === hash.outputLength;
  return usual ? `rsa-pss-${name(hash)}` : `rsa-pss-${name(hash)}-mgf1-${name(mgfHash)}-salt-${saltLength}`;
}

/** Every encoding of the parameters that a verifier takes; the first is the one written. */
function encodingsOf({ hash, mgfHash, saltLength }: RsaPssParameters): Uint8Array[] {
  const written: ((inner: DerWriter) => void)[] = [];
  const omitted = (inner: DerWriter): DerWriter => inner;
  const explicit =
    (number: number, body: (value: DerWriter) => void) =>
    (inner: DerWriter): DerWriter =>
      inner.constructed(contextConstructed(number), body);
  const hashForms = hashEncodings(hash).map((der) => explicit(0, (value) => value.raw(der)));
  const mgfForms = hashEncodings(mgfHash).map((der) => explicit(1, (value) => value.raw(withParameters(MGF1, (inner) => inner.raw(der)))));
  const saltForms = [explicit(2, (value) => value.integer(saltLength))];
  if (hash.label === DEFAULT_HASH) hashForms.unshift(omitted);
  if (mgfHash.label === DEFAULT_HASH) mgfForms.unshift(omitted);
  if (saltLength === DEFAULT_SALT_LENGTH) saltForms.unshift(omitted);
  const trailerForms = [omitted, explicit(3, (value) => value.integer(1))];
  for (const trailer of trailerForms)
    for (const salt of saltForms)
      for (const mgf of mgfForms)
        for (const digest of hashForms) written.push((inner) => [digest, mgf, salt, trailer].forEach((write) => write(inner)));
  return written.map((write) => withParameters(RSASSA_PSS, (inner) => inner.sequence(write)));
}

function hashEncodings(hash: Hash): readonly [Uint8Array, Uint8Array] {
  const identifier = hashOid(hash.label);
  return [withNull(identifier), withoutParameters(identifier)];
}

/**
 * The descriptor for whatever parameters an id-RSASSA-PSS AlgorithmIdentifier holds, where its hashes are among `hashes`; undefined for another algorithm, for
 * other hashes or mask functions, and for parameters that are absent (RFC 4055 3.1: in a signature they are not). Throws the codes of the DER reader.
 */
export function readRsaPss({ oid, parameters, der }: AlgorithmIdentifier, hashes: readonly Hash[]): SignatureAlgorithm | undefined {
  if (oid !== RSASSA_PSS || parameters === undefined) return undefined;
  const read = readPssParameters(parameters);
  const [hash, mgfHash] = [read?.hash, read?.mgfHash].map((wanted) => hashes.find(({ label }) => hashOid(label) === wanted));
  if (read === undefined || hash === undefined || mgfHash === undefined) return undefined;
  const algorithm = rsaPss({ hash, mgfHash, saltLength: read.minSaltLength });
  // Only what the descriptor lists counts.
  return algorithm.encodings.some((encoding) => equalBytes(encoding, der)) ? algorithm : undefined;
}

/** The parameters, undefined where they are DER and yet none of RSASSA-PSS. */
function readPssParameters(parameters: DerElement): RsaPssRestrictions | undefined {
  const read = catchMalformed(() => parsePssRestrictions(parameters, 'parameters'));
  if (!(read instanceof PkiError)) return read;
  if (read.code === 'bad-algorithm-parameters') return undefined;
  throw read;
}

/**
 * A descriptor for RSASSA-PSS with any salt and any of these hashes, for the message and the mask (RFC 4055 3.1). It stands for what it resolves and verifies
 * nothing itself. OpenSSL makes its salts as long as the key has room for; browsers take salts as long as the hash only.
 */
export function rsaPssAny(hashes: readonly Hash[]): SignatureAlgorithm {
  return {
    label: 'rsa-pss',
    encodings: [],
    keyKind: 'rsa',
    hash: undefined,
    takes: () => false,
    verify: () => false,
    resolve(identifier) {
      const algorithm = catchMalformed(() => readRsaPss(identifier, hashes));
      return algorithm instanceof PkiError ? undefined : algorithm;
    },
  };
}

/** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and 32 octets of salt. */
export const rsaPssSha256: SigningAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 32 });
/** RSASSA-PSS with SHA-384, MGF1 with SHA-384 and 48 octets of salt. */
export const rsaPssSha384: SigningAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha384, mgfHash: sha384, saltLength: 48 });
/** RSASSA-PSS with SHA-512, MGF1 with SHA-512 and 64 octets of salt. */
export const rsaPssSha512: SigningAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha512, mgfHash: sha512, saltLength: 64 });
