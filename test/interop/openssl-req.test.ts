/** `openssl req`: what it shows and makes, and the fields it asks for, both tools side by side. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { refusedByName, sameOutcome, talkOf, wordsOf } from './openssl-compare.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const nameOptions = [
  'compat',
  'oneline',
  'RFC2253',
  'multiline',
  'utf8',
  'lname',
  'oid',
  'oneline,-esc_msb',
  'sep_multiline',
  'dn_rev',
  'show_type',
  'dump_all',
];
const textOptions = [
  'no_header',
  'no_version,no_subject',
  'no_attributes',
  'no_extensions',
  'no_pubkey,no_sigdump',
  'ca_default',
  'ext_dump',
  'ext_error',
  'compatible',
];

const lines = [
  ...nameOptions.flatMap((names) => [
    `req -in full.csr -noout -subject -nameopt ${names}`,
    `req -in full.csr -noout -text -reqopt no_pubkey,no_sigdump -nameopt ${names}`,
  ]),
  ...textOptions.map((options) => `req -in full.csr -noout -text -reqopt ${options}`),
  'req -in full.csr -noout -text -pubkey -subject -modulus -verify',
  'req -in full.csr -outform DER -out full.der',
  'req -in full.csr -text -newhdr',
  'req -in full.csr -verbose -noout -config c.cnf -subject',
  'req -in full.csr -verify -noout -config c.cnf',
  'req -in full.csr -copy_extensions copy -noout -config c.cnf -subject',
  // Ed25519 and RSA sign the same octets in the same way each time
  'req -new -key ed.key -subj /CN=a -config c.cnf',
  'req -new -key ed.key -subj /CN=a -config c.cnf -addext subjectAltName=DNS:x -addext keyUsage=digitalSignature -text',
  'req -new -key ed.key -subj /CN=a -config c.cnf -reqexts ext -outform PEM',
  'req -new -key rsa.key -subj /CN=a -config c.cnf -md5',
  'req -new -key rsa.key -subj /CN=a -config c.cnf -sha1',
  'req -new -key rsa.key -subj /CN=a -config c.cnf -sha3-256 -text',
  'req -new -key rsa.key -subj /CN=a -config c.cnf -verbose',
  'req -new -key ed448.key -subj /CN=a -config c.cnf -text',
  'req -new -key ed.key -subj /CN=a/O=b+OU=c -multivalue-rdn -config c.cnf',
  'req -new -key ed.key -subj /CN=Müller -utf8 -config c.cnf',
  'req -new -key ed.key -subj /CN=a -config c.cnf -section other',
  'req -new -key ed.key -subj /CN=a -config c.cnf -precert -noout -text',
  'req -new -key ed.key -subj /CN=a -config c.cnf -set_serial 5 -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -days 5 -noout',
  'req -new -key rsa.key -subj /CN=a -config c.cnf -sigopt foo:bar -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -noout -reqopt foo',
  'req -new -key ed.key -subj /CN=a -config c.cnf -noout -nameopt foo',
  'req -x509 -key ed.key -subj /CN=a -config c.cnf -noout -copy_extensions foo',
  'req -x509 -in full.csr -config c.cnf -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA ca.crt -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA /nonexistent -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA ca.crt -CAkey /nonexistent -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA ca.crt -CAkey ed.key -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA rsa.key -CAkey rsa.key -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CAkey rsa.key -noout',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA ca.crt -CAkey rsa.key -noout -subject',
  // the fields without questions
  'req -new -key ed.key -config noprompt.cnf',
  'req -new -key ed.key -config noprompt.cnf -x509 -noout -subject',
  'req -new -key ed.key -config attributes.cnf -noout -text -reqopt no_pubkey,no_sigdump',
  'req -new -key ed.key -config prompts.cnf -batch -noout -text -reqopt no_pubkey,no_sigdump',
  ...['utf8only', 'default', 'pkix', 'nombstr', 'MASK:0x2002', 'foo'].flatMap((mask) => [
    `req -new -key ed.key -config mask-${mask.replace(':', '')}.cnf -noout -subject -nameopt oneline,show_type`,
  ]),
];

/** What is typed, line by line. */
const talks: readonly (readonly [line: string, ...answers: string[]])[] = [
  ['req -new -key ed.key -config prompts.cnf', 'DE', 'Example', 'name', 'secret', ''],
  ['req -new -key ed.key -config prompts.cnf', '', '', '', '', ''],
  ['req -new -key ed.key -config prompts.cnf', '.', '.', 'only name', '.', '.'],
  ['req -new -key ed.key -config prompts.cnf', '.', '.', '.', '', ''],
  ['req -new -key ed.key -config prompts.cnf', 'DEU', 'D', 'DE', 'x', 'n', 'abc', 'abcdef', 'company'],
  ['req -new -key ed.key -config prompts.cnf -x509', 'DE', 'Example', 'name'],
  ['req -new -key ed.key -config prompts.cnf', 'DE'],
];

/** Made anew by each tool, compared by what they say. */
const made = [
  'req -x509 -key rsa.key -subj /CN=a -config c.cnf -out made.crt',
  'req -x509 -key rsa.key -subj /CN=a -config c.cnf -precert -out made.crt',
  'req -x509 -key rsa.key -subj /CN=a -config c.cnf -extensions ca -precert -sha3-384 -out made.crt',
  'req -x509 -key ed.key -in full.csr -copy_extensions copy -config c.cnf -out made.crt',
  'req -x509 -key rsa.key -in full.csr -copy_extensions copyall -config c.cnf -extensions ca -out made.crt',
  'req -x509 -key rsa.key -in full.csr -copy_extensions none -config c.cnf -extensions ca -out made.crt',
  'req -x509 -key ed.key -in full.csr -subj /CN=z -config c.cnf -addext keyUsage=keyAgreement -out made.crt',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA ca.crt -CAkey rsa.key -out made.crt',
  'req -new -key ed.key -subj /CN=a -config c.cnf -CA ca.crt -CAkey rsa.key -extensions leaf -set_serial 77 -out made.crt',
  'req -x509 -in full.csr -config c.cnf -CA ca.crt -CAkey rsa.key -copy_extensions copy -out made.crt',
  'req -new -key rsa.key -subj /CN=a -config c.cnf -CA ca.crt -CAkey rsa.key -addext keyUsage=keyAgreement -out made.crt',
  'req -x509 -key rsa.key -subj /CN=a -config c.cnf -sigopt rsa_padding_mode:pss -out made.crt',
  'req -x509 -key rsa.key -subj /CN=a -config c.cnf -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20 -sha512 -out made.crt',
  'req -x509 -key ed448.key -subj /CN=a -config c.cnf -out made.crt',
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl req', function () {
  this.timeout(120_000);
  let shop: Workshop;
  before(() => {
    shop = new Workshop();
    makeFiles(shop);
  });
  after(() => shop.close());

  describe('shows, and makes what is no secret of chance, as OpenSSL does', () => sameOutcome(() => shop, lines));

  describe('asks as OpenSSL asks', () => {
    for (const [line, ...answers] of talks)
      it(`${line}: ${answers.join('|')}`, async () => {
        const words = wordsOf(line);
        const text = '-noout -text -reqopt no_pubkey,no_sigdump,no_serial,no_validity';
        const all = [...words, ...text.split(' ')];
        const theirs = shop.openssl(all, { input: answers.map((answer) => `${answer}\n`).join('') });
        const ours = await shop.certwright(all, { answers });
        assert.deepEqual(
          { code: ours.code, stdout: ours.stdout, talk: talkOf(ours) },
          { code: theirs.code, stdout: theirs.stdout, talk: talkOf(theirs) },
          `theirs: ${theirs.stderr}\nours: ${ours.stderr}`,
        );
      });
  });

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
        ['req -in full.csr -vfyopt a:b', 'Option -vfyopt'],
        ['req -engine x', 'Option -engine'],
        ['req -keygen_engine x', 'Option -keygen_engine'],
        ['req -in full.csr -subj /CN=z -config c.cnf', 'Option -subj'],
        ['req -in full.csr -text -reqopt ext_parse', 'ext_parse'],
      ],
    ));
});

/** The text of made.crt without serial number, dates and signature, as OpenSSL reads it. */
function saidOf(shop: Workshop): string {
  const { stdout } = shop.openssl(wordsOf('x509 -in made.crt -noout -text -certopt no_serial,no_validity'));
  return stdout.replace(/(Signature Value:)[\s\S]*/, '$1');
}

function makeFiles(shop: Workshop): void {
  const run = (line: string): void => shop.make(...wordsOf(line));
  const write = (name: string, text: string): void => shop.write(`${name}.cnf`, text);
  write(
    'c',
    `[req]
distinguished_name=dn
string_mask=utf8only
[other]
distinguished_name=dn
req_extensions=ext
[dn]
[ext]
subjectAltName=DNS:fromsection
[ca]
basicConstraints=critical,CA:TRUE
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid:always,issuer
[leaf]
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid,issuer
keyUsage=digitalSignature
`,
  );
  write('noprompt', '[req]\nprompt=no\ndistinguished_name=dn\n[dn]\nC=DE\n0.OU=one\n1.OU=two\nCN=hi\n+UID=x\n');
  write(
    'attributes',
    '[req]\nprompt=no\ndistinguished_name=dn\nattributes=at\nreq_extensions=ext\n[dn]\nCN=hi\n[at]\nchallengePassword=secret\nunstructuredName=My Company\n[ext]\nkeyUsage=keyAgreement\n',
  );
  write(
    'prompts',
    `[req]
distinguished_name=dn
attributes=at
string_mask=utf8only
[dn]
countryName=Country
countryName_default=AU
countryName_min=2
countryName_max=2
0.organizationName=Organization
0.organizationName_default=Default Ltd
commonName=Name
commonName_max=12
[at]
challengePassword=A password
challengePassword_min=4
challengePassword_max=20
unstructuredName=Company
`,
  );
  for (const mask of ['utf8only', 'default', 'pkix', 'nombstr', 'MASK:0x2002', 'foo'])
    write(
      `mask-${mask.replace(':', '')}`,
      `[req]\nprompt=no\nutf8=yes\nstring_mask=${mask}\ndistinguished_name=dn\n[dn]\nCN=plain\nO=Müller\nOU=a@b\nemailAddress=x@y\nC=DE\n`,
    );
  run('genpkey -algorithm ed25519 -out ed.key');
  run('genpkey -algorithm ed448 -out ed448.key');
  run('genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:1024 -out rsa.key');
  run('req -x509 -key rsa.key -subj "/C=DE/CN=The CA" -config c.cnf -extensions ca -out ca.crt');
  shop.make(
    ...wordsOf('req -new -utf8 -key ed.key -config c.cnf -subj "/C=DE/O=a,b/CN=Müller 山" -out full.csr'),
    ...['subjectAltName=DNS:a,email:b@c', 'keyUsage=critical,digitalSignature', '1.2.3.4=DER:0403414243'].flatMap((extension) => [
      '-addext',
      extension,
    ]),
  );
}
