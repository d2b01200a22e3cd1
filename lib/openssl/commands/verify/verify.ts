/**
 * `openssl verify` (3.0): chains judged by this toolkit's engine of X509_verify_cert, which is told the errors that the command goes on after, and printed as
 * OpenSSL prints them.
 *
 * Left out, refused by name: the system's own trusted certificates (a note says so), proxies, Suite B, downloads, `-policy_print`.
 */
import type { Oid } from '../../../asn1/oid.ts';
import { utf8 } from '../../../base/bytes.ts';
import { numberSent } from '../../../openssl-verify/build.ts';
import type { Candidate, Failure, VerifyContext, VerifyFlags } from '../../../openssl-verify/context.ts';
import { verifyErrorWords } from '../../../openssl-verify/errors.ts';
import { isPurposeName } from '../../../openssl-verify/purposes.ts';
import type { PurposeName, SecurityLevel } from '../../../openssl-verify/types.ts';
import { runVerify, type VerifyRequest } from '../../../openssl-verify/verify.ts';
import type { PolicyInput } from '../../../path/inputs.ts';
import { parseIpAddress } from '../../../path/ip-address.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { CommandFailure } from '../../failure.ts';
import { loadCertificate } from '../../files.ts';
import { addressMatches, hostMatches, mailMatches } from '../../host-match.ts';
import type { OpensslHost } from '../../host.ts';
import { findObject } from '../../objects.ts';
import { outputOctets, readable } from '../../octets.ts';
import {
  type CommandLine,
  hasOption,
  optionNumber,
  type OptionTable,
  optionTable,
  optionValue,
  optionValues,
  readOptions,
} from '../../options.ts';
import { nameOptions } from '../../print-options.ts';
import { objectText } from '../../text/names.ts';
import { nameOf } from '../../text/options.ts';
import { policyCheck } from './policies.ts';
import { loadStore, type VerifyStore, withFolder } from './store.ts';

const verifyOptions: OptionTable = /* @__PURE__ */ optionTable('verify', {
  flag: `help verbose no-CAfile no-CApath no-CAstore show_chain crl_check crl_check_all partial_chain trusted_first no_alt_chains issuer_checks ignore_critical
    policy_check explicit_policy inhibit_any inhibit_map extended_crl use_deltas check_ss_sig no_check_time x509_strict`,
  value: 'CAfile CApath trusted untrusted CRLfile purpose verify_name verify_hostname verify_email verify_ip policy nameopt',
  integer: 'verify_depth auth_level',
  wide: 'attime',
  unsupported: 'crl_download policy_print suiteB_128_only suiteB_128 suiteB_192 allow_proxy_certs',
  'unsupported-value': 'engine CAstore vfyopt provider-path provider propquery',
});

/** What is asked of every certificate. */
interface Task {
  readonly line: CommandLine;
  readonly host: OpensslHost;
  readonly store: VerifyStore;
  /** `-nameopt`. */
  readonly names: number;
  readonly wishes: Omit<VerifyRequest, 'leaf' | 'sent' | 'trusted'>;
}

/** Runs `verify` and gives its exit code: 0 when all are good, 2 when one is not. Throws a `CommandFailure`. */
export async function verifyCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, verifyOptions);
  const wishes = wishesOf(line, host);
  const names = namesOf(line);
  const address = optionValue(line, 'verify_ip');
  if (address !== undefined && parseIpAddress(address) === undefined) throw new CommandFailure([`certwright: ${address} is no IP address`]);
  const store = await loadStore(line, host);
  let exitCode = 0;
  for (const path of line.rest.length === 0 ? [undefined] : line.rest)
    if (!(await verifyFile(path, { line, host, store, names, wishes }))) exitCode = 2;
  return exitCode;
}

function wishesOf(line: CommandLine, host: OpensslHost): Task['wishes'] {
  const time = optionNumber(line, 'attime');
  const depth = optionNumber(line, 'verify_depth');
  const policies = policiesOf(line);
  return {
    at: time === undefined ? (hasOption(line, 'no_check_time') ? undefined : host.now()) : time * 1000,
    purpose: purposeOf(line),
    securityLevel: Math.min(Math.max(optionNumber(line, 'auth_level') ?? 0, 0), 5) as SecurityLevel,
    depth: depth === undefined || depth < 0 ? undefined : depth,
    flags: flagsOf(line),
    checkPeer: peerCheck(line),
    checkPolicies: policies === undefined ? undefined : policyCheck(policies),
  };
}

function flagsOf(line: CommandLine): VerifyFlags {
  return {
    partialChain: hasOption(line, 'partial_chain'),
    x509Strict: hasOption(line, 'x509_strict'),
    checkSsSignature: hasOption(line, 'check_ss_sig'),
    ignoreCritical: hasOption(line, 'ignore_critical'),
    crlCheck: hasOption(line, 'crl_check_all') ? 'all' : 'leaf',
    extendedCrl: hasOption(line, 'extended_crl'),
    useDeltas: hasOption(line, 'use_deltas'),
  };
}

/** The names that the leaf must have; the issuer of a CRL beside the path too. */
function peerCheck(line: CommandLine): (context: VerifyContext) => boolean {
  const [host, mail, address] = ['verify_hostname', 'verify_email', 'verify_ip'].map((option) => optionValue(line, option));
  return (context) => {
    const { certificate } = (context.chain[0] as Candidate).facts;
    if (host !== undefined && !hostMatches(certificate, host) && !context.goOn({ code: 'hostname-mismatch', depth: 0 })) return false;
    if (mail !== undefined && !mailMatches(certificate, mail) && !context.goOn({ code: 'email-mismatch', depth: 0 })) return false;
    return (
      address === undefined || addressMatches(certificate, address) === true || context.goOn({ code: 'ip-address-mismatch', depth: 0 })
    );
  };
}

/** As everywhere, but for what is said about an unknown switch, which is nothing. */
function namesOf(line: CommandLine): number {
  try {
    return nameOptions(line);
  } catch (error) {
    if (error instanceof CommandFailure) throw new CommandFailure(['certwright: -nameopt names a switch that is none']);
    throw error;
  }
}

/** Purposes that `-verify_name` stands for. */
const VERIFY_NAMES: Readonly<Record<string, PurposeName | 'none'>> = {
  default: 'none',
  pkcs7: 'smimesign',
  smime_sign: 'smimesign',
  ssl_client: 'sslclient',
  ssl_server: 'sslserver',
};

function purposeOf(line: CommandLine): PurposeName | undefined {
  const set = optionValue(line, 'verify_name');
  const implied = set === undefined ? 'none' : VERIFY_NAMES[set];
  if (implied === undefined) throw new CommandFailure([`verify: Invalid verify name ${set}`]);
  const name = optionValue(line, 'purpose');
  if (name === undefined) return implied === 'none' ? undefined : implied;
  if (!isPurposeName(name)) throw new CommandFailure([`verify: Invalid purpose ${name}`]);
  return name;
}

/** The inputs of policy processing; undefined where no option asks for it. */
function policiesOf(line: CommandLine): PolicyInput | undefined {
  const initial = optionValues(line, 'policy').map((text) => {
    const found = findObject(text);
    if (found === undefined) throw new CommandFailure([`verify: Invalid Policy ${text}`]);
    return found;
  });
  if (!hasOption(line, 'policy', 'policy_check', 'explicit_policy', 'inhibit_any', 'inhibit_map')) return undefined;
  return {
    initial,
    requireExplicit: hasOption(line, 'explicit_policy'),
    inhibitAny: hasOption(line, 'inhibit_any'),
    inhibitMapping: hasOption(line, 'inhibit_map'),
  };
}

/** Errors after which `verify` goes on to look for more: those of the profile (78 to 93) too. */
const CONTINUES: readonly number[] = [10, 11, 12, 18, 25, 26, 34, 37, 43];

async function verifyFile(path: string | undefined, { line, host, store, names, wishes }: Task): Promise<boolean> {
  const shown = path ?? 'stdin';
  let leaf: Certificate;
  try {
    leaf = await loadCertificate(host, path, 'certificate file', { reading: 'openssl' });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    for (const text of error.lines) host.stderr(`${readable(text)}\n`);
    return false;
  }
  const tell = ({ code, depth, policies, critical }: Failure, chain: readonly Candidate[], crlPath: boolean): boolean => {
    const { number, text } = verifyErrorWords(code);
    const noPolicy = code === 'no-explicit-policy';
    const { subject } = (chain[depth] as Candidate).facts.certificate;
    const path = crlPath ? '[CRL path] ' : '';
    host.stderr(`${noPolicy ? '' : `${nameOf(subject, names, 0)}\n`}${path}error ${number} at ${depth} depth lookup: ${text}\n`);
    if (noPolicy) host.stderr(policyLines(policies as readonly string[], critical as readonly string[]));
    return CONTINUES.includes(number) || (number >= 78 && number <= 93);
  };
  const { trusted, untrusted, crls, storedCrls } = await withFolder(store, leaf, host);
  const { failures, chain } = runVerify({
    ...wishes,
    leaf,
    sent: untrusted,
    trusted,
    trustedStack: hasOption(line, 'trusted'),
    crls: hasOption(line, 'crl_check', 'crl_check_all') ? crls : undefined,
    storedCrls,
    overrides: tell,
  });
  if (failures.length === 0) {
    host.stdout(utf8(`${shown}: OK\n`));
    if (hasOption(line, 'show_chain')) host.stdout(outputOctets(`Chain:\n${chainLines(chain, names)}`));
    return true;
  }
  host.stderr(`error ${shown}: verification failed\n`);
  if (!store.named && failures.some(({ code }) => code === 'unable-to-get-issuer-cert-locally'))
    host.stderr("certwright: the system's trusted certificates are not looked at; name yours with -CAfile or -CApath\n");
  return false;
}

/** What OpenSSL tells of the policies where none is left; qualifiers are left out. */
function policyLines(policies: readonly string[], critical: readonly string[]): string {
  const nodes = policies.map(
    (policy) => `  Policy: ${objectText(policy as Oid)}\n    ${critical.includes(policy) ? '' : 'Non '}Critical\n    No Qualifiers\n`,
  );
  return `Require explicit Policy: True\nAuthority Policies:${nodes.length === 0 ? ' <empty>\n' : `\n${nodes.join('')}`}User Policies: <empty>\n`;
}

function chainLines(chain: readonly Candidate[], names: number): string {
  const sent = numberSent({ chain });
  return chain
    .map(({ facts }, depth) => `depth=${depth}: ${nameOf(facts.certificate.subject, names, 0)}${depth < sent ? ' (untrusted)' : ''}\n`)
    .join('');
}
