/** What `-nameopt` and `-certopt` change in `-text` dumps. */
import { fromLatin1 } from '../../base/bytes.ts';
import { displayName } from '../../oids/display-names.ts';
import { formatNameWithFlags, formatOpensslName, nameFlags, nameStyles } from '../../x509/name-format-openssl.ts';
import type { Name } from '../../x509/name.ts';
import { printable } from '../octets.ts';

/** Parts of a dump that can be left out, by the names of `-certopt` behind `no_`. */
export type TextPart =
  | 'header'
  | 'version'
  | 'serial'
  | 'signame'
  | 'issuer'
  | 'validity'
  | 'subject'
  | 'pubkey'
  | 'extensions'
  | 'sigdump'
  | 'aux'
  | 'attributes';

/** What stands for the value of an extension without words: dots, a note, or its octets. */
export type UnknownExtensions = 'default' | 'error' | 'dump';

/** How a dump is written; `DEFAULT_TEXT` where a command says nothing. */
export interface TextOptions {
  /** Flags of names, see `nameFlags`; 0 is the style `compat`. */
  readonly names: number;
  readonly without: ReadonlySet<TextPart>;
  readonly unknown: UnknownExtensions;
}

/** What OpenSSL prints where neither `-nameopt` nor `-certopt` is given. */
export const DEFAULT_TEXT: TextOptions = { names: nameStyles.oneline, without: /* @__PURE__ */ new Set(), unknown: 'default' };

/** What stands behind `Issuer:` and `Subject:` in certificates and requests: a blank and the name, or lines of its own. */
export function nameField(name: Name, { names }: Pick<TextOptions, 'names'>): string {
  return (names & nameFlags.separators) === nameFlags.multiline ? `\n${nameOf(name, names, 12)}` : ` ${nameOf(name, names, 0)}`;
}

/** A name as X509_NAME_print_ex writes it; `compat` without its first slash and with commas (X509_NAME_print). */
export function nameOf(name: Name, names: number, indent: number): string {
  if (names !== 0) return printable(formatNameWithFlags(name, names, displayName, indent));
  return formatOpensslName(name, 'compat', displayName)
    .slice(1)
    .replaceAll(/\/(?=[A-Z]{1,2}=)/g, ', ');
}

/** The line `title=name` of `-subject` and `-issuer` (print_name): a list of lines under the title where the style has lines. */
export function nameLineOf(title: string, name: Name, names: number): string {
  if (names === 0) return `${title}=${formatOpensslName(name, 'compat', displayName)}\n`;
  const lines = (names & nameFlags.separators) === nameFlags.multiline;
  return `${title}=${lines ? '\n' : ''}${printable(formatNameWithFlags(name, names, displayName, 4))}\n`;
}

/** BIO_dump_indent: 16 octets a line less what the indent takes, in hexadecimal and as characters. */
export function octetDump(octets: Uint8Array, indent: number): string {
  const width = 16 - ((indent - Math.min(indent, 6) + 3) >> 2);
  const shown = Math.min(indent, 64);
  const lines: string[] = [];
  for (let at = 0; at < octets.length; at += width) {
    const row = octets.subarray(at, at + width);
    const hex = Array.from({ length: width }, (_, i) => {
      const octet = row[i];
      return octet === undefined ? '   ' : `${octet.toString(16).padStart(2, '0')}${i === 7 ? '-' : ' '}`;
    }).join('');
    const chars = fromLatin1(row).replaceAll(/[^ -~]/g, '.');
    lines.push(`${' '.repeat(shown)}${at.toString(16).padStart(4, '0')} - ${hex}  ${chars}\n`);
  }
  return lines.join('');
}
