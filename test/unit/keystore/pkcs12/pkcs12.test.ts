import assert from 'node:assert/strict';
import { oid } from '../../../../lib/asn1/oid.ts';
import { encodeDer, encodeSequence } from '../../../../lib/asn1/writer.ts';
import { decodeBase64 } from '../../../../lib/base/base64.ts';
import { concatBytes, toHex, utf8 } from '../../../../lib/base/bytes.ts';
import { encodePkcs8 } from '../../../../lib/keys/pkcs8.ts';
import { encodePublicKey } from '../../../../lib/keys/public-key.ts';
import {
  openPkcs12,
  type Pkcs12Contents,
  type Pkcs12Profile,
  readPkcs12,
  type ReadPkcs12Options,
  writePkcs12,
} from '../../../../lib/keystore/pkcs12/index.ts';
import { keyNamed, make, makeCrl } from '../../../support/chain-kit.ts';
import { descendants, type Node, replaced, scanDer } from '../../../support/der-tree.ts';
import { throwsCode } from '../../../support/throws.ts';
import { testRandom } from '../../crypto/test-random.ts';
import { bag, certificateBag, contentInfo, DATA, fileAround, leaf, leafKey, middle, oneSafe, root, typedBag } from './kit.ts';
import { PBMAC1_SHA256 } from './rfc9579.ts';

const [leafCertificate, middleCertificate, rootCertificate] = [leaf, middle, root].map(({ certificate }) => certificate) as [
  typeof leaf.certificate,
  typeof leaf.certificate,
  typeof leaf.certificate,
];
const ANY_PURPOSE = oid('2.5.29.37.0');

const codes = ({ findings }: Pkcs12Contents): string[] => findings.map(({ code }) => code);

function write(passphrase: string | Uint8Array, profile: Pkcs12Profile = 'modern'): Uint8Array {
  const keys = [{ key: leafKey, certificate: leafCertificate, chain: [middleCertificate, rootCertificate], friendlyName: 'älice 𝄞' }];
  return writePkcs12({ keys }, { passphrase, profile, iterations: 10, random: testRandom('pkcs12') });
}

describe('PKCS #12', () => {
  for (const profile of ['modern', 'pbmac1', 'legacy'] as const) {
    it(`comes back as it was written: ${profile}`, () => {
      const contents = readPkcs12(write('pässword 𝄞', profile), { passphrase: 'pässword 𝄞' });
      const [key] = contents.keys;
      assert.equal(toHex(key?.pkcs8 as Uint8Array), toHex(encodePkcs8(leafKey)));
      assert.equal(key?.friendlyName, 'älice 𝄞');
      assert.deepEqual(key?.certificate?.der, leafCertificate.der);
      assert.deepEqual(
        key?.chain.map(({ der }) => toHex(der)),
        [middleCertificate, rootCertificate].map(({ der }) => toHex(der)),
      );
      assert.equal(contents.certificates.length, 3);
      assert.equal(contents.mac?.kind, profile === 'pbmac1' ? 'pbmac1' : 'hmac');
      assert.equal(contents.mac?.hash, profile === 'legacy' ? 'SHA-1' : 'SHA-256');
      const weak = profile === 'legacy' ? ['weak-encryption', 'weak-mac'] : [];
      assert.deepEqual([...new Set(codes(contents))].sort(), ['few-iterations', ...weak]);
    });
  }

  it('reads the example of RFC 9579 A.1, and refuses A.4 to A.6', () => {
    const file = decodeBase64(PBMAC1_SHA256.replaceAll('\n', ''));
    const { keys, mac } = readPkcs12(file, { passphrase: '1234' });
    assert.equal(keys[0]?.key.kind, 'rsa');
    assert.notEqual(keys[0]?.certificate, undefined);
    assert.deepEqual(mac, { kind: 'pbmac1', hash: 'SHA-256', iterations: 2048, saltLength: 8, length: 32 });
    // The PBKDF2 of the MAC: salt 6f473c38b02e3173, iterations 2048, length 32.
    const at = toHex(file).lastIndexOf('04086f473c38b02e317302020800020120') / 2;
    assert.ok(at > 0);
    const changed = (offset: number, octet: number): Uint8Array => Uint8Array.from(file, (old, i) => (i === at + offset ? octet : old));
    throwsCode('wrong-passphrase', () => readPkcs12(changed(13, 1), { passphrase: '1234' }));
    throwsCode('wrong-passphrase', () => readPkcs12(changed(2, 0x70), { passphrase: '1234' }));
    throwsCode('bad-kdf-parameters', () => readPkcs12(changed(16, 19), { passphrase: '1234' }));
    const error = throwsCode('bad-kdf-parameters', () => readPkcs12(withoutKeyLength(file, at), { passphrase: '1234' }));
    assert.equal(error.path, 'macData/mac/digestAlgorithm/parameters/keyDerivationFunc/keyLength');
  });

  describe('passphrases', () => {
    it('takes UTF-8 octets for the text they are', () => {
      assert.equal(readPkcs12(write('pässword'), { passphrase: utf8('pässword') }).keys.length, 1);
      assert.equal(readPkcs12(write(utf8('pässword'), 'legacy'), { passphrase: 'pässword' }).keys.length, 1);
    });

    it('takes octets that are no UTF-8 for a character each', () => {
      const octets = Uint8Array.of(0x70, 0xe4, 0x73);
      assert.equal(readPkcs12(write(octets, 'legacy'), { passphrase: octets }).keys.length, 1);
      assert.equal(readPkcs12(write(octets), { passphrase: octets }).keys.length, 1);
    });

    it('opens the spelling of OpenSSL before 1.1, and says so', () => {
      const contents = readPkcs12(write('pÃ¤s', 'legacy'), { passphrase: 'päs' });
      assert.ok(codes(contents).includes('password-spelling'));
    });

    it('opens files without one whichever way they spell that', () => {
      const content = oneSafe((list) => certificateBag(list, rootCertificate));
      for (const options of [{}, { passphrase: '' }, { passphrase: new Uint8Array(0) }])
        assert.equal(readPkcs12(fileAround(content, ''), options).certificates.length, 1);
      assert.equal(readPkcs12(write('', 'legacy')).keys.length, 1);
    });

    it('tells a wrong one from none', () => {
      const file = write('right');
      throwsCode('wrong-passphrase', () => readPkcs12(file, { passphrase: 'wrong' }));
      throwsCode('wrong-passphrase', () => readPkcs12(file, { passphrase: '' }));
      throwsCode('passphrase-required', () => readPkcs12(file));
    });

    it('takes another one for the MAC', () => {
      throwsCode('wrong-passphrase', () => readPkcs12(write('right'), { passphrase: 'right', macPassphrase: 'other' }));
      const error = throwsCode('wrong-passphrase', () => readPkcs12(write('right'), { passphrase: 'other', macPassphrase: 'right' }));
      assert.equal(error.path, 'authenticatedSafe/0');
    });
  });

  describe('the MAC', () => {
    const content = oneSafe((list) => certificateBag(list, rootCertificate));
    const without = encodeSequence((pfx) => contentInfo(pfx.integer(3), DATA, (explicit) => explicit.octetString(content)));

    it('must be there unless that is allowed by name', () => {
      throwsCode('mac-missing', () => readPkcs12(without, { passphrase: 'secret' }));
      const contents = readPkcs12(without, { allowUnauthenticated: true });
      assert.equal(contents.certificates.length, 1);
      assert.deepEqual(codes(contents), ['no-mac']);
    });

    it('is checked where it is there, allowed or not', () => {
      throwsCode('wrong-passphrase', () => readPkcs12(fileAround(content), { passphrase: 'x', allowUnauthenticated: true }));
    });

    it('can be left out of account only by who opens the bags', () => {
      assert.equal(openPkcs12(fileAround(content), { passphrase: 'x', skipMac: true }).safes[0]?.bags.length, 1);
    });
  });

  describe('bags', () => {
    const read = (bags: Parameters<typeof oneSafe>[0], options: ReadPkcs12Options = {}): Pkcs12Contents =>
      readPkcs12(fileAround(oneSafe(bags)), { passphrase: 'secret', ...options });

    it('reads a key in the clear, and says so', () => {
      const contents = read((list) => bag(list, 1, (explicit) => void explicit.raw(encodePkcs8(leafKey))));
      assert.equal(contents.keys[0]?.key.kind, 'ed25519');
      assert.deepEqual(codes(contents), ['few-iterations', 'unencrypted-key', 'key-without-certificate']);
    });

    it('lays nested bags out in their place', () => {
      const contents = read((list) => {
        bag(list, 6, (explicit) =>
          explicit.sequence((inner) => bag(inner, 6, (deeper) => deeper.sequence((last) => certificateBag(last, rootCertificate)))),
        );
        certificateBag(list, leafCertificate);
      });
      assert.deepEqual(
        contents.certificates.map(({ certificate }) => certificate.der),
        [rootCertificate.der, leafCertificate.der],
      );
    });

    it('reads CRLs, and names what it does not read', () => {
      const crl = makeCrl({ issuer: root });
      const contents = read((list) => {
        typedBag(list, 4, '1.2.840.113549.1.9.23.1', (explicit) => void explicit.octetString(crl.der));
        typedBag(list, 4, '1.2.3', (explicit) => void explicit.null());
        typedBag(list, 3, '1.2.840.113549.1.9.22.2', (explicit) => void explicit.ia5String('sdsi'));
        typedBag(list, 5, '1.2.4', (explicit) => void explicit.octetString(utf8('secret')));
        bag(list, 9, (explicit) => void explicit.null());
      });
      assert.equal(contents.crls.length, 1);
      assert.deepEqual(
        contents.others.map(({ kind }) => kind),
        ['other-crl', 'other-certificate', 'secret', 'unknown'],
      );
      assert.equal(codes(contents).filter((code) => code === 'unread-bag').length, 4);
    });

    it('keeps a key of a kind that is not read', () => {
      const dsa = encodeSequence((key) =>
        key
          .integer(0)
          .sequence((algorithm) => algorithm.oid(oid('1.2.840.10040.4.1')).null())
          .octetString(Uint8Array.of(2, 1, 1)),
      );
      const contents = read((list) => bag(list, 1, (explicit) => void explicit.raw(dsa)));
      assert.deepEqual(
        contents.others.map((other) => other.kind === 'unsupported-key' && other.problem),
        ['dsa-key'],
      );
      assert.ok(codes(contents).includes('unsupported-key'));
    });

    it("keeps attributes it does not know, and Java's purposes", () => {
      const file = writePkcs12(
        { certificates: [{ certificate: rootCertificate, friendlyName: 'root', trustedKeyUsage: [ANY_PURPOSE] }] },
        { passphrase: 'secret', iterations: 10, random: testRandom('store') },
      );
      const [entry] = readPkcs12(file, { passphrase: 'secret' }).certificates;
      assert.deepEqual([entry?.friendlyName, entry?.trustedKeyUsage], ['root', [ANY_PURPOSE]]);
      const contents = read((list) =>
        certificateBag(
          list,
          rootCertificate,
          (set) =>
            void set.sequence((attribute) => attribute.oid(oid('1.3.6.1.4.1.311.17.1')).setOf([(value) => void value.utf8String('CSP')])),
        ),
      );
      assert.deepEqual(contents.certificates[0]?.attributes, [
        { type: '1.3.6.1.4.1.311.17.1', values: [concatBytes(Uint8Array.of(12, 3), utf8('CSP'))] },
      ]);
    });

    it('refuses an attribute twice, or with two values where one is wanted', () => {
      const named = (set: Parameters<NonNullable<Parameters<typeof certificateBag>[2]>>[0], ...names: string[]): void =>
        void set.sequence((attribute) =>
          attribute
            .oid(oid('1.2.840.113549.1.9.20'))
            .setOf(names.map((name) => (value) => void value.value(0x1e, Uint8Array.of(0, name.charCodeAt(0))))),
        );
      throwsCode('duplicate-attribute', () =>
        read((list) =>
          certificateBag(list, rootCertificate, (set) => {
            named(set, 'a');
            named(set, 'b');
          }),
        ),
      );
      throwsCode('bad-attribute', () => read((list) => certificateBag(list, rootCertificate, (set) => named(set, 'a', 'b'))));
      throwsCode('bad-attribute', () => read((list) => certificateBag(list, rootCertificate, (set) => named(set))));
    });
  });

  describe('keys and certificates', () => {
    const other = make({ subject: 'CN=other', issuer: middle });
    const otherKey = keyNamed('CN=other').privateKey;
    const localKeyId = (octet: number) => (set: Parameters<NonNullable<Parameters<typeof certificateBag>[2]>>[0]) =>
      void set.sequence((attribute) =>
        attribute.oid(oid('1.2.840.113549.1.9.21')).setOf([(value) => void value.octetString(Uint8Array.of(octet))]),
      );

    it('belong together by the public key, whatever identifiers say', () => {
      const content = oneSafe((list) => {
        certificateBag(list, rootCertificate);
        certificateBag(list, leafCertificate, localKeyId(1));
        certificateBag(list, other.certificate, localKeyId(2));
        bag(list, 1, (explicit) => void explicit.raw(encodePkcs8(otherKey)), localKeyId(1));
        bag(list, 1, (explicit) => void explicit.raw(encodePkcs8(leafKey)), localKeyId(2));
      });
      const { keys, certificates } = readPkcs12(fileAround(content), { passphrase: 'secret' });
      assert.deepEqual(
        keys.map(({ certificate }) => toHex(certificate?.der as Uint8Array)),
        [other.certificate, leafCertificate].map(({ der }) => toHex(der)),
      );
      assert.deepEqual(
        certificates.map(({ certificate }) => certificate.der),
        [other.certificate.der, leafCertificate.der, rootCertificate.der],
      );
    });

    it('are told by the identifier where a key has several certificates', () => {
      const second = make({ subject: 'CN=leaf', issuer: root });
      const content = oneSafe((list) => {
        certificateBag(list, leafCertificate, localKeyId(1));
        certificateBag(list, second.certificate, localKeyId(2));
        bag(list, 1, (explicit) => void explicit.raw(encodePkcs8(leafKey)), localKeyId(2));
      });
      const contents = readPkcs12(fileAround(content), { passphrase: 'secret' });
      assert.deepEqual(contents.keys[0]?.certificate?.der, second.certificate.der);
      assert.ok(codes(contents).includes('certificate-without-key'));
    });

    it('belong together by the identifier where the public half is not computed here', () => {
      const key = { kind: 'ml-dsa', parameterSet: 'ML-DSA-44', seed: new Uint8Array(32) } as const;
      const publicKey = encodePublicKey({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44', octets: new Uint8Array(1312) });
      const { certificate } = make({ subject: 'CN=PQ', issuer: root, publicKey });
      const options = { passphrase: 'secret', iterations: 10, random: testRandom('pq') };
      const { keys } = readPkcs12(writePkcs12({ keys: [{ key, certificate }] }, options), options);
      assert.deepEqual([keys[0]?.key.kind, keys[0]?.certificate?.der], ['ml-dsa', certificate.der]);
      throwsCode('certificate-mismatch', () => writePkcs12({ keys: [{ key, certificate: leafCertificate }] }, options));
    });

    it('stand once each, with a word where they stood twice', () => {
      const content = oneSafe((list) => {
        certificateBag(list, leafCertificate);
        certificateBag(list, leafCertificate);
      });
      const contents = readPkcs12(fileAround(content), { passphrase: 'secret' });
      assert.equal(contents.certificates.length, 1);
      assert.ok(codes(contents).includes('duplicate-entry'));
    });

    it('end where a chain comes back to itself', () => {
      const [a, b] = [make({ subject: 'CN=A', ca: true, key: keyNamed('a') }), make({ subject: 'CN=B', ca: true, key: keyNamed('b') })];
      const crossed = [
        make({ subject: 'CN=A', issuer: b, ca: true, key: keyNamed('a') }),
        make({ subject: 'CN=B', issuer: a, ca: true, key: keyNamed('b') }),
      ];
      const end = make({ subject: 'CN=end', issuer: a });
      const content = oneSafe((list) => {
        for (const { certificate } of [end, ...crossed]) certificateBag(list, certificate);
        bag(list, 1, (explicit) => void explicit.raw(encodePkcs8(keyNamed('CN=end').privateKey)));
      });
      assert.equal(readPkcs12(fileAround(content), { passphrase: 'secret' }).keys[0]?.chain.length, 2);
    });
  });

  describe('BER', () => {
    it('reads indefinite lengths and strings in segments, the MAC over their content', () => {
      const file = write('secret');
      const ber = toIndefinite(file);
      assert.notDeepEqual(ber, file);
      assert.deepEqual(readPkcs12(ber, { passphrase: 'secret' }).keys, readPkcs12(file, { passphrase: 'secret' }).keys);
    });

    it('reads encrypted contents in segments, and SafeContents of indefinite length', () => {
      const tree = scanDer(splitPfx(write('secret')).content);
      const sealed = [...descendants(tree)].find(({ tag }) => tag === 0x80) as Node;
      const octets = sealed.der.subarray(headerOf(sealed.der));
      const segments = encodeDer((writer) =>
        writer.constructed(0xa0, (list) => list.octetString(octets.subarray(0, 7)).octetString(octets.subarray(7))),
      );
      assert.equal(readPkcs12(fileAround(replaced(tree, sealed, segments)), { passphrase: 'secret' }).certificates.length, 3);
      const bags = encodeSequence((list) => certificateBag(list, rootCertificate));
      const endless = concatBytes(Uint8Array.of(0x30, 0x80), bags.subarray(4), Uint8Array.of(0, 0));
      const content = encodeSequence((safes) => contentInfo(safes, DATA, (explicit) => explicit.octetString(endless)));
      assert.deepEqual(readPkcs12(fileAround(content), { passphrase: 'secret' }).certificates[0]?.certificate.der, rootCertificate.der);
    });

    it('says of what is neither DER nor BER what the strict reader says', () => {
      const file = write('secret');
      throwsCode('truncated', () => readPkcs12(file.subarray(0, file.length - 1), { passphrase: 'secret' }));
      throwsCode('trailing-bytes', () => readPkcs12(concatBytes(file, Uint8Array.of(0)), { passphrase: 'secret' }));
    });
  });

  describe('writing', () => {
    const options = { passphrase: 'secret', iterations: 10, random: testRandom('write') };

    it('writes a certificate of several chains once, and names win over none', () => {
      const other = make({ subject: 'CN=other', issuer: middle });
      const keys = [
        { key: leafKey, certificate: leafCertificate, chain: [middleCertificate] },
        { key: keyNamed('CN=other').privateKey, certificate: other.certificate, chain: [middleCertificate] },
      ];
      const certificates = [{ certificate: middleCertificate, friendlyName: 'middle' }];
      const contents = readPkcs12(writePkcs12({ keys, certificates }, options), options);
      assert.equal(contents.keys.length, 2);
      assert.deepEqual(
        contents.certificates.map(({ friendlyName }) => friendlyName),
        [undefined, 'middle', undefined],
      );
    });

    it('writes CRLs and keys alone', () => {
      const crl = makeCrl({ issuer: root });
      const contents = readPkcs12(writePkcs12({ keys: [{ key: leafKey }], crls: [crl] }, options), options);
      assert.deepEqual(
        contents.crls.map(({ der }) => der),
        [crl.der],
      );
      assert.equal(contents.keys[0]?.certificate, undefined);
    });

    it('refuses what cannot be right', () => {
      throwsCode('nothing-to-write', () => writePkcs12({}, options));
      throwsCode('certificate-mismatch', () => writePkcs12({ keys: [{ key: leafKey, certificate: middleCertificate }] }, options));
      throwsCode('duplicate-entry', () => writePkcs12({ keys: [{ key: leafKey }, { key: leafKey }] }, options));
      throwsCode('bad-option', () => writePkcs12({ keys: [{ key: leafKey }] }, { ...options, profile: 'other' as Pkcs12Profile }));
      throwsCode('bad-kdf-parameters', () => writePkcs12({ keys: [{ key: leafKey }] }, { ...options, iterations: 0 }));
      for (const profile of ['modern', 'pbmac1', 'legacy'] as const)
        throwsCode('passphrase-required', () =>
          writePkcs12({ keys: [{ key: leafKey }] }, { ...options, profile, passphrase: undefined as unknown as string }),
        );
      throwsCode('kdf-too-costly', () => writePkcs12({ keys: [{ key: leafKey }] }, { ...options, iterations: 10_000_001 }));
    });
  });
});

/** The same file with the MAC's PBKDF2 telling no key length: three octets less, and all lengths around it shorter. */
function withoutKeyLength(file: Uint8Array, at: number): Uint8Array {
  const out = [...file];
  out.splice(at + 14, 3);
  // The headers that stand right before, from the inside out: PBKDF2-params, PBKDF2, PBMAC1-params, PBMAC1, DigestInfo, MacData, each of one length octet.
  for (const offset of [-1, -14, -16, -29, -31, -33]) out[at + offset] = (out[at + offset] as number) - 3;
  out[3] = (out[3] as number) - 3;
  return Uint8Array.from(out);
}

/** The file with every outer SEQUENCE of indefinite length and the content in two segments. */
function toIndefinite(file: Uint8Array): Uint8Array {
  const { content, rest } = splitPfx(file);
  const half = content.length >> 1;
  const segments = [content.subarray(0, half), content.subarray(half)].map((part) => encodeDer((writer) => void writer.octetString(part)));
  const end = Uint8Array.of(0, 0);
  const version = Uint8Array.of(2, 1, 3);
  const type = Uint8Array.of(6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 1);
  const info = concatBytes(Uint8Array.of(0x30, 0x80), type, Uint8Array.of(0xa0, 0x80, 0x24, 0x80), ...segments, end, end, end);
  return concatBytes(Uint8Array.of(0x30, 0x80), version, info, rest, end);
}

/** Octets of the header of a value. */
function headerOf(der: Uint8Array): number {
  const first = der[1] as number;
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

function splitPfx(file: Uint8Array): { content: Uint8Array; rest: Uint8Array } {
  const text = toHex(file);
  const at = text.indexOf('06092a864886f70d010701a082') / 2 + 11;
  const length = ((file[at + 2] as number) << 8) | (file[at + 3] as number);
  return { content: file.subarray(at + 8, at + 4 + length), rest: file.subarray(at + 4 + length) };
}
