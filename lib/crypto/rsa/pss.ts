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
import { equalBytes } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import type { AlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { MAX_SALT_LENGTH, parsePssRestrictions } from '../../keys/pss-parameters.ts';
import type { RsaPssRestrictions } from '../../keys/types.ts';
import { MGF1, RSASSA_PSS, SHA1 } from '../../oids/algorithms.ts';
import { withNull, withoutParameters, withParameters } from '../algorithm-encoding.ts';
import { sha256, sha384, sha512 } from '../hash.ts';
import type { Hash, SignatureAlgorithm } from '../types.ts';
import type { RsaPssParameters } from './pss-encoding.ts';
import { pssAlgorithm, type RsaPssAlgorithm } from './pss-scheme.ts';

export type { RsaPssParameters } from './pss-encoding.ts';
export type { RsaPssAlgorithm } from './pss-scheme.ts';

const DEFAULT_SALT_LENGTH = 20;

/**
 * A descriptor of RSASSA-PSS with the given parameters. Throws `bad-salt-length`, and `unsupported-hash` for SHAKE, which is its own mask (RFC 8702 3.1):
 * `rsaPssShake128` and `rsaPssShake256`.
 */
export function rsaPss(parameters: Omit<RsaPssParameters, 'mask'>): RsaPssAlgorithm {
  const { hash, mgfHash, saltLength } = parameters;
  if (!Number.isInteger(saltLength) || saltLength < 0 || saltLength > MAX_SALT_LENGTH)
    throw new PkiError('bad-salt-length', `a salt has 0 to ${MAX_SALT_LENGTH} octets, not ${saltLength}`);
  if (/SHAKE/.test(hash.label + mgfHash.label)) throw new PkiError('unsupported-hash', 'SHAKE is no hash for MGF1 (RFC 8702 3.1)');
  return pssAlgorithm(pssLabel(parameters), encodingsOf(parameters), { hash, mgfHash, saltLength }, (key) => {
    // RFC 4055 3.3
    const wanted = key.kind === 'rsa-pss' ? key.restrictions : undefined;
    return wanted === undefined || (wanted.hash === hash.oid && wanted.mgfHash === mgfHash.oid && wanted.minSaltLength <= saltLength);
  });
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
  if (hash.oid === SHA1) hashForms.unshift(omitted);
  if (mgfHash.oid === SHA1) mgfForms.unshift(omitted);
  if (saltLength === DEFAULT_SALT_LENGTH) saltForms.unshift(omitted);
  const trailerForms = [omitted, explicit(3, (value) => value.integer(1))];
  for (const trailer of trailerForms)
    for (const salt of saltForms)
      for (const mgf of mgfForms)
        for (const digest of hashForms) written.push((inner) => [digest, mgf, salt, trailer].forEach((write) => write(inner)));
  return written.map((write) => withParameters(RSASSA_PSS, (inner) => inner.sequence(write)));
}

function hashEncodings(hash: Hash): readonly [Uint8Array, Uint8Array] {
  return [withNull(hash.oid), withoutParameters(hash.oid)];
}

/**
 * The descriptor for whatever parameters an id-RSASSA-PSS AlgorithmIdentifier holds, where its hash is among `hashes` and that of the mask among `mgfHashes`; undefined for another
 * algorithm, for other hashes or mask functions, and for parameters that are absent (RFC 4055 3.1: in a signature they are not). Throws the codes of the DER reader.
 */
export function readRsaPss(
  { oid, parameters, der }: AlgorithmIdentifier,
  hashes: readonly Hash[],
  mgfHashes: readonly Hash[] = hashes,
): SignatureAlgorithm | undefined {
  if (oid !== RSASSA_PSS || parameters === undefined) return undefined;
  const read = readPssParameters(parameters);
  const hash = hashes.find((known) => known.oid === read?.hash);
  const mgfHash = mgfHashes.find((known) => known.oid === read?.mgfHash);
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
 * A descriptor for RSASSA-PSS with any salt and any of these hashes, for the message and, unless `mgfHashes` are others, for the mask (RFC 4055 3.1). It stands for what it resolves and verifies
 * nothing itself. OpenSSL makes its salts as long as the key has room for; browsers take salts as long as the hash only.
 */
export function rsaPssAny(hashes: readonly Hash[], mgfHashes: readonly Hash[] = hashes): SignatureAlgorithm {
  return {
    label: 'rsa-pss',
    encodings: [],
    keyKind: 'rsa',
    hash: undefined,
    takes: () => false,
    verify: () => false,
    resolve(identifier) {
      const algorithm = catchMalformed(() => readRsaPss(identifier, hashes, mgfHashes));
      return algorithm instanceof PkiError ? undefined : algorithm;
    },
  };
}

/** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and 32 octets of salt. */
export const rsaPssSha256: RsaPssAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 32 });
/** RSASSA-PSS with SHA-384, MGF1 with SHA-384 and 48 octets of salt. */
export const rsaPssSha384: RsaPssAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha384, mgfHash: sha384, saltLength: 48 });
/** RSASSA-PSS with SHA-512, MGF1 with SHA-512 and 64 octets of salt. */
export const rsaPssSha512: RsaPssAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha512, mgfHash: sha512, saltLength: 64 });
