/**
 * Chains of `certwright/testing` with one fault each, as data for verifiers that do not run TypeScript. Certificates stand in one list, since most chains share
 * most of theirs, and chains name them by their places in it:
 *
 *     {certificates: [base64 of DER], crls: [base64 of DER],
 *      chains: [{id, what, rfc, at, profile, purpose, peer?, policies?, revocation?, reading?,
 *                leaf, intermediates, anchors, crls?, ocspResponses?: [{response: base64 of DER, nonce?: base64}], expected: {code, index}}]}
 *
 * `reading` is `openssl` where a certificate is not DER. `expected.index` counts certificates from the leaf.
 */
import { encodeBase64 } from '../../lib/base/base64.ts';
import type { OcspAnswer } from '../../lib/path/inputs.ts';
import { describeFaults, type ExpectedFinding } from '../../lib/testing/catalogue.ts';
import { type ChainFault, makeChain } from '../../lib/testing/chain.ts';

/** One chain of the file. */
export interface FaultVector {
  readonly id: string;
  readonly what: string;
  readonly rfc: string;
  readonly at: number;
  readonly reading?: string;
  readonly leaf: number;
  readonly intermediates: readonly number[];
  readonly anchors: readonly number[];
  readonly crls?: readonly number[];
  readonly ocspResponses?: readonly { readonly response: string; readonly nonce?: string }[];
  readonly expected: Partial<ExpectedFinding>;
  readonly [option: string]: unknown;
}

/** The whole file. */
export interface FaultVectors {
  readonly certificates: readonly string[];
  readonly crls: readonly string[];
  readonly chains: readonly FaultVector[];
}

/** The chains: each kind of fault at each position. */
export function allFaults(): readonly ChainFault[] {
  return describeFaults().flatMap(({ kind, positions }) => positions.map((at) => ({ kind, at })));
}

/** Makes them. */
export function makeFaultVectors(chosen: readonly ChainFault[]): FaultVectors {
  const certificates = new Map<string, number>();
  const lists = new Map<string, number>();
  const place = (known: Map<string, number>, { der }: { readonly der: Uint8Array }): number => {
    const text = encodeBase64(der);
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  };
  const descriptions = new Map(describeFaults().map((description) => [description.kind, description]));
  const chains = chosen.map((fault): FaultVector => {
    const { input, path, expected } = makeChain({ faults: [fault] });
    const { leaf, intermediates = [], anchors: _, crls, ocspResponses, ...options } = input;
    const { what = '', rfc = '' } = descriptions.get(fault.kind) ?? {};
    const anchors = input.anchors.flatMap((anchor) => ('der' in anchor ? [anchor] : []));
    return {
      id: `${fault.kind}/${fault.at}`,
      what,
      rfc,
      ...options,
      ...(path.some(({ deviations }) => deviations !== undefined) ? { reading: 'openssl' } : {}),
      leaf: place(certificates, leaf),
      intermediates: intermediates.map((certificate) => place(certificates, certificate)),
      anchors: anchors.map((certificate) => place(certificates, certificate)),
      ...(crls === undefined ? {} : { crls: crls.map((crl) => place(lists, crl)) }),
      ...(ocspResponses === undefined ? {} : { ocspResponses: ocspResponses.map(writeResponse) }),
      expected: expected[0] ?? {},
    };
  });
  return { certificates: [...certificates.keys()], crls: [...lists.keys()], chains };
}

function writeResponse(given: Uint8Array | OcspAnswer): NonNullable<FaultVector['ocspResponses']>[number] {
  const { response, nonce } = given instanceof Uint8Array ? { response: given, nonce: undefined } : given;
  return { response: encodeBase64(response), ...(nonce === undefined ? {} : { nonce: encodeBase64(nonce) }) };
}

/** As text, a line for each certificate, CRL and chain. */
export function formatFaultVectors({ certificates, crls, chains }: FaultVectors): string {
  const list = (items: readonly unknown[]): string => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  return `{"certificates": ${list(certificates)},\n"crls": ${list(crls)},\n"chains": ${list(chains)}}\n`;
}
