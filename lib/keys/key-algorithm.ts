/**
 * The AlgorithmIdentifier of a key, public or private: RSA (RFC 3279 2.3.1), RSASSA-PSS (RFC 4055 3.1; with SHAKE: RFC 8702 3.3), elliptic curves (RFC 5480 2.1.1), and the
 * keys of `octet-keys.ts`.
 *
 *     ECParameters ::= CHOICE {
 *       namedCurve         OBJECT IDENTIFIER
 *       -- implicitCurve   NULL
 *       -- specifiedCurve  SpecifiedECDomain }
 *
 * Left out: RSAES-OAEP keys (RFC 4055), DSA, whose parameters may be inherited from the issuer (RFC 3279 2.3.2), and curves given by their
 * parameters, which RFC 5480 2.1.1 forbids and which once let a forged root pass (CVE-2020-0601).
 */
import { PkiError } from '../base/error.ts';
import type { DerElement } from '../asn1/cursor.ts';
import type { Oid } from '../asn1/oid.ts';
import { readDer } from '../asn1/reader.ts';
import { NULL, OBJECT_IDENTIFIER, SEQUENCE } from '../asn1/tags.ts';
import type { DerWriter } from '../asn1/writer.ts';
import {
  DSA,
  EC_PUBLIC_KEY,
  RSA_ENCRYPTION,
  RSASSA_PSS,
  RSASSA_PSS_SHAKE128,
  RSASSA_PSS_SHAKE256,
  SHAKE128,
  SHAKE256,
} from '../oids/algorithms.ts';
import type { AlgorithmIdentifier } from './algorithm-identifier.ts';
import { CURVE_NAMES, curveOfOid, curveOid } from './curves.ts';
import { type OctetKeyAlgorithm, octetKeyAlgorithmOf, octetKeyOid } from './octet-keys.ts';
import { parsePssRestrictions, writePssRestrictions } from './pss-parameters.ts';
import type { CurveName, RsaPssRestrictions } from './types.ts';

/** What kind of key an AlgorithmIdentifier announces. */
export type KeyAlgorithm =
  | { readonly kind: 'rsa' }
  | OctetKeyAlgorithm
  | { readonly kind: 'rsa-pss'; readonly restrictions?: RsaPssRestrictions }
  | { readonly kind: 'ec'; readonly curve: CurveName };

/**
 * Kind, curve and restrictions of an AlgorithmIdentifier; `path` is its place for errors. Throws `unsupported-key-algorithm`, `dsa-key`, `unsupported-curve`,
 * `explicit-curve-parameters`, and `bad-algorithm-parameters` for RSA without NULL, others with anything and RSASSA-PSS with what is no PSS.
 */
export function decodeKeyAlgorithm({ oid, parameters }: AlgorithmIdentifier, path: string): KeyAlgorithm {
  const place = { path: `${path}/parameters` };
  switch (oid) {
    case RSA_ENCRYPTION:
      if (parameters?.tag !== NULL || parameters.content.length > 0)
        throw new PkiError(
          'bad-algorithm-parameters',
          `the parameters of an RSA key are NULL, here they are ${parameters === undefined ? 'absent' : 'something else'}`,
          place,
        );
      return { kind: 'rsa' };
    case RSASSA_PSS:
      return parameters === undefined
        ? { kind: 'rsa-pss' }
        : { kind: 'rsa-pss', restrictions: parsePssRestrictions(parameters, place.path) };
    case EC_PUBLIC_KEY:
      return { kind: 'ec', curve: decodeCurve(parameters, place.path) };
    case DSA:
      throw new PkiError('dsa-key', 'a DSA key, which FIPS 186-5 no longer approves', {
        path: `${path}/algorithm`,
      });
    default: {
      const algorithm = shakeKey(oid) ?? octetKeyAlgorithmOf(oid);
      if (algorithm === undefined)
        throw new PkiError('unsupported-key-algorithm', `a key of algorithm ${oid}, which is not supported`, {
          path: `${path}/algorithm`,
        });
      if (parameters !== undefined) throw new PkiError('bad-algorithm-parameters', `a key of ${oid} has no parameters`, place);
      return algorithm;
    }
  }
}

/** What a key for RSASSA-PSS with a SHAKE allows: that one for everything, and a salt as long as its output (RFC 8702 3.1, 3.3). */
function shakeKey(oid: Oid): KeyAlgorithm | undefined {
  const of = (hash: Oid, minSaltLength: number): KeyAlgorithm => ({
    kind: 'rsa-pss',
    restrictions: { hash, mgfHash: hash, minSaltLength },
  });
  return oid === RSASSA_PSS_SHAKE128 ? of(SHAKE128, 32) : oid === RSASSA_PSS_SHAKE256 ? of(SHAKE256, 64) : undefined;
}

/** The named curve that ECParameters stand for. Throws `explicit-curve-parameters`, `unsupported-curve`, `bad-algorithm-parameters`. */
export function decodeCurve(parameters: DerElement | undefined, path: string): CurveName {
  if (parameters?.tag === SEQUENCE)
    throw new PkiError('explicit-curve-parameters', 'a curve given by its parameters; RFC 5480 2.1.1 takes named curves only', { path });
  if (parameters?.tag !== OBJECT_IDENTIFIER)
    throw new PkiError('bad-algorithm-parameters', 'the parameters of an EC key are the identifier of a named curve (RFC 5480 2.1.1)', {
      path,
    });
  const identifier = readDer(parameters.der, (reader) => reader.oid(''), { path, offset: parameters.offset });
  const curve = curveOfOid(identifier);
  if (curve === undefined)
    throw new PkiError('unsupported-curve', `a key on curve ${identifier}; ${CURVE_NAMES.join(', ')} are supported`, { path });
  return curve;
}

/** Writes the AlgorithmIdentifier of a public or private key. */
export function writeKeyAlgorithm(writer: DerWriter, key: KeyAlgorithm): void {
  writer.sequence((algorithm) => {
    if (key.kind === 'ec') algorithm.oid(EC_PUBLIC_KEY).oid(curveOid(key.curve));
    else if (key.kind === 'rsa') algorithm.oid(RSA_ENCRYPTION).null();
    else if (key.kind === 'rsa-pss') {
      const { restrictions } = key;
      if (restrictions?.hash === SHAKE128) algorithm.oid(RSASSA_PSS_SHAKE128);
      else if (restrictions?.hash === SHAKE256) algorithm.oid(RSASSA_PSS_SHAKE256);
      else {
        algorithm.oid(RSASSA_PSS);
        if (restrictions !== undefined) writePssRestrictions(algorithm, restrictions);
      }
    } else algorithm.oid(octetKeyOid(key));
  });
}
