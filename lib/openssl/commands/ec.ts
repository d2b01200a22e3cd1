/** `openssl ec` (3.0): reads an EC key, shows it, and writes it as SEC 1 (RFC 5915), its public half or its curve. Like OpenSSL it writes RSA keys too. */
import { PkiError } from '../../base/error.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { cipherOption } from '../ciphers.ts';
import { curveEncodingOption, pointFormOption, withPrivatePoint, withPublicPoint } from '../ec-forms.ts';
import { CommandFailure, failureOf, usageFailure } from '../failure.ts';
import { assertWritable, loadKey, loadPublicKey, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { privateKeyReason } from '../key-check.ts';
import { curveFile, lockOf, noteOpenDer, publicHalf, publicKeyFile, traditionalFile } from '../key-output.ts';
import {
  type CommandLine,
  formatOption,
  givenFormat,
  hasOption,
  optionTable,
  optionValue,
  type OptionTable,
  readOptions,
} from '../options.ts';
import { readPassphrases } from '../passphrase.ts';
import { Output } from '../print.ts';
import { privateKeyDump, publicKeyDump } from '../text/private-key.ts';

const ecOptions: OptionTable = /* @__PURE__ */ optionTable(
  'ec',
  {
    flag: 'help pubin check noout text param_out pubout no_public',
    value: 'in passin param_enc conv_form out passout',
    format: 'outform',
    'any-format': 'inform',
    'unsupported-value': 'engine provider-path provider propquery',
  },
  { ciphers: true },
);

/** Runs `ec` and gives its exit code. Throws a `CommandFailure`. */
export async function ecCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, ecOptions);
  const form = pointFormOption(line, 'conv_form');
  curveEncodingOption(line, 'param_enc');
  if (line.rest.length > 0) throw usageFailure('ec');
  const cipher = cipherOption(line);
  const passphrases = await readPassphrases(host, optionValue(line, 'passin'), optionValue(line, 'passout'));
  host.stderr('read EC key\n');
  const { key, publicKey } = await load(line, host, passphrases.input);
  const isPrivate = key !== undefined && !hasOption(line, 'pubout', 'param_out');
  const secret = isPrivate || (key !== undefined && hasOption(line, 'text'));
  const command = secret ? 'ec' : undefined;
  await assertWritable(host, optionValue(line, 'out'), command);
  const output = new Output();
  const formed = withPublicPoint(publicKey, form);
  if (hasOption(line, 'text')) output.add(key === undefined ? publicKeyDump(formed) : privateKeyDump(key, formed));
  if (hasOption(line, 'check')) {
    const good = key !== undefined && privateKeyReason(key) === undefined;
    host.stderr(good ? 'EC Key valid.\n' : 'EC Key Invalid!\n');
  }
  if (!hasOption(line, 'noout')) {
    host.stderr('writing EC key\n');
    const outform = formatOption(line, 'outform');
    if (isPrivate) noteOpenDer(host, outform, cipher);
    const used = isPrivate && outform === 'PEM' ? cipher : undefined;
    const lock = await lockOf(used, passphrases.output, host, 'Enter pass phrase for PEM:');
    try {
      if (hasOption(line, 'param_out')) output.add(curveFile(publicKey.kind === 'ec' ? publicKey.curve : undefined, outform));
      else if (key === undefined || hasOption(line, 'pubout')) output.add(publicKeyFile(formed, outform));
      else output.add(traditionalFile(shaped(line, key), outform, lock));
    } catch (error) {
      if (error instanceof PkiError) throw failureOf(error, 'unable to write EC key');
      throw error;
    }
  }
  await writeOutput(host, optionValue(line, 'out'), output.finish(), { secret, command });
  return 0;
}

interface Loaded {
  readonly key: PrivateKey | undefined;
  readonly publicKey: PublicKey;
}

async function load(line: CommandLine, host: OpensslHost, passphrase: Uint8Array | undefined): Promise<Loaded> {
  const path = optionValue(line, 'in');
  const format = givenFormat(line, 'inform');
  try {
    if (hasOption(line, 'pubin')) return { key: undefined, publicKey: await loadPublicKey(host, path, 'public key', { format }) };
    const key = await loadKey(host, path, 'private key', passphrase, format);
    return { key, publicKey: publicHalf(key) };
  } catch (error) {
    if (error instanceof PkiError) throw failureOf(error, 'unable to load Key');
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure([...error.lines, 'unable to load Key']);
  }
}

/** The key as the options want it: with its point, in another form where one is named, or without. */
function shaped(line: CommandLine, key: PrivateKey): PrivateKey {
  if (key.kind !== 'ec') return key;
  if (!hasOption(line, 'no_public')) {
    const half = publicHalf(key);
    return withPrivatePoint({ ...key, ...('point' in half ? { point: half.point } : {}) }, pointFormOption(line, 'conv_form'));
  }
  const { point: _point, ...bare } = key;
  return bare;
}
