/** What `req` and `x509` share when they sign: algorithms, serial numbers, validity, the context of extensions. */
import type { Instant } from '../asn1/time.ts';
import { defaultAlgorithms } from '../api/algorithms.ts';
import { furtherAlgorithms } from '../api/further-algorithms.ts';
import { createSigner } from '../api/keys.ts';
import { randomBytes } from '../api/random.ts';
import { bitLength } from '../base/bytes.ts';
import { ecdsaSha1AnyCurve } from '../crypto/ec/any-curve.ts';
import { ecdsaSha1 } from '../crypto/ec/ecdsa.ts';
import { type HashFunction, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../crypto/hash.ts';
import { rsaPkcs1Md5, rsaPkcs1Sha1 } from '../crypto/rsa/pkcs1.ts';
import { rsaPss, rsaPssAny } from '../crypto/rsa/pss.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '../crypto/sha3.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import { fitsKey } from '../crypto/verify.ts';
import type { PrivateKey, RsaPrivateKey, RsaPssPrivateKey } from '../keys/types.ts';
import { parseSubjectPublicKeyInfo } from '../keys/spki.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Extension, readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { subjectKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import type { Name } from '../x509/name.ts';
import type { Config } from './config/config.ts';
import { lookUpDigest } from './digests.ts';
import { CommandFailure } from './failure.ts';
import type { ExtensionContext, ExtensionIssuer } from './x509v3/context.ts';

/** Days a certificate is valid where `-days` is absent. */
export const DEFAULT_DAYS = 30;

/** Every algorithm that OpenSSL 3.0 signs and verifies with at the security level of these commands, as far as this toolkit has it. */
const opensslAlgorithms: readonly SignatureAlgorithm[] = [
  ...defaultAlgorithms,
  ...furtherAlgorithms,
  rsaPkcs1Sha1,
  ecdsaSha1,
  ecdsaSha1AnyCurve,
  rsaPkcs1Md5,
];

/** Algorithms whose signatures are checked on requests and in chains: OpenSSL asks no strength of them. */
export const requestAlgorithms: readonly SignatureAlgorithm[] = [
  ...opensslAlgorithms,
  /* @__PURE__ */ rsaPssAny([sha256, sha384, sha512, sha1, sha224, sha512_224, sha512_256, sha3_224, sha3_256, sha3_384, sha3_512]),
];

/**
 * A signer for the key: with the digest of the command line, else `default_md` of the configuration, else SHA-256; `sigopts` are the values of `-sigopt`. Ed25519 and
 * Ed448 have no digest. Throws a `CommandFailure` where a parameter is none, or digest and key are not a pair this toolkit signs with.
 */
export function signerFor(key: PrivateKey, digest: string | undefined, sigopts: readonly string[] = []): Signer<Uint8Array> {
  const named = digest?.toLowerCase();
  const name = named === undefined || named === 'default' ? 'sha256' : named;
  if (key.kind === 'ed25519' || key.kind === 'ed448') {
    if (sigopts[0] !== undefined) throw new CommandFailure([`parameter error "${sigopts[0]}"`]);
    return createSigner(key);
  }
  const hash = lookUpDigest(name);
  const algorithm =
    (key.kind === 'rsa' || key.kind === 'rsa-pss' ? pssFor(key, named === undefined ? undefined : hash, sigopts) : noParameters(sigopts)) ??
    opensslAlgorithms.find((candidate) => candidate.hash === hash?.label && fitsKey(candidate, key));
  if (algorithm === undefined)
    throw new CommandFailure([`Signing with ${name} and a key of kind ${key.kind} is not supported by certwright`]);
  return createSigner(key, { algorithm });
}

function noParameters([first]: readonly string[]): undefined {
  if (first !== undefined) throw new CommandFailure([`parameter error "${first}"`]);
  return undefined;
}

/** RSASSA-PSS where the key or `rsa_padding_mode:pss` wants it. The salt is as long as it can be, or as the key demands at least, unless told otherwise. */
function pssFor(
  key: RsaPrivateKey | RsaPssPrivateKey,
  digest: HashFunction | undefined,
  sigopts: readonly string[],
): SignatureAlgorithm | undefined {
  const restrictions = key.kind === 'rsa-pss' ? key.restrictions : undefined;
  let pss = key.kind === 'rsa-pss';
  let salt: string | undefined;
  let mask: HashFunction | undefined;
  for (const option of sigopts) {
    const [, name, value = ''] = /^([^:]*):(.*)$/s.exec(option) ?? [];
    if (name === 'rsa_padding_mode' && (value === 'pss' || (value === 'pkcs1' && key.kind === 'rsa'))) pss = value === 'pss';
    else if (name === 'rsa_pss_saltlen' && pss && /^(?:digest|max|auto|[0-9]{1,4})$/.test(value)) salt = value;
    else if (name === 'rsa_mgf1_md' && pss && lookUpDigest(value) !== undefined) mask = lookUpDigest(value);
    else throw new CommandFailure([`parameter error "${option}"`]);
  }
  if (!pss) return undefined;
  const hash = digest ?? hashOf(restrictions?.hash);
  const mgfHash = mask ?? (restrictions === undefined ? hash : hashOf(restrictions.mgfHash));
  const most = Math.ceil((bitLength(key.n) - 1) / 8) - hash.outputLength - 2;
  const saltLength =
    salt === undefined
      ? (restrictions?.minSaltLength ?? most)
      : salt === 'digest'
        ? hash.outputLength
        : /^[0-9]/.test(salt)
          ? Number(salt)
          : most;
  const algorithm = rsaPss({ hash, mgfHash, saltLength });
  if (saltLength > most || !fitsKey(algorithm, key))
    throw new CommandFailure(['certwright: the key does not allow RSASSA-PSS with this digest and this salt']);
  return algorithm;
}

/** The hash a key demands; SHA-256 where it demands none. */
function hashOf(wanted: string | undefined): HashFunction {
  return (
    [sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256, sha3_224, sha3_256, sha3_384, sha3_512].find(
      ({ oid }) => oid === wanted,
    ) ?? sha256
  );
}

/** A random serial number as OpenSSL makes them: 159 bits, as the content of an INTEGER. */
export function randomSerial(): Uint8Array {
  const octets = randomBytes(20);
  octets[0] = (octets[0] as number) & 0x7f;
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0 && (octets[start + 1] as number) < 0x80) start++;
  return octets.subarray(start);
}

/** From now on, so many days of 86,400 seconds. */
export function validityOf(now: Instant, days: number): { readonly notBefore: Instant; readonly notAfter: Instant } {
  const notBefore = Math.floor(now / 1000) * 1000;
  return { notBefore, notAfter: notBefore + days * 86_400_000 };
}

/** The octets of the subjectPublicKey BIT STRING of a SubjectPublicKeyInfo. */
export function keyOctets(spki: Uint8Array): Uint8Array {
  return parseSubjectPublicKeyInfo(spki).key;
}

/** The issuer's part of a context: another certificate. */
function issuerOf(certificate: Certificate): ExtensionIssuer {
  const keyIdentifier = readExtension(certificate, subjectKeyIdentifier);
  const alternativeNames = readExtension(certificate, subjectAltName);
  return {
    same: false,
    issuerName: certificate.issuer,
    serialNumber: certificate.serialNumber,
    subjectName: certificate.subject,
    ...(keyIdentifier === undefined || keyIdentifier.length === 0 ? {} : { keyIdentifier }),
    ...(alternativeNames === undefined ? {} : { alternativeNames }),
  };
}

/** The context for a certificate with this subject; `issuer` is `self` for a self-signed one. */
export function certificateContext(of: {
  readonly config?: Config | undefined;
  readonly subject: Name;
  readonly publicKey: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly issuer: Certificate | 'self';
  readonly built: readonly Extension[];
}): ExtensionContext {
  const { config, subject, serialNumber, built } = of;
  const issuer: ExtensionIssuer =
    of.issuer === 'self' ? { same: true, issuerName: subject, serialNumber, subjectName: subject } : issuerOf(of.issuer);
  return { config, subject: { name: subject, key: keyOctets(of.publicKey) }, issuer, sha1: digestSha1, built };
}

/** SHA-1, which key identifiers are made with. */
export function digestSha1(data: Uint8Array): Uint8Array {
  return sha1.digest(data);
}
