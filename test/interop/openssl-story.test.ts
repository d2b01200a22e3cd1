/**
 * The command lines of the PostgreSQL manual 19.9 ("Secure TCP/IP Connections with SSL"), word for word, by certwright and by OpenSSL 3.0: each reads and judges
 * the other's files, and both write the same fields.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type Certificate, decodePem, loadPrivateKey, parseCertificate, parseCertificates, parseRequest } from '../../lib/index.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const SYSTEM_CONFIG = '/etc/ssl/openssl.cnf';

/** The manual's commands, then those it gives for an intermediate and a leaf below it. */
const story: readonly (readonly string[])[] = [
  'req -new -x509 -days 365 -nodes -text -out self.crt -keyout self.key -subj /CN=dbhost.yourdomain.com',
  'req -new -nodes -text -out root.csr -keyout root.key -subj /CN=root.yourdomain.com',
  `x509 -req -in root.csr -text -days 3650 -extfile ${SYSTEM_CONFIG} -extensions v3_ca -signkey root.key -out root.crt`,
  'req -new -nodes -text -out server.csr -keyout server.key -subj /CN=dbhost.yourdomain.com',
  'x509 -req -in server.csr -text -days 365 -CA root.crt -CAkey root.key -CAcreateserial -out server.crt',
  'req -new -nodes -text -out intermediate.csr -keyout intermediate.key -subj /CN=intermediate.yourdomain.com',
  `x509 -req -in intermediate.csr -text -days 1825 -extfile ${SYSTEM_CONFIG} -extensions v3_ca -CA root.crt -CAkey root.key -CAcreateserial -out intermediate.crt`,
  'req -new -nodes -text -out leaf.csr -keyout leaf.key -subj /CN=leaf.yourdomain.com',
  'x509 -req -in leaf.csr -text -days 365 -CA intermediate.crt -CAkey intermediate.key -CAcreateserial -out leaf.crt',
].map((line) => line.split(' '));

const certificates = ['self', 'root', 'server', 'intermediate', 'leaf'] as const;
const requests = ['root', 'server', 'intermediate', 'leaf'] as const;

requireOrSkip('the openssl command, 3.0, and its openssl.cnf', opensslVersion !== undefined && existsSync(SYSTEM_CONFIG))(
  'the manual with both tools',
  function () {
    this.timeout(180_000);
    const ours = new Workshop();
    const theirs = new Workshop();
    const talk: { readonly ours: string; readonly theirs: string }[] = [];

    before(async () => {
      for (const words of story) {
        const mine = await ours.certwright(words);
        const other = theirs.openssl(words);
        assert.deepEqual([mine.code, mine.stdout], [0, ''], `${words.join(' ')}: ${mine.stderr}`);
        assert.deepEqual([other.code, other.stdout], [0, ''], `${words.join(' ')}: ${other.stderr}`);
        talk.push({ ours: withoutProgress(mine.stderr), theirs: withoutProgress(other.stderr) });
      }
    });
    after(() => {
      ours.close();
      theirs.close();
    });

    it('says the same', () => {
      assert.equal(talk.length, story.length);
      for (const { ours: mine, theirs: other } of talk) assert.equal(mine, other);
    });

    it('gives files the same modes', () => {
      for (const name of ['self.key', 'root.key', 'leaf.key', 'root.crt', 'root.csr', 'root.srl'])
        assert.equal(ours.mode(name).toString(8), theirs.mode(name).toString(8), name);
      assert.equal(ours.mode('root.key'), 0o600);
    });

    it('writes the same fields', () => {
      for (const name of certificates) assert.deepEqual(fields(ours, name), fields(theirs, name), name);
      for (const name of ['root.srl', 'intermediate.srl']) assert.match(ours.read(name), /^(?:[0-9A-F]{2}){19,20}\n$/);
      for (const name of requests) {
        const read = (shop: Workshop): ReturnType<typeof parseRequest> =>
          parseRequest(decodePem(shop.read(`${name}.csr`))[0]?.der ?? new Uint8Array(0));
        const [mine, other] = [read(ours), read(theirs)];
        assert.deepEqual(
          [mine.subject.der, mine.version, mine.attributes, mine.signatureAlgorithm.der],
          [other.subject.der, other.version, other.attributes, other.signatureAlgorithm.der],
        );
      }
    });

    it('lets OpenSSL read and accept everything', () => {
      for (const name of certificates) ours.make('x509', '-in', `${name}.crt`, '-noout', '-text');
      for (const name of requests) {
        const { code, stderr } = ours.openssl(['req', '-in', `${name}.csr`, '-noout', '-verify']);
        assert.deepEqual([code, stderr], [0, 'Certificate request self-signature verify OK\n']);
      }
      for (const name of certificates) ours.make('pkey', '-in', `${name}.key`, '-noout', '-check');
      for (const words of verifications) {
        assert.equal(ours.openssl(words).stdout, `${words.at(-1)}: OK\n`);
        assert.equal(theirs.openssl(words).stdout, `${words.at(-1)}: OK\n`);
      }
    });

    it('reads and accepts what OpenSSL wrote', async () => {
      for (const words of verifications) {
        assert.equal((await theirs.certwright(words)).stdout, `${words.at(-1)}: OK\n`);
        assert.equal((await ours.certwright(words)).stdout, `${words.at(-1)}: OK\n`);
      }
      for (const name of requests) {
        const { code, stderr } = await theirs.certwright(['req', '-in', `${name}.csr`, '-noout', '-verify']);
        assert.deepEqual([code, stderr], [0, 'Certificate request self-signature verify OK\n']);
      }
      const refused = await theirs.certwright(['verify', '-CAfile', 'root.crt', 'leaf.crt']);
      assert.deepEqual(refused, theirs.openssl(['verify', '-CAfile', 'root.crt', 'leaf.crt']));
    });

    for (const shop of ['ours', 'theirs'] as const) {
      it(`shows the text of ${shop === 'ours' ? 'its own files' : "OpenSSL's files"} as OpenSSL does`, async () => {
        const at = shop === 'ours' ? ours : theirs;
        const commands = [
          ...certificates.map((name) => ['x509', '-noout', '-text', '-in', `${name}.crt`]),
          ...requests.map((name) => ['req', '-noout', '-text', '-in', `${name}.csr`]),
        ];
        for (const words of commands) assert.equal((await at.certwright(words)).stdout, at.openssl(words).stdout, words.join(' '));
      });
    }

    it('goes on with a serial file of OpenSSL, and OpenSSL with its own', async () => {
      const words = 'x509 -req -in server.csr -CA root.crt -CAkey root.key -noout -serial'.split(' ');
      for (const shop of [ours, theirs]) {
        const before = BigInt(`0x${shop.read('root.srl').trim()}`);
        const first = await shop.certwright(words);
        const second = shop.openssl(words);
        const third = await shop.certwright(words);
        assert.deepEqual(
          [first, second, third].map(({ stdout }) => BigInt(`0x${stdout.slice('serial='.length).trim()}`)),
          [before + 1n, before + 2n, before + 3n],
        );
      }
    });

    it('opens keys that OpenSSL encrypted, and the other way round', async () => {
      theirs.make(...'req -new -passout pass:secret -keyout locked.key -out locked.csr -subj /CN=a'.split(' '));
      assert.match(theirs.read('locked.key'), /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      assert.equal(loadPrivateKey(theirs.read('locked.key'), { passphrase: 'secret' }).kind, 'rsa');
      const sign = 'x509 -req -in locked.csr -signkey locked.key -noout -subject'.split(' ');
      const asked = await theirs.certwright(sign, { answers: ['secret'] });
      assert.deepEqual([asked.code, asked.stdout], [0, 'subject=CN = a\n']);
      assert.match(asked.stderr, /^Enter pass phrase for locked\.key:/);

      await ours.makeOurs(...'req -new -passout pass:secret -keyout locked.key -out locked.csr -subj /CN=a'.split(' '));
      assert.equal(ours.mode('locked.key'), 0o600);
      ours.make(...sign, '-passin', 'pass:secret');
      assert.equal(ours.openssl([...sign, '-passin', 'pass:wrong']).code, 1);
      assert.equal((await ours.certwright([...sign, '-passin', 'pass:wrong'])).code, 1);
    });

    it('signs with keys of every kind that OpenSSL makes, and back', async () => {
      for (const kind of [
        'rsa:2048',
        'ed25519',
        'ec -pkeyopt ec_paramgen_curve:P-256',
        'ec -pkeyopt ec_paramgen_curve:P-384',
        'ec -pkeyopt ec_paramgen_curve:P-521',
      ]) {
        const words = `req -new -x509 -nodes -newkey ${kind} -keyout k.key -out k.crt -subj /CN=k -days 10`.split(' ');
        theirs.make(...words);
        await ours.makeOurs(...words);
        assert.deepEqual(fields(ours, 'k'), fields(theirs, 'k'), kind);
        ours.make('verify', '-CAfile', 'k.crt', '-check_ss_sig', 'k.crt');
        assert.equal((await theirs.certwright(['verify', '-CAfile', 'k.crt', 'k.crt'])).stdout, 'k.crt: OK\n');
        theirs.make('req', '-new', '-key', 'k.key', '-subj', '/CN=below', '-out', 'k.csr');
        await theirs.makeOurs('x509', '-req', '-in', 'k.csr', '-CA', 'k.crt', '-CAkey', 'k.key', '-out', 'k2.crt');
        theirs.make('verify', '-CAfile', 'k.crt', 'k2.crt');
      }
    });
  },
);

const verifications: readonly (readonly string[])[] = [
  'verify -CAfile root.crt server.crt',
  'verify -CAfile root.crt intermediate.crt',
  'verify -CAfile root.crt -untrusted intermediate.crt leaf.crt',
  'verify -CAfile root.crt -untrusted intermediate.crt -purpose sslserver -verify_hostname leaf.yourdomain.com leaf.crt',
  'verify -CAfile self.crt self.crt',
].map((line) => line.split(' '));

function withoutProgress(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/^[.+*]+$/.test(line))
    .join('\n');
}

/** Everything in a certificate that is not chance, key or moment; key identifiers as what they are the hash of. */
function fields(shop: Workshop, name: string): unknown {
  const [certificate] = parseCertificates(shop.read(`${name}.crt`));
  assert.ok(certificate !== undefined);
  const known = new Map<string, string>();
  for (const other of [...certificates, 'k']) {
    if (!existsSync(`${shop.folder}/${other}.crt`)) continue;
    const [holder] = parseCertificates(shop.read(`${other}.crt`));
    const own = holder?.extensions.find(({ oid }) => oid === '2.5.29.14');
    if (own !== undefined) known.set(hex(own.value.subarray(2)), other);
  }
  return {
    version: certificate.version,
    subject: hex(certificate.subject.der),
    issuer: hex(certificate.issuer.der),
    days: (certificate.notAfter - certificate.notBefore) / 86_400_000,
    forms: [certificate.notBeforeForm, certificate.notAfterForm],
    keyAlgorithm: hex(certificate.publicKey.algorithm.der),
    signatureAlgorithm: hex(certificate.signatureAlgorithm.der),
    tbsSignatureAlgorithm: hex(certificate.tbsSignatureAlgorithm.der),
    serialLength: certificate.serialNumber.length >= 18,
    extensions: extensionFields(certificate, known),
  };
}

function extensionFields(certificate: Certificate, known: ReadonlyMap<string, string>): unknown {
  return parseCertificate(certificate.der).extensions.map(({ oid, critical, value }) => {
    let text = hex(value);
    for (const [identifier, holder] of known) text = text.replaceAll(identifier, `<${holder}>`);
    return [oid, critical, text];
  });
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
