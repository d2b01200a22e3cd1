/** `openssl ca -gencrl`: the list of what the database says is revoked, with OpenSSL's freedom in version and extensions (RFC 5280 5.1). */
import { contextConstructed } from '../../../asn1/tags.ts';
import { encodeTime, type Instant } from '../../../asn1/time.ts';
import { encodeDer, encodeSequence, integerContent } from '../../../asn1/writer.ts';
import { compareBytes, fromHex } from '../../../base/bytes.ts';
import type { Signer } from '../../../crypto/types.ts';
import { encodeSigned, writtenIdentifier } from '../../../issue/sign.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { type Extension, makeExtension, writeExtensions } from '../../../x509/extension.ts';
import { cRLNumber } from '../../../x509/extensions/crl-numbers.ts';
import type { CaEntry } from './database.ts';
import { readRevocation, type Revocation } from './revocation.ts';

/** What a list shall say. */
export interface CrlPlan {
  readonly issuer: Certificate;
  readonly lastUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly entries: readonly CaEntry[];
  /** Undefined where the configuration names no section for it. */
  readonly extensions: readonly Extension[] | undefined;
  /** Undefined where no number is counted. */
  readonly number: bigint | undefined;
}

/** DER of the signed list. Version 2 wherever there are extensions; entries in the order of their serial numbers. */
export function makeCrl({ issuer, lastUpdate, nextUpdate, entries, extensions, number }: CrlPlan, signer: Signer<Uint8Array>): Uint8Array {
  const revoked = entries
    .filter(({ type }) => type === 'R')
    .map(({ serial, revoked: field }) => ({ serial: serialOctets(serial), ...readRevocation(field) }))
    .sort((a, b) => a.serial.length - b.serial.length || compareBytes(a.serial, b.serial));
  const all = [...(extensions ?? []), ...(number === undefined ? [] : [makeExtension(cRLNumber, number, { critical: false })])];
  const second = extensions !== undefined || number !== undefined || revoked.some((entry) => entry.extensions.length > 0);
  const tbs = encodeSequence((body) => {
    if (second) body.integer(1);
    body.raw(writtenIdentifier(signer.algorithm)).raw(issuer.subject.der).raw(timeOf(lastUpdate)).raw(timeOf(nextUpdate));
    if (revoked.length > 0) body.sequence((list) => revoked.forEach((entry) => list.raw(entryOf(entry))));
    if (all.length > 0) body.constructed(contextConstructed(0), (tagged) => writeExtensions(tagged, all));
  });
  return encodeSigned(tbs, signer, signer.sign(tbs));
}

function entryOf({ serial, at, extensions }: Revocation & { readonly serial: Uint8Array }): Uint8Array {
  return encodeSequence((body) => {
    body.value(0x02, serial).raw(timeOf(at));
    if (extensions.length > 0) writeExtensions(body, extensions);
  });
}

function timeOf(at: Instant): Uint8Array {
  const { tag, text } = encodeTime(at);
  return encodeDer((writer) =>
    writer.value(
      tag,
      Uint8Array.from(text, (char) => char.charCodeAt(0)),
    ),
  );
}

/** Content octets of the INTEGER that the database writes in hexadecimal. */
function serialOctets(serial: string): Uint8Array {
  const negative = serial.startsWith('-');
  let value = 0n;
  for (const octet of fromHex(negative ? serial.slice(1) : serial)) value = value * 256n + BigInt(octet);
  return integerContent(negative ? -value : value);
}
