import assert from 'node:assert/strict';
import { encodeSequence } from '../../../lib/asn1/writer.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { encodeDsaPublicKey, parseDsaPrivateKey, parseDsaPublicKey } from '../../../lib/keys/dsa.ts';
import { parsePublicKey } from '../../../lib/keys/public-key.ts';
import { loadPrivateKey } from '../../../lib/keystore/load.ts';
import { throwsCode } from '../../support/throws.ts';

const [p, q, g, y, x] = [0x8df2a494n, 0xc773218cn | 1n, 0x626d0278n, 0x19131871n, 0x2070b322n];

function own(numbers: readonly bigint[]): Uint8Array {
  return encodeSequence((key) => numbers.forEach((number) => key.integer(number)));
}

function pkcs8(algorithm: string): Uint8Array {
  return encodeSequence((key) => {
    key.integer(0);
    key.sequence((inner) => inner.oid(oid(algorithm)).sequence((parameters) => parameters.integer(p).integer(q).integer(g)));
    key.octetString(Uint8Array.of(2, 4, 0x20, 0x70, 0xb3, 0x22));
  });
}

describe('DSA keys', () => {
  it('are read as data', () => {
    const spki = encodeDsaPublicKey({ p, q, g, y });
    assert.deepEqual(parseDsaPublicKey(spki), { p, q, g, y });
    assert.deepEqual(parseDsaPrivateKey(own([0n, p, q, g, y, x])), { p, q, g, y, x });
    assert.deepEqual(parseDsaPrivateKey(pkcs8('1.2.840.10040.4.1')), { p, q, g, x });
  });

  it('are refused by name where something computes', () => {
    throwsCode('dsa-key', () => parsePublicKey(encodeDsaPublicKey({ p, q, g, y })));
    throwsCode('dsa-key', () => loadPrivateKey(pkcs8('1.2.840.10040.4.1')));
    throwsCode('dsa-key', () => loadPrivateKey(own([0n, p, q, g, y, x])));
    throwsCode('dsa-key', () => loadPrivateKey('-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----\n'));
  });

  it('are refused where they are none', () => {
    throwsCode('not-a-dsa-key', () => parseDsaPrivateKey(pkcs8('1.2.840.10046.2.1')));
    throwsCode('unsupported-version', () => parseDsaPrivateKey(own([1n, p, q, g, y, x])));
    throwsCode('bad-dsa-key', () => parseDsaPrivateKey(own([0n, p, 0n, g, y, x])));
    throwsCode('bad-dsa-key', () => parseDsaPrivateKey(own([0n, p, q, g, y, -x])));
    throwsCode('missing-field', () => parseDsaPrivateKey(own([0n, p, q, g, y])));
    throwsCode('trailing-bytes', () => parseDsaPrivateKey(own([0n, p, q, g, y, x, x])));
  });
});
