/**
 * One door for private key files: PEM or DER, PKCS#8 plain or encrypted, PKCS#1, SEC 1, and the last two encrypted by PEM headers.
 *
 * In PEM the first private key counts; certificates and other blocks around it are stepped over. DER tells its kind by its first members:
 *
 *     SEQUENCE { SEQUENCE …                EncryptedPrivateKeyInfo
 *     SEQUENCE { INTEGER, SEQUENCE …       PKCS#8
 *     SEQUENCE { INTEGER, INTEGER …        PKCS#1
 *     SEQUENCE { INTEGER, OCTET STRING …   SEC 1
 *
 * Left out: OpenSSH's format (`certwright/openssh`), PKCS#12 (`certwright/pkcs12`), PuTTY's.
 */
import { PkiError } from '../base/error.ts';
import { looksLikeDer, type PemBlock, pemText, scanPem } from '../asn1/pem.ts';
import { readDer } from '../asn1/reader.ts';
import { INTEGER, OCTET_STRING, SEQUENCE } from '../asn1/tags.ts';
import { parsePkcs1PrivateKey } from '../keys/pkcs1.ts';
import { parsePrivateKey } from '../keys/pkcs8.ts';
import { parseEcParameters, parseSec1 } from '../keys/sec1.ts';
import type { CurveName, PrivateKey } from '../keys/types.ts';
import { decryptPrivateKey, parseEncryptedPrivateKey } from './encrypted-key.ts';
import { describeEncryption, type EncryptionFacts, type Passphrase } from './encryption.ts';
import type { KeyFileFinding } from './findings.ts';
import { decryptLegacyPem, describeLegacyEncryption, isLegacyEncrypted, parseLegacyEncryption } from './legacy-pem.ts';

/** How a key file is opened. */
export interface LoadOptions {
  /** Opens an encrypted key; not looked at where the key is not encrypted. */
  readonly passphrase?: Passphrase | undefined;
}

/** A private key with what its file says besides. */
export interface PrivateKeyFile {
  readonly key: PrivateKey;
  /** The structure that holds the key. */
  readonly format: 'pkcs8' | 'pkcs1' | 'sec1';
  readonly encoding: 'pem' | 'der';
  /** Absent: not encrypted. */
  readonly encryption?: EncryptionFacts;
  /** What the reader ought to know, those of the encryption included; empty for a file as it should be. */
  readonly findings: readonly KeyFileFinding[];
}

type Opened = Omit<PrivateKeyFile, 'encoding' | 'findings'>;

/**
 * The private key in a file's content.
 *
 * Throws `passphrase-required` for an encrypted key without passphrase, `wrong-passphrase`, `no-private-key` where there is none, `unsupported-key-format` for key
 * blocks of other formats, `bad-pem-encryption` for `DEK-Info` headers that are not as they should be, `kdf-too-costly` where opening would cost more than the limits of
 * `decryptPrivateKey`, and what the parsers and `decodePem` throw.
 *
 * ```ts
 * import { loadPrivateKey } from 'certwright';
 * const key = loadPrivateKey(`-----BEGIN PRIVATE KEY-----
 * MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
 * -----END PRIVATE KEY-----`);
 * if (key.kind !== 'ed25519') throw new Error('RFC 8410 10.3 holds an Ed25519 key');
 * ```
 */
export function loadPrivateKey(pemOrDer: string | Uint8Array, options: LoadOptions = {}): PrivateKey {
  return readPrivateKey(pemOrDer, options).key;
}

/**
 * Like `loadPrivateKey`, and tells how the key was kept: its format, its encryption, and findings about them. Throws as `loadPrivateKey`.
 *
 * ```ts
 * import { readPrivateKey } from 'certwright/keystore';
 * const { format, findings } = readPrivateKey(`-----BEGIN PRIVATE KEY-----
 * MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
 * -----END PRIVATE KEY-----`, { passphrase: 'secret' });
 * if (format !== 'pkcs8' || findings[0]?.code !== 'not-encrypted') throw new Error('the passphrase was not needed');
 * ```
 */
export function readPrivateKey(pemOrDer: string | Uint8Array, { passphrase }: LoadOptions = {}): PrivateKeyFile {
  if (typeof pemOrDer !== 'string' && looksLikeDer(pemOrDer)) return withFindings(openDer(pemOrDer, passphrase), 'der', passphrase, 0);
  const labels: string[] = [];
  let curve: CurveName | undefined;
  const results = scanPem(pemText(pemOrDer));
  for (const [index, { block, error }] of results.entries()) {
    if (error !== undefined) throw error;
    if (block.label === 'EC PARAMETERS') curve = parseEcParameters(block.der);
    else if (isKeyLabel(block)) {
      const further = results.slice(index + 1).filter((result) => result.block !== undefined && isKeyLabel(result.block)).length;
      return withFindings(openBlock(block, curve, passphrase), 'pem', passphrase, further);
    }
    labels.push(block.label);
  }
  const found =
    labels.length === 0 ? 'no PEM block' : `only ${[...new Set(labels.map((label) => label.slice(0, 64)))].slice(0, 5).join(', ')}`;
  throw new PkiError('no-private-key', `expected a private key, found ${found}`);
}

function isKeyLabel({ label }: PemBlock): boolean {
  return label.endsWith('PRIVATE KEY');
}

function withFindings(
  opened: Opened,
  encoding: PrivateKeyFile['encoding'],
  passphrase: Passphrase | undefined,
  further: number,
): PrivateKeyFile {
  const findings: KeyFileFinding[] = [...(opened.encryption?.findings ?? [])];
  if (opened.encryption === undefined && passphrase !== undefined)
    findings.push({ code: 'not-encrypted', message: 'a passphrase was given, and the key is not encrypted' });
  if (further > 0) findings.push({ code: 'further-private-keys', message: `${further} more private keys in the file, which are not read` });
  return { ...opened, encoding, findings };
}

function openBlock(block: PemBlock, curve: CurveName | undefined, passphrase: Passphrase | undefined): Opened {
  const { label } = block;
  if (label === 'ENCRYPTED PRIVATE KEY') return unlock(block.der, passphrase);
  const parse = parserOf(label, curve);
  if (!isLegacyEncrypted(block)) return parse(block.der);
  const encryption = describeLegacyEncryption(parseLegacyEncryption(block));
  return { ...parse(decryptLegacyPem(block, assertPassphrase(passphrase))), encryption };
}

function parserOf(label: string, curve: CurveName | undefined): (der: Uint8Array) => Opened {
  switch (label) {
    case 'PRIVATE KEY':
      return (der) => ({ key: parsePrivateKey(der), format: 'pkcs8' });
    case 'RSA PRIVATE KEY':
      return (der) => ({ key: parsePkcs1PrivateKey(der), format: 'pkcs1' });
    case 'EC PRIVATE KEY':
      return (der) => ({ key: parseSec1(der, curve === undefined ? {} : { curve }), format: 'sec1' });
    case 'DSA PRIVATE KEY':
      return refuseDsa;
    case 'OPENSSH PRIVATE KEY':
      throw new PkiError('unsupported-key-format', 'a private key of OpenSSH, which certwright/openssh reads');
    default:
      throw new PkiError('unsupported-key-format', `a private key as ${label.slice(0, 64)}; PKCS#8, PKCS#1 and SEC 1 are supported`);
  }
}

/** OpenSSL's own form of DSA keys, which `parseDsaPrivateKey` reads as data. Throws `dsa-key`. */
function refuseDsa(): never {
  throw new PkiError('dsa-key', 'a DSA key, which FIPS 186-5 no longer approves; RSA, EC and EdDSA are supported');
}

/** Members of OpenSSL's DSA key: its version and five numbers. PKCS#1 has nine and more. */
const DSA_MEMBERS = 6;

function openDer(der: Uint8Array, passphrase: Passphrase | undefined): Opened {
  const { first, second, count } = firstTags(der);
  if (first === INTEGER && second === INTEGER && count === DSA_MEMBERS) return refuseDsa();
  if (first === SEQUENCE) return unlock(der, passphrase);
  if (first === INTEGER && second === SEQUENCE) return { key: parsePrivateKey(der), format: 'pkcs8' };
  if (first === INTEGER && second === INTEGER) return { key: parsePkcs1PrivateKey(der), format: 'pkcs1' };
  if (first === INTEGER && second === OCTET_STRING) return { key: parseSec1(der), format: 'sec1' };
  throw new PkiError('no-private-key', 'expected a private key as PKCS#8, PKCS#1 or SEC 1, found other DER');
}

/** Identifier octets of the first two members, -1 where there are fewer, and the number of all. */
function firstTags(der: Uint8Array): { readonly first: number; readonly second: number; readonly count: number } {
  const content = readDer(der, (reader) => reader.read(SEQUENCE, ''));
  return readDer(content, (reader) => {
    const tags: number[] = [];
    while (!reader.done) tags.push(reader.any('').tag);
    const [first = -1, second = -1] = tags;
    return { first, second, count: tags.length };
  });
}

function unlock(der: Uint8Array, passphrase: Passphrase | undefined): Opened {
  const encrypted = parseEncryptedPrivateKey(der);
  const key = decryptPrivateKey(encrypted, assertPassphrase(passphrase));
  return { key, format: 'pkcs8', encryption: describeEncryption(encrypted.parameters) };
}

function assertPassphrase(passphrase: Passphrase | undefined): Passphrase {
  if (passphrase === undefined) throw new PkiError('passphrase-required', 'the private key is encrypted and no passphrase was given');
  return passphrase;
}
