/**
 * `openssl ca` (3.0): a small CA with a database. Certificates from requests under a policy (`-in`, `-infiles`) and from certificates (`-ss_cert`), revoking
 * (`-revoke`, `-valid`), CRLs (`-gencrl`), the state of a certificate (`-status`), marking what has expired (`-updatedb`).
 *
 * The order of writing keeps the database whole through a crash: the next serial number first, then the certificate into its folder, then the database, and
 * what the command gives out last. A serial number is thus never used twice, and no certificate is given out that the database does not know.
 *
 * Left out, refused by name: see `ca-options.ts`; `-spkac`, `-msie_hack`,`-dateopt`.
 */
import { equalBytes, latin1, utf8 } from '../../../base/bytes.ts';
import { publicKeyOf } from '../../../crypto/public-half.ts';
import type { Signer } from '../../../crypto/types.ts';
import { encodePublicKey } from '../../../keys/public-key.ts';
import type { PrivateKey } from '../../../keys/types.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import {
  type CaDatabase,
  checkEntries,
  checkUnique,
  databaseText,
  databaseTime,
  findSerial,
  loadDatabase,
  markExpired,
  saveDatabase,
  yesOrNo,
} from './database.ts';
import { type CaRun, entryFor } from './issue.ts';
import { caOptions } from './options.ts';
import { reasonText } from './revocation.ts';
import { type CaSettings, issueAll, lookUp, writeCrl } from './run.ts';
import { configValue } from '../../config/config.ts';
import { CONFIG_FILES, findConfigFile } from '../../config/place.ts';
import { checkSection } from '../../extension-check.ts';
import { CommandFailure } from '../../failure.ts';
import { loadCertificate, loadConfig, loadKey } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, givenFormat, hasOption, optionValue, optionValues, readOptions } from '../../options.ts';
import { readPassphrases } from '../../passphrase.ts';
import { signerFor } from '../../signing.ts';

/** Runs `ca` and gives its exit code. Throws a `CommandFailure`. */
export async function caCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, caOptions);
  const path = await configPath(line, host);
  host.stderr(`Using configuration from ${path}\n`);
  const config = await loadConfig(host, path, 'ca');
  const section = optionValue(line, 'name', 'section') ?? lookUp(config, 'ca', 'default_ca');
  const plain = { line, host, config, section, verbose: hasOption(line, 'verbose') };
  const unique = yesOrNo(configValue(config, section, 'unique_subject'), true);
  const status = optionValue(line, 'status');
  if (status !== undefined) {
    const database = await loadDatabase(host, lookUp(config, section, 'database'), unique);
    checkUnique(database);
    throw new CommandFailure(statusLines(database, status));
  }
  const keyFile = optionValue(line, 'keyfile') ?? lookUp(config, section, 'private_key');
  const key = await loadKey(host, keyFile, 'CA private key', await passphraseOf(plain));
  return await withKey(plain, key, unique);
}

async function withKey(settings: CaSettings, key: PrivateKey, unique: boolean): Promise<number> {
  const { line, host, config, section, verbose } = settings;
  const issues = hasOption(line, 'in', 'infiles', 'ss_cert');
  const selfSigned = hasOption(line, 'selfsign');
  const needsIssuer = !selfSigned || hasOption(line, 'ss_cert', 'gencrl');
  const issuer = needsIssuer ? await loadIssuer(settings, key) : undefined;
  const folder = issues ? await folderOf(settings) : '';
  const path = lookUp(config, section, 'database');
  const database = await loadDatabase(host, path, unique);
  checkEntries(database);
  if (verbose) {
    host.stdout(latin1(databaseText(database.entries)));
    host.stderr(`${database.entries.length} entries loaded from the database\ngenerating index\n`);
  }
  checkUnique(database);
  if (hasOption(line, 'updatedb')) await update(settings, database);
  const digest = key.kind === 'ed25519' || key.kind === 'ed448' ? undefined : digestOf(settings);
  const extensions = issues ? await extensionsOf(settings) : undefined;
  const signer = (): Signer<Uint8Array> => signerFor(key, digest, optionValues(line, 'sigopt'));
  if (issues)
    await issueAll(
      settings,
      { database, digest, extensions, signer: signer(), issuer: selfSigned ? 'self' : (issuer as Certificate) },
      folder,
    );
  if (hasOption(line, 'gencrl')) await writeCrl(settings, { database, signer: signer(), issuer: issuer as Certificate });
  if (hasOption(line, 'revoke', 'valid')) await revoke(settings, database);
  return 0;
}

async function configPath(line: CommandLine, host: OpensslHost): Promise<string> {
  return optionValue(line, 'config') ?? host.env['OPENSSL_CONF'] ?? (await findConfigFile(host)) ?? CONFIG_FILES[0];
}

async function passphraseOf({ line, host }: { readonly line: CommandLine; readonly host: OpensslHost }): Promise<Uint8Array | undefined> {
  const plain = optionValue(line, 'key');
  if (plain !== undefined) return utf8(plain);
  return (await readPassphrases(host, optionValue(line, 'passin'), undefined, 'Error getting password')).input;
}

function statusLines(database: CaDatabase, given: string): string[] {
  const serial = (given.length % 2 === 0 ? given : `0${given}`).toUpperCase();
  const entry = findSerial(database, serial);
  const unverified = `Error verifying serial ${given}!`;
  if (entry === undefined) return [`Serial ${serial} not present in db.`, unverified];
  const word = STATES[entry.type];
  return word === undefined ? [`${serial}=Unknown (${entry.type}).`, unverified] : [`${serial}=${word} (${entry.type})`];
}

const STATES: Readonly<Record<string, string>> = { V: 'Valid', R: 'Revoked', E: 'Expired', S: 'Suspended' };

async function loadIssuer({ line, host, config, section }: CaSettings, key: PrivateKey): Promise<Certificate> {
  const path = optionValue(line, 'cert') ?? lookUp(config, section, 'certificate');
  const issuer = await loadCertificate(host, path, 'CA certificate', { reading: 'openssl' });
  if (!equalBytes(publicHalf(key), issuer.publicKey.der)) throw new CommandFailure(['CA certificate and CA private key do not match']);
  return issuer;
}

function publicHalf(key: PrivateKey): Uint8Array {
  return encodePublicKey(publicKeyOf(key));
}

/** The folder of new certificates, which must be there. */
async function folderOf({ line, host, config, section }: CaSettings): Promise<string> {
  const folder = optionValue(line, 'outdir') ?? configValue(config, section, 'new_certs_dir');
  if (folder === undefined) throw new CommandFailure(['there needs to be defined a directory for new certificate to be placed in']);
  const kind = await host.stat(folder);
  if (kind === 'folder') return folder;
  throw new CommandFailure([
    `ca: ${folder} is not a directory`,
    `${folder}: ${kind === undefined ? 'No such file or directory' : 'Not a directory'}`,
  ]);
}

function digestOf({ line, config, section }: CaSettings): string {
  return optionValue(line, 'md') ?? lookUp(config, section, 'default_md');
}

async function extensionsOf({ line, host, config, section, verbose }: CaSettings): Promise<CaRun['extensions']> {
  const path = optionValue(line, 'extfile');
  const named = optionValue(line, 'extensions');
  if (path === undefined) {
    const own = named ?? configValue(config, section, 'x509_extensions');
    if (own === undefined) return undefined;
    checkSection(config, own, `Error checking certificate extension config section ${own}`);
    return { config, section: own, fromFile: false };
  }
  const file = await loadConfig(host, path, 'ca');
  if (verbose) host.stderr(`Successfully loaded extensions file ${path}\n`);
  const own = named ?? configValue(file, 'default', 'extensions') ?? 'default';
  checkSection(file, own, `Error checking certificate extensions from extfile section ${own}`);
  return { config: file, section: own, fromFile: true };
}

/** `-updatedb`. */
async function update({ host, verbose }: CaSettings, database: CaDatabase): Promise<void> {
  if (verbose) host.stderr(`Updating ${database.path} ...\n`);
  const expired = markExpired(database, host.now());
  for (const serial of expired) host.stderr(`${serial}=Expired\n`);
  if (expired.length > 0) await saveDatabase(host, database);
  if (!verbose) return;
  host.stderr(expired.length === 0 ? 'No entries found to mark expired\n' : `Done. ${expired.length} entries marked as expired\n`);
}

/** `-revoke` and `-valid`. */
async function revoke({ line, host }: CaSettings, database: CaDatabase): Promise<void> {
  const path = optionValue(line, 'revoke', 'valid', 'in');
  const onlyValid = line.options.filter(({ name }) => name === 'revoke' || name === 'valid').at(-1)?.name === 'valid';
  const format = givenFormat(line, 'inform');
  const certificate = await loadCertificate(host, path, 'certificate to be revoked', { reading: 'openssl', format });
  const wanted = entryFor(certificate.subject, certificate.serialNumber, certificate.notAfter);
  let entry = findSerial(database, wanted.serial);
  const added = entry === undefined;
  if (entry === undefined) {
    host.stderr(`Adding Entry with serial number ${wanted.serial} to DB for ${wanted.subject}\n`);
    database.entries.push(wanted);
    entry = wanted;
  } else if (entry.subject !== wanted.subject) throw new CommandFailure([`ERROR:name does not match ${wanted.subject}`]);
  else if (onlyValid) throw new CommandFailure([`ERROR:Already present, serial number ${wanted.serial}`]);
  else if (entry.type === 'R') throw new CommandFailure([`ERROR:Already revoked, serial number ${wanted.serial}`]);
  if (!(added && onlyValid)) {
    host.stderr(`Revoking Certificate ${entry.serial}.\n`);
    entry.revoked = `${databaseTime(Math.floor(host.now() / 1000) * 1000)}${reasonText(line)}`;
    entry.type = 'R';
  }
  await saveDatabase(host, database);
  host.stderr('Database updated\n');
}
