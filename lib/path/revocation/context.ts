/** The CRLs of the input, found by their issuer's normalised name, and how they are to be used. */
import { PkiError } from '../../base/error.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { normalisedName } from '../../x509/name-compare.ts';
import type { RevocationInput, RevocationPolicy } from '../inputs.ts';
import { assertParsed } from '../pool.ts';

/** A CRL of the input. */
export interface GivenCrl {
  /** Index in the input's list. */
  readonly index: number;
  readonly crl: CertificateList;
}

/** What the revocation rule works with. */
export interface RevocationContext {
  readonly policy: Required<Pick<RevocationPolicy, 'mode' | 'scope'>> & Pick<RevocationPolicy, 'maxAge'>;
  readonly all: readonly GivenCrl[];
  readonly byIssuer: ReadonlyMap<string, readonly GivenCrl[]>;
}

/** Reads the caller's wishes. Throws `not-supported` for OCSP responses, and `bad-option` for a maxAge that is no time. */
export function makeRevocationContext({ crls, ocspResponses, revocation }: RevocationInput): RevocationContext {
  if (ocspResponses !== undefined && ocspResponses.length > 0)
    throw new PkiError('not-supported', 'ocspResponses: OCSP responses are not judged yet, use CRLs');
  const given = typeof revocation === 'string' ? { mode: revocation } : revocation;
  const policy = {
    scope: 'chain' as const,
    ...(given ?? { mode: crls === undefined || crls.length === 0 ? ('off' as const) : ('require' as const) }),
  };
  assertOneOf('mode', policy.mode, ['off', 'if-available', 'require']);
  assertOneOf('scope', policy.scope, ['leaf', 'chain', 'chain-and-anchor']);
  if (policy.maxAge !== undefined && !(policy.maxAge >= 0))
    throw new PkiError('bad-option', `revocation.maxAge is a number of milliseconds, not ${policy.maxAge}`);
  for (const crl of crls ?? []) assertParsed('crls', crl);
  const all = (crls ?? []).map((crl, index) => ({ index, crl }));
  const byIssuer = new Map<string, GivenCrl[]>();
  for (const item of all) {
    const name = normalisedName(item.crl.issuer);
    const same = byIssuer.get(name);
    if (same === undefined) byIssuer.set(name, [item]);
    else same.push(item);
  }
  return { policy, all, byIssuer };
}

function assertOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new PkiError('bad-option', `revocation.${option} is one of ${allowed.join(', ')}, not ${value}`);
}
