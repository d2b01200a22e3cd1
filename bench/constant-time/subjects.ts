/**
 * The functions of the library that know secrets, each with inputs that differ in the secret only. Beside one key against many there are secrets that careless
 * arithmetic is quick with: short ones (Minerva, LadderLeak: a few leading zeros of a nonce, where the time tells them, give the key away) and ones of few bits.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { ed25519 as nobleEd25519 } from '@noble/curves/ed25519.js';
import { p256 as nobleP256, p384 as nobleP384 } from '@noble/curves/nist.js';
import { bytesToBigInt } from '../../lib/base/bytes.ts';
import { type EcdsaAlgorithm, ecdsaSha256, ecdsaSha384, publicKeyOf } from '../../lib/crypto/index.ts';
import { rsaPrivateOperation } from '../../lib/crypto/rsa/private.ts';
import { createSigner, generateKeyPair, loadPrivateKey } from '../../lib/index.ts';
import type { EcPrivateKey, PrivateKey, RsaPrivateKey } from '../../lib/keys/index.ts';
import type { Subject } from './measure.ts';

/** Input objects of a class. */
const INPUTS = 64;

/** An RSA key takes long to make. */
const RSA_KEYS = 8;

const times = <T>(make: (index: number) => T): T[] => Array.from({ length: INPUTS }, (_, index) => make(index));
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** A secret number: any, one whose upper half is zero, or one of at most six bits. Below the orders of P-256 and P-384, and not 0. */
type Kind = 'random' | 'short' | 'sparse';

function secret(kind: Kind, octets: number): Uint8Array {
  const out = kind === 'sparse' ? new Uint8Array(octets) : random(octets);
  if (kind === 'sparse') for (const place of random(5)) out[place % octets] = 1 << (place & 7);
  if (kind === 'short') out.fill(0, 0, octets >> 1);
  out[0] = (out[0] as number) & 0x7f;
  out[octets - 1] = (out[octets - 1] as number) | 1;
  return out;
}

interface Signing {
  readonly sign: (data: Uint8Array) => Uint8Array;
  readonly data: Uint8Array;
}

/** A signer for each input, and another message each time. */
function signings(
  keyOf: (index: number) => PrivateKey,
  algorithmOf: (index: number) => { readonly algorithm?: EcdsaAlgorithm } = () => ({}),
): Signing[] {
  return times((index) => ({ sign: createSigner(keyOf(index), algorithmOf(index)).sign, data: random(32) }));
}

const run = ({ sign, data }: Signing): Uint8Array => sign(data);

/** One key in as many copies as there are others. A copy is another object with the same numbers, so that what is kept for a key is made for each. */
function oneAndMany<K extends PrivateKey>(
  make: () => K,
  copy: (key: K) => K,
  count: number = INPUTS,
): readonly [one: Signing[], many: Signing[]] {
  const one = make();
  const [same, other] = [Array.from({ length: count }, () => copy(one)), Array.from({ length: count }, make)];
  return [signings((index) => same[index % count] as K), signings((index) => other[index % count] as K)];
}

const KEYS = 'one key / random keys';

interface Curve {
  readonly name: string;
  readonly curve: 'P-256' | 'P-384';
  readonly algorithm: EcdsaAlgorithm;
  readonly octets: number;
  readonly noble: typeof nobleP256;
}

const curves: readonly Curve[] = [
  { name: 'p256', curve: 'P-256', algorithm: ecdsaSha256, octets: 32, noble: nobleP256 },
  { name: 'p384', curve: 'P-384', algorithm: ecdsaSha384, octets: 48, noble: nobleP384 },
];

function curveSubjects({ name, curve, algorithm, octets, noble }: Curve): Subject[] {
  const keyOf = (kind: Kind): EcPrivateKey => ({ kind: 'ec', curve, d: secret(kind, octets) });
  const copy = (key: EcPrivateKey): EcPrivateKey => ({ ...key, d: key.d.slice() });
  // What makes the nonces is a part of the descriptor, so that they can be given.
  const givenNonces = (kind: Kind): Signing[] =>
    signings(
      () => keyOf('random'),
      () => {
        const nonce = secret(kind, octets);
        return { algorithm: { ...algorithm, nonceMac: () => nonce } };
      },
    );
  const kinds = ['short', 'sparse'] as const;
  const scalars = (kind: Kind): bigint[] => times(() => bytesToBigInt(secret(kind, octets)));
  return [
    { name: `${name}-sign`, classes: KEYS, role: 'ours', prepare: () => ({ classes: oneAndMany(() => keyOf('random'), copy), run }) },
    ...kinds.map((kind): Subject => ({
      name: `${name}-sign`,
      classes: `${kind} keys / random keys`,
      role: 'ours',
      prepare: () => ({ classes: [signings(() => keyOf(kind)), signings(() => keyOf('random'))], run }),
    })),
    ...kinds.map((kind): Subject => ({
      name: `${name}-sign`,
      classes: `${kind} nonces / random nonces`,
      role: 'ours',
      prepare: () => ({ classes: [givenNonces(kind), givenNonces('random')], run }),
    })),
    ...kinds.map((kind): Subject => ({
      name: `${name}-public-key`,
      classes: `${kind} keys / random keys`,
      role: 'ours',
      prepare: () => ({ classes: [times(() => keyOf(kind)), times(() => keyOf('random'))], run: publicKeyOf }),
    })),
    {
      name: `noble-${name}-sign`,
      classes: KEYS,
      role: 'peer',
      prepare: () => {
        const one = secret('random', octets);
        const input = (key: Uint8Array): Signing => ({ sign: (data) => noble.sign(data, key), data: random(32) });
        return { classes: [times(() => input(one.slice())), times(() => input(secret('random', octets)))], run };
      },
    },
    ...kinds.map((kind): Subject => ({
      name: `noble-${name}-multiply`,
      classes: `${kind} scalars / random scalars`,
      role: 'peer',
      prepare: () => ({ classes: [scalars(kind), scalars('random')], run: (scalar: bigint) => noble.Point.BASE.multiply(scalar) }),
    })),
  ];
}

function edwardsSubjects(): Subject[] {
  const make = (): PrivateKey => ({ kind: 'ed25519', seed: random(32) });
  const copy = (key: PrivateKey): PrivateKey => structuredClone(key);
  return [
    { name: 'ed25519-sign', classes: KEYS, role: 'ours', prepare: () => ({ classes: oneAndMany(make, copy), run }) },
    {
      name: 'ed25519-public-key',
      classes: KEYS,
      role: 'ours',
      prepare: () => {
        const one = make();
        return { classes: [times(() => copy(one)), times(make)], run: publicKeyOf };
      },
    },
    {
      name: 'noble-ed25519-sign',
      classes: KEYS,
      role: 'peer',
      prepare: () => {
        const one = random(32);
        const input = (seed: Uint8Array): Signing => ({ sign: (data) => nobleEd25519.sign(data, seed), data: random(32) });
        return { classes: [times(() => input(one.slice())), times(() => input(random(32)))], run };
      },
    },
  ];
}

/** OpenSSL makes the keys, which is quicker. */
function rsaKey(): RsaPrivateKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return loadPrivateKey(new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }))) as RsaPrivateKey;
}

const rsaSubjects: readonly Subject[] = [
  {
    name: 'rsa2048-sign',
    classes: KEYS,
    role: 'ours',
    prepare: () => ({ classes: oneAndMany(rsaKey, (key) => ({ ...key }), RSA_KEYS), run }),
  },
  {
    name: 'rsa2048-private',
    classes: 'short messages / random messages',
    role: 'ours',
    prepare: () => {
      const key = rsaKey();
      const messages = (octets: number): bigint[] => times(() => 2n + bytesToBigInt(random(octets)));
      return { classes: [messages(4), messages(255)], run: (message: bigint) => rsaPrivateOperation(key, message, random) };
    },
  },
];

/** One class of keys for both: what a difference of inputs that are none looks like with the same code. */
const even: Subject = {
  name: 'p256-sign',
  classes: 'random keys / random keys',
  role: 'even',
  prepare: () => {
    const keys = (): Signing[] => signings(() => generateKeyPair({ kind: 'ec', curve: 'P-256' }).privateKey);
    return { classes: [keys(), keys()], run };
  },
};

/** All that is measured beside the controls. */
export const subjects: readonly Subject[] = [even, ...rsaSubjects, ...curves.flatMap(curveSubjects), ...edwardsSubjects()];
