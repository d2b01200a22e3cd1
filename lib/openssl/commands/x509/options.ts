/** Options of `openssl x509` (3.0), all of them. */
import { type OptionTable, optionTable } from '../../options.ts';

/** The options of `x509`. */
export const x509Options: OptionTable = /* @__PURE__ */ optionTable(
  'x509',
  {
    flag: `help req new noout nocert text fingerprint serial next_serial startdate enddate dates subject issuer email ocsp_uri ocspid purpose pubkey modulus
      alias hash subject_hash subject_hash_old issuer_hash issuer_hash_old clrext CAcreateserial x509toreq preserve_dates badsig trustout clrtrust clrreject`,
    value: `in passin key signkey out set_serial subj extfile extensions CA CAkey CAserial copy_extensions force_pubkey sigopt vfyopt setalias addtrust addreject
      nameopt certopt dateopt ext checkhost checkemail checkip`,
    integer: 'days',
    wide: 'checkend',
    format: 'inform outform CAform keyform CAkeyform',
    unsupported: 'C',
    'unsupported-value': 'rand writerand engine provider-path provider propquery',
  },
  { digests: true },
);
