/** Writes the figures into docs/performance.md, between its markers, and has the figures drawn. */
import { readFileSync, writeFileSync } from 'node:fs';

const PAGE = 'docs/performance.md';

/** Replaces what stands between `<!-- NAME -->` and `<!-- end -->` for each name of `parts`. Throws where a marker is missing. */
export function fillIn(page: string, parts: Readonly<Record<string, string>>): string {
  let filled = page;
  for (const [name, text] of Object.entries(parts)) {
    const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!marked.test(filled)) throw new Error(`the page has no place for ${name}`);
    filled = filled.replace(marked, (_all, start: string, end: string) => `${start}\n${text}\n${end}`);
  }
  return filled;
}

export function writePage(parts: Readonly<Record<string, string>>): void {
  writeFileSync(PAGE, fillIn(readFileSync(PAGE, 'utf8'), parts));
}
