/**
 * `openssl verify` (3.0) by the path engine of this toolkit, printed as OpenSSL prints it.
 *
 * Chains end at a self-signed certificate among the trusted ones, unless `-partial_chain`; any strength and any hash will do, as with OpenSSL's default
 * security level of this command. Left out: the system's own trusted certificates (a note says so), `-CApath`, policies, proxies, Suite B; refused by name.
 */
import { verifyChain } from '../api/verify.ts';
import { PkiError } from '../base/error.ts';
import { looksLikeDer, pemText, scanPem } from '../asn1/pem.ts';
import type { PeerName, Purpose, Strength } from '../path/inputs.ts';
import { type PathProfile, rfc5280Profile } from '../path/profiles.ts';
import { refuse } from '../path/codes.ts';
import { parseIpAddress } from '../path/ip-address.ts';
import type { Attempt, Finding, PathElement, Verdict } from '../path/types.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { type CertificateList, parseCrl } from '../x509/crl.ts';
import { readExtension } from '../x509/extension.ts';
import { type KeyUsageName, keyUsage } from '../x509/extensions/usage.ts';
import { nameEquals } from '../x509/name-compare.ts';
import { utf8 } from '../base/bytes.ts';
import { displayName } from '../oids/display-names.ts';
import { formatOpensslName } from '../x509/name-format-openssl.ts';
import { CommandFailure, failureOf, usageFailure } from './failure.ts';
import { loadCertificate } from './files.ts';
import type { OpensslHost } from './host.ts';
import { hasDnsNames, hostMatches } from './host-match.ts';
import { readable } from './octets.ts';
import {
  type CommandLine,
  hasOption,
  type OptionTable,
  optionNumber,
  optionTable,
  optionValue,
  optionValues,
  readOptions,
} from './options.ts';
import { requestAlgorithms } from './signing.ts';
import { type VerifyError, verifyErrors } from './verify-errors.ts';

const verifyOptions: OptionTable = /* @__PURE__ */ optionTable('verify', {
  flag: `help verbose no-CAfile no-CApath no-CAstore show_chain crl_check crl_check_all partial_chain trusted_first no_alt_chains issuer_checks`,
  value: 'CAfile trusted untrusted CRLfile purpose verify_hostname verify_email verify_ip',
  integer: 'verify_depth',
  wide: 'attime',
  unsupported: `crl_download ignore_critical policy_check explicit_policy inhibit_any inhibit_map x509_strict extended_crl use_deltas policy_print check_ss_sig
    suiteB_128_only suiteB_128 suiteB_192 no_check_time allow_proxy_certs`,
  'unsupported-value': 'engine nameopt CApath CAstore policy verify_name auth_level vfyopt provider-path provider propquery',
});

/** Runs `verify` and gives its exit code: 0 when all are good, 2 when one is not. Throws a `CommandFailure`. */
export async function verifyCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, verifyOptions);
  const purpose = purposeOf(line);
  const address = optionValue(line, 'verify_ip');
  if (address !== undefined && parseIpAddress(address) === undefined) throw usageFailure('verify', `Invalid IP address ${address}`);
  const store = await loadStore(line, host);
  const options: Options = { line, host, store, purpose };
  let exitCode = 0;
  for (const path of line.rest.length === 0 ? [undefined] : line.rest) if (!(await verifyFile(path, options))) exitCode = 2;
  return exitCode;
}

interface Options {
  readonly line: CommandLine;
  readonly host: OpensslHost;
  readonly store: Store;
  readonly purpose: PurposeRule;
}

/** What the options load. */
interface Store {
  readonly trusted: readonly Certificate[];
  readonly untrusted: readonly Certificate[];
  readonly crls: readonly CertificateList[];
  /** A file of trusted certificates was named. */
  readonly named: boolean;
}

/** A purpose of `-purpose`: what extendedKeyUsage must allow, and of which keyUsage bits one must be set. */
interface PurposeRule {
  readonly purpose?: Purpose;
  readonly anyOf?: readonly KeyUsageName[];
}

const PURPOSES: ReadonlyMap<string, PurposeRule> = /* @__PURE__ */ new Map<string, PurposeRule>([
  ['sslclient', { purpose: 'clientAuth', anyOf: ['digitalSignature', 'keyAgreement'] }],
  ['sslserver', { purpose: 'serverAuth', anyOf: ['digitalSignature', 'keyEncipherment', 'keyAgreement'] }],
  ['nssslserver', { purpose: 'serverAuth', anyOf: ['keyEncipherment'] }],
  ['smimesign', { purpose: 'emailProtection', anyOf: ['digitalSignature', 'nonRepudiation'] }],
  ['smimeencrypt', { purpose: 'emailProtection', anyOf: ['keyEncipherment'] }],
  ['any', {}],
]);

const OTHER_PURPOSES: readonly string[] = ['crlsign', 'ocsphelper', 'timestampsign'];

function purposeOf(line: CommandLine): PurposeRule {
  const name = optionValue(line, 'purpose');
  if (name === undefined) return {};
  if (OTHER_PURPOSES.includes(name)) throw usageFailure('verify', `Purpose ${name} is not supported by certwright`);
  const rule = PURPOSES.get(name);
  if (rule === undefined) throw new CommandFailure([`verify: Invalid purpose ${name}`]);
  return rule;
}

async function loadStore(line: CommandLine, host: OpensslHost): Promise<Store> {
  const caFile = optionValue(line, 'CAfile');
  const trustedFiles = optionValues(line, 'trusted');
  if (trustedFiles.length > 0 && caFile !== undefined)
    throw new CommandFailure(['verify: Cannot use -trusted with -CAfile, -CApath or -CAstore']);
  const ca =
    caFile === undefined
      ? EMPTY
      : await loadAll(host, caFile, { unopened: `Error loading file ${caFile}`, unread: `Error loading file ${caFile}` });
  if (caFile !== undefined && ca.certificates.length + ca.crls.length === 0)
    throw new CommandFailure([`Error loading file ${caFile}`, 'certwright: no certificate or crl found']);
  const trusted = await loadCertificates(host, trustedFiles, 'trusted certificates');
  const untrusted = await loadCertificates(host, optionValues(line, 'untrusted'), 'untrusted certificates');
  const crlFiles = optionValues(line, 'CRLfile');
  const others = await Promise.all(
    crlFiles.map((path) =>
      loadAll(host, path, {
        unopened: `Could not open file or uri for loading other CRLs from ${path}`,
        unread: `Could not read any other CRLs from ${path}`,
      }),
    ),
  );
  const withoutCrl = crlFiles[others.findIndex(({ crls }) => crls.length === 0)];
  if (withoutCrl !== undefined) throw new CommandFailure([`Could not read any other CRLs from ${withoutCrl}`]);
  return {
    trusted: [...ca.certificates, ...trusted],
    untrusted,
    crls: [...ca.crls, ...others.flatMap(({ crls }) => crls)],
    named: caFile !== undefined || trustedFiles.length > 0,
  };
}

/** The certificates of several files, each of which must hold one. */
async function loadCertificates(host: OpensslHost, paths: readonly string[], what: string): Promise<Certificate[]> {
  const files = await Promise.all(
    paths.map((path) =>
      loadAll(host, path, {
        unopened: `Could not open file or uri for loading certs of ${what} from ${path}`,
        unread: `Could not read any ${what} from ${path}`,
      }),
    ),
  );
  const empty = paths[files.findIndex(({ certificates }) => certificates.length === 0)];
  if (empty !== undefined) throw new CommandFailure([`Could not read any ${what} from ${empty}`]);
  return files.flatMap(({ certificates }) => certificates);
}

interface Loaded {
  readonly certificates: readonly Certificate[];
  readonly crls: readonly CertificateList[];
}

const EMPTY: Loaded = { certificates: [], crls: [] };

/** All certificates and CRLs of a file. Throws a `CommandFailure` with one of these first lines where it cannot be opened, or something in it cannot be read. */
async function loadAll(host: OpensslHost, path: string, lines: { readonly unopened: string; readonly unread: string }): Promise<Loaded> {
  const certificates: Certificate[] = [];
  const crls: CertificateList[] = [];
  let octets: Uint8Array;
  try {
    octets = await host.readFile(path);
  } catch (error) {
    throw failureOf(error, lines.unopened);
  }
  try {
    if (looksLikeDer(octets)) return { certificates: [parseCertificate(octets)], crls };
    for (const { block, error } of scanPem(pemText(octets))) {
      if (error !== undefined) throw error;
      if (block.label === 'CERTIFICATE' || block.label === 'X509 CERTIFICATE') certificates.push(parseCertificate(block.der));
      else if (block.label === 'TRUSTED CERTIFICATE')
        throw new PkiError('not-supported', 'TRUSTED CERTIFICATE blocks are not supported by certwright');
      else if (block.label === 'X509 CRL') crls.push(parseCrl(block.der));
    }
  } catch (error) {
    throw failureOf(error, lines.unread);
  }
  return { certificates, crls };
}

async function verifyFile(path: string | undefined, options: Options): Promise<boolean> {
  const { host, line } = options;
  const shown = path ?? 'stdin';
  let leaf: Certificate;
  try {
    leaf = await loadCertificate(host, path, 'certificate file');
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    for (const text of error.lines) host.stderr(`${readable(text)}\n`);
    return false;
  }
  const judged = judge(leaf, options);
  if (judged.errors.length === 0) {
    host.stdout(utf8(`${shown}: OK\n`));
    if (hasOption(line, 'show_chain')) host.stdout(utf8(`Chain:\n${judged.chain.map(chainLine).join('')}`));
    return true;
  }
  for (const { number, text, depth } of judged.errors) {
    const at = judged.chain[depth]?.certificate ?? leaf;
    host.stderr(`${formatOpensslName(at.subject, 'oneline', displayName)}\nerror ${number} at ${depth} depth lookup: ${text}\n`);
  }
  host.stderr(`error ${shown}: verification failed\n`);
  if (!options.store.named && judged.errors.some(({ number }) => number === 20))
    host.stderr("certwright: the system's trusted certificates are not looked at; name yours with -CAfile\n");
  return false;
}

interface ChainElement {
  readonly certificate: Certificate;
  readonly trusted: boolean;
}

function chainLine({ certificate, trusted }: ChainElement, depth: number): string {
  return `depth=${depth}: ${formatOpensslName(certificate.subject, 'oneline', displayName)}${trusted ? '' : ' (untrusted)'}\n`;
}

/** Any key and hash that can be computed with. */
const STRENGTH: Strength = {
  ...rfc5280Profile.strength,
  minRsaBits: 512,
  maxRsaExponentBits: 256,
  minEcBits: 160,
  hashes: [...rfc5280Profile.strength.hashes, 'SHA-1', 'MD5'],
};

/** OpenSSL does not take anyExtendedKeyUsage for a TLS purpose. */
const PROFILE: PathProfile = { ...rfc5280Profile, label: 'openssl verify', strength: STRENGTH, anyPurpose: false, rules: [] };

interface Judged {
  readonly errors: readonly VerifyError[];
  readonly chain: readonly ChainElement[];
}

function judge(leaf: Certificate, { line, host, store, purpose }: Options): Judged {
  const partial = hasOption(line, 'partial_chain');
  const isAnchor = (certificate: Certificate): boolean => partial || nameEquals(certificate.subject, certificate.issuer);
  const anchors = store.trusted.filter(isAnchor);
  const trustedIntermediates = store.trusted.filter((certificate) => !isAnchor(certificate));
  const intermediates = [...store.untrusted, ...trustedIntermediates];
  const elementOf = ({ from, index }: PathElement): ChainElement => {
    if (from === 'anchors') return { certificate: anchors[index] as Certificate, trusted: true };
    if (from === 'leaf') return { certificate: leaf, trusted: store.trusted.some((trusted) => sameCertificate(trusted, leaf)) };
    return { certificate: intermediates[index] as Certificate, trusted: index >= store.untrusted.length };
  };
  const verdict = verifyChain({
    leaf,
    intermediates,
    anchors,
    at: timeOf(line, host),
    profile: PROFILE,
    algorithms: requestAlgorithms,
    ...(purpose.purpose === undefined ? {} : { purpose: purpose.purpose }),
    ...depthOf(line),
    ...peersOf(line, leaf),
    ...revocationOf(line, store),
  });
  const attempt = shownAttempt(verdict);
  const chain = attempt.path.map(elementOf);
  const findings = [...attempt.findings, ...ownFindings(line, leaf, purpose)];
  return {
    errors: verifyErrors(findings, chain.length > 1 && chain.at(-1)?.trusted === true),
    chain: chain.length === 0 ? [elementOf({ from: 'leaf', index: 0 })] : chain,
  };
}

function sameCertificate(a: Certificate, b: Certificate): boolean {
  return a.der.length === b.der.length && a.der.every((octet, index) => octet === b.der[index]);
}

/** The attempt that holds the reason; a verdict without attempts, such as an exhausted budget, becomes one of the leaf alone. */
function shownAttempt(verdict: Verdict): Attempt {
  if (verdict.ok) return { path: verdict.path, findings: [] };
  const [first] = verdict.attempts;
  const holding = verdict.attempts.find(({ findings }) =>
    findings.some((finding) => finding.code === verdict.reason.code && finding.index === verdict.reason.index),
  );
  return holding ?? first ?? { path: [{ from: 'leaf', index: 0 }], findings: [verdict.reason] };
}

function timeOf(line: CommandLine, host: OpensslHost): number {
  const seconds = optionNumber(line, 'attime');
  return seconds === undefined ? host.now() : seconds * 1000;
}

function depthOf(line: CommandLine): { readonly maxDepth?: number } {
  const depth = optionNumber(line, 'verify_depth');
  return depth === undefined ? {} : { maxDepth: Math.max(0, depth) };
}

function revocationOf(line: CommandLine, { crls }: Store): Pick<Parameters<typeof verifyChain>[0], 'crls' | 'revocation'> {
  if (hasOption(line, 'crl_check_all')) return { crls, revocation: { mode: 'require', scope: 'chain-and-anchor' } };
  return hasOption(line, 'crl_check') ? { crls, revocation: { mode: 'require', scope: 'leaf' } } : { revocation: 'off' };
}

function peersOf(line: CommandLine, leaf: Certificate): { readonly peer?: readonly PeerName[] } {
  const peer: PeerName[] = [];
  const host = optionValue(line, 'verify_hostname');
  if (host !== undefined && hasDnsNames(leaf)) peer.push({ kind: 'dns', value: host });
  const address = optionValue(line, 'verify_ip');
  if (address !== undefined) peer.push({ kind: 'ip', value: address });
  const mail = optionValue(line, 'verify_email');
  if (mail !== undefined) peer.push({ kind: 'email', value: mail });
  return peer.length === 0 ? {} : { peer };
}

/** What OpenSSL looks at and RFC 5280 does not: the common name as a host name, and keyUsage under a purpose. */
function ownFindings(line: CommandLine, leaf: Certificate, { anyOf }: PurposeRule): Finding[] {
  const findings: Finding[] = [];
  const host = optionValue(line, 'verify_hostname');
  if (host !== undefined && !hasDnsNames(leaf) && !hostMatches(leaf, host))
    findings.push(refuse('peer-name-mismatch', 0, 'RFC 6125 6.4.4', { kind: 'dns', expected: host }));
  const usages = anyOf === undefined ? undefined : readExtension(leaf, keyUsage);
  if (usages !== undefined && anyOf?.some((usage) => usages.includes(usage)) === false)
    findings.push(refuse('purpose-not-allowed', 0, 'RFC 5280 4.2.1.3', { expected: anyOf }));
  return findings;
}
