/** The server's certificate as clients will meet it; a server itself looks at hardly any of this. */
import { findKeyWeaknesses } from '../../crypto/weak-keys.ts';
import { bitLength } from '../../base/bytes.ts';
import type { PublicKey } from '../../keys/types.ts';
import { MD5_WITH_RSA, SHA1_WITH_RSA, ECDSA_WITH_SHA1 } from '../../oids/algorithms.ts';
import { SERVER_AUTH } from '../../oids/purposes.ts';
import { subjectAltNameReader } from '../../x509/extensions/alternative-names.ts';
import { basicConstraintsReader, extendedKeyUsageReader, keyUsageReader } from '../../x509/extensions/usage.ts';
import { tlsServerEndPoint } from '../libpq/channel-binding.ts';
import { checkServerHost } from '../libpq/host-check.ts';
import { attempt, isSelfIssued, isSignedBy, keyOf, subjectOf, tryExtension, urgency } from './certificate-facts.ts';
import { isOpenToNetwork } from './check-settings.ts';
import type { Facts } from './facts.ts';
import type { Problem } from './types.ts';

/** Checks the first certificate of ssl_cert_file. */
export function* checkCertificate(facts: Facts): Generator<Problem, void> {
  const [leaf] = facts.sent;
  if (!facts.ssl || leaf === undefined) return;
  const { certificate, file, line } = leaf;
  const { at, days } = facts;
  const tell = (code: Problem['code'], fields: Readonly<Record<string, string | number>> = {}): Problem => ({
    code,
    file,
    line,
    subject: subjectOf(certificate),
    ...fields,
  });
  const end = urgency(certificate.notAfter, at, days);
  if (end === 'past') yield tell('certificate-expired', { at: certificate.notAfter });
  else if (end === 'soon') yield tell('certificate-expires-soon', { at: certificate.notAfter });
  if (certificate.notBefore > at) yield tell('certificate-not-yet-valid', { at: certificate.notBefore });
  const purposes = tryExtension(certificate, extendedKeyUsageReader);
  if (purposes !== undefined && !purposes.includes(SERVER_AUTH)) yield tell('certificate-not-for-servers');
  const usage = tryExtension(certificate, keyUsageReader);
  if (usage !== undefined && !usage.includes('digitalSignature')) yield tell('certificate-cannot-sign', { usages: usage.join(', ') });
  const selfSigned = isSelfIssued(certificate) && isSignedBy(certificate, certificate) !== false;
  // Debian's own certificate, made at installation, is good enough where nobody comes over the network
  if (selfSigned && isOpenToNetwork(facts)) yield tell('certificate-self-signed');
  if (!selfSigned && tryExtension(certificate, basicConstraintsReader)?.ca === true) yield tell('certificate-is-ca');
  yield* checkNames(facts, tell);
  yield* checkKey(facts, certificate.publicKey.algorithm.oid, keyOf(certificate), tell);
  if (!selfSigned && [MD5_WITH_RSA, SHA1_WITH_RSA, ECDSA_WITH_SHA1].includes(certificate.signatureAlgorithm.oid)) {
    yield tell('certificate-weak-digest');
  }
  const scram = facts.hbaFile?.rows.find(({ type, method }) => method === 'scram-sha-256' && (type === 'host' || type === 'hostssl'));
  if (scram !== undefined && attempt(() => tlsServerEndPoint(certificate)) === undefined) {
    yield tell('certificate-breaks-channel-binding', { hbaLine: scram.line });
  }
}

type Tell = (code: Problem['code'], fields?: Readonly<Record<string, string | number>>) => Problem;

/** Names by which clients ask with sslmode=verify-full. */
function* checkNames({ sent, input, version }: Facts, tell: Tell): Generator<Problem, void> {
  const [leaf] = sent;
  if (leaf === undefined) return;
  const names = tryExtension(leaf.certificate, subjectAltNameReader) ?? [];
  if (!names.some(({ kind }) => kind === 'dNSName' || kind === 'iPAddress')) yield tell('certificate-without-san');
  for (const host of input.hosts ?? []) {
    const check = checkServerHost(leaf.certificate, host, { version });
    if (!check.ok) yield tell('certificate-without-host', { host, names: check.names.map(({ name }) => name).join(', ') });
  }
}

function* checkKey({ securityLevel }: Facts, oid: string, key: PublicKey | undefined, tell: Tell): Generator<Problem, void> {
  if (key === undefined) return;
  const broken = findKeyWeaknesses(key).find(({ severity }) => severity === 'broken');
  if (broken !== undefined) yield tell('key-broken', { weakness: broken.code });
  const bits = 'n' in key ? bitLength(key.n) : undefined;
  // below the level the server refuses the certificate, which is told as that
  if (bits !== undefined && bits < 2048 && securityLevel < 2) yield tell('certificate-weak-key', { bits, oid });
}
