/**
 * RC2 (RFC 2268) in CBC mode, decryption only: PKCS#12 files of Windows and of OpenSSL before 3.0 have their certificates under it with 40 bits of key.
 * Nobody should write it any more, so there is no encryption here.
 *
 * A block is four 16-bit numbers, low octet first. The look-ups depend on the key: this is for files, not for a network.
 */

/** PITABLE, the permutation of octets that RFC 2268 section 2 takes from the digits of pi. */
const PITABLE =
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
  '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
  '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
  '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad';

/** Steps of mixing between which the rounds are mashed (RFC 2268 section 4: 5, 6 and 5). */
const MASH_AFTER = [11, 5];

/** How far each word of a block turns in a round of mixing (RFC 2268 3.1). */
const TURNS = [1, 2, 3, 5];

/**
 * Decrypts whole blocks with a key of 1 to 128 octets, of which `effectiveBits` (1 to 1024) are of effect, and an initialization vector of 8 octets;
 * padding stays.
 */
export function rc2CbcDecryptBlocks(key: Uint8Array, effectiveBits: number, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const words = expandKey(key, effectiveBits);
  const out = new Uint8Array(data.length);
  let previous = iv;
  for (let at = 0; at < data.length; at += 8) {
    const block = data.subarray(at, at + 8);
    const plain = decryptBlock(words, block);
    for (let i = 0; i < 8; i++) out[at + i] = ((plain[i >> 1] as number) >> (8 * (i & 1))) ^ (previous[i] as number);
    previous = block;
  }
  return out;
}

/** The 64 words of the expanded key (RFC 2268 section 2). */
function expandKey(key: Uint8Array, effectiveBits: number): number[] {
  const table = Array.from({ length: 256 }, (_, i) => Number.parseInt(PITABLE.slice(2 * i, 2 * i + 2), 16));
  const at = (index: number): number => table[index & 0xff] as number;
  const octets = [...key];
  for (let i = key.length; i < 128; i++) octets.push(at((octets[i - 1] as number) + (octets[i - key.length] as number)));
  const effective = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effective - effectiveBits);
  octets[128 - effective] = at((octets[128 - effective] as number) & mask);
  for (let i = 127 - effective; i >= 0; i--) octets[i] = at((octets[i + 1] as number) ^ (octets[i + effective] as number));
  return Array.from({ length: 64 }, (_, i) => (octets[2 * i] as number) | ((octets[2 * i + 1] as number) << 8));
}

/** One block, as its four words (RFC 2268 section 4). */
function decryptBlock(key: readonly number[], block: Uint8Array): number[] {
  const words = [0, 2, 4, 6].map((i) => (block[i] as number) | ((block[i + 1] as number) << 8));
  const word = (i: number): number => words[i & 3] as number;
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const turn = TURNS[i] as number;
      const turned = (word(i) >> turn) | (word(i) << (16 - turn));
      words[i] = (turned - (key[4 * round + i] as number) - (word(i + 3) & word(i + 2)) - (~word(i + 3) & word(i + 1))) & 0xffff;
    }
    if (MASH_AFTER.includes(round)) for (let i = 3; i >= 0; i--) words[i] = (word(i) - (key[word(i + 3) & 63] as number)) & 0xffff;
  }
  return words;
}
