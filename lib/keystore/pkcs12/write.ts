/** Writing PKCS #12 files (RFC 7292, RFC 9579): three profiles, and what is written is read back before it is given out. */
import type { Oid } from '../../asn1/oid.ts';
import { equalBytes, type RandomBytes, toHex } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { given } from '../../base/given.ts';
import { sha1, sha256 } from '../../crypto/hash.ts';
import { findKeyMismatch } from '../../crypto/key-check.ts';
import { encodePkcs8 } from '../../keys/pkcs8.ts';
import { parsePublicKey } from '../../keys/public-key.ts';
import type { PrivateKey } from '../../keys/types.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { type BagToWrite, encodePkcs12, type Protection } from './encode.ts';
import { openPkcs12 } from './open.ts';
import { passwordToWrite } from './password.ts';
import { isNotComputed } from './read.ts';
import type { Pkcs12Attribute } from './types.ts';

/** A private key to write, with what belongs to it. */
export interface Pkcs12KeyToWrite {
  readonly key: PrivateKey;
  /** Its certificate; the two are tied by a localKeyId. */
  readonly certificate?: Certificate | undefined;
  /** The certificates of its issuers. */
  readonly chain?: readonly Certificate[] | undefined;
  /** Name of key and certificate, the alias in Java. */
  readonly friendlyName?: string | undefined;
  /** SHA-1 of the certificate where absent, as OpenSSL has it. */
  readonly localKeyId?: Uint8Array | undefined;
  /** Further attributes of the key. */
  readonly otherAttributes?: readonly Pkcs12Attribute[] | undefined;
}

/** A certificate to write that belongs to no key. */
export interface Pkcs12CertificateToWrite {
  readonly certificate: Certificate;
  readonly friendlyName?: string | undefined;
  /**
   * Java's attribute: the purposes it trusts the certificate for, `2.5.29.37.0` for any. Without it Java passes over certificates that belong to no key: a trust
   * store for Java needs it.
   */
  readonly trustedKeyUsage?: readonly Oid[] | undefined;
}

/** What goes into a new file. */
export interface Pkcs12ToWrite {
  readonly keys?: readonly Pkcs12KeyToWrite[] | undefined;
  readonly certificates?: readonly Pkcs12CertificateToWrite[] | undefined;
  readonly crls?: readonly CertificateList[] | undefined;
}

/**
 * `modern`: AES-256-CBC under PBES2 with PBKDF2 and HMAC-SHA256, an HMAC with SHA-256 as MAC, for OpenSSL from 1.1, Java from 8u301 and what is as new. `pbmac1`: the
 * same with a MAC by RFC 9579, for OpenSSL from 3.4. `legacy`: triple DES and SHA-1, for all older ones.
 */
export type Pkcs12Profile = 'modern' | 'pbmac1' | 'legacy';

/** How a new file is protected. */
export interface WritePkcs12Options {
  readonly passphrase: string | Uint8Array;
  /** Where salts and initialization vectors come from. */
  readonly random: RandomBytes;
  /** `modern` where absent. */
  readonly profile?: Pkcs12Profile | undefined;
  /**
   * Iterations of each derivation, 1 to 10,000,000: one for the certificates, one for each key, one for the MAC. 100,000 where absent: OpenSSL's 2,048 are few, and the
   * loader of .NET takes 300,000 each and 1,000,000 in all.
   */
  readonly iterations?: number | undefined;
}

const DEFAULT_ITERATIONS = 100_000;

/**
 * Writes a PKCS #12 file. A certificate that stands in several chains is written once. Throws `nothing-to-write`, `certificate-mismatch` where a certificate is not the
 * key's, `duplicate-entry` for a key given twice, `bad-option`, `passphrase-required` where there is none (not even an empty one), `kdf-too-costly` and `bad-kdf-parameters` for iterations out of bounds, and what
 * `encodePkcs8` throws.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { readPkcs12, writePkcs12 } from 'certwright/pkcs12';
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
 * const { privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
 * const options = { passphrase: 'horse', profile: 'pbmac1', iterations: 1000, random } as const;
 * const file = writePkcs12({ keys: [{ key: privateKey, friendlyName: 'server' }] }, options);
 * if (readPkcs12(file, { passphrase: 'horse' }).mac?.kind !== 'pbmac1') throw new Error('RFC 9579');
 * ```
 */
export function writePkcs12(
  contents: Pkcs12ToWrite,
  { passphrase, random, profile = 'modern', iterations = DEFAULT_ITERATIONS }: WritePkcs12Options,
): Uint8Array {
  const protection = protectionOf(profile, iterations, random);
  return writeProtected(contents, { passphrase, protection, random });
}

/** The same with a protection put together part by part, and a passphrase of the MAC's own where one is given. */
export function writeProtected(
  contents: Pkcs12ToWrite,
  {
    passphrase,
    macPassphrase,
    protection,
    random,
  }: {
    readonly passphrase: string | Uint8Array;
    readonly macPassphrase?: string | Uint8Array | undefined;
    readonly protection: Protection;
    readonly random: RandomBytes;
  },
): Uint8Array {
  const bags = bagsOf(contents);
  if (bags.length === 0) throw new PkiError('nothing-to-write', 'neither a key nor a certificate nor a CRL was given');
  const file = encodePkcs12(bags, {
    passphrase: passwordToWrite(passphrase),
    macPassphrase: macPassphrase === undefined ? undefined : passwordToWrite(macPassphrase),
    protection,
    random,
  });
  assertReadable(file, bags, { passphrase, macPassphrase, allowUnauthenticated: protection.mac === undefined });
  return file;
}

function protectionOf(profile: Pkcs12Profile, iterations: number, random: RandomBytes): Protection {
  switch (profile) {
    case 'legacy': {
      const encryption = { scheme: 'PKCS12', cipher: 'DES-EDE3-CBC', iterations, random } as const;
      return { certificates: encryption, keys: encryption, mac: { kind: 'hmac', hash: sha1, iterations } };
    }
    case 'modern':
    case 'pbmac1': {
      const encryption = { cipher: 'AES-256-CBC', prf: 'SHA-256', iterations, random } as const;
      const mac =
        profile === 'modern'
          ? ({ kind: 'hmac', hash: sha256, iterations } as const)
          : ({ kind: 'pbmac1', hash: sha256, prf: 'SHA-256', iterations } as const);
      return { certificates: encryption, keys: encryption, mac };
    }
    default:
      throw new PkiError('bad-option', `profile is modern, pbmac1 or legacy, not ${String(profile)}`, { path: 'profile' });
  }
}

/** The bags: each key's certificate and chain, the other certificates, CRLs, keys. Each certificate once, where it stood first. */
function bagsOf({ keys = [], certificates = [], crls = [] }: Pkcs12ToWrite): BagToWrite[] {
  const bags = new Map<string, BagToWrite>();
  const add = (bag: BagToWrite & { readonly kind: 'certificate' | 'crl' }): void => {
    const name = toHex(bag.der);
    bags.set(name, { ...bag, ...bags.get(name) });
  };
  const keyBags: BagToWrite[] = [];
  // The certificates of keys come first, so that a chain that holds one of them does not take its name away.
  for (const [index, entry] of keys.entries()) {
    const { key, certificate, friendlyName, otherAttributes } = entry;
    if (certificate !== undefined) assertMatch(certificate, key, `keys/${index}`);
    const localKeyId = entry.localKeyId ?? (certificate === undefined ? undefined : sha1.digest(certificate.der));
    const attributes = given({ friendlyName, localKeyId });
    if (certificate !== undefined) add({ ...attributes, kind: 'certificate', der: certificate.der });
    const pkcs8 = encodePkcs8(key);
    if (keyBags.some((bag) => bag.kind === 'key' && equalBytes(bag.pkcs8, pkcs8)))
      throw new PkiError('duplicate-entry', 'a private key is given twice', { path: `keys/${index}` });
    keyBags.push({ ...attributes, ...given({ otherAttributes }), kind: 'key', pkcs8 });
  }
  for (const { chain = [] } of keys) for (const { der } of chain) add({ kind: 'certificate', der });
  for (const { certificate, friendlyName, trustedKeyUsage } of certificates)
    add({ ...given({ friendlyName, trustedKeyUsage }), kind: 'certificate', der: certificate.der });
  for (const { der } of crls) add({ kind: 'crl', der });
  return [...bags.values(), ...keyBags];
}

function assertMatch({ publicKey }: Certificate, key: PrivateKey, path: string): void {
  const parsed = catchMalformed(() => parsePublicKey(publicKey));
  const mismatch = parsed instanceof PkiError ? parsed : catchMalformed(() => findKeyMismatch(parsed, key));
  // The public half of some kinds is not computed here: the caller's word counts for them.
  if (mismatch === undefined || (mismatch instanceof PkiError && isNotComputed(mismatch))) return;
  const reason = mismatch instanceof PkiError ? mismatch.message : mismatch;
  throw new PkiError('certificate-mismatch', `the certificate is not one of the private key: ${reason}`, { path });
}

/** Opens what was written and compares it with what was to be written. Throws `self-check-failed`, which nobody should ever see. */
function assertReadable(
  file: Uint8Array,
  bags: readonly BagToWrite[],
  options: { passphrase: string | Uint8Array; macPassphrase: string | Uint8Array | undefined; allowUnauthenticated: boolean },
): void {
  const found = openPkcs12(file, { ...options, maxIterations: Number.MAX_SAFE_INTEGER }).safes.flatMap((safe) => safe.bags);
  const octets = found.map((bag) => {
    if (bag.kind === 'key' || bag.kind === 'unsupported-key') return bag.pkcs8;
    return bag.kind === 'certificate' ? bag.certificate.der : bag.kind === 'crl' ? bag.crl.der : new Uint8Array(0);
  });
  const same =
    bags.length === found.length && bags.every((bag, i) => equalBytes(bag.kind === 'key' ? bag.pkcs8 : bag.der, octets[i] as Uint8Array));
  if (!same) throw new PkiError('self-check-failed', 'what was written does not read back as it was');
}
