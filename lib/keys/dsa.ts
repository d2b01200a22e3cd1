/**
 * DSA keys as data (RFC 3279 2.3.2; OpenSSL's own form of private keys). Nothing signs or verifies with them: FIPS 186-5 withdrew DSA, and everything that
 * computes refuses such keys by name (`dsa-key`). They can be read to say what somebody has.
 *
 *     Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }
 *     DSAPublicKey ::= INTEGER        -- y
 *     DSAPrivateKey ::= INTEGER       -- x, inside of PKCS #8
 *     SEQUENCE { 0, p, q, g, y, x }   -- `DSA PRIVATE KEY`
 *
 * Left out: parameters that are inherited from the issuer.
 */
import { type DerReader, readDer, readSequence } from '../asn1/reader.ts';
import { SEQUENCE } from '../asn1/tags.ts';
import { encodeDer, encodeSequence } from '../asn1/writer.ts';
import { PkiError } from '../base/error.ts';
import { DSA } from '../oids/algorithms.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { parseSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from './spki.ts';

/** Domain parameters (FIPS 186-4 4.1). */
export interface DsaParameters {
  readonly p: bigint;
  readonly q: bigint;
  readonly g: bigint;
}

/** A DSA public key. */
export interface DsaPublicKey extends DsaParameters {
  readonly y: bigint;
}

/** A DSA private key; `y` where it came with the key, as it does not in PKCS #8. */
export interface DsaPrivateKey extends DsaParameters {
  readonly x: bigint;
  readonly y?: bigint;
}

/** Decodes a DSA public key. Throws `not-a-dsa-key`, `bad-dsa-key` where a number is not positive, and the codes of the DER reader. */
export function parseDsaPublicKey(spki: Uint8Array | SubjectPublicKeyInfo): DsaPublicKey {
  const { algorithm, key } = spki instanceof Uint8Array ? parseSubjectPublicKeyInfo(spki) : spki;
  const y = readDer(key, (reader) => readPositive(reader, 'y'), { path: 'subjectPublicKey' });
  return { ...parametersOf(algorithm), y };
}

/** The DER of a SubjectPublicKeyInfo. */
export function encodeDsaPublicKey({ p, q, g, y }: DsaPublicKey): Uint8Array {
  return encodeSequence((info) => {
    info.sequence((algorithm) => algorithm.oid(DSA).sequence((parameters) => parameters.integer(p).integer(q).integer(g)));
    info.bitString(encodeDer((key) => key.integer(y)));
  });
}

/** Reads a DSA private key, PKCS #8 or OpenSSL's own form. Throws as `parseDsaPublicKey`, and `unsupported-version`. */
export function parseDsaPrivateKey(der: Uint8Array): DsaPrivateKey {
  return readSequence(der, (reader) => {
    const version = reader.smallInteger('version');
    if (version !== 0) reader.fail('unsupported-version', `expected version 0 of a DSA key, found ${version}`, 'version');
    if (reader.peek() !== SEQUENCE) {
      const [p, q, g, y, x] = ['p', 'q', 'g', 'y', 'x'].map((field) => readPositive(reader, field)) as [
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      return { p, q, g, y, x };
    }
    const parameters = parametersOf(readAlgorithmIdentifier(reader, 'privateKeyAlgorithm'));
    return { ...parameters, x: readDer(reader.octetString('privateKey'), (key) => readPositive(key, 'x'), { path: 'privateKey' }) };
  });
}

function parametersOf({ oid, parameters }: AlgorithmIdentifier): DsaParameters {
  if (oid !== DSA || parameters === undefined)
    throw new PkiError('not-a-dsa-key', `a key of algorithm ${oid}, or without DSA's parameters`);
  return readSequence(
    parameters.der,
    (reader) => ({ p: readPositive(reader, 'p'), q: readPositive(reader, 'q'), g: readPositive(reader, 'g') }),
    { path: 'parameters' },
  );
}

function readPositive(reader: DerReader, field: string): bigint {
  const value = reader.bigInteger(field);
  if (value <= 0n) reader.fail('bad-dsa-key', 'expected a positive number', field);
  return value;
}
