/**
 * Signed certificate timestamps in `-text` dumps (SCT_LIST_print; RFC 6962 3.3), without the names of logs, which OpenSSL reads from a file.
 *
 *     SignedCertificateTimestampList: opaque<1..2^16-1> of opaque<1..2^16-1> SCTs, inside an OCTET STRING
 *     SCT: version (1), log id (32), timestamp (8), extensions <0..2^16-1>, hash (1), signature (1), opaque<0..2^16-1>
 */
import type { DerReader } from '../../asn1/reader.ts';
import { toCalendar } from '../../asn1/time.ts';
import { timeText } from '../print.ts';
import { colonHex } from './hex.ts';

/** Pairs of TLS hash and signature numbers that OpenSSL has a name for. */
const ALGORITHMS: Readonly<Record<string, string>> = { '4,3': 'ecdsa-with-SHA256', '4,1': 'sha256WithRSAEncryption' };

/** The list; undefined where it is not of that form. */
export function timestampListText(reader: DerReader, indent: number): string | undefined {
  const list = reader.octetString('');
  const outer = take(list, 0);
  if (outer === undefined || outer.end !== list.length) return undefined;
  const texts: string[] = [];
  for (let at = 0; at < outer.octets.length;) {
    const item = take(outer.octets, at);
    const text = item === undefined ? undefined : timestampText(item.octets, indent);
    if (item === undefined || text === undefined) return undefined;
    texts.push(text);
    at = item.end;
  }
  return texts.join('\n');
}

/** A vector with a length of two octets at a position. */
function take(bytes: Uint8Array, at: number): { readonly octets: Uint8Array; readonly end: number } | undefined {
  if (at + 2 > bytes.length) return undefined;
  const end = at + 2 + (((bytes[at] as number) << 8) | (bytes[at + 1] as number));
  return end > bytes.length ? undefined : { octets: bytes.subarray(at + 2, end), end };
}

function timestampText(sct: Uint8Array, indent: number): string | undefined {
  const pad = ' '.repeat(indent);
  const hex = (octets: Uint8Array): string => hexBlock(octets, indent + 16);
  const title = `${pad}Signed Certificate Timestamp:\n${pad}    Version   : `;
  if (sct.length === 0) return undefined;
  if (sct[0] !== 0) return `${title}unknown\n${pad}                ${hex(sct)}`;
  if (sct.length < 47) return undefined;
  const view = new DataView(sct.buffer, sct.byteOffset, sct.byteLength);
  const extensions = take(sct, 41);
  if (extensions === undefined || extensions.end + 4 > sct.length) return undefined;
  const algorithm = ALGORITHMS[`${sct[extensions.end]},${sct[extensions.end + 1]}`];
  const signature = take(sct, extensions.end + 2);
  if (algorithm === undefined || signature === undefined || signature.end !== sct.length) return undefined;
  return [
    `${title}v1 (0x0)`,
    `${pad}    Log ID    : ${hex(sct.subarray(1, 33))}`,
    `${pad}    Timestamp : ${momentText(Number(view.getBigUint64(33)))}`,
    `${pad}    Extensions: ${extensions.octets.length === 0 ? 'none' : hex(extensions.octets)}`,
    `${pad}    Signature : ${algorithm}\n${pad}                ${hex(signature.octets)}`,
  ].join('\n');
}

/** BIO_hex_string: 16 octets a line. */
function hexBlock(octets: Uint8Array, indent: number): string {
  const lines: string[] = [];
  for (let i = 0; i < octets.length; i += 16) lines.push(colonHex(octets.subarray(i, i + 16)));
  return lines.join(`:\n${' '.repeat(indent)}`);
}

/** `Nov  3 11:29:18.123 2026 GMT`. */
function momentText(at: number): string {
  const { year } = toCalendar(at);
  const tail = ` ${year} GMT`;
  const text = timeText(at);
  return `${text.slice(0, -tail.length)}.${String(at % 1000).padStart(3, '0')}${tail}`;
}
