import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import type { OpensslVersion } from '../../../lib/openssl-verify/types.ts';
import { verifyLikeOpenssl } from '../../../lib/openssl-verify/verify.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { type GeneralSubtree, nameConstraints } from '../../../lib/x509/extensions/name-constraints.ts';
import type { GeneralName } from '../../../lib/x509/general-name.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { AT, keyNamed, type Made, make } from '../../support/chain-kit.ts';

type Bases = readonly (GeneralName | GeneralSubtree)[];

interface Asked {
  readonly permitted?: Bases;
  readonly excluded?: Bases;
  readonly names?: readonly GeneralName[];
  readonly subject?: string;
  readonly openssl?: OpensslVersion;
}

function subtrees(bases: Bases): GeneralSubtree[] {
  return bases.map((base) => ('base' in base ? base : { base, minimum: 0 }));
}

function constrained({ permitted, excluded }: Asked, critical = true): ReturnType<typeof makeExtension>[] {
  const value = {
    ...(permitted === undefined ? {} : { permitted: subtrees(permitted) }),
    ...(excluded === undefined ? {} : { excluded: subtrees(excluded) }),
  };
  return [makeExtension(nameConstraints, value, { critical })];
}

/** The error and its depth below a root with the constraints, or `ok`. */
function judge(asked: Asked): string {
  const root = make({ subject: 'CN=Root', ca: true, extensions: constrained(asked) });
  return judgeChain(root, [], leafOf(root, asked), asked.openssl);
}

function leafOf(issuer: Made, { subject = 'CN=leaf', names }: Asked): Made {
  return make({ subject, issuer, names: names === undefined || names.length === 0 ? null : names, key: keyNamed('leaf') });
}

function judgeChain(root: Made, sent: readonly Made[], leaf: Made, openssl: OpensslVersion = '3.0'): string {
  const verdict = verifyLikeOpenssl({
    leaf: parseCertificate(leaf.certificate.der, { reading: 'openssl' }),
    intermediates: sent.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    purpose: 'clientAuth',
    at: AT,
    openssl,
  });
  return verdict.ok ? 'ok' : `${verdict.reason.code}@${verdict.reason.index}`;
}

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const mail = (value: string): GeneralName => ({ kind: 'rfc822Name', value });
const uri = (value: string): GeneralName => ({ kind: 'uniformResourceIdentifier', value });
const ip = (...value: readonly number[]): GeneralName => ({ kind: 'iPAddress', value: Uint8Array.from(value) });
const directory = (name: string): GeneralName => ({ kind: 'directoryName', name: parseName(name) });
const other = (type: string, value: Uint8Array): GeneralName => ({ kind: 'otherName', type: oid(type), value });
const unicodeMail = (text: string): GeneralName => other('1.3.6.1.5.5.7.8.9', Uint8Array.of(0x0c, utf8(text).length, ...utf8(text)));

const PERMITTED = 'permitted-violation@0';
const EXCLUDED = 'excluded-violation@0';
const SYNTAX = 'unsupported-name-syntax@0';

/** Rows of base, name and what a permitted subtree of the base says. */
function table(of: (text: string) => GeneralName, rows: readonly (readonly [base: string, name: string, permitted: string])[]): void {
  for (const [base, name, permitted] of rows) {
    assert.equal(judge({ permitted: [of(base)], names: [of(name)] }), permitted, `permitted ${base}: ${name}`);
    const excluded = permitted === 'ok' ? EXCLUDED : permitted === PERMITTED ? 'ok' : permitted;
    assert.equal(judge({ excluded: [of(base)], names: [of(name)] }), excluded, `excluded ${base}: ${name}`);
  }
}

describe('openssl-verify: name constraints', () => {
  it('compares DNS names', () => {
    table(dns, [
      ['example.com', 'example.com', 'ok'],
      ['example.com', 'www.EXAMPLE.com', 'ok'],
      ['example.com', 'notexample.com', PERMITTED],
      ['.example.com', 'www.example.com', 'ok'],
      ['.example.com', 'example.com', PERMITTED],
      ['example.com', 'com', PERMITTED],
      ['', 'anything', 'ok'],
    ]);
  });

  it('compares mailboxes', () => {
    table(mail, [
      ['example.com', 'alice@EXAMPLE.com', 'ok'],
      ['example.com', 'alice@www.example.com', PERMITTED],
      ['.example.com', 'alice@www.example.com', 'ok'],
      ['.example.com', 'alice@example.com', PERMITTED],
      ['alice@example.com', 'alice@example.COM', 'ok'],
      ['alice@example.com', 'Alice@example.com', PERMITTED],
      ['alice@example.com', 'alic@example.com', PERMITTED],
      ['@example.com', 'bob@example.com', 'ok'],
      ['example.com', 'a@b@example.com', 'ok'],
      ['example.com', 'example.com', SYNTAX],
    ]);
    const nul = judge({ permitted: [mail('a\0b@example.com')], names: [mail('a\0b@example.com')] });
    assert.equal(nul, SYNTAX);
  });

  it('compares mailboxes in Unicode with bases of rfc822Name, but in 1.1.1', () => {
    assert.equal(judge({ permitted: [mail('xn--bcher-kva.example')], names: [unicodeMail('ä@bücher.example')] }), 'ok');
    assert.equal(judge({ excluded: [mail('xn--bcher-kva.example')], names: [unicodeMail('ä@bücher.example')] }), EXCLUDED);
    assert.equal(judge({ permitted: [mail('example.com')], names: [unicodeMail('ä@bücher.example')] }), PERMITTED);
    assert.equal(judge({ permitted: [mail('xn--bcher-kva.example')], names: [unicodeMail('ä@bücher.example')], openssl: '1.1.1' }), 'ok');
    assert.equal(judge({ excluded: [mail('xn--bcher-kva.example')], names: [unicodeMail('ä@bücher.example')], openssl: '1.1.1' }), 'ok');
    assert.equal(judge({ permitted: [mail('.example')], names: [unicodeMail('ä@x.example')] }), PERMITTED);
    assert.equal(judge({ permitted: [mail('.example')], names: [unicodeMail('ä@x..example')] }), 'ok');
    assert.equal(judge({ permitted: [mail('xn--!.example')], names: [unicodeMail('ä@x.example')] }), 'unspecified@0');
    assert.equal(judge({ permitted: [mail('example')], names: [unicodeMail('no at')] }), SYNTAX);
    assert.equal(judge({ permitted: [mail('example')], names: [other('1.3.6.1.5.5.7.8.9', Uint8Array.of(5, 0))] }), SYNTAX);
  });

  it('compares the hosts of URIs', () => {
    table(uri, [
      ['example.com', 'http://EXAMPLE.com/a', 'ok'],
      ['example.com', 'http://example.com:80/a', 'ok'],
      ['example.com', 'http://example.com', 'ok'],
      ['example.com', 'http://www.example.com/', PERMITTED],
      ['.example.com', 'http://www.example.com/', 'ok'],
      ['.example.com', 'http://example.com/', PERMITTED],
      ['example.com', 'http://u@example.com/', PERMITTED],
      ['example.com', 'http:///x', SYNTAX],
      ['example.com', 'urn:example.com', SYNTAX],
      ['example.com', 'nothing', SYNTAX],
    ]);
  });

  it('compares addresses under any mask', () => {
    const net = ip(10, 0, 0, 0, 255, 0, 255, 0);
    assert.equal(judge({ permitted: [net], names: [ip(10, 9, 0, 9)] }), 'ok');
    assert.equal(judge({ permitted: [net], names: [ip(10, 9, 1, 9)] }), PERMITTED);
    assert.equal(judge({ excluded: [net], names: [ip(10, 9, 0, 9)] }), EXCLUDED);
    const six = ip(...Array.from({ length: 16 }, () => 0));
    assert.equal(judge({ permitted: [net], names: [six] }), PERMITTED);
    assert.equal(judge({ excluded: [net], names: [six] }), 'ok');
  });

  it('compares directory names from the top, the subject first', () => {
    const base = directory('O=X,C=DE');
    assert.equal(judge({ permitted: [base], subject: 'CN=alice,O= x ,C=de' }), 'ok');
    assert.equal(judge({ permitted: [base], subject: 'CN=alice,O=Y,C=DE' }), PERMITTED);
    assert.equal(judge({ permitted: [base], subject: 'C=DE' }), PERMITTED);
    assert.equal(judge({ excluded: [base], subject: 'CN=alice,O=X,C=DE' }), EXCLUDED);
    assert.equal(judge({ permitted: [base], subject: '' }), 'ok');
    assert.equal(judge({ permitted: [base], subject: '', names: [directory('C=DE')] }), PERMITTED);
    assert.equal(judge({ permitted: [directory('')], subject: 'CN=alice' }), 'ok');
  });

  it('looks at e-mail addresses of the subject', () => {
    assert.equal(judge({ permitted: [mail('example.com')], subject: 'emailAddress=a@example.com,CN=a' }), 'ok');
    assert.equal(judge({ permitted: [mail('example.org')], subject: 'emailAddress=a@example.com,CN=a' }), PERMITTED);
    assert.equal(judge({ permitted: [dns('example.org')], subject: 'emailAddress=#0c0178,CN=a' }), SYNTAX);
  });

  it('takes common names that look like hosts for DNS names, where there is none', () => {
    const excluded = [dns('example.com')];
    assert.equal(judge({ excluded, subject: 'CN=www.example.com' }), EXCLUDED);
    assert.equal(judge({ excluded, subject: 'CN=a_b.example.com' }), EXCLUDED);
    assert.equal(judge({ excluded, subject: 'CN=www.example.com', names: [mail('a@b.c')] }), EXCLUDED);
    assert.equal(judge({ excluded, subject: 'CN=www.example.com', names: [dns('example.org')] }), 'ok');
    for (const odd of [
      'a-.example.com',
      '-a.example.com',
      'a b.example.com',
      '.example.com',
      'a..example.com',
      'example.com.',
      'ä.example.com',
    ])
      assert.equal(judge({ excluded, subject: `CN=${odd}` }), 'ok', odd);
    assert.equal(judge({ permitted: [dns('example.org')], subject: 'CN=single' }), 'ok');
    assert.equal(judge({ excluded: [dns('a.b')], subject: 'CN=#1e080061002e00620000' }), EXCLUDED);
    assert.equal(judge({ excluded: [dns('a.b')], subject: 'CN=#1e0600610000002e' }), SYNTAX);
    assert.equal(judge({ excluded: [dns('a.b')], subject: 'CN=#03020041' }), 'unspecified@0');
    // a name of many NUL octets takes no longer than its length
    const nuls = '00'.repeat(100_000);
    assert.equal(judge({ excluded: [dns('a.b')], subject: `CN=#0c830186a2${nuls}0041` }), SYNTAX);
  });

  it('refuses distances and forms it cannot compare only where a name of the form is there', () => {
    const odd = [{ base: dns('example.com'), minimum: 1 }];
    assert.equal(judge({ permitted: odd, names: [mail('a@b.c')] }), 'ok');
    assert.equal(judge({ permitted: odd, names: [dns('example.com')] }), 'subtree-minmax@0');
    assert.equal(judge({ excluded: [{ base: dns('x'), minimum: 0, maximum: 3 }], names: [dns('example.com')] }), 'subtree-minmax@0');
    const id: GeneralName = { kind: 'registeredID', value: oid('1.2.3') };
    assert.equal(judge({ permitted: [id], names: [id] }), 'unsupported-constraint-type@0');
    assert.equal(judge({ excluded: [id], names: [dns('a.b')] }), 'ok');
    const first = other('1.2.3.4', Uint8Array.of(5, 0));
    const second = other('1.2.3.5', Uint8Array.of(5, 0));
    assert.equal(judge({ permitted: [first], names: [first] }), 'unsupported-constraint-type@0');
    assert.equal(judge({ permitted: [first], names: [second] }), 'ok');
    assert.equal(judge({ permitted: [first], names: [second], openssl: '1.1.1' }), 'unsupported-constraint-type@0');
  });

  it('wants one permitted subtree to fit and no excluded one', () => {
    const permitted = [dns('a.example'), dns('b.example')];
    assert.equal(judge({ permitted, names: [dns('x.b.example')] }), 'ok');
    assert.equal(judge({ permitted, excluded: [dns('x.b.example')], names: [dns('x.b.example')] }), EXCLUDED);
    assert.equal(judge({ permitted, names: [dns('a.example'), dns('c.example')] }), PERMITTED);
  });

  it('holds every certificate of the chain against all above it, self-issued ones excepted', () => {
    const root = make({ subject: 'CN=Root', ca: true, extensions: constrained({ permitted: [directory('CN=leaf'), directory('CN=CA')] }) });
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: constrained({ excluded: [dns('example.com')] }, false) });
    assert.equal(judgeChain(root, [ca], leafOf(ca, { names: [dns('example.org')] })), 'ok');
    assert.equal(judgeChain(root, [ca], leafOf(ca, { names: [dns('example.com')] })), EXCLUDED);
    const wrong = make({ subject: 'CN=XY', issuer: root, ca: true });
    assert.equal(judgeChain(root, [wrong], leafOf(wrong, {})), 'permitted-violation@1');
    const again = make({ subject: 'CN=Root', issuer: root, ca: true, key: keyNamed('another key') });
    assert.equal(judgeChain(root, [again], leafOf(again, {})), 'ok');
    const own = make({
      subject: 'CN=leaf',
      issuer: wrong,
      names: [dns('example.com')],
      extensions: constrained({ excluded: [dns('example.com')] }),
    });
    const open = make({ subject: 'CN=Root', ca: true });
    const below = make({ subject: 'CN=XY', issuer: open, ca: true });
    assert.equal(
      judgeChain(
        open,
        [below],
        make({
          subject: 'CN=leaf',
          issuer: below,
          names: [dns('example.com')],
          extensions: own.certificate.extensions.filter((one) => one.oid === nameConstraints.oid),
        }),
      ),
      'ok',
    );
  });

  it('refuses more comparisons than OpenSSL makes', () => {
    const excluded = Array.from({ length: 1100 }, (_, i) => dns(`a${i}.example`));
    const names = Array.from({ length: 1000 }, (_, i) => dns(`b${i}.example`));
    assert.equal(judge({ excluded, names }), 'unspecified@0');
    assert.equal(judge({ excluded: excluded.slice(0, 100), names }), 'ok');
  });
});
