/** What the adapters share. */

/** Another one of a list each time. */
export function inTurn(list, use) {
  let next = 0;
  return () => use(list[next++ % list.length]);
}

export const hex = (octets) => Buffer.from(octets).toString('hex');
export const big = (octets) => BigInt(`0x${hex(octets)}`);
export const latin1 = (octets) => Buffer.from(octets).toString('latin1');
export const random = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length));

/** What is issued: the host of the certificate, the CA's name, how long. */
export const HOST = 'db.example.test';
export const CA = 'Bench Intermediate';
export const DAYS_90 = 90 * 86_400_000;

/** A PEM text's certificates, for libraries that read one at a time. */
export const splitPem = (text) => text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);

/** The same for both kinds of RSA key. */
export const both = (make) => ({ ...make('rsa2048'), ...make('rsa4096') });
