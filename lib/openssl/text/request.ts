/** `openssl req -text` of OpenSSL 3.0, byte for byte (X509_REQ_print_ex). */
import { readDer } from '../../asn1/reader.ts';
import { IA5_STRING, NUMERIC_STRING, PRINTABLE_STRING, TELETEX_STRING, UTF8_STRING } from '../../asn1/tags.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { CertificationRequest, RequestAttribute } from '../../x509/request.ts';
import { printable } from '../octets.ts';
import { extensionText } from './extension.ts';
import { objectText } from './names.ts';
import { DEFAULT_TEXT, nameField, type TextOptions, type TextPart } from './options.ts';
import { publicKeyText } from './public-key.ts';
import { signatureText } from './signature.ts';

/** extensionRequest of PKCS #9 and Microsoft's, whose extensions are printed below the attributes. */
const EXTENSION_REQUESTS: readonly string[] = ['1.2.840.113549.1.9.14', '1.3.6.1.4.1.311.2.1.14'];
/** String types whose octets are printed. */
const PRINTED: readonly number[] = [PRINTABLE_STRING, TELETEX_STRING, NUMERIC_STRING, UTF8_STRING, IA5_STRING];

/** The dump of a request, from `Certificate Request:` to the last line of its signature. */
export function requestText(request: CertificationRequest, options: TextOptions = DEFAULT_TEXT): string {
  const { version, subject, publicKey, attributes, signatureAlgorithm } = request;
  const shown = attributes.filter(({ type }) => !EXTENSION_REQUESTS.includes(type));
  const part = (name: TextPart, text: string): string => (options.without.has(name) ? '' : text);
  const extensions = request.extensions.map((extension) => extensionText(extension, 16, options.unknown)).join('');
  return [
    part('header', 'Certificate Request:\n    Data:\n'),
    part('version', `        Version: ${version === 1 ? '1 (0x0)' : `Unknown (${version - 1})`}\n`),
    part('subject', `        Subject:${nameField(subject, options)}\n`),
    part('pubkey', publicKeyText(publicKey)),
    part('attributes', `        Attributes:\n${attributes.length === 0 ? '            (none)\n' : shown.map(attributeText).join('')}`),
    // The heading stands there even where nothing is asked for.
    part('extensions', `            Requested Extensions:\n${extensions}`),
    part('sigdump', signatureText(signatureAlgorithm, request.der)),
  ].join('');
}

/** A line for each value; the first begins with the name, padded to 25 columns behind an indent of 12. */
function attributeText({ type, values }: RequestAttribute): string {
  const name = objectText(type);
  return values.map((value, index) => `${index === 0 ? `            ${name.padEnd(25)}` : ' '.repeat(25)}:${valueText(value)}\n`).join('');
}

function valueText(der: Uint8Array): string {
  try {
    const { tag, content } = readDer(der, (reader) => reader.any('value'));
    return PRINTED.includes(tag) ? printable(fromLatin1(content)) : 'unable to print attribute';
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return 'unable to print attribute';
  }
}
