import assert from 'node:assert/strict';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { runVerify } from '../../../lib/openssl-verify/verify.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { AT, DAY, keyNamed, make, type Made, rawExtension } from '../../support/chain-kit.ts';
import { outcome } from '../../support/openssl-outcome.ts';

const NO_IDENTIFIERS = [subjectKeyIdentifier.oid, authorityKeyIdentifier.oid];
const root = make({ subject: 'CN=Root', ca: true });
const inter = make({ subject: 'CN=Inter', issuer: root, ca: true });
const leaf = make({ subject: 'CN=alice', issuer: inter });

/** Two CAs of one name whose certificates do not say which key is whose. */
function twins(): readonly [first: Made, second: Made, leaf: Made] {
  const twin = (key: string): Made => make({ subject: 'CN=Twin', ca: true, key: keyNamed(key), without: NO_IDENTIFIERS });
  const [first, second] = [twin('one'), twin('two')];
  return [first, second, make({ subject: 'CN=alice', issuer: second, without: NO_IDENTIFIERS })];
}

describe('build_chain', () => {
  it('takes sent certificates in any order, twice, and with strangers among them', () => {
    const stranger = make({ subject: 'CN=Stranger', ca: true });
    assert.equal(outcome(leaf, { sent: [stranger, root, inter, inter], trusted: [root] }), 'ok');
  });

  it('says which certificate lacks an issuer, and whether a trusted one does', () => {
    assert.equal(outcome(leaf, { trusted: [root] }), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(
      outcome(leaf, { sent: [inter], trusted: [make({ subject: 'CN=Other', ca: true })] }),
      'unable-to-get-issuer-cert-locally@1',
    );
    assert.equal(outcome(leaf, { trusted: [inter] }), 'unable-to-get-issuer-cert@1');
    assert.equal(outcome(leaf, { sent: [inter], trusted: [leaf] }), 'unable-to-get-issuer-cert-locally@1');
  });

  it('does not return to the sent certificates once it took a trusted one', () => {
    const second = make({ subject: 'CN=Inter 2', issuer: inter, ca: true });
    const below = make({ subject: 'CN=bob', issuer: second });
    assert.equal(outcome(below, { sent: [second, inter], trusted: [root] }), 'ok');
    assert.equal(outcome(below, { sent: [second, inter], trusted: [root, second] }), 'unable-to-get-issuer-cert@1');
  });

  it('refuses self-signed certificates that are not trusted themselves', () => {
    const own = make({ subject: 'CN=alice' });
    const mimic = make({ subject: 'CN=alice', key: keyNamed('mimic'), without: [subjectKeyIdentifier.oid] });
    assert.equal(outcome(own, { trusted: [root] }), 'depth-zero-self-signed-cert@0');
    assert.equal(outcome(own, { trusted: [own] }), 'ok');
    assert.equal(outcome(mimic, { trusted: [own] }), 'depth-zero-self-signed-cert@0');
    assert.equal(outcome(leaf, { sent: [inter, root], trusted: [leaf] }), 'self-signed-cert-in-chain@2');
  });

  it('takes the first of one name and never another', () => {
    const [first, second, below] = twins();
    assert.equal(outcome(below, { trusted: [second, first] }), 'ok');
    assert.equal(outcome(below, { trusted: [first, second] }), 'cert-signature-failure@0');
    assert.equal(outcome(below, { sent: [first, second], trusted: [root] }), 'self-signed-cert-in-chain@1');
  });

  it('prefers one that is valid now, then the one that lived longest; 1.1.1 the last', () => {
    const [, second, below] = twins();
    const old = (notAfter: number): Made => make({ subject: 'CN=Twin', ca: true, key: keyNamed('two'), notAfter, without: NO_IDENTIFIERS });
    assert.equal(outcome(below, { trusted: [old(AT - DAY), second] }), 'ok');
    const chosen = (openssl: '3.0' | '1.1.1'): number | undefined =>
      runVerify({
        leaf: below.certificate,
        sent: [],
        trusted: [old(AT - 3 * DAY), old(AT - DAY), old(AT - 2 * DAY)].map(({ certificate }) => certificate),
        at: AT,
        securityLevel: 1,
        openssl,
      }).chain[1]?.place.index;
    assert.equal(chosen('3.0'), 1);
    assert.equal(chosen('1.1.1'), 2);
  });

  it('lets an expired trusted intermediate stand before a renewed one that was sent', () => {
    const old = make({ subject: 'CN=Inter', issuer: root, ca: true, notAfter: AT - DAY });
    assert.equal(outcome(leaf, { sent: [inter], trusted: [root] }), 'ok');
    assert.equal(outcome(leaf, { sent: [inter], trusted: [root, old] }), 'cert-has-expired@1');
  });

  it('compares names in their canonical form', () => {
    const below = make({ subject: 'CN=alice', issuer: root, issuerName: 'CN= rOOT ' });
    assert.equal(outcome(below, { trusted: [root] }), 'ok');
    assert.equal(
      outcome(make({ subject: 'CN=alice', issuer: root, issuerName: 'CN=Ro ot' }), { trusted: [root] }),
      'unable-to-get-issuer-cert-locally@0',
    );
  });

  it('holds to the authority key identifier where both sides say something', () => {
    const below = (identifier: Parameters<typeof makeExtension<object>>[1]): string =>
      outcome(make({ subject: 'CN=alice', issuer: root, extensions: [makeExtension(authorityKeyIdentifier, identifier)] }), {
        trusted: [root],
      });
    const issuer = (name: string): object => ({ authorityCertIssuer: [{ kind: 'directoryName', name: parseName(name) }] });
    assert.equal(below({ keyIdentifier: Uint8Array.of(1) }), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(below({ authorityCertSerialNumber: Uint8Array.of(1) }), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(below({ authorityCertSerialNumber: root.certificate.serialNumber }), 'ok');
    assert.equal(below(issuer('CN=Nobody')), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(below(issuer('CN=ROOT')), 'ok');
    assert.equal(below({ authorityCertIssuer: [{ kind: 'dNSName', value: 'root' }] }), 'ok');
  });

  it('passes over issuers whose key is of another type; to 1.1.1 they are issuers', () => {
    const other = make({ subject: 'CN=Root', ca: true, key: keyNamed('other', 'ec'), without: NO_IDENTIFIERS });
    const below = make({ subject: 'CN=alice', issuer: root, without: NO_IDENTIFIERS });
    assert.equal(outcome(below, { trusted: [other, root] }), 'ok');
    assert.equal(outcome(below, { trusted: [other] }), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(outcome(below, { trusted: [other], openssl: '1.1.1' }), 'cert-signature-failure@0');
  });

  it('passes over issuers with malformed or repeated extensions, unless they are of no concern', () => {
    const bad = make({ subject: 'CN=Root', ca: true, extensions: [rawExtension('2.5.29.17', Uint8Array.of(1, 2))] });
    const twice = rawExtension('2.5.29.37', Uint8Array.of(0x30, 4, 6, 2, 0x2a, 3));
    const repeated = make({ subject: 'CN=Root', ca: true, extensions: [twice, twice] });
    assert.equal(outcome(leaf, { sent: [inter], trusted: [bad] }), 'unable-to-get-issuer-cert-locally@1');
    assert.equal(outcome(leaf, { sent: [inter], trusted: [repeated] }), 'unable-to-get-issuer-cert-locally@1');
    assert.equal(outcome(leaf, { sent: [inter], trusted: [bad, repeated, root] }), 'ok');
  });

  it('finds no issuer for a leaf with malformed extensions', () => {
    const bad = make({ subject: 'CN=alice', issuer: root, extensions: [rawExtension('2.5.29.19', Uint8Array.of(5))] });
    assert.equal(outcome(bad, { trusted: [root] }), 'unable-to-get-issuer-cert-locally@0');
  });

  it('takes a hundred intermediates and no more', function () {
    this.timeout(20_000);
    const chain: Made[] = [];
    for (let index = 0; index < 101; index++) {
      const issuer = chain.at(-1) ?? root;
      chain.push(make({ subject: `CN=Inter ${index}`, issuer, ca: true, key: keyNamed('the same') }));
    }
    const below = (count: number): string =>
      outcome(make({ subject: 'CN=alice', issuer: chain[count - 1] as Made }), { sent: chain, trusted: [root] });
    assert.equal(below(100), 'ok');
    assert.equal(below(101), 'cert-chain-too-long@101');
  });

  it('does not go around in circles', () => {
    const [keyA, keyB] = [keyNamed('a'), keyNamed('b')];
    const a = make({ subject: 'CN=A', issuerName: 'CN=B', ca: true, key: keyA, signedBy: keyB, without: NO_IDENTIFIERS });
    const b = make({ subject: 'CN=B', issuerName: 'CN=A', ca: true, key: keyB, signedBy: keyA, without: NO_IDENTIFIERS });
    const below = make({ subject: 'CN=alice', issuer: a, without: NO_IDENTIFIERS });
    assert.equal(outcome(below, { sent: [a, b], trusted: [root] }), 'unable-to-get-issuer-cert-locally@2');
    assert.equal(outcome(below, { trusted: [a, b] }), 'cert-chain-too-long@101');
  });

  it('sorts out doubled trusted certificates in linear time, all of one name too', () => {
    const { der, signature } = root.certificate;
    const at = der.length - signature.length;
    const many = Array.from({ length: 15_000 }, (_, i) => {
      const octets = der.slice();
      octets.set([i >> 8, i & 0xff], at + 8);
      return parseCertificate(octets);
    });
    const trusted = [...many, ...many, root.certificate];
    const start = Date.now();
    const { work } = runVerify({ leaf: leaf.certificate, sent: [inter.certificate], trusted, at: AT, securityLevel: 2 });
    assert.ok(work.comparisons < 15_010, String(work.comparisons));
    // each with each other would take minutes
    assert.ok(Date.now() - start < 15_000);
  });
});
