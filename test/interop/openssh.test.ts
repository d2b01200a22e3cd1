/** Keys between ssh-keygen and us, both ways: every kind, every cipher, fingerprints. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePem } from '../../lib/asn1/pem.ts';
import { generateKeyPair } from '../../lib/api/keys.ts';
import { md5, sha512 } from '../../lib/crypto/hash.ts';
import { findKeyDefect } from '../../lib/crypto/key-check.ts';
import { publicKeyOf } from '../../lib/crypto/public-half.ts';
import { encodePkcs8 } from '../../lib/keys/pkcs8.ts';
import type { KeyKind } from '../../lib/keys/types.ts';
import { loadPrivateKey } from '../../lib/keystore/load.ts';
import type { OpensshCipher } from '../../lib/keystore/openssh/ciphers.ts';
import { readOpensshPrivateKey, writeOpensshPrivateKey } from '../../lib/keystore/openssh/private-key.ts';
import { formatOpensshPublicKey, opensshFingerprint, parseOpensshPublicKey } from '../../lib/keystore/openssh/public-key.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const present = spawnSync('ssh-keygen', ['-?'], { encoding: 'utf8' }).error === undefined;

const KINDS: Readonly<Record<string, readonly [words: readonly string[], kind: KeyKind]>> = {
  'RSA 2048': [['-t', 'rsa', '-b', '2048'], { kind: 'rsa', bits: 1024 }],
  'P-256': [['-t', 'ecdsa', '-b', '256'], { kind: 'ec', curve: 'P-256' }],
  'P-384': [['-t', 'ecdsa', '-b', '384'], { kind: 'ec', curve: 'P-384' }],
  'P-521': [['-t', 'ecdsa', '-b', '521'], { kind: 'ec', curve: 'P-521' }],
  Ed25519: [['-t', 'ed25519'], { kind: 'ed25519' }],
};

const CIPHERS: readonly OpensshCipher[] = [
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
  'aes128-cbc',
  'aes192-cbc',
  'aes256-cbc',
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  '3des-cbc',
];

requireOrSkip('ssh-keygen', present)('keys between ssh-keygen and certwright', function () {
  this.timeout(60_000);
  let folder = '';
  let files = 0;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'certwright-openssh-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function sshKeygen(words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('ssh-keygen', words, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
    assert.equal(status, 0, `ssh-keygen ${words.join(' ')}: ${stderr}`);
    return stdout;
  }

  function write(content: string): string {
    const name = join(folder, `key${files++}`);
    writeFileSync(name, content, { mode: 0o600 });
    return name;
  }

  function make(words: readonly string[], word: string): { readonly name: string; readonly pem: string; readonly line: string } {
    const name = join(folder, `key${files++}`);
    sshKeygen(['-q', ...words, '-C', 'me@home', '-N', word, '-f', name]);
    return { name, pem: readFileSync(name, 'utf8'), line: readFileSync(`${name}.pub`, 'utf8').trim() };
  }

  for (const [kindName, [words, kind]] of Object.entries(KINDS)) {
    it(`${kindName}: what ssh-keygen writes we read, and what we write it reads`, () => {
      const { name, pem, line } = make(words, '');
      const { key, comment } = readOpensshPrivateKey(pem);
      assert.equal(findKeyDefect(key), undefined);
      assert.equal(formatOpensshPublicKey(publicKeyOf(key), comment), line);
      assert.deepEqual(parseOpensshPublicKey(line), { key: publicKeyOf(key), comment: 'me@home' });
      const listed = (hash: string): string => sshKeygen(['-l', '-E', hash, '-f', name]).split(' ')[1] ?? '';
      assert.equal(opensshFingerprint(publicKeyOf(key)), listed('sha256'));
      assert.equal(opensshFingerprint(publicKeyOf(key), sha512), listed('sha512'));
      assert.equal(opensshFingerprint(publicKeyOf(key), md5), listed('md5'));
      assert.ok(createPrivateKey(encodePem('PRIVATE KEY', encodePkcs8(key))).type === 'private', 'OpenSSL reads it as PKCS#8');
      const own = generateKeyPair(kind);
      const file = write(writeOpensshPrivateKey(own.privateKey, { random, comment: 'w\u00f6rt' }));
      assert.equal(sshKeygen(['-y', '-f', file]).trim(), formatOpensshPublicKey(own.publicKey, 'w\u00f6rt'));
    });

    // ssh-keygen writes Ed25519 keys in its own format only.
    if (kindName === 'Ed25519') continue;
    it(`${kindName}: the older formats of ssh-keygen are loadPrivateKey\u2019s`, () => {
      for (const format of ['PEM', 'PKCS8']) {
        const { pem, line } = make([...words, '-m', format], 'secret');
        const key = loadPrivateKey(pem, { passphrase: 'secret' });
        assert.equal(formatOpensshPublicKey(publicKeyOf(key), 'me@home'), line);
      }
    });
  }

  for (const cipher of CIPHERS)
    it(`${cipher}: both ways`, () => {
      for (const kindName of ['P-256', 'Ed25519']) {
        const [words, kind] = KINDS[kindName] ?? [[], { kind: 'ed25519' as const }];
        const { pem, line } = make([...words, '-Z', cipher, '-a', '3'], 'p\u00e4ss w\u00f6rd');
        const { key, encryption } = readOpensshPrivateKey(pem, { passphrase: 'p\u00e4ss w\u00f6rd' });
        assert.deepEqual(encryption, { cipher, rounds: 3 });
        assert.equal(formatOpensshPublicKey(publicKeyOf(key), 'me@home'), line);
        assert.throws(() => readOpensshPrivateKey(pem, { passphrase: 'x' }), { code: 'wrong-passphrase' });
        const own = generateKeyPair(kind);
        const file = write(writeOpensshPrivateKey(own.privateKey, { random, passphrase: 's\u00e4crat', cipher, rounds: 3, comment: 'c' }));
        assert.equal(sshKeygen(['-y', '-P', 's\u00e4crat', '-f', file]).trim(), formatOpensshPublicKey(own.publicKey, 'c'));
      }
    });
});
