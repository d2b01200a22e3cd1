/** Certificates that `req` makes in place of requests: self-signed ones (`-x509`), and those of a CA (`-CA`, `-CAkey`). */
import { equalBytes } from '../../../base/bytes.ts';
import type { Signer } from '../../../crypto/types.ts';
import type { PrivateKey } from '../../../keys/types.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import type { Extension } from '../../../x509/extension.ts';
import type { Name } from '../../../x509/name.ts';
import { signCertificate } from '../../certificate-draft.ts';
import type { Config } from '../../config/config.ts';
import { CommandFailure } from '../../failure.ts';
import { loadCertificate, loadKey } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, hasOption, optionNumber, optionValue } from '../../options.ts';
import { parseSerialOption } from '../../serial-file.ts';
import { certificateContext, DEFAULT_DAYS, digestSha1, keyOctets, randomSerial, validityOf } from '../../signing.ts';
import type { ExtensionContext } from '../../x509v3/context.ts';
import { withKeyIdentifiers } from '../../x509v3/key-identifiers.ts';

/** The certificate and the key of `-CA` and `-CAkey`. */
export interface Authority {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

/** Loads them, the key first, as OpenSSL does. Throws a `CommandFailure`. */
export async function loadAuthority(
  line: CommandLine,
  host: OpensslHost,
  passphrase: Uint8Array | undefined,
): Promise<Authority | undefined> {
  const file = optionValue(line, 'CA');
  const keyFile = optionValue(line, 'CAkey');
  if (file === undefined) {
    if (keyFile !== undefined) host.stderr('Warning: Ignoring -CAkey option since no -CA option is given\n');
    return undefined;
  }
  const key = await loadKey(host, keyFile ?? file, `issuer private key from ${keyFile === undefined ? '-CA' : '-CAkey'} arg`, passphrase);
  const certificate = await loadCertificate(host, file, 'issuer cert from -CA arg', { reading: 'openssl' });
  return { certificate, key };
}

/** What the certificate is made of. */
export interface CertificateWish {
  readonly subject: Name;
  /** Issuer of a self-signed one: the subject, or, where `-subj` changes that of a request, what it was before. */
  readonly ownIssuer: Name;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Extensions taken over from a request. */
  readonly copied: readonly Extension[];
  readonly config: Config;
  /** The issuing CA; absent: self-signed. */
  readonly issuer: Certificate | undefined;
  /** Adds the extensions that configuration and command line ask for. */
  extend(context: ExtensionContext): readonly Extension[];
}

/** Makes the certificate. Throws a `CommandFailure`. */
export function makeCertificate(wish: CertificateWish, signer: Signer<Uint8Array>, line: CommandLine, host: OpensslHost): Certificate {
  const { subject, publicKey, issuer, config, copied } = wish;
  if (issuer !== undefined && !equalBytes(issuer.publicKey.der, signer.publicKey))
    throw new CommandFailure(['Issuer CA certificate and key do not match']);
  const serialText = optionValue(line, 'set_serial');
  const serialNumber = serialText === undefined ? randomSerial() : parseSerialOption('req', serialText);
  const ownKey = equalBytes(publicKey, signer.publicKey);
  if (issuer === undefined && !ownKey) host.stderr('Warning: Signature key and public key of cert do not match\n');
  const plain = certificateContext({ config, subject, publicKey, serialNumber, issuer: issuer ?? 'self', built: copied });
  const context: ExtensionContext =
    issuer !== undefined || ownKey || plain.issuer === undefined
      ? plain
      : { ...plain, issuer: { ...plain.issuer, same: false, keyIdentifier: digestSha1(keyOctets(signer.publicKey)) } };
  const listed = wish.extend(context);
  const all = hasOption(line, 'precert') ? [...listed, POISON] : listed;
  const extensions = withKeyIdentifiers(all, { ...context, built: all }, { ownKey });
  return signCertificate(
    {
      version: all.length > 0 ? 3 : 1,
      serialNumber,
      issuer: issuer?.subject ?? wish.ownIssuer,
      validity: validityOf(host.now(), optionNumber(line, 'days') ?? DEFAULT_DAYS),
      subject,
      publicKey,
      extensions,
    },
    signer,
    { spoiled: false },
  );
}

/** The poison of a precertificate (RFC 6962 3.1); OpenSSL writes no octets where the RFC wants a NULL. */
const POISON: Extension = {
  oid: '1.3.6.1.4.1.11129.2.4.3' as Extension['oid'],
  critical: true,
  value: /* @__PURE__ */ new Uint8Array(0),
  offset: 0,
  path: 'precertificatePoison',
};
