/**
 * Writes certificates of any kind, wrong ones above all: whatever the encoding can say is written, nothing is checked. Keys and serial numbers come from
 * names, so that every run makes the same octets.
 *
 * Left out: what is no certificate at all. `parseCertificate` has to read the result, in the reading `openssl` where it is not DER.
 */
import { type Oid, oid } from '../asn1/oid.ts';
import { BIT_STRING, context, contextConstructed, GENERALIZED_TIME, UTC_TIME } from '../asn1/tags.ts';
import { type Instant, toCalendar } from '../asn1/time.ts';
import { type DerWriter, encodeDer } from '../asn1/writer.ts';
import { concatBytes, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { sha256 } from '../crypto/hash.ts';
import type { Signer } from '../crypto/types.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { type Extension, type ExtensionType, makeExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, type KeyUsageName } from '../x509/extensions/usage.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { parseName } from '../x509/name-parse.ts';
import { encodingOf, keyNamed } from './keys.ts';

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** The moment at which chains for tests are judged: 2026-06-01. */
export const AT: Instant = 1_780_272_000_000;

/** A certificate to be made; everything but the subject has a default that makes a good one. */
export interface CertificateRecipe {
  /** Name in RFC 4514 form. */
  readonly subject: string;
  /** Absent: self-signed. */
  readonly issuer?: MadeCertificate;
  /** Default: made of the subject. */
  readonly key?: Signer<Uint8Array>;
  /** Who really signs, where that is not the issuer. */
  readonly signedBy?: Signer<Uint8Array>;
  /** Name of the issuer, where it is not the issuer's subject. */
  readonly issuerName?: string;
  /** Default: a leaf. */
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** Epoch milliseconds; default: 100 days before `AT` to 1,000 days after it. */
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly timeForm?: 'generalized';
  readonly version?: number;
  /** Content octets of the INTEGER; default: 8 octets made of the names. */
  readonly serialNumber?: Uint8Array;
  readonly usages?: readonly KeyUsageName[] | null;
  readonly purposes?: readonly string[] | null;
  readonly names?: readonly GeneralName[] | null;
  /** DER of another SubjectPublicKeyInfo. */
  readonly publicKey?: Uint8Array;
  /** DER of the AlgorithmIdentifier inside the signed part, where it differs. */
  readonly innerAlgorithm?: Uint8Array;
  /** DER of both AlgorithmIdentifiers. */
  readonly algorithm?: Uint8Array;
  readonly uniqueId?: boolean;
  /** Added behind the usual ones; one of the same type takes the place of the usual one. */
  readonly extensions?: readonly Extension[];
  /** DER of further extensions, header included. */
  readonly encodedExtensions?: readonly Uint8Array[];
  /** Types left out. */
  readonly without?: readonly ExtensionType<never>[] | readonly Oid[];
  /** No extensions at all. */
  readonly bare?: boolean;
  /** Turns one bit of the signature. */
  readonly breakSignature?: boolean;
  /** What takes the place of the signature. */
  readonly changeSignature?: (signature: Uint8Array) => Uint8Array;
  /** Unused bits that the signature BIT STRING claims to have. */
  readonly unusedBits?: number;
}

/** A certificate and the key that belongs to it. */
export interface MadeCertificate {
  readonly certificate: Certificate;
  readonly key: Signer<Uint8Array>;
}

/**
 * Makes a certificate. Throws `PkiError` where the recipe gives something that is not read as one.
 *
 * ```ts
 * import { verifyChain } from 'certwright';
 * import { AT, makeCertificate } from 'certwright/testing';
 * const ca = makeCertificate({ subject: 'CN=CA', ca: true });
 * const leaf = makeCertificate({ subject: 'CN=leaf', issuer: ca, breakSignature: true });
 * const verdict = verifyChain({ leaf: leaf.certificate, anchors: [ca.certificate], at: AT });
 * if (verdict.ok || verdict.reason.code !== 'signature-invalid') throw new Error('a bad signature was taken');
 * ```
 */
export function makeCertificate(recipe: CertificateRecipe): MadeCertificate {
  const key = recipe.key ?? keyNamed(recipe.subject);
  const signer = recipe.signedBy ?? recipe.issuer?.key ?? key;
  const outer = recipe.algorithm ?? encodingOf(signer);
  const tbs = writeTbs(recipe, key, signer, outer);
  const signature = signer.sign(tbs).slice();
  if (recipe.breakSignature === true) signature[signature.length - 1] = (signature[signature.length - 1] as number) ^ 1;
  const content = concatBytes(Uint8Array.of(recipe.unusedBits ?? 0), recipe.changeSignature?.(signature) ?? signature);
  return { key, certificate: read(encodeDer((out) => out.sequence((all) => all.raw(tbs).raw(outer).value(BIT_STRING, content)))) };
}

/** As DER, or in the reading that notes what is not. */
function read(octets: Uint8Array): Certificate {
  try {
    return parseCertificate(octets);
  } catch (error) {
    if (error instanceof PkiError) return parseCertificate(octets, { reading: 'openssl' });
    throw error;
  }
}

function writeTbs(recipe: CertificateRecipe, key: Signer<Uint8Array>, signer: Signer<Uint8Array>, outer: Uint8Array): Uint8Array {
  const publicKey = recipe.publicKey ?? key.publicKey;
  const version = recipe.version ?? (recipe.bare === true ? 1 : 3);
  const extensions = recipe.bare === true ? (recipe.extensions ?? []) : usualExtensions(recipe, publicKey);
  const issuerName =
    recipe.issuerName === undefined ? (recipe.issuer?.certificate.subject ?? parseName(recipe.subject)) : parseName(recipe.issuerName);
  const identity = utf8(`${recipe.subject}/${issuerName.der.join(' ')}/${key.publicKey.join(' ')}/${signer.publicKey.join(' ')}`);
  return encodeDer((out) =>
    out.sequence((body) => {
      if (version !== 1) body.constructed(contextConstructed(0), (tagged) => tagged.integer(version - 1));
      body
        .value(0x02, recipe.serialNumber ?? Uint8Array.of(0x40, ...sha256.digest(identity).subarray(0, 7)))
        .raw(recipe.innerAlgorithm ?? outer)
        .raw(issuerName.der);
      body.sequence((validity) => {
        writeTime(validity, recipe.notBefore ?? AT - 100 * DAY, recipe.timeForm);
        writeTime(validity, recipe.notAfter ?? AT + 1000 * DAY, recipe.timeForm);
      });
      body.raw(parseName(recipe.subject).der).raw(publicKey);
      if (recipe.uniqueId === true) body.bitString(Uint8Array.of(1, 2), context(2));
      const encoded = recipe.encodedExtensions ?? [];
      if (extensions.length > 0 || encoded.length > 0)
        body.constructed(contextConstructed(3), (tagged) =>
          tagged.sequence((list) => {
            for (const extension of extensions) list.raw(encodeExtension(extension));
            for (const octets of encoded) list.raw(octets);
          }),
        );
    }),
  );
}

/** UTCTime before 2050 unless told otherwise. */
export function writeTime(writer: DerWriter, at: Instant, form: 'generalized' | undefined): void {
  const { year, month, day, hour, minute, second } = toCalendar(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = `${[month, day, hour, minute, second].map(two).join('')}Z`;
  const wide = form === 'generalized' || year >= 2050;
  writer.value(wide ? GENERALIZED_TIME : UTC_TIME, utf8((wide ? String(year) : two(year % 100)) + rest));
}

/** DER of an extension. */
export function encodeExtension({ oid: type, critical, value }: Pick<Extension, 'oid' | 'critical' | 'value'>): Uint8Array {
  return encodeDer((out) =>
    out.sequence((inner) => {
      inner.oid(type);
      if (critical) inner.boolean(true);
      inner.octetString(value);
    }),
  );
}

/** What a certificate of this kind usually has. */
function usualExtensions(recipe: CertificateRecipe, publicKey: Uint8Array): readonly Extension[] {
  const { ca = false, pathLength, issuer } = recipe;
  const usages =
    recipe.usages === undefined ? (ca ? (['keyCertSign', 'cRLSign'] as const) : (['digitalSignature'] as const)) : recipe.usages;
  const purposes = recipe.purposes === undefined ? (ca ? null : ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']) : recipe.purposes;
  const names = recipe.names === undefined ? (ca ? null : [{ kind: 'dNSName' as const, value: 'www.example.com' }]) : recipe.names;
  const usual: Extension[] = [
    makeExtension(basicConstraints, pathLength === undefined ? { ca } : { ca, pathLength }),
    ...(usages === null ? [] : [makeExtension(keyUsage, usages)]),
    ...(purposes === null ? [] : [makeExtension(extendedKeyUsage, purposes.map(oid))]),
    ...(names === null ? [] : [makeExtension(subjectAltName, names)]),
    makeExtension(subjectKeyIdentifier, keyIdentifierOf(publicKey)),
    ...(issuer === undefined
      ? []
      : [makeExtension(authorityKeyIdentifier, { keyIdentifier: keyIdentifierOf(issuer.certificate.publicKey.der) })]),
  ];
  const own = recipe.extensions ?? [];
  const without = (recipe.without ?? []).map((type) => (typeof type === 'string' ? type : type.oid));
  const kept = usual.filter((extension) => !own.some((other) => other.oid === extension.oid) && !without.includes(extension.oid));
  return [...kept, ...own];
}

/** The identifier that certificates for tests give a key. */
function keyIdentifierOf(publicKey: Uint8Array): Uint8Array {
  return sha256.digest(publicKey).subarray(0, 20);
}

/** An extension whose value is these octets, well formed or not. */
export function rawExtension(type: string, value: Uint8Array, critical = false): Extension {
  return { oid: oid(type), critical, value, offset: 0, path: type };
}
