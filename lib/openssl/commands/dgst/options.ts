/** Options of `openssl dgst` (3.0), all of them. */
import { type OptionTable, optionTable } from '../../options.ts';

/** The options of `dgst`, or of a digest's own command. */
export function dgstOptions(command: string): OptionTable {
  return optionTable(
    command,
    {
      flag: 'help list c r hex binary fips-fingerprint',
      value: 'passin out sign verify prverify sigopt signature hmac mac macopt',
      positive: 'xoflen',
      'any-format': 'keyform',
      unsupported: 'engine_impl d debug',
      'unsupported-value': 'engine rand writerand provider-path provider propquery',
    },
    { digests: true },
  );
}
