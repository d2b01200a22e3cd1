import assert from 'node:assert/strict';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { netscapeCertType } from '../../../lib/x509/extensions/further.ts';
import { basicConstraints, keyUsage } from '../../../lib/x509/extensions/usage.ts';
import { keyNamed, make, type Made, rawExtension, type Recipe } from '../../support/chain-kit.ts';
import { outcome, type OutcomeInput } from '../../support/openssl-outcome.ts';

const CLIENT = '1.3.6.1.5.5.7.3.2';
const SERVER = '1.3.6.1.5.5.7.3.1';
const root = make({ subject: 'CN=Root', ca: true });

/** A leaf below an intermediate below the root; what is given changes one of them. */
function chainOf(
  change: { readonly root?: Partial<Recipe>; readonly inter?: Partial<Recipe>; readonly leaf?: Partial<Recipe> },
  input: Partial<OutcomeInput> = {},
): string {
  const top = make({ subject: 'CN=Root', ca: true, ...change.root });
  const inter = make({ subject: 'CN=Inter', issuer: top, ca: true, ...change.inter });
  return outcome(make({ subject: 'CN=alice', issuer: inter, ...change.leaf }), { sent: [inter], trusted: [top], ...input });
}

const constraints = (pathLength: bigint): Partial<Recipe> => ({
  extensions: [
    rawExtension(
      basicConstraints.oid,
      encodeDer((out) => out.sequence((inner) => inner.boolean(true).integer(pathLength))),
    ),
  ],
});

describe('check_extensions', () => {
  it('refuses unknown critical extensions at their depth, and takes those it knows', () => {
    const unknown = { extensions: [rawExtension('1.2.3.4', Uint8Array.of(5, 0), true)] };
    assert.equal(chainOf({ leaf: unknown }), 'unhandled-critical-extension@0');
    assert.equal(chainOf({ inter: unknown }), 'unhandled-critical-extension@1');
    assert.equal(chainOf({ root: unknown }), 'unhandled-critical-extension@2');
    assert.equal(chainOf({ leaf: { extensions: [rawExtension('2.5.29.36', Uint8Array.of(1), true)] } }), 'ok');
    assert.equal(
      chainOf({ leaf: { extensions: [rawExtension('1.3.6.1.5.5.7.1.24', Uint8Array.of(0x30, 0), true)] } }),
      'unhandled-critical-extension@0',
    );
  });

  it('refuses proxy certificates', () => {
    const info = encodeDer((out) => out.sequence((all) => all.sequence((policy) => policy.oid(oid('1.3.6.1.5.5.7.21.1')))));
    const proxy = { names: null, extensions: [rawExtension('1.3.6.1.5.5.7.1.14', info, true)] };
    assert.equal(chainOf({ leaf: proxy }), 'proxy-certificates-not-allowed@0');
    // with alternative names it is no certificate that anybody issued
    assert.equal(chainOf({ leaf: { ...proxy, names: [{ kind: 'dNSName', value: 'a' }] } }), 'unable-to-get-issuer-cert-locally@0');
  });

  it('reads resources, party names and directory names to their end: what does not decode belongs to nobody', () => {
    const inter = (id: string, value: readonly number[], times = 1): string =>
      chainOf({ inter: { extensions: Array.from({ length: times }, () => rawExtension(id, Uint8Array.from(value))) } });
    // inherit for IPv4, then a prefix and a range
    const blocks = [0x30, 0x08, 0x30, 0x06, 0x04, 0x02, 0, 1, 5, 0];
    assert.equal(inter('1.3.6.1.5.5.7.1.7', blocks), 'ok');
    const listed = [0x30, 0x17, 0x30, 0x15, 0x04, 0x02, 0, 1, 0x30, 0x0f, 3, 2, 0, 10, 0x30, 0x09, 3, 2, 0, 11, 3, 3, 0, 12, 1];
    assert.equal(inter('1.3.6.1.5.5.7.1.7', listed), 'ok');
    assert.notEqual(inter('1.3.6.1.5.5.7.1.7', blocks, 2), 'ok');
    assert.notEqual(inter('1.3.6.1.5.5.7.1.7', [0x30, 0x04, 0x30, 0x02, 5, 0]), 'ok');
    assert.equal(inter('1.3.6.1.5.5.7.1.8', [0x30, 0x07, 0xa0, 0x05, 0x30, 0x03, 2, 1, 7]), 'ok');
    assert.notEqual(inter('1.3.6.1.5.5.7.1.8', [0x30, 0x02, 5, 0]), 'ok');
    const leaf = (value: readonly number[]): string =>
      chainOf({ leaf: { names: null, extensions: [rawExtension('2.5.29.17', Uint8Array.from(value))] } });
    // ediPartyName with its partyName, and without
    assert.equal(leaf([0x30, 0x07, 0xa5, 0x05, 0xa1, 0x03, 0x0c, 1, 0x78]), 'ok');
    assert.equal(leaf([0x30, 0x02, 0xa5, 0x00]), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(leaf([0x30, 0x07, 0xa5, 0x05, 0xa1, 0x03, 0x16, 1, 0x78]), 'unable-to-get-issuer-cert-locally@0');
    // a directory name whose common name is a VisibleString
    const named = (tag: number): readonly number[] => [
      0x30,
      0x10,
      0xa4,
      0x0e,
      0x30,
      0x0c,
      0x31,
      0x0a,
      0x30,
      8,
      6,
      3,
      0x55,
      4,
      3,
      tag,
      1,
      0x78,
    ];
    assert.equal(leaf(named(0x0c)), 'ok');
    assert.equal(leaf(named(0x1a)), 'unable-to-get-issuer-cert-locally@0');
  });

  it('wants CA:TRUE of everything between leaf and anchor', () => {
    assert.equal(chainOf({ inter: { ca: false, usages: ['keyCertSign'] } }), 'invalid-ca@1');
    assert.equal(chainOf({ inter: { without: [basicConstraints.oid] } }), 'invalid-ca@1');
    assert.equal(chainOf({ inter: { bare: true } }), 'invalid-ca@1');
    assert.equal(chainOf({ inter: { usages: ['cRLSign'] } }), 'invalid-ca@1');
    assert.equal(chainOf({ inter: { usages: null } }), 'ok');
  });

  it('takes an anchor without basicConstraints of version 1, or by its keyUsage or Netscape type', () => {
    const none = [basicConstraints.oid, keyUsage.oid];
    assert.equal(chainOf({ root: { bare: true } }), 'ok');
    assert.equal(chainOf({ root: { without: [basicConstraints.oid] } }), 'ok');
    assert.equal(chainOf({ root: { without: none } }), 'invalid-ca@2');
    assert.equal(chainOf({ root: { version: 1, without: none } }), 'ok');
    const typed = (type: 'sslCA' | 'smimeCA'): Partial<Recipe> => ({
      without: none,
      extensions: [makeExtension(netscapeCertType, [type])],
    });
    assert.equal(chainOf({ root: typed('sslCA') }), 'ok');
    assert.equal(chainOf({ root: typed('smimeCA') }), 'invalid-purpose@2');
    assert.equal(chainOf({ root: { ca: false, usages: ['keyCertSign'] } }), 'invalid-ca@2');
  });

  it('asks neither a leaf nor a trusted self-signed leaf whether it is a CA', () => {
    assert.equal(chainOf({ leaf: { ca: true, usages: ['digitalSignature', 'keyCertSign'] } }), 'ok');
    const own = make({ subject: 'CN=alice' });
    assert.equal(outcome(own, { trusted: [own] }), 'ok');
    assert.equal(outcome(own, { trusted: [own], openssl: '1.1.1' }), 'unable-to-get-issuer-cert-locally@0');
  });

  it('counts path lengths without the leaf and without self-issued authorities', () => {
    assert.equal(chainOf({ root: { pathLength: 0 } }), 'path-length-exceeded@2');
    assert.equal(chainOf({ root: { pathLength: 1 } }), 'ok');
    assert.equal(chainOf({ inter: { pathLength: 0 } }), 'ok');
    // its anchor is self-issued, which 1.1.1 does not hold to a length
    assert.equal(chainOf({ root: { pathLength: 0 } }, { openssl: '1.1.1' }), 'ok');
    const top = make({ subject: 'CN=Root', ca: true, pathLength: 0 });
    const again = make({ subject: 'CN=Root', issuer: top, ca: true, key: keyNamed('next') });
    assert.equal(outcome(make({ subject: 'CN=alice', issuer: again }), { sent: [again], trusted: [top] }), 'ok');
  });

  it('takes lengths beyond every number as none, and a negative one for malformed', () => {
    assert.equal(chainOf({ root: constraints(2n ** 33n) }), 'ok');
    assert.equal(chainOf({ root: constraints(2n ** 100n) }), 'ok');
    assert.equal(chainOf({ inter: constraints(-1n) }), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(chainOf({ inter: constraints(-1n) }, { openssl: '1.1.1' }), 'ok');
  });

  it('wants the purpose of every certificate, and anyExtendedKeyUsage is none', () => {
    for (const [place, depth] of [
      ['leaf', 0],
      ['inter', 1],
      ['root', 2],
    ] as const) {
      assert.equal(chainOf({ [place]: { purposes: [SERVER] } }), `invalid-purpose@${depth}`);
      assert.equal(chainOf({ [place]: { purposes: ['2.5.29.37.0'] } }), `invalid-purpose@${depth}`);
      assert.equal(chainOf({ [place]: { purposes: [SERVER, CLIENT] } }), 'ok');
      assert.equal(chainOf({ [place]: { purposes: null } }), 'ok');
    }
    assert.equal(chainOf({ leaf: { extensions: [rawExtension('2.5.29.37', Uint8Array.of(0x30, 0))] } }), 'invalid-purpose@0');
  });

  it('holds the leaf to keyUsage and Netscape type of its side of TLS', () => {
    assert.equal(chainOf({ leaf: { usages: ['keyAgreement'] } }), 'ok');
    assert.equal(chainOf({ leaf: { usages: ['keyEncipherment'] } }), 'invalid-purpose@0');
    assert.equal(chainOf({ leaf: { usages: ['keyEncipherment'] } }, { purpose: 'serverAuth' }), 'ok');
    assert.equal(chainOf({ leaf: { extensions: [makeExtension(netscapeCertType, ['sslServer'])] } }), 'invalid-purpose@0');
    assert.equal(chainOf({ leaf: { extensions: [makeExtension(netscapeCertType, ['sslServer'])] } }, { purpose: 'serverAuth' }), 'ok');
    assert.equal(chainOf({ leaf: { purposes: ['2.16.840.1.113730.4.1'] } }, { purpose: 'serverAuth' }), 'ok');
  });

  it('takes octets behind an extension value, and an empty keyUsage for malformed', () => {
    const behind = encodeDer((out) => out.sequence((inner) => inner.boolean(true)).raw(Uint8Array.of(5, 0)));
    assert.equal(chainOf({ inter: { extensions: [rawExtension(basicConstraints.oid, behind)] } }), 'ok');
    assert.equal(chainOf({ inter: { usages: [] } }), 'unable-to-get-issuer-cert-locally@0');
    assert.equal(chainOf({ inter: { usages: [] } }, { openssl: '1.1.1' }), 'unable-to-get-issuer-cert-locally@0');
  });

  it('refuses curves that are given by numbers, but not to a lone leaf', () => {
    const key: Made = make({ subject: 'CN=x', key: keyNamed('numbers', 'ec') });
    assert.equal(
      outcome(make({ subject: 'CN=alice', issuer: root, publicKey: explicitP256(key) }), { trusted: [root] }),
      'ec-key-explicit-params@0',
    );
    const authority = make({ subject: 'CN=Inter', issuer: root, ca: true, key: keyNamed('numbers', 'ec'), publicKey: explicitP256(key) });
    const below = make({ subject: 'CN=alice', issuer: { ...authority, key: keyNamed('numbers', 'ec') } });
    assert.equal(outcome(below, { sent: [authority], trusted: [root] }), 'ec-key-explicit-params@1');
    assert.equal(outcome(below, { sent: [authority], trusted: [root], openssl: '1.1.1' }), 'ok');
  });

  it('does not take another generator for that of the curve (CVE-2020-0601)', () => {
    const key: Made = make({ subject: 'CN=x', key: keyNamed('numbers', 'ec') });
    const forged = explicitP256(key, key.key.publicKey.subarray(-65));
    const authority = make({ subject: 'CN=Inter', issuer: root, ca: true, key: keyNamed('numbers', 'ec'), publicKey: forged });
    const below = make({ subject: 'CN=alice', issuer: authority });
    assert.equal(outcome(below, { sent: [authority], trusted: [root], openssl: '1.1.1' }), 'cert-signature-failure@0');
  });
});

const GENERATOR =
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
const hex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The key of a certificate, P-256 by its numbers. */
function explicitP256({ key }: Made, generator: Uint8Array = hex(GENERATOR)): Uint8Array {
  const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const b = hex('5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b');
  return encodeDer((out) =>
    out.sequence((info) =>
      info
        .sequence((algorithm) =>
          algorithm.oid(oid('1.2.840.10045.2.1')).sequence((numbers) =>
            numbers
              .integer(1n)
              .sequence((field) => field.oid(oid('1.2.840.10045.1.1')).integer(p))
              .sequence((curve) => curve.octetString(hex((p - 3n).toString(16))).octetString(b))
              .octetString(generator)
              .integer(0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n),
          ),
        )
        .bitString(key.publicKey.subarray(-65)),
    ),
  );
}
