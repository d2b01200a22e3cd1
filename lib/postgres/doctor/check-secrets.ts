/** Private keys and who may read or write what lies beside the server, and certificates among it. */
import { toHex } from '../../base/bytes.ts';
import { COMMON_NAME } from '../../oids/names.ts';
import { CLIENT_AUTH } from '../../oids/purposes.ts';
import { basicConstraintsReader, extendedKeyUsageReader } from '../../x509/extensions/usage.ts';
import { attributeText, findAttributes } from '../../x509/name-attribute.ts';
import { formatName } from '../../x509/name-format.ts';
import { baseName } from '../conf/paths.ts';
import { isSelfIssued, isSignedByKey, subjectOf, tryExtension } from './certificate-facts.ts';
import { octal } from './check-folder.ts';
import type { Facts, PlacedCertificate } from './facts.ts';
import { findPrivateKeys } from './private-keys.ts';
import type { Problem } from './types.ts';

const MAX_NAME = 63;
/** Read for the group or others; a group that reads root's file is what Debian does on purpose. */
const OTHERS_READ = 0o004;
const OTHERS_WRITE = 0o002;
const GROUP_WRITE = 0o020;

/** Checks the files beside the server. */
export function* checkSecrets(facts: Facts): Generator<Problem, void> {
  const { input, cas, others, sent, files } = facts;
  const cAs = new Map<string, PlacedCertificate>();
  for (const placed of [...cas, ...others, ...sent.slice(1)]) {
    const isCa = cas.includes(placed) || tryExtension(placed.certificate, basicConstraintsReader)?.ca === true;
    const key = toHex(placed.certificate.publicKey.der);
    if (isCa && !cAs.has(key)) cAs.set(key, placed);
  }
  for (const path of new Set([...(input.further ?? []), ...(files.key === undefined ? [] : [files.key])])) {
    const text = input.files[path];
    const keys = text === undefined ? undefined : findPrivateKeys(text);
    if (keys === undefined) continue;
    const own = keys.publicHalves.map((half) => cAs.get(toHex(half))).find((ca) => ca !== undefined);
    const issued = own === undefined ? issuedBy(facts, keys.publicHalves) : undefined;
    if (own !== undefined) {
      yield { code: 'root-key-on-server', file: path, subject: subjectOf(own.certificate), caFile: own.file, caLine: own.line };
    } else if (issued !== undefined) {
      yield { code: 'root-key-on-server', file: path, subject: formatName(issued.certificate.issuer) };
    } else if (keys.encrypted && path !== files.key && isNamedLikeCa(path, [...cAs.values()])) {
      yield { code: 'root-key-encrypted-on-server', file: path };
    }
    const stat = facts.statOf(path);
    if (path !== files.key && !facts.windows && stat !== undefined && !('error' in stat) && (stat.mode & OTHERS_READ) !== 0) {
      yield { code: 'private-key-readable', file: path, mode: octal(stat.mode) };
    }
  }
  yield* checkWritable(facts);
  for (const placed of others) {
    const name = longName(placed);
    if (name !== undefined)
      yield { code: 'client-name-too-long', file: placed.file, line: placed.line, name, subject: subjectOf(placed.certificate) };
  }
}

/** A certificate that one of the keys signed, and that is not its own. */
function issuedBy({ sent, others }: Facts, halves: readonly Uint8Array[]): PlacedCertificate | undefined {
  return [...sent, ...others].find(
    ({ certificate }) => !isSelfIssued(certificate) && halves.some((half) => isSignedByKey(half, certificate) === true),
  );
}

/** True for a name that says so, or that of a CA's certificate but for the ending. */
function isNamedLikeCa(path: string, cAs: readonly PlacedCertificate[]): boolean {
  const stem = (name: string): string => name.replace(/\.[^./]*$/, '');
  return /(?:^|[-_.])(?:root|ca|rootca|cakey)(?:[-_.]|$)/i.test(baseName(path)) || cAs.some(({ file }) => stem(file) === stem(path));
}

/** Files and folders that say whom to trust must not be others' to write. */
function* checkWritable(facts: Facts): Generator<Problem, void> {
  const { files, ssl, windows } = facts;
  if (!ssl || windows) return;
  const watched: readonly (readonly [string | undefined, 'ca-file-writable' | 'crl-writable'])[] = [
    [files.ca, 'ca-file-writable'],
    [files.crl, 'crl-writable'],
    [files.crlFolder, 'crl-writable'],
  ];
  for (const [path, code] of watched) {
    const stat = path === undefined ? undefined : facts.statOf(path);
    if (path === undefined || stat === undefined || 'error' in stat) continue;
    if ((stat.mode & (OTHERS_WRITE | GROUP_WRITE)) !== 0) yield { code, file: path, mode: octal(stat.mode) };
  }
}

/** The first common name of a client's certificate where it is longer than a role's name may be. */
function longName({ certificate }: PlacedCertificate): string | undefined {
  const purposes = tryExtension(certificate, extendedKeyUsageReader);
  if (purposes?.includes(CLIENT_AUTH) === false || tryExtension(certificate, basicConstraintsReader)?.ca === true) return undefined;
  const [name] = findAttributes(certificate.subject, COMMON_NAME);
  return name === undefined || name.value.length <= MAX_NAME ? undefined : (attributeText(name) ?? '');
}
