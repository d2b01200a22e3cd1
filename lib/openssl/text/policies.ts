/** Certificate policies in `-text` dumps (v3_cpols.c). */
import { BMP_STRING } from '../../asn1/tags.ts';
import type { PolicyInformation } from '../../x509/extensions/policies.ts';
import type { DisplayText, PolicyQualifier } from '../../x509/extensions/policy-qualifiers.ts';
import { integerText } from './hex.ts';
import { objectText } from './names.ts';

/** i2r_certpol: a line each, without the last line end. */
export function policiesText(policies: readonly PolicyInformation[], indent: number): string {
  return policies
    .map(({ policy, qualifiers }) => {
      const head = `${' '.repeat(indent)}Policy: ${objectText(policy)}`;
      return qualifiers.length === 0 ? head : `${head}\n${qualifiers.map((qualifier) => qualifierText(qualifier, indent + 2)).join('\n')}`;
    })
    .join('\n');
}

function qualifierText(qualifier: PolicyQualifier, indent: number): string {
  const pad = ' '.repeat(indent);
  if (qualifier.kind === 'cps') return `${pad}CPS: ${untilNul(qualifier.uri)}`;
  if (qualifier.kind === 'other') return `${pad}  Unknown Qualifier: ${objectText(qualifier.type)}`;
  const { noticeReference, explicitText } = qualifier;
  const lines: string[] = [];
  if (noticeReference !== undefined) {
    const { organization, numbers } = noticeReference;
    lines.push(`${pad}  Organization: ${rawText(organization)}`);
    lines.push(`${pad}  Number${numbers.length > 1 ? 's' : ''}: ${numbers.map(integerText).join(', ')}`);
  }
  if (explicitText !== undefined) lines.push(`${pad}  Explicit Text: ${rawText(explicitText)}`);
  return `${pad}User Notice:\n${lines.join('\n')}`;
}

/** The octets are printed as they are, up to the first NUL; nearly every BMPString has one in front. */
function rawText({ tag, text }: DisplayText): string {
  return tag === BMP_STRING ? '' : untilNul(text);
}

function untilNul(text: string): string {
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}
