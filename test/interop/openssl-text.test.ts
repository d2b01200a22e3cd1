/**
 * Our `-text` dumps against those of the openssl command, byte for byte: objects made here with every kind of key, signature and extension, the root
 * certificates of Mozilla, and PKITS. The share of equal ones is printed; what this library makes itself must be equal wholly.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePem } from '../../lib/asn1/pem.ts';
import { PkiError } from '../../lib/base/error.ts';
import { certificateText } from '../../lib/openssl/text/certificate.ts';
import { crlText } from '../../lib/openssl/text/crl.ts';
import { requestText } from '../../lib/openssl/text/request.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import { parseRequest } from '../../lib/x509/request.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '';
const hasOpenssl = version.startsWith('OpenSSL 3.0.');

const CONFIG = `
[req]
distinguished_name = none
attributes = attributes
[none]
CN = Name
CN_default = x
[attributes]
challengePassword = Challenge
challengePassword_default = secret words
unstructuredName = Name
unstructuredName_default = Some name
[ca]
basicConstraints = critical,CA:TRUE,pathlen:3
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always,issuer:always
[leaf]
basicConstraints = CA:FALSE
keyUsage = digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth,clientAuth
subjectAltName = DNS:db.example,IP:10.0.0.1
subjectKeyIdentifier = hash
[all]
basicConstraints = CA:TRUE
keyUsage = digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,keyCertSign,cRLSign,encipherOnly,decipherOnly
extendedKeyUsage = codeSigning,emailProtection,timeStamping,OCSPSigning,1.2.3.4,anyExtendedKeyUsage
subjectAltName = DNS:a.example,email:a@b.c,URI:http://x/,IP:2001:db8::1,RID:1.2.3.4,dirName:dn,otherName:1.2.3.4;UTF8:text,otherName:msUPN;UTF8:u@x,otherName:1.2.3.5;BOOL:true
issuerAltName = DNS:b.example
crlDistributionPoints = first,second
freshestCRL = first
authorityInfoAccess = OCSP;URI:http://ocsp/,caIssuers;URI:http://ca/,1.2.3.4;dirName:dn
subjectInfoAccess = caRepository;URI:http://repo/
certificatePolicies = 1.2.3.4,@policy,2.5.29.32.0
policyMappings = 1.2.3:1.2.4,1.2.5:1.2.6
policyConstraints = requireExplicitPolicy:1,inhibitPolicyMapping:0
inhibitAnyPolicy = 2
nameConstraints = permitted;DNS:a.example,permitted;IP:10.0.0.0/255.0.0.0,excluded;email:.x,permitted;dirName:dn,excluded;IP:2001:db8::/ffff:ffff::,excluded;URI:.z,permitted;otherName:msUPN;UTF8:u
nsCertType = client,server,email,objsign,sslCA
nsComment = A comment
tlsfeature = status_request,17,9
noCheck = ignored
1.2.3.4.5 = ASN1:UTF8String:hello world
1.2.3.4.6 = critical,DER:04:05:06:ff:80:41:0a:0d:20:7e:7f:00
1.3.6.1.4.1.11129.2.4.3 = critical,DER:05:00
2.5.29.9 = DER:30:00
[dn]
C = US
O = "Org, Inc"
[first]
fullname = URI:http://crl/1,URI:http://crl/2
CRLissuer = dirName:dn
reasons = keyCompromise,CACompromise
[second]
relativename = relative
[relative]
CN = x
[policy]
policyIdentifier = 1.3.5.8
CPS.1 = "http://cps.example/"
userNotice.1 = @notice
userNotice.2 = @short
[notice]
explicitText = "UTF8:Erkl\u00e4rung"
organization = "Organisation"
noticeNumbers = 1,2
[short]
explicitText = "only text"
[crl]
default_ca = crl_settings
[crl_settings]
database = index.txt
crlnumber = crlnumber
default_crl_days = 30
crl_extensions = crl_extensions
[crl_extensions]
authorityKeyIdentifier = keyid:always
issuingDistributionPoint = critical,@scope
[scope]
fullname = URI:http://crl/1
onlyuser = TRUE
onlysomereasons = keyCompromise,superseded
indirectCRL = TRUE
`;

/** Kinds of keys and options of their signatures. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'RSA-2048': ['rsa:2048'],
  'RSA-1024': ['rsa:1024', '-sha384'],
  PSS: ['rsa:2048', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'],
  'PSS-default': ['rsa:2048', '-sha1', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20'],
  'PSS-key': ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'PSS-restricted': [
    'rsa-pss',
    '-pkeyopt',
    'rsa_keygen_bits:2048',
    '-pkeyopt',
    'rsa_pss_keygen_md:sha256',
    '-pkeyopt',
    'rsa_pss_keygen_mgf1_md:sha256',
    '-pkeyopt',
    'rsa_pss_keygen_saltlen:32',
  ],
  'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha384'],
  'P-521': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha512'],
  'P-224': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-224'],
  secp256k1: ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  brainpoolP384r1: ['ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP384r1'],
  Ed25519: ['ed25519'],
  Ed448: ['ed448'],
};

requireOrSkip('OpenSSL 3.0', hasOpenssl)('text dumps equal openssl', () => {
  const folder = hasOpenssl ? mkdtempSync(join(tmpdir(), 'openssl-text-')) : '';
  const openssl = (...words: readonly string[]): string =>
    execFileSync('openssl', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });

  before(() => {
    writeFileSync(join(folder, 'config'), CONFIG);
    writeFileSync(join(folder, 'crlnumber'), '0A\n');
    const revoked = [
      'R\t361123121144Z\t251123121144Z,keyCompromise\t1234\tunknown\t/CN=a',
      'R\t361123121144Z\t251123121144Z\tFFEEDDCCBBAA99887766\tunknown\t/CN=b',
      'R\t361123121144Z\t251123121144Z,holdInstruction,holdInstructionReject\t01\tunknown\t/CN=c',
      'R\t361123121144Z\t251123121144Z,CAkeyTime,20250101000000Z\t02\tunknown\t/CN=d',
    ];
    writeFileSync(join(folder, 'index.txt'), `${revoked.join('\n')}\n`);
  });

  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  const subject = '/C=US/O=Org, Inc/OU=a+OU=b/CN= J\u00fcrgen "x"/emailAddress=a@b.c/1.2.3.4=unknown';

  for (const [name, words] of Object.entries(KEYS)) {
    it(`${name}: certificate and request`, () => {
      const common = ['-newkey', ...words, '-nodes', '-keyout', 'key', '-config', 'config', '-subj', subject, '-utf8', '-multivalue-rdn'];
      openssl('req', '-x509', ...common, '-days', '400', '-extensions', 'ca', '-out', 'certificate');
      assert.equal(certificateText(parseCertificate(der('certificate'))), openssl('x509', '-in', 'certificate', '-noout', '-text'));
      openssl('req', '-new', ...common, '-reqexts', 'leaf', '-out', 'request');
      assert.equal(requestText(parseRequest(der('request'))), openssl('req', '-in', 'request', '-noout', '-text'));
    });
  }

  function der(file: string): Uint8Array {
    return decodePem(readFileSync(join(folder, file), 'utf8'))[0]?.der ?? assert.fail(`${file} is empty`);
  }

  it('every extension', () => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ed25519',
      '-nodes',
      '-keyout',
      'key',
      '-config',
      'config',
      '-subj',
      '/CN=x',
      '-extensions',
      'all',
      '-out',
      'certificate',
    );
    assert.equal(certificateText(parseCertificate(der('certificate'))), openssl('x509', '-in', 'certificate', '-noout', '-text'));
  });

  it('serial numbers of all lengths and signs, versions, attributes', () => {
    for (const serial of [
      '0',
      '1',
      '-1',
      '-5',
      '127',
      '0x7fffffffffffffff',
      '0x8000000000000000',
      '-0x8000000000000000',
      '0x0102030405060708090a',
      '-0x80ffffffffffffffffff',
    ]) {
      openssl(
        'req',
        '-x509',
        '-newkey',
        'ed25519',
        '-nodes',
        '-keyout',
        'key',
        '-config',
        'config',
        '-subj',
        '/CN=x',
        '-set_serial',
        serial,
        '-out',
        'certificate',
      );
      assert.equal(certificateText(parseCertificate(der('certificate'))), openssl('x509', '-in', 'certificate', '-noout', '-text'), serial);
    }
    openssl('req', '-new', '-batch', '-newkey', 'ed25519', '-nodes', '-keyout', 'key', '-config', 'config', '-out', 'request');
    assert.equal(requestText(parseRequest(der('request'))), openssl('req', '-in', 'request', '-noout', '-text'));
    assert.match(requestText(parseRequest(der('request'))), /challengePassword {8}:secret words/);
  });

  it('CRLs', () => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'key',
      '-config',
      'config',
      '-subj',
      subject,
      '-extensions',
      'ca',
      '-out',
      'certificate',
    );
    for (const database of ['index.txt', 'empty.txt']) {
      writeFileSync(join(folder, 'empty.txt'), '');
      writeFileSync(join(folder, 'crl.config'), CONFIG.replace('database = index.txt', `database = ${database}`));
      openssl(
        'ca',
        '-name',
        'crl_settings',
        '-gencrl',
        '-config',
        'crl.config',
        '-md',
        'sha256',
        '-keyfile',
        'key',
        '-cert',
        'certificate',
        '-out',
        'crl',
      );
      assert.equal(crlText(parseCrl(der('crl'))), openssl('crl', '-in', 'crl', '-noout', '-text'));
    }
  });

  /** Compares many objects and prints the share of equal ones. */
  function compareAll(
    title: string,
    objects: readonly (readonly [string, Uint8Array])[],
    command: string,
    dump: (der: Uint8Array) => string,
  ): string[] {
    const different: string[] = [];
    let unread = 0;
    for (const [name, octets] of objects) {
      let text: string;
      try {
        text = dump(octets);
      } catch (error) {
        if (!(error instanceof PkiError)) throw error;
        unread++;
        continue;
      }
      const theirs = execFileSync('openssl', [command, '-inform', 'DER', '-noout', '-text'], {
        input: octets,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
        maxBuffer: 1 << 26,
      });
      // errors of OpenSSL's queue, with addresses of its memory
      const comparable = theirs.replaceAll(/^[0-9A-F]{8,}:error:.*\n/gm, '');
      if (text !== comparable) different.push(`${name}: ${firstDifference(text, comparable)}`);
    }
    const read = objects.length - unread;
    process.stderr.write(`${title}: ${read - different.length} of ${read} equal (${unread} are refused by our reader)\n`);
    return different;
  }

  function firstDifference(ours: string, theirs: string): string {
    const [a, b] = [ours.split('\n'), theirs.split('\n')];
    const line = a.findIndex((text, index) => text !== b[index]);
    return `line ${line + 1}: "${a[line]}" is "${b[line]}" with openssl`;
  }

  const roots = findCorpus('ca-certificates/mozilla-roots.pem');
  requireOrSkip('the corpus ca-certificates', roots !== undefined)('roots', () => {
    it('of Mozilla', function () {
      this.timeout(120_000);
      const blocks = decodePem(readFileSync(roots as string, 'utf8')).map(({ der: octets, line }) => [`line ${line}`, octets] as const);
      assert.ok(blocks.length > 100);
      assert.deepEqual(
        compareAll('Mozilla roots', blocks, 'x509', (octets) => certificateText(parseCertificate(octets))),
        [],
      );
    });
  });

  const pkits = findCorpus('pkits');
  requireOrSkip('the corpus pkits', pkits !== undefined)('PKITS', () => {
    const read = (kind: string): (readonly [string, Uint8Array])[] =>
      readdirSync(join(pkits as string, kind)).map(
        (name) => [name, new Uint8Array(readFileSync(join(pkits as string, kind, name)))] as const,
      );

    it('certificates', function () {
      this.timeout(120_000);
      assert.deepEqual(
        compareAll('PKITS certificates', read('certs'), 'x509', (octets) => certificateText(parseCertificate(octets))),
        [],
      );
    });

    it('CRLs', function () {
      this.timeout(120_000);
      assert.deepEqual(
        compareAll('PKITS CRLs', read('crls'), 'crl', (octets) => crlText(parseCrl(octets))),
        [],
      );
    });
  });
});
