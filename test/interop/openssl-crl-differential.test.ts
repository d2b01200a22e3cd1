/**
 * Random sets of CRLs, of all scopes and signers, judged by us and by the openssl command with extended CRLs and deltas. Where the two differ, the reason is
 * listed, with the trait that the set must have to be excused. `CERTWRIGHT_SEED` chooses others, `CRL_TRIALS` makes it longer.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePem, readExtension, subjectKeyIdentifier, verifyChain } from '../../lib/index.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import {
  type DistributionPoint,
  freshestCRL,
  type IssuingDistributionPoint,
  type ReasonFlag,
} from '../../lib/x509/extensions/distribution-points.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import { authorityKeyIdentifier } from '../../lib/x509/extensions/key-identifiers.ts';
import { deltaCRLIndicator } from '../../lib/x509/extensions/crl-numbers.ts';
import { AT, type CrlRecipe, DAY, keyNamed, type Made, make, makeCrl, type Recipe } from '../support/chain-kit.ts';
import { COMPROMISE, directory, entry, fullName, leafWith, OTHER_REASONS, problemsOf, relative, scope, uri } from '../support/crl-kit.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { seed } from '../support/properties.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const TRIALS = Number(process.env['CRL_TRIALS'] ?? 250);

const party = (recipe: Recipe): Made => make({ key: keyNamed(recipe.subject, 'ec'), names: null, ...recipe });
const root = party({ subject: 'CN=Root', ca: true });
const ca = party({ subject: 'CN=CA', issuer: root, ca: true });
/** The CA with another key, which signs CRLs only. */
const sibling = party({ subject: 'CN=CA', issuer: root, usages: ['cRLSign'], key: keyNamed('CRL key of CA', 'ec') });
const crlIssuer = party({ subject: 'CN=CRL issuer', issuer: root, usages: ['cRLSign'] });
/** Another who may not sign CRLs. */
const forbidden = party({ subject: 'CN=CA', issuer: root, usages: ['digitalSignature'], key: keyNamed('other key of CA', 'ec') });
const other = party({ subject: 'CN=other', issuer: ca });
const rootCrl = makeCrl({ issuer: root });
const pool = [ca, sibling, crlIssuer, forbidden];

/** A complete CRL, perhaps with a delta CRL, and what is odd about them. */
interface CrlSet {
  readonly crls: readonly CertificateList[];
  readonly traits: readonly string[];
}

/** A difference that has a reason: our status, OpenSSL's words, and the traits that the set must have. */
interface Excuse {
  readonly ours: readonly string[];
  readonly theirs: RegExp;
  readonly traits: readonly string[];
  readonly why: string;
}

const EXCUSES: readonly Excuse[] = [
  {
    ours: ['good', 'revoked'],
    theirs: /different CRL scope/,
    traits: ['named as the issuer'],
    why: 'a CRL whose point is the name of the certificate issuer covers its certificates (end of 6.3.3); not to OpenSSL',
  },
  {
    ours: ['good', 'revoked'],
    theirs: /unable to get certificate CRL/,
    traits: ['reasons in a point'],
    why: 'a full CRL covers all reasons whatever the points say (end of 6.3.3); not to OpenSSL',
  },
  {
    ours: ['revoked'],
    theirs: /^$/,
    traits: ['several'],
    why: 'OpenSSL asks the best CRL only, we ask all',
  },
  {
    ours: ['unknown', 'revoked', 'good'],
    theirs: /certificate revoked|unable to get certificate CRL|CRL signature failure/,
    traits: ['delta', 'some reasons'],
    why: 'OpenSSL takes a delta CRL of some reasons for a complete one',
  },
  {
    ours: ['unknown'],
    theirs: /^$|certificate revoked/,
    traits: ['point without a name'],
    why: 'the name of the CRL has to be that of its issuer where the point has none (6.3.3 (b)(2)(i)); to OpenSSL any will do',
  },
  {
    ours: ['good', 'revoked', 'unknown'],
    theirs: /^$|certificate revoked/,
    traits: ['delta', 'expired delta'],
    why: 'the openssl command goes on with an expired delta CRL',
  },
  {
    ours: ['good', 'revoked'],
    theirs: /CRL has expired/,
    traits: ['expired', 'delta'],
    why: 'an expired CRL is used with a delta CRL that has not expired (6.3.3 (a)(1)(i)); not by OpenSSL',
  },
  {
    ours: ['good', 'revoked'],
    theirs: /CRL signature failure/,
    traits: ['delta', 'forged delta'],
    why: 'a delta CRL that cannot be used leaves the complete one as it is; not to OpenSSL',
  },
  {
    ours: ['revoked'],
    theirs: /unable to get certificate CRL/,
    traits: ['several'],
    why: 'OpenSSL does not look at what CRLs say that leave reasons open',
  },
  {
    ours: ['good', 'revoked'],
    theirs: /CRL signature failure|CRL has expired|CRL is not yet valid|different CRL scope/,
    traits: ['several'],
    why: 'OpenSSL asks the best CRL only and ends with its fault',
  },
];

function makePoints(random: Random): readonly DistributionPoint[] {
  return Array.from({ length: random.below(3) }, (): DistributionPoint => {
    const issuer = random.chance(35);
    const name = random.one([uri('http://a'), uri('http://b'), uri('http://a', 'http://b'), relative('CN=P')]);
    return {
      ...(issuer && random.chance(40) ? {} : { name }),
      ...(random.chance(20) ? { reasons: random.one([COMPROMISE, OTHER_REASONS]) } : {}),
      ...(issuer ? { crlIssuer: directory('CN=CRL issuer') } : {}),
    };
  });
}

function makeScope(random: Random, indirect: boolean): Partial<IssuingDistributionPoint> {
  const reasons = random.one<readonly ReasonFlag[] | undefined>([undefined, undefined, undefined, COMPROMISE, OTHER_REASONS]);
  return {
    ...(random.chance(45)
      ? { name: random.one([uri('http://a'), uri('http://b'), relative('CN=P'), fullName('CN=CA'), fullName('CN=CRL issuer')]) }
      : {}),
    ...(reasons === undefined ? {} : { onlySomeReasons: reasons }),
    ...(random.chance(10) ? { onlyUserCertificates: true } : {}),
    ...(random.chance(6) ? { onlyCaCertificates: true } : {}),
    ...(random.chance(4) ? { onlyAttributeCertificates: true } : {}),
    ...(indirect ? { indirectCrl: true } : {}),
  };
}

function keyIdentifierOf({ certificate }: Made): Uint8Array {
  return readExtension(certificate, subjectKeyIdentifier) ?? new Uint8Array(0);
}

/** A complete CRL, sometimes with its delta CRL. */
function makeSet(random: Random, leaf: Made): CrlSet {
  const indirect = random.chance(35);
  const issuer = indirect && random.chance(75) ? crlIssuer : ca;
  const traits: string[] = [];
  const odd = (percent: number, trait: string): boolean => {
    const drawn = random.chance(percent);
    if (drawn) traits.push(trait);
    return drawn;
  };
  const fields = makeScope(random, indirect);
  const extensions = Object.keys(fields).length > 0 ? [scope(fields)] : [];
  const signer = issuer === crlIssuer ? crlIssuer : random.one([ca, ca, ca, sibling, forbidden]);
  // OpenSSL tries the key that is named and no other, and uses delta CRLs of a CRL that says where they are.
  extensions.push(makeExtension(authorityKeyIdentifier, { keyIdentifier: keyIdentifierOf(signer) }));
  const freshest = makeExtension(freshestCRL, [{ name: uri('http://delta') }]);
  const revokes = (list: readonly (readonly [number, CrlRecipe['revoked']])[]): CrlRecipe['revoked'] => {
    const drawn = random.below(100);
    return list.find(([limit]) => drawn < limit)?.[1] ?? [];
  };
  const named = indirect ? random.one(['CN=CA', 'CN=Else', undefined]) : undefined;
  const own = entry(leaf, random.one(['keyCompromise', 'superseded', 'certificateHold'] as const), named);
  const inherited = indirect ? [entry(other, 'superseded', random.one(['CN=CA', 'CN=Else'])), entry(leaf)] : [entry(other), own];
  const base: CrlRecipe = {
    issuer,
    signedBy: signer.key,
    extensions: [...extensions, freshest],
    number: BigInt(10 + random.below(2)),
    thisUpdate: AT - random.one([1, 2, 3]) * DAY,
    revoked:
      revokes([
        [25, [own]],
        [40, inherited],
        [60, [entry(other)]],
      ]) ?? [],
    ...(odd(8, 'expired') ? { nextUpdate: AT - DAY / 2 } : {}),
    ...(odd(4, 'early') ? { thisUpdate: AT + DAY } : {}),
    ...(odd(5, 'forged') ? { breakSignature: true } : {}),
  };
  const { name } = fields;
  if (name?.kind === 'fullName' && name.names.some((form) => form.kind === 'directoryName')) traits.push('named as the issuer');
  if (fields.onlySomeReasons !== undefined) traits.push('some reasons');
  if (!random.chance(35)) return { crls: [makeCrl(base)], traits };
  const number = BigInt(10 + random.below(4));
  const delta: CrlRecipe = {
    ...base,
    number,
    thisUpdate: AT - DAY / 2,
    extensions: [...extensions, makeExtension(deltaCRLIndicator, BigInt(9 + random.below(3)))],
    revoked:
      revokes([
        [30, [own]],
        [50, [entry(leaf, 'removeFromCRL', named)]],
        [60, inherited],
      ]) ?? [],
    ...(odd(8, 'expired delta') ? { nextUpdate: AT - DAY / 4 } : { nextUpdate: AT + DAY }),
    breakSignature: odd(5, 'forged delta'),
  };
  return { crls: [makeCrl(base), makeCrl(delta)], traits: [...traits, 'delta'] };
}

requireOrSkip('openssl 3.0', opensslVersion !== undefined)('interop: openssl verify, random CRLs', function () {
  this.timeout(180_000);
  const workshop = new Workshop();
  after(() => workshop.close());
  const write = (name: string, content: string): void => writeFileSync(join(workshop.folder, name), content);
  const pem = (made: Made): string => encodePem('CERTIFICATE', made.certificate.der);

  it(`${TRIALS} sets of seed ${seed}`, () => {
    const random = seededRandom(seed);
    write('root.pem', pem(root));
    write('pool.pem', pool.map(pem).join(''));
    const statuses = new Map<string, number>();
    const excuses = new Map<string, number>();
    for (let trial = 0; trial < TRIALS; trial++) {
      const points = makePoints(random);
      const leaf = leafWith(points, ca);
      const sets = Array.from({ length: random.one([1, 1, 1, 2]) }, () => makeSet(random, leaf));
      const crls = [rootCrl, ...sets.flatMap((set) => set.crls)];
      const traits = [
        ...sets.flatMap((set) => set.traits),
        ...(sets.length > 1 ? ['several'] : []),
        ...(points.some(({ reasons }) => reasons !== undefined) ? ['reasons in a point'] : []),
        ...(points.some(({ name }) => name === undefined) ? ['point without a name'] : []),
      ];
      write('leaf.pem', pem(leaf));
      write('crls.pem', crls.map(({ der }) => encodePem('X509 CRL', der)).join(''));
      const theirs = askOpenssl();
      const ours = askOurselves(leaf, crls);
      count(statuses, ours.status);
      if (ours.status === theirs.status) continue;
      const excuse = EXCUSES.find(
        (item) => item.ours.includes(ours.status) && item.theirs.test(theirs.why) && item.traits.every((trait) => traits.includes(trait)),
      );
      const name = `trial ${trial} of seed ${seed}: openssl ${theirs.status} ${theirs.why}, certwright ${ours.status} ${ours.problems.join(', ')}`;
      assert.ok(excuse !== undefined, `${name}; ${traits.join(', ')}`);
      count(excuses, excuse.why);
    }
    process.stderr.write(
      `    statuses ${show(statuses)}\n${[...excuses].map(([why, times]) => `    excused ${times}: ${why}\n`).join('')}`,
    );
    for (const status of ['good', 'revoked', 'unknown'])
      assert.ok((statuses.get(status) ?? 0) >= TRIALS / 25, `${status}: ${show(statuses)}`);
  });

  function askOpenssl(): { status: string; why: string } {
    const words = ['verify', '-CAfile', 'root.pem', '-untrusted', 'pool.pem', '-crl_check', '-extended_crl', '-use_deltas'];
    const { code, stderr } = workshop.openssl([
      ...words,
      '-CRLfile',
      'crls.pem',
      '-attime',
      String(AT / 1000),
      '-no-CApath',
      '-no-CAstore',
      'leaf.pem',
    ]);
    const why = /error \d+ at \d+ depth lookup: (.*)/.exec(stderr)?.[1] ?? stderr;
    if (code === 0) return { status: 'good', why: '' };
    return { status: why === 'certificate revoked' ? 'revoked' : 'unknown', why };
  }
});

function askOurselves(leaf: Made, crls: readonly CertificateList[]): { status: string; problems: readonly string[] } {
  const verdict = verifyChain({
    leaf: leaf.certificate,
    intermediates: pool.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    crls,
    revocation: { mode: 'require', scope: 'leaf' },
  });
  const status = verdict.ok ? 'good' : verdict.reason.code === 'certificate-revoked' ? 'revoked' : 'unknown';
  return { status, problems: problemsOf(verdict.findings) };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function show(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, times]) => `${name} ${times}`).join(', ');
}
