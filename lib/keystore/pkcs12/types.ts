/** What a PKCS #12 file holds, as data: its bags in the order of the file, and the same sorted into keys, certificates and the rest. */
import type { Oid } from '../../asn1/oid.ts';
import type { HashName } from '../../crypto/types.ts';
import type { PrivateKey } from '../../keys/types.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateList } from '../../x509/crl.ts';

/** An attribute as it stands there. */
export interface Pkcs12Attribute {
  readonly type: Oid;
  /** DER of each value. */
  readonly values: readonly Uint8Array[];
}

/** What a bag says besides its value (RFC 7292 4.2). */
export interface Pkcs12Attributes {
  /** The name shown to people (RFC 2985 5.5.1), the alias in Java. */
  readonly friendlyName?: string;
  /** Ties a certificate to its key (RFC 2985 5.5.2). */
  readonly localKeyId?: Uint8Array;
  /** Purposes that Java trusts a certificate for (2.16.840.1.113894.746875.1.1); a certificate without a key that has none is not taken for trusted by Java. */
  readonly trustedKeyUsage?: readonly Oid[];
  /** All attributes in the order of the file, those above included. */
  readonly attributes: readonly Pkcs12Attribute[];
}

/** How something is encrypted. */
export interface Pkcs12Encryption {
  /** Such as `PBES2 AES-256-CBC, PBKDF2 SHA-256` or `PKCS#12 SHA-1 RC2-40`. */
  readonly label: string;
  readonly iterations: number;
  /** True for what is read and not written any more, but for the profile `legacy`: RC2, RC4, single and triple DES, keys derived by SHA-1 and MD5. */
  readonly weak: boolean;
  /** DER of the AlgorithmIdentifier. */
  readonly algorithm: Uint8Array;
}

/** A bag of the file (RFC 7292 4.2), its nested bags laid out in its place. */
export type Pkcs12Bag = Pkcs12Attributes &
  (
    | { readonly kind: 'key'; readonly key: PrivateKey; readonly pkcs8: Uint8Array; readonly encryption?: Pkcs12Encryption }
    | {
        /** A key of a kind that this library does not read. */
        readonly kind: 'unsupported-key';
        readonly pkcs8: Uint8Array;
        readonly encryption?: Pkcs12Encryption;
        /** Code of the reason, such as `unsupported-key-algorithm`. */
        readonly problem: string;
      }
    | { readonly kind: 'certificate'; readonly certificate: Certificate }
    | { readonly kind: 'crl'; readonly crl: CertificateList }
    | {
        /** A secret, a certificate or CRL in another form than X.509, or a bag of an unknown type. */
        readonly kind: 'secret' | 'other-certificate' | 'other-crl' | 'unknown';
        /** The type of what is inside, or of the bag. */
        readonly type: Oid;
        /** DER of the value. */
        readonly value: Uint8Array;
      }
  );

/** A SafeContents of the file (RFC 7292 4.2). */
export interface Pkcs12Safe {
  /** Absent: not encrypted as a whole, though each key in it may be. */
  readonly encryption?: Pkcs12Encryption;
  readonly bags: readonly Pkcs12Bag[];
}

/** What protects the file as a whole against change. */
export interface Pkcs12Mac {
  /** `hmac` with the key derivation of PKCS #12 (RFC 7292 appendix B), or `pbmac1` (RFC 9579). */
  readonly kind: 'hmac' | 'pbmac1';
  /** The hash function of the HMAC. */
  readonly hash: HashName;
  readonly iterations: number;
  /** Octets of the salt. */
  readonly saltLength: number;
  /** Octets of the MAC. */
  readonly length: number;
}

/** Something about a file that its reader ought to know and that does not keep it from being read. */
export interface Pkcs12Finding {
  readonly code: Pkcs12FindingCode;
  /** In words, with the values seen. */
  readonly message: string;
}

/** Codes of findings. */
export type Pkcs12FindingCode =
  /** RC2, RC4, DES, or a key derived by SHA-1 or MD5. */
  | 'weak-encryption'
  /** A private key that is not encrypted. */
  | 'unencrypted-key'
  /** No MAC: anybody can have changed the file. */
  | 'no-mac'
  /** A MAC with SHA-1 or MD5. */
  | 'weak-mac'
  /** Fewer than 10,000 iterations. */
  | 'few-iterations'
  /** A key without a certificate. */
  | 'key-without-certificate'
  /** A certificate that says it belongs to a key and matches none. */
  | 'certificate-without-key'
  /** A certificate or a key that stands twice in the file. */
  | 'duplicate-entry'
  /** A key of a kind that is not read. */
  | 'unsupported-key'
  /** A bag that was left as it is. */
  | 'unread-bag'
  /** The password fits in the spelling of OpenSSL before 1.1, which took each octet of UTF-8 for a character. */
  | 'password-spelling';

/** A file as it lies there. */
export interface Pkcs12File {
  readonly safes: readonly Pkcs12Safe[];
  /** Absent: without a MAC, which must be allowed by name. */
  readonly mac?: Pkcs12Mac;
  readonly findings: readonly Pkcs12Finding[];
}

/** A private key with what belongs to it. */
export interface Pkcs12Key extends Pkcs12Attributes {
  readonly key: PrivateKey;
  /** The PKCS #8 octets, as they stand in the file. */
  readonly pkcs8: Uint8Array;
  readonly encryption?: Pkcs12Encryption;
  /** The certificate of this key. */
  readonly certificate?: Certificate;
  /** Certificates of its issuers in the file, each the issuer of the one before by name and key identifiers; nothing is verified. */
  readonly chain: readonly Certificate[];
}

/** A certificate of the file. */
export interface Pkcs12Certificate extends Pkcs12Attributes {
  readonly certificate: Certificate;
}

/** The bags that are neither supported keys nor X.509 certificates nor CRLs. */
export type Pkcs12OtherBag = Exclude<Pkcs12Bag, { readonly kind: 'key' | 'certificate' | 'crl' }>;

/** What a file holds. */
export interface Pkcs12Contents {
  readonly keys: readonly Pkcs12Key[];
  /** All certificates: for each key its own and its chain first, then the others in the order of the file. */
  readonly certificates: readonly Pkcs12Certificate[];
  readonly crls: readonly CertificateList[];
  readonly others: readonly Pkcs12OtherBag[];
  readonly mac?: Pkcs12Mac;
  readonly findings: readonly Pkcs12Finding[];
}

/** How a file is opened. */
export interface ReadPkcs12Options {
  /** Text, or octets of UTF-8. Absent and empty are tried in both spellings that files have for no password. */
  readonly passphrase?: string | Uint8Array | undefined;
  /** Where the MAC has a passphrase of its own. */
  readonly macPassphrase?: string | Uint8Array | undefined;
  /** Takes a file without a MAC, which anybody can have put together. */
  readonly allowUnauthenticated?: boolean | undefined;
  /** Most iterations of key derivation for the whole file, tries included; 10,000,000 where absent, some 10 seconds. */
  readonly maxIterations?: number | undefined;
}
