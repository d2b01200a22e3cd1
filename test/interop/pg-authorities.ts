/** The files of a throw-away server itself, under a CA of its own: no login changes them, and the client's check stands apart. */
import { SERVER_NAME } from '../../apps/cli/demo/story.ts';
import { createSigner, encodePem, encodePkcs8, generateKeyPair } from '../../lib/index.ts';
import { DAY, keyNamed, make, makeCrl } from '../support/chain-kit.ts';
import type { Workshop } from './openssl-tools.ts';
import { NOW } from './pg-branch.ts';

/** Writes them into a workshop's folder. */
export function makeServerFiles(shop: Workshop): void {
  const times = { notBefore: NOW - DAY, notAfter: NOW + 100 * DAY };
  // libpq finds no digest for SCRAM's channel binding where the server's certificate is signed with Ed25519
  const ca = make({ subject: 'CN=Server CA', key: keyNamed('pg server CA', 'ec'), ca: true, ...times });
  const { privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
  const names = [{ kind: 'dNSName' as const, value: SERVER_NAME }];
  const { certificate } = make({ subject: 'CN=server', issuer: ca, key: createSigner(privateKey), names, ...times });
  shop.write('server.crt', encodePem('CERTIFICATE', certificate.der));
  shop.write('server.key', encodePem('PRIVATE KEY', encodePkcs8(privateKey)));
  shop.write('root.crt', encodePem('CERTIFICATE', ca.certificate.der));
  shop.write('root.crl', encodePem('X509 CRL', makeCrl({ issuer: ca, thisUpdate: NOW - DAY, nextUpdate: NOW + DAY }).der));
  shop.write('pg_hba.conf', '');
  shop.write('pg_ident.conf', '');
}
