/**
 * The table of explained differences between certwright and the other judges. A row excuses only chains that carry a fault or trait it names, and only what the
 * refusing judge says in the row's words about one path: everything that stops this path must be excused.
 */
import type { Engine, Opinion, Trial } from './path-trial.ts';

/** One explained difference. */
export interface Difference {
  readonly id: string;
  readonly engine: Engine;
  /** What the engine does where certwright does the opposite. */
  readonly engineDoes: 'accept' | 'refuse';
  /** The chain carries one of these faults or traits; `a+b` is both, `a*` is all that begins so. */
  readonly kinds: readonly string[];
  /** What the refusing side says: codes of certwright, or words of the engine. */
  readonly says: RegExp;
  /** Why, and what the standard says. */
  readonly reason: string;
}

/** Extensions that are malformed in a way that no judge has to notice who does not read them. */
const MALFORMED: readonly string[] = [
  'subject-alt-name-malformed',
  'subject-alt-name-empty',
  'dns-name-not-ascii',
  'ip-address-of-3-octets',
  'ip-constraint-of-4-octets',
  'policies-malformed',
  'policies-empty',
  'authority-key-identifier-malformed',
  'subject-key-identifier-malformed',
  'distribution-points-malformed',
  'distribution-points-empty',
];

const openssl: readonly Omit<Difference, 'engine'>[] = [
  {
    id: 'openssl-versions',
    engineDoes: 'accept',
    kinds: ['version-4', 'version-1-with-unique-id'],
    says: /^(unknown-version|extensions-without-v3|unique-ids-without-v2)$/,
    reason:
      'There is no version 4, and no unique identifier before version 2 (RFC 5280 4.1.2.1, 4.1.2.8). It asks for version 3 where there are extensions.',
  },
  {
    id: 'openssl-serial-numbers',
    engineDoes: 'accept',
    kinds: ['serial-zero', 'serial-too-long'],
    says: /^serial-number-(zero|too-long)$/,
    reason: 'Serial numbers are positive and of 20 octets at most (RFC 5280 4.1.2.2). It compares them and asks nothing else.',
  },
  {
    id: 'openssl-extension-twice',
    engineDoes: 'accept',
    kinds: ['extension-twice'],
    says: /^encoding-not-der$/,
    reason: 'An extension stands in a certificate once (RFC 5280 4.2). It notices only those that it caches.',
  },
  {
    id: 'openssl-ber',
    engineDoes: 'accept',
    kinds: [
      'criticality-false-encoded',
      'criticality-not-canonical',
      'basic-constraints-trailing-octets',
      'basic-constraints-ber-length',
      'key-usage-unused-bits-set',
      'name-constraints-minimum-encoded',
    ],
    says: /^(encoding-not-der|extension-malformed|basic-constraints-missing)$/,
    reason: 'Certificates are DER (RFC 5280 4.1, X.690 10 and 11). It reads BER.',
  },
  {
    id: 'openssl-malformed-extensions',
    engineDoes: 'accept',
    kinds: [
      ...MALFORMED,
      'name-constraints-empty',
      'policy-mappings-malformed',
      'policy-mappings-empty',
      'policy-constraints-malformed',
      'policy-constraints-empty',
      'require-explicit-policy-negative',
      'inhibit-any-policy-malformed',
      'inhibit-any-policy-negative',
    ],
    says: /^(extension-malformed|peer-name-mismatch)$/,
    reason:
      'A list of one or more has none, a value is of another type (RFC 5280 4.2). It reads an extension where it needs it, not at all in the anchor, and many a wrong value counts as absent.',
  },
  {
    id: 'openssl-rsa-keys',
    engineDoes: 'accept',
    kinds: [
      'rsa-exponent-long',
      'rsa-exponent-1',
      'rsa-exponent-even',
      'rsa-16392',
      'rsa-parameters-missing',
      'rsa-modulus-negative',
      'rsa-trailing-octets',
    ],
    says: /^(rsa-exponent-bad|rsa-key-too-large|key-not-supported|crl-unusable|revocation-unknown)$/,
    reason:
      'No RSA key, or one of a strength nobody asked for (RFC 8017 3.1, RFC 3279 2.3.1, RFC 5280 8). It weighs the bits of the modulus.',
  },
  {
    id: 'openssl-points',
    engineDoes: 'accept',
    kinds: ['ec-point-hybrid', 'ec-point-at-infinity'],
    says: /^(key-not-supported|crl-unusable|revocation-unknown)$/,
    reason:
      "A public point is compressed or uncompressed, and never the point at infinity (RFC 5480 2.2). It reads the hybrid form, and does not look at the leaf's.",
  },
  {
    id: 'openssl-host-names',
    engineDoes: 'accept',
    kinds: ['peer-name-partial-wildcard', 'peer-name-as-uri'],
    says: /^peer-name-mismatch$/,
    reason:
      'A wildcard is a whole label, and a host stands in a dNSName (RFC 9525 6.3, 6.4.4). It takes w*.example.com, and the commonName where there is no dNSName.',
  },
  {
    id: 'openssl-wildcard-excluded',
    engineDoes: 'accept',
    kinds: ['wildcard-excluded', 'wildcard+dns-excluded', 'dns-wildcard-reaches-excluded'],
    says: /^name-constraint-violated$/,
    reason:
      '*.example.com stands for mail.example.com as well, which is excluded (RFC 5280 4.2.1.10, CVE-2025-61727). It compares the text of the wildcard.',
  },
  {
    id: 'openssl-malformed-names',
    engineDoes: 'accept',
    kinds: ['dns-name-malformed-under-constraint'],
    says: /^name-malformed$/,
    reason:
      'Where DNS names are constrained, one that is no DNS name cannot be judged (RFC 5280 4.2.1.10, 4.2.1.6). It compares the ends of texts.',
  },
  {
    id: 'openssl-masks',
    engineDoes: 'accept',
    kinds: ['ip-constraint-with-holes'],
    says: /^(issuer-duty-neglected|name-constraint-unsupported)$/,
    reason: 'The mask of an address constraint is in the style of RFC 4632, a prefix (RFC 5280 4.2.1.10). It takes any.',
  },
  {
    id: 'openssl-anchor-policies',
    engineDoes: 'accept',
    kinds: [
      ...['policy-missing-that-issuer-demands', 'policy-any-inhibited', 'policy-mapping-inhibited'].map(
        (kind) => `${kind}+fault-below-anchor`,
      ),
      ...['any-policy-inhibited', 'explicit-policy-by-ca', 'mapping-to-any'].map((kind) => `${kind}+intermediate-as-anchor`),
    ],
    says: /^policy-(not-valid|mapping-to-any)$/,
    reason:
      'What is wrong stands in the anchor. RFC 5280 6.1 leaves open whether what an anchor says counts (RFC 5937 says how); here it counts, there it does not.',
  },
  {
    id: 'openssl-crls',
    engineDoes: 'accept',
    kinds: [
      'crl-without-next-update',
      'crl-inner-algorithm-differs',
      'crl-version-1-with-extensions',
      'crl-number-malformed',
      'crl-scope-malformed',
    ],
    says: /^(crl-unusable|revocation-unknown)$/,
    reason: 'CRLs that break the profile (RFC 5280 5.1.1.2, 5.1.2.1, 5.1.2.5, 5.2.3, 5.2.5). It takes them; without nextUpdate for ever.',
  },
  {
    id: 'openssl-end-exclusive',
    engineDoes: 'refuse',
    kinds: ['time-at-a-bound'],
    says: /^10 certificate has expired$/,
    reason: 'The validity period ends with notAfter inclusive (RFC 5280 4.1.2.5); it ends it a second earlier.',
  },
  {
    id: 'openssl-one-path',
    engineDoes: 'refuse',
    kinds: ['cross-signed-by-a-stranger', 'cross-signed-loop', 'cross-signed-by-another-anchor', 'expired-twin', 'intermediate-as-anchor'],
    says: /./,
    reason:
      'There is a valid path, and it judges another one: it chooses issuers by name, key identifier and time and does not come back from a wrong one. RFC 5280 6 judges a given path; RFC 4158 2.4 describes building with backtracking.',
  },
  {
    id: 'openssl-first-crl',
    engineDoes: 'refuse',
    kinds: ['self-issued-authority'],
    says: /^(3 unable to get certificate CRL|8 CRL signature failure|35 key usage does not include CRL signing)$/,
    reason:
      'Two CRLs of one name, signed with the old and the new key of an authority: RFC 5280 6.3.3 (f) looks at every CRL. It takes the one that scores best, whose key may be the other one.',
  },
];

const pyca: readonly Omit<Difference, 'engine'>[] = [
  {
    id: 'pyca-no-crls',
    engineDoes: 'accept',
    kinds: ['revoked', 'revoked-without-reason', 'no-crl-sign', 'crl-*', 'cross-signed-by-a-stranger+other-anchors'],
    says: /^(certificate-revoked|crl-unusable|revocation-unknown)$/,
    reason: 'Its verifier takes no CRLs, so that nothing is revoked (RFC 5280 6.3 is left to the caller).',
  },
  {
    id: 'pyca-no-policies',
    engineDoes: 'accept',
    kinds: ['policy-*', 'explicit-policy-by-ca', 'mapping-to-any', 'any-policy-inhibited'],
    says: /^policy-/,
    reason: 'Its verifier processes no certificate policies and takes no policies from the caller (RFC 5280 6.1.1 (c) to (g)).',
  },
  {
    id: 'pyca-no-policy-mappings',
    engineDoes: 'refuse',
    kinds: ['policy-mapped', 'mapping-to-any'],
    says: /candidates exhausted/,
    reason:
      'It does not know policyMappings, which is critical (RFC 5280 4.2.1.5), and refuses what it does not know; where there were several candidates it tells about the last one.',
  },
  {
    id: 'pyca-no-directory-names',
    engineDoes: 'accept',
    kinds: ['directory-name-excluded', 'directory-name-not-permitted', 'subject-not-permitted', 'subject-excluded'],
    says: /^name-constraint-violated$/,
    reason: 'Before version 50 it does not hold subjects to constraints of the form directoryName (RFC 5280 4.2.1.10 wants it).',
  },
  {
    id: 'pyca-refuses-directory-names',
    engineDoes: 'refuse',
    kinds: ['directory-names-permitted'],
    says: /unsupported directoryName constraint/,
    reason:
      'From version 50 on it refuses constraints of the form directoryName where they are critical, since it does not process them (RFC 5280 4.2.1.10 allows either).',
  },
  {
    id: 'pyca-no-subject-mailboxes',
    engineDoes: 'accept',
    kinds: ['mailbox-in-subject-not-permitted'],
    says: /^name-constraint-violated$/,
    reason:
      'An emailAddress in the subject is held to rfc822Name constraints where the subjectAltName has no mailbox (RFC 5280 4.2.1.10). It looks into the subjectAltName only.',
  },
  {
    id: 'pyca-minimum-maximum',
    engineDoes: 'accept',
    kinds: ['constraint-minimum', 'constraint-maximum'],
    says: /^name-constraint-unsupported$/,
    reason: 'minimum is 0 and maximum absent; a verifier processes others or refuses (RFC 5280 4.2.1.10). It does neither.',
  },
  {
    id: 'pyca-wildcard-permitted',
    engineDoes: 'accept',
    kinds: ['wildcard-not-permitted', 'wildcard+dns-not-permitted'],
    says: /^name-constraint-violated$/,
    reason:
      'mail.example.com is permitted, and *.example.com stands for more than that (RFC 5280 4.2.1.10, the twin of CVE-2025-61727). It takes the wildcard for a match.',
  },
  {
    id: 'pyca-version-1-anchors',
    engineDoes: 'refuse',
    kinds: ['version-1-ca+intermediate-as-anchor'],
    says: /must be an X509v3 certificate|candidates exhausted/,
    reason:
      'An anchor is a name and a key (RFC 5280 6.1.1 (d)), which a certificate of version 1 gives as well. It wants version 3, as the web does.',
  },
  {
    id: 'pyca-serial-numbers',
    engineDoes: 'accept',
    kinds: ['serial-zero', 'serial-too-long'],
    says: /^serial-number-(zero|too-long)$/,
    reason: 'Serial numbers are positive and of 20 octets at most (RFC 5280 4.1.2.2). It takes 21 octets, and warns of 0.',
  },
  {
    id: 'pyca-leaf-path-length',
    engineDoes: 'accept',
    kinds: ['leaf-with-path-length'],
    says: /^issuer-duty-neglected$/,
    reason: 'A path length stands in the certificate of a CA only (RFC 5280 4.2.1.9). It ignores one of a leaf.',
  },
  {
    id: 'pyca-purpose-and-key-usage',
    engineDoes: 'accept',
    kinds: ['key-usage-unfit-for-purpose'],
    says: /^purpose-inconsistent$/,
    reason:
      'keyUsage and extendedKeyUsage of a leaf must both allow the use (RFC 5280 4.2.1.12). It does not look at the keyUsage of a leaf.',
  },
  {
    id: 'pyca-malformed-extensions',
    engineDoes: 'accept',
    kinds: MALFORMED,
    says: /^(extension-malformed|peer-name-mismatch)$/,
    reason:
      'An extension whose value is not of its type (RFC 5280 4.2). It reads only the extensions that it judges, and these not in every certificate.',
  },
  {
    id: 'pyca-leaf-keys',
    engineDoes: 'accept',
    kinds: [
      'rsa-1024',
      'rsa-16392',
      'rsa-exponent-*',
      'rsa-parameters-missing',
      'rsa-modulus-negative',
      'rsa-trailing-octets',
      'ec-curve-*',
      'ec-point-*',
      'ed25519-key-short',
      'key-algorithm-unknown',
    ],
    says: /^(key-not-supported|rsa-exponent-bad|rsa-key-too-(small|large)|crl-unusable|revocation-unknown)$/,
    reason:
      'What the chain is verified for, the key of the leaf, is too weak or no key (RFC 5280 4.1.2.7). It reads the keys that it verifies with, and takes long exponents and the hybrid form there too.',
  },
  {
    id: 'pyca-self-issued-counts',
    engineDoes: 'refuse',
    kinds: ['self-issued-authority'],
    says: /path length constraint violated|candidates exhausted/,
    reason: 'It counts self-issued certificates against a path length, which RFC 5280 4.2.1.9 leaves out.',
  },
];

/** The table. */
export const differences: readonly Difference[] = [
  ...openssl.map((row): Difference => ({ ...row, engine: 'openssl' })),
  ...pyca.map((row): Difference => ({ ...row, engine: 'pyca' })),
];

/** Whether a trial carries what a row names: `a+b` is both, `a*` is all that begins so. */
function carries(trial: Trial, named: string): boolean {
  const carried = [...trial.faults, ...trial.traits];
  const has = (one: string): boolean =>
    one.endsWith('*') ? carried.some((kind) => kind.startsWith(one.slice(0, -1))) : carried.includes(one);
  return named.split('+').every(has);
}

/** Where the search was left for one of several issuers says nothing about the path by another one. */
const DEAD_ENDS = /^(self-signed-not-trusted|issuer-not-found)$/;

/** The rows that explain why an engine's opinion is the opposite of certwright's; none: unexplained. */
export function excuses(trial: Trial, engine: Engine, ours: Opinion, theirs: Opinion): readonly Difference[] {
  const rows = differences.filter(
    (row) => row.engine === engine && (row.engineDoes === 'accept') === theirs.accepted && row.kinds.some((kind) => carries(trial, kind)),
  );
  for (const all of (theirs.accepted ? ours : theirs).stops) {
    const stops = all.filter((stop) => !DEAD_ENDS.test(stop) || !trial.traits.some((trait) => trait.startsWith('cross-signed')));
    const found = stops.map((stop) => rows.find(({ says }) => says.test(stop)));
    if (found.length > 0 && found.every((row) => row !== undefined)) return [...new Set(found)];
  }
  return [];
}
