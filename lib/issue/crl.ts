/**
 * Issuing certificate revocation lists (RFC 5280 5.1, 5.2): version 2, with the authority key identifier and the number that 5.2.1 and 5.2.3 demand.
 *
 *     TBSCertList  ::=  SEQUENCE  {
 *          version                 Version OPTIONAL,
 *          signature               AlgorithmIdentifier,
 *          issuer                  Name,
 *          thisUpdate              Time,
 *          nextUpdate              Time OPTIONAL,
 *          revokedCertificates     SEQUENCE OF SEQUENCE  {
 *               userCertificate         CertificateSerialNumber,
 *               revocationDate          Time,
 *               crlEntryExtensions      Extensions OPTIONAL } OPTIONAL,
 *          crlExtensions           [0]  EXPLICIT Extensions OPTIONAL }
 */
import { contextConstructed, INTEGER, SEQUENCE } from '../asn1/tags.ts';
import { formatInstant, type Instant } from '../asn1/time.ts';
import { type DerWriter, encodeDer, encodeSequence } from '../asn1/writer.ts';
import { equalBytes, fromLatin1, toHex } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Signer } from '../crypto/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type CertificateList, parseCrl, type RevocationReason } from '../x509/crl.ts';
import { type Extension, makeExtension, readExtension, writeExtensions } from '../x509/extension.ts';
import { reasonCode } from '../x509/extensions/crl-entry-extensions.ts';
import { cRLNumber } from '../x509/extensions/crl-numbers.ts';
import { keyUsage } from '../x509/extensions/usage.ts';
import { sameExtensions, wholeSeconds } from './certificate.ts';
import { authorityKey } from './profiles.ts';
import { assertDistinct } from './rules.ts';
import { serialNumberOctets } from './serial-number.ts';
import { assertReadBack, assertSignerKey, encodeSigned, type Prepared, signPrepared, writtenIdentifier } from './sign.ts';
import type { Issued, IssueRules, SignerAnswer, SignerIdentity } from './types.ts';

/** One certificate to revoke. */
export interface RevokedTemplate {
  /** Number, or content octets of the INTEGER as in the certificate's `serialNumber`. */
  readonly serialNumber: Uint8Array | bigint;
  /** Epoch milliseconds, cut to whole seconds. */
  readonly revokedAt: Instant;
  /** `unspecified` is written by leaving it out (RFC 5280 5.3.1). */
  readonly reason?: RevocationReason;
  /** Further entry extensions. */
  readonly extensions?: readonly Extension[];
}

/** What a list shall say. */
export interface CrlTemplate {
  /** Certificate of the CA that signs the list. */
  readonly issuer: Certificate;
  /** Epoch milliseconds, cut to whole seconds. */
  readonly thisUpdate: Instant;
  /** Epoch milliseconds, cut to whole seconds: when the next list comes out at the latest (RFC 5280 5.1.2.5 demands it). */
  readonly nextUpdate: Instant;
  /** Grows with every list of this CA (RFC 5280 5.2.3); at most 20 octets. */
  readonly crlNumber: bigint | number;
  /** In the order in which they are written. They are asked for one by one, once, so that a generator may read them out of a database. */
  readonly entries: Iterable<RevokedTemplate>;
  /** Further extensions, behind the authority key identifier and the number. */
  readonly extensions?: readonly Extension[];
}

/** How a list is made; see `IssueOptions`. */
export interface CrlOptions {
  readonly rules?: IssueRules;
}

/** The first half: the octets to sign. */
export function prepareCrl(template: CrlTemplate, signer: SignerIdentity, options: CrlOptions = {}): Prepared<CertificateList> {
  const { issuer } = template;
  const rules = options.rules ?? 'rfc5280';
  assertSignerKey(signer, issuer.publicKey.der, 'the issuer');
  const thisUpdate = wholeSeconds(template.thisUpdate);
  const nextUpdate = wholeSeconds(template.nextUpdate);
  const extensions = crlExtensions(template);
  assertDistinct(extensions);
  if (rules === 'rfc5280') assertCrlFits(issuer, thisUpdate, nextUpdate);
  const revoked = encodeDer((list) => writeEntries(template.entries, rules, list));
  const tbs = encodeSequence((body) => {
    body.integer(1).raw(writtenIdentifier(signer.algorithm)).raw(issuer.subject.der).time(thisUpdate).time(nextUpdate);
    if (revoked.length > 0) body.value(SEQUENCE, revoked);
    body.constructed(contextConstructed(0), (tagged) => writeExtensions(tagged, extensions));
  });
  const finish = (signature: Uint8Array): CertificateList => {
    const crl = parseCrl(encodeSigned(tbs, signer, signature));
    assertReadBack(equalBytes(crl.tbs, tbs), 'tbsCertList');
    assertReadBack(equalBytes(crl.issuer.der, issuer.subject.der), 'issuer');
    assertReadBack(crl.thisUpdate === thisUpdate && crl.nextUpdate === nextUpdate, 'thisUpdate');
    assertReadBack(sameExtensions(crl.extensions, extensions), 'crlExtensions');
    return crl;
  };
  return { tbs, finish };
}

/**
 * Issues a CRL, at once or as a promise, as the signer answers. The result is read back strictly and its signature verified.
 *
 * Throws `PkiError`: `signer-key-mismatch`, `signature-does-not-verify`, `bad-serial-number`, `duplicate-extension`, `bad-crl-number`, and under the
 * rules `rfc5280` also `issuer-may-not-sign-crls`, `update-times-reversed`, `duplicate-serial-number`.
 */
export function issueCrl<R extends SignerAnswer>(
  template: CrlTemplate,
  signer: Signer<R>,
  options: CrlOptions = {},
): Issued<CertificateList, R> {
  return signPrepared(prepareCrl(template, signer, options), signer);
}

function crlExtensions(template: CrlTemplate): Extension[] {
  const { crlNumber } = template;
  const number = typeof crlNumber === 'bigint' ? crlNumber : BigInt(Number.isSafeInteger(crlNumber) ? crlNumber : -1);
  // 159 bits: 20 octets with the sign bit clear (RFC 5280 5.2.3).
  if (number < 0n || number >= 1n << 159n)
    throw new PkiError('bad-crl-number', `a CRL number is an integer, not negative and of at most 20 octets, not ${crlNumber}`);
  return [...authorityKey(template.issuer), makeExtension(cRLNumber, number), ...(template.extensions ?? [])];
}

function assertCrlFits(issuer: Certificate, thisUpdate: Instant, nextUpdate: Instant): void {
  if (readExtension(issuer, keyUsage)?.includes('cRLSign') === false)
    throw new PkiError('issuer-may-not-sign-crls', "the issuer's keyUsage lacks cRLSign (RFC 5280 4.2.1.3)");
  if (nextUpdate <= thisUpdate)
    throw new PkiError('update-times-reversed', `the next update ${formatInstant(nextUpdate)} is not after ${formatInstant(thisUpdate)}`);
}

function writeEntries(entries: Iterable<RevokedTemplate>, rules: IssueRules, list: DerWriter): void {
  const seen = new Set<string>();
  const reasons = new Map<RevocationReason, Extension>();
  const reasonExtension = (reason: RevocationReason): Extension => {
    const known = reasons.get(reason) ?? makeExtension(reasonCode, reason);
    reasons.set(reason, known);
    return known;
  };
  let index = 0;
  for (const { serialNumber, revokedAt, reason = 'unspecified', extensions = [] } of entries) {
    const path = `entries/${index++}`;
    const serial = serialNumberOctets(serialNumber, rules, path);
    // A Set compares text; a character for each octet is the shortest.
    if (rules === 'rfc5280' && seen.size === seen.add(fromLatin1(serial)).size)
      throw new PkiError('duplicate-serial-number', `the serial number ${toHex(serial)} stands twice`, { path });
    const all = reason === 'unspecified' ? extensions : [reasonExtension(reason), ...extensions];
    if (all.length > 1) assertDistinct(all, `${path}/`);
    list.sequence((body) => {
      body.value(INTEGER, serial).time(wholeSeconds(revokedAt));
      if (all.length > 0) writeExtensions(body, all);
    });
  }
}
