/** `certwright pg setup`: a root CA, an intermediate CA, certificates for a server and its users, CRLs, and the lines of the server's configuration. */
import { createSigner, type GeneralName, type KeyKind, type KeyPair } from '../../../lib/index.ts';
import { escapeText } from '../../../lib/text/index.ts';
import { withCleanUp } from '../demo/clean-up.ts';
import { CliFailure, clearSpinner } from '../talk.ts';
import { type AccessRules, hbaLines, identLines, settings } from './configuration.ts';
import {
  type Authority,
  commonName,
  crlPem,
  DAY,
  issueIntermediate,
  issueLeaf,
  keyPem,
  makeCrl,
  makeKeys,
  makeRoot,
  pem,
} from './issuing.ts';
import { keyKind, readPassphrase } from './keys.ts';
import { readHosts, readUsers, type User } from './people.ts';
import { assertFree, clientPlaces, type NewFile, PLACES, writeNewFolder } from './place.ts';
import type { SetupOptions } from './setup-options.ts';
import { iso, noteOf, type State, stateText } from './state.ts';
import { backdated, INTERMEDIATE_DAYS, leafValidity, MAX_COMMON_NAME, ROOT_DAYS, serverSubject } from './terms.ts';
import { readmeText, report, rootReadme, setupSteps } from './words.ts';

const DEFAULT_MAP = 'certwright';

/** Makes the folder and says what is in it. Gives the exit code. */
export async function runSetup(folder: string, options: SetupOptions): Promise<number> {
  const { at = Date.now(), json = false } = options;
  assertFree(folder);
  const users = readUsers(options.user);
  const names = await readHosts(options.host);
  const access = accessOf(options, users);
  const configuration: NewFile[] = [
    { path: PLACES.settings, text: settings },
    { path: PLACES.hba, text: hbaLines(access) },
    ...(access.map === undefined ? [] : [{ path: PLACES.ident, text: identLines(access.map, users) }]),
  ];
  const kind = keyKind(options.keyType);
  const passphrase = options.rootPassphrase === undefined ? undefined : await readPassphrase(options.rootPassphrase, { isNew: true });
  const [keys, userKeys] = await withCleanUp(async (register) => {
    register({ gently: async () => clearSpinner(), atOnce: clearSpinner });
    return [await makeTreeKeys(kind), await makeAll(users, kind)] as const;
  });

  const [rootSubject, intermediateSubject] = authorityNames(options);
  const from = backdated(at);
  const rootValidity = { notBefore: from, notAfter: at + ROOT_DAYS * DAY };
  const intermediateValidity = { notBefore: from, notAfter: at + INTERMEDIATE_DAYS * DAY };
  const root = makeRoot(commonName(rootSubject), keys.root, rootValidity);
  const intermediate: Authority = {
    certificate: issueIntermediate(root, commonName(intermediateSubject), keys.intermediate.publicKey, intermediateValidity),
    signer: createSigner(keys.intermediate.privateKey),
  };
  const validity = leafValidity(intermediate.certificate, at, options.days);
  const server = issueLeaf(intermediate, serverSubject(names), keys.server.publicKey, { ...validity, names });
  const clients = users.map((user, index) => {
    const pair = userKeys[index] as KeyPair;
    return { user, key: pair.privateKey, certificate: issueLeaf(intermediate, commonName(user.commonName), pair.publicKey, validity) };
  });
  const crlValidity = { notBefore: from, notAfter: at + options.crlDays * DAY };
  const rootPem = pem(root.certificate);
  const crls = crlPem(makeCrl(root, 1, [], intermediateValidity)) + crlPem(makeCrl(intermediate, 1, [], crlValidity));
  const chain = (leaf: { readonly der: Uint8Array }): string => pem(leaf) + pem(intermediate.certificate);
  const state: State = {
    format: 'certwright pg setup',
    version: 1,
    hosts: options.host,
    keyType: options.keyType,
    crlNumbers: { root: 1, intermediate: 1 },
    root: noteOf(root.certificate),
    intermediates: [noteOf(intermediate.certificate)],
    servers: [noteOf(server)],
    users: clients.map(({ user, certificate }) => ({ ...user, certificates: [noteOf(certificate)] })),
  };
  const files: NewFile[] = [
    { path: PLACES.state, text: stateText(state) },
    { path: PLACES.rootCertificate, text: rootPem },
    { path: PLACES.rootKey, text: keyPem(keys.root.privateKey, passphrase), secret: true },
    { path: PLACES.rootReadme, text: rootReadme },
    { path: PLACES.intermediate, text: pem(intermediate.certificate) },
    { path: PLACES.intermediateKey, text: keyPem(keys.intermediate.privateKey), secret: true },
    { path: PLACES.serverChain, text: chain(server) },
    { path: PLACES.serverKey, text: keyPem(keys.server.privateKey), secret: true },
    { path: PLACES.serverRoot, text: rootPem },
    { path: PLACES.serverCrls, text: crls },
    ...configuration,
    ...clients.flatMap(({ user, key, certificate }) =>
      clientFiles(user, { chain: chain(certificate), key: keyPem(key), root: rootPem, crls }),
    ),
  ];
  const facts = [
    `certificates of server and users are good until ${iso(validity.notAfter)}`,
    `the intermediate's CRL until ${iso(crlValidity.notAfter)}, the intermediate and the root's CRL until ${iso(intermediateValidity.notAfter)}, the root until ${iso(rootValidity.notAfter)}`,
    passphrase === undefined ? "the root's key is not encrypted; --root-passphrase does that" : "the root's key is encrypted",
  ];
  const [first] = users as [User];
  const next = setupSteps({
    host: hostForClients(options.host, names),
    role: first.role,
    folder: first.folder,
    map: access.map !== undefined,
  });
  const written = [PLACES.readme, ...files.map(({ path }) => path)];
  writeNewFolder(folder, [{ path: PLACES.readme, text: readmeText(written, facts, next) }, ...files]);
  report({ folder, written, facts, next }, json);
  return 0;
}

/** A host that libpq can connect to and find in the certificate: it converts no international names, and takes no wildcards. */
function hostForClients(hosts: readonly string[], names: readonly GeneralName[]): string {
  const written = names.map((name, index) => (name.kind === 'dNSName' ? name.value : (hosts[index] ?? '')));
  return written.find((host) => !host.startsWith('*.')) ?? 'HOST';
}

function accessOf({ address, method, map: asked }: SetupOptions, users: readonly User[]): AccessRules {
  const needed = asked !== undefined || users.some(({ role, commonName }) => role !== commonName);
  if (needed && method !== 'cert')
    throw new CliFailure('--method scram-sha-256 knows no map: PostgreSQL wants the common name to be the role then');
  const map = typeof asked === 'string' ? asked : DEFAULT_MAP;
  if (needed && !/^[^\p{C}]+$/u.test(map)) throw new CliFailure('--map: a map has a name without control characters');
  return { users, addresses: address ?? ['all'], method, ...(needed ? { map } : {}) };
}

/** Common names of root and intermediate. */
function authorityNames({ name, host }: SetupOptions): [string, string] {
  if (name?.trim() === '') throw new CliFailure('--name: the CAs need a name');
  const names: [string, string] = [`${name ?? host[0]} root CA`, `${name ?? host[0]} intermediate CA`];
  const long = names.find((text) => text.length > MAX_COMMON_NAME);
  if (long !== undefined)
    throw new CliFailure(`the name "${escapeText(long)}" has more than ${MAX_COMMON_NAME} characters; give a shorter one with --name`);
  return names;
}

async function makeTreeKeys(kind: KeyKind): Promise<Record<'root' | 'intermediate' | 'server', KeyPair>> {
  const make = (what: string): Promise<KeyPair> => makeKeys(kind, kind.kind === 'rsa' ? `${what} key` : undefined);
  return { root: await make('root'), intermediate: await make('intermediate'), server: await make('server') };
}

async function makeAll(users: readonly User[], kind: KeyKind): Promise<KeyPair[]> {
  const pairs: KeyPair[] = [];
  for (const { role } of users) pairs.push(await makeKeys(kind, kind.kind === 'rsa' ? `key of ${role}` : undefined));
  return pairs;
}

/** Files as libpq looks for them in ~/.postgresql. */
function clientFiles(
  { folder }: User,
  texts: { readonly chain: string; readonly key: string; readonly root: string; readonly crls: string },
): NewFile[] {
  const { chain, key, root, crls } = clientPlaces(folder);
  return [
    { path: chain, text: texts.chain },
    { path: key, text: texts.key, secret: true },
    { path: root, text: texts.root },
    { path: crls, text: texts.crls },
  ];
}
