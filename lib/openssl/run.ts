/** The door of the `openssl` language: a command and its words, run over a host. */
import { PkiError } from '../base/error.ts';
import { asn1parseCommand } from './commands/asn1parse.ts';
import { caCommand } from './commands/ca/ca.ts';
import { CommandFailure } from './failure.ts';
import type { OpensslHost } from './host.ts';
import { readable } from './octets.ts';
import { crlCommand } from './commands/crl/crl.ts';
import { dgstCommand } from './commands/dgst/dgst.ts';
import { digestNames } from './digests.ts';
import { ecCommand } from './commands/ec.ts';
import { ecparamCommand } from './commands/ecparam.ts';
import { genpkeyCommand } from './commands/genpkey.ts';
import { genrsaCommand } from './commands/genrsa.ts';
import { crl2pkcs7Command } from './commands/crl2pkcs7.ts';
import { pkcs12Command } from './commands/pkcs12/pkcs12.ts';
import { pkcs7Command } from './commands/pkcs7.ts';
import { pkcs8Command } from './commands/pkcs8.ts';
import { pkeyCommand } from './commands/pkey.ts';
import { pkeyutlCommand } from './commands/pkeyutl.ts';
import { rehashCommand } from './commands/rehash.ts';
import { reqCommand } from './commands/req/req.ts';
import { rsaCommand } from './commands/rsa.ts';
import { verifyCommand } from './commands/verify/verify.ts';
import { versionCommand } from './commands/version.ts';
import { x509Command } from './commands/x509/x509.ts';

type Command = (words: readonly string[], host: OpensslHost) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Command> = /* @__PURE__ */ new Map<string, Command>([
  ['ca', caCommand],
  ['asn1parse', asn1parseCommand],
  ['rehash', rehashCommand],
  ['req', reqCommand],
  ['x509', x509Command],
  ['verify', verifyCommand],
  ['crl', crlCommand],
  ['genpkey', genpkeyCommand],
  ['genrsa', genrsaCommand],
  ['rsa', rsaCommand],
  ['ec', ecCommand],
  ['ecparam', ecparamCommand],
  ['pkey', pkeyCommand],
  ['pkcs8', pkcs8Command],
  ['pkcs7', pkcs7Command],
  ['crl2pkcs7', crl2pkcs7Command],
  ['pkcs12', pkcs12Command],
  ['dgst', dgstCommand],
  ['pkeyutl', pkeyutlCommand],
  ['version', versionCommand],
]);

/** Commands of OpenSSL 3.0 that are not here. */
const OTHER_COMMANDS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  `base64 ciphers cmp cms dhparam dsa dsaparam enc engine errstr fipsinstall gendsa help info kdf list mac nseq
  ocsp passwd pkeyparam prime rand rsautl s_client s_server s_time sess_id smime speed spkac srp storeutl ts`.split(/\s+/),
);

/**
 * Runs a command line without the leading `openssl`, such as `['req', '-new', '-nodes', …]`, and gives its exit code. What OpenSSL 3.0 prints goes to the host;
 * notes of our own start with `certwright:`. Nothing is thrown for what a user can cause.
 *
 * ```ts
 * import { runOpenssl } from 'certwright/openssl';
 * const printed: string[] = [];
 * const host = {
 *   readFile: async () => new Uint8Array(0),
 *   readStdin: async () => new Uint8Array(0),
 *   writeFile: async () => {},
 *   stat: async () => undefined,
 *   listFolder: async () => [],
 *   prompt: async () => undefined,
 *   env: {},
 *   stdout: () => {},
 *   stderr: (text: string) => void printed.push(text),
 *   now: () => 0,
 * };
 * const exitCode = await runOpenssl(['verify', '-foo'], host);
 * if (exitCode !== 1 || printed[0] !== 'verify: Unknown option: -foo\n') throw new Error('not refused');
 * ```
 */
export async function runOpenssl(words: readonly string[], host: OpensslHost): Promise<number> {
  const [name = '', ...rest] = words;
  const command = COMMANDS.get(name) ?? (digestNames().includes(name) ? digestCommand(name) : undefined);
  try {
    if (command !== undefined) return await command(rest, host);
    if (['', 'help', '-help', '--help'].includes(name))
      throw new CommandFailure([`The commands are ${[...COMMANDS.keys()].join(', ')}; each lists its options with -help.`], 0);
    if (OTHER_COMMANDS.has(name)) throw new CommandFailure([`The command ${name} is not supported by certwright`]);
    throw new CommandFailure([`Invalid command '${name}'; the commands are ${[...COMMANDS.keys()].join(', ')}.`]);
  } catch (error) {
    if (error instanceof CommandFailure) {
      for (const line of error.lines) host.stderr(`${readable(line)}\n`);
      return error.exitCode;
    }
    if (!(error instanceof PkiError)) throw error;
    host.stderr(`certwright: ${readable(error.message)}\n`);
    return 1;
  }
}

/** A digest's own command: `openssl sha256 file`. */
function digestCommand(name: string): Command {
  return (words, host) => dgstCommand(words, host, name);
}
