/** What `x509`, `crl` and `verify` show and take: name options, trust settings, purposes, hash folders. Interop tests compare hundreds of lines with OpenSSL. */
import assert from 'node:assert/strict';
import { outputOctets, printable } from '../../../lib/openssl/octets.ts';
import { World } from './memory-host.ts';

async function prepared(): Promise<World> {
  const world = new World();
  await good(world, 'req -x509 -newkey ed25519 -nodes -keyout ca.key -utf8 -subj "/C=DE/O=a,b/CN=Müller" -out ca.crt');
  await good(world, 'req -new -newkey ed25519 -nodes -keyout leaf.key -subj /CN=leaf -addext extendedKeyUsage=serverAuth -out leaf.csr');
  await good(world, 'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -set_serial 5 -copy_extensions copy -out leaf.crt');
  return world;
}

async function good(world: World, line: string): Promise<string> {
  const { code, stdout, stderr } = await world.run(line);
  assert.equal(code, 0, stderr);
  return stdout;
}

describe('openssl x509: what is shown', () => {
  it('names in every style, switched on and off', async () => {
    const world = await prepared();
    const subject = async (options: string): Promise<string> => await good(world, `x509 -in ca.crt -noout -subject -nameopt ${options}`);
    assert.equal(await subject('compat'), 'subject=/C=DE/O=a,b/CN=M\\xC3\\xBCller\n');
    assert.equal(await subject('RFC2253'), 'subject=CN=M\\C3\\BCller,O=a\\,b,C=DE\n');
    assert.equal(await subject('oneline,-esc_msb'), 'subject=C = DE, O = "a,b", CN = M\xc3\xbcller\n');
    assert.equal(await subject('oneline,-esc_msb,-utf8'), 'subject=C = DE, O = "a,b", CN = M\xfcller\n');
    assert.equal(
      await subject('sep_multiline,lname,align,show_type'),
      'subject=\n    countryName              =PRINTABLESTRING:DE\n    organizationName         =UTF8STRING:a,b\n    commonName               =UTF8STRING:M\xfcller\n',
    );
    assert.equal(await subject('nofname,sep_semi_plus_space,dump_all'), 'subject=#4445; #612C62; #4DC3BC6C6C6572\n');
    assert.equal((await world.run('x509 -in ca.crt -noout -subject -nameopt foo')).stderr, 'x509: Use -help for summary.\n');
  });

  it('leaves out the parts that -certopt names', async () => {
    const world = await prepared();
    const text = await good(world, 'x509 -in leaf.crt -noout -text -certopt ca_default,no_validity,no_sigdump,no_extensions,no_signame');
    assert.equal(text, '        Serial Number: 5 (0x5)\n        Subject: CN = leaf\n');
  });

  it('writes and reads trust settings', async () => {
    const world = await prepared();
    await good(world, 'x509 -in ca.crt -addtrust clientAuth -addreject emailProtection -setalias mine -out trusted.crt');
    assert.ok(world.text('trusted.crt').startsWith('-----BEGIN TRUSTED CERTIFICATE-----\n'));
    assert.match(
      await good(world, 'x509 -in trusted.crt -noout -text'),
      /\nTrusted Uses:\n {2}TLS Web Client Authentication\nRejected Uses:\n {2}E-mail Protection\nAlias: mine\n$/,
    );
    const { code, stderr } = await world.run('verify -CAfile trusted.crt -purpose sslserver leaf.crt');
    assert.deepEqual([code, stderr.split('\n')[1]], [2, 'error 28 at 1 depth lookup: certificate rejected']);
    assert.equal(await good(world, 'verify -CAfile ca.crt -purpose sslserver leaf.crt'), 'leaf.crt: OK\n');
  });

  it('finds certificates of a folder by the hash of their names', async () => {
    const world = await prepared();
    const hash = (await good(world, 'x509 -in ca.crt -noout -hash')).trim();
    world.write(`folder/${hash}.0`, world.text('leaf.crt'));
    assert.equal((await world.run('verify -CApath folder leaf.crt')).code, 2);
    world.write(`folder/${hash}.1`, world.text('ca.crt'));
    assert.equal(await good(world, 'verify -CApath folder leaf.crt'), 'leaf.crt: OK\n');
    assert.equal(
      (await world.run('verify -CApath nowhere leaf.crt')).stderr,
      'verify: Not a directory: nowhere\nverify: Use -help for summary.\n',
    );
  });

  it('lifts one check at a time', async () => {
    const world = await prepared();
    await good(world, 'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -set_serial 6 -days -1 -out expired.crt');
    assert.equal((await world.run('verify -CAfile ca.crt expired.crt')).code, 2);
    assert.equal(await good(world, 'verify -CAfile ca.crt -no_check_time expired.crt'), 'expired.crt: OK\n');
    await good(world, 'x509 -in expired.crt -signkey leaf.key -preserve_dates -out other.crt');
    assert.equal((await world.run('verify -CAfile ca.crt -no_check_time -ignore_critical other.crt')).code, 2);
    await good(world, 'x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -set_serial 7 -badsig -out bad.crt');
    assert.match((await world.run('verify -CAfile ca.crt -no_check_time -ignore_critical bad.crt')).stderr, /error 7 at 0 depth/);
  });
});

describe('openssl octet texts', () => {
  it('keep an octet that is no UTF-8 among characters', () => {
    assert.equal(printable('M\xc3\xbcller'), 'Müller');
    assert.deepEqual([...outputOctets(`é${printable('\xfc')}😀`)], [0xc3, 0xa9, 0xfc, 0xf0, 0x9f, 0x98, 0x80]);
  });
});
