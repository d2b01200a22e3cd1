/** What each Wycheproof schema asks of the library: a function that tells whether a vector comes out valid, or the reason why the group is skipped. */
import { oid, randomBytes } from '../../../lib/index.ts';
import { anyCurveParameters, isProbablePrime } from '../../../lib/crypto/index.ts';
import { curveOfOid } from '../../../lib/keys/index.ts';
import { ecdh, xdh } from './wycheproof-agreement.ts';
import { aesCbc, derivation, mac, oaep, passwordEncryption, pkcs1Decrypt } from './wycheproof-encryption.ts';
import { mlDsaSignExpanded, mlDsaSignSeed, mlDsaVerify } from './wycheproof-ml-dsa.ts';
import { ecdsaBitcoin, ecdsaDer, ecdsaP1363, eddsa, pkcs1Sign, pkcs1Verify, pss, pssWithParameters } from './wycheproof-signatures.ts';
import { type Check, unsupportedCurve, type Vector, type VectorGroup } from './wycheproof-vector.ts';

/** By the name of the schema without version. */
const CHECKS: Readonly<Record<string, (group: VectorGroup, algorithm: string) => Check | string>> = {
  rsassa_pkcs1_verify: pkcs1Verify,
  rsassa_pkcs1_generate: pkcs1Sign,
  rsassa_pss_verify: pss,
  rsassa_pss_with_parameters_verify: pssWithParameters,
  rsaes_oaep_decrypt: oaep,
  rsaes_pkcs1_decrypt: pkcs1Decrypt,
  ecdsa_verify: ecdsaDer,
  ecdsa_bitcoin_verify: ecdsaBitcoin,
  ecdsa_p1363_verify: ecdsaP1363,
  eddsa_verify: eddsa,
  mldsa_verify: (group, algorithm) => mlDsaVerify(algorithm, group),
  mldsa_sign_seed: (group, algorithm) => mlDsaSignSeed(algorithm, group),
  mldsa_sign_noseed: (group, algorithm) => mlDsaSignExpanded(algorithm, group),
  ecdh_test: (group) => ecdh(group, 'numbers'),
  ecdh_ecpoint_test: (group) => ecdh(group, 'point'),
  ecdh_pem_test: (group) => ecdh(group, 'pem'),
  ecdh_webcrypto_test: (group) => ecdh(group, 'jwk'),
  xdh_comp: (group) => xdh(group, 'numbers'),
  xdh_asn_comp: (group) => xdh(group, 'der'),
  xdh_pem_comp: (group) => xdh(group, 'pem'),
  xdh_jwk_comp: (group) => xdh(group, 'jwk'),
  mac_test: (group, algorithm) => mac(algorithm, group),
  pbkdf_test: (_group, algorithm) => derivation(algorithm),
  pbe_test: (_group, algorithm) => passwordEncryption(algorithm),
  ind_cpa_test: (_group, algorithm) => (algorithm === 'AES-CBC-PKCS5' ? (vector) => aesCbc(vector) : `${algorithm} is not supported`),
  primality_test: () => (vector) => isProbablePrime(signedInteger(vector['value']), randomBytes),
  ec_curve_test: () => curveParameters,
};

/** How to check the vectors of a group, or why the group is skipped. */
export function checkOf(schema: string, algorithm: string, group: VectorGroup): Check | string {
  const kind = schema.replace(/(?:_v\d+)?\.json$/, '').replace(/_schema$/, '');
  const make = Object.hasOwn(CHECKS, kind) ? CHECKS[kind] : undefined;
  return make === undefined ? `${algorithm} (${kind}) is not supported` : make(group, algorithm);
}

/** Valid where the domain parameters of a curve are those of the library. */
function curveParameters(vector: Vector): boolean | string {
  const curve = curveOfOid(oid(String(vector['oid'])));
  if (curve === undefined) return unsupportedCurve(String(vector['name']));
  const { p, n, h, a, b, Gx, Gy } = anyCurveParameters(curve);
  const ours = { p, n, a, b, gx: Gx, gy: Gy };
  return h === BigInt(String(vector['h'])) && Object.entries(ours).every(([name, value]) => signedInteger(vector[name]) === value);
}

/** Two's complement, big-endian. */
function signedInteger(field: unknown): bigint {
  const hex = String(field);
  const value = hex === '' ? 0n : BigInt(`0x${hex}`);
  return hex !== '' && Number.parseInt(hex.charAt(0), 16) >= 8 ? value - (1n << BigInt(4 * hex.length)) : value;
}
