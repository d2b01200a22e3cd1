/**
 * OCSP against the openssl command: it reads our requests, it answers them as a responder from an index and we judge its answers, and it verifies ours. Good,
 * revoked, unknown, by the CA and by delegated responders, wrong signers, old answers, nonces.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Certificate,
  checkStatus,
  createOcspRequest,
  createSigner,
  encodePem,
  encodePkcs8,
  extendedKeyUsage,
  generateKeyPair,
  issueCertificate,
  issueOcspResponse,
  keyUsage,
  makeExtension,
  type OcspAnswer,
  parseName,
  type PrivateKey,
  randomBytes,
  rootProfile,
  type Signer,
  toHex,
} from '../../lib/index.ts';
import { OCSP_SIGNING } from '../../lib/oids/index.ts';
import { ocspNoCheck, type OcspCertStatus, parseOcspRequest, parseOcspResponse } from '../../lib/x509/index.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const DAY = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;

interface Party {
  readonly name: string;
  readonly certificate: Certificate;
  readonly signer: Signer<Uint8Array>;
  readonly privateKey: PrivateKey;
}

requireOrSkip('openssl 3.0', opensslVersion !== undefined)('interop: openssl ocsp', function () {
  this.timeout(60_000);
  const workshop = new Workshop();
  after(() => workshop.close());

  const validity = { notBefore: now - 30 * DAY, notAfter: now + 300 * DAY };

  function keys(kind: 'rsa' | 'ec'): { publicKey: ReturnType<typeof generateKeyPair>['publicKey']; privateKey: PrivateKey } {
    return generateKeyPair(kind === 'rsa' ? { kind, bits: 2048 } : { kind, curve: 'P-256' });
  }

  function write(name: string, octets: Uint8Array | string): void {
    writeFileSync(join(workshop.folder, name), octets);
  }

  function party(name: string, kind: 'rsa' | 'ec', issuer: Party | undefined, purposes: boolean): Party {
    const { publicKey, privateKey } = keys(kind);
    const signer = createSigner(privateKey);
    const subject = parseName(`CN=${name}`);
    const extensions =
      issuer === undefined
        ? rootProfile({ publicKey })
        : [
            makeExtension(keyUsage, ['digitalSignature']),
            ...(purposes ? [makeExtension(extendedKeyUsage, [OCSP_SIGNING]), makeExtension(ocspNoCheck, true)] : []),
          ];
    const template = { subject, publicKey, ...validity, extensions, issuer: issuer?.certificate ?? ('self' as const) };
    const certificate = issueCertificate(template, issuer?.signer ?? signer);
    write(`${name}.pem`, encodePem('CERTIFICATE', certificate.der));
    write(`${name}.key`, encodePem('PRIVATE KEY', encodePkcs8(privateKey)));
    return { name, certificate, signer, privateKey };
  }

  const authorities = (['ec', 'rsa'] as const).map((kind) => {
    const ca = party(`ca-${kind}`, kind, undefined, false);
    return {
      kind,
      ca,
      responder: party(`responder-${kind}`, kind === 'ec' ? 'rsa' : 'ec', ca, true),
      impostor: party(`impostor-${kind}`, 'ec', ca, false),
      good: party(`good-${kind}`, 'ec', ca, false),
      revoked: party(`revoked-${kind}`, 'ec', ca, false),
      unlisted: party(`unlisted-${kind}`, 'ec', ca, false),
    };
  });
  type Authority = (typeof authorities)[number];

  /** The lines of an index.txt: valid and revoked certificates. */
  function writeIndex({ kind, good, revoked }: Authority): void {
    const time = (at: number): string =>
      new Date(at)
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/g, '')
        .slice(2);
    const hex = ({ certificate: { serialNumber } }: Party): string => toHex(serialNumber).toUpperCase();
    const end = time(validity.notAfter);
    write(
      `index-${kind}.txt`,
      `V\t${end}\t\t${hex(good)}\tunknown\t/CN=${good.name}\nR\t${end}\t${time(now - DAY)},keyCompromise\t${hex(revoked)}\tunknown\t/CN=${revoked.name}\n`,
    );
    write(`index-${kind}.txt.attr`, 'unique_subject = no\n');
  }
  authorities.forEach(writeIndex);

  /** What OpenSSL answers to our request. */
  function ask({ kind, ca }: Authority, signer: Party, request: Uint8Array, ...options: readonly string[]): Uint8Array {
    write('request.der', request);
    const signing = ['-rsigner', `${signer.name}.pem`, '-rkey', `${signer.name}.key`];
    const files = ['-index', `index-${kind}.txt`, '-CA', `${ca.name}.pem`, '-reqin', 'request.der', '-respout', 'response.der'];
    const ends = options.includes('-nmin') ? [] : ['-ndays', '7'];
    workshop.make('ocsp', ...files, ...signing, ...ends, ...options);
    return new Uint8Array(readFileSync(join(workshop.folder, 'response.der')));
  }

  function judge(
    { ca }: Authority,
    subject: Party,
    response: Uint8Array | OcspAnswer,
    at = Date.now() + 60_000,
  ): readonly [string, unknown] {
    const { status, findings } = checkStatus({ certificate: subject.certificate, issuer: ca.certificate, at, ocspResponses: [response] });
    return [status, findings[0]?.['problem'] ?? findings[0]?.['reason']];
  }

  for (const authority of authorities) {
    const { kind, ca, responder, impostor, good, revoked, unlisted } = authority;
    const issuer = ca.certificate;
    const requestFor = ({ certificate }: Party): Uint8Array => createOcspRequest({ certificate, issuer });

    describe(`with an ${kind} authority`, () => {
      it('reads our requests, with every hash and a nonce', () => {
        for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const) {
          const nonce = randomBytes(32);
          write('request.der', createOcspRequest({ certificate: [good.certificate, revoked.certificate], issuer, hash, nonce }));
          const { stdout, code } = workshop.openssl(['ocsp', '-reqin', 'request.der', '-req_text']);
          assert.equal(code, 0);
          assert.match(stdout, new RegExp(`Hash Algorithm: ${hash.replace('-', '').toLowerCase()}`));
          for (const { certificate } of [good, revoked])
            assert.ok(stdout.includes(`Serial Number: ${toHex(certificate.serialNumber).toUpperCase()}`), stdout);
          assert.ok(stdout.includes(`0420${toHex(nonce).toUpperCase()}`), stdout);
        }
      });

      it('writes the same request as OpenSSL, and we read its', () => {
        workshop.make('ocsp', '-issuer', `${ca.name}.pem`, '-cert', `${good.name}.pem`, '-no_nonce', '-reqout', 'theirs.der');
        assert.deepEqual(new Uint8Array(readFileSync(join(workshop.folder, 'theirs.der'))), requestFor(good));
        workshop.make('ocsp', '-issuer', `${ca.name}.pem`, '-sha256', '-cert', `${good.name}.pem`, '-no_nonce', '-reqout', 'theirs.der');
        const theirs = new Uint8Array(readFileSync(join(workshop.folder, 'theirs.der')));
        assert.deepEqual(theirs, createOcspRequest({ certificate: good.certificate, issuer, hash: 'SHA-256' }));
        workshop.make('ocsp', '-issuer', `${ca.name}.pem`, '-cert', `${good.name}.pem`, '-nonce', '-reqout', 'theirs.der');
        const { extensions } = parseOcspRequest(new Uint8Array(readFileSync(join(workshop.folder, 'theirs.der'))));
        assert.equal(extensions[0]?.oid, '1.3.6.1.5.5.7.48.1.2');
      });

      for (const [by, signer] of Object.entries({ CA: ca, responder }))
        it(`its answers by the ${by} are judged right`, () => {
          for (const options of [[], ['-resp_key_id'], ['-rmd', 'sha384']]) {
            assert.deepEqual(judge(authority, good, ask(authority, signer, requestFor(good), ...options)), ['good', undefined]);
            assert.deepEqual(judge(authority, revoked, ask(authority, signer, requestFor(revoked), ...options)), [
              'revoked',
              'keyCompromise',
            ]);
            assert.deepEqual(judge(authority, unlisted, ask(authority, signer, requestFor(unlisted), ...options)), [
              'unknown',
              'status-unknown',
            ]);
          }
        });

      it('its answers without certificates, of the wrong signer, damaged or old are unusable', () => {
        const bare = ask(authority, responder, requestFor(good), '-resp_no_certs');
        assert.deepEqual(judge(authority, good, bare), ['unknown', 'responder-not-found']);
        const found = {
          certificate: good.certificate,
          issuer,
          at: Date.now() + 60_000,
          ocspResponses: [bare],
          intermediates: [responder.certificate],
        };
        assert.equal(checkStatus(found).status, 'good');
        assert.deepEqual(judge(authority, good, ask(authority, impostor, requestFor(good))), ['unknown', 'responder-not-authorised']);
        assert.deepEqual(judge(authority, good, ask(authority, ca, requestFor(good), '-badsig')), ['unknown', 'signature-invalid']);
        const short = ask(authority, ca, requestFor(good), '-nmin', '5');
        assert.deepEqual(judge(authority, good, short), ['good', undefined]);
        assert.deepEqual(judge(authority, good, short, Date.now() + 3_600_000), ['unknown', 'expired']);
        assert.deepEqual(judge(authority, good, short, now - 3_600_000), ['unknown', 'produced-in-future']);
        assert.deepEqual(judge(authority, revoked, short), ['unknown', undefined]);
      });

      it('it gives our nonce back', () => {
        const nonce = randomBytes(32);
        const response = ask(authority, responder, createOcspRequest({ certificate: good.certificate, issuer, nonce }));
        assert.deepEqual(judge(authority, good, { response, nonce }), ['good', undefined]);
        assert.deepEqual(judge(authority, good, { response, nonce: randomBytes(32) }), ['unknown', 'nonce-differs']);
        assert.deepEqual(judge(authority, good, { response: ask(authority, responder, requestFor(good)), nonce }), [
          'unknown',
          'nonce-missing',
        ]);
      });

      it('verifies our answers, by the CA and by a responder, by name and by key', () => {
        const statuses: Readonly<Record<string, OcspCertStatus>> = {
          good: { kind: 'good' },
          revoked: { kind: 'revoked', revokedAt: now - DAY, reason: 'superseded' },
          unknown: { kind: 'unknown' },
        };
        for (const [word, status] of Object.entries(statuses))
          for (const [signer, certificates] of [
            [ca, []],
            [responder, [responder.certificate]],
          ] as const)
            for (const responderId of ['name', 'key'] as const) {
              const { requests } = parseOcspRequest(requestFor(good));
              const responses = requests.map(({ certId }) => ({ certId, status, thisUpdate: now - 60_000, nextUpdate: now + DAY }));
              const template = { responder: signer.certificate, responderId, producedAt: now - 60_000, responses, certificates };
              write('ours.der', issueOcspResponse(template, signer.signer).der);
              const outcome = verify(good);
              assert.match(outcome.stderr, /Response verify OK/);
              assert.match(outcome.stdout, new RegExp(`${good.name}\\.pem: ${word}`));
              if (word === 'revoked') assert.match(outcome.stdout, /Reason: superseded/);
            }
      });

      it('refuses our answers where we do', () => {
        const { requests } = parseOcspRequest(requestFor(good));
        const responses = requests.map(({ certId }) => ({
          certId,
          status: { kind: 'good' } as const,
          thisUpdate: now - 60_000,
          nextUpdate: now + DAY,
        }));
        const template = { responder: impostor.certificate, producedAt: now - 60_000, responses, certificates: [impostor.certificate] };
        const { der } = issueOcspResponse(template, impostor.signer);
        write('ours.der', der);
        assert.match(verify(good).stderr, /Response Verify Failure/);
        assert.deepEqual(judge(authority, good, der), ['unknown', 'responder-not-authorised']);
        assert.equal(parseOcspResponse(der).status, 'successful');
      });

      function verify(subject: Party): ReturnType<Workshop['openssl']> {
        const words = ['ocsp', '-respin', 'ours.der', '-issuer', `${ca.name}.pem`, '-cert', `${subject.name}.pem`];
        return workshop.openssl([...words, '-CAfile', `${ca.name}.pem`, '-no_nonce']);
      }
    });
  }
});
