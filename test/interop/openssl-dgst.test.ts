/** `dgst`: the same words give the same first line of talk, exit code and output as OpenSSL 3.0; signatures of random numbers are checked by the other tool. */
import assert from 'node:assert/strict';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { firstLine, opensslVersion, Workshop } from './openssl-tools.ts';

const DIGESTS = [
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
];

const sameOutput: readonly string[] = [
  'dgst a.txt',
  'dgst a.txt empty.txt',
  'dgst',
  'dgst -r',
  'dgst -sha256',
  'dgst -hmac key',
  ...DIGESTS.flatMap((name) => [
    `dgst -${name} a.txt`,
    `${name} a.txt`,
    `dgst -${name} -hmac key a.txt`,
    `dgst -${name} -sign r.key -hex a.txt`,
  ]),
  'dgst -SHA256 a.txt',
  'dgst -SHA2-256 a.txt',
  'dgst -sha-512 a.txt',
  'dgst -sha256 -md5 a.txt',
  'dgst -shake128 a.txt',
  'dgst -shake256 a.txt',
  'dgst -shake128 -xoflen 100 a.txt',
  'dgst -shake256 -xoflen 5 a.txt',
  'dgst -sha1 -c a.txt',
  'dgst -r a.txt empty.txt',
  'dgst -c -r a.txt',
  'dgst -r -c a.txt',
  'dgst -binary -sha1 a.txt empty.txt',
  'dgst -binary -hex a.txt',
  'dgst -hex -binary a.txt',
  'dgst -out o.txt a.txt',
  'dgst -hmac key -r a.txt',
  'dgst -hmac= a.txt',
  'dgst -sha256 -mac HMAC -macopt key:abc a.txt',
  'dgst -sha512 -mac HMAC -macopt hexkey:00ff a.txt',
  'dgst -fips-fingerprint a.txt',
  'dgst -signature ec.sig a.txt',
  // signatures
  'dgst -sign r.key -hex a.txt',
  'dgst -sign r.key a.txt',
  'dgst -sign r.key -hex -c a.txt',
  'dgst -sign r.key -hex -r a.txt',
  'dgst -sign r.key -hex',
  'dgst -sign r3.key -hex a.txt',
  'dgst -sign locked.key -passin pass:secret -hex a.txt',
  'dgst -sign r.key -sigopt rsa_padding_mode:pkcs1 -hex a.txt',
  'dgst -sign r.key -sigopt rsa_padding_mode:foo -hex a.txt',
  'dgst -sign r.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:0 -hex a.txt',
  'dgst -sign r.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:0 -sigopt rsa_mgf1_md:sha1 -hex a.txt',
  'dgst -verify ec.pub -signature ec.sig a.txt',
  'dgst -verify ec.pub -keyform PEM -signature ec.sig a.txt',
  'dgst -verify ec.pub -keyform DER -signature ec.sig a.txt',
  'dgst -prverify ec.key -keyform DER -signature ec.sig a.txt',
  'dgst -prverify ec.key -signature ec.sig a.txt',
  'dgst -verify ec.pub -signature ec.sig empty.txt',
  'dgst -sha384 -verify ec.pub -signature ec.sig a.txt',
  'dgst -verify r.pub -signature ec.sig a.txt',
  'dgst -verify r.pub -signature max.sig a.txt',
  'dgst -verify r.pub -signature max.sig -sigopt rsa_padding_mode:pss a.txt',
  'dgst -verify r.pub -signature digest.sig -sigopt rsa_padding_mode:pss a.txt',
  'dgst -verify r.pub -signature digest.sig -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest a.txt',
  'dgst -verify r.pub -signature digest.sig -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1 a.txt',
  'dgst -verify r.pub -signature digest.sig -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 a.txt',
  'dgst -verify r.pub -signature digest.sig -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:31 a.txt',
  'dgst -verify r.pub -signature digest.sig -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha512 a.txt',
  'dgst -verify pss.pub -signature pss.sig a.txt',
  'dgst -verify pss0.pub -signature pss0.sig a.txt',
  'dgst -verify bp.pub -signature bp.sig -sha512 a.txt',
  'dgst -verify r.pub -signature a.txt -sigopt rsa_padding_mode:pss a.txt',
  // mistakes
  'dgst -foo a.txt',
  'dgst -sha512/256 a.txt',
  'dgst /nonexistent',
  'dgst /nonexistent a.txt',
  'dgst . a.txt',
  'dgst -out /nonexistent/x a.txt',
  'dgst -sha256 -xoflen 5 a.txt',
  'dgst -xoflen 5 a.txt',
  'dgst -shake128 -hmac k a.txt',
  'dgst -shake256 -sign r.key a.txt',
  'dgst -mac HMAC a.txt',
  'dgst -mac HMAC -macopt key:abc a.txt',
  'dgst -mac foo -macopt key:abc a.txt',
  'dgst -verify ec.pub a.txt',
  'dgst -verify ec.pub -signature /nonexistent a.txt',
  'dgst -verify ec.pub -signature ec.sig a.txt a.txt',
  'dgst -verify /nonexistent -signature ec.sig a.txt',
  'dgst -verify ec.key -signature ec.sig a.txt',
  'dgst -sign /nonexistent a.txt',
  'dgst -sign ec.pub a.txt',
  'dgst -sign ec.key -hmac k a.txt',
  'dgst -sign ec.key -verify ec.pub a.txt',
  'dgst -sign ec.key a.txt a.txt',
  'dgst -sign locked.key -passin pass:wrong a.txt',
  'dgst -sign locked.key -passin foo a.txt',
  'dgst -sign ed25519.key a.txt',
  'dgst -sign ed448.key a.txt',
  'dgst -sign x25519.key a.txt',
  'dgst -sha1 -sign pss.key a.txt',
  'dgst -sign r.key -sigopt foo:bar a.txt',
  'dgst -sign r.key -sigopt foo a.txt',
  'dgst -sign r.key -sigopt rsa_pss_saltlen:20 a.txt',
  'dgst -sign r.key -sigopt rsa_mgf1_md:sha1 a.txt',
  'dgst -sign r.key -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:foo a.txt',
  'dgst -sign r.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:9999 a.txt',
  'dgst -sign pss.key -sigopt rsa_pss_saltlen:3 a.txt',
  'dgst -sign ec.key -sigopt rsa_padding_mode:pss a.txt',
  'dgst -keyform FOO a.txt',
];

/** Command lines that sign with random numbers, and how the other tool checks. */
const signing: readonly (readonly [sign: string, verify: string])[] = [
  ['-sign ec.key', '-verify ec.pub'],
  ['-sha3-256 -sign ec.key', '-sha3-256 -verify ec.pub'],
  ['-sha1 -sign ec.key', '-sha1 -verify ec.pub'],
  ['-md5 -sign ec.key', '-md5 -verify ec.pub'],
  ['-sha512-224 -sign bp.key', '-sha512-224 -verify bp.pub'],
  ['-sha512 -sign bp.key', '-sha512 -verify bp.pub'],
  ['-sign r.key -sigopt rsa_padding_mode:pss', '-verify r.pub -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max'],
  [
    '-sign r.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest',
    '-verify r.pub -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32',
  ],
  [
    '-sha384 -sign r.key -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha256',
    '-sha384 -verify r.pub -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha256',
  ],
  ['-sign pss.key', '-verify pss.pub'],
  ['-sign pss0.key', '-verify pss0.pub -sigopt rsa_padding_mode:pss'],
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl dgst', function () {
  this.timeout(60_000);
  let shop: Workshop;

  before(() => {
    shop = new Workshop();
    makeFiles(shop);
  });
  after(() => shop.close());

  for (const text of sameOutput) {
    it(text, async () => {
      const words = text.split(' ');
      const input = { input: 'from standard input\n' };
      const theirs = shop.openssl(words, input);
      const ours = await shop.certwright(words, input);
      assert.equal(ours.code, theirs.code, `${theirs.stderr} / ${ours.stderr}`);
      assert.equal(firstLine(ours), firstLine(theirs), `${theirs.stderr} / ${ours.stderr}`);
      assert.equal(ours.stdout, theirs.stdout);
    });
  }

  for (const [sign, verify] of signing) {
    it(`signs with ${sign}, and the other tool verifies`, async () => {
      await shop.makeOurs('dgst', ...sign.split(' '), '-out', 'ours.sig', 'a.txt');
      shop.make('dgst', ...sign.split(' '), '-out', 'theirs.sig', 'a.txt');
      const theirs = shop.openssl(['dgst', ...verify.split(' '), '-signature', 'ours.sig', 'a.txt']);
      assert.deepEqual([theirs.code, theirs.stdout], [0, 'Verified OK\n'], theirs.stderr);
      const ours = await shop.certwright(['dgst', ...verify.split(' '), '-signature', 'theirs.sig', 'a.txt']);
      assert.deepEqual([ours.code, ours.stdout], [0, 'Verified OK\n'], ours.stderr);
      const wrong = await shop.certwright(['dgst', ...verify.split(' '), '-signature', 'theirs.sig', 'empty.txt']);
      assert.deepEqual([wrong.code, wrong.stdout], [1, 'Verification failure\n'], wrong.stderr);
    });
  }

  it('refuses by name the digests it does not have', async () => {
    for (const name of ['blake2b512', 'rmd160', 'sm3']) {
      assert.equal(shop.openssl(['dgst', `-${name}`, 'a.txt']).code, 0);
      const { code, stderr } = await shop.certwright(['dgst', `-${name}`, 'a.txt']);
      assert.deepEqual([code, stderr], [1, `The message digest ${name} is not supported by certwright\n`]);
    }
  });

  it('lists its digests in the columns of the real one', async () => {
    const listed = ({ stdout }: { readonly stdout: string }): string[] => stdout.match(/-\S+/g) ?? [];
    const theirs = new Set(listed(shop.openssl(['dgst', '-list'])));
    const ours = listed(await shop.certwright(['dgst', '-list']));
    assert.equal(ours.length, DIGESTS.length + 2);
    for (const name of ours) assert.ok(theirs.has(name), name);
  });
});

function makeFiles(shop: Workshop): void {
  const make = (line: string): void => shop.make(...line.split(' '));
  shop.write('a.txt', 'hello\n');
  shop.write('empty.txt', '');
  make('genrsa -out r.key 1024');
  make('genrsa -primes 3 -out r3.key 1024');
  make('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key');
  make('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP384r1 -out bp.key');
  const pss = 'genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024';
  make(`${pss} -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:20 -out pss.key`);
  make(`${pss} -out pss0.key`);
  for (const name of ['ed25519', 'ed448', 'x25519']) make(`genpkey -algorithm ${name} -out ${name}.key`);
  for (const name of ['r', 'ec', 'bp', 'pss', 'pss0']) make(`pkey -in ${name}.key -pubout -out ${name}.pub`);
  make('rsa -in r.key -aes256 -passout pass:secret -out locked.key');
  make('dgst -sign ec.key -out ec.sig a.txt');
  make('dgst -sign bp.key -sha512 -out bp.sig a.txt');
  make('dgst -sign pss.key -out pss.sig a.txt');
  make('dgst -sign pss0.key -out pss0.sig a.txt');
  make('dgst -sign r.key -sigopt rsa_padding_mode:pss -out max.sig a.txt');
  make('dgst -sign r.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -out digest.sig a.txt');
}
