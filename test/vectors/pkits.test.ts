/**
 * NIST PKITS 1.0.1: certificates, CRLs and policies, with revocation required and the policy outputs compared where they are recorded. What is not judged yet
 * stands in a list with its reason; each entry must really be refused, and nothing that PKITS refuses is accepted.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyChain } from '../../lib/api/verify.ts';
import { oid, type Oid } from '../../lib/asn1/oid.ts';
import { type Certificate, parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import type { Verdict } from '../../lib/path/types.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

interface PkitsCase {
  readonly id: string;
  readonly name: string;
  readonly shouldValidate: boolean;
  readonly path: readonly string[];
  readonly auxCerts: readonly string[];
  readonly crls: readonly string[];
  readonly userConstrainedPolicySet: readonly string[];
  readonly settings: {
    readonly initialPolicySet: readonly string[];
    readonly initialExplicitPolicy: boolean;
    readonly initialPolicyMappingInhibit: boolean;
    readonly initialInhibitAnyPolicy: boolean;
  };
}

/** Good chains that are refused, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  ...reasons('DSA is not supported', ['4.1.4', '4.1.5']),
  ...reasons('CRLs signed with another key of the same issuer are not judged yet', [
    '4.4.19',
    '4.5.1',
    '4.5.4',
    '4.5.6',
    '4.6.15',
    '4.6.17',
    '4.9.6',
    '4.11.7',
    '4.12.7',
    '4.12.9',
    '4.13.19',
  ]),
  ...reasons('CRLs of some reasons are not judged yet', ['4.14.18', '4.14.19']),
  ...reasons('indirect CRLs are not judged yet', ['4.14.22', '4.14.24', '4.14.25', '4.14.28', '4.14.29', '4.14.30', '4.14.33']),
  ...reasons('delta CRLs are not judged yet', ['4.15.2', '4.15.5', '4.15.7', '4.15.8']),
};

function reasons(why: string, ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, why]));
}

const corpus = findCorpus('pkits');

requireOrSkip('the PKITS corpus', corpus !== undefined)('PKITS', () => {
  const folder = corpus as string;
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const cases = json('pkits.json') as readonly PkitsCase[];
  const { policyOids, validationTime } = json('meta.json') as { policyOids: Record<string, string>; validationTime: string };
  const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  const certificate = (name: string): Certificate => parseCertificate(bytes(`certs/${name}`));
  const policy = (name: string): Oid => oid(policyOids[name] as string);

  function judge({ path, auxCerts, crls, settings }: PkitsCase): Verdict {
    return verifyChain({
      leaf: certificate(path[path.length - 1] as string),
      intermediates: [...path.slice(1, -1), ...auxCerts].map(certificate),
      anchors: [certificate(path[0] as string)],
      crls: crls.map((name) => parseCrl(bytes(`crls/${name}`))),
      revocation: 'require',
      at: Date.parse(validationTime),
      policies: {
        initial: settings.initialPolicySet.map(policy),
        requireExplicit: settings.initialExplicitPolicy,
        inhibitMapping: settings.initialPolicyMappingInhibit,
        inhibitAny: settings.initialInhibitAnyPolicy,
      },
    });
  }

  it('is complete, and the list of deviations names cases of it', () => {
    assert.equal(cases.length, 249);
    const ids = new Set(cases.map(({ id }) => id));
    assert.deepEqual(
      Object.keys(DEVIATIONS).filter((id) => !ids.has(id)),
      [],
    );
  });

  for (const item of cases) {
    const deviation = DEVIATIONS[item.id];
    it(`${item.id} ${item.name}${deviation === undefined ? '' : ` (deviation: ${deviation})`}`, () => {
      const verdict = judge(item);
      assert.equal(verdict.ok, item.shouldValidate && deviation === undefined, JSON.stringify(verdict));
      // The recorded sets assume that policies were processed to the end, which sections 4.8 to 4.12 are about.
      if (verdict.policies !== undefined && /^4\.(?:8|9|10|11|12)\./.test(item.id) && deviation === undefined)
        assert.deepEqual([...verdict.policies.userConstrained].sort(), item.userConstrainedPolicySet.map(policy).sort());
    });
  }
});
