/**
 * Signed certificate timestamps in a certificate (RFC 6962 3.3): a list in the encoding of TLS inside of an OCTET STRING.
 *
 *     SignedCertificateTimestampList ::= OCTET STRING
 *
 *     struct {
 *         Version sct_version;                -- v1(0)
 *         opaque  log_id[32];
 *         uint64  timestamp;
 *         opaque  extensions<0..2^16-1>;
 *         digitally-signed struct { … };      -- hash and signature algorithm, opaque signature<0..2^16-1>
 *     } SignedCertificateTimestamp;
 *
 * Whether a log signed them is not checked here.
 */
import { concatBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { Instant } from '../../asn1/time.ts';
import { SIGNED_CERTIFICATE_TIMESTAMPS } from '../../oids/extensions.ts';
import type { ExtensionType } from '../extension.ts';

/** A promise of a log to list a certificate (RFC 6962 3.2). */
export interface SignedCertificateTimestamp {
  /** SHA-256 of the log's public key. */
  readonly logId: Uint8Array;
  /** Epoch milliseconds. */
  readonly timestamp: Instant;
  readonly extensions: Uint8Array;
  /** Number of the hash (RFC 5246 7.4.1.4.1): 4 is SHA-256. */
  readonly hash: number;
  /** Number of the signature algorithm (RFC 5246 7.4.1.4.1): 1 is RSA, 3 ECDSA. */
  readonly signatureAlgorithm: number;
  readonly signature: Uint8Array;
}

/** The log's list in a certificate; `bad-timestamp-list` where it is not of its form, of another version than 1, signed with no hash or nothing, or of a time beyond 2^53. */
export const signedCertificateTimestamps: ExtensionType<readonly SignedCertificateTimestamp[]> = {
  oid: SIGNED_CERTIFICATE_TIMESTAMPS,
  label: 'signedCertificateTimestamps',
  critical: false,
  decode: (reader, label) => {
    const path = reader.path(label);
    const list = reader.octetString(label);
    const body = vector(list, 0, path);
    assertForm(body.end === list.length, 'octets behind the list', path);
    const timestamps: SignedCertificateTimestamp[] = [];
    for (let at = 0; at < body.octets.length;) {
      const item = vector(body.octets, at, path);
      timestamps.push(readTimestamp(item.octets, `${path}/${timestamps.length}`));
      at = item.end;
    }
    assertForm(timestamps.length > 0, 'no timestamp', path);
    return timestamps;
  },
  encode: (timestamps, writer) =>
    void writer.octetString(encodeVector(concatBytes(...timestamps.map((one) => encodeVector(encodeTimestamp(one)))))),
};

function readTimestamp(octets: Uint8Array, path: string): SignedCertificateTimestamp {
  assertForm(octets[0] === 0, `version ${(octets[0] ?? 0) + 1}, only 1 is known`, path);
  const extensions = vector(octets, 41, path);
  const [hash, signatureAlgorithm] = [octets[extensions.end] ?? 0, octets[extensions.end + 1] ?? 0];
  assertForm(
    hash >= 1 && hash <= 6 && signatureAlgorithm >= 1 && signatureAlgorithm <= 3,
    `algorithms ${hash} and ${signatureAlgorithm}`,
    path,
  );
  const signature = vector(octets, extensions.end + 2, path);
  assertForm(signature.end === octets.length, 'octets behind the signature', path);
  const timestamp = Number(new DataView(octets.buffer, octets.byteOffset).getBigUint64(33));
  assertForm(Number.isSafeInteger(timestamp), 'a time beyond 2^53 milliseconds', path);
  return {
    logId: octets.subarray(1, 33),
    timestamp,
    extensions: extensions.octets,
    hash,
    signatureAlgorithm,
    signature: signature.octets,
  };
}

function encodeTimestamp({ logId, timestamp, extensions, hash, signatureAlgorithm, signature }: SignedCertificateTimestamp): Uint8Array {
  assertForm(logId.length === 32 && Number.isSafeInteger(timestamp) && timestamp >= 0, 'a log of 32 octets and a time are written', '');
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(timestamp));
  return concatBytes(
    Uint8Array.of(0),
    logId,
    time,
    encodeVector(extensions),
    Uint8Array.of(hash, signatureAlgorithm),
    encodeVector(signature),
  );
}

/** A vector behind a length of two octets. */
function vector(octets: Uint8Array, at: number, path: string): { readonly octets: Uint8Array; readonly end: number } {
  const end = at + 2 + (((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0));
  assertForm(end <= octets.length, `${octets.length} octets, at least ${end} were announced`, path);
  return { octets: octets.subarray(at + 2, end), end };
}

function encodeVector(octets: Uint8Array): Uint8Array {
  assertForm(octets.length < 0x1_0000, `${octets.length} octets where 65,535 are the most`, '');
  return concatBytes(Uint8Array.of(octets.length >> 8, octets.length & 0xff), octets);
}

function assertForm(condition: boolean, what: string, path: string): void {
  if (!condition) throw new PkiError('bad-timestamp-list', `signed certificate timestamps (RFC 6962 3.3): ${what}`, { path });
}
