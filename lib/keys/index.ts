/** Entry point `certwright/keys`: keys as data, read from and written to SPKI, PKCS#1, PKCS#8 and SEC 1. */
export { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts';
export { CURVE_NAMES, curveBits, curveFieldOctets, curveOfOid, curveOid } from './curves.ts';
export * from './dsa.ts';
export { encodePkcs1PrivateKey, encodePkcs1PublicKey, parsePkcs1PrivateKey, parsePkcs1PublicKey } from './pkcs1.ts';
export { encodePkcs8, parsePrivateKey } from './pkcs8.ts';
export { encodePublicKey, parsePublicKey } from './public-key.ts';
export { encodeSec1, parseEcParameters, parseSec1, type Sec1Options } from './sec1.ts';
export { parseSubjectPublicKeyInfo, readSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from './spki.ts';
export type * from './types.ts';
