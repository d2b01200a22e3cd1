/** `openssl verify`, both tools side by side: its options on chains that hold and chains that break. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { refusedByName, sameOutcome, wordsOf } from './openssl-compare.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const purposes = ['sslclient', 'sslserver', 'nssslserver', 'smimesign', 'smimeencrypt', 'crlsign', 'any', 'ocsphelper', 'timestampsign'];

const lines = [
  // where certificates come from
  'verify -CApath folder below.crt',
  'verify -CApath folder -untrusted int.crt below.crt',
  'verify -CApath folder -show_chain leaf.crt',
  'verify -CApath folder -CRLfile ca.crl -crl_check leaf.crt',
  'verify -CApath folder -crl_check leaf.crt',
  'verify -CApath crlfolder -crl_check good.crt',
  'verify -CApath crlfolder -crl_check leaf.crt',
  'verify -CApath empty leaf.crt',
  'verify -CAfile ca.crt -untrusted int.crt -explicit_policy below.crt',
  'verify -CApath garbage leaf.crt good.crt',
  'verify -CApath others leaf.crt',
  'verify -CApath circle leaf.crt',
  'verify -CAfile ca.crt -CApath garbage leaf.crt',
  'verify -CAfile ca.crt -CRLfile ca.der -crl_check leaf.crt good.crt',
  'verify -CApath /nonexistent leaf.crt',
  'verify -CApath ca.crt leaf.crt',
  'verify -CApath folder -trusted ca.crt leaf.crt',
  'verify -trusted ca.crt -trusted int.crt -show_chain below.crt',
  'verify -CAfile ca.crt -untrusted int.crt leaf.crt below.crt good.crt',
  // names
  ...['compat', 'multiline', 'RFC2253', 'oneline,-esc_msb', 'oid', 'sep_multiline,lname'].flatMap((names) => [
    `verify -CAfile ca.crt -nameopt ${names} -show_chain named.crt`,
    `verify -nameopt ${names} named.crt`,
  ]),
  'verify -nameopt foo leaf.crt',
  // purposes
  ...purposes.flatMap((purpose) => [
    `verify -CAfile ca.crt -purpose ${purpose} leaf.crt`,
    `verify -CAfile ca.crt -purpose ${purpose} server.crt`,
    `verify -CAfile ca.crt -purpose ${purpose} mail.crt`,
    `verify -CAfile ca.crt -purpose ${purpose} stamp.crt`,
    `verify -CAfile ca.crt -purpose ${purpose} noserver.crt`,
    `verify -CAfile ca.crt -purpose ${purpose} -untrusted clientca.crt belowclientca.crt`,
    `verify -CAfile trusted.crt -purpose ${purpose} leaf.crt`,
    `verify -CAfile rejecting.crt -purpose ${purpose} leaf.crt`,
  ]),
  ...['default', 'pkcs7', 'smime_sign', 'ssl_client', 'ssl_server', 'foo'].flatMap((name) => [
    `verify -CAfile ca.crt -verify_name ${name} server.crt`,
    `verify -CAfile ca.crt -verify_name ${name} mail.crt`,
  ]),
  'verify -CAfile ca.crt -verify_name ssl_client -purpose sslserver server.crt',
  // trust settings
  'verify -CAfile trusted.crt leaf.crt',
  'verify -CAfile rejecting.crt leaf.crt',
  'verify -CAfile anytrust.crt leaf.crt',
  'verify -CAfile anytrust.crt -purpose sslserver server.crt',
  'verify -CAfile inttrust.crt -purpose sslserver below.crt',
  'verify -CAfile inttrust.crt below.crt',
  'verify -CAfile inttrust.crt -purpose sslclient below.crt',
  // depth, time
  ...[-2, -1, 0, 1, 2, 100].map((depth) => `verify -CAfile ca.crt -untrusted int.crt -verify_depth ${depth} below.crt`),
  'verify -CAfile ca.crt -no_check_time expired.crt',
  'verify -CAfile ca.crt expired.crt',
  'verify -CAfile ca.crt -attime 1000 -no_check_time leaf.crt',
  'verify -CAfile ca.crt -no_check_time -CRLfile oldcrl.crl -crl_check leaf.crt',
  'verify -CAfile ca.crt -CRLfile oldcrl.crl -crl_check good.crt',
  'verify -CAfile ca.crt -CRLfile oldcrl.crl -no_check_time -crl_check good.crt',
  // peers
  ...['a.example.com', 'b.wild.example', '.example.com', 'x.y.wild.example', 'nobody'].map(
    (host) => `verify -CAfile ca.crt -verify_hostname ${host} server.crt`,
  ),
  ...['u@example.com', 'u@EXAMPLE.com', 'U@example.com'].map((mail) => `verify -CAfile ca.crt -verify_email ${mail} mail.crt`),
  ...['10.0.0.1', '10.0.0.2', 'fe80::1', 'nonsense'].map((address) => `verify -CAfile ca.crt -verify_ip ${address} server.crt`),
  'verify -CAfile ca.crt -verify_hostname leaf leaf.crt',
  'verify -CAfile ca.crt -verify_hostname nobody -verify_ip 1.2.3.4 server.crt',
  // strength
  ...[-1, 0, 1, 2, 3, 4, 5, 9].flatMap((level) => [
    `verify -CAfile ca.crt -auth_level ${level} leaf.crt`,
    `verify -CAfile ca.crt -auth_level ${level} rsa.crt`,
    `verify -CAfile ca.crt -auth_level ${level} sha1.crt`,
    `verify -CAfile ed.crt -auth_level ${level} beloweds.crt`,
  ]),
  'verify -auth_level x leaf.crt',
  // every kind of key
  ...['ed', 'ed448', 'p521', 'brainpool', 'secp256k1', 'pss', 'rsa'].map((name) => `verify -CAfile ${name}-ca.crt by-${name}.crt`),
  // ECDSA with SHA-3 is left out: OpenSSL 3.0 signs with it and then does not find the issuer
  ...['sha1', 'sha224'].map((digest) => `verify -CAfile ca.crt ec-${digest}.crt`),
  ...['md5', 'sha1', 'sha224', 'sha3-256', 'sha3-512'].map((digest) => `verify -CAfile rsa-ca.crt rsa-${digest}.crt`),
  // RFC 5280 more strictly
  ...['leaf', 'server', 'stamp', 'sha1', 'by-rsa'].map((name) => `verify -CAfile ca.crt -x509_strict -show_chain ${name}.crt`),
  'verify -CAfile ca.crt -untrusted int.crt -x509_strict -purpose sslserver below.crt',
  'verify -CAfile anytrust.crt -x509_strict -CRLfile oldcrl.crl -crl_check leaf.crt',
  // criticality, roots, odds and ends
  'verify -CAfile ca.crt critical.crt',
  'verify -CAfile ca.crt -ignore_critical critical.crt',
  'verify -CAfile badroot.crt -check_ss_sig leaf.crt',
  'verify -CAfile badroot.crt leaf.crt',
  'verify -CAfile ca.crt -check_ss_sig leaf.crt',
  'verify -CAfile ca.crt -trusted_first -no_alt_chains -issuer_checks -verbose leaf.crt',
  'verify -partial_chain -trusted int.crt below.crt',
  'verify -partial_chain -trusted below.crt below.crt',
  'verify -partial_chain -CAfile ca.crt -untrusted int.crt -show_chain below.crt',
  // CRLs
  'verify -CAfile ca.crt -CRLfile ca.crl -crl_check leaf.crt good.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -crl_check -use_deltas good.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -CRLfile delta.crl -crl_check -use_deltas late.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -CRLfile delta.crl -crl_check late.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -crl_check -extended_crl good.crt',
  // policies
  'verify -CAfile ca.crt -policy_check policy.crt',
  'verify -CAfile ca.crt -policy_check leaf.crt',
  'verify -CAfile ca.crt -policy 1.2.3.4 policy.crt',
  'verify -CAfile ca.crt -policy 1.2.3.4 requires.crt',
  'verify -CAfile ca.crt -policy 1.2.3.5 requires.crt',
  'verify -CAfile ca.crt requires.crt',
  'verify -CAfile ca.der leaf.crt',
  'verify -CAfile ca.crt -policy 1.2.3.4 -policy_check -explicit_policy policy.crt',
  'verify -CAfile ca.crt -policy 1.2.3.5 -policy 1.2.3.4 -explicit_policy policy.crt',
  'verify -CAfile ca.crt -explicit_policy policy.crt',
  'verify -CAfile ca.crt -inhibit_any -inhibit_map policy.crt',
  'verify -CAfile ca.crt -policy anyPolicy -explicit_policy policy.crt',
  'verify -CAfile ca.crt -policy foo leaf.crt',
  // mistakes
  'verify -purpose foo leaf.crt',
  'verify -verify_depth x leaf.crt',
  'verify -foo leaf.crt',
  'verify -CAfile ca.crt /nonexistent leaf.crt',
  'verify -CAfile ca.crt ca.cnf',
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl verify', function () {
  this.timeout(120_000);
  let shop: Workshop;
  before(() => {
    shop = new Workshop();
    makeFiles(shop);
  });
  after(() => shop.close());

  sameOutcome(() => shop, lines);
  refusedByName(
    () => shop,
    ['policy_print', 'crl_download', 'allow_proxy_certs', 'suiteB_128', 'CAstore x', 'vfyopt a:b', 'engine x'].map((option) => [
      `verify -${option} leaf.crt`,
      `Option -${option.split(' ')[0]}`,
    ]),
  );
});

const CRL_CONFIG = `[ca]
default_ca=d
[d]
database=index.txt
crlnumber=crlnumber
default_md=sha256
certificate=ca.crt
private_key=ca.key
default_crl_days=30
`;

function makeFiles(shop: Workshop): void {
  const run = (line: string): void => shop.make(...wordsOf(line));
  shop.write('bare.cnf', '[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n');
  for (const [name, what] of [
    ['ca', 'ec -pkeyopt ec_paramgen_curve:P-256'],
    ['ed', 'ed25519'],
    ['ed448', 'ed448'],
    ['rsa', 'rsa -pkeyopt rsa_keygen_bits:1024'],
    ['pss', 'rsa-pss -pkeyopt rsa_keygen_bits:1024'],
    ['p521', 'ec -pkeyopt ec_paramgen_curve:P-521'],
    ['brainpool', 'ec -pkeyopt ec_paramgen_curve:brainpoolP384r1'],
    ['secp256k1', 'ec -pkeyopt ec_paramgen_curve:secp256k1'],
  ] as const)
    run(`genpkey -algorithm ${what} -out ${name}.key`);
  const root = (name: string, key: string): void =>
    run(
      `req -x509 -new -key ${key}.key -config bare.cnf -subj "/CN=Root of ${name}" -days 3000 -addext basicConstraints=critical,CA:TRUE -out ${name}.crt`,
    );
  root('ca', 'ca');
  root('ed', 'ed');
  const issue = (
    name: string,
    extensions: string,
    { issuer = 'ca', issuerKey = 'ca', key = 'ca', subject = `/CN=${name}`, more = '' } = {},
  ): void => {
    shop.make('req', '-new', '-utf8', '-key', `${key}.key`, '-config', 'bare.cnf', '-subj', subject, '-out', 'x.csr');
    shop.write('x.cnf', `${extensions}\n`);
    run(
      `x509 -req -in x.csr -CA ${issuer}.crt -CAkey ${issuerKey}.key -extfile x.cnf -days 900 -out ${name}.crt -set_serial ${serial++} ${more}`.trim(),
    );
  };
  let serial = 16;
  issue('leaf', '');
  issue('good', '');
  issue('late', 'freshestCRL=URI:http://x/');
  issue('int', 'basicConstraints=critical,CA:TRUE');
  issue('below', '', { issuer: 'int' });
  issue('named', '', { subject: '/C=DE/O=a,b/CN=Müller' });
  issue('server', 'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:a.example.com,DNS:*.wild.example,IP:10.0.0.1');
  issue('mail', 'extendedKeyUsage=emailProtection\nkeyUsage=nonRepudiation\nsubjectAltName=email:u@example.com');
  issue('stamp', 'extendedKeyUsage=critical,timeStamping\nkeyUsage=digitalSignature');
  issue('noserver', 'keyUsage=dataEncipherment');
  issue('clientca', 'basicConstraints=critical,CA:TRUE\nextendedKeyUsage=clientAuth');
  issue('belowclientca', '', { issuer: 'clientca' });
  issue('expired', '', { more: '-days -1' });
  issue('rsa', '', { key: 'rsa' });
  issue('sha1', '', { more: '-sha1' });
  issue('beloweds', '', { issuer: 'ed', issuerKey: 'ed', key: 'ed' });
  issue('critical', '1.2.3.4=critical,DER:0500');
  issue('policy', 'certificatePolicies=1.2.3.4');
  issue('requires', 'certificatePolicies=1.2.3.4\npolicyConstraints=requireExplicitPolicy:0');
  for (const name of ['ed', 'ed448', 'p521', 'brainpool', 'secp256k1', 'pss', 'rsa']) {
    root(`${name}-ca`, name);
    issue(`by-${name}`, '', { issuer: `${name}-ca`, issuerKey: name });
  }
  for (const digest of ['sha1', 'sha224']) issue(`ec-${digest}`, '', { more: `-${digest}` });
  for (const digest of ['md5', 'sha1', 'sha224', 'sha3-256', 'sha3-512'])
    issue(`rsa-${digest}`, '', { issuer: 'rsa-ca', issuerKey: 'rsa', more: `-${digest}` });
  run('x509 -in ca.crt -addtrust serverAuth -out trusted.crt');
  run('x509 -in ca.crt -addreject serverAuth -out rejecting.crt');
  run('x509 -in ca.crt -addtrust anyExtendedKeyUsage -out anytrust.crt');
  run('x509 -in int.crt -addtrust serverAuth -out inttrust.crt');
  run('x509 -in ca.crt -signkey ca.key -preserve_dates -badsig -out badroot.crt');
  const hash = shop.openssl(wordsOf('x509 -in ca.crt -noout -hash')).stdout.trim();
  for (const folder of ['folder', 'crlfolder', 'empty', 'garbage', 'others', 'circle']) shop.folderOf(folder);
  shop.write(`garbage/${hash}.0`, 'no certificate');
  shop.write(`garbage/${hash}.1`, shop.read('ca.crt'));
  shop.write(`others/${hash}.0`, shop.read('leaf.crt'));
  shop.write(`others/${hash}.1`, shop.read('ca.crt'));
  symlinkSync(`${hash}.0`, join(shop.folder, 'circle', `${hash}.0`));
  shop.write(`folder/${hash}.0`, shop.read('ca.crt'));
  shop.write(`crlfolder/${hash}.0`, shop.read('ca.crt'));
  shop.write('ca.cnf', CRL_CONFIG);
  shop.write('crlnumber', '01\n');
  shop.write('index.txt', 'R\t300101000000Z\t261101000000Z,keyCompromise\t10\tunknown\t/CN=leaf\n');
  run('ca -config ca.cnf -gencrl -out ca.crl');
  run('crl -in ca.crl -outform DER -out ca.der');
  run('ca -config ca.cnf -gencrl -crl_lastupdate 20200101000000Z -crl_nextupdate 20200201000000Z -out oldcrl.crl');
  shop.write('index.txt', `${shop.read('index.txt')}R\t300101000000Z\t261101000000Z\t12\tunknown\t/CN=late\n`);
  run('ca -config ca.cnf -gencrl -out next.crl');
  run('crl -in ca.crl -gendelta next.crl -key ca.key -sha256 -out delta.crl');
  shop.write(`crlfolder/${hash}.r0`, shop.read('ca.crl'));
}
