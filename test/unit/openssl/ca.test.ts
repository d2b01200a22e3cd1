/** `openssl ca` in a world of memory: what a crash leaves behind, and what is refused. */
import assert from 'node:assert/strict';
import { decodePem } from '../../../lib/asn1/pem.ts';
import { toHex } from '../../../lib/base/bytes.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { World } from './memory-host.ts';

const CONFIG = `
[ca]
default_ca = CA
[CA]
database = index.txt
serial = serial
new_certs_dir = new
certificate = ca.crt
private_key = ca.key
default_md = sha256
default_days = 30
default_crl_days = 7
crlnumber = crlnumber
policy = any
[any]
commonName = supplied
[req]
distinguished_name = dn
[dn]
`;

/** A CA with one certificate issued, and a request. */
async function authority(): Promise<World> {
  const world = new World();
  world.write('ca.cnf', CONFIG);
  world.write('index.txt', '');
  world.write('serial', '0FFE\n');
  world.write('crlnumber', '01\n');
  world.write('new/.keep', '');
  await good(world, 'req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.crt -subj /CN=ca -config ca.cnf');
  await good(world, 'req -new -newkey ed25519 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf -config ca.cnf');
  await issue(world, 'first');
  return world;
}

async function good(world: World, line: string): Promise<void> {
  const { code, stderr } = await world.run(line);
  assert.equal(code, 0, `${line}: ${stderr}`);
}

async function issue(world: World, name: string): Promise<void> {
  await good(world, `ca -config ca.cnf -batch -notext -in leaf.csr -subj /CN=${name} -out ${name}.crt`);
}

function serialsIn(world: World, pattern: RegExp): Map<string, string> {
  const files = [...world.files].filter(([name, octets]) => pattern.test(name) && octets.length > 0);
  return new Map(
    files.flatMap(([name]) =>
      decodePem(world.text(name)).map(({ der }) => [toHex(der), toHex(parseCertificate(der).serialNumber)] as const),
    ),
  );
}

describe('openssl ca', () => {
  it('uses no serial number twice and gives out nothing unknown, wherever it is cut off', async () => {
    for (let writes = 0; writes < 9; writes++) {
      const world = await authority();
      const { files } = world;
      let left = writes;
      const set = files.set.bind(files);
      files.set = (name, octets) => {
        if (left-- === 0) throw new Error('the power is gone');
        return set(name, octets);
      };
      const cut = await issue(world, 'second').then(
        () => false,
        () => true,
      );
      assert.equal(cut, writes < 8, `${writes} writes`);
      files.set = set;
      await issue(world, 'third');
      await issue(world, 'fourth');
      const written = [...serialsIn(world, /^new\//).values()];
      assert.equal(new Set(written).size, written.length, `after ${writes} writes: ${written.join()}`);
      const rows = world.text('index.txt').trim().split('\n');
      assert.equal(new Set(rows.map((row) => row.split('\t')[3])).size, rows.length);
      const known = rows.map((row) => row.split('\t')[3]?.toLowerCase());
      for (const serial of serialsIn(world, /^(?:first|second|third|fourth)\.crt$/).values()) assert.ok(known.includes(serial), serial);
      await good(world, 'ca -config ca.cnf -gencrl -out list.crl');
    }
  });

  it('does nothing where its output file cannot be', async () => {
    const world = await authority();
    const before = [...world.files];
    for (const line of ['-batch -in leaf.csr -subj /CN=second -out new', '-gencrl -out nowhere/ca.crl']) {
      const { code, stderr } = await world.run(`ca -config ca.cnf ${line}`);
      assert.equal(code, 1);
      assert.match(stderr, /Can't open "[^"]+" for writing, (?:Is a directory|No such file or directory)\n$/);
    }
    assert.deepEqual([...world.files], before);
  });

  it('keeps the last line of a database that does not end in a line end', async () => {
    const world = await authority();
    world.write('index.txt', world.text('index.txt').trimEnd());
    world.write('serial', '0FFE\n');
    const { code, stderr } = await world.run('ca -config ca.cnf -batch -in leaf.csr -subj /CN=again');
    assert.equal(code, 1);
    assert.match(stderr, /ERROR:Serial number 0FFE has already been issued,\n {6}check the database\/serial_file for corruption\n/);
  });

  it('counts on from one width of serial number to the next', async () => {
    const world = await authority();
    await issue(world, 'second');
    await issue(world, 'third');
    assert.equal(world.text('serial'), '1001\n');
    assert.equal(world.text('serial.old'), '1000\n');
    assert.deepEqual(
      world
        .text('index.txt')
        .trim()
        .split('\n')
        .map((row) => row.split('\t')[3]),
      ['0FFE', '0FFF', '1000'],
    );
  });

  it('refuses by name what it does not do', async () => {
    const world = await authority();
    for (const option of ['-spkac x', '-msie_hack', '-vfyopt x', '-engine x'])
      assert.match((await world.run(`ca ${option}`)).stderr, /^ca: Option -\w+ is not supported by certwright\n/);
  });

  it('does not take links for granted', async () => {
    assert.equal((await new World().run('rehash new')).stderr, 'certwright: rehash needs a file system with symbolic links\n');
  });
});

describe('openssl asn1parse', () => {
  it('lists, digs and ends at errors', async () => {
    const world = new World();
    world.write('value', '-----BEGIN X-----\nMAYCAQUEAUE=\n-----END X-----\n');
    assert.equal(
      (await world.run('asn1parse -in value')).stdout,
      '    0:d=0  hl=2 l=   6 cons: SEQUENCE          \n    2:d=1  hl=2 l=   1 prim: INTEGER           :05\n    5:d=1  hl=2 l=   1 prim: OCTET STRING      :A\n',
    );
    world.files.set('der', Uint8Array.of(0x30, 3, 2, 5, 1));
    const { code, stdout } = await world.run('asn1parse -in der -inform DER -i');
    assert.deepEqual([code, stdout], [1, '    0:d=0  hl=2 l=   3 cons: SEQUENCE          \nError in encoding\n']);
    assert.match((await world.run('asn1parse -item X509')).stderr, /Option -item is not supported by certwright/);
    assert.match((await world.run('asn1parse -genstr EXP:1,UTF8:x')).stdout, /prim: UTF8STRING {8}:x\n$/);
  });
});
