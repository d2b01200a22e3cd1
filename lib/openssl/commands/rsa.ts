/** `openssl rsa` (3.0): reads an RSA key, shows it, and writes it in another form. */
import { PkiError } from '../../base/error.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { cipherOption } from '../ciphers.ts';
import { CommandFailure, failureOf, usageFailure } from '../failure.ts';
import { assertWritable, type FileFormat, loadKey, loadPublicKey, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { privateKeyReason } from '../key-check.ts';
import { type Lock, lockOf, noteOpenDer, pkcs8File, publicHalf, publicKeyFile, traditionalFile } from '../key-output.ts';
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

const rsaOptions: OptionTable = /* @__PURE__ */ optionTable(
  'rsa',
  {
    flag: 'help check pubin RSAPublicKey_in pubout RSAPublicKey_out noout text modulus traditional pvk-strong pvk-weak pvk-none',
    value: 'in passin out passout',
    'any-format': 'inform outform',
    'unsupported-value': 'engine provider-path provider propquery',
  },
  { ciphers: true },
);

/** Runs `rsa` and gives its exit code. Throws a `CommandFailure`. */
export async function rsaCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, rsaOptions);
  if (line.rest.length > 0) throw usageFailure('rsa');
  const cipher = cipherOption(line);
  const pubin = hasOption(line, 'pubin', 'RSAPublicKey_in');
  const pubout = hasOption(line, 'pubout', 'RSAPublicKey_out');
  const passphrases = await readPassphrases(host, optionValue(line, 'passin'), optionValue(line, 'passout'));
  if (hasOption(line, 'check') && pubin) throw new CommandFailure(['Only private keys can be checked']);
  const path = optionValue(line, 'in');
  const format = givenFormat(line, 'inform');
  const key = pubin ? undefined : await loadKey(host, path, 'private key', passphrases.input, format);
  const publicKey = key === undefined ? await loadPublicKey(host, path, 'public key', { format }) : rsaHalf(key);
  if (publicKey === undefined || (publicKey.kind !== 'rsa' && publicKey.kind !== 'rsa-pss')) throw new CommandFailure(['Not an RSA key']);
  const secret = key !== undefined && (hasOption(line, 'text') || (!pubout && !hasOption(line, 'noout')));
  const command = secret ? 'rsa' : undefined;
  await assertWritable(host, optionValue(line, 'out'), command);
  const output = new Output();
  if (hasOption(line, 'text')) output.add(key === undefined ? publicKeyDump(publicKey) : privateKeyDump(key, publicKey));
  if (hasOption(line, 'modulus')) output.add(`Modulus=${publicKey.n.toString(16).toUpperCase()}\n`);
  if (key !== undefined && hasOption(line, 'check')) {
    const reason = privateKeyReason(key);
    if (reason === undefined) output.add('RSA key ok\n');
    else host.stderr(`RSA key not ok\ncertwright: ${reason}\n`);
  }
  if (!hasOption(line, 'noout')) {
    host.stderr('writing RSA key\n');
    const outform = formatOption(line, 'outform');
    if (key !== undefined && !pubout) {
      if (hasOption(line, 'traditional')) noteOpenDer(host, outform, cipher);
      output.add(privateFile(line, key, outform, await lockOf(cipher, passphrases.output, host, 'Enter pass phrase:')));
    } else output.add(publicKeyFile(publicKey, outform, hasOption(line, 'RSAPublicKey_out') ? 'pkcs1' : 'spki'));
  }
  await writeOutput(host, optionValue(line, 'out'), output.finish(), { secret, command });
  return 0;
}

function rsaHalf(key: PrivateKey): PublicKey | undefined {
  return key.kind === 'rsa' || key.kind === 'rsa-pss' ? publicHalf(key) : undefined;
}

function privateFile(line: CommandLine, key: PrivateKey, format: FileFormat, lock: Lock | undefined): Uint8Array {
  try {
    return hasOption(line, 'traditional') ? traditionalFile(key, format, lock) : pkcs8File(key, format, lock);
  } catch (error) {
    if (error instanceof PkiError) throw failureOf(error, 'unable to write key');
    throw error;
  }
}
