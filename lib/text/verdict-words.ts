/**
 * Words for findings: what is wrong, what was expected and found where the fields do not say it by themselves, and what to do about it. The tables are typed by
 * the codes of the engine, so that a code without words does not compile.
 */
import type { CrlProblem, DutyCode, FindingCode, PeerNameProblem } from '../path/codes.ts';
import type { Finding } from '../path/types.ts';
import { showObject, showTime, showValue } from './values.ts';

/** Words for one code. */
export interface FindingWords {
  /** What is wrong, after "certificate 0: ". */
  readonly is: string;
  /** What a person can do about it. */
  readonly todo: string;
  readonly expected?: (finding: Finding) => string;
  readonly found?: (finding: Finding) => string;
}

const validity = {
  expected: (f: Finding): string => `a moment from ${showTime(f['notBefore'])} to ${showTime(f['notAfter'])}`,
  found: (f: Finding): string => showTime(f['at']),
};

const algorithm = { found: (f: Finding): string => showObject(f['algorithm']) };

const extension = {
  found: (f: Finding): string => `${showObject(f['extension'])}${f['problem'] === undefined ? '' : `: ${showValue(f['problem'])}`}`,
};

const constraint = {
  expected: (f: Finding): string =>
    `${f['list'] === 'excluded' ? 'none of' : 'one of'} ${showValue(f['bases'])}, as certificate ${showValue(f['by'])} demands`,
  found: (f: Finding): string => showValue(f['name']),
};

/** Words for every code of the engine. */
export const FINDING_WORDS: Readonly<Record<FindingCode, FindingWords>> = {
  'issuer-not-found': {
    is: 'its issuer is not among the certificates given',
    expected: (f) => `a certificate or anchor with the subject ${showValue(f['issuer'])}`,
    todo: "add the issuer's certificate to the intermediates (a server sends it behind its own), or trust the root it leads to",
  },
  'self-signed-not-trusted': {
    is: 'it is its own issuer and no anchor',
    todo: 'add it to the anchors if you trust it; a root among the intermediates is not trusted by standing there',
  },
  'budget-exhausted': {
    is: 'judging the chain costs more than the budget allows',
    expected: (f) => `at most ${showValue(f['limit'])} units of ${showValue(f['budget'])}`,
    todo: 'pass fewer certificates, or raise the budget if the source is trusted; honest chains stay far below it',
  },
  'max-depth-exceeded': { is: 'the path has more intermediates than the caller allows', todo: 'raise maxDepth, or use a shorter chain' },
  'attempts-omitted': { is: 'further paths were tried and are not shown', todo: 'pass fewer certificates of the same name' },
  'certificate-expired': {
    is: 'its validity has ended',
    ...validity,
    todo: 'renew the certificate; if it should still be valid, check the clock',
  },
  'certificate-not-yet-valid': { is: 'its validity has not begun', ...validity, todo: 'check the clock; otherwise wait, or issue it anew' },
  'encoding-not-der': {
    is: 'its encoding departs from DER',
    found: (f) => `${showValue(f['problem'])} at ${showValue(f['place'])}`,
    todo: 'have it issued anew; read certificates with the default reading',
  },
  'unknown-version': {
    is: 'it has a version that does not exist',
    expected: () => 'version 1, 2 or 3',
    todo: 'issue it anew as version 3',
  },
  'extensions-without-v3': {
    is: 'it has extensions and is not of version 3',
    expected: () => 'version 3',
    todo: 'issue it anew as version 3',
  },
  'unique-ids-without-v2': {
    is: 'it has unique identifiers, which version 1 does not know',
    todo: 'issue it anew as version 3, without them',
  },
  'serial-number-zero': {
    is: 'its serial number is zero',
    expected: () => 'a positive number',
    todo: 'issue it anew with a random serial number',
  },
  'serial-number-too-long': {
    is: 'its serial number is too long',
    expected: (f) => `at most ${showValue(f['expected'])} octets`,
    found: (f) => `${showValue(f['found'])} octets`,
    todo: 'issue it anew with a shorter serial number',
  },
  'signature-algorithm-inconsistent': {
    is: 'the algorithm inside the signed part differs from the one outside',
    expected: (f) => showObject(f['expected']),
    found: (f) => `${showObject(f['found'])}, or other parameters`,
    todo: 'issue it anew; somebody may have altered the outer part, which is not signed',
  },
  'extension-malformed': { is: 'an extension cannot be decoded', ...extension, todo: 'issue it anew with a correct extension' },
  'unknown-critical-extension': {
    is: 'a critical extension has no effect here',
    ...extension,
    todo: 'issue it without this extension or with the extension not critical; a verifier must refuse what it does not understand',
  },
  'issuer-empty': { is: 'its issuer is an empty name', todo: 'issue it anew from a CA with a subject' },
  'subject-empty': { is: 'a CA has an empty subject', todo: "issue the CA's certificate anew with a subject" },
  'basic-constraints-missing': {
    is: 'it issued a certificate and has no basicConstraints',
    expected: () => 'basicConstraints with CA:TRUE',
    todo: "issue the CA's certificate with basicConstraints = critical,CA:TRUE",
  },
  'not-a-ca': {
    is: 'it issued a certificate and is no CA',
    expected: () => 'basicConstraints with CA:TRUE',
    found: () => 'CA:FALSE',
    todo: 'have the certificate below it issued by a CA; an end-entity certificate cannot issue others',
  },
  'path-length-exceeded': {
    is: 'more intermediates follow it than its path length allows',
    todo: 'issue the CA below it from a CA with a larger path length, or leave an intermediate out',
  },
  'key-usage-missing': { is: 'its keyUsage does not allow this use', todo: 'issue it anew with these bits in keyUsage' },
  'purpose-not-allowed': {
    is: 'its extendedKeyUsage does not allow the purpose',
    todo: 'issue it with the purpose in extendedKeyUsage; a CA that lists purposes limits what is below it',
  },
  'purpose-missing': { is: 'it names no purpose', todo: 'issue it with the purpose in extendedKeyUsage' },
  'key-not-supported': {
    is: 'its public key cannot be used',
    expected: () => 'RSA, EC on P-256, P-384 or P-521, or Ed25519',
    found: (f) => `${showObject(f['algorithm'])} (${showValue(f['problem'])})`,
    todo: 'use a key of a supported kind; curves are given by name, never by their parameters',
  },
  'key-kind-not-allowed': {
    is: 'its key is of a kind that the profile does not allow',
    todo: 'use a key of an allowed kind, or judge by the profile rfc5280',
  },
  'rsa-key-too-small': { is: 'its RSA key is too small', ...bits('at least'), todo: 'use an RSA key of 2,048 bits or more, or an EC key' },
  'rsa-key-too-large': { is: 'its RSA key is too large', ...bits('at most'), todo: 'use a smaller RSA key; 4,096 bits are plenty' },
  'rsa-key-size-odd': {
    is: 'the size of its RSA key is unusual',
    expected: (f) => `a multiple of ${showValue(f['expected'])} bits`,
    found: (f) => `${showValue(f['found'])} bits`,
    todo: 'make a key of 2,048, 3,072 or 4,096 bits',
  },
  'rsa-exponent-bad': {
    is: 'the public exponent of its RSA key is not allowed',
    expected: (f) => `an odd number from 3, of at most ${showValue(f['expected'])} bits`,
    found: (f) => `an exponent of ${showValue(f['found'])} bits`,
    todo: 'make a key with the exponent 65537',
  },
  'curve-too-small': { is: 'the curve of its key is too small', ...bits('at least'), todo: 'use P-256 or a larger curve' },
  'signature-algorithm-not-allowed': {
    is: 'it is signed with an algorithm that is not known or not allowed',
    ...algorithm,
    expected: () => 'RSA, ECDSA or Ed25519 with SHA-2, with exactly the parameters of their standards',
    todo: 'have it signed anew; SHA-1, MD5 and DSA are off, and algorithms can be added by the caller',
  },
  'hash-too-weak': { is: 'it is signed with a hash that is too weak', todo: 'have it signed anew with SHA-256 or better' },
  'signature-invalid': {
    is: 'its signature does not verify with the key of the certificate above it',
    found: (f) =>
      `${showValue(f['algorithm'])} under a key of kind ${showValue(f['key'])}: ${f['problem'] === 'wrong-key-kind' ? 'the kinds do not fit' : 'it does not verify'}`,
    todo: 'look for another certificate of the same name: the issuer may have several keys; or the certificate was altered',
  },
  'name-constraint-violated': {
    is: 'it carries a name that a CA above it may not issue',
    ...constraint,
    todo: "use names within the CA's constraints, or another CA",
  },
  'name-constraint-unsupported': {
    is: 'a CA constrains names of a form that cannot be compared, and it carries one',
    ...constraint,
    todo: 'leave the name out, or take the constraint away; what cannot be compared is refused',
  },
  'name-malformed': {
    is: 'it carries a malformed name of a form that a CA above it constrains',
    ...constraint,
    todo: 'issue it with a correct name',
  },
  'peer-name-mismatch': {
    is: 'it does not carry the name demanded',
    found: (f) => (f['count'] === 0 ? 'no subjectAltName (the common name does not count)' : showValue(f['found'])),
    todo: 'connect by a name the certificate carries, or issue it with this name in subjectAltName',
  },
  'peer-name-malformed': {
    is: 'the name demanded cannot be compared',
    expected: (f) => PEER_NAME_WORDS[f['problem'] as PeerNameProblem],
    found: (f) => showValue(f['expected']),
    todo: 'give international names in their ASCII form (xn--…), and addresses as kind ip',
  },
  'issuer-duty-neglected': {
    is: 'it is not made as the profile demands of issuers',
    expected: (f) => DUTY_WORDS[f['duty'] as DutyCode],
    todo: 'have it issued anew, or judge by a profile that does not ask for this',
  },
  'policy-not-valid': {
    is: 'a policy is demanded, and none that is accepted is valid for the whole path',
    todo: 'issue all certificates with the policy, or accept one that they have',
  },
  'policy-mapping-to-any': { is: 'it maps a policy to or from anyPolicy', todo: "issue the CA's certificate without this mapping" },
  'policy-repeated': { is: 'it names a policy twice', todo: 'issue it anew, each policy once' },
  'certificate-revoked': {
    is: 'it is revoked',
    found: (f) => `revoked at ${showTime(f['revokedAt'])}, reason ${showValue(f['reason'])}, in crls[${showValue(f['crl'])}]`,
    todo: 'issue a new certificate with a new key; a revocation is final unless its reason is certificateHold',
  },
  'revocation-unknown': {
    is: 'nothing says whether it is revoked',
    expected: () => 'a usable CRL of its issuer',
    found: (f) => (f['unusable'] === 0 ? 'no CRL of its issuer and no OCSP response about it' : 'none that can be used'),
    todo: 'give the current CRL of its issuer, or do not demand revocation',
  },
  'revocation-not-checked': {
    is: 'revocation was not checked',
    found: (f) => (f['given'] === 0 ? 'no CRL and no OCSP response was given' : 'it was switched off'),
    todo: 'give CRLs if revocation matters',
  },
  'peer-name-not-checked': {
    is: 'no name was demanded, so none was compared',
    todo: 'demand the name that was dialled, if the peer is a server',
  },
  'purpose-not-checked': { is: 'no purpose was demanded, so extendedKeyUsage was not looked at', todo: 'demand serverAuth or clientAuth' },
  'crl-unusable': {
    is: 'a CRL of its issuer cannot be used',
    found: (f) => `crls[${showValue(f['crl'])}]: ${CRL_WORDS[f['problem'] as CrlProblem] ?? showValue(f['problem'])}`,
    todo: 'give the current and complete CRL of its issuer',
  },
};

/** Words for what the profile demands of issuers. */
export const DUTY_WORDS: Readonly<Record<DutyCode, string>> = {
  'version-3': 'version 3',
  'positive-serial-number': 'a positive serial number',
  'no-unique-ids': 'no unique identifiers',
  'utc-time-before-2050': 'dates before 2050 as UTCTime',
  'critical-basic-constraints': 'basicConstraints of a CA to be critical',
  'critical-name-constraints': 'nameConstraints to be critical',
  'critical-policy-constraints': 'policyConstraints to be critical',
  'critical-inhibit-any-policy': 'inhibitAnyPolicy to be critical',
  'name-constraints-for-cas': 'nameConstraints in CA certificates only',
  'readable-name-constraints': 'nameConstraints with well-formed bases',
  'key-usage-bits': 'keyUsage with at least one bit',
  'cert-sign-for-cas': 'keyCertSign in CA certificates only',
  'path-length-for-cas': 'a path length in CA certificates only',
  'leaf-without-ca': 'an end-entity certificate without CA:TRUE',
  'subject-key-identifier': 'a CA certificate with subjectKeyIdentifier',
  'authority-key-identifier': 'authorityKeyIdentifier with a keyIdentifier, but for roots',
  'root-key-identifier': "a root's authorityKeyIdentifier to be its subjectKeyIdentifier and nothing else",
  'purposes-not-critical': 'extendedKeyUsage not to be critical',
  'server-purposes': 'extendedKeyUsage of a server without any, code signing, mail, time stamping, OCSP signing or precertificates',
  'root-without-purposes': 'a root without extendedKeyUsage',
  'subject-alt-name': 'a subjectAltName',
  'critical-alt-name': 'subjectAltName to be critical where the subject is empty, and only there',
  'dns-names': 'DNS names of letters, digits and hyphens, a wildcard as whole left-most label',
  'common-name-in-alt-name': 'one common name at most, and as a host name or address it is a copy of one in subjectAltName',
};

/** Words for CRLs that cannot be used. */
export const CRL_WORDS: Readonly<Record<CrlProblem, string>> = {
  'not-der': 'its encoding departs from DER',
  version: 'it has extensions and is not of version 2',
  'signature-algorithm-inconsistent': 'the algorithm inside the signed part differs from the one outside',
  'issuer-may-not-sign': 'the keyUsage of its issuer lacks cRLSign',
  'not-yet-valid': 'its thisUpdate lies in the future',
  'too-old': 'it is older than the caller allows',
  expired: 'its nextUpdate has passed',
  'without-next-update': 'it has no nextUpdate, so nobody knows how long it holds',
  delta: 'it is a delta CRL, which is not judged yet',
  'unknown-critical-extension': 'it has a critical extension that has no effect here',
  'extension-malformed': 'one of its extensions cannot be decoded',
  'without-number': 'it has no cRLNumber',
  indirect: 'it is an indirect CRL, which is not judged yet',
  'some-reasons-only': 'it covers some reasons only, which is not judged yet',
  'attribute-certificates-only': 'it covers attribute certificates only',
  'user-certificates-only': 'it covers end-entity certificates only',
  'ca-certificates-only': 'it covers CA certificates only',
  'other-distribution-point': 'it covers another distribution point than the certificate names',
};

/** Words for demanded names that cannot be compared. */
export const PEER_NAME_WORDS: Readonly<Record<PeerNameProblem, string>> = {
  'not-ascii': 'a name in ASCII',
  'ip-address': 'a DNS name, not an address',
  'not-a-dns-name': 'a DNS name',
  'not-an-ip-address': 'an IPv4 or IPv6 address',
  'not-a-mailbox': 'a mailbox such as user@example.com',
};

function bits(bound: string): Pick<FindingWords, 'expected' | 'found'> {
  return {
    expected: (f) => `${bound} ${showValue(f['expected'])} bits`,
    found: (f) => `${showValue(f['found'])} bits`,
  };
}
