/** The outcome of a chain in one line, for tests of rules. */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import type { Verdict } from '../../lib/path/types.ts';
import { explainVerdict } from '../../lib/text/verdict.ts';
import { AT, type Made, make, type Recipe } from './chain-kit.ts';

/** The anchor. */
export const root: Made = make({ subject: 'CN=Root', ca: true });

/** The verdict on a chain below the anchor. */
export function judge(leaf: Made, intermediates: readonly Made[] = [], more: Partial<ChainInput> = {}): Verdict {
  return verifyChain({
    leaf: leaf.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    ...more,
  });
}

/** `ok`, or the code and the certificate, and where it is a duty that. */
export function outcome(verdict: Verdict): string {
  if (verdict.ok) return 'ok';
  assert.ok(explainVerdict(verdict).length > 50);
  const { code, index, duty } = verdict.reason;
  return [code, index, ...(duty === undefined ? [] : [duty])].join(' ');
}

/** A leaf below the anchor. */
export const leafOf = (recipe: Partial<Recipe>): Made => make({ subject: 'CN=leaf', issuer: root, ...recipe });
