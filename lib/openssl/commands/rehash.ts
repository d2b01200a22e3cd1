/**
 * `openssl rehash` (3.0): names the certificates and CRLs of a folder by the hashes under which OpenSSL looks for them, with symbolic links such as `5ed36f99.0` and
 * `5ed36f99.r0`.
 *
 * Left out: the provider options. Where the host knows no symbolic links the command is refused.
 */
import { pemText, scanPem } from '../../asn1/pem.ts';
import { equalBytes, utf8 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { md5, sha1 } from '../../crypto/hash.ts';
import { parseCertificate } from '../../x509/certificate.ts';
import { parseCrl } from '../../x509/crl.ts';
import { nameHash, nameHashOld } from '../../x509/name-hash.ts';
import type { Name } from '../../x509/name.ts';
import { CommandFailure } from '../failure.ts';
import type { LinkHost, OpensslHost } from '../host.ts';
import { type CommandLine, hasOption, optionTable, readOptions } from '../options.ts';
import { CERTIFICATE_LABELS } from '../pem-blocks.ts';

const rehashOptions = /* @__PURE__ */ optionTable('rehash', {
  flag: 'help h compat old n v',
  'unsupported-value': 'provider-path provider propquery',
});

/** The folder of a usual installation. */
const DEFAULT_FOLDER = '/usr/lib/ssl/certs';

/** Runs `rehash`; the exit code is the number of things that went wrong. Throws a `CommandFailure`. */
export async function rehashCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(
    words.map((word) => (word === '-h' ? '-help' : word)),
    rehashOptions,
  );
  const { links } = host;
  if (links === undefined) throw new CommandFailure(['certwright: rehash needs a file system with symbolic links']);
  const named = host.env['SSL_CERT_DIR']?.split(':').filter((folder) => folder !== '');
  const folders = line.rest.length > 0 ? line.rest : (named ?? [DEFAULT_FOLDER]);
  let errors = 0;
  for (const folder of folders) errors += await new Folder(folder, line, host, links).rehash();
  return Math.min(errors, 255);
}

/** A file, or what a link points to, under one hash. */
interface Entry {
  readonly file: string;
  digest: Uint8Array | undefined;
  /** Number of a link that is there already; Infinity where there is none. */
  number: number;
  needed: boolean;
}

/** All that has one hash: certificates, or CRLs. */
interface Bucket {
  readonly hash: string;
  readonly crl: boolean;
  readonly entries: Entry[];
}

/** Most files of one hash, and buckets of OpenSSL's table, whose order the work is done in. */
const MAX_COLLISIONS = 256;
const TABLE_SIZE = 257;

/** Endings of files that are looked into. */
const ENDINGS: readonly string[] = ['pem', 'crt', 'cer', 'crl'];

class Folder {
  readonly #folder: string;
  readonly #line: CommandLine;
  readonly #host: OpensslHost;
  readonly #links: LinkHost;
  readonly #table: Bucket[][] = Array.from({ length: TABLE_SIZE }, () => []);

  constructor(folder: string, line: CommandLine, host: OpensslHost, links: LinkHost) {
    this.#folder = folder;
    this.#line = line;
    this.#host = host;
    this.#links = links;
  }

  /** Makes the links; the number of errors. */
  async rehash(): Promise<number> {
    const { stderr } = this.#host;
    if (!(await this.#links.writable(this.#folder))) {
      stderr(`Skipping ${this.#folder}, can't write\n`);
      return 1;
    }
    this.#say(`Doing ${this.#folder}\n`);
    let errors = 0;
    for (const name of await this.#host.listFolder(this.#folder)) {
      const target = await this.#links.read(this.#path(name));
      if (target !== undefined && this.#noteLink(name, target)) continue;
      errors += await this.#noteFile(name);
    }
    for (const buckets of this.#table) for (const bucket of buckets) errors += await this.#link(bucket);
    return errors;
  }

  #path(name: string): string {
    return this.#folder.endsWith('/') ? `${this.#folder}${name}` : `${this.#folder}/${name}`;
  }

  #say(text: string): void {
    if (hasOption(this.#line, 'v')) this.#host.stdout(utf8(text));
  }

  /** A link of an earlier run; false for any other name. */
  #noteLink(name: string, target: string): boolean {
    const [, hash, crl, number] = /^([0-9a-fA-F]{8})\.(r?)([0-9]*)$/i.exec(name) ?? [];
    if (hash === undefined) return false;
    const bucket = this.#bucket(hash.toLowerCase(), crl !== '');
    this.#add(bucket, target, undefined, Number(number));
    return true;
  }

  async #noteFile(name: string): Promise<number> {
    const dot = name.lastIndexOf('.');
    if (dot < 0 || !ENDINGS.includes(name.slice(dot + 1).toLowerCase())) return 0;
    let octets: Uint8Array;
    try {
      octets = await this.#host.readFile(this.#path(name));
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      this.#host.stderr(`rehash: error: skipping ${name}, cannot open file\n`);
      return 1;
    }
    const found = objectsOf(octets);
    if (found === undefined) return 0;
    const [only] = found;
    if (only === undefined || found.length > 1) {
      this.#host.stderr(`rehash: warning: skipping ${name},it does not contain exactly one certificate or CRL\n`);
      return 0;
    }
    if (only === 'other') return 1;
    const old = hasOption(this.#line, 'old');
    const both = hasOption(this.#line, 'compat');
    const hashes = [...(old && !both ? [] : [nameHash(only.name, sha1)]), ...(old || both ? [nameHashOld(only.name, md5)] : [])];
    const digest = sha1.digest(only.der);
    return hashes.reduce((errors, hash) => errors + this.#add(this.#bucket(hash, only.crl), name, digest, Infinity), 0);
  }

  #bucket(hash: string, crl: boolean): Bucket {
    const buckets = this.#table[(Number.parseInt(hash, 16) + (crl ? 1 : 0)) % TABLE_SIZE] as Bucket[];
    const known = buckets.find((bucket) => bucket.hash === hash && bucket.crl === crl);
    if (known !== undefined) return known;
    const bucket = { hash, crl, entries: [] };
    buckets.unshift(bucket);
    return bucket;
  }

  /** Adds a file with its digest, or a link without; the number of errors. */
  #add({ entries, crl }: Bucket, file: string, digest: Uint8Array | undefined, number: number): number {
    if (digest !== undefined && entries.some((entry) => entry.digest !== undefined && equalBytes(entry.digest, digest))) {
      this.#host.stderr(`rehash: warning: skipping duplicate ${crl ? 'CRL' : 'certificate'} in ${file}\n`);
      return 0;
    }
    let entry = entries.find((candidate) => candidate.file === file);
    if (entry === undefined) {
      if (entries.filter(({ needed }) => needed).length >= MAX_COLLISIONS) {
        this.#host.stderr(`rehash: error: hash table overflow for ${file}\n`);
        return 1;
      }
      entry = { file, digest: undefined, number: Infinity, needed: false };
      entries.push(entry);
    }
    entry.number = Math.min(entry.number, number);
    if (digest !== undefined && !entry.needed) {
      entry.needed = true;
      entry.digest = digest;
    }
    return 0;
  }

  /** Makes and removes the links of a bucket; the number of errors. */
  async #link({ hash, crl, entries }: Bucket): Promise<number> {
    const nameOf = (number: number): string => `${hash}.${crl ? 'r' : ''}${number}`;
    const count = entries.filter(({ needed }) => needed).length;
    const taken = new Set(entries.map(({ number }) => number).filter((number) => number < count));
    let next = 0;
    let errors = 0;
    for (const { file, number, needed } of entries) {
      if (number < count) {
        this.#say(`link ${file} -> ${nameOf(number)}\n`);
      } else if (needed) {
        while (taken.has(next)) next++;
        this.#say(`link ${file} -> ${nameOf(next)}\n`);
        errors += await this.#change(nameOf(next), "Can't unlink", () => this.#links.remove(this.#path(nameOf(next))));
        errors += await this.#change(nameOf(next), "Can't symlink", () => this.#links.make(file, this.#path(nameOf(next))));
        taken.add(next);
      } else if (!hasOption(this.#line, 'n')) {
        this.#say(`unlink ${nameOf(number)}\n`);
        errors += await this.#change(nameOf(number), "Can't unlink", () => this.#links.remove(this.#path(nameOf(number))));
      }
    }
    return errors;
  }

  async #change(name: string, problem: string, body: () => Promise<void>): Promise<number> {
    try {
      await body();
      return 0;
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      this.#host.stderr(`rehash: ${problem} ${name}, ${error.message}\n`);
      return 1;
    }
  }
}

/** A certificate or CRL, and the name it is found by. */
interface Found {
  readonly crl: boolean;
  readonly name: Name;
  readonly der: Uint8Array;
}

/**
 * What PEM_X509_INFO_read_bio makes of a file: groups of at most one certificate, one CRL and one key; `other` for a key alone, undefined where something does not
 * parse.
 */
function objectsOf(octets: Uint8Array): readonly (Found | 'other')[] | undefined {
  const groups: Partial<Record<'certificate' | 'crl' | 'key', Found | 'other'>>[] = [];
  try {
    for (const { block, error } of scanPem(pemText(octets))) {
      if (error !== undefined) return undefined;
      const { label, der } = block;
      const kind = CERTIFICATE_LABELS.includes(label)
        ? 'certificate'
        : label === 'X509 CRL'
          ? 'crl'
          : label.endsWith('PRIVATE KEY')
            ? 'key'
            : undefined;
      if (kind === undefined) continue;
      const found = kind === 'key' ? 'other' : kind === 'crl' ? readCrl(der) : readCertificate(der);
      const last = groups.at(-1);
      if (last === undefined || last[kind] !== undefined) groups.push({ [kind]: found });
      else last[kind] = found;
    }
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
  return groups.map(({ certificate, crl }) => certificate ?? crl ?? 'other');
}

function readCertificate(der: Uint8Array): Found {
  const certificate = parseCertificate(der, { reading: 'openssl' });
  return { crl: false, name: certificate.subject, der: certificate.der };
}

function readCrl(der: Uint8Array): Found {
  return { crl: true, name: parseCrl(der).issuer, der };
}
