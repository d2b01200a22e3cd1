/** Serial numbers: `-set_serial`, and the `.srl` file that counts for a CA: the last number used, in upper-case hexadecimal, on one line. */
import { integerContent } from '../asn1/writer.ts';
import { bytesToBigInt, fromHex, fromLatin1, toHex, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { CommandFailure, failureOf } from './failure.ts';
import { writeOutput } from './files.ts';
import type { OpensslHost } from './host.ts';
import { randomSerial } from './signing.ts';
import { parseInteger } from './config/text-list.ts';

/** Content octets of the INTEGER that `-set_serial` names, decimal or `0x`. Throws a usage failure. */
export function parseSerialOption(command: string, text: string): Uint8Array {
  const value = parseInteger(text);
  if (value === undefined) throw new CommandFailure([`${command}: Use -help for summary.`, `certwright: "${text}" is no serial number`]);
  return integerContent(value);
}

/** How the CA's serial number is found. */
export interface SerialOptions {
  /** `-CA`: gives the file its default name. */
  readonly caFile: string;
  /** `-CAserial`. */
  readonly file?: string | undefined;
  /** `-CAcreateserial`. */
  readonly create: boolean;
}

/**
 * The next serial number of a CA. A serial file is read, counted up and written back; a missing one is begun at random with `-CAcreateserial`; without
 * that, a missing file of the default name means a random number that is kept nowhere, and a missing file named by `-CAserial` is a failure.
 */
export async function nextSerial(host: OpensslHost, { caFile, file, create }: SerialOptions): Promise<Uint8Array> {
  const path = file ?? defaultSerialFile(caFile);
  if (!(await exists(host, path))) {
    if (create) return await store(host, path, bytesToBigInt(randomSerial()));
    if (file === undefined) return randomSerial();
    throw new CommandFailure([`${path}: No such file or directory`]);
  }
  let text: string;
  try {
    text = fromLatin1(await host.readFile(path));
  } catch (error) {
    throw failureOf(error, `Can't open "${path}" for reading`);
  }
  return await store(host, path, parseSerialText(path, text) + 1n);
}

async function exists(host: OpensslHost, path: string): Promise<boolean> {
  try {
    return (await host.stat(path)) !== undefined;
  } catch (error) {
    throw failureOf(error, `Can't open "${path}" for reading`);
  }
}

/**
 * `root.crt` to `root.srl`: what stands behind the last dot is replaced, be that dot in the name of a folder, as OpenSSL does; another name here would
 * begin a second count and repeat serial numbers.
 */
function defaultSerialFile(caFile: string): string {
  const dot = caFile.lastIndexOf('.');
  return `${dot >= 0 ? caFile.slice(0, dot) : caFile}.srl`;
}

async function store(host: OpensslHost, path: string, serial: bigint): Promise<Uint8Array> {
  const octets = integerContent(serial);
  const digits = toHex(octets[0] === 0 && octets.length > 1 ? octets.subarray(1) : octets).toUpperCase();
  await writeOutput(host, path, utf8(`${digits}\n`));
  return octets;
}

function parseSerialText(path: string, text: string): bigint {
  const digits = text.split(/[\r\n]/, 1)[0] as string;
  try {
    if (digits.length < 2 || digits.length > 64)
      throw new PkiError('bad-serial-file', `expected a hexadecimal number, found ${digits.length} characters`);
    return bytesToBigInt(fromHex(digits));
  } catch (error) {
    throw failureOf(error, `Unable to load number from ${path}`);
  }
}
