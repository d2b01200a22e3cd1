/** `certwright verify`: judges a chain from files, by RFC 5280, and explains the verdict. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import {
  type Certificate,
  type CertificateList,
  parseCertificates,
  type PeerName,
  PkiError,
  type Purpose,
  verifyChain,
} from '../../lib/index.ts';
import { explainVerdict } from '../../lib/text/index.ts';
import { parseCrls } from '../../lib/x509/index.ts';
import { CliFailure, print } from './talk.ts';

/** What the command line says, file names as given. */
export interface VerifyOptions {
  readonly anchors: readonly string[];
  readonly intermediates?: readonly string[];
  readonly crls?: readonly string[];
  readonly purpose?: readonly string[];
  readonly host?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly profile?: 'rfc5280' | 'webpki';
  readonly json?: true;
}

/** Judges the first certificate of `file`, those behind it being intermediates. Gives the exit code: 0 the chain is good, 1 it is not. */
export function runVerify(file: string, options: VerifyOptions): number {
  const [leaf, ...sent] = readCertificates(file);
  if (leaf === undefined) throw new CliFailure(`${file} holds no certificate`);
  const input = {
    leaf,
    intermediates: [...sent, ...(options.intermediates ?? []).flatMap(readCertificates)],
    anchors: options.anchors.flatMap(readCertificates),
    ...(options.crls === undefined ? {} : { crls: options.crls.flatMap(readCrls) }),
    ...(options.purpose === undefined ? {} : { purpose: options.purpose as readonly Purpose[] }),
    ...(options.host === undefined ? {} : { peer: peerOf(options.host) }),
    ...(options.at === undefined ? {} : { at: options.at }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
  };
  const verdict = verifyChain(input);
  print(options.json === true ? JSON.stringify(verdict, null, 2) : explainVerdict(verdict, input));
  return verdict.ok ? 0 : 1;
}

function peerOf(host: string): PeerName {
  return { kind: isIP(host) === 0 ? 'dns' : 'ip', value: host };
}

function readCertificates(file: string): Certificate[] {
  return inFile(file, (bytes) => parseCertificates(bytes));
}

function readCrls(file: string): CertificateList[] {
  return inFile(file, (bytes) => parseCrls(bytes));
}

/** Reads a file and has `parse` make something of it; every error names the file. */
function inFile<T>(file: string, parse: (bytes: Uint8Array) => T): T {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CliFailure(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  try {
    return parse(bytes);
  } catch (error) {
    if (error instanceof PkiError) throw new CliFailure(`${file}: ${error.code}: ${error.message}`);
    throw error;
  }
}
