/**
 * Lines of text for a terminal of 100 columns. Lines are broken at blanks; what has none, such as an address, is left whole, so that it can be copied.
 */

/** Columns of a line. */
const WIDTH = 100;

/** Columns left for text however far a line is indented. */
const MIN_TEXT = 40;

/**
 * Breaks `text` into lines that start with `first`, and with `rest` from the second on. However the text is made, no line but the first can begin with it: the
 * lines of a certificate's name stand behind `rest`.
 */
export function wrap(text: string, first: string, rest: string): string[] {
  const lines: string[] = [];
  let lead = first;
  let line: string | undefined;
  for (const word of text.split(' ')) {
    if (line === undefined) line = word;
    else if (line.length + 1 + word.length <= Math.max(MIN_TEXT, WIDTH - lead.length)) line += ` ${word}`;
    else {
      lines.push(lead + line);
      lead = rest;
      line = word;
    }
  }
  return [...lines, lead + (line ?? '')];
}
