/**
 * Profiles: the extensions that the usual kinds of certificate carry, after RFC 5280 4.2 and the examples of the PostgreSQL manual. Each gives a
 * list for a template; callers add to it or leave it alone.
 */
import type { Hash } from '../crypto/types.ts';
import { parseSubjectPublicKeyInfo } from '../keys/spki.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import { CLIENT_AUTH, SERVER_AUTH } from '../oids/purposes.ts';
import type { Oid } from '../asn1/oid.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Extension, makeExtension, readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import { basicConstraints, extendedKeyUsage, keyUsage } from '../x509/extensions/usage.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { publicKeyDer } from './sign.ts';
import type { PublicKeyInput } from './types.ts';

/** Whose certificate it is. */
export interface ProfileSubject {
  /** The subject's key. */
  readonly publicKey: PublicKeyInput;
  /** Hash of the key identifiers: SHA-1 (RFC 5280 4.2.1.2 method 1), which protects nothing here. */
  readonly hash: Hash;
}

/** Whose certificate it is, and who signs it. */
export interface IssuedProfileSubject extends ProfileSubject {
  readonly issuer: Certificate;
}

/** Names of a server or client. */
export interface ProfileNames {
  /** Host names and addresses; the subjectAltName is left out where there are none. */
  readonly names?: readonly GeneralName[];
}

/** A self-signed server certificate without a CA, as the manual's first example: not a CA, for the server's own use. */
export function selfSignedProfile({ publicKey, hash, names }: ProfileSubject & ProfileNames): Extension[] {
  return [
    makeExtension(basicConstraints, { ca: false }),
    makeExtension(keyUsage, leafKeyUsage(publicKey)),
    makeExtension(extendedKeyUsage, [SERVER_AUTH]),
    ...alternativeNames(names),
    subjectKey(publicKey, hash),
  ];
}

/** A root CA: CA:TRUE, `pathLength` CAs below it at most (absent: any number). */
export function rootProfile({ publicKey, hash, pathLength }: ProfileSubject & { readonly pathLength?: number }): Extension[] {
  return [...certificationAuthority(pathLength), subjectKey(publicKey, hash)];
}

/** An intermediate CA: CA:TRUE with a path length, 0 by default: it issues leaves only. */
export function intermediateProfile({
  publicKey,
  issuer,
  hash,
  pathLength = 0,
}: IssuedProfileSubject & { readonly pathLength?: number }): Extension[] {
  return [...certificationAuthority(pathLength), subjectKey(publicKey, hash), ...authorityKey(issuer)];
}

/** A TLS server under a CA. */
export function serverProfile({ publicKey, issuer, hash, names }: IssuedProfileSubject & ProfileNames): Extension[] {
  return leaf({ publicKey, issuer, hash, names, purpose: SERVER_AUTH });
}

/** A TLS client under a CA. */
export function clientProfile({ publicKey, issuer, hash, names }: IssuedProfileSubject & ProfileNames): Extension[] {
  return leaf({ publicKey, issuer, hash, names, purpose: CLIENT_AUTH });
}

/** SubjectKeyIdentifier: the hash of the subjectPublicKey octets (RFC 5280 4.2.1.2 method 1). */
export function subjectKey(publicKey: PublicKeyInput, hash: Hash): Extension {
  return makeExtension(subjectKeyIdentifier, hash.digest(parseSubjectPublicKeyInfo(publicKeyDer(publicKey)).key));
}

/** AuthorityKeyIdentifier out of the issuer's key identifier; nothing where the issuer has none. */
export function authorityKey(issuer: Certificate): Extension[] {
  const keyIdentifier = readExtension(issuer, subjectKeyIdentifier);
  return keyIdentifier === undefined ? [] : [makeExtension(authorityKeyIdentifier, { keyIdentifier })];
}

function certificationAuthority(pathLength: number | undefined): Extension[] {
  return [
    makeExtension(basicConstraints, pathLength === undefined ? { ca: true } : { ca: true, pathLength }),
    makeExtension(keyUsage, ['keyCertSign', 'cRLSign']),
  ];
}

function leaf({
  publicKey,
  issuer,
  hash,
  names,
  purpose,
}: IssuedProfileSubject & { names: ProfileNames['names']; purpose: Oid }): Extension[] {
  return [
    makeExtension(basicConstraints, { ca: false }),
    makeExtension(keyUsage, leafKeyUsage(publicKey)),
    makeExtension(extendedKeyUsage, [purpose]),
    ...alternativeNames(names),
    subjectKey(publicKey, hash),
    ...authorityKey(issuer),
  ];
}

/** RSA keys may also take part in the key transport of old TLS versions; others only sign (RFC 5480 3). */
function leafKeyUsage(publicKey: PublicKeyInput): ('digitalSignature' | 'keyEncipherment')[] {
  return parsePublicKey(publicKeyDer(publicKey)).kind === 'rsa' ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];
}

function alternativeNames(names: readonly GeneralName[] = []): Extension[] {
  return names.length === 0 ? [] : [makeExtension(subjectAltName, names)];
}
