/**
 * The extensions of a chain from the leaf up (x509_vfy.c: check_extensions): unknown critical ones, proxies, who must be a CA, curves given by numbers, the purpose
 * of every certificate, path lengths.
 */
import type { Candidate, VerifyContext } from './context.ts';
import { numberSent } from './build.ts';
import { authorityKind, suitability, trustUseOf } from './purposes.ts';
import { checkDuties } from './strict.ts';
import { checkTrust } from './trust.ts';

/** What a certificate at its place must be: the leaf may be a CA or not. */
type Role = 'either' | 'no-ca' | 'ca';

/** Checks the extensions. */
export function checkExtensions(context: VerifyContext): boolean {
  const { chain, openssl } = context;
  let role: Role = 'either';
  let issuers = 0;
  let proxies = 0;
  for (const [depth, candidate] of chain.entries()) {
    const { facts } = candidate;
    if (facts.unknownCritical && context.flags.ignoreCritical !== true && !context.goOn({ code: 'unhandled-critical-extension', depth }))
      return false;
    if (facts.proxy && !context.goOn({ code: 'proxy-certificates-not-allowed', depth })) return false;
    if (!checkAuthority(context, depth, role)) return false;
    if (chain.length > 1 && openssl === '3.0' && !checkCurve(context, depth)) return false;
    if (chain.length > 1 && context.flags.x509Strict === true && openssl === '3.0' && !checkDuties(context, depth)) return false;
    if (!checkPurpose(context, depth, role === 'ca')) return false;
    const most = facts.basicConstraints?.pathLength;
    const exempt = openssl === '1.1.1' && facts.selfIssued;
    if (depth > 1 && !exempt && most !== undefined && issuers > most + proxies) {
      if (!context.goOn({ code: 'path-length-exceeded', depth, pathLength: most, found: issuers })) return false;
    }
    if (depth > 0 && !facts.selfIssued) issuers++;
    role = facts.proxy ? 'no-ca' : 'ca';
    if (facts.proxy) {
      if (facts.proxyPathLength !== undefined) {
        if (proxies > facts.proxyPathLength && !context.goOn({ code: 'proxy-path-length-exceeded', depth })) return false;
        proxies = facts.proxyPathLength;
      }
      proxies++;
    }
  }
  return true;
}

/** Everything above the leaf is a CA, and below the top one by its basicConstraints; strictly, the leaf is one plainly or none. */
function checkAuthority(context: VerifyContext, depth: number, role: Role): boolean {
  const strict = context.flags.x509Strict === true;
  const kind = authorityKind((context.chain[depth] as Candidate).facts, context.openssl);
  const plain = kind === 1;
  if (role === 'no-ca') return kind === 0 || context.goOn({ code: 'invalid-non-ca', depth });
  if (role === 'either') return !strict || plain || kind === 0 || context.goOn({ code: 'invalid-ca', depth });
  const below = depth + 1 < context.chain.length || strict;
  return (kind !== 0 && (plain || !below)) || context.goOn({ code: 'invalid-ca', depth });
}

function checkCurve(context: VerifyContext, depth: number): boolean {
  const { key } = (context.chain[depth] as Candidate).facts;
  if (key === undefined) return context.goOn({ code: 'unspecified', depth });
  return !key.explicitCurve || context.goOn({ code: 'ec-key-explicit-params', depth });
}

/** Trust settings for the purpose take the place of what the certificate says; malformed extensions forbid nothing. */
function checkPurpose(context: VerifyContext, depth: number, ca: boolean): boolean {
  const { purpose } = context;
  if (purpose === undefined) return true;
  const candidate = context.chain[depth] as Candidate;
  const trust = depth >= numberSent(context) ? checkTrust(candidate, trustUseOf(purpose), { selfSigned: false }) : 'untrusted';
  if (trust === 'trusted') return true;
  const strict = context.flags.x509Strict === true;
  const said = trust === 'rejected' ? 0 : suitability(candidate.facts, purpose, ca);
  return said === 1 || (said !== 0 && !strict) || context.goOn({ code: 'invalid-purpose', depth, purpose });
}
