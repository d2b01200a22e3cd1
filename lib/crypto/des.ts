/**
 * DES (FIPS 46-3) and triple DES (SP 800-67: TDEA) in CBC mode (SP 800-38A 6.2), for key files of old: single DES is for reading, triple DES is
 * written too where a reader of that age asks for it, as OpenSSL 1.x and Windows before 10 do.
 *
 * Bits are numbered as in the standard, 1 the leftmost. A half block is a 32-bit number; each S-box is joined with the permutation P into one table of
 * 64 words, so that a round is eight look-ups. The look-ups depend on the data, and so does their time: this is for files, not for a network.
 */

/** A column of the standard's tables: bits eight apart, downwards. */
const column = (first: number): number[] => Array.from({ length: 8 }, (_, row) => first - 8 * row);

/** Initial permutation; the final one is its inverse. */
const INITIAL: readonly number[] = /* @__PURE__ */ [58, 60, 62, 64, 57, 59, 61, 63].flatMap(column);

/** The permutation P behind the S-boxes. */
const P = [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25];

/** Permuted choice 1: 56 bits of the key in two halves of 28. */
function firstChoice(): number[] {
  return [...[57, 58, 59].flatMap(column), 60, 52, 44, 36, ...[63, 62, 61].flatMap(column), 28, 20, 12, 4];
}

/** Permuted choice 2: the 48 bits of a round key. */
const CHOICE_2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48,
  44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];

/** How far the halves of the key turn left before each round. */
const TURNS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** S1 to S8: four rows of sixteen hexadecimal digits each. */
const SUBSTITUTIONS = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
];

/** Round keys of one DES key: eight six-bit numbers for each of the sixteen rounds. */
type Schedule = readonly (readonly number[])[];

const BLOCK = 8;

/**
 * Encrypts or decrypts whole blocks in CBC mode: single DES with a key of 8 octets, triple DES with 16 (first and third key the same) or 24. The
 * initialization vector has 8 octets. Padding is the caller's; the parity bits of the key are not looked at.
 */
export function desCbcBlocks(direction: 'encrypt' | 'decrypt', key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const decrypting = direction === 'decrypt';
  const rounds = roundsOf(key, decrypting);
  const tables = roundTables();
  const final = inverse(INITIAL);
  const out = new Uint8Array(data.length);
  const words = new Int32Array(2);
  const previous = Int32Array.of(toWord(iv, 0), toWord(iv, 4));
  for (let at = 0; at < data.length; at += BLOCK) {
    const high = toWord(data, at);
    const low = toWord(data, at + 4);
    words[0] = decrypting ? high : high ^ (previous[0] as number);
    words[1] = decrypting ? low : low ^ (previous[1] as number);
    permuteWords(words, INITIAL);
    for (const stage of rounds) runStage(words, stage, tables);
    permuteWords(words, final);
    if (decrypting) {
      words[0] ^= previous[0] as number;
      words[1] ^= previous[1] as number;
    }
    previous[0] = decrypting ? high : words[0];
    previous[1] = decrypting ? low : words[1];
    for (let i = 0; i < BLOCK; i++) out[at + i] = (words[i >> 2] as number) >>> (24 - 8 * (i & 3));
  }
  return out;
}

/** The keys of all rounds: encryption does key 1, undoes key 2, does key 3 (SP 800-67 3.1); undoing is the same rounds with their keys reversed. */
function roundsOf(key: Uint8Array, decrypting: boolean): Schedule[] {
  const count = key.length / BLOCK;
  const schedules = Array.from({ length: count === 1 ? 1 : 3 }, (_, i) =>
    roundKeys(key.subarray(BLOCK * (i % count), BLOCK * ((i % count) + 1))),
  );
  const encryption = schedules.map((schedule, i) => (i === 1 ? [...schedule].reverse() : schedule));
  return decrypting ? encryption.reverse().map((schedule) => [...schedule].reverse()) : encryption;
}

/** Sixteen rounds and the exchange of the halves behind them. */
function runStage(words: Int32Array, stage: Schedule, tables: readonly Int32Array[]): void {
  let left = words[0] as number;
  let right = words[1] as number;
  for (const roundKey of stage) {
    const next = left ^ roundFunction(right, roundKey, tables);
    left = right;
    right = next;
  }
  words[0] = right;
  words[1] = left;
}

/** The function f: expansion E takes six bits around each four, the round key is added, the tables substitute and permute. */
function roundFunction(right: number, roundKey: readonly number[], tables: readonly Int32Array[]): number {
  let result = 0;
  for (let i = 0; i < 8; i++) {
    const turn = (4 * i + 5) & 31;
    const six = ((right << turn) | (right >>> (32 - turn))) & 63;
    result |= (tables[i] as Int32Array)[six ^ (roundKey[i] as number)] as number;
  }
  return result;
}

/** The S-boxes with P behind them, once they were asked for. */
let joined: readonly Int32Array[] | undefined;

function roundTables(): readonly Int32Array[] {
  joined ??= SUBSTITUTIONS.map((digits, box) =>
    Int32Array.from({ length: 64 }, (_, six) => {
      const row = ((six >> 4) & 2) | (six & 1);
      const four = Number.parseInt(digits.charAt(16 * row + ((six >> 1) & 15)), 16);
      let word = 0;
      for (let i = 0; i < 32; i++) if ((((four << (28 - 4 * box)) >>> (32 - (P[i] as number))) & 1) === 1) word |= 1 << (31 - i);
      return word;
    }),
  );
  return joined;
}

function roundKeys(key: Uint8Array): Schedule {
  const chosen = permuteBits(toBits(key), firstChoice());
  let turned = 0;
  return TURNS.map((turn) => {
    turned += turn;
    const halves = Uint8Array.from(chosen, (_, i) => chosen[i < 28 ? (i + turned) % 28 : 28 + ((i + turned) % 28)] as number);
    const bits = permuteBits(halves, CHOICE_2);
    return Array.from({ length: 8 }, (_, i) => bits.subarray(6 * i, 6 * i + 6).reduce((six, bit) => (six << 1) | bit, 0));
  });
}

/** One octet per bit, the leftmost first. */
function toBits(octets: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 8 * octets.length }, (_, i) => ((octets[i >> 3] as number) >> (7 - (i & 7))) & 1);
}

function permuteBits(bits: Uint8Array, positions: readonly number[]): Uint8Array {
  return Uint8Array.from(positions, (position) => bits[position - 1] as number);
}

/** A permutation of the 64 bits of two words, in their place. */
function permuteWords(words: Int32Array, positions: readonly number[]): void {
  const high = words[0] as number;
  const low = words[1] as number;
  for (let i = 0; i < 64; i++) {
    const from = (positions[i] as number) - 1;
    const bit = ((from < 32 ? high : low) >>> (31 - (from & 31))) & 1;
    words[i >> 5] = ((words[i >> 5] as number) << 1) | bit;
  }
}

/** The positions that undo a permutation. */
function inverse(positions: readonly number[]): number[] {
  const undone: number[] = [];
  positions.forEach((from, to) => (undone[from - 1] = to + 1));
  return undone;
}

function toWord(octets: Uint8Array, at: number): number {
  let word = 0;
  for (let i = at; i < at + 4; i++) word = (word << 8) | (octets[i] as number);
  return word;
}
