import assert from 'node:assert/strict';
import { fromHex, utf8 } from '../../../lib/base/bytes.ts';
import { type Oid, oid } from '../../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../../lib/asn1/pem.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { type DerWriter, encodeDer } from '../../../lib/asn1/writer.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import { parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { decryptPkcs8, decryptPrivateKey, encryptPrivateKey, parseEncryptedPrivateKey } from '../../../lib/keystore/encrypted-key.ts';
import type { WrittenCipher } from '../../../lib/keystore/pbes2-cipher.ts';
import {
  decodePbes2,
  makePbes2Parameters,
  pbes2Decrypt,
  pbes2Encrypt,
  type Pbes2Parameters,
  writePbes2,
} from '../../../lib/keystore/pbes2.ts';
import type { Pbes2Prf } from '../../../lib/keystore/pbkdf2.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

function der(pem: string): Uint8Array {
  const block = decodePem(pem)[0];
  assert.ok(block !== undefined);
  return block.der;
}

/** Octets 0, 1, 2, … so that the same choices give the same file. */
function counting(): (length: number) => Uint8Array {
  let next = 0;
  return (length) => Uint8Array.from({ length }, () => next++ & 0xff);
}

function decode(algorithm: Uint8Array): Pbes2Parameters {
  return readDer(algorithm, (reader) => decodePbes2(readAlgorithmIdentifier(reader, ''), 'encryptionAlgorithm'));
}

const PBES2 = oid('1.2.840.113549.1.5.13');
const PBKDF2 = oid('1.2.840.113549.1.5.12');
const AES_256 = oid('2.16.840.1.101.3.4.1.42');
const HMAC_SHA1 = oid('1.2.840.113549.2.7');
const HMAC_SHA256 = oid('1.2.840.113549.2.9');

const SCRYPT = oid('1.3.6.1.4.1.11591.4.11');
const GCM = oid('2.16.840.1.101.3.4.1.46');
const RC2 = oid('1.2.840.113549.3.2');

/** scrypt-params with r of 8 and p of 1. */
const scryptOf =
  (cost: number | bigint, keyLength?: number) =>
  (writer: DerWriter): void => {
    writer.octetString(new Uint8Array(8)).integer(cost).integer(8).integer(1);
    if (keyLength !== undefined) writer.integer(keyLength);
  };

const gcmOf =
  (nonce: number, tag?: number) =>
  (writer: DerWriter): void =>
    void writer.sequence((inner) => {
      inner.octetString(new Uint8Array(nonce));
      if (tag !== undefined) inner.integer(tag);
    });

const rc2Of =
  (iv: number, version?: number) =>
  (writer: DerWriter): void =>
    void writer.sequence((inner) => {
      if (version !== undefined) inner.integer(version);
      inner.octetString(new Uint8Array(iv));
    });

/** A PBES2 AlgorithmIdentifier with parts to be replaced. */
function algorithm({
  scheme = PBES2,
  kdf = PBKDF2,
  kdfParameters = (inner) => void inner.octetString(new Uint8Array(8)).integer(1000),
  cipher = AES_256,
  iv = (inner) => void inner.octetString(new Uint8Array(16)),
}: {
  scheme?: Oid;
  kdf?: Oid;
  kdfParameters?: (writer: DerWriter) => void;
  cipher?: Oid;
  iv?: (writer: DerWriter) => void;
} = {}): Uint8Array {
  return encodeDer((writer) =>
    writer.sequence((outer) =>
      outer.oid(scheme).sequence((parameters) =>
        parameters
          .sequence((inner) => inner.oid(kdf).sequence(kdfParameters))
          .sequence((inner) => {
            inner.oid(cipher);
            iv(inner);
          }),
      ),
    ),
  );
}

describe('PBES2', () => {
  const plain = parsePrivateKey(der(keys.p256Pkcs8));
  const files: readonly (readonly [name: string, pem: string, facts: readonly unknown[]])[] = [
    ['AES-128, SHA-256', keys.p256Aes128, ['AES-128-CBC', 'SHA-256', 2048]],
    ['AES-256, SHA-256', keys.p256Aes256, ['AES-256-CBC', 'SHA-256', 2048]],
    ['AES-192, SHA-512', keys.p256Aes192Sha512, ['AES-192-CBC', 'SHA-512', 1000]],
    ['AES-256, SHA-1 by default', keys.p256Aes256Sha1, ['AES-256-CBC', 'SHA-1', 1000]],
    ['triple DES', keys.p256TripleDes, ['DES-EDE3-CBC', 'SHA-256', 2048]],
  ];
  for (const [name, pem, facts] of files) {
    it(`opens what OpenSSL encrypted: ${name}`, () => {
      const { parameters } = parseEncryptedPrivateKey(der(pem));
      assert.ok(parameters.scheme === 'PBES2' && parameters.kdf === 'pbkdf2');
      assert.deepEqual([parameters.cipher, parameters.prf, parameters.iterations], facts);
      assert.deepEqual(decryptPrivateKey(der(pem), 'secret'), plain);
      assert.deepEqual(decryptPrivateKey(der(pem), utf8('secret')), plain);
      throwsCode('wrong-passphrase', () => decryptPrivateKey(der(pem), 'Secret'));
      throwsCode('wrong-passphrase', () => decryptPrivateKey(der(pem), ''));
    });
  }

  for (const cipher of ['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC'] as const)
    for (const prf of ['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA-512/224', 'SHA-512/256'] as const)
      it(`writes and reads ${cipher} under ${prf}`, () => {
        const locked = encryptPrivateKey(der(keys.p256Pkcs8), 'p\u00e4ss', { random: counting(), iterations: 3, cipher, prf });
        const { parameters } = parseEncryptedPrivateKey(locked);
        const wanted: Pbes2Parameters = {
          scheme: 'PBES2',
          kdf: 'pbkdf2',
          cipher,
          prf,
          iterations: 3,
          iv: Uint8Array.from({ length: 16 }, (_, i) => i),
          salt: Uint8Array.from({ length: 16 }, (_, i) => 16 + i),
        };
        assert.deepEqual(parameters, wanted);
        assert.deepEqual(decryptPkcs8(locked, utf8('p\u00e4ss')), der(keys.p256Pkcs8));
        assert.deepEqual(
          encodeDer((writer) => writePbes2(writer, wanted)),
          encodeDer((writer) => writePbes2(writer, decode(encodeDer((inner) => writePbes2(inner, wanted))))),
        );
      });

  it('writes AES-256 and 600,000 iterations of HMAC-SHA256 where nothing else is asked', () => {
    const made = makePbes2Parameters({ random: counting() });
    assert.ok(made.kdf === 'pbkdf2');
    const { cipher, prf, iterations, salt, iv } = made;
    assert.deepEqual([cipher, prf, iterations, salt.length, iv.length], ['AES-256-CBC', 'SHA-256', 600_000, 16, 16]);
    assert.deepEqual(makePbes2Parameters({ random: counting(), kdf: 'scrypt', cipher: 'DES-EDE3-CBC' }), {
      scheme: 'PBES2',
      cipher: 'DES-EDE3-CBC',
      iv: Uint8Array.from({ length: 8 }, (_, i) => i),
      kdf: 'scrypt',
      salt: Uint8Array.from({ length: 16 }, (_, i) => 8 + i),
      cost: 16_384,
      blockSize: 8,
      parallelization: 5,
    });
  });

  it('reproduces a file of OpenSSL from its parameters', () => {
    const { parameters, ciphertext } = parseEncryptedPrivateKey(der(keys.p256Aes256));
    assert.ok(parameters.scheme === 'PBES2');
    assert.deepEqual(pbes2Encrypt(parameters, utf8('secret'), der(keys.p256Pkcs8)), ciphertext);
    const again = encodeDer((writer) =>
      writer.sequence((outer) => {
        writePbes2(outer, parameters);
        outer.octetString(ciphertext);
      }),
    );
    assert.equal(encodePem('ENCRYPTED PRIVATE KEY', again), keys.p256Aes256);
  });

  it('takes an encoded default function, and a function without NULL', () => {
    const withPrf = (prf: (writer: DerWriter) => void): Uint8Array =>
      algorithm({ kdfParameters: (inner) => void inner.octetString(new Uint8Array(8)).integer(1000).sequence(prf) });
    const prfOf = (der: Uint8Array): Pbes2Prf | undefined => {
      const decoded = decode(der);
      return decoded.kdf === 'pbkdf2' ? decoded.prf : undefined;
    };
    assert.equal(prfOf(algorithm()), 'SHA-1');
    assert.equal(prfOf(withPrf((prf) => prf.oid(HMAC_SHA1).null())), 'SHA-1');
    assert.equal(prfOf(withPrf((prf) => prf.oid(HMAC_SHA256))), 'SHA-256');
    throwsCode('bad-algorithm-parameters', () => decode(withPrf((prf) => prf.oid(HMAC_SHA256).integer(1))));
    throwsCode('bad-algorithm-parameters', () => decode(withPrf((prf) => prf.oid(HMAC_SHA256).raw(fromHex('050100')))));
    throwsCode('unsupported-prf', () => decode(withPrf((prf) => prf.oid(oid('1.2.643.7.1.1.4.1')).null())));
  });

  it('takes the key length of the cipher and no other', () => {
    const withLength = (length: number): Uint8Array =>
      algorithm({ kdfParameters: (inner) => void inner.octetString(new Uint8Array(8)).integer(1000).integer(length) });
    assert.equal(decode(withLength(32)).cipher, 'AES-256-CBC');
    throwsCode('bad-kdf-parameters', () => decode(withLength(16)));
    throwsCode('bad-kdf-parameters', () => decode(withLength(0)));
  });

  const bad: readonly (readonly [why: string, der: Uint8Array, code: string])[] = [
    ['PBES1', algorithm({ scheme: oid('1.2.840.113549.1.5.3') }), 'unsupported-encryption-scheme'],
    ['no parameters', encodeDer((w) => w.sequence((x) => x.oid(PBES2))), 'bad-algorithm-parameters'],
    ['another derivation', algorithm({ kdf: oid('1.3.6.1.4.1.11591.4.12') }), 'unsupported-kdf'],
    ['scrypt with the parameters of PBKDF2', algorithm({ kdf: SCRYPT }), 'missing-field'],
    ['scrypt with a negative N', algorithm({ kdf: SCRYPT, kdfParameters: scryptOf(-1) }), 'integer-out-of-range'],
    ['scrypt with an N of 2^60', algorithm({ kdf: SCRYPT, kdfParameters: scryptOf(2n ** 60n) }), 'kdf-too-costly'],
    [
      'scrypt with another key length than the cipher has',
      algorithm({ kdf: SCRYPT, kdfParameters: scryptOf(16, 16) }),
      'bad-kdf-parameters',
    ],
    ['Camellia', algorithm({ cipher: oid('1.2.392.200011.61.1.1.1.4') }), 'unsupported-cipher'],
    ['DES with an initialization vector of 16 octets', algorithm({ cipher: oid('1.3.14.3.2.7') }), 'bad-algorithm-parameters'],
    ['GCM with the parameters of CBC', algorithm({ cipher: GCM }), 'wrong-tag'],
    ['GCM with a nonce of 8 octets', algorithm({ cipher: GCM, iv: gcmOf(8) }), 'bad-algorithm-parameters'],
    ['GCM with a tag of 11 octets', algorithm({ cipher: GCM, iv: gcmOf(12, 11) }), 'bad-algorithm-parameters'],
    ['GCM with a tag of 17 octets', algorithm({ cipher: GCM, iv: gcmOf(12, 17) }), 'bad-algorithm-parameters'],
    ['RC2 of an unknown version', algorithm({ cipher: RC2, iv: rc2Of(8, 59) }), 'bad-algorithm-parameters'],
    ['RC2 of 1025 bits', algorithm({ cipher: RC2, iv: rc2Of(8, 1025) }), 'bad-algorithm-parameters'],
    ['RC2 with an initialization vector of 16 octets', algorithm({ cipher: RC2, iv: rc2Of(16, 58) }), 'bad-algorithm-parameters'],
    ['an initialization vector of 8 octets', algorithm({ iv: (w) => void w.octetString(new Uint8Array(8)) }), 'bad-algorithm-parameters'],
    ['no initialization vector', algorithm({ iv: () => undefined }), 'missing-field'],
    ['an initialization vector that is none', algorithm({ iv: (w) => void w.null() }), 'wrong-tag'],
    ['a salt from elsewhere', algorithm({ kdfParameters: (w) => void w.sequence((x) => x.oid(PBKDF2)).integer(1000) }), 'wrong-tag'],
    ['no iteration count', algorithm({ kdfParameters: (w) => void w.octetString(new Uint8Array(8)) }), 'missing-field'],
    [
      'a negative iteration count',
      algorithm({ kdfParameters: (w) => void w.octetString(new Uint8Array(8)).integer(-1) }),
      'integer-out-of-range',
    ],
    ['2^60 iterations', algorithm({ kdfParameters: (w) => void w.octetString(new Uint8Array(8)).integer(2n ** 60n) }), 'kdf-too-costly'],
  ];
  for (const [why, input, code] of bad) it(`refuses ${why}`, () => void throwsCode(code, () => decode(input)));

  const parameters = {
    scheme: 'PBES2',
    kdf: 'pbkdf2',
    cipher: 'AES-256-CBC',
    prf: 'SHA-256',
    iterations: 1,
    salt: new Uint8Array(8),
    iv: new Uint8Array(16),
  } as const;
  it('does no work for counts outside of the limits', () => {
    const costs: readonly (readonly [{ readonly iterations?: number; readonly salt?: Uint8Array }, string])[] = [
      [{ iterations: 0 }, 'bad-kdf-parameters'],
      [{ iterations: 10_000_001 }, 'kdf-too-costly'],
      [{ iterations: 2 ** 31 - 1 }, 'kdf-too-costly'],
      [{ salt: new Uint8Array(1_048_577) }, 'kdf-too-costly'],
    ];
    for (const [cost, code] of costs) {
      throwsCode(code, () => pbes2Decrypt({ ...parameters, ...cost }, utf8('x'), new Uint8Array(16)));
      throwsCode(code, () => pbes2Encrypt({ ...parameters, ...cost }, utf8('x'), new Uint8Array(16)));
    }
    throwsCode('kdf-too-costly', () => encryptPrivateKey(new Uint8Array(1), 'x', { random: counting(), iterations: 10_000_001 }));
  });

  it('does not write GCM, DES and RC2', () => {
    for (const cipher of ['AES-128-GCM', 'AES-192-GCM', 'AES-256-GCM', 'DES-CBC', 'RC2-CBC'] as const) {
      throwsCode('cipher-read-only', () => pbes2Encrypt({ ...parameters, cipher }, utf8('x'), new Uint8Array(16)));
      throwsCode('cipher-read-only', () => encodeDer((writer) => writePbes2(writer, { ...parameters, cipher })));
      throwsCode('cipher-read-only', () => makePbes2Parameters({ random: counting(), cipher: cipher as WrittenCipher }));
    }
  });

  it('knows each function by its own identifier', () => {
    const functions: readonly Pbes2Prf[] = ['SHA-224', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA-512/224', 'SHA-512/256'];
    // RFC 8018 B.1.2: digestAlgorithm 8 to 13.
    for (const [index, prf] of functions.entries()) {
      const written = encodeDer((writer) => writePbes2(writer, { ...parameters, prf }));
      const number = oid(`1.2.840.113549.2.${8 + index}`);
      const wanted = algorithm({
        kdfParameters: (w) =>
          void w
            .octetString(new Uint8Array(8))
            .integer(1)
            .sequence((x) => x.oid(number).null()),
      });
      assert.deepEqual(written, wanted);
    }
  });
});

describe('EncryptedPrivateKeyInfo', () => {
  const locked = der(keys.p256Aes128);

  it('tells damage of the structure from a wrong passphrase', () => {
    throwsCode('truncated', () => decryptPrivateKey(locked.subarray(0, locked.length - 1), 'secret'));
    throwsCode('trailing-bytes', () => decryptPrivateKey(Uint8Array.from([...locked, 0]), 'secret'));
    throwsCode('bad-ciphertext-length', () =>
      parseEncryptedPrivateKey(encodeDer((w) => w.sequence((x) => x.raw(algorithm()).octetString(new Uint8Array(17))))),
    );
    throwsCode('bad-ciphertext-length', () =>
      parseEncryptedPrivateKey(encodeDer((w) => w.sequence((x) => x.raw(algorithm()).octetString(new Uint8Array(0))))),
    );
  });

  it('cannot tell a damaged ciphertext from a wrong passphrase', () => {
    const damaged = Uint8Array.from(locked);
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] as number) ^ 0x80;
    throwsCode('wrong-passphrase', () => decryptPrivateKey(damaged, 'secret'));
  });

  it('calls a wrong passphrase wrong even where its padding fits by chance', () => {
    const { parameters, ciphertext } = parseEncryptedPrivateKey(
      encryptPrivateKey(der(keys.p256Pkcs8), 'right', { random: counting(), iterations: 1, cipher: 'AES-128-CBC' }),
    );
    assert.ok(parameters.scheme === 'PBES2');
    let fitting = 0;
    for (let i = 0; i < 1000; i++) {
      const guess = utf8(`wrong ${i}`);
      throwsCode('wrong-passphrase', () => decryptPkcs8({ parameters, ciphertext }, guess));
      try {
        pbes2Decrypt(parameters, guess, ciphertext);
        fitting++;
      } catch {
        continue;
      }
    }
    assert.ok(fitting > 0, 'among 1,000 guesses about four end in proper padding');
  });

  it('says what is wrong with the key where the passphrase is right', () => {
    const strange = encryptPrivateKey(fromHex('3003020105'), 'secret', { random: counting(), iterations: 1 });
    throwsCode('unsupported-version', () => decryptPrivateKey(strange, 'secret'));
    throwsCode('wrong-passphrase', () => decryptPrivateKey(strange, 'wrong'));
    throwsCode('wrong-passphrase', () => decryptPrivateKey(der(keys.x25519Encrypted), 'wrong'));
    assert.deepEqual(decryptPkcs8(der(keys.x25519Encrypted), 'secret'), der(keys.x25519Pkcs8));
  });

  it('refuses an unknown scheme by its identifier', () => {
    const error = throwsCode('unsupported-encryption-scheme', () =>
      parseEncryptedPrivateKey(
        encodeDer((w) => w.sequence((x) => x.sequence((y) => y.oid(oid('1.2.840.113549.1.5.1')).null()).octetString(new Uint8Array(8)))),
      ),
    );
    assert.equal(error.path, 'encryptionAlgorithm/algorithm');
    assert.ok(error.message.includes('1.2.840.113549.1.5.1;'));
  });

  it('keeps the passphrase out of error messages', () => {
    const error = throwsCode('wrong-passphrase', () => decryptPrivateKey(locked, 'hunter2'));
    assert.ok(!error.message.includes('hunter2'));
  });
});
