/**
 * Damaged certificates, read by certwright's reading `openssl` and by OpenSSL 3.0: nothing that OpenSSL refuses is taken, and what it takes and
 * certwright refuses is of few kinds. CERTWRIGHT_SEED chooses other ones.
 */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { PkiError } from '../../lib/index.ts';
import { decodeCertificate } from '../../lib/openssl-verify/files/decode.ts';
import { make, rawExtension } from '../support/chain-kit.ts';
import { seed } from '../support/properties.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const MUTANTS = 12_000;

/** Identifier octets and lengths that decoders make much of. */
const OCTETS: readonly number[] = [
  0, 1, 2, 3, 4, 5, 6, 0x0c, 0x10, 0x11, 0x13, 0x16, 0x17, 0x18, 0x1f, 0x24, 0x30, 0x31, 0x80, 0x81, 0xa0, 0xa3, 0xff,
];

/**
 * What OpenSSL takes, and we do not: strings in parts, SEQUENCE and SET that claim to be primitive, public keys of a number of bits, and
 * bit strings that leave bits of no octet unused.
 */
const KNOWN: readonly (readonly [code: string, place: RegExp])[] = [
  ['wrong-tag', /extnValue$/],
  ['wrong-tag', /^tbsCertificate\/(?:issuer|subject)(?:\/\d+)?$|^tbsCertificate\/extensions$/],
  ['bad-bit-string', /(?:subjectPublicKey|UniqueID)$/],
  // a unique identifier in parts
  ['trailing-bytes', /^tbsCertificate$/],
];

function damage(random: Random, octets: Uint8Array): { readonly der: Uint8Array; readonly about: string } {
  const der = Uint8Array.from(octets);
  const at = random.below(der.length);
  const old = der[at] as number;
  const changed = random.one([random.below(256), old ^ (1 << random.below(8)), random.one(OCTETS)]);
  der[at] = changed;
  return { der, about: `octet ${at} of ${der.length} from ${old.toString(16)} to ${changed.toString(16)}` };
}

requireOrSkip('a Node.js with OpenSSL 3.0', process.versions.openssl.startsWith('3.0.'))(
  `damaged certificates and OpenSSL (CERTWRIGHT_SEED=${seed})`,
  function () {
    this.timeout(60_000);

    it('takes nothing that OpenSSL refuses, and refuses little that it takes', () => {
      const random = seededRandom(seed);
      const ca = make({ subject: 'CN=CA,O=Example+OU=x', ca: true });
      const uncommon = { timeForm: 'generalized', uniqueId: true, extensions: [rawExtension('1.2.3', Uint8Array.of(5, 0), true)] } as const;
      const originals = [
        ca,
        make({ subject: 'CN=leaf', issuer: ca }),
        make({ subject: 'CN=first', issuer: ca, bare: true }),
        make({ subject: 'CN=uncommon', issuer: ca, ...uncommon }),
      ].map(({ certificate }) => certificate.der);
      const differences: string[] = [];
      const counts = { taken: 0, refused: 0, known: 0 };
      for (let number = 0; number < MUTANTS; number++) {
        const { der, about } = damage(random, random.one(originals));
        const problem = problemOf(der);
        if (opensslTakes(der) === (problem === undefined)) counts[problem === undefined ? 'taken' : 'refused']++;
        else if (problem === undefined) differences.push(`${about}: taken, and OpenSSL refuses it`);
        else if (KNOWN.some(([code, place]) => problem.code === code && place.test(problem.path ?? ''))) counts.known++;
        else differences.push(`${about}: ${problem.code} at ${problem.path}, and OpenSSL takes it`);
      }
      assert.equal(differences.join('\n'), '');
      assert.ok(counts.taken > MUTANTS / 10 && counts.refused > MUTANTS / 10 && counts.known < MUTANTS / 100, JSON.stringify(counts));
    });
  },
);

function opensslTakes(der: Uint8Array): boolean {
  try {
    return new X509Certificate(der).raw.length > 0;
  } catch {
    return false;
  }
}

function problemOf(der: Uint8Array): PkiError | undefined {
  try {
    decodeCertificate(der);
    return undefined;
  } catch (error) {
    if (error instanceof PkiError) return error;
    throw error;
  }
}
