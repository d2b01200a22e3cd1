/** How `openssl pkcs12` (3.0) shows attributes of bags, encryption and MACs. */
import type { Oid } from '../../../asn1/oid.ts';
import { readDer, readSequence } from '../../../asn1/reader.ts';
import { BIT_STRING, BMP_STRING, contextConstructed, OCTET_STRING, UTF8_STRING } from '../../../asn1/tags.ts';
import { fromUtf8, toHex } from '../../../base/bytes.ts';
import { readAlgorithmIdentifier } from '../../../keys/algorithm-identifier.ts';
import { decodeEncryption, type EncryptionParameters } from '../../../keystore/encryption.ts';
import { readAttributeList } from '../../../keystore/pkcs12/attributes.ts';
import type { Pkcs12Attribute, Pkcs12Encryption, Pkcs12Mac } from '../../../keystore/pkcs12/types.ts';
import type { PbeParameters } from '../../../keystore/pbe.ts';
import { longName } from '../../../oids/display-names.ts';

/** `Bag Attributes` with a line for each, as print_attribs has them. */
export function attributesText(title: string, attributes: readonly Pkcs12Attribute[]): string {
  if (attributes.length === 0) return `${title}: <No Attributes>\n`;
  const lines = attributes.map(({ type, values }) => {
    const shown = values.length === 0 ? '<No Values>\n' : values.map(valueText).join('');
    return `    ${objectText(type)}: ${shown}`;
  });
  return `${title}\n${lines.join('')}`;
}

/** Long name of an object, or its identifier. */
export function objectText(type: Oid): string {
  return longName(type) ?? type;
}

/** A value of an attribute or of a secret, on a line. */
export function valueText(der: Uint8Array): string {
  const { tag, content } = readDer(der, (reader) => reader.any(''));
  switch (tag) {
    case BMP_STRING:
      return `${oneLine(lowOctets(content))}\n`;
    case UTF8_STRING:
      return `${oneLine(fromUtf8(content) ?? '')}\n`;
    case OCTET_STRING:
      return `${hexPairs(content)}\n`;
    case BIT_STRING:
      return `${hexPairs(content.subarray(1))}\n`;
    default:
      return `<Unsupported tag ${tag & 0x1f}>\n`;
  }
}

/** OpenSSL 3.0 prints the low octet of each UTF-16 unit, up to a zero; those above 0x7F are octets of the output (see `outputOctets`). */
function lowOctets(content: Uint8Array): string {
  const octets = content.filter((_, i) => i % 2 === 1);
  const end = octets.indexOf(0);
  return Array.from(end < 0 ? octets : octets.subarray(0, end), (octet) => String.fromCharCode(octet < 0x80 ? octet : 0xdc00 + octet)).join(
    '',
  );
}

/** Control characters as `\0A`: printed as they are, a name with a line end in it would put PEM blocks of its own into the output, `-clcerts` or `-nokeys` or not. */
function oneLine(text: string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 || code === 0x7f ? `\\${code.toString(16).toUpperCase().padStart(2, '0')}` : character;
  }).join('');
}

/** `01 AB ` for each octet, the blank at the end included. */
function hexPairs(octets: Uint8Array): string {
  return octets.length === 0 ? '' : `${toHex(octets, ' ').toUpperCase()} `;
}

/** The attributes inside of a PKCS #8 key. */
export function keyAttributes(pkcs8: Uint8Array): Pkcs12Attribute[] {
  return readSequence(pkcs8, (key) => {
    key.integer('version');
    readAlgorithmIdentifier(key, 'privateKeyAlgorithm');
    key.octetString('privateKey');
    const tag = contextConstructed(0);
    const attributes = key.optional(tag, () => readAttributeList(key, 'attributes', tag)) ?? [];
    while (!key.done) key.any('publicKey');
    return attributes;
  });
}

/** Names of the MAC's algorithm and its two lines. */
export function macText({ kind, hash, iterations, length, saltLength }: Pkcs12Mac): string {
  const name = kind === 'pbmac1' ? 'PBMAC1' : hash.toLowerCase().replace('-', '').replace('/', '-');
  return `MAC: ${name}, Iteration ${iterations}\nMAC length: ${length}, salt length: ${saltLength}\n`;
}

/** OpenSSL's long names of the schemes of PKCS #12 and PBES1, by hash and cipher. */
const SCHEMES: Readonly<
  Record<`${PbeParameters['scheme']} ${PbeParameters['hash']}`, Readonly<Partial<Record<PbeParameters['cipher'], string>>>>
> = {
  'PKCS12 SHA-1': {
    'RC4-128': 'pbeWithSHA1And128BitRC4',
    'RC4-40': 'pbeWithSHA1And40BitRC4',
    'DES-EDE3-CBC': 'pbeWithSHA1And3-KeyTripleDES-CBC',
    'DES-EDE2-CBC': 'pbeWithSHA1And2-KeyTripleDES-CBC',
    'RC2-128-CBC': 'pbeWithSHA1And128BitRC2-CBC',
    'RC2-40-CBC': 'pbeWithSHA1And40BitRC2-CBC',
  },
  'PKCS12 MD5': {},
  'PBES1 MD5': { 'DES-CBC': 'pbeWithMD5AndDES-CBC', 'RC2-64-CBC': 'pbeWithMD5AndRC2-CBC' },
  'PBES1 SHA-1': { 'DES-CBC': 'pbeWithSHA1AndDES-CBC', 'RC2-64-CBC': 'pbeWithSHA1AndRC2-CBC' },
};

/** `PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256`. */
export function encryptionText({ algorithm }: Pkcs12Encryption): string {
  return `${parametersText(
    decodeEncryption(
      readDer(algorithm, (reader) => readAlgorithmIdentifier(reader, '')),
      '',
    ),
  )}\n`;
}

function parametersText(parameters: EncryptionParameters): string {
  if (parameters.scheme !== 'PBES2') {
    const { scheme, hash, cipher, iterations } = parameters;
    return `${SCHEMES[`${scheme} ${hash}`][cipher] ?? cipher}, Iteration ${iterations}`;
  }
  const { cipher } = parameters;
  if (parameters.kdf === 'scrypt') {
    const { salt, cost, blockSize, parallelization } = parameters;
    return `PBES2, id-scrypt, ${cipher}, Salt length: ${salt.length}, Cost(N): ${cost}, Block size(r): ${blockSize}, Parallelism(p): ${parallelization}`;
  }
  const prf = parameters.prf.replace('-', '').replace('/', '-');
  return `PBES2, PBKDF2, ${cipher}, Iteration ${parameters.iterations}, PRF hmacWith${prf}`;
}
