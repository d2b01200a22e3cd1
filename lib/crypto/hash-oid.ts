/** The object identifiers of hash functions, by name (RFC 8017 appendix C). */
import type { Oid } from '../asn1/oid.ts';
import { PkiError } from '../base/error.ts';
import { MD5, SHA1, SHA224, SHA256, SHA384, SHA512, SHA512_224, SHA512_256 } from '../oids/algorithms.ts';
import type { HashName } from './types.ts';

/** The identifier of a hash function. Throws `unsupported-hash` for SHA-3, which this library does not compute. */
export function hashOid(name: HashName): Oid {
  switch (name) {
    case 'MD5':
      return MD5;
    case 'SHA-1':
      return SHA1;
    case 'SHA-224':
      return SHA224;
    case 'SHA-256':
      return SHA256;
    case 'SHA-384':
      return SHA384;
    case 'SHA-512':
      return SHA512;
    case 'SHA-512/224':
      return SHA512_224;
    case 'SHA-512/256':
      return SHA512_256;
    default:
      throw new PkiError('unsupported-hash', `${name} has no identifier here`);
  }
}
