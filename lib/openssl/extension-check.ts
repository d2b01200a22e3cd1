/** The check of an extension section that the commands make before they ask for anything. */
import { type Config, configSection } from './config/config.ts';
import { buildExtensions } from './extensions.ts';
import { CommandFailure, failureOf } from './failure.ts';
import { digestSha1 } from './signing.ts';

/** Throws a `CommandFailure` with this first line unless the section exists and its values can be read. */
export function checkSection(config: Config, section: string, message: string): void {
  const lines = configSection(config, section);
  if (lines === undefined) throw new CommandFailure([message]);
  try {
    buildExtensions(lines, section, { config, test: true, sha1: digestSha1, built: [] }, { replace: true });
  } catch (error) {
    throw failureOf(error, message);
  }
}
