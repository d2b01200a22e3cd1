/** Whether a certificate of the trusted ones ends a chain, by its trust settings (X509_check_trust). */
import { readExtension } from '../../../x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../x509/extensions/key-identifiers.ts';
import { equalBytes } from '../../../base/bytes.ts';
import { PkiError } from '../../../base/error.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { sameOpensslName } from '../../../x509/name-hash.ts';
import type { TrustedCertificate } from '../../../x509/trusted-certificate.ts';
import type { PurposeName } from '../../../openssl-verify/types.ts';

/** `named`: its settings name the use. `self-signed`: it has no list of uses and is its own issuer. `rejected`: its settings forbid the use, or name others only. */
export type Trust = 'named' | 'self-signed' | 'untrusted' | 'rejected';

const ANY = '2.5.29.37.0';

/** The use that a purpose asks trust for: an extended key usage; `compat` where settings do not count. */
const USES: Readonly<Record<PurposeName, string>> = {
  sslclient: '1.3.6.1.5.5.7.3.2',
  sslserver: '1.3.6.1.5.5.7.3.1',
  nssslserver: '1.3.6.1.5.5.7.3.1',
  smimesign: '1.3.6.1.5.5.7.3.4',
  smimeencrypt: '1.3.6.1.5.5.7.3.4',
  crlsign: 'compat',
  any: ANY,
  ocsphelper: 'compat',
  timestampsign: '1.3.6.1.5.5.7.3.8',
};

/** What its settings, or its being self-signed, say of a trusted certificate. */
export function trustOf({ certificate, trust }: TrustedCertificate, purpose: PurposeName | undefined): Trust {
  const use = purpose === undefined ? ANY : USES[purpose];
  if (trust !== undefined && use !== 'compat') {
    const names = (list: readonly string[]): boolean => list.includes(use) || list.includes(ANY);
    if (trust.rejected !== undefined && names(trust.rejected)) return 'rejected';
    if (trust.trusted !== undefined) return names(trust.trusted) ? 'named' : 'rejected';
  }
  return isSelfSigned(certificate) ? 'self-signed' : 'untrusted';
}

/** Its own issuer by name and, where both are there, by key identifier. */
function isSelfSigned(certificate: Certificate): boolean {
  if (!sameOpensslName(certificate.subject, certificate.issuer)) return false;
  try {
    const own = readExtension(certificate, subjectKeyIdentifier);
    const authority = readExtension(certificate, authorityKeyIdentifier)?.keyIdentifier;
    return own === undefined || authority === undefined || equalBytes(own, authority);
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}
