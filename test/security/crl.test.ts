/**
 * CRLs under attack: what hostile sets of them may cost, counted in units of the budget, and that no damage turns a revoked certificate into a good one.
 */
import assert from 'node:assert/strict';
import { checkStatus, type StatusInput } from '../../lib/api/status.ts';
import { PkiError } from '../../lib/base/error.ts';
import { DEFAULT_BUDGET } from '../../lib/path/budget.ts';
import type { CertificateStatus } from '../../lib/path/status.ts';
import { type CertificateList, parseCrl } from '../../lib/x509/crl.ts';
import { findRevoked } from '../../lib/x509/crl-entries.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { certificateIssuer } from '../../lib/x509/extensions/crl-entry-extensions.ts';
import { cRLDistributionPoints } from '../../lib/x509/extensions/distribution-points.ts';
import { authorityKeyIdentifier } from '../../lib/x509/extensions/key-identifiers.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { AT, DAY, keyNamed, make, makeCrl } from '../support/chain-kit.ts';
import {
  ca,
  delta,
  directory,
  entry,
  judge,
  leafWith,
  problemsOf,
  refusalOf,
  root,
  rootCrl,
  scope,
  scoped,
  statusOf,
  uri,
} from '../support/crl-kit.ts';

const leaf = leafWith([]);

function ask(crls: readonly CertificateList[], more: Partial<StatusInput> = {}): CertificateStatus {
  const answer = checkStatus({ certificate: leaf.certificate, issuer: ca.certificate, crls, at: AT, ...more });
  assert.ok(JSON.stringify(answer).length < 20_000, 'a short answer');
  return answer;
}

/** The same CRL so many times, each a view of its own. */
function copies(crl: CertificateList, count: number): CertificateList[] {
  return Array.from({ length: count }, () => ({ ...crl }));
}

function exhaustedBudget({ findings }: CertificateStatus): unknown {
  return findings.length === 1 && findings[0]?.code === 'budget-exhausted' ? findings[0]['budget'] : undefined;
}

describe('CVE-2026-28388: a delta CRL without a number', () => {
  const without = (revoked: boolean): CertificateList => delta(1n, null, revoked ? { revoked: [entry(leaf, 'removeFromCRL')] } : {});

  it('is not used, and takes nothing back', () => {
    assert.deepEqual(problemsOf(ask([without(false)]).findings), ['0 delta-without-number']);
    const held = makeCrl({ issuer: ca, revoked: [entry(leaf, 'certificateHold')] });
    for (const crls of [
      [held, without(true)],
      [without(true), held],
    ])
      assert.equal(ask(crls).status, 'revoked');
  });

  it('nor is one whose base has none', () => {
    const base = makeCrl({ issuer: ca, number: null, revoked: [entry(leaf, 'certificateHold')] });
    assert.equal(ask([base, delta(0n, 1n, { revoked: [entry(leaf, 'removeFromCRL')] })]).status, 'revoked');
  });
});

describe('hostile sets of CRLs', () => {
  it('10,000 of one issuer are looked at once each', () => {
    const other = scoped({ name: uri('http://elsewhere') });
    const { status, findings, work } = ask(copies(other, 10_000));
    assert.equal(status, 'unknown');
    assert.equal(findings.length, 20);
    assert.equal(work.signatures, 0);
    assert.ok(work.comparisons <= 30_000, `${work.comparisons} comparisons`);
  });

  it('10,000 of one issuer with a certificate of many points end in the budget', () => {
    const holder = leafWith(Array.from({ length: 100 }, (_, i) => ({ name: uri(`http://${i}`) })));
    const answer = ask(copies(scoped({ name: uri('http://elsewhere') }), 10_000), { certificate: holder.certificate });
    assert.equal(exhaustedBudget(answer), 'comparisons');
  });

  it('whose signatures are bad end in the budget, and are not accepted in any mode', () => {
    const forged = Array.from({ length: 150 }, (_, i): CertificateList => {
      const crl = makeCrl({ issuer: ca, number: 7n });
      const signature = crl.signature.slice();
      signature[40] = (signature[40] as number) ^ (i + 1);
      return { ...crl, signature };
    });
    assert.equal(exhaustedBudget(ask(forged)), 'signatures');
    const verdict = judge(leaf, forged, { revocation: { mode: 'if-available', scope: 'leaf' } });
    assert.ok(!verdict.ok);
    assert.equal(verdict.reason.code, 'budget-exhausted');
  });

  it('300 distribution points of 300 names each are compared once per CRL, and not without end', () => {
    const points = Array.from({ length: 300 }, (_, i) => ({ name: uri(...Array.from({ length: 300 }, (_, j) => `u:${i}.${j}`)) }));
    const certificate = leafWith(points).certificate;
    const last = scoped({ name: uri('u:299.299') });
    const one = ask([last], { certificate });
    assert.equal(one.status, 'good');
    assert.ok(one.work.comparisons < 91_000, `${one.work.comparisons} comparisons`);
    assert.equal(exhaustedBudget(ask(copies(last, 3), { certificate })), 'comparisons');
    const issuers = Array.from({ length: 300 }, (_, i) => ({
      crlIssuer: directory(...Array.from({ length: 300 }, (_, j) => `CN=${i}.${j}`)),
    }));
    const named = ask([makeCrl({ issuer: ca })], { certificate: leafWith(issuers).certificate });
    assert.equal(named.status, 'good');
    assert.ok(named.work.comparisons < 91_000, `${named.work.comparisons} comparisons`);
  });

  it('600 delta CRLs to each of 600 complete ones end in the budget', () => {
    const deltas = Array.from({ length: 600 }, (_, i) => delta(10_000n, 20_000n + BigInt(i)));
    assert.equal(exhaustedBudget(ask([...copies(makeCrl({ issuer: ca }), 600), ...deltas])), 'comparisons');
    assert.ok(DEFAULT_BUDGET.comparisons < 600 * 600);
  });

  it('names of relative points are not put together again and again', () => {
    const far = make({ subject: Array.from({ length: 2000 }, (_, i) => `OU=${i}`).join(','), issuer: root, ca: true });
    const relative = Array.from({ length: 2000 }, (_, i) => ({
      name: { kind: 'relativeName' as const, rdn: parseName(`CN=${i}`).rdns[0] ?? [] },
    }));
    const holder = leafWith(relative, far);
    const crl = makeCrl({ issuer: far, extensions: [scope({ name: { kind: 'relativeName', rdn: parseName('CN=1999').rdns[0] ?? [] } })] });
    const { status, work } = ask([crl], { certificate: holder.certificate, issuer: far.certificate });
    assert.equal(status, 'good');
    assert.ok(work.comparisons < 5000);
  });
});

describe('hostile signers of CRLs', () => {
  const key = keyNamed('CRL key of CA');
  const candidates = Array.from({ length: 1000 }, (_, i) =>
    make({ subject: 'CN=CA', issuer: root, usages: ['cRLSign'], key: keyNamed(`candidate ${i}`) }),
  );
  const signer = make({ subject: 'CN=CA', issuer: root, usages: ['cRLSign'], key });

  it('1,000 of one name end in the budget where the CRL does not say which', () => {
    const crl = makeCrl({ issuer: ca, signedBy: key });
    assert.equal(statusOf(leaf, [rootCrl, crl], {}, [...candidates, signer]), 'budget-exhausted');
  });

  it('1,000 of one name are no hindrance where it does', () => {
    const found = signer.certificate.extensions.find(({ oid }) => oid === '2.5.29.14');
    const keyIdentifier = found?.value.subarray(2) ?? new Uint8Array(0);
    const crl = makeCrl({ issuer: ca, signedBy: key, extensions: [makeExtension(authorityKeyIdentifier, { keyIdentifier })] });
    const verdict = judge(leaf, [rootCrl, crl], {}, [...candidates, signer]);
    assert.ok(verdict.ok, JSON.stringify(verdict).slice(0, 500));
    assert.ok(verdict.work.signatures < 10);
  });

  it('of a large CRL have it hashed for the first of them; for more it is paid', () => {
    const revoked = Array.from({ length: 50_000 }, (_, i) => ({ serialNumber: Uint8Array.of(0x40, 1, i >> 8, i & 0xff) }));
    const crl = makeCrl({ issuer: ca, signedBy: key, revoked });
    const pool = [...candidates.slice(0, 98), signer];
    const limits = { revocation: { mode: 'require', scope: 'leaf' }, budget: { signatures: 1000 } } as const;
    const { reason, work } = refusalOf(leaf, [rootCrl, crl], limits, pool);
    assert.deepEqual([reason.code, reason['budget']], ['budget-exhausted', 'comparisons']);
    assert.ok(work.signatures < 80, `${work.signatures} signatures`);
    assert.equal(judge(leaf, [rootCrl, crl], limits, [...candidates.slice(0, 8), signer]).ok, true);
  });

  it('of signers are followed to a depth', () => {
    // Each tells the status of the one before it, the last its own.
    const chain = (length: number): string => {
      const signers = Array.from({ length }, (_, i) => {
        const points = [{ crlIssuer: directory(`CN=Signer ${Math.min(i + 1, length - 1)}`) }];
        const extensions = [makeExtension(cRLDistributionPoints, points)];
        return make({ subject: `CN=Signer ${i}`, issuer: root, usages: ['cRLSign'], extensions });
      });
      const crls = signers.map((one, i) => scoped({ indirectCrl: true }, { issuer: one, number: BigInt(i) }));
      const first = leafWith([{ crlIssuer: directory('CN=Signer 0') }]);
      const verdict = judge(first, crls, {}, signers);
      return verdict.ok ? 'good' : `${verdict.reason.code} ${String(verdict.reason['problem'])} ${String(verdict.reason['reason'])}`;
    };
    assert.equal(chain(8), 'good');
    assert.equal(chain(9), 'crl-unusable signer-refused crl-unusable');
    assert.equal(chain(12), 'crl-unusable signer-refused crl-unusable');
  });
});

describe('entries of one serial number', () => {
  it('that inherit a long list of issuers have it read once', () => {
    const issuers = makeExtension(certificateIssuer, directory(...Array.from({ length: 3000 }, (_, i) => `CN=Issuer ${i}`)));
    const serialNumber = Uint8Array.of(9);
    const revoked = [
      { serialNumber: Uint8Array.of(8), extensions: [issuers] },
      ...Array.from({ length: 20_000 }, () => ({ serialNumber })),
    ];
    const crl = scoped({ indirectCrl: true }, { revoked });
    assert.equal(findRevoked(crl, 9n, { issuer: parseName('CN=Nobody') }), undefined);
    assert.equal(findRevoked(crl, 9n, { issuer: parseName('CN=Issuer 2999') })?.certificateIssuer?.length, 3000);
  });
});

describe('entries of one serial number and many issuers', () => {
  it('are paid for where further certificates of that number are asked for', () => {
    const points = [{ crlIssuer: directory('CN=Lists') }];
    const extensions = [makeExtension(cRLDistributionPoints, points)];
    const serialNumber = Uint8Array.of(9);
    const lists = make({ subject: 'CN=Lists', issuer: root, usages: ['cRLSign'] });
    const path = [root];
    for (let i = 0; i < 30; i++) path.push(make({ subject: `CN=Level ${i}`, issuer: path[i] ?? root, ca: true, serialNumber, extensions }));
    const revoked = Array.from({ length: 3000 }, (_, i) => ({
      serialNumber,
      extensions: [makeExtension(certificateIssuer, directory(`CN=Issuer ${i}`))],
    }));
    const crl = scoped({ indirectCrl: true }, { issuer: lists, revoked });
    const ask = (length: number): string =>
      statusOf(path[length] ?? root, [rootCrl, crl], { revocation: 'require' }, [lists, ...path.slice(1, length)]);
    assert.equal(ask(5), 'good');
    assert.equal(ask(30), 'budget-exhausted');
  });
});

describe('one altered octet', () => {
  const points = [{ crlIssuer: directory('CN=CRL issuer') }];
  const extensions = [makeExtension(cRLDistributionPoints, points)];
  const issuer = make({ subject: 'CN=CRL issuer', issuer: ca, usages: ['cRLSign'], extensions });
  const holder = leafWith(points);
  const expired = makeCrl({ issuer: ca, nextUpdate: AT - DAY });
  const sets: readonly (readonly [what: string, CertificateList, (crl: CertificateList) => string])[] = [
    [
      'in an indirect CRL that revokes',
      scoped({ indirectCrl: true }, { issuer, revoked: [entry(holder, 'superseded', 'CN=CA')] }),
      (crl) => ask([crl], { certificate: holder.certificate, intermediates: [issuer.certificate] }).status,
    ],
    ['in a delta CRL that revokes', delta(1n, 2n, { revoked: [entry(leaf, 'superseded')] }), (crl) => ask([expired, crl]).status],
    [
      'in a CRL of some reasons that revokes',
      scoped({ onlySomeReasons: ['superseded'] }, { revoked: [entry(leaf, 'superseded')] }),
      (crl) => ask([crl]).status,
    ],
  ];
  for (const [what, crl, judgeIt] of sets)
    it(`${what}: never good`, () => {
      assert.equal(judgeIt(crl), 'revoked');
      const statuses = new Map<string, number>();
      for (let position = 0; position < crl.der.length; position++) {
        const der = crl.der.slice();
        der[position] = (der[position] as number) ^ (1 << (position & 7));
        const mutant = attempt(() => parseCrl(der));
        const status = mutant === undefined ? 'unparsed' : judgeIt(mutant);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      assert.equal(statuses.get('good'), undefined);
      assert.equal(statuses.get('revoked'), undefined);
      assert.ok((statuses.get('unknown') ?? 0) > 50);
    });
});

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
