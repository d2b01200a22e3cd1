/** Checks of Wycheproof's ML-DSA schemas. Those of signing give context, randomness and message representative, which certificates do not use. */
import { parsePrivateKey, parsePublicKey, type MlDsaName, type MlDsaPrivateKey, type MlDsaPublicKey } from '../../../lib/keys/index.ts';
import {
  mlDsaAlgorithms,
  mlDsaPublicKeyOf,
  mlDsaRepresentative,
  signMlDsa,
  signMlDsaRepresentative,
  verifyMlDsa,
} from '../../../lib/api/post-quantum.ts';
import { sameBytes } from './bytes.ts';
import { bytesOf, type Check, orUndefined, type Vector, type VectorGroup } from './wycheproof-vector.ts';

/** Verifying: the key in DER is that of the group. */
export function mlDsaVerify(algorithm: string, group: VectorGroup): Check | string {
  const parameterSet = parameterSetOf(algorithm);
  if (parameterSet === undefined) return `${algorithm} is not supported`;
  const key = orUndefined(() => parsePublicKey(bytesOf(group.publicKeyDer)));
  const good = key?.kind === 'ml-dsa' && key.parameterSet === parameterSet && sameBytes(key.octets, bytesOf(group.publicKey));
  return (vector) => good && verifyMlDsa(key, bytesOf(vector['msg']), bytesOf(vector['sig']), contextOf(vector));
}

/** Signing with a seed, given as it is and in PKCS#8. */
export function mlDsaSignSeed(algorithm: string, group: VectorGroup): Check | string {
  const parameterSet = parameterSetOf(algorithm);
  if (parameterSet === undefined) return `${algorithm} is not supported`;
  const key: MlDsaPrivateKey = { kind: 'ml-dsa', parameterSet, seed: bytesOf(group.privateSeed) };
  const { privateKeyPkcs8 } = group;
  const stored =
    typeof privateKeyPkcs8 === 'string' && privateKeyPkcs8 !== '' ? orUndefined(() => parsePrivateKey(bytesOf(privateKeyPkcs8))) : key;
  const same = stored?.kind === 'ml-dsa' && stored.seed !== undefined && sameBytes(stored.seed, bytesOf(group.privateSeed));
  return same ? signing(key, group) : () => false;
}

/** Signing with an expanded key. */
export function mlDsaSignExpanded(algorithm: string, group: VectorGroup): Check | string {
  const parameterSet = parameterSetOf(algorithm);
  if (parameterSet === undefined) return `${algorithm} is not supported`;
  return signing({ kind: 'ml-dsa', parameterSet, expanded: bytesOf(group.privateKey) }, group);
}

/** Valid where the public half is the group's, the message has the representative given, and the signature is the one of the file. */
function signing(key: MlDsaPrivateKey, group: VectorGroup): Check {
  const publicKey = orUndefined(() => mlDsaPublicKeyOf(key));
  if (publicKey === undefined) return () => false;
  const same = typeof group.publicKey === 'string' && sameBytes(publicKey.octets, bytesOf(group.publicKey));
  return (vector) => same && (orUndefined(() => signsAlike(key, publicKey, vector)) ?? false);
}

function signsAlike(key: MlDsaPrivateKey, publicKey: MlDsaPublicKey, vector: Vector): boolean {
  const { msg, mu, rnd, sig } = vector;
  const options = rnd === undefined ? {} : { random: () => bytesOf(rnd) };
  if (msg === undefined) return sameBytes(signMlDsaRepresentative(key, bytesOf(mu), options), bytesOf(sig));
  const [data, context] = [bytesOf(msg), contextOf(vector)];
  if (mu !== undefined && !sameBytes(mlDsaRepresentative(publicKey, data, context), bytesOf(mu))) return false;
  return sameBytes(signMlDsa(key, data, { ...context, ...options }), bytesOf(sig));
}

function contextOf({ ctx }: Vector): { context?: Uint8Array } {
  return ctx === undefined ? {} : { context: bytesOf(ctx) };
}

function parameterSetOf(algorithm: string): MlDsaName | undefined {
  return mlDsaAlgorithms.some(({ label }) => label.toUpperCase() === algorithm) ? (algorithm as MlDsaName) : undefined;
}
