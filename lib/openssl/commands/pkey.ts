/** `openssl pkey` (3.0): reads a key of any kind, shows it, checks it, and writes it in another form. */
import { PkiError } from '../../base/error.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { cipherOption } from '../ciphers.ts';
import { curveEncodingOption, pointFormOption, withPrivatePoint, withPublicPoint } from '../ec-forms.ts';
import { CommandFailure, failureOf, usageFailure } from '../failure.ts';
import { assertWritable, loadKey, loadPublicKey, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { privateKeyReason, publicKeyReason } from '../key-check.ts';
import { type Lock, lockOf, pkcs8File, privateKeyDer, publicHalf, publicKeyFile, traditionalFile } from '../key-output.ts';
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

const pkeyOptions: OptionTable = /* @__PURE__ */ optionTable(
  'pkey',
  {
    flag: 'help check pubcheck pubin traditional pubout noout text text_pub',
    value: 'in passin out passout ec_conv_form ec_param_enc',
    format: 'outform',
    'any-format': 'inform',
    'unsupported-value': 'engine provider-path provider propquery',
  },
  { ciphers: true },
);

/** Runs `pkey` and gives its exit code. Throws a `CommandFailure`. */
export async function pkeyCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, pkeyOptions);
  const form = pointFormOption(line, 'ec_conv_form');
  const enclosed = curveEncodingOption(line, 'ec_param_enc');
  if (line.rest.length > 0) throw usageFailure('pkey');
  const outform = formatOption(line, 'outform');
  const noout = hasOption(line, 'noout');
  const textOnly = hasOption(line, 'text_pub');
  if (hasOption(line, 'text') && textOnly) host.stderr('Warning: The -text option is ignored with -text_pub\n');
  if (hasOption(line, 'traditional') && (noout || outform === 'DER'))
    host.stderr('Warning: The -traditional is ignored since there is no PEM output\n');
  if (outform === 'DER' && line.ciphers.length > 0) throw new CommandFailure(['Error: Cipher options are supported only for PEM output']);
  const cipher = cipherOption(line);
  const passphrases = await readPassphrases(host, optionValue(line, 'passin'), optionValue(line, 'passout'));
  const path = optionValue(line, 'in');
  const format = givenFormat(line, 'inform');
  const loaded = hasOption(line, 'pubin') ? undefined : await loadKey(host, path, 'key', passphrases.input, format);
  const half =
    loaded === undefined
      ? await loadPublicKey(host, path, 'key of Public Key', { opening: 'public key of Public Key', format })
      : publicHalf(loaded);
  if ((form !== undefined || enclosed) && half.kind !== 'ec')
    throw new CommandFailure([`certwright: a key of kind ${half.kind} has no point and no curve to encode`]);
  const key = loaded === undefined ? undefined : withPrivatePoint(loaded, form);
  const publicKey = withPublicPoint(half, form);
  const publicOnly = key === undefined || hasOption(line, 'pubout');
  const secret = !publicOnly && (!noout || (hasOption(line, 'text') && !textOnly));
  const command = secret ? 'pkey' : undefined;
  await assertWritable(host, optionValue(line, 'out'), command);
  const output = new Output();
  if (hasOption(line, 'check', 'pubcheck')) {
    const reason = key === undefined || hasOption(line, 'pubcheck') ? publicKeyReason(publicKey) : privateKeyReason(key);
    if (reason !== undefined) throw new CommandFailure(['Key is invalid', `certwright: ${reason}`]);
    output.add('Key is valid\n');
  }
  if (!noout) {
    if (publicOnly) output.add(publicKeyFile(publicKey, outform));
    else if (outform === 'DER') output.add(privateKeyDer(key));
    else output.add(privatePem(line, key, await lockOf(cipher, passphrases.output, host)));
  }
  if (hasOption(line, 'text') || textOnly) output.add(dump(publicOnly || textOnly ? undefined : key, publicKey));
  await writeOutput(host, optionValue(line, 'out'), output.finish(), { secret, command });
  return 0;
}

function dump(key: PrivateKey | undefined, publicKey: PublicKey): string {
  return key === undefined ? publicKeyDump(publicKey) : privateKeyDump(key, publicKey);
}

function privatePem(line: CommandLine, key: PrivateKey, lock: Lock | undefined): Uint8Array {
  try {
    // OpenSSL forgets the form of the point on its way here, unless an option named it.
    const form = pointFormOption(line, 'ec_conv_form') ?? 'uncompressed';
    return hasOption(line, 'traditional') ? traditionalFile(withPrivatePoint(key, form), 'PEM', lock) : pkcs8File(key, 'PEM', lock);
  } catch (error) {
    if (error instanceof PkiError) throw failureOf(error);
    throw error;
  }
}
