/** The configurations and logins of the differential test. */
import { sha1 } from '../../lib/crypto/hash.ts';
import { encodePem, PkiError } from '../../lib/index.ts';
import type { Decision, LoginInput } from '../../lib/postgres/index.ts';
import { decideClientAuth } from '../../lib/postgres/index.ts';
import { nameHash } from '../../lib/x509/name-hash.ts';
import { DAY, keyNamed, make, makeCrl } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import { type BuiltBranch, build, goodBranch, type Keys, NOW } from './pg-branch.ts';
import { chainChanges } from './pg-chain-faults.ts';
import { crlChanges } from './pg-crl-faults.ts';
import { databases, makeHba, makeIdent, people, roles } from './pg-files.ts';
import { subjects } from './pg-subjects.ts';

/** Logins that one configuration is tried with. */
const LOGINS = 8;

/** The line in front of pg_hba.conf that lets the test itself in. */
const adminLine = 'local all admin trust\n';

const own = make({ subject: 'CN=Always there', key: keyNamed('pg own', 'ec'), ca: true, notBefore: NOW - DAY, notAfter: NOW + 900 * DAY });
const ownAnchor = encodePem('CERTIFICATE', own.certificate.der);
const ownCrl = encodePem('X509 CRL', makeCrl({ issuer: own, thisUpdate: NOW - DAY, nextUpdate: NOW + DAY }).der);

/** What a server runs with, as certwright is told. */
export type ServerInput = Omit<LoginInput, 'connection' | 'chain'>;

/** One login at a server that runs with a configuration. */
export interface Login {
  readonly client: BuiltBranch | undefined;
  /** How the client's chain was made. */
  readonly about: string;
  readonly user: string;
  readonly database: string;
  readonly password: 'right' | 'wrong';
  readonly tls: boolean;
}

/** Files, and the logins that meet them. */
export interface Configuration {
  readonly input: ServerInput;
  readonly logins: readonly Login[];
}

/** A configuration whose files a server takes, with logins, or one that it refuses. */
export class Scenarios {
  readonly #random: Random;
  readonly #keys: Keys;
  readonly #version: number;
  #branches = 0;

  constructor(random: Random, keys: Keys, version: number) {
    this.#random = random;
    this.#keys = keys;
    this.#version = version;
  }

  /** A configuration with logins, or a wrong one; `wanted` is a kind of answer that there are too few of. */
  make(wrong: boolean, wanted?: string): Configuration {
    const random = this.#random;
    const withCrls = random.chance(45);
    const logins = Array.from({ length: wrong ? 1 : LOGINS }, () => this.#login(withCrls, random.chance(60) ? wanted : undefined));
    const branches = logins.flatMap(({ client }) => (client === undefined ? [] : [client]));
    const trusted = [...branches.map((branch) => branch.trusted), ownAnchor].join(random.one(['', 'a note between\n', '\n\n']));
    const lists = branches.flatMap(({ crls }) => crls);
    const place = random.chance(25) ? 'folder' : random.chance(10) ? 'both' : 'file';
    const [inFolder, inFile] = place === 'folder' ? [lists, []] : place === 'both' ? [lists.slice(0, 3), lists.slice(3)] : [[], lists];
    const crlFile =
      branches.map(({ inCrlFile }) => inCrlFile).join('') + inFile.map(({ der }) => encodePem('X509 CRL', der)).join('') || ownCrl;
    // CRLs in the CA file count as soon as any setting asks for CRLs
    const [alsoInCa, rest] = random.chance(8) ? [crlFile, ownCrl] : ['', crlFile];
    const right: ServerInput = {
      serverVersion: this.#version,
      securityLevel: random.one([2, 2, 2, 2, 2, 2, 0, 1, 1, 3]),
      ca: random.chance(98) || wrong ? (random.chance(10) ? (trusted + alsoInCa).replaceAll('\n', '\r\n') : trusted + alsoInCa) : null,
      crl: withCrls && place !== 'folder' ? rest : null,
      crlDir: withCrls && place !== 'file' ? folderOf(inFolder) : null,
      hba: adminLine + makeHba(random, false),
      ident: makeIdent(random, false),
      included: { people },
      network: { serverAddresses: ['127.0.0.1'], subnets: ['127.0.0.0/8'] },
      roles,
    };
    return { input: wrong ? this.#spoil(right) : right, logins };
  }

  /** One wrong file, sometimes two. */
  #spoil(right: ServerInput): ServerInput {
    const random = this.#random;
    const { ca } = right;
    const cut = (text: string): string => {
      const at = text.indexOf('\n') + 1 + random.below(Math.max(1, text.length - 200));
      return random.one([text.slice(0, at), `${text.slice(0, at)}*${text.slice(at)}`]);
    };
    const list = ownCrl.replaceAll('X509 CRL', 'CERTIFICATE');
    const noCa = (): string =>
      random.one([
        '',
        'nothing\n',
        ownCrl,
        cut(String(ca)),
        String(ca) + list,
        ownAnchor.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'),
        ownAnchor.slice(0, 99),
      ]);
    const noCrl = (): string => random.one(['', 'nothing\n', cut(ownCrl), ownCrl + list, ownCrl.slice(0, 77)]);
    const spoilers: readonly (() => Partial<ServerInput>)[] = [
      () => ({ hba: adminLine + makeHba(random, true) }),
      () => ({ ident: makeIdent(random, true) }),
      () => ({ ca: noCa() }),
      () => ({ crl: noCrl() }),
    ];
    return { ...right, ...random.one(spoilers)(), ...(random.chance(15) ? random.one(spoilers)() : {}) };
  }

  #login(withCrls: boolean, wanted: string | undefined): Login {
    const random = this.#random;
    const [subject, hint] = random.one(subjects);
    const faults = wanted === undefined ? random.one([0, 0, 0, 1, 1, 1, 2, 3]) : wanted === 'verify' ? random.one([1, 2]) : 0;
    const made = random.chance(95) ? this.#client(subject, withCrls, faults) : undefined;
    return {
      client: made?.built,
      about: made?.about ?? 'none',
      user: random.chance(wanted === 'name' ? 30 : 88) ? hint : random.one([...Object.keys(roles), 'nobody']),
      database: random.chance(3) ? 'nowhere' : random.one(databases),
      password: random.chance(93) ? 'right' : 'wrong',
      tls: random.chance(97),
    };
  }

  #client(subject: string, withCrls: boolean, changes: number): { readonly built: BuiltBranch; readonly about: string } {
    const random = this.#random;
    for (;;) {
      const branch = goodBranch(++this.#branches, subject, random, this.#keys);
      for (let i = 0; i < changes; i++) {
        const table = withCrls && random.chance(55) ? crlChanges : chainChanges;
        const name = random.one(Object.keys(table));
        if (table[name]?.(branch, random, this.#keys) !== false) branch.changes.push(name);
        // no CA is left that anything could be done to
        if (branch.links.length === 1) break;
      }
      try {
        return { built: build(branch), about: `${subject}; ${branch.links.length} certificates; ${branch.changes.join(', ')}` };
      } catch (error) {
        // two changes that do not go together
        if (!(error instanceof PkiError)) throw error;
      }
    }
  }
}

/** Decides a login as certwright does. */
export function decide(input: ServerInput, login: Login): Decision {
  return decideClientAuth(inputOf(input, login));
}

/** What certwright is asked. */
export function inputOf(input: ServerInput, { client, user, database, password, tls }: Login): LoginInput {
  return {
    ...input,
    connection: { type: tls ? 'hostssl' : 'hostnossl', address: '127.0.0.1', database, user, password },
    databaseExists: databases.includes(database),
    chain: client?.sent ?? null,
  };
}

/** Files with the names of `openssl rehash`. */
function folderOf(lists: BuiltBranch['crls']): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { issuer, der } of lists) {
    const hash = nameHash(issuer, sha1);
    for (let number = 0; ; number++) {
      const name = `${hash}.r${number}`;
      if (name in files) continue;
      files[name] = encodePem('X509 CRL', der);
      break;
    }
  }
  return files;
}
