/**
 * Subject and attributes of a request where `-subj` is absent: from the sections of the configuration (`prompt = no`), from their defaults (`-batch`), or
 * asked for one by one.
 */
import { encodeDer } from '../../../asn1/writer.ts';
import { PkiError } from '../../../base/error.ts';
import { utf8 } from '../../../base/bytes.ts';
import { makeName, type Name, type NameAttribute } from '../../../x509/name.ts';
import type { RequestAttribute } from '../../../x509/request.ts';
import { type Config, type ConfigEntry, configSection, configValue } from '../../config/config.ts';
import { CommandFailure } from '../../failure.ts';
import type { OpensslHost } from '../../host.ts';
import { makeAttribute, type NameTextOptions } from '../../name-text.ts';
import { findObject } from '../../objects.ts';
import { octetText, readable } from '../../octets.ts';

/** What the fields are filled from. */
export interface SubjectSource {
  readonly host: OpensslHost;
  readonly config: Config;
  /** Section of `req`, usually `req`. */
  readonly section: string;
  /** Take defaults, ask nothing. */
  readonly batch: boolean;
  /** A request has attributes, a self-signed certificate has none. */
  readonly withAttributes: boolean;
  readonly text: NameTextOptions;
}

/** Subject and attributes. Throws a `CommandFailure`. */
export async function readSubject(
  source: SubjectSource,
): Promise<{ readonly subject: Name; readonly attributes: readonly RequestAttribute[] }> {
  const { config, section, host } = source;
  const { names, attributeLines } = subjectSections(config, section);
  if (configValue(config, section, 'prompt') === 'no') {
    const subject = makeName(collect(names.flatMap((line) => fill(line, line.value, source))));
    if (subject.rdns.length === 0) throw notMade('Error: No objects specified in config file');
    return {
      subject,
      attributes: source.withAttributes ? attributesOf(attributeLines.flatMap((line) => fill(line, line.value, source))) : [],
    };
  }
  if (!source.batch) host.stderr(INTRODUCTION);
  const subject = makeName(collect(await ask(names, source)));
  if (subject.rdns.length === 0) throw notMade('Error: No objects specified in config file');
  if (!source.withAttributes || attributeLines.length === 0) return { subject, attributes: [] };
  if (!source.batch) host.stderr("\nPlease enter the following 'extra' attributes\nto be sent with your certificate request\n");
  return { subject, attributes: attributesOf(await ask(attributeLines, source)) };
}

const INTRODUCTION = `You are about to be asked to enter information that will be incorporated
into your certificate request.
What you are about to enter is what is called a Distinguished Name or a DN.
There are quite a few fields but you can leave some blank
For some fields there will be a default value,
If you enter '.', the field will be left blank.
-----
`;

/** An attribute, and whether it joins the RDN before. */
interface Filled {
  readonly attribute: NameAttribute;
  readonly joins: boolean;
}

/** The sections that `distinguished_name` and `attributes` name. OpenSSL looks for them under `-subj` too. Throws a `CommandFailure` where one is missing. */
export function subjectSections(
  config: Config,
  section: string,
): { readonly names: readonly ConfigEntry[]; readonly attributeLines: readonly ConfigEntry[] } {
  const named = (name: string): readonly ConfigEntry[] => {
    const value = configValue(config, section, name);
    return value === undefined ? [] : sectionOf(config, value);
  };
  return { names: named('distinguished_name'), attributeLines: named('attributes') };
}

function sectionOf(config: Config, name: string): readonly ConfigEntry[] {
  const lines = configSection(config, name);
  if (lines === undefined) throw notMade(`Unable to get '${name}' section`);
  return lines;
}

function notMade(line: string, ...more: readonly string[]): CommandFailure {
  return new CommandFailure([line, ...more, 'Error making certificate request']);
}

/** What stands in front of `.`, `,` or `:` only tells lines apart; `+` joins the RDN before. */
function fieldType(name: string): { readonly type: string; readonly joins: boolean } {
  const cut = /^[^:,.]*[:,.](.+)$/s.exec(name);
  const named = cut === null ? name : (cut[1] as string);
  return named.startsWith('+') ? { type: named.slice(1), joins: true } : { type: named, joins: false };
}

function fill({ name }: ConfigEntry, value: string, { text }: SubjectSource): Filled[] {
  const { type, joins } = fieldType(name);
  const oid = findObject(type);
  if (oid === undefined) throw notMade(`Error adding attribute ${type}`, 'certwright: the attribute type is not known');
  try {
    return [{ attribute: makeAttribute(oid, value, text), joins }];
  } catch (error) {
    if (error instanceof PkiError) throw notMade(`Error adding attribute ${type}`, `certwright: ${error.message}`);
    throw error;
  }
}

function collect(filled: readonly Filled[]): NameAttribute[][] {
  const rdns: NameAttribute[][] = [];
  for (const { attribute, joins } of filled) {
    const last = rdns.at(-1);
    if (joins && last !== undefined) last.push(attribute);
    else rdns.push([attribute]);
  }
  return rdns;
}

function attributesOf(filled: readonly Filled[]): RequestAttribute[] {
  return filled.map(({ attribute }) => ({
    type: attribute.type,
    values: [encodeDer((writer) => writer.value(attribute.tag, attribute.value))],
  }));
}

const FIELD_SETTINGS = ['_min', '_max', '_default', '_value'] as const;

/** Asks for each field of a section; fields of unknown types are passed over, as OpenSSL does. */
async function ask(lines: readonly ConfigEntry[], source: SubjectSource): Promise<Filled[]> {
  const setting = (name: string): string | undefined => lines.find((line) => line.name === name)?.value;
  const filled: Filled[] = [];
  for (const line of lines) {
    const { name } = line;
    if (FIELD_SETTINGS.some((suffix) => name.endsWith(suffix)) || findObject(fieldType(name).type) === undefined) continue;
    const value = await answer(line, source, {
      fallback: setting(`${name}_default`) ?? '',
      given: setting(`${name}_value`),
      min: Number(setting(`${name}_min`) ?? -1),
      max: Number(setting(`${name}_max`) ?? -1),
    });
    if (value !== undefined) filled.push(...fill(line, value, source));
  }
  return filled;
}

interface FieldSettings {
  readonly fallback: string;
  readonly given: string | undefined;
  /** Fewest and most octets; -1 for no bound. */
  readonly min: number;
  readonly max: number;
}

/** The value of one field; undefined where it is left blank. */
async function answer(line: ConfigEntry, source: SubjectSource, { fallback, given, min, max }: FieldSettings): Promise<string | undefined> {
  const { host, batch } = source;
  for (;;) {
    let value: string;
    if (given !== undefined) {
      host.stderr(`${readable(given)}\n`);
      value = given;
    } else if (batch) value = fallback;
    else {
      const typed = await host.prompt(`${readable(line.value)} [${readable(fallback)}]:`, { echo: true });
      if (typed === undefined) throw new CommandFailure(['Error making certificate request']);
      value = typed === '' ? fallback : octetText(typed);
    }
    if (value === '' || value === '.') return undefined;
    const problem =
      min > 0 && value.length < min
        ? `String too short, must be at least ${min} bytes long`
        : max >= 0 && value.length > max
          ? `String too long, must be at most ${max} bytes long`
          : undefined;
    if (problem === undefined) return value;
    host.stderr(`${problem}\n`);
    if (batch || given !== undefined) throw new CommandFailure(['Error making certificate request']);
  }
}

/** The octets of a passphrase that the configuration holds (`input_password`, `output_password`). */
export function configPassphrase(config: Config, section: string, name: string): Uint8Array | undefined {
  const text = configValue(config, section, name);
  return text === undefined ? undefined : utf8(readable(text));
}
