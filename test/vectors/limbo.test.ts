/**
 * x509-limbo (C2SP/x509-limbo): chains for verifiers, judged as its schema says: profile `webpki`, but `rfc5280` where an `rfc5280::` case conflicts with it; the
 * listed purposes, else serverAuth or clientAuth under `webpki`. A certificate of the pool that does not parse is left out of it, a leaf that does not parse is
 * a refusal. Wildcards below public suffixes are judged without a list, which changes no answer here.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { PkiError } from '../../lib/base/error.ts';
import { decodePem } from '../../lib/asn1/pem.ts';
import type { PeerName, Purpose } from '../../lib/path/inputs.ts';
import { type Certificate, parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import type { KeyUsageName } from '../../lib/x509/extensions/usage.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

interface LimboName {
  readonly kind: 'DNS' | 'IP' | 'RFC822';
  readonly value: string;
}

interface LimboCase {
  readonly id: string;
  readonly features: readonly string[];
  readonly conflicts_with: readonly string[];
  readonly validation_kind: 'SERVER' | 'CLIENT';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string | null;
  readonly key_usage: readonly KeyUsageName[];
  readonly extended_key_usage: readonly Purpose[];
  readonly expected_peer_name: LimboName | null;
  readonly expected_peer_names: readonly LimboName[];
  readonly max_chain_depth: number | null;
  readonly crls: readonly string[];
  readonly expected_result: 'SUCCESS' | 'FAILURE';
}

const corpus = findCorpus('limbo/limbo.json');

function derOf(pem: string): Uint8Array {
  return decodePem(pem)[0]?.der ?? new Uint8Array(0);
}

/** The certificates that parse. */
function pool(pems: readonly string[]): Certificate[] {
  return pems.flatMap((pem) => {
    try {
      return [parseCertificate(derOf(pem))];
    } catch (error) {
      if (error instanceof PkiError) return [];
      throw error;
    }
  });
}

function inputOf(item: LimboCase, leaf: Certificate): ChainInput {
  const rfc5280 =
    item.id.startsWith('rfc5280::') && (item.conflicts_with.length > 0 || item.features.includes('rfc5280-incompatible-with-webpki'));
  const usual: readonly Purpose[] = rfc5280 ? [] : [item.validation_kind === 'SERVER' ? 'serverAuth' : 'clientAuth'];
  const server = item.expected_peer_name === null ? [] : [item.expected_peer_name];
  const kinds = { DNS: 'dns', IP: 'ip', RFC822: 'email' } as const;
  return {
    leaf,
    intermediates: pool(item.untrusted_intermediates),
    anchors: pool(item.trusted_certs),
    crls: item.crls.map((pem) => parseCrl(derOf(pem))),
    profile: rfc5280 ? 'rfc5280' : 'webpki',
    purpose: item.extended_key_usage.length > 0 ? item.extended_key_usage : usual,
    keyUsage: item.key_usage,
    peer: (item.validation_kind === 'SERVER' ? server : item.expected_peer_names).map(({ kind, value }): PeerName => ({
      kind: kinds[kind],
      value,
    })),
    at: item.validation_time === null ? Date.UTC(2026, 0, 1) : Date.parse(item.validation_time),
    ...(item.max_chain_depth === null ? {} : { maxDepth: item.max_chain_depth }),
  };
}

requireOrSkip('the x509-limbo corpus', corpus !== undefined)('x509-limbo', () => {
  const { testcases } = JSON.parse(readFileSync(corpus as string, 'utf8')) as { readonly testcases: readonly LimboCase[] };

  for (const item of testcases)
    it(item.id, () => {
      const [leaf] = pool([item.peer_certificate]);
      const verdict = leaf === undefined ? undefined : verifyChain(inputOf(item, leaf));
      assert.equal(verdict?.ok === true ? 'SUCCESS' : 'FAILURE', item.expected_result, JSON.stringify(verdict));
    });
});
