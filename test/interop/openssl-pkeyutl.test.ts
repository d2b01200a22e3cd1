/** `pkeyutl`: the same words give the same first line of talk, exit code and output as OpenSSL 3.0; what is random is undone by the other tool. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { firstLine, opensslVersion, Workshop } from './openssl-tools.ts';

const PSS = '-pkeyopt rsa_padding_mode:pss';
const OAEP = '-pkeyopt rsa_padding_mode:oaep';

const sameOutput: readonly string[] = [
  'pkeyutl -sign -rawin -inkey ed25519.key -in a.txt -hexdump',
  'pkeyutl -sign -rawin -inkey ed448.key -in a.txt',
  'pkeyutl -rawin -inkey r.key -in a.txt',
  'pkeyutl -sign -rawin -inkey r.key -in a.txt -digest sha512 -hexdump',
  `pkeyutl -sign -rawin -inkey r.key -in a.txt ${PSS} -pkeyopt rsa_pss_saltlen:0`,
  'pkeyutl -verify -rawin -pubin -inkey ed25519.pub -in a.txt -sigfile ed25519.sig',
  'pkeyutl -verify -rawin -inkey ed25519.key -in a.txt -sigfile ed25519.sig',
  'pkeyutl -verify -rawin -pubin -inkey ed25519.pub -in b.txt -sigfile ed25519.sig',
  'pkeyutl -verify -rawin -pubin -inkey ed448.pub -in a.txt -sigfile ed25519.sig',
  'pkeyutl -verify -rawin -pubin -inkey ec.pub -in a.txt -sigfile ec.sig',
  'pkeyutl -verify -rawin -certin -inkey ec.crt -in a.txt -sigfile ec.sig',
  'pkeyutl -verify -rawin -inkey ec.key -in a.txt -sigfile ec.sig -digest sha384',
  `pkeyutl -verify -rawin -inkey r.key -in a.txt -sigfile pss.sig ${PSS}`,
  'pkeyutl -verify -rawin -inkey r.key -in a.txt -sigfile pss.sig',
  'pkeyutl -decrypt -inkey r.key -in pkcs1.bin',
  'pkeyutl -decrypt -inkey r.key -in reversed.bin -rev',
  `pkeyutl -decrypt -inkey r.key -in oaep.bin ${OAEP}`,
  `pkeyutl -decrypt -inkey r.key -in oaep256.bin ${OAEP} -pkeyopt rsa_oaep_md:sha256 -hexdump`,
  `pkeyutl -decrypt -inkey r.key -in oaepmix.bin ${OAEP} -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha1`,
  `pkeyutl -decrypt -inkey r.key -in oaep.bin ${OAEP} -pkeyopt rsa_oaep_md:sha256`,
  ...['ec', 'bp', 'x25519', 'x448'].map((name) => `pkeyutl -derive -inkey ${name}.key -peerkey ${name}2.pub -hexdump`),
  // digests made elsewhere
  'pkeyutl -sign -inkey r.key -in digest -pkeyopt digest:sha256 -hexdump',
  'pkeyutl -sign -inkey r.key -in digest -pkeyopt rsa_padding_mode:pkcs1 -pkeyopt digest:sha512-256 -hexdump',
  'pkeyutl -verify -inkey ec.key -in digest -sigfile digest.sig',
  'pkeyutl -verify -pubin -inkey ec.pub -in digest -sigfile digest.sig -pkeyopt digest:sha3-256',
  'pkeyutl -verify -inkey ec.key -in a.txt -sigfile digest.sig',
  'pkeyutl -verify -inkey r.key -in digest -sigfile rsadigest.sig -pkeyopt digest:sha256',
  'pkeyutl -verify -inkey r.key -in digest -sigfile digest.sig -pkeyopt digest:sha256',
  'pkeyutl -verify -inkey r.key -in a.txt -sigfile rsadigest.sig -pkeyopt digest:sha256',
  'pkeyutl -verify -inkey ec.key -in a.txt -sigfile digest.sig -pkeyopt digest:sha256',
  'pkeyutl -sign -inkey r.key -in a.txt -pkeyopt digest:sha256',
  'pkeyutl -sign -inkey ec.key -in a.txt -pkeyopt digest:sha256',
  'pkeyutl -sign -inkey ec.key -in digest -pkeyopt digest:foo',
  'pkeyutl -sign -inkey ed25519.key -in a.txt',
  'pkeyutl -sign -inkey x25519.key -in a.txt',
  // mistakes
  'pkeyutl',
  'pkeyutl extra',
  'pkeyutl -foo',
  'pkeyutl -sign -rawin -in a.txt',
  'pkeyutl -sign -rawin -inkey /nonexistent -in a.txt',
  'pkeyutl -sign -rawin -inkey ec.key -in /nonexistent',
  'pkeyutl -sign -rawin -inkey ec.key -in a.txt -out /nonexistent/x',
  'pkeyutl -sign -rawin -inkey ec.key -in a.txt -sigfile ec.sig',
  'pkeyutl -sign -rawin -pubin -inkey ec.pub -in a.txt',
  'pkeyutl -sign -rawin -inkey x25519.key -in a.txt',
  'pkeyutl -sign -rawin -inkey ed25519.key -in a.txt -digest sha256',
  'pkeyutl -sign -rawin -inkey r.key -in a.txt -digest foo',
  'pkeyutl -sign -rawin -inkey ec.key -in a.txt -pkeyopt foo:bar',
  'pkeyutl -sign -rawin -inkey ec.key -in a.txt -pkeyopt foo',
  'pkeyutl -sign -rawin -inkey r.key -in a.txt -passin foo',
  'pkeyutl -sign -rawin -rev -inkey ed25519.key -in a.txt',
  'pkeyutl -sign -inkey r.key -in a.txt -digest sha256',
  'pkeyutl -encrypt -rawin -inkey r.key -in a.txt',
  'pkeyutl -verify -rawin -pubin -inkey ec.pub -in a.txt',
  'pkeyutl -verify -rawin -pubin -inkey ec.pub -in a.txt -sigfile /nonexistent',
  'pkeyutl -encrypt -inkey ec.key -in a.txt',
  'pkeyutl -encrypt -pubin -inkey r.pub -in r.key',
  `pkeyutl -encrypt -pubin -inkey r.pub -in r.key ${OAEP}`,
  `pkeyutl -encrypt -pubin -inkey r.pub -in a.txt ${OAEP} -pkeyopt rsa_oaep_md:foo`,
  'pkeyutl -decrypt -pubin -inkey r.pub -in pkcs1.bin',
  `pkeyutl -decrypt -inkey r.key -in a.txt ${OAEP}`,
  'pkeyutl -derive -inkey ec.key',
  'pkeyutl -derive -inkey r.key -peerkey r.pub',
  'pkeyutl -derive -inkey ec.key -peerkey x25519.pub',
  'pkeyutl -derive -inkey ec.key -peerkey bp2.pub',
  'pkeyutl -derive -inkey ec.key -peerkey /nonexistent',
  'pkeyutl -derive -inkey ec.key -peerkey ec.key',
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl pkeyutl', function () {
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
      const theirs = shop.openssl(words);
      const ours = await shop.certwright(words);
      assert.equal(ours.code, theirs.code, `${theirs.stderr} / ${ours.stderr}`);
      assert.equal(firstLine(ours), firstLine(theirs), `${theirs.stderr} / ${ours.stderr}`);
      assert.equal(ours.stdout, theirs.stdout);
    });
  }

  for (const [name, options] of [
    ['ec', ''],
    ['bp', '-digest sha512'],
    ['r', PSS],
    ['ec', 'digest'],
    ['bp', 'digest -pkeyopt digest:sha256'],
  ] as const)
    it(`signs with ${name}.key ${options}, and the other tool verifies`, async () => {
      const input = options.startsWith('digest') ? ['-in'] : ['-rawin', '-in', 'a.txt'];
      const more = [...input, ...options.split(' ')].filter((word) => word !== '');
      await shop.makeOurs('pkeyutl', '-sign', '-inkey', `${name}.key`, ...more, '-out', 'ours.sig');
      const { code, stdout, stderr } = shop.openssl(['pkeyutl', '-verify', '-inkey', `${name}.key`, ...more, '-sigfile', 'ours.sig']);
      assert.deepEqual([code, stdout], [0, 'Signature Verified Successfully\n'], stderr);
    });

  for (const options of ['', '-rev', OAEP, `${OAEP} -pkeyopt rsa_oaep_md:sha256`])
    it(`encrypts ${options}, and the other tool decrypts`, async () => {
      const more = options.split(' ').filter((word) => word !== '' && word !== '-rev');
      const rev = options === '-rev' ? ['-rev'] : [];
      await shop.makeOurs('pkeyutl', '-encrypt', '-pubin', '-inkey', 'r.pub', '-in', 'a.txt', ...rev, ...more, '-out', 'ours.bin');
      const { stdout, stderr } = shop.openssl(['pkeyutl', '-decrypt', '-inkey', 'r.key', '-in', 'ours.bin', ...more]);
      assert.equal(stdout, rev.length > 0 ? '\nolleh' : 'hello\n', stderr);
    });

  it('refuses by name what it does not do', async () => {
    for (const [line, message] of [
      ['pkeyutl -verifyrecover -inkey r.key -in a.txt', 'Option -verifyrecover'],
      ['pkeyutl -derive -kdf HKDF -kdflen 3', 'Option -kdf'],
    ] as const) {
      const { code, stderr } = await shop.certwright(line.split(' '));
      assert.deepEqual([code, stderr], [1, `pkeyutl: ${message} is not supported by certwright\npkeyutl: Use -help for summary.\n`]);
    }
  });
});

function makeFiles(shop: Workshop): void {
  const make = (line: string): void => shop.make(...line.split(' '));
  shop.write('a.txt', 'hello\n');
  shop.write('b.txt', 'hallo\n');
  make('genrsa -out r.key 1024');
  for (const name of ['ec', 'ec2']) make(`genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ${name}.key`);
  for (const name of ['bp', 'bp2']) make(`genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP320r1 -out ${name}.key`);
  for (const name of ['ed25519', 'ed448', 'x25519', 'x448']) make(`genpkey -algorithm ${name} -out ${name}.key`);
  for (const name of ['x25519', 'x448']) make(`genpkey -algorithm ${name} -out ${name}2.key`);
  for (const name of ['r', 'ec', 'ec2', 'bp2', 'ed25519', 'ed448', 'x25519', 'x255192', 'x4482'])
    make(`pkey -in ${name}.key -pubout -out ${name}.pub`);
  make('req -new -x509 -key ec.key -subj /CN=a -out ec.crt');
  make('pkeyutl -sign -rawin -inkey ed25519.key -in a.txt -out ed25519.sig');
  make('pkeyutl -sign -rawin -inkey ec.key -in a.txt -out ec.sig');
  make(`pkeyutl -sign -rawin -inkey r.key -in a.txt ${PSS} -out pss.sig`);
  make('pkeyutl -encrypt -inkey r.key -in a.txt -out pkcs1.bin');
  make(`pkeyutl -encrypt -inkey r.key -in a.txt ${OAEP} -out oaep.bin`);
  make(`pkeyutl -encrypt -inkey r.key -in a.txt ${OAEP} -pkeyopt rsa_oaep_md:sha256 -out oaep256.bin`);
  make(`pkeyutl -encrypt -inkey r.key -in a.txt ${OAEP} -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha1 -out oaepmix.bin`);
  make('dgst -sha256 -binary -out digest a.txt');
  make('pkeyutl -sign -inkey ec.key -in digest -out digest.sig');
  make('pkeyutl -sign -inkey r.key -in digest -pkeyopt digest:sha256 -out rsadigest.sig');
  // What -rev turns back.
  const ciphertext = readFileSync(join(shop.folder, 'pkcs1.bin'));
  writeFileSync(join(shop.folder, 'reversed.bin'), ciphertext.reverse());
}
