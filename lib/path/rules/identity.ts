/** The names the caller demands of the leaf (RFC 9525, RFC 5280 4.2.1.6); all of them must match. */
import { SUBJECT_ALT_NAME } from '../../oids/extensions.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { subjectAltName } from '../../x509/extensions/alternative-names.ts';
import { refuse } from '../codes.ts';
import { matchesReference, readDnsReference, readIpReference } from '../identity.ts';
import { formatIpAddress } from '../ip-address.ts';
import { readOf } from '../pool.ts';
import { newest, type Rule } from '../rule.ts';
import type { Finding } from '../types.ts';

/** Presented names shown in a finding: an attacker may send 100,000 (CVE-2025-61729). */
const MAX_SHOWN = 20;

/** Characters shown of one of them; the longest DNS name has 253. */
const MAX_LENGTH = 253;

/** The leaf carries the peer's names. */
export const identityRule: Rule = {
  id: 'identity',
  rfc: 'RFC 9525 6',
  handles: [SUBJECT_ALT_NAME],
  about: 'position',
  check(path, { peers, isPublicSuffix }) {
    const { entry, index } = newest(path);
    if (index > 0) return [];
    const names = readOf(entry, subjectAltName) ?? [];
    return peers.flatMap(({ kind, value }): readonly Finding[] => {
      const reference = kind === 'dns' ? readDnsReference(value) : readIpReference(value);
      if (reference.kind === 'malformed')
        return [refuse('peer-name-malformed', index, 'RFC 9525 6.2', { expected: value, problem: reference.problem })];
      if (names.some((name) => matchesReference(name, reference, isPublicSuffix))) return [];
      return [refuse('peer-name-mismatch', index, this.rfc, { expected: value, kind, found: showNames(names), count: names.length })];
    });
  },
};

function showNames(names: readonly GeneralName[]): string[] {
  return names.slice(0, MAX_SHOWN).flatMap((name) => {
    if (name.kind === 'dNSName') return [`DNS:${name.value.slice(0, MAX_LENGTH)}`];
    return name.kind === 'iPAddress' ? [`IP:${formatIpAddress(name.value)}`] : [];
  });
}
