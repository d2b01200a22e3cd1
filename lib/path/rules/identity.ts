/** The names the caller demands of the leaf (RFC 9525, RFC 5280 4.2.1.6); all of them must match. */
import { SUBJECT_ALT_NAME } from '../../oids/extensions.ts';
import { subjectAltNameReader } from '../../x509/extensions/alternative-names.ts';
import { refuse } from '../codes.ts';
import { matchesReference, readReference } from '../identity.ts';
import { readOf } from '../pool.ts';
import { newest, type Rule } from '../rule.ts';
import { showGeneralNames } from '../show.ts';
import type { Finding } from '../types.ts';

/** The leaf carries the peer's names. */
export const identityRule: Rule = {
  id: 'identity',
  rfc: 'RFC 9525 6',
  handles: [SUBJECT_ALT_NAME],
  about: 'position',
  check(path, { peers, isPublicSuffix }) {
    const { entry, index } = newest(path);
    if (index > 0) return [];
    const names = readOf(entry, subjectAltNameReader) ?? [];
    return peers.flatMap((peer): readonly Finding[] => {
      const { kind, value } = peer;
      const reference = readReference(peer);
      if (reference.kind === 'malformed')
        return [refuse('peer-name-malformed', index, 'RFC 9525 6.2', { expected: value, problem: reference.problem })];
      if (names.some((name) => matchesReference(name, reference, isPublicSuffix))) return [];
      return [
        refuse('peer-name-mismatch', index, this.rfc, { expected: value, kind, found: showGeneralNames(names), count: names.length }),
      ];
    });
  },
};
