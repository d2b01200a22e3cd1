/** certwright itself, by its stable surface. */
import {
  basicConstraints,
  createSignatureMemo,
  createSigner,
  ecdsaSha256,
  ecdsaSha384,
  ed25519,
  formatName,
  generateKeyPair,
  issueCertificate,
  loadPrivateKey,
  parseCertificate,
  parseCertificates,
  parseName,
  parsePublicKey,
  readExtension,
  rsaPkcs1Sha256,
  rsaPssSha256,
  serverProfile,
  sha256,
  type SignatureAlgorithm,
  type SignatureMemo,
  subjectAltName,
  toHex,
  verifyChain,
  verifySignature,
} from '../../../lib/index.ts';
import { type ChainFixture, type Fixtures, HOST, type KeyFixture, validity } from '../fixtures.ts';
import type { Peer, Work } from '../items.ts';
import { inTurn } from './node.ts';

const signing =
  (key: (fx: Fixtures) => KeyFixture, algorithm: SignatureAlgorithm) =>
  (fx: Fixtures): Work => {
    const signer = createSigner(loadPrivateKey(key(fx).pkcs8), { algorithm });
    return () => signer.sign(fx.message);
  };

const verifying =
  (key: (fx: Fixtures) => KeyFixture, algorithm: SignatureAlgorithm, which: 'signature' | 'other' = 'signature') =>
  (fx: Fixtures): Work => {
    const { spki, [which]: signature } = key(fx);
    const publicKey = parsePublicKey(spki);
    return () => verifySignature(publicKey, algorithm, fx.message, signature);
  };

const ecdsa = (id: 'p256' | 'p384', algorithm: SignatureAlgorithm): Peer['items'] => ({
  [`${id}-sign`]: signing((fx) => fx[id][0] as KeyFixture, algorithm),
  [`${id}-verify-fresh`]: (fx) =>
    inTurn(fx[id], ({ spki, signature }) => verifySignature(parsePublicKey(spki), algorithm, fx.message, signature)),
  [`${id}-verify-same`]: verifying((fx) => fx[id][0] as KeyFixture, algorithm),
});

function fields(der: Uint8Array): object {
  const certificate = parseCertificate(der);
  return {
    subject: formatName(certificate.subject),
    issuer: formatName(certificate.issuer),
    serial: toHex(certificate.serialNumber),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    spki: certificate.publicKey.der,
    san: readExtension(certificate, subjectAltName) ?? [],
    ca: readExtension(certificate, basicConstraints)?.ca ?? false,
  };
}

/** With everything that a TLS client asks for. */
function judge(leaf: Uint8Array, { intermediate, root }: ChainFixture, memo?: SignatureMemo): boolean {
  return verifyChain({
    leaf: parseCertificate(leaf),
    intermediates: [parseCertificate(intermediate)],
    anchors: [parseCertificate(root)],
    purpose: 'serverAuth',
    peer: { kind: 'dns', value: HOST },
    ...(memo && { memo }),
  }).ok;
}

const issuing =
  (chain: (fx: Fixtures) => ChainFixture) =>
  (fx: Fixtures): Work => {
    const { intermediate, intermediateKey, leafKey } = chain(fx);
    const issuer = parseCertificate(intermediate);
    const signer = createSigner(loadPrivateKey(intermediateKey.pkcs8));
    const publicKey = leafKey.spki;
    const notAfter = validity.notAfter - 1000;
    return () => {
      const extensions = serverProfile({ publicKey, issuer, names: [{ kind: 'dNSName', value: HOST }] });
      return issueCertificate({ subject: parseName(`CN=${HOST}`), publicKey, issuer, notBefore: Date.now(), notAfter, extensions }, signer)
        .der;
    };
  };

export const certwright: Peer = {
  name: 'certwright',
  items: {
    'rsa2048-sign': signing((fx) => fx.rsa2048, rsaPkcs1Sha256),
    'rsa2048-verify': verifying((fx) => fx.rsa2048, rsaPkcs1Sha256),
    'rsa2048-pss-sign': signing((fx) => fx.rsa2048, rsaPssSha256),
    'rsa2048-pss-verify': verifying((fx) => fx.rsa2048, rsaPssSha256, 'other'),
    'rsa4096-sign': signing((fx) => fx.rsa4096, rsaPkcs1Sha256),
    'rsa4096-verify': verifying((fx) => fx.rsa4096, rsaPkcs1Sha256),
    'rsa2048-keygen': () => () => generateKeyPair({ kind: 'rsa', bits: 2048 }),
    ...ecdsa('p256', ecdsaSha256),
    ...ecdsa('p384', ecdsaSha384),
    'ed25519-sign': signing((fx) => fx.ed25519[0] as KeyFixture, ed25519),
    'ed25519-verify': (fx) =>
      inTurn(fx.ed25519, ({ spki, signature }) => verifySignature(parsePublicKey(spki), ed25519, fx.message, signature)),
    'parse-rsa-leaf': (fx) => () => fields(fx.rsaChain.leaf),
    'parse-ec-leaf': (fx) => () => fields(fx.ecChain.leaf),
    'parse-bundle': (fx) => () => fx.roots.map(fields),
    'parse-bundle-pem': (fx) => () => parseCertificates(fx.rootsPem),
    'chain-rsa': (fx) => () => judge(fx.rsaChain.leaf, fx.rsaChain),
    'chain-p256': (fx) => () => judge(fx.ecChain.leaf, fx.ecChain),
    'chain-p256-memo': (fx) => () => {
      const memo = createSignatureMemo({ max: 1000 });
      return fx.ecLeaves.every((leaf) => judge(leaf, fx.ecChain, memo));
    },
    'issue-rsa': issuing((fx) => fx.rsaChain),
    'issue-p256': issuing((fx) => fx.ecChain),
    'sha256-40mb': (fx) => () => sha256.digest(fx.large),
  },
};

/** The memo's rival: the same without it. */
export const withoutMemo: Peer = {
  name: 'certwright, no memo',
  items: { 'chain-p256-memo': (fx) => () => fx.ecLeaves.every((leaf) => judge(leaf, fx.ecChain)) },
};
