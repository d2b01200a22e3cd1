/**
 * The simple types of OpenSSL's ASN.1 generation language (ASN1_generate_nconf(3)), as `otherName` uses it: `UTF8:text`, `IA5:text`, `OID:name`, … Tagging,
 * formats, sequences and sets are refused by name.
 */
import { latin1 } from '../../base/bytes.ts';
import { encodeString } from '../../asn1/strings.ts';
import { BMP_STRING, IA5_STRING, NUMERIC_STRING, PRINTABLE_STRING, TELETEX_STRING, UTF8_STRING, VISIBLE_STRING } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { findObject } from '../objects.ts';
import { parseBoolean, parseInteger } from '../text-list.ts';
import { refuse, unsupported } from './context.ts';

const STRING_TYPES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['UTF8', UTF8_STRING],
  ['UTF8String', UTF8_STRING],
  ['IA5', IA5_STRING],
  ['IA5STRING', IA5_STRING],
  ['PRINTABLE', PRINTABLE_STRING],
  ['PRINTABLESTRING', PRINTABLE_STRING],
  ['VISIBLE', VISIBLE_STRING],
  ['VISIBLESTRING', VISIBLE_STRING],
  ['NUMERIC', NUMERIC_STRING],
  ['NUMERICSTRING', NUMERIC_STRING],
  ['T61', TELETEX_STRING],
  ['T61STRING', TELETEX_STRING],
  ['TELETEXSTRING', TELETEX_STRING],
  ['BMP', BMP_STRING],
  ['BMPSTRING', BMP_STRING],
]);

/** Writes the value of `TYPE:value`. Octets of the value are characters of their own. Throws `bad-extension-value`, `unsupported-extension-value`. */
export function writeAsn1Text(text: string, writer: DerWriter): void {
  const colon = text.indexOf(':');
  const type = colon < 0 ? text : text.slice(0, colon);
  const value = colon < 0 ? '' : text.slice(colon + 1);
  const string = STRING_TYPES.get(type);
  if (string !== undefined) {
    writer.value(string, encodeString(string, value));
    return;
  }
  switch (type) {
    case 'BOOL':
    case 'BOOLEAN':
      writer.boolean(parseBoolean({ name: type, value }));
      break;
    case 'NULL':
      if (value !== '') refuse('illegal null value');
      writer.null();
      break;
    case 'INT':
    case 'INTEGER':
      writer.integer(parseInteger(value) ?? refuse(`illegal integer: ${value}`));
      break;
    case 'ENUM':
    case 'ENUMERATED':
      writer.integer(parseInteger(value) ?? refuse(`illegal integer: ${value}`), 0x0a);
      break;
    case 'OID':
    case 'OBJECT':
      writer.oid(findObject(value) ?? refuse(`illegal object: ${value}`));
      break;
    case 'OCT':
    case 'OCTETSTRING':
      writer.octetString(latin1(value));
      break;
    default:
      unsupported(`the ASN.1 type ${type}`);
  }
}
