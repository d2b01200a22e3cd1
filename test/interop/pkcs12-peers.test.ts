/** PKCS #12 with Java's keytool and with pyca's cryptography, both ways: their files are read, and what is written here they open. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oid } from '../../lib/asn1/oid.ts';
import { randomBytes } from '../../lib/api/random.ts';
import { encodePem, fingerprint, sha256 } from '../../lib/index.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { type Pkcs12Contents, type Pkcs12Profile, readPkcs12, writePkcs12 } from '../../lib/keystore/pkcs12/index.ts';
import type { Certificate } from '../../lib/x509/index.ts';
import { keyNamed, make } from '../support/chain-kit.ts';
import { pycaVersion } from './path-judges.ts';

const root = make({ subject: 'CN=Root', ca: true, key: keyNamed('root', 'rsa') });
const leaf = make({ subject: 'CN=leaf', issuer: root, key: keyNamed('CN=leaf', 'ec') });
const leafKey = keyNamed('CN=leaf', 'ec').privateKey;
const PASSPHRASE = 'correct horse';

const print = (certificate: Certificate): string => toHex(fingerprint(certificate, sha256));

function write(profile: Pkcs12Profile, passphrase = PASSPHRASE): Uint8Array {
  const keys = [{ key: leafKey, certificate: leaf.certificate, chain: [root.certificate], friendlyName: 'alice' }];
  return writePkcs12({ keys }, { passphrase, profile, iterations: 2048, random: randomBytes });
}

class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'certwright-pkcs12-'));

  file(name: string): string {
    return join(this.path, name);
  }

  read(name: string, passphrase: string | undefined = PASSPHRASE): Pkcs12Contents {
    return readPkcs12(new Uint8Array(readFileSync(this.file(name))), { passphrase });
  }

  close(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const keytool = ['/usr/bin/keytool', join(process.env['JAVA_HOME'] ?? '/usr', 'bin/keytool')].find((path) => existsSync(path));

// Java is not everywhere where the suite has to pass; where it is not, this says so.
(keytool === undefined ? describe.skip : describe)('PKCS #12 and keytool', function () {
  this.timeout(120_000);
  const folder = new Folder();
  const run = (...words: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(keytool as string, words, { cwd: folder.path, encoding: 'utf8', timeout: 60_000 });
    assert.equal(status, 0, `${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const store = (name: string): string[] => ['-keystore', name, '-storepass', PASSPHRASE];

  after(() => folder.close());

  it('reads a key store as Java writes it today, with a key, a trusted certificate and a secret', () => {
    writeFileSync(folder.file('root.pem'), encodePem('CERTIFICATE', root.certificate.der));
    run('-genkeypair', '-keyalg', 'EC', '-alias', 'server', '-dname', 'CN=server', ...store('java.p12'));
    run('-importcert', '-noprompt', '-alias', 'root', '-file', 'root.pem', ...store('java.p12'));
    run('-genseckey', '-keyalg', 'AES', '-keysize', '256', '-alias', 'secret', ...store('java.p12'));
    const { keys, certificates, others, mac } = folder.read('java.p12');
    assert.deepEqual(
      keys.map(({ friendlyName, key, certificate }) => [friendlyName, key.kind, certificate !== undefined]),
      [['server', 'ec', true]],
    );
    const trusted = certificates.find(({ friendlyName }) => friendlyName === 'root');
    assert.deepEqual([trusted?.trustedKeyUsage, trusted?.certificate.der], [['2.5.29.37.0'], root.certificate.der]);
    assert.deepEqual(
      others.map(({ kind, friendlyName }) => [kind, friendlyName]),
      [['secret', 'secret']],
    );
    assert.equal(mac?.hash, 'SHA-256');
  });

  it('reads a key store of older Java', () => {
    run('-J-Dkeystore.pkcs12.legacy', '-genkeypair', '-keyalg', 'EC', '-alias', 'old', '-dname', 'CN=old', ...store('old.p12'));
    const { keys, mac, findings } = folder.read('old.p12');
    assert.deepEqual([keys[0]?.key.kind, keys[0]?.certificate !== undefined, mac?.hash], ['ec', true, 'SHA-1']);
    const codes = findings.map(({ code }) => code);
    assert.ok(codes.includes('weak-encryption') && codes.includes('weak-mac'));
  });

  for (const profile of ['modern', 'legacy'] as const)
    it(`opens what is written here: ${profile}`, () => {
      writeFileSync(folder.file(`${profile}.p12`), write(profile));
      assert.match(run('-list', '-v', ...store(`${profile}.p12`)), /Alias name: alice[\s\S]*PrivateKeyEntry[\s\S]*chain length: 2/);
      run(
        '-importkeystore',
        '-srckeystore',
        `${profile}.p12`,
        '-srcstorepass',
        PASSPHRASE,
        '-destkeystore',
        `${profile}-2.p12`,
        '-deststorepass',
        PASSPHRASE,
      );
      const { keys } = folder.read(`${profile}-2.p12`);
      assert.deepEqual(keys[0]?.chain.map(print), [print(root.certificate)]);
    });

  it('takes a trust store written here', () => {
    const certificates = [{ certificate: root.certificate, friendlyName: 'root', trustedKeyUsage: [oid('2.5.29.37.0')] }];
    const file = writePkcs12({ certificates }, { passphrase: PASSPHRASE, iterations: 2048, random: randomBytes });
    writeFileSync(folder.file('trust.p12'), file);
    assert.match(run('-list', ...store('trust.p12')), /root, .*trustedCertEntry/);
  });
});

/** What pyca reads of files, and files that it writes, in one run. */
const PROGRAM = `
import sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (BestAvailableEncryption, NoEncryption, PrivateFormat, pkcs12)
folder, names = sys.argv[1], sys.argv[2:]
passphrase = 'p\\u00e4ssw\\u00f6rd'.encode()
sha = lambda certificate: certificate.fingerprint(hashes.SHA256()).hex()
for name in names:
    loaded = pkcs12.load_pkcs12(open(folder + '/' + name, 'rb').read(), passphrase)
    print(name, loaded.key.curve.name, loaded.cert.friendly_name.decode(), sha(loaded.cert.certificate), *[sha(c.certificate) for c in loaded.additional_certs])
builder = PrivateFormat.PKCS12.encryption_builder
for name, encryption in {
    'best': BestAvailableEncryption(passphrase),
    'des': builder().kdf_rounds(2000).key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(hashes.SHA1()).build(passphrase),
    'aes': builder().kdf_rounds(2000).key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA512()).build(passphrase),
    'none': NoEncryption(),
}.items():
    others = [c.certificate for c in loaded.additional_certs]
    open(folder + '/pyca-' + name, 'wb').write(pkcs12.serialize_key_and_certificates('b\\u00f6b'.encode(), loaded.key, loaded.cert.certificate, others, encryption))
trusted = [pkcs12.PKCS12Certificate(loaded.cert.certificate, b'java')]
open(folder + '/pyca-java', 'wb').write(pkcs12.serialize_java_truststore(trusted, BestAvailableEncryption(passphrase)))
`;

if (pycaVersion === undefined) process.stderr.write('\n*** SKIPPED: PKCS #12 with pyca/cryptography, which was not found here ***\n');

(pycaVersion === undefined ? describe.skip : describe)('PKCS #12 and pyca', function () {
  this.timeout(60_000);
  const folder = new Folder();
  const passphrase = 'pässwörd';
  let answers: readonly string[] = [];

  before(() => {
    const profiles = ['modern', 'pbmac1', 'legacy'] as const;
    for (const profile of profiles) writeFileSync(folder.file(profile), write(profile, passphrase));
    const python = process.env['CERTWRIGHT_PYTHON'] ?? 'python3';
    const { status, stdout, stderr } = spawnSync(python, ['-W', 'ignore', '-c', PROGRAM, folder.path, ...profiles], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    answers = stdout.trimEnd().split('\n');
  });

  after(() => folder.close());

  it('opens what is written here', () => {
    const wanted = ['secp256r1', 'alice', print(leaf.certificate), print(root.certificate)].join(' ');
    assert.deepEqual(answers, [`modern ${wanted}`, `pbmac1 ${wanted}`, `legacy ${wanted}`]);
  });

  for (const name of ['best', 'des', 'aes', 'none'])
    it(`writes what is opened here: ${name}`, () => {
      const { keys, certificates, mac } = folder.read(`pyca-${name}`, name === 'none' ? '' : passphrase);
      assert.deepEqual([keys[0]?.friendlyName, keys[0]?.key.kind], ['böb', 'ec']);
      assert.deepEqual(
        certificates.map(({ certificate }) => print(certificate)),
        [leaf, root].map(({ certificate }) => print(certificate)),
      );
      assert.equal(mac?.hash, name === 'des' ? 'SHA-1' : name === 'aes' ? 'SHA-512' : 'SHA-256');
    });

  it('writes a trust store for Java that is opened here', () => {
    const [entry] = folder.read('pyca-java', passphrase).certificates;
    assert.deepEqual([entry?.friendlyName, entry?.trustedKeyUsage], ['java', ['2.5.29.37.0']]);
  });
});
