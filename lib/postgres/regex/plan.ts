/**
 * How PostgreSQL divides a match among the parts of an expression (regcomp.c, parsebranch and parseqatom): the tree along which captures are found.
 *
 * Parts without captures and without a clash of preferences are one leaf, matched as a whole; the others become concatenations, alternations and
 * iterations, each with the preference (longer or shorter) that the manual's section 9.7.3.5 describes: that of the first part that has one,
 * always longer for an alternation.
 */
import { PkiError } from '../../base/error.ts';
import type { Atom, Expression } from './tree.ts';

/** Something a finite automaton can be made of. */
export type Fragment = Expression | Atom | readonly Atom[];

/** A node of the tree. `fragment` is all it covers; `shorter` says that it prefers the shortest match. */
export type Plan = { readonly id: number; readonly fragment: Fragment; readonly flags: number } & (
  | { readonly kind: 'leaf' }
  | { readonly kind: 'concat'; readonly left: Plan; readonly right: Plan }
  | { readonly kind: 'choice'; readonly branches: readonly Plan[] }
  | { readonly kind: 'capture'; readonly capture: number; readonly inner: Plan }
  | { readonly kind: 'repeat'; readonly inner: Plan; readonly min: number; readonly max: number }
  | { readonly kind: 'backref'; readonly capture: number; readonly ignoreCase: boolean; readonly min: number; readonly max: number }
);

const LONGER = 1;
const SHORTER = 2;
const MIXED = 4;
const CAPTURE = 8;
const BACKREF = 16;
const LOCAL = LONGER | SHORTER;
const PREFERENCES = LOCAL | MIXED;
const MESSY = MIXED | CAPTURE | BACKREF;

/** More parts than this are refused: finding captures recurses along them. */
const MAX_NODES = 5000;

/** What is handed up: both preferences below make a mixture above, a single one does not. */
function up(flags: number): number {
  return (flags & ~LOCAL) | ((flags & LOCAL) === LOCAL ? MIXED : 0);
}

/** Flags of two parts in a row: the preference is the first one's, if it has one. */
function combine(first: number, second: number): number {
  return up(first | second) | ((first & LOCAL) !== 0 ? first & LOCAL : second & LOCAL);
}

/** True where a node prefers its shortest match. */
export function prefersShorter(plan: Plan): boolean {
  return (plan.flags & SHORTER) !== 0;
}

/** True where the plan holds a back reference, which no automaton decides. */
export function hasBackReference(plan: Plan): boolean {
  return (plan.flags & BACKREF) !== 0;
}

/** The tree of an expression. Throws `regex-too-complex` above 5,000 parts. */
export function planRegex(expression: Expression): Plan {
  let id = 0;
  const next = (): number => {
    if (id >= MAX_NODES) throw new PkiError('regex-too-complex', 'the regular expression has too many parts');
    return id++;
  };

  function ofExpression(expr: Expression): Plan {
    const branches = expr.branches.map((atoms) => ofBranch(atoms));
    if (branches.length === 1) return branches[0] as Plan;
    let flags = LONGER;
    for (const branch of branches) flags |= up(flags | branch.flags);
    const base = { id: next(), fragment: expr, flags };
    return (flags & MESSY) === 0 ? { ...base, kind: 'leaf' } : { ...base, kind: 'choice', branches };
  }

  function ofBranch(atoms: readonly Atom[]): Plan {
    let flags = 0;
    for (const [index, item] of atoms.entries()) {
      if (item.kind === 'constraint' || item.kind === 'look') continue;
      const { atom, min, max, prefer } = item.kind === 'repeat' ? item : { atom: item, min: 1, max: 1, prefer: 'none' as const };
      if (max === 0) continue;
      const wanted = prefer === 'longer' ? LONGER : prefer === 'shorter' ? SHORTER : 0;
      const inner = ofAtom(atom);
      const together = flags | wanted | inner.flags;
      const messy = atom.kind === 'backref' || (atom.kind === 'group' && atom.capture > 0) || (up(together) & MESSY) !== 0;
      if (!messy) {
        flags = together;
        continue;
      }
      const node =
        atom.kind === 'backref' && inner.kind === 'backref'
          ? backref(item, inner, min, max, wanted)
          : quantified(item, inner, min, max, wanted);
      const rest = atoms.slice(index + 1);
      const own = combine(wanted, inner.flags);
      const tail = rest.length === 0 ? node : concat(atoms.slice(index), node, ofBranch(rest), own, index > 0);
      return index === 0 ? tail : concat(atoms, leaf(atoms.slice(0, index), flags), tail, flags, false);
    }
    return leaf(atoms, flags);
  }

  /** `simple`: two leaves that do not clash are one. */
  function concat(fragment: Fragment, left: Plan, right: Plan, flags: number, simple: boolean): Plan {
    if (simple && left.kind === 'leaf' && right.kind === 'leaf' && (up(left.flags | right.flags) & MESSY) === 0) {
      return leaf(fragment, combine(left.flags, right.flags));
    }
    return { id: next(), kind: 'concat', fragment, flags: combine(flags, right.flags), left, right };
  }

  function leaf(fragment: Fragment, flags: number): Plan {
    return { id: next(), kind: 'leaf', fragment, flags };
  }

  function ofAtom(atom: Atom): Plan {
    if (atom.kind === 'backref') {
      const { group, ignoreCase } = atom;
      return { id: next(), kind: 'backref', fragment: atom, flags: BACKREF, capture: group.capture, ignoreCase, min: 1, max: 1 };
    }
    if (atom.kind !== 'group') return leaf(atom, 0);
    const inner = ofExpression(atom.inner);
    if (atom.capture === 0) return inner;
    return { id: next(), kind: 'capture', fragment: atom, flags: inner.flags | CAPTURE, capture: atom.capture, inner };
  }

  /** A back reference counts its repetitions itself. */
  function backref(item: Atom, inner: Extract<Plan, { kind: 'backref' }>, min: number, max: number, wanted: number): Plan {
    return { ...inner, fragment: item, min, max, flags: inner.flags | combine(wanted, inner.flags) };
  }

  function quantified(item: Atom, inner: Plan, min: number, max: number, wanted: number): Plan {
    const flags = combine(wanted, inner.flags);
    const own = inner.flags & PREFERENCES;
    if (min === 1 && max === 1 && (wanted === 0 || own === 0 || wanted === own)) return inner;
    if ((inner.flags & (CAPTURE | BACKREF)) === 0) return leaf(item, flags);
    if (min > 0 && (inner.flags & BACKREF) === 0) {
      // only the last round's captures count, so x{m,n} is x{m-1,n-1}x with the first part taken as a whole
      const atom = item.kind === 'repeat' ? item.atom : item;
      const before = { kind: 'repeat', atom, min: min - 1, max: max - 1, prefer: 'longer' } as const;
      return { id: next(), kind: 'concat', fragment: item, flags, left: leaf(before, flags & LOCAL), right: inner };
    }
    return { id: next(), kind: 'repeat', fragment: item, flags, inner, min, max };
  }

  return ofExpression(expression);
}
