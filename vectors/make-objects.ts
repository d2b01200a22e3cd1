/**
 * Makes vectors/objects.json: one hundred certificates, requests, CRLs and keys for the mutation suite, half of them by certwright and half by the
 * openssl command. Keys are fresh at each run and protect nothing. Run: `node_modules/.bin/tsx vectors/make-objects.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseName } from '../lib/x509/name-parse.ts';
import * as certwright from '../lib/index.ts';
import * as keys from '../lib/keys/index.ts';
import * as keystore from '../lib/keystore/index.ts';
import * as x509 from '../lib/x509/index.ts';

const { createSigner, generateKeyPair, issueCertificate, issueCrl, issueRequest, makeExtension, randomBytes } = certwright;

/** What an object is; the mutation suite reads each kind with its own parser. */
type Kind = 'certificate' | 'request' | 'crl' | 'pkcs8' | 'encrypted-pkcs8' | 'sec1' | 'pkcs1' | 'spki';

interface TestObject {
  readonly kind: Kind;
  readonly maker: 'certwright' | 'openssl';
  readonly der: string;
}

const objects: TestObject[] = [];
const folder = mkdtempSync(join(tmpdir(), 'certwright-objects-'));

function add(kind: Kind, maker: TestObject['maker'], der: Uint8Array): void {
  objects.push({ kind, maker, der: Buffer.from(der).toString('base64') });
}

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] });
}

function file(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

const NOW = Date.UTC(2026, 0, 1);
const LATER = Date.UTC(2036, 0, 1);
const FAR = Date.UTC(2056, 0, 1);
const KINDS: readonly certwright.KeyKind[] = [
  { kind: 'ec', curve: 'P-256' },
  { kind: 'ec', curve: 'P-384' },
  { kind: 'ec', curve: 'P-521' },
  { kind: 'ed25519' },
  { kind: 'rsa', bits: 1024 },
];

/** Extensions of every kind, some per certificate. */
function extensionSets(directoryName: certwright.Name): readonly (readonly certwright.Extension[])[] {
  const uri = { kind: 'uniformResourceIdentifier', value: 'http://ca.example/x' } as const;
  const dns = { kind: 'dNSName', value: 'host.example' } as const;
  return [
    [
      makeExtension(x509.subjectAltName, [
        dns,
        uri,
        { kind: 'rfc822Name', value: 'a@example.com' },
        { kind: 'iPAddress', value: Uint8Array.of(127, 0, 0, 1) },
      ]),
    ],
    [
      makeExtension(x509.issuerAltName, [
        { kind: 'directoryName', name: directoryName },
        { kind: 'registeredID', value: certwright.oid('1.2.3.4') },
      ]),
    ],
    [makeExtension(x509.inhibitAnyPolicy, 3), makeExtension(x509.policyConstraints, { requireExplicitPolicy: 2, inhibitPolicyMapping: 1 })],
  ];
}

function makeOurs(): void {
  const validity = { notBefore: NOW, notAfter: LATER };
  for (const kind of KINDS) {
    const pair = generateKeyPair(kind);
    const signer = createSigner(pair.privateKey);
    const subject = parseName(`CN=${kind.kind} CA,OU=Tests+L=Aachen,O=Example GmbH,C=DE`);
    const root = issueCertificate(
      {
        subject,
        publicKey: pair.publicKey,
        issuer: 'self',
        ...validity,
        extensions: certwright.rootProfile({ publicKey: pair.publicKey }),
      },
      signer,
    );
    add('certificate', 'certwright', root.der);
    const leafPair = generateKeyPair({ kind: 'ec', curve: 'P-256' });
    const profile = certwright.serverProfile({ publicKey: leafPair.publicKey, issuer: root, names: [] });
    for (const extensions of extensionSets(subject).slice(0, 3))
      add(
        'certificate',
        'certwright',
        issueCertificate(
          {
            subject: parseName('CN=leaf'),
            publicKey: leafPair.publicKey,
            issuer: root,
            ...validity,
            extensions: [...profile, ...extensions],
          },
          signer,
        ).der,
      );
    const [first] = extensionSets(subject);
    add('request', 'certwright', issueRequest({ subject, extensions: first ?? [] }, signer).der);
    add('request', 'certwright', issueRequest({ subject: parseName('CN=plain') }, signer).der);
    const entries = [
      { serialNumber: 77n, revokedAt: NOW },
      { serialNumber: root.serialNumber, revokedAt: NOW, reason: 'keyCompromise' as const },
    ];
    add('crl', 'certwright', issueCrl({ issuer: root, thisUpdate: NOW, nextUpdate: FAR, crlNumber: 5, entries }, signer).der);
    add('crl', 'certwright', issueCrl({ issuer: root, thisUpdate: NOW, nextUpdate: LATER, crlNumber: 6, entries: [] }, signer).der);
    add('spki', 'certwright', certwright.encodePublicKey(pair.publicKey));
    const pkcs8 = certwright.encodePkcs8(pair.privateKey);
    add('pkcs8', 'certwright', pkcs8);
    if (kind.kind !== 'rsa')
      add('encrypted-pkcs8', 'certwright', keystore.encryptPrivateKey(pkcs8, 'secret', { random: randomBytes, iterations: 1000 }));
    if (pair.privateKey.kind === 'ec') add('sec1', 'certwright', keys.encodeSec1(pair.privateKey));
    if (pair.privateKey.kind === 'rsa') add('pkcs1', 'certwright', keys.encodePkcs1PrivateKey(pair.privateKey));
  }
}

const CONFIG = `
[req]
distinguished_name = dn
[dn]
[a]
basicConstraints = critical,CA:true,pathlen:3
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always,issuer:always
[b]
subjectAltName = DNS:*.example.com,IP:2001:db8::1,email:me@example.com,URI:https://example.com/,RID:1.2.3,otherName:1.2.3.4;UTF8:hi,dirName:dir
extendedKeyUsage = serverAuth,clientAuth,1.2.3.4.5
crlDistributionPoints = URI:http://example.com/a.crl,URI:http://example.com/b.crl
[c]
certificatePolicies = 1.2.3.4,@policy
nameConstraints = critical,permitted;DNS:example.com,excluded;IP:10.0.0.0/255.0.0.0,permitted;email:example.com,excluded;dirName:dir
policyConstraints = requireExplicitPolicy:1
policyMappings = 1.2.3:1.2.4
[d]
authorityInfoAccess = OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/ca.cer
nsComment = "a comment"
tlsfeature = status_request
noCheck = ignored
crlDistributionPoints = point
[point]
fullname = URI:http://example.com/c.crl
CRLissuer = dirName:dir
reasons = keyCompromise,CACompromise
[policy]
policyIdentifier = 1.3.5.8
CPS.1 = http://example.com/cps
userNotice.1 = @notice
[notice]
explicitText = UTF8:Notice
organization = Example
noticeNumbers = 1,2
[dir]
C = DE
O = Example
[ca]
database = index.txt
crlnumber = crlnumber
default_md = sha256
default_crl_days = 30
unique_subject = no
[crlext]
authorityKeyIdentifier = keyid:always
issuingDistributionPoint = critical,@idp
[idp]
fullname = URI:http://example.com/a.crl
onlyuser = TRUE
`;

function makeOpenssls(): void {
  writeFileSync(join(folder, 'c.cnf'), CONFIG);
  const options: readonly (readonly string[])[] = [
    ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    ['EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
    ['ED25519'],
    ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  ];
  for (const [name, ...more] of options) {
    openssl('genpkey', '-algorithm', name as string, ...more, '-out', 'k.pem');
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'k.pem', '-outform', 'DER', '-out', 'k.der');
    add('pkcs8', 'openssl', file('k.der'));
    openssl('pkey', '-in', 'k.pem', '-pubout', '-outform', 'DER', '-out', 'pub.der');
    add('spki', 'openssl', file('pub.der'));
    for (const cipher of name === 'RSA' ? [] : ['aes-128-cbc', 'des3']) {
      openssl('pkcs8', '-topk8', '-in', 'k.pem', '-outform', 'DER', '-out', 'e.der', '-v2', cipher, '-passout', 'pass:secret');
      add('encrypted-pkcs8', 'openssl', file('e.der'));
    }
    if (name === 'EC') {
      openssl('ec', '-in', 'k.pem', '-outform', 'DER', '-out', 'ec.der');
      add('sec1', 'openssl', file('ec.der'));
    }
    if (name === 'RSA') {
      openssl('rsa', '-in', 'k.pem', '-traditional', '-outform', 'DER', '-out', 'rsa.der');
      add('pkcs1', 'openssl', file('rsa.der'));
    }
    for (const section of ['a', 'b', 'c', 'd']) {
      openssl(
        'req',
        '-new',
        '-x509',
        '-key',
        'k.pem',
        '-config',
        'c.cnf',
        '-extensions',
        section,
        '-subj',
        '/C=DE/O=Example/CN=made by openssl',
        '-days',
        '3650',
        '-outform',
        'DER',
        '-out',
        `${section}.der`,
      );
      add('certificate', 'openssl', file(`${section}.der`));
    }
    openssl(
      'req',
      '-new',
      '-key',
      'k.pem',
      '-config',
      'c.cnf',
      '-reqexts',
      'b',
      '-subj',
      '/CN=request',
      '-outform',
      'DER',
      '-out',
      'r.der',
    );
    add('request', 'openssl', file('r.der'));
    openssl('x509', '-inform', 'DER', '-in', 'a.der', '-out', 'a.pem');
    writeFileSync(
      join(folder, 'index.txt'),
      'R\t360101000000Z\t260101000000Z,keyCompromise\t1000\tunknown\t/CN=x\nR\t360101000000Z\t260101000000Z\t1001\tunknown\t/CN=y\n',
    );
    writeFileSync(join(folder, 'crlnumber'), '10\n');
    for (const extra of name === 'RSA' ? [] : [[], ['-crlexts', 'crlext']]) {
      openssl(
        'ca',
        '-gencrl',
        '-config',
        'c.cnf',
        '-name',
        'ca',
        '-cert',
        'a.pem',
        '-keyfile',
        'k.pem',
        '-md',
        name === 'ED25519' ? 'null' : 'sha256',
        ...extra,
        '-out',
        'crl.pem',
      );
      openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
      add('crl', 'openssl', file('crl.der'));
    }
  }
}

try {
  makeOurs();
  makeOpenssls();
} finally {
  rmSync(folder, { recursive: true });
}
writeFileSync(fileURLToPath(new URL('objects.json', import.meta.url)), `${JSON.stringify(objects, null, 1)}\n`);
const counts = new Map<string, number>();
for (const { kind, maker } of objects) counts.set(`${kind} by ${maker}`, (counts.get(`${kind} by ${maker}`) ?? 0) + 1);
process.stdout.write(`${objects.length} objects\n${[...counts].map(([name, count]) => `${count} ${name}`).join('\n')}\n`);
