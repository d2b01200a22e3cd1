import assert from 'node:assert/strict';
import { utf8 } from '../../../lib/base/bytes.ts';
import { decodePem, encodePem } from '../../../lib/asn1/pem.ts';
import { encodePkcs1PrivateKey } from '../../../lib/keys/pkcs1.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encodeSec1 } from '../../../lib/keys/sec1.ts';
import { loadPrivateKey } from '../../../lib/keystore/load.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

function der(pem: string, index = 0): Uint8Array {
  const block = decodePem(pem)[index];
  assert.ok(block !== undefined);
  return block.der;
}

describe('loadPrivateKey', () => {
  const rsa = parsePrivateKey(der(keys.rsaPkcs8));
  const ec = parsePrivateKey(der(keys.p256Pkcs8));
  assert.ok(rsa.kind === 'rsa' && ec.kind === 'ec');
  const passphrase = 'secret';

  it('reads PEM of each kind, as text and as octets', () => {
    for (const [pem, key] of [
      [keys.rsaPkcs8, rsa],
      [keys.rsaPkcs1, rsa],
      [keys.p256Pkcs8, ec],
      [keys.p256Sec1, ec],
      [keys.p256Aes256, ec],
      [keys.p256TripleDes, ec],
    ] as const) {
      assert.deepEqual(loadPrivateKey(pem, { passphrase }), key);
      assert.deepEqual(loadPrivateKey(utf8(pem), { passphrase: utf8(passphrase) }), key);
      assert.deepEqual(loadPrivateKey(utf8(`\ufeffBag Attributes\r\n${pem.replaceAll('\n', '\r\n')}`), { passphrase }), key);
    }
  });

  it('reads DER of each kind', () => {
    assert.deepEqual(loadPrivateKey(encodePkcs8(rsa)), rsa);
    assert.deepEqual(loadPrivateKey(encodePkcs1PrivateKey(rsa)), rsa);
    assert.deepEqual(loadPrivateKey(encodePkcs8(ec)), ec);
    assert.deepEqual(loadPrivateKey(encodeSec1(ec)), ec);
    assert.deepEqual(loadPrivateKey(der(keys.p256Aes256), { passphrase }), ec);
  });

  it('takes the first private key and steps over other blocks', () => {
    const certificate = encodePem('CERTIFICATE', Uint8Array.of(0x30, 0));
    assert.deepEqual(loadPrivateKey(certificate + keys.rsaPkcs1 + keys.p256Pkcs8), rsa);
    assert.deepEqual(loadPrivateKey(certificate + keys.p256Sec1 + keys.rsaPkcs1), ec);
  });

  it('takes the curve of an EC PARAMETERS block in front', () => {
    const bare = encodePem('EC PRIVATE KEY', encodeSec1(ec, { parameters: false }));
    const parameters = encodePem('EC PARAMETERS', der(keys.p256Sec1));
    assert.deepEqual(loadPrivateKey(parameters + bare), ec);
    throwsCode('missing-curve', () => loadPrivateKey(bare));
    throwsCode('missing-curve', () => loadPrivateKey(bare + parameters));
    const other = encodePem('EC PARAMETERS', Uint8Array.of(6, 5, 0x2b, 0x81, 4, 0, 0x22));
    throwsCode('curve-mismatch', () => loadPrivateKey(other + encodePem('EC PRIVATE KEY', encodeSec1(ec))));
  });

  it('asks for a passphrase where one is needed, and ignores it where none is', () => {
    throwsCode('passphrase-required', () => loadPrivateKey(keys.p256Aes128));
    throwsCode('passphrase-required', () => loadPrivateKey(der(keys.p256Aes128)));
    throwsCode('passphrase-required', () => loadPrivateKey(keys.p256Aes128, { passphrase: undefined }));
    throwsCode('wrong-passphrase', () => loadPrivateKey(keys.p256Aes128, { passphrase: '' }));
    throwsCode('wrong-passphrase', () => loadPrivateKey(keys.p256Aes128, { passphrase: 'secret ' }));
    assert.deepEqual(loadPrivateKey(keys.p256Pkcs8, { passphrase: 'whatever' }), ec);
  });

  const bad: readonly (readonly [why: string, input: string | Uint8Array, code: string])[] = [
    ['an empty file', '', 'no-private-key'],
    ['a file of octets that are nothing', Uint8Array.of(1, 2, 3), 'no-private-key'],
    ['a public key', keys.p256Public, 'no-private-key'],
    ['DER of another kind', Uint8Array.of(0x30, 0x03, 0x0c, 0x01, 0x41), 'no-private-key'],
    ['DER with one INTEGER', Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00), 'no-private-key'],
    ['an empty SEQUENCE', Uint8Array.of(0x30, 0x00), 'no-private-key'],
    ['a public key as DER', der(keys.p256Public), 'unsupported-encryption-scheme'],
    ['a DSA key', encodePem('DSA PRIVATE KEY', Uint8Array.of(0x30, 0)), 'dsa-key'],
    ['an OpenSSH key', encodePem('OPENSSH PRIVATE KEY', Uint8Array.of(0x30, 0)), 'unsupported-key-format'],
    ['a curve by its parameters', keys.p256Explicit, 'explicit-curve-parameters'],
    ['PKCS#8 under the label of PKCS#1', encodePem('RSA PRIVATE KEY', der(keys.rsaPkcs8)), 'wrong-tag'],
    ['a damaged block before a good one', keys.rsaPkcs8.replace('-----END PRIVATE KEY-----\n', '') + keys.p256Pkcs8, 'pem-missing-end'],
    ['a damaged boundary', keys.rsaPkcs8.replace('-----BEGIN', '----BEGIN'), 'pem-missing-begin'],
    ['a damaged line', keys.rsaPkcs8.replace('\nMII', '\nM!I'), 'bad-base64'],
    ['an encrypted key cut short', der(keys.p256Aes128).subarray(0, 100), 'truncated'],
  ];
  for (const [why, input, code] of bad)
    it(`refuses ${why}: ${code}`, () => void throwsCode(code, () => loadPrivateKey(input, { passphrase })));

  it('says what it found instead', () => {
    assert.match(throwsCode('no-private-key', () => loadPrivateKey(keys.p256Public)).message, /found only PUBLIC KEY/);
    assert.match(throwsCode('no-private-key', () => loadPrivateKey('hello')).message, /found no PEM block/);
  });

  it('reads a good key in front of a damaged block', () => {
    assert.deepEqual(loadPrivateKey(`${keys.p256Pkcs8}-----BEGIN X-----\n`), ec);
  });
});
