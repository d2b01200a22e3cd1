/** Private keys between OpenSSL and us, both ways: every kind of key, plain, and under every cipher and function of PBES2 that both know. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { dumpDer } from '../../lib/asn1/dump.ts';
import { decodePem, encodePem } from '../../lib/asn1/pem.ts';
import { encodePkcs1PrivateKey } from '../../lib/keys/pkcs1.ts';
import { encodePkcs8 } from '../../lib/keys/pkcs8.ts';
import { encodeSec1 } from '../../lib/keys/sec1.ts';
import { encryptPrivateKey } from '../../lib/keystore/encrypted-key.ts';
import { loadPrivateKey } from '../../lib/keystore/load.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion } from './openssl-tools.ts';

function openssl(words: readonly string[], input: string | Uint8Array = ''): string {
  const { status, stdout, stderr } = spawnSync('openssl', words, { input, encoding: 'utf8', timeout: 60_000 });
  assert.equal(status, 0, `openssl ${words.join(' ')}: ${stderr}`);
  return stdout;
}

const MAKE: Readonly<Record<string, readonly string[]>> = {
  'RSA 2048': ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'P-256': ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'P-521': ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  Ed25519: ['genpkey', '-algorithm', 'ED25519'],
};

const PRFS = {
  'SHA-1': 'hmacWithSHA1',
  'SHA-224': 'hmacWithSHA224',
  'SHA-256': 'hmacWithSHA256',
  'SHA-384': 'hmacWithSHA384',
  'SHA-512': 'hmacWithSHA512',
  'SHA-512/224': 'hmacWithSHA512-224',
  'SHA-512/256': 'hmacWithSHA512-256',
} as const;
const CIPHERS = { 'AES-128-CBC': 'aes-128-cbc', 'AES-192-CBC': 'aes-192-cbc', 'AES-256-CBC': 'aes-256-cbc' } as const;

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

requireOrSkip('the openssl command, series 3.0', opensslVersion !== undefined)('private keys between OpenSSL and certwright', function () {
  this.timeout(60_000);

  for (const [name, words] of Object.entries(MAKE)) {
    it(`${name}: PKCS#8 and the older form come back octet for octet`, () => {
      const pem = openssl(words);
      const key = loadPrivateKey(pem);
      assert.equal(encodePem('PRIVATE KEY', encodePkcs8(key)), pem);
      if (key.kind !== 'rsa' && key.kind !== 'ec') return;
      const old = openssl(['pkey', '-traditional'], pem);
      assert.deepEqual(loadPrivateKey(old), key);
      assert.equal(
        key.kind === 'rsa' ? encodePem('RSA PRIVATE KEY', encodePkcs1PrivateKey(key)) : encodePem('EC PRIVATE KEY', encodeSec1(key)),
        old,
      );
    });
  }

  const pem = opensslVersion === undefined ? '' : openssl(MAKE['P-256'] ?? []);
  for (const [cipher, cipherWord] of Object.entries({ ...CIPHERS, 'DES-EDE3-CBC': 'des3' }))
    for (const [prf, prfWord] of Object.entries(PRFS))
      it(`OpenSSL locks with ${cipher} and HMAC ${prf}, we open`, () => {
        const locked = openssl(
          ['pkcs8', '-topk8', '-v2', cipherWord, '-v2prf', prfWord, '-iter', '1000', '-passout', 'pass:p\u00e4ss w\u00f6rd'],
          pem,
        );
        assert.deepEqual(loadPrivateKey(locked, { passphrase: 'p\u00e4ss w\u00f6rd' }), loadPrivateKey(pem));
        assert.throws(() => loadPrivateKey(locked, { passphrase: 'p\u00e4ss w\u00f6rt' }), { code: 'wrong-passphrase' });
      });

  for (const cipher of Object.keys(CIPHERS) as (keyof typeof CIPHERS)[])
    for (const prf of Object.keys(PRFS) as (keyof typeof PRFS)[])
      it(`we lock with ${cipher} and HMAC ${prf}, OpenSSL opens`, () => {
        const pkcs8 = encodePkcs8(loadPrivateKey(pem));
        const locked = encodePem(
          'ENCRYPTED PRIVATE KEY',
          encryptPrivateKey(pkcs8, 'p\u00e4ss w\u00f6rd', { random, iterations: 1000, cipher, prf }),
        );
        assert.equal(openssl(['pkey', '-passin', 'pass:p\u00e4ss w\u00f6rd'], locked), pem);
      });

  it('opens what `openssl genpkey -aes256` encrypts by default', () => {
    const locked = openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-aes256', '-pass', 'pass:secret']);
    const key = loadPrivateKey(locked, { passphrase: 'secret' });
    assert.equal(openssl(['pkey', '-passin', 'pass:secret'], locked), encodePem('PRIVATE KEY', encodePkcs8(key)));
  });

  it('dumps offsets, depths and lengths as `openssl asn1parse` does', () => {
    const [block] = decodePem(openssl(MAKE['RSA 2048'] ?? []));
    assert.ok(block !== undefined);
    const theirs = openssl(['asn1parse', '-inform', 'DER'], block.der)
      .split('\n')
      .flatMap((line) => {
        const match = /^ *(\d+):d=(\d+) +hl=(\d+) +l= *(\d+) (cons|prim):/.exec(line);
        return match === null ? [] : [match.slice(1).join(' ')];
      });
    const ours = dumpDer(block.der).map((node) =>
      [node.offset, node.depth, node.headerLength, node.length, node.constructed ? 'cons' : 'prim'].join(' '),
    );
    assert.deepEqual(ours, theirs);
    assert.ok(theirs.length >= 6, theirs.join('; '));
  });
});
