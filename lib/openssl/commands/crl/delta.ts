/** `crl -gendelta` (X509_CRL_diff): the delta of two complete CRLs of one issuer, signed anew (RFC 5280 5.2.4). */
import { contextConstructed, GENERALIZED_TIME } from '../../../asn1/tags.ts';
import { encodeTime, type Instant } from '../../../asn1/time.ts';
import { type DerWriter, encodeSequence } from '../../../asn1/writer.ts';
import { equalBytes, latin1, toHex } from '../../../base/bytes.ts';
import { PkiError } from '../../../base/error.ts';
import { verifySignature } from '../../../crypto/verify.ts';
import type { Signer } from '../../../crypto/types.ts';
import { encodeSigned, writtenIdentifier } from '../../../issue/sign.ts';
import { parseSubjectPublicKeyInfo } from '../../../keys/spki.ts';
import type { TimeForm } from '../../../x509/certificate.ts';
import { type CertificateList, parseCrl, type RevokedEntry } from '../../../x509/crl.ts';
import { readEntries } from '../../../x509/crl-entries.ts';
import { makeExtension, readExtension, writeExtensions } from '../../../x509/extension.ts';
import { cRLNumber, deltaCRLIndicator } from '../../../x509/extensions/crl-numbers.ts';
import { issuingDistributionPoint } from '../../../x509/extensions/distribution-points.ts';
import { authorityKeyIdentifier } from '../../../x509/extensions/key-identifiers.ts';
import { sameOpensslName } from '../../../x509/name-hash.ts';
import { requestAlgorithms } from '../../signing.ts';

/** The delta from `base` to `newer`. Throws `no-delta` where OpenSSL refuses too: what they say in common must be the same, and both signed by this key. */
export function crlDelta(base: CertificateList, newer: CertificateList, signer: Signer<Uint8Array>): CertificateList {
  const numbers = [base, newer].map((crl) => readExtension(crl, cRLNumber));
  const [before, after] = numbers;
  for (const crl of [base, newer]) {
    refuseIf(readExtension(crl, deltaCRLIndicator) !== undefined, 'one of the CRLs is a delta already');
    const { signatureAlgorithm, tbs, signature } = crl;
    const key = parseSubjectPublicKeyInfo(signer.publicKey);
    refuseIf(
      !verifySignature(key, signatureAlgorithm, tbs, signature, { algorithms: requestAlgorithms }),
      'a CRL is not signed by this key',
    );
  }
  if (before === undefined || after === undefined) throw new PkiError('no-delta', 'one of the CRLs has no number');
  refuseIf(!sameOpensslName(base.issuer, newer.issuer), 'the CRLs are of two issuers');
  for (const { oid } of [authorityKeyIdentifier, issuingDistributionPoint]) {
    const [one, other] = [base, newer].map((crl) => crl.extensions.find((extension) => extension.oid === oid)?.value);
    refuseIf(
      !(one === undefined ? other === undefined : other !== undefined && equalBytes(one, other)),
      'the CRLs have different extensions',
    );
  }
  refuseIf(after <= before, 'the CRL of -gendelta is not newer');
  const known = new Set(Array.from(readEntries(base), ({ serialNumber }) => toHex(serialNumber)));
  const added = Array.from(readEntries(newer)).filter(({ serialNumber }) => !known.has(toHex(serialNumber)));
  const extensions = [makeExtension(deltaCRLIndicator, before, { critical: true }), ...newer.extensions];
  const tbs = encodeSequence((body) => {
    body.integer(1).raw(writtenIdentifier(signer.algorithm)).raw(newer.issuer.der);
    writeTime(body, newer.thisUpdate, newer.thisUpdateForm);
    if (newer.nextUpdate !== undefined) writeTime(body, newer.nextUpdate, newer.nextUpdateForm);
    if (added.length > 0) body.sequence((list) => added.forEach((entry) => writeEntry(list, entry)));
    body.constructed(contextConstructed(0), (tagged) => writeExtensions(tagged, extensions));
  });
  return parseCrl(encodeSigned(tbs, signer, signer.sign(tbs)));
}

function refuseIf(refused: boolean, why: string): void {
  if (refused) throw new PkiError('no-delta', why);
}

function writeEntry(list: DerWriter, { serialNumber, revokedAt, extensions }: RevokedEntry): void {
  list.sequence((entry) => {
    entry.value(0x02, serialNumber);
    writeTime(entry, revokedAt, undefined);
    if (extensions.length > 0) writeExtensions(entry, extensions);
  });
}

function writeTime(writer: DerWriter, at: Instant, form: TimeForm | undefined): void {
  const { tag, text } = encodeTime(at, form === 'generalized' ? GENERALIZED_TIME : undefined);
  writer.value(tag, latin1(text));
}
