/** @peculiar/x509: signs and verifies through WebCrypto. Its chain builder checks names and signatures, no dates and no rules. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { CA, DAYS_90, HOST, hex, random, splitPem } from './tools.mjs';

x509.cryptoProvider.set(globalThis.crypto);
const { subtle } = globalThis.crypto;
const parse = (der) => new x509.X509Certificate(der);

function fields(der) {
  const certificate = parse(der);
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: certificate.serialNumber,
    notBefore: Number(certificate.notBefore),
    notAfter: Number(certificate.notAfter),
    spki: certificate.publicKey.rawData,
    san: certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON(),
    ca: certificate.getExtension(x509.BasicConstraintsExtension)?.ca,
  };
}

async function judge(chain) {
  const [leaf, intermediate, root] = [chain.leaf, chain.intermediate, chain.root].map(parse);
  const built = await new x509.X509ChainBuilder({ certificates: [intermediate, root] }).build(leaf);
  return built.length === 3;
}

const issuing =
  (chain, signingAlgorithm) =>
  async ({ [chain]: { intermediateKey, leafKey } }) => {
    const signingKey = await subtle.importKey('pkcs8', intermediateKey.pkcs8, signingAlgorithm, false, ['sign']);
    const publicKey = await subtle.importKey('spki', leafKey.spki, signingAlgorithm, true, ['verify']);
    return async () => {
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: `4a${hex(random(15))}`,
        subject: `CN=${HOST}`,
        issuer: `CN=${CA}`,
        notBefore: new Date(),
        notAfter: new Date(Date.now() + DAYS_90),
        signingAlgorithm,
        publicKey,
        signingKey,
        extensions: [
          new x509.BasicConstraintsExtension(false),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: HOST }]),
          await x509.SubjectKeyIdentifierExtension.create(publicKey),
        ],
      });
      return new Uint8Array(certificate.rawData);
    };
  };

export const peer = {
  name: '@peculiar/x509',
  package: '@peculiar/x509',
  mark: 'webcrypto',
  items: {
    'parse-rsa-leaf': (fx) => () => fields(fx.rsaChain.leaf),
    'parse-ec-leaf': (fx) => () => fields(fx.ecChain.leaf),
    'parse-bundle': (fx) => () => fx.roots.map(fields),
    'parse-bundle-pem': (fx) => () => splitPem(fx.rootsPem).map(parse),
    'chain-rsa': (fx) => () => judge(fx.rsaChain),
    'chain-p256': (fx) => () => judge(fx.ecChain),
    'issue-rsa': issuing('rsaChain', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }),
    'issue-p256': issuing('ecChain', { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }),
  },
};

const berOptions = { maxNodes: Infinity, maxContentLength: Infinity };

export const crl = {
  open: (der) => new x509.X509Crl(der),
  openLarge: (der) => new x509.X509Crl(der, { berOptions }),
  find: (list, serial) => Boolean(list.findRevoked(hex(serial))),
};
