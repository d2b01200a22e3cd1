/**
 * ssl_ciphers as OpenSSL reads it (ciphers(1)): words between colons, commas, semicolons and blanks, each adding what it names, or with `!` removing it for
 * good, with `-` removing it until it is named again, with `+` moving it to the end. Looked at is only which weak kinds are let in by name.
 */

/** Weak kinds that a list lets in by name. */
export interface CipherList {
  /** Without encryption. */
  readonly plain: readonly string[];
  /** Without authentication of the server. */
  readonly anonymous: readonly string[];
  /** Broken or too short: RC4, single and triple DES, export ciphers, … */
  readonly weak: readonly string[];
  /** The security level of `@SECLEVEL=n`. */
  readonly level?: number;
}

const PLAIN = /^(?:NULL|eNULL|COMPLEMENTOFALL)$|(?:^|-)NULL(?:-|$)/;
const ANONYMOUS = /^(?:aNULL|ADH|AECDH|COMPLEMENTOFDEFAULT|ALL)$|^(?:ADH|AECDH)-/;
const WEAK = /^(?:LOW|EXP|EXPORT\d*|RC4|RC2|DES|3DES|IDEA|SEED|MD5)$|(?:^|-)(?:EXP|RC4|RC2|DES|IDEA|SEED|MD5)(?:-|$)|^kSRP$|^SSLv2$/;

/** Reads a list. */
export function readCipherList(text: string): CipherList {
  const admitted = new Set<string>();
  const killed = new Set<string>();
  let level: number | undefined;
  // a level needs no separator in front: DEFAULT@SECLEVEL=1
  for (const word of text.replaceAll('@', ':@').split(/[:,; ]+/)) {
    const [, sign = '', name = ''] = /^([!+-]?)(.*)$/s.exec(word) ?? [];
    const wanted = /^@SECLEVEL=([0-5])$/.exec(word)?.[1];
    if (wanted !== undefined) level = Number(wanted);
    else if (sign === '!') killed.add(name);
    else if (sign === '-') admitted.delete(name);
    else if (sign === '' && name !== '') admitted.add(name);
  }
  const kinds = (pattern: RegExp, ...killers: readonly string[]): string[] =>
    [...admitted].filter(
      (word) =>
        word.split('+').some((part) => pattern.test(part)) &&
        !word.split('+').some((part) => killed.has(part)) &&
        !killers.some((name) => killed.has(name)),
    );
  return {
    plain: kinds(PLAIN, 'eNULL', 'NULL'),
    anonymous: kinds(ANONYMOUS, 'aNULL'),
    weak: kinds(WEAK),
    ...(level === undefined ? {} : { level }),
  };
}
