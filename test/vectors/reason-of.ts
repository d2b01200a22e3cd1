/** The reason that a runner gives for a refusal, shortly: `crl-unusable expired @0`; words where the certificate was not read at all. */
import type { SuiteReport } from '../../apps/cli/vectors/report.ts';

/** Of the one case of a report, whose expectation was turned round. */
export function reasonOf({ failures }: SuiteReport): string | undefined {
  const why = failures[0]?.why;
  if (why?.startsWith('{') !== true) return why?.replace(/ \(at .*/, '');
  const { code, problem, duty, index } = JSON.parse(why) as Readonly<Record<string, string | number | undefined>>;
  return [code, problem ?? duty, `@${index}`].filter((part) => part !== undefined).join(' ');
}
