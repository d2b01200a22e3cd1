/** Extensions that only dumps still show: RFC 5280 dropped them, or they belong to other standards. */
import { type Oid, oid } from '../../asn1/oid.ts';
import { context, GENERALIZED_TIME } from '../../asn1/tags.ts';
import type { Instant } from '../../asn1/time.ts';
import { PkiError } from '../../base/error.ts';
import type { ExtensionType } from '../../x509/extension.ts';

/** When the private key may be used (RFC 3280 4.2.1.4). */
export interface PrivateKeyUsagePeriod {
  readonly notBefore: Instant | undefined;
  readonly notAfter: Instant | undefined;
}

/** privateKeyUsagePeriod of RFC 3280 4.2.1.4; read only. */
export const privateKeyUsagePeriod: ExtensionType<PrivateKeyUsagePeriod> = {
  oid: /* @__PURE__ */ oid('2.5.29.16'),
  label: 'privateKeyUsagePeriod',
  critical: false,
  decode: (reader, label) =>
    reader.sequence(label, (inner) => {
      const bound = (n: number, field: string): Instant | undefined =>
        inner.optional(context(n), () => inner.timeOf(GENERALIZED_TIME, field, context(n)));
      return { notBefore: bound(0, 'notBefore'), notAfter: bound(1, 'notAfter') };
    }),
  encode: () => {
    throw new PkiError('not-supported', 'privateKeyUsagePeriod is read only');
  },
};

/** holdInstructionCode of RFC 3280 5.3.2, which RFC 5280 dropped; read for the dump alone. */
export const holdInstructionCode: ExtensionType<Oid> = {
  oid: /* @__PURE__ */ oid('2.5.29.23'),
  label: 'holdInstructionCode',
  critical: false,
  decode: (reader, label) => reader.oid(label),
  encode: (code, out) => void out.oid(code),
};

/** The poison extension of precertificates (RFC 6962 3.1), a NULL. */
export const precertificatePoison: ExtensionType<null> = {
  oid: /* @__PURE__ */ oid('1.3.6.1.4.1.11129.2.4.3'),
  label: 'precertificatePoison',
  critical: true,
  decode: (reader, label) => {
    reader.null(label);
    return null;
  },
  encode: (_, out) => void out.null(),
};
