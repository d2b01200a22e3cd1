import assert from 'node:assert/strict';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { verifyChain } from '../../../lib/api/verify.ts';
import { clientProfile, issueCertificate, issueFromRequest, rootProfile, verifyRequest } from '../../../lib/api/issue.ts';
import { createWebCryptoSigner } from '../../../lib/api/webcrypto.ts';
import { encodeBase64, decodeBase64 } from '../../../lib/base/base64.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { ecdsaSha256 } from '../../../lib/crypto/ec/ecdsa.ts';
import type { Signer } from '../../../lib/crypto/types.ts';
import { issueCrl } from '../../../lib/issue/crl.ts';
import { issueRequest } from '../../../lib/issue/request.ts';

type Pair = Extract<Awaited<ReturnType<typeof subtle.generateKey>>, { readonly privateKey: unknown }>;
interface RsaSpec {
  readonly name: string;
  readonly hash: string;
  readonly modulusLength: number;
  readonly publicExponent: Uint8Array<ArrayBuffer>;
}
type KeySpec = RsaSpec | { readonly name: 'ECDSA'; readonly namedCurve: string } | { readonly name: 'Ed25519' };

const DAY = 86_400_000;
const AT = 1_767_225_600_000;
const validity = { notBefore: AT - DAY, notAfter: AT + 30 * DAY };
const { subtle } = crypto;

const ALGORITHMS: readonly (readonly [string, KeySpec, string?])[] = [
  ['ECDSA on P-256', { name: 'ECDSA', namedCurve: 'P-256' }],
  ['ECDSA on P-384', { name: 'ECDSA', namedCurve: 'P-384' }],
  ['ECDSA on P-384 with SHA-512', { name: 'ECDSA', namedCurve: 'P-384' }, 'SHA-512'],
  ['RSASSA-PKCS1-v1_5 with SHA-256', rsa('RSASSA-PKCS1-v1_5', 'SHA-256')],
  ['RSASSA-PKCS1-v1_5 with SHA-512', rsa('RSASSA-PKCS1-v1_5', 'SHA-512')],
  ['RSA-PSS with SHA-384', rsa('RSA-PSS', 'SHA-384')],
  ['Ed25519', { name: 'Ed25519' }],
];

function rsa(name: string, hash: string): RsaSpec {
  return { name, hash, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
}

async function generate(algorithm: KeySpec): Promise<Pair> {
  return (await subtle.generateKey(algorithm, false, ['sign', 'verify'])) as Pair;
}

/** A root, a request, a certificate on it and a CRL, all signed by promises. */
async function story(signer: Signer<Promise<Uint8Array>>): Promise<void> {
  const { publicKey } = signer;
  const subject = parseName('CN=Root');
  const root = await issueCertificate({ subject, publicKey, issuer: 'self', ...validity, extensions: rootProfile({ publicKey }) }, signer);
  const wanted = [makeExtension(subjectAltName, [{ kind: 'rfc822Name', value: 'alice@example.org' }])];
  const request = await issueRequest({ subject: parseName('CN=alice'), extensions: wanted }, signer);
  assert.equal(verifyRequest(request), true);
  const extensions = clientProfile({ publicKey: request.publicKey, issuer: root });
  const leaf = await issueFromRequest(request, { issuer: root, ...validity, extensions, copy: [subjectAltName] }, signer);
  const crl = await issueCrl({ issuer: root, thisUpdate: AT, nextUpdate: AT + DAY, crlNumber: 1, entries: [] }, signer);
  const verdict = verifyChain({ leaf, anchors: [root], crls: [crl], at: AT, purpose: 'clientAuth' });
  assert.equal(verdict.ok, true);
  const listed = { serialNumber: leaf.serialNumber, revokedAt: AT };
  const next = await issueCrl({ issuer: root, thisUpdate: AT, nextUpdate: AT + DAY, crlNumber: 2, entries: [listed] }, signer);
  const refused = verifyChain({ leaf, anchors: [root], crls: [next], at: AT });
  assert.ok(!refused.ok && refused.reason.code === 'certificate-revoked');
}

describe('WebCrypto signers', () => {
  for (const [title, algorithm, hash] of ALGORITHMS) {
    it(`issue with ${title}, the key not extractable`, async () => {
      const pair = await generate(algorithm);
      assert.equal(pair.privateKey.extractable, false);
      await story(await createWebCryptoSigner(pair, hash === undefined ? {} : { hash }));
    });
  }

  it('take the public half as octets', async () => {
    const { privateKey, publicKey } = await generate({ name: 'ECDSA', namedCurve: 'P-256' });
    const spki = new Uint8Array(await subtle.exportKey('spki', publicKey));
    await story(await createWebCryptoSigner({ privateKey, publicKey: spki }));
  });

  it('refuse keys that do not sign, unknown algorithms, and halves of different kinds', async () => {
    const ec = await generate({ name: 'ECDSA', namedCurve: 'P-256' });
    const ed = await generate({ name: 'Ed25519' });
    const agreement = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
    const sha1 = await generate(rsa('RSASSA-PKCS1-v1_5', 'SHA-1'));
    await rejectsCode('wrong-key-kind', createWebCryptoSigner({ privateKey: ec.publicKey, publicKey: ec.publicKey }));
    await rejectsCode('wrong-key-kind', createWebCryptoSigner(agreement));
    await rejectsCode('wrong-key-kind', createWebCryptoSigner({ privateKey: ec.privateKey, publicKey: ed.publicKey }));
    await rejectsCode('unsupported-algorithm', createWebCryptoSigner(sha1));
    await rejectsCode('unsupported-algorithm', createWebCryptoSigner(ec, { hash: 'SHA-1' }));
  });

  it('never let out what another key signed', async () => {
    const [one, other] = [await generate({ name: 'Ed25519' }), await generate({ name: 'Ed25519' })];
    const signer = await createWebCryptoSigner({ privateKey: one.privateKey, publicKey: other.publicKey });
    await rejectsCode('signature-does-not-verify', issueRequest({ subject: parseName('CN=x') }, signer));
  });

  it('refuse a platform that gives another form of signature', async () => {
    const pair = await generate({ name: 'ECDSA', namedCurve: 'P-256' });
    const short = { exportKey: subtle.exportKey.bind(subtle), sign: async () => new ArrayBuffer(10) };
    const signer = await createWebCryptoSigner(pair, { subtle: short });
    await rejectsCode('bad-signature-form', signer.sign(new Uint8Array(3)));
  });
});

/** A key in another house: it takes a key's name and octets in base64, and answers later with a DER signature in base64, as services for keys do. */
class KeyService {
  readonly #keys = new Map<string, Pair>();

  async create(name: string): Promise<string> {
    const pair = await generate({ name: 'ECDSA', namedCurve: 'P-256' });
    this.#keys.set(name, pair);
    return encodeBase64(new Uint8Array(await subtle.exportKey('spki', pair.publicKey)));
  }

  async sign(request: string): Promise<string> {
    const { keyId, message } = JSON.parse(request) as { keyId: string; message: string };
    const pair = this.#keys.get(keyId);
    if (pair === undefined) throw new Error(`no key ${keyId}`);
    await new Promise((done) => setTimeout(done, 1));
    const signer = await createWebCryptoSigner(pair);
    return JSON.stringify({ signature: encodeBase64(await signer.sign(decodeBase64(message))) });
  }
}

describe('remote signers', () => {
  it('are objects of three fields', async () => {
    const service = new KeyService();
    const publicKey = decodeBase64(await service.create('ca'));
    await story({
      publicKey,
      algorithm: ecdsaSha256,
      async sign(tbs) {
        const answer = await service.sign(JSON.stringify({ keyId: 'ca', message: encodeBase64(tbs) }));
        return decodeBase64((JSON.parse(answer) as { signature: string }).signature);
      },
    });
  });

  it('that fail, fail the certificate with their reason', async () => {
    const publicKey = decodeBase64(await new KeyService().create('ca'));
    const down: Signer<Promise<Uint8Array>> = {
      publicKey,
      algorithm: ecdsaSha256,
      sign: async () => await Promise.reject(new Error('service down')),
    };
    await assert.rejects(issueRequest({ subject: parseName('CN=x') }, down), /service down/);
  });
});

async function rejectsCode(code: string, promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof PkiError, String(error));
    assert.equal(error.code, code);
    return;
  }
  assert.fail(`expected ${code}, but nothing was thrown`);
}
