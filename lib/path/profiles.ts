/**
 * The profiles, as data. `rfc5280` is section 6 with keys and hashes of today; `webpki` adds what the CA/Browser Forum's Baseline Requirements demand of
 * server certificates, as far as x509-limbo tests it.
 */
import type { PathKnobs, Strength } from './inputs.ts';
import type { Rule } from './rule.ts';
import { criticalConstraintsRule, issuerDutiesRule, readableConstraintsRule } from './rules/issuer-duties.ts';
import { webCurvesRule } from './rules/strength.ts';

/** Knobs, and rules besides those of RFC 5280 section 6, which run in every profile. */
export interface PathProfile extends PathKnobs {
  readonly rules: readonly Rule[];
}

/**
 * RSA from 2,048 bits: NIST SP 800-131A and the Baseline Requirements 6.1.5; to 16,384, as OpenSSL (OPENSSL_RSA_MAX_MODULUS_BITS). Exponents to 64 bits:
 * OpenSSL for moduli above 3,072 bits (OPENSSL_RSA_MAX_PUBEXP_BITS). Curves from 256 bits and no SHA-1 nor MD5: the same requirements.
 */
const STRENGTH: Strength = {
  minRsaBits: 2048,
  maxRsaBits: 16_384,
  maxRsaExponentBits: 64,
  minEcBits: 256,
  hashes: [
    'SHA-224',
    'SHA-256',
    'SHA-384',
    'SHA-512',
    'SHA-512/224',
    'SHA-512/256',
    'SHA3-224',
    'SHA3-256',
    'SHA3-384',
    'SHA3-512',
    'SHAKE128',
    'SHAKE256',
  ],
};

/** RFC 5280 section 6. Keys of all kinds; those of agreement and those that no algorithm of the caller takes may stand in a leaf, and sign nothing. */
export const rfc5280Profile: PathProfile = {
  label: 'rfc5280',
  strength: STRENGTH,
  rsaBitsMultiple: 1,
  keyKinds: ['rsa', 'rsa-pss', 'ec', 'ed25519', 'ed448', 'x25519', 'x448', 'ml-dsa', 'slh-dsa'],
  purposes: [],
  chainedPurposes: true,
  anyPurpose: true,
  purposeRequired: false,
  crlNumberRequired: false,
  rules: [readableConstraintsRule],
};

/**
 * `rfc5280`, and nameConstraints have to be critical (4.2.1.10). Not the default: those of many private CAs are not, and hold all the same.
 */
export const strictRfc5280Profile: PathProfile = /* @__PURE__ */ strictly(rfc5280Profile);

function strictly(profile: PathProfile): PathProfile {
  return { ...profile, label: `${profile.label}-strict`, rules: [...profile.rules, criticalConstraintsRule] };
}

/** What browsers demand of a server certificate. RSA moduli in whole octets, three curves, no EdDSA (Baseline Requirements 6.1.5), no keys of id-RSASSA-PSS (7.1.3.1.1). */
export const webpkiProfile: PathProfile = {
  label: 'webpki',
  strength: STRENGTH,
  rsaBitsMultiple: 8,
  keyKinds: ['rsa', 'ec'],
  purposes: ['serverAuth'],
  chainedPurposes: true,
  anyPurpose: false,
  purposeRequired: true,
  crlNumberRequired: true,
  rules: [webCurvesRule, issuerDutiesRule],
};
