/**
 * SignedData that only carries certificates and CRLs (RFC 5652 5.1, RFC 2315 9.1).
 *
 *     ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
 *     SignedData ::= SEQUENCE {
 *          version INTEGER,
 *          digestAlgorithms SET OF AlgorithmIdentifier,
 *          encapContentInfo SEQUENCE { … },
 *          certificates [0] IMPLICIT SET OF Certificate OPTIONAL,
 *          crls [1] IMPLICIT SET OF CertificateList OPTIONAL,
 *          signerInfos SET OF SignerInfo }
 *
 * Writers do not sort the two sets, so their order is not checked; signatures of a SignedData are not looked at.
 */
import { type DerReader, readSequence } from '../asn1/reader.ts';
import { contextConstructed, SEQUENCE, SET } from '../asn1/tags.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { type CertificateList, readCrl } from './crl.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** What a SignedData carries. */
export interface SignedContent {
  readonly certificates: readonly Certificate[];
  readonly crls: readonly CertificateList[];
}

/**
 * Reads a ContentInfo with SignedData, in DER, that is the whole input. Throws `not-signed-data`, and the codes of the readers of DER, certificates and CRLs.
 */
export function readSignedData(der: Uint8Array): SignedContent {
  return readSequence(der, (info) => {
    const start = info.position;
    const type = info.oid('contentType');
    if (type !== SIGNED_DATA) info.fail('not-signed-data', `expected content type ${SIGNED_DATA}, found ${type}`, 'contentType', start);
    return info.constructed(contextConstructed(0), 'content', (content) => content.sequence('', readSigned));
  });
}

function readSigned(signed: DerReader): SignedContent {
  signed.integer('version');
  signed.element(SET, 'digestAlgorithms');
  signed.element(SEQUENCE, 'encapContentInfo');
  const certificatesTag = contextConstructed(0);
  const crlsTag = contextConstructed(1);
  const certificates = signed.optional(certificatesTag, () =>
    signed.sequenceOf('certificates', (list, index) => readCertificate(list, String(index)), { tag: certificatesTag }),
  );
  const crls = signed.optional(crlsTag, () => signed.sequenceOf('crls', (list, index) => readCrl(list, String(index)), { tag: crlsTag }));
  signed.element(SET, 'signerInfos');
  return { certificates: certificates ?? [], crls: crls ?? [] };
}
