/** `openssl x509`: what it shows of certificates of many kinds, and what it makes, both tools side by side. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { refusedByName, sameOutcome, talkOf, wordsOf } from './openssl-compare.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';
import { makeFiles } from './openssl-x509-files.ts';

const certificates = [
  'plain.crt',
  'full.crt',
  'names.crt',
  'usage.crt',
  'old.crt',
  'empty.crt',
  'trusted.crt',
  'netscape.crt',
  'stamp.crt',
  'ca.crt',
];

const shows = [
  '-hash -subject_hash_old -issuer_hash -issuer_hash_old',
  '-subject_hash -issuer_hash',
  '-purpose',
  '-email -ocsp_uri -ocspid',
  '-serial -next_serial -alias',
  '-text -certopt no_sigdump,no_pubkey',
  '-ext subjectAltName,basicConstraints,keyUsage',
  '-subject -issuer -nameopt multiline',
  '-subject -nameopt RFC2253 -issuer',
  '-checkhost a.example.com -checkemail u@example.com -checkip 10.0.0.1',
];

const nameOptions = [
  'compat',
  'oneline',
  'RFC2253',
  'rfc2253',
  'multiline',
  'ca_default',
  'utf8',
  'lname',
  'sname',
  'oid',
  'nofname',
  'oneline,oid',
  'oneline,nofname',
  'oneline,lname,align',
  'oneline,sname,align',
  'oneline,-utf8',
  'oneline,-esc_msb',
  'oneline,-esc_msb,-utf8',
  'oneline,-esc_ctrl',
  'oneline,-use_quote',
  'oneline,-esc_2253',
  'oneline,-esc_2253,-esc_ctrl,-esc_msb,-use_quote',
  'esc_2254',
  'esc_2254,esc_msb',
  'use_quote',
  'show_type',
  'oneline,show_type',
  'dump_all',
  'dump_all,dump_der',
  'oneline,dump_all,-dump_der',
  'dump_nostr',
  'dump_nostr,dump_der,dump_unknown',
  'dump_unknown',
  'ignore_type',
  'oneline,ignore_type',
  'oneline,ignore_type,-utf8',
  'dn_rev',
  'oneline,dn_rev',
  'sep_comma_plus',
  'sep_comma_plus_space',
  'sep_semi_plus_space,space_eq',
  'sep_multiline',
  'sep_multiline,lname,align,utf8',
  'multiline,-esc_msb',
  'RFC2253,-dn_rev',
  'RFC2253,compat',
  '+oneline',
  '-oneline',
  'space_eq',
  'align',
  'esc_ctrl',
];

const textOptions = [
  'compatible',
  'ca_default',
  'no_header',
  'no_version,no_serial',
  'no_signame,no_issuer,no_validity',
  'no_subject,no_extensions',
  'no_aux,no_pubkey',
  'no_attributes,no_sigdump',
  'ca_default,-no_issuer',
  'ext_default',
  'ext_error',
  'ext_dump',
  'ext_dump,ext_error',
  'ca_default,no_sigdump,ext_dump,no_extensions,-no_extensions',
];

const lines = [
  ...certificates.flatMap((file) => shows.map((what) => `x509 -noout -in ${file} ${what}`)),
  ...nameOptions.flatMap((names) => [`x509 -noout -in names.crt -subject -issuer -nameopt ${names}`]),
  ...nameOptions
    .filter((_, index) => index % 3 === 0)
    .map((names) => `x509 -noout -in names.crt -text -certopt no_pubkey,no_sigdump,no_extensions -nameopt ${names}`),
  // BMPString and T61String
  ...['wide', 'teletex'].flatMap((file) => [
    `x509 -noout -in ${file}.crt -hash -issuer_hash_old -ocspid`,
    ...[
      'compat',
      'oneline',
      'multiline',
      'utf8',
      'esc_msb',
      'oneline,-utf8',
      'oneline,ignore_type',
      'show_type,dump_all',
      'oneline,-esc_msb',
    ].map((names) => `x509 -noout -in ${file}.crt -subject -nameopt ${names}`),
  ]),
  'x509 -noout -in names.crt -subject -nameopt oneline -nameopt -esc_msb',
  'x509 -noout -in names.crt -subject -nameopt ',
  ...textOptions.map((options) => `x509 -noout -in full.crt -text -certopt ${options}`),
  ...textOptions.slice(0, 6).map((options) => `x509 -noout -in trusted.crt -text -certopt ${options}`),
  'x509 -noout -in full.crt -text -certopt no_header -certopt no_version',
  // digests
  ...[
    'md5',
    'sha1',
    'sha224',
    'sha256',
    'sha384',
    'sha512',
    'sha512-224',
    'sha512-256',
    'sha3-224',
    'sha3-256',
    'sha3-384',
    'sha3-512',
  ].map((digest) => `x509 -noout -in plain.crt -fingerprint -${digest}`),
  // dates
  'x509 -noout -in plain.crt -dates -dateopt rfc_822',
  'x509 -noout -in plain.crt -dates -dateopt iso_8601',
  'x509 -noout -in plain.crt -enddate -startdate -dateopt ISO_8601',
  // peers
  ...[
    'a.example.com',
    '.example.com',
    'A.Example.COM',
    'b.wild.example',
    'x.b.wild.example',
    'full',
    'xn--a.wild.example',
    '*.wild.example',
  ].map((host) => `x509 -noout -in full.crt -checkhost ${host}`),
  ...['u@example.com', 'U@example.com', 'u@EXAMPLE.com', 'v@example.com'].map((mail) => `x509 -noout -in full.crt -checkemail ${mail}`),
  ...['10.0.0.1', '10.0.0.2', '2001:db8::1', '2001:DB8:0:0::1', 'nonsense'].map(
    (address) => `x509 -noout -in full.crt -checkip ${address}`,
  ),
  'x509 -noout -in plain.crt -checkhost plain -checkemail x -checkip 1.2.3.4',
  'x509 -noout -in names.crt -checkemail mail@example.com',
  // extensions by name
  'x509 -noout -in full.crt -ext subjectAltName',
  'x509 -noout -in full.crt -ext crlDistributionPoints,certificatePolicies,authorityInfoAccess',
  'x509 -noout -in full.crt -ext foo',
  'x509 -noout -in full.crt -ext ,',
  'x509 -noout -in plain.crt -ext subjectAltName',
  'x509 -noout -in full.crt -ext subjectAltName -text -certopt no_pubkey,no_sigdump',
  'x509 -in full.crt -ext subjectAltName',
  // trust
  'x509 -in trusted.crt',
  'x509 -in trusted.crt -trustout',
  'x509 -in plain.crt -trustout',
  'x509 -in plain.crt -setalias "my name"',
  'x509 -in plain.crt -setalias x -alias -noout',
  'x509 -in plain.crt -addtrust serverAuth -addtrust 1.2.3 -addreject emailProtection -text -certopt no_pubkey',
  'x509 -in trusted.crt -clrtrust -text -certopt no_pubkey -trustout',
  'x509 -in trusted.crt -clrtrust -clrreject -trustout',
  'x509 -in trusted.crt -clrreject -addreject clientAuth',
  'x509 -in trusted.crt -setalias other -alias',
  'x509 -in trusted.crt -outform DER -out trusted.der',
  'x509 -in trusted.crt -addtrust foo',
  'x509 -in trusted.crt -addreject foo',
  'x509 -in plain.crt -clrtrust -noout',
  // signing, whose outcome is the same each time
  'x509 -in ca.crt -CA ed.crt -CAkey ed.key -set_serial 5 -preserve_dates',
  'x509 -in full.crt -signkey ed.key -preserve_dates',
  'x509 -in full.crt -key ed.key -preserve_dates -clrext',
  'x509 -in full.crt -key ed.key -preserve_dates -ext subjectAltName -text',
  'x509 -in full.crt -key ed.key -preserve_dates -subj /CN=other -set_serial 0x77',
  'x509 -in full.crt -key ed.key -preserve_dates -badsig',
  'x509 -in full.crt -key ed.key -preserve_dates -extfile ext.cnf',
  'x509 -in full.crt -key ed.key -preserve_dates -extfile ext.cnf -extensions more',
  'x509 -in full.crt -key ed.key -force_pubkey plain.pub -preserve_dates',
  'x509 -in full.crt -key ed.key -force_pubkey plain.pub -preserve_dates -clrext -extfile aki.cnf',
  'x509 -in old.crt -key ed.key -preserve_dates',
  'x509 -in trusted.crt -key ed.key -preserve_dates -trustout',
  'x509 -in plain.crt -CA ed.crt -CAkey ed.key -set_serial 5 -noout',
  'x509 -in tampered.crt -CA ed.crt -CAkey ed.key -set_serial 5 -noout',
  'x509 -in plain.crt -x509toreq -key ed.key',
  'x509 -in full.crt -x509toreq -key ed.key -copy_extensions copy',
  'x509 -in full.crt -x509toreq -key ed.key -copy_extensions none',
  'x509 -in full.crt -x509toreq -key ed.key -copy_extensions copyall -ext subjectAltName,keyUsage',
  'x509 -in full.crt -x509toreq -key ed.key -extfile ext.cnf -subj /CN=z',
  'x509 -in full.crt -x509toreq -key ed.key -noout -subject',
  'x509 -in full.crt -x509toreq -key ed.key -clrext',
  'x509 -in full.crt -x509toreq -key ed.key -clrext -copy_extensions none',
  'x509 -in full.crt -x509toreq',
  'x509 -new -subj /CN=n -key ed.key -set_serial 3 -noout -subject -issuer -serial -pubkey',
  'x509 -new -subj /CN=n -key ed.key -force_pubkey plain.pub -set_serial 3 -noout -subject -issuer -pubkey',
  'x509 -new -subj /CN=n -CA ed.crt -CAkey ed.key -force_pubkey plain.pub -set_serial 3 -noout -subject -issuer -pubkey',
  'x509 -new -subj /CN=n -key ed.key -extfile ext.cnf -set_serial 3 -noout -ext subjectAltName,basicConstraints,subjectKeyIdentifier',
  'x509 -new -subj /CN=n -key ed.key -sha512 -noout',
  'x509 -req -in rsa.csr -key rsa.key -md5 -noout',
  'x509 -req -in rsa.csr -key rsa.key -sha1 -set_serial 1 -noout -serial',
  'x509 -req -in rsa.csr -key rsa.key -sigopt foo:bar -noout',
  'x509 -req -in rsa.csr -key rsa.key -sigopt foo -noout',
  'x509 -req -in rsa.csr -key rsa.key -sigopt rsa_pss_saltlen:20 -noout',
  'x509 -req -in rsa.csr -key ed.key -sigopt rsa_padding_mode:pss -noout',
  'x509 -req -in rsa.csr -key ed.key -copy_extensions copy -clrext -noout',
  'x509 -req -in rsa.csr -key rsa.key -nameopt multiline -noout -subject',
  'x509 -req -in rsa.csr -key rsa.key -preserve_dates -noout -subject',
  // mistakes
  'x509 -in plain.crt -nameopt foo',
  'x509 -in plain.crt -nameopt oneline,foo',
  'x509 -in plain.crt -certopt foo',
  'x509 -in plain.crt -certopt no_ids -noout',
  'x509 -in plain.crt -dateopt foo',
  'x509 -in plain.crt -set_serial 1 -set_serial 2',
  'x509 -in plain.crt -set_serial x',
  'x509 -in plain.crt -preserve_dates -days 4 -signkey ed.key',
  'x509 -in plain.crt -checkend 9999999999999999999',
  'x509 -new',
  'x509 -new -in plain.crt -subj /CN=x',
  'x509 -new -req -subj /CN=x',
  'x509 -new -subj /CN=x',
  'x509 -new -key ed.key',
  'x509 -new -subj /CN=x -force_pubkey plain.pub',
  'x509 -new -subj /CN=x -force_pubkey ed.key',
  'x509 -new -subj /CN=x -force_pubkey /nonexistent',
  'x509 -in plain.crt -addtrust',
];

/** Certificates that are made anew by each tool: what they say must be the same, serial numbers, dates and signatures apart. */
const made = [
  'x509 -req -in rsa.csr -key rsa.key -out made.crt',
  'x509 -req -in rsa.csr -key rsa.key -copy_extensions copy -out made.crt',
  'x509 -req -in rsa.csr -key rsa.key -copy_extensions copy -ext subjectAltName -out made.crt',
  'x509 -req -in rsa.csr -key rsa.key -copy_extensions copyall -extfile ext.cnf -out made.crt',
  'x509 -req -in rsa.csr -CA ed.crt -CAkey ed.key -copy_extensions copy -out made.crt',
  'x509 -req -in rsa.csr -CA ca.crt -CAkey ca.key -force_pubkey plain.pub -copy_extensions copy -out made.crt',
  'x509 -new -subj /CN=n/O=m -key rsa.key -extfile ext.cnf -out made.crt',
  'x509 -new -subj /CN=n -key rsa.key -force_pubkey plain.pub -extfile ext.cnf -out made.crt',
  'x509 -new -subj /CN=n -CA ca.crt -CAkey ca.key -force_pubkey plain.pub -extfile ext.cnf -out made.crt',
  'x509 -in ca.crt -CA ed.crt -CAkey ed.key -CAcreateserial -out made.crt',
  'x509 -in full.crt -key rsa.key -subj /CN=s -clrext -out made.crt',
  'x509 -req -in rsa.csr -key rsa.key -sigopt rsa_padding_mode:pss -out made.crt',
  'x509 -req -in rsa.csr -key rsa.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -sha384 -out made.crt',
  'x509 -req -in rsa.csr -key rsa.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20 -sigopt rsa_mgf1_md:sha1 -out made.crt',
  'x509 -req -in rsa.csr -key rsa.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max -sha1 -out made.crt',
  'x509 -req -in rsa.csr -key pss.key -out made.crt',
  'x509 -req -in rsa.csr -key pss2.key -out made.crt',
  ...['md5', 'sha1', 'sha224', 'sha384', 'sha512', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512'].map(
    (digest) => `x509 -req -in rsa.csr -key rsa.key -${digest} -out made.crt`,
  ),
  ...['sha1', 'sha224', 'sha512', 'sha3-256', 'sha3-512'].map((digest) => `x509 -req -in rsa.csr -key ca.key -${digest} -out made.crt`),
  ...['ed448.key', 'brainpool.key', 'secp256k1.key', 'p521.key'].map((key) => `x509 -req -in rsa.csr -key ${key} -out made.crt`),
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl x509', function () {
  this.timeout(120_000);
  let shop: Workshop;
  before(() => {
    shop = new Workshop();
    makeFiles(shop);
  });
  after(() => shop.close());

  describe('shows, and makes what is no secret of chance, as OpenSSL does', () => sameOutcome(() => shop, lines));

  describe('makes certificates that say what those of OpenSSL say', () => {
    for (const line of made)
      it(line, async () => {
        const words = wordsOf(line);
        const theirs = shop.openssl(words);
        const wanted = saidOf(shop);
        shop.write('made.crt', '');
        const ours = await shop.certwright(words);
        assert.deepEqual([ours.code, talkOf(ours)], [theirs.code, talkOf(theirs)], theirs.stderr + ours.stderr);
        assert.equal(saidOf(shop), wanted);
      });
  });

  describe('refuses', () =>
    refusedByName(
      () => shop,
      [
        ['x509 -in plain.crt -C', 'Option -C'],
        ['x509 -in plain.crt -engine x', 'Option -engine'],
        ['x509 -in plain.crt -subj /CN=x', 'Option -subj'],
        ['x509 -in plain.crt -clrext', 'Option -clrext'],
        ['x509 -in plain.crt -badsig', 'Option -badsig'],
        ['x509 -in plain.crt -force_pubkey plain.pub', 'Option -force_pubkey'],
        ['x509 -noout -in plain.crt -text -certopt ext_parse', 'ext_parse'],
        ['x509 -req -in rsa.csr -key rsa.key -vfyopt a:b', '-vfyopt'],
      ],
    ));
});

/** The text of made.crt without serial number, dates and signature, as OpenSSL reads it. */
function saidOf(shop: Workshop): string {
  const { stdout } = shop.openssl(wordsOf('x509 -in made.crt -noout -text -certopt no_serial,no_validity'));
  return stdout.replace(/(Signature Value:)[\s\S]*/, '$1');
}
