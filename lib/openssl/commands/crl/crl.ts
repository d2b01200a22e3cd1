/**
 * `openssl crl` (3.0): shows CRLs, checks their signatures and makes deltas.
 *
 * Left out, refused by name: `-CAstore`, providers. The system's own trusted certificates are not looked at.
 */
import { encodePem, looksLikeDer } from '../../../asn1/pem.ts';
import { integerContent } from '../../../asn1/writer.ts';
import { PkiError } from '../../../base/error.ts';
import { md5, sha1 } from '../../../crypto/hash.ts';
import { checkSignature } from '../../../crypto/verify.ts';
import type { StoreContent } from '../../../openssl-verify/files/store.ts';
import { type CertificateList, parseCrl } from '../../../x509/crl.ts';
import { readExtension } from '../../../x509/extension.ts';
import { cRLNumber } from '../../../x509/extensions/crl-numbers.ts';
import { nameHash, nameHashOld, sameOpensslName } from '../../../x509/name-hash.ts';
import { spoil } from '../../certificate-draft.ts';
import { crlDelta } from './delta.ts';
import { findDigest } from '../../digests.ts';
import { CommandFailure, failureOf, usageFailure } from '../../failure.ts';
import { loadKey, writeOutput } from '../../files.ts';
import { folderOption, hashedCertificates } from '../../hash-folder.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, formatOption, hasOption, type OptionTable, optionTable, optionValue, readOptions } from '../../options.ts';
import { firstBlock } from '../../pem-blocks.ts';
import { Output, serialText } from '../../print.ts';
import { dateWriter, nameOptions } from '../../print-options.ts';
import { requestAlgorithms, signerFor } from '../../signing.ts';
import { loadCaFile } from '../../store-files.ts';
import { crlText } from '../../text/crl.ts';
import { colonHex } from '../../text/hex.ts';
import { nameLineOf } from '../../text/options.ts';

const crlOptions: OptionTable = /* @__PURE__ */ optionTable(
  'crl',
  {
    flag: 'help verify text hash hash_old issuer lastupdate nextupdate noout fingerprint crlnumber badsig no-CAfile no-CApath no-CAstore',
    value: 'in key out dateopt nameopt gendelta CApath CAfile',
    format: 'inform outform keyform',
    'unsupported-value': 'CAstore provider-path provider propquery',
  },
  { digests: true },
);

/** Runs `crl` and gives its exit code. Throws a `CommandFailure`. */
export async function crlCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, crlOptions);
  const names = nameOptions(line);
  const date = dateWriter(line);
  if (line.rest.length > 0) throw usageFailure('crl');
  const digest = findDigest(line.digests.at(-1) ?? 'sha1');
  const folder = await folderOption(line, host);
  const loaded = await loadCrl(line, host, 'CRL', optionValue(line, 'in'));
  if (hasOption(line, 'verify', 'CAfile', 'CApath')) await verify(line, host, { crl: loaded, folder });
  const crl = spoilt(line, await deltaOf(line, host, loaded));
  const output = new Output();
  const show: Readonly<Record<string, () => string>> = {
    issuer: () => nameLineOf('issuer', crl.issuer, names),
    crlnumber: () => `crlNumber=${numberOf(crl)}\n`,
    hash: () => `issuer name hash=${nameHash(crl.issuer, sha1)}\n`,
    // alone it stands without its title, so that scripts can use it
    hash_old: () => `${asked.length > 1 ? 'issuer name old hash=' : ''}${nameHashOld(crl.issuer, md5)}\n`,
    lastupdate: () => `lastUpdate=${date(crl.thisUpdate)}\n`,
    nextupdate: () => `nextUpdate=${crl.nextUpdate === undefined ? 'NONE' : date(crl.nextUpdate)}\n`,
    fingerprint: () => `${providerName(digest.label)} Fingerprint=${colonHex(digest.digest(crl.der))}\n`,
  };
  const asked = line.options.map(({ name }) => name).filter((name) => Object.hasOwn(show, name));
  for (const name of asked.filter((option, index) => asked.lastIndexOf(option) === index)) output.add(show[name]?.() ?? '');
  const file = new Output();
  if (hasOption(line, 'text')) file.add(crlText(crl, { names }));
  if (!hasOption(line, 'noout')) file.add(formatOption(line, 'outform') === 'DER' ? crl.der : encodePem('X509 CRL', crl.der));
  await writeOutput(host, undefined, output.finish());
  await writeOutput(host, optionValue(line, 'out'), file.finish());
  return 0;
}

/** A CRL, in the format of `-inform` where that is given. */
async function loadCrl(line: CommandLine, host: OpensslHost, what: string, path: string | undefined): Promise<CertificateList> {
  const name = path ?? '<stdin>';
  let octets: Uint8Array;
  try {
    octets = path === undefined ? await host.readStdin() : await host.readFile(path);
  } catch (error) {
    throw failureOf(error, `Could not open file or uri for loading ${what} from ${name}`, `Unable to load ${what}`);
  }
  try {
    const found = looksLikeDer(octets) ? 'DER' : 'PEM';
    if (hasOption(line, 'inform') && formatOption(line, 'inform') !== found) throw new PkiError('wrong-format', `found ${found}`);
    return parseCrl(found === 'DER' ? octets : firstBlock(octets, ['X509 CRL']).der);
  } catch (error) {
    throw failureOf(error, `Could not read ${what} from ${name}`, `Unable to load ${what}`);
  }
}

/** Looks for the issuer by its name, and checks the signature with the first certificate that has it. */
async function verify(
  line: CommandLine,
  host: OpensslHost,
  { crl, folder }: { readonly crl: CertificateList; readonly folder: string | undefined },
): Promise<void> {
  const file = optionValue(line, 'CAfile');
  const { certificates }: Pick<StoreContent, 'certificates'> = file === undefined ? { certificates: [] } : await loadCaFile(host, file);
  const hashed = folder === undefined ? [] : await hashedCertificates(host, folder, crl.issuer);
  const issuer = [...certificates, ...hashed].find(({ certificate }) => sameOpensslName(certificate.subject, crl.issuer))?.certificate;
  if (issuer === undefined)
    throw new CommandFailure([
      'Error getting CRL issuer certificate',
      ...(file === undefined && folder === undefined
        ? ["certwright: the system's trusted certificates are not looked at; name yours with -CAfile"]
        : []),
    ]);
  const { signatureAlgorithm, tbs, signature } = crl;
  const result = checkSignature(issuer.publicKey, signatureAlgorithm, tbs, signature, { algorithms: requestAlgorithms });
  if (!result.ok && result.reason !== 'bad-signature')
    throw new CommandFailure([`certwright: the signature cannot be checked with the issuer's key: ${result.reason}`]);
  host.stderr(result.ok ? 'verify OK\n' : 'verify failure\n');
}

async function deltaOf(line: CommandLine, host: OpensslHost, base: CertificateList): Promise<CertificateList> {
  const other = optionValue(line, 'gendelta');
  if (other === undefined) return base;
  const keyFile = optionValue(line, 'key');
  if (keyFile === undefined) throw new CommandFailure(['Missing CRL signing key']);
  const newer = await loadCrl(line, host, 'other CRL', other);
  const key = await loadKey(host, keyFile, 'CRL signing key', undefined);
  // OpenSSL hands a digest to every kind of key, and these take none
  if (key.kind === 'ed25519' || key.kind === 'ed448')
    throw new CommandFailure(['Error creating delta CRL', `certwright: ${key.kind} with a digest`]);
  const signer = signerFor(key, line.digests.at(-1) ?? 'sha1');
  try {
    return crlDelta(base, newer, signer);
  } catch (error) {
    throw failureOf(error, 'Error creating delta CRL');
  }
}

function spoilt(line: CommandLine, crl: CertificateList): CertificateList {
  if (!hasOption(line, 'badsig')) return crl;
  const der = crl.der.slice();
  spoil(der);
  return parseCrl(der);
}

function numberOf(crl: CertificateList): string {
  const number = readExtension(crl, cRLNumber);
  return number === undefined ? '<NONE>' : `${number < 0n ? '-' : ''}0x${serialText(integerContent(number < 0n ? -number : number))}`;
}

/** The name OpenSSL's provider has for a digest: `SHA1`, `SHA2-256`. */
function providerName(label: string): string {
  return label === 'SHA-1' ? 'SHA1' : label.replace(/^SHA-/, 'SHA2-');
}
