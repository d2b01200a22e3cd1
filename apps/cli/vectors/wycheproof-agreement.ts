/** Checks of Wycheproof's schemas of key agreement: ECDH, X25519 and X448, with keys as numbers, points, DER and PEM. */
import { decodePem } from '../../../lib/index.ts';
import { sharedSecret } from '../../../lib/crypto/index.ts';
import { curveFieldOctets, parsePrivateKey, parsePublicKey, type PrivateKey, type PublicKey } from '../../../lib/keys/index.ts';
import { sameBytes } from './bytes.ts';
import { bytesOf, type Check, curveNamed, orUndefined, unsupportedCurve, type VectorGroup } from './wycheproof-vector.ts';

/** How the keys of a schema are read. */
type KeyForm = 'numbers' | 'point' | 'der' | 'pem';

/** ECDH: public keys in DER (`numbers`), as points, or in PEM; the private key a number, or in PEM. */
export function ecdh(group: VectorGroup, form: Exclude<KeyForm, 'der'>): Check | string {
  const curve = curveNamed(group.curve);
  if (curve === undefined) return unsupportedCurve(group.curve);
  if (form === 'pem') return agreement(pemPrivate, pemPublic);
  const readPrivate = (text: string): PrivateKey => ({ kind: 'ec', curve, d: numberOctets(text, curveFieldOctets(curve)) });
  return agreement(
    readPrivate,
    form === 'point' ? (text) => ({ kind: 'ec', curve, point: bytesOf(text) }) : (text) => parsePublicKey(bytesOf(text)),
  );
}

/** X25519 and X448. */
export function xdh(group: VectorGroup, form: Exclude<KeyForm, 'point'>): Check | string {
  const kind = ({ curve25519: 'x25519', curve448: 'x448' } as const)[group.curve ?? ''];
  if (kind === undefined) return unsupportedCurve(group.curve);
  if (form === 'pem') return agreement(pemPrivate, pemPublic, kind);
  if (form === 'der')
    return agreement(
      (text) => parsePrivateKey(bytesOf(text)),
      (text) => parsePublicKey(bytesOf(text)),
      kind,
    );
  return agreement(
    (text) => ({ kind, scalar: bytesOf(text) }),
    (text) => ({ kind, point: bytesOf(text) }),
  );
}

/** Valid where both keys are read, they are of the wanted kind, and they agree on the secret of the file. */
function agreement(readPrivate: (text: string) => PrivateKey, readPublic: (text: string) => PublicKey, kind?: 'x25519' | 'x448'): Check {
  return (vector) => {
    const secret = orUndefined(() => {
      const privateKey = readPrivate(String(vector['private']));
      if (kind !== undefined && privateKey.kind !== kind) return undefined;
      return sharedSecret(privateKey, readPublic(String(vector['public'])));
    });
    return secret !== undefined && sameBytes(secret, bytesOf(vector['shared']));
  };
}

function pemPrivate(text: string): PrivateKey {
  return parsePrivateKey(pemDer(text));
}

function pemPublic(text: string): PublicKey {
  return parsePublicKey(pemDer(text));
}

function pemDer(text: string): Uint8Array {
  return decodePem(text)[0]?.der ?? new Uint8Array();
}

/** A number of two's complement in a fixed number of octets; one that does not fit keeps its own. */
function numberOctets(hex: string, length: number): Uint8Array {
  const digits = hex.replace(/^(?:00)+/, '');
  return bytesOf(digits.length > 2 * length ? digits : digits.padStart(2 * length, '0'));
}
