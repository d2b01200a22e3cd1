/** Signature algorithms and values in `-text` dumps (X509_signature_print). */
import { DerReader, readDer } from '../../asn1/reader.ts';
import { PkiError } from '../../base/error.ts';
import type { AlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { RSASSA_PSS } from '../../oids/algorithms.ts';
import { hexLines, positiveOctets, signatureLines } from './hex.ts';
import { objectText } from './names.ts';
import { pssText } from './pss.ts';

/** Indent of PSS parameters and of signature octets: 9 was meant, 8 is what is printed. */
const INDENT = 8;

/** The algorithm inside the signed part; its line is 4 columns further right than the one below. */
export function innerAlgorithmText(algorithm: AlgorithmIdentifier): string {
  return `    ${algorithmText(algorithm)}`;
}

/**
 * The algorithm and the value of the signature at the end of a signed object. The octets are taken from the object itself, because a BIT STRING with
 * unused bits is no signature to its parser, while OpenSSL prints it.
 */
export function signatureText(algorithm: AlgorithmIdentifier, object: Uint8Array): string {
  const octets = readSignatureOctets(object);
  const head = `    Signature Algorithm: ${objectText(algorithm.oid)}\n    Signature Value:`;
  const integers = DSA_ALGORITHMS.includes(algorithm.oid) ? readTwoIntegers(octets) : undefined;
  if (integers !== undefined) return `${head}\n${numberLines('r:   ', integers[0])}${numberLines('s:   ', integers[1])}`;
  return `${head}${algorithm.oid === RSASSA_PSS ? pssText(algorithm.parameters?.der, INDENT) : '\n'}${signatureLines(octets, INDENT)}`;
}

/** DSA with SHA-1 (two identifiers), SHA-224 and SHA-256, whose values are printed number by number. */
const DSA_ALGORITHMS: readonly string[] = ['1.2.840.10040.4.3', '1.3.14.3.2.27', '2.16.840.1.101.3.4.3.1', '2.16.840.1.101.3.4.3.2'];

function readSignatureOctets(object: Uint8Array): Uint8Array {
  return readDer(object, (reader) =>
    reader.sequence('', (inner) => {
      inner.any('signed');
      inner.any('signatureAlgorithm');
      const { content } = inner.any('signature');
      const octets = content.slice(1);
      const last = octets.length - 1;
      if (last >= 0) octets[last] = (octets[last] as number) & (0xff << (content[0] as number));
      return octets;
    }),
  );
}

function readTwoIntegers(octets: Uint8Array): readonly [bigint, bigint] | undefined {
  try {
    // what stands behind the SEQUENCE does not matter to OpenSSL
    const [r, s] = new DerReader(octets).sequence('', (inner) => [inner.bigInteger('r'), inner.bigInteger('s')] as const);
    return r < 0n || s < 0n ? undefined : [r, s];
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return undefined;
  }
}

function numberLines(label: string, value: bigint): string {
  return `${' '.repeat(INDENT)}${label}\n${hexLines(positiveOctets(value), 15, INDENT + 4)}`;
}

function algorithmText(algorithm: AlgorithmIdentifier): string {
  const value = algorithm.oid === RSASSA_PSS ? pssText(algorithm.parameters?.der, INDENT) : '\n';
  return `    Signature Algorithm: ${objectText(algorithm.oid)}${value}`;
}
