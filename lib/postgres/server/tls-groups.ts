/** ssl_ecdh_curve and ssl_groups: the names OpenSSL 3.0 knows, and what a client of its defaults has in common with them. */

/** Short names of curves that OpenSSL makes keys on (OBJ_sn2nid, EC_KEY_new_by_curve_name) and that are groups of TLS; `|` stands before its further names. */
const GROUP_CURVES =
  'prime256v1|P-256|secp256r1 secp384r1|P-384 secp521r1|P-521 sect163k1|K-163 sect163r1 sect163r2|B-163 sect193r1 sect193r2 sect233k1|K-233 sect233r1|B-233 ' +
  'sect239k1 sect283k1|K-283 sect283r1|B-283 sect409k1|K-409 sect409r1|B-409 sect571k1|K-571 sect571r1|B-571 secp160k1 secp160r1 secp160r2 secp192k1 ' +
  'prime192v1|P-192|secp192r1 secp224k1 secp224r1|P-224 secp256k1 brainpoolP256r1 brainpoolP384r1 brainpoolP512r1';

/** Curves that are no groups of TLS: SSL_CTX_set_tmp_ecdh fails, which PostgreSQL does not look at, and OpenSSL's default groups stay. */
const OTHER_CURVES =
  'secp112r1 secp112r2 secp128r1 secp128r2 prime192v2 prime192v3 prime239v1 prime239v2 prime239v3 sect113r1 sect113r2 sect131r1 sect131r2 c2pnb163v1 c2pnb163v2 ' +
  'c2pnb163v3 c2pnb176v1 c2tnb191v1 c2tnb191v2 c2tnb191v3 c2pnb208w1 c2tnb239v1 c2tnb239v2 c2tnb239v3 c2pnb272w1 c2pnb304w1 c2tnb359v1 c2pnb368w1 c2tnb431r1 ' +
  'wap-wsg-idm-ecid-wtls1 wap-wsg-idm-ecid-wtls3 wap-wsg-idm-ecid-wtls4 wap-wsg-idm-ecid-wtls5 wap-wsg-idm-ecid-wtls6 wap-wsg-idm-ecid-wtls7 ' +
  'wap-wsg-idm-ecid-wtls8 wap-wsg-idm-ecid-wtls9 wap-wsg-idm-ecid-wtls10 wap-wsg-idm-ecid-wtls11 wap-wsg-idm-ecid-wtls12 brainpoolP160r1 brainpoolP160t1 ' +
  'brainpoolP192r1 brainpoolP192t1 brainpoolP224r1 brainpoolP224t1 brainpoolP256t1 brainpoolP320r1 brainpoolP320t1 brainpoolP384t1 brainpoolP512t1 SM2';

/** Groups that are no curves of EC_KEY. */
const FURTHER_GROUPS = 'X25519 X448 ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192';

/** Groups that a client of OpenSSL 3.0 offers by default, by the first of their names. */
const OFFERED: readonly string[] = [
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'X25519',
  'X448',
  'ffdhe2048',
  'ffdhe3072',
  'ffdhe4096',
  'ffdhe6144',
  'ffdhe8192',
];

/** What a setting of groups does: `unusable` where no client of OpenSSL's defaults shares one. */
export type GroupsAnswer = 'ok' | 'unusable' | { readonly message: string };

/** ssl_ecdh_curve up to version 17: one short name (initialize_ecdh). */
export function judgeCurve(name: string): GroupsAnswer {
  const group = GROUP_CURVES.split(' ').find((names) => names.split('|')[0] === name);
  if (group !== undefined) return OFFERED.includes(name) ? 'ok' : 'unusable';
  if (OTHER_CURVES.split(' ').includes(name)) return 'ok';
  // names of objects that are no curves are not all known here; these are the ones that somebody may try
  if (name === 'X25519' || name === 'X448') return { message: 'ECDH: could not create key' };
  return { message: `ECDH: unrecognized curve name: ${name}` };
}

/** ssl_groups of version 18: a list (SSL_CTX_set1_groups_list), each name of which must be known. */
export function judgeGroups(list: string): GroupsAnswer {
  const known = `${GROUP_CURVES} ${FURTHER_GROUPS}`.split(' ').map((names) => names.split('|'));
  const groups = list.split(':').map((name) => known.find((names) => names.some((other) => other.toLowerCase() === name.toLowerCase())));
  if (groups.includes(undefined)) return { message: `could not set group names specified in ssl_groups: no SSL error reported` };
  return groups.some((names) => OFFERED.includes(names?.[0] ?? '')) ? 'ok' : 'unusable';
}
