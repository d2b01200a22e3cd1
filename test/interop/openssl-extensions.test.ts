/** The language of extensions and of configuration files: the same text gives the same DER as OpenSSL 3.0, or both refuse it. */
import assert from 'node:assert/strict';
import { type Certificate, parseCertificates } from '../../lib/index.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { firstLine, opensslVersion, Workshop } from './openssl-tools.ts';

/** Lines of the section `e`; a `|` separates further sections, a leading `!` says that both tools must refuse. */
const values: readonly string[] = [
  'basicConstraints=CA:TRUE',
  'basicConstraints=critical,CA:true,pathlen:0',
  'basicConstraints=critical, CA:FALSE',
  'basicConstraints=CA:FALSE,pathlen:3',
  'basicConstraints=pathlen:0x10',
  'basicConstraints=@bc|[bc]\nCA=yes\npathlen=2',
  '!basicConstraints=CA:maybe',
  '!basicConstraints=CA:TRUE,foo:1',
  '!basicConstraints=CA',
  '!basicConstraints=@nope',
  '!basicConstraints=CA:TRUE,',
  'keyUsage=digitalSignature, keyEncipherment',
  'keyUsage=critical,nonRepudiation,decipherOnly,keyCertSign,cRLSign',
  'keyUsage=Digital Signature,Certificate Sign',
  '!keyUsage=digitalsignature',
  'extendedKeyUsage=serverAuth,clientAuth',
  'extendedKeyUsage=critical,codeSigning,emailProtection,timeStamping,OCSPSigning,msSmartcardLogin,anyExtendedKeyUsage,1.3.6.1.4.1.99999.7',
  'extendedKeyUsage=TLS Web Server Authentication',
  '!extendedKeyUsage=nonsense',
  'subjectKeyIdentifier=hash',
  'subjectKeyIdentifier=none\nbasicConstraints=CA:FALSE',
  'subjectKeyIdentifier=0A:0B:0c',
  'subjectKeyIdentifier=0a0b0c',
  '!subjectKeyIdentifier=xyz',
  ...['keyid', 'issuer', 'keyid,issuer', 'keyid:always', 'issuer:always', 'keyid:always,issuer:always', 'none', 'keyid:foo'].flatMap(
    (value) => [
      `authorityKeyIdentifier=${value}\nbasicConstraints=CA:FALSE`,
      `subjectKeyIdentifier=hash\nauthorityKeyIdentifier=${value}`,
      `authorityKeyIdentifier=${value}\nsubjectKeyIdentifier=hash`,
      `subjectKeyIdentifier=none\nauthorityKeyIdentifier=${value}\nbasicConstraints=CA:FALSE`,
    ],
  ),
  '!authorityKeyIdentifier=foo',
  'subjectAltName=DNS:a.example,DNS:*.b.example,IP:10.1.2.3,IP:2001:db8::1,email:a@b.example,URI:https://a.example/x?y,RID:1.2.3.4',
  'subjectAltName=critical,@names|[names]\nDNS.1=a.example\nDNS.2=b.example\nIP.1=::ffff:1.2.3.4\nIP.2=::\nURI=ldap://h/a,b',
  'subjectAltName=email:copy,DNS:a',
  'subjectAltName=dirName:dn|[dn]\nC=DE\n0.O=One\n1.O=Two\nCN=Zoë\n+UID=x',
  'subjectAltName=otherName:1.3.6.1.4.1.311.20.2.3;UTF8:user@realm.example',
  'subjectAltName=otherName:msUPN;UTF8:user@realm.example,otherName:1.2.3;IA5STRING:x,otherName:1.2.4;INT:0x1234,otherName:1.2.5;BOOL:TRUE,otherName:1.2.6;OID:serverAuth',
  '!subjectAltName=DNS',
  '!subjectAltName=DNS:',
  '!subjectAltName=FOO:bar',
  '!subjectAltName=IP:1.2.3',
  '!subjectAltName=IP:1.2.3.256',
  '!subjectAltName=IP:1::2::3',
  '!subjectAltName=IP:12345::',
  '!subjectAltName=RID:nonsense.example',
  '!subjectAltName=dirName:nope',
  '!subjectAltName=@nope',
  'issuerAltName=DNS:issuer.example,URI:http://issuer.example/',
  'authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/ca.der',
  'authorityInfoAccess=1.2.3.4;email:a@b.example',
  '!authorityInfoAccess=URI:http://ocsp.example/',
  'subjectInfoAccess=caRepository;URI:http://ca.example/',
  'crlDistributionPoints=URI:http://a.example/a.crl,URI:http://b.example/b.crl',
  'crlDistributionPoints=point|[point]\nfullname=URI:http://a.example/a.crl\nCRLissuer=dirName:dn\nreasons=keyCompromise, CACompromise\n[dn]\nCN=CRL issuer',
  'crlDistributionPoints=one,two|[one]\nfullname=URI:http://a.example/a.crl\n[two]\nrelativename=rdn\n[rdn]\nCN=point',
  '!crlDistributionPoints=nope',
  'freshestCRL=URI:http://a.example/delta.crl',
  'issuingDistributionPoint=critical,@idp|[idp]\nfullname=URI:http://a.example/a.crl\nonlyCA=TRUE\nindirectCRL=TRUE\nonlysomereasons=keyCompromise',
  'certificatePolicies=1.2.3.4,anyPolicy',
  'certificatePolicies=1.2.3.4,@pol|[pol]\npolicyIdentifier=1.3.5.8\nCPS.1=http://my.host.example/\nCPS.2=http://my.other.example/\nuserNotice.1=@notice\n[notice]\nexplicitText=Explicit text here\norganization=Organization Name\nnoticeNumbers=1,2,3,4',
  'certificatePolicies=ia5org,@pol|[pol]\npolicyIdentifier=1.3.5.8\nuserNotice=@notice\n[notice]\nexplicitText="UTF8:Text"\norganization=Org\nnoticeNumbers=1',
  '!certificatePolicies=nonsense',
  '!certificatePolicies=@pol|[pol]\nCPS=http://x/',
  'policyMappings=1.2.3:1.2.4,1.2.5:1.2.6',
  'policyConstraints=requireExplicitPolicy:3',
  'policyConstraints=requireExplicitPolicy:0,inhibitPolicyMapping:1',
  '!policyConstraints=foo:1',
  'inhibitAnyPolicy=2',
  '!inhibitAnyPolicy=x',
  'nameConstraints=permitted;DNS:example.com,excluded;DNS:bad.example.com,permitted;email:.example.com,permitted;IP:10.0.0.0/255.0.0.0',
  'nameConstraints=critical,permitted;IP:2001:db8::/ffff:ffff::',
  'nameConstraints=permitted;dirName:dn|[dn]\nO=Example',
  '!nameConstraints=DNS:example.com',
  '!nameConstraints=permitted;IP:10.0.0.0',
  'nsComment="OpenSSL Generated Certificate"',
  'nsCertType=client, server, email, objsign, sslCA, emailCA, objCA',
  'tlsfeature=status_request',
  'tlsfeature=status_request,status_request_v2,17',
  'noCheck=ignored',
  '1.2.3.4=DER:0101FF',
  '1.2.3.4=critical,DER:01:01:FF',
  '!1.2.3.4=hello',
  '!1.2.3.4=DER:1',
  '!unknownName=hello',
  'basicConstraints=CA:TRUE\nbasicConstraints=CA:FALSE',
  // The language of ASN1_generate_nconf(3).
  '1.2.3.4=ASN1:UTF8String:hello',
  '1.2.3.4=critical,ASN1:FORMAT:UTF8,BMP:J\u00fcrgen',
  '1.2.3.4=ASN1:SEQUENCE:s|[s]\na=INT:1\nb=SET:t\n[t]\nc=UTF8:z\nd=BOOL:no',
  'subjectAltName=otherName:1.2.3;SEQUENCE:s|[s]\na=INT:1',
  'nsBaseUrl=http://a.example/',
  '!1.2.3.4=ASN1:SEQUENCE:nope',
  '!1.2.3.4=ASN1:WHAT:1',
  // The configuration language.
  'subjectAltName=DNS:$domain|[default]\ndomain=late.example',
  'extra::word=told\nnsComment=$extra::word',
  'nsComment=$ENV::CERTWRIGHT_TEST_WORD and ${ENV::CERTWRIGHT_TEST_WORD}',
  'nsComment=a\\tb\\\\c\\$d "quo#ted" \'sin gle\' # a comment',
  'nsComment=first \\\nsecond \\\nthird',
  'nsComment=$other::word$(other::word)x|[other]\nword=found',
  'nsComment=  spaces around   ',
  'nsComment=a;b,c=d',
  'nsComment=`back # tick`',
  '!nsComment=$nope',
  '!nsComment=${nope',
  '!nsComment=$other::nope|[other]\nword=found',
];

const refusedHereOnly: readonly string[] = [
  'proxyCertInfo=critical,language:id-ppl-anyLanguage,pathlen:3,policy:text:AB',
  'subjectAltName=email:move,DNS:a',
];

requireOrSkip('the openssl command, 3.0', opensslVersion !== undefined)('openssl extensions', function () {
  this.timeout(120_000);
  let shop: Workshop;

  before(() => {
    process.env['CERTWRIGHT_TEST_WORD'] = 'word';
    shop = new Workshop();
    shop.make(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'ca.key',
      '-x509',
      '-subj',
      '/CN=CA/emailAddress=ca@b.example',
      '-out',
      'ca.crt',
    );
    shop.make(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'a.key',
      '-subj',
      '/CN=a/emailAddress=a@b.example',
      '-out',
      'a.csr',
    );
  });
  after(() => {
    delete process.env['CERTWRIGHT_TEST_WORD'];
    shop.close();
  });

  const writeConfig = (value: string): void => {
    const [lines = '', ...sections] = value.replace(/^!/, '').split('|');
    const further = sections.filter((section) => section.startsWith('['));
    shop.write('e.cnf', `[req]\ndistinguished_name=dn_none\n[dn_none]\n[e]\n${lines}\n${further.join('\n')}\n`);
  };
  const commands: readonly (readonly string[])[] = [
    ['x509', '-req', '-in', 'a.csr', '-signkey', 'a.key', '-set_serial', '77', '-extfile', 'e.cnf', '-extensions', 'e'],
    ['x509', '-req', '-in', 'a.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-set_serial', '77', '-extfile', 'e.cnf', '-extensions', 'e'],
    [
      'req',
      '-x509',
      '-new',
      '-key',
      'a.key',
      '-subj',
      '/CN=a/emailAddress=a@b.example',
      '-set_serial',
      '77',
      '-config',
      'e.cnf',
      '-extensions',
      'e',
    ],
  ];

  for (const value of values) {
    it(JSON.stringify(value).slice(0, 100), async () => {
      writeConfig(value);
      for (const command of commands) {
        const theirs = shop.openssl(command);
        const ours = await shop.certwright(command);
        assert.equal(ours.code, theirs.code, `${command.join(' ')}: ${theirs.stderr} / ${ours.stderr}`);
        if (value.startsWith('!')) assert.equal(theirs.code, 1, 'OpenSSL accepts it');
        if (theirs.code !== 0) {
          assert.equal(firstLine(ours), firstLine(theirs));
          continue;
        }
        assert.deepEqual(parseCertificates(ours.stdout).map(show), parseCertificates(theirs.stdout).map(show));
      }
    });
  }

  it('copies, keeps and replaces extensions as OpenSSL does', async () => {
    shop.write(
      'r.cnf',
      '[req]\ndistinguished_name=dn\nreq_extensions=e\n[dn]\n[e]\nsubjectAltName=DNS:a\nkeyUsage=digitalSignature\nbasicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\n',
    );
    shop.write('some.cnf', 'keyUsage=keyAgreement\nextendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid,issuer\n');
    shop.write('none.cnf', 'subjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n');
    shop.make('req', '-new', '-key', 'a.key', '-subj', '/CN=a', '-config', 'r.cnf', '-out', 'asks.csr');
    shop.make('x509', '-req', '-in', 'asks.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-copy_extensions', 'copy', '-out', 'asked.crt');
    const signers = ['-signkey a.key', '-CA ca.crt -CAkey ca.key'];
    const copying = ['', ' -copy_extensions none', ' -copy_extensions copy', ' -copy_extensions copyall'];
    const files = ['', ' -extfile some.cnf', ' -extfile none.cnf', ' -subj /CN=other'];
    const lines = [
      ...signers.flatMap((signer) =>
        copying.flatMap((copy) => files.map((file) => `x509 -req -in asks.csr -set_serial 1 ${signer}${copy}${file}`)),
      ),
      'x509 -in ca.crt -signkey ca.key',
      'x509 -in ca.crt -signkey ca.key -clrext',
      'x509 -in ca.crt -signkey ca.key -set_serial 9 -extfile some.cnf',
      'x509 -in asked.crt -signkey a.key',
      'x509 -in asked.crt -signkey a.key -clrext -extfile some.cnf',
    ];
    for (const line of lines) {
      const theirs = shop.openssl(line.split(' '));
      const ours = await shop.certwright(line.split(' '));
      assert.deepEqual([theirs.code, ours.code], [0, 0], line);
      assert.deepEqual(parseCertificates(ours.stdout).map(show), parseCertificates(theirs.stdout).map(show), line);
    }
  });

  for (const value of refusedHereOnly) {
    it(`refuses by name: ${JSON.stringify(value).slice(0, 80)}`, async () => {
      writeConfig(value);
      const [command = []] = commands;
      const ours = await shop.certwright(command);
      assert.equal(ours.code, 1);
      assert.match(ours.stderr, /^Error checking extension section e\ncertwright: .* is not supported by certwright/);
    });
  }
});

/** Everything that is not moment or chance. */
function show(of: Certificate): unknown {
  return {
    version: of.version,
    serial: Buffer.from(of.serialNumber).toString('hex'),
    subject: Buffer.from(of.subject.der).toString('hex'),
    issuer: Buffer.from(of.issuer.der).toString('hex'),
    days: (of.notAfter - of.notBefore) / 86_400_000,
    key: Buffer.from(of.publicKey.der).toString('hex'),
    extensions: of.extensions.map((extension) => [extension.oid, extension.critical, Buffer.from(extension.value).toString('hex')]),
  };
}
