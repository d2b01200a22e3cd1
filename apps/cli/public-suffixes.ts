/** The public suffix list, in the format of publicsuffix.org: a rule a line, `//` before remarks, `*.` for every label, `!` for what is none in spite of that. */
import { readFileSync } from 'node:fs';
import { toAscii } from '../../lib/idna/index.ts';
import { CliFailure } from './talk.ts';

/** Reads a list: whether a domain, in lower case and A-labels, is a suffix below which strangers register names. A single label always is. */
export function readPublicSuffixes(path: string): (domain: string) => boolean {
  const rules = new Set(linesOf(path).flatMap((line) => ruleOf(line.split(/\s/, 1)[0] ?? '')));
  if (rules.size === 0) throw new CliFailure(`${path} holds no public suffixes`);
  return (domain) => {
    if (rules.has(`!${domain}`)) return false;
    const dot = domain.indexOf('.');
    return dot < 0 || rules.has(domain) || rules.has(`*${domain.slice(dot)}`);
  };
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    throw new CliFailure(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

/** A rule with its labels in ASCII; nothing of a remark or of what is no domain. */
function ruleOf(line: string): readonly string[] {
  const [, mark = '', domain = ''] = /^(\*\.|!)?([^/*!][^*!]*)$/.exec(line) ?? [];
  if (domain === '') return [];
  try {
    return [mark + toAscii(domain)];
  } catch {
    return [];
  }
}
