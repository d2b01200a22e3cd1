/**
 * The channel binding tls-server-end-point (RFC 5929 section 4.1) as PostgreSQL computes it on both sides (pgtls_get_peer_certificate_hash,
 * be_tls_get_certificate_hash): the certificate's digest by the hash of its own signature, SHA-256 in place of MD5 and SHA-1.
 *
 * Which algorithms have a hash is OpenSSL 3.0's table (obj_xref.txt). Left out: MD2, MD4, MDC2, RIPEMD-160, SM3 and GOST.
 */
import { PkiError } from '../../base/error.ts';
import { type HashFunction, md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../../crypto/hash.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '../../crypto/sha3.ts';
import type { AlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { parsePssRestrictions } from '../../keys/pss-parameters.ts';
import * as oids from '../../oids/algorithms.ts';
import type { Certificate } from '../../x509/certificate.ts';

/**
 * The octets that SCRAM-SHA-256-PLUS binds a login to. Throws `channel-binding-undefined` with libpq's words where the signature has no hash of its own
 * (Ed25519, Ed448: such a server certificate works with channel_binding=disable only) or one that OpenSSL does not know.
 *
 * ```ts
 * import { tlsServerEndPoint } from 'certwright/postgres';
 * import { keyNamed, makeCertificate } from 'certwright/testing';
 * const { certificate } = makeCertificate({ subject: 'CN=db', key: keyNamed('db', 'ec') });
 * if (tlsServerEndPoint(certificate).length !== 32) throw new Error('ECDSA with SHA-256 gives 32 octets');
 * ```
 */
export function tlsServerEndPoint({ der, signatureAlgorithm }: Pick<Certificate, 'der' | 'signatureAlgorithm'>): Uint8Array {
  const { oid } = signatureAlgorithm;
  if (oid === oids.ED25519 || oid === oids.ED448) throw new PkiError('channel-binding-undefined', 'could not find digest for NID UNDEF');
  const hash = oid === oids.RSASSA_PSS ? hashOfPss(signatureAlgorithm) : hashOf(oid);
  if (hash === undefined) throw new PkiError('channel-binding-undefined', 'could not determine server certificate signature algorithm');
  return (hash === md5 || hash === sha1 ? sha256 : hash).digest(der);
}

/** Hash of a signature algorithm that is named after it. */
function hashOf(oid: string): HashFunction | undefined {
  switch (oid) {
    case oids.MD5_WITH_RSA:
    case '1.3.14.3.2.3': // md5WithRSA of OIW
      return md5;
    case oids.SHA1_WITH_RSA:
    case oids.ECDSA_WITH_SHA1:
    case '1.3.14.3.2.29': // sha1WithRSA of OIW
    case '1.2.840.10040.4.3': // DSA with SHA-1
    case '1.3.14.3.2.27':
      return sha1;
    case oids.SHA224_WITH_RSA:
    case oids.ECDSA_WITH_SHA224:
    case '2.16.840.1.101.3.4.3.1': // DSA with SHA-224
      return sha224;
    case oids.SHA256_WITH_RSA:
    case oids.ECDSA_WITH_SHA256:
    case '2.16.840.1.101.3.4.3.2': // DSA with SHA-256
      return sha256;
    case oids.SHA384_WITH_RSA:
    case oids.ECDSA_WITH_SHA384:
      return sha384;
    case oids.SHA512_WITH_RSA:
    case oids.ECDSA_WITH_SHA512:
      return sha512;
    case oids.SHA3_224_WITH_RSA:
      return sha3_224;
    case oids.SHA3_256_WITH_RSA:
      return sha3_256;
    case oids.SHA3_384_WITH_RSA:
      return sha3_384;
    case oids.SHA3_512_WITH_RSA:
      return sha3_512;
    default:
      return undefined;
  }
}

/** Hash in the parameters of RSASSA-PSS; that of the mask must be known too. */
function hashOfPss({ parameters }: AlgorithmIdentifier): HashFunction | undefined {
  if (parameters === undefined) return undefined;
  const known = [md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256, sha3_224, sha3_256, sha3_384, sha3_512];
  try {
    const read = parsePssRestrictions(parameters, 'parameters');
    return known.some(({ oid }) => oid === read.mgfHash) ? known.find(({ oid }) => oid === read.hash) : undefined;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return undefined;
  }
}
