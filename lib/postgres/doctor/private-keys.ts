/** Private keys in a file of whatever kind: PEM of every form, several in one file, DER; and keys behind a passphrase, which tell nothing but that they are there. */
import { encodePem } from '../../asn1/pem.ts';
import { publicKeyOf } from '../../crypto/public-half.ts';
import { encodePublicKey } from '../../keys/public-key.ts';
import { loadPrivateKey } from '../../keystore/load.ts';
import { readOpensslPem } from '../../openssl-verify/files/pem.ts';
import { type Text, toOctetString } from '../octets.ts';
import { attempt } from './certificate-facts.ts';
import { labelsIn } from './facts.ts';

/** What a file holds of private keys. */
export interface FoundKeys {
  /** SubjectPublicKeyInfo in DER, of each key that can be read. */
  readonly publicHalves: readonly Uint8Array[];
  /** A key needs a passphrase. */
  readonly encrypted: boolean;
}

/** Looks for private keys; undefined where there are none. */
export function findPrivateKeys(text: Text): FoundKeys | undefined {
  const half = (content: string | Uint8Array): Uint8Array[] => attempt(() => [encodePublicKey(publicKeyOf(loadPrivateKey(content)))]) ?? [];
  if (!labelsIn(text).some((label) => label.endsWith('PRIVATE KEY'))) {
    const publicHalves = typeof text === 'string' || text[0] !== 0x30 ? [] : half(text);
    return publicHalves.length === 0 ? undefined : { publicHalves, encrypted: false };
  }
  const blocks = [...readOpensslPem(text)].flatMap(({ block }) => (block?.label.endsWith('PRIVATE KEY') === true ? [block] : []));
  return {
    publicHalves: blocks.flatMap(({ label, der }) => half(encodePem(label, der))),
    encrypted: /^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(toOctetString(text)),
  };
}
