/** Every small damage: at each byte position each bit flipped, the byte set to 0x00 and to 0xFF. */

/**
 * Yields each mutant in one scratch array that is changed back before the next one comes: use it before going on, do not keep it. Values equal to the
 * original are left out.
 */
export function* mutations(original: Uint8Array): Generator<Uint8Array, void> {
  const scratch = Uint8Array.from(original);
  for (let position = 0; position < original.length; position++) {
    const byte = original[position] as number;
    const values = new Set([0, 1, 2, 3, 4, 5, 6, 7].map((bit) => byte ^ (1 << bit)));
    values.add(0).add(0xff).delete(byte);
    for (const value of values) {
      scratch[position] = value;
      yield scratch;
    }
    scratch[position] = byte;
  }
}
