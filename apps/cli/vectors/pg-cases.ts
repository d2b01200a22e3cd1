/**
 * Logins as recorded from PostgreSQL servers 12 to 18: decision, layer and reason of each case in each version, with the OpenSSL and the security level of that
 * server. Where the client or the handshake decided, the recording tells what OpenSSL says about the chain alone, and only that is compared.
 */
import { type Decision, decideClientAuth, type LoginInput, type NetworkFacts, type ServerBuild } from '../../../lib/postgres/index.ts';
import { type Failure, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

/** What one version did. */
interface Row {
  readonly version: string;
  readonly openssl: '1.1.1' | '3.0';
  readonly securityLevel: 0 | 1 | 2 | 3 | 4 | 5;
  readonly decision: string;
  readonly layer: string;
  readonly reasonCode: string;
  readonly verifyDepth?: number | null;
  readonly authenticatedIdentity?: string | null;
  readonly configErrors?: readonly RecordedProblem[] | null;
}

interface RecordedProblem {
  readonly file: string;
  readonly line: number | null;
  readonly code: string;
}

interface LoginCase extends Omit<Row, 'version'> {
  readonly id: string;
  readonly pgVersion: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly chainPem: string | null;
  readonly caPem: string | null;
  readonly crlPem: string | null;
  readonly crlDir: Readonly<Record<string, string>> | null;
  readonly hbaText: string;
  readonly identText: string;
  readonly files: Readonly<Record<string, string>>;
  readonly connection: string;
  readonly clientAddress: string;
  readonly clientKeyMatches: boolean | null;
  readonly database: string;
  readonly databaseExists: boolean;
  readonly requestedUser: string;
  readonly replication: string;
  readonly password: 'right' | 'wrong' | null;
  readonly roles: Readonly<Record<string, RecordedRole>> | null;
  readonly serverAddresses: readonly { readonly address: string; readonly netmask: string }[] | null;
  readonly nameResolution: {
    readonly reverse: Readonly<Record<string, string | null>>;
    readonly forward: Readonly<Record<string, string | readonly string[] | null>>;
  } | null;
  readonly opensslVerify?: { readonly ok: boolean; readonly errorCode: string | null; readonly depth?: number | null } | null;
  readonly otherVersions: readonly Row[];
  readonly sameIn: readonly Row[];
}

interface RecordedRole {
  readonly superuser: boolean;
  readonly canLogin: boolean;
  readonly canReplicate: boolean;
  readonly memberOf: readonly string[];
  readonly password: 'scram-sha-256' | 'md5' | null;
}

/** The servers of the recordings: 15 is Debian's, the others were built with neither GSSAPI nor LDAP nor PAM. */
const BARE_BUILD: ServerBuild = { gss: false, ldap: false, pam: false };

/** First version whose log says why a chain was refused. */
const VERIFY_ERROR_LOGGED = 16;

/** Runs recordings of logins; a test is one case in one version. */
export function runPgCases(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    for (const item of casesOf(name, json)) {
      for (const row of [{ ...item, version: item.pgVersion }, ...item.otherVersions, ...item.sameIn]) {
        const { expected, got } = compare(item, row);
        if (expected === got) passed++;
        else failures.push({ id: `${item.id} ${row.version}`, expected, got, why: item.hbaText });
      }
    }
  }
  return makeReport('pg-cases', passed, { failures });
}

function casesOf(name: string, json: unknown): readonly LoginCase[] {
  const cases = Array.isArray(json) ? json : (json as { readonly cases?: unknown } | null)?.cases;
  if (!Array.isArray(cases)) throw new Error(`${name} holds no cases`);
  return cases as readonly LoginCase[];
}

interface Comparison {
  readonly expected: string;
  readonly got: string;
}

function compare(item: LoginCase, row: Row): Comparison {
  if (row.layer === 'tls' || row.layer === 'client') return compareChain(item);
  const decision = decideClientAuth(inputOf(item, row));
  const { version, layer, reasonCode } = row;
  const unnamed = layer === 'verify' && reasonCode === 'cert-verify-failed' && Number.parseInt(version, 10) < VERIFY_ERROR_LOGGED;
  const parts: [string, string][] = [
    [`${row.decision} ${layer}`, `${decision.decision} ${decision.layer}`],
    [reasonCode, unnamed && decision.layer === 'verify' ? reasonCode : decision.reason],
  ];
  if (layer === 'verify' && typeof row.verifyDepth === 'number')
    parts.push([`depth ${row.verifyDepth}`, `depth ${chainStep(decision)?.depth}`]);
  // what is recorded of a refused file's login belongs to the one after it
  if (layer === 'config' && row.configErrors) parts.push(compareProblems(row.configErrors, decision));
  // 17 and later log the requested user where the method found nobody's identity
  else if (typeof row.authenticatedIdentity === 'string')
    parts.push([row.authenticatedIdentity, decision.authenticated ?? item.requestedUser]);
  return { expected: parts.map(([part]) => part).join(' '), got: parts.map(([, part]) => part).join(' ') };
}

/** What OpenSSL 3.0 said about the chain, whichever server was asked. */
function compareChain(item: LoginCase): Comparison {
  const { opensslVerify: recorded } = item;
  if (!recorded) return { expected: 'what OpenSSL says about the chain', got: 'no recording of it' };
  const step = chainStep(decideClientAuth(inputOf(item, { ...item, version: item.pgVersion })));
  if (recorded.errorCode === 'leaf-undecodable') return { expected: 'refused', got: step?.ok === true ? 'accepted' : 'refused' };
  if (step === undefined) return { expected: 'a chain that is judged', got: 'none' };
  const words = (ok: boolean, code: string | null | undefined, depth: number | null | undefined): string =>
    ok ? 'chain ok' : `chain ${code}${typeof recorded.depth === 'number' ? ` depth ${depth}` : ''}`;
  return { expected: words(recorded.ok, recorded.errorCode, recorded.depth), got: words(step.ok, step.reason, step.depth) };
}

function chainStep({ steps }: Decision): Extract<Decision['steps'][number], { readonly step: 'chain' }> | undefined {
  return steps.find((step) => step.step === 'chain');
}

/** Each recorded error of a file against ours; lines are compared where the version logs them. */
function compareProblems(recorded: readonly RecordedProblem[], { steps }: Decision): [string, string] {
  const problems = steps.flatMap((step) => (step.step === 'files' ? step.problems : []));
  const words = recorded.map(({ file, line, code }, index): [string, string] => {
    const ours = problems[index];
    const place = (number: number | null | undefined): string => (line === null ? '' : ` line ${number}`);
    return [`${file}${place(line)} ${code}`, ours === undefined ? 'none' : `${ours.included ?? ours.file}${place(ours.line)} ${ours.code}`];
  });
  const further = problems.length > recorded.length ? [`and ${problems.length - recorded.length} more`] : [];
  return [words.map(([wanted]) => wanted).join(', '), [...words.map(([, got]) => got), ...further].join(', ')];
}

function inputOf(item: LoginCase, { version, openssl, securityLevel }: Row): LoginInput {
  const serverVersion = Number.parseInt(version, 10);
  return {
    serverVersion,
    openssl,
    securityLevel,
    at: item.at * 1000,
    ca: item.caPem,
    crl: item.crlPem,
    crlDir: item.crlDir,
    hba: `${item.hbaText}\nlocal all postgres trust`,
    ident: item.identText,
    included: item.files,
    network: networkOf(item),
    connection: {
      type: item.connection === 'host' ? 'hostnossl' : (item.connection as LoginInput['connection']['type']),
      address: item.clientAddress,
      database: item.database,
      user: item.requestedUser,
      password: item.password,
      replication: item.replication === 'database' ? 'database' : item.replication !== 'none',
    },
    chain: item.chainPem,
    keyProven: item.clientKeyMatches !== false,
    ...(item.roles === null ? {} : { roles: item.roles }),
    databaseExists: item.databaseExists,
    ...(serverVersion === 15 ? {} : { build: BARE_BUILD }),
  };
}

/** A name counts where it resolves back to the address; one that no line asked for was not tried. */
function networkOf({ serverAddresses, nameResolution, clientAddress }: LoginCase): NetworkFacts {
  const name = nameResolution?.reverse[clientAddress];
  const forward = typeof name === 'string' ? nameResolution?.forward[name] : null;
  const resolves = forward === undefined || [forward].flat().includes(clientAddress);
  return {
    ...(serverAddresses === null
      ? {}
      : {
          serverAddresses: serverAddresses.map(({ address }) => address),
          subnets: serverAddresses.map(({ address, netmask }) => `${address}/${netmask}`),
        }),
    ...(nameResolution === null ? {} : { clientNames: typeof name === 'string' && resolves ? [name] : [] }),
  };
}
