/** The key commands over a world in memory: known keys and vectors, round trips of every kind of key, damaged input. */
import assert from 'node:assert/strict';
import { toHex } from '../../../lib/base/bytes.ts';
import { type Result, World } from './memory-host.ts';

/** RFC 8410 10.3. */
const ED25519_KEY = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
`;

const ED25519_TEXT = `ED25519 Private-Key:
priv:
    d4:ee:72:db:f9:13:58:4a:d5:b6:d8:f1:f7:69:f8:
    ad:3a:fe:7c:28:cb:f1:d4:fb:e0:97:a8:8f:44:75:
    58:42
pub:
    19:bf:44:09:69:84:cd:fe:85:41:ba:c1:67:dc:3b:
    96:c8:50:86:aa:30:b6:b6:cb:0c:5c:38:ad:70:31:
    66:e1
`;

/** RFC 8032 7.1, TEST 2: the secret key as PKCS#8. */
const RFC8032_KEY = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7
-----END PRIVATE KEY-----
`;

async function good(world: World, line: string): Promise<Result> {
  const result = await world.run(line);
  assert.equal(result.code, 0, `${line}: ${result.stderr}`);
  return result;
}

async function refused(world: World, line: string): Promise<string> {
  const { code, stdout, stderr } = await world.run(line);
  assert.deepEqual([code, stdout], [1, ''], line);
  return stderr;
}

/** Kinds of keys that are made at once. */
const KINDS: readonly string[] = [
  'EC -pkeyopt ec_paramgen_curve:P-256',
  'EC -pkeyopt ec_paramgen_curve:brainpoolP320r1',
  'ED25519',
  'ED448',
  'X25519',
  'X448',
];

describe('openssl key commands', function () {
  this.timeout(60_000);

  it('show the key of RFC 8410, and its public half', async () => {
    const world = new World();
    world.write('a.key', ED25519_KEY);
    assert.equal((await good(world, 'pkey -in a.key -text -noout')).stdout, ED25519_TEXT);
    assert.equal((await good(world, 'pkey -in a.key -check')).stdout, `Key is valid\n${ED25519_KEY}`);
    const { stdout } = await good(world, 'pkey -in a.key -pubout');
    assert.equal(
      stdout,
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n',
    );
  });

  it('make, lock, open and check keys of every kind', async () => {
    for (const kind of KINDS) {
      const world = new World();
      assert.equal((await good(world, `genpkey -algorithm ${kind} -quiet -out a.key`)).stderr, '');
      assert.deepEqual(world.modes.get('a.key'), { secret: true, append: false });
      const plain = (await good(world, 'pkey -in a.key -check -text')).stdout;
      assert.match(plain, /^Key is valid\n-----BEGIN PRIVATE KEY-----\n[^]*Private-Key:/);
      for (const lock of [
        'pkcs8 -topk8 -in a.key -passout pass:secret',
        'pkcs8 -topk8 -in a.key -passout pass:secret -scrypt_N 16 -scrypt_r 1',
        'pkcs8 -topk8 -in a.key -passout pass:secret -v1 PBE-SHA1-3DES -outform DER',
        'pkey -in a.key -aes128 -passout pass:secret',
      ]) {
        await good(world, `${lock} -out b.key`);
        assert.equal((await good(world, 'pkey -in b.key -passin pass:secret -check -text')).stdout, plain);
        assert.match(await refused(world, 'pkey -in b.key -passin pass:wrong'), /^Could not read key from b\.key\ncertwright: /);
      }
    }
  });

  it('write RSA keys in both forms, locked by either', async () => {
    const world = new World();
    await good(world, 'genrsa -out a.key 1024');
    const plain = (await good(world, 'rsa -in a.key -check')).stdout;
    assert.match(plain, /^RSA key ok\n-----BEGIN PRIVATE KEY-----\n/);
    for (const form of ['-traditional', '-traditional -des3 -passout pass:secret', '-aes256 -passout pass:secret', '-outform DER']) {
      await good(world, `rsa -in a.key ${form} -out b.key`);
      assert.equal((await good(world, 'rsa -in b.key -passin pass:secret -check')).stdout, plain);
    }
    assert.match(world.text('b.key'), /^0\x82/);
    assert.match((await good(world, 'rsa -in a.key -modulus -noout')).stdout, /^Modulus=[0-9A-F]{256}\n$/);
  });

  it('leave the point of an EC key away, compress it and find it again', async () => {
    const world = new World();
    await good(world, 'ecparam -name P-384 -genkey -noout -out a.key');
    const whole = (await good(world, 'ec -in a.key')).stdout;
    await good(world, 'ec -in a.key -no_public -out bare.key');
    await good(world, 'ec -in a.key -conv_form compressed -out short.key');
    assert.ok(world.text('bare.key').length < world.text('short.key').length && world.text('short.key').length < whole.length);
    assert.equal((await good(world, 'ec -in bare.key')).stdout, whole);
    assert.equal((await good(world, 'ec -in short.key -conv_form uncompressed')).stdout, whole);
    assert.equal((await good(world, 'ec -in a.key -param_out')).stdout, (await good(world, 'ecparam -name P-384')).stdout);
  });

  it('digest, and sign with the vectors of FIPS 180 and RFC 8032', async () => {
    const world = new World();
    world.write('abc', 'abc');
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    assert.equal((await good(world, 'dgst -sha256 abc')).stdout, `SHA2-256(abc)= ${sha256}\n`);
    assert.equal((await good(world, 'sha256 -r abc')).stdout, `${sha256} *abc\n`);
    world.stdin = 'abc';
    assert.equal((await good(world, 'dgst')).stdout, `SHA256(stdin)= ${sha256}\n`);
    world.write('rfc.key', RFC8032_KEY);
    world.write('message', 'r');
    await good(world, 'pkeyutl -sign -rawin -inkey rfc.key -in message -out message.sig');
    assert.equal(
      toHex(world.files.get('message.sig') ?? new Uint8Array(0)),
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    assert.equal((await world.run('pkeyutl -verify -rawin -inkey rfc.key -in abc -sigfile message.sig')).code, 1);
  });

  it('sign and verify, encrypt and decrypt, agree', async () => {
    const world = new World();
    world.write('abc', 'abc');
    await good(world, 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key');
    await good(world, 'ec -in ec.key -pubout -out ec.pub');
    await good(world, 'dgst -sha3-256 -sign ec.key -out s abc');
    assert.equal((await good(world, 'dgst -sha3-256 -verify ec.pub -signature s abc')).stdout, 'Verified OK\n');
    assert.deepEqual(await world.run('dgst -verify ec.pub -signature s abc'), { code: 1, stdout: 'Verification failure\n', stderr: '' });
    await good(world, 'genrsa -out r.key 1024');
    await good(world, 'dgst -sign r.key -sigopt rsa_padding_mode:pss -out s abc');
    assert.equal((await good(world, 'dgst -prverify r.key -sigopt rsa_padding_mode:pss -signature s abc')).stdout, 'Verified OK\n');
    const oaep = '-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256';
    await good(world, `pkeyutl -encrypt -inkey r.key -in abc ${oaep} -out e`);
    assert.equal((await good(world, `pkeyutl -decrypt -inkey r.key -in e ${oaep}`)).stdout, 'abc');
    await good(world, 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key');
    await good(world, 'pkey -in other.key -pubout -out other.pub');
    const [one, two] = [
      await good(world, 'pkeyutl -derive -inkey ec.key -peerkey other.pub -hexdump'),
      await good(world, 'pkeyutl -derive -inkey other.key -peerkey ec.pub -hexdump'),
    ];
    assert.equal(one.stdout, two.stdout);
  });

  it('leave an output file alone where the command fails', async () => {
    const world = new World();
    world.write('a.key', ED25519_KEY);
    world.write('old', 'as it was');
    assert.match(
      await refused(world, 'pkey -in a.key -traditional -out old'),
      /^certwright: keys of kind ed25519 have no form but PKCS#8\n$/,
    );
    assert.match(await refused(world, 'genpkey -algorithm EC -out old'), /name a curve with -pkeyopt/);
    assert.equal(world.text('old'), 'as it was');
    assert.equal(
      await refused(world, 'genrsa -out nowhere/a.key'),
      `genrsa: Can't open "nowhere/a.key" for writing, No such file or directory\n`,
    );
  });

  it('never show a passphrase', async () => {
    const world = new World();
    world.write('a.key', ED25519_KEY);
    for (const line of [
      'rsa -in a.key -passin hunter2hunter2',
      'genpkey -algorithm ED25519 -pass hunter2hunter2',
      'pkcs8 -topk8 -in a.key -passout hunter2:x',
    ])
      assert.equal((await refused(world, line)).includes('hunter2h'), false, line);
  });

  it('tell where configuration files are', async () => {
    const world = new World();
    assert.equal((await good(world, 'version -d')).stdout, 'OPENSSLDIR: "/etc/ssl"\n');
    world.files.clear();
    assert.equal((await good(world, 'version -a')).stdout.split('\n')[1], 'OPENSSLDIR: "/usr/lib/ssl"');
  });

  it('end with an exit code of their own on damaged keys', async () => {
    const world = new World();
    await good(world, 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key');
    for (const line of [
      'pkey -in ec.key -outform DER -out ec.der',
      'pkcs8 -topk8 -in ec.key -nocrypt -outform DER -out p8.der',
      'pkcs8 -topk8 -in ec.key -passout pass:secret -iter 1 -outform DER -out locked.der',
      'ec -in ec.key -pubout -outform DER -out pub.der',
    ])
      await good(world, line);
    let state = 20_261_123;
    const random = (below: number): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff) % below;
    const codes = new Set<number>();
    for (const name of ['ec', 'p8', 'locked', 'pub']) {
      const whole = world.files.get(`${name}.der`) ?? new Uint8Array(0);
      for (let i = 0; i < 60; i++) {
        const copy = whole.slice(0, i % 10 === 0 ? random(whole.length) : whole.length);
        if (copy.length > 0) copy[random(copy.length)] = random(256);
        world.files.set('x.der', copy);
        for (const line of [
          'pkey -in x.der -check -text -passin pass:secret',
          'pkcs8 -inform DER -in x.der -passin pass:secret',
          'ec -pubin -in x.der -text',
          'dgst -verify x.der -signature x.der ec.key',
        ])
          codes.add((await world.run(line)).code);
      }
    }
    assert.deepEqual(
      [...codes].sort((a, b) => a - b),
      [0, 1],
    );
  });

  it('says so where a cipher was named and DER is written in the clear', async () => {
    const world = new World();
    const ec = 'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256';
    await world.run('genrsa -out r.key 1024');
    await world.run(`${ec} -out e.key`);
    for (const line of [
      `${ec} -outform DER -aes256 -pass pass:secret -out o`,
      'ec -in e.key -outform DER -aes256 -passout pass:secret -out o',
      'rsa -in r.key -traditional -outform DER -aes256 -passout pass:secret -out o',
    ])
      assert.match((await world.run(line)).stderr, /certwright: the key is NOT encrypted/, line);
    for (const line of ['ec -in e.key -outform DER -out o', 'rsa -in r.key -outform DER -aes256 -passout pass:secret -out o'])
      assert.doesNotMatch((await world.run(line)).stderr, /NOT encrypted/, line);
  });
});
