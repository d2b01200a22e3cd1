/** Checks of Wycheproof's schemas of key agreement: ECDH, X25519 and X448, with keys as numbers, points, DER and PEM. */
import { decodePem, PkiError } from '../../../lib/index.ts';
import { fromJwk } from '../../../lib/keystore/jwk.ts';
import { sharedSecret } from '../../../lib/crypto/index.ts';
import { curveFieldOctets, parsePrivateKey, parsePublicKey, type PrivateKey, type PublicKey } from '../../../lib/keys/index.ts';
import { sameBytes } from './bytes.ts';
import { bytesOf, type Check, curveNamed, orUndefined, unsupportedCurve, type VectorGroup } from './wycheproof-vector.ts';

/** How the keys of a schema are read. */
type KeyForm = 'numbers' | 'point' | 'der' | 'pem' | 'jwk';

/** ECDH: public keys in DER (`numbers`), as points, in PEM or as JWK; the private key a number, in PEM or a JWK. */
export function ecdh(group: VectorGroup, form: Exclude<KeyForm, 'der'>): Check | string {
  const curve = curveNamed(group.curve);
  if (curve === undefined) return unsupportedCurve(group.curve);
  if (form === 'pem') return agreement(pemPrivate, pemPublic, 'ec');
  if (form === 'jwk') return agreement(jwkPrivate, jwkPublic, 'ec');
  const readPrivate = (key: unknown): PrivateKey => ({ kind: 'ec', curve, d: numberOctets(key, curveFieldOctets(curve)) });
  return agreement(
    readPrivate,
    form === 'point' ? (key) => ({ kind: 'ec', curve, point: bytesOf(key) }) : (key) => parsePublicKey(bytesOf(key)),
  );
}

/** X25519 and X448. */
export function xdh(group: VectorGroup, form: Exclude<KeyForm, 'point'>): Check | string {
  const kind = ({ curve25519: 'x25519', curve448: 'x448' } as const)[group.curve ?? ''];
  if (kind === undefined) return unsupportedCurve(group.curve);
  if (form === 'pem') return agreement(pemPrivate, pemPublic, kind);
  if (form === 'jwk') return agreement(jwkPrivate, jwkPublic, kind);
  if (form === 'der')
    return agreement(
      (key) => parsePrivateKey(bytesOf(key)),
      (key) => parsePublicKey(bytesOf(key)),
      kind,
    );
  return agreement(
    (key) => ({ kind, scalar: bytesOf(key) }),
    (key) => ({ kind, point: bytesOf(key) }),
  );
}

/** Valid where both keys are read, they are of the wanted kind, and they agree on the secret of the file. */
function agreement(
  readPrivate: (key: unknown) => PrivateKey,
  readPublic: (key: unknown) => PublicKey,
  kind?: 'ec' | 'x25519' | 'x448',
): Check {
  return (vector) => {
    const secret = orUndefined(() => {
      const privateKey = readPrivate(vector['private']);
      if (kind !== undefined && privateKey.kind !== kind) return undefined;
      return sharedSecret(privateKey, readPublic(vector['public']));
    });
    return secret !== undefined && sameBytes(secret, bytesOf(vector['shared']));
  };
}

function pemPrivate(key: unknown): PrivateKey {
  return parsePrivateKey(pemDer(key));
}

function pemPublic(key: unknown): PublicKey {
  return parsePublicKey(pemDer(key));
}

function pemDer(key: unknown): Uint8Array {
  return decodePem(textOf(key))[0]?.der ?? new Uint8Array();
}

/** A private JWK, which RFC 8037 and RFC 7518 have in one with the public one. */
function jwkPrivate(key: unknown): PrivateKey {
  const { privateKey } = fromJwk(key as object);
  if (privateKey === undefined) throw new PkiError('bad-jwk', 'a private key is wanted');
  return privateKey;
}

function jwkPublic(key: unknown): PublicKey {
  return fromJwk(key as object).publicKey;
}

function textOf(key: unknown): string {
  if (typeof key !== 'string') throw new Error('a key of the vector is no text');
  return key;
}

/** A number of two's complement in a fixed number of octets; one that does not fit keeps its own. */
function numberOctets(number: unknown, length: number): Uint8Array {
  const digits = textOf(number).replace(/^(?:00)+/, '');
  return bytesOf(digits.length > 2 * length ? digits : digits.padStart(2 * length, '0'));
}
