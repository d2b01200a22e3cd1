/**
 * How well the reason of a refusal is chosen: chains with one fault each, made by `certwright/testing`, whose catalogue says what each is to be refused with. The
 * list is frozen: it was drawn before the rank table was tuned (lib/path/verdict.ts), one chain of each kind of that day, when 192 of its 195 chains gave the right reason; no chain leaves it (one did:
 * nameConstraints that are not critical are no fault any more).
 */
import assert from 'node:assert/strict';
import { verifyChain } from '../../../lib/api/verify.ts';
import type { Finding, Verdict } from '../../../lib/path/types.ts';
import { type ChainFault, makeChain } from '../../../lib/testing/chain.ts';
import { describeFaults } from '../../../lib/testing/catalogue.ts';
import type { FaultKind } from '../../../lib/testing/faults/all.ts';

/** Kind of the fault, position of the certificate that has it: 0 is the leaf, 4 the anchor. */
const FROZEN = `
expired 0
not-yet-valid 1
validity-reversed 2
version-1-with-extensions 3
version-2-with-extensions 4
version-4 0
version-1-with-unique-id 0
serial-zero 2
serial-too-long 3
issuer-empty 4
subject-empty 3
inner-algorithm-differs 1
inner-parameters-differ 2
extension-twice 3
criticality-false-encoded 4
criticality-not-canonical 0
unknown-critical-extension 1
precertificate-poison 2
basic-constraints-malformed 3
basic-constraints-empty-value 4
basic-constraints-trailing-octets 0
basic-constraints-ber-length 1
path-length-negative 2
key-usage-malformed 3
key-usage-unused-bits-set 4
extended-key-usage-malformed 0
extended-key-usage-empty 1
subject-alt-name-malformed 2
subject-alt-name-empty 3
dns-name-not-ascii 4
ip-address-of-3-octets 0
name-constraints-malformed 1
name-constraints-empty 2
name-constraints-minimum-encoded 3
ip-constraint-of-4-octets 4
policies-malformed 0
policies-empty 1
policy-mappings-malformed 2
policy-mappings-empty 3
policy-constraints-malformed 4
policy-constraints-empty 0
require-explicit-policy-negative 1
inhibit-any-policy-malformed 2
inhibit-any-policy-negative 3
authority-key-identifier-malformed 4
subject-key-identifier-malformed 0
distribution-points-malformed 1
distribution-points-empty 2
issuer-alt-name-malformed 3
freshest-crl-malformed 4
authority-info-access-malformed 0
subject-info-access-malformed 1
not-a-ca 1
basic-constraints-missing 2
version-1-ca 1
path-length-exceeded 3
cert-sign-missing 1
key-usage-empty 2
purpose-missing 3
purpose-of-code-only 4
rsa-1024 0
rsa-2050 1
rsa-exponent-long 2
rsa-exponent-1 0
rsa-exponent-even 0
rsa-16392 0
rsa-parameters-missing 1
rsa-modulus-negative 2
rsa-trailing-octets 3
ec-curve-explicit 4
ec-curve-missing 0
ec-curve-implicit 1
ec-curve-unknown 2
ec-point-hybrid 3
ec-point-short 4
ec-point-at-infinity 0
ed25519-parameters 1
ed25519-key-short 2
ed25519-key 3
dsa-key 4
key-algorithm-unknown 0
signature-bit-flipped 1
signature-empty 2
signature-truncated 3
signature-trailing-octets 0
signature-all-zero 1
signature-unused-bits 2
signature-of-something-else 3
signed-by-another-key 0
signed-by-itself-as-issuer 1
signature-algorithm-of-another-key 2
signature-sha1-rsa 3
signature-md5-rsa 0
signature-sha1-ecdsa 1
signature-dsa 2
signature-algorithm-unknown 3
issuer-not-given 0
issuer-of-other-name 1
issuer-replaced 2
self-signed 3
root-not-trusted 4
issuers-in-a-circle 3
peer-name-of-another 0
peer-name-in-common-name-only 0
peer-name-below-wildcard 0
peer-name-partial-wildcard 0
peer-name-inner-wildcard 0
peer-name-then-nul 0
peer-name-as-uri 0
dns-name-not-permitted 1
dns-name-looks-permitted 2
dns-name-excluded 3
dns-wildcard-reaches-excluded 0
dns-name-malformed-under-constraint 1
ip-address-not-permitted 2
ip-address-excluded 3
ipv6-address-not-permitted 0
ip-constraint-with-holes 1
mailbox-not-permitted 2
mailbox-excluded 3
mailbox-malformed-under-constraint 0
uri-not-permitted 1
uri-excluded 2
uri-without-host-under-constraint 3
directory-name-not-permitted 0
constraint-minimum 1
constraint-maximum 2
registered-id-under-constraint 3
other-name-under-constraint 0
mailbox-in-subject-not-permitted 1
subject-not-permitted 2
subject-excluded 3
policy-missing 0
policy-of-another 1
policy-missing-that-issuer-demands 2
policy-not-the-one-asked-for 0
policy-any-inhibited 0
policy-any-inhibited-by-caller 1
policy-mapping-inhibited 1
policy-mapping-to-any 2
policy-mapping-from-any 3
policy-twice 1
revoked 2
revoked-without-reason 3
crl-missing 0
crl-expired 1
crl-not-yet-valid 2
crl-without-next-update 3
crl-signature-bit-flipped 0
crl-signed-by-another-key 1
crl-signature-algorithm-not-allowed 2
crl-inner-algorithm-differs 3
crl-version-1-with-extensions 0
crl-unknown-critical-extension 1
crl-unknown-critical-entry-extension 2
crl-number-malformed 3
crl-number-missing 0
crl-scope-malformed 1
crl-of-other-certificates 2
crl-of-attribute-certificates 3
crl-of-another-distribution-point 0
crl-of-some-reasons 1
crl-delta-without-base 2
crl-issuer-without-crl-sign 3
generalized-time-before-2050 4
serial-negative 0
unique-id 1
basic-constraints-not-critical 4
policy-constraints-not-critical 2
inhibit-any-policy-not-critical 3
extended-key-usage-critical 1
subject-key-identifier-missing 1
authority-key-identifier-missing 1
authority-key-identifier-by-name 2
root-with-purposes 4
root-with-other-key-identifier 4
leaf-is-a-ca 0
leaf-with-cert-sign 0
leaf-with-path-length 0
leaf-with-name-constraints 0
leaf-with-empty-key-usage 0
leaf-of-version-1 0
subject-alt-name-missing 0
subject-alt-name-critical 0
subject-alt-name-not-critical 0
dns-name-with-underscore 0
dns-name-is-an-address 0
dns-name-empty-label 0
common-name-of-another-host 0
common-name-twice 0
purpose-any-only 0
purpose-for-code-besides 0
purpose-not-named 0
name-constraint-with-leading-dot 3
`;

const chains = FROZEN.trim()
  .split('\n')
  .map((line): ChainFault => {
    const [kind = '', at] = line.split(' ');
    return { kind: kind as FaultKind, at: Number(at) };
  });

/** With one of these nothing above it is known, and no path as a whole. */
const NO_PATH: readonly FaultKind[] = [
  'issuer-not-given',
  'issuer-of-other-name',
  'issuer-replaced',
  'self-signed',
  'root-not-trusted',
  'issuers-in-a-circle',
];

function show({ code, index }: Pick<Finding, 'code' | 'index'>): string {
  return `${code}@${index}`;
}

function reasonOf(verdict: Verdict): string {
  return verdict.ok ? 'accepted' : show(verdict.reason);
}

describe('the reason of a refusal', function () {
  this.timeout(120_000);

  it('has a hundred chains to be measured by, of as many kinds', () => {
    assert.ok(chains.length >= 100);
    assert.equal(new Set(chains.map(({ kind }) => kind)).size, chains.length);
    const known = new Set(describeFaults().map(({ kind }) => kind));
    assert.deepEqual(
      chains.filter(({ kind }) => !known.has(kind)),
      [],
    );
  });

  it('is the fault, by code and certificate, in 95 of 100 chains with one', () => {
    const misses = chains.flatMap((fault) => {
      const { input, expected } = makeChain({ faults: [fault] });
      const found = reasonOf(verifyChain(input));
      const wanted = expected.map(show).join();
      return found === wanted ? [] : [`${fault.kind} at ${fault.at}: ${wanted} wanted, ${found} given`];
    });
    assert.ok(!misses.some((miss) => miss.endsWith('accepted given')), misses.join('\n'));
    assert.ok(misses.length <= chains.length * 0.05, `${misses.length} of ${chains.length} missed:\n${misses.join('\n')}`);
    for (const miss of misses) console.log(`      missed: ${miss}`);
  });

  it('is the fault, and no duty of issuers that is neglected along with it, in the profile of the web', () => {
    const kinds = ['version-2-with-extensions', 'subject-empty', 'not-a-ca', 'purpose-missing', 'self-signed', 'root-not-trusted'];
    for (const { kind, positions } of describeFaults().filter((fault) => kinds.includes(fault.kind))) {
      const at = positions[positions.length - 1] ?? 0;
      const { input, expected } = makeChain({ faults: [{ kind, at }], profile: 'webpki' });
      assert.deepEqual(reasonOf(verifyChain(input)), expected.map(show).join(), kind);
    }
  });

  it('does not hide the second fault of a chain with two', () => {
    const usable = chains.filter(({ kind }) => !NO_PATH.includes(kind));
    let pairs = 0;
    const misses: string[] = [];
    for (const [number, first] of usable.entries()) {
      const second = usable[(number * 7 + 31) % usable.length];
      if (second === undefined || second.at === first.at || second.kind === first.kind) continue;
      const { input, expected } = makeChain({ faults: [first, second] });
      // One is a fault to the web alone, the other to RFC 5280 alone.
      if (expected.length < 2) continue;
      pairs++;
      const verdict = verifyChain(input);
      const findings = verdict.ok ? [] : [...verdict.findings, ...verdict.attempts.flatMap((attempt) => attempt.findings)];
      const found = new Set(findings.map(show));
      if (expected.some((item) => !found.has(show(item))))
        misses.push(`${first.kind} at ${first.at}, ${second.kind} at ${second.at}: ${[...found].join(' ')}`);
    }
    assert.ok(pairs > 100, `only ${pairs} pairs`);
    assert.deepEqual(misses, []);
  });
});
