import assert from 'node:assert/strict';
import { fromHex, toHex, utf8 } from '../../../../lib/base/bytes.ts';
import { sha1, sha256, sha512 } from '../../../../lib/crypto/hash.ts';
import { pkcs12Kdf, pkcs12Password } from '../../../../lib/keystore/pkcs12/kdf.ts';
import { throwsCode } from '../../../support/throws.ts';

describe('the key derivation of PKCS #12', () => {
  it('gives the values other implementations are known by', () => {
    const smeg = pkcs12Password('smeg');
    assert.equal(toHex(smeg), '0073006d006500670000');
    const first = pkcs12Kdf(sha1, smeg, { purpose: 'key', salt: fromHex('0a58cf64530d823f'), iterations: 1, length: 24 });
    assert.equal(toHex(first), '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3');
    const thousand = pkcs12Kdf(sha1, pkcs12Password('queeg'), {
      purpose: 'key',
      salt: fromHex('05dec959acff72f7'),
      iterations: 1000,
      length: 24,
    });
    assert.equal(toHex(thousand), 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4');
  });

  it('tells the purposes apart, and the empty password from the absent one', () => {
    const derive = (password: Uint8Array, purpose: 'key' | 'iv' | 'mac', hash = sha256): string =>
      toHex(pkcs12Kdf(hash, password, { purpose, salt: utf8('salt'), iterations: 2, length: 16 }));
    const empty = pkcs12Password('');
    assert.equal(toHex(empty), '0000');
    const all = [
      derive(empty, 'key'),
      derive(empty, 'iv'),
      derive(empty, 'mac'),
      derive(new Uint8Array(0), 'key'),
      derive(empty, 'key', sha512),
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it('makes UTF-16 of passwords, and one character of each octet that is not UTF-8', () => {
    assert.equal(toHex(pkcs12Password('ä€')), '00e420ac0000');
    assert.equal(toHex(pkcs12Password(utf8('ä€'))), '00e420ac0000');
    assert.equal(toHex(pkcs12Password('𝄞')), 'd834dd1e0000');
    assert.equal(toHex(pkcs12Password(Uint8Array.of(0xe4, 0x41))), '00e400410000');
  });

  it('refuses before any work what takes too long', () => {
    const parameters = { purpose: 'mac', salt: utf8('salt'), iterations: 1, length: 20 } as const;
    const derive = (changed: object) => () => pkcs12Kdf(sha1, pkcs12Password('x'), { ...parameters, ...changed });
    throwsCode('kdf-too-costly', derive({ iterations: 10_000_001 }));
    throwsCode('kdf-too-costly', derive({ salt: new Uint8Array(1_048_577) }));
    throwsCode('kdf-too-costly', derive({ length: 65_537 }));
    throwsCode('bad-kdf-parameters', derive({ iterations: 0 }));
    throwsCode('bad-kdf-parameters', derive({ length: 0 }));
  });
});
