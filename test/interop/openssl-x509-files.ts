/** Keys, certificates and requests of many kinds for the comparison of `x509`, made by OpenSSL. */
import { wordsOf } from './openssl-compare.ts';
import type { Workshop } from './openssl-tools.ts';

/** Fills the folder. */
export function makeFiles(shop: Workshop): void {
  const run = (line: string): void => shop.make(...wordsOf(line));
  const config = (name: string, ...rows: readonly string[]): void => shop.write(name, `${rows.join('\n')}\n`);
  shop.write('bare.cnf', '[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n');
  for (const [name, what] of [
    ['ed', 'ed25519'],
    ['ed448', 'ed448'],
    ['rsa', 'rsa -pkeyopt rsa_keygen_bits:1024'],
    ['pss', 'rsa-pss -pkeyopt rsa_keygen_bits:1024'],
    [
      'pss2',
      'rsa-pss -pkeyopt rsa_keygen_bits:1024 -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:20',
    ],
    ['ca', 'ec -pkeyopt ec_paramgen_curve:P-256'],
    ['p521', 'ec -pkeyopt ec_paramgen_curve:P-521'],
    ['brainpool', 'ec -pkeyopt ec_paramgen_curve:brainpoolP384r1'],
    ['secp256k1', 'ec -pkeyopt ec_paramgen_curve:secp256k1'],
  ] as const)
    run(`genpkey -algorithm ${what} -out ${name}.key`);
  run('pkey -in ca.key -pubout -out plain.pub');
  const self = (name: string, subject: string, key: string, ...rest: readonly string[]): void =>
    shop.make(
      'req',
      '-x509',
      '-new',
      '-key',
      key,
      '-config',
      'bare.cnf',
      '-utf8',
      '-multivalue-rdn',
      '-subj',
      subject,
      '-out',
      name,
      ...rest,
    );
  const having = (...extensions: readonly string[]): string[] => extensions.flatMap((extension) => ['-addext', extension]);
  self('ca.crt', '/C=DE/O=Example CA/CN=Root', 'ca.key', ...having('basicConstraints=critical,CA:TRUE', 'keyUsage=keyCertSign,cRLSign'));
  self('ed.crt', '/CN=Ed', 'ed.key', ...having('basicConstraints=critical,CA:TRUE'));
  const full = [
    'subjectAltName=DNS:a.example.com,DNS:*.wild.example,email:u@example.com,IP:10.0.0.1,IP:2001:db8::1,URI:http://x/',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth,clientAuth',
    'authorityInfoAccess=OCSP;URI:http://ocsp.example/b,OCSP;URI:http://ocsp.example/a,OCSP;URI:http://ocsp.example/b,caIssuers;URI:http://ca.example/',
    'crlDistributionPoints=URI:http://crl.example/',
    'certificatePolicies=1.2.3.4',
    '1.2.3.4=DER:04:14:00:01:02:03:41:42:43:44:45:46:47:48:49:4a:4b:4c:4d:4e:4f:50',
    '1.2.3.5=critical,DER:05:00',
  ];
  self('full.crt', '/CN=full/emailAddress=z@x/emailAddress=b@x/emailAddress=a@x', 'ca.key', '-set_serial', '0xfffe', ...having(...full));
  self(
    'names.crt',
    '/C=DE/O=a,b;c<d>\\+"e\\\\/OU= lead and trail /OU=#hash/OU=x#/CN=Müller 山 \u{1F600}+UID=u(1)*/emailAddress=mail@example.com/1.2.3.4.5=odd/DC=example/CN=tab\there/serialNumber=12',
    'ca.key',
  );
  for (const [name, mask, text] of [
    ['wide', 'MASK:0x800', '  Müller \t 山 AG '],
    ['teletex', 'MASK:0x4', 'Müller  & Söhne'],
  ] as const) {
    shop.write('wide.cnf', `[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=${mask}\n[dn]\nCN="${text}"\nC=DE\n`);
    run(`req -x509 -new -key ca.key -config wide.cnf -out ${name}.crt`);
  }
  shop.make('req', '-new', '-key', 'ca.key', '-config', 'bare.cnf', '-subj', '/CN=plain', '-out', 'plain.csr');
  run('x509 -req -in plain.csr -CA ed.crt -CAkey ed.key -set_serial -1 -days 400 -out plain.crt');
  run('x509 -req -in plain.csr -signkey ca.key -set_serial 0xff00 -out old.crt');
  self(
    'usage.crt',
    '/CN=usage',
    'ca.key',
    ...having('keyUsage=keyCertSign,nonRepudiation', 'extendedKeyUsage=emailProtection,codeSigning'),
  );
  self('empty.crt', '/', 'ca.key', ...having('basicConstraints=CA:FALSE', 'keyUsage=keyEncipherment'));
  self('netscape.crt', '/CN=ns', 'ca.key', ...having('nsCertType=client,sslCA', 'nsComment=hello'));
  self('stamp.crt', '/CN=stamp', 'ca.key', ...having('extendedKeyUsage=critical,timeStamping', 'keyUsage=digitalSignature'));
  run('x509 -in full.crt -addtrust serverAuth -addtrust clientAuth -addreject emailProtection -setalias "an alias" -out trusted.crt');
  shop.make(
    'req',
    '-new',
    '-key',
    'rsa.key',
    '-config',
    'bare.cnf',
    '-subj',
    '/CN=rsa',
    '-addext',
    'subjectAltName=DNS:r',
    '-addext',
    'keyUsage=keyAgreement',
    '-out',
    'rsa.csr',
  );
  config(
    'ext.cnf',
    'subjectAltName=DNS:ext',
    'basicConstraints=CA:FALSE',
    '[more]',
    'keyUsage=dataEncipherment',
    'subjectKeyIdentifier=none',
  );
  config('aki.cnf', 'subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid,issuer');
  shop.write('tampered.crt', tampered(shop.read('ca.crt')));
}

/** The PEM block with the last octet changed: inside the signature. */
function tampered(pem: string): string {
  const der = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}
