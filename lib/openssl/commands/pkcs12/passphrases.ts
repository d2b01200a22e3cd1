/** The passphrases of a `pkcs12` command line. */

/** Those of the file. */
export interface AskedPassphrases {
  readonly passphrase: Uint8Array;
  readonly macPassphrase: Uint8Array;
}

/** Those of the options, and a way to those of the file. */
export interface Pkcs12Passphrases {
  /** `-passin`: of the private key that goes into the file, or of the file. */
  readonly input: Uint8Array | undefined;
  /** `-passout`: of the file, or of the private keys that come out of it. */
  readonly output: Uint8Array | undefined;
  /** `-passcerts`. */
  readonly certificates: Uint8Array | undefined;
  /** Those of the file, asked for where no option gives them. Throws a `CommandFailure`. */
  readonly ask: () => Promise<AskedPassphrases>;
}
