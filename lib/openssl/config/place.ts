/** Where configuration files lie. */
import type { OpensslHost } from '../host.ts';

/** Where the configuration lies where neither an option nor OPENSSL_CONF says: the first of these that exists. */
export const CONFIG_FILES: readonly [string, ...string[]] = [
  '/usr/lib/ssl/openssl.cnf',
  '/etc/ssl/openssl.cnf',
  '/etc/pki/tls/openssl.cnf',
  '/usr/local/etc/openssl@3/openssl.cnf',
  '/opt/homebrew/etc/openssl@3/openssl.cnf',
  '/usr/local/ssl/openssl.cnf',
];

/** The first configuration file that exists. */
export async function findConfigFile(host: OpensslHost): Promise<string | undefined> {
  for (const path of CONFIG_FILES) if ((await host.stat(path)) !== undefined) return path;
  return undefined;
}
