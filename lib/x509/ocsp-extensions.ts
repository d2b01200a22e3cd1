/**
 * Extensions of OCSP messages (RFC 6960 4.4): the nonce alone has an effect (RFC 9654, which replaced RFC 8954).
 *
 *     Nonce ::= OCTET STRING(SIZE(1..128))
 */
import { PkiError } from '../base/error.ts';
import { OCSP_NONCE } from '../oids/ocsp.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from './extension.ts';

/** Longest nonce (RFC 9654 2.1). */
const MAX_NONCE_OCTETS = 128;

/** ocspNonce for reading only. */
export const ocspNonceReader: ExtensionReader<Uint8Array> = {
  oid: OCSP_NONCE,
  label: 'ocspNonce',
  decode: (reader, label) => {
    const start = reader.position;
    const nonce = reader.octetString(label);
    return isNonce(nonce) ? nonce : reader.fail('bad-nonce', `a nonce of ${nonce.length} octets, not of 1 to 128`, label, start);
  },
};

/** The nonce that ties a response to a request (RFC 9654 2.1), its octets. A length outside of 1 to 128 octets is `bad-nonce`. */
export const ocspNonce: ExtensionType<Uint8Array> = /* @__PURE__ */ withEncoder(ocspNonceReader, {
  critical: false,
  encode: (nonce, writer) => {
    if (!isNonce(nonce)) throw new PkiError('bad-nonce', `a nonce has 1 to ${MAX_NONCE_OCTETS} octets, not ${nonce.length}`);
    writer.octetString(nonce);
  },
});

function isNonce({ length }: Uint8Array): boolean {
  return length >= 1 && length <= MAX_NONCE_OCTETS;
}
