/**
 * Builds certificates and CRLs of any kind, wrong ones above all: whatever DER can say is written, nothing is checked. Keys and serial numbers come from names,
 * so that every run makes the same octets. Portable: the unit tests, the security tests and `vectors/make-chains.ts` use it.
 */
import { type Oid, oid } from '../../lib/asn1/oid.ts';
import { context, contextConstructed, GENERALIZED_TIME, UTC_TIME } from '../../lib/asn1/tags.ts';
import { toCalendar } from '../../lib/asn1/time.ts';
import { type DerWriter, encodeDer } from '../../lib/asn1/writer.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { ecdsaSha256 } from '../../lib/crypto/ec/ecdsa.ts';
import { ed25519 } from '../../lib/crypto/eddsa.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { publicKeyOf } from '../../lib/crypto/public-half.ts';
import { createSigner } from '../../lib/crypto/signer.ts';
import type { Signer } from '../../lib/crypto/types.ts';
import { encodePublicKey } from '../../lib/keys/public-key.ts';
import type { PrivateKey } from '../../lib/keys/types.ts';
import { type Certificate, parseCertificate } from '../../lib/x509/certificate.ts';
import { type CertificateList, parseCrl, type RevocationReason } from '../../lib/x509/crl.ts';
import { type Extension, type ExtensionType, makeExtension, writeExtensions } from '../../lib/x509/extension.ts';
import { subjectAltName } from '../../lib/x509/extensions/alternative-names.ts';
import { reasonCode } from '../../lib/x509/extensions/crl-entry-extensions.ts';
import { cRLNumber } from '../../lib/x509/extensions/crl-numbers.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../lib/x509/extensions/key-identifiers.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, type KeyUsageName } from '../../lib/x509/extensions/usage.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { parseName } from '../../lib/x509/name-parse.ts';

export const DAY = 86_400_000;

/** The moment at which the kit's chains are judged: 2026-06-01. */
export const AT = 1_780_272_000_000;

const algorithms = { ed25519, ec: ecdsaSha256 };

const signers = new Map<string, Signer<Uint8Array>>();

/** The signer whose key is made of `name`; the same for the same name. */
export function keyNamed(name: string, kind: 'ed25519' | 'ec' = 'ed25519'): Signer<Uint8Array> {
  const known = signers.get(kind + name);
  if (known !== undefined) return known;
  const octets = sha256.digest(utf8(`chain kit ${name}`));
  const key: PrivateKey = kind === 'ec' ? { kind, curve: 'P-256', d: octets } : { kind, seed: octets };
  const signer = createSigner(key, { algorithm: algorithms[kind], random: (length) => new Uint8Array(length) });
  signers.set(kind + name, signer);
  return signer;
}

/** The AlgorithmIdentifier that a signer writes. */
export function encodingOf(signer: Signer<Uint8Array>): Uint8Array {
  const [first] = signer.algorithm.encodings;
  if (first === undefined) throw new Error(`${signer.algorithm.label} has no encoding`);
  return first;
}

/** A certificate to be made; everything but the subject has a default that makes a good one. */
export interface Recipe {
  /** Name in RFC 4514 form. */
  readonly subject: string;
  /** Absent: self-signed. */
  readonly issuer?: Made;
  /** Default: made of the subject. */
  readonly key?: Signer<Uint8Array>;
  /** Who really signs, where that is not the issuer. */
  readonly signedBy?: Signer<Uint8Array>;
  /** Name of the issuer, where it is not the issuer's subject. */
  readonly issuerName?: string;
  /** Default: a leaf. */
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly notBefore?: number;
  readonly notAfter?: number;
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
  /** Types left out. */
  readonly without?: readonly ExtensionType<never>[] | readonly Oid[];
  /** No extensions at all. */
  readonly bare?: boolean;
  /** Turns one bit of the signature. */
  readonly breakSignature?: boolean;
}

/** A certificate and the key that belongs to it. */
export interface Made {
  readonly certificate: Certificate;
  readonly key: Signer<Uint8Array>;
}

/** Makes a certificate. */
export function make(recipe: Recipe): Made {
  const key = recipe.key ?? keyNamed(recipe.subject);
  const signer = recipe.signedBy ?? recipe.issuer?.key ?? key;
  const publicKey = recipe.publicKey ?? key.publicKey;
  const outer = recipe.algorithm ?? encodingOf(signer);
  const version = recipe.version ?? (recipe.bare === true ? 1 : 3);
  const extensions = recipe.bare === true ? (recipe.extensions ?? []) : usualExtensions(recipe, publicKey);
  const issuerName =
    recipe.issuerName === undefined ? (recipe.issuer?.certificate.subject ?? parseName(recipe.subject)) : parseName(recipe.issuerName);
  const identity = utf8(`${recipe.subject}/${toText(issuerName.der)}/${toText(key.publicKey)}/${toText(signer.publicKey)}`);
  const serialNumber = recipe.serialNumber ?? Uint8Array.of(0x40, ...sha256.digest(identity).subarray(0, 7));
  const tbs = encodeDer((out) =>
    out.sequence((body) => {
      if (version !== 1) body.constructed(contextConstructed(0), (tagged) => tagged.integer(version - 1));
      body
        .value(0x02, serialNumber)
        .raw(recipe.innerAlgorithm ?? outer)
        .raw(issuerName.der);
      body.sequence((validity) => {
        writeTime(validity, recipe.notBefore ?? AT - 100 * DAY, recipe.timeForm);
        writeTime(validity, recipe.notAfter ?? AT + 1000 * DAY, recipe.timeForm);
      });
      body.raw(parseName(recipe.subject).der).raw(publicKey);
      if (recipe.uniqueId === true) body.bitString(Uint8Array.of(1, 2), context(2));
      if (extensions.length > 0) body.constructed(contextConstructed(3), (tagged) => writeExtensions(tagged, extensions));
    }),
  );
  const signature = signer.sign(tbs).slice();
  if (recipe.breakSignature === true) signature[signature.length - 1] = (signature[signature.length - 1] as number) ^ 1;
  return { key, certificate: parseCertificate(encodeDer((out) => out.sequence((all) => all.raw(tbs).raw(outer).bitString(signature)))) };
}

function toText(octets: Uint8Array): string {
  return octets.join(' ');
}

/** UTCTime before 2050 unless told otherwise. */
function writeTime(writer: DerWriter, at: number, form: 'generalized' | undefined): void {
  const { year, month, day, hour, minute, second } = toCalendar(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = `${[month, day, hour, minute, second].map(two).join('')}Z`;
  const wide = form === 'generalized' || year >= 2050;
  writer.value(wide ? GENERALIZED_TIME : UTC_TIME, utf8((wide ? String(year) : two(year % 100)) + rest));
}

/** What a certificate of this kind usually has. */
function usualExtensions(recipe: Recipe, publicKey: Uint8Array): readonly Extension[] {
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

function keyIdentifierOf(publicKey: Uint8Array): Uint8Array {
  return sha256.digest(publicKey).subarray(0, 20);
}

/** An extension whose value is these octets, well formed or not. */
export function rawExtension(type: string, value: Uint8Array, critical = false): Extension {
  return { oid: oid(type), critical, value, offset: 0, path: type };
}

/** The public key of a key that is not in the kit's two kinds. */
export function spkiOf(key: Parameters<typeof encodePublicKey>[0] | PrivateKey): Uint8Array {
  return 'seed' in key || 'd' in key ? encodePublicKey(publicKeyOf(key)) : encodePublicKey(key);
}

/** A CRL to be made; defaults make a good one that revokes nothing. */
export interface CrlRecipe {
  readonly issuer: Made;
  readonly signedBy?: Signer<Uint8Array>;
  readonly revoked?: readonly {
    readonly serialNumber: Uint8Array;
    readonly reason?: RevocationReason;
    readonly extensions?: readonly Extension[];
  }[];
  readonly thisUpdate?: number;
  /** null: absent. */
  readonly nextUpdate?: number | null;
  readonly version?: 1 | 2;
  /** null: absent. */
  readonly number?: bigint | null;
  readonly extensions?: readonly Extension[];
  readonly innerAlgorithm?: Uint8Array;
  readonly breakSignature?: boolean;
}

/** Makes a CRL. */
export function makeCrl(recipe: CrlRecipe): CertificateList {
  const signer = recipe.signedBy ?? recipe.issuer.key;
  const algorithm = encodingOf(signer);
  const number = recipe.number === undefined ? 1n : recipe.number;
  const extensions = [...(number === null ? [] : [makeExtension(cRLNumber, number)]), ...(recipe.extensions ?? [])];
  const tbs = encodeDer((out) =>
    out.sequence((body) => {
      if ((recipe.version ?? 2) === 2) body.integer(1);
      body.raw(recipe.innerAlgorithm ?? algorithm).raw(recipe.issuer.certificate.subject.der);
      writeTime(body, recipe.thisUpdate ?? AT - DAY, undefined);
      if (recipe.nextUpdate !== null) writeTime(body, recipe.nextUpdate ?? AT + 7 * DAY, undefined);
      if (recipe.revoked !== undefined && recipe.revoked.length > 0)
        body.sequence((list) => {
          for (const { serialNumber, reason, extensions: own = [] } of recipe.revoked ?? []) {
            const entry = [...(reason === undefined ? [] : [makeExtension(reasonCode, reason)]), ...own];
            list.sequence((inner) => {
              inner.value(0x02, serialNumber).time(AT - 2 * DAY);
              if (entry.length > 0) writeExtensions(inner, entry);
            });
          }
        });
      if (extensions.length > 0) body.constructed(contextConstructed(0), (tagged) => writeExtensions(tagged, extensions));
    }),
  );
  const signature = signer.sign(tbs).slice();
  if (recipe.breakSignature === true) signature[0] = (signature[0] as number) ^ 1;
  return parseCrl(encodeDer((out) => out.sequence((all) => all.raw(tbs).raw(algorithm).bitString(signature))));
}
