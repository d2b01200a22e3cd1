/**
 * What a server does with its certificate, key, CA and CRL files and the settings around them, at start and at reload (be-secure-openssl.c: be_tls_init;
 * manual 19.9). Each step is one of be_tls_init's, in its order; the first that fails ends it: at start the server does not start, at reload its old TLS
 * context stays in force as a whole.
 *
 * Left out: Windows, where every backend loads the files anew; the numbers in ssl_dh_params_file; clients with other groups or signature algorithms than
 * OpenSSL 3.0 offers.
 */
import { ServerFilesCheck } from './server-files-check.ts';
import type { ServerFilesDecision, ServerFilesInput } from './server-files-types.ts';

/**
 * What a server does with these files at start, or at reload.
 *
 * ```ts
 * import { decideServerFiles } from 'certwright/postgres';
 * const { outcome, reason, message } = decideServerFiles({ version: 15, settings: {}, files: { 'server.crt': 'no PEM in here' } }, 'start');
 * if (outcome !== 'refused' || reason !== 'cert-no-pem') throw new Error(message);
 * ```
 */
export function decideServerFiles(input: ServerFilesInput, when: 'start' | 'reload'): ServerFilesDecision {
  return new ServerFilesCheck(input, when).decide();
}

export type {
  FileContent,
  PassphraseResult,
  ServerFilesDecision,
  ServerFilesInput,
  ServerFilesReason,
  ServerFilesStep,
} from './server-files-types.ts';
