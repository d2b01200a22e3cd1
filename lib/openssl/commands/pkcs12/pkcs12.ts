/**
 * `openssl pkcs12` (3.0): PKCS #12 files from keys and certificates (`-export`), and back to PEM.
 *
 * Encryption with RC2 and RC4 is read and not written: `-legacy -export` takes triple DES for certificates too, and says so. Left out, refused by name: see
 * `pkcs12-options.ts`.
 */
import { utf8 } from '../../../base/bytes.ts';
import { cipherOption } from '../../ciphers.ts';
import { CommandFailure, usageFailure } from '../../failure.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, hasOption, optionValue, readOptions } from '../../options.ts';
import { readPassphrases } from '../../passphrase.ts';
import { exportPkcs12 } from './export.ts';
import { importPkcs12 } from './import.ts';
import { idleOptionWarnings, pkcs12Options } from './options.ts';
import type { AskedPassphrases, Pkcs12Passphrases } from './passphrases.ts';

/** Runs `pkcs12` and gives its exit code. Throws a `CommandFailure`. */
export async function pkcs12Command(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, pkcs12Options);
  if (line.rest.length > 0) throw usageFailure('pkcs12');
  cipherOption(line);
  for (const warning of idleOptionWarnings(line)) host.stderr(`${warning}\n`);
  const passphrases = await passphrasesOf(line, host);
  return hasOption(line, 'export') ? await exportPkcs12(line, host, passphrases) : await importPkcs12(line, host, passphrases);
}

/** The passphrases of the options; those of the file are asked for when it is time to. */
async function passphrasesOf(line: CommandLine, host: OpensslHost): Promise<Pkcs12Passphrases> {
  const exporting = hasOption(line, 'export');
  const both = optionValue(line, 'password');
  const passin = (exporting ? undefined : both) ?? optionValue(line, 'passin');
  const passout = (exporting ? both : undefined) ?? optionValue(line, 'passout');
  const { input, output } = await readPassphrases(host, passin, passout);
  const passcerts = optionValue(line, 'passcerts');
  const certificates = passcerts === undefined ? undefined : (await readPassphrases(host, passcerts, undefined)).input;
  const given = exporting ? output : input;
  const twice = hasOption(line, 'twopass');
  if (given !== undefined && twice)
    throw new CommandFailure([`Option -twopass cannot be used with ${exporting ? '-passout' : '-passin'} or -password`]);
  const ask = async (): Promise<AskedPassphrases> => {
    if (given !== undefined) return { passphrase: given, macPassphrase: given };
    const mac = twice ? await askFor(host, 'Enter MAC Password:', exporting) : undefined;
    const passphrase = await askFor(host, `Enter ${exporting ? 'Export' : 'Import'} Password:`, exporting);
    return { passphrase, macPassphrase: mac ?? passphrase };
  };
  return { input, output, certificates, ask };
}

async function askFor(host: OpensslHost, text: string, verify: boolean): Promise<Uint8Array> {
  const answer = await host.prompt(text, { echo: false });
  if (answer === undefined) throw new CommandFailure(["Can't read Password"]);
  if (verify && (await host.prompt(`Verifying - ${text}`, { echo: false })) !== answer)
    throw new CommandFailure(['Verify failure', "Can't read Password"]);
  return utf8(answer);
}
