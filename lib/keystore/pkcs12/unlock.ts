/**
 * The values of bags: keys, decrypted where they are encrypted (RFC 7292 4.2.1, 4.2.2), certificates, CRLs; secrets and what is unknown are named and left as
 * they are.
 */
import { readSequence } from '../../asn1/reader.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { readAlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { parsePrivateKey } from '../../keys/pkcs8.ts';
import { CERTIFICATE_BAG, CRL_BAG, KEY_BAG, SECRET_BAG, X509_CERTIFICATE, X509_CRL } from '../../oids/pkcs12.ts';
import { parseCertificate } from '../../x509/certificate.ts';
import { parseCrl } from '../../x509/crl.ts';
import { octetsOf, type RawBag, readTypedValue } from './bags.ts';
import { type Sealed, sealedWith } from './encryption.ts';
import type { Pkcs12Bag, Pkcs12Encryption } from './types.ts';

/** Decrypts. */
export interface Unlocker {
  /** Throws `kdf-too-costly` where all of these together ask for more than is left. */
  expect(sealed: readonly Sealed[]): void;
  /** The one SEQUENCE that comes out. Throws `wrong-passphrase` or `passphrase-required` where none does. */
  unlock(sealed: Sealed): Uint8Array;
}

/** Codes of keys that are well-formed as far as they are looked at, and of a kind that is not read. */
const UNSUPPORTED: readonly string[] = [
  'unsupported-key-algorithm',
  'unsupported-curve',
  'unsupported-version',
  'explicit-curve-parameters',
  'dsa-key',
  'multi-prime-rsa',
];

/** A bag with its value read; `sealed` is the key of a shrouded one. Throws what the parsers of keys, certificates and CRLs throw, and what decryption throws. */
export function unlockBag(bag: RawBag, sealed: Sealed | undefined, unlocker: Unlocker): Pkcs12Bag {
  const { id, value, attributes, path } = bag;
  if (sealed !== undefined) return keyBag(unlocker.unlock(sealed), sealed.facts, bag);
  switch (id) {
    case KEY_BAG:
      return keyBag(value.der, undefined, bag);
    case CERTIFICATE_BAG: {
      const { type, value: inner } = readTypedValue(bag);
      if (type !== X509_CERTIFICATE) return { ...attributes, kind: 'other-certificate', type, value: inner.der };
      const place = `${path}/certValue`;
      return { ...attributes, kind: 'certificate', certificate: inPlace(place, () => parseCertificate(octetsOf(inner, place))) };
    }
    case CRL_BAG: {
      const { type, value: inner } = readTypedValue(bag);
      if (type !== X509_CRL) return { ...attributes, kind: 'other-crl', type, value: inner.der };
      const place = `${path}/crlValue`;
      return { ...attributes, kind: 'crl', crl: inPlace(place, () => parseCrl(octetsOf(inner, place))) };
    }
    case SECRET_BAG: {
      const { type, value: inner } = readTypedValue(bag);
      return { ...attributes, kind: 'secret', type, value: inner.der };
    }
    default:
      return { ...attributes, kind: 'unknown', type: id, value: value.der };
  }
}

/** The EncryptedPrivateKeyInfo of a shrouded key bag, still locked. Throws what `sealedWith` throws, and the codes of the DER reader. */
export function sealedKey({ value, path }: RawBag): Sealed {
  const place = `${path}/bagValue`;
  const { algorithm, data } = readSequence(
    value.der,
    (inner) => ({ algorithm: readAlgorithmIdentifier(inner, 'encryptionAlgorithm'), data: inner.octetString('encryptedData') }),
    { path: place },
  );
  return sealedWith(algorithm, data, place);
}

function keyBag(pkcs8: Uint8Array, encryption: Pkcs12Encryption | undefined, { attributes, path }: RawBag): Pkcs12Bag {
  const common = { ...attributes, pkcs8, ...(encryption === undefined ? {} : { encryption }) };
  const key = catchMalformed(() => parsePrivateKey(pkcs8, { path: `${path}/bagValue` }));
  if (!(key instanceof PkiError)) return { ...common, kind: 'key', key };
  if (!UNSUPPORTED.includes(key.code)) throw key;
  return { ...common, kind: 'unsupported-key', problem: key.code };
}

/** Errors of a parser that starts afresh, told with the place in the file. */
function inPlace<T>(path: string, body: () => T): T {
  const result = catchMalformed(() => ({ value: body() }));
  if (!(result instanceof PkiError)) return result.value;
  throw new PkiError(result.code, result.message, { path, cause: result });
}
