/** The certificates and CRLs that the options of `verify` name. */
import { nameText } from '../../../openssl-verify/facts.ts';
import type { StoreContent } from '../../../openssl-verify/files/store.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import type { CertificateList } from '../../../x509/crl.ts';
import type { TrustedCertificate } from '../../../x509/trusted-certificate.ts';
import { CommandFailure } from '../../failure.ts';
import { folderOption, hashedCertificates, hashedCrls } from '../../hash-folder.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, optionValue, optionValues } from '../../options.ts';
import { loadAll, loadCaFile } from '../../store-files.ts';

/** What the options load. */
export interface VerifyStore {
  readonly trusted: readonly TrustedCertificate[];
  readonly untrusted: readonly Certificate[];
  /** Of `-CRLfile`. */
  readonly crls: readonly CertificateList[];
  /** Of `-CAfile` and `-CApath`. */
  readonly storedCrls: readonly CertificateList[];
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
  const ca: StoreContent = caFile === undefined ? { certificates: [], crls: [] } : await loadCaFile(host, caFile);
  const load = async <K extends keyof StoreContent>(
    kind: K,
    option: string,
    what: string,
    opening?: string,
  ): Promise<StoreContent[K][]> => {
    const loaded: StoreContent[K][] = [];
    for (const path of optionValues(line, option)) {
      const found = (await loadAll(host, path, what, opening))[kind];
      if (found.length === 0) throw new CommandFailure([`Could not read any ${what} from ${path}`]);
      loaded.push(found);
    }
    return loaded;
  };
  const untrusted = await load('certificates', 'untrusted', 'untrusted certificates', 'certs of untrusted certificates');
  const trusted = await load('certificates', 'trusted', 'trusted certificates', 'certs of trusted certificates');
  const crls = await load('crls', 'CRLfile', 'other CRLs');
  return {
    trusted: [...ca.certificates, ...trusted.flat()],
    untrusted: untrusted.flat().map(({ certificate }) => certificate),
    crls: crls.flat(),
    storedCrls: ca.crls,
    folder,
    named: caFile !== undefined || folder !== undefined || trustedFiles.length > 0,
  };
}

/** Most names that are looked up in a folder for one chain. */
const MAX_NAMES = 100;

/** The store with what a folder holds for the issuers that a chain from `leaf` may go through: certificates of names that the store knows none of, and CRLs. */
export async function withFolder(store: VerifyStore, leaf: Certificate, host: OpensslHost): Promise<VerifyStore> {
  const { folder } = store;
  if (folder === undefined) return store;
  const trusted = [...store.trusted];
  const storedCrls = [...store.storedCrls];
  const looked = new Set<string>();
  const waiting = [leaf, ...store.untrusted, ...trusted.map(({ certificate }) => certificate)].map(({ issuer }) => issuer);
  for (let name = waiting.shift(); name !== undefined && looked.size < MAX_NAMES; name = waiting.shift()) {
    const key = nameText(name);
    if (looked.has(key)) continue;
    looked.add(key);
    if (!trusted.some(({ certificate }) => nameText(certificate.subject) === key)) {
      const found = await hashedCertificates(host, folder, name);
      trusted.push(...found);
      waiting.push(...found.map(({ certificate }) => certificate.issuer));
    }
    storedCrls.push(...(await hashedCrls(host, folder, name)));
  }
  return { ...store, trusted, storedCrls };
}
