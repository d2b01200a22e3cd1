/** Certificate policies in `-text` dumps (v3_cpols.c). */
import { fromLatin1 } from '../../base/bytes.ts';
import { printable } from '../octets.ts';
import { integerText } from './hex.ts';
import type { LoosePolicy, LooseQualifier } from './loose.ts';
import { objectText } from './names.ts';

/** i2r_certpol: a line each, without the last line end. */
export function policiesText(policies: readonly LoosePolicy[], indent: number): string {
  return policies
    .map(({ policy, qualifiers }) => {
      const head = `${' '.repeat(indent)}Policy: ${objectText(policy)}`;
      return qualifiers === undefined ? head : `${head}\n${qualifiers.map((qualifier) => qualifierText(qualifier, indent + 2)).join('\n')}`;
    })
    .join('\n');
}

function qualifierText(qualifier: LooseQualifier, indent: number): string {
  const pad = ' '.repeat(indent);
  if (qualifier.kind === 'cps') return `${pad}CPS: ${rawText(qualifier.uri)}`;
  if (qualifier.kind === 'other') return `${pad}  Unknown Qualifier: ${objectText(qualifier.type)}`;
  const { reference, text } = qualifier;
  const lines: string[] = [];
  if (reference !== undefined) {
    const { organization, numbers } = reference;
    lines.push(`${pad}  Organization: ${rawText(organization)}`);
    lines.push(`${pad}  Number${numbers.length > 1 ? 's' : ''}: ${numbers.map(integerText).join(', ')}`);
  }
  if (text !== undefined) lines.push(`${pad}  Explicit Text: ${rawText(text)}`);
  return `${pad}User Notice:\n${lines.join('\n')}`;
}

/** The octets are printed as they are, up to the first NUL; nearly every BMPString has one in front. */
export function rawText(octets: Uint8Array): string {
  const nul = octets.indexOf(0);
  const shown = nul < 0 ? octets : octets.subarray(0, nul);
  return printable(fromLatin1(shown));
}
