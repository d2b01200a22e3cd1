/** What a fault is, and what most of them are made with. */
import { encodePem } from '../../lib/index.ts';
import { encryptPrivateKey } from '../../lib/keystore/index.ts';
import type { DiagnosisCode } from '../../lib/postgres/index.ts';
import type { MadeCertificate, TestSigner } from '../../lib/testing/index.ts';
import { type Files, type Health, pem } from './doctor-health.ts';

/** A fault and what has to be found. */
export interface Fault {
  readonly name: string;
  readonly code: DiagnosisCode;
  /** Name in the data folder; empty: the folder itself. */
  readonly file: string;
  readonly line?: number;
  /** Modes of files, or of the folder by the empty name. */
  readonly modes?: Readonly<Record<string, number>>;
  /** A running server cannot take this at a reload by design: settings that want a restart. */
  readonly startOnly?: true;
  readonly hosts?: readonly string[];
  /** What follows from it and is found too. */
  readonly also?: readonly DiagnosisCode[];
  change?(health: Health): Files;
}

/** Lines behind the configuration. */
export const conf =
  (...lines: readonly string[]) =>
  ({ files }: Health): Files => ({ 'postgresql.conf': `${files['postgresql.conf'] ?? ''}${lines.join('\n')}\n` });

/** The line behind the healthy configuration, which has 12. */
export const NEXT = 13;

/** Lines in place of pg_hba.conf. */
export const hba =
  (...lines: readonly string[]) =>
  (): Files => ({ 'pg_hba.conf': `${lines.join('\n')}\n` });

/** Lines behind those of pg_hba.conf, which has 3. */
export const hbaToo =
  (...lines: readonly string[]) =>
  ({ files }: Health): Files => ({ 'pg_hba.conf': `${files['pg_hba.conf'] ?? ''}${lines.join('\n')}\n` });

export const ident =
  (...lines: readonly string[]) =>
  (): Files => ({ 'pg_ident.conf': `${lines.join('\n')}\n` });

/** Another certificate of the server, with the healthy key. */
export const server =
  (recipe: Partial<Parameters<Health['make']>[0]>) =>
  ({ make, root }: Health): Files => ({
    'server.crt': pem(
      make({
        subject: 'CN=localhost',
        issuer: root,
        names: [{ kind: 'dNSName', value: 'localhost' }],
        purposes: ['1.3.6.1.5.5.7.3.1'],
        ...recipe,
      }),
    ),
  });

export const good = (files: Files, name: string): string => files[name] ?? '';

/** A block that is no certificate. */
export const BROKEN = '-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n';

/** The name of a role that is too long by one octet. */
export const LONG: string = 'r'.repeat(64);

/** The server's key behind a passphrase, and lines of the configuration. */
export function encryptedKey(...lines: readonly string[]): (health: Health) => Files {
  return (health) => ({ ...conf(...lines)(health), 'server.key': encryptedPem(health.make({ subject: 'CN=localhost' }).key) });
}

/** A key behind a passphrase. */
export function encryptedPem(key: MadeCertificate['key']): string {
  const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(7);
  return encodePem('ENCRYPTED PRIVATE KEY', encryptPrivateKey((key as TestSigner).privateKey, 'secret', { random, iterations: 2048 }));
}
