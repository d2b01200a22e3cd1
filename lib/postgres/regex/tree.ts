/** Regular expressions as trees. */
import type { OctetSet } from './octets.ts';

/** Constraints on a position that take no octet. `line-*` also hold beside a newline. */
export type Constraint = 'start' | 'end' | 'line-start' | 'line-end' | 'word-start' | 'word-end' | 'word-boundary' | 'no-word-boundary';

/** Which of several possible lengths an expression prefers; `none` where it has no choice of its own. */
export type Preference = 'longer' | 'shorter' | 'none';

/** One element of a branch. */
export type Atom =
  | { readonly kind: 'set'; readonly set: OctetSet }
  | { readonly kind: 'constraint'; readonly constraint: Constraint }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly inner: Expression }
  | { readonly kind: 'group'; readonly capture: number /* 0: none */; readonly inner: Expression }
  | { readonly kind: 'backref'; readonly group: Extract<Atom, { kind: 'group' }>; readonly ignoreCase: boolean }
  | { readonly kind: 'repeat'; readonly atom: Atom; readonly min: number; readonly max: number; readonly prefer: Preference };

/** Branches separated by `|`, each a sequence. */
export interface Expression {
  readonly branches: readonly (readonly Atom[])[];
}
