/** PKCS#8 of version 2 with attributes and public key for every kind of key, and curves given by their parameters in every container. */
import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../../lib/asn1/pem.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { context, contextConstructed } from '../../../lib/asn1/tags.ts';
import { type DerWriter, encodeDer, encodeSequence } from '../../../lib/asn1/writer.ts';
import { generateKeyPair } from '../../../lib/api/keys.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encodePublicKey, parsePublicKey } from '../../../lib/keys/public-key.ts';
import { encodeSec1, parseEcParameters, parseSec1 } from '../../../lib/keys/sec1.ts';
import { parseSubjectPublicKeyInfo } from '../../../lib/keys/spki.ts';
import type { KeyKind } from '../../../lib/keys/types.ts';
import { loadPrivateKey } from '../../../lib/keystore/load.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

function der(pem: string): Uint8Array {
  const block = decodePem(pem)[0];
  assert.ok(block !== undefined);
  return block.der;
}

/** The three members of a PKCS#8 key of version 1, raw. */
function membersOf(pkcs8: Uint8Array): { readonly algorithm: Uint8Array; readonly key: Uint8Array } {
  return readDer(pkcs8, (reader) =>
    reader.sequence('', (inner) => {
      inner.smallInteger('version');
      return { algorithm: inner.any('algorithm').der, key: inner.octetString('key') };
    }),
  );
}

/** RFC 2986's challengePassword as an attribute: any will do. */
const attribute = (writer: DerWriter): void =>
  void writer.sequence((inner) => inner.oid(oid('1.2.840.113549.1.9.7')).setOf([(member) => void member.octetString(Uint8Array.of(1))]));

function versionTwo(
  pkcs8: Uint8Array,
  { version = 1, attributes = true, publicKey }: { version?: number; attributes?: boolean; publicKey?: Uint8Array },
): Uint8Array {
  const { algorithm, key } = membersOf(pkcs8);
  return encodeSequence((outer) => {
    outer.integer(version).raw(algorithm).octetString(key);
    if (attributes) outer.setOf([attribute], contextConstructed(0));
    if (publicKey !== undefined) outer.bitString(publicKey, context(1));
  });
}

describe('PKCS#8 of version 2 (RFC 5958)', () => {
  const kinds: readonly KeyKind[] = [
    { kind: 'ec', curve: 'P-256' },
    { kind: 'ec', curve: 'secp256k1' },
    { kind: 'ec', curve: 'brainpoolP384r1' },
    { kind: 'ed25519' },
    { kind: 'ed448' },
    { kind: 'x25519' },
    { kind: 'x448' },
  ];
  const rsa = parsePrivateKey(der(keys.rsaPkcs8));
  const cases = [
    ...kinds.map((kind) => ({ name: 'curve' in kind ? kind.curve : kind.kind, pair: generateKeyPair(kind) })),
    { name: 'rsa', pair: { privateKey: rsa, publicKey: parsePublicKey(der(keys.rsaPublic)) } },
  ];
  for (const { name, pair } of cases)
    it(`${name}: attributes are stepped over, the public key is read and compared`, () => {
      const { point: _, ...bare } = { point: undefined, ...pair.privateKey };
      const pkcs8 = encodePkcs8(bare);
      const publicKey = parseSubjectPublicKeyInfo(encodePublicKey(pair.publicKey)).key;
      const read = parsePrivateKey(versionTwo(pkcs8, { publicKey }));
      assert.deepEqual(read, name === 'rsa' ? rsa : { ...bare, point: publicKey });
      assert.deepEqual(loadPrivateKey(versionTwo(pkcs8, { publicKey, attributes: false })), read);
      assert.deepEqual(parsePrivateKey(versionTwo(pkcs8, {})), bare);
      assert.deepEqual(parsePrivateKey(versionTwo(pkcs8, { version: 0 })), bare);
      throwsCode('unsupported-version', () => parsePrivateKey(versionTwo(pkcs8, { version: 0, publicKey })));
      throwsCode('unsupported-version', () => parsePrivateKey(versionTwo(pkcs8, { version: 2, publicKey })));
      const cut = publicKey.subarray(0, -1);
      assert.throws(() => parsePrivateKey(versionTwo(pkcs8, { publicKey: cut })), { name: 'PkiError' });
    });

  it('two public keys in one EC key must be the same', () => {
    const { privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
    const { publicKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
    assert.ok(publicKey.kind === 'ec');
    throwsCode('public-key-mismatch', () => parsePrivateKey(versionTwo(encodePkcs8(privateKey), { publicKey: publicKey.point })));
  });
});

describe('curves given by their parameters', () => {
  const parameters = readDer(der(keys.p256ExplicitPublic), (reader) =>
    reader.sequence('', (info) => {
      const explicit = info.sequence('algorithm', (algorithm) => {
        algorithm.oid('algorithm');
        return algorithm.any('parameters').der;
      });
      info.any('key');
      return explicit;
    }),
  );
  const ec = parsePrivateKey(der(keys.p256Pkcs8));
  assert.ok(ec.kind === 'ec');
  const bare = encodeSec1(ec, { parameters: false });
  const pkcs8 = (algorithmParameters: Uint8Array, key: Uint8Array): Uint8Array =>
    encodeSequence((outer) =>
      outer
        .integer(0)
        .sequence((algorithm) => algorithm.oid(oid('1.2.840.10045.2.1')).raw(algorithmParameters))
        .octetString(key),
    );
  const sec1 = encodeSequence((outer) =>
    outer
      .integer(1)
      .octetString(ec.d)
      .constructed(contextConstructed(0), (inner) => inner.raw(parameters)),
  );
  const named = encodeDer((writer) => writer.oid(oid('1.2.840.10045.3.1.7')));

  const containers: readonly (readonly [name: string, read: () => unknown])[] = [
    ['SubjectPublicKeyInfo', () => parsePublicKey(der(keys.p256ExplicitPublic))],
    ['SEC 1', () => parseSec1(sec1)],
    ['SEC 1 whose curve is told outside', () => parseSec1(sec1, { curve: 'P-256' })],
    ['PKCS#8', () => parsePrivateKey(pkcs8(parameters, bare))],
    ['SEC 1 in PKCS#8 that names its curve', () => parsePrivateKey(pkcs8(named, sec1))],
    ['EC PARAMETERS', () => parseEcParameters(parameters)],
    ['EC PARAMETERS in front of a key', () => loadPrivateKey(encodePem('EC PARAMETERS', parameters) + encodePem('EC PRIVATE KEY', bare))],
    ['a PEM file of SEC 1', () => loadPrivateKey(encodePem('EC PRIVATE KEY', sec1))],
    ['a DER file of PKCS#8', () => loadPrivateKey(pkcs8(parameters, bare))],
  ];
  for (const [name, read] of containers) it(`are refused by name in ${name}`, () => void throwsCode('explicit-curve-parameters', read));

  it('and the same key by the name of its curve is read', () => {
    assert.deepEqual(parsePrivateKey(pkcs8(named, bare)), ec);
    throwsCode('bad-algorithm-parameters', () =>
      parsePrivateKey(
        pkcs8(
          encodeDer((writer) => writer.null()),
          bare,
        ),
      ),
    );
  });
});
