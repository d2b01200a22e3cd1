/** What building an extension may draw on, and the error of this language. */
import { PkiError } from '../../base/error.ts';
import type { Extension } from '../../x509/extension.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import type { Name } from '../../x509/name.ts';
import type { Config } from '../config/config.ts';

/** The subject that the extensions are for. */
export interface ExtensionSubject {
  readonly name: Name;
  /** Octets of its subjectPublicKey BIT STRING. */
  readonly key: Uint8Array;
}

/** The certificate of the issuer. */
export interface ExtensionIssuer {
  /** It is the certificate being made. */
  readonly same: boolean;
  /** Its own issuer, and its serial number: what authorityKeyIdentifier names it by. */
  readonly issuerName: Name;
  readonly serialNumber: Uint8Array;
  readonly subjectName: Name;
  /** Its subjectKeyIdentifier, where it is another certificate that has one. */
  readonly keyIdentifier?: Uint8Array;
  /** Its subjectAltName, for `issuerAltName = issuer:copy`. */
  readonly alternativeNames?: readonly GeneralName[];
}

/** What building an extension may draw on. */
export interface ExtensionContext {
  /** Where `@section` is looked up. */
  readonly config?: Config | undefined;
  /** Only the syntax is checked, as the commands do before they ask for passphrases: what depends on subject and issuer is passed over. */
  readonly test?: boolean;
  readonly subject?: ExtensionSubject;
  /** Absent in requests. */
  readonly issuer?: ExtensionIssuer;
  /** SHA-1, for `subjectKeyIdentifier = hash` (RFC 5280 4.2.1.2 method 1). */
  readonly sha1: (data: Uint8Array) => Uint8Array;
  /** Extensions built so far: a self-signed certificate's authorityKeyIdentifier looks at its own subjectKeyIdentifier. */
  readonly built: readonly Extension[];
}

/** Throws `bad-extension-value`: a value that the language does not allow. */
export function refuse(message: string): never {
  throw new PkiError('bad-extension-value', message);
}

/** Throws `unsupported-extension-value`: what OpenSSL knows and this toolkit does not. */
export function unsupported(what: string): never {
  throw new PkiError('unsupported-extension-value', `${what} is not supported by certwright`);
}
