/** Words for what is found about revocation (RFC 5280 6.3, RFC 6960). */
import type { FindingCode } from '../path/codes.ts';
import type { Finding } from '../path/types.ts';
import { CRL_WORDS, OCSP_WORDS } from './problem-words.ts';
import { answerName, certificateName, type Scene, whereFrom } from './scene.ts';
import { showObject, showSpan, showTime, showValue } from './values.ts';
import { type FindingWords, lookUp } from './wording.ts';

/** Codes that are about revocation. */
export type RevocationCode = Extract<
  FindingCode,
  'certificate-revoked' | 'revocation-unknown' | 'revocation-not-checked' | 'crl-unusable' | 'ocsp-unusable'
>;

/** Words for them. */
export const REVOCATION_WORDS: Readonly<Record<RevocationCode, FindingWords>> = {
  'certificate-revoked': {
    is: 'it is revoked',
    expected: () => 'a certificate that is not revoked',
    found: (f, scene) =>
      `revoked at ${showTime(f['revokedAt'])}${sinceThen(f['revokedAt'], scene)}, reason ${showValue(f['reason'])}, in ${answerOf(f, scene)}`,
    todo: (f) => REVOKED_WORDS.get(f['reason']) ?? 'have a new certificate issued, with a new key; this one stays revoked',
  },
  'revocation-unknown': {
    is: 'nothing says whether it is revoked',
    expected: () => 'a current CRL of its issuer, or an OCSP response about it',
    found: (f) => (f['unusable'] === 0 ? 'no CRL of its issuer and no OCSP response about it' : 'none that can be used'),
    todo: (f, scene) =>
      `get the current CRL of ${certificateName(scene, f.index + 1)}${whereFrom(scene, f.index, 'crl')} or an OCSP response${whereFrom(scene, f.index, 'ocsp')} (crls, ocspResponses; --crls, --ocsp)${f.severity === 'error' ? ', or demand revocation only where it is known (if-available)' : ''}`,
  },
  'revocation-not-checked': {
    is: 'revocation was not checked',
    found: (f) =>
      f['trusted'] === true
        ? 'the certificate is itself trusted, and nobody above it says whether it is revoked'
        : f['given'] === 0
          ? 'no CRL and no OCSP response was given'
          : 'it was switched off',
    todo: (f) =>
      f['trusted'] === true
        ? 'take it from the anchors if it should be revocable'
        : f['given'] === 0
          ? 'give the current CRL of every issuer, or OCSP responses (crls, ocspResponses; --crls, --ocsp)'
          : 'ask for it with the mode require',
  },
  'crl-unusable': {
    is: 'a CRL of its issuer cannot be used',
    expected: () => 'a current and complete CRL of its issuer',
    found: (f, scene) =>
      `${answerName(scene, 'crls', f['crl'])}: ${lookUp(CRL_TABLE, f['problem'])}${f['reason'] === undefined ? '' : ` (${showValue(f['reason'])})`}${periodOf(f, scene)}`,
    todo: (f, scene) =>
      CRL_ADVICE.get(f['problem']) ?? `get the current CRL of ${certificateName(scene, f.index + 1)}${whereFrom(scene, f.index, 'crl')}`,
  },
  'ocsp-unusable': {
    is: 'an OCSP response about it cannot be used',
    expected: () => 'a current OCSP response about it, signed by its issuer or a responder that the issuer appointed',
    found: (f, scene) => `${answerName(scene, 'ocspResponses', f['ocsp'])}: ${lookUp(OCSP_TABLE, f['problem'])}${detailOf(f)}`,
    todo: (f, scene) =>
      OCSP_ADVICE.get(f['problem']) ??
      `get a new OCSP response about ${certificateName(scene, f.index)}${whereFrom(scene, f.index, 'ocsp')}`,
  },
};

/** What is wrong with the signature of a CRL or a response: codes of findings. */
const SIGNED_WORDS: Readonly<Record<string, string>> = {
  'signature-invalid': 'its signature does not verify with the key of its signer',
  'signature-algorithm-not-allowed': 'it is signed with an algorithm that is not known or not allowed',
  'hash-too-weak': 'it is signed with a hash that is not allowed',
  'key-not-supported': 'the key of its signer cannot be used',
};

const CRL_TABLE: Readonly<Record<string, string>> = { ...SIGNED_WORDS, ...CRL_WORDS };
const OCSP_TABLE: Readonly<Record<string, string>> = { ...SIGNED_WORDS, ...OCSP_WORDS };

/** What to do about a CRL, where a newer one does not help. */
const CRL_ADVICE: ReadonlyMap<unknown, string> = /* @__PURE__ */ new Map([
  ['not-yet-valid', 'check the clock, here and where the CRL was made'],
  ['too-old', 'get a newer CRL, or allow older ones (revocation.maxAge; --max-age)'],
  ['without-number', 'ask the CA for CRLs with cRLNumber, or judge by the profile rfc5280'],
  ['delta-without-base', 'give the complete CRL that it belongs to as well'],
  ['some-reasons-only', 'give the CRLs that cover the other reasons as well'],
  ['signer-refused', "get a CRL whose signer's certificate is valid"],
  ['signer-concerned', "give the CRL that tells the status of the signer's certificate as well"],
  ['signer-not-found', "give the certificate of the CRL's signer among the intermediates"],
  ['issuer-may-not-sign', "have the certificate of the CRL's issuer issued anew with cRLSign in keyUsage"],
]);

/** What to do about an OCSP response, where a newer one does not help. */
const OCSP_ADVICE: ReadonlyMap<unknown, string> = /* @__PURE__ */ new Map([
  ['status-unknown', 'ask the CA whether it issued the certificate, since its responder does not know it'],
  ['error-response', 'ask the responder again, or give a CRL'],
  ['produced-in-future', 'check the clock, here and at the responder'],
  ['not-yet-valid', 'check the clock, here and at the responder'],
  ['too-old', 'get a newer response, or allow older ones (revocation.maxAge; --max-age)'],
  ['nonce-missing', 'ask a responder that repeats the nonce, or do not demand one'],
  ['nonce-differs', 'ask again: this is the response to another request'],
  ['responder-not-found', "give the responder's certificate among the intermediates"],
  ['responder-not-authorised', 'have the CA issue its responder a certificate with the purpose ocspSigning'],
]);

/** Problems of CRLs that are a matter of time. */
const STALE: readonly string[] = ['not-yet-valid', 'too-old', 'expired'];

/** By the reason of a revocation (RFC 5280 5.3.1). */
const REVOKED_WORDS: ReadonlyMap<unknown, string> = /* @__PURE__ */ new Map([
  ['keyCompromise', 'have a new certificate issued for a new key: this key is known to others'],
  ['cACompromise', 'trust nothing that this CA issued until it has a new key'],
  ['superseded', 'use the certificate that was issued in its place'],
  ['certificateHold', 'ask the CA whether it lifts the hold; until then it is refused'],
]);

/** The CRL or OCSP response that said so. */
function answerOf(f: Finding, scene: Scene): string {
  return f['crl'] === undefined ? answerName(scene, 'ocspResponses', f['ocsp']) : answerName(scene, 'crls', f['crl']);
}

/** How long before the judgement that was. */
function sinceThen(at: Finding[string] | undefined, { input }: Scene): string {
  return typeof at !== 'number' || input?.at === undefined || at > input.at ? '' : `, ${showSpan(input.at - at)} ago`;
}

/** When a CRL that is not current holds. */
function periodOf(f: Finding, { input }: Scene): string {
  const crl = typeof f['crl'] === 'number' && STALE.includes(String(f['problem'])) ? input?.crls?.[f['crl']] : undefined;
  if (crl === undefined) return '';
  return ` (it holds from ${showTime(crl.thisUpdate)}${crl.nextUpdate === undefined ? '' : ` to ${showTime(crl.nextUpdate)}`})`;
}

/** What more there is to say: the algorithm of a signature, the code behind the refusal of a signer and its name. */
function detailOf({ algorithm, reason, subject }: Finding): string {
  const told: string[] = [];
  if (algorithm !== undefined) told.push(showObject(algorithm));
  if (reason !== undefined) told.push(showValue(reason));
  if (subject !== undefined) told.push(showValue(subject));
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}
