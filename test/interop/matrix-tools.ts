/** The other readers and writers of the matrix: OpenSSL's command, pyca/cryptography, node:crypto, Java's keytool. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, type JsonWebKeyInput, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { defaultAlgorithms, encodePem, encodePkcs8, furtherAlgorithms, parseRequest, verifyRequest } from '../../lib/index.ts';
import { ALIAS, type Material, PASSPHRASE } from './matrix-kit.ts';
import { pycaVersion, python } from './path-judges.ts';

/** A file to be read. */
export interface ReadTask {
  readonly container: string;
  readonly octets: Uint8Array;
}

/** A file to be written. */
export interface WriteTask {
  readonly container: string;
  readonly material: Material;
}

/** What came of a task: octets (of a SubjectPublicKeyInfo where something was read), or the tool's words. */
export type Answer = Uint8Array | string;

/** A tool, with the containers it knows at all. */
export interface Tool {
  readonly name: string;
  /** Why it is not here; undefined where it is. */
  readonly missing?: string | undefined;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Names of the keys it is asked about, where asking about all takes too long. */
  readonly keys?: RegExp;
  /** It takes RSASSA-PSS keys for plain RSA keys. */
  readonly forgetsPss?: boolean;
  readAll(tasks: readonly ReadTask[]): Promise<readonly Answer[]>;
  writeAll(tasks: readonly WriteTask[]): Promise<readonly Answer[]>;
}

const run = promisify(execFile);

/** Each task in a folder of its own, two at a time. */
async function each<T>(tasks: readonly T[], work: (task: T, folder: string) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  await Promise.all(
    [0, 1].map(async () => {
      for (let index = next++; index < tasks.length; index = next++) {
        const folder = mkdtempSync(join(tmpdir(), 'certwright-matrix-'));
        try {
          answers[index] = await work(tasks[index] as T, folder);
        } catch (error) {
          answers[index] = String((error as { stderr?: unknown }).stderr ?? error).slice(0, 300) || String(error);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }
    }),
  );
  return answers;
}

/** Octets that a command prints. */
async function printed(command: string, words: readonly string[], folder: string): Promise<Uint8Array> {
  const { stdout } = await run(command, words, { cwd: folder, encoding: 'buffer', timeout: 60_000 });
  return new Uint8Array(stdout);
}

const derOf = (pem: Uint8Array): Uint8Array => new Uint8Array(createPublicKey(Buffer.from(pem)).export({ format: 'der', type: 'spki' }));

const pass = `pass:${PASSPHRASE}`;
const PRIVATE_FILES = ['PKCS#8 PEM', 'PKCS#8 DER', 'PKCS#8 AES', 'PKCS#8 scrypt', 'traditional', 'traditional AES'];
const PKCS12_FILES = ['PKCS#12', 'PKCS#12 legacy'];
const LEGACY = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];

/** The command; what it prints as PEM is turned into DER by node:crypto, which is OpenSSL too. */
export const openssl: Tool = {
  name: 'OpenSSL',
  reads: [...PRIVATE_FILES, 'SPKI', ...PKCS12_FILES, 'certificate', 'PKCS#7', 'request', 'CRL'],
  writes: [...PRIVATE_FILES, 'SPKI', ...PKCS12_FILES, 'certificate', 'PKCS#7', 'request'],
  readAll: async (tasks) =>
    await each(tasks, async ({ container, octets }, folder) => {
      writeFileSync(join(folder, 'in'), octets);
      const tool = async (...words: string[]): Promise<Uint8Array> => await printed('openssl', words, folder);
      if (PRIVATE_FILES.includes(container)) {
        const form = container === 'PKCS#8 DER' ? 'DER' : 'PEM';
        return await tool('pkey', '-in', 'in', '-inform', form, '-passin', pass, '-pubout', '-outform', 'DER');
      }
      if (container === 'SPKI') return await tool('pkey', '-pubin', '-in', 'in', '-pubout', '-outform', 'DER');
      if (PKCS12_FILES.includes(container)) {
        await tool('pkcs12', '-in', 'in', '-passin', pass, '-noenc', '-out', 'out');
        const ofCertificate = derOf(await tool('x509', '-in', 'out', '-noout', '-pubkey'));
        const ofKey = await tool('pkey', '-in', 'out', '-pubout', '-outform', 'DER');
        return Buffer.compare(ofCertificate, ofKey) === 0 ? ofKey : 'key and certificate differ';
      }
      if (container === 'PKCS#7') await tool('pkcs7', '-in', 'in', '-print_certs', '-out', 'in');
      if (container === 'request') {
        await tool('req', '-in', 'in', '-noout', '-verify');
        return derOf(await tool('req', '-in', 'in', '-noout', '-pubkey'));
      }
      if (container === 'CRL') {
        const whole = readFileSync(join(folder, 'in'), 'utf8');
        writeFileSync(join(folder, 'crl'), whole.slice(whole.indexOf('-----BEGIN X509 CRL')));
        const { stderr } = await run('openssl', ['crl', '-in', 'crl', '-CAfile', 'in', '-noout'], { cwd: folder });
        if (!stderr.includes('verify OK')) return stderr;
      }
      const spki = derOf(await tool('x509', '-in', 'in', '-noout', '-pubkey'));
      const { issuer, subject } = new X509Certificate(readFileSync(join(folder, 'in')));
      if (issuer === subject) await tool('verify', '-check_ss_sig', '-auth_level', '0', '-CAfile', 'in', 'in');
      return spki;
    }),
  writeAll: async (tasks) =>
    await each(tasks, async ({ container, material }, folder) => {
      writeFileSync(join(folder, 'key'), encodePem('PRIVATE KEY', encodePkcs8(material.key)));
      writeFileSync(join(folder, 'cert'), encodePem('CERTIFICATE', material.certificate));
      const commands: Readonly<Record<string, string[]>> = {
        'PKCS#8 PEM': ['pkey', '-in', 'key'],
        'PKCS#8 DER': ['pkey', '-in', 'key', '-outform', 'DER'],
        'PKCS#8 AES': ['pkcs8', '-topk8', '-in', 'key', '-passout', pass, '-v2', 'aes-256-cbc'],
        'PKCS#8 scrypt': ['pkcs8', '-topk8', '-in', 'key', '-passout', pass, '-scrypt'],
        traditional: ['pkey', '-in', 'key', '-traditional'],
        'traditional AES': ['pkey', '-in', 'key', '-traditional', '-aes256', '-passout', pass],
        SPKI: ['pkey', '-in', 'key', '-pubout'],
        'PKCS#12': ['pkcs12', '-export', '-inkey', 'key', '-in', 'cert', '-name', ALIAS, '-passout', pass],
        'PKCS#12 legacy': ['pkcs12', '-export', '-inkey', 'key', '-in', 'cert', '-name', ALIAS, '-passout', pass, ...LEGACY],
        certificate: ['req', '-x509', '-new', '-key', 'key', '-subj', '/CN=openssl', '-days', '2'],
        'PKCS#7': ['crl2pkcs7', '-nocrl', '-certfile', 'cert'],
        request: ['req', '-new', '-key', 'key', '-subj', '/CN=openssl'],
      };
      return await printed('openssl', commands[container] ?? [], folder);
    }),
};

function nodeKey(container: string, octets: Uint8Array): KeyObject {
  const key = Buffer.from(octets);
  switch (container) {
    case 'PKCS#8 DER':
      return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    case 'JWK':
      return createPrivateKey({ key: JSON.parse(key.toString()) as JsonWebKeyInput['key'], format: 'jwk' });
    case 'SPKI':
      return createPublicKey(key);
    default:
      return createPrivateKey({ key, passphrase: PASSPHRASE });
  }
}

/** This Node. PKCS #12 is loaded into a TLS context, which says whether key and certificate fit, and no more. */
export const nodeCrypto: Tool = {
  name: 'node:crypto',
  reads: [...PRIVATE_FILES, 'SPKI', 'JWK', ...PKCS12_FILES, 'certificate'],
  writes: [...PRIVATE_FILES.filter((name) => name !== 'PKCS#8 scrypt'), 'SPKI', 'JWK'],
  readAll: async (tasks) =>
    await each(tasks, async ({ container, octets }) => {
      if (container === 'certificate') {
        const certificate = new X509Certificate(octets);
        const own = certificate.publicKey;
        if (certificate.issuer === certificate.subject && !certificate.verify(own)) return 'the signature is not good';
        return new Uint8Array(own.export({ format: 'der', type: 'spki' }));
      }
      if (PKCS12_FILES.includes(container)) {
        createSecureContext({ pfx: Buffer.from(octets), passphrase: PASSPHRASE });
        return new Uint8Array(0);
      }
      const key = nodeKey(container, octets);
      return new Uint8Array((key.type === 'public' ? key : createPublicKey(key)).export({ format: 'der', type: 'spki' }));
    }),
  writeAll: async (tasks) =>
    await each(tasks, async ({ container, material }) => {
      const key = createPrivateKey({ key: Buffer.from(encodePkcs8(material.key)), format: 'der', type: 'pkcs8' });
      const own = material.key.kind === 'rsa' ? 'pkcs1' : 'sec1';
      const locked = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE };
      const exported = (): string | Buffer => {
        switch (container) {
          case 'PKCS#8 DER':
            return key.export({ format: 'der', type: 'pkcs8' });
          case 'PKCS#8 AES':
            return key.export({ format: 'pem', type: 'pkcs8', ...locked });
          case 'traditional':
            return key.export({ format: 'pem', type: own });
          case 'traditional AES':
            return key.export({ format: 'pem', type: own, ...locked });
          case 'SPKI':
            return createPublicKey(key).export({ format: 'pem', type: 'spki' });
          case 'JWK':
            return JSON.stringify(key.export({ format: 'jwk' }));
          default:
            return key.export({ format: 'pem', type: 'pkcs8' });
        }
      };
      return new Uint8Array(Buffer.from(exported()));
    }),
};

/** All tasks in one process. */
function askPyca(tasks: readonly object[]): Answer[] {
  const script = join(import.meta.dirname, 'matrix_pyca.py');
  const input = JSON.stringify(tasks.map((task) => ({ passphrase: PASSPHRASE, ...task })));
  const answers = JSON.parse(execFileSync(python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 26 })) as {
    readonly data?: string;
    readonly error?: string;
  }[];
  return answers.map(({ data, error }) => (data === undefined ? (error ?? '') : new Uint8Array(Buffer.from(data, 'base64'))));
}

const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

/** pyca/cryptography. */
export const pyca: Tool = {
  name: 'pyca',
  forgetsPss: true,
  missing: pycaVersion === undefined ? 'Python with pyca/cryptography' : undefined,
  reads: [...PRIVATE_FILES, 'SPKI', 'OpenSSH', ...PKCS12_FILES, 'certificate', 'PKCS#7', 'request', 'CRL'],
  writes: [
    ...PRIVATE_FILES.filter((name) => name !== 'PKCS#8 scrypt'),
    'SPKI',
    'OpenSSH',
    ...PKCS12_FILES,
    'certificate',
    'PKCS#7',
    'request',
    'CRL',
  ],
  readAll: async (tasks) => askPyca(tasks.map(({ container, octets }) => ({ op: 'read', container, data: base64(octets) }))),
  writeAll: async (tasks) =>
    askPyca(
      tasks.map(({ container, material: { key, certificate } }) => ({
        op: 'write',
        container,
        data: base64(encodePkcs8(key)),
        certificate: base64(certificate),
      })),
    ),
};

/** Java: a request signed with the key of the store proves that the key was read; a copy of the store is what Java writes. */
export const keytool: Tool = {
  name: 'keytool',
  // Each call starts a Java machine; it knows no other curves, and no keys of three primes.
  keys: /^(?:RSA|RSA-PSS|P-256|P-384|P-521|ed25519|ed448)$/,
  missing: spawnSync('keytool', ['-help']).status === 0 ? undefined : "Java's keytool",
  reads: PKCS12_FILES,
  writes: ['PKCS#12'],
  readAll: async (tasks) =>
    await each(tasks, async ({ octets }, folder) => {
      writeFileSync(join(folder, 'store'), octets);
      const pem = await printed('keytool', ['-certreq', '-alias', ALIAS, '-keystore', 'store', '-storepass', PASSPHRASE], folder);
      const [, body = ''] = /-----BEGIN NEW CERTIFICATE REQUEST-----([^-]*)-----END/.exec(Buffer.from(pem).toString()) ?? [];
      const request = parseRequest(new Uint8Array(Buffer.from(body, 'base64')));
      return verifyRequest(request, { algorithms: [...defaultAlgorithms, ...furtherAlgorithms] })
        ? request.publicKey.der
        : 'the signature is not good';
    }),
  writeAll: async (tasks) =>
    await each(tasks, async ({ material }, folder) => {
      writeFileSync(join(folder, 'key'), encodePem('PRIVATE KEY', encodePkcs8(material.key)));
      writeFileSync(join(folder, 'cert'), encodePem('CERTIFICATE', material.certificate));
      await printed(
        'openssl',
        ['pkcs12', '-export', '-inkey', 'key', '-in', 'cert', '-name', ALIAS, '-passout', pass, '-out', 'theirs'],
        folder,
      );
      const from = ['-srckeystore', 'theirs', '-srcstoretype', 'PKCS12', '-srcstorepass', PASSPHRASE];
      await printed(
        'keytool',
        ['-importkeystore', '-noprompt', ...from, '-destkeystore', 'made', '-deststoretype', 'PKCS12', '-deststorepass', PASSPHRASE],
        folder,
      );
      return new Uint8Array(readFileSync(join(folder, 'made')));
    }),
};
