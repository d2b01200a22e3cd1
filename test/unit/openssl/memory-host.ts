/** A world in memory for the openssl commands: files, answers to prompts, a fixed clock. */
import { concatBytes, fromLatin1, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import type { OpensslHost, WriteMode } from '../../../lib/openssl/host.ts';
import { runOpenssl } from '../../../lib/openssl/run.ts';

/** 2026-11-23T12:00:00Z. */
export const NOW: number = Date.UTC(2026, 10, 23, 12);

/** A configuration as distributions ship it, with the sections the manual's commands use. */
export const SYSTEM_CONFIG = `
HOME = .
openssl_conf = openssl_init
[openssl_init]
providers = provider_sect
[req]
default_bits = 2048
default_keyfile = privkey.pem
distinguished_name = req_distinguished_name
attributes = req_attributes
x509_extensions = v3_ca # for self-signed certificates
string_mask = utf8only
[req_distinguished_name]
countryName = Country Name (2 letter code)
countryName_default = AU
countryName_min = 2
countryName_max = 2
0.organizationName = Organization Name (eg, company)
commonName = Common Name
commonName_max = 64
[req_attributes]
challengePassword = A challenge password
[v3_ca]
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid:always,issuer
basicConstraints = critical,CA:true
`;

/** What a command did. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Files by name, and a record of everything that happens. */
export class World {
  readonly files: Map<string, Uint8Array> = new Map([['/etc/ssl/openssl.cnf', utf8(SYSTEM_CONFIG)]]);
  readonly modes: Map<string, WriteMode> = new Map();
  readonly prompts: { readonly text: string; readonly echo: boolean }[] = [];
  readonly env: Record<string, string | undefined> = {};
  /** Answers to prompts, first to last; none left means no terminal. */
  answers: string[] = [];
  stdin = '';

  /** Runs one command line; words are separated by single blanks, quotes keep blanks. */
  async run(line: string): Promise<Result> {
    const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
    const stdout: Uint8Array[] = [];
    const stderr: string[] = [];
    const code = await runOpenssl(words, this.#host(stdout, stderr));
    return { code, stdout: fromLatin1(concatBytes(...stdout)), stderr: stderr.join('') };
  }

  text(path: string): string {
    return fromLatin1(this.files.get(path) ?? new Uint8Array(0));
  }

  write(path: string, text: string): void {
    this.files.set(path, utf8(text));
  }

  #host(stdout: Uint8Array[], stderr: string[]): OpensslHost {
    return {
      readFile: async (path) => {
        const octets = this.files.get(path);
        if (octets === undefined) throw new PkiError('file-unavailable', 'No such file or directory');
        return octets;
      },
      readStdin: async () => utf8(this.stdin),
      writeFile: async (path, octets, mode) => {
        if (path.startsWith('/readonly/')) throw new PkiError('file-unavailable', 'Read-only file system');
        const before = this.files.get(path);
        this.files.set(path, mode.append && before !== undefined ? concatBytes(before, octets) : octets);
        this.modes.set(path, mode);
      },
      stat: async (path) =>
        this.files.has(path) ? 'file' : [...this.files.keys()].some((name) => name.startsWith(`${path}/`)) ? 'folder' : undefined,
      listFolder: async (path) =>
        [...this.files.keys()]
          .filter((name) => name.startsWith(`${path}/`))
          .map((name) => name.slice(path.length + 1))
          .sort(),
      prompt: async (text, { echo }) => {
        this.prompts.push({ text, echo });
        return this.answers.shift();
      },
      env: this.env,
      stdout: (octets) => void stdout.push(octets),
      stderr: (text) => void stderr.push(text),
      now: () => NOW,
    };
  }
}
