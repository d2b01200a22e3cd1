/** CRLs of any length as DER: serial numbers of 16 random octets, every second entry with a reason, as public CAs write them. */
import { randomBytes, sign } from 'node:crypto';
import { encodeDer, encodeTime, INTEGER, SEQUENCE } from '../../lib/asn1/index.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { type ChainFixture, DAY } from './fixtures.ts';
import { cRLNumber, makeExtension, parseName, writeExtensions } from '../../lib/x509/index.ts';

/** A CRL, and serial numbers to ask for. */
export interface CrlFixture {
  readonly der: Uint8Array;
  /** One in the middle and the last one. */
  readonly revoked: readonly [Uint8Array, Uint8Array];
  readonly unknown: readonly Uint8Array[];
}

const SERIAL = 16;
/** `reasonCode keyCompromise` as Extensions. */
const REASON = Buffer.from('300c300a0603551d1504030a0101', 'hex');

/** One SEQUENCE OF entries. */
function writeEntries(serials: Uint8Array): Uint8Array {
  const { text } = encodeTime(Date.now() - 30 * DAY);
  const tail = [0x17, text.length, ...utf8(text)];
  const head = 2 + SERIAL + tail.length;
  const shapes = [[], REASON].map((reason) => ({
    start: Uint8Array.of(SEQUENCE, head + reason.length, INTEGER, SERIAL),
    end: Uint8Array.from([...tail, ...reason]),
  }));
  const count = serials.length / SERIAL;
  const out = new Uint8Array(count * (2 + head) + (count >> 1) * REASON.length);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { start, end } = shapes[i & 1] as (typeof shapes)[number];
    out.set(start, at);
    out.set(serials.subarray(i * SERIAL, (i + 1) * SERIAL), at + start.length);
    out.set(end, at + start.length + SERIAL);
    at += start.length + SERIAL + end.length;
  }
  return out;
}

/** A CRL of `count` entries by the intermediate of a chain of P-256. */
export function makeCrlFile(count: number, { issuer, intermediateKey }: ChainFixture): CrlFixture {
  const serials = new Uint8Array(randomBytes(count * SERIAL));
  for (let i = 0; i < serials.length; i += SERIAL) serials[i] = ((serials[i] as number) & 0x3f) | 0x40;
  const serial = (index: number): Uint8Array => serials.slice(index * SERIAL, (index + 1) * SERIAL);
  const [algorithm] = issuer.key.algorithm.encodings as readonly [Uint8Array];
  const tbs = encodeDer((out) =>
    out.sequence((list) =>
      list
        .integer(1)
        .raw(algorithm)
        .raw(parseName('CN=Bench Intermediate,O=Example Org,C=AT').der)
        .time(Date.now() - DAY)
        .time(Date.now() + 30 * DAY)
        .value(SEQUENCE, writeEntries(serials))
        .constructed(0xa0, (tagged) => writeExtensions(tagged, [makeExtension(cRLNumber, 4711n)])),
    ),
  );
  const signature = new Uint8Array(sign('sha256', tbs, intermediateKey.privateKey));
  return {
    der: encodeDer((out) => out.sequence((all) => all.raw(tbs).raw(algorithm).bitString(signature))),
    revoked: [serial(count >> 1), serial(count - 1)],
    unknown: [Uint8Array.of(0x3f, ...randomBytes(SERIAL - 1)), Uint8Array.of(1)],
  };
}
