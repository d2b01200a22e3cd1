/** @peculiar/x509: its chain builder, and whether what it builds ends at an anchor. It has no time, purposes, host names or CRLs to ask for. */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { cryptoProvider, X509Certificate, X509ChainBuilder } from '@peculiar/x509';

export const name = '@peculiar/x509';
export const { version } = JSON.parse(readFileSync(new URL('../node_modules/@peculiar/x509/package.json', import.meta.url), 'utf8'));

cryptoProvider.set(webcrypto);

export const parse = (der) => new X509Certificate(der);

export async function judge({ leaf, intermediates, anchors }) {
  const trusted = anchors.map(parse);
  const chain = await new X509ChainBuilder({ certificates: [...intermediates.map(parse), ...trusted] }).build(parse(leaf));
  return trusted.some((anchor) => anchor.equal(chain.at(-1)));
}
