/**
 * Which line of pg_hba.conf decides (hba.c: check_hba): the first that fits connection type, address, database and user. Nothing falls through to
 * a later line.
 */
import { inRange, parseAddress, parsePrefix, type Address } from './address.ts';
import { checkRole, search } from './ident.ts';
import type { Token } from './lex.ts';
import { readable } from '../octets.ts';
import { isMember, type Roles } from './roles.ts';
import type { HbaRow } from './types.ts';

/** Facts about the network that only `samehost`, `samenet` and host name lines need. */
export interface NetworkFacts {
  /** The server's own addresses. */
  readonly serverAddresses?: readonly string[];
  /** The server's subnets, `192.0.2.0/24` or `192.0.2.0/255.255.255.0`. */
  readonly subnets?: readonly string[];
  /** Names of the client's address that resolve back to it; empty: none does. */
  readonly clientNames?: readonly string[];
}

/** The connection that is to be matched; names are octet strings. */
export interface HbaQuestion {
  readonly version: number;
  readonly type: 'hostssl' | 'hostnossl' | 'hostgssenc' | 'local';
  readonly address: Address | undefined;
  readonly database: string;
  readonly user: string;
  readonly replication: boolean;
  readonly roles: Roles;
  readonly network: NetworkFacts | undefined;
}

/** Why a line did not match. */
export type Mismatch = 'connection-type' | 'address' | 'database' | 'user';

/** What matching could not be decided by. */
export type Obstacle = 'network-facts-missing' | 'regex-too-complex';

const OBSTACLES: readonly string[] = ['network-facts-missing', 'regex-too-complex'] satisfies Obstacle[];

/** How one line stands to the connection. */
export type LineOutcome = { readonly row: HbaRow; readonly outcome: 'match' | Mismatch | Obstacle };

type Answer = 'match' | 'no-match' | Obstacle;

/** All lines up to the one that decides, with their outcomes; the last one's is `match` or an obstacle, unless no line matches. */
export function matchHba(rows: readonly HbaRow[], question: HbaQuestion): LineOutcome[] {
  const outcomes: LineOutcome[] = [];
  for (const row of rows) {
    const outcome = matchRow(row, question);
    outcomes.push({ row, outcome });
    if (outcome === 'match' || isObstacle(outcome)) break;
  }
  return outcomes;
}

/** True where an outcome says that the facts or this library do not suffice. */
export function isObstacle(outcome: LineOutcome['outcome']): outcome is Obstacle {
  return OBSTACLES.includes(outcome);
}

function matchRow(row: HbaRow, question: HbaQuestion): 'match' | Mismatch | Obstacle {
  if (!fitsType(row, question)) return 'connection-type';
  const parts: readonly (readonly [Mismatch, () => Answer])[] = [
    ['address', () => fitsAddress(row, question)],
    ['database', () => firstAnswer(row.databases, (token) => fitsDatabase(token, question))],
    ['user', () => firstAnswer(row.users, (token) => checkRole(token, question.user, question.version, question.roles))],
  ];
  // all three must fit, so a fact that is missing only matters where the others do
  let obstacle: Obstacle | undefined;
  for (const [what, answer] of parts) {
    const outcome = answer();
    if (outcome === 'no-match') return what;
    if (outcome !== 'match') obstacle ??= outcome;
  }
  return obstacle ?? 'match';
}

function firstAnswer(tokens: readonly Token[], answer: (token: Token) => Answer): Answer {
  // one name that fits is enough, whatever the others would need
  let obstacle: Obstacle | undefined;
  for (const token of tokens) {
    const outcome = answer(token);
    if (outcome === 'match') return outcome;
    if (outcome !== 'no-match') obstacle ??= outcome;
  }
  return obstacle ?? 'no-match';
}

function fitsType(row: HbaRow, { type }: HbaQuestion): boolean {
  if (row.type === 'local' || type === 'local') return row.type === type;
  if (row.type === 'hostssl') return type === 'hostssl';
  if (row.type === 'hostnossl') return type !== 'hostssl';
  if (row.type === 'hostgssenc') return type === 'hostgssenc' && row.warning === undefined;
  return row.type === 'host' || type !== 'hostgssenc';
}

function fitsAddress({ address: wanted }: HbaRow, { address, network }: HbaQuestion): Answer {
  if (wanted === undefined || wanted.kind === 'all') return 'match';
  if (wanted.kind === 'host') {
    if (network?.clientNames === undefined) return 'network-facts-missing';
    return network.clientNames.some((name) => fitsHostName(readable(wanted.name), name)) ? 'match' : 'no-match';
  }
  if (address === undefined) return 'network-facts-missing';
  if (wanted.kind === 'range') return inRange(address, wanted.address, wanted.mask) ? 'match' : 'no-match';
  const list = wanted.kind === 'samehost' ? network?.serverAddresses : network?.subnets;
  if (list === undefined) return 'network-facts-missing';
  return list.some((entry) => isWithin(address, entry)) ? 'match' : 'no-match';
}

/** An address, or a range as `address/bits` or `address/mask`. */
function isWithin(address: Address, entry: string): boolean {
  const [base, suffix] = entry.split('/');
  const octets = parseAddress(base as string);
  if (octets === undefined) return false;
  const family = octets.length as 4 | 16;
  const mask = suffix === undefined ? parsePrefix(String(family * 8), family) : (parsePrefix(suffix, family) ?? parseAddress(suffix));
  return mask !== undefined && inRange(address, octets, mask);
}

/** Case-insensitive for ASCII; a pattern with a leading dot matches the end of the name. */
function fitsHostName(pattern: string, name: string): boolean {
  const fold = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return pattern.startsWith('.') ? fold(name).endsWith(fold(pattern)) : fold(name) === fold(pattern);
}

function fitsDatabase(token: Token, { version, database, user, replication, roles }: HbaQuestion): Answer {
  const keyword = token.quoted ? '' : token.octets;
  // a physical replication connection names no database, and only this keyword stands for it
  if (replication) return keyword === 'replication' ? 'match' : 'no-match';
  const answer = (matches: boolean): Answer => (matches ? 'match' : 'no-match');
  if (keyword === 'all') return 'match';
  if (keyword === 'sameuser') return answer(database === user);
  if (keyword === 'samerole' || keyword === 'samegroup') return answer(isMember(roles, readable(user), readable(database)));
  if (keyword === 'replication') return 'no-match';
  if (version >= 16 && token.octets.startsWith('/')) {
    const found = search(token, database, version);
    return found === undefined ? 'no-match' : typeof found === 'string' ? found : 'match';
  }
  return answer(token.octets === database);
}
