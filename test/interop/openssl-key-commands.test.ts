/** The commands that read and write keys: the same words give the same first line of talk, the same exit code and the same output as OpenSSL 3.0, byte for byte. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { firstLine, opensslVersion, Workshop } from './openssl-tools.ts';

const KEYS = [
  'r',
  'rt',
  'r3',
  'pss',
  'pss0',
  'psssha1',
  'ec',
  'ect',
  'ecc',
  'np',
  'p224',
  'p384',
  'p521',
  'k1',
  'bp320',
  'bp512',
  'ed25519',
  'ed448',
  'x25519',
  'x448',
];
const RSA_KEYS = ['r', 'r3', 'pss'];
const EC_KEYS = ['ec', 'ect', 'ecc', 'np', 'p521', 'bp320'];

/** Command lines that print nothing random. Each is one line of words. */
const sameOutput: readonly string[] = [
  ...KEYS.flatMap((name) => [
    `pkey -in ${name}.key -text`,
    `pkey -in ${name}.key -text_pub -noout`,
    `pkey -in ${name}.key -pubout`,
    `pkey -in ${name}.key -pubout -outform DER`,
    `pkey -in ${name}.key -outform DER -out o.der`,
    `pkey -in ${name}.key -traditional`,
    `pkey -in ${name}.key -check -noout`,
    `pkey -in ${name}.key -pubcheck -noout`,
    `pkey -in ${name}.pub -pubin -text`,
    `pkcs8 -in ${name}.key -topk8 -nocrypt`,
    `pkcs8 -in ${name}.key -topk8 -nocrypt -outform DER`,
  ]),
  ...RSA_KEYS.flatMap((name) => [
    `rsa -in ${name}.key`,
    `rsa -in ${name}.key -text -noout`,
    `rsa -in ${name}.key -text -modulus`,
    `rsa -in ${name}.key -modulus -noout`,
    `rsa -in ${name}.key -check`,
    `rsa -in ${name}.key -pubout`,
    `rsa -in ${name}.key -pubout -outform DER`,
    `rsa -in ${name}.key -outform DER`,
    `rsa -in ${name}.pub -pubin -text -noout`,
    `rsa -in ${name}.pub -pubin -modulus -noout`,
  ]),
  'rsa -in r.key -traditional',
  'rsa -in r.key -traditional -outform DER',
  'rsa -in r3.key -traditional',
  'rsa -in rt.key',
  'rsa -in r.key -RSAPublicKey_out',
  'rsa -in r.key -RSAPublicKey_out -outform DER',
  'rsa -in r.key -RSAPublicKey_out -out rpk.pem',
  'rsa -RSAPublicKey_in -in rsapublic.pem',
  'rsa -RSAPublicKey_in -in r.pub',
  'rsa -pubin -in rsapublic.pem -text',
  'rsa -in r.pub -pubin -RSAPublicKey_out',
  'rsa -in r.der -inform DER',
  'rsa -in r.der',
  'rsa -in locked.key -passin pass:secret',
  'rsa -in headers.key -passin pass:secret',
  'rsa -in headers3.key -passin file:secret.txt',
  'rsa -in r.key -aes256 -passout pass:secret -noout',
  'rsa -in r.key -aes256 -pubout',
  // mistakes
  'rsa',
  'rsa -foo',
  'rsa extra',
  'rsa -in /nonexistent',
  'rsa -in ec.key',
  'rsa -in ec.pub -pubin',
  'rsa -in x448.key',
  'rsa -in r.pub',
  'rsa -in r.key -pubin',
  'rsa -in r.pub -pubin -check',
  'rsa -inform DER -in r.key',
  'rsa -inform PEM -in r.der',
  'rsa -inform FOO',
  'rsa -in r.key -outform FOO',
  'rsa -in r.key -out /nonexistent/x',
  'rsa -in r.key -passout foo',
  'rsa -in locked.key -passin pass:wrong',
  'rsa -in headers.key -passin pass:wrong',
  'rsa -in r.key -aes999',
  'rsa -in r.key -aes-256-gcm',
  'rsa -in badp.key -check -noout',
  'rsa -in badd.key -check -noout',
  'rsa -in badcrt.key -check -noout',
  'pkey -in badp.key -check -noout',
  'rsa -in garbage.pem',
  // ec
  ...EC_KEYS.flatMap((name) => [
    `ec -in ${name}.key`,
    `ec -in ${name}.key -text -noout`,
    `ec -in ${name}.key -text -conv_form compressed`,
    `ec -in ${name}.key -conv_form uncompressed`,
    `ec -in ${name}.key -no_public`,
    `ec -in ${name}.key -outform DER`,
    `ec -in ${name}.key -pubout -conv_form compressed`,
    `ec -in ${name}.key -pubout -outform DER`,
    `ec -in ${name}.key -param_out`,
    `ec -in ${name}.key -param_out -outform DER`,
    `ec -in ${name}.key -check -noout`,
    `ec -in ${name}.pub -pubin -text -noout`,
    `ec -in ${name}.pub -pubin -param_out`,
    `ec -in ${name}.pub -pubin -conv_form compressed`,
    `pkey -in ${name}.key -ec_conv_form compressed`,
    `pkey -in ${name}.key -ec_conv_form compressed -pubout -text`,
    `pkey -in ${name}.key -ec_param_enc named_curve`,
  ]),
  'ec -in ec.key -param_enc named_curve',
  'ec -in r.key',
  'ec -in r.pub -pubin',
  'ec -in echeaders.key -passin pass:secret',
  'ec -in eclocked.key -passin pass:secret',
  'ec',
  'ec -foo',
  'ec extra',
  'ec -in /nonexistent',
  'ec -in ed25519.key',
  'ec -in ec.pub',
  'ec -in ec.key -pubin',
  'ec -in ec.pub -pubin -check -noout',
  'ec -in ec.key -conv_form foo',
  'ec -in ec.key -param_enc foo',
  'ec -in ec.key -out /nonexistent/x',
  'ec -in ec.key -outform FOO',
  'ec -in ec.key -aes999',
  'ec -in eclocked.key -passin pass:wrong',
  'ec -in badpoint.key -check -noout',
  // ecparam
  ...['P-224', 'P-256', 'P-384', 'P-521', 'prime256v1', 'secp256r1', 'secp256k1', 'secp384r1', 'brainpoolP224r1', 'brainpoolP512r1'].map(
    (name) => `ecparam -name ${name} -text`,
  ),
  'ecparam -name P-256 -outform DER',
  'ecparam -name P-256 -check',
  'ecparam -name P-256 -check_named -noout',
  'ecparam -name P-256 -no_seed',
  'ecparam -name P-256 -noout -out o.pem',
  'ecparam -in p.pem -text',
  'ecparam -in p.der -inform DER -text',
  'ecparam -in p.pem -name P-384',
  'ecparam -in ect.key',
  'ecparam',
  'ecparam extra',
  'ecparam -foo',
  'ecparam -name foo',
  'ecparam -name p-256',
  'ecparam -name ED25519',
  'ecparam -name 1.2.840.10045.3.1.7',
  'ecparam -in ec.key',
  'ecparam -in p.der -text',
  'ecparam -name P-256 -param_enc foo',
  'ecparam -name P-256 -conv_form foo',
  'ecparam -name P-256 -out /nonexistent/x',
  // pkey
  'pkey -in ec.key -text -text_pub',
  'pkey -in ec.key -text -pubout',
  'pkey -in r.key -outform DER -traditional',
  'pkey -in r.key -traditional -noout',
  'pkey -in locked.key -passin pass:secret -text',
  'pkey -in headers.key -passin pass:secret',
  'pkey -in pbe3des.key -passin pass:secret',
  'pkey -in scrypt.key -passin pass:secret',
  'pkey -in prf512.key -passin pass:secret',
  'pkey -in prf1.key -passin pass:secret',
  'pkey',
  'pkey extra',
  'pkey -foo',
  'pkey -in /nonexistent',
  'pkey -in /nonexistent -pubin',
  'pkey -in ec.pub',
  'pkey -in ec.key -pubin',
  'pkey -in r.key -outform DER -aes256',
  'pkey -in ec.key -ec_conv_form foo',
  'pkey -in ec.key -ec_param_enc foo',
  'pkey -in r.key -ec_conv_form compressed',
  'pkey -in r.key -ec_param_enc named_curve',
  'pkey -in locked.key -passin pass:wrong',
  'pkey -in r.key -passin pass:unneeded',
  'pkey -in r.key -out /nonexistent/x',
  'pkey -in r.key -aes999',
  'pkey -in r.key -aes-128-gcm -passout pass:abcd',
  'pkey -in r.key -inform FOO',
  'pkey -in r.key -inform DER',
  'pkey -in r.der -inform DER',
  'pkey -in r.der -inform PEM',
  'pkey -in two.pem',
  'ec -in crlf.pem',
  'pkey -in r.key -passin foo',
  'pkey -in badpoint.key -check -noout',
  'pkey -in garbage.pem',
  // pkcs8
  'pkcs8 -in ec.key -nocrypt',
  'pkcs8 -in r.key -nocrypt -traditional',
  'pkcs8 -in ec.key -nocrypt -outform DER',
  'pkcs8 -in r.key -nocrypt -outform DER',
  'pkcs8 -in ec8.der -inform DER -nocrypt',
  'pkcs8 -in eclocked.der -inform DER -passin pass:secret',
  'pkcs8 -in locked.key -passin pass:secret',
  'pkcs8 -in locked.key -passin pass:secret -traditional',
  'pkcs8 -in pbe3des.key -passin pass:secret',
  'pkcs8 -in scrypt.key -passin pass:secret',
  'pkcs8 -topk8 -in headers.key -passin pass:secret -nocrypt',
  'pkcs8 -topk8 -in ed25519.key -nocrypt -traditional',
  'pkcs8',
  'pkcs8 extra',
  'pkcs8 -foo',
  'pkcs8 -in ec.key',
  'pkcs8 -in ec.key -passin pass:secret',
  'pkcs8 -in locked.key -passin pass:wrong',
  'pkcs8 -in locked.key -nocrypt',
  'pkcs8 -in r.pub -nocrypt',
  'pkcs8 -in /nonexistent',
  'pkcs8 -in /nonexistent -topk8',
  'pkcs8 -in ec.pub -topk8 -nocrypt',
  'pkcs8 -in ec8.der -inform DER -passin pass:secret',
  'pkcs8 -in ec.key -topk8 -v1 foo',
  'pkcs8 -in ec.key -topk8 -v2 foo',
  'pkcs8 -in ec.key -topk8 -v2 aes-256-gcm',
  'pkcs8 -in ec.key -topk8 -v2prf foo',
  'pkcs8 -in ec.key -topk8 -iter 0',
  'pkcs8 -in ec.key -topk8 -iter x',
  'pkcs8 -in ec.key -topk8 -scrypt_N 0',
  'pkcs8 -in ec.key -topk8 -scrypt_N x',
  'pkcs8 -in ec.key -topk8 -scrypt -scrypt_N 1000 -passout pass:abcd',
  'pkcs8 -in ec.key -topk8 -passout foo',
  'pkcs8 -in ec.key -topk8 -nocrypt -out /nonexistent/x',
  'pkcs8 -in ec.key -topk8 -inform FOO',
  // genpkey and genrsa: what is not random
  'genpkey',
  'genpkey -foo',
  'genpkey extra',
  'genpkey -algorithm foo',
  'genpkey -algorithm RSA -pkeyopt foo:bar',
  'genpkey -algorithm RSA -pkeyopt foo',
  'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:100',
  'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:abc',
  'genpkey -algorithm RSA -pkeyopt rsa_pss_keygen_md:sha256',
  'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_keygen_pubexp:4',
  'genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_keygen_primes:9',
  'genpkey -algorithm RSA-PSS -pkeyopt rsa_pss_keygen_md:foo',
  'genpkey -algorithm RSA-PSS -pkeyopt rsa_pss_keygen_saltlen:x',
  'genpkey -algorithm EC',
  'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:foo',
  'genpkey -algorithm EC -pkeyopt foo:bar',
  'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:foo',
  'genpkey -algorithm ED25519 -pkeyopt foo:bar',
  'genpkey -algorithm ED25519 -pass foo',
  'genpkey -algorithm ED25519 -aes999',
  'genpkey -algorithm ED25519 -out /nonexistent/x',
  'genpkey -algorithm ED25519 -outform FOO',
  'genpkey -pkeyopt a:b -algorithm EC -pkeyopt ec_paramgen_curve:P-256',
  'genpkey -algorithm RSA -algorithm EC',
  'genpkey -paramfile /nonexistent',
  'genpkey -paramfile r.key',
  'genpkey -paramfile p.pem -algorithm EC',
  'genpkey -paramfile p.pem -genparam',
  'genpkey -genparam -algorithm RSA',
  'genpkey -genparam -algorithm EC',
  'genpkey -genparam -algorithm ED25519',
  'genpkey -genparam -algorithm EC -aes256',
  'genpkey -genparam -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -text',
  'genpkey -genparam -algorithm EC -pkeyopt ec_paramgen_curve:secp521r1 -pkeyopt ec_param_enc:named_curve -outform DER',
  'genrsa 1024x',
  'genrsa 100',
  'genrsa -foo',
  'genrsa -aes999 1024',
  'genrsa 1024 2048',
  'genrsa -primes 9 1024',
  'genrsa -primes x 1024',
  'genrsa -passout foo 1024',
  'genrsa -aes-256-gcm 1024',
  'genrsa -out /nonexistent/x 1024',
  'genrsa -out . 1024',
  'ecparam -name P-256 -genkey -out /nonexistent/x',
  'rsa -in r.key -pubout -out /nonexistent/x',
  'pkey -in r.key -noout -text -out /nonexistent/x',
  'pkey -in ec.key -traditional -ec_conv_form compressed',
  'version -d',
  'version -r',
  'version -foo',
  'version extra',
  // req with parameter files
  'req -new -newkey ec:r.key -nodes -keyout z.key -subj /CN=a',
  'req -new -newkey ec:/nonexistent -nodes -keyout z.key -subj /CN=a',
  'req -new -newkey rsa:p.pem -nodes -keyout z.key -subj /CN=a',
  'req -new -newkey ed25519:p.pem -nodes -keyout z.key -subj /CN=a',
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl commands about keys', function () {
  this.timeout(120_000);
  let shop: Workshop;

  before(() => {
    shop = new Workshop();
    makeFiles(shop);
  });
  after(() => shop.close());

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
});

function makeFiles(shop: Workshop): void {
  const make = (line: string): void => shop.make(...line.split(' '));
  make('genrsa -out r.key 1024');
  make('rsa -in r.key -traditional -out rt.key');
  make('rsa -in r.key -outform DER -out r.der');
  make('rsa -in r.key -RSAPublicKey_out -out rsapublic.pem');
  make('genrsa -primes 3 -out r3.key 1024');
  const pss = 'genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024';
  make(`${pss} -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32 -out pss.key`);
  make(`${pss} -out pss0.key`);
  make(`${pss} -pkeyopt rsa_pss_keygen_saltlen:20 -out psssha1.key`);
  for (const [name, curve] of [
    ['ec', 'P-256'],
    ['p224', 'secp224r1'],
    ['p384', 'P-384'],
    ['p521', 'P-521'],
    ['k1', 'secp256k1'],
    ['bp320', 'brainpoolP320r1'],
    ['bp512', 'brainpoolP512r1'],
  ])
    make(`genpkey -algorithm EC -pkeyopt ec_paramgen_curve:${curve} -out ${name}.key`);
  make('ecparam -name P-256 -genkey -out ect.key');
  make('ec -in ec.key -conv_form compressed -out ecc.key');
  make('ec -in ec.key -no_public -out np.key');
  for (const name of ['ed25519', 'ed448', 'x25519', 'x448']) make(`genpkey -algorithm ${name} -out ${name}.key`);
  for (const name of KEYS) make(`pkey -in ${name}.key -pubout -out ${name}.pub`);
  make('ecparam -name P-256 -out p.pem');
  make('ecparam -name P-256 -outform DER -out p.der');
  make('pkcs8 -topk8 -in ec.key -nocrypt -outform DER -out ec8.der');
  make('pkcs8 -topk8 -in ec.key -passout pass:secret -outform DER -out eclocked.der');
  make('pkcs8 -topk8 -in ec.key -passout pass:secret -out eclocked.key');
  make('rsa -in r.key -aes256 -passout pass:secret -out locked.key');
  make('rsa -in r.key -aes128 -traditional -passout pass:secret -out headers.key');
  make('rsa -in r.key -des3 -traditional -passout pass:secret -out headers3.key');
  make('ec -in ec.key -aes192 -passout pass:secret -out echeaders.key');
  make('pkcs8 -topk8 -in ec.key -passout pass:secret -v1 PBE-SHA1-3DES -out pbe3des.key');
  make('pkcs8 -topk8 -in ec.key -passout pass:secret -scrypt -scrypt_N 1024 -out scrypt.key');
  make('pkcs8 -topk8 -in ec.key -passout pass:secret -v2prf hmacWithSHA512 -out prf512.key');
  make('pkcs8 -topk8 -in ec.key -passout pass:secret -v2prf hmacWithSHA1 -v2 aes128 -out prf1.key');
  shop.write('two.pem', `before\n${shop.read('r.key')}${shop.read('ec.key')}after\n`);
  shop.write('crlf.pem', shop.read('ec.key').replaceAll('\n', '\r\n'));
  shop.write('secret.txt', 'secret\nsecond line\n');
  shop.write('garbage.pem', '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n');
  // The last octet of a member of an RSAPrivateKey, or of the point of an ECPrivateKey, is changed.
  const text = shop.read('rt.key');
  for (const [name, member] of [
    ['badp', 4],
    ['badd', 3],
    ['badcrt', 6],
  ] as const)
    shop.write(
      `${name}.key`,
      damaged(text, (der) => lastOctetOfMember(der, member)),
    );
  shop.write(
    'badpoint.key',
    damaged(shop.read('ect.key').replace(/^[^]*END EC PARAMETERS-----\n/, ''), (der) => der.length - 1),
  );
}

function damaged(pem: string, where: (der: Buffer) => number): string {
  const [label = ''] = /(?<=-----BEGIN )[A-Z ]+/.exec(pem) ?? [];
  const der = Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\n/g, ''), 'base64');
  const at = where(der);
  der.writeUInt8(der.readUInt8(at) ^ 2, at);
  return `-----BEGIN ${label}-----\n${der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
}

function lastOctetOfMember(der: Buffer, member: number): number {
  const bodyOf = (at: number): readonly [start: number, length: number] => {
    const first = der.readUInt8(at + 1);
    if (first < 0x80) return [at + 2, first];
    const octets = first & 0x7f;
    return [at + 2 + octets, der.readUIntBE(at + 2, octets)];
  };
  let [at] = bodyOf(0);
  for (let index = 0; ; index++) {
    const [start, length] = bodyOf(at);
    if (index === member) return start + length - 1;
    at = start + length;
  }
}
