/**
 * The third field of a line of `index.txt`: when and why a certificate was revoked, `time[,reason[,argument]]`. `holdInstruction` has an object behind it,
 * `keyTime` and `CAkeyTime` the time of the compromise; they become the entry extensions of RFC 5280 5.3 (and holdInstructionCode of RFC 3280 5.3.2).
 */
import { oid } from '../../../asn1/oid.ts';
import { ENUMERATED, GENERALIZED_TIME } from '../../../asn1/tags.ts';
import { decodeTime, type Instant } from '../../../asn1/time.ts';
import { type DerWriter, encodeDer } from '../../../asn1/writer.ts';
import { latin1 } from '../../../base/bytes.ts';
import { PkiError } from '../../../base/error.ts';
import type { Extension } from '../../../x509/extension.ts';
import { findObject } from '../../objects.ts';
import { CommandFailure } from '../../failure.ts';
import type { CommandLine } from '../../options.ts';

/** Reasons by their names in the database, with their numbers. */
const REASONS: readonly (readonly [name: string, code: number])[] = [
  ['unspecified', 0],
  ['keyCompromise', 1],
  ['CACompromise', 2],
  ['affiliationChanged', 3],
  ['superseded', 4],
  ['cessationOfOperation', 5],
  ['certificateHold', 6],
  ['removeFromCRL', 8],
  ['holdInstruction', 6],
  ['keyTime', 1],
  ['CAkeyTime', 2],
];

/** Reasons that `-crl_reason` takes. */
const PLAIN_REASONS = 8;

/** What a revocation field says. */
export interface Revocation {
  readonly at: Instant;
  /** Entry extensions, in OpenSSL's order. */
  readonly extensions: readonly Extension[];
}

/** Reads a revocation field. Throws `PkiError` `bad-revocation` with OpenSSL's words. */
export function readRevocation(text: string): Revocation {
  const [time = '', reason, argument] = text.split(',');
  const at = decodeTime(0x17, latin1(time));
  if (at === undefined) refuse(`invalid revocation date ${time}`);
  if (reason === undefined) return { at, extensions: [] };
  const [name, code] = REASONS.find(([known]) => known.toLowerCase() === reason.toLowerCase()) ?? refuse(`invalid reason code ${reason}`);
  const extensions = [entry('2.5.29.21', (writer) => void writer.integer(code, ENUMERATED))];
  if (name === 'holdInstruction') {
    if (argument === undefined) refuse('missing hold instruction');
    const object = findObject(argument) ?? refuse(`invalid object identifier ${argument}`);
    extensions.push(entry('2.5.29.23', (writer) => void writer.oid(object)));
  } else if (name === 'keyTime' || name === 'CAkeyTime') {
    if (argument === undefined) refuse('missing compromised time');
    if (decodeTime(GENERALIZED_TIME, latin1(argument)) === undefined) refuse(`invalid compromised time ${argument}`);
    extensions.push(entry('2.5.29.24', (writer) => void writer.value(GENERALIZED_TIME, latin1(argument))));
  }
  return { at, extensions };
}

/** OpenSSL's words for what is wrong with a revocation field; undefined where nothing is. */
export function checkRevocation(text: string): string | undefined {
  try {
    readRevocation(text);
    return undefined;
  } catch (error) {
    if (error instanceof PkiError) return error.message;
    throw error;
  }
}

function refuse(message: string): never {
  throw new PkiError('bad-revocation', message);
}

function entry(type: string, write: (writer: DerWriter) => void): Extension {
  return { oid: oid(type), critical: false, value: encodeDer(write), offset: 0, path: type };
}

/** The reason of `-crl_reason`, `-crl_hold`, `-crl_compromise` or `-crl_CA_compromise`, as the database writes it behind the time. Throws a `CommandFailure`. */
export function reasonText(line: CommandLine): string {
  const last = line.options.filter(({ name }) => name in REASON_OPTIONS).at(-1);
  if (last === undefined) return '';
  const { name, value } = last;
  if (name === 'crl_reason') {
    const known = REASONS.slice(0, PLAIN_REASONS).find(([reason]) => reason.toLowerCase() === value.toLowerCase());
    if (known === undefined) throw unfit(`Unknown CRL reason ${value}`);
    return `,${known[0]}`;
  }
  if (name === 'crl_hold' && findObject(value) === undefined) throw unfit(`Invalid object identifier ${value}`);
  if (name !== 'crl_hold' && decodeTime(GENERALIZED_TIME, latin1(value)) === undefined)
    throw unfit(`Invalid time format ${value}. Need YYYYMMDDHHMMSSZ`);
  return `,${REASON_OPTIONS[name as keyof typeof REASON_OPTIONS]},${value}`;
}

const REASON_OPTIONS = { crl_reason: '', crl_hold: 'holdInstruction', crl_compromise: 'keyTime', crl_CA_compromise: 'CAkeyTime' } as const;

function unfit(message: string): CommandFailure {
  return new CommandFailure([message, 'Error in revocation arguments']);
}
