/** Our own chains with one fault each: every verdict, by code and certificate. */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import { decodeBase64 } from '../../../lib/base/base64.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { parseCrl } from '../../../lib/x509/crl.ts';
import chains from '../../../vectors/chains/chains.json' with { type: 'json' };

interface Vector {
  readonly id: string;
  readonly at: number;
  readonly options: object;
  readonly leaf: string;
  readonly intermediates: readonly string[];
  readonly anchors: readonly string[];
  readonly crls: readonly string[];
  readonly expected: { readonly ok: boolean; readonly code?: string; readonly index?: number };
}

const vectors = chains as readonly Vector[];

function inputOf({ at, options, leaf, intermediates, anchors, crls }: Vector): ChainInput {
  const certificate = (text: string): ReturnType<typeof parseCertificate> => parseCertificate(decodeBase64(text));
  return {
    at,
    ...options,
    leaf: certificate(leaf),
    intermediates: intermediates.map(certificate),
    anchors: anchors.map(certificate),
    crls: crls.map((text) => parseCrl(decodeBase64(text))),
  };
}

describe('chains with one fault', () => {
  it('has a good number of them, each with its own name', () => {
    assert.ok(vectors.length > 100);
    assert.equal(new Set(vectors.map(({ id }) => id)).size, vectors.length);
  });

  for (const vector of vectors) {
    it(vector.id, () => {
      const verdict = verifyChain(inputOf(vector));
      const { ok, code, index } = vector.expected;
      assert.equal(verdict.ok, ok, JSON.stringify(verdict.ok ? verdict.path : verdict.reason));
      if (verdict.ok) {
        assert.equal(verdict.path[verdict.path.length - 1]?.from, 'anchors');
        assert.ok(!verdict.findings.some(({ severity }) => severity === 'error'));
        return;
      }
      assert.deepEqual({ code: verdict.reason.code, index: verdict.reason.index }, { code, index });
      assert.match(verdict.reason.rfc, /^(?:RFC [0-9]+|BR) ?/);
      assert.deepEqual(verdict.findings[0], verdict.reason);
      assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict);
    });
  }
});
