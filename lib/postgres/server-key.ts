/**
 * ssl_key_file as OpenSSL 3.0 reads it for a server (crypto/pem/pem_pkey.c): the first private key in PEM counts, in whichever structure; DER, public keys and
 * broken blocks in front of it are stepped over.
 *
 * Left out: keys of kinds that this library does not read (DSA among them), which count as no key; derivations dearer than `certwright/keystore` allows.
 */
import { PkiError } from '../base/error.ts';
import { KEY_FORMS, firstValue } from '../openssl-verify/decode.ts';
import { type OpensslPemBlock, readPemHeader, scanOpensslPem } from '../openssl-verify/pem.ts';
import type { PrivateKey } from '../keys/types.ts';
import { decryptPkcs8 } from '../keystore/encrypted-key.ts';
import type { Passphrase } from '../keystore/encryption.ts';
import { decryptLegacyPem } from '../keystore/legacy-pem.ts';
import type { Text } from './octets.ts';

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
    if (block === undefined || !block.label.endsWith('PRIVATE KEY')) continue;
    const encrypted = block.label === 'ENCRYPTED PRIVATE KEY' || readPemHeader(block.header).kind === 'encrypted';
    if (!encrypted) {
      const key = readKey(block.der);
      if (key !== undefined) return { kind: 'key', key, encrypted };
      continue;
    }
    if (passphrase === undefined) return { kind: 'locked' };
    const opened = unlock(block, passphrase);
    if (opened instanceof PkiError)
      return opened.code === 'wrong-passphrase'
        ? { kind: 'wrong-passphrase', words: 'bad decrypt' }
        : { kind: 'none', words: 'unsupported' };
    const key = readKey(opened);
    return key === undefined ? { kind: 'none', words: 'unsupported' } : { kind: 'key', key, encrypted };
  }
  return { kind: 'none', words: 'unsupported' };
}

function readKey(octets: Uint8Array): PrivateKey | undefined {
  for (const parse of KEY_FORMS) {
    try {
      return parse(firstValue(octets).der);
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
    }
  }
  return undefined;
}

function unlock({ label, header, der, line }: OpensslPemBlock, passphrase: Passphrase): Uint8Array | PkiError {
  try {
    if (label === 'ENCRYPTED PRIVATE KEY') return decryptPkcs8(firstValue(der).der, passphrase);
    const headers = header.split('\n').flatMap((text): [string, string][] => {
      const colon = text.indexOf(':');
      return colon < 0 ? [] : [[text.slice(0, colon), text.slice(colon + 1).trim()]];
    });
    return decryptLegacyPem({ label, der, headers, line }, passphrase);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return error;
  }
}
