/** certwright's own decisions: what a PostgreSQL server of a version does with these files. */
import { type Decision, decideClientAuth } from '../../../lib/postgres/index.ts';
import { type Attempt, hba, ident, roles } from './attempts.ts';
import type { DemoFile } from './folder.ts';

/** What all decisions share. */
export interface DecisionContext {
  readonly files: readonly DemoFile[];
  /** Major version of the server. */
  readonly serverVersion: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Decides one login. */
export function decide(attempt: Attempt, { files, serverVersion, at }: DecisionContext): Decision {
  const text = (path: string): string | null => files.find((file) => file.path === path)?.text ?? null;
  return decideClientAuth({
    serverVersion,
    at,
    ca: text('root.crt'),
    crl: text('root.crl'),
    hba,
    ident,
    connection: {
      type: attempt.tls ? 'hostssl' : 'hostnossl',
      address: '127.0.0.1',
      database: attempt.database,
      user: attempt.user,
      password: 'right',
    },
    chain: attempt.client === null ? null : text(`${attempt.client}.crt`),
    roles: Object.fromEntries(roles.map((role) => [role, { canLogin: true }])),
  });
}
