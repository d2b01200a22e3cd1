/** `openssl ecparam` (3.0): writes the parameters of a curve, by name only, and makes keys on it. */
import { CURVE_NAMES, curveOid } from '../../keys/curves.ts';
import { parseEcParameters, parseSec1 } from '../../keys/sec1.ts';
import type { CurveName } from '../../keys/types.ts';
import { curveOfName, NIST_NAMES } from '../curve-names.ts';
import { curveEncodingOption, pointFormOption, withPrivatePoint } from '../ec-forms.ts';
import { CommandFailure, failureOf, usageFailure } from '../failure.ts';
import { readOrFail, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { curveFile, traditionalFile } from '../key-output.ts';
import { makeKey } from '../new-key.ts';
import { type CommandLine, formatOption, hasOption, optionTable, optionValue, type OptionTable, readOptions } from '../options.ts';
import { firstBlock } from '../pem-blocks.ts';
import { Output } from '../print.ts';
import { curveDump } from '../text/private-key.ts';
import { curveWords } from '../text/curves.ts';

const ecparamOptions: OptionTable = /* @__PURE__ */ optionTable('ecparam', {
  flag: 'help list_curves genkey text noout check check_named no_seed',
  value: 'in out param_enc name conv_form',
  format: 'inform outform',
  'unsupported-value': 'engine rand writerand provider-path provider propquery',
});

/** Runs `ecparam` and gives its exit code. Throws a `CommandFailure`. */
export async function ecparamCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, ecparamOptions);
  const form = pointFormOption(line, 'conv_form');
  curveEncodingOption(line, 'param_enc');
  if (line.rest.length > 0) throw usageFailure('ecparam');
  const output = new Output();
  if (hasOption(line, 'list_curves')) {
    for (const curve of CURVE_NAMES) output.add(listLine(curve));
    await writeOutput(host, optionValue(line, 'out'), output.finish());
    return 0;
  }
  const curve = await chosenCurve(line, host);
  const outform = formatOption(line, 'outform');
  if (hasOption(line, 'check', 'check_named')) host.stderr('checking elliptic curve parameters: ok\n');
  if (hasOption(line, 'text')) output.add(curveDump(curve));
  if (!hasOption(line, 'noout') && !(hasOption(line, 'genkey') && outform === 'DER')) output.add(curveFile(curve, outform));
  if (hasOption(line, 'genkey')) output.add(traditionalFile(withPrivatePoint(makeKey({ kind: 'ec', curve }, host), form), outform));
  await writeOutput(host, optionValue(line, 'out'), output.finish(), {
    secret: hasOption(line, 'genkey'),
    command: hasOption(line, 'genkey') ? 'ecparam' : undefined,
  });
  return 0;
}

async function chosenCurve(line: CommandLine, host: OpensslHost): Promise<CurveName> {
  const name = optionValue(line, 'name');
  if (name === undefined) return await readCurve(line, host);
  const other = { secp192r1: 'prime192v1', secp256r1: 'prime256v1' }[name];
  if (other !== undefined) host.stderr(`using curve name ${other} instead of ${name}\n`);
  const curve = curveOfName(other ?? name);
  if (curve === undefined)
    throw new CommandFailure([
      'unable to generate key',
      `certwright: the curve ${name} is not known; ecparam -list_curves names those that are`,
    ]);
  return curve;
}

/** The curve of a file: `EC PARAMETERS`, or those in front of an EC key. */
async function readCurve(line: CommandLine, host: OpensslHost): Promise<CurveName> {
  const path = optionValue(line, 'in');
  const message = `Unable to load parameters from ${path ?? '<NULL>'}`;
  const octets = await readOrFail(host, path, message);
  try {
    if (formatOption(line, 'inform') === 'DER') return parseEcParameters(octets);
    const { label, der } = firstBlock(octets, ['EC PARAMETERS', 'EC PRIVATE KEY']);
    return label === 'EC PARAMETERS' ? parseEcParameters(der) : parseSec1(der).curve;
  } catch (error) {
    throw failureOf(error, message);
  }
}

/** `  prime256v1: X9.62/SECG curve over a 256 bit prime field`. */
function listLine(curve: CurveName): string {
  const { short, bits } = curveWords(curveOid(curve)) ?? { short: curve, bits: 0 };
  const source = short.startsWith('brainpool')
    ? 'RFC 5639'
    : short === 'prime256v1'
      ? 'X9.62/SECG'
      : NIST_NAMES.has(curve)
        ? 'NIST/SECG'
        : 'SECG';
  return `  ${short.padEnd(10)}: ${source} curve over a ${bits} bit prime field\n`;
}
