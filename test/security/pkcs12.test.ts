/**
 * Attacks on PKCS #12 files: a MAC that is missing, emptied or of another file (forge, CVE-2025-12816), fields that are not there (OpenSSL, CVE-2024-0727), any octet
 * changed, iteration counts without end, bags in bags in bags, bags by the thousand.
 */
import assert from 'node:assert/strict';
import { oid } from '../../lib/asn1/oid.ts';
import { contextConstructed, INTEGER, NULL, OCTET_STRING } from '../../lib/asn1/tags.ts';
import { type DerWriter, encodeDer, encodeSequence } from '../../lib/asn1/writer.ts';
import { concatBytes, toHex } from '../../lib/base/bytes.ts';
import { PkiError } from '../../lib/base/error.ts';
import { encodePkcs8 } from '../../lib/keys/pkcs8.ts';
import {
  openPkcs12,
  type OpenPkcs12Options,
  type Pkcs12Contents,
  readPkcs12,
  sortPkcs12,
  writePkcs12,
} from '../../lib/keystore/pkcs12/index.ts';
import { encodePkcs7, parsePkcs7 } from '../../lib/x509/pkcs7.ts';
import { keyNamed, make, makeCrl } from '../support/chain-kit.ts';
import { descendants, type Node, replaced, scanDer } from '../support/der-tree.ts';
import { mutations } from '../support/mutations.ts';
import { throwsCode } from '../support/throws.ts';
import { testRandom } from '../unit/crypto/test-random.ts';
import { bag, certificateBag, contentInfo, DATA, fileAround, leaf, leafKey, oneSafe, root } from '../unit/keystore/pkcs12/kit.ts';

const passphrase = 'secret';

/** A file with a key and two certificates whose work is next to nothing. */
function write(profile: 'modern' | 'pbmac1' | 'legacy' = 'modern', text: string = passphrase): Uint8Array {
  const keys = [{ key: leafKey, certificate: leaf.certificate, chain: [root.certificate], friendlyName: 'name' }];
  return writePkcs12({ keys }, { passphrase: text, profile, iterations: 1, random: testRandom(profile) });
}

/** What is in a file, in one text. */
function summary({ keys, certificates, crls }: Pkcs12Contents): string {
  return JSON.stringify([
    keys.map(({ pkcs8, friendlyName }) => [toHex(pkcs8), friendlyName]),
    certificates.map(({ certificate, friendlyName }) => [toHex(certificate.der), friendlyName]),
    crls.length,
  ]);
}

/** The contents or the error's code; anything else thrown is a bug. */
function outcome(file: Uint8Array, options: OpenPkcs12Options = { passphrase }): string {
  try {
    return summary(sortPkcs12(openPkcs12(file, options)));
  } catch (error) {
    if (error instanceof PkiError) return error.code;
    throw error;
  }
}

const without = (node: Node, dropped: Node): Uint8Array => replaced(node, dropped, new Uint8Array(0));

describe('attacks on PKCS #12: the MAC', () => {
  const file = write();
  const { children = [] } = scanDer(file);
  const [version, authSafe, macData] = children as [Node, Node, Node];
  const pfx = (...parts: readonly Uint8Array[]): Uint8Array => encodeSequence((writer) => parts.forEach((part) => writer.raw(part)));

  it('cannot be taken away (PKCS #12 MAC bypass)', () => {
    throwsCode('mac-missing', () => readPkcs12(pfx(version.der, authSafe.der), { passphrase }));
  });

  it('cannot be emptied, shortened or stretched', () => {
    const digestOf = (change: (digest: Uint8Array) => Uint8Array): Uint8Array => {
      const [info, ...rest] = macData.children as [Node, ...Node[]];
      const [algorithm, digest] = info.children as [Node, Node];
      const changed = encodeDer((writer) => void writer.octetString(change(digest.der.subarray(2))));
      return pfx(version.der, authSafe.der, pfx(pfx(algorithm.der, changed), ...rest.map(({ der }) => der)));
    };
    assert.equal(toHex(digestOf((digest) => digest)), toHex(file));
    throwsCode('bad-mac-length', () =>
      readPkcs12(
        digestOf(() => new Uint8Array(0)),
        { passphrase },
      ),
    );
    throwsCode('bad-mac-length', () =>
      readPkcs12(
        digestOf((digest) => digest.subarray(0, 1)),
        { passphrase },
      ),
    );
    throwsCode('bad-mac-length', () =>
      readPkcs12(
        digestOf((digest) => concatBytes(digest, digest)),
        { passphrase },
      ),
    );
  });

  it('is not one of another file, or of another passphrase', () => {
    const other = scanDer(
      writePkcs12({ keys: [{ key: keyNamed('other').privateKey }] }, { passphrase, iterations: 1, random: testRandom('x') }),
    );
    const [, otherSafe] = other.children as [Node, Node];
    throwsCode('wrong-passphrase', () => readPkcs12(pfx(version.der, otherSafe.der, macData.der), { passphrase }));
    const [, , otherMac] = scanDer(write('modern', 'attacker')).children as [Node, Node, Node];
    throwsCode('wrong-passphrase', () => readPkcs12(pfx(version.der, authSafe.der, otherMac.der), { passphrase }));
  });

  it('is checked before anything is decrypted', () => {
    // Ten million iterations stand in the safe; with a MAC that does not fit nobody gets to them.
    const costly = encryptedSafe(10_000_000);
    throwsCode('wrong-passphrase', () => readPkcs12(fileAround(costly, 'attacker'), { passphrase }));
  });

  it('has parameters of PBMAC1 that are not taken on trust (CVE-2025-11187)', () => {
    const tree = scanDer(write('pbmac1'));
    const [, , mac] = tree.children as [Node, Node, Node];
    const integers = [...descendants(mac)].filter(({ tag }) => tag === INTEGER);
    const [iterations, keyLength] = integers as [Node, Node];
    const salt = [...descendants(mac)].find(({ tag }) => tag === OCTET_STRING) as Node;
    const number = (value: number): Uint8Array => encodeDer((writer) => void writer.integer(value));
    const read = (target: Node, octets: Uint8Array) => () => readPkcs12(replaced(tree, target, octets), { passphrase });
    assert.equal(read(keyLength, number(32))().keys.length, 1);
    for (const length of [0, 1, 19]) throwsCode('bad-kdf-parameters', read(keyLength, number(length)));
    for (const length of [65_537, 0x7fff_ffff, 2 ** 40]) throwsCode('kdf-too-costly', read(keyLength, number(length)));
    throwsCode('integer-out-of-range', read(keyLength, number(-1)));
    throwsCode('bad-kdf-parameters', read(keyLength, new Uint8Array(0)));
    throwsCode('wrong-passphrase', read(keyLength, number(64)));
    throwsCode('bad-kdf-parameters', read(iterations, number(0)));
    throwsCode('wrong-tag', read(salt, Uint8Array.of(5, 0)));
    throwsCode('wrong-tag', read(salt, new Uint8Array(0)));
    throwsCode('wrong-tag', read(salt, Uint8Array.of(0x30, 0)));
  });

  it('by an unknown algorithm is refused by name', () => {
    const bytes = Uint8Array.from(file);
    const sha256 = '608648016503040201';
    const at = toHex(bytes).lastIndexOf(sha256) / 2;
    bytes[at + 8] = 0x10;
    throwsCode('unsupported-mac', () => readPkcs12(bytes, { passphrase }));
  });
});

describe('attacks on PKCS #12: fields that are not there, or something else', () => {
  it('each field of the file around the contents', () => {
    const tree = scanDer(write());
    for (const node of descendants(tree)) {
      // The NULL of an algorithm without parameters may be left out.
      if (node.tag === NULL) continue;
      const file = without(tree, node);
      assert.match(outcome(file), /^[a-z0-9-]+$/, `${toHex(node.der).slice(0, 40)} dropped`);
    }
  });

  it('each field of the contents, under a MAC that fits', () => {
    const content = oneSafe((list) => {
      certificateBag(list, root.certificate);
      bag(list, 1, (explicit) => void explicit.raw(encodePkcs8(leafKey)));
    });
    const [info] = scanDer(content).children as [Node];
    const [, explicit] = info.children as [Node, Node];
    const [octets] = explicit.children as [Node];
    const safeContents = octets.der.subarray(4);
    assert.equal(outcome(fileAround(content)).startsWith('[['), true);
    const tree = scanDer(safeContents);
    const bags = new Set(tree.children);
    for (const node of descendants(tree)) {
      const changed = without(tree, node);
      const rest = outcome(fileAround(encodeSequence((safes) => contentInfo(safes, DATA, (inner) => inner.octetString(changed)))));
      if (bags.has(node)) assert.ok(rest.startsWith('[['), 'a bag less is a file with a bag less');
      else assert.match(rest, /^[a-z0-9-]+$/, `${toHex(node.der).slice(0, 40)} dropped`);
    }
  });

  it('NULL in place of contents (CVE-2024-0727)', () => {
    const nothing = fileAround(encodeSequence((safes) => safes.sequence((info) => info.oid(DATA))));
    throwsCode('missing-field', () => readPkcs12(nothing, { passphrase }));
    const explicitNull = fileAround(encodeSequence((safes) => contentInfo(safes, DATA, (explicit) => void explicit.null())));
    throwsCode('wrong-tag', () => readPkcs12(explicitNull, { passphrase }));
    const noContent = encodeSequence((pfx) => pfx.integer(3).sequence((info) => info.oid(DATA)));
    throwsCode('missing-field', () => readPkcs12(noContent, { allowUnauthenticated: true }));
    const encrypted = fileAround(encodeSequence((safes) => contentInfo(safes, '1.2.840.113549.1.7.6', (explicit) => void explicit.null())));
    throwsCode('wrong-tag', () => readPkcs12(encrypted, { passphrase }));
  });

  it('the modes with public keys, by name', () => {
    const signed = encodeSequence((pfx) => contentInfo(pfx.integer(3), '1.2.840.113549.1.7.2', (explicit) => void explicit.null()));
    throwsCode('unsupported-integrity-mode', () => readPkcs12(signed, { passphrase, allowUnauthenticated: true }));
    const enveloped = fileAround(encodeSequence((safes) => contentInfo(safes, '1.2.840.113549.1.7.3', (explicit) => void explicit.null())));
    throwsCode('unsupported-privacy-mode', () => readPkcs12(enveloped, { passphrase }));
    const digested = fileAround(encodeSequence((safes) => contentInfo(safes, '1.2.840.113549.1.7.5', (explicit) => void explicit.null())));
    throwsCode('unexpected-content-type', () => readPkcs12(digested, { passphrase }));
    const old = encodeSequence((pfx) => contentInfo(pfx.integer(1), DATA, (explicit) => explicit.octetString(new Uint8Array(0))));
    throwsCode('unsupported-version', () => readPkcs12(old, { passphrase }));
  });
});

describe('attacks on PKCS #12: any octet changed', function () {
  this.timeout(60_000);

  for (const profile of ['modern', 'pbmac1', 'legacy'] as const)
    it(`gives a typed error or the same contents: ${profile}`, () => {
      const file = write(profile);
      const whole = outcome(file);
      const outcomes = new Map<string, number>();
      let count = 0;
      for (const mutant of mutations(file)) {
        if (count++ % 5 !== 0) continue;
        const found = outcome(mutant, { passphrase, maxIterations: 1000 });
        outcomes.set(found === whole ? 'same' : found, (outcomes.get(found) ?? 0) + 1);
      }
      assert.deepEqual(
        [...outcomes.keys()].filter((found) => found.startsWith('[')),
        [],
      );
      assert.ok(outcomes.has('wrong-passphrase') && outcomes.has('truncated'), [...outcomes.keys()].join(' '));
    });

  it('is never anything but contents or a typed error where the MAC is left out of account', () => {
    const file = write('legacy');
    let count = 0;
    for (const mutant of mutations(file)) if (count++ % 29 === 0) outcome(mutant, { passphrase, skipMac: true, maxIterations: 1000 });
    assert.ok(count > 10_000);
  });
});

describe('attacks on PKCS #12: work', () => {
  const limit = 10_000_000;

  it('iterations beyond the limit are refused before the first', () => {
    for (const iterations of [limit + 1, 0x7fff_ffff]) {
      throwsCode('kdf-too-costly', () => readPkcs12(fileAround(encryptedSafe(iterations)), { passphrase }));
      throwsCode('kdf-too-costly', () => readPkcs12(fileAround(oneSafe((list) => shroudedKey(list, iterations))), { passphrase }));
      throwsCode('kdf-too-costly', () => readPkcs12(fileWithMacOf(iterations), { passphrase }));
    }
    throwsCode('kdf-too-costly', () => readPkcs12(fileAround(encryptedSafe(2 ** 40)), { passphrase }));
    throwsCode('bad-kdf-parameters', () => readPkcs12(fileAround(encryptedSafe(0)), { passphrase }));
  });

  it('of all keys together is refused before the first', () => {
    const many = oneSafe((list) => {
      for (let i = 0; i < 100; i++) shroudedKey(list, 1000);
    });
    // Two are the MAC's; had one key been tried, there would be 1,002.
    const error = throwsCode('kdf-too-costly', () => readPkcs12(fileAround(many), { passphrase, maxIterations: 99_999 }));
    // AES-256 takes two outputs of SHA-1.
    assert.match(error.message, /^200000 iterations after 2 others, at most 99999 /);
  });

  it('counts each output of the hash, and what scrypt does besides mixing', () => {
    const tree = scanDer(write('pbmac1'));
    const [, , mac] = tree.children as [Node, Node, Node];
    const [, keyLength] = [...descendants(mac)].filter(({ tag }) => tag === INTEGER) as [Node, Node];
    const long = replaced(
      tree,
      keyLength,
      encodeDer((writer) => void writer.integer(65_536)),
    );
    const error = throwsCode('kdf-too-costly', () => readPkcs12(long, { passphrase, maxIterations: 2047 }));
    assert.match(error.message, /^2048 iterations after 0 others/);
    const scrypts = oneSafe((list) => {
      for (let i = 0; i < 3; i++) shrouded(list, (writer) => pbes2(writer, 1, (kdf) => scryptWith(kdf, 2, 2 ** 18)));
    });
    throwsCode('kdf-too-costly', () => readPkcs12(fileAround(scrypts), { passphrase }));
  });

  it('of a thousand keys with one certificate asks for its issuer once', () => {
    const issuer = make({ subject: Array.from({ length: 30 }, (_, i) => `CN=${'Aä'.repeat(20_000)}${i}`).join(','), ca: true });
    const end = make({ subject: 'CN=end', issuer });
    const { privateKey } = keyNamed('CN=end');
    const [version, algorithm, octets] = scanDer(encodePkcs8(privateKey)).children as [Node, Node, Node];
    const content = oneSafe((list) => {
      certificateBag(list, end.certificate);
      for (let i = 0; i < 1000; i++)
        bag(list, 1, (explicit) =>
          explicit.sequence((key) =>
            key
              .raw(version.der)
              .raw(algorithm.der)
              .raw(octets.der)
              .constructed(contextConstructed(0), (attributes) => attributes.integer(i)),
          ),
        );
    });
    const started = performance.now();
    assert.equal(readPkcs12(fileAround(content), { passphrase }).keys.filter(({ certificate }) => certificate !== undefined).length, 1000);
    assert.ok(performance.now() - started < 8000);
  }).timeout(60_000);

  it('has the limit of the caller where there is one', () => {
    throwsCode('kdf-too-costly', () => readPkcs12(write(), { passphrase, maxIterations: 2 }));
    throwsCode('bad-option', () => readPkcs12(write(), { passphrase, maxIterations: 0 }));
    assert.equal(readPkcs12(write(), { passphrase, maxIterations: 3 }).keys.length, 1);
  });

  it('of nested bags ends', () => {
    for (const depth of [25, 200, 2000]) {
      let nested: Uint8Array = encodeSequence((list) => certificateBag(list, root.certificate));
      for (let i = 0; i < depth; i++) nested = wrap(nested);
      const file = fileAround(encodeSequence((safes) => contentInfo(safes, DATA, (explicit) => explicit.octetString(nested))));
      throwsCode('nesting-too-deep', () => readPkcs12(file, { passphrase }));
    }
    let nested: Uint8Array = encodeSequence((list) => certificateBag(list, root.certificate));
    for (let i = 0; i < 10; i++) nested = wrap(nested);
    const file = fileAround(encodeSequence((safes) => contentInfo(safes, DATA, (explicit) => explicit.octetString(nested))));
    assert.equal(readPkcs12(file, { passphrase }).certificates.length, 1);
  });

  it('of endless indefinite lengths ends', () => {
    const file = Uint8Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 0x30 : 0x80));
    throwsCode('indefinite-length', () => readPkcs12(file, { passphrase }));
    throwsCode('indefinite-length', () => parsePkcs7(file));
  });

  it('of bags and keys without number ends', () => {
    const bags = oneSafe((list) => {
      for (let i = 0; i <= 10_000; i++) bag(list, 9, (explicit) => void explicit.null());
    });
    throwsCode('too-many-bags', () => readPkcs12(fileAround(bags), { passphrase }));
    const keys = oneSafe((list) => {
      for (let i = 0; i <= 1000; i++) {
        const seed = new Uint8Array(32);
        seed[0] = i >> 8;
        seed[1] = i & 0xff;
        bag(list, 1, (explicit) => void explicit.raw(encodePkcs8({ kind: 'ed25519', seed })));
      }
    });
    throwsCode('too-many-keys', () => readPkcs12(fileAround(keys), { passphrase }));
    // Copies of one key are one, but each would be decrypted.
    const encrypted = oneSafe((list) => {
      for (let i = 0; i <= 1000; i++) shroudedKey(list, 1);
    });
    throwsCode('too-many-keys', () => readPkcs12(fileAround(encrypted), { passphrase }));
  });

  it('of a thousand authorities of one name that issue each other is a chain and no search', () => {
    const authorities = Array.from({ length: 300 }, (_, i) =>
      make({ subject: 'CN=Same', issuer: root, issuerName: 'CN=Same', ca: true, key: keyNamed(`same ${i}`) }),
    );
    const end = make({ subject: 'CN=end', issuer: root, issuerName: 'CN=Same' });
    const content = oneSafe((list) => {
      for (const { certificate } of [end, ...authorities]) certificateBag(list, certificate);
      bag(list, 1, (explicit) => void explicit.raw(encodePkcs8(keyNamed('CN=end').privateKey)));
    });
    const [key] = readPkcs12(fileAround(content), { passphrase }).keys;
    assert.ok(key !== undefined && key.chain.length >= 1 && key.chain.length <= 32);
  });
});

describe('attacks on PKCS #7 that carries certificates', () => {
  it('any octet changed gives a typed error or contents', () => {
    const der = encodePkcs7([leaf.certificate], [makeCrl({ issuer: root })]);
    let read = 0;
    let count = 0;
    for (const mutant of mutations(der)) {
      if (count++ % 5 !== 0) continue;
      try {
        parsePkcs7(mutant);
        read++;
      } catch (error) {
        if (!(error instanceof PkiError)) throw error;
      }
    }
    assert.ok(read > 0);
  });
});

/** A safe under PBES2 that asks for so many iterations. */
function encryptedSafe(iterations: number): Uint8Array {
  return encodeSequence((safes) =>
    contentInfo(safes, '1.2.840.113549.1.7.6', (explicit) =>
      explicit.sequence((encrypted) =>
        encrypted.integer(0).sequence((info) => {
          info.oid(DATA);
          pbes2(info, iterations);
          info.octetString(new Uint8Array(32), 0x80);
        }),
      ),
    ),
  );
}

type WriteKdf = (kdf: DerWriter) => DerWriter;

/** PBES2 with AES-256 and the derivation that `kdf` writes: PBKDF2 with SHA-1 where none is given. */
function pbes2(writer: DerWriter, iterations: number, kdf: WriteKdf = (inner) => pbkdf2With(inner, iterations)): void {
  writer.sequence((algorithm) =>
    algorithm
      .oid(oid('1.2.840.113549.1.5.13'))
      .sequence((parameters) =>
        parameters.sequence(kdf).sequence((cipher) => cipher.oid(oid('2.16.840.1.101.3.4.1.42')).octetString(new Uint8Array(16))),
      ),
  );
}

function pbkdf2With(kdf: DerWriter, iterations: number): DerWriter {
  return kdf.oid(oid('1.2.840.113549.1.5.12')).sequence((inner) => inner.octetString(new Uint8Array(8)).integer(iterations));
}

function scryptWith(kdf: DerWriter, cost: number, parallelization: number): DerWriter {
  return kdf
    .oid(oid('1.3.6.1.4.1.11591.4.11'))
    .sequence((inner) => inner.octetString(new Uint8Array(8)).integer(cost).integer(1).integer(parallelization));
}

/** A shrouded key that asks for so many iterations. */
function shroudedKey(list: DerWriter, iterations: number): void {
  shrouded(list, (writer) => pbes2(writer, iterations));
}

/** A shrouded key under the algorithm that is written. */
function shrouded(list: DerWriter, algorithm: (writer: DerWriter) => void): void {
  bag(list, 2, (explicit) => {
    explicit.sequence((inner) => {
      algorithm(inner);
      inner.octetString(new Uint8Array(32));
    });
  });
}

/** A file whose MAC asks for so many iterations. */
function fileWithMacOf(iterations: number): Uint8Array {
  const [version, authSafe, macData] = scanDer(fileAround(oneSafe(() => undefined))).children as [Node, Node, Node];
  const [info, salt] = macData.children as [Node, Node];
  return encodeSequence((pfx) => {
    pfx.raw(version.der).raw(authSafe.der);
    pfx.sequence((mac) => mac.raw(info.der).raw(salt.der).integer(iterations));
  });
}

/** SafeContents of one bag with these SafeContents, written by hand: the writer's continuations would be as deep as the nesting. */
function wrap(safeContents: Uint8Array): Uint8Array {
  return encodeSequence((list) =>
    list.sequence((out) =>
      out.oid(oid('1.2.840.113549.1.12.10.1.6')).constructed(contextConstructed(0), (explicit) => void explicit.raw(safeContents)),
    ),
  );
}
