/** jsrsasign: pure JavaScript over hexadecimal texts. It has no chains: signatures, names, CA flag and dates are checked by hand. */
import jsrsasign from 'jsrsasign';
import { both, CA, HOST, hex, inTurn, random, splitPem } from './tools.mjs';

const { hextopem, KEYUTIL, KJUR, X509, X509CRL, zulutomsec } = jsrsasign;

function signature(algorithm, key, message) {
  const one = new KJUR.crypto.Signature({ alg: algorithm });
  one.init(key);
  one.updateHex(message);
  return one;
}

const signing = (algorithm, pick) => (fx) => {
  const key = KEYUTIL.getKey(pick(fx).privatePem);
  const message = hex(fx.message);
  return () => Buffer.from(signature(algorithm, key, message).sign(), 'hex');
};
const verifying =
  (algorithm, pick, which = 'signature') =>
  (fx) => {
    const key = KEYUTIL.getKey(pick(fx).publicPem);
    const [message, made] = [hex(fx.message), hex(pick(fx)[which])];
    return () => signature(algorithm, key, message).verify(made);
  };

const ecdsa = (id, algorithm) => ({
  [`${id}-sign`]: signing(algorithm, (fx) => fx[id][0]),
  [`${id}-verify-fresh`]: (fx) => {
    const message = hex(fx.message);
    const keys = fx[id].map(({ publicPem, signature: made }) => ({ publicPem, made: hex(made) }));
    return inTurn(keys, ({ publicPem, made }) => signature(algorithm, KEYUTIL.getKey(publicPem), message).verify(made));
  },
  [`${id}-verify-same`]: verifying(algorithm, (fx) => fx[id][0]),
});

function parse(der) {
  const certificate = new X509();
  certificate.readCertHex(hex(der));
  return certificate;
}

function fields(der) {
  const certificate = parse(der);
  return {
    subject: certificate.getSubjectString(),
    issuer: certificate.getIssuerString(),
    serial: certificate.getSerialNumberHex(),
    notBefore: zulutomsec(certificate.getNotBefore()),
    notAfter: zulutomsec(certificate.getNotAfter()),
    spki: certificate.getPublicKeyHex(),
    san: certificate.getExtSubjectAltName(),
    ca: certificate.getExtBasicConstraints()?.cA,
  };
}

function judge(chain) {
  const now = Date.now();
  const [leaf, intermediate, root] = [chain.leaf, chain.intermediate, chain.root].map(parse);
  const valid = (certificate) => zulutomsec(certificate.getNotBefore()) <= now && now <= zulutomsec(certificate.getNotAfter());
  return (
    [leaf, intermediate, root].every(valid) &&
    [intermediate, root].every((certificate) => certificate.getExtBasicConstraints().cA) &&
    leaf.getIssuerHex() === intermediate.getSubjectHex() &&
    intermediate.getIssuerHex() === root.getSubjectHex() &&
    leaf.verifySignature(intermediate.getPublicKey()) &&
    intermediate.verifySignature(root.getPublicKey())
  );
}

const issuing =
  (chain, sigalg) =>
  ({ [chain]: { intermediateKey, leafKey } }) => {
    const cakey = KEYUTIL.getKey(intermediateKey.privatePem);
    const sbjpubkey = KEYUTIL.getKey(leafKey.publicPem);
    return () => {
      const certificate = new KJUR.asn1.x509.Certificate({
        version: 3,
        serial: { hex: `4a${hex(random(15))}` },
        issuer: { str: `/CN=${CA}` },
        subject: { str: `/CN=${HOST}` },
        notbefore: '20260101000000Z',
        notafter: '20270101000000Z',
        sbjpubkey,
        sigalg,
        cakey,
        ext: [
          { extname: 'basicConstraints', cA: false },
          { extname: 'keyUsage', critical: true, names: ['digitalSignature'] },
          { extname: 'extKeyUsage', array: ['serverAuth'] },
          { extname: 'subjectAltName', array: [{ dns: HOST }] },
          { extname: 'subjectKeyIdentifier', kid: sbjpubkey },
        ],
      });
      return Buffer.from(certificate.getEncodedHex(), 'hex');
    };
  };

const readPem = (pem) => {
  const certificate = new X509();
  certificate.readCertPEM(pem);
  return certificate;
};

export const peer = {
  name: 'jsrsasign',
  package: 'jsrsasign',
  items: {
    ...both((id) => ({
      [`${id}-sign`]: signing('SHA256withRSA', (fx) => fx[id]),
      [`${id}-verify`]: verifying('SHA256withRSA', (fx) => fx[id]),
    })),
    'rsa2048-pss-sign': signing('SHA256withRSAandMGF1', (fx) => fx.rsa2048),
    'rsa2048-pss-verify': verifying('SHA256withRSAandMGF1', (fx) => fx.rsa2048, 'other'),
    'rsa2048-keygen': () => () => KEYUTIL.generateKeypair('RSA', 2048),
    ...ecdsa('p256', 'SHA256withECDSA'),
    ...ecdsa('p384', 'SHA384withECDSA'),
    'parse-rsa-leaf': (fx) => () => fields(fx.rsaChain.leaf),
    'parse-ec-leaf': (fx) => () => fields(fx.ecChain.leaf),
    'parse-bundle': (fx) => () => fx.roots.map(fields),
    'parse-bundle-pem': (fx) => () => splitPem(fx.rootsPem).map(readPem),
    'chain-rsa': (fx) => () => judge(fx.rsaChain),
    'chain-p256': (fx) => () => judge(fx.ecChain),
    'issue-rsa': issuing('rsaChain', 'SHA256withRSA'),
    'issue-p256': issuing('ecChain', 'SHA256withECDSA'),
  },
};

export const crl = {
  open: (der) => new X509CRL(hextopem(hex(der), 'X509 CRL')),
  find: (list, serial) => Boolean(list.findRevCertBySN(hex(serial))),
};
