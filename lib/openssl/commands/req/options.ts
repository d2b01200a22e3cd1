/** Options of `openssl req` (3.0), all of them. */
import { type OptionTable, optionTable } from '../../options.ts';

/** The options of `req`. */
export const reqOptions: OptionTable = /* @__PURE__ */ optionTable(
  'req',
  {
    flag: 'help new verify x509 text noout subject pubkey modulus nodes noenc batch utf8 newhdr multivalue-rdn precert verbose',
    value:
      'in out keyout subj key newkey pkeyopt config section extensions reqexts addext set_serial passin passout nameopt reqopt CA CAkey copy_extensions sigopt',
    positive: 'days',
    format: 'inform outform keyform',
    'unsupported-value': `engine keygen_engine vfyopt rand writerand provider-path provider propquery`,
  },
  { digests: true },
);
