/**
 * Parameters of RSASSA-PSS (RFC 8017 A.2.3) in `-text` dumps: of a signature (rsa_pss_param_print), and as the restrictions of a key, which the
 * providers of OpenSSL 3.0 write with names and numbers of their own.
 *
 *     RSASSA-PSS-params ::= SEQUENCE {
 *          hashAlgorithm      [0] HashAlgorithm      DEFAULT sha1,
 *          maskGenAlgorithm   [1] MaskGenAlgorithm   DEFAULT mgf1SHA1,
 *          saltLength         [2] INTEGER            DEFAULT 20,
 *          trailerField       [3] TrailerField       DEFAULT trailerFieldBC }
 */
import type { Oid } from '../../asn1/oid.ts';
import { readDer } from '../../asn1/reader.ts';
import { contextConstructed } from '../../asn1/tags.ts';
import { PkiError } from '../../base/error.ts';
import { readAlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { MGF1 } from '../../oids/algorithms.ts';
import { hexPairs } from './hex.ts';
import { objectText } from './names.ts';

interface Parameters {
  readonly hash: Oid | undefined;
  /** Hash of MGF1. */
  readonly mask: Oid | undefined;
  readonly salt: bigint | undefined;
  readonly trailer: bigint | undefined;
}

/** Parameters of a signature, the first line end included. */
export function pssText(der: Uint8Array | undefined, indent: number): string {
  const pad = ' '.repeat(indent);
  const read = der === undefined ? undefined : readParameters(der);
  if (read === undefined) return `${pad}(INVALID PSS PARAMETERS)\n`;
  const { hash, mask, salt, trailer } = read;
  return [
    `${pad}\n`,
    `${pad}Hash Algorithm: ${hash === undefined ? 'sha1 (default)' : objectText(hash)}\n`,
    `${pad}Mask Algorithm: ${mask === undefined ? 'mgf1 with sha1 (default)' : `mgf1 with ${objectText(mask)}`}\n`,
    `${pad} Salt Length: 0x${salt === undefined ? '14 (default)' : hexPairs(salt)}\n`,
    `${pad}Trailer Field: 0x${trailer === undefined ? '01 (default)' : hexPairs(trailer)}\n`,
  ].join('');
}

/** Restrictions of a key. Throws `bad-pss-params` where they do not decode: such a key does not load. */
export function pssRestrictionsText(der: Uint8Array | undefined, indent: number): string {
  const pad = ' '.repeat(indent);
  if (der === undefined) return `${pad}No PSS parameter restrictions\n`;
  const read = readParameters(der);
  const hash = hashName(read?.hash);
  const maskHash = hashName(read?.mask);
  if (read === undefined || hash === undefined || maskHash === undefined)
    throw new PkiError('bad-pss-params', 'PSS parameters of a key do not decode');
  const { salt = 20n, trailer = 1n } = read;
  const mark = (isDefault: boolean): string => (isDefault ? ' (default)' : '');
  return [
    `${pad}PSS parameter restrictions:\n`,
    `${pad}  Hash Algorithm: ${hash}${mark(hash === 'SHA1')}\n`,
    `${pad}  Mask Algorithm: MGF1 with ${maskHash}${mark(maskHash === 'SHA1')}\n`,
    `${pad}  Minimum Salt Length: ${salt}${mark(salt === 20n)}\n`,
    `${pad}  Trailer Field: 0x${trailer.toString(16)}${mark(trailer === 1n)}\n`,
  ].join('');
}

/** Names of the providers; SHA-1 where the field is absent. */
const HASH_NAMES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA1',
  '2.16.840.1.101.3.4.2.4': 'SHA2-224',
  '2.16.840.1.101.3.4.2.1': 'SHA2-256',
  '2.16.840.1.101.3.4.2.2': 'SHA2-384',
  '2.16.840.1.101.3.4.2.3': 'SHA2-512',
  '2.16.840.1.101.3.4.2.5': 'SHA2-512/224',
  '2.16.840.1.101.3.4.2.6': 'SHA2-512/256',
};

function hashName(oid: Oid | undefined): string | undefined {
  return oid === undefined ? 'SHA1' : HASH_NAMES[oid];
}

function readParameters(der: Uint8Array): Parameters | undefined {
  try {
    return readDer(der, (reader) =>
      reader.sequence('', (inner) => {
        const tagged = <T>(n: number, body: (content: typeof inner) => T): T | undefined =>
          inner.optional(contextConstructed(n), () => inner.constructed(contextConstructed(n), String(n), body));
        const hash = tagged(0, (content) => readAlgorithmIdentifier(content, 'hash').oid);
        const mask = tagged(1, (content) => {
          const { oid: algorithm, parameters } = readAlgorithmIdentifier(content, 'mask');
          if (algorithm !== MGF1 || parameters === undefined) return content.fail('bad-pss-params', 'another mask than MGF1');
          return readDer(parameters.der, (of) => readAlgorithmIdentifier(of, '').oid);
        });
        const salt = tagged(2, (content) => content.bigInteger('saltLength'));
        const trailer = tagged(3, (content) => content.bigInteger('trailerField'));
        return { hash, mask, salt, trailer };
      }),
    );
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return undefined;
  }
}
