/** What `verifyChain` and `checkStatus` read of revocation. */
import { crlSource } from '../path/revocation/crl.ts';
import { makeOcspSource } from '../path/revocation/ocsp.ts';
import type { StatusSource } from '../path/rule.ts';
import { ocspHash } from './ocsp.ts';

/** All sources of status information. */
export const statusSources: readonly StatusSource[] = [crlSource, /* @__PURE__ */ makeOcspSource(ocspHash)];
