/** `openssl asn1parse` beside ours: objects of every kind, options, garbage. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '../../lib/base/bytes.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

requireOrSkip('OpenSSL 3.0', opensslVersion !== undefined)('openssl asn1parse', function () {
  this.timeout(60_000);
  let shop: Workshop;
  before(() => {
    shop = new Workshop();
    shop.write(
      'config',
      '[req]\ndistinguished_name = dn\n[dn]\n[ext]\nsubjectAltName = DNS:a.example,IP:1.2.3.4\nbasicConstraints = critical,CA:TRUE\n1.2.3.4 = ASN1:BMP:wide\n',
    );
    shop.make('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'ec.key');
    shop.make('genrsa', '-out', 'rsa.key', '1024');
    shop.make('genpkey', '-algorithm', 'ED448', '-out', 'ed.key');
    shop.make(
      'req',
      '-x509',
      '-key',
      'ec.key',
      '-subj',
      '/C=US/O=\u00fc/CN=x/emailAddress=a@b/1.2.3.4.5=y',
      '-utf8',
      '-config',
      'config',
      '-extensions',
      'ext',
      '-out',
      'certificate',
    );
    shop.make('req', '-new', '-key', 'rsa.key', '-subj', '/CN=x', '-config', 'config', '-out', 'request');
    shop.make('x509', '-in', 'certificate', '-outform', 'DER', '-out', 'certificate.der');
    shop.make('x509', '-in', 'certificate', '-text', '-out', 'certificate.text');
    shop.make('ec', '-in', 'ec.key', '-param_enc', 'explicit', '-out', 'explicit.key');
    shop.write('names', '1.2.3.4.5 shortest The longest name\n1.2.3.4 only\n');
    shop.write('twice', shop.read('ec.key') + shop.read('certificate'));
    shop.write('blank', `text: here\n\n${shop.read('certificate')}`);
    shop.write('prelude', `text: here\nand-here\n${shop.read('certificate')}`);
    shop.make('rsa', '-in', 'rsa.key', '-traditional', '-aes128', '-passout', 'pass:secret', '-out', 'locked.key');
    shop.write('garbage', 'This is, as it were, no base64 at all!\n');
    shop.write('empty', '');
  });
  after(() => shop.close());

  /** Runs both, compares codes, words and octets. */
  async function same(...words: readonly string[]): Promise<void> {
    const theirs = spawnSync('openssl', ['asn1parse', ...words], { cwd: shop.folder, encoding: 'utf8', maxBuffer: 1 << 24, input: '' });
    const ours = await shop.certwright(['asn1parse', ...words]);
    const lines = (text: string): string[] => text.split('\n').filter((line) => !/^[0-9A-F]{16}:error:|^certwright: /.test(line));
    assert.deepEqual(
      { code: ours.code, stdout: ours.stdout, stderr: lines(ours.stderr) },
      { code: theirs.status, stdout: theirs.stdout, stderr: lines(theirs.stderr) },
      words.join(' '),
    );
  }

  it('certificates, requests and keys', async () => {
    for (const name of [
      'certificate',
      'certificate.text',
      'request',
      'ec.key',
      'rsa.key',
      'ed.key',
      'explicit.key',
      'twice',
      'blank',
      'prelude',
      'locked.key',
    ])
      for (const more of [[], ['-i'], ['-dump'], ['-dlimit', '5'], ['-dump', '-i', '-dlimit', '40']]) await same('-in', name, ...more);
    await same('-in', 'certificate.der', '-inform', 'DER');
    await same('-in', 'certificate', '-oid', 'names');
    await same('-in', 'certificate', '-strictpem');
    await same('-in', 'certificate', '-noout');
  });

  it('parts', async () => {
    for (const words of [
      ['-offset', '4'],
      ['-offset', '4', '-length', '30'],
      ['-offset', '100000'],
      ['-length', '10'],
      ['-length', '100000'],
      ['-offset', '-1'],
      ['-offset', '0'],
      ['-strparse', '4'],
      ['-strparse', '4', '-strparse', '10'],
      ['-strparse', '0'],
      ['-strparse', '99999'],
      ['-strparse', '5'],
      ['-strparse', '13'],
      ['-strparse', '39'],
      ['-strparse', '37'],
    ])
      await same('-in', 'certificate', ...words);
    await same('-in', 'rsa.key', '-strparse', '22');
    await same('-in', 'rsa.key', '-strparse', '22', '-out', 'theirs', '-noout');
  });

  it('wrong input', async () => {
    for (const words of [
      ['-in', 'garbage'],
      ['-in', 'garbage', '-strictpem'],
      ['-in', 'empty'],
      ['-in', 'nothing'],
      ['-in', 'certificate.der'],
      ['-in', 'certificate', '-inform', 'DER'],
      ['-nosuch'],
      ['more'],
    ])
      await same(...words);
  });

  it('values of every kind, good and bad', async () => {
    const values = `
      0101ff 010100 010105 0100 01020101 0201ff 020100 0200 02020001 0202ff80 020200ff 0a0105 0a0180 0a00 0a020001 0500 050101
      06032a0304 0600 06028001 060188 0603550403 060b2a8648ffffffffffffff7f 0304000102ff 0300 040161 0400 0403616200
      04030d0a09 0c0361c3a4 0c02c3 1203313233 1301612d 140161 150161 160161 170d3230303130313030303030305a 1800 190161 1a0161
      1b0161 1c0400000061 1e020061 0701aa 0800 0901aa 0d0101 1f1f0101 3000 3100 30030201 300302010530 3080020105
      30800201050000 30800201050000020106 3080308005000000 300602010500000201 30040000020105 8000 800101 a003020105 a000
      4001ff 600302010a c00101 e003020105 9f8101020102 bf1f03020105 df1f00 9fffffffffffff0100 30 3082 308200 30820003020105
      3084000000030201 308400000003020105 3089000000000000000003020105 3088ffffffffffffffff 1f 1f81 0480 00 0000 000101
      2403040161 24800401610000 30a0 3181800500 ff
    `
      .trim()
      .split(/\s+/)
      .concat('3080'.repeat(130));
    for (const [index, hex] of values.entries()) {
      writeFileSync(join(shop.folder, 'value'), fromHex(hex));
      await same('-in', 'value', '-inform', 'DER', ...(index % 2 === 0 ? [] : ['-dump']));
    }
  });

  it('values by their texts', async () => {
    shop.write(
      'gen.cnf',
      'asn1 = SEQUENCE:all\n[all]\na = INT:0x1234\nb = SEQ:none\nc = SET:set\nd = EXP:3A,SEQWRAP,IMP:40P,OCTWRAP,BITWRAP,UTF8:x\n[none]\n[set]\nb = UTF8:b\na = INT:1\nc = OCT:\n[loop]\nx = SEQ:loop\n',
    );
    const texts = [
      ...'BOOL:true BOOL:NO BOOL:maybe BOOL NULL NULL: NULL:x INT:0 INT:-1 INT:-0x80 INT:128 INT:x INT: ENUM:5 OID:1.2.3.4 OID:serverAuth OID:nope'.split(
        ' ',
      ),
      ...'UTC:200101000000Z UTC:2001 GENTIME:20200101000000Z GENTIME:x OCT:abc OCT OCTETSTRING: FORMAT:HEX,OCT:0A0b FORMAT:HEX,OCT:0 FORMAT:HEX,BITSTR:ff80'.split(
        ' ',
      ),
      ...'BITSTR:abc FORMAT:BITLIST,BITSTR:1,5,9 FORMAT:BITLIST,BITSTR:0 FORMAT:BITLIST,BITSTR:300 FORMAT:BITLIST,OCT:1 FORMAT:UTF8,INT:1 FORMAT:WHAT,INT:1'.split(
        ' ',
      ),
      ...'UTF8:abc UTF8:\u00fc FORMAT:UTF8,UTF8:\u00fc FORMAT:UTF8,BMP:\u00fc UNIV:ab BMP:ab T61:ab VISIBLE:ab PRINTABLE:ab PRINTABLE:a@b IA5:a@b IA5:\u00fc NUMERIC:12 NUMERIC:a GENSTR:ab'.split(
        ' ',
      ),
      ...'EXP:1,INT:1 EXPLICIT:17U,INT:1 EXP:100,INT:1 IMP:1,INT:1 IMP:200,SEQ: IMP:2,EXP:1,INT:1 EXP:1,IMP:2,INT:1 IMP:1,IMP:2,INT:1 IMP:1,OCTWRAP,INT:1 EXP:x,INT:1 EXP:1X,INT:1 EXP,INT:1'.split(
        ' ',
      ),
      ...'OCTWRAP,INT:1 BITWRAP,INT:1 SEQWRAP,INT:1 SETWRAP,SEQWRAP,INT:1 SEQ SEQ: SET: SEQ:all INT UTF8,x IMP:1 WHAT:1 utf8:x'.split(' '),
      'EXP:0, IMP:1 , UTF8: with, comma',
      'UTF8',
      '',
      `${'EXP:1,'.repeat(21)}INT:1`,
    ];
    for (const text of texts) await same('-genstr', text);
    for (const text of ['SEQ', 'SEQ:', 'IMP:200,SET', 'SEQ:all', 'SET:set', 'SEQ:nope', 'SEQ:loop'])
      await same('-genstr', text, '-genconf', 'gen.cnf');
    await same('-genconf', 'gen.cnf');
    await same('-genconf', 'names');
    await same('-genconf', 'nothing');
  });
});
