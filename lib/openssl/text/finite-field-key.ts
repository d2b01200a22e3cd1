/**
 * DSA, DH and DHX keys in `-text` dumps. This toolkit does not compute with them; OpenSSL prints them.
 *
 *     Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }                               -- RFC 3279 2.3.2
 *     DHParameter ::= SEQUENCE { p INTEGER, g INTEGER, privateValueLength INTEGER OPTIONAL }   -- PKCS #3
 *     DomainParameters ::= SEQUENCE {                                                          -- RFC 3279 2.3.3
 *          p INTEGER, g INTEGER, q INTEGER, j INTEGER OPTIONAL,
 *          validationParms SEQUENCE { seed BIT STRING, pgenCounter INTEGER } OPTIONAL }
 */
import { DerReader } from '../../asn1/reader.ts';
import { INTEGER, SEQUENCE } from '../../asn1/tags.ts';
import { toHex, utf8 } from '../../base/bytes.ts';
import { sha256 } from '../../crypto/hash.ts';
import { bitsOf, numberText, octetsText, unsignedInteger } from './numbers.ts';

/** A DSA key; one that inherits its parameters from the issuer is not loaded by OpenSSL. */
export function dsaText(key: Uint8Array, parameters: Uint8Array, indent: number): string {
  const y = readInteger(key);
  const [p, q, g] = lenient(parameters).sequence(
    '',
    (inner) => [unsignedInteger(inner), unsignedInteger(inner), unsignedInteger(inner)] as const,
  );
  const head = `${' '.repeat(indent)}Public-Key: (${bitsOf(p)} bit)\n`;
  return head + numberText('pub: ', y, indent) + numbers({ 'P:   ': p, 'Q:   ': q, 'G:   ': g }, indent);
}

/** A DH key with parameters of PKCS #3. */
export function dhText(key: Uint8Array, parameters: Uint8Array, indent: number): string {
  const { p, g, length } = lenient(parameters).sequence('', (inner) => ({
    p: unsignedInteger(inner),
    g: unsignedInteger(inner),
    length: inner.optional(INTEGER, () => readLength(inner)),
  }));
  const group = groupName(p, g, undefined);
  return keyText(key, p, group ?? numbers({ 'P:   ': p, 'G:   ': g }, indent), length, indent);
}

/** A DH key with parameters of X9.42. */
export function dhxText(key: Uint8Array, parameters: Uint8Array, indent: number): string {
  const { p, g, q, j, validation } = lenient(parameters).sequence('', (inner) => ({
    p: unsignedInteger(inner),
    g: unsignedInteger(inner),
    q: unsignedInteger(inner),
    j: inner.optional(INTEGER, () => unsignedInteger(inner)),
    validation: inner.optional(SEQUENCE, () =>
      inner.sequence('', (list) => ({ seed: list.bitString('').bytes, counter: unsignedInteger(list) })),
    ),
  }));
  const validated =
    validation === undefined
      ? ''
      : `${octetsText('SEED:', validation.seed, indent)}${' '.repeat(indent)}pcounter: ${BigInt.asIntN(32, validation.counter)}\n`;
  const listed = numbers({ 'P:   ': p, 'Q:   ': q, 'G:   ': g, ...(j === undefined ? {} : { 'J:   ': j }) }, indent);
  return keyText(key, p, groupName(p, g, q) ?? listed + validated, undefined, indent);
}

function keyText(key: Uint8Array, p: bigint, parameters: string, length: bigint | undefined, indent: number): string {
  const pad = ' '.repeat(indent);
  return [
    `${pad}DH Public-Key: (${bitsOf(p)} bit)\n`,
    numberText('public-key:', readInteger(key), indent),
    parameters.startsWith('GROUP') ? `${pad}${parameters}` : parameters,
    length !== undefined && length > 0n ? `${pad}recommended-private-length: ${length} bits\n` : '',
  ].join('');
}

function numbers(values: Readonly<Record<string, bigint>>, indent: number): string {
  return Object.entries(values)
    .map(([label, value]) => numberText(label, value, indent))
    .join('');
}

function lenient(der: Uint8Array): DerReader {
  return new DerReader(der, { deviations: [] });
}

/** A number of 32 bits. */
function readLength(reader: DerReader): bigint {
  const length = reader.bigInteger('');
  return BigInt.asIntN(32, length) === length ? length : reader.fail('integer-too-large', 'a length of more than 32 bits');
}

/** The public number; what stands behind it does not matter to OpenSSL. */
function readInteger(key: Uint8Array): bigint {
  return lenient(key).bigInteger('');
}

/**
 * Groups with names (RFC 7919, RFC 3526 and 2409, RFC 5114) by the SHA-256 of `p g` in hexadecimal; q where it is not (p - 1) / 2.
 */
const GROUPS: Readonly<Record<string, readonly [name: string, q?: string]>> = {
  e26531d8a66b4ccf46fc0e186cd1d2c00fdf8caf2845d81ca7560e83d9c4ba97: ['ffdhe2048'],
  e8833f920324ed526aa011c84d8dbeff48730bae1b5a55c2f120fe748c1aeba4: ['ffdhe3072'],
  '391291d29deeb18887faea5b30467982241f9908a6e6a5184e2822a728ade57c': ['ffdhe4096'],
  '8d164cfba559d401640e71c36523499f920fe8ba3792d7580c57d12026c4153b': ['ffdhe6144'],
  '06d4a57ac40cda75f53c2d746221ddf185712ed91f046d6e6457bb3d4fa6cd8d': ['ffdhe8192'],
  '627ecd3ef5124eb304ba8e69d1df3149680c6341ec520f66b96f4534aac750ec': ['modp_1536'],
  '2fc9bd0c4df67174210802170247ad7f4f15cbdc55134dc6842e017f96d5bdd2': ['modp_2048'],
  b2071e5e6331f6b5153cabfc9929fc2e0c8abca5334f6436985e00f040e752c1: ['modp_3072'],
  '6b78db830b1a15bd65d1fbc2df53d91900081efafe67a64d9c6f16af399d7216': ['modp_4096'],
  '65b5cf5b2ee4751f21eacd94655c327d7e4bf5b41663d6af376c124cc458be63': ['modp_6144'],
  '8447000d8369088197d6e27d9630ea4e174ec05ee72d0dba51a3f59d7c262daf': ['modp_8192'],
  '1ae4ed2bc2108292085270803dfffe75f980ebd0870c52c6025bdc985ee2bfe4': ['dh_1024_160', 'f518aa8781a8df278aba4e7d64b7cb9d49462353'],
  ed0ec4d0428c89c0b6979b9b862ab94ea216f2107f3240e194acee4f2d3f2f5b: [
    'dh_2048_224',
    '801c0d34c58d93fe997177101f80535a4738cebcbf389a99b36371eb',
  ],
  df303c5b91e7d03bba86d57b54750f389577815ae012f8c7f773a0a686e90559: [
    'dh_2048_256',
    '8cf83642a709a097b447997640129da299b1a47d1eb3750ba308b0fe64f5fbd3',
  ],
};

function groupName(p: bigint, g: bigint, q: bigint | undefined): string | undefined {
  const id = toHex(sha256.digest(utf8(`${p.toString(16)} ${g.toString(16)}`)));
  const group = Object.hasOwn(GROUPS, id) ? GROUPS[id] : undefined;
  if (group === undefined) return undefined;
  const [name, order] = group;
  if (q !== undefined && q !== (order === undefined ? p >> 1n : BigInt(`0x${order}`))) return undefined;
  return `GROUP: ${name}\n`;
}
