/** The file sslkey (fe-secure-openssl.c: initialize_SSL): owner and mode first, then the key in it, PEM or else DER, then whether it is the certificate's. */
import { equalBytes, utf8 } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { publicKeyOf } from '../../crypto/public-half.ts';
import type { PrivateKey } from '../../keys/types.ts';
import { encodePublicKey, parsePublicKey } from '../../keys/public-key.ts';
import { parseSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from '../../keys/spki.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { firstValue, KEY_FORMS } from '../../openssl-verify/files/decode.ts';
import { checkKeyFile, type KeyFileDecision } from '../server/key-file.ts';
import type { Text } from '../octets.ts';
import { readServerKey } from '../server/server-key.ts';
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

/** The key, or OpenSSL's words for why there is none; those about PEM count where DER does not help either. */
function readKey(content: Text, passphrase: string | undefined): PrivateKey | string {
  const read = readServerKey(content, passphrase);
  if (read.kind === 'key') return read.key;
  return readDerKey(content) ?? (read.kind === 'locked' ? 'processing error' : read.words);
}

function readDerKey(content: Text): PrivateKey | undefined {
  const octets = typeof content === 'string' ? utf8(content) : content;
  for (const parse of KEY_FORMS) {
    const key = catchMalformed(() => parse(firstValue(octets).der));
    if (!(key instanceof PkiError)) return key;
  }
  return undefined;
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
  const encoded = catchMalformed(() => encodePublicKey(parsePublicKey(publicKey)));
  return encoded instanceof PkiError ? publicKey.der : encoded;
}
