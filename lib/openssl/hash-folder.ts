/** Folders of certificates and CRLs that are found by the hash of a name: `-CApath`. Files are called `hash.0`, `hash.1`, … and `hash.r0`, `hash.r1`, … */
import { PkiError } from '../base/error.ts';
import { sha1 } from '../crypto/hash.ts';
import { certificatesOfFile, crlsOfFile } from '../openssl-verify/files/store.ts';
import type { CertificateList } from '../x509/crl.ts';
import { nameHash } from '../x509/name-hash.ts';
import type { Name } from '../x509/name.ts';
import type { TrustedCertificate } from '../x509/trusted-certificate.ts';
import { usageFailure } from './failure.ts';
import type { OpensslHost } from './host.ts';
import { readable } from './octets.ts';
import { type CommandLine, optionValue, optionValues } from './options.ts';

/** Most files of one hash that are looked at. */
const MAX_FILES = 1000;

/** Certificates of a folder for a name; others that stand in their files come with them. */
export async function hashedCertificates(host: OpensslHost, folder: string, name: Name): Promise<TrustedCertificate[]> {
  return await loadHashed(host, `${folder}/${nameHash(name, sha1)}.`, certificatesOfFile);
}

/** CRLs of a folder for the name of their issuer. */
export async function hashedCrls(host: OpensslHost, folder: string, name: Name): Promise<CertificateList[]> {
  return await loadHashed(host, `${folder}/${nameHash(name, sha1)}.r`, crlsOfFile);
}

/** As with OpenSSL, a bad block hides what stands behind it, and a file without what is looked for the files behind it; a note says so. */
async function loadHashed<T>(host: OpensslHost, start: string, read: (octets: Uint8Array) => T[]): Promise<T[]> {
  const found: T[] = [];
  for (let number = 0; number < MAX_FILES && (await isThere(host, start + number)); number++) {
    const some = await readFile(host, start + number, read);
    if (some.length === 0) {
      host.stderr(readable(`certwright: ${start + number} holds nothing that can be used, files behind it are passed over\n`));
      break;
    }
    found.push(...some);
  }
  return found;
}

/** Nothing where the system does not let the file be read. */
async function readFile<T>(host: OpensslHost, path: string, read: (octets: Uint8Array) => T[]): Promise<T[]> {
  try {
    return read(await host.readFile(path));
  } catch (error) {
    if (error instanceof PkiError) return [];
    throw error;
  }
}

/** False also for what the system does not tell of, such as links that lead in a circle. */
async function isThere(host: OpensslHost, path: string): Promise<boolean> {
  try {
    return (await host.stat(path)) !== undefined;
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}

/** The value of `-CApath`. Throws a usage failure where it is no folder. */
export async function folderOption(line: CommandLine, host: OpensslHost): Promise<string | undefined> {
  for (const path of optionValues(line, 'CApath'))
    if ((await host.stat(path)) !== 'folder') throw usageFailure(line.command, `Not a directory: ${path}`);
  return optionValue(line, 'CApath');
}
