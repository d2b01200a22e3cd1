/** `certwright pg revoke`: revokes all certificates of a user, and writes the CRL that says so. */
import { escapeText } from '../../../lib/text/index.ts';
import { CliFailure } from '../talk.ts';
import { listsAll, newCrls } from './crls.ts';
import { loadIntermediate } from './keys.ts';
import { PLACES, replaceFiles, withLock } from './place.ts';
import type { RevokeOptions } from './setup-options.ts';
import { findUser, iso, readState, stateText, withUser } from './state.ts';
import { report } from './words.ts';

/** Revokes, and says what to do with the new CRL. Gives the exit code. */
export async function runRevoke(
  folder: string,
  { user: role, reason, crlDays, at = Date.now(), json = false }: RevokeOptions,
): Promise<number> {
  readState(folder);
  return withLock(folder, async () => {
    const before = readState(folder);
    const user = findUser(before, role);
    const fresh = user.certificates.filter(({ revokedAt }) => revokedAt === undefined);
    const certificates = user.certificates.map((note) => (fresh.includes(note) ? { ...note, revokedAt: iso(at), reason } : note));
    const state = withUser(before, { ...user, certificates });
    const intermediate = loadIntermediate(folder, state, at);
    // A command that was interrupted may have left a list behind that says less than the state; then it is made anew.
    if (fresh.length === 0 && listsAll(folder, state, intermediate)) throw new CliFailure(`${escapeText(role)} is revoked already`);
    const { text, crlNumbers, facts } = newCrls(folder, state, { intermediate, at, days: crlDays });
    // First the state: a list that is made from it later must not forget a revocation.
    const files = [
      { path: PLACES.state, text: stateText({ ...state, crlNumbers }) },
      { path: PLACES.serverCrls, text },
    ];
    const kept = replaceFiles(folder, files, at);
    const revoked = `revoked: ${fresh.length} certificate${fresh.length === 1 ? '' : 's'} of ${escapeText(role)}, serial ${fresh.map(({ serialNumber }) => serialNumber).join(', ')}`;
    report({ folder, written: files.map(({ path }) => path), kept, facts: [revoked, ...facts], next: stepsFor(role) }, json);
    return 0;
  });
}

function stepsFor(role: string): string[] {
  return [
    'copy server/root.crl into the data folder of the server and reload it (pg_ctl reload, or SELECT pg_reload_conf()); until then nothing is revoked',
    `sessions that are open stay open: SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${escapeText(role.replaceAll("'", "''"))}'`,
  ];
}
