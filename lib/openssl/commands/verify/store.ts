/** The certificates and CRLs that the options of `verify` name. */
import type { Certificate } from '../../../x509/certificate.ts';
import type { CertificateList } from '../../../x509/crl.ts';
import type { Name } from '../../../x509/name.ts';
import { normalisedName } from '../../../x509/name-compare.ts';
import type { TrustedCertificate } from '../../../x509/trusted-certificate.ts';
import { CommandFailure } from '../../failure.ts';
import { folderOption, hashFiles } from '../../hash-folder.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, optionValue, optionValues } from '../../options.ts';
import { readable } from '../../octets.ts';
import { certificatesOf, loadAll, loadCaFile, type Loaded } from '../../store-files.ts';

/** What the options load. */
export interface VerifyStore {
  readonly trusted: readonly TrustedCertificate[];
  readonly untrusted: readonly Certificate[];
  readonly crls: readonly CertificateList[];
  /** `-CApath`. */
  readonly folder: string | undefined;
  /** A file or folder of trusted certificates was named. */
  readonly named: boolean;
}

/** Loads what the options name. Throws a `CommandFailure`. */
export async function loadStore(line: CommandLine, host: OpensslHost): Promise<VerifyStore> {
  const folder = await folderOption(line, host);
  const caFile = optionValue(line, 'CAfile');
  const trustedFiles = optionValues(line, 'trusted');
  if (trustedFiles.length > 0 && (caFile !== undefined || folder !== undefined))
    throw new CommandFailure(['verify: Cannot use -trusted with -CAfile, -CApath or -CAstore']);
  const ca: Loaded = caFile === undefined ? { certificates: [], crls: [] } : await loadCaFile(host, caFile);
  const untrusted = await loadCertificates(host, optionValues(line, 'untrusted'), 'untrusted certificates');
  const trusted = await loadCertificates(host, trustedFiles, 'trusted certificates');
  const crls: CertificateList[] = [];
  for (const path of optionValues(line, 'CRLfile')) {
    const unread = `Could not read any other CRLs from ${path}`;
    const loaded = await loadAll(host, path, { unopened: `Could not open file or uri for loading other CRLs from ${path}`, unread });
    if (loaded.crls.length === 0) throw new CommandFailure([unread]);
    crls.push(...loaded.crls);
  }
  return {
    trusted: [...ca.certificates, ...trusted],
    untrusted: untrusted.map(({ certificate }) => certificate),
    crls: [...ca.crls, ...crls],
    folder,
    named: caFile !== undefined || folder !== undefined || trustedFiles.length > 0,
  };
}

/** The certificates of several files, each of which must hold one. */
async function loadCertificates(host: OpensslHost, paths: readonly string[], what: string): Promise<TrustedCertificate[]> {
  const found: TrustedCertificate[] = [];
  for (const path of paths) {
    const unread = `Could not read any ${what} from ${path}`;
    const { certificates } = await loadAll(host, path, {
      unopened: `Could not open file or uri for loading certs of ${what} from ${path}`,
      unread,
    });
    if (certificates.length === 0) throw new CommandFailure([unread]);
    found.push(...certificates);
  }
  return found;
}

/** Most names that are looked up in a folder for one chain. */
const MAX_NAMES = 100;

/** The store with what a folder holds for the issuers that a chain from `leaf` may go through. */
export async function withFolder(store: VerifyStore, leaf: Certificate, host: OpensslHost): Promise<VerifyStore> {
  const { folder } = store;
  if (folder === undefined) return store;
  const trusted = [...store.trusted];
  const crls = [...store.crls];
  const looked = new Set<string>();
  const waiting: Name[] = [leaf, ...store.untrusted, ...certificatesOf({ certificates: trusted, crls })].map(({ issuer }) => issuer);
  for (let name = waiting.shift(); name !== undefined && looked.size < MAX_NAMES; name = waiting.shift()) {
    const key = normalisedName(name);
    if (looked.has(key)) continue;
    looked.add(key);
    for (const kind of ['certificates', 'crls'] as const)
      for (const path of await hashFiles(host, folder, name, kind)) {
        const loaded = await loadOrNote(host, path);
        // as OpenSSL does, nothing behind a file without what is looked for is looked at
        if (loaded === undefined || loaded[kind].length === 0) break;
        if (kind === 'crls') crls.push(...loaded.crls);
        else trusted.push(...loaded.certificates);
        if (kind === 'certificates') waiting.push(...certificatesOf(loaded).map(({ issuer }) => issuer));
      }
  }
  return { ...store, trusted, crls };
}

/** What a file of the folder holds; undefined, with a note, where it cannot be read: a bad file hides certificates, but the others are judged without it. */
async function loadOrNote(host: OpensslHost, path: string): Promise<Loaded | undefined> {
  try {
    return await loadAll(host, path, { unopened: path, unread: path });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const [, ...reasons] = error.lines;
    host.stderr(readable(`certwright: ${path} is passed over: ${reasons.join(' ').replace(/^certwright: /, '')}`) + '\n');
    return undefined;
  }
}
