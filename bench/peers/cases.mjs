/** The corpora as one list of cases: certificates and CRLs as DER, demands in certwright's words, and the expected answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const fromPem = (pem) => Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));

const LIMBO_NAMES = { DNS: 'dns', IP: 'ip', RFC822: 'email' };

/** x509-limbo. `core` leaves out the rules of the web, what the corpus itself calls pedantic, and floods. */
export function limboCases(folder) {
  const { testcases } = JSON.parse(readFileSync(join(folder, 'limbo/limbo.json'), 'utf8'));
  return testcases.map((item) => {
    const rfc5280 =
      item.id.startsWith('rfc5280::') && (item.conflicts_with.length > 0 || item.features.includes('rfc5280-incompatible-with-webpki'));
    const server = item.validation_kind === 'SERVER';
    const names = server ? [item.expected_peer_name].filter(Boolean) : item.expected_peer_names;
    const flood = item.features.includes('denial-of-service');
    const pedantic = item.features.some((feature) => feature.startsWith('pedantic'));
    return {
      suite: 'limbo',
      id: item.id,
      flood,
      core: !flood && !pedantic && !item.id.startsWith('webpki::'),
      server,
      leaf: fromPem(item.peer_certificate),
      intermediates: item.untrusted_intermediates.map(fromPem),
      anchors: item.trusted_certs.map(fromPem),
      crls: item.crls.map(fromPem),
      at: item.validation_time === null ? Date.UTC(2026, 0, 1) : Date.parse(item.validation_time),
      profile: rfc5280 ? 'rfc5280' : 'webpki',
      purposes: item.extended_key_usage,
      keyUsage: item.key_usage,
      peers: names.map(({ kind, value }) => ({ kind: LIMBO_NAMES[kind], value })),
      maxDepth: item.max_chain_depth,
      valid: item.expected_result === 'SUCCESS',
    };
  });
}

/** NIST PKITS: every certificate but the anchor has to be covered by the CRLs listed. */
export function pkitsCases(folder) {
  const read = (kind, name) => new Uint8Array(readFileSync(join(folder, 'pkits', kind, name)));
  const { validationTime, policyOids } = JSON.parse(readFileSync(join(folder, 'pkits/meta.json'), 'utf8'));
  return JSON.parse(readFileSync(join(folder, 'pkits/pkits.json'), 'utf8')).map((item) => {
    const [anchor, ...rest] = item.certs;
    const leaf = rest.pop();
    const { initialPolicySet, initialExplicitPolicy, initialPolicyMappingInhibit, initialInhibitAnyPolicy } = item.settings;
    return {
      suite: 'pkits',
      id: item.id,
      flood: false,
      core: true,
      server: false,
      leaf: read('certs', leaf),
      intermediates: rest.map((name) => read('certs', name)),
      anchors: [read('certs', anchor)],
      crls: item.crls.map((name) => read('crls', name)),
      revocation: true,
      at: Date.parse(validationTime),
      profile: 'rfc5280',
      purposes: [],
      keyUsage: [],
      peers: [],
      maxDepth: null,
      policies: {
        initial: initialPolicySet.map((name) => policyOids[name] ?? name),
        requireExplicit: initialExplicitPolicy,
        inhibitMapping: initialPolicyMappingInhibit,
        inhibitAny: initialInhibitAnyPolicy,
      },
      valid: item.shouldValidate,
    };
  });
}

/** Four mutants of one good certificate that are not DER any more, none of which may be read. */
export function mutants(der) {
  const [, , high, low] = der;
  const at = der.findIndex((octet, i) => octet === 1 && der[i + 1] === 1 && der[i + 2] === 0xff);
  if (der[0] !== 0x30 || der[1] !== 0x82 || at < 0) throw new Error('the certificate is not of the form that is mutated');
  return {
    'trailing octet': Uint8Array.of(...der, 0),
    'length of more octets than needed': Uint8Array.of(0x30, 0x83, 0, high, low, ...der.subarray(4)),
    'indefinite length': Uint8Array.of(0x30, 0x80, ...der.subarray(4), 0, 0),
    'BOOLEAN 01': der.map((octet, i) => (i === at + 2 ? 1 : octet)),
  };
}
