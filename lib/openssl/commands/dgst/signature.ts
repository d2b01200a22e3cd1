/** Signatures of `dgst` and `pkeyutl`: which algorithm key, digest and `-sigopt` stand for. */
import { bitLength } from '../../../base/bytes.ts';
import { ecdsaOnAnyCurve } from '../../../crypto/ec/any-curve.ts';
import { type HashFunction, sha256 } from '../../../crypto/hash.ts';
import { rsaPkcs1 } from '../../../crypto/rsa/pkcs1-scheme.ts';
import { mgf1, xorInto } from '../../../crypto/rsa/pss-encoding.ts';
import { rsaPss } from '../../../crypto/rsa/pss.ts';
import { recoverEncodedMessage } from '../../../crypto/rsa/public.ts';
import type { SignatureAlgorithm } from '../../../crypto/types.ts';
import type { PublicKey, RsaPssPublicKey, RsaPublicKey } from '../../../keys/types.ts';
import { hashOfOid, lookUpDigest } from '../../digests.ts';
import { CommandFailure } from '../../failure.ts';

/** A salt's length: as long as the digest, as long as there is room, what the signature has, or octets. */
type SaltLength = 'digest' | 'max' | 'auto' | number;

/** How a signature is to be made or checked. */
export interface SignatureChoice {
  readonly hash: HashFunction;
  /** For RSASSA-PSS. */
  readonly pss?: { readonly mgfHash: HashFunction; readonly saltLength: SaltLength };
}

/** What a key, a digest (undefined: the key's own) and the lines of `-sigopt` stand for; `failure` words a line that is wrong. Throws a `CommandFailure`. */
export function signatureChoice(
  key: PublicKey,
  named: HashFunction | undefined,
  options: readonly string[],
  failure: (option: string) => CommandFailure = parameterFailure,
): SignatureChoice {
  const restrictions = key.kind === 'rsa-pss' ? key.restrictions : undefined;
  const required = restrictions === undefined ? undefined : hashOfOid(restrictions.hash);
  const hash = named ?? required ?? sha256;
  if (key.kind === 'x25519' || key.kind === 'x448' || (required !== undefined && hash !== required))
    throw new CommandFailure(['Error setting context', `certwright: a key of kind ${key.kind} does not sign with ${hash.label}`]);
  let padding: 'pkcs1' | 'pss' = key.kind === 'rsa-pss' ? 'pss' : 'pkcs1';
  let mgfHash = (restrictions === undefined ? undefined : hashOfOid(restrictions.mgfHash)) ?? hash;
  let saltLength: SaltLength = restrictions?.minSaltLength ?? 'auto';
  for (const option of options) {
    const [, name, value = ''] = /^([^:]+):(.*)$/s.exec(option) ?? [];
    const isRsa = key.kind === 'rsa' || key.kind === 'rsa-pss';
    if (isRsa && name === 'rsa_padding_mode') padding = paddingOf(key.kind, value, padding, () => failure(option));
    else if (name === 'rsa_pss_saltlen' && padding === 'pss')
      saltLength = saltLengthOf(value, restrictions?.minSaltLength ?? 0, () => failure(option));
    else if (name === 'rsa_mgf1_md' && padding === 'pss') {
      const digest = lookUpDigest(value);
      if (digest === undefined) throw failure(option);
      mgfHash = digest;
    } else throw failure(option);
  }
  return padding === 'pss' ? { hash, pss: { mgfHash, saltLength } } : { hash };
}

function paddingOf(kind: 'rsa' | 'rsa-pss', value: string, before: 'pkcs1' | 'pss', failure: () => CommandFailure): 'pkcs1' | 'pss' {
  if (value === 'pss') return 'pss';
  if (kind === 'rsa-pss') throw failure();
  if (['none', 'oaep', 'x931', 'sslv23'].includes(value)) throw failure();
  // OpenSSL passes over a name it does not know.
  return value === 'pkcs1' ? 'pkcs1' : before;
}

function saltLengthOf(value: string, atLeast: number, failure: () => CommandFailure): SaltLength {
  if (value === 'digest' || value === 'max' || value === 'auto') return value;
  const known = { '-1': 'digest', '-2': 'auto', '-3': 'max' } as const;
  if (value in known) return known[value as keyof typeof known];
  if (!/^[0-9]{1,9}$/.test(value) || Number(value) < atLeast) throw failure();
  return Number(value);
}

function parameterFailure(option: string): CommandFailure {
  return new CommandFailure([`Signature parameter error "${option}"`]);
}

/** The descriptor to sign with, or, where there is a signature, to check it with. Throws a `CommandFailure` where there is none for key and digest. */
export function algorithmFor(key: PublicKey, { hash, pss }: SignatureChoice, signature?: Uint8Array): SignatureAlgorithm {
  if (pss !== undefined && (key.kind === 'rsa' || key.kind === 'rsa-pss')) {
    const saltLength = saltOctets(key, hash, pss, signature);
    if (saltLength < 0 || saltLength > roomForSalt(key, hash))
      throw new CommandFailure(['Error signing data', 'certwright: no room for such a salt']);
    return rsaPss({ hash, mgfHash: pss.mgfHash, saltLength });
  }
  // Nobody asks for the identifier of the algorithm here: that of the hash stands in its place, so that there is one for every hash.
  if (key.kind === 'ec') return ecdsaOnAnyCurve(`ecdsa-${hash.label}`, hash, hash.oid);
  if (key.kind === 'rsa') return rsaPkcs1(`rsa-pkcs1-${hash.label}`, hash, hash.oid);
  throw new CommandFailure([
    'Error setting context',
    `certwright: signing with ${hash.label} and a key of kind ${key.kind} is not supported`,
  ]);
}

/** Octets of salt; of a signature those it has, where the options leave that open. */
function saltOctets(
  key: RsaPublicKey | RsaPssPublicKey,
  hash: HashFunction,
  { mgfHash, saltLength }: Required<SignatureChoice>['pss'],
  signature: Uint8Array | undefined,
): number {
  if (typeof saltLength === 'number') return saltLength;
  if (saltLength === 'digest') return hash.outputLength;
  return signature === undefined || saltLength === 'max' ? roomForSalt(key, hash) : foundSalt(key, hash, mgfHash, signature);
}

function roomForSalt(key: RsaPublicKey | RsaPssPublicKey, hash: HashFunction): number {
  return Math.ceil((bitLength(key.n) - 1) / 8) - hash.outputLength - 2;
}

/** The salt's length in an encoded message (RFC 8017 9.1.2 steps 7 to 10); 0 where it is none, and then it does not verify. */
function foundSalt(key: RsaPublicKey | RsaPssPublicKey, hash: HashFunction, mgfHash: HashFunction, signature: Uint8Array): number {
  const bits = bitLength(key.n) - 1;
  const length = Math.ceil(bits / 8);
  const message = recoverEncodedMessage(key, signature);
  const maskedLength = length - hash.outputLength - 1;
  if (message === undefined || maskedLength < 1) return 0;
  const encoded = message.subarray(message.length - length);
  const block = encoded.slice(0, maskedLength);
  xorInto(block, mgf1(mgfHash, encoded.subarray(maskedLength, length - 1), maskedLength));
  block[0] = (block[0] as number) & (0xff >> (8 * length - bits));
  const mark = block.findIndex((octet) => octet !== 0);
  return mark < 0 ? 0 : maskedLength - mark - 1;
}
