/**
 * Our `-text` dumps against those of the openssl command, byte for byte: a certificate for every extension and every form of value in
 * x509v3_config(5), names of every string type, keys and signatures of every kind, requests, and CRLs. What differs is listed with its reason, and a listed
 * one that is equal fails too.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePem } from '../../lib/asn1/pem.ts';
import { concatBytes, fromHex, fromLatin1, latin1 } from '../../lib/base/bytes.ts';
import { outputOctets } from '../../lib/openssl/octets.ts';
import { certificateText } from '../../lib/openssl/text/certificate.ts';
import { crlText } from '../../lib/openssl/text/crl.ts';
import { requestText } from '../../lib/openssl/text/request.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import { parseRequest } from '../../lib/x509/request.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { EXTENSION_LINES, SECTIONS } from './openssl-text-extensions.ts';
import {
  attribute,
  certificateOf,
  crlOf,
  entryOf,
  extension,
  NO_SUBJECTS,
  nameOf,
  oid,
  requestOf,
  seq,
  SUBJECTS,
  time,
  tlv,
} from './openssl-text-made.ts';

const hasOpenssl = (spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '').startsWith('OpenSSL 3.0.');

const TAKEN = Object.entries(SUBJECTS).filter(([title]) => !NO_SUBJECTS.includes(title));

/** What is not equal, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'request: an attribute without values': 'OpenSSL stops in the middle of the dump, which is an error of its own',
};

requireOrSkip('OpenSSL 3.0', hasOpenssl)('text corpus', function () {
  this.timeout(120_000);
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'openssl-corpus-'));
    const ca = 'subjectKeyIdentifier = hash\nsubjectAltName = email:ca@example,DNS:ca.example\n';
    writeFileSync(join(folder, 'ca.cnf'), `[req]\ndistinguished_name = dn\n[ca]\n${ca}\n[dn]\n`);
    make('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'key');
    make('req', '-x509', '-key', 'key', '-subj', '/CN=ca/O=x', '-config', 'ca.cnf', '-extensions', 'ca', '-out', 'ca');
    make('req', '-new', '-key', 'key', '-subj', '/CN=x/emailAddress=me@example', '-config', 'ca.cnf', '-out', 'request');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function openssl(
    words: readonly string[],
    input: string | Uint8Array = '',
  ): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync('openssl', words, { cwd: folder, input, encoding: 'latin1', maxBuffer: 1 << 26 });
    return { code: status, stdout, stderr };
  }

  function make(...words: readonly string[]): string {
    const { code, stdout, stderr } = openssl(words);
    assert.equal(code, 0, `${words.join(' ')}: ${stderr}`);
    return stdout;
  }

  const READERS: Readonly<Record<string, (der: Uint8Array) => string>> = {
    x509: (der) => certificateText(parseCertificate(der, { reading: 'openssl' })),
    req: (der) => requestText(parseRequest(der, { reading: 'openssl' })),
    crl: (der) => crlText(parseCrl(der)),
  };

  /** Where the dumps of objects differ, but for what is listed. */
  function compare(command: 'x509' | 'req' | 'crl', objects: readonly (readonly [title: string, der: Uint8Array])[]): string[] {
    return objects.flatMap(([title, der]) =>
      difference(title, der, command, openssl([command, '-inform', 'DER', '-noout', '-text'], der).stdout),
    );
  }

  /** Where our dump of an object is not the one of OpenSSL; nothing where they are equal, or differ as listed. */
  function difference(title: string, der: Uint8Array, command: string, dump: string): string[] {
    // errors of OpenSSL's queue, with addresses of its memory
    const theirs = dump.replaceAll(/^[0-9A-F]{8,}:error:.*\n/gm, '');
    let ours: string;
    try {
      ours = fromLatin1(outputOctets(READERS[command]?.(der) ?? ''));
    } catch (error) {
      ours = String(error);
    }
    const listed = title in DIFFERENCES;
    if ((ours === theirs) !== listed) return [];
    return [`${title}: ${listed ? 'equal, and yet listed' : firstDifference(ours, theirs)}`];
  }

  it('lists no more than one difference in a hundred', () => {
    assert.ok(Object.keys(DIFFERENCES).length * 100 < EXTENSION_LINES.length + 4 * TAKEN.length + 80);
  });

  it('every extension', () => {
    const sections = EXTENSION_LINES.map(
      (line, index) => `[c${index}]\nsubjectKeyIdentifier = 01:02\n${line.replace(/DER:.*$/, (der) => der.replaceAll(' ', ''))}\n`,
    );
    writeFileSync(join(folder, 'all.cnf'), `${SECTIONS}\n${sections.join('')}`);
    // one shell for all of them, half the time of a process from here for each
    const script = `for i in $(seq 0 ${EXTENSION_LINES.length - 1}); do
      openssl x509 -req -in request -CA ca -CAkey key -set_serial 5 -extfile all.cnf -extensions c$i -out c$i.pem -text 2>c$i.err || echo c$i
    done`;
    assert.equal(spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' }).stdout, '');
    const made = EXTENSION_LINES.map((line, index) => {
      const [dump = '', pem = ''] = readFileSync(join(folder, `c${index}.pem`), 'latin1').split(/(?=-----BEGIN CERTIFICATE-----\n)/);
      return { line, dump, der: decodePem(pem)[0]?.der ?? assert.fail(line) };
    });
    assert.ok(made.length > 280);
    const different = made.flatMap(({ line, dump, der }) => difference(line, der, 'x509', dump));
    assert.deepEqual(different, []);
  });

  it('names', () => {
    const subjects = TAKEN.map(([title, rdns]) => [title, certificateOf({ subject: nameOf(rdns) })] as const);
    assert.deepEqual(compare('x509', subjects), []);
  });

  it('names inside of extensions', () => {
    const names = Object.entries(SUBJECTS).map(([title, rdns]) => {
      const name = tlv(0xa4, nameOf(rdns));
      const names = [extension('2.5.29.17', seq(name)), extension('2.5.29.31', seq(seq(tlv(0xa2, name))))];
      return [`extensions: ${title}`, certificateOf({ behindKey: [tlv(0xa3, seq(...names))] })] as const;
    });
    assert.deepEqual(compare('x509', names), []);
  });

  it('serial numbers, versions, dates, identifiers, algorithms', () => {
    const date = (tag: number, from: string, to: string): readonly [Uint8Array, Uint8Array] => [time(tag, from), time(tag, to)];
    const cases: Readonly<Record<string, Parameters<typeof certificateOf>[0]>> = {
      'serial 0': { serial: '00' },
      'serial -1': { serial: 'ff' },
      'serial -128': { serial: '80' },
      'serial of 8 octets': { serial: '7fffffffffffffff' },
      'serial of 9 octets': { serial: '008000000000000000' },
      'serial of 20 octets': { serial: '0102030405060708090a0b0c0d0e0f1011121314' },
      'serial of 40 octets': { serial: '01'.repeat(40) },
      'negative serial of 20 octets': { serial: `80${'01'.repeat(19)}` },
      'version 1': { version: new Uint8Array(0) },
      'version 2': { version: fromHex('a003020101') },
      'version 4': { version: fromHex('a003020103') },
      'version 128': { version: fromHex('a00302017f') },
      'version 0': { version: fromHex('a0030201ff') },
      'dates 1950 and 2049': { dates: date(0x17, '500101000000Z', '491231235959Z') },
      'dates 1999 and 9999': { dates: [time(0x17, '991231235959Z'), time(0x18, '99991231235959Z')] },
      'dates 0001 and 1900': { dates: date(0x18, '00010101000000Z', '19000228235959Z') },
      'dates of one digit': { dates: date(0x17, '200303040506Z', '200202000000Z') },
      'identifiers of issuer and subject': {
        behindKey: [tlv(0x81, fromHex('000102030405060708090a0b0c0d0e0f101112131415')), tlv(0x82, fromHex('00ff'))],
      },
      'identifier with unused bits': { behindKey: [tlv(0x81, fromHex('04f0'))] },
      'empty identifier': { behindKey: [tlv(0x81, fromHex('00'))] },
      'empty extensions': { behindKey: [tlv(0xa3, seq())] },
      'unknown algorithm': { algorithm: seq(oid('1.2.3.4')) },
      'algorithm with parameters': { algorithm: seq(oid('1.2.840.113549.1.1.11'), fromHex('0500')) },
      'empty signature': { signature: fromHex('030100') },
      'signature of unused bits': { signature: fromHex('03020480') },
      'DSA signature': { algorithm: seq(oid('1.2.840.10040.4.3')) },
      'DSA with SHA-256': { algorithm: seq(oid('2.16.840.1.101.3.4.3.2')) },
      'DSA signature of other octets': { algorithm: seq(oid('1.2.840.10040.4.3')), signature: fromHex('030400010203') },
      'PSS without parameters': { algorithm: seq(oid('1.2.840.113549.1.1.10')) },
      'PSS with NULL': { algorithm: seq(oid('1.2.840.113549.1.1.10'), fromHex('0500')) },
      'PSS by default': { algorithm: seq(oid('1.2.840.113549.1.1.10'), seq()) },
      'PSS with another mask': { algorithm: seq(oid('1.2.840.113549.1.1.10'), seq(tlv(0xa1, seq(oid('1.2.3.4'))))) },
      'PSS with a trailer': {
        algorithm: seq(oid('1.2.840.113549.1.1.10'), seq(tlv(0xa2, fromHex('020200ff')), tlv(0xa3, fromHex('020102')))),
      },
      'unknown key': { key: seq(seq(oid('1.2.3.4')), fromHex('03020005')) },
      'RSA key of other octets': { key: seq(seq(oid('1.2.840.113549.1.1.1'), fromHex('0500')), fromHex('03020005')) },
      'small RSA key': {
        key: seq(
          seq(oid('1.2.840.113549.1.1.1'), fromHex('0500')),
          tlv(3, fromHex('00'), seq(fromHex('020900c000000000000001'), fromHex('020103'))),
        ),
      },
    };
    assert.deepEqual(
      compare(
        'x509',
        Object.entries(cases).map(([title, parts]) => [title, certificateOf(parts)] as const),
      ),
      [],
    );
  });

  it('keys', () => {
    const kinds: Readonly<Record<string, readonly string[]>> = {
      ...Object.fromEntries(
        [
          'prime192v1',
          'secp224r1',
          'secp256k1',
          'brainpoolP224r1',
          'brainpoolP256r1',
          'brainpoolP320r1',
          'brainpoolP384t1',
          'brainpoolP512r1',
          'prime239v1',
          'secp521r1',
          'SM2',
        ].map((curve) => [curve, ['EC', '-pkeyopt', `ec_paramgen_curve:${curve}`]]),
      ),
      X25519: ['X25519'],
      X448: ['X448'],
      ED25519: ['ED25519'],
      ED448: ['ED448'],
      'RSA 1024': ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
      'RSA with a large exponent': ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024', '-pkeyopt', 'rsa_keygen_pubexp:36893488147419103233'],
      'explicit parameters': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'],
      DH: ['DH', '-pkeyopt', 'group:ffdhe2048'],
    };
    const made = Object.entries(kinds).map(([title, words]) => {
      make('genpkey', '-algorithm', ...words, '-out', 'subject.key');
      make('pkey', '-in', 'subject.key', '-pubout', '-out', 'subject.pub');
      const pem = make('x509', '-req', '-in', 'request', '-CA', 'ca', '-CAkey', 'key', '-set_serial', '5', '-force_pubkey', 'subject.pub');
      return [`key ${title}`, decodePem(pem)[0]?.der ?? assert.fail(title)] as const;
    });
    assert.deepEqual(compare('x509', made), []);
  });

  it('requests', () => {
    const text = (tag: number, value: string): Uint8Array => tlv(tag, latin1(value));
    const wish = (...list: readonly Uint8Array[]): Uint8Array => attribute('1.2.840.113549.1.9.14', seq(...list));
    const names = extension('2.5.29.17', seq(tlv(0x82, latin1('a.example'))));
    const others = extension('2.5.29.17', seq(tlv(0x82, latin1('b.example'))));
    const cases: Readonly<Record<string, Uint8Array>> = {
      'no attributes': requestOf([]),
      'a challenge': requestOf([attribute('1.2.840.113549.1.9.7', text(0x0c, 'secret'))]),
      'every string type': requestOf([
        attribute('1.2.840.113549.1.9.2', ...[0x0c, 0x12, 0x13, 0x14, 0x16, 0x1a].map((tag) => text(tag, '1234'))),
        attribute('1.2.840.113549.1.9.8', text(0x1c, '\0\0\0a'), text(0x1e, '\0a\0b')),
      ]),
      'octets above 0x7f': requestOf([attribute('1.2.840.113549.1.9.2', text(0x13, 'a\u00e9b'), text(0x0c, '\u00c3\u00a9'))]),
      'other types': requestOf([attribute('1.2.3.4', fromHex('0101ff'), fromHex('020105'), fromHex('0500'), seq())]),
      'an attribute of many octets': requestOf([attribute('1.2.840.113549.1.9.2', text(0x0c, 'a\nb\0c'), text(0x0c, 'x'.repeat(300)))]),
      'a name longer than the column': requestOf([attribute('1.2.840.113549.1.9.9', text(0x0c, 'x'))]),
      'an attribute without values': requestOf([attribute('1.2.840.113549.1.9.7')]),
      'wished extensions': requestOf([wish(names)]),
      'wished extensions and others': requestOf([
        attribute('1.2.840.113549.1.9.7', text(0x13, 'secret')),
        wish(names, extension('2.5.29.15', fromHex('03020780'), true)),
      ]),
      "Microsoft's wished extensions": requestOf([attribute('1.3.6.1.4.1.311.2.1.14', seq(names))]),
      "Microsoft's and the standard's": requestOf([attribute('1.3.6.1.4.1.311.2.1.14', seq(names)), wish(others)]),
      'two wishes': requestOf([wish(names), wish(others)]),
      'a wish of two values': requestOf([attribute('1.2.840.113549.1.9.14', seq(names), seq(others))]),
      'a wish without values': requestOf([attribute('1.2.840.113549.1.9.14')]),
      'a wish for one extension twice': requestOf([wish(names, others)]),
      'no wished extension': requestOf([wish()]),
      "Microsoft's attributes": requestOf([
        attribute('1.3.6.1.4.1.311.13.2.3', text(0x16, '10.0.1')),
        attribute('1.3.6.1.4.1.311.21.20', seq(fromHex('020105'))),
      ]),
      ...Object.fromEntries(TAKEN.map(([title, rdns]) => [`subject ${title}`, requestOf([], nameOf(rdns))])),
    };
    assert.deepEqual(
      compare(
        'req',
        Object.entries(cases).map(([title, der]) => [`request: ${title}`, der] as const),
      ),
      [],
    );
  });

  it('CRLs', () => {
    const next = [time(0x17, '200101000000Z'), time(0x17, '200201000000Z')];
    const number = extension('2.5.29.20', fromHex('020105'));
    const directory = tlv(0xa4, nameOf([[['2.5.4.3', 0x0c, 'x']], [['2.5.4.10', 0x0c, 'y']]]));
    const reasons = ['01', '02', '03', '04', '05', '06', '08', '09', '0a'].map((reason, index) =>
      entryOf(`0${index + 1}`, extension('2.5.29.21', concatBytes(fromHex('0a01'), fromHex(reason)))),
    );
    const point = (hex: string, critical = true): Uint8Array => extension('2.5.29.28', fromHex(hex), critical);
    const cases: Readonly<Record<string, Uint8Array>> = {
      'version 1': crlOf({ version: [] }),
      'version 1 with entries': crlOf({ version: [], times: next, entries: [entryOf('05')] }),
      'no entries': crlOf({ times: next, extensions: [number] }),
      'an empty list': crlOf({ times: next, entries: [], extensions: [number] }),
      reasons: crlOf({ times: next, entries: reasons, extensions: [number] }),
      'serial numbers': crlOf({
        times: next,
        entries: ['00', 'ff', '8001', '7fffffffffffffffff', '0102030405060708090a0b0c0d0e0f1011121314'].map((serial) => entryOf(serial)),
      }),
      'entry extensions': crlOf({
        times: next,
        entries: [
          entryOf('05', extension('2.5.29.24', time(0x18, '20190101000000Z'))),
          entryOf('06', extension('2.5.29.21', fromHex('0a0106')), extension('2.5.29.23', oid('1.2.840.10040.2.1'))),
          entryOf('07', extension('2.5.29.29', seq(directory), true)),
          entryOf('08', extension('1.2.3.4', fromHex('0500')), extension('1.2.3.5', fromHex('0c0141'))),
        ],
      }),
      'a delta': crlOf({ times: next, extensions: [number, extension('2.5.29.27', fromHex('020103'), true)] }),
      'a large number': crlOf({
        times: next,
        extensions: [extension('2.5.29.20', fromHex('02140102030405060708090a0b0c0d0e0f1011121314'))],
      }),
      'the key of the issuer': crlOf({
        times: next,
        extensions: [extension('2.5.29.35', fromHex('300480020102')), extension('2.5.29.18', seq(directory))],
      }),
      'where newer ones are': crlOf({
        times: next,
        extensions: [
          extension('2.5.29.46', seq(seq(tlv(0xa0, tlv(0xa0, tlv(0x86, latin1('http://x'))))))),
          extension('1.3.6.1.5.5.7.1.1', seq()),
        ],
      }),
      'scope: users': crlOf({ times: next, extensions: [point('30038101ff')] }),
      'scope: CAs, indirect': crlOf({ times: next, extensions: [point('30068201ff8401ff')] }),
      'scope: attributes': crlOf({ times: next, extensions: [point('30038501ff')] }),
      'scope: reasons': crlOf({ times: next, extensions: [point('300483020560')] }),
      'scope: a name': crlOf({ times: next, extensions: [point('300ea00ca00a8608687474703a2f2f78')] }),
      'scope: nothing': crlOf({ times: next, extensions: [point('3000', false)] }),
      'generalized times': crlOf({ times: [time(0x18, '20500101000000Z'), time(0x18, '99991231235959Z')] }),
    };
    assert.deepEqual(
      compare(
        'crl',
        Object.entries(cases).map(([title, der]) => [`CRL: ${title}`, der] as const),
      ),
      [],
    );
  });
});

function firstDifference(ours: string, theirs: string): string {
  const [a, b] = [ours.split('\n'), theirs.split('\n')];
  const line = a.findIndex((text, index) => text !== b[index]);
  return `"${a[line]}" is "${b[line]}" with openssl; next "${a[line + 1]}" is "${b[line + 1]}"`;
}
