import assert from 'node:assert/strict';
import { encodeDer } from '../../../../lib/asn1/writer.ts';
import { latin1, utf8 } from '../../../../lib/base/bytes.ts';
import { isAddress, parseIpv4Host, parseIpv6Host } from '../../../../lib/postgres/libpq/addresses.ts';
import { checkServerHost, type HostCheck } from '../../../../lib/postgres/libpq/host-check.ts';
import { make, rawExtension } from '../../../support/chain-kit.ts';

type Entry = readonly [tag: number, octets: Uint8Array];

const dns = (name: string): Entry => [0x82, utf8(name)];
const ip = (...octets: readonly number[]): Entry => [0x87, Uint8Array.from(octets)];

function check(subject: string, entries: readonly Entry[], host: string, version = 15): HostCheck {
  const value = encodeDer((out) => out.sequence((list) => entries.forEach(([tag, octets]) => list.value(tag, octets))));
  const extensions = entries.length === 0 ? [] : [rawExtension('2.5.29.17', value)];
  return checkServerHost(make({ subject, names: null, extensions }).certificate, host, { version });
}

const fits = (name: string, host: string): boolean => check('CN=other', [dns(name)], host).ok;

describe('postgres/libpq/addresses', () => {
  it('reads IPv4 as inet_aton, up to the first blank', () => {
    for (const text of [
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '2130706433',
      '0x7f.1',
      '0x7f000001',
      '0177.0.0.1',
      '017700000001',
      '127.0.0.1 x',
      '127.1\t',
    ])
      assert.deepEqual(parseIpv4Host(text), [127, 0, 0, 1], text);
    for (const text of [
      '127.0.0.1.',
      '127.0.0.08',
      '127.0.0.1x',
      '0x',
      '',
      ' 127.0.0.1',
      '256.1.1.1',
      '127.16777216',
      '4294967296',
      '1.2.3.4.5',
      '::1',
      '-1',
    ])
      assert.equal(parseIpv4Host(text), undefined, text);
  });

  it('reads IPv6 as inet_pton, without zones', () => {
    assert.deepEqual(parseIpv6Host('::ffff:192.0.2.1'), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 1]);
    assert.equal(parseIpv6Host('2001:db8::9%1'), undefined);
    assert.equal(parseIpv6Host('127.0.0.1'), undefined);
    assert.deepEqual(['::1', '127.1', 'localhost', '[::1]'].map(isAddress), [true, true, false, false]);
  });
});

describe('postgres/libpq/host-check', () => {
  it('compares names without case and to the last dot', () => {
    assert.ok(fits('db.example.com', 'DB.Example.COM'));
    assert.ok(!fits('db.example.com', 'db.example.com.'));
    assert.ok(!fits('db.example.com', 'x.db.example.com'));
    assert.ok(fits('münchen.example', 'münchen.example'));
    assert.ok(!fits('münchen.example', 'MÜNCHEN.example'));
    assert.ok(!fits('xn--mnchen-3ya.example', 'münchen.example'));
  });

  it('lets a star stand for one label', () => {
    for (const host of ['a.example.com', 'A.EXAMPLE.com', '*.example.com', 'a..example.com', '..example.com'])
      assert.ok(fits('*.example.com', host), host);
    for (const host of ['example.com', '.example.com', 'a.b.example.com', 'a.example.com.']) assert.ok(!fits('*.example.com', host), host);
    assert.ok(fits('*.com', 'example.com'));
    assert.ok(fits('*.0.0.1', '127.0.0.1'));
    for (const [name, host] of [
      ['*', 'a'],
      ['*.', 'a.'],
      ['a*.example.com', 'ab.example.com'],
      ['*.*.com', 'a.b.com'],
    ] as const)
      assert.ok(!fits(name, host), name);
  });

  it('compares addresses in all spellings from 15 on', () => {
    for (const host of ['127.0.0.1', '127.1', '2130706433']) {
      assert.ok(check('CN=other', [ip(127, 0, 0, 1)], host).ok, host);
      assert.equal(check('CN=other', [ip(127, 0, 0, 1)], host, 14).reason, 'host-mismatch', host);
    }
    const mapped = ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1);
    assert.ok(check('CN=other', [mapped], '::ffff:7f00:1').ok);
    assert.equal(
      check('CN=other', [mapped], '127.0.0.1').message,
      'server certificate for "::ffff:127.0.0.1" does not match host name "127.0.0.1"',
    );
  });

  it('turns to the first common name where no entry is of the kind of the host', () => {
    assert.ok(check('CN=db.example', [ip(127, 0, 0, 1)], 'db.example').ok);
    assert.ok(check('CN=127.0.0.1', [dns('db.example')], '127.0.0.1').ok);
    assert.equal(check('CN=127.0.0.1', [dns('db.example')], '127.0.0.1', 14).reason, 'host-mismatch');
    assert.equal(check('CN=127.0.0.1', [ip(192, 0, 2, 1)], '127.0.0.1').reason, 'host-mismatch');
    assert.ok(check('CN=127.0.0.1', [ip(192, 0, 2, 1)], '127.0.0.1', 14).ok);
    assert.ok(check('CN=db.example', [[0x81, latin1('a@b.example')]], 'db.example').ok);
    assert.equal(check('CN=first+O=x,CN=second', [], 'third').names.length, 1);
    assert.equal(check('CN=127.1', [], '127.0.0.1').reason, 'host-mismatch');
    assert.equal(check('O=Example', [], 'db.example').message, "could not get server's host name from server certificate");
  });

  it('ends at the first match or error, in the order of the entries', () => {
    const cut: Entry = [0x82, latin1('db.example\0.evil')];
    assert.ok(check('CN=x', [dns('db.example'), cut], 'db.example').ok);
    assert.equal(check('CN=x', [cut, dns('db.example')], 'db.example').reason, 'name-embedded-null');
    assert.equal(
      check('CN=x', [ip(127, 0, 0, 1, 0), dns('db.example')], 'db.example').message,
      'certificate contains IP address with invalid length 5',
    );
    assert.equal(check('CN=x', [ip()], 'db.example').message, 'certificate contains IP address with invalid length 0');
    assert.ok(check('CN=db.example', [ip()], 'db.example', 14).ok);
    assert.equal(check('CN=db.example\\00x', [], 'db.example').message, "SSL certificate's name contains embedded null");
  });

  it('counts further names in its message', () => {
    assert.equal(
      check('CN=x', [dns('a'), dns('b')], 'c').message,
      'server certificate for "a" (and 1 other name) does not match host name "c"',
    );
    assert.equal(
      check('CN=x', [ip(192, 0, 2, 1), ip(192, 0, 2, 2)], 'c').message,
      'server certificate for "192.0.2.1" (and 2 other names) does not match host name "c"',
    );
  });

  it('wants a host, and a version it knows', () => {
    assert.equal(check('CN=x', [], '').reason, 'host-name-missing');
    assert.throws(() => check('CN=x', [], 'x', 11), { code: 'bad-option' });
    assert.throws(() => check('CN=x', [], 'x', 19), { code: 'bad-option' });
  });

  it('takes names that stand twice or do not decode for none', () => {
    const twice = [
      rawExtension('2.5.29.17', Uint8Array.of(0x30, 3, 0x82, 1, 0x61)),
      rawExtension('2.5.29.17', Uint8Array.of(0x30, 3, 0x82, 1, 0x62)),
    ];
    assert.ok(checkServerHost(make({ subject: 'CN=x', names: null, extensions: twice }).certificate, 'x').ok);
    const broken = [rawExtension('2.5.29.17', Uint8Array.of(0x30, 5))];
    assert.ok(checkServerHost(make({ subject: 'CN=x', names: null, extensions: broken }).certificate, 'x').ok);
  });
});
