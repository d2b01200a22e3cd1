/** Lines of pg_hba.conf as the view pg_hba_file_rules shows them (hbafuncs.c: fill_hba_line, get_hba_options). */
import { type Address, formatAddress } from './address.ts';
import { atoi } from './hba-lists.ts';
import type { HbaRow } from './types.ts';

/** The columns that come from the line; names and values are octet strings. */
export interface HbaRuleColumns {
  readonly type: string;
  readonly database: readonly string[];
  readonly userName: readonly string[];
  readonly address: string | null;
  readonly netmask: string | null;
  readonly authMethod: string;
  readonly options: readonly string[] | null;
}

/** What the view of PostgreSQL 15 shows for a line. */
export function hbaRuleColumns(row: HbaRow): HbaRuleColumns {
  const { address } = row;
  const octets = (given: Address): string => formatAddress(given);
  const options = optionColumn(row);
  return {
    type: row.type,
    database: row.databases.map((token) => token.octets),
    userName: row.users.map((token) => token.octets),
    address:
      address === undefined
        ? null
        : address.kind === 'range'
          ? octets(address.address)
          : address.kind === 'host'
            ? address.name
            : address.kind,
    netmask: address?.kind === 'range' ? octets(address.mask) : null,
    authMethod: row.method,
    options: options.length === 0 ? null : options,
  };
}

const LDAP_OPTIONS = [
  'ldapserver',
  'ldapport',
  'ldapscheme',
  'ldaptls',
  'ldapprefix',
  'ldapsuffix',
  'ldapbasedn',
  'ldapbinddn',
  'ldapbindpasswd',
  'ldapsearchattribute',
  'ldapsearchfilter',
  'ldapscope',
];
const RADIUS_OPTIONS = ['radiusservers', 'radiussecrets', 'radiusidentifiers', 'radiusports'];

function optionColumn({ method, options, clientCert }: HbaRow): string[] {
  const list: string[] = [];
  const add = (name: string, value: string | undefined): void => void (value === undefined || list.push(`${name}=${value}`));
  if (method === 'gss' || method === 'sspi') {
    add('include_realm', (options['include_realm'] ?? '1') === '1' ? 'true' : undefined);
    add('krb_realm', options['krb_realm']);
  }
  add('map', options['map']);
  if (clientCert !== 'off') add('clientcert', clientCert);
  add('pamservice', options['pamservice']);
  if (method === 'ldap') for (const name of LDAP_OPTIONS) add(name, ldapValue(name, options[name]));
  if (method === 'radius') for (const name of RADIUS_OPTIONS) add(name, options[name]);
  return list;
}

/** Numbers and switches as they were understood; zero and false are not shown. */
function ldapValue(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (name === 'ldaptls') return value === '1' ? 'true' : undefined;
  if (name !== 'ldapport' && name !== 'ldapscope') return value;
  const number = atoi(value);
  return number === 0 ? undefined : String(number);
}
