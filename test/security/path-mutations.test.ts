/**
 * One altered octet anywhere in a certificate or CRL of a good chain: it does not parse, or the chain is refused. Never is it accepted, and never does the
 * judgement throw.
 */
import assert from 'node:assert/strict';
import { verifyChain } from '../../lib/api/verify.ts';
import { PkiError } from '../../lib/base/error.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies } from '../../lib/x509/extensions/policies.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { AT, make, makeCrl } from '../support/chain-kit.ts';

const policies = makeExtension(certificatePolicies, [{ policy: oid('1.2.3'), qualifiers: [] }]);
const constraints = makeExtension(nameConstraints, { permitted: [{ base: { kind: 'dNSName', value: 'example.com' }, minimum: 0 }] });
const root = make({ subject: 'CN=Root', ca: true });
const ca = make({ subject: 'CN=CA', issuer: root, ca: true, pathLength: 0, extensions: [policies, constraints] });
const leaf = make({ subject: 'CN=leaf', issuer: ca, extensions: [policies] });
const rootCrl = makeCrl({ issuer: root, revoked: [{ serialNumber: Uint8Array.of(5), reason: 'superseded' }] });
const caCrl = makeCrl({ issuer: ca });
const demands = {
  at: AT,
  purpose: 'serverAuth',
  peer: { kind: 'dns', value: 'www.example.com' },
  policies: { requireExplicit: true },
} as const;
const good = { leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], crls: [rootCrl, caCrl], ...demands };

/** Each octet once with one bit turned, the bit moving on with the position. */
function* altered(der: Uint8Array): Generator<Uint8Array, void> {
  for (let i = 0; i < der.length; i++) {
    const copy = der.slice();
    copy[i] = (copy[i] as number) ^ (1 << (i % 8));
    yield copy;
  }
}

/** What `parse` gives, or undefined where it throws a `PkiError`. */
function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    assert.ok(error instanceof PkiError, String(error));
    return undefined;
  }
}

function refusesAll(der: Uint8Array, judge: (mutant: Uint8Array) => boolean | undefined): void {
  let judged = 0;
  for (const mutant of altered(der)) {
    const accepted = judge(mutant);
    assert.notEqual(accepted, true);
    if (accepted === false) judged++;
  }
  assert.ok(judged > der.length / 4, `only ${judged} of ${der.length} mutants parsed`);
}

describe('altered chains', () => {
  it('begin as a good one', () => {
    assert.ok(verifyChain(good).ok);
  });

  it('a leaf', () => {
    refusesAll(leaf.certificate.der, (der) => {
      const mutant = attempt(() => parseCertificate(der));
      return mutant && verifyChain({ ...good, leaf: mutant }).ok;
    });
  });

  it('an intermediate', () => {
    refusesAll(ca.certificate.der, (der) => {
      const mutant = attempt(() => parseCertificate(der));
      return mutant && verifyChain({ ...good, intermediates: [mutant] }).ok;
    });
  });

  it('a CRL', () => {
    refusesAll(rootCrl.der, (der) => {
      const mutant = attempt(() => parseCrl(der));
      return mutant && verifyChain({ ...good, crls: [mutant, caCrl] }).ok;
    });
  });
});
