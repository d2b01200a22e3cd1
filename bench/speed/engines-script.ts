/**
 * The six main items in whatever engine runs this: certwright and, where it has the item, its rival. The clock is the wall's, since browsers have no other;
 * slices are interleaved and the best counts. Bundled by `engines.ts`; plain Web APIs only.
 */
import {
  createSigner,
  ecdsaSha256,
  fromHex,
  loadPrivateKey,
  parseCertificate,
  parsePublicKey,
  readExtension,
  rsaPkcs1Sha256,
  subjectAltName,
  verifyChain,
  verifySignature,
} from '../../lib/index.ts';

/** The rivals, which `bench/peers/rivals.mjs` brings. */
export interface Rivals {
  readonly p256: {
    sign(message: Uint8Array, secret: Uint8Array, options: object): Uint8Array;
    verify(signature: Uint8Array, message: Uint8Array, point: Uint8Array, options: object): boolean;
  };
  readonly rsa: {
    sign(key: { readonly n: bigint; readonly d: bigint }, message: Uint8Array): Uint8Array;
    verify(key: { readonly n: bigint; readonly e: bigint }, message: Uint8Array, signature: Uint8Array): boolean;
  };
}

/** What is worked on: octets as hexadecimal digits. */
export interface EngineInput {
  readonly message: string;
  readonly ec: readonly {
    readonly spki: string;
    readonly pkcs8: string;
    readonly d: string;
    readonly point: string;
    readonly der: string;
    readonly raw: string;
  }[];
  readonly rsa: {
    readonly spki: string;
    readonly pkcs8: string;
    readonly n: string;
    readonly e: string;
    readonly d: string;
    readonly signature: string;
  };
  readonly leaf: string;
  readonly intermediate: string;
  readonly root: string;
  readonly slice: number;
  readonly rounds: number;
}

/** Microseconds of the best slice. */
export interface EngineRow {
  readonly item: string;
  readonly ours: number;
  readonly rival: string;
  readonly theirs?: number;
}

interface EngineItem {
  readonly item: string;
  readonly ours: () => boolean;
  readonly rival: string;
  readonly theirs?: () => boolean;
}

function itemsOf(input: EngineInput, { p256, rsa }: Rivals): EngineItem[] {
  const message = fromHex(input.message);
  const keys = input.ec.map((key) => ({
    spki: fromHex(key.spki),
    der: fromHex(key.der),
    raw: fromHex(key.raw),
    point: fromHex(key.point),
    d: fromHex(key.d),
  }));
  const [first] = keys as [(typeof keys)[number]];
  const ecSigner = createSigner(loadPrivateKey(fromHex((input.ec[0] as EngineInput['ec'][number]).pkcs8)), { algorithm: ecdsaSha256 });
  const rsaSigner = createSigner(loadPrivateKey(fromHex(input.rsa.pkcs8)), { algorithm: rsaPkcs1Sha256 });
  const rsaKey = parsePublicKey(fromHex(input.rsa.spki));
  const [n, e, d] = [input.rsa.n, input.rsa.e, input.rsa.d].map((digits) => BigInt(`0x${digits}`)) as [bigint, bigint, bigint];
  const signature = fromHex(input.rsa.signature);
  const [leaf, intermediate, root] = [input.leaf, input.intermediate, input.root].map((text) => fromHex(text)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const chain = [leaf, intermediate, root] as const;
  let turn = 0;
  const next = (): (typeof keys)[number] => keys[turn++ % keys.length] as (typeof keys)[number];
  const judge = (): boolean =>
    verifyChain({
      leaf: parseCertificate(leaf),
      intermediates: [parseCertificate(intermediate)],
      anchors: [parseCertificate(root)],
      purpose: 'serverAuth',
    }).ok;
  // What noble has of a chain: the two signatures, nothing parsed.
  const parts = chain.map((der) => parseCertificate(der));
  const signatures = (): boolean =>
    [0, 1].every((i) => {
      const [subject, issuer] = [parts[i], parts[i + 1]] as [(typeof parts)[number], (typeof parts)[number]];
      return p256.verify(subject.signature, subject.tbs, issuer.publicKey.key, { lowS: false, format: 'der' });
    });
  return [
    {
      item: 'P-256 verify',
      ours: () => {
        const { spki, der } = next();
        return verifySignature(parsePublicKey(spki), ecdsaSha256, message, der);
      },
      rival: '@noble/curves',
      theirs: () => {
        const { raw, point } = next();
        return p256.verify(raw, message, point, { lowS: false });
      },
    },
    {
      item: 'P-256 sign',
      ours: () => ecSigner.sign(message).length > 64,
      rival: '@noble/curves',
      theirs: () => p256.sign(message, first.d, { lowS: false, format: 'der' }).length > 64,
    },
    {
      item: 'RSA-2048 verify',
      ours: () => verifySignature(rsaKey, rsaPkcs1Sha256, message, signature),
      rival: 'micro-rsa-dsa-dh',
      theirs: () => rsa.verify({ n, e }, message, signature),
    },
    {
      item: 'RSA-2048 sign',
      ours: () => rsaSigner.sign(message).length === 256,
      rival: 'micro-rsa-dsa-dh',
      theirs: () => rsa.sign({ n, d }, message).length === 256,
    },
    { item: 'parse a leaf', ours: () => readExtension(parseCertificate(leaf), subjectAltName) !== undefined, rival: '-' },
    { item: 'chain of three, P-256', ours: judge, rival: '@noble/curves, signatures only', theirs: signatures },
  ];
}

/** Microseconds of one call over a slice of `milliseconds`. */
function timeSlice(work: () => boolean, milliseconds: number): number {
  const start = performance.now();
  let calls = 0;
  let batch = 1;
  let spent = 0;
  while (spent < milliseconds) {
    for (let i = 0; i < batch; i++) work();
    calls += batch;
    spent = performance.now() - start;
    if (spent < milliseconds / 20) batch *= 2;
  }
  return (spent * 1000) / calls;
}

/** Times everything. Throws where an answer is wrong. */
export function runEngine(input: EngineInput, rivals: Rivals): EngineRow[] {
  return itemsOf(input, rivals).map(({ item, ours, rival, theirs }) => {
    const works = theirs === undefined ? [ours] : [ours, theirs];
    for (const work of works) if (!work()) throw new Error(`${item}: a wrong answer`);
    const best = works.map(() => Infinity);
    for (const work of works) timeSlice(work, 3 * input.slice);
    for (let round = 0; round < input.rounds; round++)
      for (let i = 0; i < works.length; i++) {
        const which = (i + round) % works.length;
        best[which] = Math.min(best[which] as number, timeSlice(works[which] as () => boolean, input.slice));
      }
    const [mine, other] = best as [number, number?];
    return other === undefined ? { item, rival, ours: mine } : { item, rival, ours: mine, theirs: other };
  });
}
