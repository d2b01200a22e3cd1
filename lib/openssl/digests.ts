/** Message digests by OpenSSL's names. */
import type { Oid } from '../asn1/oid.ts';
import { type HashFunction, md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../crypto/hash.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '../crypto/sha3.ts';
import { CommandFailure } from './failure.ts';

const DIGESTS: ReadonlyMap<string, HashFunction> = /* @__PURE__ */ new Map<string, HashFunction>([
  ['md5', md5],
  ['sha1', sha1],
  ['sha224', sha224],
  ['sha256', sha256],
  ['sha384', sha384],
  ['sha512', sha512],
  ['sha512-224', sha512_224],
  ['sha512-256', sha512_256],
  ['sha3-224', sha3_224],
  ['sha3-256', sha3_256],
  ['sha3-384', sha3_384],
  ['sha3-512', sha3_512],
]);

/** The digest of that name, in any letter case; undefined where this toolkit does not have it. */
export function lookUpDigest(name: string): HashFunction | undefined {
  return DIGESTS.get(name.toLowerCase().replace(/^sha-?2?-(?=1$|224$|256$|384$|512$)/, 'sha'));
}

/** The digest of that name, in any letter case. Throws a `CommandFailure` for one that OpenSSL knows and this toolkit does not. */
export function findDigest(name: string): HashFunction {
  const digest = lookUpDigest(name);
  if (digest === undefined) throw new CommandFailure([`The message digest ${name} is not supported by certwright`]);
  return digest;
}

/** Names of all digests here, in order, and of the two functions of any length. */
export function digestNames(): string[] {
  return [...DIGESTS.keys(), 'shake128', 'shake256'].sort();
}

/** The digest of an identifier; undefined where this toolkit does not have it. */
export function hashOfOid(oid: Oid): HashFunction | undefined {
  return [...DIGESTS.values()].find((hash) => hash.oid === oid);
}
