/**
 * `openssl ca` beside ours: the same command lines in two folders that begin alike, with an RSA CA and fixed dates, so that certificates, CRLs and databases have
 * to be equal to the last octet; then both tools in turn over one database.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, type Outcome, Workshop } from './openssl-tools.ts';

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
policy = anything
x509_extensions = leaf
[numbered]
database = index.txt
serial = serial
new_certs_dir = new
certificate = ca.crt
private_key = ca.key
default_md = sha384
default_startdate = 200101000000Z
default_enddate = 20600101000000Z
default_crl_hours = 12
crlnumber = crlnumber
crl_extensions = list
policy = strict
copy_extensions = copy
unique_subject = no
name_opt = ca_default
cert_opt = ca_default
email_in_dn = no
[copyall]
database = index.txt
serial = serial
new_certs_dir = new
certificate = ca.crt
private_key = ca.key
default_md = default
default_days = 10
policy = anything
x509_extensions = leaf
copy_extensions = copyall
[bad]
database = index.txt
private_key = ca.key
certificate = ca.crt
new_certs_dir = missing
default_md = sha256
[nopolicy]
database = index.txt
serial = serial
new_certs_dir = new
certificate = ca.crt
private_key = ca.key
default_md = sha256
[anything]
countryName = optional
stateOrProvinceName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
emailAddress = optional
[strict]
countryName = match
commonName = supplied
[wrongtype]
commonName = sometimes
[wrongname]
noSuchName = optional
[leaf]
basicConstraints = CA:FALSE
keyUsage = digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid,issuer
[other]
basicConstraints = CA:TRUE
[broken]
basicConstraints = CA:MAYBE
[list]
authorityKeyIdentifier = keyid:always
issuingDistributionPoint = critical,onlyuser:TRUE
[req]
distinguished_name = dn
req_extensions = wish
[dn]
[wish]
subjectAltName = DNS:a.example
keyUsage = keyAgreement
[ca_ext]
basicConstraints = critical,CA:TRUE
subjectKeyIdentifier = hash
`;

requireOrSkip('OpenSSL 3.0', opensslVersion !== undefined)('openssl ca', function () {
  this.timeout(60_000);
  let pattern: Workshop;
  before(() => {
    pattern = new Workshop();
    pattern.write('ca.cnf', CONFIG);
    pattern.make('genrsa', '-out', 'ca.key', '2048');
    pattern.make('genpkey', '-algorithm', 'ED25519', '-out', 'leaf.key');
    pattern.make(
      'req',
      '-x509',
      '-key',
      'ca.key',
      '-subj',
      '/C=US/O=x/CN=ca',
      '-config',
      'ca.cnf',
      '-extensions',
      'ca_ext',
      '-out',
      'ca.crt',
    );
    const request = (name: string, subject: string, ...more: readonly string[]): void =>
      pattern.make('req', '-new', '-key', 'leaf.key', '-subj', subject, '-config', 'ca.cnf', '-out', name, ...more);
    request('a.csr', '/C=US/O=Org/OU=Unit/CN=a/emailAddress=a@b.c', '-utf8');
    request('b.csr', '/C=DE/CN=J\u00fcrgen/CN=second', '-utf8');
    request('c.csr', '/C=US/CN=c+O=joined/emailAddress=c@b.c', '-multivalue-rdn');
    request('noname.csr', '/O=only');
    request('empty.csr', '/', '-subj', '/');
    pattern.make('req', '-new', '-key', 'ca.key', '-subj', '/C=US/CN=own', '-config', 'ca.cnf', '-out', 'own.csr');
    pattern.make(
      'req',
      '-x509',
      '-key',
      'leaf.key',
      '-subj',
      '/C=US/CN=template',
      '-config',
      'ca.cnf',
      '-days',
      '3',
      '-out',
      'template.crt',
    );
    pattern.make(
      'req',
      '-x509',
      '-key',
      'leaf.key',
      '-subj',
      '/C=US/CN=foreign',
      '-config',
      'ca.cnf',
      '-set_serial',
      '0xABCDEF',
      '-days',
      '3650',
      '-out',
      'foreign.crt',
    );
    const broken = pattern.read('a.csr').split('\n');
    const last = broken.length - 3;
    broken[last] = `${(broken[last] as string).slice(0, 3)}AAAA${(broken[last] as string).slice(7)}`;
    pattern.write('broken.csr', broken.join('\n'));
    pattern.write('ext.cnf', 'extensions = one\n[one]\nextendedKeyUsage = serverAuth\n[two]\nextendedKeyUsage = clientAuth\n');
    mkdirSync(join(pattern.folder, 'new'));
    pattern.write('index.txt', '');
    pattern.write('serial', '01\n');
    pattern.write('crlnumber', '0A\n');
  });
  after(() => pattern.close());

  function copy(): Workshop {
    const shop = new Workshop();
    cpSync(pattern.folder, shop.folder, { recursive: true });
    return shop;
  }

  /** What a folder holds, moments of the test's own run masked. */
  function stateOf(shop: Workshop): Record<string, string> {
    const names = [...readdirSync(shop.folder), ...readdirSync(join(shop.folder, 'new')).map((name) => `new/${name}`)].sort();
    return Object.fromEntries(
      names
        .filter((name) => statSync(join(shop.folder, name)).isFile())
        .map((name) => [name, masked(readFileSync(join(shop.folder, name), 'latin1'))]),
    );
  }

  function masked(text: string): string {
    return text
      .replaceAll(/\b(?!200101|300101)\d{12}Z/g, 'MOMENT')
      .replaceAll(/[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d 202[0-9] GMT/g, 'MOMENT');
  }

  /** Their words without the error queue, ours without our notes. */
  function comparable({ code, stdout, stderr }: Outcome): Outcome {
    const lines = stderr.split('\n').filter((line) => !/^[0-9A-F]{16}:error:|^certwright: /.test(line));
    return { code, stdout: masked(stdout), stderr: masked(lines.join('\n')) };
  }

  type Step = readonly string[] | { readonly words: readonly string[]; readonly answers: readonly string[] };

  /** Runs the steps in two folders and compares after each. */
  async function sideBySide(...steps: readonly Step[]): Promise<void> {
    const [theirs, ours] = [copy(), copy()];
    try {
      for (const step of steps) {
        const { words, answers } = 'words' in step ? step : { words: step, answers: [] };
        const all = ['ca', '-config', 'ca.cnf', ...words];
        const a = comparable(theirs.openssl(all, { input: answers.map((line) => `${line}\n`).join('') }));
        const b = comparable(await ours.certwright(all, { answers }));
        assert.deepEqual(b, a, words.join(' '));
        assert.deepEqual(stateOf(ours), stateOf(theirs), words.join(' '));
        // Equal but for the second of a revocation, which CRLs repeat in their octets.
        ours.write('index.txt', theirs.read('index.txt'));
      }
    } finally {
      theirs.close();
      ours.close();
    }
  }

  const fixed = ['-startdate', '200101000000Z', '-enddate', '300101000000Z', '-batch'];
  const crl = ['-gencrl', '-crl_lastupdate', '200101000000Z', '-crl_nextupdate', '300101000000Z'];

  it('issues, revokes and lists', async () => {
    await sideBySide(
      ['-in', 'a.csr', ...fixed],
      ['-in', 'b.csr', ...fixed, '-out', 'b.crt'],
      ['-in', 'c.csr', ...fixed, '-notext', '-out', 'c.crt'],
      ['-status', '01'],
      ['-status', '3'],
      ['-status', '99'],
      [...crl, '-out', 'crl'],
      ['-revoke', 'new/01.pem'],
      ['-revoke', 'b.crt', '-crl_reason', 'KEYCOMPROMISE'],
      ['-revoke', 'b.crt'],
      ['-status', '02'],
      [...crl],
      ['-name', 'numbered', ...crl],
      ['-name', 'numbered', '-gencrl', '-crl_lastupdate', '20200101000000Z', '-crl_nextupdate', '20600101000000Z', '-crlexts', 'list'],
      ['-valid', 'foreign.crt'],
      ['-valid', 'foreign.crt'],
      ['-revoke', 'foreign.crt', '-crl_reason', 'superseded'],
      [...crl, '-out', 'crl'],
    );
  });

  it('every reason', async () => {
    await sideBySide(
      [...fixed, '-infiles', 'a.csr', 'b.csr', 'c.csr'],
      ['-revoke', 'new/01.pem', '-crl_hold', 'holdInstructionReject'],
      ['-revoke', 'new/02.pem', '-crl_compromise', '20200101000000Z'],
      ['-revoke', 'new/03.pem', '-crl_CA_compromise', '20200101000000Z'],
      ['-revoke', 'foreign.crt', '-crl_reason', 'removeFromCRL'],
      crl,
      ['-revoke', 'template.crt', '-crl_reason', 'noreason'],
      ['-revoke', 'template.crt', '-crl_hold', 'no object'],
      ['-revoke', 'template.crt', '-crl_compromise', '2020'],
    );
  });

  it('asks', async () => {
    await sideBySide(
      { words: ['-in', 'a.csr', ...fixed.slice(0, 4)], answers: ['y', 'y'] },
      { words: ['-in', 'b.csr', ...fixed.slice(0, 4)], answers: ['n'] },
      { words: ['-in', 'b.csr', ...fixed.slice(0, 4)], answers: ['y', 'n'] },
      { words: ['-in', 'b.csr', ...fixed.slice(0, 4)], answers: [] },
      { words: ['-in', 'b.csr', ...fixed.slice(0, 4)], answers: ['y'] },
      { words: [...fixed.slice(0, 4), '-infiles', 'b.csr', 'c.csr'], answers: ['n', 'Yes', 'yes'] },
    );
  });

  it('policies, names, extensions', async () => {
    await sideBySide(
      ['-name', 'numbered', '-in', 'a.csr', '-batch', '-rand_serial', '-subj', '/CN=none'],
      ['-name', 'numbered', '-in', 'a.csr', '-batch'],
      ['-name', 'numbered', '-in', 'a.csr', '-batch', '-preserveDN'],
      ['-name', 'numbered', '-in', 'b.csr', '-batch'],
      ['-name', 'numbered', '-in', 'c.csr', '-batch', '-extensions', 'leaf'],
      ['-name', 'numbered', '-in', 'noname.csr', '-batch'],
      ['-name', 'copyall', '-in', 'a.csr', ...fixed],
      ['-in', 'c.csr', ...fixed, '-preserveDN', '-noemailDN'],
      ['-in', 'noname.csr', ...fixed],
      ['-in', 'noname.csr', ...fixed, '-policy', 'wrongtype'],
      ['-in', 'noname.csr', ...fixed, '-policy', 'wrongname'],
      ['-in', 'noname.csr', ...fixed, '-policy', 'nosuch'],
      ['-in', 'b.csr', ...fixed, '-subj', '/C=US/CN=other/O=a\\/b', '-extensions', 'other', '-utf8'],
      ['-in', 'b.csr', ...fixed, '-extfile', 'ext.cnf', '-md', 'sha512'],
      ['-in', 'b.csr', ...fixed, '-extfile', 'ext.cnf', '-extensions', 'two', '-subj', '/CN=two'],
      ['-in', 'own.csr', ...fixed, '-selfsign'],
      ['-in', 'a.csr', ...fixed, '-selfsign'],
      ['-ss_cert', 'template.crt', ...fixed],
      ['-in', 'a.csr', ...fixed],
      ['-updatedb'],
    );
  });

  it('refuses', async () => {
    await sideBySide(
      ['-in', 'nothing.csr', ...fixed],
      ['-in', 'ca.crt', ...fixed],
      ['-in', 'broken.csr', ...fixed],
      ['-name', 'nosuch', '-in', 'a.csr'],
      ['-name', 'bad', '-in', 'a.csr', ...fixed],
      ['-name', 'nopolicy', '-in', 'a.csr', ...fixed],
      ['-name', 'nopolicy', '-in', 'a.csr', '-batch', '-policy', 'anything'],
      ['-name', 'nopolicy', '-gencrl'],
      ['-in', 'a.csr', '-startdate', 'tomorrow', '-batch'],
      ['-in', 'a.csr', '-enddate', '2030', '-batch'],
      ['-in', 'a.csr', ...fixed, '-extensions', 'broken'],
      ['-in', 'a.csr', ...fixed, '-extensions', 'nosuch'],
      ['-in', 'a.csr', ...fixed, '-cert', 'template.crt'],
      ['-in', 'a.csr', ...fixed, '-keyfile', 'nothing'],
      ['-gencrl', '-crl_lastupdate', 'never', '-crldays', '3'],
      ['-gencrl', '-crlexts', 'broken'],
      ['-gencrl', '-crldays', '0'],
      ['-revoke', 'nothing'],
      ['-nosuchoption'],
      ['-days'],
      [],
      ['a.csr'],
    );
  });

  it('databases of every kind', async () => {
    const lines = [
      'V\t200101000000Z\t\t01\tunknown\t/CN=old',
      'R\t300101000000Z\t200101000000Z,superseded\t0A\tunknown\t/CN=tab\\\tin',
      'E\t20010101000000Z\t\t00FF\tunknown\t/CN=e',
      'V\t20600101000000Z\t\t1000\tunknown\t/CN=far',
    ];
    const databases: Readonly<Record<string, string>> = {
      good: `# a comment\n${lines.join('\n')}\n`,
      'five fields': 'V\t300101000000Z\t\t01\tunknown\n',
      'a blank line': `${lines[0]}\n\n${lines[1]}\n`,
      'odd serial number': 'V\t300101000000Z\t\t123\tunknown\t/CN=x\n',
      'bad serial number': 'V\t300101000000Z\t\t1g\tunknown\t/CN=x\n',
      'bad expiry': 'V\t3001010000\t\t01\tunknown\t/CN=x\n',
      'valid and revoked': 'V\t300101000000Z\t200101000000Z\t01\tunknown\t/CN=x\n',
      'bad reason': 'R\t300101000000Z\t200101000000Z,why\t01\tunknown\t/CN=x\n',
      'bad revocation': 'R\t300101000000Z\tyesterday\t01\tunknown\t/CN=x\n',
      'no hold instruction': 'R\t300101000000Z\t200101000000Z,holdInstruction\t01\tunknown\t/CN=x\n',
      'one serial number twice': 'V\t300101000000Z\t\t01\tunknown\t/CN=x\nV\t300101000000Z\t\t0001\tunknown\t/CN=y\n',
      'one subject twice': 'V\t300101000000Z\t\t01\tunknown\t/CN=x\nV\t300101000000Z\t\t02\tunknown\t/CN=x\n',
    };
    const before = pattern.read('index.txt');
    for (const [title, text] of Object.entries(databases)) {
      pattern.write('index.txt', text);
      pattern.write('index.txt.attr', title === 'good' ? 'unique_subject = no\n' : '');
      await sideBySide(crl, ['-updatedb'], ['-status', '0a'], ['-in', 'a.csr', ...fixed]);
    }
    pattern.write('index.txt', before);
  });

  it('one database, both tools in turn', async () => {
    const shop = copy();
    try {
      const words = (...more: readonly string[]): string[] => ['ca', '-config', 'ca.cnf', '-batch', '-notext', ...more];
      const names = Array.from({ length: 6 }, (_, index) => `/CN=number ${index}`);
      for (const [index, name] of names.entries()) {
        const line = words('-in', 'a.csr', '-subj', name, '-out', `out${index}`);
        const { code, stderr } = index % 2 === 0 ? shop.openssl(line) : await shop.certwright(line);
        assert.equal(code, 0, stderr);
        const revoked = words('-revoke', `out${index}`, '-crl_reason', 'superseded');
        const second = index % 3 === 0 ? await shop.certwright(revoked) : shop.openssl(revoked);
        assert.equal(second.code, 0, second.stderr);
        shop.make(...words('-gencrl', '-out', 'theirs.crl'));
        await shop.makeOurs(...words('-gencrl', '-out', 'ours.crl'));
        for (const list of ['theirs.crl', 'ours.crl']) {
          shop.make('crl', '-in', list, '-CAfile', 'ca.crt', '-noout');
          assert.equal(shop.openssl(['crl', '-in', list, '-noout', '-text']).stdout.match(/Serial Number/g)?.length, index + 1);
        }
        shop.make('verify', '-CAfile', 'ca.crt', `out${index}`);
      }
      const rows = shop.read('index.txt').trim().split('\n');
      assert.deepEqual(
        rows.map((row) => row.split('\t')[3]),
        ['01', '02', '03', '04', '05', '06'],
      );
      assert.equal(shop.read('serial'), '07\n');
    } finally {
      shop.close();
    }
  });
});
