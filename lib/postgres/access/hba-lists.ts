/** Values inside options of pg_hba.conf: lists (varlena.c: SplitGUCList) and numbers (atoi). */

const isSpace = (char: string | undefined): boolean => char !== undefined && ' \t\n\r\f'.includes(char);

/** The names of a comma list, each bare or in double quotes; undefined where the server finds it malformed. */
export function splitList(text: string): readonly string[] | undefined {
  const names: string[] = [];
  let at = 0;
  const skip = (): void => {
    while (isSpace(text[at])) at++;
  };
  skip();
  if (at === text.length) return names;
  for (;;) {
    const [whole, quoted] = /^"((?:[^"]|"")*)"|^[^,\s"][^, \t\n\r\f]*/.exec(text.slice(at)) ?? [''];
    if (whole === '') return undefined;
    at += whole.length;
    skip();
    names.push(quoted === undefined ? whole : quoted.replaceAll('""', '"'));
    if (at === text.length) return names;
    if (text[at++] !== ',') return undefined;
    skip();
  }
}

/** C's atoi on a machine with 64-bit long and 32-bit int: what begins a number, its low 32 bits counting. */
export function atoi(text: string): number {
  const digits = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text)?.[1];
  if (digits === undefined) return 0;
  const limit = 2n ** 63n;
  const value = BigInt(digits.length > 30 ? `${digits.startsWith('-') ? '-' : ''}${'9'.repeat(30)}` : digits.replace('+', ''));
  const clamped = value >= limit ? limit - 1n : value < -limit ? -limit : value;
  return Number(BigInt.asIntN(32, clamped));
}
