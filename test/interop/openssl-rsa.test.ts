/** RSA beyond SHA-2 between OpenSSL and us: SHA-3, more primes than two, encryption, and keys for RSASSA-PSS with all kinds of restrictions. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePem } from '../../lib/asn1/pem.ts';
import { readDer } from '../../lib/asn1/reader.ts';
import { equalBytes, fromLatin1, toHex } from '../../lib/base/bytes.ts';
import * as crypto from '../../lib/crypto/index.ts';
import {
  createSigner,
  defaultAlgorithms,
  encodePkcs8,
  furtherAlgorithms,
  loadPrivateKey,
  parseCertificates,
  publicKeyOf,
  randomBytes,
  verifyChain,
  verifySignature,
} from '../../lib/index.ts';
import { readAlgorithmIdentifier } from '../../lib/keys/algorithm-identifier.ts';
import type { PrivateKey } from '../../lib/keys/types.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion } from './openssl-tools.ts';

const DATA = new TextEncoder().encode('to be signed');
const PSS_OF_HASH = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'];

requireOrSkip('the openssl command, series 3.0', opensslVersion !== undefined)('RSA between OpenSSL and certwright', function () {
  this.timeout(60_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'certwright-rsa-'));
    writeFileSync(join(folder, 'data'), DATA);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  const write = (name: string, octets: Uint8Array | string): void => writeFileSync(join(folder, name), octets);

  function ok(words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
    assert.equal(status, 0, `openssl ${words.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** A key made by OpenSSL, in `key.pem`, with its public half in `public.pem`. */
  function made(algorithm: string, ...settings: readonly string[]): PrivateKey {
    const pem = ok(['genpkey', '-quiet', '-algorithm', algorithm, ...settings.flatMap((word) => ['-pkeyopt', word])]);
    write('key.pem', pem);
    ok(['pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem']);
    return loadPrivateKey(pem);
  }

  /** Each verifies what the other signs with the key at hand. */
  function checkBothWays(key: PrivateKey, algorithm: crypto.SignatureAlgorithm, options: readonly string[]): void {
    write('ours.sig', createSigner(key, { algorithm }).sign(DATA));
    assert.match(ok(['dgst', ...options, '-verify', 'public.pem', '-signature', 'ours.sig', 'data']), /Verified OK/, algorithm.label);
    ok(['dgst', ...options, '-sign', 'key.pem', '-out', 'theirs.sig', 'data']);
    assert.ok(verifySignature(publicKeyOf(key), algorithm, DATA, read('theirs.sig')), algorithm.label);
    assert.ok(!verifySignature(publicKeyOf(key), algorithm, DATA.subarray(1), read('theirs.sig')), algorithm.label);
  }

  it('SHA-3 with PKCS#1 v1.5 and PSS', () => {
    const key = made('RSA', 'rsa_keygen_bits:2048');
    for (const algorithm of [crypto.rsaPkcs1Sha3_224, crypto.rsaPkcs1Sha3_256, crypto.rsaPkcs1Sha3_384, crypto.rsaPkcs1Sha3_512])
      checkBothWays(key, algorithm, [`-${algorithm.hash?.toLowerCase()}`]);
    for (const algorithm of [crypto.rsaPssSha3_224, crypto.rsaPssSha3_256, crypto.rsaPssSha3_384, crypto.rsaPssSha3_512])
      checkBothWays(key, algorithm, [`-${algorithm.hash?.toLowerCase()}`, ...PSS_OF_HASH]);
  });

  it('three and four primes: octet for octet, sound to both, and signing', () => {
    for (const [bits, primes] of [
      [1536, 3],
      [4096, 4],
    ] as const) {
      const key = made('RSA', `rsa_keygen_bits:${bits}`, `rsa_keygen_primes:${primes}`);
      assert.equal(key.kind === 'rsa' ? key.otherPrimes?.length : undefined, primes - 2);
      assert.equal(encodePem('PRIVATE KEY', encodePkcs8(key)), fromLatin1(read('key.pem')));
      assert.equal(crypto.findKeyDefect(key, randomBytes), undefined);
      assert.deepEqual(crypto.findKeyWeaknesses(key), []);
      checkBothWays(key, crypto.rsaPkcs1Sha256, ['-sha256']);
      checkBothWays(key, crypto.rsaPssSha256, ['-sha256', ...PSS_OF_HASH]);
    }
  });

  it('certificates signed with SHA-3, and with PSS of an unusual kind, by a key of three primes', () => {
    made('RSA', 'rsa_keygen_bits:2048', 'rsa_keygen_primes:3');
    // OpenSSL 3.0 writes no certificates with RSASSA-PSS and SHA-3.
    for (const options of [['-sha3-256'], ['-sha224', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_mgf1_md:sha1']]) {
      ok(['req', '-x509', '-key', 'key.pem', '-out', 'ca.pem', '-subj', '/CN=Root', '-days', '30', ...options]);
      ok(['req', '-new', '-newkey', 'ed25519', '-noenc', '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf']);
      ok(['x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'key.pem', '-out', 'leaf.pem', '-days', '10', ...options]);
      const [[root], [leaf]] = [parseCertificates(fromLatin1(read('ca.pem'))), parseCertificates(fromLatin1(read('leaf.pem')))];
      assert.ok(root !== undefined && leaf !== undefined);
      const verdict = verifyChain({ leaf, anchors: [root], algorithms: [...defaultAlgorithms, ...furtherAlgorithms] });
      assert.ok(verdict.ok, JSON.stringify(verdict));
      const narrow = verifyChain({ leaf, anchors: [root] });
      assert.equal(narrow.ok ? undefined : narrow.reason.code, 'signature-algorithm-not-allowed');
    }
  });

  it('RSAES-OAEP with several hashes, masks and labels, both ways', () => {
    const key = made('RSA', 'rsa_keygen_bits:2048');
    const message = randomBytes(20);
    write('message', message);
    const { sha1, sha256, sha512, sha3_256 } = crypto;
    const cases: readonly crypto.RsaOaepParameters[] = [
      { hash: sha1 },
      { hash: sha256 },
      { hash: sha256, mgfHash: sha1, label: randomBytes(30) },
      { hash: sha1, mgfHash: sha512 },
      { hash: sha3_256, label: randomBytes(1) },
      { hash: sha512 },
    ];
    for (const parameters of cases) {
      const { hash, mgfHash = hash, label } = parameters;
      const name = ({ label: full }: crypto.Hash): string => full.toLowerCase().replace('sha-', 'sha');
      const settings = ['rsa_padding_mode:oaep', `rsa_oaep_md:${name(hash)}`, `rsa_mgf1_md:${name(mgfHash)}`];
      if (label !== undefined) settings.push(`rsa_oaep_label:${toHex(label)}`);
      const options = settings.flatMap((word) => ['-pkeyopt', word]);
      ok(['pkeyutl', '-encrypt', '-pubin', '-inkey', 'public.pem', '-in', 'message', '-out', 'theirs', ...options]);
      assert.deepEqual(crypto.decryptRsaOaep(key, read('theirs'), { ...parameters, random: randomBytes }), message);
      write('ours', crypto.encryptRsaOaep(publicKeyOf(key), message, { ...parameters, random: randomBytes }));
      ok(['pkeyutl', '-decrypt', '-inkey', 'key.pem', '-in', 'ours', '-out', 'opened', ...options]);
      assert.deepEqual(read('opened'), message);
    }
  });

  it('RSAES-PKCS1-v1_5 both ways, with a key of three primes', () => {
    const key = made('RSA', 'rsa_keygen_bits:1024', 'rsa_keygen_primes:3');
    for (const length of [0, 1, 16, 117]) {
      const message = randomBytes(length);
      write('message', message);
      ok(['pkeyutl', '-encrypt', '-pubin', '-inkey', 'public.pem', '-in', 'message', '-out', 'theirs']);
      assert.deepEqual(crypto.decryptRsaPkcs1(key, read('theirs'), { random: randomBytes }), message);
      write('ours', crypto.encryptRsaPkcs1(publicKeyOf(key), message, { random: randomBytes }));
      ok(['pkeyutl', '-decrypt', '-inkey', 'key.pem', '-in', 'ours', '-out', 'opened']);
      assert.deepEqual(read('opened'), message);
    }
  });

  it('the parameters of RSAES-OAEP as CMS has them', () => {
    ok(['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-keyout', 'key.pem', '-out', 'cert.pem', '-subj', '/CN=recipient']);
    for (const hash of [crypto.sha1, crypto.sha256, crypto.sha512]) {
      const name = hash.label.toLowerCase().replace('-', '');
      const settings = ['rsa_padding_mode:oaep', `rsa_oaep_md:${name}`, 'rsa_oaep_label:0102'].flatMap((word) => ['-keyopt', word]);
      ok(['cms', '-encrypt', '-in', 'data', '-outform', 'DER', '-out', 'message.cms', '-recip', 'cert.pem', ...settings]);
      const message = read('message.cms');
      const start = toHex(message).indexOf('06092a864886f70d010107') / 2 - 2;
      const der = message.subarray(start, start + 2 + (message[start + 1] as number));
      const identifier = readDer(der, (reader) => readAlgorithmIdentifier(reader, ''));
      assert.deepEqual(crypto.readRsaOaep(identifier, [crypto.sha1, crypto.sha256, crypto.sha512]), {
        hash,
        mgfHash: hash,
        label: Uint8Array.of(1, 2),
      });
    }
  });

  it('keys for RSASSA-PSS with restrictions of every kind sign as they demand, and otherwise not at all', () => {
    const cases: readonly (readonly [settings: readonly string[], md: string, mgf: string, salt: number])[] = [
      [['rsa_pss_keygen_md:sha256'], 'sha256', 'sha1', 32],
      [['rsa_pss_keygen_md:sha512', 'rsa_pss_keygen_mgf1_md:sha512', 'rsa_pss_keygen_saltlen:20'], 'sha512', 'sha512', 64],
      [['rsa_pss_keygen_md:sha384', 'rsa_pss_keygen_mgf1_md:sha256', 'rsa_pss_keygen_saltlen:60'], 'sha384', 'sha256', 60],
      [['rsa_pss_keygen_md:sha224', 'rsa_pss_keygen_mgf1_md:sha224', 'rsa_pss_keygen_saltlen:0'], 'sha224', 'sha224', 28],
      [['rsa_pss_keygen_md:sha512-256', 'rsa_pss_keygen_mgf1_md:sha512-224'], 'sha512-256', 'sha512-224', 32],
    ];
    for (const [settings, md, mgf, salt] of cases) {
      const key = made('RSA-PSS', 'rsa_keygen_bits:1536', ...settings);
      assert.equal(encodePem('PRIVATE KEY', encodePkcs8(key)), fromLatin1(read('key.pem')), settings.join(' '));
      const { algorithm } = createSigner(key);
      checkBothWays(key, algorithm, [
        `-${md}`,
        ...[`rsa_padding_mode:pss`, `rsa_mgf1_md:${mgf}`, `rsa_pss_saltlen:${salt}`].flatMap((word) => ['-sigopt', word]),
      ]);
      const others = [crypto.rsaPssSha256, crypto.rsaPssSha384, crypto.rsaPkcs1Sha256, crypto.rsaPssShake128];
      for (const other of others.filter(({ encodings: [der] }) => !equalBytes(der as Uint8Array, algorithm.encodings[0] as Uint8Array))) {
        assert.throws(() => createSigner(key, { algorithm: other }), { code: 'wrong-key-kind' });
        // Whoever has the numbers signs anyway; the public key's restrictions refuse it.
        const unbound = { ...(key as Extract<PrivateKey, { readonly kind: 'rsa-pss' }>), kind: 'rsa' } as const;
        const signature = createSigner(unbound, { algorithm: other }).sign(DATA);
        assert.ok(verifySignature(publicKeyOf(unbound), other, DATA, signature));
        assert.ok(!verifySignature(publicKeyOf(key), other, DATA, signature), other.label);
      }
    }
  });
});
