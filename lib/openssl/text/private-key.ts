/** Private keys in text (EVP_PKEY_print_private of OpenSSL 3.0), every kind of key its commands read; the parameters of EC keys too. */
import { encodePublicKey } from '../../keys/public-key.ts';
import { curveOid } from '../../keys/curves.ts';
import { parseSubjectPublicKeyInfo } from '../../keys/spki.ts';
import { PkiError } from '../../base/error.ts';
import type { CurveName, PrivateKey, PublicKey, RsaPrivateKey, RsaPssPrivateKey } from '../../keys/types.ts';
import { curveLines, curveWords } from './curves.ts';
import { numberText, octetsText } from './numbers.ts';
import { pssRestrictionsText } from './pss.ts';
import { keyText } from './public-key.ts';

/** A public key (EVP_PKEY_print_public). Throws `PkiError` for kinds OpenSSL 3.0 does not have. */
export function publicKeyDump(key: PublicKey): string {
  return keyText(parseSubjectPublicKeyInfo(encodePublicKey(key)), 0);
}

/** A private key; `publicKey` is its public half, as it stood in the file. Throws `unsupported-key-kind` for kinds OpenSSL 3.0 does not have. */
export function privateKeyDump(key: PrivateKey, publicKey: PublicKey): string {
  switch (key.kind) {
    case 'rsa':
      return rsaDump(key);
    case 'rsa-pss':
      return rsaDump(key) + restrictions(publicKey);
    case 'ec': {
      const { bits } = curveWords(curveOid(key.curve)) ?? {};
      return `Private-Key: (${bits} bit)\n${octetsText('priv:', key.d, 0)}${pointText(publicKey)}${curveLines(curveOid(key.curve), 0)}`;
    }
    case 'ed25519':
    case 'ed448':
      return `${key.kind.toUpperCase()} Private-Key:\n${octetsText('priv:', key.seed, 0)}${pointText(publicKey)}`;
    case 'x25519':
    case 'x448':
      return `${key.kind.toUpperCase()} Private-Key:\n${octetsText('priv:', key.scalar, 0)}${pointText(publicKey)}`;
    default:
      throw new PkiError('unsupported-key-kind', `OpenSSL 3.0 has no text for keys of kind ${key.kind}`);
  }
}

/** Parameters of EC keys (EVP_PKEY_print_params). */
export function curveDump(curve: CurveName): string {
  const oid = curveOid(curve);
  return `EC-Parameters: (${curveWords(oid)?.bits} bit)\n${curveLines(oid, 0)}`;
}

function pointText(key: PublicKey): string {
  return 'point' in key ? octetsText('pub:', key.point, 0) : '';
}

function rsaDump({ n, e, d, p, q, dp, dq, qi, otherPrimes = [] }: RsaPrivateKey | RsaPssPrivateKey): string {
  const numbers: (readonly [string, bigint])[] = [
    ['modulus:', n],
    ['publicExponent:', e],
    ['privateExponent:', d],
    ['prime1:', p],
    ['prime2:', q],
    ['exponent1:', dp],
    ['exponent2:', dq],
    ['coefficient:', qi],
  ];
  for (const [index, other] of otherPrimes.entries()) {
    const number = index + 3;
    numbers.push([`prime${number}:`, other.r], [`exponent${number}:`, other.d], [`coefficient${number}:`, other.t]);
  }
  const head = `Private-Key: (${n.toString(2).length} bit, ${otherPrimes.length + 2} primes)\n`;
  return head + numbers.map(([label, value]) => numberText(label, value, 0)).join('');
}

function restrictions(publicKey: PublicKey): string {
  return pssRestrictionsText(parseSubjectPublicKeyInfo(encodePublicKey(publicKey)).algorithm.parameters?.der, 0);
}
