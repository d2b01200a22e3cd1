/** `openssl pkcs12`, `pkcs7` and `crl2pkcs7` beside certwright's: the same words give the same output, talk and exit code, and each opens the other's files. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPkcs12 } from '../../lib/keystore/pkcs12/index.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, type Outcome, Workshop } from './openssl-tools.ts';

/** What a tool says but for OpenSSL's error queue and notes of ours. */
function talk({ stderr }: Outcome): string[] {
  return stderr.split('\n').filter((line) => line !== '' && !/^[0-9A-F]{16}:error:|^certwright: /.test(line));
}

/** Command lines over files that are there; keys come out in the clear, so that nothing is left to chance. */
const LINES: readonly string[] = [
  'pkcs12 -in modern.p12 -passin pass:secret -nodes',
  'pkcs12 -in modern.p12 -passin pass:secret -noenc -info',
  'pkcs12 -in modern.p12 -password pass:secret -nokeys -clcerts',
  'pkcs12 -in modern.p12 -password pass:secret -nokeys -cacerts',
  'pkcs12 -in modern.p12 -passin pass:secret -nocerts -nodes',
  'pkcs12 -in modern.p12 -passin pass:secret -info -noout',
  'pkcs12 -in modern.p12 -passin pass:wrong -nodes',
  'pkcs12 -in modern.p12 -passin pass:secret -nodes -out out.pem',
  'pkcs12 -in modern.p12 -passin file:nothing -nodes',
  'pkcs12 -in modern.p12 -passin pass:secret -twopass',
  'pkcs12 -in modern.p12 -passin pass:secret -nokeys -inkey x -name y -iter 5 -nomac',
  'pkcs12 -in 3des.p12 -passin pass:secret -nodes -info',
  'pkcs12 -in legacy.p12 -passin pass:secret -nodes -info -legacy',
  'pkcs12 -in nomac.p12 -passin pass:secret -nodes',
  'pkcs12 -in nomac.p12 -passin pass:secret -nodes -nomacver',
  'pkcs12 -in plain.p12 -passin pass:secret -nodes -info',
  'pkcs12 -in csp.p12 -passin pass:secret -nodes -info',
  'pkcs12 -in empty.p12 -passin pass: -nodes',
  'pkcs12 -in unicode.p12 -passin pass:pässwörd -nodes',
  'pkcs12 -in leaf.crt -passin pass:secret',
  'pkcs12 -in nothing -passin pass:secret',
  'pkcs12 extra',
  'pkcs12 -foo',
  'pkcs12 -export -in leaf.crt -passout pass:x',
  'pkcs12 -export -in leaf.crt -inkey ca.key -passout pass:x',
  'pkcs12 -export -in nothing -passout pass:x',
  'pkcs12 -export -in leaf.crt -inkey nothing -passout pass:x',
  'pkcs12 -export -in leaf.key -passout pass:x',
  'pkcs12 -export -in leaf.crt -inkey leaf.key -certfile nothing -passout pass:x',
  'pkcs12 -export -in leaf.crt -inkey leaf.key -certfile leaf.key -passout pass:x',
  'pkcs12 -export -in leaf.crt -inkey leaf.key -keypbe FOO -passout pass:x',
  'pkcs12 -export -in leaf.crt -inkey leaf.key -chain -passout pass:x',
  'pkcs12 -export -nocerts -nokeys -in leaf.crt -passout pass:x',
  'pkcs12 -export -in leaf.crt -inkey leaf.key -twopass -passout pass:x',
  'pkcs7 -in certs.p7b -print_certs',
  'pkcs7 -in certs.p7b -print_certs -noout',
  'pkcs7 -in certs.p7b -print_certs -text',
  'pkcs7 -in crl.p7b -print_certs',
  'pkcs7 -in crl.p7b -print_certs -noout -text',
  'pkcs7 -in certs.p7b',
  'pkcs7 -in certs.p7b -outform DER -out certs.der',
  'pkcs7 -in certs.p7b -noout',
  'pkcs7 -in signed.p7 -print_certs -noout',
  'pkcs7 -in leaf.crt',
  'pkcs7 -in nothing',
  'pkcs7 -in certs.p7b -inform DER',
  'pkcs7 extra',
  'crl2pkcs7 -nocrl -certfile leaf.crt -certfile ca.crt',
  'crl2pkcs7 -nocrl -certfile both.crt -out both.p7b',
  'crl2pkcs7 -in ca.crl -certfile leaf.crt',
  'crl2pkcs7 -in ca.crl -certfile leaf.crt -outform DER -out crl.der',
  'crl2pkcs7 -nocrl -certfile trusted.crt',
  'crl2pkcs7 -nocrl',
  'crl2pkcs7 -nocrl -certfile nothing',
  'crl2pkcs7 -in leaf.crt',
  'crl2pkcs7 -in nothing',
  'crl2pkcs7 extra',
];

/** What each side makes and the other opens: options of `-export`. */
const EXPORTS: readonly string[] = [
  '-name alice',
  '-name älice -certfile ca.crt -caname root',
  '-chain -CAfile ca.crt',
  '-in ca.crt -inkey ca.key -chain -CAfile ca.crt -caname root',
  '-keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha512 -iter 3000',
  '-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-2DES -macalg sha1',
  '-keypbe NONE -certpbe NONE',
  '-keypbe DES-EDE3-CBC -descert -noiter -nomaciter',
  '-nocerts',
  '-nokeys -certfile ca.crt -caname one -caname two',
  '-nomac',
  '-CSP Provider -LMK',
];

/** Schemes that OpenSSL writes, with its legacy provider, and certwright only reads. */
const READ_ONLY: readonly string[] = [
  'PBE-SHA1-RC2-40',
  'PBE-SHA1-RC2-128',
  'PBE-SHA1-RC4-40',
  'PBE-SHA1-RC4-128',
  'PBE-MD5-DES',
  'PBE-SHA1-DES',
];

requireOrSkip('the openssl command of version 3.0', opensslVersion !== undefined)('openssl pkcs12, pkcs7, crl2pkcs7', function () {
  this.timeout(120_000);
  const shop = new Workshop();
  const words = (line: string): string[] => line.split(' ');

  before(() => {
    shop.make(...words('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=ca -days 30'));
    shop.make(...words('req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf'));
    shop.write(
      'v3.cnf',
      'basicConstraints=CA:FALSE\n[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\n',
    );
    shop.make(...words('x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out leaf.crt -extfile v3.cnf -days 20'));
    shop.write('index.txt', '');
    shop.write('crlnumber', '01\n');
    shop.make(...words('ca -gencrl -config v3.cnf -cert ca.crt -keyfile ca.key -crldays 30 -out ca.crl'));
    shop.write('both.crt', shop.read('leaf.crt') + shop.read('ca.crt'));
    const base = 'pkcs12 -export -in leaf.crt -inkey leaf.key -certfile ca.crt -name alice';
    shop.make(...words(`${base} -caname root -passout pass:secret -out modern.p12`));
    shop.make(...words(`${base} -passout pass:secret -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -out 3des.p12`));
    shop.make(...words(`${base} -passout pass:secret -legacy -out legacy.p12`));
    shop.make(...words(`${base} -passout pass:secret -nomac -out nomac.p12`));
    shop.make(...words(`${base} -passout pass:secret -keypbe NONE -certpbe NONE -out plain.p12`));
    shop.make(...words(`${base} -passout pass:secret -CSP Provider -LMK -out csp.p12`));
    shop.make(...words(`${base} -passout pass: -out empty.p12`));
    shop.make(...words(`${base} -passout pass:pässwörd -out unicode.p12`));
    shop.make(...words('x509 -in leaf.crt -addtrust serverAuth -trustout -out trusted.crt'));
    shop.make(...words('crl2pkcs7 -nocrl -certfile leaf.crt -certfile ca.crt -out certs.p7b'));
    shop.make(...words('crl2pkcs7 -in ca.crl -certfile leaf.crt -out crl.p7b'));
    shop.make(...words('smime -sign -in v3.cnf -signer leaf.crt -inkey leaf.key -outform PEM -out signed.p7'));
  });

  after(() => shop.close());

  it('of -nodes, -noenc and ciphers the last one counts', async () => {
    for (const [asked, label] of [
      ['-nodes -aes128', 'BEGIN ENCRYPTED PRIVATE KEY'],
      ['-noenc -des3 -aes256', 'BEGIN ENCRYPTED PRIVATE KEY'],
      ['-des3 -noenc', 'BEGIN PRIVATE KEY'],
    ]) {
      const line = `pkcs12 -in modern.p12 -passin pass:secret -nocerts -passout pass:other ${asked}`;
      for (const { code, stdout } of [shop.openssl(words(line)), await shop.certwright(words(line))])
        assert.deepEqual([code, stdout.match(/BEGIN .*PRIVATE KEY/)?.[0]], [0, label], line);
    }
  });

  for (const line of LINES) {
    it(line, async () => {
      const out = /-out (\S+)/.exec(line)?.[1];
      const theirs = shop.openssl(words(line));
      const theirFile = out === undefined ? '' : readFileSync(join(shop.folder, out)).toString('latin1');
      const ours = await shop.certwright(words(line));
      assert.deepEqual(
        { code: ours.code, stdout: ours.stdout, talk: talk(ours) },
        { code: theirs.code, stdout: theirs.stdout, talk: talk(theirs) },
      );
      if (out !== undefined) assert.equal(readFileSync(join(shop.folder, out)).toString('latin1'), theirFile);
    });
  }

  for (const options of EXPORTS) {
    it(`-export ${options}: each opens the other's`, async () => {
      const line = `pkcs12 -export -in leaf.crt -inkey leaf.key ${options} -passout pass:secret`;
      shop.make(...words(`${line} -out theirs.p12`));
      await shop.makeOurs(...words(`${line} -out ours.p12`));
      const show = 'pkcs12 -passin pass:secret -nodes -info';
      const wanted = shop.openssl(words(`${show} -in theirs.p12`));
      assert.equal(wanted.code, 0);
      for (const seen of [
        await shop.certwright(words(`${show} -in theirs.p12`)),
        shop.openssl(words(`${show} -in ours.p12`)),
        await shop.certwright(words(`${show} -in ours.p12`)),
      ])
        assert.deepEqual({ stdout: seen.stdout, talk: talk(seen) }, { stdout: wanted.stdout, talk: talk(wanted) });
      assert.equal(shop.mode('ours.p12'), 0o600);
    });
  }

  for (const scheme of READ_ONLY) {
    it(`${scheme} is read and not written`, async () => {
      const line = `pkcs12 -export -legacy -in leaf.crt -inkey leaf.key -keypbe ${scheme} -certpbe ${scheme} -passout pass:secret`;
      shop.make(...words(`${line} -out old.p12`));
      const show = words('pkcs12 -in old.p12 -passin pass:secret -nodes -info -legacy');
      const [theirs, ours] = [shop.openssl(show), await shop.certwright(show)];
      assert.deepEqual({ stdout: ours.stdout, talk: talk(ours) }, { stdout: theirs.stdout, talk: talk(theirs) });
      const refused = await shop.certwright(words(line));
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /not supported by certwright/);
    });
  }

  it('-export -legacy: what both open without -legacy, and a note about RC2', async () => {
    const made = await shop.certwright(words('pkcs12 -export -legacy -in leaf.crt -inkey leaf.key -passout pass:secret -out ours.p12'));
    assert.equal(made.code, 0);
    assert.match(made.stderr, /^certwright: RC2 is not written/);
    const shown = shop.openssl(words('pkcs12 -in ours.p12 -passin pass:secret -noout -info'));
    assert.equal(shown.code, 0);
    assert.deepEqual(
      talk(shown).filter((text) => / Iteration /.test(text)),
      [
        'MAC: sha1, Iteration 2048',
        'PKCS7 Encrypted data: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048',
        'Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048',
      ],
    );
  });

  it('asks for what no option gives', async () => {
    const exported = await shop.certwright(words('pkcs12 -export -in leaf.crt -inkey leaf.key -out asked.p12'), {
      answers: ['horse', 'horse'],
    });
    assert.equal(exported.code, 0);
    assert.equal(exported.stderr, 'Enter Export Password:Verifying - Enter Export Password:');
    assert.equal(shop.openssl(words('pkcs12 -in asked.p12 -passin pass:horse -noout')).code, 0);
    const shown = await shop.certwright(words('pkcs12 -in asked.p12'), { answers: ['horse', 'battery', 'battery'] });
    assert.equal(shown.code, 0);
    assert.equal(shown.stderr, 'Enter Import Password:Enter PEM pass phrase:Verifying - Enter PEM pass phrase:');
    shop.write('asked.pem', shown.stdout);
    assert.equal(shop.openssl(words('pkey -in asked.pem -passin pass:battery -noout')).code, 0);
    const differing = await shop.certwright(words('pkcs12 -export -in leaf.crt -inkey leaf.key'), { answers: ['horse', 'other'] });
    assert.deepEqual([differing.code, differing.stdout], [1, '']);
    const twice = await shop.certwright(words('pkcs12 -export -twopass -in leaf.crt -inkey leaf.key -out twice.p12'), {
      answers: ['mac!', 'mac!', 'horse', 'horse'],
    });
    assert.equal(twice.code, 0);
    const back = await shop.certwright(words('pkcs12 -twopass -in twice.p12 -nodes'), { answers: ['mac!', 'horse'] });
    assert.equal(back.code, 0);
    const file = new Uint8Array(readFileSync(join(shop.folder, 'twice.p12')));
    assert.equal(readPkcs12(file, { passphrase: 'horse', macPassphrase: 'mac!' }).keys.length, 1);
  });

  it('opens its file with a passphrase as OpenSSL before 1.1 spelt it', async () => {
    shop.make(...words('pkcs12 -export -in leaf.crt -inkey leaf.key -passout pass:pÃ¤s -out old.p12'));
    const line = words('pkcs12 -in old.p12 -passin pass:päs -nodes');
    const [theirs, ours] = [shop.openssl(line), await shop.certwright(line)];
    assert.deepEqual([ours.stdout, talk(ours)], [theirs.stdout, talk(theirs)]);
    assert.deepEqual(talk(ours), ['Warning: using broken algorithm']);
  });
});
