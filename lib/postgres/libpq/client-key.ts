/** The file sslkey (fe-secure-openssl.c: initialize_SSL): owner and mode first, then the key in it, PEM or else DER, then whether it is the certificate's. */
import { equalBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { publicKeyOf } from '../../crypto/public-half.ts';
import { loadPrivateKey } from '../../keystore/load.ts';
import type { PrivateKey } from '../../keys/types.ts';
import { encodePublicKey, parsePublicKey } from '../../keys/public-key.ts';
import { parseSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from '../../keys/spki.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { checkKeyFile, type KeyFileDecision } from '../key-file.ts';
import { type FileFailure, opensslFailure } from './client-files.ts';
import type { ServerAuthInput } from './options.ts';

const ACCESS =
  'file must have permissions u=rw (0600) or less if owned by the current user, or permissions u=rw,g=r (0640) or less if owned by root';

/** Words for the errors of stat that occur. */
const ERRNO: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  ENOTDIR: 'Not a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  EIO: 'Input/output error',
};

/** Why libpq refuses the key file, or undefined. */
export function checkClientKey({ clientKey, reader, paths }: ServerAuthInput, certificate: Certificate): FileFailure | undefined {
  if (clientKey === undefined) return undefined;
  const { stat, content, passphrase } = clientKey;
  const path = paths?.key ?? '~/.postgresql/postgresql.key';
  const { reason } = checkKeyFile(stat, { side: 'libpq', ...(reader ?? { euid: 0, egids: [0] }) });
  if (reason !== 'ok') return { reason, message: messageOf(reason, path, 'error' in stat ? stat.error : '') };
  if (content === undefined) return undefined;
  const key = readKey(content, passphrase);
  if (typeof key === 'string') return opensslFailure(`could not load private key file "${path}"`, key);
  return compareKeys(key, certificate, path);
}

function messageOf(reason: KeyFileDecision['reason'], path: string, error: string): string {
  switch (reason) {
    case 'key-not-regular-file':
      return `private key file "${path}" is not a regular file`;
    case 'key-group-or-world-access':
      return `private key file "${path}" has group or world access; ${ACCESS}`;
    case 'key-not-readable':
      return `could not load private key file "${path}": Permission denied`;
    default:
      if (error === 'ENOENT') return `certificate present, but not private key file "${path}"`;
      return `could not stat private key file "${path}": ${ERRNO[error] ?? error}`;
  }
}

/** The key, or OpenSSL's words for why there is none. */
function readKey(content: string | Uint8Array, passphrase: string | undefined): PrivateKey | string {
  try {
    return loadPrivateKey(content, passphrase === undefined ? {} : { passphrase });
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    if (error.code === 'wrong-passphrase') return 'bad decrypt';
    return error.code === 'passphrase-required' ? 'processing error' : 'unsupported';
  }
}

function compareKeys(key: PrivateKey, { publicKey }: Certificate, path: string): FileFailure | undefined {
  const own = parseSubjectPublicKeyInfo(encodePublicKey(publicKeyOf(key)));
  if (own.algorithm.oid === publicKey.algorithm.oid) {
    if (equalBytes(own.der, canonical(publicKey))) return undefined;
    return opensslFailure(`could not load private key file "${path}"`, 'key values mismatch');
  }
  // a key of another type goes to a place of its own, where there is no certificate
  return opensslFailure(`certificate does not match private key file "${path}"`, 'no certificate assigned');
}

/** The certificate's key in the one form that we write, where we know its kind. */
function canonical(publicKey: SubjectPublicKeyInfo): Uint8Array {
  try {
    return encodePublicKey(parsePublicKey(publicKey));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return publicKey.der;
  }
}
