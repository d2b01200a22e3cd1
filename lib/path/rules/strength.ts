/** Keys and signature algorithms that are supported, allowed and strong enough; the numbers are data of the profile. */
import { PkiError } from '../../base/error.ts';
import { isUsualCurve } from '../../crypto/ec/parameters.ts';
import { findAlgorithm } from '../../crypto/verify.ts';
import { curveBits } from '../../keys/curves.ts';
import type { RsaPublicKey } from '../../keys/types.ts';
import { bitLength } from '../../base/bytes.ts';
import type { FindingFields } from '../codes.ts';
import { type FindingCode, refuse } from '../codes.ts';
import type { Signed } from '../memo.ts';
import { keyOf, type PoolEntry } from '../pool.ts';
import { newest, type Rule, type RuleContext } from '../rule.ts';
import type { Finding } from '../types.ts';

/** Every key of the path, the anchor's too. */
export const keyStrengthRule: Rule = {
  id: 'key-strength',
  rfc: 'RFC 5280 6.1.3 (a)(1)',
  handles: [],
  about: 'key',
  check(path, context) {
    const { entry, index } = newest(path);
    const key = keyOf(entry);
    if (key instanceof PkiError) return [unsupportedKey(entry, key, index)];
    const { keyKinds } = context.profile;
    if (!keyKinds.includes(key.kind)) return [refuse('key-kind-not-allowed', index, this.rfc, { expected: keyKinds, found: key.kind })];
    if ('n' in key) return checkRsa(key, index, context);
    const { minEcBits } = context.strength;
    const bits = 'curve' in key ? curveBits(key.curve) : 'point' in key ? 8 * key.point.length : Infinity;
    return bits >= minEcBits ? [] : [refuse('curve-too-small', index, 'RFC 5480 2.1.1.1', { expected: minEcBits, found: bits })];
  },
};

/** Keys of ECDSA on the three curves of the Baseline Requirements only. */
export const webCurvesRule: Rule = {
  id: 'web-curves',
  rfc: 'BR 6.1.5',
  handles: [],
  about: 'key',
  check(path) {
    const { entry, index } = newest(path);
    const key = keyOf(entry);
    return 'curve' in key && !isUsualCurve(key.curve)
      ? [refuse('curve-not-allowed', index, this.rfc, { expected: ['P-256', 'P-384', 'P-521'], found: key.curve })]
      : [];
  },
};

/** The finding for a key that this library does not compute with. */
export function unsupportedKey(entry: PoolEntry, { code }: PkiError, index: number): Finding {
  return refuse('key-not-supported', index, 'RFC 5280 4.1.2.7', { algorithm: entry.publicKey.algorithm.oid, problem: code });
}

function checkRsa({ n, e }: Omit<RsaPublicKey, 'kind'>, index: number, { strength, profile }: RuleContext): Finding[] {
  const findings: Finding[] = [];
  const fault = (code: FindingCode, fields: FindingFields): void => void findings.push(refuse(code, index, 'RFC 8017 3.1', fields));
  const bits = bitLength(n);
  if (bits < strength.minRsaBits) fault('rsa-key-too-small', { expected: strength.minRsaBits, found: bits });
  if (bits > strength.maxRsaBits) fault('rsa-key-too-large', { expected: strength.maxRsaBits, found: bits });
  if (bits % profile.rsaBitsMultiple !== 0) fault('rsa-key-size-odd', { expected: profile.rsaBitsMultiple, found: bits });
  if (e < 3n || e % 2n === 0n || bitLength(e) > strength.maxRsaExponentBits)
    fault('rsa-exponent-bad', { expected: strength.maxRsaExponentBits, found: bitLength(e) });
  return findings;
}

/** Every signature that is checked; an anchor's own is not. */
export const signatureAlgorithmRule: Rule = {
  id: 'signature-algorithm',
  rfc: 'RFC 5280 6.1.3 (a)(1)',
  handles: [],
  about: 'certificate',
  check(path, context) {
    const { entry, index } = newest(path);
    return path.anchored || entry.certificate === undefined ? [] : checkAlgorithm(entry.certificate, index, context);
  },
};

/** Whether a certificate or CRL is signed with an algorithm and a hash that are allowed. */
export function checkAlgorithm({ signatureAlgorithm }: Signed, index: number, { algorithms, strength }: RuleContext): readonly Finding[] {
  const rfc = 'RFC 5280 6.1.3 (a)(1)';
  const algorithm = findAlgorithm(algorithms, signatureAlgorithm);
  if (algorithm === undefined) return [refuse('signature-algorithm-not-allowed', index, rfc, { algorithm: signatureAlgorithm.oid })];
  const { hash } = algorithm;
  return hash === undefined || strength.hashes.includes(hash)
    ? []
    : [refuse('hash-too-weak', index, rfc, { expected: strength.hashes, found: hash })];
}
