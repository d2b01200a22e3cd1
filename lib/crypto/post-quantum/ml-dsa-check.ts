/**
 * Whether an ML-DSA private key is one (RFC 9881 8.2 and appendix C.4, FIPS 204 7.2). A seed is one by its length. An expanded key holds values of its own
 * that follow from others, and a signer uses them unlooked at: with a wrong one its signatures are bad, or tell about the key.
 *
 *     expanded key: rho (32) || K (32) || tr (64) || s1 (l polynomials) || s2 (k) || t0 (k)       -- FIPS 204 algorithm 24
 *
 * s1 and s2 have coefficients from -eta to eta; t1 and t0 are the high part and the 13 low bits of t = A s1 + s2, A following from rho; tr is the hash of the
 * public key rho || t1. K follows from nothing but the seed.
 *
 * noble computes t1 but gives no t0; both are computed here with the parts that noble's ML-DSA is made of.
 */
import { shake256 } from '@noble/hashes/sha3.js';
import { genCrystals, XOF128 } from '@noble/post-quantum/_crystals.js';
import type { DSA } from '@noble/post-quantum/ml-dsa.js';
import { concatBytes, equalBytes } from '../../base/bytes.ts';
import type { MlDsaName, MlDsaPrivateKey } from '../../keys/types.ts';

/** What is wrong with an ML-DSA private key. */
export type MlDsaDefect =
  /** Neither seed nor expanded key. */
  | 'nothing-given'
  /** The seed has not 32 octets. */
  | 'seed-length'
  /** The expanded key has not as many octets as its parameter set says. */
  | 'expanded-length'
  /** The seed does not expand to the expanded key. */
  | 'seed-mismatch'
  /** A coefficient of s1 or s2 is out of range. */
  | 'secret-out-of-range'
  /** t0 does not follow from the rest. */
  | 'low-bits-wrong'
  /** tr is not the hash of the public key. */
  | 'public-hash-wrong';

/** Rows k and columns l of the matrix, and the range eta of secret coefficients (FIPS 204 table 1). */
const SHAPES: Readonly<Record<MlDsaName, readonly [k: number, l: number, eta: number]>> = {
  'ML-DSA-44': [4, 4, 2],
  'ML-DSA-65': [6, 5, 4],
  'ML-DSA-87': [8, 7, 2],
};
/** Coefficients of a polynomial, and the modulus (FIPS 204 section 2.3). */
const N = 256;
const Q = 8_380_417;
/** Dropped bits of t, so those of a coefficient of t0 (FIPS 204 table 1). */
const D = 13;
/** Bits of a coefficient of t1 (FIPS 204 algorithm 22). */
const HIGH_BITS = 10;
/** Places of the parts of an expanded key. */
const RHO_OCTETS = 32;
const TR_START = 64;
const SECRETS_START = 128;

/** The first defect of a private key, or undefined. */
export function findMlDsaDefect({ parameterSet, seed, expanded }: MlDsaPrivateKey, engine: DSA): MlDsaDefect | undefined {
  if (seed === undefined && expanded === undefined) return 'nothing-given';
  if (seed !== undefined && seed.length !== engine.lengths.seed) return 'seed-length';
  if (expanded === undefined) return undefined;
  if (expanded.length !== engine.lengths.secretKey) return 'expanded-length';
  if (seed !== undefined) return equalBytes(engine.keygen(seed).secretKey, expanded) ? undefined : 'seed-mismatch';
  return findExpandedDefect(parameterSet, expanded);
}

function findExpandedDefect(parameterSet: MlDsaName, expanded: Uint8Array): MlDsaDefect | undefined {
  const [k, l, eta] = SHAPES[parameterSet];
  const bits = eta === 2 ? 3 : 4;
  const size = (N * bits) / 8;
  const secrets = Array.from({ length: k + l }, (_, i) => unpack(expanded.subarray(SECRETS_START + i * size), bits, eta));
  if (secrets.some((secret) => secret.some((coefficient) => coefficient < -eta))) return 'secret-out-of-range';
  const rho = expanded.subarray(0, RHO_OCTETS);
  const [lowStart, lowSize] = [SECRETS_START + (k + l) * size, (N * D) / 8];
  const highParts: Uint8Array[] = [];
  for (const [row, t] of products(rho, secrets.slice(0, l), secrets.slice(l)).entries()) {
    const stated = unpack(expanded.subarray(lowStart + row * lowSize), D, 2 ** (D - 1));
    const low = t.map((coefficient) => ring().smod(coefficient, 2 ** D));
    if (low.some((coefficient, i) => coefficient !== stated[i])) return 'low-bits-wrong';
    highParts.push(packHigh(t.map((coefficient, i) => (coefficient - (low[i] as number)) >> D)));
  }
  const tr = shake256(concatBytes(rho, ...highParts), { dkLen: SECRETS_START - TR_START });
  return equalBytes(tr, expanded.subarray(TR_START, SECRETS_START)) ? undefined : 'public-hash-wrong';
}

/** A polynomial of coefficients of `bits` bits, each written as its distance below `top` (FIPS 204 algorithm 19). */
function unpack(octets: Uint8Array, bits: number, top: number): Int32Array {
  const out = new Int32Array(N);
  let [buffer, held, at] = [0, 0, 0];
  for (let i = 0; i < N; i++) {
    for (; held < bits; held += 8) buffer |= (octets[at++] as number) << held;
    out[i] = top - (buffer & (2 ** bits - 1));
    buffer >>>= bits;
    held -= bits;
  }
  return out;
}

/** A polynomial of t1, of 10-bit coefficients (FIPS 204 algorithm 16). */
function packHigh(high: Int32Array): Uint8Array {
  const out = new Uint8Array((N * HIGH_BITS) / 8);
  let [buffer, held, at] = [0, 0, 0];
  for (const coefficient of high) {
    buffer |= coefficient << held;
    for (held += HIGH_BITS; held >= 8; held -= 8, buffer >>>= 8) out[at++] = buffer;
  }
  return out;
}

/** t = A s1 + s2, row for row (FIPS 204 algorithm 6 line 5). */
function products(rho: Uint8Array, s1: readonly Int32Array[], s2: readonly Int32Array[]): Int32Array[] {
  const { NTT, mod } = ring();
  const transformed = s1.map((secret) => NTT.encode(secret.slice()));
  const xof = XOF128(rho);
  return s2.map((secret, row) => {
    const sum = new Int32Array(N);
    for (const [column, factor] of transformed.entries()) {
      const entry = matrixEntry(xof.get(column, row));
      // Products have 46 bits, which a double holds.
      for (let i = 0; i < N; i++) sum[i] = ((sum[i] as number) + (((entry[i] as number) * (factor[i] as number)) % Q)) % Q;
    }
    return NTT.decode(sum).map((coefficient, i) => mod(coefficient + (secret[i] as number)));
  });
}

type Ring = ReturnType<typeof genCrystals<Int32Array>>;
let ringOfMlDsa: Ring | undefined;

/** The ring of FIPS 204 section 2.3 with its transform, set up on first use. */
function ring(): Ring {
  ringOfMlDsa ??= genCrystals<Int32Array>({
    N,
    Q,
    // 256^-1 and the 512th root of unity modulo q (FIPS 204 section 7.5).
    F: 8_347_681,
    ROOT_OF_UNITY: 1753,
    newPoly: (length) => new Int32Array(length),
    isKyber: false,
    brvBits: 8,
  });
  return ringOfMlDsa;
}

/** An entry of A in the transformed domain: 23-bit numbers of the stream below q (FIPS 204 algorithm 30). */
function matrixEntry(next: () => Uint8Array): Int32Array {
  const out = new Int32Array(N);
  let filled = 0;
  while (filled < N) {
    const block = next();
    for (let i = 0; i < block.length && filled < N; i += 3) {
      const value = (block[i] as number) | ((block[i + 1] as number) << 8) | (((block[i + 2] as number) & 0x7f) << 16);
      if (value < Q) out[filled++] = value;
    }
  }
  return out;
}
