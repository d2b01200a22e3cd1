/**
 * May this private key file be used? (be-secure-common.c: check_ssl_key_file_permissions; fe-secure-openssl.c: initialize_SSL.) Both follow
 * symbolic links. The server wants its own file or root's; libpq does not compare the owner with its user. What is in the file is another question.
 */

/** What stat says about the file, after symbolic links; or the error it ends with. Windows has no such rule. */
export type FileStat =
  | {
      readonly kind: 'file' | 'directory' | 'other';
      readonly uid: number;
      readonly gid: number;
      readonly mode: number /* the low twelve bits count */;
    }
  | { readonly error: string /* errno name, such as ENOENT */ };

/** Who reads it. */
export interface KeyFileReader {
  readonly side: 'server' | 'libpq';
  readonly euid: number;
  /** Effective group and supplementary groups. */
  readonly egids: readonly number[];
}

/** The answer; `reason` is `ok` or what is wrong. */
export interface KeyFileDecision {
  readonly ok: boolean;
  readonly reason:
    | 'ok'
    | 'key-missing'
    | 'key-not-accessible'
    | 'key-not-regular-file'
    | 'key-wrong-owner'
    | 'key-group-or-world-access'
    | 'key-not-readable';
}

/** Bits that root's file must not have: write and execute for the group, everything for others. */
const ROOT_FORBIDDEN = 0o037;
/** Bits that anybody else's file must not have. */
const OWN_FORBIDDEN = 0o077;

/**
 * Whether a server or libpq takes a key file by owner and mode, and can read it.
 *
 * ```ts
 * import { checkKeyFile } from 'certwright/postgres';
 * const decision = checkKeyFile({ kind: 'file', uid: 26, gid: 26, mode: 0o640 }, { side: 'server', euid: 26, egids: [26] });
 * if (decision.reason !== 'key-group-or-world-access') throw new Error(decision.reason);
 * ```
 */
export function checkKeyFile(stat: FileStat, { side, euid, egids }: KeyFileReader): KeyFileDecision {
  const refuse = (reason: KeyFileDecision['reason']): KeyFileDecision => ({ ok: false, reason });
  if ('error' in stat) return refuse(stat.error === 'ENOENT' || stat.error === 'ENOTDIR' ? 'key-missing' : 'key-not-accessible');
  const { kind, uid, gid, mode } = stat;
  if (kind !== 'file') return refuse('key-not-regular-file');
  if (side === 'server' && uid !== euid && uid !== 0) return refuse('key-wrong-owner');
  // the server asks about itself first, so that a server of root would hold its own file to the stricter rule; libpq asks about root first
  const strict = side === 'server' ? uid === euid : uid !== 0;
  if ((mode & (strict ? OWN_FORBIDDEN : ROOT_FORBIDDEN)) !== 0) return refuse('key-group-or-world-access');
  const bit = uid === euid ? 0o400 : egids.includes(gid) ? 0o040 : 0o004;
  return euid === 0 || (mode & bit) !== 0 ? { ok: true, reason: 'ok' } : refuse('key-not-readable');
}

/** Whether a user may read a file, as far as its owner and mode tell; true where nobody knows who or how. */
export function mayRead(
  stat: FileStat | undefined,
  reader: { readonly euid: number; readonly egids: readonly number[] } | undefined,
): boolean {
  if (stat === undefined || 'error' in stat || reader === undefined || reader.euid === 0) return true;
  const bit = stat.uid === reader.euid ? 0o400 : reader.egids.includes(stat.gid) ? 0o040 : 0o004;
  return (stat.mode & bit) !== 0;
}
