/**
 * Subject keys in `-text` dumps against those of the openssl command, byte for byte: EC keys on every curve it has, by name and by numbers, DSA, DH, and keys
 * that are broken in one way or another.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePem } from '../../lib/asn1/pem.ts';
import { DerReader } from '../../lib/asn1/reader.ts';
import { concatBytes, fromHex } from '../../lib/base/bytes.ts';
import { certificateText } from '../../lib/openssl/text/certificate.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { certificateOf, oid, seq, tlv } from './openssl-text-made.ts';

const hasOpenssl = (spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '').startsWith('OpenSSL 3.0.');

/** Parts of an ECParameters that have defaults: those of P-256. */
interface CurveParts {
  readonly version?: Uint8Array;
  readonly field?: Uint8Array;
  readonly a?: string;
  readonly b?: string;
  readonly seed?: Uint8Array;
  readonly base?: string;
  readonly order?: string;
  readonly cofactor?: Uint8Array;
}

const NONE = new Uint8Array(0);
const P256_X = '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296';
const P256_Y = '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
const P256_P = '00ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';
const K1_POINT =
  '0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8';
const POINT = `04${P256_X}${P256_Y}`;

function int(hex: string): Uint8Array {
  return tlv(2, fromHex(hex));
}

function curveOf(parts: CurveParts): Uint8Array {
  return seq(
    parts.version ?? int('01'),
    parts.field ?? seq(oid('1.2.840.10045.1.1'), int(P256_P)),
    seq(
      tlv(4, fromHex(parts.a ?? 'ffffffff00000001000000000000000000000000fffffffffffffffffffffffc')),
      tlv(4, fromHex(parts.b ?? '5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b')),
      parts.seed ?? tlv(3, fromHex('00c49d360886e704936a6678e1139d26b7819f7e90')),
    ),
    tlv(4, fromHex(parts.base ?? POINT)),
    int(parts.order ?? '00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
    parts.cofactor ?? int('01'),
  );
}

/** A SubjectPublicKeyInfo. */
function keyOf(algorithm: string, parameters: Uint8Array, key: Uint8Array | string, unused = 0): Uint8Array {
  const octets = typeof key === 'string' ? fromHex(key) : key;
  return seq(seq(oid(algorithm), parameters), tlv(3, Uint8Array.of(unused), octets));
}

const EC = '1.2.840.10045.2.1';
const DSA = '1.2.840.10040.4.1';
const DH = '1.2.840.113549.1.3.1';
const DHX = '1.2.840.10046.2.1';
const RSA = '1.2.840.113549.1.1.1';
const PSS = '1.2.840.113549.1.1.10';
const P256 = oid('1.2.840.10045.3.1.7');
const NULL = fromHex('0500');

/** A curve of 7 elements over the integers modulo 7: y^2 = x^3 + 3. */
const TINY: CurveParts = {
  field: seq(oid('1.2.840.10045.1.1'), int('07')),
  a: '00',
  b: '03',
  base: '040102',
  order: '0d',
  seed: NONE,
};

const numbered = (parts: CurveParts, point = POINT): Uint8Array => keyOf(EC, curveOf(parts), point);
const binary = (...inner: readonly Uint8Array[]): Uint8Array => seq(oid('1.2.840.10045.1.2'), seq(...inner));
const TP = oid('1.2.840.10045.1.2.3.2');
const PP = oid('1.2.840.10045.1.2.3.3');
const TWENTY = '0102030405060708090a0b0c0d0e0f1011121314';
const LARGE = `00${'c5'.repeat(64)}`;

const KEYS: Readonly<Record<string, Uint8Array>> = {
  'EC compressed': keyOf(EC, P256, `03${P256_X}`),
  'EC compressed, other half': keyOf(EC, P256, `02${P256_X}`),
  'EC compressed, no point': keyOf(EC, P256, `02${'00'.repeat(31)}02`),
  'EC hybrid': keyOf(EC, P256, `07${P256_X}${P256_Y}`),
  'EC hybrid, wrong half': keyOf(EC, P256, `06${P256_X}${P256_Y}`),
  'EC infinity': keyOf(EC, P256, '00'),
  'EC not on the curve': keyOf(EC, P256, `04${P256_X}${P256_X}`),
  'EC too large': keyOf(EC, P256, `04${'ff'.repeat(64)}`),
  'EC too short': keyOf(EC, P256, POINT.slice(0, -2)),
  'EC too long': keyOf(EC, P256, `${POINT}00`),
  'EC without octets': keyOf(EC, P256, ''),
  'EC of an odd form': keyOf(EC, P256, `05${P256_X}${P256_Y}`),

  'EC with unused bits': keyOf(EC, P256, POINT, 1),
  'EC without parameters': keyOf(EC, NONE, POINT),
  'EC with NULL': keyOf(EC, NULL, POINT),
  'EC on a curve without a name': keyOf(EC, oid('1.2.3.4'), POINT),
  'EC on a brainpool curve, no point': keyOf(EC, oid('1.3.36.3.3.2.8.1.1.7'), POINT),
  'numbers: as P-256': numbered({}),
  'numbers: without a seed': numbered({ seed: NONE }),
  'numbers: another seed': numbered({ seed: tlv(3, fromHex('000102')) }),
  'numbers: an empty seed': numbered({ seed: tlv(3, fromHex('00')) }),
  'numbers: without a cofactor': numbered({ cofactor: NONE }),
  'numbers: cofactor 0': numbered({ cofactor: int('00') }),
  'numbers: cofactor 2': numbered({ cofactor: int('02') }),
  'numbers: cofactor -1': numbered({ cofactor: int('ff') }),
  'numbers: secp256k1, with a seed': numbered(
    {
      field: seq(oid('1.2.840.10045.1.1'), int(`00${'ff'.repeat(27)}fefffffc2f`)),
      a: '00',
      b: '07',
      base: K1_POINT,
      order: `00${'ff'.repeat(15)}febaaedce6af48a03bbfd25e8cd0364141`,
    },
    K1_POINT,
  ),
  'numbers: version 2': numbered({ version: int('02') }),
  'numbers: version 9': numbered({ version: int('09') }),
  'numbers: compressed generator': numbered({ base: `03${P256_X}` }),
  'numbers: hybrid generator': numbered({ base: `07${P256_X}${P256_Y}` }),
  'numbers: generator at infinity': numbered({ base: '00' }),
  'numbers: no generator': numbered({ base: '' }),
  'numbers: negated generator': numbered({ base: `02${P256_X}` }),
  'numbers: generator not on the curve': numbered({ base: `04${P256_X}${P256_X}` }),
  'numbers: order of a bit more': numbered({ order: '01ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551' }),
  'numbers: order of two bits more': numbered({ order: '03ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551' }),
  'numbers: order 0': numbered({ order: '00' }),
  'numbers: order 1': numbered({ order: '01' }),
  'numbers: order -1': numbered({ order: 'ff' }),
  'numbers: a small order': numbered({ order: '010001', cofactor: NONE }),
  'numbers: a middling order': numbered({ order: `7f${'ff'.repeat(20)}`, cofactor: NONE }),
  'numbers: another order': numbered({ order: `7f${'ff'.repeat(31)}` }),
  'numbers: a that is not reduced': numbered({ a: '01fffffffe00000002000000000000000000000001fffffffffffffffffffffffb' }),
  'numbers: a with zeros': numbered({ a: '0000ffffffff00000001000000000000000000000000fffffffffffffffffffffffc' }),
  'numbers: compressed key': numbered({}, `03${P256_X}`),
  'numbers: key not on the curve': numbered({}, `04${P256_X}${P256_X}`),
  'numbers: key at infinity': numbered({}, '00'),
  'numbers: a tiny curve': numbered(TINY, '040102'),
  'numbers: a tiny curve, compressed': numbered({ ...TINY, base: '0201' }, '0301'),
  'numbers: a tiny curve, hybrid': numbered({ ...TINY, base: '060102' }, '070105'),
  'numbers: a tiny curve without a cofactor': numbered({ ...TINY, cofactor: NONE }, '040102'),
  'numbers: modulus -7': numbered({ ...TINY, field: seq(oid('1.2.840.10045.1.1'), int('f9')) }, '040102'),
  'numbers: modulus 8': numbered({ ...TINY, field: seq(oid('1.2.840.10045.1.1'), int('08')) }, '040102'),
  'numbers: modulus 0': numbered({ ...TINY, field: seq(oid('1.2.840.10045.1.1'), int('00')) }, '040102'),
  'numbers: modulus of 1,024 bits': numbered({ ...TINY, field: seq(oid('1.2.840.10045.1.1'), int(`00${'ff'.repeat(128)}`)) }, '040102'),
  'numbers: another field': numbered({ ...TINY, field: seq(oid('1.2.3.4'), int('07')) }, '040102'),
  'numbers: a basis of another kind': numbered({ ...TINY, field: binary(int('07'), oid('1.2.840.10045.1.2.3.1'), NULL) }, '040102'),
  'numbers: a trinomial in another order': numbered({ ...TINY, field: binary(int('07'), TP, int('08')) }, '040102'),
  'numbers: a trinomial without a middle': numbered({ ...TINY, field: binary(int('07'), TP, int('00')) }, '040102'),
  'numbers: a pentanomial in another order': numbered(
    { ...TINY, field: binary(int('07'), PP, seq(int('03'), int('02'), int('04'))) },
    '040102',
  ),
  'numbers: a tiny trinomial': numbered({ ...TINY, field: binary(int('03'), TP, int('01')), a: '00', b: '01', base: '040001' }, '040001'),
  'numbers: a tiny trinomial, no point': numbered({ ...TINY, field: binary(int('03'), TP, int('01')), a: '00', b: '01' }, '040101'),
  'DSA without parameters': keyOf(DSA, NONE, int('05')),
  'DSA with NULL': keyOf(DSA, NULL, int('05')),
  'DSA of small numbers': keyOf(DSA, seq(int('17'), int('0b'), int('04')), int('05')),
  'DSA of zeros': keyOf(DSA, seq(int('00'), int('00'), int('00')), int('00')),
  'DSA of negative numbers': keyOf(DSA, seq(int('ff'), int('80'), int('c5'.repeat(20))), int('c5'.repeat(20))),
  'DSA of a small negative number': keyOf(DSA, seq(int(LARGE), int(TWENTY), int(LARGE)), int('ff')),
  DSA: keyOf(DSA, seq(int(LARGE), int(TWENTY), int(LARGE)), int(LARGE)),
  'DSA of two parameters': keyOf(DSA, seq(int('17'), int('0b')), int('05')),
  'DSA of four parameters': keyOf(DSA, seq(int('17'), int('0b'), int('05'), int('05')), int('05')),
  'DSA without a number': keyOf(DSA, seq(int(LARGE), int(TWENTY), int(LARGE)), '0400'),
  'DSA with more behind': keyOf(DSA, seq(int(LARGE), int(TWENTY), int(LARGE)), concatBytes(int(LARGE), NULL)),
  DH: keyOf(DH, seq(int(LARGE), int('05')), int(LARGE)),
  'DH with a length': keyOf(DH, seq(int(LARGE), int('05'), int('00e0')), int(LARGE)),
  'DH with a length of 0': keyOf(DH, seq(int(LARGE), int('05'), int('00')), int(LARGE)),
  'DH with a negative length': keyOf(DH, seq(int(LARGE), int('05'), int('ff')), int(LARGE)),
  'DH with a huge length': keyOf(DH, seq(int(LARGE), int('05'), int('010000000000')), int(LARGE)),
  'DH without parameters': keyOf(DH, NONE, int(LARGE)),
  'DH with NULL': keyOf(DH, NULL, int(LARGE)),
  'DH of small numbers': keyOf(DH, seq(int('17'), int('05')), int('05')),
  'DH of a negative number': keyOf(DH, seq(int('17'), int('05')), int('ff')),
  'DH of zeros': keyOf(DH, seq(int('00'), int('00')), int('00')),
  'DH of no number': keyOf(DH, seq(int('17'), int('05')), '0400'),
  'DH of octets': keyOf(DH, seq(int('17'), int('05')), ''),
  DHX: keyOf(DHX, seq(int(LARGE), int('05'), int(TWENTY)), int(LARGE)),
  'DHX with j': keyOf(DHX, seq(int(LARGE), int('05'), int(TWENTY), int('07')), int(LARGE)),
  'DHX validated': keyOf(DHX, seq(int(LARGE), int('05'), int(TWENTY), seq(tlv(3, fromHex('00aabbcc')), int('0102'))), int(LARGE)),
  'DHX validated, with j': keyOf(
    DHX,
    seq(int(LARGE), int('05'), int(TWENTY), int(LARGE), seq(tlv(3, fromHex('00aabbcc')), int('05'))),
    int(LARGE),
  ),
  'DHX without q': keyOf(DHX, seq(int(LARGE), int('05')), int(LARGE)),
  'RSA without parameters': keyOf(RSA, NONE, seq(int(LARGE), int('010001'))),
  'RSA with others': keyOf(RSA, seq(), seq(int(LARGE), int('010001'))),
  'RSA of negative numbers': keyOf(RSA, NULL, seq(int('c5'.repeat(64)), int('ff'))),
  'RSA of zeros': keyOf(RSA, NULL, seq(int('00'), int('00'))),
  'RSA of three numbers': keyOf(RSA, NULL, seq(int(LARGE), int('03'), int('03'))),
  'RSA with more behind': keyOf(RSA, NULL, concatBytes(seq(int(LARGE), int('03')), NULL)),
  'RSA with zeros in front': keyOf(RSA, NULL, seq(int(`0000${'c5'.repeat(64)}`), int('0003'))),
  'RSA of an empty number': keyOf(RSA, NULL, seq(int(''), int('03'))),
  'RSA by its other name': keyOf('2.5.8.1.1', NULL, seq(int(LARGE), int('03'))),
  'PSS with NULL': keyOf(PSS, NULL, seq(int(LARGE), int('03'))),
  'PSS with a hash': keyOf(PSS, seq(tlv(0xa0, seq(oid('2.16.840.1.101.3.4.2.1'), NULL))), seq(int(LARGE), int('03'))),
  'PSS with a negative salt': keyOf(PSS, seq(tlv(0xa2, int('ff'))), seq(int(LARGE), int('03'))),
  'Ed25519 too short': keyOf('1.3.101.112', NONE, '00'.repeat(31)),
  'Ed25519 too long': keyOf('1.3.101.112', NONE, '00'.repeat(33)),
  'Ed25519 of zeros': keyOf('1.3.101.112', NONE, '00'.repeat(32)),
  'Ed25519 with NULL': keyOf('1.3.101.112', NULL, '00'.repeat(32)),
  'Ed448 too short': keyOf('1.3.101.113', NONE, '00'.repeat(56)),
  'X25519 too short': keyOf('1.3.101.110', NONE, '00'.repeat(31)),
  'X448 of zeros': keyOf('1.3.101.111', NONE, '00'.repeat(56)),
  'GOST R 34.10-2012': keyOf('1.2.643.7.1.1.1.1', seq(oid('1.2.643.7.1.2.1.1.1')), tlv(4, fromHex('aa'.repeat(64)))),
  'GOST R 34.10-2001': keyOf('1.2.643.2.2.19', seq(oid('1.2.643.2.2.35.1')), tlv(4, fromHex('aa'.repeat(64)))),
  'ML-DSA-44': keyOf('2.16.840.1.101.3.4.3.17', NONE, 'aa'.repeat(1312)),
  ElGamal: keyOf('1.3.14.7.2.1.1', NULL, int('05')),
  'SM2 as an algorithm': keyOf('1.2.156.10197.1.301', NONE, POINT),
};

/** What is not equal, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'EC with unused bits': 'our reader refuses the certificate: a key is whole octets (RFC 5480 2.2)',
};

requireOrSkip('OpenSSL 3.0', hasOpenssl)('text of keys', function () {
  this.timeout(120_000);
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'openssl-keys-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function shell(script: string): void {
    const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }

  /** Where our dumps of certificates with these keys are not those of OpenSSL. */
  function differences(keys: readonly (readonly [title: string, key: Uint8Array])[]): string[] {
    const made = keys.map(([title, key], index) => {
      const der = certificateOf({ key });
      writeFileSync(join(folder, `${index}.der`), der);
      return { title, der };
    });
    // one shell for all of them
    shell(`for i in $(seq 0 ${keys.length - 1}); do openssl x509 -inform DER -in $i.der -noout -text >$i.txt 2>$i.err; done; true`);
    return made.flatMap(({ title, der }, index) => {
      const theirs = readFileSync(join(folder, `${index}.txt`), 'utf8').replaceAll(/^[0-9A-F]{8,}:error:.*\n/gm, '');
      let ours: string;
      try {
        ours = certificateText(parseCertificate(der, { reading: 'openssl' }));
      } catch (error) {
        ours = String(error);
      }
      const listed = title in DIFFERENCES;
      if ((ours === theirs) !== listed) return [];
      if (listed) return [`${title}: equal, and yet listed`];
      const [a, b] = [ours.split('\n'), theirs.split('\n')];
      const line = a.findIndex((text, at) => text !== b[at]);
      return [`${title}: "${a[line]}" is "${b[line]}" with openssl`];
    });
  }

  it('every curve, by its name and by its numbers', () => {
    shell(`openssl ecparam -list_curves | sed -n 's/^  \\([A-Za-z0-9-]*\\) *:.*/\\1/p' >curves
      while read -r curve; do
        openssl ecparam -name $curve -outform DER -out name.$curve
        openssl ecparam -name $curve -param_enc explicit -outform DER -out numbers.$curve
      done <curves`);
    const curves = readFileSync(join(folder, 'curves'), 'utf8').trim().split('\n');
    assert.equal(curves.length, 82);
    const keys = curves.flatMap((curve) => {
      const numbers = readFileSync(join(folder, `numbers.${curve}`));
      const base = new DerReader(numbers).sequence('', (inner) => {
        const fields = [inner.any(''), inner.any(''), inner.any('')];
        assert.equal(fields.length, 3);
        const octets = inner.octetString('');
        while (!inner.done) inner.any('');
        return octets;
      });
      const name = readFileSync(join(folder, `name.${curve}`));
      return [
        [curve, keyOf(EC, name, base)],
        [`${curve} by numbers`, keyOf(EC, numbers, base)],
      ] as const;
    });
    assert.deepEqual(differences(keys), []);
  });

  it('DH groups with names', () => {
    const groups = ['ffdhe', 'modp_'].flatMap((kind) => [1536, 2048, 3072, 4096, 6144, 8192].map((bits) => `${kind}${bits}`)).slice(1);
    groups.push('dh_1024_160', 'dh_2048_224', 'dh_2048_256');
    shell(`for group in ${groups.join(' ')}; do
      openssl genpkey -genparam -algorithm DHX -pkeyopt group:$group -out $group
    done`);
    const keys = groups.flatMap((group) => {
      const parameters = decodePem(readFileSync(join(folder, group), 'utf8'))[0]?.der ?? assert.fail(group);
      const [p, g] = new DerReader(parameters).sequence('', (inner) => {
        const read = [inner.any('').der, inner.any('').der] as const;
        inner.any('');
        return read;
      });
      return [
        [group, keyOf(DHX, parameters, p)],
        [`${group} with another q`, keyOf(DHX, seq(p, g, int('05')), p)],
        [`${group} without q`, keyOf(DH, seq(p, g), p)],
        [`${group} with a length`, keyOf(DH, seq(p, g, int('00e1')), p)],
        [`${group} with another g`, keyOf(DH, seq(p, int('07')), p)],
      ] as const;
    });
    assert.equal(keys.length, 70);
    assert.deepEqual(differences(keys), []);
  });

  it('broken and unusual keys', () => {
    assert.deepEqual(differences(Object.entries(KEYS)), []);
  });
});
