/**
 * Names as OpenSSL decodes them: of the values of an RDN only some types are strings to it. In GeneralNames the strings of a directory name count, and an ediPartyName is read to its end. The readers of lib/x509 keep both as they
 * are.
 */
import { DerReader } from '../asn1/reader.ts';
import {
  BIT_STRING,
  BMP_STRING,
  contextConstructed,
  IA5_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  SEQUENCE,
  TELETEX_STRING,
  UNIVERSAL_STRING,
  UTF8_STRING,
} from '../asn1/tags.ts';
import { PkiError } from '../base/error.ts';
import type { DistributionPoint } from '../x509/extensions/distribution-points.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { makeName, type Name } from '../x509/name.ts';
import { canonicalName } from '../x509/name-hash.ts';

/** String types that a value of a name may have (ASN1_PRINTABLE), and those types that OpenSSL has no use for and lets pass; a SEQUENCE is kept as it is. */
const NAME_TAGS: readonly number[] = [
  BIT_STRING,
  UTF8_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  IA5_STRING,
  UNIVERSAL_STRING,
  BMP_STRING,
  SEQUENCE,
  // ObjectDescriptor, EXTERNAL, REAL, EMBEDDED PDV, RELATIVE-OID, TIME, the reserved 15, and 29, CHARACTER STRING
  0x07,
  0x08,
  0x09,
  0x0b,
  0x0d,
  0x0e,
  0x0f,
  0x1d,
];

/**
 * Throws `wrong-tag`, `bad-bit-string` or `bad-string` where OpenSSL does not decode a name: for a value of another type, a BIT STRING that is none, or a value
 * without a canonical form (UTF-8 that is none, surrogates).
 */
export function assertName(name: Name): void {
  const other = name.rdns.flat().find(({ tag }) => !NAME_TAGS.includes(tag));
  if (other !== undefined) throw new PkiError('wrong-tag', `a name with a value of tag 0x${other.tag.toString(16)}`);
  const isBadBits = (tag: number, [unused = 8]: Uint8Array): boolean => tag === BIT_STRING && unused > 7;
  if (name.rdns.flat().some(({ tag, value }) => isBadBits(tag, value)))
    throw new PkiError('bad-bit-string', 'a name with a BIT STRING of a wrong count of unused bits');
  canonicalName(name);
}

const DIRECTORY_STRINGS: readonly number[] = [PRINTABLE_STRING, TELETEX_STRING, BMP_STRING, UNIVERSAL_STRING, UTF8_STRING];

/** Throws `PkiError` where OpenSSL does not decode one of the names. */
export function assertGeneralNames(names: readonly GeneralName[] = []): void {
  for (const name of names) {
    if (name.kind === 'directoryName') assertName(name.name);
    if (name.kind === 'ediPartyName') readParty(name.der);
  }
}

/** The same for the names of a distribution point. */
export function assertPoint({ name, crlIssuer }: Pick<DistributionPoint, 'name' | 'crlIssuer'>): void {
  assertGeneralNames(crlIssuer);
  if (name?.kind === 'fullName') assertGeneralNames(name.names);
  else if (name !== undefined) assertName(makeName(name.rdn.map((attribute) => [attribute])));
}

/**
 *     EDIPartyName ::= SEQUENCE {
 *          nameAssigner            [0]     DirectoryString OPTIONAL,
 *          partyName               [1]     DirectoryString }
 */
function readParty(der: Uint8Array): void {
  new DerReader(der, { deviations: [] }).constructed(contextConstructed(5), '', (inner) => {
    inner.optionalExplicit(0, 'nameAssigner', readDirectoryString);
    inner.constructed(contextConstructed(1), 'partyName', readDirectoryString);
  });
}

function readDirectoryString(reader: DerReader): void {
  const { tag } = reader.any('');
  if (!DIRECTORY_STRINGS.includes(tag)) throw new PkiError('wrong-tag', `a party name with a value of tag 0x${tag.toString(16)}`);
}
