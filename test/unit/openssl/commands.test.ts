/** The commands over a world in memory. Keys are on P-256 where the manual's own RSA is not the point: they are made a hundred times faster. */
import assert from 'node:assert/strict';
import { decodePem } from '../../../lib/asn1/pem.ts';
import { toHex } from '../../../lib/base/bytes.ts';
import { loadPrivateKey } from '../../../lib/keystore/load.ts';
import { decodePbes2 } from '../../../lib/keystore/pbes2.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import { DerReader } from '../../../lib/asn1/reader.ts';
import { type Certificate, parseCertificate } from '../../../lib/x509/certificate.ts';
import { readExtension } from '../../../lib/x509/extension.ts';
import { basicConstraints } from '../../../lib/x509/extensions/usage.ts';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import { parseRequest } from '../../../lib/x509/request.ts';
import { NOW, type Result, World } from './memory-host.ts';

const EC = '-newkey ec -pkeyopt ec_paramgen_curve:P-256';

function certificate(world: World, path: string): Certificate {
  const block = decodePem(world.text(path)).find(({ label }) => label === 'CERTIFICATE');
  assert.ok(block !== undefined);
  return parseCertificate(block.der);
}

async function good(world: World, line: string): Promise<Result> {
  const result = await world.run(line);
  assert.equal(result.code, 0, `${line}: ${result.stderr}`);
  return result;
}

/** A root, and a request for a leaf. */
async function prepared(): Promise<World> {
  const world = new World();
  await good(world, `req -new -x509 -days 365 -nodes ${EC} -out root.crt -keyout root.key -subj /CN=root`);
  await good(world, `req -new -nodes ${EC} -out leaf.csr -keyout leaf.key -subj /CN=leaf`);
  return world;
}

describe('openssl req', function () {
  this.timeout(60_000);

  it('makes the manual self-signed certificate: RSA 2048, SHA-256, v3_ca, a key for its owner only', async () => {
    const world = new World();
    const result = await good(
      world,
      'req -new -x509 -days 365 -nodes -text -out server.crt -keyout server.key -subj "/CN=dbhost.yourdomain.com"',
    );
    assert.match(result.stderr, /^[.+\n]+\n-----\n$/);
    assert.equal(result.stdout, '');
    const made = certificate(world, 'server.crt');
    assert.equal(made.version, 3);
    assert.equal(made.notBefore, NOW);
    assert.equal(made.notAfter, NOW + 365 * 86_400_000);
    assert.deepEqual(
      made.extensions.map(({ oid, critical }) => [oid, critical]),
      [
        ['2.5.29.14', false],
        ['2.5.29.35', false],
        ['2.5.29.19', true],
      ],
    );
    assert.equal(made.signatureAlgorithm.oid, '1.2.840.113549.1.1.11');
    const key = loadPrivateKey(world.text('server.key'));
    assert.equal(key.kind === 'rsa' ? key.n.toString(2).length : 0, 2048);
    assert.deepEqual(world.modes.get('server.key'), { secret: true, append: false });
    assert.deepEqual(world.modes.get('server.crt'), { secret: false, append: false });
    assert.match(world.text('server.crt'), /^Certificate:\n {4}Data:\n/);
  });

  it('asks twice for the passphrase of a new key and encrypts it', async () => {
    const world = new World();
    world.answers = ['secret', 'secret'];
    await good(world, `req -new ${EC} -keyout a.key -out a.csr -subj /CN=a`);
    assert.deepEqual(world.prompts, [
      { text: 'Enter PEM pass phrase:', echo: false },
      { text: 'Verifying - Enter PEM pass phrase:', echo: false },
    ]);
    const [block] = decodePem(world.text('a.key'));
    assert.equal(block?.label, 'ENCRYPTED PRIVATE KEY');
    const reader = new DerReader(block?.der ?? new Uint8Array(0));
    const parameters = reader.sequence('', (inner) => {
      const found = decodePbes2(readAlgorithmIdentifier(inner, 'encryptionAlgorithm'), '');
      inner.octetString('encryptedData');
      return found;
    });
    assert.ok(parameters.kdf === 'pbkdf2');
    assert.deepEqual([parameters.cipher, parameters.prf, parameters.iterations], ['AES-256-CBC', 'SHA-256', 2048]);
    assert.equal(loadPrivateKey(world.text('a.key'), { passphrase: 'secret' }).kind, 'ec');
    world.answers = ['secret'];
    await good(world, 'req -new -key a.key -out b.csr -subj /CN=b');
    assert.equal(world.prompts.at(-1)?.text, 'Enter pass phrase for a.key:');
  });

  it('refuses passphrases that differ, are too short, or cannot be asked for', async () => {
    for (const [answers, message] of [
      [['secret', 'other'], /Verify failure\n$/],
      [['abc'], /You must type in 4 to 1024 characters\n$/],
      [[], /none was given; -passout and -nodes do without asking\n$/],
    ] as const) {
      const world = new World();
      world.answers = [...answers];
      const result = await world.run(`req -new ${EC} -keyout a.key -out a.csr -subj /CN=a`);
      assert.equal(result.code, 1);
      assert.match(result.stderr, message);
      assert.equal(world.files.has('a.key'), false);
      assert.equal(world.files.has('a.csr'), false);
    }
  });

  it('takes passphrases from options, and never shows them', async () => {
    const world = new World();
    world.env['PASS'] = 'from env';
    world.write('pass.txt', 'first line\nsecond line\n');
    world.stdin = 'from stdin\n';
    for (const [source, passphrase] of [
      ['pass:spelled', 'spelled'],
      ['env:PASS', 'from env'],
      ['file:pass.txt', 'first line'],
      ['stdin', 'from stdin'],
    ] as const) {
      await good(world, `req -new ${EC} -keyout a.key -out a.csr -subj /CN=a -passout ${source}`);
      assert.equal(loadPrivateKey(world.text('a.key'), { passphrase }).kind, 'ec');
      await good(world, `req -new -key a.key -out b.csr -subj /CN=b -passin ${source}`);
    }
    await good(world, `req -new ${EC} -keyout a.key -out a.csr -subj /CN=a -passin file:pass.txt -passout file:pass.txt`);
    assert.equal(loadPrivateKey(world.text('a.key'), { passphrase: 'second line' }).kind, 'ec');
    world.write('/dev/fd/7', 'second line\n');
    await good(world, 'req -new -key a.key -out b.csr -subj /CN=b -passin fd:7');
    for (const line of [
      'req -new -key a.key -subj /CN=a -passin fd:x',
      'req -new -key a.key -subj /CN=a -passin fd:../../pass.txt',
      'req -new -key a.key -subj /CN=a -passin pass:hunter2hunter2',
      'req -new -key a.key -subj /CN=a -passin hunter2hunter2',
      'req -new -key a.key -subj /CN=a -passin fd:3',
      'req -new -key a.key -subj /CN=a -passin env:NOT_SET',
      'req -new -key a.key -subj /CN=a -passin file:/none',
    ]) {
      const result = await world.run(line);
      assert.equal(result.code, 1, line);
      assert.equal(result.stderr.includes('hunter2'), false, result.stderr);
    }
  });

  it('makes requests with extensions, from the configuration and from -addext', async () => {
    const world = new World();
    world.write('r.cnf', '[req]\ndistinguished_name=dn\nreq_extensions=ext\n[dn]\n[ext]\nbasicConstraints=CA:FALSE\n');
    await good(world, `req -new -nodes ${EC} -keyout a.key -out a.csr -subj /CN=a -config r.cnf -addext subjectAltName=DNS:a.example`);
    const [block] = decodePem(world.text('a.csr'));
    const request = parseRequest(block?.der ?? new Uint8Array(0));
    assert.deepEqual(readExtension(request, subjectAltName), [{ kind: 'dNSName', value: 'a.example' }]);
    assert.equal(readExtension(request, basicConstraints)?.ca, false);
    await good(world, 'x509 -req -in a.csr -signkey a.key -copy_extensions copy -out copied.crt');
    assert.deepEqual(readExtension(certificate(world, 'copied.crt'), subjectAltName), [{ kind: 'dNSName', value: 'a.example' }]);
    await good(world, 'x509 -req -in a.csr -signkey a.key -out plain.crt');
    assert.deepEqual(certificate(world, 'plain.crt').extensions, []);
  });

  it('asks for the fields of the subject, or takes defaults', async () => {
    const world = new World();
    world.answers = ['X', 'DE', '.', 'www.example', 'challenge'];
    const result = await good(world, `req -new -nodes ${EC} -keyout a.key -out a.csr`);
    assert.match(result.stderr, /You are about to be asked to enter information/);
    assert.match(result.stderr, /String too short, must be at least 2 bytes long\n/);
    assert.deepEqual(
      world.prompts.map(({ text, echo }) => [text, echo]),
      [
        ['Country Name (2 letter code) [AU]:', true],
        ['Country Name (2 letter code) [AU]:', true],
        ['Organization Name (eg, company) []:', true],
        ['Common Name []:', true],
        ['A challenge password []:', true],
      ],
    );
    const shown = await good(world, 'req -in a.csr -noout -subject');
    assert.equal(shown.stdout, 'subject=C = DE, CN = www.example\n');
    assert.equal(parseRequest(decodePem(world.text('a.csr'))[0]?.der ?? new Uint8Array(0)).attributes.length, 1);
    await good(world, 'req -new -batch -key a.key -out b.csr');
    assert.equal((await good(world, 'req -in b.csr -noout -subject')).stdout, 'subject=C = AU\n');
  });

  it('writes the key where the configuration says, and no key where one was given', async () => {
    const world = new World();
    await good(world, `req -new -nodes ${EC} -out a.csr -subj /CN=a`);
    assert.equal(loadPrivateKey(world.text('privkey.pem')).kind, 'ec');
    const before = [...world.files.keys()];
    await good(world, 'req -new -key privkey.pem -out a.csr -subj /CN=a');
    assert.deepEqual([...world.files.keys()], before);
  });

  it('puts key and request into one file where both are named so', async () => {
    const world = new World();
    await good(world, `req -new -nodes ${EC} -keyout one.pem -out one.pem -subj /CN=a`);
    assert.deepEqual(
      decodePem(world.text('one.pem')).map(({ label }) => label),
      ['PRIVATE KEY', 'CERTIFICATE REQUEST'],
    );
  });

  it('names a file that cannot be written', async () => {
    const world = new World();
    const result = await world.run(`req -new -nodes ${EC} -keyout /readonly/a.key -subj /CN=a`);
    assert.equal(result.code, 1);
    assert.equal(result.stderr, `req: Can't open "/readonly/a.key" for writing, Read-only file system\n`);
  });

  it('finds its configuration by option, environment, and place', async () => {
    const world = new World();
    world.write('own.cnf', '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=own\n');
    const subject = async (options: string): Promise<string> =>
      (await good(world, `req -new -nodes ${EC} -keyout a.key -noout -subject ${options}`)).stdout;
    assert.equal(await subject('-config own.cnf'), 'subject=CN = own\n');
    world.env['OPENSSL_CONF'] = 'own.cnf';
    assert.equal(await subject(''), 'subject=CN = own\n');
    world.env['OPENSSL_CONF'] = undefined;
    world.files.delete('/etc/ssl/openssl.cnf');
    const result = await world.run('req -new -subj /CN=a');
    assert.equal(result.code, 1);
    assert.match(result.stderr, /name a configuration file with -config or OPENSSL_CONF/);
  });

  it('warns of a missing include', async () => {
    const world = new World();
    world.write('i.cnf', '.include /none.cnf\n[req]\ndistinguished_name=dn\n[dn]\n');
    const result = await good(world, `req -new -nodes ${EC} -keyout a.key -noout -subj /CN=a -config i.cnf`);
    assert.match(result.stderr, /^certwright: i\.cnf includes \/none\.cnf, which is missing\n/);
  });
});

describe('openssl x509', function () {
  this.timeout(60_000);

  it('signs a request with a CA and keeps its serial file', async () => {
    const world = await prepared();
    await good(world, 'x509 -req -in leaf.csr -text -days 365 -CA root.crt -CAkey root.key -CAcreateserial -out leaf.crt');
    const first = certificate(world, 'leaf.crt');
    assert.equal(first.version, 1);
    assert.deepEqual(first.issuer.der, certificate(world, 'root.crt').subject.der);
    assert.match(world.text('root.srl'), /^[0-9A-F]{38,40}\n$/);
    assert.equal(world.text('root.srl').trim().toLowerCase(), toHex(first.serialNumber).replace(/^00/, ''));
    const serial = BigInt(`0x${world.text('root.srl').trim()}`);
    const second = await good(world, 'x509 -req -in leaf.csr -CA root.crt -CAkey root.key -noout -serial');
    assert.equal(BigInt(`0x${world.text('root.srl').trim()}`), serial + 1n);
    assert.equal(second.stdout, `serial=${world.text('root.srl')}`);
    assert.equal(second.stderr, 'Certificate request self-signature ok\nsubject=CN = leaf\n');
  });

  it('counts serial numbers as OpenSSL writes them', async () => {
    const world = await prepared();
    for (const [before, after] of [
      ['0F\n', '10\n'],
      ['FF\n', '0100\n'],
      ['00', '01\n'],
      ['7F\n', '80\n'],
      ['0012\nmore', '13\n'],
    ] as const) {
      world.write('n.srl', before);
      await good(world, 'x509 -req -in leaf.csr -CA root.crt -CAkey root.key -CAserial n.srl -noout');
      assert.equal(world.text('n.srl'), after);
    }
    for (const bad of ['F\n', '\n', 'zz\n', `${'11'.repeat(40)}\n`]) {
      world.write('n.srl', bad);
      const result = await world.run('x509 -req -in leaf.csr -CA root.crt -CAkey root.key -CAserial n.srl -noout');
      assert.equal(result.code, 1);
      assert.equal(world.text('n.srl'), bad);
    }
  });

  it('uses a random serial number where there is no file and none was asked for', async () => {
    const world = await prepared();
    await good(world, 'x509 -req -in leaf.csr -CA root.crt -CAkey root.key -out leaf.crt');
    assert.equal(world.files.has('root.srl'), false);
    assert.ok(certificate(world, 'leaf.crt').serialNumber.length >= 18);
    const result = await world.run('x509 -req -in leaf.csr -CA root.crt -CAkey root.key -CAserial none.srl');
    assert.deepEqual([result.code, result.stderr.split('\n')[2]], [1, 'none.srl: No such file or directory']);
  });

  it('takes the extensions of a section, and adds the subject key identifier', async () => {
    const world = await prepared();
    await good(world, 'x509 -req -in leaf.csr -extfile /etc/ssl/openssl.cnf -extensions v3_ca -CA root.crt -CAkey root.key -out int.crt');
    const made = certificate(world, 'int.crt');
    assert.equal(made.version, 3);
    assert.deepEqual(
      made.extensions.map(({ oid }) => oid),
      ['2.5.29.14', '2.5.29.35', '2.5.29.19'],
    );
    assert.equal(readExtension(made, basicConstraints)?.ca, true);
    world.write('e.cnf', 'basicConstraints=CA:FALSE\n');
    await good(world, 'x509 -req -in leaf.csr -extfile e.cnf -CA root.crt -CAkey root.key -out leaf.crt');
    assert.deepEqual(
      certificate(world, 'leaf.crt').extensions.map(({ oid }) => oid),
      ['2.5.29.19', '2.5.29.14', '2.5.29.35'],
    );
  });

  it('refuses a request whose signature is not good, and a CA with another key', async () => {
    const world = await prepared();
    const [block] = decodePem(world.text('leaf.csr'));
    const der = Uint8Array.from(block?.der ?? new Uint8Array(0));
    der[der.length - 1] = (der.at(-1) as number) ^ 1;
    world.files.set('bad.der', der);
    const bad = await world.run('x509 -req -inform DER -in bad.der -signkey leaf.key');
    assert.deepEqual([bad.code, bad.stdout, bad.stderr], [1, '', 'Certificate request self-signature did not match the contents\n']);
    const other = await world.run('x509 -req -in leaf.csr -CA root.crt -CAkey leaf.key -out no.crt');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /CA certificate and CA private key do not match\n$/);
    assert.equal(world.files.has('no.crt'), false);
  });

  it('shows what is asked for, in that order', async () => {
    const world = await prepared();
    await good(world, 'x509 -req -in leaf.csr -signkey leaf.key -set_serial 0xABC -days 10 -out leaf.crt');
    assert.equal(
      (await good(world, 'x509 -req -in leaf.csr -signkey leaf.key -days 010 -noout -enddate')).stdout,
      'notAfter=Dec  3 12:00:00 2026 GMT\n',
    );
    assert.match(
      (await world.run('x509 -req -in leaf.csr -signkey leaf.key -days -0x5')).stderr,
      /^x509: Can't parse "-0x5" as a number\n/,
    );
    const { stdout } = await good(world, 'x509 -noout -in leaf.crt -enddate -serial -subject -issuer -startdate');
    assert.equal(
      stdout,
      'notAfter=Dec  3 12:00:00 2026 GMT\nserial=0ABC\nsubject=CN = leaf\nissuer=CN = leaf\nnotBefore=Nov 23 12:00:00 2026 GMT\n',
    );
    assert.match(
      (await good(world, 'x509 -noout -in leaf.crt -fingerprint')).stdout,
      /^SHA1 Fingerprint=(?:[0-9A-F]{2}:){19}[0-9A-F]{2}\n$/,
    );
    assert.match((await good(world, 'x509 -noout -in leaf.crt -fingerprint -sha256')).stdout, /^sha256 Fingerprint=(?:[0-9A-F]{2}:){31}/);
    assert.equal((await world.run('x509 -noout -in leaf.crt -checkend 864001')).code, 1);
    assert.equal((await world.run('x509 -noout -in leaf.crt -checkend 863999')).code, 0);
    await good(world, 'x509 -in leaf.crt -outform DER -out leaf.der');
    assert.deepEqual(world.files.get('leaf.der'), certificate(world, 'leaf.crt').der);
    assert.equal((await good(world, 'x509 -in leaf.der -noout -serial')).stdout, 'serial=0ABC\n');
  });

  it('signs with the digest that is named, and refuses by name what it cannot sign with', async () => {
    const world = await prepared();
    for (const [digest, oid] of [
      ['sha512', '1.2.840.10045.4.3.4'],
      ['sha1', '1.2.840.10045.4.1'],
      ['sha3-256', '2.16.840.1.101.3.4.3.10'],
    ] as const) {
      await good(world, `x509 -req -in leaf.csr -signkey leaf.key -${digest} -out leaf.crt`);
      assert.equal(certificate(world, 'leaf.crt').signatureAlgorithm.oid, oid);
    }
    const result = await world.run(`x509 -req -in leaf.csr -signkey leaf.key -md5 -out no.crt`);
    assert.equal(result.code, 1);
    assert.match(result.stderr, /Signing with md5 and a key of kind ec is not supported by certwright\n$/);
    assert.equal(world.files.has('no.crt'), false);
  });
});

describe('openssl x509 without signing', () => {
  it('refuses to change a certificate and keep its signature', async () => {
    const world = await prepared();
    for (const option of ['-subj /CN=x', '-set_serial 5', '-clrext', '-extfile /etc/ssl/openssl.cnf -extensions v3_ca'])
      assert.match(
        (await world.run(`x509 -in root.crt -noout ${option}`)).stderr,
        / without -req, -new, -CA or -signkey is not supported by certwright\n/,
      );
  });
});

describe('openssl verify', function () {
  this.timeout(60_000);

  it('accepts a good chain and says why it refuses others', async () => {
    const world = await prepared();
    await good(world, `req -new -nodes ${EC} -out int.csr -keyout int.key -subj /CN=int`);
    await good(world, 'x509 -req -in int.csr -extfile /etc/ssl/openssl.cnf -extensions v3_ca -CA root.crt -CAkey root.key -out int.crt');
    await good(world, 'x509 -req -in leaf.csr -CA int.crt -CAkey int.key -out leaf.crt');
    assert.equal((await good(world, 'verify -CAfile root.crt -untrusted int.crt leaf.crt')).stdout, 'leaf.crt: OK\n');
    assert.deepEqual(await world.run('verify -CAfile root.crt leaf.crt'), {
      code: 2,
      stdout: '',
      stderr: 'CN = leaf\nerror 20 at 0 depth lookup: unable to get local issuer certificate\nerror leaf.crt: verification failed\n',
    });
    assert.deepEqual(await world.run('verify -CAfile int.crt leaf.crt'), {
      code: 2,
      stdout: '',
      stderr: 'CN = int\nerror 2 at 1 depth lookup: unable to get issuer certificate\nerror leaf.crt: verification failed\n',
    });
    assert.equal((await good(world, 'verify -partial_chain -CAfile int.crt leaf.crt')).stdout, 'leaf.crt: OK\n');
    const late = await world.run(`verify -CAfile root.crt -untrusted int.crt -attime ${NOW / 1000 + 31 * 86_400} leaf.crt`);
    assert.match(
      late.stderr,
      /^CN = int\nerror 10 at 1 depth lookup: certificate has expired\nCN = leaf\nerror 10 at 0 depth lookup: certificate has expired\n/,
    );
    const alone = await world.run('verify leaf.crt');
    assert.match(alone.stderr, /certwright: the system's trusted certificates are not looked at; name yours with -CAfile or -CApath\n$/);
  });
});

describe('openssl', () => {
  it('names commands it does not have', async () => {
    const world = new World();
    assert.deepEqual(await world.run('speed rsa'), {
      code: 1,
      stdout: '',
      stderr: 'The command speed is not supported by certwright\n',
    });
    assert.match((await world.run('nonsense')).stderr, /^Invalid command 'nonsense'; the commands are .*\breq, .*\bversion\.\n$/);
    assert.match((await world.run('version')).stdout, /^certwright/);
    const help = await world.run('help');
    assert.equal(help.code, 0);
    assert.match(help.stderr, /^The commands are .*\bgenpkey, .*; each lists its options with -help\.\n$/);
  });
});
