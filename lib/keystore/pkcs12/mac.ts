/**
 * The MAC of a PKCS #12 file (RFC 7292 section 4), and PBMAC1 in its place (RFC 9579).
 *
 *     MacData ::= SEQUENCE {
 *         mac         DigestInfo,
 *         macSalt     OCTET STRING,
 *         iterations  INTEGER DEFAULT 1 }
 *
 *     DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
 *
 *     PBMAC1-params ::= SEQUENCE {
 *         keyDerivationFunc  AlgorithmIdentifier {{PBMAC1-KDFs}},
 *         messageAuthScheme  AlgorithmIdentifier {{PBMAC1-MACs}} }
 *
 * Under PBMAC1 the salt and the iterations of MacData say nothing and are not looked at (RFC 9579 section 5).
 */
import { type DerReader, readSequence } from '../../asn1/reader.ts';
import { INTEGER } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { equalBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { type AlgorithmIdentifier, isWithoutParameters, readAlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { PBMAC1 } from '../../oids/pkcs12.ts';
import { type HashFunction, md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../../crypto/hash.ts';
import { hmac, pbkdf2 } from '../../crypto/kdf.ts';
import { pkcs12Kdf } from '../../crypto/kdf-old.ts';
import { type Pbkdf2Choice, type Pbes2Prf, pbkdf2Work, prfHash, readPbkdf2, readPrf, writePbkdf2, writePrf } from '../pbkdf2.ts';
import type { Pkcs12Password } from './password.ts';
import type { Pkcs12Mac } from './types.ts';
import type { WorkMeter } from './work.ts';

/** A MAC as it stands in the file. */
export type MacData = MacParameters & { readonly digest: Uint8Array };

/** How a MAC is computed. */
export type MacParameters = OldMac | Pbmac1;

interface OldMac {
  readonly kind: 'hmac';
  readonly hash: HashFunction;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

interface Pbmac1 {
  readonly kind: 'pbmac1';
  readonly hash: HashFunction;
  readonly kdf: Pbkdf2Choice;
  readonly keyLength: number;
}

const hashes = (): readonly HashFunction[] => [md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256];

/** Shortest key of PBMAC1: what RFC 9579 section 7 wants is no less than an HMAC with SHA-1 gives. */
const MIN_PBMAC1_KEY_OCTETS = 20;

/** Reads MacData. Throws `unsupported-mac`, `bad-mac-length` and `bad-kdf-parameters`, and what the reader of PBKDF2's parameters throws. */
export function readMacData(reader: DerReader, field: string): MacData {
  return reader.sequence(field, (macData) => {
    const start = macData.offset;
    const { algorithm, digest } = macData.sequence('mac', (info) => ({
      algorithm: readAlgorithmIdentifier(info, 'digestAlgorithm'),
      digest: info.octetString('digest'),
    }));
    const salt = macData.octetString('macSalt');
    const iterations = macData.optional(INTEGER, () => macData.smallInteger('iterations')) ?? 1;
    const place = { path: macData.path('mac'), offset: start };
    const mac = algorithm.oid === PBMAC1 ? readPbmac1(algorithm, place.path) : readOldMac(algorithm, salt, iterations, place.path);
    if (digest.length !== mac.hash.outputLength)
      throw new PkiError('bad-mac-length', `a MAC with ${mac.hash.label} has ${mac.hash.outputLength} octets, not ${digest.length}`, place);
    return { ...mac, digest };
  });
}

function readOldMac(algorithm: AlgorithmIdentifier, salt: Uint8Array, iterations: number, path: string): OldMac {
  const hash = hashes().find(({ oid }) => oid === algorithm.oid);
  if (hash === undefined || !isWithoutParameters(algorithm))
    throw new PkiError('unsupported-mac', `a MAC by algorithm ${algorithm.oid}; HMAC with MD5, SHA-1 and SHA-2 and PBMAC1 are supported`, {
      path,
    });
  return { kind: 'hmac', hash, salt, iterations };
}

function readPbmac1({ parameters }: AlgorithmIdentifier, path: string): Pbmac1 {
  if (parameters === undefined) throw new PkiError('bad-algorithm-parameters', 'PBMAC1 without parameters', { path });
  return readSequence(
    parameters.der,
    (inner: DerReader) => {
      const { keyLength, ...kdf } = readPbkdf2(inner, 'keyDerivationFunc');
      if (keyLength === undefined || keyLength < MIN_PBMAC1_KEY_OCTETS)
        inner.fail(
          'bad-kdf-parameters',
          `PBMAC1 wants a key of ${MIN_PBMAC1_KEY_OCTETS} octets or more, not ${keyLength === undefined ? 'one of unknown length' : keyLength}`,
          'keyDerivationFunc/keyLength',
        );
      return { kind: 'pbmac1', hash: prfHash(readPrf(inner, 'messageAuthScheme')), kdf, keyLength };
    },
    { path: `${path}/digestAlgorithm/parameters`, offset: parameters.offset },
  );
}

/** Whether the MAC over `content` is right for a password. Throws `kdf-too-costly` and `bad-kdf-parameters` before any work. */
export function macFits(mac: MacData, password: Pkcs12Password, content: Uint8Array, meter: WorkMeter): boolean {
  meter.book(mac.kind === 'pbmac1' ? pbkdf2Work(mac.kdf, mac.keyLength) : mac.iterations, 'macData');
  return equalBytes(computeMac(mac, password, content), mac.digest);
}

/** The HMAC over `content`. */
export function computeMac(mac: MacParameters, password: Pkcs12Password, content: Uint8Array): Uint8Array {
  const { hash } = mac;
  const key =
    mac.kind === 'pbmac1'
      ? pbkdf2(prfHash(mac.kdf.prf), password.octets, { ...mac.kdf, keyLength: mac.keyLength })
      : pkcs12Kdf(hash, password.wide, 'mac', { salt: mac.salt, iterations: mac.iterations, keyLength: hash.outputLength });
  return hmac(hash, key, content);
}

/** Iterations of a MAC's key derivation. */
export function iterationsOf(mac: MacParameters): number {
  return mac.kind === 'pbmac1' ? mac.kdf.iterations : mac.iterations;
}

/** What a reader is told about the MAC. */
export function describeMac(mac: MacData): Pkcs12Mac {
  const salt = mac.kind === 'pbmac1' ? mac.kdf.salt : mac.salt;
  return { kind: mac.kind, hash: mac.hash.label, iterations: iterationsOf(mac), saltLength: salt.length, length: mac.digest.length };
}

/** Writes MacData. */
export function writeMacData(writer: DerWriter, mac: MacData): void {
  writer.sequence((macData) => {
    macData.sequence((info) => {
      info.sequence((algorithm) => {
        if (mac.kind === 'pbmac1') algorithm.oid(PBMAC1).sequence((parameters) => writePbmac1(parameters, mac));
        else algorithm.oid(mac.hash.oid).null();
      });
      info.octetString(mac.digest);
    });
    macData.octetString(mac.kind === 'pbmac1' ? mac.kdf.salt : mac.salt);
    if (iterationsOf(mac) !== 1) macData.integer(iterationsOf(mac));
  });
}

function writePbmac1(writer: DerWriter, { hash, kdf, keyLength }: Pbmac1): void {
  writePbkdf2(writer, kdf, keyLength);
  writePrf(writer, hash.label as Pbes2Prf);
}
