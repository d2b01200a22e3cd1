/** Files of PKCS #12 for tests: an authority, a leaf, and bytes put together by hand, part by part. */
import { oid, type Oid } from '../../../../lib/asn1/oid.ts';
import { contextConstructed } from '../../../../lib/asn1/tags.ts';
import { type DerWriter, encodeSequence } from '../../../../lib/asn1/writer.ts';
import { sha256 } from '../../../../lib/crypto/hash.ts';
import { computeMac, type MacParameters, writeMacData } from '../../../../lib/keystore/pkcs12/mac.ts';
import { passwordToWrite } from '../../../../lib/keystore/pkcs12/password.ts';
import type { PrivateKey } from '../../../../lib/keys/types.ts';
import type { Certificate } from '../../../../lib/x509/certificate.ts';
import { keyNamed, type Made, make } from '../../../support/chain-kit.ts';

/** A root, an intermediate and a leaf; keys of their own. */
export const root: Made = make({ subject: 'CN=Root', ca: true });
export const middle: Made = make({ subject: 'CN=Middle', issuer: root, ca: true });
export const leaf: Made = make({ subject: 'CN=leaf', issuer: middle });

/** The private key of the leaf. */
export const leafKey: PrivateKey = keyNamed('CN=leaf').privateKey;

export const DATA: Oid = oid('1.2.840.113549.1.7.1');

/** `ContentInfo` of the type, its content written by `body`. */
export function contentInfo(writer: DerWriter, type: string, body: (explicit: DerWriter) => void): void {
  writer.sequence((info) => info.oid(oid(type)).constructed(contextConstructed(0), body));
}

/** A bag of the type 1.2.840.113549.1.12.10.1.`number`. */
export function bag(writer: DerWriter, number: number, value: (explicit: DerWriter) => void, attributes?: (set: DerWriter) => void): void {
  writer.sequence((out) => {
    out.oid(oid(`1.2.840.113549.1.12.10.1.${number}`)).constructed(contextConstructed(0), value);
    if (attributes !== undefined) out.constructed(0x31, attributes);
  });
}

/** A certificate bag. */
export function certificateBag(writer: DerWriter, { der }: Certificate, attributes?: (set: DerWriter) => void): void {
  typedBag(writer, 3, '1.2.840.113549.1.9.22.1', (explicit) => void explicit.octetString(der), attributes);
}

/** A bag of a type and a value. */
export function typedBag(
  writer: DerWriter,
  number: number,
  type: string,
  value: (explicit: DerWriter) => void,
  attributes?: (set: DerWriter) => void,
): void {
  const typed = (explicit: DerWriter): void =>
    void explicit.sequence((inner) => inner.oid(oid(type)).constructed(contextConstructed(0), value));
  bag(writer, number, typed, attributes);
}

/** SafeContents in the clear, as an AuthenticatedSafe of one. */
export function oneSafe(bags: (list: DerWriter) => void): Uint8Array {
  return encodeSequence((safes) => contentInfo(safes, DATA, (explicit) => explicit.octetString(encodeSequence(bags))));
}

/** The file around an AuthenticatedSafe, with a MAC under `passphrase` that takes little time. */
export function fileAround(content: Uint8Array, passphrase = 'secret'): Uint8Array {
  const parameters: MacParameters = { kind: 'hmac', hash: sha256, salt: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), iterations: 2 };
  const digest = computeMac(parameters, passwordToWrite(passphrase), content);
  return encodeSequence((pfx) => {
    contentInfo(pfx.integer(3), DATA, (explicit) => explicit.octetString(content));
    writeMacData(pfx, { ...parameters, digest });
  });
}
