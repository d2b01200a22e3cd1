/** Character classes and scanning of the configuration file language: the table OpenSSL builds for its default syntax. */

/** Space, tab, carriage return, line feed. */
function isWhite(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\n';
}

/** The three characters that quote. */
export function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'" || char === '`';
}

/** Letters, digits and the underscore: what a variable's name is made of. */
export function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /^[A-Za-z0-9_]$/.test(char);
}

/** Position of the next character that is no white space. */
export function skipWhite(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWhite(text[at])) at++;
  return at;
}

/** The text without white space at its end. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isWhite(text[end - 1])) end--;
  return text.slice(0, end);
}

/** Where the name of a value or section ends: letters, digits, underscores, `!.%&*+,/;?@^~|-`, escapes, and `$` where the pragma allows it. */
export function endOfName(text: string, from: number, dollar: boolean): number {
  let at = from;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '\\') at = Math.min(at + 2, text.length);
    else if (isWordChar(char) || '!.%&*+,/;?@^~|-'.includes(char) || (dollar && char === '$')) at++;
    else break;
  }
  return at;
}

/** Position behind a quoted stretch that starts at `from`. */
function endOfQuote(text: string, from: number): number {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

/** The line up to a `#` outside quotes and escapes. */
export function cutComment(line: string): string {
  let at = 0;
  while (at < line.length) {
    const char = line[at] as string;
    if (char === '#') return line.slice(0, at);
    if (char === '\0') return line.slice(0, at);
    if (isQuote(char)) at = endOfQuote(line, at);
    else at += char === '\\' ? 2 : 1;
  }
  return line;
}

/** True when the line ends in one backslash that no other escapes. OpenSSL looks one character back, not further. */
export function continues(line: string): boolean {
  return line.endsWith('\\') && !line.endsWith('\\\\');
}
