/** `openssl rehash` beside ours, in two copies of one folder; then the real tool finds a CA by our links. */
import assert from 'node:assert/strict';
import { cpSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

requireOrSkip('OpenSSL 3.0', opensslVersion !== undefined)('openssl rehash', function () {
  this.timeout(60_000);
  let theirs: Workshop;
  let ours: Workshop;

  before(() => {
    theirs = new Workshop();
    ours = new Workshop();
    const make = (...words: readonly string[]): void => theirs.make(...words);
    mkdirSync(join(theirs.folder, 'd'));
    theirs.write('config', '[req]\ndistinguished_name = dn\n[dn]\n[ca]\nbasicConstraints = CA:TRUE\nsubjectKeyIdentifier = hash\n');
    make('genpkey', '-algorithm', 'ED25519', '-out', 'key');
    const certificate = (subject: string, file: string): void =>
      make('req', '-x509', '-key', 'key', '-subj', subject, '-utf8', '-config', 'config', '-extensions', 'ca', '-out', file);
    certificate('/C=US/O=Org/CN=First', 'd/first.pem');
    certificate('/C=US/O=Org/CN=First', 'd/again.crt');
    certificate('/C=US/O=ORG/CN=  first ', 'd/spelt.cer');
    certificate('/O=J\u00fcrgen/CN=second', 'd/second.PEM');
    certificate('/CN=unseen', 'd/unseen.txt');
    certificate('/CN=third', 'third');
    theirs.write('d/two.pem', theirs.read('d/first.pem') + theirs.read('d/second.PEM'));
    theirs.write('d/copy.pem', theirs.read('d/second.PEM'));
    theirs.write('d/key.pem', theirs.read('key'));
    theirs.write('d/withkey.pem', theirs.read('key') + theirs.read('third'));
    theirs.write('d/empty.pem', '');
    theirs.write('d/garbage.crt', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    theirs.write('index.txt', '');
    theirs.write('ca.cnf', '[ca]\ndefault_ca = x\n[x]\ndatabase = index.txt\ndefault_md = default\ndefault_crl_days = 3\n');
    for (const [name, file] of [
      ['d/first.pem', 'd/first.crl'],
      ['d/second.PEM', 'd/second.pem'],
    ] as const)
      make('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'key', '-cert', name, '-out', file);
    symlinkSync('nowhere.pem', join(theirs.folder, 'd/00000000.0'));
    symlinkSync('first.pem', join(theirs.folder, 'd/11111111.r7'));
    symlinkSync('first.pem', join(theirs.folder, 'd/notahash.0'));
    symlinkSync('../third', join(theirs.folder, 'd/linked.pem'));
    theirs.write('d/12345678.0', 'a file of that name');
  });
  after(() => {
    theirs.close();
    ours.close();
  });

  beforeEach(() => {
    rmSync(ours.folder, { recursive: true });
    cpSync(theirs.folder, ours.folder, { recursive: true, verbatimSymlinks: true });
  });

  function linksOf(shop: Workshop): string[] {
    const folder = join(shop.folder, 'd');
    return readdirSync(folder)
      .filter((name) => lstatSync(join(folder, name)).isSymbolicLink())
      .map((name) => `${name} -> ${readlinkSync(join(folder, name))}`)
      .sort();
  }

  async function same(...words: readonly string[]): Promise<void> {
    const a = theirs.openssl(['rehash', ...words]);
    const b = await ours.certwright(['rehash', ...words]);
    assert.deepEqual(b, a, words.join(' '));
    assert.deepEqual(linksOf(ours), linksOf(theirs), words.join(' '));
  }

  it('makes, keeps and removes links', async () => {
    await same('-v', '-n', 'd');
    await same('-v', 'd');
    await same('-v', 'd');
    await same('-v', '-old', 'd');
    await same('-v', '-compat', 'd');
    rmSync(join(theirs.folder, 'd/again.crt'));
    rmSync(join(ours.folder, 'd/again.crt'));
    await same('-v', 'd/');
    assert.ok(linksOf(ours).length >= 6);
  });

  it('says what it cannot do', async () => {
    await same('nowhere');
    await same('nowhere', 'd', 'neither');
  });

  it('is what the real tool looks for', async () => {
    await ours.certwright(['rehash', 'd']);
    ours.make('verify', '-CApath', 'd', '-no-CAfile', '-no-CAstore', 'd/second.PEM');
  });
});
