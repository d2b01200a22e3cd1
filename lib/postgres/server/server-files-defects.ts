/** What is wrong with certificates that a server loads: too weak to be loaded, or loaded and of no use in handshakes. */
import { signatureFactsOf } from '../../openssl-verify/algorithms.ts';
import type { Facts } from '../../openssl-verify/facts.ts';
import type { OpensslVersion, SecurityLevel } from '../../openssl-verify/types.ts';
import type { CipherSelection } from './cipher-list.ts';
import type { ServerFilesReason } from './server-files-types.ts';
import { protocolRank, type SslSettingName, TLS_1_2, TLS_1_3 } from './server-settings.ts';
import type { GroupsAnswer } from './tls-groups.ts';

/** Something that loads and with which no handshake works. */
interface Defect {
  readonly setting: SslSettingName;
  readonly reason: ServerFilesReason;
}

/** Bits of security that each level wants. */
const LEVEL_BITS = [0, 80, 112, 128, 192, 256] as const;

/** Curves of keys that TLS clients with OpenSSL's defaults know. */
const TLS_CURVES: readonly string[] = ['P-256', 'P-384', 'P-521'];

/** The OpenSSL that judges, and the bits of security that it wants. */
interface Strictness {
  readonly openssl: OpensslVersion;
  readonly level: SecurityLevel;
}

/** What a server takes into handshakes. */
interface Handshake extends Strictness {
  readonly version: number;
  readonly leaf: Facts;
  readonly chain: readonly Facts[];
  readonly ciphers: CipherSelection | undefined;
  readonly groups: GroupsAnswer;
  readonly setting: (name: SslSettingName) => string;
}

/** ssl_security_cert: the key's strength, and that of the signature where the certificate is not its own issuer. */
export function weaknessOf(
  { certificate, key, selfSigned }: Facts,
  { openssl, level }: Strictness,
  place: 'ee' | 'ca',
): { readonly reason: ServerFilesReason; readonly words: string } | undefined {
  if (level === 0) return undefined;
  const wanted = LEVEL_BITS[level];
  if ((key?.securityBits ?? -1) < wanted) return { reason: 'cert-key-too-small', words: `${place} key too small` };
  const bits = signatureFactsOf(certificate.signatureAlgorithm, openssl)?.securityBits ?? -1;
  return selfSigned || bits >= wanted ? undefined : { reason: 'cert-digest-too-weak', words: 'ca md too weak' };
}

/** What loads and fails in every handshake with a client of OpenSSL's defaults. */
export function handshakeDefect({ leaf, chain, ciphers, groups, version, openssl, level, setting }: Handshake): Defect | undefined {
  const key = leaf.key;
  const curve = key?.key?.kind === 'ec' ? key.key.curve : undefined;
  const isEc = key?.type === 'EC';
  if (key === undefined || key.type === 'DSA' || (isEc && (curve === undefined || !TLS_CURVES.includes(curve))))
    return { setting: 'ssl_cert_file', reason: 'server-key-unusable-in-tls' };
  const inForce = ciphers?.securityLevel ?? level;
  const sent = [leaf, ...chain];
  if (sent.some((facts, index) => weaknessOf(facts, { openssl, level: inForce }, index === 0 ? 'ee' : 'ca') !== undefined))
    return { setting: 'ssl_ciphers', reason: 'certificate-below-security-level' };
  const max = protocolRank(setting('ssl_max_protocol_version')) ?? TLS_1_3;
  const min = protocolRank(setting('ssl_min_protocol_version')) ?? 0;
  if (max < TLS_1_2 || min > max) return { setting: 'ssl_max_protocol_version', reason: 'no-common-protocol' };
  if (max === TLS_1_3) {
    if (groups !== 'unusable') return undefined;
    return { setting: version >= 18 ? 'ssl_groups' : 'ssl_ecdh_curve', reason: 'no-common-group' };
  }
  const authentication = isEc || key.type.startsWith('ED') ? 'ECDSA' : 'RSA';
  const fits = ciphers?.suites.some((suite) => suite.authentication === authentication && suite.encryption !== 'NULL');
  return fits === true ? undefined : { setting: 'ssl_ciphers', reason: 'no-common-cipher' };
}
