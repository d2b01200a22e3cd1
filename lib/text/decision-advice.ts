/** What to do about a login that is refused, for those who know PostgreSQL and not OpenSSL. */

/** What to do, by the reason of a decision; a second text where it is not the client's own certificate that is at fault. */
const ADVICE: Readonly<Record<string, string | readonly [string, string]>> = {
  'ca-file-refused': 'give a file with the roots in PEM; openssl x509 -inform DER -in FILE turns DER into PEM',
  'crl-file-refused': 'give a file with the CRLs in PEM; openssl crl -inform DER -in FILE turns DER into PEM',
  'leaf-undecodable':
    'the client needs its certificate in PEM, and its intermediates behind it; openssl x509 -inform DER -in FILE turns DER into PEM',
  'client-cert-required':
    'give the user a certificate and its key (~/.postgresql/postgresql.crt, postgresql.key), or change the line of pg_hba.conf',
  'no-ca-store': 'set ssl_ca_file in postgresql.conf to a file with the roots of the clients, and reload the server',
  'no-hba-entry': 'add a line for this user, database, address and kind of connection to pg_hba.conf, and reload the server',
  'hba-reject': 'the line means to refuse; a line above it would come first',
  'no-user-name-in-cert': 'issue the certificate with a common name (CN), as the line compares it',
  'user-name-mismatch': 'log in as the user whom the certificate names, or use method cert with a map in pg_ident.conf (map=…)',
  'no-usermap-match': 'add a line to pg_ident.conf: the map, the name in the certificate, the user; and reload the server',
  'usermap-backref-without-group': String.raw`put parentheses around what \1 shall be in the expression of pg_ident.conf`,
  'unable-to-get-issuer-cert-locally': [
    "the client has to send its intermediate CAs behind its own certificate, in one file; or the CA's root belongs into ssl_ca_file",
    'append the CA that issued this one to what the client sends, or its root to ssl_ca_file',
  ],
  'unable-to-get-issuer-cert': 'append the CA that issued this one, up to the self-signed root, to ssl_ca_file',
  'unable-to-verify-leaf-signature': 'the client has to send its intermediate CAs behind its own certificate, in one file',
  'depth-zero-self-signed-cert': 'issue the client a certificate by a CA that ssl_ca_file has, or append this one to ssl_ca_file',
  'self-signed-cert-in-chain': 'append this root to ssl_ca_file if you trust it: whoever it certifies is then let in by certificate',
  'cert-has-expired': [
    'renew the certificate of the client',
    'put the renewed CA in its place where it comes from: the file that the client sends, or ssl_ca_file, which counts first',
  ],
  'cert-not-yet-valid': "look at the server's clock; else wait until the certificate begins",
  'unable-to-get-crl':
    'append the CRL of the CA that issued this certificate to ssl_crl_file (the root needs one of its own too), and reload the server',
  'crl-has-expired': 'fetch or issue a new CRL of the CA that issued this certificate, put it into ssl_crl_file, and reload the server',
  'crl-not-yet-valid': "look at the server's clock; else wait until the CRL begins",
  'crl-signature-failure': "remove the CRL from ssl_crl_file, find out who put it there, and fetch the CA's own",
  'cert-revoked': 'the CA has withdrawn the certificate: issue a new one with a new key if this user shall log in',
  'invalid-ca': 'have the CA issued anew with basicConstraints = critical, CA:TRUE, and keyCertSign in its keyUsage',
  'invalid-purpose': 'have it issued anew with extendedKeyUsage = clientAuth (in a CA: or with none), and digitalSignature in its keyUsage',
  'path-length-exceeded': 'have this CA issued anew with a larger pathlen, or issue by it directly',
  'cert-signature-failure':
    'the certificate is damaged, or another CA of the same name issued it: look at the CAs in ssl_ca_file and in what the client sends',
  'ee-key-too-small': 'issue the client a certificate for a larger key (RSA from 2048 bits, or P-256)',
  'ca-key-too-small': 'have the CA and what it issued made anew with a larger key (RSA from 2048 bits, or P-256)',
  'ca-md-too-weak': 'have this certificate issued anew, signed with SHA-256',
};

/** What to do, or undefined where nothing helps that can be said in general. `depth` is that of the certificate at fault, 0 being the client's own. */
export function adviceFor(reason: string, depth = 0): string | undefined {
  const advice = Object.hasOwn(ADVICE, reason) ? ADVICE[reason] : undefined;
  return typeof advice === 'object' ? advice[depth === 0 ? 0 : 1] : advice;
}
