/** Broken chains as a person meets them: the answer names the certificate at fault and says what to do about it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { runVerify } from '../../apps/cli/verify.ts';
import { type VerifyOptions, withVerifyOptions } from '../../apps/cli/verify-options.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { encodePem, makeExtension } from '../../lib/index.ts';
import { ACCESS_CA_ISSUERS, ACCESS_OCSP } from '../../lib/oids/extensions.ts';
import {
  authorityInfoAccess,
  certificatePolicies,
  type CertificateList,
  cRLDistributionPoints,
  nameConstraints,
} from '../../lib/x509/index.ts';
import { answer, respond, REVOKED } from '../support/ocsp-kit.ts';
import { AT, DAY, keyNamed, type Made, make, makeCrl, rawExtension } from '../support/chain-kit.ts';
import { runCli } from './run-cli.ts';

const uri = (value: string) => ({ kind: 'uniformResourceIdentifier', value }) as const;
const dns = (value: string) => ({ kind: 'dNSName', value }) as const;

const root = make({ subject: 'CN=Root,O=Example', ca: true });
const ca = make({ subject: 'CN=Issuing CA,O=Example', issuer: root, ca: true });
const access = makeExtension(authorityInfoAccess, [
  { method: ACCESS_CA_ISSUERS, location: uri('http://pki.example/ca.crt') },
  { method: ACCESS_OCSP, location: uri('http://ocsp.example/') },
]);
const points = makeExtension(cRLDistributionPoints, [{ name: { kind: 'fullName', names: [uri('http://pki.example/ca.crl')] } }]);
const names = [dns('db.example.com'), { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 7) } as const];
const server = make({ subject: 'CN=db.example.com', issuer: ca, names, extensions: [access, points] });
const other = (recipe: Partial<Parameters<typeof make>[0]>): Made =>
  make({ subject: 'CN=Issuing CA,O=Example', issuer: root, ca: true, ...recipe });
const leaf = (recipe: Partial<Parameters<typeof make>[0]>): Made => make({ subject: 'CN=db.example.com', issuer: ca, names, ...recipe });

const crlOfRoot = makeCrl({ issuer: root });
const manyNames = Array.from({ length: 400 }, (_, i) => dns(`host-${i}.example.com`));
const hostile = 'CN=\u001b[2J\u001b[Haccepted: all is well\u0007\u202etrusted\u2028x\u200b';

const responder = make({ subject: 'CN=responder', issuer: ca, names: null, purposes: ['1.3.6.1.5.5.7.3.9'] });
const revokedAnswer = answer(server.certificate, ca.certificate, { status: REVOKED });
const staleAnswer = answer(server.certificate, ca.certificate, { thisUpdate: AT - 9 * DAY, nextUpdate: AT - 2 * DAY });

/** A file by its name: certificates, CRLs or text. */
const FILES: Readonly<Record<string, readonly (Made | CertificateList)[] | string | Uint8Array>> = {
  'root.crt': [root],
  'ca.crt': [ca],
  'server.crt': [server, ca],
  'alone.crt': [server],
  'backwards.crt': [ca, server],
  'expired.crt': [leaf({ notAfter: AT - 40 * DAY }), ca],
  'early.crt': [leaf({ notBefore: AT + 3 * DAY }), ca],
  'old-ca.crt': [server, other({ notAfter: AT - 400 * DAY, notBefore: AT - 900 * DAY })],
  'with-root.crt': [server, ca, root],
  'new-root.crt': [make({ subject: 'CN=Root,O=Example', ca: true, key: keyNamed('new root') })],
  'altered.crt': [leaf({ breakSignature: true }), ca],
  'two-cas.crt': [server, other({ key: keyNamed('second') }), other({ notAfter: AT - 2 * DAY })],
  'cn-only.crt': [leaf({ names: null }), ca],
  'client.crt': [leaf({ purposes: ['1.3.6.1.5.5.7.3.2'] }), ca],
  'client-ca.crt': [server, other({ purposes: ['1.3.6.1.5.5.7.3.2'] })],
  'not-a-ca.crt': [server, other({ ca: false })],
  'no-cert-sign.crt': [server, other({ usages: ['digitalSignature'] })],
  'path-length.crt': [server, ca],
  'tight-root.crt': [make({ subject: 'CN=Root,O=Example', ca: true, pathLength: 0 })],
  'constrained.crt': [
    server,
    other({ extensions: [makeExtension(nameConstraints, { permitted: [{ base: dns('example.org'), minimum: 0 }] })] }),
  ],
  'critical.crt': [leaf({ extensions: [rawExtension('1.3.6.1.4.1.99999.1', Uint8Array.of(5, 0), true)] }), ca],
  'policy-leaf-only.crt': [
    leaf({ extensions: [makeExtension(certificatePolicies, [{ policy: oid('2.23.140.1.2.1'), qualifiers: [] }])] }),
    ca,
  ],
  'many-names.crt': [leaf({ names: manyNames }), ca],
  'hostile.crt': [make({ subject: hostile, issuer: ca, names: [dns('a\nb\u001b[1m')] }), ca],
  'orphan.crt': [make({ subject: 'CN=orphan', issuer: ca, issuerName: 'CN=a\u009b2J\u202e\u{e0001}' })],
  'lonely.crt': [make({ subject: 'CN=lonely' })],
  'good.crl': [makeCrl({ issuer: ca }), crlOfRoot],
  'revoked.crl': [
    makeCrl({ issuer: ca, revoked: [{ serialNumber: server.certificate.serialNumber, reason: 'keyCompromise' }] }),
    crlOfRoot,
  ],
  'stale.crl': [makeCrl({ issuer: ca, thisUpdate: AT - 9 * DAY, nextUpdate: AT - 2 * DAY }), crlOfRoot],
  'root-only.crl': [crlOfRoot],
  'revoked.ocsp': respond(ca, [revokedAnswer]).der,
  'stale.ocsp': respond(ca, [staleAnswer]).der,
  'stranger.ocsp': respond(make({ subject: 'CN=stranger', issuer: root }), [answer(server.certificate, ca.certificate)]).der,
  'good.ocsp': respond(responder, [answer(server.certificate, ca.certificate)], { certificates: [responder.certificate] }).der,
  'server.key': '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n',
};

function contentOf(content: (typeof FILES)[string]): string | Uint8Array {
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  const blocks = content.map((item) =>
    'certificate' in item ? encodePem('CERTIFICATE', item.certificate.der) : encodePem('X509 CRL', item.der),
  );
  return blocks.join('');
}

interface Broken {
  readonly what: string;
  readonly args: readonly string[];
  /** The first line, which names the certificate and the fault. */
  readonly refused: string;
  /** What the advice says. */
  readonly todo: string;
  /** Further lines. */
  readonly lines?: readonly string[];
}

const ISSUING = 'CN=Issuing CA,O=Example';

const BROKEN: readonly Broken[] = [
  {
    what: 'an expired certificate',
    args: ['expired.crt'],
    refused: 'leaf CN=db.example.com: its validity has ended (certificate-expired)',
    todo: 'renew it: it ended at 2026-04-22T00:00:00Z',
    lines: ['found: 2026-06-01T00:00:00Z, 40 days after its end'],
  },
  {
    what: 'a certificate of tomorrow',
    args: ['early.crt'],
    refused: 'leaf CN=db.example.com: its validity has not begun (certificate-not-yet-valid)',
    todo: 'check the clock, here and where it was issued; otherwise wait until 2026-06-04T00:00:00Z',
    lines: ['found: 2026-06-01T00:00:00Z, 3 days before its beginning'],
  },
  {
    what: 'an expired intermediate',
    args: ['old-ca.crt'],
    refused: `intermediates[0] ${ISSUING}: its validity has ended (certificate-expired)`,
    todo: "get the CA's renewed certificate and send it in place of this one: it ended at 2025-04-27T00:00:00Z",
  },
  {
    what: 'a server that does not send its CA',
    args: ['alone.crt'],
    refused: 'leaf CN=db.example.com: its issuer is not among the certificates given (issuer-not-found)',
    todo: `get the certificate of ${ISSUING} from http://pki.example/ca.crt and give it with the chain`,
  },
  {
    what: 'a chain put together backwards',
    args: ['backwards.crt', '--host', 'db.example.com'],
    refused: `leaf ${ISSUING}: it does not carry the name demanded (peer-name-mismatch)`,
    todo: 'put intermediates[0] CN=db.example.com (backwards.crt, certificate 2) first, which carries this name',
  },
  {
    what: 'a root that came with the chain and is not trusted',
    args: ['with-root.crt', '--anchors', 'lonely.crt'],
    refused: 'intermediates[1] CN=Root,O=Example: it is its own issuer and no anchor (self-signed-not-trusted)',
    todo: 'add it to the anchors if you trust it; that it came with the chain does not make a root trusted',
  },
  {
    what: 'a self-signed certificate',
    args: ['lonely.crt'],
    refused: 'leaf CN=lonely: it is its own issuer and no anchor (self-signed-not-trusted)',
    todo: 'add it to the anchors if you know that it is genuine',
  },
  {
    what: 'a root with a new key',
    args: ['server.crt', '--anchors', 'new-root.crt'],
    refused: `intermediates[0] ${ISSUING}: its signature does not verify with the key of its issuer (signature-invalid)`,
    todo: 'another CA of this name signed it: get the one whose key identifier is ',
  },
  {
    what: 'an altered certificate',
    args: ['altered.crt'],
    refused: 'leaf CN=db.example.com: its signature does not verify with the key of its issuer (signature-invalid)',
    todo: 'the key identifiers fit, so leaf CN=db.example.com was probably altered or damaged',
  },
  {
    what: 'another host',
    args: ['server.crt', '--host', 'www.example.com'],
    refused: 'leaf CN=db.example.com: it does not carry the name demanded (peer-name-mismatch)',
    todo: 'connect by a name it carries (DNS:db.example.com, IP:192.0.2.7), or have it issued with DNS:www.example.com in subjectAltName',
  },
  {
    what: 'another address',
    args: ['server.crt', '--host', '192.0.2.8'],
    refused: 'leaf CN=db.example.com: it does not carry the name demanded (peer-name-mismatch)',
    todo: 'have it issued with IP:192.0.2.8 in subjectAltName',
  },
  {
    what: 'a mailbox',
    args: ['server.crt', '--email', 'alice@example.com'],
    refused: 'leaf CN=db.example.com: it does not carry the name demanded (peer-name-mismatch)',
    todo: 'have it issued with email:alice@example.com in subjectAltName',
  },
  {
    what: 'a host name in the common name only',
    args: ['cn-only.crt', '--host', 'db.example.com'],
    refused: 'leaf CN=db.example.com: it does not carry the name demanded (peer-name-mismatch)',
    todo: 'have it issued with DNS:db.example.com in subjectAltName',
    lines: ['found: no subjectAltName (the common name does not count)'],
  },
  {
    what: "a client's certificate at a server",
    args: ['client.crt', '--purpose', 'serverAuth'],
    refused: 'leaf CN=db.example.com: its extendedKeyUsage does not allow the purpose (purpose-not-allowed)',
    todo: 'have it issued with serverAuth in extendedKeyUsage, or use it for clientAuth only',
  },
  {
    what: 'a CA for clients only',
    args: ['client-ca.crt', '--purpose', 'serverAuth'],
    refused: `intermediates[0] ${ISSUING}: its extendedKeyUsage does not allow the purpose (purpose-not-allowed)`,
    todo: 'this CA limits what is below it to its own purposes: use a CA that is good for serverAuth',
  },
  {
    what: 'an end-entity certificate that issues others',
    args: ['not-a-ca.crt'],
    refused: `intermediates[0] ${ISSUING}: it issued a certificate and is no CA (not-a-ca)`,
    todo: 'have leaf CN=db.example.com issued by a CA',
  },
  {
    what: 'a CA that may not sign certificates',
    args: ['no-cert-sign.crt'],
    refused: `intermediates[0] ${ISSUING}: its keyUsage does not allow this use (key-usage-missing)`,
    todo: "have the CA's certificate issued anew with keyCertSign in keyUsage",
  },
  {
    what: 'a usage that is not allowed',
    args: ['server.crt', '--key-usage', 'keyAgreement'],
    refused: 'leaf CN=db.example.com: its keyUsage does not allow this use (key-usage-missing)',
    todo: 'have it issued anew with keyAgreement in keyUsage, or do not demand that',
  },
  {
    what: 'a path that is too long for its root',
    args: ['path-length.crt', '--anchors', 'tight-root.crt'],
    refused:
      'anchors[0] CN=Root,O=Example: there are more intermediates between it and the leaf than its path length allows (path-length-exceeded)',
    todo: 'have anchors[0] CN=Root,O=Example issued anew with pathlen:1 or none',
  },
  {
    what: 'a path that is too long for the caller',
    args: ['server.crt', '--max-depth', '0'],
    refused: 'anchors[0] CN=Root,O=Example: the path has more intermediates than the caller allows (max-depth-exceeded)',
    todo: 'allow 1 intermediate (maxDepth; --max-depth)',
  },
  {
    what: 'a name outside of the constraints',
    args: ['constrained.crt'],
    refused: 'leaf CN=db.example.com: it carries a name that a CA of its path may not issue (name-constraint-violated)',
    todo: 'have it issued for names within DNS:example.org, or by a CA that may issue DNS:db.example.com',
    lines: [`expected: one of DNS:example.org, as intermediates[0] ${ISSUING} demands`],
  },
  {
    what: 'a critical extension that nobody knows',
    args: ['critical.crt'],
    refused: 'leaf CN=db.example.com: it has a critical extension that is not understood (unknown-critical-extension)',
    todo: 'have it issued without 1.3.6.1.4.1.99999.1',
  },
  {
    what: 'a policy that the CA does not have',
    args: ['policy-leaf-only.crt', '--policy', '2.23.140.1.2.1', '--require-explicit-policy'],
    refused: `intermediates[0] ${ISSUING}: a policy is demanded, and none that is accepted is valid for the whole path (policy-not-valid)`,
    todo: 'have every certificate of the path issued with the policy in certificatePolicies',
    lines: ['expected: 2.23.140.1.2.1, in every certificate from the first CA down'],
  },
  {
    what: 'a revoked certificate',
    args: ['server.crt', '--crls', 'revoked.crl'],
    refused: 'leaf CN=db.example.com: it is revoked (certificate-revoked)',
    todo: 'have a new certificate issued for a new key: this key is known to others',
    lines: ['found: revoked at 2026-05-30T00:00:00Z, 2 days ago, reason keyCompromise, in crls[0] (revoked.crl, CRL 1)'],
  },
  {
    what: 'a CRL that is missing',
    args: ['server.crt', '--crl', 'root-only.crl'],
    refused: 'leaf CN=db.example.com: nothing says whether it is revoked (revocation-unknown)',
    todo: `get the current CRL of intermediates[0] ${ISSUING} from http://pki.example/ca.crl or an OCSP response`,
  },
  {
    what: 'revocation demanded without a CRL',
    args: ['server.crt', '--require-revocation', '--revocation-scope', 'leaf'],
    refused: 'leaf CN=db.example.com: nothing says whether it is revoked (revocation-unknown)',
    todo: `get the current CRL of intermediates[0] ${ISSUING} from http://pki.example/ca.crl or an OCSP response`,
  },
  {
    what: 'a CRL that is out of date',
    args: ['server.crt', '--crls', 'stale.crl'],
    refused: 'leaf CN=db.example.com: a CRL of its issuer cannot be used (crl-unusable)',
    todo: `get the current CRL of intermediates[0] ${ISSUING} from http://pki.example/ca.crl`,
    lines: ['found: crls[0] (stale.crl, CRL 1): its nextUpdate has passed (it holds from 2026-05-23T00:00:00Z to 2026-05-30T00:00:00Z)'],
  },
  {
    what: 'a CRL that is older than the caller allows',
    args: ['server.crt', '--crls', 'good.crl', '--max-age', '12h'],
    refused: 'leaf CN=db.example.com: a CRL of its issuer cannot be used (crl-unusable)',
    todo: 'get a newer CRL, or allow older ones (revocation.maxAge; --max-age)',
    lines: [
      'found: crls[0] (good.crl, CRL 1): it is older than the caller allows (it holds from 2026-05-31T00:00:00Z to 2026-06-08T00:00:00Z)',
    ],
  },
  {
    what: 'a certificate that OCSP knows to be revoked',
    args: ['server.crt', '--ocsp', 'revoked.ocsp'],
    refused: 'leaf CN=db.example.com: it is revoked (certificate-revoked)',
    todo: 'have a new certificate issued for a new key: this key is known to others',
    lines: ['found: revoked at 2026-05-30T00:00:00Z, 2 days ago, reason keyCompromise, in ocspResponses[0] (revoked.ocsp)'],
  },
  {
    what: 'an OCSP response that is out of date',
    args: ['server.crt', '--ocsp', 'stale.ocsp', '--revocation-scope', 'leaf'],
    refused: 'leaf CN=db.example.com: an OCSP response about it cannot be used (ocsp-unusable)',
    todo: 'get a new OCSP response about leaf CN=db.example.com from http://ocsp.example/',
    lines: ['found: ocspResponses[0] (stale.ocsp): its nextUpdate has passed'],
  },
  {
    what: 'an OCSP response of a stranger',
    args: ['server.crt', '--ocsp', 'stranger.ocsp', '--revocation-scope', 'leaf'],
    refused: 'leaf CN=db.example.com: an OCSP response about it cannot be used (ocsp-unusable)',
    todo: "give the responder's certificate among the intermediates",
  },
  {
    what: 'a budget that is too small',
    args: ['server.crt', '--budget', 'signatures=1'],
    refused: 'judging the chain costs more than the budget allows (budget-exhausted)',
    todo: 'pass fewer certificates; if you trust where they come from, raise the budget (budget.signatures; --budget signatures=NUMBER)',
    lines: ['expected: at most 1 units of signature work, one being an RSA-2048 or P-256 verification'],
  },
  {
    what: 'what the web does not take',
    args: ['server.crt', '--profile', 'webpki', '--host', 'db.example.com'],
    refused: 'leaf CN=db.example.com: its key is of a kind that the profile does not allow (key-kind-not-allowed)',
    todo: 'have it issued for a key of the kind rsa or ec, or judge by the profile rfc5280',
  },
];

/** Lines broken to fit the terminal, put together again: text without the lines of the tree. */
function unfold(text: string): string {
  return text.replaceAll(/\n[ |]*/g, ' ');
}

/** Runs the command in this process, which saves a second each; whatever it prints is its answer. */
function verifyHere(args: readonly string[], folder: string): { readonly code: number; readonly stdout: string } {
  const command = withVerifyOptions(new Command('verify')).exitOverride();
  command.parse(args, { from: 'user' });
  const { write } = process.stdout;
  const before = process.cwd();
  let stdout = '';
  process.chdir(folder);
  process.stdout.write = (text: string | Uint8Array): boolean => {
    stdout += String(text);
    return true;
  };
  try {
    const code = runVerify(command.args[0] ?? '', command.opts<VerifyOptions>());
    return { code, stdout };
  } finally {
    process.stdout.write = write;
    process.chdir(before);
  }
}

describe('certwright verify, broken chains', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'certwright-broken-'));
  const complete = (args: readonly string[]): string[] => {
    const trust = args.includes('--anchors') ? [] : ['--anchors', 'root.crt'];
    return ['--at', '2026-06-01', ...trust, ...args];
  };
  const verify = async (...args: readonly string[]) => runCli(['verify', ...complete(args)], { cwd: folder });

  before(() => {
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), contentOf(content));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const { what, args, refused, todo, lines = [] } of BROKEN)
    it(what, () => {
      const { code, stdout } = verifyHere(complete(args), folder);
      assert.equal(code, 1, stdout);
      const [head = '', ...rest] = unfold(stdout).split(/ (?=to do: )/);
      assert.equal(head, `refused: ${refused}`);
      assert.ok(rest[0]?.includes(todo) === true, rest[0]);
      for (const line of lines) assert.ok(unfold(stdout).includes(` ${line} `), `${line}\n${stdout}`);
      assert.ok(
        stdout.split('\n').every((line) => line.length <= 140),
        stdout,
      );
    });

  it('a whole transcript: two CAs of one name, neither good', async () => {
    const { stdout } = await verify('two-cas.crt', '--host', 'db.example.com');
    const [wanted, found] = stdout.match(/[0-9a-f]{40}/g) ?? [];
    assert.equal(
      stdout,
      `refused: intermediates[1] CN=Issuing CA,O=Example: its validity has ended (certificate-expired)
to do: get the CA's renewed certificate and send it in place of this one: it ended at
  2026-05-30T00:00:00Z; if 2026-06-01T00:00:00Z is not the right time, set the clock or the moment
  of the judgement
judged: for 2026-06-01T00:00:00Z, by the profile rfc5280

the 2 paths that were tried, the most promising first; below each certificate its issuers:

leaf: CN=db.example.com (two-cas.crt, certificate 1)
+-- intermediates[1]: CN=Issuing CA,O=Example (two-cas.crt, certificate 3)
|   |   stopped: its validity has ended (certificate-expired)
|   |     expected: a moment from 2026-02-21T00:00:00Z to 2026-05-30T00:00:00Z
|   |     found: 2026-06-01T00:00:00Z, 2 days after its end
|   |     rule: validity, RFC 5280 6.1.3 (a)(2)
|   |     to do: as above
|   \`-- anchors[0]: CN=Root,O=Example (root.crt) [trusted]
\`-- intermediates[0]: CN=Issuing CA,O=Example (two-cas.crt, certificate 2)
    |   stopped: leaf CN=db.example.com: its signature does not verify with the key of its issuer
    |     (signature-invalid)
    |     expected: a signature by intermediates[0] CN=Issuing CA,O=Example
    |     found: ed25519 that does not verify
    |     rule: signature, RFC 5280 6.1.3 (a)(1)
    |     to do: another CA of this name signed it: get the one whose key identifier is
    |       ${wanted} from http://pki.example/ca.crt; that of
    |       intermediates[0] CN=Issuing CA,O=Example is ${found}
    \`-- anchors[0]: CN=Root,O=Example (root.crt) [trusted]

not checked: revocation (no CRL and no OCSP response was given)
`,
    );
  });

  it('a whole transcript: a good chain without CRLs', async () => {
    const { code, stdout } = await verify('server.crt', '--host', 'db.example.com', '--purpose', 'serverAuth');
    assert.equal(
      stdout,
      `accepted: a valid path to anchors[0] CN=Root,O=Example
judged: for 2026-06-01T00:00:00Z, by the profile rfc5280

leaf: CN=db.example.com (server.crt, certificate 1)
\`-- intermediates[0]: CN=Issuing CA,O=Example (server.crt, certificate 2)
    \`-- anchors[0]: CN=Root,O=Example (root.crt) [trusted]

valid: from 2026-02-21T00:00:00Z to 2029-02-25T00:00:00Z, 2 years ahead; leaf CN=db.example.com ends
  first
checked: for every certificate: signature (but not that of an anchor), validity, CA rights and path
  length, key usage, critical extensions, name constraints, strength of key and hash
checked: the name dns db.example.com
checked: the purpose serverAuth
not checked: revocation (no CRL and no OCSP response was given); to do: give the current CRL of
  every issuer, or OCSP responses (crls, ocspResponses; --crls, --ocsp)
work: 2 units of signatures, 3 steps, 0 comparisons of names
`,
    );
    assert.equal(code, 0);
  });

  it('a whole transcript: nothing but names to print', async () => {
    const { code, stdout } = await verify('hostile.crt', '--host', 'db.example.com');
    assert.equal(
      stdout.slice(0, stdout.indexOf('\njudged')),
      `refused: leaf CN=\\1b[2J\\1b[Haccepted: all is well\\07\\u{202e}trusted\\u{2028}x\\u{200b}: it does not
  carry the name demanded (peer-name-mismatch)
to do: connect by a name it carries (DNS:a\\u{a}b\\u{1b}[1m), or have it issued with
  DNS:db.example.com in subjectAltName`,
    );
    assert.doesNotMatch(stdout, /[^\P{C}\n]|\p{Zl}|\p{Zp}/u);
    assert.equal(stdout.split('\n').filter((line) => line.startsWith('accepted')).length, 0);
    assert.equal(code, 1);
  });

  it('a good chain: its leaf by OCSP, its CA by a CRL', async () => {
    const { code, stdout } = await verify('server.crt', '--ocsp', 'good.ocsp', '--crls', 'root-only.crl', '--host', 'db.example.com');
    assert.match(stdout, /^checked: revocation of every certificate but the anchor$/m);
    assert.equal(code, 0);
  });

  it('JSON keeps the data and steers no terminal', () => {
    const { stdout } = verifyHere(complete(['orphan.crt', '--json']), folder);
    assert.doesNotMatch(stdout, /[^\P{C}\n]|\p{Zl}|\p{Zp}/u);
    const { reason } = JSON.parse(stdout) as { readonly reason: { readonly issuer: string } };
    assert.equal(reason.issuer, '2.5.4.3=a\u009b2J\u202e\u{e0001}');
  });

  it('long lists stay short', () => {
    const { stdout } = verifyHere(complete(['many-names.crt', '--host', 'db.example.com']), folder);
    assert.match(
      unfold(stdout),
      /connect by a name it carries \(DNS:host-0\.example\.com, DNS:host-1\.example\.com, DNS:host-2\.example\.com, \.\.\.\)/,
    );
    assert.match(unfold(stdout), / and 380 more rule: /);
    assert.ok(stdout.length < 2500, stdout);
  });

  it('a wrong file is told in one line', async () => {
    const { code, stdout, stderr } = await verify('server.key');
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'certwright: server.key: no-certificate: no certificate in this input; it holds PRIVATE KEY\n');
  });
});
