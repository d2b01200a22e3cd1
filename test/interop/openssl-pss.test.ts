/** Keys for RSASSA-PSS only (RFC 4055 1.2) between OpenSSL and us: the keys, what they sign, and a certificate that OpenSSL makes with one. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSigner,
  encodePkcs8,
  encodePublicKey,
  loadPrivateKey,
  parseCertificates,
  verifyChain,
  verifySignature,
} from '../../lib/index.ts';
import { encodePem } from '../../lib/asn1/pem.ts';
import { publicKeyOf } from '../../lib/crypto/public-half.ts';
import { rsaPssSha256 } from '../../lib/crypto/rsa/pss.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion } from './openssl-tools.ts';

const RESTRICTED = ['rsa_pss_keygen_md:sha256', 'rsa_pss_keygen_mgf1_md:sha256', 'rsa_pss_keygen_saltlen:32'];
const PSS = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32', '-sigopt', 'rsa_mgf1_md:sha256'];

requireOrSkip('the openssl command, series 3.0', opensslVersion !== undefined)(
  'RSASSA-PSS keys between OpenSSL and certwright',
  function () {
    this.timeout(60_000);
    let folder = '';
    before(() => void (folder = mkdtempSync(join(tmpdir(), 'certwright-pss-'))));
    after(() => rmSync(folder, { recursive: true, force: true }));

    function openssl(words: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
      return spawnSync('openssl', words, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
    }

    function ok(words: readonly string[]): string {
      const { status, stdout, stderr } = openssl(words);
      assert.equal(status, 0, `openssl ${words.join(' ')}: ${stderr}`);
      return stdout;
    }

    for (const [name, settings] of Object.entries({ 'without parameters': [], 'with parameters': RESTRICTED })) {
      it(`${name}: keys come back octet for octet, and each verifies what the other signs`, () => {
        const pem = ok([
          'genpkey',
          '-algorithm',
          'RSA-PSS',
          ...['rsa_keygen_bits:2048', ...settings].flatMap((word) => ['-pkeyopt', word]),
        ]);
        writeFileSync(join(folder, 'key.pem'), pem);
        const key = loadPrivateKey(pem);
        const publicPem =
          ok(['pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem']) || readFileSync(join(folder, 'public.pem'), 'utf8');
        assert.equal(key.kind, 'rsa-pss');
        assert.equal(encodePem('PRIVATE KEY', encodePkcs8(key)), pem);
        assert.equal(encodePem('PUBLIC KEY', encodePublicKey(publicKeyOf(key))), publicPem);
        const data = new TextEncoder().encode('to be signed');
        writeFileSync(join(folder, 'data'), data);
        writeFileSync(join(folder, 'ours.sig'), createSigner(key).sign(data));
        assert.match(ok(['dgst', '-sha256', '-verify', 'public.pem', '-signature', 'ours.sig', ...PSS, 'data']), /Verified OK/);
        ok(['dgst', '-sha256', '-sign', 'key.pem', '-out', 'theirs.sig', ...PSS, 'data']);
        assert.ok(verifySignature(publicKeyOf(key), rsaPssSha256, data, new Uint8Array(readFileSync(join(folder, 'theirs.sig')))));
      });
    }

    it('a root that OpenSSL makes of such a key is read and trusted, as OpenSSL trusts it', () => {
      ok([
        'req',
        '-x509',
        '-newkey',
        'rsa-pss',
        ...['rsa_keygen_bits:2048', ...RESTRICTED].flatMap((word) => ['-pkeyopt', word]),
        '-noenc',
        '-keyout',
        'ca.key',
        '-out',
        'ca.pem',
        '-subj',
        '/CN=PSS root',
        '-sha256',
        '-days',
        '30',
        ...PSS,
      ]);
      ok(['req', '-new', '-newkey', 'ed25519', '-noenc', '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf']);
      ok(['x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-out', 'leaf.pem', '-days', '10', '-sha256', ...PSS]);
      assert.match(ok(['verify', '-CAfile', 'ca.pem', 'leaf.pem']), /OK/);
      const [root] = parseCertificates(readFileSync(join(folder, 'ca.pem'), 'utf8'));
      const [leaf] = parseCertificates(readFileSync(join(folder, 'leaf.pem'), 'utf8'));
      assert.ok(root !== undefined && leaf !== undefined);
      const verdict = verifyChain({ leaf, anchors: [root] });
      assert.ok(verdict.ok, JSON.stringify(verdict));
      assert.equal(verdict.work.signatures, 1);
    });
  },
);
