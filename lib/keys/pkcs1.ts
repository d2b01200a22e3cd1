/**
 * PKCS #1 key structures (RFC 8017 appendix A.1), both ways, of two primes and of up to five.
 *
 *     RSAPublicKey ::= SEQUENCE {
 *         modulus           INTEGER,  -- n
 *         publicExponent    INTEGER   -- e
 *     }
 *
 *     RSAPrivateKey ::= SEQUENCE {
 *         version           Version,  -- 0, or 1 with otherPrimeInfos
 *         modulus           INTEGER,  -- n
 *         publicExponent    INTEGER,  -- e
 *         privateExponent   INTEGER,  -- d
 *         prime1            INTEGER,  -- p
 *         prime2            INTEGER,  -- q
 *         exponent1         INTEGER,  -- d mod (p-1)
 *         exponent2         INTEGER,  -- d mod (q-1)
 *         coefficient       INTEGER,  -- (inverse of q) mod p
 *         otherPrimeInfos   OtherPrimeInfos OPTIONAL
 *     }
 *
 *     OtherPrimeInfos ::= SEQUENCE SIZE(1..MAX) OF OtherPrimeInfo
 *
 *     OtherPrimeInfo ::= SEQUENCE {
 *         prime             INTEGER,  -- ri
 *         exponent          INTEGER,  -- di
 *         coefficient       INTEGER   -- ti
 *     }
 *
 * The numbers are checked to be positive and nothing else: whether they form a key is arithmetic, which `lib/crypto` does.
 */
import { bytesToBigInt } from '../base/bytes.ts';
import type { DerReaderOptions } from '../asn1/cursor.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import { encodeSequence } from '../asn1/writer.ts';
import type { RsaOtherPrime, RsaPrivateKey, RsaPssPrivateKey, RsaPssPublicKey, RsaPublicKey } from './types.ts';

/** Longest number read, 65,536 bits: four times what the strength rules take, so that a rule and not the parser speaks about size; it bounds the BigInt work. */
const MAX_RSA_OCTETS = 8192;

/** Most primes of a key, as many as OpenSSL takes: more make a key weaker and hardly quicker. */
export const MAX_RSA_PRIMES = 5;

/** Reads an RSAPublicKey that is the whole input. Throws `bad-rsa-key` where a number is not positive, `key-too-large` above 65,536 bits. */
export function parsePkcs1PublicKey(der: Uint8Array, options: DerReaderOptions = {}): RsaPublicKey {
  return readSequence(der, (key) => ({ kind: 'rsa', n: readPositive(key, 'modulus'), e: readPositive(key, 'publicExponent') }), options);
}

/** The DER of an RSAPublicKey. */
export function encodePkcs1PublicKey({ n, e }: RsaPublicKey | RsaPssPublicKey): Uint8Array {
  return encodeSequence((key) => key.integer(n).integer(e));
}

/**
 * Reads an RSAPrivateKey that is the whole input. Throws `multi-prime-rsa` for keys of six and more primes, `unsupported-version`,
 * `bad-rsa-key` where a number is not positive or version 1 has no further primes, `key-too-large` above 65,536 bits.
 */
export function parsePkcs1PrivateKey(der: Uint8Array, options: DerReaderOptions = {}): RsaPrivateKey {
  return readSequence(
    der,
    (key) => {
      const version = key.smallInteger('version');
      if (version > 1) key.fail('unsupported-version', `expected version 0 or 1 of an RSAPrivateKey, found ${version}`, 'version');
      const twoPrimes: RsaPrivateKey = {
        kind: 'rsa',
        n: readPositive(key, 'modulus'),
        e: readPositive(key, 'publicExponent'),
        d: readPositive(key, 'privateExponent'),
        p: readPositive(key, 'prime1'),
        q: readPositive(key, 'prime2'),
        dp: readPositive(key, 'exponent1'),
        dq: readPositive(key, 'exponent2'),
        qi: readPositive(key, 'coefficient'),
      };
      return version === 0 ? twoPrimes : { ...twoPrimes, otherPrimes: readOtherPrimes(key) };
    },
    options,
  );
}

function readOtherPrimes(key: DerReader): RsaOtherPrime[] {
  const primes = key.sequenceOf('otherPrimeInfos', (all, index) => {
    if (index + 2 >= MAX_RSA_PRIMES) all.fail('multi-prime-rsa', `an RSA key of more than ${MAX_RSA_PRIMES} primes`, String(index));
    return all.sequence(String(index), (prime) => ({
      r: readPositive(prime, 'prime'),
      d: readPositive(prime, 'exponent'),
      t: readPositive(prime, 'coefficient'),
    }));
  });
  if (primes.length === 0) key.fail('bad-rsa-key', 'expected a third prime in an RSA key of version 1', 'otherPrimeInfos');
  return primes;
}

/** The DER of an RSAPrivateKey: version 1 where it has more than two primes. */
export function encodePkcs1PrivateKey({ n, e, d, p, q, dp, dq, qi, otherPrimes = [] }: RsaPrivateKey | RsaPssPrivateKey): Uint8Array {
  const isMulti = otherPrimes.length > 0;
  return encodeSequence((key) => {
    for (const number of [isMulti ? 1 : 0, n, e, d, p, q, dp, dq, qi]) key.integer(number);
    if (isMulti)
      key.sequence((all) => otherPrimes.forEach((prime) => all.sequence((one) => one.integer(prime.r).integer(prime.d).integer(prime.t))));
  });
}

function readPositive(reader: DerReader, field: string): bigint {
  const start = reader.position;
  const content = reader.integer(field);
  if (content.length - (content[0] === 0 ? 1 : 0) > MAX_RSA_OCTETS)
    reader.fail('key-too-large', `an RSA number of ${content.length} octets, at most ${MAX_RSA_OCTETS} are read`, field, start);
  const number = bytesToBigInt(content);
  if ((content[0] as number) >= 0x80 || number === 0n) reader.fail('bad-rsa-key', 'expected a positive number', field, start);
  return number;
}
