/** OpenSSL's words for octets that do not decode: of the errors it stacks up, the one that a server logs is the innermost. */
import type { PkiError } from '../../base/error.ts';

/** ERR_reason_error_string of the ASN.1 decoder for what our reader found; details may differ where several things are wrong. */
const WORDS: Readonly<Record<string, string>> = {
  'wrong-tag': 'wrong tag',
  'missing-field': 'field missing',
  truncated: 'too long',
  'trailing-bytes': 'sequence length mismatch',
  'bad-tag': 'bad object header',
  'tag-too-large': 'bad object header',
  'nesting-too-deep': 'nested too deep',
  'bad-oid': 'invalid object encoding',
  'bad-bit-string': 'invalid bit string bits left',
  'bad-boolean': 'boolean is wrong length',
  'bad-null': 'null is wrong length',
  'bad-string': 'invalid utf8string',
};

/** What OpenSSL says of octets that our reader refuses. */
export function opensslWords({ code }: PkiError): string {
  return Object.hasOwn(WORDS, code) ? (WORDS[code] as string) : 'nested asn1 error';
}
