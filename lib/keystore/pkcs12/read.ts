/**
 * The contents of a PKCS #12 file, sorted: which certificate belongs to which key, and which certificates lead on from it.
 *
 * A certificate is a key's when its public key is the key's. localKeyId is what RFC 7292 4.2 has for this, and it only decides where several certificates have that
 * public key, and where the public half of a key is not computed here: an identifier can be wrong, the arithmetic cannot. Chains go by names and key
 * identifiers, nothing is verified: that is `verifyChain`'s.
 */
import { equalBytes, toHex } from '../../base/bytes.ts';
import { given } from '../../base/given.ts';
import { addTo } from '../../base/lists.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { publicKeyOf } from '../../crypto/public-half.ts';
import { encodePublicKey, parsePublicKey } from '../../keys/public-key.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { readExtension } from '../../x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../x509/extensions/key-identifiers.ts';
import { normalisedName } from '../../x509/name-compare.ts';
import { MAX_KEYS } from './bags.ts';
import { openPkcs12 } from './open.ts';
import type {
  Pkcs12Attributes,
  Pkcs12Bag,
  Pkcs12Certificate,
  Pkcs12Contents,
  Pkcs12File,
  Pkcs12Finding,
  Pkcs12Key,
  Pkcs12OtherBag,
  ReadPkcs12Options,
} from './types.ts';

/** Longest chain that is put together. */
const MAX_CHAIN = 32;

/**
 * Reads a PKCS #12 file: keys with their certificates and chains, the other certificates, CRLs, what was not read by name, and what is worth knowing about its
 * protection.
 *
 * The MAC is checked before anything is decrypted. Throws `mac-missing` for a file without one unless `allowUnauthenticated` takes it, `passphrase-required`,
 * `wrong-passphrase` (damage to what is under the MAC looks the same), `kdf-too-costly` before any work, `unsupported-integrity-mode` and `unsupported-privacy-mode` for
 * the modes with public keys, `unsupported-mac`, `unsupported-encryption-scheme`, `unsupported-version`, `unexpected-content-type`, `duplicate-attribute`, `bad-attribute`,
 * `too-many-bags`, `too-many-keys`, and the codes of the readers of DER, keys, certificates and CRLs.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { readPkcs12, writePkcs12 } from 'certwright/pkcs12';
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
 * const { privateKey } = generateKeyPair({ kind: 'ed25519' });
 * const file = writePkcs12({ keys: [{ key: privateKey, friendlyName: 'alice' }] }, { passphrase: 'horse', iterations: 1000, random });
 * const { keys, findings } = readPkcs12(file, { passphrase: 'horse' });
 * if (keys[0]?.friendlyName !== 'alice') throw new Error('the key comes back');
 * if (!findings.some(({ code }) => code === 'few-iterations')) throw new Error('1,000 iterations are few');
 * ```
 */
export function readPkcs12(file: Uint8Array, options: ReadPkcs12Options = {}): Pkcs12Contents {
  return sortPkcs12(openPkcs12(file, options));
}

/** Sorts an opened file. Throws `too-many-keys`. */
export function sortPkcs12({ safes, mac, findings }: Pkcs12File): Pkcs12Contents {
  const bags = safes.flatMap((safe) => safe.bags);
  const notes: Pkcs12Finding[] = [...findings];
  const keyBags = unique(
    bags.filter((bag) => bag.kind === 'key'),
    (bag) => bag.pkcs8,
    'a private key',
    notes,
  );
  if (keyBags.length > MAX_KEYS) throw new PkiError('too-many-keys', `${keyBags.length} private keys, at most ${MAX_KEYS} are read`);
  const certificates: Pkcs12Certificate[] = unique(
    bags.filter((bag) => bag.kind === 'certificate'),
    (bag) => bag.certificate.der,
    'a certificate',
    notes,
  ).map((bag) => ({ ...attributesOf(bag), certificate: bag.certificate }));
  const index = new CertificateIndex(certificates);
  const keys = keyBags.map((bag) => toKey(bag, index));
  for (const { certificate, friendlyName } of keys)
    if (certificate === undefined)
      notes.push({ code: 'key-without-certificate', message: `the private key ${named(friendlyName)}has no certificate in the file` });
  const owned = new Set(keys.flatMap(({ certificate }) => (certificate === undefined ? [] : [certificate])));
  for (const { certificate, localKeyId, friendlyName } of certificates)
    if (localKeyId !== undefined && !owned.has(certificate))
      notes.push({
        code: 'certificate-without-key',
        message: `the certificate ${named(friendlyName)}says it belongs to a key and matches none`,
      });
  return given({
    keys,
    certificates: chainsFirst(keys, certificates),
    crls: bags.flatMap((bag): CertificateList[] => (bag.kind === 'crl' ? [bag.crl] : [])),
    others: bags.filter((bag): bag is Pkcs12OtherBag => !['key', 'certificate', 'crl'].includes(bag.kind)),
    mac,
    findings: notes,
  });
}

function named(friendlyName: string | undefined): string {
  return friendlyName === undefined ? '' : `"${friendlyName.slice(0, 64)}" `;
}

/** The members without those whose octets stood there before. */
function unique<T>(members: readonly T[], octets: (member: T) => Uint8Array, what: string, notes: Pkcs12Finding[]): T[] {
  const seen = new Set<string>();
  const kept = members.filter((member) => {
    const key = toHex(octets(member));
    return !seen.has(key) && seen.add(key);
  });
  if (kept.length < members.length) notes.push({ code: 'duplicate-entry', message: `${what} stands in the file more than once` });
  return kept;
}

function toKey(bag: Pkcs12Bag & { readonly kind: 'key' }, index: CertificateIndex): Pkcs12Key {
  const { key, pkcs8, encryption } = bag;
  const certificate = index.ofKey(key, bag.localKeyId);
  const chain = certificate === undefined ? [] : index.chainOf(certificate);
  return { ...attributesOf(bag), ...given({ key, pkcs8, encryption, certificate, chain }) };
}

function attributesOf({ friendlyName, localKeyId, trustedKeyUsage, attributes }: Pkcs12Attributes): Pkcs12Attributes {
  return given({ friendlyName, localKeyId, trustedKeyUsage, attributes });
}

/** For each key its certificate and its chain, then the others. */
function chainsFirst(keys: readonly Pkcs12Key[], certificates: readonly Pkcs12Certificate[]): Pkcs12Certificate[] {
  const places = new Map(certificates.map((entry) => [entry.certificate, entry]));
  const ordered = new Set<Pkcs12Certificate>();
  for (const { certificate, chain } of keys) {
    for (const member of certificate === undefined ? [] : [certificate, ...chain]) {
      const entry = places.get(member);
      if (entry !== undefined) ordered.add(entry);
    }
  }
  return [...ordered, ...certificates.filter((entry) => !ordered.has(entry))];
}

/** The certificates of a file by public key, by localKeyId and by subject. */
class CertificateIndex {
  readonly #byPublicKey = new Map<string, Pkcs12Certificate[]>();
  readonly #byLocalKeyId = new Map<string, Pkcs12Certificate[]>();
  /** By name, and by name and subjectKeyIdentifier. */
  readonly #bySubject = new Map<string, Certificate[]>();
  readonly #issuers = new Map<Certificate, Certificate | undefined>();

  constructor(certificates: readonly Pkcs12Certificate[]) {
    for (const entry of certificates) {
      const { certificate, localKeyId } = entry;
      const publicKey = catchMalformed(() => parsePublicKey(certificate.publicKey));
      if (!(publicKey instanceof PkiError)) addTo(this.#byPublicKey, publicKeyText(publicKey), entry);
      if (localKeyId !== undefined) addTo(this.#byLocalKeyId, toHex(localKeyId), entry);
      const name = normalisedName(certificate.subject);
      addTo(this.#bySubject, name, certificate);
      const identifier = catchMalformed(() => readExtension(certificate, subjectKeyIdentifier));
      if (identifier !== undefined && !(identifier instanceof PkiError))
        addTo(this.#bySubject, `${toHex(identifier)} ${name}`, certificate);
    }
  }

  ofKey(key: PrivateKey, localKeyId: Uint8Array | undefined): Certificate | undefined {
    const publicKey = catchMalformed(() => publicKeyOf(key));
    const candidates =
      publicKey instanceof PkiError
        ? isNotComputed(publicKey) && localKeyId !== undefined
          ? this.#byLocalKeyId.get(toHex(localKeyId))?.filter(({ certificate }) => isOfKind(certificate, key))
          : undefined
        : this.#byPublicKey.get(publicKeyText(publicKey));
    const tied = candidates?.find(
      (entry) => localKeyId !== undefined && entry.localKeyId !== undefined && equalBytes(localKeyId, entry.localKeyId),
    );
    return (tied ?? candidates?.[0])?.certificate;
  }

  /** The issuers of a certificate, step by step, up to one that is not there or was there before. */
  chainOf(certificate: Certificate): Certificate[] {
    const path = new Set([certificate]);
    for (let last: Certificate | undefined = certificate; last !== undefined && path.size <= MAX_CHAIN;) {
      last = this.#issuerOf(last);
      if (last === undefined || path.has(last)) break;
      path.add(last);
    }
    return [...path].slice(1);
  }

  /** Asked once of each: a thousand keys may have one certificate, and its issuer a name of a megabyte. */
  #issuerOf(certificate: Certificate): Certificate | undefined {
    if (!this.#issuers.has(certificate)) this.#issuers.set(certificate, this.#findIssuer(certificate));
    return this.#issuers.get(certificate);
  }

  #findIssuer(certificate: Certificate): Certificate | undefined {
    const name = normalisedName(certificate.issuer);
    const identifiers = catchMalformed(() => readExtension(certificate, authorityKeyIdentifier));
    const wanted = identifiers instanceof PkiError ? undefined : identifiers?.keyIdentifier;
    const byIdentifier = wanted === undefined ? undefined : this.#bySubject.get(`${toHex(wanted)} ${name}`);
    return (byIdentifier ?? this.#bySubject.get(name))?.[0];
  }
}

/** Whether an error says that the public half of a kind of key is computed elsewhere: ML-DSA's in `certwright/post-quantum`. */
export function isNotComputed({ code }: PkiError): boolean {
  return code === 'post-quantum-key' || code === 'unsupported-key-kind';
}

function isOfKind({ publicKey }: Certificate, { kind }: PrivateKey): boolean {
  const parsed = catchMalformed(() => parsePublicKey(publicKey));
  return !(parsed instanceof PkiError) && parsed.kind === kind;
}

/** One text for all spellings of a public key: of a point its x-coordinate and whether y is odd, so that compressed or not makes no difference. */
function publicKeyText(key: PublicKey): string {
  // A certificate for any RSA signature and a key for RSASSA-PSS only are of one key.
  if ('n' in key) return `${key.n.toString(16)} ${key.e.toString(16)}`;
  if (key.kind !== 'ec') return toHex(encodePublicKey(key));
  const { curve, point } = key;
  const compressed = point[0] !== 4;
  const x = compressed ? point.subarray(1) : point.subarray(1, 1 + (point.length - 1) / 2);
  const odd = (compressed ? (point[0] as number) : (point[point.length - 1] as number)) & 1;
  return `${curve} ${odd} ${toHex(x)}`;
}
