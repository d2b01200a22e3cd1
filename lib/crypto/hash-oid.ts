/** The object identifiers of hash functions, by name (RFC 8017 appendix C). */
import type { Oid } from '../asn1/oid.ts';
import { PkiError } from '../base/error.ts';
import { idMd5, idSha1, idSha224, idSha256, idSha384, idSha512, idSha512_224, idSha512_256 } from '../oids/algorithms.ts';
import type { HashName } from './types.ts';

/** The identifier of a hash function. Throws `unsupported-hash` for SHA-3, which has no place here yet. */
export function hashOid(name: HashName): Oid {
  switch (name) {
    case 'MD5':
      return idMd5;
    case 'SHA-1':
      return idSha1;
    case 'SHA-224':
      return idSha224;
    case 'SHA-256':
      return idSha256;
    case 'SHA-384':
      return idSha384;
    case 'SHA-512':
      return idSha512;
    case 'SHA-512/224':
      return idSha512_224;
    case 'SHA-512/256':
      return idSha512_256;
    default:
      throw new PkiError('unsupported-hash', `${name} has no identifier here`);
  }
}
