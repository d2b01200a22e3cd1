/**
 * Random OCSP responses, most of them with faults, judged by us and by the openssl command. What we refuse and it takes is listed, each with the fault that the
 * response must carry to be excused; what it refuses and we take is not excused at all. `CERTWRIGHT_SEED` chooses others, `OCSP_TRIALS` makes it longer.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStatus, encodePem, makeExtension, ocspCertId, type Signer } from '../../lib/index.ts';
import { OCSP_SIGNING } from '../../lib/oids/index.ts';
import { ocspNoCheck, type OcspCertStatus } from '../../lib/x509/index.ts';
import { keyNamed, type Made, make, rawExtension, type Recipe } from '../support/chain-kit.ts';
import { respond } from '../support/ocsp-kit.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { seed } from '../support/properties.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MAX_AGE = 10 * DAY;
const TRIALS = Number(process.env['OCSP_TRIALS'] ?? 250);

const now = Math.floor(Date.now() / 1000) * 1000;
const key = (name: string): Signer<Uint8Array> => keyNamed(name, 'ec');
const party = (recipe: Recipe): Made =>
  make({ key: key(recipe.subject), notBefore: now - 100 * DAY, notAfter: now + 100 * DAY, names: null, ...recipe });
const noCheck = makeExtension(ocspNoCheck, true);
const delegate = (subject: string, issuer: Made, recipe: Partial<Recipe> = {}): Made =>
  party({ subject, issuer, purposes: [OCSP_SIGNING], extensions: [noCheck], ...recipe });

const root = party({ subject: 'CN=Root', ca: true });
const ca = party({ subject: 'CN=CA', issuer: root, ca: true });
const leaf = party({ subject: 'CN=leaf', issuer: ca });
const other = party({ subject: 'CN=other', issuer: ca });
const ofRoot = party({ subject: 'CN=of root', issuer: root, serialNumber: leaf.certificate.serialNumber });

const responders: Readonly<Record<string, Made>> = {
  ca,
  good: delegate('CN=good', ca),
  'without-purpose': delegate('CN=without purpose', ca, { purposes: null }),
  expired: delegate('CN=expired', ca, { notAfter: now - DAY }),
  'of-root': delegate('CN=of root', root),
  'without-signing': delegate('CN=without signing', ca, { usages: ['keyEncipherment'] }),
  'of-nobody': delegate('CN=of nobody', ca, { breakSignature: true }),
  root,
};

/** What we refuse and OpenSSL takes: by our problem, with the fault that the response must carry. */
const EXCUSED: Readonly<Record<string, { readonly fault: string; readonly why: string }>> = {
  'unknown-critical-extension': {
    fault: 'critical',
    why: 'OpenSSL looks at no extension of a response but the nonce; RFC 6960 4.4 makes critical ones binding',
  },
  'produced-in-future': { fault: 'future', why: 'OpenSSL does not look at producedAt' },
  'responder-refused: purpose-inconsistent': {
    fault: 'without-signing',
    why: "OpenSSL does not look at a responder's keyUsage (RFC 5280 4.2.1.12)",
  },
};

requireOrSkip('openssl 3.0', opensslVersion !== undefined)('interop: openssl ocsp, random responses', function () {
  this.timeout(180_000);
  const workshop = new Workshop();
  after(() => workshop.close());
  const write = (name: string, content: Uint8Array | string): void => writeFileSync(join(workshop.folder, name), content);

  it(`${TRIALS} responses of seed ${seed}`, () => {
    const random = seededRandom(seed);
    const pem = (made: Made): string => encodePem('CERTIFICATE', made.certificate.der);
    write('anchors.pem', pem(root) + pem(ca));
    write('ca.pem', pem(ca));
    write('leaf.pem', pem(leaf));
    const excuses = new Map<string, number>();
    const statuses = new Map<string, number>();
    for (let trial = 0; trial < TRIALS; trial++) {
      const { der, hash, faults } = makeResponse(random);
      write('response.der', der);
      const theirs = askOpenssl(hash);
      const { status: ours, problem } = askOurselves(der);
      statuses.set(ours, (statuses.get(ours) ?? 0) + 1);
      if (ours === theirs) continue;
      const excuse = EXCUSED[problem];
      const name = `trial ${trial} of seed ${seed}: openssl ${theirs}, certwright ${ours} ${problem}, made with ${faults.join(', ')}`;
      assert.ok(ours === 'none' && excuse !== undefined && faults.includes(excuse.fault), name);
      excuses.set(problem, (excuses.get(problem) ?? 0) + 1);
    }
    process.stderr.write(`    statuses ${show(statuses)}; excused ${show(excuses)}\n`);
    for (const status of ['good', 'revoked', 'none']) assert.ok((statuses.get(status) ?? 0) >= TRIALS / 25, `${status}: ${show(statuses)}`);
  });

  function show(counts: ReadonlyMap<string, number>): string {
    return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  }

  /** A response, and what is odd about it. */
  function makeResponse(random: Random): { readonly der: Uint8Array; readonly hash: string; readonly faults: readonly string[] } {
    const faults: string[] = [];
    /** `usual`, or in so many of a hundred cases one of the others, which is noted. */
    const pick = <T>(percent: number, usual: T, others: Readonly<Record<string, T>>): T => {
      if (!random.chance(percent)) return usual;
      const [name, value] = random.one(Object.entries(others));
      faults.push(name);
      return value;
    };
    const responder = pick<Made>(45, ca, responders);
    const about = pick(10, leaf, { other, ofRoot });
    const issuer = about === ofRoot ? root : ca;
    const hash = random.one(['SHA-1', 'SHA-256', 'SHA-512'] as const);
    const status = random.one<OcspCertStatus>([
      { kind: 'good' },
      { kind: 'good' },
      { kind: 'revoked', revokedAt: now - 20 * DAY, reason: 'superseded' },
      { kind: 'unknown' },
    ]);
    const critical = [rawExtension('1.2.3.4', Uint8Array.of(5, 0), true)];
    const nextUpdate = pick<number | undefined>(15, now + DAY, { stale: now - HOUR, endless: undefined });
    const single = {
      certId: ocspCertId({ certificate: about.certificate, issuer: issuer.certificate, hash }),
      status,
      thisUpdate: pick(15, now - 2 * DAY, { early: now + HOUR, old: now - 20 * DAY }),
      ...(nextUpdate === undefined ? {} : { nextUpdate }),
      extensions: pick<typeof critical>(5, [], { critical }),
    };
    const signedBy = pick<Signer<Uint8Array> | undefined>(5, undefined, { forged: key('thief') });
    const certificates = random.chance(85) ? [random.one([root, other]).certificate, responder.certificate] : [];
    const { der } = respond(responder, random.chance(4) ? [] : [single], {
      responderId: random.one(['name', 'key']),
      producedAt: pick(5, now - HOUR, { future: now + 2 * HOUR }),
      certificates,
      extensions: pick<typeof critical>(5, [], { critical }),
      ...(signedBy === undefined ? {} : { signedBy }),
    });
    if (!random.chance(10)) return { der, hash, faults };
    const damaged = der.slice();
    // Not in the certificates: one that is not needed need not be readable for us, and OpenSSL reads all.
    const position = random.below(certificates.reduce((length, certificate) => length - certificate.der.length, der.length - 8));
    damaged[position] = (damaged[position] as number) ^ (1 << random.below(8));
    return { der: damaged, hash, faults: [...faults, `bit at ${position}`] };
  }

  /** `good`, `revoked`, or `none` where the response says nothing that counts. The hash of the CertID has to be told. */
  function askOpenssl(hash: string): string {
    const subject = ['-issuer', 'ca.pem', `-${hash.replace('-', '').toLowerCase()}`, '-cert', 'leaf.pem'];
    const how = ['-CAfile', 'anchors.pem', '-no_nonce', '-status_age', String(MAX_AGE / 1000)];
    const { stdout, stderr } = workshop.openssl(['ocsp', '-respin', 'response.der', ...subject, ...how]);
    if (!stderr.includes('Response verify OK') || `${stdout}${stderr}`.includes('Status times invalid')) return 'none';
    return /^leaf\.pem: (good|revoked)$/m.exec(stdout)?.[1] ?? 'none';
  }

  function askOurselves(der: Uint8Array): { readonly status: string; readonly problem: string } {
    const chain = { certificate: leaf.certificate, issuer: ca.certificate, intermediates: [root.certificate] };
    const { status, findings } = checkStatus({ ...chain, at: now, maxAge: MAX_AGE, ocspResponses: [der] });
    const { problem, reason } = { problem: undefined, reason: undefined, ...findings[0] };
    return { status: status === 'unknown' ? 'none' : status, problem: [problem, reason].filter((word) => word !== undefined).join(': ') };
  }
});
