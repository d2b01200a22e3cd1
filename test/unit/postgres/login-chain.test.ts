import assert from 'node:assert/strict';
import { encodePem } from '../../../lib/asn1/pem.ts';
import { sha1 } from '../../../lib/crypto/hash.ts';
import { decideClientAuth } from '../../../lib/postgres/login/decide.ts';
import type { LoginInput } from '../../../lib/postgres/login/login.ts';
import { nameHash } from '../../../lib/x509/name-hash.ts';
import { AT, DAY, make, makeCrl, type Made } from '../../support/chain-kit.ts';

const root = make({ subject: 'CN=Root', ca: true });
const issuing = make({ subject: 'CN=Issuing', ca: true, issuer: root });
const leaf = make({ subject: 'CN=alice', issuer: issuing });
const old = make({ subject: 'CN=alice', issuer: issuing, notAfter: AT - DAY });
const other = make({ subject: 'CN=Other', ca: true });

const pem = (...list: readonly Made[]): string => list.map(({ certificate }) => encodePem('CERTIFICATE', certificate.der)).join('');
const crlOf = (issuer: Made, revoked: readonly Made[] = []): string => {
  const entries = revoked.map(({ certificate }) => ({ serialNumber: certificate.serialNumber }));
  return encodePem('X509 CRL', makeCrl({ issuer, revoked: entries }).der);
};

const base: LoginInput = {
  serverVersion: 15,
  at: AT,
  ca: pem(root),
  chain: pem(leaf, issuing),
  hba: 'hostssl all all all cert',
  connection: { type: 'hostssl', address: '192.0.2.7', database: 'app', user: 'alice' },
};

/** Layer, reason and the certificate it is about. */
function answer(change: Partial<LoginInput>): string {
  const { layer, reason, steps } = decideClientAuth({ ...base, ...change });
  const depth = steps.find((step) => step.step === 'chain')?.depth;
  return `${layer} ${reason}${depth === undefined ? '' : ` ${depth}`}`;
}

const lists = crlOf(root) + crlOf(issuing);
const revoking = crlOf(root) + crlOf(issuing, [leaf]);

describe('postgres/login-chain', () => {
  it('says which certificate is refused', () => {
    assert.equal(answer({}), 'accept ok');
    assert.equal(answer({ chain: pem(leaf) }), 'verify unable-to-get-issuer-cert-locally 0');
    assert.equal(answer({ ca: pem(other) }), 'verify unable-to-get-issuer-cert-locally 1');
    assert.equal(answer({ chain: pem(old, issuing) }), 'verify cert-has-expired 0');
    assert.equal(answer({ chain: 'nothing' }), 'tls leaf-undecodable');
    assert.equal(answer({ keyProven: false }), 'tls key-not-proven');
    assert.equal(answer({ chain: pem(old, issuing), hba: 'host all all all trust' }), 'verify cert-has-expired 0');
  });

  it('hands security level and version of OpenSSL on', () => {
    assert.equal(answer({ securityLevel: 4 }), 'verify ee-key-too-small 0');
    // 1.1.1 does not look at the path length of the anchor
    const short = make({ subject: 'CN=Short', ca: true, pathLength: 0 });
    const below = make({ subject: 'CN=Below', ca: true, issuer: short });
    const chain = pem(make({ subject: 'CN=alice', issuer: below }), below);
    assert.equal(answer({ ca: pem(short), chain }), 'verify path-length-exceeded 2');
    assert.equal(answer({ ca: pem(short), chain, openssl: '1.1.1' }), 'accept ok');
  });

  it('wants a CRL of every CA as soon as one is set', () => {
    assert.equal(answer({ crl: lists }), 'accept ok');
    assert.equal(answer({ crl: crlOf(issuing) }), 'verify unable-to-get-crl 1');
    assert.equal(answer({ crl: revoking }), 'verify cert-revoked 0');
  });

  it('takes CRLs from ssl_ca_file and from a folder by the hash of their issuer', () => {
    assert.equal(answer({ ca: pem(root) + revoking }), 'accept ok');
    assert.equal(answer({ ca: pem(root) + revoking, crl: crlOf(other) }), 'verify cert-revoked 0');
    const files = {
      [`${nameHash(root.certificate.subject, sha1)}.r0`]: crlOf(root),
      [`${nameHash(issuing.certificate.subject, sha1)}.r0`]: crlOf(issuing),
    };
    assert.equal(answer({ crlDir: files }), 'accept ok');
    assert.equal(answer({ crlDir: { 'root.crl': crlOf(root), 'issuing.crl': crlOf(issuing) } }), 'verify unable-to-get-crl 0');
    assert.equal(answer({ crlDir: {} }), 'verify unable-to-get-crl 0');
  });

  it('trusts certificates that stand among the CRLs', () => {
    assert.equal(answer({ ca: pem(other), crl: pem(root) + lists }), 'accept ok');
    const name = `${nameHash(root.certificate.subject, sha1)}.0`;
    assert.equal(answer({ ca: pem(other), crl: lists, crlDir: { [name]: pem(root) } }), 'accept ok');
  });

  it('refuses files of which one block is bad', () => {
    const bad = encodePem('CERTIFICATE', root.certificate.der.subarray(0, 99));
    assert.equal(answer({ ca: pem(root) + bad }), 'config ca-file-refused');
    assert.equal(answer({ ca: lists }), 'config ca-file-refused');
    assert.equal(answer({ crl: lists + bad }), 'config crl-file-refused');
  });
});
