/**
 * ssl_ciphers: a cipher string of OpenSSL 3.0 (ssl_ciph.c: ssl_create_cipher_list; manual: openssl-ciphers(1)), as far as membership goes.
 *
 * Words that nobody knows are stepped over, so that a string fails only where it selects nothing or is no string of this form: `@` before anything but STRENGTH and
 * SECLEVEL, and a character that can stand nowhere.
 *
 * Left out: the order of the suites; GOST, whose words select nothing in a build without it.
 */
import { CIPHER_SUITES } from './cipher-suites.ts';

/** A cipher suite of TLS 1.2 or older. */
export interface CipherSuite {
  readonly name: string;
  /** First version of the protocol that has it. */
  readonly since: 'SSLv3' | 'TLSv1' | 'TLSv1.2';
  readonly keyExchange: string;
  readonly authentication: string;
  readonly encryption: string;
  readonly mac: string;
}

/** What a cipher string selects. */
export interface CipherSelection {
  /** Suites of TLS 1.2 and older, in the order of the table. Those of TLS 1.3 are set elsewhere and are always there. */
  readonly suites: readonly CipherSuite[];
  /** `@SECLEVEL=`; absent where the string does not set it. */
  readonly securityLevel?: 0 | 1 | 2 | 3 | 4 | 5;
}

interface TableSuite extends CipherSuite {
  readonly flags: string;
}

type Test = (suite: TableSuite) => boolean;

const isKeyExchange =
  (...names: readonly string[]): Test =>
  ({ keyExchange }) =>
    names.includes(keyExchange);
const isAuthentication =
  (name: string): Test =>
  ({ authentication }) =>
    authentication === name;
const isEncryption =
  (form: RegExp): Test =>
  ({ encryption }) =>
    form.test(encryption);
const isMac =
  (name: string): Test =>
  ({ mac }) =>
    mac === name;
const isSince =
  (version: CipherSuite['since']): Test =>
  ({ since }) =>
    since === version;

/** A key exchange with a certificate or other proof behind it. */
const isProven =
  (name: string): Test =>
  ({ keyExchange, authentication }) =>
    keyExchange === name && authentication !== 'NULL';
const isAnonymous =
  (name: string): Test =>
  ({ keyExchange, authentication }) =>
    keyExchange === name && authentication === 'NULL';

/** What the words of cipher strings select. */
function testsOfWords(): ReadonlyMap<string, Test> {
  const encrypted: Test = ({ encryption }) => encryption !== 'NULL';
  const words: readonly (readonly [names: string, test: Test])[] = [
    ['ALL HIGH', encrypted],
    ['COMPLEMENTOFALL NULL eNULL', isEncryption(/^NULL$/)],
    ['COMPLEMENTOFDEFAULT', ({ flags }) => flags.includes('X')],
    ['FIPS', (suite) => suite.flags.includes('F') && encrypted(suite)],
    ['LOW MEDIUM 3DES RC4 RC2 IDEA SEED', () => false],
    ['kRSA', isKeyExchange('RSA')],
    ['kEDH kDHE DH', isKeyExchange('DHE')],
    ['kEECDH kECDHE ECDH', isKeyExchange('ECDHE')],
    ['kPSK', isKeyExchange('PSK')],
    ['kRSAPSK', isKeyExchange('RSAPSK')],
    ['kECDHEPSK', isKeyExchange('ECDHEPSK')],
    ['kDHEPSK', isKeyExchange('DHEPSK')],
    ['PSK', isKeyExchange('PSK', 'RSAPSK', 'ECDHEPSK', 'DHEPSK')],
    ['kSRP SRP', isKeyExchange('SRP')],
    ['aRSA', isAuthentication('RSA')],
    ['aDSS DSS', isAuthentication('DSS')],
    ['aNULL', isAuthentication('NULL')],
    ['aECDSA ECDSA', isAuthentication('ECDSA')],
    ['aPSK', isAuthentication('PSK')],
    ['aSRP', isAuthentication('SRP')],
    ['EDH DHE', isProven('DHE')],
    ['EECDH ECDHE', isProven('ECDHE')],
    ['ADH', isAnonymous('DHE')],
    ['AECDH', isAnonymous('ECDHE')],
    ['RSA', ({ keyExchange, authentication }) => keyExchange === 'RSA' && authentication === 'RSA'],
    ['AES', isEncryption(/^AES/)],
    ['AES128', isEncryption(/^AES128/)],
    ['AES256', isEncryption(/^AES256/)],
    ['AESGCM', isEncryption(/^AES\d+GCM$/)],
    ['AESCCM', isEncryption(/^AES\d+CCM/)],
    ['AESCCM8', isEncryption(/^AES\d+CCM8$/)],
    ['CAMELLIA', isEncryption(/^CAMELLIA/)],
    ['CAMELLIA128', isEncryption(/^CAMELLIA128$/)],
    ['CAMELLIA256', isEncryption(/^CAMELLIA256$/)],
    ['CHACHA20', isEncryption(/^CHACHA20$/)],
    ['ARIA ARIAGCM', isEncryption(/^ARIA/)],
    ['ARIA128', isEncryption(/^ARIA128$/)],
    ['ARIA256', isEncryption(/^ARIA256$/)],
    ['CBC', isEncryption(/^(?:AES|CAMELLIA)\d+$/)],
    ['MD5', isMac('MD5')],
    ['SHA1 SHA', isMac('SHA1')],
    ['SHA256', isMac('SHA256')],
    ['SHA384', isMac('SHA384')],
    ['SSLv3', isSince('SSLv3')],
    ['TLSv1 TLSv1.0', isSince('TLSv1')],
    ['TLSv1.2', isSince('TLSv1.2')],
  ];
  return new Map(words.flatMap(([names, test]) => names.split(' ').map((name): [string, Test] => [name, test])));
}

function readTable(): TableSuite[] {
  return CIPHER_SUITES.trim()
    .split('\n')
    .map((line) => {
      const [name = '', since, keyExchange = '', authentication = '', encryption = '', mac = '', flags = ''] = line.split(' ');
      return { name, since: since as CipherSuite['since'], keyExchange, authentication, encryption, mac, flags };
    });
}

const DEFAULT_LIST = 'ALL:!COMPLEMENTOFDEFAULT:!eNULL';

/** Suites of RFC 6460, which take the place of the whole string where it begins with one of these words. */
const SUITE_B: readonly (readonly [word: string, list: string])[] = [
  ['SUITEB128ONLY', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['SUITEB128C2', 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['SUITEB128', 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['SUITEB192', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
];

/**
 * What a cipher string selects, or undefined where a server with it does not start (SSL_CTX_set_cipher_list): the string is malformed, or it selects no suite
 * of TLS 1.2 or older.
 */
export function selectCiphers(list: string): CipherSelection | undefined {
  const state = new Selection();
  const suiteB = SUITE_B.find(([word]) => list.startsWith(word));
  let rules = suiteB === undefined ? list : suiteB[1];
  if (rules.startsWith('DEFAULT')) {
    state.apply(DEFAULT_LIST);
    rules = rules.slice('DEFAULT'.length).replace(/^:/, '');
  }
  if (!state.apply(rules) || state.suites.length === 0) return undefined;
  const { suites, securityLevel } = state;
  return securityLevel === undefined ? { suites } : { suites, securityLevel };
}

type Level = NonNullable<CipherSelection['securityLevel']>;

/** Rules applied one after the other (ssl_cipher_process_rulestr). */
class Selection {
  readonly #table = readTable();
  readonly #active = new Set<TableSuite>();
  readonly #words = testsOfWords();
  /** Suites that `!` has taken out for good. */
  readonly #killed = new Set<TableSuite>();
  securityLevel: Level | undefined;

  get suites(): CipherSuite[] {
    return this.#table
      .filter((suite) => this.#active.has(suite))
      .map(({ name, since, keyExchange, authentication, encryption, mac }) => ({
        name,
        since,
        keyExchange,
        authentication,
        encryption,
        mac,
      }));
  }

  /** Applies a list of rules; false where it is malformed. */
  apply(rules: string): boolean {
    let ok = true;
    let position = 0;
    const skip = (): void => {
      while (position < rules.length && !isSeparator(rules, position)) position++;
    };
    while (position < rules.length) {
      if (isSeparator(rules, position)) {
        position++;
        continue;
      }
      const first = rules.charAt(position);
      const rule = '-+!@'.includes(first) ? first : '';
      if (rule !== '') position++;
      const tests: Test[] = [];
      for (;;) {
        const word = wordAt(rules, position);
        if (word === '') return false;
        position += word.length;
        if (rule === '@') {
          ok = this.#command(word) && ok;
          break;
        }
        const test = this.#testOf(word);
        if (test === undefined) {
          tests.length = 0;
          break;
        }
        tests.push(test);
        if (rules.charAt(position) !== '+') break;
        position++;
      }
      if (tests.length === 0) skip();
      else this.#change(rule, (suite) => tests.every((test) => test(suite)));
    }
    return ok;
  }

  #testOf(word: string): Test | undefined {
    if (this.#table.some(({ name }) => name === word)) return ({ name }) => name === word;
    return this.#words.get(word);
  }

  #command(word: string): boolean {
    if (word === 'STRENGTH') return true;
    const level = /^SECLEVEL=([0-5])$/.exec(word);
    if (level === null) return false;
    this.securityLevel = Number(level[1]) as Level;
    return true;
  }

  #change(rule: string, isMeant: Test): void {
    for (const suite of this.#table) {
      if (!isMeant(suite)) continue;
      if (rule === '!') this.#killed.add(suite);
      if (rule === '' && !this.#killed.has(suite)) this.#active.add(suite);
      else if (rule === '-' || rule === '!') this.#active.delete(suite);
    }
  }
}

function isSeparator(text: string, position: number): boolean {
  return ':;, '.includes(text.charAt(position));
}

/** The word that starts here: letters, digits, `-`, `.` and `=`. */
function wordAt(text: string, position: number): string {
  let end = position;
  while (end < text.length && /[A-Za-z0-9.=-]/.test(text.charAt(end))) end++;
  return text.slice(position, end);
}
