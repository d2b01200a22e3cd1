/**
 * Secret multiples of the base point of Ed25519 (RFC 8032 5.1), by the comb of comb.ts. Points are extended, x = X / Z, y = Y / Z, T = X Y / Z; the formulas
 * (madd-2008-hwcd-3 and dbl-2008-hwcd of the Explicit-Formulas Database) are complete on this curve. An addend is (y - x) / 2, (y + x) / 2 and d x y of an affine
 * point: halved, so that sums stay small.
 */
import { bigIntToBytes } from '../../base/bytes.ts';
import { modInverse } from '../rsa/arithmetic.ts';
import { affineMultiple, type Comb, type FieldGroup, makeComb, SLOTS_FOR_TABLES } from './comb.ts';
import { ED25519_ORDER } from './edwards.ts';
import { fieldEd25519 } from './field-ed25519.ts';
import { setUpField } from './field.ts';
import { type SecretNumbers, setUpNumbers } from './secret-numbers.ts';

const OCTETS = 32;

/** What is done with secrets on the curve. */
export interface SecretEdwards {
  /** Arithmetic modulo the order of the base point. */
  readonly numbers: SecretNumbers;
  /** The base point times a number below the order, big-endian, in the form of RFC 8032 5.1.2; it is public then. `blind`, random octets, makes points random. */
  point(scalar: Uint8Array, blind: Uint8Array): Uint8Array;
}

let curve: SecretEdwards | undefined;

/** The curve, set up on first use. */
export function secretEdwards(): SecretEdwards {
  curve ??= setUp();
  return curve;
}

function setUp(): SecretEdwards {
  const p = 2n ** 255n - 19n;
  const numbers = setUpNumbers(ED25519_ORDER);
  const group = setUpGroup(p, 1);
  let comb: Comb | undefined;
  return {
    numbers,
    point(scalar, blind) {
      comb ??= makeTables(p);
      const coordinate = affineMultiple(group, comb, scalar, numbers.order, blind);
      return bigIntToBytes(coordinate(group.Y) + ((coordinate(group.X) & 1n) << 255n), OCTETS).reverse();
    },
  };
}

function makeTables(p: bigint): Comb {
  const group = setUpGroup(p, SLOTS_FOR_TABLES);
  const { field, X, Y, Z, T } = group;
  field.loadNumber(X, BigInt('0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a'));
  field.loadNumber(Y, BigInt('0x6666666666666666666666666666666666666666666666666666666666666658'));
  field.loadNumber(Z, 1n);
  field.mul(T, X, Y);
  return makeComb(group, 253);
}

/** The group with so many slots. */
function setUpGroup(p: bigint, slots: number): FieldGroup {
  const field = setUpField(fieldEd25519, p, 30 + 5 * slots);
  const { m, place, mul, sum, loadNumber, load, unload, copy } = field;
  // The accumulator, constants, places to work in. A slot is X, Y, Z, T and a product of Zs.
  const [X, Y, Z, T] = [place(2), place(3), place(4), place(5)];
  const [ONE, D4, HALF] = [place(6), place(7), place(8)];
  const [A, B, C, E, F, G, H] = [place(9), place(10), place(11), place(12), place(13), place(14), place(15)];
  const size = place(4);
  const slot = (index: number): number => place(30 + 5 * index);

  const finish = (): void => {
    mul(X, E, F);
    mul(Y, G, H);
    mul(Z, F, G);
    mul(T, E, H);
  };

  const double = (): void => {
    mul(A, X, X);
    mul(B, Y, Y);
    mul(C, Z, Z);
    sum(G, 1, A, 1, B);
    sum(H, 1, X, 1, Y);
    mul(E, H, H, -1, G);
    sum(H, -1, G, 0, G);
    sum(G, 1, B, -1, A);
    sum(F, 1, G, -2, C);
    finish();
  };

  /** Adds the addend or its opposite: there y - x and y + x are exchanged, and T has the other sign. */
  const add = (at: number, sign: number): void => {
    const exchange = (1 - sign) / 2;
    sum(H, 1, at + place(1), -1, at);
    sum(E, 1, at, exchange, H);
    sum(F, 1, at + place(1), -exchange, H);
    sum(A, 1, Y, -1, X);
    sum(B, 1, Y, 1, X);
    mul(A, A, E);
    mul(B, B, F);
    mul(C, T, at + place(2));
    sum(E, 1, B, -1, A);
    sum(H, 1, B, 1, A);
    sum(F, 1, Z, -sign, C);
    sum(G, 1, Z, sign, C);
    finish();
  };

  const makeAddends = (first: number, count: number): void => {
    const product = (i: number): number => (i < first ? ONE : slot(i) + size);
    for (let i = first; i < first + count; i++) mul(product(i), slot(i) + place(2), product(i - 1));
    loadNumber(B, modInverse(unload(product(first + count - 1)), p));
    for (let i = first + count - 1; i >= first; i--) {
      const at = slot(i);
      mul(A, B, product(i - 1));
      mul(B, B, at + place(2));
      mul(A, A, HALF);
      mul(E, at, A);
      mul(F, at + place(1), A);
      mul(at, F, ONE, -1, E);
      mul(at + place(1), F, ONE, 1, E);
      mul(A, E, F);
      mul(at + place(2), A, D4);
    }
  };

  loadNumber(ONE, 1n);
  loadNumber(D4, (4n * BigInt('0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3')) % p);
  loadNumber(HALF, (p + 1n) / 2n);
  return {
    p,
    field,
    m,
    width: place(3),
    slot,
    clear(blind) {
      m.fill(0, X, X + size);
      load(Y, blind);
      copy(Z, Y);
    },
    double,
    add,
    keep: (index) => void m.copyWithin(slot(index), X, X + size),
    restore: (index) => void m.copyWithin(X, slot(index), slot(index) + size),
    makeAddends,
    X,
    Y,
    Z,
    T,
    POWERS: Array.from({ length: 8 }, (_, i) => place(16 + i)),
  };
}
