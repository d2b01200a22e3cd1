/**
 * ssl_key_file as OpenSSL 3.0 reads it for a server (crypto/pem/pem_pkey.c; providers: decode_pem2der.c, decode_epki2pki.c): the first private key in PEM counts, in
 * one of the structures that its label stands for; DER, public keys and broken blocks in front of it are stepped over.
 *
 * Left out: keys of kinds that this library does not read (DSA, P-192, explicit curve parameters), which count as no key; a public key in the file that is not the
 * private key's, which OpenSSL takes and no handshake works with; derivations dearer than `certwright/keystore` allows.
 */
import { readSequence } from '../../asn1/reader.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { parsePkcs1PrivateKey } from '../../keys/pkcs1.ts';
import { parsePrivateKey } from '../../keys/pkcs8.ts';
import { parseSec1 } from '../../keys/sec1.ts';
import type { PemBlock } from '../../asn1/pem.ts';
import { firstValue } from '../../openssl-verify/files/decode.ts';
import { type OpensslPemBlock, readPemHeader, scanOpensslPem } from '../../openssl-verify/files/pem.ts';
import type { PrivateKey } from '../../keys/types.ts';
import { readAlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { decryptPkcs8 } from '../../keystore/encrypted-key.ts';
import type { Passphrase } from '../../keystore/encryption.ts';
import { decryptLegacyPem, parseLegacyEncryption } from '../../keystore/legacy-pem.ts';
import type { Text } from '../octets.ts';

/** What a key file holds. */
export type ServerKey =
  | { readonly kind: 'key'; readonly key: PrivateKey; readonly encrypted: boolean }
  /** `words`: OpenSSL's. */
  | { readonly kind: 'none'; readonly words: string }
  | { readonly kind: 'locked' }
  | { readonly kind: 'wrong-passphrase'; readonly words: string };

/**
 * Reads the private key of a server's key file; without `passphrase` an encrypted one is `locked`.
 *
 * ```ts
 * import { readServerKey } from 'certwright/postgres';
 * if (readServerKey('', undefined).kind !== 'none') throw new Error('an empty file holds no key');
 * ```
 */
export function readServerKey(text: Text, passphrase: Passphrase | undefined): ServerKey {
  for (const { block } of scanOpensslPem(text)) {
    if (block === undefined || !LABELS.includes(block.label)) continue;
    const headers = block.header.length > SHORT_HEADER ? readPemHeader(block.header) : ({ kind: 'plain' } as const);
    if (headers.kind === 'bad') return { kind: 'none', words: headers.words === '' ? 'PEM lib' : headers.words };
    if (headers.kind === 'encrypted') {
      const words = cipherDefect(block);
      if (words !== undefined) return { kind: 'none', words };
    }
    const encrypted = headers.kind === 'encrypted' || (block.label === LOCKED_LABEL && isLockedPkcs8(block.der));
    if (!encrypted) {
      const key = readKey(block.label, block.der);
      if (key !== undefined) return { kind: 'key', key, encrypted };
      continue;
    }
    if (passphrase === undefined) return { kind: 'locked' };
    const opened = catchMalformed(() => unlock(block, headers.kind, passphrase));
    if (opened instanceof PkiError)
      return opened.code === 'wrong-passphrase'
        ? { kind: 'wrong-passphrase', words: 'bad decrypt' }
        : { kind: 'none', words: 'unsupported' };
    const key = readKey(block.label, opened);
    return key === undefined ? { kind: 'none', words: 'unsupported' } : { kind: 'key', key, encrypted };
  }
  return { kind: 'none', words: 'unsupported' };
}

const LOCKED_LABEL = 'ENCRYPTED PRIVATE KEY';
const LABELS: readonly string[] = [LOCKED_LABEL, 'PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'];

/** Headers of no more octets are not looked at. */
const SHORT_HEADER = 10;

/** Reads a key in the structures of its label: PKCS#8 under each, where the label names a kind of this kind only, and that kind's own structure. */
function readKey(label: string, octets: Uint8Array): PrivateKey | undefined {
  const der = catchMalformed(() => firstValue(octets).der);
  if (der instanceof PkiError) return undefined;
  const kind = label === 'RSA PRIVATE KEY' ? 'rsa' : label === 'EC PRIVATE KEY' ? 'ec' : undefined;
  const general = catchMalformed(() => parsePrivateKey(der));
  if (!(general instanceof PkiError)) return kind === undefined || general.kind === kind ? general : undefined;
  if (kind === undefined) return undefined;
  const special = catchMalformed(() => (kind === 'rsa' ? parsePkcs1PrivateKey(der) : parseSec1(der)));
  return special instanceof PkiError ? undefined : special;
}

/** Whether the octets begin with an EncryptedPrivateKeyInfo, of whatever encryption. */
function isLockedPkcs8(octets: Uint8Array): boolean {
  const read = catchMalformed(() =>
    readSequence(firstValue(octets).der, (inner) => {
      readAlgorithmIdentifier(inner, 'encryptionAlgorithm');
      return inner.octetString('encryptedData');
    }),
  );
  return !(read instanceof PkiError);
}

/** What OpenSSL says of headers that name no cipher it could use, before it asks for a passphrase. */
function cipherDefect(block: OpensslPemBlock): string | undefined {
  const read = catchMalformed(() => parseLegacyEncryption(legacyBlock(block)));
  if (!(read instanceof PkiError)) return undefined;
  if (read.code === 'unsupported-cipher') return 'unsupported encryption';
  return read.code === 'bad-pem-encryption' ? 'bad iv chars' : undefined;
}

function unlock(block: OpensslPemBlock, headers: 'plain' | 'encrypted', passphrase: Passphrase): Uint8Array {
  return headers === 'plain' ? decryptPkcs8(firstValue(block.der).der, passphrase) : decryptLegacyPem(legacyBlock(block), passphrase);
}

function legacyBlock({ label, header, der, line }: OpensslPemBlock): PemBlock {
  const headers = header.split('\n').flatMap((text): [string, string][] => {
    const colon = text.indexOf(':');
    return colon < 0 ? [] : [[text.slice(0, colon), text.slice(colon + 1).trim()]];
  });
  return { label, der, headers, line };
}
