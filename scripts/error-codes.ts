/**
 * Collects the codes of the library from its syntax trees: of every `PkiError` thrown and of every finding made in a judgement. Functions and methods
 * that pass a `code` parameter on (such as DerReader.fail) are followed to their calls.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { parseSync } from 'oxc-parser';
import { verifyErrorCodes, verifyErrorWords } from '../lib/openssl-verify/errors.ts';

/** Where codes come from: an exception, or a judgement. */
export type CodeKind = 'error' | 'finding';

/** One code with all places that use it. */
export interface CodeEntry {
  readonly kind: CodeKind;
  readonly code: string;
  /** Message templates (errors) or sections of the standard (findings); `…` stands for what is filled in. */
  readonly texts: readonly string[];
  /** Folders of lib that use it. */
  readonly folders: readonly string[];
}

/** What was found, and the expressions that are no string literal and could not be followed, as `file:offset`. */
export interface CodeList {
  readonly entries: readonly CodeEntry[];
  readonly unresolved: readonly string[];
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number };

/** A function that hands its parameters on as a code and perhaps as its text. */
interface Carrier {
  readonly kind: CodeKind;
  readonly code: number;
  readonly text: number | undefined;
  /** The text where it is no parameter. */
  readonly fixed: string;
}

/** `file#name` of a function, `.name` of a method: methods are known by their name alone. */
type CarrierKey = string;

interface Frame {
  readonly key: CarrierKey | undefined;
  readonly params: readonly string[];
  /** The `rfc` property of an object around, for `this.rfc`. */
  readonly rfc?: Node | undefined;
}

interface Source {
  readonly file: string;
  readonly program: Node;
  /** Local name to the function imported. */
  readonly imports: ReadonlyMap<string, CarrierKey>;
  /** Name to the values that constants of that name have anywhere in the file. */
  readonly constants: ReadonlyMap<string, readonly Node[]>;
}

/** Reads all sources under `lib`. */
export function collectCodes(root: string): CodeList {
  const files = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const trees: readonly Source[] = files.sort().map((name) => {
    const file = `lib/${name.split(sep).join('/')}`;
    const { program, module } = parseSync(file, readFileSync(join(root, file), 'utf8'));
    const imports = module.staticImports.flatMap((item) => {
      const from = posix.join(posix.dirname(file), item.moduleRequest.value);
      return item.entries.map((entry) => [entry.localName.value, `${from}#${entry.importName.name ?? ''}`] as const);
    });
    const tree = program as unknown as Node;
    return { file, program: tree, imports: new Map(imports), constants: constantsIn(tree) };
  });
  const carriers = new Map<CarrierKey, Carrier>();
  const found = new Map<string, { kind: CodeKind; code: string; texts: Set<string>; folders: Set<string> }>();
  const unresolved = new Set<string>();

  const record = (kind: CodeKind, value: Node, text: string, file: string): void => {
    const code = String(value['value']);
    const entry = found.get(`${kind} ${code}`) ?? { kind, code, texts: new Set(), folders: new Set() };
    if (text !== '') entry.texts.add(text);
    entry.folders.add(/^lib\/([^/]+)\//.exec(file)?.[1] ?? '');
    found.set(`${kind} ${code}`, entry);
  };

  /** One place where `code` becomes the code of an error or a finding. */
  const sink = (kind: CodeKind, code: Node, text: Node | undefined, fixed: string, source: Source, frames: readonly Frame[]): void => {
    const { file } = source;
    if (code.type === 'ConditionalExpression') {
      sink(kind, code['consequent'] as Node, text, fixed, source, frames);
      sink(kind, code['alternate'] as Node, text, fixed, source, frames);
      return;
    }
    if (code.type === 'Literal') {
      record(kind, code, text === undefined ? fixed : textOf(text, source, frames), file);
      return;
    }
    // A code that is copied from another error or finding was counted where that one was made.
    if (code.type === 'MemberExpression' && nameOf(code['property']) === 'code') return;
    const name = code.type === 'Identifier' ? nameOf(code) : undefined;
    const frame = [...frames].reverse().find((candidate) => name !== undefined && candidate.params.includes(name));
    const constants = frame === undefined && name !== undefined ? source.constants.get(name) : undefined;
    if (constants !== undefined) {
      for (const constant of constants) sink(kind, constant, text, fixed, source, frames);
      return;
    }
    if (frame?.key === undefined || name === undefined) {
      unresolved.add(`${file}:${code.start}`);
      return;
    }
    // The text may be a parameter, or a template around one.
    const words = text?.type === 'TemplateLiteral' ? (text['expressions'] as Node[]) : text === undefined ? [] : [text];
    const textIndex = frame.params.findIndex((param) => param !== '' && words.some((word) => nameOf(word) === param));
    const carrier = {
      kind,
      code: frame.params.indexOf(name),
      text: textIndex < 0 ? undefined : textIndex,
      fixed: text === undefined ? fixed : textOf(text, source, frames),
    };
    carriers.set(frame.key, carrier);
  };

  const visit = (node: unknown, source: Source, frames: readonly Frame[], own: CarrierKey | undefined): void => {
    const { file } = source;
    if (Array.isArray(node)) {
      for (const item of node) visit(item, source, frames, undefined);
      return;
    }
    if (!isNode(node)) return;
    if (node.type === 'NewExpression' && nameOf(node['callee']) === 'PkiError') {
      const [code, message] = node['arguments'] as Node[];
      if (code !== undefined) sink('error', code, message, '', source, frames);
    }
    if (node.type === 'ObjectExpression') {
      const code = propertyOf(node, 'code');
      if (code !== undefined && propertyOf(node, 'severity') !== undefined)
        sink('finding', code, propertyOf(node, 'rfc'), '', source, frames);
    }
    if (node.type === 'CallExpression') {
      const callee = node['callee'] as Node;
      const name = nameOf(callee);
      const called = name === undefined ? `.${nameOf(callee['property'])}` : (source.imports.get(name) ?? `${file}#${name}`);
      const carrier = carriers.get(called);
      const args = node['arguments'] as Node[];
      const code = carrier === undefined ? undefined : args[carrier.code];
      if (carrier !== undefined && code !== undefined) {
        sink(carrier.kind, code, carrier.text === undefined ? undefined : args[carrier.text], carrier.fixed, source, frames);
      }
    }
    const ownName = nameOf(node['id']);
    const key = ownName === undefined ? own : `${file}#${ownName}`;
    const rfc = node.type === 'ObjectExpression' ? propertyOf(node, 'rfc') : undefined;
    const around = rfc === undefined ? frames : [...frames, { key: undefined, params: [], rfc }];
    const inner = isFunction(node) ? [...around, { key, params: (node['params'] as Node[]).map(paramName) }] : around;
    const method = nameOf(node['key']);
    for (const [field, value] of Object.entries(node)) {
      visit(value, source, inner, field === 'value' && method !== undefined ? `.${method}` : field === 'init' ? key : undefined);
    }
  };

  // Carriers may call carriers: go over all trees until no new one turns up.
  for (let before = -1; before !== carriers.size;) {
    before = carriers.size;
    found.clear();
    unresolved.clear();
    for (const source of trees) visit(source.program, source, [], undefined);
  }
  const entries = [...found.values()].map((entry) => ({ ...entry, texts: [...entry.texts].sort(), folders: [...entry.folders].sort() }));
  return { entries: entries.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)), unresolved: [...unresolved] };
}

/** The content of docs/errors.md. */
export function renderCodes({ entries }: CodeList): string {
  const table = (kind: CodeKind, heading: string): string => {
    const rows = entries.filter((entry) => entry.kind === kind);
    const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
    const lines = rows.map(({ code, folders, texts }) => `| \`${code}\` | ${folders.join(', ')} | ${texts.map(cell).join('; ')} |`);
    return `| code | in lib/ | ${heading} |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
  };
  return `# Codes

Made by \`npm run docs:errors\` from the sources; a test compares. A \`…\` stands for a value that is filled in.

## Errors

\`PkiError.code\`: malformed bytes or misuse.

${table('error', 'message')}
## Findings

\`Finding.code\`: judgements about a chain, in \`Verdict.reason\` and \`findings\`.

${table('finding', 'standard')}
## Errors of X509_verify_cert

\`Verdict.reason.code\` of \`verifyLikeOpenssl\`, and the reason of a login that ends at the layer \`verify\`.

${opensslTable()}`;
}

function opensslTable(): string {
  const lines = verifyErrorCodes().map((code) => {
    const { number, text } = verifyErrorWords(code);
    return `| \`${code}\` | ${number} | ${text} |`;
  });
  return `| code | X509_V_ERR | OpenSSL's words |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function isFunction(node: Node): boolean {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && (node.type === 'Identifier' || node.type === 'PrivateIdentifier') ? String(node['name']) : undefined;
}

function paramName(node: Node): string {
  return nameOf(node.type === 'AssignmentPattern' ? node['left'] : node) ?? '';
}

function propertyOf(object: Node, name: string): Node | undefined {
  const property = (object['properties'] as Node[]).find((item) => item.type === 'Property' && nameOf(item['key']) === name);
  return property?.['value'] as Node | undefined;
}

function constantsIn(node: unknown, found: Map<string, Node[]> = new Map()): Map<string, Node[]> {
  if (Array.isArray(node)) for (const item of node) constantsIn(item, found);
  if (!isNode(node)) return found;
  const name = node.type === 'VariableDeclarator' ? nameOf(node['id']) : undefined;
  if (name !== undefined && isNode(node['init'])) found.set(name, [...(found.get(name) ?? []), node['init']]);
  for (const value of Object.values(node)) constantsIn(value, found);
  return found;
}

/** The words of a literal, a template, a sum, a constant or `this.rfc`. */
function textOf(node: Node, source: Source, frames: readonly Frame[]): string {
  if (node.type === 'Literal') return String(node['value']);
  if (node.type === 'TemplateLiteral')
    return (node['quasis'] as Node[]).map((quasi) => (quasi['value'] as { cooked: string }).cooked).join('…');
  if (node.type === 'BinaryExpression') return textOf(node['left'] as Node, source, frames) + textOf(node['right'] as Node, source, frames);
  const [constant] = source.constants.get(nameOf(node) ?? '') ?? [];
  if (constant?.type === 'Literal') return String(constant['value']);
  const rfc =
    node.type === 'MemberExpression' && nameOf(node['property']) === 'rfc'
      ? [...frames].reverse().find((frame) => frame.rfc)?.rfc
      : undefined;
  return rfc?.type === 'Literal' ? String(rfc['value']) : '…';
}
