/** A root CA, an intermediate CA that issues leaves only, servers, clients and CRLs, as the PostgreSQL manual's chapter on certificates makes them. */
import {
  type Certificate,
  type CertificateList,
  clientProfile,
  createSigner,
  encodePem,
  encodePkcs8,
  type Extension,
  generateKeyPairSteps,
  intermediateProfile,
  issueCertificate,
  issueCrl,
  type KeyKind,
  type KeyPair,
  type Name,
  type PrivateKey,
  randomBytes,
  type RevocationReason,
  rootProfile,
  serverProfile,
  type Signer,
  type GeneralName,
} from '../../../lib/index.ts';
import type { PublicKeyInput } from '../../../lib/issue/index.ts';
import { encryptPrivateKey } from '../../../lib/keystore/index.ts';
import { COMMON_NAME } from '../../../lib/oids/index.ts';
import { makeAttribute, makeName } from '../../../lib/x509/index.ts';
import { startStep } from '../talk.ts';

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** A CA and the key it signs with. */
export interface Authority {
  readonly certificate: Certificate;
  readonly signer: Signer<Uint8Array>;
}

/** From when to when something is good, epoch milliseconds. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** What is said of a revoked certificate. */
export interface Revocation {
  readonly serialNumber: Uint8Array;
  /** Epoch milliseconds. */
  readonly revokedAt: number;
  readonly reason?: RevocationReason;
}

/** A name of nothing but a common name, whatever characters that has. */
export function commonName(text: string): Name {
  return makeName([[makeAttribute(COMMON_NAME, text)]]);
}

/** Makes a key in small steps, so that a signal is answered meanwhile; with a title it says how far it is. */
export async function makeKeys(kind: KeyKind, title?: string): Promise<KeyPair> {
  const step = title === undefined ? undefined : startStep(title);
  const steps = generateKeyPairSteps(kind);
  let tested = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) {
      step?.done();
      return value;
    }
    step?.note(`prime ${value.prime} of 2, ${++tested} candidates tested`);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

/** A root CA. */
export function makeRoot(subject: Name, { publicKey, privateKey }: KeyPair, validity: Validity): Authority {
  const signer = createSigner(privateKey);
  const certificate = issueCertificate({ subject, publicKey, issuer: 'self', ...validity, extensions: rootProfile({ publicKey }) }, signer);
  return { certificate, signer };
}

/** Certificate of a CA that issues leaves only. */
export function issueIntermediate(root: Authority, subject: Name, publicKey: PublicKeyInput, validity: Validity): Certificate {
  const extensions = intermediateProfile({ publicKey, issuer: root.certificate, pathLength: 0 });
  return issueCertificate({ subject, publicKey, issuer: root.certificate, ...validity, extensions }, root.signer);
}

/** Certificate of a server with these names, or of a client. */
export function issueLeaf(
  issuer: Authority,
  subject: Name,
  publicKey: PublicKeyInput,
  { names, ...validity }: Validity & { readonly names?: readonly GeneralName[] },
): Certificate {
  const whose = { publicKey, issuer: issuer.certificate };
  const extensions: readonly Extension[] = names === undefined ? clientProfile(whose) : serverProfile({ ...whose, names });
  return issueCertificate({ subject, publicKey, issuer: issuer.certificate, ...validity, extensions }, issuer.signer);
}

/** A CRL; from `notBefore` to `notAfter` of the validity it is current. */
export function makeCrl(
  issuer: Authority,
  crlNumber: number,
  revoked: readonly Revocation[],
  { notBefore, notAfter }: Validity,
): CertificateList {
  // An entry is not to be younger than its list, which is backdated for clocks that are slow.
  const entries = revoked.map((entry) => ({ ...entry, revokedAt: Math.min(entry.revokedAt, notBefore) }));
  return issueCrl({ issuer: issuer.certificate, thisUpdate: notBefore, nextUpdate: notAfter, crlNumber, entries }, issuer.signer);
}

/** 120 random bits as groups of letters that are not mistaken for one another. */
export function makePassphrase(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const text = [...randomBytes(24)].map((octet) => letters.charAt(octet & 31)).join('');
  return (text.match(/.{6}/g) ?? []).join('-');
}

/** PEM of a certificate. */
export function pem({ der }: Pick<Certificate, 'der'>): string {
  return encodePem('CERTIFICATE', der);
}

/** PEM of a CRL. */
export function crlPem({ der }: Pick<CertificateList, 'der'>): string {
  return encodePem('X509 CRL', der);
}

/** PEM of a private key, under a passphrase where one is given. */
export function keyPem(key: PrivateKey, passphrase?: string): string {
  const der = encodePkcs8(key);
  if (passphrase === undefined) return encodePem('PRIVATE KEY', der);
  return encodePem('ENCRYPTED PRIVATE KEY', encryptPrivateKey(der, passphrase, { random: randomBytes }));
}
