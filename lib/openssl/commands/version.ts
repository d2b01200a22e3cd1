/** `openssl version` (3.0): what this is, where configuration files are looked for, where randomness comes from. */
import { usageFailure } from '../failure.ts';
import { CONFIG_FILES, findConfigFile } from '../config/place.ts';
import { writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { hasOption, optionTable, type OptionTable, readOptions } from '../options.ts';
import { Output } from '../print.ts';

const versionOptions: OptionTable = /* @__PURE__ */ optionTable('version', { flag: 'help a v d r', unsupported: 'b e m f o p c' });

/** Runs `version` and gives its exit code. Throws a `CommandFailure`. */
export async function versionCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, versionOptions);
  if (line.rest.length > 0) throw usageFailure('version');
  const output = new Output();
  if (line.options.length === 0 || hasOption(line, 'a', 'v')) output.add('certwright, speaking the command line of OpenSSL 3.0\n');
  if (hasOption(line, 'a', 'd')) {
    const path = (await findConfigFile(host)) ?? CONFIG_FILES[0];
    output.add(`OPENSSLDIR: "${path.slice(0, path.lastIndexOf('/'))}"\n`);
  }
  if (hasOption(line, 'a', 'r')) output.add('Seeding source: os-specific\n');
  await writeOutput(host, undefined, output.finish());
  return 0;
}
