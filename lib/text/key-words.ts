/** Words for what is found about keys and signatures. */
import { octetKeyAlgorithmOf } from '../keys/octet-keys.ts';
import {
  ECDSA_WITH_SHA3_224,
  ECDSA_WITH_SHA3_256,
  ECDSA_WITH_SHA3_384,
  ECDSA_WITH_SHA3_512,
  ECDSA_WITH_SHAKE128,
  ECDSA_WITH_SHAKE256,
  ED448,
  RSASSA_PSS_SHAKE128,
  RSASSA_PSS_SHAKE256,
  SHA3_224_WITH_RSA,
  SHA3_256_WITH_RSA,
  SHA3_384_WITH_RSA,
  SHA3_512_WITH_RSA,
} from '../oids/algorithms.ts';
import type { FindingCode } from '../path/codes.ts';
import { certificateName } from './scene.ts';
import { showObject, showValue } from './values.ts';
import { adviseOnSignature, algorithm, bits, count, either, type FindingWords } from './wording.ts';

/** Codes that are about keys and signatures. */
export type KeyCode = Extract<
  FindingCode,
  | 'key-not-supported'
  | 'key-kind-not-allowed'
  | 'rsa-key-too-small'
  | 'rsa-key-too-large'
  | 'rsa-key-size-odd'
  | 'rsa-exponent-bad'
  | 'curve-too-small'
  | 'curve-not-allowed'
  | 'signature-algorithm-not-allowed'
  | 'hash-too-weak'
  | 'signature-invalid'
>;

/** Words for them. */
export const KEY_WORDS: Readonly<Record<KeyCode, FindingWords>> = {
  'key-not-supported': {
    is: 'its public key cannot be used',
    expected: () => 'an RSA key, one on a named curve, or one of Ed25519, Ed448, ML-DSA or SLH-DSA',
    found: (f) => (f['problem'] === 'dsa-key' ? 'a DSA key' : `${showObject(f['algorithm'])} (${showValue(f['problem'])})`),
    todo: (f) =>
      f['problem'] === 'explicit-curve-parameters'
        ? 'make the key on a curve that is given by its name: parameters may describe a weak curve (CVE-2020-0601)'
        : f['problem'] === 'dsa-key'
          ? 'have it issued for an RSA or EC key: DSA is not supported, FIPS 186-5 no longer approves it for signatures'
          : 'have it issued for a key of one of these kinds',
  },
  'key-kind-not-allowed': {
    is: 'its key is of a kind that the profile does not allow',
    todo: (f) => `have it issued for a key of the kind ${either(f['expected'])}, or judge by the profile rfc5280`,
  },
  'rsa-key-too-small': {
    is: 'its RSA key is too small',
    ...bits('at least'),
    todo: (f) => `have it issued for an RSA key of ${showValue(f['expected'])} bits or more, or for an EC key`,
  },
  'rsa-key-too-large': {
    is: 'its RSA key is too large',
    ...bits('at most'),
    todo: 'have it issued for a smaller key; 4,096 bits are plenty',
  },
  'rsa-key-size-odd': {
    is: 'the size of its RSA key is unusual',
    expected: (f) => `a multiple of ${showValue(f['expected'])} bits`,
    found: (f) => `${showValue(f['found'])} bits`,
    todo: 'have it issued for a key of 2,048, 3,072 or 4,096 bits',
  },
  'rsa-exponent-bad': {
    is: 'the public exponent of its RSA key is not allowed',
    expected: (f) => `an odd number from 3, of at most ${showValue(f['expected'])} bits`,
    found: (f) => `an exponent of ${count(f['found'], 'bit')}`,
    todo: 'have it issued for a key with the exponent 65537',
  },
  'curve-too-small': {
    is: 'the curve of its key is too small',
    ...bits('at least'),
    todo: 'have it issued for a key on P-256 or a larger curve',
  },
  'curve-not-allowed': {
    is: 'its key is on a curve that the profile does not allow',
    expected: (f) => either(f['expected']),
    found: (f) => showValue(f['found']),
    todo: (f) => `have it issued for a key on ${either(f['expected'])}, or judge by the profile rfc5280`,
  },
  'signature-algorithm-not-allowed': {
    is: 'it is signed with an algorithm that is not known or not allowed',
    found: (f) => {
      const key = octetKeyAlgorithmOf(String(f['algorithm']));
      const shown = algorithm.found(f);
      return key !== undefined && 'parameterSet' in key ? `${key.parameterSet} (${shown})` : shown;
    },
    expected: () => 'RSA, ECDSA or Ed25519 with SHA-2, with exactly the parameters of their standards',
    todo: (f, scene) => {
      const holder = holderOf(f['algorithm']);
      const anew = `have ${certificateName(scene, f.index + 1)} sign it anew with SHA-256 or better`;
      return holder === undefined
        ? `${anew}; SHA-1, MD5 and DSA are off, and a caller can list further algorithms`
        : `add ${holder} to the algorithms of the caller, or ${anew} and RSA, ECDSA or Ed25519`;
    },
  },
  'hash-too-weak': {
    is: 'it is signed with a hash that is not allowed',
    expected: (f) => either(f['expected']),
    todo: 'have it signed anew with SHA-256 or better',
  },
  'signature-invalid': {
    is: 'its signature does not verify with the key of its issuer',
    expected: (f, scene) => `a signature by ${certificateName(scene, f.index + 1)}`,
    found: (f) =>
      f['problem'] === 'wrong-key-kind'
        ? `${showValue(f['algorithm'])}, which is no algorithm of the key's kind, ${showValue(f['key'])}`
        : f['problem'] === 'key-restrictions'
          ? `${showValue(f['algorithm'])}, which ${RESTRICTED_KEYS.get(f['key']) ?? 'is for another key of that kind'}`
          : `${showValue(f['algorithm'])} that does not verify`,
    todo: (f, scene) =>
      f['problem'] === 'key-restrictions' && f['key'] === 'ec'
        ? 'add furtherAlgorithms to the algorithms of the caller: they take keys on all named curves'
        : adviseOnSignature(f, scene),
  },
};

/** Keys that are of an algorithm's kind, and which it does not take all the same. */
const RESTRICTED_KEYS: ReadonlyMap<unknown, string> = /* @__PURE__ */ new Map([
  ['rsa-pss', 'that key, one for RSASSA-PSS only, does not allow (RFC 4055 3.3)'],
  ['ec', 'is not taken with a key on that curve'],
]);

/** Signatures that `furtherAlgorithms` verifies and the default list does not, by the identifier alone. */
const FURTHER: readonly unknown[] = [
  ED448,
  ECDSA_WITH_SHA3_224,
  ECDSA_WITH_SHA3_256,
  ECDSA_WITH_SHA3_384,
  ECDSA_WITH_SHA3_512,
  ECDSA_WITH_SHAKE128,
  ECDSA_WITH_SHAKE256,
  SHA3_224_WITH_RSA,
  SHA3_256_WITH_RSA,
  SHA3_384_WITH_RSA,
  SHA3_512_WITH_RSA,
  RSASSA_PSS_SHAKE128,
  RSASSA_PSS_SHAKE256,
];

/** The array that holds an algorithm beyond the default list; undefined where none does. */
function holderOf(identifier: unknown): string | undefined {
  if (FURTHER.includes(identifier)) return 'furtherAlgorithms';
  const kind = octetKeyAlgorithmOf(String(identifier))?.kind;
  return kind === 'ml-dsa' || kind === 'slh-dsa' ? 'postQuantumAlgorithms (certwright/post-quantum)' : undefined;
}
