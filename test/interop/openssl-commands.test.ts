/** Command lines: the same words give the same first line of talk and the same exit code as OpenSSL 3.0, and the same output where it is no secret of chance. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { firstLine, opensslVersion, Workshop } from './openssl-tools.ts';

/** Command lines that print nothing random. Each is one line of words; quotes keep words together. */
const sameOutput: readonly string[] = [
  // x509: what is shown
  'x509 -noout -in ca.crt -subject -issuer -dates -serial -fingerprint',
  'x509 -noout -in leaf.crt -fingerprint -sha256 -startdate -enddate',
  'x509 -noout -in leaf.crt -SHA384 -fingerprint',
  'x509 -noout -in leaf.crt -sha1 -md5 -fingerprint',
  'x509 -noout -in leaf.crt --subject',
  'x509 -noout -in=leaf.crt -pubkey',
  'x509 -noout -in leaf.crt -modulus',
  'x509 -noout -in rsa.crt -modulus -email',
  'x509 -in leaf.crt',
  'x509 -in leaf.crt -nocert -serial',
  'x509 -in leaf.crt -out shown.pem -outform PEM',
  'x509 -in ca.der -inform DER',
  'x509 -in ca.der -noout -subject',
  'x509 -in leaf.crt -noout -checkend 100',
  'x509 -in leaf.crt -noout -checkend 10000000000',
  'x509 -noout -subject',
  'x509 -noout -in text.crt -subject',
  // x509: mistakes
  'x509 extra',
  'x509 -in /nonexistent',
  'x509 -in e.cnf',
  'x509 -noout -text=1',
  'x509 -noout -in',
  'x509 -inform FOO -in ca.crt',
  'x509 -inform DER -in ca.crt -noout',
  'x509 -in ca.crt -out /nonexistent/x',
  'x509 -days x',
  'x509 -days 1x',
  'x509 -days 999999999999',
  'x509 -days 089',
  'x509 -days 0xfg',
  'verify -attime 016200000000 -CAfile ca.crt leaf.crt',
  'verify -attime 0x10 -CAfile ca.crt leaf.crt',
  'x509 -req -days -5 -in leaf.csr -signkey leaf.key',
  'x509 -req -in leaf.csr',
  'x509 -req -in /nonexistent -signkey leaf.key',
  'x509 -req -in ca.crt -signkey leaf.key',
  'x509 -req -in badsig.csr -signkey leaf.key',
  'x509 -req -in leaf.csr -signkey /nonexistent',
  'x509 -req -in leaf.csr -signkey leaf.csr',
  'x509 -req -in leaf.csr -signkey leaf.key -CA ca.crt',
  'x509 -req -in leaf.csr -CA ca.crt',
  'x509 -req -in leaf.csr -CA /nonexistent -CAkey ca.key',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey /nonexistent -set_serial 1',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey leaf.key -set_serial 1',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAserial none.srl',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAserial bad.srl',
  'x509 -req -in leaf.csr -signkey leaf.key -copy_extensions foo',
  'x509 -req -in leaf.csr -signkey leaf.key -extfile /nonexistent',
  'x509 -req -in leaf.csr -signkey leaf.key -extfile e.cnf -extensions nope',
  'x509 -req -in leaf.csr -signkey leaf.key -extfile bad.cnf',
  'x509 -req -in leaf.csr -signkey leaf.key -passin foo:bar',
  'x509 -req -in leaf.csr -signkey locked.key -passin pass:wrong',
  // x509: what signing prints when the certificate is not shown
  'x509 -req -in leaf.csr -signkey leaf.key -noout',
  'x509 -req -in leaf.csr -signkey locked.key -passin pass:secret -noout',
  'x509 -req -in leaf.csr -signkey leaf.key -CAcreateserial -CAkey x -CAserial y -noout',
  'x509 -req -in leaf.csr -signkey leaf.key -extensions foo -noout',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -set_serial 0x1F -serial -noout',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -set_serial -5 -serial -noout',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -set_serial 0 -serial -issuer -subject -noout',
  'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -set_serial 255 -sha512 -serial -noout',
  'x509 -in self.crt -signkey leaf.key -serial -issuer -subject -noout',
  // req: what is shown
  'req -in leaf.csr',
  'req -in leaf.csr -noout -subject',
  'req -in leaf.csr -noout -verify',
  'req -in badsig.csr -noout -verify',
  'req -in leaf.csr -noout -pubkey -modulus',
  'req -in leaf.csr -newhdr',
  'req -in leaf.der -inform DER',
  'req -new -key leaf.key -noout -subject -subj /C=DE/O=Example/CN=a',
  'req -new -key leaf.key -noout -subject -subj /CN=a+OU=b',
  'req -new -key leaf.key -noout -subject -subj /CN=a\\/b\\+c\\\\d',
  'req -new -key leaf.key -noout -subject -subj /CN=Müller',
  'req -new -key leaf.key -noout -subject -subj /CN=Müller -utf8',
  'req -new -key leaf.key -noout -subject -subj /foo=x/CN=a',
  'req -new -key leaf.key -noout -subject -subj /CN=/O=b',
  'req -new -key leaf.key -noout -subject -subj /',
  'req -new -key leaf.key -noout -subject -batch',
  'req -new -key leaf.key -noout -subject -batch -config prompts.cnf',
  'req -new -key leaf.key -noout -subject -config noprompt.cnf',
  'req -new -key leaf.key -noout -subject -config= -subj /CN=a',
  'req -new -x509 -key leaf.key -noout -subject -subj /CN=q',
  'req -x509 -key leaf.key -in leaf.csr -noout -subject',
  'req -new -key leaf.key -subj /CN=a -noout -days 5',
  'req -new -key locked.key -passin pass:secret -subj /CN=a -noout -subject',
  'req -new -key locked.key -passin file:secret.txt -subj /CN=a -noout -subject',
  'req -new -key locked.key -passin env:CERTWRIGHT_TEST_SECRET -subj /CN=a -noout -subject',
  'req -new -key leaf.key -newkey rsa:2048 -subj /CN=a -noout -subject',
  // req: mistakes
  'req -foo',
  'req -sha999 -new',
  'req extra',
  'req -days',
  'req -days x',
  'req -days -5 -new',
  'req -in /nonexistent -noout',
  'req -in e.cnf -noout',
  'req -in leaf.der -noout',
  'req -inform DER -in leaf.csr -noout',
  'req -new -key /nonexistent -subj /CN=a',
  'req -new -key leaf.csr -subj /CN=a',
  'req -new -key locked.key -passin pass:wrong -subj /CN=a',
  'req -new -key locked.key -passin env:CERTWRIGHT_NOT_SET -subj /CN=a',
  'req -new -key locked.key -passin file:/nonexistent -subj /CN=a',
  'req -new -key locked.key -passin secret -subj /CN=a',
  'req -new -key leaf.key -subj CN=a',
  'req -new -key leaf.key -subj /CN',
  'req -new -key leaf.key -subj /CN=a\\',
  'req -new -key leaf.key -subj /C=USA',
  'req -new -key leaf.key -subj /emailAddress=ä@b',
  'req -new -key leaf.key -subj /CN=a -config /nonexistent',
  'req -new -key leaf.key -subj /CN=a -config bad.cnf',
  'req -new -key leaf.key -subj /CN=a -config brace.cnf',
  'req -new -key leaf.key -subj /CN=a -x509 -extensions nope',
  'req -new -key leaf.key -subj /CN=a -reqexts nope',
  'req -new -key leaf.key -subj /CN=a -addext foo=bar',
  'req -new -key leaf.key -subj /CN=a -addext subjectAltName=DNS:x -addext subjectAltName=DNS:y',
  'req -new -key leaf.key -subj /CN=a -addext subjectAltName',
  'req -new -key leaf.key -subj /CN=a -config mask.cnf',
  'req -new -key leaf.key -config nosection.cnf -batch',
  'req -new -key leaf.key -subj /CN=a -config nosection.cnf',
  'req -new -key leaf.key -config empty.cnf',
  'req -newkey foo:511 -new -nodes -keyout z.key -subj /CN=a',
  'req -newkey rsa:abc -new -nodes -keyout z.key -subj /CN=a',
  'req -newkey rsa:511 -new -nodes -keyout z.key -subj /CN=a',
  'req -newkey ec -new -nodes -keyout z.key -subj /CN=a',
  'req -newkey ec -pkeyopt foo:P-256 -new -nodes -keyout z.key -subj /CN=a',
  'req -newkey ec -pkeyopt ec_paramgen_curve:foo -new -nodes -keyout z.key -subj /CN=a',
  'req -newkey ed25519 -new -nodes -keyout /nonexistent/z.key -subj /CN=a',
  // verify
  'verify -foo',
  'verify -CAfile ca.crt leaf.crt',
  'verify -CAfile ca.crt leaf.crt ca.crt /nonexistent',
  'verify leaf.crt',
  'verify ca.crt',
  'verify -CAfile ca.crt unrelated.crt',
  'verify -CAfile ca.crt -untrusted int.crt below.crt',
  'verify -CAfile ca.crt below.crt',
  'verify -CAfile int.crt below.crt',
  'verify -CAfile leaf.crt leaf.crt',
  'verify -CAfile ca.crt -verify_depth 0 -untrusted int.crt below.crt',
  'verify -CAfile ca.crt -verify_depth 0 leaf.crt',
  'verify -CAfile ca.crt -verify_depth 1 -untrusted int.crt below.crt',
  'verify -partial_chain -CAfile int.crt below.crt',
  'verify -CAfile both.pem below.crt',
  'verify -CAfile ca.crt -untrusted int.crt -show_chain below.crt',
  'verify -trusted ca.crt -untrusted int.crt below.crt',
  'verify -CAfile ca.crt -trusted ca.crt leaf.crt',
  'verify -CAfile ca.crt -no-CApath -no-CAfile -no-CAstore -verbose leaf.crt',
  'verify -CAfile /nonexistent leaf.crt',
  'verify -CAfile leaf.csr leaf.crt',
  'verify -CAfile ca.crt leaf.csr',
  'verify -CAfile ca.crt -untrusted /nonexistent leaf.crt',
  'verify -CAfile ca.crt -CRLfile /nonexistent leaf.crt',
  'verify -CAfile ca.crt -CRLfile ca.crt leaf.crt',
  'verify -CAfile ca.crt -CRLfile cut.crl leaf.crt',
  'verify -CAfile cut.crl leaf.crt',
  'verify -CAfile ca.crt -purpose foo leaf.crt',
  'verify -CAfile ca.crt -purpose sslserver client.crt',
  'verify -CAfile ca.crt -purpose sslclient client.crt',
  'verify -CAfile ca.crt -purpose sslserver nousage.crt',
  'verify -CAfile ca.crt -purpose any client.crt',
  'verify -CAfile ca.crt -purpose sslserver leaf.crt',
  'verify -CAfile ca.crt -verify_hostname db.example client.crt',
  'verify -CAfile ca.crt -verify_hostname other.example client.crt',
  'verify -CAfile ca.crt -verify_hostname leaf.example leaf.crt',
  'verify -CAfile ca.crt -verify_hostname foo leaf.crt',
  'verify -CAfile ca.crt -verify_ip 10.0.0.1 client.crt',
  'verify -CAfile ca.crt -verify_ip 10.0.0.2 client.crt',
  'verify -CAfile ca.crt -attime 1000 leaf.crt',
  'verify -CAfile ca.crt -attime 5000000000 leaf.crt',
  'verify -CAfile ca.crt -attime foo leaf.crt',
  'verify -CAfile ca.crt -crl_check leaf.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -crl_check leaf.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -crl_check client.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl leaf.crt',
  'verify -CAfile ca.crt -untrusted int.crt -CRLfile ca.crl -crl_check below.crt',
  'verify -CAfile ca.crt -untrusted int.crt -CRLfile ca.crl -crl_check_all below.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -crl_check_all client.crt',
  'verify -CAfile ca.crt -untrusted notca.crt belownotca.crt',
  'verify -trusted /nonexistent leaf.crt',
  'verify -CAfile ca.crt -untrusted e.cnf leaf.crt',
  'verify -CAfile ca.crt -untrusted int.crt -untrusted notca.crt below.crt',
  'verify -trusted ca.crt -trusted int.crt below.crt',
  'verify -CAfile ca.crt -CRLfile ca.crl -CRLfile ca.crl -crl_check client.crt',
  'verify -CAfile ca.crt critical.crt',
  'verify -CAfile ca.crt -untrusted pathlen.crt -untrusted subca.crt belowsubca.crt',
  'verify -CAfile ca.crt tampered.crt',
];

/** Options that OpenSSL has and certwright refuses by name, one of each kind. */
const refused: readonly (readonly [command: string, option: string])[] = [
  ['x509 -noout -in leaf.crt -engine foo', 'engine'],
  ['req -in leaf.csr -vfyopt a:b', 'vfyopt'],
  ['verify -policy_print -CAfile ca.crt leaf.crt', 'policy_print'],
  ['verify -policy_print -CAfile ca.crt leaf.crt', 'policy_print'],
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl commands', function () {
  this.timeout(120_000);
  let shop: Workshop;

  before(() => {
    process.env['CERTWRIGHT_TEST_SECRET'] = 'secret';
    shop = new Workshop();
    makeFiles(shop);
  });
  after(() => {
    delete process.env['CERTWRIGHT_TEST_SECRET'];
    shop.close();
  });

  for (const text of sameOutput) {
    it(text, async () => {
      const words = text.split(' ');
      const theirs = shop.openssl(words);
      const ours = await shop.certwright(words);
      assert.equal(ours.code, theirs.code, `${theirs.stderr} / ${ours.stderr}`);
      assert.equal(firstLine(ours), firstLine(theirs), `${theirs.stderr} / ${ours.stderr}`);
      assert.equal(ours.stdout, theirs.stdout);
    });
  }

  for (const [text, option] of refused) {
    it(`${text} is refused by name`, async () => {
      const words = text.split(' ');
      assert.notEqual(shop.openssl(words).stderr.includes('Unknown option'), true);
      const [command = ''] = words;
      const { code, stdout, stderr } = await shop.certwright(words);
      assert.deepEqual(
        { code, stdout, stderr },
        {
          code: 1,
          stdout: '',
          stderr: `${command}: Option -${option} is not supported by certwright\n${command}: Use -help for summary.\n`,
        },
      );
    });
  }
});

function makeFiles(shop: Workshop): void {
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  shop.make('req', '-new', '-x509', ...ec, '-keyout', 'ca.key', '-subj', '/CN=CA', '-out', 'ca.crt', '-days', '3000');
  shop.make('x509', '-in', 'ca.crt', '-outform', 'DER', '-out', 'ca.der');
  shop.make('x509', '-in', 'ca.crt', '-text', '-out', 'text.crt');
  shop.make('req', '-new', ...ec, '-keyout', 'leaf.key', '-subj', '/CN=leaf.example', '-out', 'leaf.csr');
  shop.make('req', '-in', 'leaf.csr', '-outform', 'DER', '-out', 'leaf.der');
  shop.make('x509', '-req', '-in', 'leaf.csr', '-signkey', 'leaf.key', '-out', 'self.crt');
  shop.make('x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'leaf.crt', '-days', '900');
  shop.make(
    'req',
    '-new',
    '-x509',
    '-newkey',
    'rsa:1024',
    '-nodes',
    '-keyout',
    'rsa.key',
    '-subj',
    '/CN=r/emailAddress=r@b.example',
    '-out',
    'rsa.crt',
  );
  shop.make('req', '-new', '-x509', ...ec, '-keyout', 'other.key', '-subj', '/CN=unrelated', '-out', 'unrelated.crt');
  shop.make('pkcs8', '-topk8', '-in', 'leaf.key', '-passout', 'pass:secret', '-out', 'locked.key');
  shop.write('secret.txt', 'secret\nsecond line\n');
  shop.write('bad.srl', 'F\n');
  shop.write('e.cnf', '[e]\nbasicConstraints=CA:TRUE\n');
  shop.write('bad.cnf', '[req]\nthis line has no equal sign\n');
  shop.write('brace.cnf', '[req\n');
  shop.write('mask.cnf', '[req]\ndistinguished_name=dn\nstring_mask=foo\n[dn]\n');
  shop.write('nosection.cnf', '[req]\ndistinguished_name=dn\n');
  shop.write('empty.cnf', '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\n');
  shop.write('prompts.cnf', '[req]\ndistinguished_name=dn\n[dn]\nCN=Common\nCN_default=def\nO=Org\nO_value=given\nL=Place\n');
  shop.write('noprompt.cnf', '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nC=DE\n0.OU=one\n1.OU=two\nCN=hi\n+UID=x\n');
  shop.write('badsig.csr', tampered(shop.read('leaf.csr')));
  issueWith(shop, 'int', 'basicConstraints=critical,CA:TRUE\n', 'ca');
  issueWith(shop, 'below', '', 'int');
  issueWith(shop, 'notca', 'basicConstraints=CA:FALSE\n', 'ca');
  issueWith(shop, 'belownotca', '', 'notca');
  issueWith(shop, 'pathlen', 'basicConstraints=CA:TRUE,pathlen:0\n', 'ca');
  issueWith(shop, 'subca', 'basicConstraints=CA:TRUE\n', 'pathlen');
  issueWith(shop, 'belowsubca', '', 'subca');
  issueWith(shop, 'critical', '1.2.3.4=critical,DER:0500\n', 'ca');
  issueWith(shop, 'nousage', 'keyUsage=keyCertSign\n', 'ca');
  issueWith(shop, 'client', 'extendedKeyUsage=clientAuth\nsubjectAltName=DNS:db.example,IP:10.0.0.1\n', 'ca');
  shop.write('tampered.crt', tampered(shop.read('leaf.crt')));
  shop.write('both.pem', shop.read('ca.crt') + shop.read('int.crt'));
  shop.write('index.txt', '');
  shop.write('crlnumber', '01\n');
  shop.write(
    'ca.cnf',
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ncertificate=ca.crt\nprivate_key=ca.key\ndefault_crl_days=30\n',
  );
  shop.make('ca', '-config', 'ca.cnf', '-revoke', 'leaf.crt');
  shop.make('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'ca.crl');
  shop.write('cut.crl', shop.read('ca.crl').slice(0, 200));
}

function issueWith(shop: Workshop, name: string, extensions: string, issuer: string): void {
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  shop.make('req', '-new', ...ec, '-keyout', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
  shop.write('x.cnf', extensions);
  shop.make(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${issuer}.crt`,
    '-CAkey',
    `${issuer}.key`,
    '-out',
    `${name}.crt`,
    '-days',
    '900',
    '-extfile',
    'x.cnf',
  );
}

/** The PEM block with the last octet changed: inside the signature. */
function tampered(pem: string): string {
  const [label = ''] = /(?<=-----BEGIN )[A-Z ]+/.exec(pem) ?? [];
  const body = /-----BEGIN [A-Z ]+-----\n([^-]+)-----END/.exec(pem)?.[1] ?? '';
  const der = Buffer.from(body, 'base64');
  der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines.endsWith('\n') ? lines : `${lines}\n`}-----END ${label}-----\n`;
}
