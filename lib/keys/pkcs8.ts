/**
 * PKCS #8 private keys, version 1 (RFC 5208) and 2 (RFC 5958), both ways, holding RSA (RFC 8017 A.1.2), for RSASSA-PSS only too (RFC 4055 1.2), EC (RFC 5915),
 * Ed25519, Ed448, X25519 or X448 (RFC 8410 section 7), ML-DSA (RFC 9881 section 6) or SLH-DSA (RFC 9909 section 7).
 *
 *     OneAsymmetricKey ::= SEQUENCE {
 *       version                  Version,  -- v1(0), v2(1)
 *       privateKeyAlgorithm      AlgorithmIdentifier,
 *       privateKey               OCTET STRING,
 *       attributes           [0] IMPLICIT Attributes OPTIONAL,
 *       ...,
 *       [[2: publicKey       [1] IMPLICIT BIT STRING OPTIONAL ]],
 *       ...
 *     }
 *
 * Attributes are stepped over; a public key must fit version 2 and what the private key itself says. The encrypted form is in `lib/keystore`.
 */
import type { DerReaderOptions } from '../asn1/cursor.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import { context, contextConstructed } from '../asn1/tags.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { PkiError } from '../base/error.ts';
import { readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { decodeKeyAlgorithm, writeKeyAlgorithm } from './key-algorithm.ts';
import { encodePkcs1PrivateKey, parsePkcs1PrivateKey, parsePkcs1PublicKey } from './pkcs1.ts';
import { checkedPublicOctets, octetPrivateKeyField, parseOctetPrivateKey } from './octet-keys.ts';
import { assertPointForm } from './public-key.ts';
import { encodeSec1, mergePoints, parseSec1 } from './sec1.ts';
import type { PrivateKey } from './types.ts';

const ATTRIBUTES = /* @__PURE__ */ contextConstructed(0);
const PUBLIC_KEY = /* @__PURE__ */ context(1);

/**
 * Reads a PKCS#8 private key that is the whole input, unencrypted.
 *
 * Throws `unsupported-key-algorithm`, `unsupported-version`, `public-key-mismatch` where it carries two public keys that differ, `bad-key-length`, and what
 * `parsePkcs1PrivateKey`, `parseSec1` and the DER reader throw.
 *
 * ```ts
 * import { decodePem } from 'certwright/asn1';
 * import { encodePkcs8, parsePrivateKey } from 'certwright/keys';
 * const pem = `-----BEGIN PRIVATE KEY-----
 * MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
 * -----END PRIVATE KEY-----`;
 * const [block] = decodePem(pem);
 * if (block === undefined) throw new Error('one block');
 * const key = parsePrivateKey(block.der);
 * if (key.kind !== 'ed25519' || encodePkcs8(key).length !== block.der.length) throw new Error('RFC 8410 10.3 holds an Ed25519 key');
 * ```
 */
export function parsePrivateKey(pkcs8: Uint8Array, options: DerReaderOptions = {}): PrivateKey {
  return readSequence(pkcs8, readPkcs8, options);
}

function readPkcs8(reader: DerReader): PrivateKey {
  const version = reader.smallInteger('version');
  if (version > 1) reader.fail('unsupported-version', `expected version 0 or 1 of a PKCS#8 key, found ${version}`, 'version');
  const algorithm = decodeKeyAlgorithm(readAlgorithmIdentifier(reader, 'privateKeyAlgorithm'), reader.path('privateKeyAlgorithm'));
  const octets = reader.octetString('privateKey');
  const inner = { path: reader.path('privateKey'), offset: reader.offset - octets.length };
  reader.optional(ATTRIBUTES, () =>
    reader.sequenceOf('attributes', (attribute, index) => attribute.any(String(index)), { tag: ATTRIBUTES }),
  );
  if (version === 0 && reader.peek() === PUBLIC_KEY)
    reader.fail('unsupported-version', 'a public key in a PKCS#8 key of version 1, which has none', 'publicKey');
  const outer = reader.optional(PUBLIC_KEY, () => reader.bitStringOctets('publicKey', PUBLIC_KEY));
  const outerPath = reader.path('publicKey');
  if (algorithm.kind === 'rsa' || algorithm.kind === 'rsa-pss') {
    const key = parsePkcs1PrivateKey(octets, inner);
    if (outer !== undefined) {
      const { n, e } = parsePkcs1PublicKey(outer, { path: outerPath });
      if (n !== key.n || e !== key.e)
        throw new PkiError('public-key-mismatch', 'the public key has another modulus or exponent than the private key', {
          path: outerPath,
        });
    }
    return { ...key, ...algorithm };
  }
  if (algorithm.kind === 'ec') {
    const { curve } = algorithm;
    const key = parseSec1(octets, { ...inner, curve });
    if (outer !== undefined) assertPointForm(curve, outer, outerPath);
    const point = mergePoints(key.point, outer, outerPath);
    return point === undefined ? key : { ...key, point };
  }
  return parseOctetPrivateKey(algorithm, octets, outer, inner);
}

/**
 * The DER of a PKCS#8 private key: version 1, as OpenSSL writes it; version 2 only where a key of RFC 8410 has its public point with it. Throws
 * `bad-ec-key`, `bad-ec-point` and `bad-key-length` where the octets cannot be a key.
 */
export function encodePkcs8(key: PrivateKey): Uint8Array {
  const point = statedPoint(key);
  return encodeSequence((outer) => {
    outer.integer(point === undefined ? 0 : 1);
    writeKeyAlgorithm(outer, key);
    outer.octetString(keyOctets(key));
    if (point !== undefined) outer.bitString(point, PUBLIC_KEY);
  });
}

/** The public key that a key of RFC 8410 has with it. */
function statedPoint(key: PrivateKey): Uint8Array | undefined {
  if (key.kind === 'ec' || !('point' in key)) return undefined;
  return key.point === undefined ? undefined : checkedPublicOctets(key, key.point, 'point');
}

function keyOctets(key: PrivateKey): Uint8Array {
  if (key.kind === 'rsa' || key.kind === 'rsa-pss') return encodePkcs1PrivateKey(key);
  return key.kind === 'ec' ? encodeSec1(key, { parameters: false }) : octetPrivateKeyField(key);
}
