/** `openssl genpkey` (3.0): makes keys of any kind, and the parameters of EC keys. */
import type { CurveName, KeyKind } from '../../keys/types.ts';
import { cipherOption } from '../ciphers.ts';
import { CommandFailure, usageFailure } from '../failure.ts';
import { assertWritable, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { curveFile, lockOf, noteOpenDer, pkcs8File, privateKeyDer, publicHalf } from '../key-output.ts';
import { keyAlgorithmOf, keyKindWith, type KeyWords, loadParameters, makeKey } from '../new-key.ts';
import {
  type CommandLine,
  formatOption,
  hasOption,
  optionTable,
  optionValue,
  optionValues,
  type OptionTable,
  readOptions,
} from '../options.ts';
import { readPassphrases } from '../passphrase.ts';
import { Output } from '../print.ts';
import { curveDump, privateKeyDump } from '../text/private-key.ts';

const genpkeyOptions: OptionTable = /* @__PURE__ */ optionTable(
  'genpkey',
  {
    flag: 'help genparam text quiet',
    value: 'paramfile algorithm pkeyopt out pass',
    format: 'outform',
    'unsupported-value': 'engine config provider-path provider propquery',
  },
  { ciphers: true },
);

/** Runs `genpkey` and gives its exit code. Throws a `CommandFailure`. */
export async function genpkeyCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, genpkeyOptions);
  const parameters = hasOption(line, 'genparam');
  if (line.rest.length > 0 || (parameters && line.ciphers.length > 0)) throw usageFailure('genpkey');
  const kind = await wantedKey(line, host, parameters);
  const cipher = cipherOption(line);
  const passphrase = await readPassword(line, host);
  const command = parameters ? undefined : 'genpkey';
  await assertWritable(host, optionValue(line, 'out'), command);
  const output = new Output();
  const outform = formatOption(line, 'outform');
  if (kind.kind === 'ec' && parameters) {
    output.add(curveFile(kind.curve, 'PEM'));
    if (hasOption(line, 'text')) output.add(curveDump(kind.curve));
  } else {
    const key = makeKey(kind, host, { quiet: hasOption(line, 'quiet'), message: keyWords(line).making });
    noteOpenDer(host, outform, cipher);
    output.add(outform === 'DER' ? privateKeyDer(key) : pkcs8File(key, 'PEM', await lockOf(cipher, passphrase, host)));
    if (hasOption(line, 'text')) output.add(privateKeyDump(key, publicHalf(key)));
  }
  await writeOutput(host, optionValue(line, 'out'), output.finish(), { secret: !parameters, command });
  return 0;
}

function keyWords(line: CommandLine): KeyWords {
  const name = optionValue(line, 'algorithm') ?? 'asymmetric';
  return {
    setting: (text) => `genpkey: Error setting ${text} parameter:`,
    making: hasOption(line, 'genparam') ? `genpkey: Generating ${name} key parameters failed` : `genpkey: Error generating ${name} key`,
  };
}

async function wantedKey(line: CommandLine, host: OpensslHost, parameters: boolean): Promise<KeyKind> {
  const name = optionValue(line, 'algorithm');
  const path = optionValue(line, 'paramfile');
  let curve: CurveName | undefined;
  if (path !== undefined) {
    curve = await loadParameters(host, path, { open: `Can't open parameter file ${path}`, read: `Error reading parameter file ${path}` });
    if (name !== undefined) throw new CommandFailure(['Algorithm already set!']);
    if (parameters) throw new CommandFailure([keyWords(line).making]);
  } else if (name === undefined) throw usageFailure('genpkey');
  const kind = name === undefined ? 'ec' : keyAlgorithmOf(name, `Error initializing ${name} context`);
  if (parameters && (kind === 'rsa' || kind === 'rsa-pss')) throw new CommandFailure([`Error initializing ${name} context`]);
  const wanted = keyKindWith(kind, optionValues(line, 'pkeyopt'), keyWords(line), { curve });
  if (parameters && kind !== 'ec') throw new CommandFailure(['Error writing key', `certwright: keys of kind ${kind} have no parameters`]);
  return wanted;
}

/** `-pass`; OpenSSL's message speaks of one password here. */
async function readPassword(line: CommandLine, host: OpensslHost): Promise<Uint8Array | undefined> {
  return (await readPassphrases(host, undefined, optionValue(line, 'pass'), 'Error getting password')).output;
}
