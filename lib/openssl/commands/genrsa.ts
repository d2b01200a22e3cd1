/** `openssl genrsa` (3.0): makes RSA keys. */
import { parseLong } from '../options.ts';
import { cipherOption } from '../ciphers.ts';
import { CommandFailure, usageFailure } from '../failure.ts';
import { assertWritable, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { lockOf, pkcs8File, traditionalFile } from '../key-output.ts';
import { DEFAULT_BITS, makeKey } from '../new-key.ts';
import { type CommandLine, hasOption, optionNumber, optionTable, optionValue, type OptionTable, readOptions } from '../options.ts';
import { hexPairs } from '../text/hex.ts';
import { readPassphrases } from '../passphrase.ts';

const genrsaOptions: OptionTable = /* @__PURE__ */ optionTable(
  'genrsa',
  {
    flag: 'help 3 F4 f4 verbose traditional',
    value: 'out passout',
    positive: 'primes',
    'unsupported-value': 'engine rand writerand provider-path provider propquery',
  },
  { ciphers: true },
);

/** Bits above which OpenSSL warns. */
const MANY_BITS = 16_384;

/** Runs `genrsa` and gives its exit code. Throws a `CommandFailure`. */
export async function genrsaCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, genrsaOptions);
  const bits = wantedBits(line, host);
  const cipher = cipherOption(line, false);
  const { output: passphrase } = await readPassphrases(host, undefined, optionValue(line, 'passout'), 'Error getting password');
  if (bits < 512) throw new CommandFailure(['Error setting RSA length', `certwright: ${bits} bits; 1024 to 8192 are supported`]);
  const message = 'genrsa: Error generating RSA key';
  const primes = optionNumber(line, 'primes') ?? 2;
  const exponent = line.options.filter(({ name }) => /^(?:3|[Ff]4)$/.test(name)).at(-1)?.name === '3' ? 3n : 65_537n;
  await assertWritable(host, optionValue(line, 'out'), 'genrsa');
  const verbose = hasOption(line, 'verbose');
  if (verbose) host.stderr(`Generating RSA key with ${bits} bits\n`);
  const key = makeKey({ kind: 'rsa', bits, primes, exponent }, host, { quiet: !verbose, message });
  if (verbose) host.stderr(`e is ${exponent} (0x${hexPairs(exponent)})\n`);
  const lock = await lockOf(cipher, passphrase, host);
  const octets = hasOption(line, 'traditional') ? traditionalFile(key, 'PEM', lock) : pkcs8File(key, 'PEM', lock);
  await writeOutput(host, optionValue(line, 'out'), octets, { secret: true, command: 'genrsa' });
  return 0;
}

function wantedBits(line: CommandLine, host: OpensslHost): number {
  const [text, ...more] = line.rest;
  if (more.length > 0) throw new CommandFailure(['Extra arguments given.', 'genrsa: Use -help for summary.']);
  if (text === undefined) return DEFAULT_BITS;
  const bits = parseLong(text);
  if (bits === undefined) throw new CommandFailure(usageFailure('genrsa', `Can't parse "${text}" as a number`).lines.slice(0, 1));
  if (bits > MANY_BITS) {
    host.stderr(`Warning: It is not recommended to use more than ${MANY_BITS} bit for RSA keys.\n`);
    host.stderr(`         Your key size is ${bits}! Larger key size may behave not as expected.\n`);
  }
  return bits;
}
