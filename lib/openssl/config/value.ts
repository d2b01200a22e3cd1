/** Expansion of a configuration value: quotes, escapes, `$name`, `${name}`, `$(name)`, each with `section::` in front if wanted. */
import { PkiError } from '../../base/error.ts';
import { isQuote, isWordChar } from './scan.ts';

/** Longest expanded value, OpenSSL's MAX_CONF_VALUE_LENGTH: `a = $b$b`, `b = $c$c`, … would double with every line. */
export const MAX_VALUE_LENGTH = 65_536;

/** Finds the value of a variable. */
export type VariableLookup = (section: string | undefined, name: string) => string | undefined;

/**
 * The value of the text as it stands behind the equal sign. Variables without a section are looked up in `section`. Throws `config-syntax` with
 * OpenSSL's reason: no close brace, variable has no value, variable expansion too long.
 */
export function expandValue(
  text: string,
  section: string | undefined,
  { dollarInNames }: { readonly dollarInNames: boolean },
  lookUp: VariableLookup,
): string {
  const out: string[] = [];
  let length = 0;
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (isQuote(char)) {
      at++;
      while (at < text.length && text[at] !== char) {
        if (text[at] === '\\') at++;
        if (at < text.length) out.push(text[at++] as string);
      }
      at++;
    } else if (char === '\\') {
      const escaped = text[at + 1];
      if (escaped === undefined) break;
      out.push(ESCAPES.get(escaped) ?? escaped);
      at += 2;
    } else if (char === '$' && (!dollarInNames || text[at + 1] === '{' || text[at + 1] === '(')) {
      const variable = readVariable(text, at, dollarInNames);
      const value = lookUp(variable.section ?? section, variable.name);
      if (value === undefined) throw new PkiError('config-syntax', `variable has no value: ${variable.name.slice(0, 80)}`);
      length += value.length;
      if (length > MAX_VALUE_LENGTH)
        throw new PkiError('config-syntax', `variable expansion too long: more than ${MAX_VALUE_LENGTH} octets`);
      out.push(value);
      at = variable.end;
    } else {
      out.push(char);
      at++;
    }
  }
  return out.join('');
}

const ESCAPES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['r', '\r'],
  ['n', '\n'],
  ['b', '\b'],
  ['t', '\t'],
]);

interface Variable {
  readonly section: string | undefined;
  readonly name: string;
  /** Position behind it. */
  readonly end: number;
}

function readVariable(text: string, dollarAt: number, dollarInNames: boolean): Variable {
  const open = text[dollarAt + 1];
  const close = open === '{' ? '}' : open === '(' ? ')' : undefined;
  const start = dollarAt + (close === undefined ? 1 : 2);
  let end = endOfVariable(text, start, dollarInNames);
  let section: string | undefined;
  let name = text.slice(start, end);
  if (text.startsWith('::', end)) {
    section = name;
    const nameStart = end + 2;
    end = endOfVariable(text, nameStart, dollarInNames);
    name = text.slice(nameStart, end);
  }
  if (close !== undefined && text[end] !== close) throw new PkiError('config-syntax', 'no close brace');
  return { section, name, end: close === undefined ? end : end + 1 };
}

function endOfVariable(text: string, from: number, dollarInNames: boolean): number {
  let at = from;
  while (isWordChar(text[at]) || (dollarInNames && text[at] === '$')) at++;
  return at;
}
