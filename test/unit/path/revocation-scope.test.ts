import assert from 'node:assert/strict';
import type { DistributionPoint, IssuingDistributionPoint } from '../../../lib/x509/extensions/distribution-points.ts';
import { AT, make, makeCrl } from '../../support/chain-kit.ts';
import {
  ca,
  COMPROMISE,
  directory,
  entry,
  fullName,
  leafWith,
  OTHER_REASONS,
  refusalOf,
  relative,
  root,
  scope,
  scoped,
  statusOf,
  uri,
} from '../../support/crl-kit.ts';

type Scope = Partial<IssuingDistributionPoint>;

const plain = leafWith([]);

describe('the scope of a CRL', () => {
  const at = (...points: readonly DistributionPoint[]): readonly DistributionPoint[] => points;
  const cases: readonly (readonly [what: string, points: readonly DistributionPoint[], fields: Scope, expected: string])[] = [
    ['one name in common', at({ name: uri('http://a', 'http://b') }), { name: uri('http://b', 'http://c') }, 'good'],
    ['a second point in common', at({ name: uri('http://a') }, { name: uri('http://b') }), { name: uri('http://b') }, 'good'],
    ['no name in common', at({ name: uri('http://a') }), { name: uri('http://A') }, 'unknown: 0 other-distribution-point'],
    ['no points in the certificate', [], { name: uri('http://a') }, 'unknown: 0 other-distribution-point'],
    ['no point in the CRL', at({ name: uri('http://a') }), { onlyUserCertificates: true }, 'good'],
    ['a relative name in both', at({ name: relative('CN=P') }), { name: relative('CN=p') }, 'good'],
    ['a relative name in the CRL', at({ name: fullName('CN=P,CN=CA') }), { name: relative('CN=P') }, 'good'],
    ['a relative name in the certificate', at({ name: relative('CN=P') }), { name: fullName('CN=P,CN=CA') }, 'good'],
    ['a relative name of two attributes', at({ name: relative('CN=P+OU=Q') }), { name: fullName('OU=q+CN=p,CN=CA') }, 'good'],
    [
      'a relative name below another',
      at({ name: relative('CN=P') }),
      { name: fullName('CN=P,CN=Other') },
      'unknown: 0 other-distribution-point',
    ],
    [
      'a relative name two steps below',
      at({ name: relative('CN=P') }),
      { name: fullName('CN=P,CN=Q,CN=CA') },
      'unknown: 0 other-distribution-point',
    ],
    ['the name of the issuer, which stands for no point', [], { name: fullName('CN=CA') }, 'good'],
    [
      'a name of another form',
      at({ name: { kind: 'fullName', names: [{ kind: 'dNSName', value: 'a' }] } }),
      { name: { kind: 'fullName', names: [{ kind: 'dNSName', value: 'a' }] } },
      'unknown: 0 other-distribution-point',
    ],
    [
      'an issuer without indirect CRL',
      at({ crlIssuer: directory('CN=CA') }),
      { name: uri('http://a') },
      'unknown: 0 other-distribution-point',
    ],
    ['nothing said', [], {}, 'unknown: 0 empty-scope'],
    ['users and CAs', [], { onlyUserCertificates: true, onlyCaCertificates: true }, 'unknown: 0 contradictory-scope'],
    ['users and attributes', [], { onlyUserCertificates: true, onlyAttributeCertificates: true }, 'unknown: 0 contradictory-scope'],
    ['attributes', [], { onlyAttributeCertificates: true }, 'unknown: 0 attribute-certificates-only'],
    ['CAs', [], { onlyCaCertificates: true }, 'unknown: 0 ca-certificates-only'],
    ['users', [], { onlyUserCertificates: true }, 'good'],
    ['indirect, of the issuer itself', [], { indirectCrl: true }, 'good'],
  ];
  for (const [what, points, fields, expected] of cases)
    it(`${what}: ${expected}`, () => {
      const leaf = leafWith(points);
      assert.equal(statusOf(leaf, [scoped(fields)]), expected);
      const revoked = scoped(fields, { revoked: [entry(leaf, 'superseded')] });
      assert.equal(statusOf(leaf, [revoked]), expected === 'good' ? 'revoked by crls[0]: superseded' : expected);
    });

  it('holds whether the extension is critical or not', () => {
    const crl = makeCrl({ issuer: ca, extensions: [scope({ onlyCaCertificates: true }, false)] });
    assert.equal(statusOf(plain, [crl]), 'unknown: 0 ca-certificates-only');
  });

  it('limited to a kind leaves out certificates before version 3', () => {
    const old = make({ subject: 'CN=old', issuer: ca, bare: true });
    for (const kind of [{ onlyUserCertificates: true }, { onlyCaCertificates: true }])
      assert.equal(statusOf(old, [scoped(kind)]), 'unknown: 0 version-3-only');
    assert.equal(statusOf(old, [makeCrl({ issuer: ca })]), 'good');
  });

  it('of users leaves out CAs', () => {
    const below = make({ subject: 'CN=Below', issuer: root, ca: true });
    assert.equal(statusOf(below, [scoped({ onlyUserCertificates: true }, { issuer: root })]), 'unknown: 0 user-certificates-only');
    assert.equal(statusOf(below, [scoped({ onlyCaCertificates: true }, { issuer: root })]), 'good');
  });

  it('of another distribution point is told with both names', () => {
    const leaf = leafWith([{ name: uri('http://a') }, { name: relative('CN=P') }]);
    const { reason } = refusalOf(leaf, [scoped({ name: uri('http://b') })]);
    assert.deepEqual(reason['expected'], ['URI:http://a', 'nameRelativeToCRLIssuer']);
    assert.deepEqual(reason['found'], ['URI:http://b']);
  });
});

describe('reasons that CRLs cover', () => {
  const one = scoped({ onlySomeReasons: COMPROMISE });
  const other = scoped({ onlySomeReasons: OTHER_REASONS });

  it('are enough when all are covered', () => {
    assert.equal(statusOf(plain, [one, other]), 'good');
    assert.equal(statusOf(plain, [makeCrl({ issuer: ca }), one]), 'good');
  });

  it('leave the status open where one is missing', () => {
    assert.equal(statusOf(plain, [one]), 'unknown: 0 some-reasons-only');
    const most = scoped({ onlySomeReasons: OTHER_REASONS.slice(1) });
    assert.equal(statusOf(plain, [one, most]), 'unknown: 0 some-reasons-only, 1 some-reasons-only');
    assert.equal(statusOf(plain, [scoped({ onlySomeReasons: ['unused'] })]), 'unknown: 0 some-reasons-only');
  });

  it('do not count from a CRL that cannot be used', () => {
    const stale = scoped({ onlySomeReasons: OTHER_REASONS }, { nextUpdate: AT - 1000 });
    assert.equal(statusOf(plain, [one, stale]), 'unknown: 1 expired, 0 some-reasons-only');
  });

  it('revoke whichever CRL says so', () => {
    const revoking = scoped({ onlySomeReasons: OTHER_REASONS }, { revoked: [entry(plain, 'superseded')] });
    assert.equal(statusOf(plain, [one, revoking]), 'revoked by crls[1]: superseded');
    assert.equal(statusOf(plain, [revoking]), 'revoked by crls[0]: superseded');
  });

  it('are those of the distribution point and of the CRL together', () => {
    const halves = leafWith([
      { name: uri('http://a'), reasons: COMPROMISE },
      { name: uri('http://b'), reasons: OTHER_REASONS },
    ]);
    const a = scoped({ name: uri('http://a') });
    const b = scoped({ name: uri('http://b') });
    assert.equal(statusOf(halves, [a, b]), 'good');
    assert.equal(statusOf(halves, [a]), 'unknown: 0 some-reasons-only');
    // One CRL that both points name.
    assert.equal(statusOf(halves, [scoped({ name: uri('http://a', 'http://b') })]), 'good');
    // The point asks for what the CRL leaves out.
    const crossed = scoped({ name: uri('http://a'), onlySomeReasons: OTHER_REASONS });
    assert.equal(statusOf(halves, [crossed, b]), 'unknown: 0 some-reasons-only, 1 some-reasons-only');
  });

  it('of a full CRL are all, whatever the points say', () => {
    const some = leafWith([{ name: uri('http://a'), reasons: COMPROMISE }]);
    assert.equal(statusOf(some, [makeCrl({ issuer: ca })]), 'good');
  });
});
