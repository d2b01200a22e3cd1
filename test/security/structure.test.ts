/** Attacks on the structure of what is read: fields left out, doubled and moved, names of a wrong type, text that is not base64. */
import assert from 'node:assert/strict';
import { verifyChain } from '../../lib/api/verify.ts';
import { scanDer, type Node } from '../support/der-tree.ts';
import { decodePem, encodePem } from '../../lib/asn1/pem.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { concatBytes, utf8 } from '../../lib/base/bytes.ts';
import { PkiError } from '../../lib/base/error.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { readBundle } from '../../lib/x509/bundle.ts';
import { type Certificate, parseCertificate } from '../../lib/x509/certificate.ts';
import { type CertificateList, parseCrl } from '../../lib/x509/crl.ts';
import { readExtension } from '../../lib/x509/extension.ts';
import { subjectAltName } from '../../lib/x509/extensions/alternative-names.ts';
import { AT, make, makeCrl, rawExtension } from '../support/chain-kit.ts';
import { throwsCode } from '../support/throws.ts';

const root = make({ subject: 'CN=Root', ca: true });
const ca = make({ subject: 'CN=CA', issuer: root, ca: true, pathLength: 0 });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const crls: readonly CertificateList[] = [makeCrl({ issuer: ca }), makeCrl({ issuer: root })];

function isGood(end: Certificate, given: readonly CertificateList[] = crls): boolean {
  return verifyChain({ leaf: end, intermediates: [ca.certificate], anchors: [root.certificate], crls: given, at: AT }).ok;
}

/** The tree written again with the children of one node changed, for every node and every change. */
function* rearranged(tree: Node, write: (whole: Uint8Array) => Uint8Array = (whole) => whole): Generator<Uint8Array, void> {
  const { children } = tree;
  if (children === undefined) return;
  const build = (nodes: readonly Uint8Array[]): Uint8Array => write(encodeDer((w) => w.value(tree.tag, concatBytes(...nodes))));
  const parts = children.map(({ der }) => der);
  for (let i = 0; i < parts.length; i++) {
    const [part, next] = [parts[i], parts[i + 1]] as readonly [Uint8Array, Uint8Array | undefined];
    const [before, after] = [parts.slice(0, i), parts.slice(i + 1)];
    yield build([...before, ...after]);
    yield build([...before, part, part, ...after]);
    if (next !== undefined) yield build([...before, next, part, ...parts.slice(i + 2)]);
    yield* rearranged(children[i] as Node, (changed) => build([...before, changed, ...after]));
  }
}

/** What was read, or undefined where it was refused as octets are refused. */
function readOr<T>(read: (der: Uint8Array) => T, der: Uint8Array): T | undefined {
  try {
    return read(der);
  } catch (error) {
    assert.ok(error instanceof PkiError, String(error));
    return undefined;
  }
}

describe('security history: structure', () => {
  it('begins with a good chain', () => assert.ok(isGood(leaf.certificate)));

  it('CVE-2025-12816, CVE-2026-28389, CVE-2026-28390: a certificate with a field left out, doubled or moved is refused or does not verify', () => {
    let [refused, read] = [0, 0];
    for (const der of rearranged(scanDer(leaf.certificate.der))) {
      const certificate = readOr(parseCertificate, der);
      if (certificate === undefined) refused++;
      else {
        read++;
        assert.equal(isGood(certificate), false);
      }
    }
    assert.ok(refused > 80 && read > 10, `${refused} refused, ${read} read`);
  });

  it('CVE-2025-12816: so is a CRL', () => {
    let tried = 0;
    for (const der of rearranged(scanDer((crls[0] as CertificateList).der))) {
      const crl = readOr(parseCrl, der);
      tried++;
      if (crl !== undefined) assert.equal(isGood(leaf.certificate, [crl, crls[1] as CertificateList]), false);
    }
    assert.ok(tried > 30, String(tried));
  });

  it('CVE-2023-0286: a GeneralName is of the type that its tag says, and of no other', () => {
    const names = (tag: number, content: Uint8Array): Certificate => {
      const value = encodeDer((w) => w.sequence((list) => list.value(tag, content)));
      return make({ subject: 'CN=leaf', issuer: ca, names: null, extensions: [rawExtension('2.5.29.17', value)] }).certificate;
    };
    const empty = new Uint8Array(0);
    const kinds: readonly [tag: number, kind: string, content: Uint8Array][] = [
      [0xa0, 'otherName', encodeDer((w) => w.oid(oid('1.2.3')).constructed(0xa0, (v) => v.null()))],
      [0x81, 'rfc822Name', utf8('a@example.com')],
      [0x82, 'dNSName', utf8('example.com')],
      [0xa3, 'x400Address', encodeDer((w) => w.sequence(() => undefined))],
      [0xa4, 'directoryName', encodeDer((w) => w.sequence(() => undefined))],
      [
        0xa5,
        'ediPartyName',
        encodeDer((w) =>
          w.value(
            0xa1,
            encodeDer((v) => v.value(0x0c, utf8('x'))),
          ),
        ),
      ],
      [0x86, 'uniformResourceIdentifier', utf8('http://example.com/')],
      [0x87, 'iPAddress', Uint8Array.of(1, 2, 3, 4)],
      [0x88, 'registeredID', Uint8Array.of(0x2a, 3)],
    ];
    for (const [tag, kind, content] of kinds) {
      assert.deepEqual(
        readExtension(names(tag, content), subjectAltName)?.map((name) => name.kind),
        [kind],
      );
      for (const [wrong] of kinds.map(([other]) => [other ^ 0x20] as const))
        assert.ok(readOr((der) => readExtension(parseCertificate(der), subjectAltName), names(wrong, content).der) === undefined);
    }
    for (const tag of [0x89, 0xa9, 0x30, 0x04, 0x9f]) assert.equal(isGood(names(tag, empty)), false);
  });

  it('CVE-2023-0286: an x400Address is no text and equals nothing, and constraints on one refuse', () => {
    const address = encodeDer((w) => w.constructed(0xa3, (inner) => inner.sequence(() => undefined)));
    const constraints = encodeDer((w) =>
      w.sequence((all) => all.constructed(0xa1, (excluded) => excluded.sequence((subtree) => subtree.raw(address)))),
    );
    const strict = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: [rawExtension('2.5.29.30', constraints, true)] });
    const value = encodeDer((w) => w.sequence((list) => list.raw(address)));
    const end = make({ subject: 'CN=leaf', issuer: strict, names: null, extensions: [rawExtension('2.5.29.17', value)] });
    const verdict = verifyChain({ leaf: end.certificate, intermediates: [strict.certificate], anchors: [root.certificate], at: AT });
    assert.ok(!verdict.ok);
    assert.equal(verdict.reason.code, 'name-constraint-unsupported');
  });

  it('CVE-2022-25898: what is not base64 is refused, not stepped over', () => {
    const pem = encodePem('CERTIFICATE', leaf.certificate.der);
    const lines = pem.split('\n');
    const [first, second = '', ...rest] = lines;
    for (const odd of ['!', '*', '-', '_', '\\', '\u00e9', '\0', '=', '%41', ','])
      for (const changed of [odd + second, second + odd, second.slice(0, 5) + odd + second.slice(5)]) {
        const text = [first, changed, ...rest].join('\n');
        assert.throws(() => decodePem(text), PkiError, JSON.stringify(odd));
      }
    assert.equal(decodePem([first, ` ${second.slice(0, 5)} \t${second.slice(5)}`, ...rest].join('\r\n')).length, 1);
  });

  it('CVE-2026-45447: a PKCS #7 without digests and signers gives its certificates and vouches for none', () => {
    const foreign = make({ subject: 'CN=Foreign', ca: true });
    const wrapped = encodeDer((w) =>
      w.sequence((info) =>
        info.oid(oid('1.2.840.113549.1.7.2')).constructed(0xa0, (content) =>
          content.sequence((signed) =>
            signed
              .integer(1)
              .value(0x31, new Uint8Array(0))
              .sequence((data) => data.oid(oid('1.2.840.113549.1.7.1')))
              .constructed(0xa0, (list) => list.raw(foreign.certificate.der))
              .value(0x31, new Uint8Array(0)),
          ),
        ),
      ),
    );
    const { certificates, errors } = readBundle(wrapped);
    assert.deepEqual([certificates.length, errors.length], [1, 0]);
    assert.equal(isGood(certificates[0] as Certificate), false);
  });

  it('CVE-2025-58185: a count that nobody fulfils allocates nothing, and 100,000 names are read as they come', () => {
    throwsCode('truncated', () => parseCertificate(Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x30, 0)));
    const many = encodeDer((w) => w.sequence((list) => list.raw(new Uint8Array(200_000).map((_, i) => (i % 2 === 0 ? 0x82 : 0)))));
    const end = make({ subject: 'CN=leaf', issuer: ca, names: null, extensions: [rawExtension('2.5.29.17', many)] });
    assert.equal(readExtension(end.certificate, subjectAltName)?.length, 100_000);
    const verdict = verifyChain({
      leaf: end.certificate,
      intermediates: [ca.certificate],
      anchors: [root.certificate],
      at: AT,
      peer: { kind: 'dns', value: 'example.com' },
    });
    assert.equal(verdict.ok, false);
    assert.ok(JSON.stringify(verdict).length < 10_000);
  });
});
