import assert from 'node:assert/strict';
import { equalBytes } from '../../../lib/base/bytes.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { ecdsaSha256 } from '../../../lib/crypto/ec/ecdsa.ts';
import { ed25519 } from '../../../lib/crypto/eddsa.ts';
import { issueFromRequest, type RequestTerms, templateFromRequest } from '../../../lib/issue/from-request.ts';
import { issueRequest, verifyRequest } from '../../../lib/issue/request.ts';
import { CHALLENGE_PASSWORD } from '../../../lib/oids/names.ts';
import { makeExtension, readExtension } from '../../../lib/x509/extension.ts';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import { basicConstraints, keyUsage } from '../../../lib/x509/extensions/usage.ts';
import { parseRequest } from '../../../lib/x509/request.ts';
import { countingRandom, DAY, intermediateSigner, later, leafSigner, makeIntermediate, named, START } from './story.ts';

const algorithms = [ed25519, ecdsaSha256];
const names = makeExtension(subjectAltName, [{ kind: 'dNSName', value: 'db.example' }]);
const greedy = makeExtension(basicConstraints, { ca: true });
const request = issueRequest({ subject: named('alice'), extensions: [names, greedy] }, leafSigner);
const intermediate = makeIntermediate();
const terms: RequestTerms = { issuer: intermediate, notBefore: START, notAfter: START + DAY, extensions: [] };

describe('issueRequest', () => {
  it('asks for a name, a key and extensions', () => {
    assert.equal(request.version, 1);
    assert.ok(equalBytes(request.subject.der, named('alice').der));
    assert.ok(equalBytes(request.publicKey.der, leafSigner.publicKey));
    assert.deepEqual(readExtension(request, subjectAltName), [{ kind: 'dNSName', value: 'db.example' }]);
    assert.equal(readExtension(request, basicConstraints)?.ca, true);
  });

  it('writes an empty attribute set where nothing is asked for (RFC 2986 4.1)', () => {
    const bare = issueRequest({ subject: named('alice') }, leafSigner);
    assert.deepEqual([bare.attributes.length, bare.extensions.length], [0, 0]);
    // [0] of length 0 stands at the end of the signed part.
    assert.deepEqual(bare.tbs.slice(-2), Uint8Array.of(0xa0, 0));
  });

  it('sorts further attributes in, as DER wants a SET OF', () => {
    const password = { type: CHALLENGE_PASSWORD, values: [encodeDer((out) => out.utf8String('sesame'))] };
    const other = { type: oid('1.2.3.4'), values: [encodeDer((out) => out.null())] };
    const asked = issueRequest({ subject: named('alice'), extensions: [names], attributes: [password, other] }, leafSigner);
    assert.deepEqual(
      asked.attributes.map((attribute) => attribute.type),
      ['1.2.3.4', '1.2.840.113549.1.9.7', '1.2.840.113549.1.9.14'],
    );
  });

  it('answers a promise where the signer does', async () => {
    assert.deepEqual((await issueRequest({ subject: named('alice'), extensions: [names, greedy] }, later(leafSigner))).der, request.der);
  });

  it('refuses an extension that stands twice, and a signature that does not verify', () => {
    assert.throws(() => issueRequest({ subject: named('alice'), extensions: [names, names] }, leafSigner), { code: 'duplicate-extension' });
    const broken = { ...leafSigner, sign: () => new Uint8Array(64) };
    assert.throws(() => issueRequest({ subject: named('alice') }, broken), { code: 'signature-does-not-verify' });
  });
});

describe('verifyRequest', () => {
  it('is true for whoever holds the key', () => {
    assert.equal(verifyRequest(request, algorithms), true);
    assert.equal(verifyRequest(issueRequest({ subject: named('bob') }, intermediateSigner), algorithms), true);
  });

  it('is false for every other signature', () => {
    const name = request.subject.der;
    const nameEnd = name.byteOffset - request.der.byteOffset + name.length;
    for (const position of [request.der.length - 1, nameEnd - 1]) {
      const der = Uint8Array.from(request.der);
      der[position] = (der[position] as number) ^ 1;
      assert.equal(verifyRequest(parseRequest(der), algorithms), false, `octet ${position}`);
    }
  });

  it('is false for an algorithm that is not taken', () => {
    assert.equal(verifyRequest(request, [ecdsaSha256]), false);
    assert.equal(verifyRequest(request, []), false);
  });
});

describe('issueFromRequest', () => {
  const issue = (changes: Partial<RequestTerms>) =>
    issueFromRequest(request, { ...terms, ...changes }, intermediateSigner, { random: countingRandom(), algorithms });

  it('copies no extension that is not listed', () => {
    assert.deepEqual(issue({}).extensions, []);
    const leaf = issue({ copy: [subjectAltName, keyUsage] });
    assert.deepEqual(
      leaf.extensions.map((extension) => extension.oid),
      [subjectAltName.oid],
    );
  });

  it('takes name and key of the request', () => {
    const leaf = issue({});
    assert.ok(equalBytes(leaf.subject.der, named('alice').der));
    assert.ok(equalBytes(leaf.publicKey.der, leafSigner.publicKey));
    assert.ok(equalBytes(issue({ subject: named('carol') }).subject.der, named('carol').der));
  });

  it('lets the extensions of the CA win', () => {
    const own = makeExtension(basicConstraints, { ca: false });
    const leaf = issue({ extensions: [own], copy: [basicConstraints, subjectAltName] });
    assert.equal(readExtension(leaf, basicConstraints)?.ca, false);
    assert.equal(readExtension(leaf, subjectAltName)?.length, 1);
  });

  it('gives CA:TRUE only to a caller who lists basicConstraints, and within the path length', () => {
    assert.equal(readExtension(issue({ copy: [subjectAltName] }), basicConstraints), undefined);
    assert.throws(() => issue({ copy: [basicConstraints] }), { code: 'path-length-exceeded' });
  });

  it('copies no octets that it cannot read', () => {
    const broken = { ...makeExtension(subjectAltName, [{ kind: 'dNSName', value: 'a' }]), value: Uint8Array.of(0x30, 2, 0x82, 1) };
    const asking = issueRequest({ subject: named('alice'), extensions: [broken] }, leafSigner);
    assert.throws(() => templateFromRequest(asking, { ...terms, copy: [subjectAltName] }, algorithms), { code: 'truncated' });
    assert.deepEqual(templateFromRequest(asking, terms, algorithms).extensions, terms.extensions);
  });

  it('refuses a request without proof of possession', () => {
    const der = Uint8Array.from(request.der);
    der[der.length - 1] = (der[der.length - 1] as number) ^ 1;
    assert.throws(() => templateFromRequest(parseRequest(der), terms, algorithms), { code: 'request-not-proven' });
  });

  it('refuses a version that RFC 2986 does not know', () => {
    assert.throws(() => templateFromRequest({ ...request, version: 2 }, terms, algorithms), { code: 'unknown-request-version' });
  });
});
