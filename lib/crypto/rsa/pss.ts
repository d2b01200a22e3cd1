/**
 * RSASSA-PSS (RFC 8017 8.1, RFC 4055 section 3).
 *
 *     RSASSA-PSS-params  ::=  SEQUENCE  {
 *        hashAlgorithm      [0] HashAlgorithm      DEFAULT sha1Identifier,
 *        maskGenAlgorithm   [1] MaskGenAlgorithm   DEFAULT mgf1SHA1Identifier,
 *        saltLength         [2] INTEGER            DEFAULT 20,
 *        trailerField       [3] INTEGER            DEFAULT 1  }
 *
 * One set of parameters has several encodings: verifiers take the parameters of a hash as NULL and as absent (RFC 4055 2.1) and defaults written out
 * although DER leaves them away (3.1). A descriptor lists them all, the one that RFC 4055 3.1 and the CA/Browser Forum want first; another set of parameters
 * is another algorithm. Left out: keys that carry parameters of their own (id-RSASSA-PSS in a SubjectPublicKeyInfo).
 */
import { type DerReader, readDer } from '../../asn1/reader.ts';
import { contextConstructed } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { bitLength, bigIntToBytes, bytesToBigInt, equalBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { MGF1, RSASSA_PSS } from '../../oids/algorithms.ts';
import { withNull, withoutParameters, withParameters } from '../algorithm-encoding.ts';
import { sha256, sha384, sha512 } from '../hash.ts';
import { hashOid } from '../hash-oid.ts';
import type { Hash, SignatureAlgorithm } from '../types.ts';
import { rsaPrivateOperation, rsaPublicKeyOf } from './private.ts';
import { encodePss, isPssEncoding, type RsaPssParameters } from './pss-encoding.ts';
import { modulusLength, recoverEncodedMessage } from './public.ts';

export type { RsaPssParameters } from './pss-encoding.ts';

const DEFAULT_HASH = 'SHA-1';
const DEFAULT_SALT_LENGTH = 20;
/** Longest salt: what fits into the largest modulus. */
const MAX_SALT_LENGTH = 2048;

/** A descriptor of RSASSA-PSS with the given parameters. Throws `bad-salt-length`, and `unsupported-hash` for a hash without an identifier. */
export function rsaPss(parameters: RsaPssParameters): SignatureAlgorithm {
  const { hash, saltLength } = parameters;
  if (!Number.isInteger(saltLength) || saltLength < 0 || saltLength > MAX_SALT_LENGTH)
    throw new PkiError('bad-salt-length', `a salt has 0 to ${MAX_SALT_LENGTH} octets, not ${saltLength}`);
  const label = pssLabel(parameters);
  return {
    label,
    encodings: encodingsOf(parameters),
    keyKind: 'rsa',
    hash: hash.label,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      const message = key.kind === 'rsa' ? recoverEncodedMessage(key, signature) : undefined;
      if (key.kind !== 'rsa' || message === undefined) return false;
      const bits = bitLength(key.n) - 1;
      // Where the modulus has 8m + 1 bits, the encoded message has one octet less than it (RFC 8017 8.1.2 step 2c).
      const spare = message.length - Math.ceil(bits / 8);
      return message.subarray(0, spare).every((octet) => octet === 0) && isPssEncoding(parameters, data, message.subarray(spare), bits);
    },
    sign(key: PrivateKey, data: Uint8Array, random: RandomBytes): Uint8Array {
      if (key.kind !== 'rsa') throw new PkiError('wrong-key-kind', `${label} needs an rsa key, not ${key.kind}`);
      const encoded = encodePss(parameters, data, random(saltLength), bitLength(key.n) - 1);
      const length = modulusLength(key.n);
      if (encoded === undefined) throw new PkiError('key-too-small', `an RSA modulus of ${length} octets is too small for ${label}`);
      return bigIntToBytes(rsaPrivateOperation(key, bytesToBigInt(encoded), random), length);
    },
    publicKeyOf: rsaPublicKeyOf,
  };
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
export function readRsaPss(identifier: AlgorithmIdentifier, hashes: readonly Hash[]): SignatureAlgorithm | undefined {
  if (identifier.oid !== RSASSA_PSS || identifier.parameters === undefined) return undefined;
  const { hash, mgfHash, saltLength } = readDer(identifier.parameters.der, readParameters, {
    path: 'parameters',
    offset: identifier.parameters.offset,
  });
  const known = (wanted: Uint8Array | undefined): Hash | undefined =>
    hashes.find((candidate) =>
      wanted === undefined ? candidate.label === DEFAULT_HASH : hashEncodings(candidate).some((encoding) => equalBytes(encoding, wanted)),
    );
  const [message, mask] = [known(hash), known(mgfHash)];
  if (message === undefined || mask === undefined) return undefined;
  const algorithm = rsaPss({ hash: message, mgfHash: mask, saltLength });
  // Only what the descriptor lists counts: this refuses another trailer field or another mask function.
  return algorithm.encodings.some((encoding) => equalBytes(encoding, identifier.der)) ? algorithm : undefined;
}

function readParameters(reader: DerReader): { hash: Uint8Array | undefined; mgfHash: Uint8Array | undefined; saltLength: number } {
  const tagged = <T>(number: number, field: string, body: (inner: DerReader) => T, inside: DerReader): T | undefined =>
    inside.optional(contextConstructed(number), () => inside.constructed(contextConstructed(number), field, body));
  return reader.sequence('', (inner) => {
    const hash = tagged(0, 'hashAlgorithm', (value) => readAlgorithmIdentifier(value, '').der, inner);
    const mask = tagged(1, 'maskGenAlgorithm', (value) => readAlgorithmIdentifier(value, ''), inner);
    const saltLength = tagged(2, 'saltLength', (value) => value.smallInteger('', { max: MAX_SALT_LENGTH }), inner);
    tagged(3, 'trailerField', (value) => value.smallInteger(''), inner);
    return {
      hash,
      mgfHash: mask === undefined ? undefined : (mask.parameters?.der ?? mask.der),
      saltLength: saltLength ?? DEFAULT_SALT_LENGTH,
    };
  });
}

/** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and 32 octets of salt. */
export const rsaPssSha256: SignatureAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 32 });
/** RSASSA-PSS with SHA-384, MGF1 with SHA-384 and 48 octets of salt. */
export const rsaPssSha384: SignatureAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha384, mgfHash: sha384, saltLength: 48 });
/** RSASSA-PSS with SHA-512, MGF1 with SHA-512 and 64 octets of salt. */
export const rsaPssSha512: SignatureAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha512, mgfHash: sha512, saltLength: 64 });
