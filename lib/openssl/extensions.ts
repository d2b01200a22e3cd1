/** Sections of extensions: the lines of a configuration section, in order, to the extensions of a certificate or request. */
import { PkiError } from '../base/error.ts';
import type { Extension } from '../x509/extension.ts';
import type { ConfigEntry } from './config/config.ts';
import type { ExtensionContext } from './x509v3/context.ts';
import { extensionValue } from './x509v3/extension-value.ts';

/**
 * The extensions of a section's lines, added to those built so far; one that is there already is replaced (at the end), as in certificates, or stands
 * beside it, as in requests. Throws `bad-extension-value` or `unsupported-extension-value`, naming section, name and value.
 */
export function buildExtensions(
  lines: readonly ConfigEntry[],
  section: string,
  context: ExtensionContext,
  { replace }: { readonly replace: boolean },
): Extension[] {
  let built: readonly Extension[] = context.built;
  for (const line of lines) {
    const extension = buildExtension(line, section, { ...context, built });
    built = [...(replace ? built.filter(({ oid }) => oid !== extension.oid) : built), extension];
  }
  return [...built];
}

/** One line `name = [critical,] value`. */
function buildExtension({ name, value }: ConfigEntry, section: string, context: ExtensionContext): Extension {
  const critical = value.startsWith('critical,');
  const text = critical ? value.slice('critical,'.length).trimStart() : value;
  try {
    const built = extensionValue(name, text, context);
    return { ...built, critical, offset: 0, path: name };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    const code = error.code === 'unsupported-extension-value' ? error.code : 'bad-extension-value';
    throw new PkiError(code, `${error.message}: error in extension: section=${section}, name=${name}, value=${text}`, { cause: error });
  }
}
