/** Random policies on random chains, judged by both `openssl verify`: the same words. `CERTWRIGHT_SEED` chooses others, `POLICY_TRIALS` makes it longer. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePem } from '../../lib/index.ts';
import { oid, type Oid } from '../../lib/asn1/oid.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../lib/x509/extensions/policies.ts';
import { AT, keyNamed, make, type Made } from '../support/chain-kit.ts';
import { seed } from '../support/properties.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { talkOf } from './openssl-compare.ts';
import { opensslVersion, type Outcome, Workshop } from './openssl-tools.ts';

const TRIALS = Number(process.env['POLICY_TRIALS'] ?? 150);

const NAMED: readonly Oid[] = ['1.2.3.1', '1.2.3.2', '1.2.3.3'].map((text) => oid(text));
const ANY = oid('2.5.29.32.0');

/** What certificates say of policies; the same policy twice and mappings of anyPolicy are faults. */
function extensionsOf(random: Random): Extension[] {
  const drawn = Array.from({ length: random.below(4) }, () => random.one([...NAMED, ANY]));
  const policies = random.chance(95) ? [...new Set(drawn)] : drawn;
  const mapped = random.chance(3) ? [...NAMED, ANY] : NAMED;
  const mappings = Array.from({ length: 1 + random.below(2) }, () => ({
    issuerDomainPolicy: random.one(mapped),
    subjectDomainPolicy: random.one(NAMED),
  }));
  const constraints = random.one([
    { requireExplicitPolicy: random.below(3) },
    { inhibitPolicyMapping: random.below(3) },
    { requireExplicitPolicy: 0, inhibitPolicyMapping: random.below(2) },
  ]);
  const stated = policies.map((policy) => ({ policy, qualifiers: [] }));
  return [
    ...(policies.length > 0 ? [makeExtension(certificatePolicies, stated)] : []),
    ...(random.chance(30) ? [makeExtension(policyMappings, mappings)] : []),
    ...(random.chance(25) ? [makeExtension(policyConstraints, constraints)] : []),
    ...(random.chance(15) ? [makeExtension(inhibitAnyPolicy, random.below(2))] : []),
  ];
}

/** Writes the files of a chain and gives the command line about it. */
function lineOf(shop: Workshop, random: Random): string[] {
  const write = (name: string, made: readonly Made[]): void =>
    writeFileSync(join(shop.folder, name), made.map(({ certificate }) => encodePem('CERTIFICATE', certificate.der)).join(''));
  const root = make({ subject: 'CN=Root', ca: true, key: keyNamed('Root'), extensions: random.chance(20) ? extensionsOf(random) : [] });
  const between: Made[] = [];
  for (let left = random.below(4); left > 0; left--) {
    const issuer = between.at(-1) ?? root;
    const subject = random.chance(15) ? 'CN=Root' : `CN=CA ${left}`;
    between.push(make({ subject, issuer, ca: true, key: keyNamed(`CA ${left}`), extensions: extensionsOf(random) }));
  }
  write('root.pem', [root]);
  write('sent.pem', between);
  write('leaf.pem', [make({ subject: 'CN=leaf', issuer: between.at(-1) ?? root, extensions: extensionsOf(random) })]);
  return [
    'verify',
    '-show_chain',
    '-attime',
    String(AT / 1000),
    '-CAfile',
    'root.pem',
    '-no-CApath',
    '-no-CAstore',
    ...(between.length > 0 ? ['-untrusted', 'sent.pem'] : []),
    ...(random.chance(60) ? ['-explicit_policy'] : []),
    ...(random.chance(10) ? ['-inhibit_any'] : []),
    ...(random.chance(10) ? ['-inhibit_map'] : []),
    ...(random.chance(40) ? ['-policy_check'] : []),
    ...Array.from({ length: random.below(3) }, () => ['-policy', random.one([...NAMED, ANY])]).flat(),
    'leaf.pem',
  ];
}

/** All that is said, in the order of the alphabet: that of the policies comes of OpenSSL's sorting. */
function shown(outcome: Outcome): string {
  return `${outcome.code}\n${outcome.stdout}${talkOf(outcome)}`.split('\n').sort().join('\n');
}

requireOrSkip('openssl 3.0', opensslVersion !== undefined)('interop: openssl verify, random policies', function () {
  this.timeout(120_000);
  const shop = new Workshop();
  after(() => shop.close());

  it('says the same', async () => {
    const random = seededRandom(seed);
    const outcomes = new Set<string>();
    for (let trial = 0; trial < TRIALS; trial++) {
      const words = lineOf(shop, random);
      const expected = shown(shop.openssl(words));
      outcomes.add(/error (\d+)/.exec(expected)?.[1] ?? 'ok');
      assert.equal(shown(await shop.certwright(words)), expected, `trial ${trial}, CERTWRIGHT_SEED=${seed}: ${words.join(' ')}`);
    }
    assert.ok(outcomes.has('ok') && outcomes.has('42') && outcomes.has('43'), [...outcomes].join());
  });
});
