/**
 * The security history of other implementations, row by row: each has a test in test/security whose title names it, or a reason why there is nothing to attack.
 * A new row belongs into one of the two lists; titles may name more.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './support/corpora.ts';

/** What went wrong elsewhere, by the name it is known under. */
const TESTED: Readonly<Record<string, string>> = {
  'CVE-2022-24771': 'RSA PKCS#1 v1.5: junk in the parameters of the digest algorithm',
  'CVE-2022-24772': 'RSA PKCS#1 v1.5: octets behind the DigestInfo',
  'CVE-2022-24773': 'RSA PKCS#1 v1.5: a structure that is no DigestInfo',
  'CVE-2026-33894': 'RSA PKCS#1 v1.5: an extra field, less than eight octets of padding',
  'CVE-2006-4339': 'RSA with e = 3: cube roots under a lenient check of the padding',
  'CVE-2021-30246': 'RSA PKCS#1 v1.5: wrong padding taken',
  'CVE-2020-14966': 'ECDSA: BER variants of a signature',
  'CVE-2020-14967': 'RSA: leading zeros on a signature',
  'CVE-2020-14968': 'RSASSA-PSS: leading zeros on a signature',
  'CVE-2024-21484': 'RSA decryption that tells by its time',
  'jsrsasign 11.1.2 SecureRandom': 'a random generator that was none',
  'CVE-2026-4599': 'DSA: r and s out of bounds',
  'jsrsasign 11.1.2 getChildIdx': 'ASN.1 lengths that loop',
  'CVE-2025-12816': 'optional fields that shift a schema',
  'CVE-2025-66031': 'recursion without end',
  'CVE-2025-66030': 'an arc of an object identifier cut to 32 bits',
  'PKCS #12 MAC bypass': 'PKCS #12: macData left out',
  'CVE-2024-0727': 'PKCS #12: no content, or NULL in its place',
  'CVE-2025-11187': 'PKCS #12: parameters of PBMAC1 taken on trust',
  'CVE-2026-33895': 'Ed25519: S not below L',
  'CVE-2026-33896': 'neither basicConstraints nor keyUsage, and yet a CA',
  'CVE-2026-33891': 'modInverse(0) without end',
  'CVE-2002-0862': 'a leaf used as a CA',
  'CVE-2024-42459': 'EdDSA: length of a signature',
  'CVE-2024-42460': 'ECDSA: leading bits of r and s',
  'CVE-2024-42461': 'ECDSA: BER signatures',
  'CVE-2024-48948': 'ECDSA: hashes with leading zeros',
  'CVE-2024-48949': 'EdDSA: range of S',
  'GHSA-vjh7-7g9h-fjfh': 'ECDSA: one nonce twice for odd input',
  'CVE-2022-21449': 'ECDSA: r = s = 0',
  'CVE-2022-41340': 'ECDSA: r = s = 0',
  'CVE-2020-0601': 'a curve given by its parameters, with a generator of the attacker',
  'CVE-2022-0778': 'a square root without end',
  'invalid curve': 'points off the curve',
  'CVE-2022-3602': 'punycode: overflow',
  'CVE-2022-3786': 'punycode: length',
  'CVE-2023-0286': 'GeneralName: x400Address taken for text',
  'CVE-2023-0464': 'policies: an exponential tree',
  'CVE-2023-0465': 'policies: malformed ones skipped',
  'CVE-2023-0466': 'policies: a check that is not made',
  'CVE-2024-0567': 'CAs that certify each other in a circle',
  'RUSTSEC-2023-0052': 'path building: exponential',
  'RUSTSEC-2023-0053': 'path building: exponential',
  'CVE-2018-16875': 'path building: exponential',
  'x509-limbo nc-dos': 'names times constraints',
  'CVE-2025-61727': 'wildcards and excluded subtrees',
  'RUSTSEC-2026-0099': 'wildcards and permitted subtrees',
  'RUSTSEC-2026-0098': 'constraints on URIs ignored',
  'CVE-2026-27137': 'several mailboxes in constraints: only the last one kept',
  'CVE-2026-27138': 'an empty name against an excluded subtree',
  'CVE-2025-61729': 'error texts of unlimited length',
  'CVE-2026-27145': 'host matching: quadratic',
  'CVE-2025-58187': 'name constraints: quadratic',
  'CVE-2025-58185': 'DER: memory',
  'CVE-2025-58189': "an attacker's text on the terminal",
  'golang/go 81499': 'minimum and maximum of subtrees ignored',
  'CVE-2024-6119': 'an otherName taken for text',
  'CVE-2026-28388': 'a delta CRL without a number',
  'CVE-2026-45447': 'PKCS #7: empty sets',
  'CVE-2026-28389': 'a field that is not there',
  'CVE-2026-28390': 'a field that is not there',
  'PBKDF2 iterations': 'a key file that costs hours',
  'CVE-2022-25898': 'base64: odd characters stepped over',
  'CVE-2009-2408': 'a zero octet in a name',
  ReDoS: 'regular expressions that backtrack',
  'CVE-2020-7720': 'names that reach a prototype',
  'error oracle': 'secrets in error texts',
  'CVE-2017-15361': 'ROCA: RSA primes of a form that gives them away',
  'CVE-2022-26320': 'RSA primes close to one another',
  'CVE-2020-26939': 'RSAES-OAEP: a leading octet judged by itself',
};

/** What has nothing here that it could attack, and why. */
const ABSENT: Readonly<Record<string, string>> = {
  'CVE-2008-0166': "Debian's keys: only a list tells them, which takes the broken library to make",
};

/** Titles of suites and tests, and of rows of tables, which become titles. */
function titles(): readonly string[] {
  const folder = join(repositoryRoot, 'test/security');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/(?:\b(?:it|describe)\(|\[)\s*(['"`])(.+?)\1\s*,/g)])
    .map(([, , title]) => title as string);
}

describe('security history', () => {
  const found = titles();

  it('has titles to look at', () => assert.ok(found.length > 100, String(found.length)));

  for (const [id, what] of Object.entries(TESTED))
    it(`${id} has a test: ${what}`, () => assert.ok(found.some((title) => title.includes(id))));

  it('lists nothing as both tested and absent', () => {
    assert.deepEqual(
      Object.keys(ABSENT).filter((id) => Object.hasOwn(TESTED, id)),
      [],
    );
  });
});
