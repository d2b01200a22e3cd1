/**
 * Words for findings: what is wrong, what was expected and found, and what to do about it, with the values of the finding in it. The table is typed by the
 * codes of the engine, so that a code without words does not compile.
 */
import type { FindingCode } from '../path/codes.ts';
import { KEY_WORDS } from './key-words.ts';
import { DUTY_WORDS, EXCLUSIVE_WORDS, PEER_NAME_WORDS } from './problem-words.ts';
import { REVOCATION_WORDS } from './revocation-words.ts';
import { certificateName, whereFrom } from './scene.ts';
import { showObject, showSpan, showTime, showValue } from './values.ts';
import {
  adviseOnName,
  atMost,
  BUDGET_WORDS,
  constraint,
  count,
  either,
  extension,
  type FindingWords,
  isEmptyList,
  lookUp,
  moreThan,
  numberOf,
  peerName,
  placeOf,
  policies,
  renewal,
  usages,
  validity,
} from './wording.ts';

/** The critical extension that keeps a precertificate from being used (RFC 6962 3.1). */
const PRECERTIFICATE_POISON = '1.3.6.1.4.1.11129.2.4.3';

/** Words for every code of the engine. */
export const FINDING_WORDS: Readonly<Record<FindingCode, FindingWords>> = {
  'issuer-not-found': {
    is: 'its issuer is not among the certificates given',
    expected: (f) => `a CA certificate or anchor with the subject ${showValue(f['issuer'])}`,
    todo: (f, scene) =>
      `get the certificate of ${showValue(f['issuer'])}${whereFrom(scene, f.index, 'issuer')} and give it with the chain (a server sends it behind its own), or among the anchors if you trust it`,
  },
  'self-signed-not-trusted': {
    is: 'it is its own issuer and no anchor',
    expected: () => 'an issuer that leads to an anchor, or the certificate itself among the anchors',
    todo: (f) =>
      f.index === 0
        ? 'add it to the anchors if you know that it is genuine; otherwise have it issued by a CA that is trusted'
        : 'add it to the anchors if you trust it; that it came with the chain does not make a root trusted',
  },
  'budget-exhausted': {
    is: 'judging the chain costs more than the budget allows',
    expected: (f) => `at most ${showValue(f['limit'])} ${lookUp(BUDGET_WORDS, f['budget'])}`,
    todo: (f) =>
      `pass fewer certificates; if you trust where they come from, raise the budget (budget.${showValue(f['budget'])}; --budget ${showValue(f['budget'])}=NUMBER); honest chains stay far below it`,
  },
  'max-depth-exceeded': {
    is: 'the path has more intermediates than the caller allows',
    expected: (f) => `${atMost(f['expected'], 'intermediate')} between the leaf and its anchor`,
    found: (f) => count(f['found'], 'intermediate'),
    todo: (f) => `allow ${count(f['found'], 'intermediate')} (maxDepth; --max-depth), or trust a CA that is nearer to the leaf`,
  },
  'attempts-omitted': {
    is: 'further paths were tried and are not shown',
    found: (f) => `${showValue(f['count'])} more`,
    todo: 'pass fewer certificates of the same name',
  },
  'certificate-expired': {
    is: 'its validity has ended',
    expected: validity,
    found: (f) => `${showTime(f['at'])}, ${showSpan(numberOf(f['at']) - numberOf(f['notAfter']))} after its end`,
    todo: (f, scene) => `${renewal(f, scene)}; if ${showTime(f['at'])} is not the right time, set the clock or the moment of the judgement`,
  },
  'certificate-not-yet-valid': {
    is: 'its validity has not begun',
    expected: validity,
    found: (f) => `${showTime(f['at'])}, ${showSpan(numberOf(f['notBefore']) - numberOf(f['at']))} before its beginning`,
    todo: (f) =>
      `check the clock, here and where it was issued; otherwise wait until ${showTime(f['notBefore'])}, or have it issued with an earlier notBefore`,
  },
  'encoding-not-der': {
    is: 'its encoding departs from DER',
    expected: () => 'DER (X.690 10), each extension once',
    found: (f) => `${showValue(f['problem'])}${placeOf(f)}`,
    todo: 'have it issued anew by software that writes DER; read certificates with the default reading',
  },
  'unknown-version': {
    is: 'it has a version that does not exist',
    expected: () => 'version 1, 2 or 3',
    found: (f) => `version ${showValue(f['found'])}`,
    todo: 'have it issued anew as version 3',
  },
  'extensions-without-v3': {
    is: 'it has extensions and is not of version 3',
    expected: () => 'version 3',
    found: (f) => `version ${showValue(f['found'])}`,
    todo: 'have it issued anew as version 3',
  },
  'unique-ids-without-v2': {
    is: 'it has unique identifiers, which version 1 does not know',
    expected: () => 'version 2 or 3, or no unique identifiers',
    found: (f) => `version ${showValue(f['found'])}`,
    todo: 'have it issued anew as version 3, without them',
  },
  'serial-number-zero': {
    is: 'its serial number is zero',
    expected: () => 'a positive number',
    found: () => '0',
    todo: 'have it issued anew with a random serial number',
  },
  'serial-number-too-long': {
    is: 'its serial number is too long',
    expected: (f) => `at most ${showValue(f['expected'])} octets`,
    found: (f) => `${showValue(f['found'])} octets`,
    todo: 'have it issued anew with a shorter serial number; 16 random octets are plenty',
  },
  'signature-algorithm-inconsistent': {
    is: 'the algorithm inside the signed part differs from the one outside',
    expected: (f) => `${showObject(f['expected'])}, as inside`,
    found: (f) => `${showObject(f['found'])}${f['found'] === f['expected'] ? ' with other parameters' : ''}`,
    todo: 'get it anew from where it was issued: the outer part is not signed, somebody may have altered it',
  },
  'extension-malformed': {
    is: 'an extension cannot be decoded',
    ...extension,
    todo: (f) => `have it issued anew with a well-formed ${showObject(f['extension'])}, or without it`,
  },
  'unknown-critical-extension': {
    is: 'it has a critical extension that is not understood',
    expected: () => 'no critical extension but those that this verifier gives their effect',
    ...extension,
    todo: (f) => {
      if (f['extension'] === PRECERTIFICATE_POISON) return 'use the certificate that was issued after this precertificate (RFC 6962 3.1)';
      return f['qualifier'] === undefined
        ? `have it issued without ${showObject(f['extension'])}, or with this extension not critical; what is critical and not understood must be refused`
        : `have it issued without the policy qualifier ${showObject(f['qualifier'])}, or with its policies not critical`;
    },
  },
  'issuer-empty': {
    is: 'its issuer is an empty name',
    expected: () => "the issuer's subject",
    todo: 'have it issued anew by a CA that has a subject',
  },
  'subject-empty': {
    is: 'a CA has an empty subject',
    expected: () => 'a name, since it stands as the issuer of other certificates',
    todo: "have the CA's certificate issued anew with a subject",
  },
  'basic-constraints-missing': {
    is: 'it issued a certificate and has no basicConstraints',
    expected: () => 'basicConstraints with CA:TRUE',
    found: () => 'no basicConstraints',
    todo: (f, scene) =>
      `if it is meant to be a CA, issue it anew with basicConstraints = critical,CA:TRUE; if not, have ${certificateName(scene, f.index - 1)} issued by a CA`,
  },
  'not-a-ca': {
    is: 'it issued a certificate and is no CA',
    expected: () => 'basicConstraints with CA:TRUE',
    found: () => 'CA:FALSE',
    todo: (f, scene) =>
      `have ${certificateName(scene, f.index - 1)} issued by a CA, an end-entity certificate cannot issue others; or, if it is meant to be a CA, issue it anew with basicConstraints = critical,CA:TRUE`,
  },
  'path-length-exceeded': {
    is: 'there are more intermediates between it and the leaf than its path length allows',
    expected: (f) => `${atMost(f['expected'], 'intermediate')} between it and the leaf (pathlen:${showValue(f['expected'])})`,
    found: (f) => count(f['found'], 'intermediate'),
    todo: (f, scene) =>
      `have ${certificateName(scene, f.index)} issued anew with pathlen:${showValue(f['found'])} or none, or have the leaf issued by a CA nearer to it`,
  },
  'key-usage-missing': {
    is: 'its keyUsage does not allow this use',
    ...usages,
    todo: (f) =>
      f.index > 0
        ? "have the CA's certificate issued anew with keyCertSign in keyUsage"
        : `have it issued anew with ${showValue(f['expected'])} in keyUsage, or do not demand that`,
  },
  'purpose-not-allowed': {
    is: 'its extendedKeyUsage does not allow the purpose',
    todo: (f) =>
      f.index > 0
        ? `this CA limits what is below it to its own purposes: use a CA that is good for ${showValue(f['expected'])}`
        : `have it issued with ${showValue(f['expected'])} in extendedKeyUsage, or use it for ${showValue(f['found'])} only`,
  },
  'purpose-missing': {
    is: 'it names no purpose',
    found: () => 'no extendedKeyUsage',
    todo: (f) => `have it issued with ${showValue(f['expected'])} in extendedKeyUsage, or judge by the profile rfc5280`,
  },
  'purpose-inconsistent': {
    is: 'its keyUsage does not go with the purpose',
    expected: (f) => `${either(f['expected'])} in keyUsage, for ${showObject(f['purpose'])}`,
    ...usages,
    todo: (f) => `have it issued with ${either(f['expected'])} in keyUsage; a certificate is good only for what both extensions allow`,
  },
  'purpose-not-exclusive': {
    is: 'it is for a purpose that must stand alone, and does not keep to it',
    expected: (f) => `${lookUp(EXCLUSIVE_WORDS, f['problem'])}, for ${showObject(f['purpose'])}`,
    found: (f) => `the purposes ${showValue(f['found'])}`,
    todo: (f) => `have a certificate issued for ${showObject(f['purpose'])} alone, with ${lookUp(EXCLUSIVE_WORDS, f['problem'])}`,
  },

  ...KEY_WORDS,
  'name-constraint-violated': {
    is: 'it carries a name that a CA of its path may not issue',
    ...constraint,
    todo: (f) =>
      f['list'] === 'excluded'
        ? `have it issued without ${showValue(f['name'])}, or by a CA that does not exclude this name`
        : `have it issued for names within ${showValue(f['bases'])}, or by a CA that may issue ${showValue(f['name'])}`,
  },
  'name-constraint-unsupported': {
    is: 'a CA constrains names of a form that cannot be compared, and it carries one',
    ...constraint,
    todo: (f) =>
      `have it issued without ${showValue(f['name'])}, or the CA without this constraint; what cannot be compared is refused, as are minimum and maximum`,
  },
  'name-malformed': {
    is: 'it carries a malformed name of a form that a CA of its path constrains',
    ...constraint,
    todo: (f) => `have it issued with a well-formed name in place of ${showValue(f['name'])}`,
  },
  'peer-name-mismatch': {
    is: 'it does not carry the name demanded',
    expected: (f) => peerName(f),
    found: (f) => (f['count'] === 0 ? 'no subjectAltName (the common name does not count)' : `${showValue(f['found'])}${moreThan(f)}`),
    todo: adviseOnName,
  },
  'peer-name-malformed': {
    is: 'the name demanded cannot be compared',
    expected: (f) => lookUp(PEER_NAME_WORDS, f['problem']),
    found: (f) => showValue(f['expected']),
    todo: 'demand a name of the right form: a host without scheme and port, international domains in ASCII (xn--...), addresses as kind ip, mailboxes as kind email',
  },
  'issuer-duty-neglected': {
    is: 'it is not made as the profile demands of issuers',
    expected: (f) => lookUp(DUTY_WORDS, f['duty']),
    todo: (f) =>
      `the profile demands ${lookUp(DUTY_WORDS, f['duty'])}: have it issued anew in this way, or judge by a profile that does not ask for it`,
  },
  'policy-not-valid': {
    is: 'a policy is demanded, and none that is accepted is valid for the whole path',
    expected: (f) => `${policies(f['expected'])}, in every certificate from the first CA down`,
    found: (f) => (isEmptyList(f['found']) ? 'no policy is valid for the whole path' : showValue(f['found'])),
    todo: (f) =>
      isEmptyList(f['found'])
        ? 'have every certificate of the path issued with the policy in certificatePolicies, or do not demand one'
        : `accept ${either(f['found'])}, or have the certificates issued with ${policies(f['expected'])}`,
  },
  'policy-mapping-to-any': {
    is: 'it maps a policy to or from anyPolicy',
    expected: () => 'policyMappings between policies other than anyPolicy',
    todo: "have the CA's certificate issued anew without this mapping",
  },
  'policy-repeated': {
    is: 'it names a policy twice',
    expected: () => 'each policy once in certificatePolicies',
    todo: 'have it issued anew, each policy once',
  },
  'peer-name-not-checked': {
    is: 'no name was demanded, so none was compared',
    todo: 'demand the name that was dialled, if the peer is a server (peer; --host)',
  },
  'purpose-not-checked': {
    is: 'no purpose was demanded, so extendedKeyUsage was not looked at',
    todo: 'demand serverAuth or clientAuth (purpose; --purpose)',
  },
  ...REVOCATION_WORDS,
};
