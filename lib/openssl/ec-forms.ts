/** Forms of EC points (SEC 1 2.3.3) and of curve parameters, as `-conv_form` and `-param_enc` name them. */
import { concatBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { uncompressedPoint } from '../crypto/ec/points.ts';
import type { EcPublicKey, PrivateKey, PublicKey } from '../keys/types.ts';
import { usageFailure } from './failure.ts';
import { type CommandLine, optionChoice } from './options.ts';

/** Form of a point. */
export type PointForm = 'uncompressed' | 'compressed';

/** The form an option names, undefined where it was not given. Throws a `CommandFailure`, for hybrid points too, which RFC 5480 2.2 forbids. */
export function pointFormOption(line: CommandLine, name: string): PointForm | undefined {
  const form = optionChoice(line, name, ['uncompressed', 'compressed', 'hybrid']);
  if (form === 'hybrid') throw usageFailure(line.command, `Option -${name} hybrid is not supported by certwright`);
  return form;
}

/** Whether an option names the encoding of the curve's parameters. Throws a `CommandFailure`, for explicit parameters too, which RFC 5480 2.1.1 forbids. */
export function curveEncodingOption(line: CommandLine, name: string): boolean {
  const encoding = optionChoice(line, name, ['named_curve', 'explicit']);
  if (encoding === 'explicit') throw usageFailure(line.command, `Option -${name} explicit is not supported by certwright`);
  return encoding !== undefined;
}

/** A public key with its point in another form; keys of other kinds as they are. Throws `bad-ec-point`. */
export function withPublicPoint<K extends PublicKey>(key: K, form: PointForm | undefined): K {
  return form === undefined || key.kind !== 'ec' ? key : { ...key, point: pointIn(form, key) };
}

/** A private key with its point in another form. Throws `bad-ec-point`. */
export function withPrivatePoint(key: PrivateKey, form: PointForm | undefined): PrivateKey {
  if (form === undefined || key.kind !== 'ec' || key.point === undefined) return key;
  return { ...key, point: pointIn(form, { kind: 'ec', curve: key.curve, point: key.point }) };
}

function pointIn(form: PointForm, key: EcPublicKey): Uint8Array {
  const full = uncompressedPoint(key);
  if (full === undefined) throw new PkiError('bad-ec-point', `the public point does not lie on ${key.curve}`);
  if (form === 'uncompressed') return full;
  const size = (full.length - 1) / 2;
  return concatBytes(Uint8Array.of(2 + ((full.at(-1) as number) & 1)), full.subarray(1, 1 + size));
}
