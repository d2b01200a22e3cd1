/** Objects whose optional fields are absent where there is no value, as the views of this library have them. */

/** `T` with the fields that may be undefined made optional instead. */
export type Given<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The fields that have a value: one that is undefined is left out. */
export function given<T extends object>(fields: T): Given<T> {
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(fields) as (keyof T & string)[]) if (fields[key] !== undefined) out[key] = fields[key];
  return out as Given<T>;
}
