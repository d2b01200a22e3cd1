/**
 * A PKCS #12 file (RFC 7292 section 4), opened: the MAC checked, every safe and every key decrypted, the bags in their order.
 *
 *     PFX ::= SEQUENCE {
 *         version   INTEGER {v3(3)},
 *         authSafe  ContentInfo,
 *         macData   MacData OPTIONAL }
 *     ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY OPTIONAL }
 *     AuthenticatedSafe ::= SEQUENCE OF ContentInfo       -- data, encryptedData or envelopedData
 *     EncryptedData ::= SEQUENCE {
 *         version               INTEGER,
 *         encryptedContentInfo  SEQUENCE {
 *             contentType                 OBJECT IDENTIFIER,
 *             contentEncryptionAlgorithm  AlgorithmIdentifier,
 *             encryptedContent            [0] IMPLICIT OCTET STRING OPTIONAL },
 *         unprotectedAttrs      [1] IMPLICIT SET OF Attribute OPTIONAL }
 *
 * Order matters: the structure around the MAC is read, the MAC is checked, and only then anything is decrypted and looked at. Left out, refused by name: the public-key
 * modes (signedData for integrity, envelopedData for privacy).
 */
import type { DerReader } from '../../asn1/reader.ts';
import { context, contextConstructed, INTEGER, SEQUENCE } from '../../asn1/tags.ts';
import { given } from '../../base/given.ts';
import { PkiError } from '../../base/error.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { DATA, ENCRYPTED_DATA, ENVELOPED_DATA, SHROUDED_KEY_BAG, SIGNED_DATA } from '../../oids/pkcs12.ts';
import { type BagCounter, MAX_KEYS, readSafeContents } from './bags.ts';
import { implicitOctets, readBerSequence } from './ber.ts';
import { sealedWith, unseal, workOf } from './encryption.ts';
import { fileFindings } from './findings.ts';
import { describeMac, type MacData, macFits, readMacData } from './mac.ts';
import { type Pkcs12Password, passwordSpellings } from './password.ts';
import type { Pkcs12File, Pkcs12Mac, Pkcs12Safe, ReadPkcs12Options } from './types.ts';
import { sealedKey, type Unlocker, unlockBag } from './unlock.ts';
import { workMeter } from './work.ts';

/** How a file is opened, for those who rebuild a tool that can do less. */
export interface OpenPkcs12Options extends ReadPkcs12Options {
  /** Leaves the MAC unchecked, as `openssl pkcs12 -nomacver` does. */
  readonly skipMac?: boolean | undefined;
}

/**
 * Opens a PKCS #12 file and gives its bags in their order; `readPkcs12` sorts them. Throws as `readPkcs12`.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { openPkcs12, writePkcs12 } from 'certwright/pkcs12';
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
 * const { privateKey } = generateKeyPair({ kind: 'ed25519' });
 * const file = writePkcs12({ keys: [{ key: privateKey, friendlyName: 'alice' }] }, { passphrase: 'horse', iterations: 1000, random });
 * const [safe] = openPkcs12(file, { passphrase: 'horse' }).safes;
 * if (safe?.bags[0]?.kind !== 'key' || safe.bags[0].friendlyName !== 'alice') throw new Error('one key in the first safe');
 * ```
 */
export function openPkcs12(file: Uint8Array, options: OpenPkcs12Options = {}): Pkcs12File {
  const { passphrase, macPassphrase = passphrase, allowUnauthenticated = false, skipMac = false, maxIterations } = options;
  const { content, mac } = readPfx(file);
  const meter = workMeter(maxIterations);
  let passwords = passwordSpellings(passphrase);
  if (mac === undefined) {
    if (!allowUnauthenticated && !skipMac)
      throw new PkiError(
        'mac-missing',
        'the file has no MAC: anybody can have put it together; allowUnauthenticated takes it all the same',
        { path: 'macData' },
      );
  } else if (!skipMac) {
    const fitting = passwordSpellings(macPassphrase).find((password) => macFits(mac, password, content, meter));
    if (fitting === undefined) throw wrongPassphrase(macPassphrase, 'the MAC', 'macData');
    if (macPassphrase === passphrase) passwords = [fitting, ...passwords.filter((other) => other.wide.join() !== fitting.wide.join())];
  }
  const used: Pkcs12Password[] = [];
  const unlocker: Unlocker = {
    expect(sealed) {
      meter.assertRoom(sealed.map(workOf).reduce((sum, work) => sum + work, 0));
    },
    unlock(sealed) {
      const found = unseal(sealed, passwords, meter);
      if (found === undefined) throw wrongPassphrase(passphrase, sealed.path, sealed.path);
      used.push(found.password);
      return found.plain;
    },
  };
  const safes = readSafes(content, unlocker);
  const macFacts = mac === undefined ? undefined : describeMac(mac);
  return given({ safes, mac: macFacts, findings: fileFindings(safes, macFacts, { oldSpelling: used.some(({ old }) => old) }) });
}

/** What the file says about its MAC, without checking it; undefined where it has none. Throws as `openPkcs12` for the structure around it. */
export function readPkcs12Mac(file: Uint8Array): Pkcs12Mac | undefined {
  const { mac } = readPfx(file);
  return mac === undefined ? undefined : describeMac(mac);
}

function wrongPassphrase(passphrase: string | Uint8Array | undefined, what: string, path: string): PkiError {
  return passphrase === undefined
    ? new PkiError('passphrase-required', `no passphrase was given, and ${what} is not under an empty one`, { path })
    : new PkiError('wrong-passphrase', `the passphrase does not fit ${what}, or the file is damaged`, { path });
}

function readPfx(file: Uint8Array): { readonly content: Uint8Array; readonly mac?: MacData } {
  return readBerSequence(file, (pfx) => {
    const version = pfx.smallInteger('version');
    if (version !== 3) pfx.fail('unsupported-version', `expected version 3 of PKCS #12, found ${version}`, 'version');
    const content = pfx.sequence('authSafe', (info: DerReader) => {
      const type = info.oid('contentType');
      if (type === SIGNED_DATA)
        info.fail('unsupported-integrity-mode', 'a file signed with a public key; only those with a MAC are read', 'contentType');
      if (type !== DATA) info.fail('unexpected-content-type', `expected content type ${DATA}, found ${type}`, 'contentType');
      return info.constructed(contextConstructed(0), 'content', (explicit) => explicit.octetString(''));
    });
    return given({ content, mac: pfx.optional(SEQUENCE, () => readMacData(pfx, 'macData')) });
  });
}

/** A ContentInfo of the AuthenticatedSafe, before anything is decrypted. */
type RawSafe = { readonly path: string } & (
  | { readonly plain: Uint8Array }
  | { readonly algorithm: AlgorithmIdentifier; readonly data: Uint8Array }
);

function readSafes(content: Uint8Array, unlocker: Unlocker): Pkcs12Safe[] {
  const raw = readBerSequence(
    content,
    (list) => {
      const safes: RawSafe[] = [];
      while (!list.done) safes.push(list.sequence(String(safes.length), readContentInfo));
      return safes;
    },
    'authenticatedSafe',
  );
  const sealed = raw.map((safe) => ('plain' in safe ? safe : sealedWith(safe.algorithm, safe.data, safe.path)));
  unlocker.expect(sealed.filter((safe) => 'data' in safe));
  const counter: BagCounter = { count: 0 };
  const safes = sealed.map((safe) =>
    'plain' in safe
      ? { bags: readSafeContents(safe.plain, safe.path, counter) }
      : { encryption: safe.facts, bags: readSafeContents(unlocker.unlock(safe), safe.path, counter) },
  );
  // What all keys together ask for is known before the first of them is decrypted.
  const keys = new Map(
    safes.flatMap(({ bags }) => bags.flatMap((bag) => (bag.id === SHROUDED_KEY_BAG ? [[bag, sealedKey(bag)] as const] : []))),
  );
  if (keys.size > MAX_KEYS) throw new PkiError('too-many-keys', `${keys.size} encrypted private keys, at most ${MAX_KEYS} are read`);
  unlocker.expect([...keys.values()]);
  return safes.map((safe) => ({ ...safe, bags: safe.bags.map((bag) => unlockBag(bag, keys.get(bag), unlocker)) }));
}

function readContentInfo(info: DerReader): RawSafe {
  const type = info.oid('contentType');
  const path = info.path();
  if (type === ENVELOPED_DATA)
    info.fail('unsupported-privacy-mode', 'contents encrypted to a public key; only those under a passphrase are read', 'contentType');
  return info.constructed(contextConstructed(0), 'content', (explicit: DerReader) => {
    if (type === DATA) return { plain: explicit.octetString(''), path };
    if (type !== ENCRYPTED_DATA) explicit.fail('unexpected-content-type', `expected data or encrypted data, found ${type}`);
    return explicit.sequence('', (encrypted) => readEncryptedData(encrypted, path));
  });
}

function readEncryptedData(encrypted: DerReader, path: string): RawSafe {
  const version = encrypted.smallInteger('version', { tag: INTEGER });
  // Version 2 is the one with attributes (RFC 5652 section 8), which nobody writes here.
  if (version !== 0) encrypted.fail('unsupported-version', `expected version 0 of encrypted data, found ${version}`, 'version');
  return encrypted.sequence('encryptedContentInfo', (info) => {
    const type = info.oid('contentType');
    if (type !== DATA) info.fail('unexpected-content-type', `expected content type ${DATA}, found ${type}`, 'contentType');
    const algorithm = readAlgorithmIdentifier(info, 'contentEncryptionAlgorithm');
    return { algorithm, data: implicitOctets(info, context(0), 'encryptedContent'), path };
  });
}
