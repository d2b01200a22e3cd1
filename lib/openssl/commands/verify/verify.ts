/**
 * `openssl verify` (3.0) by the path engine of this toolkit, printed as OpenSSL prints it.
 *
 * Chains end at a self-signed certificate among the trusted ones, at one whose trust settings name the use, or at any with `-partial_chain`. Left out, refused by
 * name: the system's own trusted certificates (a note says so), `-x509_strict`, proxies, Suite B, downloads, `-policy_print`.
 */
import { findObject } from '../../objects.ts';
import type { PolicyInput } from '../../../path/inputs.ts';
import { parseIpAddress } from '../../../path/ip-address.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import type { Oid } from '../../../asn1/oid.ts';
import { utf8 } from '../../../base/bytes.ts';
import { CommandFailure } from '../../failure.ts';
import { loadCertificate } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { outputOctets, readable } from '../../octets.ts';
import { type CommandLine, hasOption, type OptionTable, optionTable, optionValue, optionValues, readOptions } from '../../options.ts';
import { nameOptions } from '../../print-options.ts';
import { isPurposeName } from '../../../openssl-verify/purposes.ts';
import type { PurposeName } from '../../../openssl-verify/types.ts';
import { objectText } from '../../text/names.ts';
import { nameOf } from '../../text/options.ts';
import { judge, type ChainElement, type Wishes } from './judge.ts';
import { loadStore, type VerifyStore, withFolder } from './store.ts';

const verifyOptions: OptionTable = /* @__PURE__ */ optionTable('verify', {
  flag: `help verbose no-CAfile no-CApath no-CAstore show_chain crl_check crl_check_all partial_chain trusted_first no_alt_chains issuer_checks ignore_critical
    policy_check explicit_policy inhibit_any inhibit_map extended_crl use_deltas check_ss_sig no_check_time`,
  value: 'CAfile CApath trusted untrusted CRLfile purpose verify_name verify_hostname verify_email verify_ip policy nameopt',
  integer: 'verify_depth auth_level',
  wide: 'attime',
  unsupported: 'crl_download x509_strict policy_print suiteB_128_only suiteB_128 suiteB_192 allow_proxy_certs',
  'unsupported-value': 'engine CAstore vfyopt provider-path provider propquery',
});

/** Runs `verify` and gives its exit code: 0 when all are good, 2 when one is not. Throws a `CommandFailure`. */
export async function verifyCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, verifyOptions);
  const wishes: Wishes = { line, host, purpose: purposeOf(line), policies: policiesOf(line) };
  const names = namesOf(line);
  const address = optionValue(line, 'verify_ip');
  if (address !== undefined && parseIpAddress(address) === undefined) throw new CommandFailure([`certwright: ${address} is no IP address`]);
  const store = await loadStore(line, host);
  let exitCode = 0;
  for (const path of line.rest.length === 0 ? [undefined] : line.rest)
    if (!(await verifyFile(path, store, { ...wishes, names }))) exitCode = 2;
  return exitCode;
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
  if (!hasOption(line, 'policy_check', 'explicit_policy', 'inhibit_any', 'inhibit_map')) return undefined;
  return {
    initial,
    requireExplicit: hasOption(line, 'explicit_policy'),
    inhibitAny: hasOption(line, 'inhibit_any'),
    inhibitMapping: hasOption(line, 'inhibit_map'),
  };
}

async function verifyFile(path: string | undefined, store: VerifyStore, wishes: Wishes & { readonly names: number }): Promise<boolean> {
  const { host, line, names } = wishes;
  const shown = path ?? 'stdin';
  let leaf: Certificate;
  try {
    leaf = await loadCertificate(host, path, 'certificate file');
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    for (const text of error.lines) host.stderr(`${readable(text)}\n`);
    return false;
  }
  const judged = judge(leaf, await withFolder(store, leaf, host), wishes);
  if (judged.errors.length === 0) {
    host.stdout(utf8(`${shown}: OK\n`));
    if (hasOption(line, 'show_chain'))
      host.stdout(outputOctets(`Chain:\n${judged.chain.map((element, depth) => chainLine(element, depth, names)).join('')}`));
    return true;
  }
  for (const { number, text, depth } of judged.errors) {
    const at = judged.chain[depth]?.certificate ?? leaf;
    const noPolicy = number === NO_EXPLICIT_POLICY;
    host.stderr(`${noPolicy ? '' : `${nameOf(at.subject, names, 0)}\n`}error ${number} at ${depth} depth lookup: ${text}\n`);
    if (noPolicy) host.stderr(policyLines(judged.policies ?? [], leaf));
  }
  host.stderr(`error ${shown}: verification failed\n`);
  if (!store.named && judged.errors.some(({ number }) => number === 20))
    host.stderr("certwright: the system's trusted certificates are not looked at; name yours with -CAfile or -CApath\n");
  return false;
}

const NO_EXPLICIT_POLICY = 43;

/** What OpenSSL tells of the policies where none is left; qualifiers are left out. */
function policyLines(policies: readonly string[], leaf: Certificate): string {
  const critical = leaf.extensions.some((extension) => extension.oid === CERTIFICATE_POLICIES && extension.critical);
  const nodes = policies.map(
    (policy) => `  Policy: ${objectText(policy as Oid)}\n    ${critical ? '' : 'Non '}Critical\n    No Qualifiers\n`,
  );
  return `Require explicit Policy: True\nAuthority Policies:${nodes.length === 0 ? ' <empty>\n' : `\n${nodes.join('')}`}User Policies: <empty>\n`;
}

const CERTIFICATE_POLICIES = '2.5.29.32';

function chainLine({ certificate, trusted }: ChainElement, depth: number, names: number): string {
  return `depth=${depth}: ${nameOf(certificate.subject, names, 0)}${trusted ? '' : ' (untrusted)'}\n`;
}
