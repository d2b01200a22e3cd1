/** Options of `openssl x509` (3.0), all of them. */
import { type OptionTable, optionTable } from './options.ts';

/** The options of `x509`. */
export const x509Options: OptionTable = /* @__PURE__ */ optionTable(
  'x509',
  {
    flag: `help req noout nocert text fingerprint serial startdate enddate dates subject issuer email pubkey modulus clrext CAcreateserial`,
    value: 'in passin key signkey out set_serial subj extfile extensions CA CAkey CAserial copy_extensions',
    integer: 'days',
    wide: 'checkend',
    format: 'inform outform CAform keyform CAkeyform',
    unsupported: `new x509toreq alias hash subject_hash subject_hash_old issuer_hash issuer_hash_old ocspid ocsp_uri purpose next_serial preserve_dates badsig
      trustout clrtrust clrreject`,
    'unsupported-value': `vfyopt dateopt certopt nameopt ext checkhost checkemail checkip force_pubkey sigopt setalias addtrust addreject rand writerand engine
      provider-path provider propquery`,
  },
  { digests: true },
);
