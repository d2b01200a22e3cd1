/**
 * node:crypto, the yardstick. It has no chains and issues nothing: chains are judged by hand (dates, CA flag, names, both signatures, no more), and of issuing
 * only the bare signature is done.
 */
import { constants, createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { type ChainFixture, type Fixtures, type KeyFixture, splitPem } from '../fixtures.ts';
import type { Peer, Work } from '../items.ts';

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

/** Another one of a list each time. */
export function inTurn<T>(list: readonly T[], use: (member: T) => unknown): Work {
  let next = 0;
  return () => use(list[next++ % list.length] as T);
}

const ecdsa = (id: 'p256' | 'p384', hash: string): Peer['items'] => {
  const first = (fx: Fixtures): KeyFixture => fx[id][0] as KeyFixture;
  const imported = ({ spki }: KeyFixture): KeyObject => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return {
    [`${id}-sign`]: (fx) => () => sign(hash, fx.message, first(fx).privateKey),
    [`${id}-verify-fresh`]: (fx) => inTurn(fx[id], (key) => verify(hash, fx.message, imported(key), key.signature)),
    [`${id}-verify-same`]: (fx) => () => verify(hash, fx.message, first(fx).publicKey, first(fx).signature),
  };
};

const rsa = (id: 'rsa2048' | 'rsa4096'): Peer['items'] => ({
  [`${id}-sign`]: (fx) => () => sign('sha256', fx.message, fx[id].privateKey),
  [`${id}-verify`]: (fx) => () => verify('sha256', fx.message, fx[id].publicKey, fx[id].signature),
});

function fields(input: Uint8Array | string): object {
  const certificate = new X509Certificate(input);
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: certificate.serialNumber,
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    spki: certificate.publicKey,
    san: certificate.subjectAltName,
    ca: certificate.ca,
  };
}

function judge(leafDer: Uint8Array, { intermediate: intermediateDer, root: rootDer }: ChainFixture): boolean {
  const now = Date.now();
  const [leaf, intermediate, root] = [leafDer, intermediateDer, rootDer].map((der) => new X509Certificate(der)) as [
    X509Certificate,
    X509Certificate,
    X509Certificate,
  ];
  const valid = (certificate: X509Certificate): boolean =>
    Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
  return (
    [leaf, intermediate, root].every(valid) &&
    intermediate.ca &&
    root.ca &&
    leaf.checkIssued(intermediate) &&
    intermediate.checkIssued(root) &&
    leaf.verify(intermediate.publicKey) &&
    intermediate.verify(root.publicKey)
  );
}

export const node: Peer = {
  name: 'node:crypto',
  mark: 'native',
  items: {
    ...rsa('rsa2048'),
    ...rsa('rsa4096'),
    'rsa2048-pss-sign': (fx) => () => sign('sha256', fx.message, { key: fx.rsa2048.privateKey, ...PSS }),
    'rsa2048-pss-verify': (fx) => () => verify('sha256', fx.message, { key: fx.rsa2048.publicKey, ...PSS }, fx.rsa2048.other),
    'rsa2048-keygen': () => () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ...ecdsa('p256', 'sha256'),
    ...ecdsa('p384', 'sha384'),
    'ed25519-sign': (fx) => () => sign(null, fx.message, (fx.ed25519[0] as KeyFixture).privateKey),
    'ed25519-verify': (fx) => inTurn(fx.ed25519, ({ publicKey, signature }) => verify(null, fx.message, publicKey, signature)),
    'parse-rsa-leaf': (fx) => () => fields(fx.rsaChain.leaf),
    'parse-ec-leaf': (fx) => () => fields(fx.ecChain.leaf),
    'parse-bundle': (fx) => () => fx.roots.map(fields),
    'parse-bundle-pem': (fx) => () => splitPem(fx.rootsPem).map((pem) => new X509Certificate(pem)),
    'chain-rsa': (fx) => () => judge(fx.rsaChain.leaf, fx.rsaChain),
    'chain-p256': (fx) => () => judge(fx.ecChain.leaf, fx.ecChain),
    'chain-p256-memo': (fx) => () => fx.ecLeaves.every((leaf) => judge(leaf, fx.ecChain)),
    'sha256-40mb': (fx) => () => createHash('sha256').update(fx.large).digest(),
  },
};

/** The native half of issuing: the table shows it, checked and named as what it is. */
export const bareSignature: Readonly<Record<string, (fx: Fixtures) => Work>> = {
  'issue-rsa': (fx) => () => sign('sha256', fx.message, fx.rsaChain.intermediateKey.privateKey),
  'issue-p256': (fx) => () => sign('sha256', fx.message, fx.ecChain.intermediateKey.privateKey),
};
