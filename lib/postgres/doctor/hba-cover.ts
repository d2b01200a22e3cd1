/** Whether one line of pg_hba.conf takes all connections of another, or some of them. Where it cannot be told, the answer is no. */
import type { Token } from '../access/lex.ts';
import type { HbaAddress, HbaRow } from '../access/types.ts';

/** Ways a connection comes. */
export type Transport = 'local' | 'tls' | 'plain' | 'gss';

/** What a line's type stands for. */
export function types({ type, warning }: Pick<HbaRow, 'type' | 'warning'>): readonly Transport[] {
  switch (type) {
    case 'local':
      return ['local'];
    case 'host':
      return ['tls', 'plain', 'gss'];
    case 'hostssl':
      return ['tls'];
    case 'hostnossl':
      return ['plain', 'gss'];
    case 'hostgssenc':
      return warning === undefined ? ['gss'] : [];
    case 'hostnogssenc':
      return ['tls', 'plain'];
  }
}

/** True where every connection that fits `later` fits `earlier` too. */
export function covers(earlier: HbaRow, later: HbaRow): boolean {
  const own = types(earlier);
  const wanted = types(later);
  return (
    wanted.length > 0 &&
    wanted.every((type) => own.includes(type)) &&
    coversNames(earlier.databases, later.databases, true) &&
    coversNames(earlier.users, later.users, false) &&
    coversAddress(earlier.address, later.address)
  );
}

function coversNames(earlier: readonly Token[], later: readonly Token[], databases: boolean): boolean {
  return later.every((token) => {
    // `all` stands for every database, and not for replication
    const walsender = databases && !token.quoted && token.octets === 'replication';
    return earlier.some(
      (other) => (!walsender && isAll(other)) || (other.octets === token.octets && (other.quoted === token.quoted || !isSpecial(token))),
    );
  });
}

function isAll({ octets, quoted }: Token): boolean {
  return !quoted && octets === 'all';
}

function isSpecial({ octets }: Token): boolean {
  return /^(?:all|sameuser|samerole|samegroup|replication)$|^[+@]/.test(octets);
}

function coversAddress(earlier: HbaAddress | undefined, later: HbaAddress | undefined): boolean {
  if (earlier === undefined || later === undefined) return earlier === later;
  if (earlier.kind === 'all') return true;
  if (earlier.kind === 'host' && later.kind === 'host') {
    const [own, other] = [earlier.name.toLowerCase(), later.name.toLowerCase()];
    return own === other || (own.startsWith('.') && other.endsWith(own));
  }
  if (earlier.kind === 'range' && later.kind === 'range') {
    const { address, mask } = later;
    return (
      earlier.address.length === address.length &&
      earlier.mask.every(
        (octet, i) =>
          (octet & (mask[i] as number)) === octet && ((earlier.address[i] as number) & octet) === ((address[i] as number) & octet),
      )
    );
  }
  return earlier.kind === later.kind || (earlier.kind === 'samenet' && later.kind === 'samehost');
}

/** True where a connection, but for the way it comes, may fit both. */
export function overlaps(a: HbaRow, b: HbaRow): boolean {
  return overlapsNames(a.databases, b.databases) && overlapsNames(a.users, b.users) && overlapsAddress(a.address, b.address);
}

function overlapsNames(a: readonly Token[], b: readonly Token[]): boolean {
  // whose role is in which group, and which database is called like a user, is not known: it may well be
  const open = (token: Token): boolean =>
    isAll(token) || (!token.quoted && (token.octets.startsWith('+') || /^same(?:user|role|group)$/.test(token.octets)));
  const walsender = (token: Token): boolean => !token.quoted && token.octets === 'replication';
  return a.some((first) =>
    b.some((second) => first.octets === second.octets || ((open(first) || open(second)) && !walsender(first) && !walsender(second))),
  );
}

function overlapsAddress(a: HbaAddress | undefined, b: HbaAddress | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.kind === 'all' || b.kind === 'all') return true;
  // where names and nets of the machine lead to is not known here
  if (a.kind === 'host' && b.kind === 'host') return mayBeOneHost(a.name.toLowerCase(), b.name.toLowerCase());
  if (a.kind !== 'range' || b.kind !== 'range') return a.kind === b.kind || [a.kind, b.kind].includes('samenet');
  return (
    a.address.length === b.address.length &&
    a.mask.every((octet, i) => {
      const both = octet & (b.mask[i] as number);
      return ((a.address[i] as number) & both) === ((b.address[i] as number) & both);
    })
  );
}

/** Equal names, or one that ends like the other's domain. */
function mayBeOneHost(a: string, b: string): boolean {
  return a === b || (a.startsWith('.') && b.endsWith(a)) || (b.startsWith('.') && a.endsWith(b));
}

/** True for a line that only the server's own machine can use. */
export function isLocalOnly({ address }: HbaRow): boolean {
  if (address === undefined || address.kind === 'samehost') return true;
  if (address.kind !== 'range') return false;
  const { address: octets, mask } = address;
  if (octets.length === 4) return octets[0] === 127 && mask[0] === 0xff;
  return octets.every((octet, i) => octet === (i === 15 ? 1 : 0)) && mask.every((octet) => octet === 0xff);
}
