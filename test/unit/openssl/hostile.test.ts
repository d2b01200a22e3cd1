/** Damaged files and configurations: every command ends with an exit code of its own, nothing is thrown. */
import assert from 'node:assert/strict';
import { loadPrivateKey, parseCertificates, randomBytes } from '../../../lib/index.ts';
import { writePkcs12 } from '../../../lib/keystore/pkcs12/index.ts';
import { World } from './memory-host.ts';

const CONFIG = `basicConstraints=critical,CA:TRUE,pathlen:0
subjectAltName=DNS:a,IP:1::2,dirName:dn,otherName:1.2.3;UTF8:x
certificatePolicies=1.2.3,@p
crlDistributionPoints=p2
nameConstraints=permitted;IP:1.2.3.4/5.6.7.8
authorityInfoAccess=OCSP;URI:x
1.2.3=DER:00:ff
nsComment="a" \\x # y
[dn]
CN=x
[p]
policyIdentifier=1.2
userNotice=@n
[n]
explicitText=x
[p2]
fullname=URI:x
`;

/** Small numbers that look random and are the same in every run. */
function generator(): (below: number) => number {
  let state = 20_261_123;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state % below;
  };
}

describe('openssl commands on damaged input', function () {
  this.timeout(60_000);
  const world = new World();
  const random = generator();

  before(async () => {
    const ec = '-newkey ec -pkeyopt ec_paramgen_curve:P-256';
    world.write('e.cnf', CONFIG);
    for (const line of [
      `req -new -x509 -nodes ${ec} -out root.crt -keyout root.key -subj /CN=root`,
      `req -new -nodes ${ec} -out leaf.csr -keyout leaf.key -subj /CN=leaf -addext subjectAltName=DNS:a`,
      'x509 -req -in leaf.csr -CA root.crt -CAkey root.key -extfile e.cnf -outform DER -out leaf.der',
      'req -in leaf.csr -outform DER -out request.der',
    ])
      assert.equal((await world.run(line)).code, 0, line);
  });

  const damaged = (octets: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(octets);
    for (let i = 0; i <= random(3); i++) copy[random(copy.length)] = random(256);
    return copy;
  };

  it('certificates and requests', async () => {
    const codes = new Set<number>();
    for (let i = 0; i < 150; i++) {
      world.files.set('c.der', damaged(world.files.get('leaf.der') ?? new Uint8Array(0)));
      world.files.set('r.der', damaged(world.files.get('request.der') ?? new Uint8Array(0)));
      for (const line of [
        'x509 -in c.der -noout -text -subject -serial -dates -email -modulus -pubkey',
        'verify -CAfile root.crt -purpose sslserver -verify_hostname a c.der',
        'x509 -in c.der -signkey root.key',
        'x509 -req -in leaf.csr -CA c.der -CAkey root.key',
        'req -inform DER -in r.der -noout -text -verify -modulus',
        'x509 -req -inform DER -in r.der -signkey root.key -copy_extensions copy',
      ])
        codes.add((await world.run(line)).code);
    }
    assert.deepEqual(
      [...codes].sort((a, b) => a - b),
      [0, 1, 2],
    );
  });

  it('names in PKCS #12 bring no lines of their own into the output', async () => {
    const pem = world.text('root.crt');
    // The low octets of U+010A and U+010D are line ends too.
    for (const friendlyName of [`x\n${pem}`, `x\r\n${pem}`, `x${pem.replaceAll('\n', '\u010a')}`, '\u001b[2J', '\u011b[2J']) {
      const [certificate] = parseCertificates(pem);
      const key = loadPrivateKey(world.text('root.key'));
      const file = writePkcs12({ keys: [{ key, certificate, friendlyName }] }, { passphrase: 'x', iterations: 1, random: randomBytes });
      world.files.set('named.p12', file);
      const { code, stdout } = await world.run('pkcs12 -in named.p12 -passin pass:x -nokeys');
      assert.equal(code, 0);
      assert.equal(parseCertificates(stdout).length, 1);
      assert.match(stdout, /friendlyName: .*\\(?:0A|0D|1B)/);
      assert.ok(!stdout.includes('\u001b'));
    }
  });

  it('configurations', async () => {
    const signs = ':,;=@$\\"\'{}()[]#. \n0a%\u00e9';
    const codes = new Set<number>();
    for (let i = 0; i < 300; i++) {
      const lines = CONFIG.split('\n');
      // One extension at a time, so that the damage is not cut off by that of an earlier one.
      const text = Array.from([lines[random(8)] ?? '', ...lines.slice(8)].join('\n'));
      for (let k = 0; k <= random(3); k++) text.splice(random(50), random(2), signs[random(signs.length)] ?? '');
      world.write('d.cnf', text.join(''));
      codes.add((await world.run('x509 -req -in leaf.csr -CA root.crt -CAkey root.key -extfile d.cnf -noout')).code);
    }
    assert.deepEqual(
      [...codes].sort((a, b) => a - b),
      [0, 1],
    );
  });
});
