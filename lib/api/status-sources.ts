/** What `verifyChain` and `checkStatus` read of revocation. */
import { crlSource } from '../path/revocation/crl.ts';
import type { StatusSource } from '../path/rule.ts';

/** All sources of status information. */
export const statusSources: readonly StatusSource[] = [crlSource];
