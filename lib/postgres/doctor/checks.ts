/** The table of checks, in the order of their findings. */
import { checkCa } from './check-ca.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkChain } from './check-chain.ts';
import { checkConf } from './check-conf.ts';
import { checkCrl } from './check-crl.ts';
import { checkFiles } from './check-files.ts';
import { checkFolder } from './check-folder.ts';
import { checkHba } from './check-hba.ts';
import { checkIdent } from './check-ident.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSettings } from './check-settings.ts';
import type { Facts } from './facts.ts';
import type { Problem } from './types.ts';

/** A group of checks. */
export type Check = (facts: Facts) => Iterable<Problem>;

/** All groups. */
export const CHECKS: readonly Check[] = [
  checkConf,
  checkFolder,
  checkSettings,
  checkFiles,
  checkCertificate,
  checkChain,
  checkCa,
  checkCrl,
  checkHba,
  checkIdent,
  checkSecrets,
];
