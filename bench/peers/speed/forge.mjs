/** node-forge: pure JavaScript, RSA and Ed25519 only; it blinds when it signs. */
import forge from 'node-forge';
import { both, CA, DAYS_90, HOST, hex, inTurn, latin1, random, splitPem } from './tools.mjs';

const { asn1, md, pki } = forge;

function digestOf(message) {
  const digest = md.sha256.create();
  digest.update(latin1(message));
  return digest;
}

const pss = () => forge.pss.create({ md: md.sha256.create(), mgf: forge.mgf.mgf1.create(md.sha256.create()), saltLength: 32 });
const signing =
  (id, scheme = () => undefined) =>
  (fx) => {
    const key = pki.privateKeyFromPem(fx[id].privatePem);
    return () => key.sign(digestOf(fx.message), scheme());
  };
const verifying =
  (id, which, scheme = () => undefined) =>
  (fx) => {
    const key = pki.publicKeyFromPem(fx[id].publicPem);
    const signature = latin1(fx[id][which]);
    return () => key.verify(digestOf(fx.message).digest().bytes(), signature, scheme());
  };

const parse = (der) => pki.certificateFromAsn1(asn1.fromDer(latin1(der)));
const nameOf = ({ attributes }) => attributes.map(({ shortName, type, value }) => `${shortName ?? type}=${value}`).join(',');

function fields(der) {
  const certificate = parse(der);
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serial: certificate.serialNumber,
    notBefore: Number(certificate.validity.notBefore),
    notAfter: Number(certificate.validity.notAfter),
    spki: certificate.publicKey,
    san: certificate.getExtension('subjectAltName')?.altNames,
    ca: certificate.getExtension('basicConstraints')?.cA,
  };
}

/** Null for what it cannot read. */
const orNull = (read) => (input) => {
  try {
    return read(input);
  } catch {
    return null;
  }
};

function noted(inputs, read) {
  const refused = inputs.filter((input) => orNull(read)(input) === null).length;
  return Object.assign(() => inputs.map(orNull(read)), { note: `refuses ${refused} of ${inputs.length}, having no elliptic curves` });
}

function judge({ leaf, intermediate, root }) {
  const [first, second, anchor] = [leaf, intermediate, root].map(parse);
  return pki.verifyCertificateChain(pki.createCaStore([anchor]), [first, second]);
}

function issuing({ rsaChain: { intermediateKey, leafKey } }) {
  const secret = pki.privateKeyFromPem(intermediateKey.privatePem);
  const publicKey = pki.publicKeyFromPem(leafKey.publicPem);
  return () => {
    const certificate = pki.createCertificate();
    certificate.publicKey = publicKey;
    certificate.serialNumber = `4a${hex(random(15))}`;
    certificate.validity.notBefore = new Date();
    certificate.validity.notAfter = new Date(Date.now() + DAYS_90);
    certificate.setSubject([{ name: 'commonName', value: HOST }]);
    certificate.setIssuer([{ name: 'commonName', value: CA }]);
    certificate.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] },
      { name: 'subjectKeyIdentifier' },
    ]);
    certificate.sign(secret, md.sha256.create());
    return Buffer.from(asn1.toDer(pki.certificateToAsn1(certificate)).getBytes(), 'latin1');
  };
}

/** It asks node:crypto for keys unless told not to. */
function generate() {
  forge.options.usePureJavaScript = true;
  try {
    return pki.rsa.generateKeyPair({ bits: 2048, e: 65537 });
  } finally {
    forge.options.usePureJavaScript = false;
  }
}

export const peer = {
  name: 'node-forge',
  package: 'node-forge',
  items: {
    ...both((id) => ({ [`${id}-sign`]: signing(id), [`${id}-verify`]: verifying(id, 'signature') })),
    'rsa2048-pss-sign': signing('rsa2048', pss),
    'rsa2048-pss-verify': verifying('rsa2048', 'other', pss),
    'rsa2048-keygen': () => generate,
    'ed25519-sign': ({ message, ed25519: [key] }) => {
      const { privateKey } = pki.ed25519.generateKeyPair({ seed: Buffer.from(key.octets.d) });
      return () => pki.ed25519.sign({ message: Buffer.from(message), privateKey });
    },
    'ed25519-verify': ({ message, ed25519 }) =>
      inTurn(ed25519, ({ signature, octets }) =>
        pki.ed25519.verify({ message: Buffer.from(message), signature: Buffer.from(signature), publicKey: Buffer.from(octets.x) }),
      ),
    'parse-rsa-leaf': (fx) => () => fields(fx.rsaChain.leaf),
    'parse-bundle': (fx) => noted(fx.roots, fields),
    'parse-bundle-pem': (fx) => noted(splitPem(fx.rootsPem), pki.certificateFromPem),
    'chain-rsa': (fx) => () => judge(fx.rsaChain),
    'issue-rsa': issuing,
    'sha256-40mb': (fx) => {
      const text = latin1(fx.large);
      return () => Buffer.from(md.sha256.create().update(text).digest().bytes(), 'latin1');
    },
  },
};
