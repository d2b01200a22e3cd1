/** `certwright verify`: judges a chain from files, by RFC 5280, and explains the verdict. */
import { isIP } from 'node:net';
import {
  type BundleError,
  type ChainInput,
  decodePem,
  defaultAlgorithms,
  furtherAlgorithms,
  oid,
  type PeerName,
  type Purpose,
  readBundle,
  type RevocationPolicy,
  type SignatureAlgorithm,
  verifyChain,
} from '../../lib/index.ts';
import { postQuantumAlgorithms } from '../../lib/api/post-quantum.ts';
import { escapeText, explainVerdict } from '../../lib/text/index.ts';
import { readCrlBundle } from '../../lib/x509/index.ts';
import { readBytes } from './read-file.ts';
import { CliFailure, print, printableJson } from './talk.ts';
import type { VerifyOptions } from './verify-options.ts';

/** Outside of the web all that the library verifies: which algorithms are sound the profile's strength says. */
const ALL_ALGORITHMS: readonly SignatureAlgorithm[] = [...defaultAlgorithms, ...furtherAlgorithms, ...postQuantumAlgorithms];

/** Judges the first certificate of `file`, those behind it being intermediates. Gives the exit code: 0 the chain is good, 1 it is not. */
export function runVerify(file: string, options: VerifyOptions): number {
  const sent = readCertificates(file);
  const [leaf] = sent;
  if (leaf === undefined) throw new CliFailure(`${escapeText(file)} holds no certificate`);
  const intermediates = [...sent.slice(1), ...(options.intermediates ?? []).flatMap(readCertificates)];
  const anchors = options.anchors.flatMap(readCertificates);
  const crls = [...(options.crls ?? []), ...(options.crl ?? [])].flatMap(readCrls);
  const responses = (options.ocsp ?? []).map(readResponse);
  const input = {
    leaf: leaf.item,
    intermediates: itemsOf(intermediates),
    anchors: itemsOf(anchors),
    crls: itemsOf(crls),
    ocspResponses: itemsOf(responses),
    at: options.at ?? Date.now(),
    algorithms: options.profile === 'webpki' ? defaultAlgorithms : ALL_ALGORITHMS,
    ...demandsOf(options, crls.length + responses.length > 0),
  };
  const verdict = verifyChain(input);
  const origins = {
    leaf: leaf.origin,
    intermediates: originsOf(intermediates),
    anchors: originsOf(anchors),
    crls: originsOf(crls),
    ocspResponses: originsOf(responses),
  };
  print(options.json === true ? printableJson(verdict) : explainVerdict(verdict, { ...input, origins }));
  return verdict.ok ? 0 : 1;
}

/** Names as a person writes them, as certificates carry them: `bücher.example` is `xn--bcher-kva.example` there. The tables for that are loaded only where they serve. */
export async function withAsciiHosts(options: VerifyOptions): Promise<VerifyOptions> {
  const { host = [] } = options;
  if (host.every((name) => /^[ -~]*$/.test(name))) return options;
  const { toAscii } = await import('../../lib/idna/index.ts');
  return { ...options, host: host.map((name) => (/^[ -~]*$/.test(name) ? name : toAscii(name))) };
}

/** What is demanded of the chain. */
function demandsOf(options: VerifyOptions, answers: boolean): Omit<ChainInput, 'leaf' | 'anchors'> {
  const { purpose, keyUsage, maxDepth, minRsaBits, budget, revocationScope: scope = 'chain', maxAge } = options;
  const peer = peersOf(options);
  const revocation: RevocationPolicy = {
    mode: options.revocation ?? (answers || options.requireRevocation === true ? 'require' : 'off'),
    scope,
    ...(maxAge === undefined ? {} : { maxAge }),
  };
  return {
    profile: options.profile,
    anchorConstraints: options.anchorConstraints,
    revocation,
    policies: {
      ...(options.policy === undefined ? {} : { initial: options.policy.map(oid) }),
      requireExplicit: options.requireExplicitPolicy === true,
      inhibitAny: options.inhibitAnyPolicy === true,
      inhibitMapping: options.inhibitMapping === true,
    },
    ...(purpose === undefined ? {} : { purpose: purpose as readonly Purpose[] }),
    ...(keyUsage === undefined ? {} : { keyUsage }),
    ...(peer.length === 0 ? {} : { peer }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(minRsaBits === undefined ? {} : { strength: { minRsaBits } }),
    ...(budget === undefined ? {} : { budget }),
    ...(options.allPaths === true ? { maxPaths: Number.POSITIVE_INFINITY } : {}),
  };
}

function peersOf({ host = [], ip = [], email = [], uri = [], srv = [] }: VerifyOptions): readonly PeerName[] {
  return [
    ...host.map((value): PeerName => ({ kind: isIP(value) === 0 ? 'dns' : 'ip', value })),
    ...ip.map((value): PeerName => ({ kind: 'ip', value })),
    ...email.map((value): PeerName => ({ kind: 'email', value })),
    ...uri.map((value): PeerName => ({ kind: 'uri', value })),
    ...srv.map((value): PeerName => ({ kind: 'srv', value })),
  ];
}

/** What was read, and the file it stands in. */
interface Given<T> {
  readonly item: T;
  readonly origin: string;
}

function itemsOf<T>(given: readonly Given<T>[]): T[] {
  return given.map(({ item }) => item);
}

function originsOf(given: readonly Given<unknown>[]): string[] {
  return given.map(({ origin }) => origin);
}

/** Items of a file with their place in it, where there are several. */
function fromFile<T>(file: string, what: string, items: readonly T[]): Given<T>[] {
  return items.map((item, index) => ({ item, origin: items.length === 1 ? file : `${file}, ${what} ${index + 1}` }));
}

function readCertificates(file: string): Given<NonNullable<ChainInput['leaf']>>[] {
  const bytes = readBytes(file);
  const { certificates, errors } = readBundle(bytes);
  refuseBadBlocks(file, bytes, errors);
  return fromFile(file, 'certificate', certificates);
}

function readCrls(file: string): Given<NonNullable<ChainInput['crls']>[number]>[] {
  const bytes = readBytes(file);
  const { crls, errors } = readCrlBundle(bytes);
  refuseBadBlocks(file, bytes, errors);
  return fromFile(file, 'CRL', crls);
}

/** OCSP responses have no PEM form that is agreed on; DER starts with a SEQUENCE. */
function readResponse(file: string): Given<Uint8Array> {
  const item = readBytes(file);
  if (item[0] !== 0x30) throw new CliFailure(`${escapeText(file)}: it is no OCSP response in DER${contentOf(item)}`);
  return { item, origin: file };
}

/** Ends with one line that names the file, and the block and its line where there are blocks. */
function refuseBadBlocks(file: string, bytes: Uint8Array, errors: readonly BundleError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const { block, line, error } = first;
  const place = line === undefined ? '' : `block ${block + 1}, line ${line}: `;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more bad blocks)`;
  const content = error.code === 'no-certificate' || error.code === 'no-crl' ? contentOf(bytes) : '';
  throw new CliFailure(`${escapeText(file)}: ${place}${error.code}: ${escapeText(error.message)}${content}${more}`);
}

/** What stands in a file that does not hold what was looked for. */
function contentOf(bytes: Uint8Array): string {
  try {
    const labels = [...new Set(decodePem(new TextDecoder('latin1').decode(bytes)).map(({ label }) => label))];
    return labels.length === 0 ? '' : `; it holds ${escapeText(labels.slice(0, 5).join(', '))}`;
  } catch {
    return '';
  }
}
