/** Signature algorithms and values in `-text` dumps (X509_signature_print). */
import { readDer } from '../../asn1/reader.ts';
import { contextConstructed } from '../../asn1/tags.ts';
import { PkiError } from '../../base/error.ts';
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { idMgf1, idRsassaPss } from '../../oids/algorithms.ts';
import { signatureLines } from './hex.ts';
import { objectText } from './names.ts';

/** Indent of PSS parameters and of signature octets: 9 was meant, 8 is what is printed. */
const INDENT = 8;

/** The algorithm inside the signed part; its line is 4 columns further right than the one below. */
export function innerAlgorithmText(algorithm: AlgorithmIdentifier): string {
  return `    ${algorithmText(algorithm)}`;
}

/** The algorithm and the octets of a signature at the end of a dump. */
export function signatureText(algorithm: AlgorithmIdentifier, signature: Uint8Array): string {
  const value = algorithm.oid === idRsassaPss ? pssText(algorithm.parameters?.der, INDENT, false) : '\n';
  return `    Signature Algorithm: ${objectText(algorithm.oid)}\n    Signature Value:${value}${signatureLines(signature, INDENT)}`;
}

function algorithmText(algorithm: AlgorithmIdentifier): string {
  const value = algorithm.oid === idRsassaPss ? pssText(algorithm.parameters?.der, INDENT, false) : '\n';
  return `    Signature Algorithm: ${objectText(algorithm.oid)}${value}`;
}

/** Parameters of RSASSA-PSS (rsa_pss_param_print): of a signature, or as the restrictions of a key. */
export function pssText(parameters: Uint8Array | undefined, indent: number, ofKey: boolean): string {
  const pad = ' '.repeat(indent);
  if (parameters === undefined) return `${pad}${ofKey ? 'No PSS parameter restrictions' : '(INVALID PSS PARAMETERS)'}\n`;
  const read = readPss(parameters);
  if (read === undefined) return `${pad}(INVALID PSS PARAMETERS)\n`;
  const inner = ofKey ? `${pad}  ` : pad;
  return [
    `${pad}${ofKey ? 'PSS parameter restrictions:' : ''}\n`,
    `${inner}Hash Algorithm: ${read.hash ?? 'sha1 (default)'}\n`,
    `${inner}Mask Algorithm: ${read.mask ?? 'mgf1 with sha1 (default)'}\n`,
    `${inner}${ofKey ? 'Minimum' : ''} Salt Length: 0x${read.salt ?? '14 (default)'}\n`,
    `${inner}Trailer Field: 0x${read.trailer ?? '01 (default)'}\n`,
  ].join('');
}

interface PssTexts {
  readonly hash: string | undefined;
  readonly mask: string | undefined;
  readonly salt: string | undefined;
  readonly trailer: string | undefined;
}

function readPss(parameters: Uint8Array): PssTexts | undefined {
  try {
    return readDer(parameters, (reader) =>
      reader.sequence('', (inner) => {
        const tagged = <T>(n: number, body: (content: typeof inner) => T): T | undefined =>
          inner.optional(contextConstructed(n), () => inner.constructed(contextConstructed(n), String(n), body));
        const hash = tagged(0, (content) => objectText(readAlgorithmIdentifier(content, 'hash').oid));
        const mask = tagged(1, (content) => maskText(readAlgorithmIdentifier(content, 'mask')));
        const salt = tagged(2, (content) => hexNumber(content.bigInteger('saltLength')));
        const trailer = tagged(3, (content) => hexNumber(content.bigInteger('trailerField')));
        return { hash, mask, salt, trailer };
      }),
    );
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return undefined;
  }
}

function maskText({ oid, parameters }: AlgorithmIdentifier): string {
  const hash =
    oid === idMgf1 && parameters !== undefined
      ? objectText(readDer(parameters.der, (reader) => readAlgorithmIdentifier(reader, '')).oid)
      : 'INVALID';
  return `${objectText(oid)} with ${hash}`;
}

/** i2a_ASN1_INTEGER: pairs of upper-case digits. */
function hexNumber(value: bigint): string {
  const hex = value.toString(16).toUpperCase();
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}
