/** The bytes of a PKCS #12 file (RFC 7292 section 4, see `open.ts` and `bags.ts` for the structures): bags into safes, safes under a MAC. */
import { contextConstructed, context } from '../../asn1/tags.ts';
import { type DerWriter, encodeDer, encodeSequence } from '../../asn1/writer.ts';
import type { RandomBytes } from '../../base/bytes.ts';
import type { HashFunction } from '../../crypto/hash.ts';
import {
  CERTIFICATE_BAG,
  CRL_BAG,
  DATA,
  ENCRYPTED_DATA,
  KEY_BAG,
  SHROUDED_KEY_BAG,
  X509_CERTIFICATE,
  X509_CRL,
} from '../../oids/pkcs12.ts';
import { type EncryptionOptions, encryptWith, makeEncryption, writeEncryption } from '../encryption.ts';
import type { Pbes2Prf } from '../pbkdf2.ts';
import { type AttributesToWrite, writeAttributes } from './attributes.ts';
import { computeMac, type MacParameters, writeMacData } from './mac.ts';
import type { Pkcs12Password } from './password.ts';

/** A bag to write. */
export type BagToWrite = AttributesToWrite &
  ({ readonly kind: 'key'; readonly pkcs8: Uint8Array } | { readonly kind: 'certificate' | 'crl'; readonly der: Uint8Array });

/** The MAC of a new file. */
export type MacChoice =
  | { readonly kind: 'hmac'; readonly hash: HashFunction; readonly iterations: number }
  | { readonly kind: 'pbmac1'; readonly hash: HashFunction; readonly prf: Pbes2Prf; readonly iterations: number };

/** How a new file is protected, part by part. */
export interface Protection {
  /** Of the safe with certificates and CRLs; absent: none. */
  readonly certificates?: EncryptionOptions | undefined;
  /** Of each key; absent: none. */
  readonly keys?: EncryptionOptions | undefined;
  /** Absent: the file has none. */
  readonly mac?: MacChoice | undefined;
}

/**
 * Octets of a new MAC's salt: 16 as for encryption (SP 800-132 5.1) under PBMAC1, which has no old readers; 8 under the old derivation, as OpenSSL has them, since
 * files with longer ones are reported not to open on macOS.
 */
const SALT_OCTETS: Readonly<Record<MacChoice['kind'], number>> = { hmac: 8, pbmac1: 16 };

/**
 * The file: the certificates and CRLs in one safe, the keys in another, as every other writer has it. Throws what encryption throws.
 */
export function encodePkcs12(
  bags: readonly BagToWrite[],
  {
    passphrase,
    macPassphrase = passphrase,
    protection,
    random,
  }: {
    readonly passphrase: Pkcs12Password;
    readonly macPassphrase?: Pkcs12Password | undefined;
    readonly protection: Protection;
    readonly random: RandomBytes;
  },
): Uint8Array {
  const keys = bags.filter(({ kind }) => kind === 'key');
  const others = bags.filter(({ kind }) => kind !== 'key');
  const content = encodeSequence((safes) => {
    if (others.length > 0) {
      const plain = encodeSequence((list) => others.forEach((bag) => writeBag(list, bag, undefined, passphrase)));
      if (protection.certificates === undefined) writeData(safes, plain);
      else writeEncryptedData(safes, plain, protection.certificates, passphrase);
    }
    if (keys.length > 0)
      writeData(
        safes,
        encodeSequence((list) => keys.forEach((bag) => writeBag(list, bag, protection.keys, passphrase))),
      );
  });
  const { mac } = protection;
  return encodeSequence((pfx) => {
    pfx.integer(3);
    writeData(pfx, content);
    if (mac === undefined) return;
    const parameters = macParameters(mac, random(SALT_OCTETS[mac.kind]));
    writeMacData(pfx, { ...parameters, digest: computeMac(parameters, macPassphrase, content) });
  });
}

function macParameters(mac: MacChoice, salt: Uint8Array): MacParameters {
  if (mac.kind === 'hmac') return { ...mac, salt };
  const { kind, hash, prf, iterations } = mac;
  return { kind, hash, kdf: { prf, salt, iterations }, keyLength: hash.outputLength };
}

function writeData(writer: DerWriter, octets: Uint8Array): void {
  writer.sequence((info) => info.oid(DATA).constructed(contextConstructed(0), (explicit) => explicit.octetString(octets)));
}

function writeEncryptedData(writer: DerWriter, plain: Uint8Array, options: EncryptionOptions, passphrase: Pkcs12Password): void {
  const parameters = makeEncryption(options);
  const ciphertext = encryptWith(parameters, passphrase, plain);
  writer.sequence((info) =>
    info.oid(ENCRYPTED_DATA).constructed(contextConstructed(0), (explicit) =>
      explicit.sequence((encrypted) =>
        encrypted.integer(0).sequence((inner) => {
          inner.oid(DATA);
          writeEncryption(inner, parameters);
          inner.octetString(ciphertext, context(0));
        }),
      ),
    ),
  );
}

function writeBag(writer: DerWriter, bag: BagToWrite, encryption: EncryptionOptions | undefined, passphrase: Pkcs12Password): void {
  const [id, value] = bagValue(bag, encryption, passphrase);
  writer.sequence((out) => {
    out.oid(id).constructed(contextConstructed(0), (explicit) => explicit.raw(value));
    writeAttributes(out, bag);
  });
}

function bagValue(
  bag: BagToWrite,
  encryption: EncryptionOptions | undefined,
  passphrase: Pkcs12Password,
): readonly [typeof KEY_BAG, Uint8Array] {
  if (bag.kind === 'key') {
    if (encryption === undefined) return [KEY_BAG, bag.pkcs8];
    const parameters = makeEncryption(encryption);
    const ciphertext = encryptWith(parameters, passphrase, bag.pkcs8);
    const shrouded = encodeSequence((outer) => {
      writeEncryption(outer, parameters);
      outer.octetString(ciphertext);
    });
    return [SHROUDED_KEY_BAG, shrouded];
  }
  const [id, type] = bag.kind === 'certificate' ? [CERTIFICATE_BAG, X509_CERTIFICATE] : [CRL_BAG, X509_CRL];
  const value = encodeDer((out) =>
    out.sequence((inner) => inner.oid(type).constructed(contextConstructed(0), (explicit) => explicit.octetString(bag.der))),
  );
  return [id, value];
}
