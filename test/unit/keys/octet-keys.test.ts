/** PKCS#8 and SubjectPublicKeyInfo of ML-DSA (RFC 9881) and SLH-DSA (RFC 9909), and what is malformed about them. */
import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { decodePem } from '../../../lib/asn1/pem.ts';
import { context } from '../../../lib/asn1/tags.ts';
import { type DerWriter, encodeDer } from '../../../lib/asn1/writer.ts';
import { fromHex } from '../../../lib/base/bytes.ts';
import { octetKeyAlgorithmOf, octetKeyOid } from '../../../lib/keys/octet-keys.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encodePublicKey, parsePublicKey } from '../../../lib/keys/public-key.ts';
import type { PrivateKey } from '../../../lib/keys/types.ts';
import { throwsCode } from '../../support/throws.ts';

const ARC = '2.16.840.1.101.3.4.3';
const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);

/** The example of RFC 9881 C.1.1: a seed. */
const EXAMPLE = `-----BEGIN PRIVATE KEY-----
MDQCAQAwCwYJYIZIAWUDBAMRBCKAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ
GhscHR4f
-----END PRIVATE KEY-----
`;

function pkcs8(arc: string, write: (field: DerWriter) => void, publicKey?: Uint8Array, parameters = false): Uint8Array {
  return encodeDer((writer) =>
    writer.sequence((key) => {
      key.integer(publicKey === undefined ? 0 : 1);
      key.sequence((algorithm) => {
        algorithm.oid(oid(`${ARC}.${arc}`));
        if (parameters) algorithm.null();
      });
      key.octetString(encodeDer(write));
      if (publicKey !== undefined) key.bitString(publicKey, context(1));
    }),
  );
}

/** SLH-DSA keys are not wrapped: their octets are the field (RFC 9909 section 7). */
function slhDsa(arc: string, octets: Uint8Array, publicKey?: Uint8Array): Uint8Array {
  return encodeDer((writer) =>
    writer.sequence((key) => {
      key.integer(publicKey === undefined ? 0 : 1);
      key.sequence((algorithm) => algorithm.oid(oid(`${ARC}.${arc}`)));
      key.octetString(octets);
      if (publicKey !== undefined) key.bitString(publicKey, context(1));
    }),
  );
}

const sets: readonly (readonly [arc: string, name: string, publicOctets: number, privateOctets: number])[] = [
  ['17', 'ML-DSA-44', 1312, 2560],
  ['18', 'ML-DSA-65', 1952, 4032],
  ['19', 'ML-DSA-87', 2592, 4896],
  ...(['SHA2', 'SHAKE'] as const).flatMap((hash, half) =>
    ['128s', '128f', '192s', '192f', '256s', '256f'].map((size, place) => {
      const octets = Number(size.slice(0, 3)) / 4;
      return [String(20 + 6 * half + place), `SLH-DSA-${hash}-${size}`, octets, 2 * octets] as const;
    }),
  ),
];

describe('keys of octets', () => {
  for (const [arc, name, publicOctets, privateOctets] of sets) {
    it(`${name} has its identifier and its lengths, both ways`, () => {
      const algorithm = octetKeyAlgorithmOf(`${ARC}.${arc}`);
      assert.ok(algorithm !== undefined && 'parameterSet' in algorithm);
      assert.equal(algorithm.parameterSet, name);
      assert.equal(octetKeyOid(algorithm), `${ARC}.${arc}`);
      const octets = new Uint8Array(publicOctets).fill(7);
      const spki = encodePublicKey({ ...algorithm, octets });
      assert.deepEqual(parsePublicKey(spki), { ...algorithm, octets });
      for (const wrong of [publicOctets - 1, publicOctets + 1, 0])
        throwsCode('bad-key-length', () => encodePublicKey({ ...algorithm, octets: new Uint8Array(wrong) }));
      const secret = new Uint8Array(privateOctets).fill(9);
      const key = (algorithm.kind === 'ml-dsa' ? { ...algorithm, expanded: secret } : { ...algorithm, octets: secret }) as PrivateKey;
      assert.deepEqual(parsePrivateKey(encodePkcs8(key)), key);
      const long = Uint8Array.of(...secret, 0);
      throwsCode('bad-key-length', () =>
        encodePkcs8(algorithm.kind === 'ml-dsa' ? { ...algorithm, expanded: long } : { ...algorithm, octets: long }),
      );
    });
  }

  it('identifiers beside them mean nothing: HashML-DSA, HashSLH-DSA, DSA, ECDSA, arcs below', () => {
    for (const arc of ['0', '1', '10', '16', '32', '33', '34', '35', '46', '47', '17.0', '17.1', '20.5', '21.25', '200'])
      assert.equal(octetKeyAlgorithmOf(`${ARC}.${arc}`), undefined, arc);
    throwsCode('unsupported-key-algorithm', () => parsePrivateKey(pkcs8('32', (field) => field.octetString(SEED, context(0)))));
  });

  it('reads and writes the seed of RFC 9881 C.1.1', () => {
    const der = decodePem(EXAMPLE)[0]?.der as Uint8Array;
    const key = parsePrivateKey(der);
    assert.deepEqual(key, { kind: 'ml-dsa', parameterSet: 'ML-DSA-44', seed: SEED });
    assert.deepEqual(encodePkcs8(key), der);
  });

  it('reads and writes seed and expanded key together', () => {
    const expanded = new Uint8Array(4032).fill(3);
    const der = pkcs8('18', (field) => field.sequence((both) => both.octetString(SEED).octetString(expanded)));
    const key = parsePrivateKey(der);
    assert.deepEqual(key, { kind: 'ml-dsa', parameterSet: 'ML-DSA-65', seed: SEED, expanded });
    assert.deepEqual(encodePkcs8(key), der);
  });

  it('refuses other forms, lengths, parameters and what follows', () => {
    const expanded = new Uint8Array(2560);
    const refused: readonly (readonly [string, (field: DerWriter) => void])[] = [
      ['bad-key-length', (field) => void field.octetString(SEED.slice(1), context(0))],
      ['bad-key-length', (field) => void field.octetString(Uint8Array.of(...SEED, 0), context(0))],
      // A seed under the tag of an expanded key, as drafts of the RFC had it.
      ['bad-key-length', (field) => void field.octetString(SEED)],
      ['bad-key-length', (field) => void field.octetString(expanded, context(0))],
      ['bad-key-length', (field) => void field.octetString(new Uint8Array(4032))],
      ['bad-key-length', (field) => void field.sequence((both) => both.octetString(SEED).octetString(SEED))],
      ['bad-key-length', (field) => void field.sequence((both) => both.octetString(expanded).octetString(expanded))],
      ['wrong-tag', (field) => void field.octetString(SEED, context(1))],
      ['wrong-tag', (field) => void field.integer(1)],
      ['trailing-bytes', (field) => void field.octetString(SEED, context(0)).null()],
    ];
    for (const [code, write] of refused) throwsCode(code, () => parsePrivateKey(pkcs8('17', write)));
    throwsCode('bad-algorithm-parameters', () =>
      parsePrivateKey(pkcs8('17', (field) => field.octetString(SEED, context(0)), undefined, true)),
    );
    const half = (): Uint8Array => pkcs8('17', (field) => field.sequence((both) => both.octetString(SEED)));
    assert.throws(() => parsePrivateKey(half()));
    throwsCode('bad-private-key', () => encodePkcs8({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44' }));
    throwsCode('bad-key-length', () => encodePkcs8({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44', seed: SEED.slice(1) }));
  });

  it('a public key beside the private one has its length, and for SLH-DSA is the one within', () => {
    const seed = (field: DerWriter): void => void field.octetString(SEED, context(0));
    assert.equal(parsePrivateKey(pkcs8('17', seed, new Uint8Array(1312))).kind, 'ml-dsa');
    throwsCode('bad-key-length', () => parsePrivateKey(pkcs8('17', seed, new Uint8Array(1311))));
    const octets = Uint8Array.from({ length: 64 }, (_, i) => i);
    assert.deepEqual(parsePrivateKey(slhDsa('21', octets, octets.slice(32))), {
      kind: 'slh-dsa',
      parameterSet: 'SLH-DSA-SHA2-128f',
      octets,
    });
    throwsCode('public-key-mismatch', () => parsePrivateKey(slhDsa('21', octets, octets.slice(0, 32))));
    throwsCode('bad-key-length', () => parsePrivateKey(slhDsa('21', octets, octets.slice(31))));
    throwsCode('bad-key-length', () => parsePrivateKey(slhDsa('21', octets.slice(1))));
    // Wrapped once more in an OCTET STRING, as some early encoders had it.
    throwsCode('bad-key-length', () =>
      parsePrivateKey(
        slhDsa(
          '21',
          encodeDer((writer) => writer.octetString(octets)),
        ),
      ),
    );
  });

  it('a public key with parameters or of another length is refused', () => {
    const spki = (octets: number, parameters: boolean): Uint8Array =>
      encodeDer((writer) =>
        writer.sequence((info) =>
          info
            .sequence((algorithm) => {
              algorithm.oid(oid(`${ARC}.17`));
              if (parameters) algorithm.null();
            })
            .bitString(new Uint8Array(octets)),
        ),
      );
    assert.equal(parsePublicKey(spki(1312, false)).kind, 'ml-dsa');
    throwsCode('bad-algorithm-parameters', () => parsePublicKey(spki(1312, true)));
    throwsCode('bad-key-length', () => parsePublicKey(spki(1313, false)));
  });

  it('keys of RFC 8410 are wrapped once', () => {
    const key = fromHex('302e020100300506032b657004220420');
    const der = Uint8Array.of(...key, ...SEED);
    assert.deepEqual(parsePrivateKey(der), { kind: 'ed25519', seed: SEED });
    assert.deepEqual(encodePkcs8({ kind: 'ed25519', seed: SEED }), der);
  });
});
