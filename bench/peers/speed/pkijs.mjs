/** PKI.js: signs and verifies through WebCrypto; its chain validation engine knows CRLs and policies and does much more than the others here. */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { CA, DAYS_90, HOST, hex, random } from './tools.mjs';

const { crypto } = globalThis;
pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto, subtle: crypto.subtle }));
const parse = (der) => pkijs.Certificate.fromBER(der);
const nameOf = ({ typesAndValues }) => typesAndValues.map(({ type, value }) => `${type}=${value.valueBlock.value}`).join(',');

function fields(der) {
  const certificate = parse(der);
  const extension = (id) => certificate.extensions?.find(({ extnID }) => extnID === id)?.parsedValue;
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serial: hex(certificate.serialNumber.valueBlock.valueHexView),
    notBefore: Number(certificate.notBefore.value),
    notAfter: Number(certificate.notAfter.value),
    spki: certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView,
    san: extension('2.5.29.17')?.altNames.map(({ value }) => value),
    ca: extension('2.5.29.19')?.cA,
  };
}

async function judge(chain) {
  const [leaf, intermediate, root] = [chain.leaf, chain.intermediate, chain.root].map(parse);
  const engine = new pkijs.CertificateChainValidationEngine({ trustedCerts: [root], certs: [intermediate, leaf], crls: [] });
  return (await engine.verify()).result;
}

const commonName = (value) => new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: new asn1js.Utf8String({ value }) });
const extension = (extnID, critical, value) => new pkijs.Extension({ extnID, critical, extnValue: value.toBER(false) });

const issuing =
  (chain, algorithm) =>
  async ({ [chain]: { intermediateKey, leafKey } }) => {
    const signingKey = await crypto.subtle.importKey('pkcs8', intermediateKey.pkcs8, algorithm, false, ['sign']);
    const publicKey = await crypto.subtle.importKey('spki', leafKey.spki, algorithm, true, ['verify']);
    return async () => {
      const certificate = new pkijs.Certificate();
      certificate.version = 2;
      certificate.serialNumber = new asn1js.Integer({ valueHex: Uint8Array.of(0x4a, ...random(15)).buffer });
      certificate.subject.typesAndValues.push(commonName(HOST));
      certificate.issuer.typesAndValues.push(commonName(CA));
      certificate.notBefore.value = new Date();
      certificate.notAfter.value = new Date(Date.now() + DAYS_90);
      await certificate.subjectPublicKeyInfo.importKey(publicKey);
      const identifier = await crypto.subtle.digest('SHA-1', certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView);
      const names = new pkijs.GeneralNames({ names: [new pkijs.GeneralName({ type: 2, value: HOST })] });
      certificate.extensions = [
        extension('2.5.29.19', false, new pkijs.BasicConstraints({ cA: false }).toSchema()),
        extension('2.5.29.15', true, new asn1js.BitString({ valueHex: Uint8Array.of(0x80).buffer, unusedBits: 7 })),
        extension('2.5.29.37', false, new pkijs.ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.1'] }).toSchema()),
        extension('2.5.29.17', false, names.toSchema()),
        extension('2.5.29.14', false, new asn1js.OctetString({ valueHex: identifier })),
      ];
      await certificate.sign(signingKey, 'SHA-256');
      return new Uint8Array(certificate.toSchema(true).toBER(false));
    };
  };

export const peer = {
  name: 'pkijs',
  package: 'pkijs',
  mark: 'webcrypto',
  items: {
    'parse-rsa-leaf': (fx) => () => fields(fx.rsaChain.leaf),
    'parse-ec-leaf': (fx) => () => fields(fx.ecChain.leaf),
    'parse-bundle': (fx) => () => fx.roots.map(fields),
    'chain-rsa': (fx) => () => judge(fx.rsaChain),
    'chain-p256': (fx) => () => judge(fx.ecChain),
    'issue-rsa': issuing('rsaChain', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }),
    'issue-p256': issuing('ecChain', { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }),
  },
};

const limits = { maxNodes: Infinity, maxContentLength: Infinity };

export const crl = {
  open: (der) => pkijs.CertificateRevocationList.fromBER(der),
  openLarge: (der) => new pkijs.CertificateRevocationList({ schema: asn1js.fromBER(der, limits).result }),
  find: (list, serial) =>
    list.isCertificateRevoked({ issuer: list.issuer, serialNumber: new asn1js.Integer({ valueHex: new Uint8Array(serial).buffer }) }),
};
