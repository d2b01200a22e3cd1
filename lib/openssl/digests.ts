/** Message digests by OpenSSL's names. */
import { md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../crypto/hash.ts';
import type { Hash } from '../crypto/types.ts';
import { CommandFailure } from './failure.ts';

const DIGESTS: ReadonlyMap<string, Hash> = /* @__PURE__ */ new Map<string, Hash>([
  ['md5', md5],
  ['sha1', sha1],
  ['sha224', sha224],
  ['sha256', sha256],
  ['sha384', sha384],
  ['sha512', sha512],
  ['sha512-224', sha512_224],
  ['sha512-256', sha512_256],
]);

/** The digest of that name, in any letter case; undefined where this toolkit does not have it. */
export function lookUpDigest(name: string): Hash | undefined {
  return DIGESTS.get(name.toLowerCase());
}

/** The digest of that name, in any letter case. Throws a `CommandFailure` for one that OpenSSL knows and this toolkit does not. */
export function findDigest(name: string): Hash {
  const digest = lookUpDigest(name);
  if (digest === undefined) throw new CommandFailure([`The message digest ${name} is not supported by certwright`]);
  return digest;
}
