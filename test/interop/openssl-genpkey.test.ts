/** Commands that make keys, and those that encrypt them: each tool reads what the other wrote, and both files are built and guarded alike. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { firstLine, opensslVersion, type Outcome, Workshop } from './openssl-tools.ts';

/** Keys: the options of genpkey. RSA is few and small: it is slow in plain JavaScript. */
const makes: readonly string[] = [
  '-algorithm RSA -pkeyopt rsa_keygen_bits:1024',
  '-algorithm rsaEncryption -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_keygen_pubexp:65537 -pkeyopt rsa_keygen_primes:2 -outform DER',
  '-algorithm RSA -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_keygen_pubexp:3',
  '-algorithm RSA -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_keygen_pubexp:0x10003 -pkeyopt rsa_keygen_primes:3',
  '-algorithm RSA -pkeyopt bits:1024 -pkeyopt primes:3',
  '-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024',
  '-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_pss_keygen_md:sha256',
  '-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_pss_keygen_md:sha384 -pkeyopt rsa_pss_keygen_mgf1_md:sha512-256 -pkeyopt rsa_pss_keygen_saltlen:7',
  ...[
    'P-224',
    'prime256v1',
    'secp384r1',
    'P-521',
    'secp256k1',
    'brainpoolP224r1',
    'brainpoolP256r1',
    'brainpoolP320r1',
    'brainpoolP384r1',
    'brainpoolP512r1',
  ].map((curve) => `-algorithm EC -pkeyopt ec_paramgen_curve:${curve}`),
  '-algorithm EC -pkeyopt group:P-384 -pkeyopt encoding:named_curve',
  '-algorithm id-ecPublicKey -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve -outform DER',
  '-paramfile p.pem',
  '-algorithm ED25519',
  '-algorithm ed448 -outform DER',
  '-algorithm X25519 -quiet',
  '-algorithm X448 -aes-128-cbc -pass pass:secret',
  '-algorithm ED25519 -aes256 -pass file:secret.txt',
  '-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -des3 -pass pass:secret',
  '-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes192 -pass pass:secret -outform DER',
];

/** Keys encrypted anew: the words behind the command, without `-out`. */
const locks: readonly string[] = [
  'rsa -in r.key -aes256 -passout pass:secret',
  'rsa -in r.key -AES-192-CBC -passout pass:secret -outform DER',
  'rsa -in r.key -des3 -passout pass:secret -traditional',
  'rsa -in r.key -aes128 -passout pass:secret -traditional',
  'rsa -in r.key -aes128 -passout pass:secret -traditional -outform DER',
  'ec -in ec.key -aes256 -passout pass:secret',
  'ec -in ec.key -des3 -passout pass:secret -outform DER',
  'pkey -in ec.key -aes256 -passout pass:secret',
  'pkey -in ec.key -aes128 -traditional -passout pass:secret',
  'pkey -in ed448.key -des-ede3-cbc -passout pass:secret',
  'pkcs8 -in ec.key -topk8 -passout pass:secret',
  'pkcs8 -in ec.key -topk8 -passout pass:secret -outform DER',
  'pkcs8 -in r.key -topk8 -passout pass:secret -v2 aes-128-cbc -iter 100',
  'pkcs8 -in r.key -topk8 -passout pass:secret -v2 des3 -noiter',
  'pkcs8 -in ec.key -topk8 -passout pass:secret -v2prf hmacWithSHA512',
  'pkcs8 -in ec.key -topk8 -passout pass:secret -v2prf hmacWithSHA1 -v2 aes192',
  'pkcs8 -in ec.key -topk8 -passout pass:secret -v1 PBE-SHA1-3DES',
  'pkcs8 -in ec.key -topk8 -passout pass:secret -v1 PBE-SHA1-2DES -iter 10',
  'pkcs8 -in ec.key -topk8 -passout pass:secret -scrypt',
  'pkcs8 -in ec.key -topk8 -passout pass:secret -scrypt_N 1024 -scrypt_r 4 -scrypt_p 2 -v2 aes128',
  'pkcs8 -in ed448.key -topk8 -passout pass:ä',
];

/** Where a key goes, and whether its file is for its owner only. */
const modes: readonly string[] = [
  'genpkey -algorithm ED25519',
  'genpkey -genparam -algorithm EC -pkeyopt ec_paramgen_curve:P-256',
  'ecparam -name P-256 -genkey',
  'ecparam -name P-256',
  'rsa -in r.key',
  'rsa -in r.key -pubout',
  'rsa -in r.key -text -noout',
  'rsa -in r.key -modulus -noout',
  'ec -in ec.key',
  'ec -in ec.key -param_out',
  'ec -in ec.key -pubout',
  'ec -in ec.key -pubout -text',
  'pkey -in ec.key',
  'pkey -in ec.key -pubout -text',
  'pkey -in ec.key -text_pub -noout',
  'pkey -in ec.key -text -noout',
  'pkcs8 -in ec.key -topk8 -nocrypt',
  'dgst -sign r.key ec.key',
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl commands that make keys', function () {
  this.timeout(60_000);
  let shop: Workshop;

  before(() => {
    shop = new Workshop();
    shop.write('secret.txt', 'secret\n');
    shop.make('ecparam', '-name', 'P-384', '-out', 'p.pem');
    shop.make('genrsa', '-out', 'r.key', '1024');
    shop.make('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'ec.key');
    shop.make('genpkey', '-algorithm', 'ED448', '-out', 'ed448.key');
  });
  after(() => shop.close());

  const read = (name: string, ...more: readonly string[]): Outcome => {
    const outcome = shop.openssl(['pkey', '-in', name, '-passin', 'pass:secret', ...more]);
    assert.equal(outcome.code, 0, `${name}: ${outcome.stderr}`);
    return outcome;
  };

  /** The lines that do not depend on the numbers. */
  const shape = (text: string): string[] => text.split('\n').filter((line) => !/^ {4}[0-9a-f:]+$|^[A-Za-z0-9+/=]+$|^DEK-Info/.test(line));

  for (const options of makes) {
    it(`genpkey ${options}`, async () => {
      const words = ['genpkey', ...options.split(' ')];
      await shop.makeOurs(...words, '-out', 'ours.key');
      shop.make(...words, '-out', 'theirs.key');
      const [ours, theirs] = [read('ours.key', '-text', '-check'), read('theirs.key', '-text', '-check')];
      assert.deepEqual(shape(ours.stdout), shape(theirs.stdout));
      const label = (name: string): string => /^-----BEGIN [A-Z ]+-----/.exec(shop.read(name))?.[0] ?? 'DER';
      assert.equal(label('ours.key'), label('theirs.key'));
      assert.equal(shop.mode('ours.key'), 0o600);
      const again = await shop.certwright(['pkey', '-in', 'theirs.key', '-passin', 'pass:secret', '-text', '-check']);
      assert.equal(again.stdout, theirs.stdout, again.stderr);
    });
  }

  for (const line of locks) {
    it(line, async () => {
      const words = line.split(' ');
      await shop.makeOurs(...words, '-out', 'ours.key');
      shop.make(...words, '-out', 'theirs.key');
      const secret = line.includes('pass:ä') ? 'pass:ä' : 'pass:secret';
      const plain = shop.openssl([
        'pkey',
        '-in',
        line.includes('r.key') ? 'r.key' : line.includes('ed448') ? 'ed448.key' : 'ec.key',
      ]).stdout;
      assert.equal(shop.openssl(['pkey', '-in', 'ours.key', '-passin', secret]).stdout, plain);
      assert.equal((await shop.certwright(['pkey', '-in', 'theirs.key', '-passin', secret])).stdout, plain);
      assert.equal(shop.mode('ours.key'), 0o600);
      assert.deepEqual(structure(shop, 'ours.key'), structure(shop, 'theirs.key'));
    });
  }

  for (const line of modes) {
    it(`${line} gives its file the mode of the real one`, async () => {
      const name = line.replaceAll(/\W+/g, '-');
      await shop.makeOurs(...withOut(line, `ours${name}`));
      shop.make(...withOut(line, `theirs${name}`));
      assert.equal(shop.mode(`ours${name}`).toString(8), shop.mode(`theirs${name}`).toString(8));
    });
  }

  it('genrsa: 2048 bits and the exponent 65537 by default, in PKCS#8', async () => {
    const { code, stdout, stderr } = await shop.certwright(['genrsa', '-verbose', '-out', 'rsa.key']);
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(stderr, /^Generating RSA key with 2048 bits\n[.+\n]+\ne is 65537 \(0x010001\)\n$/);
    assert.match(shop.read('rsa.key'), /^-----BEGIN PRIVATE KEY-----\n/);
    assert.match(read('rsa.key', '-text', '-check', '-noout').stdout, /^Key is valid\nPrivate-Key: \(2048 bit, 2 primes\)\n/);
  });

  it('genrsa of three primes and the exponent 3', async () => {
    const { code, stderr } = await shop.certwright(['genrsa', '-primes', '3', '-3', '-verbose', '-out', 'rsa.key', '1024']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /\ne is 3 \(0x03\)\n$/);
    const shown = read('rsa.key', '-text', '-check', '-noout').stdout;
    assert.match(shown, /^Key is valid\nPrivate-Key: \(1024 bit, 3 primes\)\n[^]*\npublicExponent: 3 \(0x3\)\n/);
  });

  it('genrsa -traditional and encrypted', async () => {
    for (const words of [
      ['-traditional'],
      ['-traditional', '-aes128', '-passout', 'pass:secret'],
      ['-F4', '-aes256', '-passout', 'pass:secret'],
    ]) {
      const { code, stderr } = await shop.certwright(['genrsa', ...words, '-out', 'ours.key', '1024']);
      assert.deepEqual([code, stderr], [0, '']);
      shop.make('genrsa', ...words, '-out', 'theirs.key', '1024');
      assert.deepEqual(shape(shop.read('ours.key')), shape(shop.read('theirs.key')));
      read('ours.key', '-check', '-noout');
    }
  });

  it('ecparam -genkey writes the curve and then the key, of which the point may be compressed', async () => {
    for (const words of [[], ['-noout'], ['-conv_form', 'compressed'], ['-outform', 'DER']]) {
      await shop.makeOurs('ecparam', '-name', 'P-256', '-genkey', ...words, '-out', 'ours.key');
      shop.make('ecparam', '-name', 'P-256', '-genkey', ...words, '-out', 'theirs.key');
      const labels = (name: string): string[] => shop.read(name).match(/^-----.*-----$/gm) ?? [];
      assert.deepEqual(labels('ours.key'), labels('theirs.key'));
      assert.deepEqual(structure(shop, 'ours.key'), structure(shop, 'theirs.key'));
      assert.deepEqual(shape(read('ours.key', '-text', '-check').stdout), shape(read('theirs.key', '-text', '-check').stdout));
    }
  });

  it('asks for passphrases as the real one does', async () => {
    const ask = async (line: string, answers: readonly string[]): Promise<string> => {
      const outcome = await shop.certwright(line.split(' '), { answers });
      assert.equal(outcome.code, 0, outcome.stderr);
      return outcome.stderr;
    };
    assert.equal(
      await ask('rsa -in r.key -aes256 -out o.key', ['secret', 'secret']),
      'writing RSA key\nEnter pass phrase:Verifying - Enter pass phrase:',
    );
    assert.equal(await ask('rsa -in o.key -noout', ['secret']), 'Enter pass phrase for o.key:');
    assert.equal(
      await ask('ec -in ec.key -aes256 -out o.key', ['secret', 'secret']),
      'read EC key\nwriting EC key\nEnter pass phrase for PEM:Verifying - Enter pass phrase for PEM:',
    );
    assert.equal(
      await ask('pkey -in ec.key -aes256 -out o.key', ['secret', 'secret']),
      'Enter PEM pass phrase:Verifying - Enter PEM pass phrase:',
    );
    assert.equal(
      await ask('pkcs8 -topk8 -in ec.key -out o.key', ['secret', 'secret']),
      'Enter Encryption Password:Verifying - Enter Encryption Password:',
    );
    assert.equal(await ask('pkcs8 -in o.key', ['secret']), 'Enter Password:');
    const theirs = shop.openssl(['pkcs8', '-topk8', '-in', 'ec.key'], { input: '' });
    assert.equal(firstLine(theirs), 'Enter Encryption Password:');
  });

  it('lists the curves it has, as the real one lists them', async () => {
    const theirs = new Set(listed(shop.openssl(['ecparam', '-list_curves'])));
    const ours = listed(await shop.certwright(['ecparam', '-list_curves']));
    assert.equal(ours.length, 10);
    for (const line of ours) assert.ok(theirs.has(line), line);
  });

  for (const newkey of [
    'rsa:1024',
    'rsa-pss:1024',
    'ed25519',
    'ed448',
    'ec:p.pem',
    'param:p.pem',
    'EC -pkeyopt ec_paramgen_curve:brainpoolP256r1',
  ])
    it(`req -newkey ${newkey}`, async () => {
      const words = ['req', '-new', '-nodes', '-subj', '/CN=a', '-newkey', ...newkey.split(' ')];
      await shop.makeOurs(...words, '-keyout', 'ours.key', '-out', 'ours.csr');
      shop.make(...words, '-keyout', 'theirs.key', '-out', 'theirs.csr');
      const shown = (name: string): string =>
        shop.openssl(['req', '-in', name, '-text', '-noout', '-verify']).stdout.replaceAll(/^ +[0-9a-f:]+$/gm, '');
      assert.equal(shown('ours.csr'), shown('theirs.csr'));
      assert.deepEqual(shape(read('ours.key', '-text').stdout), shape(read('theirs.key', '-text').stdout));
    });

  it('refuses by name what it does not make', async () => {
    const refused: readonly (readonly [line: string, message: RegExp])[] = [
      ['genrsa 512', /certwright: an RSA key has an even number of bits from 1024 to 8192, not 512\n$/],
      [
        'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit',
        /certwright: parameters encoded as explicit;/,
      ],
      ['genpkey -algorithm EC -pkeyopt ec_paramgen_curve:sect163k1', /certwright: the curve sect163k1 is not known;/],
      ['genpkey -algorithm DSA', /^Keys of the kind DSA are not supported by certwright\n$/],
      ['ec -in ec.key -param_enc explicit', /^ec: Option -param_enc explicit is not supported by certwright\n/],
      ['ec -in ec.key -conv_form hybrid', /^ec: Option -conv_form hybrid is not supported by certwright\n/],
      ['rsa -in r.key -outform PVK', /^rsa: Option -outform PVK is not supported by certwright\n/],
      ['rsa -in r.key -camellia256', /^rsa: The cipher camellia256 is not supported by certwright\n/],
      ['pkcs8 -topk8 -in ec.key -v1 PBE-MD5-DES', /^pkcs8: The PBE algorithm PBE-MD5-DES is not supported by certwright\n/],
      ['version -b', /^version: Option -b is not supported by certwright\n/],
    ];
    for (const [line, message] of refused) {
      const { code, stdout, stderr } = await shop.certwright(line.split(' '));
      assert.deepEqual([code, stdout], [1, ''], line);
      assert.match(stderr, message);
    }
  });
});

function listed({ stdout }: Outcome): string[] {
  return stdout.split('\n').filter((line) => line.includes(' over a '));
}

/** The words with `-out` in front of the files. */
function withOut(line: string, name: string): string[] {
  const [command = '', ...rest] = line.split(' ');
  return [command, '-out', name, ...rest];
}

/** Algorithms and numbers of an encrypted file, without salts and what is random, or its headers. */
function structure(shop: Workshop, name: string): string[] {
  const text = shop.read(name);
  if (text.includes('DEK-Info'))
    return text
      .split('\n')
      .filter((line) => /^-----|^Proc|^DEK/.test(line))
      .map((line) => line.replace(/,[0-9A-F]{16,}$/, ''));
  const form = text.startsWith('-----') ? 'PEM' : 'DER';
  const { stdout } = shop.openssl(['asn1parse', '-in', name, '-inform', form]);
  return stdout.split('\n').flatMap((line) => /(?:OBJECT|INTEGER) +:\S+/.exec(line)?.[0] ?? []);
}
