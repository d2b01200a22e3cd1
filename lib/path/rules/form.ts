/**
 * The form of a certificate (RFC 5280 4.1): version, serial number, unique identifiers, names that must not be empty, and the algorithm that stands inside
 * and outside of the signed part. The parser lets all of these pass.
 */
import type { FindingCode, FindingFields } from '../codes.ts';
import { refuse } from '../codes.ts';
import { newest, type Rule } from '../rule.ts';
import type { Finding } from '../types.ts';
import { equalBytes } from '../../base/bytes.ts';
import type { Certificate } from '../../x509/certificate.ts';

/** RFC 5280 4.1.2.2: at most 20 octets. A zero that keeps 20 random octets from being negative is none of the value; pyca lets it be, too. */
const MAX_SERIAL_OCTETS = 20;

/**
 * The form of each certificate. Negative serial numbers pass: RFC 5280 4.1.2.2 asks users to handle them gracefully (`webpki` refuses them). So does the zero of an
 * anchor: eight roots of the web have it, and nobody looks an anchor up by its number.
 */
export const formRule: Rule = {
  id: 'form',
  rfc: 'RFC 5280 4.1',
  handles: [],
  about: 'certificate',
  check(path) {
    const { entry, index } = newest(path);
    const { certificate } = entry;
    if (certificate === undefined) return [];
    const findings: Finding[] = [];
    const fault = (code: FindingCode, rfc: string, fields?: FindingFields): void => void findings.push(refuse(code, index, rfc, fields));
    const { version, serialNumber, extensions } = certificate;
    // Such a certificate was read for the other engine; here DER is demanded (RFC 5280 4.1).
    const [deviation] = certificate.deviations ?? [];
    if (deviation !== undefined) fault('encoding-not-der', 'RFC 5280 4.1', { problem: deviation.code, place: deviation.path });
    if (version < 1 || version > 3) fault('unknown-version', 'RFC 5280 4.1.2.1', { found: version });
    if (extensions.length > 0 && version !== 3) fault('extensions-without-v3', 'RFC 5280 4.1.2.9', { found: version });
    if (hasUniqueIds(certificate) && version < 2) fault('unique-ids-without-v2', 'RFC 5280 4.1.2.8', { found: version });
    if (!path.anchored && serialNumber.every((octet) => octet === 0)) fault('serial-number-zero', 'RFC 5280 4.1.2.2');
    const octets = serialNumber.length - (serialNumber[0] === 0 ? 1 : 0);
    if (octets > MAX_SERIAL_OCTETS) fault('serial-number-too-long', 'RFC 5280 4.1.2.2', { expected: MAX_SERIAL_OCTETS, found: octets });
    if (certificate.issuer.rdns.length === 0) fault('issuer-empty', 'RFC 5280 4.1.2.4');
    if (index > 0 && certificate.subject.rdns.length === 0) fault('subject-empty', 'RFC 5280 4.1.2.6');
    if (!equalBytes(certificate.tbsSignatureAlgorithm.der, certificate.signatureAlgorithm.der))
      fault('signature-algorithm-inconsistent', 'RFC 5280 4.1.1.2', {
        expected: certificate.tbsSignatureAlgorithm.oid,
        found: certificate.signatureAlgorithm.oid,
      });
    return findings;
  },
};

function hasUniqueIds({ issuerUniqueId, subjectUniqueId }: Certificate): boolean {
  return issuerUniqueId !== undefined || subjectUniqueId !== undefined;
}
