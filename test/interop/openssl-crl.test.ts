/** `openssl crl`, both tools side by side. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { refusedByName, sameOutcome, talkOf, wordsOf } from './openssl-compare.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const lines = [
  'crl -in 1.crl',
  'crl -in 1.crl -noout',
  'crl -in 1.der -inform DER -text',
  'crl -in 1.der -noout -issuer',
  'crl -in 1.der -inform PEM -noout',
  'crl -in 1.crl -inform DER -noout',
  'crl -in 2.crl -outform DER -out out.der',
  'crl -in 2.crl -noout -text',
  'crl -in bare.crl -noout -text -crlnumber -nextupdate',
  'crl -in 2.crl -hash_old -noout',
  'crl -in 2.crl -hash_old -text -noout',
  'crl -in 2.crl -hash_old -hash_old -noout',
  'crl -in 2.crl -noout -issuer -crlnumber -hash -hash_old -lastupdate -nextupdate -fingerprint',
  'crl -in 2.crl -noout -fingerprint -nextupdate -issuer -fingerprint',
  'crl -in 2.crl -noout -lastupdate -nextupdate -dateopt iso_8601 -text',
  ...['md5', 'sha1', 'sha224', 'sha256', 'SHA384', 'sha512', 'sha512-224', 'sha512-256', 'sha3-256', 'sha3-512'].map(
    (digest) => `crl -in 2.crl -noout -fingerprint -${digest}`,
  ),
  ...['compat', 'multiline', 'RFC2253', 'oneline,-esc_msb', 'sep_multiline,lname', 'oid', 'utf8,dn_rev'].flatMap((names) => [
    `crl -in 2.crl -noout -issuer -nameopt ${names}`,
    `crl -in 2.crl -noout -text -nameopt ${names}`,
  ]),
  'crl -in 2.crl -noout -CAfile ca.crt',
  'crl -in 2.crl -noout -CAfile both.pem',
  'crl -in 2.crl -noout -CAfile both.pem -no-CAfile -no-CApath -no-CAstore',
  'crl -in 2.crl -noout -CAfile impostor.crt',
  'crl -in 2.crl -noout -CAfile other.crt',
  'crl -in 2.crl -noout -CApath folder',
  'crl -in 2.crl -noout -CApath nofolder',
  'crl -in 2.crl -noout -CApath nofolder:folder',
  'crl -in 2.crl -noout -CAfile other.crt -CApath folder',
  'crl -in 2.crl -noout -verify',
  'crl -in 2.crl -verify -badsig -CAfile ca.crt',
  'crl -in tampered.crl -noout -CAfile ca.crt',
  'crl -in 2.crl -badsig -text',
  'crl -in 1.crl -gendelta 2.crl',
  'crl -in 1.crl -gendelta 2.crl -key /nonexistent',
  'crl -in 1.crl -gendelta /nonexistent -key rsa.key',
  'crl -in 2.crl -gendelta 1.crl -key rsa.key',
  'crl -in 1.crl -gendelta 1.crl -key rsa.key',
  'crl -in 1.crl -gendelta 2.crl -key other.key',
  'crl -in delta.crl -gendelta 2.crl -key rsa.key',
  'crl -in bare.crl -gendelta 2.crl -key rsa.key',
  // RSA signs the same octets in the same way each time
  'crl -in 1.crl -gendelta 2.crl -key rsa.key -text',
  'crl -in 1.crl -gendelta 3.crl -key rsa.key -sha256',
  'crl -in 2.crl -gendelta 3.crl -key rsa.key -sha512 -crlnumber',
  'crl -in 1.crl -key /nonexistent -noout',
  // mistakes
  'crl -foo',
  'crl extra',
  'crl -in /nonexistent',
  'crl -in ca.crt -noout',
  'crl -in empty',
  'crl -in 1.crl -out /nonexistent/x',
  'crl -in 1.crl -noout -CAfile /nonexistent',
  'crl -in 1.crl -noout -CAfile empty',
  'crl -in 1.crl -nameopt foo',
  'crl -in 1.crl -dateopt foo',
  'crl -in 1.crl -sha999',
  'crl -in',
  'crl -inform FOO -in 1.crl',
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl crl', function () {
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
    [
      ['crl -in 1.crl -CAstore x', 'Option -CAstore'],
      ['crl -in 1.crl -provider x', 'Option -provider'],
    ],
  );

  it('signs deltas that OpenSSL takes, with an ECDSA key', async () => {
    await shop.makeOurs(...wordsOf('crl -in ec1.crl -gendelta ec2.crl -key ec.key -sha256 -out ecdelta.crl'));
    assert.equal(talkOf(shop.openssl(wordsOf('crl -in ecdelta.crl -noout -CAfile ec.crt'))), 'verify OK\n');
  });
});

function makeFiles(shop: Workshop): void {
  const run = (line: string): void => shop.make(...wordsOf(line));
  shop.write('empty', '');
  shop.write('bare.cnf', '[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n');
  run('genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:1024 -out rsa.key');
  run('genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out ec.key');
  run('genpkey -algorithm ed25519 -out other.key');
  for (const [name, key, subject] of [
    ['ca', 'rsa', '/C=DE/O=Prüfer/CN=CA'],
    ['impostor', 'other', '/C=DE/O=Prüfer/CN=CA'],
    ['other', 'other', '/CN=other'],
    ['ec', 'ec', '/CN=ec'],
  ] as const)
    shop.make(
      'req',
      '-x509',
      '-key',
      `${key}.key`,
      '-utf8',
      '-subj',
      subject,
      '-config',
      'bare.cnf',
      '-out',
      `${name}.crt`,
      '-addext',
      'basicConstraints=CA:TRUE',
    );
  shop.write('both.pem', shop.read('other.crt') + shop.read('ca.crt'));
  for (const [prefix, ca, key] of [
    ['', 'ca', 'rsa'],
    ['ec', 'ec', 'ec'],
  ] as const) {
    shop.write('index.txt', '');
    shop.write('crlnumber', '0FFF\n');
    shop.write(
      'ca.cnf',
      `[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ncertificate=${ca}.crt\nprivate_key=${key}.key\ndefault_crl_days=30\ncrl_extensions=x\n[x]\nissuerAltName=DNS:ca\n`,
    );
    run(`ca -config ca.cnf -gencrl -out ${prefix}1.crl`);
    for (const serial of ['10', '0A', '7FFF']) revoke(shop, serial);
    run(`ca -config ca.cnf -gencrl -out ${prefix}2.crl`);
    revoke(shop, '05');
    run(`ca -config ca.cnf -gencrl -out ${prefix}3.crl`);
  }
  shop.write(
    'ca1.cnf',
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ncertificate=ca.crt\nprivate_key=rsa.key\ndefault_crl_days=30\n',
  );
  run('ca -config ca1.cnf -gencrl -out bare.crl');
  run('crl -in 1.crl -outform DER -out 1.der');
  run('crl -in 1.crl -gendelta 2.crl -key rsa.key -out delta.crl');
  run('crl -in 2.crl -badsig -out tampered.crl');
  shop.folderOf('folder');
  const hash = shop.openssl(wordsOf('x509 -in ca.crt -noout -hash')).stdout.trim();
  shop.write(`folder/${hash}.0`, shop.read('ca.crt'));
}

/** A line of the database: revoked, with a reason. */
function revoke(shop: Workshop, serial: string): void {
  shop.write('index.txt', `${shop.read('index.txt')}R\t300101000000Z\t261101000000Z,keyCompromise\t${serial}\tunknown\t/CN=x${serial}\n`);
}
