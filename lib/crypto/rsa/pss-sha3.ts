/**
 * RSASSA-PSS with SHA-3 (NIST CSOR, RFC 9688 section 3.1) and with SHAKE (RFC 8702 3.1, RFC 8692 section 3). Apart from SHA-2, so that who does without Keccak
 * has none in the bundle.
 *
 * With SHAKE one identifier stands for everything and has no parameters: the hash is the SHAKE with 32 or 64 octets of output, the mask is the same SHAKE
 * with as many octets as it takes, in place of MGF1, and the salt is as long as the hash.
 */
import { shake128 as nobleShake128, shake256 as nobleShake256 } from '@noble/hashes/sha3.js';
import type { Oid } from '../../asn1/oid.ts';
import { RSASSA_PSS_SHAKE128, RSASSA_PSS_SHAKE256 } from '../../oids/algorithms.ts';
import { withoutParameters } from '../algorithm-encoding.ts';
import { sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../hash.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '../sha3.ts';
import type { Hash, SignatureAlgorithm } from '../types.ts';
import { rsaPss, rsaPssAny } from './pss.ts';
import { pssAlgorithm, type RsaPssAlgorithm } from './pss-scheme.ts';

/** RSASSA-PSS with SHA3-224, MGF1 with SHA3-224 and 28 octets of salt. */
export const rsaPssSha3_224: RsaPssAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha3_224, mgfHash: sha3_224, saltLength: 28 });
/** RSASSA-PSS with SHA3-256, MGF1 with SHA3-256 and 32 octets of salt. */
export const rsaPssSha3_256: RsaPssAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha3_256, mgfHash: sha3_256, saltLength: 32 });
/** RSASSA-PSS with SHA3-384, MGF1 with SHA3-384 and 48 octets of salt. */
export const rsaPssSha3_384: RsaPssAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha3_384, mgfHash: sha3_384, saltLength: 48 });
/** RSASSA-PSS with SHA3-512, MGF1 with SHA3-512 and 64 octets of salt. */
export const rsaPssSha3_512: RsaPssAlgorithm = /* @__PURE__ */ rsaPss({ hash: sha3_512, mgfHash: sha3_512, saltLength: 64 });
/** RSASSA-PSS with SHAKE128, its mask too, and 32 octets of salt (RFC 8702 3.1). */
export const rsaPssShake128: RsaPssAlgorithm = /* @__PURE__ */ withShake(shake128, RSASSA_PSS_SHAKE128, (seed, length) =>
  nobleShake128(seed, { dkLen: length }),
);
/** RSASSA-PSS with SHAKE256, its mask too, and 64 octets of salt (RFC 8702 3.1). */
export const rsaPssShake256: RsaPssAlgorithm = /* @__PURE__ */ withShake(shake256, RSASSA_PSS_SHAKE256, (seed, length) =>
  nobleShake256(seed, { dkLen: length }),
);

/**
 * RSASSA-PSS with any salt, and SHA-2 or SHA-3 of any length for the message and for MGF1; for MGF1 also SHA-1, which OpenSSL 3.0 puts into keys for RSASSA-PSS
 * unless told otherwise, and which nobody needs to collide there.
 */
export const rsaPssAnyHash: SignatureAlgorithm = /* @__PURE__ */ anyHash();

function anyHash(): SignatureAlgorithm {
  const hashes = [sha224, sha256, sha384, sha512, sha512_224, sha512_256, sha3_224, sha3_256, sha3_384, sha3_512];
  return rsaPssAny(hashes, [...hashes, sha1]);
}

function withShake(hash: Hash, identifier: Oid, mask: (seed: Uint8Array, length: number) => Uint8Array): RsaPssAlgorithm {
  const saltLength = hash.outputLength;
  return pssAlgorithm(
    `rsa-pss-${hash.label.toLowerCase()}`,
    [withoutParameters(identifier)],
    { hash, mgfHash: hash, saltLength, mask },
    // A key for RSASSA-PSS with SHAKE has an identifier of its own (RFC 8702 3.3); other restrictions speak of MGF1.
    (key) => key.kind === 'rsa' || (key.restrictions?.hash ?? hash.oid) === hash.oid,
  );
}
