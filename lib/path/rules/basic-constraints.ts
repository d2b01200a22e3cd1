/**
 * basicConstraints (RFC 5280 4.2.1.9): who issues is a CA (6.1.4 (k)), and no more intermediates follow it than it allows (6.1.4 (l), (m)). An anchor of
 * version 1 or 2 cannot carry the extension and is taken without it. Who is none has neither keyCertSign nor a path length (4.2.1.9): of such a certificate
 * nobody knows what it was meant to be, and OpenSSL (`-x509_strict`) and BoringSSL refuse it too.
 */
import { BASIC_CONSTRAINTS } from '../../oids/extensions.ts';
import { basicConstraintsReader, keyUsageReader } from '../../x509/extensions/usage.ts';
import { type DutyCode, refuse } from '../codes.ts';
import { isSelfIssued, type PoolEntry, readOf } from '../pool.ts';
import { newest, type PathView, type Rule } from '../rule.ts';

/** Every certificate above the leaf is a CA's, and the leaf is all of one or nothing of one; a leaf that is trusted itself may be what it likes. */
export const caRule: Rule = {
  id: 'basic-constraints',
  rfc: 'RFC 5280 6.1.4 (k)',
  handles: [BASIC_CONSTRAINTS],
  about: 'certificate',
  check(path) {
    const { entry, index } = newest(path);
    if (entry.certificate === undefined) return [];
    if (index === 0 && path.anchored) return [];
    if (index === 0) return strayMarks(entry).map((duty) => refuse('issuer-duty-neglected', index, 'RFC 5280 4.2.1.9', { duty }));
    if (path.anchored && entry.certificate.version < 3) return [];
    const constraints = readOf(entry, basicConstraintsReader);
    if (constraints === undefined) return [refuse('basic-constraints-missing', index, this.rfc)];
    return constraints.ca ? [] : [refuse('not-a-ca', index, this.rfc)];
  },
};

/** What only a CA has. */
function strayMarks(entry: PoolEntry): readonly DutyCode[] {
  const constraints = readOf(entry, basicConstraintsReader);
  if (constraints?.ca === true) return [];
  return [
    ...(readOf(entry, keyUsageReader)?.includes('keyCertSign') === true ? (['cert-sign-for-cas'] as const) : []),
    ...(constraints?.pathLength === undefined ? [] : (['path-length-for-cas'] as const)),
  ];
}

/** pathLenConstraint holds for the intermediates below. */
export const pathLengthRule: Rule = {
  id: 'path-length',
  rfc: 'RFC 5280 6.1.4 (m)',
  handles: [BASIC_CONSTRAINTS],
  about: 'position',
  check(path) {
    const { entry, index } = newest(path);
    const limit = index === 0 ? undefined : readOf(entry, basicConstraintsReader)?.pathLength;
    const found = limit === undefined ? 0 : countIntermediates(path, index);
    return limit === undefined || found <= limit ? [] : [refuse('path-length-exceeded', index, this.rfc, { expected: limit, found })];
  },
};

/** The caller's limit for the intermediates between leaf and anchor. */
export const depthRule: Rule = {
  id: 'depth',
  rfc: 'RFC 5280 6.1.1',
  handles: [],
  about: 'limit',
  check(path, { maxDepth }) {
    const { index } = newest(path);
    const found = countIntermediates(path, index);
    return maxDepth === undefined || found <= maxDepth
      ? []
      : [refuse('max-depth-exceeded', index, this.rfc, { expected: maxDepth, found })];
  },
};

/** Intermediates below `index`; neither the leaf nor self-issued certificates count (RFC 5280 4.2.1.9). */
function countIntermediates({ entries }: PathView, index: number): number {
  let count = 0;
  for (let i = 1; i < index; i++) {
    const entry = entries[i];
    if (entry !== undefined && !isSelfIssued(entry)) count++;
  }
  return count;
}
