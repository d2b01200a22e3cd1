/** Arguments of the command line that are checked while it is read. */

/** Purposes that have a name on the command line; others are given as dotted identifiers. */
export const PURPOSES = ['serverAuth', 'clientAuth', 'codeSigning', 'emailProtection', 'timeStamping', 'ocspSigning'] as const;

/** An instant of ISO 8601 text: a date, or date and time with seconds and zone. Undefined where it is none. */
export function parseInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined;
  const at = Date.parse(text);
  // Date.parse takes 30 February for 2 March; a date that is real comes back as it was.
  const day = new Date(Date.parse(`${text.slice(0, 10)}T00:00:00Z`));
  return Number.isNaN(at) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text.slice(0, 10)) ? undefined : at;
}
