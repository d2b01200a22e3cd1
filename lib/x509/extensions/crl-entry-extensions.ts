/**
 * Extensions of CRL entries: reasonCode, invalidityDate, certificateIssuer (RFC 5280 5.3).
 *
 *     CRLReason ::= ENUMERATED { unspecified (0), keyCompromise (1), cACompromise (2), affiliationChanged (3), superseded (4),
 *          cessationOfOperation (5), certificateHold (6), removeFromCRL (8), privilegeWithdrawn (9), aACompromise (10) }
 *     InvalidityDate ::=  GeneralizedTime
 *     CertificateIssuer ::=     GeneralNames
 */
import { utf8 } from '../../base/bytes.ts';
import { ENUMERATED, GENERALIZED_TIME } from '../../asn1/tags.ts';
import { encodeTime, type Instant } from '../../asn1/time.ts';
import { CERTIFICATE_ISSUER, INVALIDITY_DATE, REASON_CODE } from '../../oids/extensions.ts';
import type { RevocationReason } from '../crl.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { type GeneralName, readGeneralNames, writeGeneralNames } from '../general-name.ts';

/** CRLReason by number; 7 is not used. */
const REASONS: readonly (RevocationReason | undefined)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/** reasonCode for reading only. */
export const reasonCodeReader: ExtensionReader<RevocationReason> = {
  oid: REASON_CODE,
  label: 'reasonCode',
  decode: (reader, label) => {
    const start = reader.position;
    const code = reader.smallInteger(label, { tag: ENUMERATED });
    const reason = REASONS[code];
    if (reason === undefined) reader.deviate('bad-reason-code', `no CRLReason has number ${code}`, label, start);
    return reason ?? 'unspecified';
  },
};

/** reasonCode (RFC 5280 5.3.1). A number without meaning is `bad-reason-code`; the OpenSSL reading takes it for unspecified. */
export const reasonCode: ExtensionType<RevocationReason> = /* @__PURE__ */ withEncoder(reasonCodeReader, {
  critical: false,
  encode: (reason, writer) => void writer.enumerated(REASONS.indexOf(reason)),
});

/** invalidityDate for reading only. */
export const invalidityDateReader: ExtensionReader<Instant> = {
  oid: INVALIDITY_DATE,
  label: 'invalidityDate',
  decode: (reader, label) => reader.timeOf(GENERALIZED_TIME, label),
};

/** invalidityDate (RFC 5280 5.3.2): since when the key is known or suspected to be compromised. */
export const invalidityDate: ExtensionType<Instant> = /* @__PURE__ */ withEncoder(invalidityDateReader, {
  critical: false,
  encode: (at, writer) => void writer.value(GENERALIZED_TIME, utf8(encodeTime(at, GENERALIZED_TIME).text)),
});

/** certificateIssuer for reading only. */
export const certificateIssuerReader: ExtensionReader<readonly GeneralName[]> = {
  oid: CERTIFICATE_ISSUER,
  label: 'certificateIssuer',
  decode: (reader, label) => readGeneralNames(reader, label),
};

/** certificateIssuer (RFC 5280 5.3.3): whose certificate this entry of an indirect CRL and those behind it speak of. */
export const certificateIssuer: ExtensionType<readonly GeneralName[]> = /* @__PURE__ */ withEncoder(certificateIssuerReader, {
  critical: true,
  encode: (names, writer) => writeGeneralNames(writer, names),
});
