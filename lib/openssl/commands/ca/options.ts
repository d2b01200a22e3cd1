/** Options of `openssl ca` (3.0), all of them. */
import { type OptionTable, optionTable } from '../../options.ts';

/** The options of `ca`. */
export const caOptions: OptionTable = /* @__PURE__ */ optionTable('ca', {
  flag: `help verbose infiles notext batch utf8 create_serial rand_serial multivalue-rdn preserveDN noemailDN selfsign gencrl updatedb`,
  value: `in out outdir ss_cert config name section policy subj startdate enddate extensions extfile md keyfile passin key cert valid status crlexts
    crl_reason crl_hold crl_compromise crl_CA_compromise crl_lastupdate crl_nextupdate revoke sigopt`,
  positive: 'days crldays crlhours crlsec',
  format: 'inform keyform certform',
  unsupported: 'msie_hack',
  'unsupported-value': 'spkac vfyopt dateopt rand writerand engine provider-path provider propquery',
});
