/**
 * The main job without openssl and PostgreSQL: vectors/story.json holds its files, a real server's decisions on its logins, and openssl's text of
 * every certificate, request and CRL (made by vectors/make-story.ts).
 */
import assert from 'node:assert/strict';
import { loadPrivateKey } from '../../lib/keystore/load.ts';
import { publicKeyOf } from '../../lib/crypto/public-half.ts';
import { decodePem } from '../../lib/asn1/pem.ts';
import { encodePublicKey } from '../../lib/keys/public-key.ts';
import { verifyChain } from '../../lib/api/verify.ts';
import { verifyRequest } from '../../lib/api/issue.ts';
import { certificateText } from '../../lib/openssl/text/certificate.ts';
import { crlText } from '../../lib/openssl/text/crl.ts';
import { requestText } from '../../lib/openssl/text/request.ts';
import { decideClientAuth } from '../../lib/postgres/login/decide.ts';
import { parseCertificates, parseCrls } from '../../lib/x509/bundle.ts';
import { type Certificate, parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import { parseRequest } from '../../lib/x509/request.ts';
import story from '../../vectors/story.json' with { type: 'json' };

const files: Readonly<Record<string, string>> = story.files;

function file(name: string): string {
  const text = files[name];
  assert.ok(text !== undefined, `${name} is missing from the story`);
  return text;
}

function firstOf(name: string): Certificate {
  return parseCertificates(file(name))[0] as Certificate;
}

const TEXT_OF: Readonly<Record<string, (der: Uint8Array) => string>> = {
  CERTIFICATE: (der) => certificateText(parseCertificate(der)),
  'CERTIFICATE REQUEST': (der) => requestText(parseRequest(der)),
  'X509 CRL': (der) => crlText(parseCrl(der)),
};

describe('the story of the PostgreSQL manual', () => {
  for (const { title, user, database, client, tls, decision, layer } of story.logins) {
    it(`${title}: ${user} at ${database} is decided as the server did (${decision})`, () => {
      const answer = decideClientAuth({
        serverVersion: 15,
        at: story.at,
        ca: file('root.crt'),
        crl: file('root.crl'),
        hba: file('pg_hba.conf'),
        ident: file('pg_ident.conf'),
        connection: { type: tls ? 'hostssl' : 'hostnossl', address: '127.0.0.1', database, user, password: 'right' },
        chain: client === null ? null : file(`${client}.crt`),
      });
      assert.equal(answer.decision, decision);
      assert.equal(answer.layer, layer);
    });
  }

  for (const { file: name, block, text } of story.texts) {
    it(`text of ${name}, block ${block}, is openssl's`, () => {
      const { label, der } = decodePem(file(name))[block] as { label: string; der: Uint8Array };
      assert.equal(TEXT_OF[label]?.(der), text);
    });
  }

  it('every key is that of its certificate', () => {
    const named = Object.keys(files).filter((name) => name.endsWith('.key'));
    assert.ok(named.length >= 5);
    for (const name of named) {
      const { der } = firstOf(name.replace(/key$/, 'crt')).publicKey;
      assert.deepEqual(encodePublicKey(publicKeyOf(loadPrivateKey(file(name)))), der, name);
    }
  });

  it('every request proves its key', () => {
    const requests = Object.keys(files).filter((name) => name.endsWith('.csr'));
    assert.equal(requests.length, 4);
    for (const name of requests) assert.ok(verifyRequest(parseRequest((decodePem(file(name))[0] as { der: Uint8Array }).der)), name);
  });

  it('a libpq client finds the server good, under its names only', () => {
    const [leaf, ...intermediates] = parseCertificates(file('server.crt')) as [Certificate, ...Certificate[]];
    const input = { leaf, intermediates, anchors: parseCertificates(file('root.crt')), crls: parseCrls(file('root.crl')), at: story.at };
    const good = verifyChain({ ...input, purpose: 'serverAuth', peer: { kind: 'dns', value: 'dbhost.yourdomain.com' } });
    assert.ok(good.ok);
    const other = verifyChain({ ...input, purpose: 'serverAuth', peer: { kind: 'dns', value: 'other.yourdomain.com' } });
    assert.ok(!other.ok);
    assert.equal(other.reason.code, 'peer-name-mismatch');
    assert.ok(!verifyChain({ ...input, purpose: 'clientAuth' }).ok);
  });
});
