import assert from 'node:assert/strict';
import { toHex, utf8 } from '../../../lib/base/bytes.ts';
import {
  basicConstraints,
  clientProfile,
  createSigner,
  ed25519,
  generateKeyPair,
  intermediateProfile,
  issueCertificate,
  issueFromRequest,
  issueRequest,
  makeExtension,
  type Name,
  readExtension,
  rootProfile,
  selfSignedProfile,
  serverProfile,
  subjectKeyIdentifier,
  verifyRequest,
} from '../../../lib/index.ts';
import { COMMON_NAME } from '../../../lib/oids/names.ts';
import { makeName } from '../../../lib/x509/name.ts';

const START = 1_767_225_600_000;
const validity = { notBefore: START, notAfter: START + 86_400_000 };
const { privateKey, publicKey } = generateKeyPair({ kind: 'ed25519' });
const signer = createSigner(privateKey);
const root = issueCertificate(
  { subject: named('root'), publicKey, issuer: 'self', ...validity, extensions: rootProfile({ publicKey }) },
  signer,
);

describe('issueCertificate with the defaults bound', () => {
  it('draws serial numbers from the platform', () => {
    const template = {
      subject: named('alice'),
      publicKey,
      issuer: root,
      ...validity,
      extensions: clientProfile({ publicKey, issuer: root }),
    };
    const serials = Array.from({ length: 20 }, () => toHex(issueCertificate(template, signer).serialNumber));
    assert.equal(new Set(serials).size, 20);
    for (const serial of serials) assert.match(serial, /^[4-7][0-9a-f]{31}$/);
  });

  it('binds SHA-1 to the key identifiers of all profiles', () => {
    const subject = { publicKey, issuer: root };
    const lists = [
      selfSignedProfile(subject),
      rootProfile(subject),
      intermediateProfile(subject),
      serverProfile(subject),
      clientProfile(subject),
    ];
    for (const extensions of lists) assert.equal(readExtension({ extensions }, subjectKeyIdentifier)?.length, 20);
  });

  it('passes the rules on', () => {
    const extensions = [makeExtension(basicConstraints, { ca: false, pathLength: 1 })];
    const template = { subject: named('odd'), publicKey, issuer: root, ...validity, extensions };
    assert.throws(() => issueCertificate(template, signer), { code: 'path-length-without-ca' });
    assert.equal(issueCertificate(template, signer, { rules: 'none' }).version, 3);
  });
});

describe('requests with the defaults bound', () => {
  const holder = createSigner(generateKeyPair({ kind: 'ec', curve: 'P-256' }).privateKey);
  const request = issueRequest({ subject: named('bob') }, holder);

  it('are proven and granted', () => {
    assert.equal(verifyRequest(request), true);
    assert.equal(issueFromRequest(request, { issuer: root, ...validity, extensions: [] }, signer).version, 1);
  });

  it('are refused where their algorithm is not taken', () => {
    assert.equal(verifyRequest(request, { algorithms: [ed25519] }), false);
    assert.throws(() => issueFromRequest(request, { issuer: root, ...validity, extensions: [] }, signer, { algorithms: [ed25519] }), {
      code: 'request-not-proven',
    });
  });
});

function named(commonName: string): Name {
  return makeName([[{ type: COMMON_NAME, tag: 0x0c, value: utf8(commonName) }]]);
}
