/** How the caller wants revocation to be judged, and the sources that answer. */
import { PkiError } from '../../base/error.ts';
import type { RevocationInput } from '../inputs.ts';
import type { RevocationContext, StatusSource } from '../rule.ts';

/**
 * Reads the caller's wishes and opens the sources that have something to read. Throws `bad-option` for a mode, scope or maxAge that is none, and where CRLs or
 * OCSP responses are given that no source reads: they would be passed over in silence.
 */
export function makeRevocationContext(input: RevocationInput, sources: readonly StatusSource[]): RevocationContext {
  const { crls = [], ocspResponses = [], revocation } = input;
  for (const [reads, list] of [
    ['crls', crls],
    ['ocspResponses', ocspResponses],
  ] as const) {
    if (!Array.isArray(list)) throw new PkiError('bad-option', `${reads} is a list`);
    if (list.length > 0 && !sources.some((source) => source.reads === reads))
      throw new PkiError('bad-option', `${reads}: none of the sources given reads them`);
  }
  const given = crls.length + ocspResponses.length;
  const wish = typeof revocation === 'string' ? { mode: revocation } : revocation;
  const policy = { scope: 'chain' as const, ...(wish ?? { mode: given === 0 ? ('off' as const) : ('require' as const) }) };
  assertOneOf('mode', policy.mode, ['off', 'if-available', 'require']);
  assertOneOf('scope', policy.scope, ['leaf', 'chain', 'chain-and-anchor']);
  if (policy.maxAge !== undefined && !(policy.maxAge >= 0))
    throw new PkiError('bad-option', `revocation.maxAge is a number of milliseconds, not ${policy.maxAge}`);
  return { policy, given, sources: sources.map((source) => source.open(input)) };
}

function assertOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new PkiError('bad-option', `revocation.${option} is one of ${allowed.join(', ')}, not ${value}`);
}
