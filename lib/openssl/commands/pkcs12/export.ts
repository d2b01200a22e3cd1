/** `openssl pkcs12 -export` (3.0): a key, its certificate, and what else is wanted, as a PKCS #12 file. */
import { oid } from '../../../asn1/oid.ts';
import { looksLikeDer } from '../../../asn1/pem.ts';
import { BMP_STRING } from '../../../asn1/tags.ts';
import { encodeDer } from '../../../asn1/writer.ts';
import { randomBytes } from '../../../api/random.ts';
import { catchMalformed, PkiError } from '../../../base/error.ts';
import { findKeyMismatch } from '../../../crypto/key-check.ts';
import { sha1, sha256 } from '../../../crypto/hash.ts';
import { parsePublicKey } from '../../../keys/public-key.ts';
import type { PrivateKey } from '../../../keys/types.ts';
import type { EncryptionOptions } from '../../../keystore/encryption.ts';
import type { Protection } from '../../../keystore/pkcs12/encode.ts';
import { encodeWideText } from '../../../keystore/pkcs12/attributes.ts';
import type { Pkcs12Attribute } from '../../../keystore/pkcs12/types.ts';
import { type Pkcs12CertificateToWrite, writeProtected } from '../../../keystore/pkcs12/write.ts';
import { equalBytes } from '../../../base/bytes.ts';
import { verifyErrorWords } from '../../../openssl-verify/errors.ts';
import { runVerify } from '../../../openssl-verify/verify.ts';
import { type Certificate, parseCertificate } from '../../../x509/certificate.ts';
import { lookUpDigest } from '../../digests.ts';
import { CommandFailure, failureOf, usageFailure } from '../../failure.ts';
import { loadKey, readOrFail, writeOutput } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, hasOption, optionNumber, optionValue, optionValues } from '../../options.ts';
import { blocksOf, PLAIN_CERTIFICATE_LABELS } from '../../pem-blocks.ts';
import { lastOf, withoutMac } from './options.ts';
import type { Pkcs12Passphrases } from './passphrases.ts';
import { loadCaFile } from '../../store-files.ts';

/** OpenSSL 3.0's iterations (PKCS12_DEFAULT_ITER). */
const ITERATIONS = 2048;

/** What goes into the file. */
interface Material {
  readonly key: PrivateKey | undefined;
  /** The certificate of the key. */
  readonly own: Certificate | undefined;
  readonly others: Certificate[];
}

/** Makes the file. Throws a `CommandFailure`. */
export async function exportPkcs12(line: CommandLine, host: OpensslHost, passphrases: Pkcs12Passphrases): Promise<number> {
  const protection = protectionOf(line, host);
  const { key, own, others } = await materialOf(line, host, passphrases);
  const names = optionValues(line, 'caname');
  const { passphrase, macPassphrase } = await passphrases.ask();
  const friendlyName = optionValue(line, 'name');
  const certificates = others.map((certificate, i): Pkcs12CertificateToWrite => ({ certificate, friendlyName: names[i] }));
  const keys = key === undefined ? [] : [{ key, certificate: own, friendlyName, otherAttributes: microsoftAttributes(line) }];
  let file: Uint8Array;
  try {
    file = writeProtected({ keys, certificates }, { passphrase, macPassphrase, protection, random: randomBytes });
  } catch (error) {
    throw failureOf(error, `Error creating PKCS12 structure for ${optionValue(line, 'out') ?? '<stdout>'}`);
  }
  await writeOutput(host, optionValue(line, 'out'), file, { secret: true });
  return 0;
}

async function materialOf(line: CommandLine, host: OpensslHost, { input, certificates }: Pkcs12Passphrases): Promise<Material> {
  const withKey = !hasOption(line, 'nokeys');
  const withCertificates = !hasOption(line, 'nocerts');
  if (!withCertificates && hasOption(line, 'chain')) host.stderr('Warning: -chain option ignored with -nocerts\n');
  if (!withKey && !withCertificates) throw new CommandFailure(['Nothing to export due to -noout or -nocerts and -nokeys']);
  const inFile = optionValue(line, 'in');
  const keyFile = optionValue(line, 'inkey');
  const key = withKey
    ? await loadKey(host, keyFile ?? inFile, keyFile === undefined ? 'private key from -in file' : 'private key from -inkey file', input)
    : undefined;
  if (!withCertificates) return { key, own: undefined, others: [] };
  const loaded = await loadCertificates(host, inFile, 'certificates from -in file');
  const at = key === undefined ? -1 : loaded.findIndex((certificate) => belongs(certificate, key));
  if (key !== undefined && at < 0) throw new CommandFailure([`No cert in -in file '${inFile ?? '<stdin>'}' matches private key`]);
  const own = at < 0 ? undefined : loaded[at];
  const others = loaded.filter((certificate) => certificate !== own);
  if (hasOption(line, 'chain')) await addChain(line, host, own ?? loaded[0], others);
  const extra = optionValue(line, 'certfile');
  if (extra !== undefined) others.push(...(await loadCertificates(host, extra, 'extra certificates from -certfile')));
  if (certificates !== undefined && extra === undefined) host.stderr('certwright: -passcerts is of no use without -certfile\n');
  return { key, own, others };
}

function belongs({ publicKey }: Certificate, key: PrivateKey): boolean {
  const parsed = catchMalformed(() => parsePublicKey(publicKey));
  return !(parsed instanceof PkiError) && catchMalformed(() => findKeyMismatch(parsed, key)) === undefined;
}

/** All certificates of a file, of which there must be one. Throws a `CommandFailure`. */
async function loadCertificates(host: OpensslHost, path: string | undefined, what: string): Promise<Certificate[]> {
  const octets = await readOrFail(host, path, `Could not open file or uri for loading certs of ${what} from ${path ?? '<stdin>'}`);
  const failure = `Could not read any ${what} from ${path ?? '<stdin>'}`;
  let certificates: Certificate[];
  try {
    if (looksLikeDer(octets)) return [parseCertificate(octets)];
    certificates = Array.from(blocksOf(octets, PLAIN_CERTIFICATE_LABELS), ({ der }) => parseCertificate(der));
  } catch (error) {
    throw failureOf(error, failure);
  }
  if (certificates.length === 0) throw new CommandFailure([failure]);
  return certificates;
}

/** Adds the chain of a certificate up to a self-signed one of `-CAfile`, whatever of it is not there yet. Throws a `CommandFailure`. */
async function addChain(line: CommandLine, host: OpensslHost, leaf: Certificate | undefined, others: Certificate[]): Promise<void> {
  if (leaf === undefined) throw new CommandFailure(['No end entity certificate to check with -chain']);
  const caFile = optionValue(line, 'CAfile');
  const untrustedFile = optionValue(line, 'untrusted');
  const { certificates: trusted } = caFile === undefined ? { certificates: [] } : await loadCaFile(host, caFile);
  const untrusted = untrustedFile === undefined ? [] : await loadCertificates(host, untrustedFile, 'untrusted certificates');
  const { failures, chain } = runVerify({ leaf, sent: untrusted, trusted, at: host.now(), securityLevel: 0 });
  const [first] = failures;
  if (first !== undefined) throw new CommandFailure([`Error getting chain: ${verifyErrorWords(first.code).text}`]);
  for (const { certificate } of chain.map(({ facts }) => facts))
    if (![leaf, ...others].some(({ der }) => equalBytes(der, certificate.der))) others.push(certificate);
}

/** `-CSP` and `-LMK`: attributes that Windows looks at. */
function microsoftAttributes(line: CommandLine): Pkcs12Attribute[] {
  const provider = optionValue(line, 'CSP');
  const attributes: Pkcs12Attribute[] = [];
  if (provider !== undefined) {
    const value = encodeDer((out) => out.value(BMP_STRING, encodeWideText(provider)));
    attributes.push({ type: oid('1.3.6.1.4.1.311.17.1'), values: [value] });
  }
  if (hasOption(line, 'LMK')) attributes.push({ type: oid('1.3.6.1.4.1.311.17.2'), values: [] });
  return attributes;
}

function protectionOf(line: CommandLine, host: OpensslHost): Protection {
  const legacy = hasOption(line, 'legacy');
  const iterations = hasOption(line, 'noiter') ? 1 : (optionNumber(line, 'iter') ?? ITERATIONS);
  const macIterations = hasOption(line, 'nomaciter') ? 1 : (optionNumber(line, 'iter') ?? ITERATIONS);
  const standard = legacy ? 'PBE-SHA1-3DES' : 'AES-256-CBC';
  const certpbe = certificateScheme(line);
  if (legacy && certpbe === undefined) host.stderr('certwright: RC2 is not written, certificates are encrypted with triple DES\n');
  const keys = encryptionOf(optionValue(line, 'keypbe') ?? standard, iterations);
  const certificates = encryptionOf(certpbe ?? standard, iterations);
  if (withoutMac(line)) return { keys, certificates };
  const name = optionValue(line, 'macalg');
  const hash = name === undefined ? (legacy ? sha1 : sha256) : lookUpDigest(name);
  if (hash === undefined) throw usageFailure('pkcs12', `Unknown option or message digest: ${name}`);
  return { keys, certificates, mac: { kind: 'hmac', hash, iterations: macIterations } };
}

/** What certificates are encrypted with: the last word counts, and `-nomac` is one for no encryption. */
function certificateScheme(line: CommandLine): string | undefined {
  switch (lastOf(line, 'descert', 'certpbe', 'nomac')) {
    case 'descert':
      return 'PBE-SHA1-3DES';
    case 'nomac':
      return 'NONE';
    default:
      return optionValue(line, 'certpbe');
  }
}

/** The encryption of a name of `-keypbe` and `-certpbe`; undefined for none. Throws a `CommandFailure`. */
function encryptionOf(name: string, iterations: number): EncryptionOptions | undefined {
  const random = randomBytes;
  switch (name.toLowerCase()) {
    case 'none':
      return undefined;
    case 'aes-128-cbc':
      return { cipher: 'AES-128-CBC', prf: 'SHA-256', iterations, random };
    case 'aes-192-cbc':
      return { cipher: 'AES-192-CBC', prf: 'SHA-256', iterations, random };
    case 'aes-256-cbc':
      return { cipher: 'AES-256-CBC', prf: 'SHA-256', iterations, random };
    case 'des-ede3-cbc':
      return { cipher: 'DES-EDE3-CBC', prf: 'SHA-256', iterations, random };
    case 'pbe-sha1-3des':
    case 'pbewithsha1and3-keytripledes-cbc':
      return { scheme: 'PKCS12', cipher: 'DES-EDE3-CBC', iterations, random };
    case 'pbe-sha1-2des':
    case 'pbewithsha1and2-keytripledes-cbc':
      return { scheme: 'PKCS12', cipher: 'DES-EDE2-CBC', iterations, random };
    default:
      if (/^(?:pbe-(?:md2|md5|sha1)-\w+(?:-\w+)?|(?:rc2|rc4|des|bf|cast5|camellia|aria|seed|idea|sm4)\b.*)$/i.test(name))
        throw new CommandFailure([`pkcs12: Encryption with ${name} is not supported by certwright`, 'pkcs12: Use -help for summary.']);
      throw new CommandFailure([`Unknown PBE algorithm ${name}`, 'pkcs12: Use -help for summary.']);
  }
}
